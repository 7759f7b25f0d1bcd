"""The words of the command line in its other language."""

from __future__ import annotations

_ZH_TW = {
    "column": "欄位",
    "kind": "類型",
    "missing": "缺值",
    "miss": "缺值",
    "distinct": "相異值",
    "values": "相異值",
    "of max": "占最大",
    "max": "占最大",
    "entropy {unit}": "熵 {unit}",
    "H {unit}": "H {unit}",
    "tells {unit}": "透露 {unit}",
    "of {target}": "占 {target}",
    "share": "占比",
    " · {rows:,} rows, {columns} columns": " · {rows:,} 列，{columns} 欄",
    " · {rows:,} rows, {columns} column": " · {rows:,} 列，{columns} 欄",
    " is the target, with {entropy} to be learnt; share: of it, less chance": (
        " 是目標，熵為 {entropy}；占比是扣除巧合後占它的部分"
    ),
    " by gaps": "（缺值所致）",
    "What repeats what": "誰重複了誰",
    "tells": "透露了",
    "of {name}": "{name} 的",
    "What stands out": "值得注意",
    "and {count} more, with --json": "還有 {count} 項，用 --json 看全部",
    "The full profile is in {path}": "完整結果在 {path}",
    "The full comparison is in {path}": "完整結果在 {path}",
    "possible leak": "可能洩漏",
    "duplicate": "重複",
    "no signal": "無訊號",
    "too few rows": "列數不足",
    "identifier": "識別碼",
    "text numbers": "文字寫的數字",
    "constant": "常數",
    "empty": "全缺",
    "skipped": "略過",
    "target": "目標",
    "Nothing has drifted": "沒有漂移",
    "Drifted: {count} of {all}": "已漂移：{all} 項中有 {count} 項",
    "; a false alarm in {alarm} of comparisons": "；誤報率 {alarm}",
    "JS {unit}": "JS {unit}",
    "p": "p",
    "moved most": "變動最大",
    "missing values": "缺值",
    "{a} with {b}": "{a} 與 {b}",
    "{b} given {a}": "給定 {a} 的 {b}",
    "int": "整數",
    "num": "數值",
    "text": "文字",
    "time": "時間",
    "span": "時距",
    "bytes": "位元組",
    "bool": "布林",
    "date": "日期",
    "nested": "巢狀",
}


def word(words: str, language: str) -> str:
    """Words of the command line in a language, as they are in English."""
    return words if language == "en" else _ZH_TW[words]
