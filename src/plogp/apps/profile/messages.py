"""What a profile has to say, in English and in 繁體中文, with places for the names and numbers."""

from __future__ import annotations

LEAK = (
    "{name} alone explains {share} of {target}: a possible leak, unless it is known before {target} is",
    "{name} 單獨就解釋了 {target} 的 {share}，可能是資料洩漏，除非它在 {target} 之前就已得知",
)
BEST = (
    "{name} tells most about {target}: {share} of its {whole} {unit}",
    "{name} 透露最多 {target} 的資訊：占它 {whole} {unit} 的 {share}",
)
BEST_BESIDE_LEAKS = (
    "{name} tells most about {target} apart from the possible leaks: {share} of its {whole} {unit}",
    "除了可能洩漏的欄位，{name} 透露最多 {target} 的資訊：占它 {whole} {unit} 的 {share}",
)
NOTHING_TELLS = ("no column tells anything about {target}", "沒有任何欄位透露 {target} 的資訊")
NOTHING_HONEST_TELLS = (
    "no column that is above suspicion tells anything about {target}",
    "除了可疑的欄位，沒有任何欄位透露 {target} 的資訊",
)
SECOND = (
    "once {first} is known, {name} adds most: {amount} {unit}, {share} of {target}",
    "知道 {first} 之後，{name} 補充最多：{amount} {unit}，占 {target} 的 {share}",
)
TOGETHER = (
    "{a} and {b} together tell {more} {unit} more about {target} than the sum of what each tells alone: {share} of it",
    "{a} 與 {b} 合起來透露的 {target}，比兩者各自透露的總和多 {more} {unit}，占它的 {share}",
)
GAPS = (
    "whether {name} is missing tells about {target} by itself: {amount} {unit}",
    "{name} 是否缺值，本身就透露了 {target} 的資訊：{amount} {unit}",
)
DUPLICATE = (
    "{name} is another way to write {of}: each value of one stands for one of the other",
    "{name} 只是 {of} 的另一種寫法：兩者的值一一對應",
)
DUPLICATES = (
    "{names} are other ways to write {of}: each value of one stands for one of the other",
    "{names} 都只是 {of} 的另一種寫法：值一一對應",
)
REPEATS = (
    "{b} adds next to nothing to {a}, which tells {share} of it",
    "知道 {a} 之後，{b} 幾乎不帶來新的資訊：{a} 已透露了它的 {share}",
)
REPEATS_GAPS = (
    "{a} tells {share} of {b}, but only by which values are missing: where both have one, {of_values}",
    "{a} 透露了 {b} 的 {share}，但只來自哪些值缺漏：兩者都有值時為 {of_values}",
)
TARGET_MISSING = (
    "{target} is missing in {missing} of {rows} rows: nothing is learnt from these about it",
    "{rows} 列中有 {missing} 列缺少 {target}：談到 {target} 時不計入這些列",
)
TARGET_BINNED = (
    "{target} is taken in bins of equal weight: its entropy is that of the bins",
    "{target} 依等量切成區間：它的熵是這些區間的熵",
)
SILENT = ("{name} tells no more about {target} than chance would", "{name} 透露的 {target} 資訊不比巧合多")
SILENT_MANY = ("{names} tell no more about {target} than chance would", "{names} 透露的 {target} 資訊不比巧合多")
UNCOMPARED = (
    "{a} and {b} have too many combinations of values and were not compared",
    "{a} 與 {b} 的組合太多，沒有比較",
)
UNCOMPARED_MANY = (
    "{count} pairs of columns, such as {a} and {b}, have too many combinations of values and were not compared",
    "有 {count} 對欄位（例如 {a} 與 {b}）的組合太多，沒有比較",
)
FIRST_COMPARED = (
    "of {columns} columns the first {compared} were compared with each other",
    "{columns} 欄之中，只有前 {compared} 欄互相比較",
)
BEST_COMPARED = (
    "of {columns} columns the {compared} that rank first were compared with each other",
    "{columns} 欄之中，只有排名最前的 {compared} 欄互相比較",
)
APART = (
    "one pair of columns has too many combinations of values with {target} to see what it tells together",
    "有一對欄位與 {target} 的組合太多，未檢視它們合起來透露什麼",
)
APART_MANY = (
    "{count} pairs of columns have too many combinations of values with {target} to see what they tell together",
    "有 {count} 對欄位與 {target} 的組合太多，未檢視它們合起來透露什麼",
)
BEYOND = (
    "one pair of columns that ranks last was not looked at together: all pairs have too many combinations with "
    "{target}",
    "所有欄位對與 {target} 的組合太多，有一對排名最後的未一起檢視",
)
BEYOND_MANY = (
    "{count} pairs of columns that rank last were not looked at together: all pairs have too many combinations with "
    "{target}",
    "所有欄位對與 {target} 的組合太多，有 {count} 對排名最後的未一起檢視",
)
# Of one column, and of several; without a target nothing is ranked.
IDENTIFIER_UNRANKED = (
    (
        "{name} names rows, with {distinct} values in {present} rows",
        "{name} 是列的識別碼，{present} 列裡有 {distinct} 種值",
    ),
    (
        "{names} name rows, with more than half as many values as rows",
        "{names} 是列的識別碼，值的種類超過列數的一半",
    ),
)
UNUSABLE = {
    "identifier": (
        (
            "{name} names rows, with {distinct} values in {present} rows: it is ranked last",
            "{name} 是列的識別碼，{present} 列裡有 {distinct} 種值：排在最後",
        ),
        (
            "{names} name rows, with more than half as many values as rows: they are ranked last",
            "{names} 是列的識別碼，值的種類超過列數的一半：排在最後",
        ),
    ),
    "too few rows": (
        (
            "{name} has {distinct} values, too many to trust what {present} rows say of each",
            "{name} 有 {distinct} 種值，{present} 列資料不足以判斷每一種",
        ),
        (
            "{names} have too many values to trust what so few rows say of each",
            "{names} 的值種類太多，資料列不足以判斷每一種",
        ),
    ),
    "constant": (
        ("{name} has only one value and tells nothing", "{name} 只有一個值，不透露任何資訊"),
        ("{names} have only one value each and tell nothing", "{names} 各只有一個值，不透露任何資訊"),
    ),
    "empty": (
        ("{name} has no values: all {rows} rows are missing", "{name} 沒有任何值：{rows} 列全部缺值"),
        ("{names} have no values: all of their rows are missing", "{names} 沒有任何值：每一列都缺值"),
    ),
    "skipped": (
        (
            "{name} holds lists, structs or the like, which have no levels to count: it was left out",
            "{name} 存放清單、結構之類的值，沒有可計數的類別，因此略過",
        ),
        (
            "{names} hold lists, structs or the like, which have no levels to count: they were left out",
            "{names} 存放清單、結構之類的值，沒有可計數的類別，因此略過",
        ),
    ),
}
