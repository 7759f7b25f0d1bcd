"""The counts of one table, and the questions that a profile puts to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations
from math import log
from typing import Any

import plogp
from plogp.apps._columns import names_rows
from plogp.apps.profile.result import ColumnProfile, PairProfile, SecondColumn, Together
from plogp.apps.profile.screening import MOST_COMPARED, SURE
from plogp.apps.profile.shape import shape
from plogp.apps.profile.synergy import pairs_together, second_column
from plogp.apps.profile.target_information import share_of, telling, telling_of_gaps
from plogp.engines.counting.table_limits import too_large
from plogp.engines.tally.plan import Missing
from plogp.engines.tally.reading_remarks import holds_numbers
from plogp.estimators.discrete.miller_madow import MillerMadow
from plogp.results.estimate import Estimate
from plogp.theory.counts.fingerprint import Fingerprint
from plogp.theory.errors import UnusableColumn
from plogp.typing import Integers

# Rows per value below which a value's rows say too little about it (Cochran 1954, doi:10.2307/3001616).
ROWS_PER_VALUE = 5
# What has nearly as many values as rows, of which a count says nothing.
ROWS_NAMED = {"identifier", "text numbers"}
PAIRS_TOLD = 10
PAIRS_JUDGED = 30  # of the pairs that seem to share most, those whose chance is asked


class ColumnStatistics:
    """What was counted of some columns of a source, for one target or none."""

    def __init__(
        self,
        source: Any,
        names: list[str],
        target: str | None,
        base: float,
        progress: Callable[[str, int, int | None], None],
        *,
        bins: int | None,
        missing: Missing | None,
        pairs: bool,
    ) -> None:
        from plogp.engines.counting.count import count
        from plogp.engines.counting.quantile_edges import BINS
        from plogp.engines.counting.survey import survey
        from plogp.engines.tally.column_types import Kind
        from plogp.engines.tally.plan import Plan
        from plogp.engines.tally.tally import Tally

        self.base = base
        self.target = target
        self.count: Callable[..., Tally]
        if isinstance(source, Tally):
            source.check_asked(bins, missing)
            # How many different values its bins hold it does not know: its plan may have been made of other rows.
            self.asked = Plan(tuple(replace(c, distinct=None) for c in source.only(names).plan.columns), source.missing)
            self.count = lambda plan, tables, optional: source.part(plan.names, tables, optional)
        else:
            policy = missing or Missing.CATEGORY
            self.asked = survey(source, names, bins=bins or BINS, missing=policy, progress=progress)
            self.count = partial(count, source, progress=progress)
        self.skipped = {c.name for c in self.asked.columns if c.kind is Kind.NESTED}
        if target in self.skipped:
            raise UnusableColumn(f"target {target!r} holds lists, structs or the like, which have no levels to count")
        self.plan = Plan(tuple(c for c in self.asked.columns if c.name not in self.skipped), self.asked.missing)
        others = [name for name in self.plan.names if name != target]
        with_target = [] if target is None else [(name, target) for name in others]
        few = len(others) <= MOST_COMPARED
        self.waiting = pairs and target is not None and not few  # until the columns are ranked
        self.compared = others[:MOST_COMPARED] if pairs and not self.waiting else []
        twos = list(combinations(self.compared, 2))
        self.tally = self.count(self.plan, with_target, [*twos, *self._threes(self.compared)])
        self.target_entropy = None if target is None else self._target_entropy(target)

    def column(self, name: str) -> ColumnProfile:
        """What there is to say of one column."""
        if name in self.skipped:
            return ColumnProfile(name, "nested", 0, None, ("skipped",))
        axis, missing = self.tally.axes[name], self.tally.missing_rows(name)
        distinct = self.asked[name].distinct if axis.edges is not None else axis.size
        tags = self._tags(name, distinct, self.tally.rows - missing)
        entropy = ceiling = None
        if axis.edges is None and not ROWS_NAMED & {*tags}:
            values = len(self.tally.kept((name,)).n)
            entropy = self._entropy(self.tally.dense(name), values)
            ceiling = _plug_in(entropy) / log(values, self.base) if values > 1 else None
        found = ColumnProfile(
            name,
            str(axis.kind),
            missing,
            distinct,
            tags,
            entropy,
            ceiling,
            distinct_approximate=self._is_estimate(name),
            shape=() if ROWS_NAMED & {*tags} else shape(axis, self.tally.dense(name)[: axis.size]),
        )
        if self.target is None or {*tags} & {"constant", "empty"}:
            return found
        table = self.tally.dense(name, self.target, present=[self.target])
        if len(table) > axis.size > 0 and (table.sum(axis=0) > 0).sum() > 1:
            gaps = telling_of_gaps(table, axis.size, self.base)
            found = replace(found, missing_tells=gaps.information, missing_adjusted=gaps.p_value)
        if ROWS_NAMED & {*tags} and axis.edges is None:
            return found
        part = telling(table, self.base)
        return replace(
            found,
            mutual_information=part.information,
            share_of_target=part.share,
            p_value=part.p_value,
            noise=part.noise,
        )

    def look_together(self, ranked: Sequence[str]) -> None:
        """Count the pairs of the columns that rank first, where all are too many, or else have too many combinations.

        The tables of a pair with the target that were given up one by one are not among these; the others share a
        number of cells, which goes to the pairs that rank first, wherever their columns stand in the file.
        """
        first = list(ranked[:MOST_COMPARED])
        threes = self._threes(first)
        if not self.waiting and not any(
            key in self.tally.given_up and self._alone(key) for key in self._threes(self.compared)
        ):
            return
        twos = []
        if self.waiting:
            self.compared = [name for name in self.plan.names if name in first]
            twos = list(combinations(self.compared, 2))
        names = {*first, self.target}
        plan = replace(self.plan, columns=tuple(column for column in self.plan.columns if column.name in names))
        found = self.count(plan, (), [*twos, *threes])
        cells = {key: cells for key, cells in self.tally.cells.items() if len(key) < 3}
        given_up = (*(key for key in self.tally.given_up if len(key) < 3), *found.given_up)
        self.tally = replace(self.tally, cells={**found.cells, **cells}, given_up=given_up)

    def _threes(self, names: Sequence[str]) -> list[tuple[str, str, str]]:
        """Each two of some columns with the target between them, in the order of the columns."""
        return [] if self.target is None else [(a, self.target, b) for a, b in combinations(names, 2)]

    def _alone(self, key: tuple[str, ...]) -> bool:
        """Whether a table by itself is within the caps."""
        return not too_large({name: self.tally.axes[name].most for name in key}, [key], {key})

    def beside(self, names: Sequence[str], first: str | None) -> tuple[SecondColumn | None, tuple[Together, ...]]:
        """What some columns tell about the target together, as far as their combinations with it were counted."""
        meant = {*names}
        counted = [key for key in self.tally.cells if len(key) == 3 and {key[0], key[2]} <= meant]
        tables = {(a, b): self.tally.dense(a, y, b, present=[y]) for a, y, b in counted}
        second = None if first is None else second_column(tables, first, self.base)
        return second, pairs_together(tables, self.base)

    def apart(self, names: Sequence[str]) -> tuple[int, int]:
        """How many pairs of these columns have too many combinations with the target: by themselves, and in all."""
        meant = {*names}
        keys = [key for key in self.tally.given_up if len(key) == 3 and {key[0], key[2]} <= meant]
        alone = sum(self._alone(key) for key in keys)
        return len(keys) - alone, alone

    def target_column(self) -> ColumnProfile:
        """The target itself; its entropy over the rows in which it has a value."""
        assert self.target is not None
        axis = self.tally.axes[self.target]
        distinct = self.asked[self.target].distinct if axis.edges is not None else axis.size
        entropy = self.target_entropy if axis.edges is None else None
        ceiling = None if entropy is None else _plug_in(entropy) / log(axis.size, self.base)
        return ColumnProfile(
            self.target, str(axis.kind), self.tally.missing_rows(self.target), distinct, ("target",), entropy, ceiling,
            distinct_approximate=self._is_estimate(self.target),
            shape=shape(axis, self.tally.dense(self.target)[: axis.size]),
        )  # fmt: skip

    def pairs(self, fit: set[str]) -> tuple[list[PairProfile], list[tuple[str, str]]]:
        """The pairs with the most of the smaller entropy in common, and pairs not looked at."""
        fitting = [name for name in self.compared if name in fit]
        held = {name: self._rough_entropy(name) for name in fitting}
        rough = []
        for a, b in combinations(fitting, 2):
            larger, smaller = (a, b) if held[a] >= held[b] else (b, a)
            if (a, b) in self.tally.cells and held[smaller] > 0:
                shared = held[a] + held[b] - self._rough_entropy(a, b)
                rough.append((shared / held[smaller], a, b, larger, smaller))
        rough.sort(key=lambda pair: -pair[0])
        found: list[PairProfile] = []
        for _, _, _, larger, smaller in rough[:PAIRS_JUDGED]:
            table = self._table(larger, smaller)
            part = telling(table, self.base)
            if part.information.low > 0 and len(rough) * part.p_value <= SURE:
                values = table[: self.tally.axes[larger].size, : self.tally.axes[smaller].size]
                of_values = None if values.shape == table.shape else share_of(values)
                found.append(PairProfile(larger, smaller, part.information, part.share, of_values))
            if len(found) == PAIRS_TOLD:
                break
        found.sort(key=lambda pair: -pair.share)
        return found, [(key[0], key[1]) for key in self.tally.given_up if len(key) == 2 and {*key} <= fit]

    def _rough_entropy(self, *names: str) -> float:
        """In nats and without an interval, good enough to choose the pairs that are looked at."""
        return MillerMadow().entropy(Fingerprint.of(self.tally.cells[names].n))[0]

    def _table(self, a: str, b: str) -> Integers:
        """Two columns in this order, whichever was counted first."""
        return self.tally.dense(a, b) if (a, b) in self.tally.cells else self.tally.dense(b, a).T

    def _target_entropy(self, target: str) -> Estimate:
        axis, rows = self.tally.axes[target], self.tally.rows
        present = rows - self.tally.missing_rows(target)
        if rows and not present:
            raise UnusableColumn(f"target {target!r} has no values: all {rows:,} rows are missing")
        if axis.size == 1 and rows:
            raise UnusableColumn(f"target {target!r} is constant: no column can tell anything about it")
        if ROWS_NAMED & {*self._tags(target, axis.size if axis.edges is None else 0, present)}:
            raise UnusableColumn(f"target {target!r} names rows, with {axis.size:,} values in {present:,} rows")
        return self._entropy(self.tally.dense(target, present=[target]), axis.size)

    def _entropy(self, counts: Any, values: int) -> Estimate:
        """Of the values that the column has: others, which more rows may bring, are not part of what is described."""
        return plogp.entropy(plogp.Counts(counts), base=self.base).within(0.0, log(values, self.base))

    def _is_estimate(self, name: str) -> bool:
        """Whether the number of its distinct values is one: values that are counted one by one are not."""
        return self.tally.axes[name].edges is not None and self.asked[name].approximate

    def _tags(self, name: str, distinct: int | None, present: int) -> tuple[str, ...]:
        """What is to say of a column without a target."""
        axis = self.tally.axes[name]
        if not present:
            return ("empty",)
        many = distinct or 0  # of the bins of a tally it is not known
        if many == 1 and present == self.tally.rows:
            return ("constant",)
        if names_rows(axis, self.tally.rows_of(name), distinct):
            return ("text numbers",) if holds_numbers(self.tally, name) else ("identifier",)
        if axis.edges is not None:
            return ()
        return ("too few rows",) if ROWS_PER_VALUE * many > present and many > 16 else ()


def _plug_in(estimate: Estimate) -> float:
    """Of the rows as they are, before the bias was removed: an entropy within its bounds."""
    return estimate.value + estimate.bias
