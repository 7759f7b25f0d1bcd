"""What the counts of a table say of how it was read: text that is nearly numbers, and numbers that are infinite."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from plogp.engines.tally.column_types import Kind
from plogp.engines.tally.infinite_bins import HIGHEST, LOWEST
from plogp.engines.tally.tally import Tally
from plogp.results.finding import NOTE, WARNING, Finding
from plogp.results.percentage import percent
from plogp.translations.message import Message

# Of the values, from which a column of text is taken for one of numbers that could not be read.
MOSTLY = 0.9
_MANY = 16  # values that all are numbers: fewer may well be names of classes
_NAMED = 3
_NUMBER = r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$"
_COMMA = r"^\s*[+-]?\d+,\d+\s*$"
_THOUSANDS = r"^\s*[+-]?\d{1,3}(,\d{3})+(\.\d+)?\s*$"
_WITH_SIGNS = r"^\s*[+-]?[$€£¥]?\s*[+-]?(\d+|\d{1,3}(,\d{3})+)([.,]\d+)?\s*[%€$£¥]?\s*$"
_CODE = r"^\s*[+-]?0\d"
_MISSING = r"(?i)^\s*(\?+|-+|\.+|\\N|#?n/?a|nan|null|\(null\)|<na>)\s*$"

_SPOILT = Message(
    "{name} is text: {numbers} of {present} values are numbers; what is not: {others}. If this is a missing value: "
    "{remedy}"
)
_SPOILT_MANY = Message(
    "{names} are text, though their other values are numbers, because of {others}. If this is a missing value: {remedy}"
)
_MARK = Message("{mark} is a value of {name}, in {rows} of {present} rows. If it stands for a missing value: {remedy}")
_MARK_MANY = Message("{mark} is a value of {names}. If it stands for a missing value: {remedy}")
_SIGNS = Message(
    "{name} is text: its values are numbers with signs, such as {others}. Written as plain numbers they would be read "
    "as such"
)
_COMMAS = Message(
    "{name} is text: its values are numbers with commas, such as {others}. If these are decimal marks: --decimal ,"
)
_ALL = Message("{name} is text, though all of its values are numbers: stored as numbers they would be taken for such")
_INFINITE = Message("{name} is infinite in {infinite} of {rows} rows, {share}: each infinity is a value of its own")
_SAID = {"signs": (WARNING, _SIGNS), "commas": (WARNING, _COMMAS), "all": (NOTE, _ALL)}


def remarks_of(tally: Tally) -> tuple[Finding, ...]:
    """What stands out in how the columns were read."""
    infinite = (finding for name in tally.axes for finding in _infinities(tally, name))
    return (*text_remarks(tally), *_marks(tally), *infinite)


def text_remarks(tally: Tally) -> Iterator[Finding]:
    """What stands out in columns of text that hold numbers, which were not read as such."""
    spoilt: dict[tuple[str, ...], list[_Text]] = {}
    for text in filter(None, (_text(tally, name) for name in tally.axes)):
        if text.form == "spoilt":
            spoilt.setdefault(text.others, []).append(text)
        elif text.form != "names":
            severity, sentences = _SAID[text.form]
            yield Finding.said(severity, text.name, sentences, name=text.name, others=_listed(text.others))
    for others, texts in spoilt.items():
        names, alone = [text.name for text in texts], len(texts) == 1
        yield Finding.said(
            WARNING, names[0] if alone else None, _SPOILT if alone else _SPOILT_MANY, name=names[0], names=names,
            numbers=f"{texts[0].numbers:,}", present=f"{texts[0].present:,}", others=_listed(others),
            remedy=_option(others[:_NAMED]),
        )  # fmt: skip


def _marks(tally: Tally) -> Iterator[Finding]:
    """Values of text that often stand for a missing value."""
    marked: dict[str, list[tuple[_Text, int]]] = {}
    for text in filter(None, (_text(tally, name) for name in tally.axes)):
        for mark, rows in text.marks if text.form != "spoilt" else ():
            marked.setdefault(mark, []).append((text, rows))
    for mark, found in marked.items():
        names, alone, (text, rows) = [text.name for text, _ in found], len(found) == 1, found[0]
        yield Finding.said(
            NOTE, names[0] if alone else None, _MARK if alone else _MARK_MANY, name=names[0], names=names,
            mark=repr(mark), rows=f"{rows:,}", present=f"{text.present:,}", remedy=_option((mark,)),
        )  # fmt: skip


def holds_numbers(tally: Tally, name: str) -> bool:
    """Whether a column of text holds numbers, or hardly anything else, which names no rows."""
    text = _text(tally, name)
    return text is not None and text.form != "names"


@dataclass(frozen=True)
class _Text:
    """What a column of text holds: only numbers ("all"), numbers spoilt by a few values, numbers with "signs" or
    "commas", or "names"."""

    name: str
    form: str
    present: int
    numbers: int
    others: tuple[str, ...]  # the values that are no numbers, the most frequent first
    marks: tuple[tuple[str, int], ...]  # those that often stand for a missing value, with their rows


def _text(tally: Tally, name: str) -> _Text | None:
    levels, n = tally.axes[name].levels, tally.rows_of(name)
    if tally.axes[name].kind is not Kind.STRING or levels is None or not n.any():
        return None
    number, signs, mark = (_matches(levels, form) for form in (_NUMBER, _WITH_SIGNS, _MISSING))
    written, present, numbers = number | signs, int(n.sum()), int(n[number].sum())
    code = bool(_matches(levels, _CODE).any())
    form = "names"
    if not code and numbers == present:
        form = "all" if len(levels) > _MANY else "names"
    elif (
        not code and not written.all() and (numbers >= MOSTLY * present or ((number | mark).all() and number.sum() > 1))
    ):
        form = "spoilt"
    elif not code and n[written].any() and n[written].sum() >= MOSTLY * n[written | ~mark].sum():
        commas = _matches(levels, _COMMA) & ~_matches(levels, _THOUSANDS)
        form = "commas" if n[commas].any() else "signs"
    others = np.flatnonzero(~number if form == "spoilt" else ~number & ~mark)
    others = others[np.argsort(-n[others], kind="stable")]
    named = levels.take(pa.array(others[: _NAMED + 1])).to_pylist()
    marks = [(levels[int(at)].as_py(), int(n[at])) for at in np.flatnonzero(mark & (n > 0))]
    return _Text(name, form, present, numbers, tuple(named), tuple(marks))


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join([*map(repr, values[:_NAMED]), *["…"] * (len(values) > _NAMED)])


def _option(values: tuple[str, ...]) -> str:
    return " ".join(f"--missing-values {value!r}" for value in values)


def _infinities(tally: Tally, name: str) -> Iterator[Finding]:
    axis, n = tally.axes[name], tally.rows_of(name)
    if axis.edges is not None:
        infinite = int(n[0]) * (axis.edges[:1] == (LOWEST,)) + int(n[-1]) * (axis.edges[-1:] == (HIGHEST,))
    elif axis.levels is not None and pa.types.is_floating(axis.levels.type):
        infinite = int(n[np.isinf(axis.levels.to_numpy())].sum())
    else:
        return
    if infinite:
        share = percent(infinite / tally.rows)
        yield Finding.said(
            WARNING, name, _INFINITE, name=name, infinite=f"{infinite:,}", rows=f"{tally.rows:,}", share=share
        )


def _matches(levels: pa.Array, form: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.asarray(pc.match_substring_regex(levels, form))
