"""Mutual information from nearest neighbours: the estimators of Kraskov, Stögbauer and Grassberger."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from plogp.backend import neighbours
from plogp.distributions.observations.columns import Column
from plogp.estimators.continuous.estimation import Columns, Local, Reals, enough, joined
from plogp.estimators.continuous.neighbour_statistics import digamma, inside, noise, once, popularity
from plogp.theory.errors import TiedSamplesWarning, Unanswerable
from plogp.theory.parameters import whole_number

_LOOKED_AT = 10_000  # values that tell whether there are ties


@dataclass(frozen=True)
class KSG:
    """The distance to the k-th neighbour in all coordinates, and how many neighbours are as near in some of them.

    I(X;Y) = psi(k) + psi(n) - mean of psi(n_x + 1) + psi(n_y + 1);   given Z: psi(k) - psi(n_xz + 1) - psi(n_yz + 1) +
    psi(n_z + 1)

    Parameters
    ----------
    k : int
        Neighbours.
    algorithm : 1 or 2
        1 counts in a cube, 2 in the smallest box around the k neighbours.

    Notes
    -----
    Distances are compared between X and Y: the value does not change when both are scaled by one factor, and hardly
    when one of them is by ten. Where spreads differ a hundredfold it is too low: divide columns by their deviations, or
    see `RankKSG`. Numbers with many ties break its assumption: see `RankKSG` and `MixedKSG`. Time grows as
    n log n in few dimensions.

    References
    ----------
    Kraskov, Stögbauer & Grassberger 2004, doi:10.1103/PhysRevE.69.066138, eq. 8 and 9; given Z: Frenzel & Pompe 2007,
    doi:10.1103/PhysRevLett.99.204101, eq. 5.

    Examples
    --------
    >>> import numpy as np, plogp
    >>> rng = np.random.default_rng(0)
    >>> x = rng.standard_normal(2000)
    >>> y = x + rng.standard_normal(2000)  # 0.5 bit
    >>> print(f"{plogp.mutual_information(plogp.Samples(x, y), base=2, estimator=plogp.KSG(k=3)):.2f}")
    0.48
    """

    k: int = 3
    algorithm: Literal[1, 2] = 1

    def __post_init__(self) -> None:
        whole_number("k", self.k, 1, 2**31 - 1)
        whole_number("algorithm", self.algorithm, 1, 2)

    def mutual_information(self, x: Column, y: Column, given: Columns) -> Local:
        """I(X;Y|Z) of continuous columns."""
        if self.algorithm == 2 and given:
            raise Unanswerable("algorithm 2 is not defined for conditional mutual information; algorithm=1 is")
        for place, column in enumerate((x, y, *given)):
            warn_of_ties(column, place)
        z = joined(given) if given else np.empty((len(x.values), 0))
        return of_parts(joined([x]), joined([y]), z, self.k, self.algorithm)


def of_parts(x: Reals, y: Reals, z: Reals, k: int, algorithm: int = 1) -> Local:
    """I(X;Y|Z) of (n, a), (n, b) and (n, c), c being 0 where nothing is given."""
    terms, popular, own = of_observations(x, y, z, k, algorithm)
    d = x.shape[1] + y.shape[1] + z.shape[1]
    return Local(float(terms.mean()), [once(terms + popular, k, d)], rate=1 / d, noise=own, lacks=True)


def of_observations(x: Reals, y: Reals, z: Reals, k: int, algorithm: int = 1) -> tuple[Reals, Reals, float]:
    """The terms whose mean is I(X;Y|Z), how popular each observation is, and the noise of neighbours."""
    points = np.hstack([x, y, z])
    n = len(points)
    enough(n, k)
    radii, rows = neighbours.nearest(points, k)
    margins = [np.hstack([x, z]), np.hstack([y, z]), z] if z.shape[1] else [x, y]
    terms = np.full(n, float(digamma(float(k))))
    if algorithm == 1:
        counts = [inside(margin, radii) + 1 for margin in margins]
    else:
        extents = [_extent(margin, rows) for margin in margins]
        terms -= (sum((extent > 0).astype(float) for extent in extents) - 1) / k  # a constant bounds no box
        counts = [neighbours.within(margin, extent) for margin, extent in zip(margins, extents, strict=True)]
    for sign, count in zip((-1, -1, 1), counts, strict=False):
        terms += sign * digamma(count)
    if not z.shape[1]:
        terms += digamma(float(n))
    return terms, popularity(rows, n), noise(k, *(np.maximum(count, 1) for count in counts))


def _extent(margin: Reals, rows: NDArray[np.int64]) -> Reals:
    """How far the neighbours of each point reach in some of the coordinates."""
    return np.asarray(np.abs(margin[rows] - margin[:, None, :]).max(axis=(1, 2)))


def warn_of_ties(column: Column, place: int) -> None:
    """Warn where more than one value in a hundred is a repetition in every coordinate."""
    if column.discrete or len(column.values) < 2:
        return
    some = column.values[:: max(1, len(column.values) // _LOOKED_AT)]
    repeated = min(float(np.mean(np.diff(np.sort(x)) == 0)) for x in some.T)
    if 0.01 < repeated < 1:
        warnings.warn(
            f"column {place} has ties ({100 * repeated:.0f} % of its values are repetitions), which bias this "
            "estimator; RankKSG breaks them at random",
            TiedSamplesWarning,
            stacklevel=2,
        )
