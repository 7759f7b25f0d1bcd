"""How wide a text is at most, in whatever font a reader has, and the text shortened or broken to fit a width."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from plogp.theory.printable import printable

# Advance widths of DejaVu Sans in thousandths of the size, from space to tilde: it is the widest of the usual fonts for
# screens, so that in any other a text takes less than is reserved.
_REGULAR = (
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636,
    636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863,
    748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635,
    615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636,
    337, 636, 838,
)  # fmt: skip
_BOLD = (
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696, 696, 696, 696,
    696, 696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995,
    837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500, 500, 675, 716, 593, 716,
    678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712,
    365, 712, 838,
)  # fmt: skip
_SIGNS = {
    **dict.fromkeys("—…½", 1040), **dict.fromkeys("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹·‖", 500),
    **dict.fromkeys("°±×−∞≤≥≈≠→←↑↓✓–√∂∑", 870),
    **dict.fromkeys("αβγδεθλμνπρσφωΓΔΣΦΩ", 880),
}  # fmt: skip
_IDEOGRAPHS = (
    (0x2E80, 0xA4CF),
    (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFF60),
    (0x20000, 0x3FFFD),
)
_OTHER = 1400  # any other character, an emoji among them: a text that has one is drawn with its length given


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """An upper bound of the width in pixels."""
    return sum(_advance(c, bold) for c in text) * size / 1000


def is_measured(text: str) -> bool:
    """Whether the width of every character is known, so that no font makes the text wider."""
    return all(" " <= c <= "~" or c in _SIGNS or _is_ideograph(c) for c in text)


def rises(text: str) -> tuple[float, float]:
    """How far a line of text reaches above and below its base line, as shares of its size."""
    return (0.95, 0.25) if all(c < "⺀" for c in text) and is_measured(text) else (1.17, 0.3)


def fitted(text: str, max_width: float, size: float, *, bold: bool = False) -> str:
    """A name as it can be shown: escapes for what no eye can see, quotes around a blank, its middle left out."""
    text = printable(text[:2000])
    if not text.strip():
        text = f"'{text}'"
    if text_width(text, size, bold=bold) <= max_width:
        return text
    few, many = 0, len(text)
    while few < many:  # the longest cut that fits
        length = (few + many + 1) // 2
        if text_width(_cut(text, length), size, bold=bold) <= max_width:
            few = length
        else:
            many = length - 1
    return _cut(text, few) if few else "…"


def wrapped(text: str, max_width: float, size: float) -> list[str]:
    """Lines no wider than that: broken between words, and between ideographs."""
    lines, line = [], ""
    for word in _words(text):
        if line and text_width((line + word).rstrip(), size) > max_width:
            lines.append(line.rstrip())
            line = ""
        line += word
    return [*lines, line.rstrip()]


def _words(text: str) -> list[str]:
    words = [""]
    for c in text:
        breaks = words[-1].endswith(" ") or (words[-1] and (_is_ideograph(words[-1][-1]) or _is_ideograph(c)))
        if breaks and c not in "，。、；：）」！？)":  # which begin no line
            words.append("")
        words[-1] += c
    return words


def _cut(text: str, length: int) -> str:
    end = length // 3
    return text[: length - end] + "…" + text[len(text) - end :]


def _is_ideograph(c: str) -> bool:
    return any(first <= ord(c) <= last for first, last in _IDEOGRAPHS)


@lru_cache(4096)
def _advance(c: str, bold: bool) -> int:
    if " " <= c <= "~":
        return (_BOLD if bold else _REGULAR)[ord(c) - 32]
    if c in _SIGNS or _is_ideograph(c):
        return _SIGNS.get(c, 1000)
    return 0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else _OTHER
