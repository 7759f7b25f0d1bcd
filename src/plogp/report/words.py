"""The words of the reports in their other language."""

# ruff: noqa: E501 (a sentence is looked up whole)

from __future__ import annotations

_ZH_TW = {
    "bit": "位元", "nat": "奈特", "hartley": "哈特利",
    "profile": "資料剖析", "comparison": "資料比較", "target": "目標", "rows": "列數", "columns": "欄數",
    "uncertainty of {target}": "{target} 的不確定性", "values of {target}": "{target} 的值",
    "tells most": "透露最多", "nothing above suspicion": "沒有可信的欄位",
    "What stands out": "值得注意", "warning": "警告", "note": "備註", "Nothing stands out.": "沒有特別值得注意的。",
    "Columns": "欄位", "Filter": "篩選", "column": "欄位", "kind": "類型", "missing": "缺值", "distinct": "相異值",
    "entropy ({unit})": "熵（{unit}）", "tells about {target} ({unit})": "透露 {target}（{unit}）",
    "share of {target}": "占 {target}", "of its maximum": "占最大值", "moved most": "變動最大",
    "Who tells about {target}?": "誰透露 {target}？", "Who repeats whom?": "誰重複了誰？",
    "Bars: mutual information, bias removed, with 95% intervals. The hatched ones tell too much to be honest.": (
        "長條為扣除偏差後的互資訊，附 95% 區間。斜線者透露得太多，可能洩漏。"
    ),
    "mutual information with {target}, in {unit}": "與 {target} 的互資訊，單位為{unit}",
    "The strongest pairs, as a share of the smaller entropy: at 100% one column decides the other.": (
        "最強的欄位對，以較小的熵為 100%：到 100% 時一欄決定另一欄。"
    ),
    "{a} tells {share} of {b}": "{a} 透露了 {b} 的 {share}", "by which values are missing": "只因哪些值缺漏",
    "No two columns share more than chance would.": "沒有兩欄共有的資訊超過巧合。",
    "Together or apart?": "合起來還是分開？",
    "Once {first} is known, {name} adds most: {share} of {target}.": "知道 {first} 之後，{name} 補充最多：占 {target} 的 {share}。",
    "{a} and {b} together tell {share} of {target} more than the sum of what each tells alone.": (
        "{a} 與 {b} 合起來，比兩者各自透露的總和多占 {target} 的 {share}。"
    ),
    "How this was computed": "如何計算",
    "Everything is computed from counts of all rows. Numbers with many values are counted in bins of equal weight, whose entropy says nothing of the column and is not shown. Missing values are a category of their own. Estimates are corrected for their bias; a negative one is noise around zero. Shares are of the entropy of {target}, less what chance would show. A column tells “no signal” above an adjusted p-value of 0.05 (Benjamini–Hochberg).": (
        "一切都由全部列的計數算出。值很多的數字切成等量區間計數，區間的熵與欄位無關，因此不顯示。缺值自成一類。估計值已扣除偏差，負值是零附近的雜訊。占比以 {target} 的熵為全部，並扣除巧合。校正後 p 值（Benjamini–Hochberg）高於 0.05 的欄位標為「無訊號」。"
    ),
    "Everything is computed from counts of all rows. Numbers with many values are counted in bins of equal weight, whose entropy says nothing of the column and is not shown. Missing values are a category of their own. Estimates are corrected for their bias.": (
        "一切都由全部列的計數算出。值很多的數字切成等量區間計數，區間的熵與欄位無關，因此不顯示。缺值自成一類。估計值已扣除偏差。"
    ),
    "Download the numbers (JSON)": "下載數據（JSON）", "written by plogp {version}": "由 plogp {version} 產生",
    "entropy {value} {unit}, {share} of the largest that so many values can have": "熵 {value} {unit}，是這麼多種值所能有的 {share}",
    "mutual information with {target}: {value} {unit}, 95% interval {low} to {high}": (
        "與 {target} 的互資訊：{value} {unit}，95% 區間 {low} 到 {high}"
    ),
    "p-value {p}, adjusted for the number of columns {adjusted}": "p 值 {p}，依欄數校正後 {adjusted}",
    "whether it is missing tells {value} {unit}": "是否缺值本身透露 {value} {unit}",
    "another way to write {of}": "是 {of} 的另一種寫法",
    "in Python": "Python 寫法",
    "possible leak": "可能洩漏", "duplicate": "重複", "no signal": "無訊號", "too few rows": "列數不足",
    "identifier": "識別碼", "text numbers": "文字寫的數字", "constant": "常數", "empty": "全缺", "skipped": "略過",
    "language": "語言", "light or dark": "亮色或暗色", "details": "細節",
    "reference": "參考", "current": "目前", "drifted": "已漂移", "yes": "是", "no": "否",
    "{count} of {all}": "{all} 欄中的 {count} 欄", "false alarms": "誤報率",
    "Has the data moved?": "資料變了嗎？",
    "Hatched with “!”: moved more than chance would have it, over all columns together. Whiskers: 95% intervals.": (
        "斜線與「!」：變動超過整張表所容許的巧合。橫線：95% 區間。"
    ),
    "Jensen–Shannon divergence, in {unit}": "JS 散度，單位為{unit}",
    "Where has it moved?": "變在哪裡？",
    "What else was compared": "另外比較的",
    "{a} with {b}": "{a} 與 {b}", "{b} given {a}": "給定 {a} 的 {b}",
    "p {p}, adjusted {adjusted}": "p {p}，校正後 {adjusted}",
    "PSI": "PSI", "p": "p", "adjusted p": "校正後 p", "JS ({unit})": "JS（{unit}）",
    "{name}: {before} → {after}": "{name}：{before} → {after}",
    "The p-value of a column is that of exchanging rows between the tables; over all tests of the comparison it is adjusted by Holm, so that any alarm is false in {alarm} of comparisons. JS and PSI have their bias removed, and may be negative where nothing has moved. PSI is in nats, as its customary thresholds are. Identifiers are left out.": (
        "欄位的 p 值來自兩表之間的列交換；整個比較的所有檢定以 Holm 法校正，因此在沒有變動時，只有 {alarm} 的比較會誤報。JS 與 PSI 已扣除偏差，沒有變動時可能為負。PSI 以奈特為單位，與慣用門檻一致。識別碼不比較。"
    ),
    "integer": "整數", "number": "數值", "string": "文字", "timestamp": "時間", "duration": "時距", "binary": "位元組",
    "bool": "布林", "date": "日期", "time": "時刻", "nested": "巢狀", "boolean": "布林",
}  # fmt: skip


def say(words: str, lang: str, **values: object) -> str:
    """Words in a language, as they are in English, with values in their places."""
    text = words if lang == "en" else _ZH_TW.get(words, words)
    return text.format(**values) if values else text
