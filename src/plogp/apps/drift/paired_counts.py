"""Both tables counted alike: over the same levels, in the same bins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from plogp.engines.counting.count import count
from plogp.engines.counting.quantile_edges import BINS
from plogp.engines.counting.survey import survey
from plogp.engines.sources.column_selection import Patterns, chosen
from plogp.engines.sources.concatenated import Concatenated
from plogp.engines.sources.source import Source, column_names, narrowed, no_rows, remarks
from plogp.engines.sources.text.leading_zeros import share_codes
from plogp.engines.tallies import label_of, opened, plan_like
from plogp.engines.tally.cells import NAN_CODE, Cells, IntArray
from plogp.engines.tally.column_types import NUMBERS, Kind, kind_of
from plogp.engines.tally.plan import Missing, Plan, one_policy
from plogp.engines.tally.reading_remarks import holds_numbers, text_remarks
from plogp.engines.tally.tally import Tally, aligned
from plogp.engines.tally.zero_bins import with_zero_bins, without_zero_bins, zeros
from plogp.estimators.testing.two_sample_test import TwoSamples
from plogp.theory.errors import EmptyData, InvalidParameter, SchemaMismatch, TooManyRows
from plogp.theory.progress import Progress

Key = tuple[str, ...]
_MOST_ROWS = 1 << 62  # of both tables: statistics add up twice as many
Having = tuple[tuple[int, int], tuple[int, int]]  # of each table, how many rows have something, of how many
_ALIKE = (
    {Kind.INTEGER, Kind.NUMBER},
    {Kind.STRING, Kind.DATE},  # text that writes times is read when it is counted
    {Kind.STRING, Kind.TIMESTAMP},
    {Kind.STRING, Kind.TIME},
)


class PairedCounts:
    """The counts of a reference and of a current table.

    Of two tables the bins are cut in both together, so that an exchange of rows leaves them where they are. A tally has
    its bins already, in which its partner is counted.
    """

    def __init__(
        self, reference: Any, current: Any, columns: Patterns, exclude: Patterns, pairs: Sequence[Key],
        target: str | None, bins: int | None, missing: Missing | None, progress: Progress,
    ) -> None:  # fmt: skip
        held = opened(reference), opened(current)
        always = list(
            dict.fromkeys([*([] if target is None else [target]), *(name for pair in pairs for name in pair)])
        )
        known = list(dict.fromkeys(name for side in held for name in _names(side)))
        names = chosen(known, "neither table", columns, exclude, always)
        held = _narrowed(held[0], names), _narrowed(held[1], names)
        tallies = [side for side in held if isinstance(side, Tally)]
        if tallies and bins is not None:
            raise InvalidParameter(f"{bins} bins cannot be had beside a tally, which has its own: leave them out")
        sources = [side for side in held if not isinstance(side, Tally)]
        self.cut = next((i for i, side in enumerate(held, 1) if isinstance(side, Tally)), 0)  # where bins were cut
        share_codes(sources, [axis.name for side in tallies for axis in side.axes.values() if axis.kind is Kind.STRING])
        self.labels = label_of(reference, held[0]), label_of(current, held[1])
        names, self.skipped = _shared(held, names)
        policies = [*(side.missing for side in tallies), *([] if missing is None else [missing])]
        policy = one_policy(policies or [Missing.CATEGORY])
        plan = (
            tallies[0].only(names).plan
            if tallies
            else survey(
                Concatenated(sources, names, alike=_ALIKE), names, bins=bins or BINS, missing=policy, progress=progress
            )
        )
        self.distinct = {column.name: column.distinct for column in plan.columns}
        self.concepts = [] if target is None else [(name, target) for name in plan.names if name != target]
        tables = list(dict.fromkeys([*pairs, *self.concepts]))
        counted = aligned(
            [_counted(side, plan if tallies else with_zero_bins(plan), tables, progress) for side in held]
        )
        binned = [c.name for c in plan.columns if c.edges is not None and c.kind in NUMBERS and not tallies]
        self._zeros = {name: [zeros(tally, name) for tally in counted] for name in binned}
        self.reference, self.current = counted if tallies else [without_zero_bins(tally, plan) for tally in counted]
        rows = self.reference.rows + self.current.rows
        if rows >= _MOST_ROWS:
            raise TooManyRows(f"{rows:,} rows are more than tests of 64-bit counts hold: compare fewer tallies")
        self.axes = self.reference.axes
        read = [remark for side in sources for remark in remarks(side)]
        said = [remark for side in (self.reference, self.current) for remark in text_remarks(side)]
        self.remarks = tuple({remark.text: remark for remark in (*read, *said)}.values())

    def holds_numbers(self, name: str) -> bool:
        """Whether a column of text holds numbers in both tables."""
        return holds_numbers(self.reference, name) and holds_numbers(self.current, name)

    def samples(self, name: str) -> TwoSamples:
        """One column, missing values as its last levels, NaN and null, which have no place in the order."""
        axis = self.axes[name]
        before, now = (_counts(tally.kept((name,)), axis.size + 2) for tally in (self.reference, self.current))
        ordered = axis.size if axis.edges is not None or axis.kind.ordered else 0
        return TwoSamples(before, now, ordered, cut=self.cut if axis.edges is not None else 0)

    def missing(self, name: str, samples: TwoSamples) -> Having | None:
        """How many rows lack a value, beside columns that are more than that."""
        size = self.axes[name].size
        found = [(int(n[size:].sum()), int(n.sum())) for n in (samples.reference, samples.current)]
        return _varying(found) if (samples.both[:size] > 0).sum() > 1 else None

    def zeros(self, name: str, samples: TwoSamples) -> Having | None:
        """How many of the values are zero, where they are numbers, of more than two values; not beside a tally whose
        bins do not tell."""
        axis = self.axes[name]
        if axis.kind not in NUMBERS or (samples.both[: axis.size] > 0).sum() < 3:
            return None
        values = [n[: axis.size] for n in (samples.reference, samples.current)]
        if axis.levels is None:
            having = self._zeros.get(name, [0, 0])
        else:
            at = np.flatnonzero([value == 0 for value in axis.levels.to_pylist()])
            having = [int(n[at].sum()) for n in values]
        return _varying([(n, int(whole.sum())) for n, whole in zip(having, values, strict=True)])

    def joint(self, a: str, b: str, *, given: bool = False) -> TwoSamples:
        """Two columns together; or, given the first, the second within each of its levels."""
        width = self.axes[b].size + 2
        places, numbers = [], []
        for tally in (self.reference, self.current):
            cells = tally.kept((a, b))
            places.append((cells.codes - NAN_CODE) @ np.array([width, 1]))
            numbers.append(cells.n)
        index = np.unique(np.concatenate(places))
        counts = [np.zeros(len(index), np.int64) for _ in places]
        for count_, place, n in zip(counts, places, numbers, strict=True):
            count_[np.searchsorted(index, place)] = n
        groups = np.flatnonzero(np.diff(index // width, prepend=-1)).tolist() if given else [0]
        return TwoSamples(counts[0], counts[1], groups=tuple(groups))


def _varying(found: Sequence[tuple[int, int]]) -> Having | None:
    """None where no row has what is counted, or each."""
    having, total = (sum(part) for part in zip(*found, strict=True))
    return (found[0], found[1]) if 0 < having < total and all(rows for _, rows in found) else None


def _shared(held: tuple[Source | Tally, Source | Tally], names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The columns to compare, and those of lists; columns that only one has or that hold something else are named."""
    kinds = [_kinds(side) for side in held]
    faults, nested = [], []
    for name in names:
        a, b = kinds[0].get(name), kinds[1].get(name)
        if Kind.NESTED in (a, b) and {a, b} <= {Kind.NESTED, Kind.EMPTY, None}:  # None: a tally does not keep them
            nested.append(name)
        elif a is None or b is None:
            faults.append(f"column {name!r} is only in the {'current' if a is None else 'reference'} table")
        elif a is not b and Kind.EMPTY not in (a, b) and {a, b} not in _ALIKE:
            faults.append(
                f"column {name!r} holds {a} in the reference and {b} in the current table{_hint(held, (a, b))}"
            )
    if faults:
        raise SchemaMismatch(f"{'; '.join(faults)}: exclude what differs to compare the rest")
    return [name for name in names if name not in nested], nested


def _hint(held: Sequence[Source | Tally], kinds: Sequence[Kind]) -> str:
    """How to correct a column of numbers that is text in the other table, if that is read from text."""
    read = any(kind is Kind.STRING and hasattr(side, "keep_as_text") for side, kind in zip(held, kinds, strict=True))
    return " (what stands for a missing value: --missing-values)" if read and NUMBERS & {*kinds} else ""


def _names(side: Source | Tally) -> Sequence[str]:
    return list(side.axes) if isinstance(side, Tally) else column_names(side)


def _narrowed(side: Source | Tally, names: Sequence[str]) -> Source | Tally:
    return side if isinstance(side, Tally) else narrowed(side, names)


def _kinds(side: Source | Tally) -> dict[str, Kind]:
    if isinstance(side, Tally):
        return {name: axis.kind for name, axis in side.axes.items()}
    return {field.name: kind_of(field.type) for field in side.schema()}


def _counted(side: Source | Tally, plan: Plan, tables: Sequence[Key], progress: Progress) -> Tally:
    if isinstance(side, Tally):
        if not side.rows:
            raise EmptyData("the tally has no rows: it is the plan of a table, by which rows are counted")
        return side.part(plan.names, tables)
    tally = count(side, plan_like(plan, side), tables, progress=progress)
    if not tally.rows:
        raise no_rows(side)
    return tally


def _counts(cells: Cells, size: int) -> IntArray:
    """With places for NaN and null at the end, whether there are any or not."""
    counts = np.zeros(size, np.int64)
    counts[cells.codes[:, 0]] = cells.n
    return counts
