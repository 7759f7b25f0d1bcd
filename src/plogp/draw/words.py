"""The words of the pictures in their other language."""

from __future__ import annotations

LANGUAGES = ("en", "zh-TW")
_ZH_TW = {
    "bit": "位元",
    "nat": "奈特",
    "hartley": "哈特利",
    "{count} others together": "其餘 {count} 項合計",
    "Probabilities of {labels}": "{labels} 的機率",
    "costs": "多付",
    "saves": "省下",
    "paid either way": "兩種編碼都要付",
    "overspent": "多花",
    "saved": "省下",
    "width: how often it happens, p(x); height: what its code takes, −log p(x), in {unit}": (
        "寬：發生的機率 p(x)；高：它的碼長 −log p(x)，單位為{unit}"
    ),
    "width: how often it happens, p(x); height: what Q spends on it, −log q(x), in {unit}": (
        "寬：發生的機率 p(x)；高：Q 花在它身上的 −log q(x)，單位為{unit}"
    ),
    "Entropy as an area": "熵是一塊面積",
    "Cross-entropy as an area": "交叉熵是一塊面積",
    "entropy H(P)": "熵 H(P)",
    "cross-entropy H(P,Q)": "交叉熵 H(P,Q)",
    "Cross-entropy is entropy plus divergence": "交叉熵＝熵＋KL 散度",
    "root": "樹根",
    "{count} more": "另外 {count} 個",
    "A code of {count} words": "{count} 個碼字的編碼",
    "A joint distribution as areas": "聯合分布的面積圖",
    "What {x} and {y} share": "{x} 與 {y} 共有的資訊",
    "p·log(p/q): above zero it costs, below it saves": "p·log(p/q)：高於零是多付，低於零是省下",
    "Two densities and their divergence": "兩個密度與它們的散度",
    "push on each logit, −∂L/∂z": "對每個 logit 的推力 −∂L/∂z",
    "Softmax and its gradient": "Softmax 與它的梯度",
    "never more than {most}": "上限 {most}",
    "distance between the two": "兩者的距離",
    ", slope {slope}": "，斜率 {slope}",
    "JS saturates, KL does not": "JS 會飽和，KL 不會",
    "mean {mean}": "平均 {mean}",
    "truth {value}": "真值 {value}",
    "▲ mean; dashed: truth; in {unit}": "▲ 平均；虛線：真值；單位為{unit}",
    "Estimates of many small samples": "許多小樣本的估計",
    "what noise would show": "純雜訊會有的值",
    "square-root scale": "平方根尺度",
    "; {count} more columns are not shown": "；另有 {count} 欄未列出",
    "Columns in order": "欄位排名",
    "What {count} columns share": "{count} 欄之間共有的資訊",
    "reference": "參考",
    "current": "目前",
    "Shares in two tables": "兩張表中的占比",
    "observed": "實際",
    "if calibrated, 95 in 100 lie here": "若已校準，95% 會落在這裡",
    "confidence": "預測的機率",
    "how often it came true": "實際發生的比例",
    "predictions in each bin, at most {most}": "每個區間的預測數，最多 {most}",
    "Reliability": "可靠度圖",
    "member {i}": "成員 {i}",
    "mean": "平均",
    "and {count} more members": "另有 {count} 個成員",
    "total": "總不確定",
    "aleatoric": "偶然",
    "epistemic": "認知",
    "total doubt H": "總不確定 H",
    "chance (aleatoric)": "偶然（資料本身）",
    "disagreement (epistemic)": "意見分歧（認知）",
    "The doubt of an ensemble": "集成模型的不確定",
    "loss ({unit})": "損失（{unit}）",
    "step": "步",
    "best {step}": "最佳 {step}",
    "entropy {value}": "熵 {value}",
    "Losses by step": "各步的損失",
    "Layers in the information plane": "資訊平面上的各層",
    "gain of every cut ({unit})": "每個切點的資訊增益（{unit}）",
    "cut at {cut}: gain {gain}; best {best}": "切在 {cut}：增益 {gain}；最佳 {best}",
    "A cut and what it gains": "一刀與它的增益",
    "{count} cases": "{count} 筆",
    "{count} case": "{count} 筆",
    "all": "全部",
    "A decision tree of {count} leaves": "{count} 片葉子的決策樹",
    "{label}, term by term": "{label} 的逐項組成",
}


def say(words: str, lang: str, **values: object) -> str:
    """Words in a language, as they are in English, with values in their places; unknown units stand as they are."""
    text = words if lang == "en" else _ZH_TW.get(words, words)
    return text.format(**values) if values else text
