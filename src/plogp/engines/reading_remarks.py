"""What the counts of a table say of how it was read: text that is nearly numbers, and numbers that are infinite."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from plogp.engines.cells import IntArray
from plogp.engines.edges import HIGHEST, LOWEST
from plogp.engines.kinds import Kind
from plogp.engines.tally import Tally
from plogp.theory.finding import NOTE, WARNING, Finding
from plogp.theory.percentage import percent

# Of the values, from which a column of text is taken for one of numbers that could not be read.
MOSTLY = 0.9
_MANY = 16  # values that all are numbers: fewer may well be names of classes
_NAMED = 3
_NUMBER = r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$"
_COMMA = r"^\s*[+-]?\d+,\d+\s*$"
_THOUSANDS = r"^\s*[+-]?\d{1,3}(,\d{3})+(\.\d+)?\s*$"
_WITH_SIGNS = r"^\s*[+-]?[$€£¥]?\s*[+-]?(\d+|\d{1,3}(,\d{3})+)([.,]\d+)?\s*[%€$£¥]?\s*$"
_CODE = r"^\s*[+-]?0\d"

_NOT_ALL = (
    "{name} is text: {numbers} of {present} values are numbers; what is not: {others}. If this is a missing value: "
    "{mend}",
    "{name} 視為文字：{present} 個值中有 {numbers} 個是數字，其餘為 {others}。若這代表缺值，請用 {mend}",
)
_SIGNS = (
    "{name} is text: its values are numbers with signs, such as {others}. Written as plain numbers they would be read "
    "as such",
    "{name} 視為文字：它的值是帶符號的數字，例如 {others}。寫成純數字才會當作數值",
)
_COMMAS = (
    "{name} is text: its values are numbers with commas, such as {others}. If these are decimal marks: --decimal ,",
    "{name} 視為文字：它的值是帶逗號的數字，例如 {others}。若逗號是小數點，請用 --decimal ,",
)
_ALL = (
    "{name} is text, though all of its values are numbers: stored as numbers they would be taken for such",
    "{name} 視為文字，但它的值全是數字：存成數值型別才會當作數值",
)
_INFINITE = (
    "{name} is infinite in {infinite} of {rows} rows, {share}: each infinity is a value of its own",
    "{name} 在 {rows} 列中有 {infinite} 列是無限大，占 {share}：正負無限大各自算一個值",
)


def remarks_of(tally: Tally) -> tuple[Finding, ...]:
    """What stands out in how the columns were read."""
    return tuple(finding for name in tally.axes for finding in (*_text(tally, name), *_infinities(tally, name)))


def holds_numbers(tally: Tally, name: str) -> bool:
    """Whether a column of text holds numbers, or hardly anything else, which names no rows."""
    return any(True for _ in _text(tally, name))


def _text(tally: Tally, name: str) -> Iterator[Finding]:
    levels, n = tally.axes[name].levels, _rows(tally, name)
    if tally.axes[name].kind is not Kind.STRING or levels is None or not n.any():
        return
    number, signs = (_matches(levels, form) for form in (_NUMBER, _WITH_SIGNS))
    present, numbers = int(n.sum()), int(n[number].sum())
    if _matches(levels, _CODE).any() or n[number | signs].sum() < MOSTLY * present:
        return
    others = np.flatnonzero(~number)
    others = others[np.argsort(-n[others], kind="stable")]
    examples = [repr(value) for value in levels.take(pa.array(others[:_NAMED])).to_pylist()]
    said = {"name": name, "others": f"{', '.join(examples)}{', …' if len(others) > _NAMED else ''}"}
    if numbers < MOSTLY * present:
        commas = _matches(levels, _COMMA) & ~_matches(levels, _THOUSANDS)
        yield Finding.said(WARNING, name, _COMMAS if n[commas].any() else _SIGNS, **said)
    elif numbers < present:
        mend = " ".join(f"--missing-values {example}" for example in examples)
        yield Finding.said(WARNING, name, _NOT_ALL, numbers=f"{numbers:,}", present=f"{present:,}", mend=mend, **said)
    elif len(levels) > _MANY:
        yield Finding.said(NOTE, name, _ALL, name=name)


def _infinities(tally: Tally, name: str) -> Iterator[Finding]:
    axis, n = tally.axes[name], _rows(tally, name)
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


def _rows(tally: Tally, name: str) -> IntArray:
    """How many rows each level or bin has."""
    cells = tally.cells[(name,)]
    n = np.zeros(tally.axes[name].size, np.int64)
    there = cells.codes[:, 0] >= 0
    n[cells.codes[there, 0]] = cells.n[there]
    return n


def _matches(levels: pa.Array, form: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.asarray(pc.match_substring_regex(levels, form))
