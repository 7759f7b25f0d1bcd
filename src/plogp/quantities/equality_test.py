"""Test of equality: could two samples come from one source?"""

from __future__ import annotations

from math import e

import numpy as np

from plogp.distributions.observations.columns import Column
from plogp.distributions.observations.counts import Counts
from plogp.distributions.observations.observed import Observed
from plogp.distributions.observations.samples import Samples
from plogp.estimators.testing.independence_methods import ChiSquare, Permutation
from plogp.quantities._continuous_estimation import is_measured
from plogp.quantities.independence_test import judged, matched
from plogp.results.significance import Significance
from plogp.theory.counts.contingency import Contingency
from plogp.theory.errors import ShapeMismatch, Unanswerable
from plogp.theory.progress import Progress, progress_of


def equality_test(
    p: Observed,
    q: Observed,
    /,
    *,
    base: float = e,
    method: Permutation | ChiSquare | None = None,
    rng: int | np.random.Generator = 0,
    progress: Progress | None = None,
) -> Significance:
    """Test whether two samples come from the same distribution.

    The statistic is what a draw tells about the sample it came from: the JS divergence of the frequencies, weighted by
    the sizes of the samples. It is tested as the independence of category and sample.

    Parameters
    ----------
    p, q : observed distributions
        Both `Counts`, matched by position, or both `Samples`: discrete ones matched by value, or continuous ones.
    base : float
        Base of the logarithm in the statistic.
    method : Permutation or ChiSquare, optional
        As in `independence_test`.
    rng : int or numpy Generator
        The seed of the random tables, or where they come from.
    progress : callable, optional
        As in `independence_test`.

    Returns
    -------
    Significance
        With the p-value.

    Raises
    ------
    ShapeMismatch
        The samples are not of the same variables.
    Unanswerable
        One of them is known, or the categories cannot be matched.

    References
    ----------
    Phipson & Smyth 2010, doi:10.2202/1544-6115.1585.

    Examples
    --------
    >>> import plogp
    >>> print(plogp.equality_test(plogp.Counts([30, 50, 20]), plogp.Counts([28, 54, 18]), base=2))
    p = 0.849 (0.00118 bit, n = 200)
    """
    for d in (p, q):
        if not isinstance(d, Observed):
            raise Unanswerable(f"{type(d).__name__} is known: a test of equality compares two samples")
    if is_measured(p, q):
        return _measured(p, q, base, method, rng, progress_of(progress))
    n = Counts(np.stack([table.ravel() for table in p.beside(q)])).table()
    return judged(Contingency.of_table(n), base, method, rng, progress_of(progress))


def _measured(
    p: Observed,
    q: Observed,
    base: float,
    method: Permutation | ChiSquare | None,
    rng: int | np.random.Generator,
    progress: Progress,
) -> Significance:
    kinds = {tuple((c.discrete, c.values.shape[1:]) for c in d.variables) for d in (p, q) if isinstance(d, Samples)}
    if not (isinstance(p, Samples) and isinstance(q, Samples)):
        raise Unanswerable("continuous Samples are compared with continuous Samples")
    if len(kinds) != 1 or any(discrete for discrete, _ in next(iter(kinds))):
        raise ShapeMismatch("the samples must have the same columns, all of them continuous")
    rows = np.concatenate([np.hstack([c.values for c in d.variables]) for d in (p, q)])
    origin = np.repeat([0, 1], [p.n, q.n])
    return matched(Column(rows, False), Column(origin, True), (), base, method, rng, progress)
