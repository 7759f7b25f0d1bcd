"""The comparison of two tables: has anything moved more than chance would have it, what, how far, and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import log
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from plogp.apps._columns import names_rows
from plogp.apps.drift.findings import findings
from plogp.apps.drift.result import ColumnDrift, Drift, Moved, PairDrift, ShareDrift
from plogp.distributions.observations.counts import Counts
from plogp.estimators.discrete.pseudocount import Pseudocount
from plogp.estimators.testing.chance_test import shared_by_chance
from plogp.estimators.testing.multiple_testing import holm
from plogp.estimators.testing.smallest_change import smallest_change
from plogp.estimators.testing.two_sample_test import TwoSamples
from plogp.quantities.jeffreys_divergence import jeffreys_divergence
from plogp.quantities.js_divergence import js_divergence
from plogp.results.finding import WARNING, Finding
from plogp.theory.counts.contingency import Contingency
from plogp.theory.extras import require
from plogp.theory.parameters import name_of, probability, real_number, whole_number
from plogp.theory.units import base_of

if TYPE_CHECKING:
    from plogp.apps.drift.paired_counts import Having, PairedCounts
    from plogp.engines.tally.plan import Missing

_MOVED_TOLD = 5
Part = TypeVar("Part", ColumnDrift, PairDrift, ShareDrift)


def compare(
    reference: Any,
    current: Any,
    *,
    alarm: float = 0.05,
    at_least: float | None = None,
    psi: float | None = None,
    columns: str | Sequence[str] | None = None,
    exclude: str | Sequence[str] | None = None,
    pairs: Sequence[tuple[str, str]] = (),
    target: str | None = None,
    base: float = 2,
    bins: int | None = None,
    missing: Missing | None = None,
    seed: int = 0,
    progress: Callable[[str, int, int | None], None] | None = None,
) -> Drift:
    """Compare two tables column by column, with a chosen probability of a false alarm over all of them.

    Parameters
    ----------
    reference, current : path, glob, list of paths, table, or Tally
        What was, and what is: anything that `profile` reads, or a tally or the file it was saved to. The bins of
        numbers are those of the tally; of two tables they are cut in both together.
    alarm : float
        The probability of any alarm, over all columns and pairs, if nothing has changed.
    at_least, psi : float, optional
        How far something must have moved to alarm: what the low ends of the intervals of its JS divergence, in the unit
        of the base, and of its PSI must exceed. In many rows a difference far too small to matter is sure.
    columns, exclude : str or sequence of str, optional
        Names or patterns with `*` of the columns to compare, and of those to leave out.
    pairs : sequence of (str, str)
        Columns to compare jointly as well.
    target : str, optional
        For each other column, also whether it says the same of this one as before.
    base : float
        Base of the logarithm in the JS divergence: 2 for bits. PSI is in nats.
    bins : int, optional
        For numbers and times with many values; left out, those of a tally, else 16.
    missing : Missing, optional
        What becomes of missing values; left out, what a tally does with them, else they are one more level.
    seed : int
        Of the random tables that decide where counts are small.
    progress : callable, optional
        Called with a stage, how many rows were done since the last call, and how many there are, if known.

    Returns
    -------
    Drift
        `drifted` is the one answer; the columns that moved come first. `to_json` follows the JSON Schema that
        `plogp.apps.drift.schema()` returns.

    Raises
    ------
    InvalidParameter
        Bins beside a tally, or a probability that is none.
    SchemaMismatch
        The tables differ in their columns, or in what these hold; every difference is named.
    FileMissing, UnreadableData, EmptyData, UnknownColumn
        There is no such data.

    Notes
    -----
    A column is tested by G², and by the Anderson-Darling statistic where its levels have an order; against random
    tables of the same margins where levels are rare. The share of missing values, and that of zeros among numbers, have
    a test of their own: one over all levels would hardly see that one of them changed. Beside a tally, zeros of numbers
    in bins are not distinguished from their neighbours. Alarms follow from all tests together by Holm's procedure.

    References
    ----------
    Holm 1979, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6, 65-70.

    Examples
    --------
    >>> before = {"sky": ["clear", "rain"] * 500, "wind": [1, 2, 3, 4] * 250}
    >>> after = {"sky": ["clear", "rain", "rain"] * 300, "wind": [1, 2, 3, 4] * 225}
    >>> found = compare(before, after)
    >>> found.drifted, [column.name for column in found.columns if column.alarm]
    (True, ['sky'])
    """
    with require("tables"):
        from plogp.apps.drift.paired_counts import PairedCounts
        from plogp.engines.arguments import bins_of, policy_of, tables_in
        from plogp.theory.progress import progress_of
    alarm = probability("alarm, the probability of a false alarm,", alarm)
    if at_least is not None:
        at_least = real_number("at_least, a divergence,", at_least, 0, closed=True)
    if psi is not None:
        psi = real_number("psi, a divergence,", psi, 0, closed=True)
    seed = whole_number("seed", seed, 0)
    both: list[Any] = tables_in("pairs", pairs, 2)
    target = name_of("target=", target)
    base = base_of(base)
    bins, missing, progress = bins_of(bins), policy_of(missing), progress_of(progress)
    sides = PairedCounts(reference, current, columns, exclude, both, target, bins, missing, progress)
    parts = [_column(sides, name, base, seed) for name in sides.axes]
    unfit = {column.name for column in parts if column.tags}
    joint = [_pair(sides, a, b, base, seed) for a, b in both]
    concepts = [_pair(sides, a, b, base, seed, given=True) for a, b in sides.concepts if not {a, b} & unfit]
    shares = [share for c in parts for share in (c.missing, c.zeros)]
    tests = [part for part in (*parts, *shares, *joint, *concepts) if part is not None and part.p_value is not None]
    adjusted = dict(zip(map(id, tests), holm([float(part.p_value or 0.0) for part in tests]), strict=True))

    def judged(part: Part) -> Part:
        if id(part) not in adjusted:
            return part
        assert part.js is not None
        assert part.psi is not None
        far = all(e.low > least for e, least in ((part.js, at_least), (part.psi, psi)) if least is not None)
        return replace(part, adjusted=adjusted[id(part)], alarm=adjusted[id(part)] <= alarm and far)

    def column(found: ColumnDrift) -> ColumnDrift:
        missing, zeros = (share and judged(share) for share in (found.missing, found.zeros))
        any_alarm = any(part.alarm for part in (judged(found), missing, zeros) if part is not None)
        found = replace(judged(found), missing=missing, zeros=zeros, alarm=any_alarm)
        if found.name in unfit:
            return found
        return replace(found, smallest=smallest_change(sides.samples(found.name), alarm / len(tests)) / log(base))

    parts, joint, concepts = [column(c) for c in parts], [judged(pair) for pair in joint], [judged(p) for p in concepts]
    parts += [ColumnDrift(name, "nested", tags=("skipped",)) for name in sides.skipped]
    parts.sort(key=lambda c: (c.js is None, not c.alarm, -(c.js.value if c.js is not None else 0.0)))
    for relations in (joint, concepts):
        relations.sort(key=lambda pair: (not pair.alarm, pair.p_value))
    return Drift(
        *sides.labels, (sides.reference.rows, sides.current.rows), alarm, at_least, psi, base, tuple(parts),
        tuple(joint), tuple(concepts), _in_order([*findings(parts, joint, concepts, alarm), *sides.remarks]),
    )  # fmt: skip


def _column(sides: PairedCounts, name: str, base: float, seed: int) -> ColumnDrift:
    from plogp.engines.tally.level_names import level_names

    axis, samples = sides.axes[name], sides.samples(name)
    tag = _unfit(sides, name, samples)
    if tag is not None:
        return ColumnDrift(name, str(axis.kind), tags=(tag,))
    js, psi = _divergences(samples, base)
    p = samples.p_value(_random(seed, name))
    missing, zeros = (
        None if found is None else _share(found, base)
        for found in (sides.missing(name, samples), sides.zeros(name, samples))
    )
    moved = _moved(samples, level_names(axis))
    return ColumnDrift(name, str(axis.kind), js, psi, p, moved=moved, missing=missing, zeros=zeros)


def _share(having: Having, base: float) -> ShareDrift:
    """A test of a share alone: exact of 2 x 2, or chi-square where all four counts are large."""
    (n, rows), (m, others) = having
    samples = TwoSamples(np.array([n, rows - n]), np.array([m, others - m]))
    p = shared_by_chance(Contingency.of_table(np.stack([samples.reference, samples.current]))).p_value
    return ShareDrift(n / rows, m / others, *_divergences(samples, base), p)


def _pair(sides: PairedCounts, a: str, b: str, base: float, seed: int, given: bool = False) -> PairDrift:
    samples = sides.joint(a, b, given=given)
    return PairDrift(a, b, *_divergences(samples, base), samples.p_value(_random(seed, a, b)))


def _unfit(sides: PairedCounts, name: str, samples: TwoSamples) -> str | None:
    """Why a column cannot be compared, if it cannot."""
    axis = sides.axes[name]
    present = [int(n[: axis.size].sum()) for n in (samples.reference, samples.current)]
    if not all(n.any() for n in (samples.reference, samples.current)) or not any(present):
        return "empty"
    planned = [samples.both] if axis.edges is None else [samples.both, samples.reference]  # its plan may be of either
    named = any(names_rows(axis, n[: axis.size], sides.distinct[name]) for n in planned)
    if axis.edges is None and not named:  # the same names in both tables, where each of them stands twice
        named = all(names_rows(axis, n[: axis.size]) for n in (samples.reference, samples.current))
    if named:
        return "text numbers" if sides.holds_numbers(name) else "identifier"
    return None


def _divergences(samples: TwoSamples, base: float) -> tuple[Any, Any]:
    seen = samples.both > 0
    reference, current = Counts(samples.reference[seen]), Counts(samples.current[seen])
    return (
        js_divergence(reference, current, base=base),
        jeffreys_divergence(reference, current, unseen=Pseudocount(0.5)),
    )


def _moved(samples: TwoSamples, names: Sequence[str | None]) -> tuple[Moved, ...]:
    """The levels with the largest terms of the JS divergence, (p·log(p/m) + q·log(q/m)) / 2, none of them negative."""
    p, q = (n / n.sum() for n in (samples.reference, samples.current))
    m = np.where(samples.both > 0, (p + q) / 2, 1.0)
    terms = sum(share * np.log(np.where(share > 0, share / m, 1.0)) for share in (p, q))
    most = [int(i) for i in np.argsort(-terms, kind="stable")[:_MOVED_TOLD] if p[i] != q[i]]
    return tuple(Moved(names[i], float(p[i]), float(q[i])) for i in most)


def _random(seed: int, *names: str) -> np.random.Generator:
    """Random numbers of a column's own: its p-value does not hang on which others are compared."""
    return np.random.default_rng([seed, *"\0".join(names).encode()])


def _in_order(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """The most serious first."""
    return tuple(sorted(found, key=lambda finding: finding.severity != WARNING))
