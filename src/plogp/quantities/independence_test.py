"""Test of independence: could two variables that share nothing have given this sample?"""

from __future__ import annotations

from collections.abc import Sequence
from math import e
from typing import cast

import numpy as np

from plogp.distributions.observations.columns import Column
from plogp.distributions.observations.counts import Counts
from plogp.distributions.observations.observed import Observed
from plogp.distributions.observations.samples import Samples
from plogp.estimators.strata import Stratum, strata
from plogp.estimators.testing import independence_methods, permutation_test
from plogp.estimators.testing.independence_methods import ChiSquare, Permutation
from plogp.quantities._arguments import axes_of, of_one
from plogp.quantities._continuous_estimation import is_measured
from plogp.results.estimate import unit_of
from plogp.results.significance import Significance
from plogp.theory.counts.contingency import Contingency
from plogp.theory.errors import InvalidParameter, ShapeMismatch, Unanswerable
from plogp.theory.parameters import generator_of, shown
from plogp.theory.progress import Progress, progress_of, reporting
from plogp.theory.units import log_of


@of_one()
def independence_test(
    p: Observed,
    /,
    *,
    given: int | tuple[int, ...] | None = None,
    base: float = e,
    method: Permutation | ChiSquare | None = None,
    rng: int | np.random.Generator = 0,
    progress: Progress | None = None,
) -> Significance:
    """Test whether two variables are independent, or independent given others.

    The statistic is I(X;Y) or I(X;Y|Z), plug-in; all sizes of groups are held fixed, within each level of Z. Where a
    column is continuous it is I(X;Y) by `MixedKSG`.

    Parameters
    ----------
    p : observed joint distribution
        `Counts`, `Samples` or a `Table` of two variables, beside those given.
    given : int or sequence of int
        Axes that are known beforehand. `Samples` and `Table` name them themselves.
    base : float
        Base of the logarithm in the statistic.
    method : Permutation or ChiSquare, optional
        `Permutation(replicates)` is valid for samples of any size. Left out: `ChiSquare()` where the least expected
        count is five (Cochran 1954), else `Permutation(9999)`; for continuous columns `Permutation(199)`.
    rng : int or numpy Generator
        The seed of the random tables, or where they come from.
    progress : callable, optional
        Called with a stage, how many random tables were done since the last call, and how many there are.

    Returns
    -------
    Significance
        With the p-value.

    Raises
    ------
    ShapeMismatch
        There are not two variables.
    Unanswerable
        The distribution is known, or what is given is continuous.

    Notes
    -----
    Random tables of fixed margins are drawn cell by cell, so the cost does not grow with the rows: a thousand of ten by
    ten take as long as counting ten million rows once. They are the same for any number of threads.

    References
    ----------
    Patefield 1981, doi:10.2307/2346669; Phipson & Smyth 2010, doi:10.2202/1544-6115.1585.

    Examples
    --------
    >>> import plogp
    >>> print(plogp.independence_test(plogp.Counts([[30, 20], [10, 40]]), base=2))
    p = 3.26e-05 (0.125 bit, n = 100)
    """
    if not isinstance(p, Observed):
        raise Unanswerable(f"{type(p).__name__} is known, so there is nothing to test; Counts(n) holds a sample")
    if given is not None and not is_measured(p):
        p = Counts(p.n if isinstance(p, Counts) else p.table(), axes_of(given))
    if is_measured(p):
        return _measured(p, base, method, rng, progress_of(progress))
    t = p.contingency()
    if t.order != 2 + t.given:
        raise ShapeMismatch(f"a test of independence speaks of 2 variables, but there are {t.order - t.given}")
    return judged(t, base, method, rng, progress_of(progress))


def judged(
    t: Contingency,
    base: float,
    method: Permutation | ChiSquare | None,
    rng: int | np.random.Generator,
    progress: Progress,
) -> Significance:
    """The test of the first two variables given the others."""
    log_base = log_of(base)
    tables = strata(t)
    chosen = method if method is not None else _usual(tables)
    statistic = independence_methods.statistic(tables) / log_base
    if isinstance(chosen, ChiSquare):
        return Significance(statistic, independence_methods.chi_square(tables), 0, t.total, unit_of(base))
    if not isinstance(chosen, Permutation):
        raise InvalidParameter(f"method must be Permutation(…) or ChiSquare(), but it is {shown(chosen)}")
    batches = independence_methods.permutation(tables, generator_of(rng), chosen.replicates)
    extreme = sum(reporting(batches, independence_methods.BATCH, chosen.replicates, "random tables", progress))
    p_value = (1 + extreme) / (1 + chosen.replicates)
    return Significance(statistic, p_value, chosen.replicates, t.total, unit_of(base))


def matched(
    x: Column,
    y: Column,
    given: Sequence[Column],
    base: float,
    method: Permutation | ChiSquare | None,
    rng: int | np.random.Generator,
    progress: Progress,
) -> Significance:
    """The test of two columns of which one at least is measured, within the levels of those given."""
    chosen = Permutation(199) if method is None else method
    if not isinstance(chosen, Permutation):
        raise InvalidParameter(f"for continuous columns method must be Permutation(…), but it is {shown(chosen)}")
    statistic = permutation_test.shared(x, y, given) / log_of(base)
    found = permutation_test.matchings(x, y, given, generator_of(rng), chosen.replicates)
    extreme = sum(reporting(found, 1, chosen.replicates, "random matchings", progress))
    p_value = (1 + extreme) / (1 + chosen.replicates)
    return Significance(statistic, p_value, chosen.replicates, len(x.values), unit_of(base))


def _measured(
    p: Observed,
    base: float,
    method: Permutation | ChiSquare | None,
    rng: int | np.random.Generator,
    progress: Progress,
) -> Significance:
    x, y, *given = _two(cast("Samples", p))
    if not all(column.discrete for column in given):
        raise Unanswerable(
            "what is given must be discrete, for the columns are matched at random within its levels; discrete=True "
            "says that its numbers are names"
        )
    return matched(x, y, given, base, method, rng, progress)


def _two(p: Samples) -> tuple[Column, ...]:
    variables = len(p.variables) - len(p.given)
    if variables != 2:
        raise ShapeMismatch(f"a test of independence speaks of 2 variables, but there are {variables}")
    return p.variables


def _usual(tables: list[Stratum]) -> Permutation | ChiSquare:
    large = all(s.smallest >= 5 for s in tables if s.freedom)
    return ChiSquare() if large else Permutation()
