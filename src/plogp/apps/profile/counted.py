"""The counts of one table, and the questions that a profile puts to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import log
from typing import Any

import plogp
from plogp.apps.profile.result import ColumnProfile, PairProfile
from plogp.estimators.fingerprint import Fingerprint
from plogp.estimators.miller_madow import MillerMadow
from plogp.theory.errors import UnusableColumn
from plogp.theory.estimate import Estimate

# A mutual information that independence would exceed with at least this probability is no signal.
CHANCE = 0.01
# Rows per value below which a value's rows say too little about it (Cochran 1954, doi:10.2307/3001616).
ROWS_PER_VALUE = 5
# Whole numbers of which so many differ number the rows. (How many differ is known to 1 % where they are many.)
UNIQUE = 0.97
# Columns compared with each other, and pairs told.
MOST_COMPARED = 100
PAIRS_TOLD = 10


class Counted:
    """What was counted of some columns of a source, for one target or none."""

    def __init__(
        self,
        source: Any,
        names: list[str],
        target: str | None,
        base: float,
        progress: Callable[[str, int, int | None], None],
    ) -> None:
        from plogp.engines.counting import count
        from plogp.engines.kinds import Kind
        from plogp.engines.plan import Plan
        from plogp.engines.survey import survey

        self.base = base
        self.target = target
        self.asked = survey(source, names, progress=progress)
        self.skipped = {c.name for c in self.asked.columns if c.kind is Kind.NESTED}
        if target in self.skipped:
            raise UnusableColumn(f"target {target!r} holds lists, structs or the like, which have no levels to count")
        plan = Plan(tuple(c for c in self.asked.columns if c.name not in self.skipped))
        others = [name for name in plan.names if name != target]
        with_target = [] if target is None else [(name, target) for name in others]
        self.compared = others[:MOST_COMPARED]
        self.uncompared = [pair for pair in combinations(others, 2) if pair[1] not in self.compared]
        self.tally = count(source, plan, with_target, combinations(self.compared, 2), progress=progress)
        self.target_entropy = None if target is None else self._target_entropy(target)

    def column(self, name: str) -> ColumnProfile:
        """What there is to say of one column."""
        if name in self.skipped:
            return ColumnProfile(name, "nested", 0, None, ("skipped",))
        axis, missing = self.tally.axes[name], self.tally.missing_rows(name)
        distinct = self.asked[name].distinct if axis.edges is not None else axis.size
        tags = self._tags(name, distinct, self.tally.rows - missing)
        entropy = ceiling = None
        if axis.edges is None and "identifier" not in tags:
            entropy = plogp.entropy(plogp.Counts(self.tally.dense(name)), base=self.base)
            values = axis.size + (missing > 0)
            ceiling = _plug_in(entropy) / log(values, self.base) if values > 1 else None
        shared = share = None
        if self.target is not None and self.target_entropy is not None and not {*tags} & {"constant", "empty"}:
            shared = self._shared(name, self.target, present=[self.target])
            share = shared.value / self.target_entropy.value
            tags += ("no signal",) if not tags and self._is_chance(name, shared) else ()
            shared, share = (None, None) if "identifier" in tags and axis.edges is None else (shared, share)
        return ColumnProfile(name, str(axis.kind), missing, distinct, tags, entropy, ceiling, shared, share)

    def target_column(self) -> ColumnProfile:
        """The target itself; its entropy over the rows in which it has a value."""
        assert self.target is not None
        axis = self.tally.axes[self.target]
        distinct = self.asked[self.target].distinct if axis.edges is not None else axis.size
        entropy = self.target_entropy if axis.edges is None else None
        ceiling = None if entropy is None else _plug_in(entropy) / log(axis.size, self.base)
        missing = self.tally.missing_rows(self.target)
        return ColumnProfile(self.target, str(axis.kind), missing, distinct, ("target",), entropy, ceiling)

    def pairs(self, fit: set[str]) -> tuple[list[PairProfile], list[tuple[str, str]]]:
        """The pairs with the most of the smaller entropy in common, and pairs not looked at."""
        fitting = [name for name in self.compared if name in fit]
        held = {name: self._rough_entropy(name) for name in fitting}
        rough = []
        for a, b in combinations(fitting, 2):
            teller, told = (a, b) if held[a] >= held[b] else (b, a)
            if (a, b) in self.tally.cells and held[told] > 0:
                rough.append(((held[a] + held[b] - self._rough_entropy(a, b)) / held[told], a, b, teller, told))
        rough.sort(key=lambda pair: -pair[0])
        found = []
        for _, a, b, teller, told in rough[:PAIRS_TOLD]:
            shared = self._shared(a, b)
            found.append(PairProfile(teller, told, shared, shared.value / (held[told] / log(self.base))))
        found.sort(key=lambda pair: -pair.share)
        given_up = [(a, b) for a, b in self.tally.given_up if {a, b} <= fit]
        return found, given_up + [pair for pair in self.uncompared if {*pair} <= fit]

    def _rough_entropy(self, *names: str) -> float:
        """In nats and without an interval, good enough to choose the pairs that are looked at."""
        return MillerMadow().entropy(Fingerprint.of(self.tally.cells[names].n))[0]

    def _shared(self, a: str, b: str, present: Sequence[str] = ()) -> Estimate:
        return plogp.mutual_information(plogp.Counts(self.tally.dense(a, b, present=present)), base=self.base)

    def _target_entropy(self, target: str) -> Estimate:
        axis, rows = self.tally.axes[target], self.tally.rows
        present = rows - self.tally.missing_rows(target)
        if rows and not present:
            raise UnusableColumn(f"target {target!r} has no values: all {rows:,} rows are missing")
        if axis.size == 1 and rows:
            raise UnusableColumn(f"target {target!r} is constant: no column can tell anything about it")
        if "identifier" in self._tags(target, axis.size if axis.edges is None else 0, present):
            raise UnusableColumn(f"target {target!r} names rows, with {axis.size:,} values in {present:,} rows")
        return plogp.entropy(plogp.Counts(self.tally.dense(target, present=[target])), base=self.base)

    def _tags(self, name: str, distinct: int | None, present: int) -> tuple[str, ...]:
        """What is to say of a column without a target."""
        axis = self.tally.axes[name]
        many = distinct or 0
        if many == 0:
            return ("empty",)
        if many == 1 and present == self.tally.rows:
            return ("constant",)
        if axis.edges is not None:
            # Whole numbers that never repeat and lie close together number the rows; far apart they may be measured.
            span = axis.edges[-1] - axis.edges[0]
            numbers_rows = axis.kind == "integer" and many >= UNIQUE * present and span <= 2 * present
            return ("identifier",) if numbers_rows else ()
        if axis.kind in ("string", "binary") and 2 * many > present and many > 2:
            return ("identifier",)
        return ("too few rows",) if ROWS_PER_VALUE * many > present and many > 16 else ()

    def _is_chance(self, name: str, shared: Estimate) -> bool:
        """Whether independent columns would share as much, by the chi-square law that they follow."""
        from scipy.special import chdtrc

        table = self.tally.dense(name, str(self.target), present=[str(self.target)])
        rows, columns = [int((table.sum(axis) > 0).sum()) for axis in (1, 0)]
        freedom = (rows - 1) * (columns - 1)
        statistic = 2 * table.sum() * _plug_in(shared) * log(self.base)
        return freedom == 0 or bool(chdtrc(freedom, max(0.0, statistic)) > CHANCE)


def _plug_in(estimate: Estimate) -> float:
    """Of the rows as they are, before the bias was removed: an entropy within its bounds."""
    return estimate.value + estimate.bias
