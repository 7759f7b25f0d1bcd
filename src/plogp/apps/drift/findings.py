"""The one function that turns the numbers of a comparison into sentences, for terminal, report and JSON alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plogp.apps.drift.result import ColumnDrift, Moved, PairDrift
from plogp.results.finding import NOTE, WARNING, Finding
from plogp.results.percentage import percents

_MOVED = (
    "{name} has moved by {js:.2g} {unit} (JS), most in {level}: from {before} to {after}",
    "{name} 移動了 {js:.2g} {unit}（JS），其中 {level} 變動最大：由 {before} 變為 {after}",
)
_MOVED_MISSING = (_MOVED[0].replace("{level}", "missing values"), _MOVED[1].replace(" {level} ", "缺值"))
_SHARES = {
    "missing": (
        "{name} is missing in {after} of the rows, in the reference in {before}",
        "{name} 缺值的列由 {before} 變為 {after}",
    ),
    "zeros": (
        "{after} of the values of {name} are zero, in the reference {before}",
        "{name} 為零的值由 {before} 變為 {after}",
    ),
}
_LESS = (
    "{names}: sure to differ, but by less than was asked for",
    "{names} 確有差異，但小於所要求的幅度",
)
_TOGETHER = (
    "{a} and {b} have moved together, though neither has alone",
    "{a} 與 {b} 各自沒有移動，合起來看卻移動了",
)
_CONCEPT = (
    "{b} given {a} is not what it was",
    "給定 {a} 時，{b} 的分布已不同於以往",
)
_CONCEPTS = (
    "{b} given {a} is not what it was, nor is it given {count} more of the columns",
    "給定 {a} 時，{b} 的分布已不同於以往；給定另外 {count} 欄時也是如此",
)
_STILL = (
    "nothing has moved more than chance would have it; four of five changes of {js:.2g} {unit} (JS) would have been "
    "found even in {name}, where they are hardest to see",
    "沒有任何欄位的移動超出巧合；即使是最不容易看清的 {name}，{js:.2g} {unit}（JS）以上的變化五次裡也會找到四次",
)
_ONE_MORE = ("one more column has moved", "另有一欄移動了")
_MANY = ("{count} more columns have moved", "另有 {count} 欄移動了")
# Of one column, and of several.
_UNFIT = {
    "identifier": (
        (
            "{name} names rows: its values differ between any two tables, and it was not compared",
            "{name} 是列的識別碼：任何兩張表的值都不同，因此沒有比較",
        ),
        (
            "{names} name rows: their values differ between any two tables, and they were not compared",
            "{names} 是列的識別碼：任何兩張表的值都不同，因此沒有比較",
        ),
    ),
    "text numbers": (
        ("{name} is text of numbers and was not compared", "{name} 是寫成文字的數字，因此沒有比較"),
        ("{names} are text of numbers and were not compared", "{names} 是寫成文字的數字，因此沒有比較"),
    ),
    "empty": (
        ("{name} has no values in one of the tables", "{name} 在其中一張表裡沒有任何值"),
        ("{names} have no values in one of the tables", "{names} 在其中一張表裡沒有任何值"),
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
_TOLD = 3


def findings(
    columns: Sequence[ColumnDrift], pairs: Sequence[PairDrift], target: Sequence[PairDrift], alarm: float
) -> tuple[Finding, ...]:
    """What stands out, the most serious first."""
    less = _less(columns, pairs, target, alarm)
    still = () if less else _still(columns, pairs, target)
    return (*_alarms(columns, alarm), *_relations(columns, pairs, target), *less, *still, *_unfit(columns))


def _alarms(columns: Sequence[ColumnDrift], alarm: float) -> Iterator[Finding]:
    moved = [column for column in columns if column.alarm]
    for column in moved[:_TOLD]:
        assert column.js is not None
        most = column.moved[0] if column.moved else Moved(None, 0.0, 0.0)
        own = column.adjusted is not None and column.adjusted <= alarm
        if own:
            before, after = percents(most.reference, most.current)
            yield Finding.said(
                WARNING, column.name, _MOVED_MISSING if most.level is None else _MOVED, name=column.name,
                js=column.js.value, unit=column.js.unit, level=most.level or "", before=before, after=after,
            )  # fmt: skip
        for what, share in (("missing", column.missing), ("zeros", column.zeros)):
            if share is not None and share.alarm and not (own and what == "missing" and most.level is None):
                before, after = percents(share.reference, share.current)
                yield Finding.said(WARNING, column.name, _SHARES[what], name=column.name, before=before, after=after)
    if len(moved) > _TOLD:
        more = len(moved) - _TOLD
        yield Finding.said(WARNING, None, _MANY if more > 1 else _ONE_MORE, count=more)


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
        yield Finding.said(NOTE, worst.name, _STILL, name=worst.name, js=smallest, unit=worst.js.unit)


def _unfit(columns: Sequence[ColumnDrift]) -> Iterator[Finding]:
    for tag, (of_one, of_several) in _UNFIT.items():
        names = [column.name for column in columns if tag in column.tags]
        if len(names) > 1:
            yield Finding.said(NOTE, None, of_several, names=names)
        elif names:
            yield Finding.said(NOTE, names[0], of_one, name=names[0])
