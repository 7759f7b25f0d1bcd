"""What a profile has to say, in English and in 繁體中文, with places for the names and numbers."""

from __future__ import annotations

LEAK = (
    "{name} alone explains {share} of {target}: a possible leak, unless it is known before {target} is",
    "{name} 單獨就解釋了 {target} 的 {share}：可能是洩漏，除非它在 {target} 之前就已知道",
)
BEST = (
    "{name} tells most about {target}: {told} of {whole} {unit}, {share}",
    "{name} 透露 {target} 最多：{whole} {unit} 中的 {told}，占 {share}",
)
BEST_BESIDE_LEAKS = (
    "{name} tells most about {target} beside the possible leaks: {told} of {whole} {unit}, {share}",
    "除了可能的洩漏，{name} 透露 {target} 最多：{whole} {unit} 中的 {told}，占 {share}",
)
NOTHING_TELLS = (
    "no column that is above suspicion tells anything about {target}",
    "沒有任何不可疑的欄位透露 {target}",
)
SECOND = (
    "once {first} is known, {name} adds most: {told} {unit}, {share} of {target}",
    "知道 {first} 之後，{name} 補充最多：{told} {unit}，占 {target} 的 {share}",
)
TOGETHER = (
    "{a} and {b} together tell {told} {unit} about {target}, {more} more than both apart",
    "{a} 與 {b} 合起來透露 {target} {told} {unit}，比兩者各自相加還多 {more}",
)
GAPS = (
    "whether {name} is missing tells about {target} by itself: {told} {unit}",
    "{name} 是否缺值，本身就透露了 {target}：{told} {unit}",
)
DUPLICATE = (
    "{name} is another way to write {of}: each value stands for one",
    "{name} 只是 {of} 的另一種寫法：值與值一一對應",
)
REPEATS = (
    "{b} adds next to nothing to {a}, which tells {share} of it",
    "知道 {a} 之後，{b} 幾乎沒有新東西：前者透露了它的 {share}",
)
TARGET_MISSING = (
    "{target} is missing in {missing} of {rows} rows, which are not compared with it",
    "{rows} 列中有 {missing} 列缺少 {target}，這些列不參與比較",
)
TARGET_BINNED = (
    "{target} is taken in bins of equal weight: its entropy is that of the bins",
    "{target} 被切成等量的區間：它的熵是區間的熵",
)
SILENT = ("{names} tells no more about {target} than chance would", "{listed} 透露的 {target} 不比偶然多")
SILENT_MANY = ("{names} tell no more about {target} than chance would", "{listed} 透露的 {target} 不比偶然多")
SILENT_AND_MORE = (
    "{names} and {more} more tell no more about {target} than chance would",
    "{listed} 與另外 {more} 欄透露的 {target} 不比偶然多",
)
UNCOMPARED = (
    "{a} with {b} have too many combinations of values and were not compared",
    "{a} 與 {b} 的組合太多，沒有比較",
)
UNCOMPARED_MANY = (
    "{a} with {b} and {more} more pairs have too many combinations of values and were not compared",
    "{a} 與 {b} 以及另外 {more} 對欄位的組合太多，沒有比較",
)
APART = (
    "one pair of columns has too many combinations of values with {target} to see what it tells together",
    "有一對欄位與 {target} 的組合太多，沒有看它們合起來透露什麼",
)
APART_MANY = (
    "{count} pairs of columns have too many combinations of values with {target} to see what they tell together",
    "有 {count} 對欄位與 {target} 的組合太多，沒有看它們合起來透露什麼",
)
UNUSABLE = {
    "identifier": (
        "{name} names rows, with {distinct} values in {present} rows: it is ranked last",
        "{name} 是列的識別碼，{present} 列裡有 {distinct} 種值：排在最後",
    ),
    "too few rows": (
        "{name} has {distinct} values, too many to trust what {present} rows say of each",
        "{name} 有 {distinct} 種值，{present} 列不足以相信每一種的說法",
    ),
    "constant": ("{name} has one value only and tells nothing", "{name} 只有一個值，什麼也沒透露"),
    "empty": ("{name} has no values: all {rows} rows are missing", "{name} 沒有任何值：{rows} 列全缺"),
    "skipped": (
        "{name} holds lists, structs or the like, which have no levels to count: it was left out",
        "{name} 存放清單、結構之類的值，沒有可計數的類別，因此略過",
    ),
}
