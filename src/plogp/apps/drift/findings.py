"""The one function that turns the numbers of a comparison into sentences, for terminal, report and JSON alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plogp.apps.drift.result import ColumnDrift, Moved, PairDrift
from plogp.results.finding import NOTE, WARNING, Finding, unit_word
from plogp.results.percentage import percents
from plogp.translations.message import Message

_MOVED = Message("{name} has moved by {js:.2g} {unit} (JS), most in {level}: from {before} to {after}")
_MOVED_MISSING = Message("{name} has moved by {js:.2g} {unit} (JS), most in missing values: from {before} to {after}")
_SHARES = {
    "missing": Message("{name} is missing in {after} of the rows, in the reference in {before}"),
    "zeros": Message("{after} of the values of {name} are zero, in the reference {before}"),
}
_LESS = Message("{names}: sure to differ, but by less than was asked for")
_TOGETHER = Message("{a} and {b} have moved together, though neither has alone")
_CONCEPT = Message("{b} given {a} is not what it was")
_CONCEPTS = Message("{b} given {a} is not what it was, nor is it given {count} more of the columns")
_STILL = Message(
    "nothing has moved more than chance would have it; four of five changes of {js:.2g} {unit} (JS) would have been "
    "found even in {name}, where they are hardest to see"
)
_MORE = Message("one more column has moved", "{count} more columns have moved")
# Of one column, and of several.
_UNFIT = {
    "identifier": (
        Message("{name} names rows: its values differ between any two tables, and it was not compared"),
        Message("{names} name rows: their values differ between any two tables, and they were not compared"),
    ),
    "text numbers": (
        Message("{name} is text of numbers and was not compared"),
        Message("{names} are text of numbers and were not compared"),
    ),
    "empty": (
        Message("{name} has no values in one of the tables"),
        Message("{names} have no values in one of the tables"),
    ),
    "skipped": (
        Message("{name} holds lists, structs or the like, which have no levels to count: it was left out"),
        Message("{names} hold lists, structs or the like, which have no levels to count: they were left out"),
    ),
}
_NAMED = 3


def findings(
    columns: Sequence[ColumnDrift], pairs: Sequence[PairDrift], target: Sequence[PairDrift], alarm: float
) -> tuple[Finding, ...]:
    """What stands out, the most serious first."""
    less = _less(columns, pairs, target, alarm)
    still = () if less else _still(columns, pairs, target)
    return (*_alarms(columns, alarm), *_relations(columns, pairs, target), *less, *still, *_unfit(columns))


def _alarms(columns: Sequence[ColumnDrift], alarm: float) -> Iterator[Finding]:
    moved = [column for column in columns if column.alarm]
    for column in moved[:_NAMED]:
        assert column.js is not None
        most = column.moved[0] if column.moved else Moved(None, 0.0, 0.0)
        own = column.adjusted is not None and column.adjusted <= alarm
        if own:
            before, after = percents(most.reference, most.current)
            yield Finding.said(
                WARNING, column.name, _MOVED_MISSING if most.level is None else _MOVED, name=column.name,
                js=column.js.value, unit=unit_word(column.js.unit), level=most.level or "", before=before, after=after,
            )  # fmt: skip
        for what, share in (("missing", column.missing), ("zeros", column.zeros)):
            if share is not None and share.alarm and not (own and what == "missing" and most.level is None):
                before, after = percents(share.reference, share.current)
                yield Finding.said(WARNING, column.name, _SHARES[what], name=column.name, before=before, after=after)
    if len(moved) > _NAMED:
        yield Finding.said(WARNING, None, _MORE, count=len(moved) - _NAMED)


def _less(
    columns: Sequence[ColumnDrift], pairs: Sequence[PairDrift], target: Sequence[PairDrift], alarm: float
) -> tuple[Finding, ...]:
    """What differs more than chance would have it and yet does not alarm."""
    names = [
        column.name
        for column in columns
        if not column.alarm
        and any(
            c is not None and c.adjusted is not None and c.adjusted <= alarm
            for c in (column, column.missing, column.zeros)
        )
    ]
    names += [f"{pair.a}, {pair.b}" for pair in (*pairs, *target) if pair.adjusted <= alarm and not pair.alarm]
    return (Finding.said(NOTE, None, _LESS, names=names),) if names else ()


def _relations(
    columns: Sequence[ColumnDrift], pairs: Sequence[PairDrift], target: Sequence[PairDrift]
) -> Iterator[Finding]:
    alone = {column.name for column in columns if column.alarm}
    changed = [pair for pair in target if pair.alarm]
    if changed:
        sentences = _CONCEPT if len(changed) == 1 else _CONCEPTS
        yield Finding.said(WARNING, changed[0].a, sentences, a=changed[0].a, b=changed[0].b, count=len(changed) - 1)
    for pair in pairs:
        if pair.alarm and not alone & {pair.a, pair.b}:
            yield Finding.said(WARNING, pair.a, _TOGETHER, a=pair.a, b=pair.b)


def _still(
    columns: Sequence[ColumnDrift], pairs: Sequence[PairDrift], target: Sequence[PairDrift]
) -> Iterator[Finding]:
    seen = [(column.smallest, column) for column in columns if column.smallest is not None and column.js is not None]
    alarms = [column.alarm for column in columns] + [pair.alarm for pair in (*pairs, *target)]
    if seen and not any(alarms):
        smallest, worst = max(seen, key=lambda pair: pair[0])
        assert worst.js is not None
        yield Finding.said(NOTE, worst.name, _STILL, name=worst.name, js=smallest, unit=unit_word(worst.js.unit))


def _unfit(columns: Sequence[ColumnDrift]) -> Iterator[Finding]:
    for tag, (of_one, of_several) in _UNFIT.items():
        names = [column.name for column in columns if tag in column.tags]
        if len(names) > 1:
            yield Finding.said(NOTE, None, of_several, names=names)
        elif names:
            yield Finding.said(NOTE, names[0], of_one, name=names[0])
