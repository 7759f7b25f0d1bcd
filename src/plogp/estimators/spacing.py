"""What estimators of entropy from spacings share: the sorted sample, the window, and the way to an estimate."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import floor, sqrt

import numpy as np

from plogp.estimators.continuous import Local, Reals
from plogp.theory.errors import InvalidParameter, NotSamples, ShapeMismatch


@dataclass(frozen=True)
class Spacing(ABC):
    """Differential entropy of one coordinate from the distances between its order statistics: `Vasicek`, `VanEs`,
    `Ebrahimi` or `Correa`.

    Parameters
    ----------
    window : int, optional
        m: the spacings reach from i - m to i + m. Between 1 and n/2; the root of n, rounded, if left out.
    """

    window: int | None = None

    @abstractmethod
    def terms(self, x: Reals, m: int) -> tuple[Reals, float]:
        """What each spacing of the sorted sample adds to the mean, and a constant."""

    def differential_entropy(self, x: Reals) -> Local:
        """Of (n, 1)."""
        n, d = x.shape
        if d != 1:
            raise ShapeMismatch(f"spacings are of one coordinate, not of {d}; KozachenkoLeonenko takes any number")
        m = floor(sqrt(n) + 0.5) if self.window is None else self.window
        if not 2 <= 2 * m < n:
            raise (InvalidParameter if self.window is not None else NotSamples)(
                f"a window of {m} needs more than {2 * m} observations, but there are {n}"
            )
        with np.errstate(divide="ignore", invalid="ignore"):
            terms, constant = self.terms(np.sort(x[:, 0]), m)
        if not np.isfinite(terms).all():
            raise NotSamples(
                f"a value occurs so often that a spacing of {m} ranks is zero, so this entropy is minus infinity; "
                "discrete=True says that the numbers are names"
            )
        return Local(float(terms.mean()) + constant, [terms], rate=0.5, noise=1 / m)


def spans(x: Reals, m: int) -> Reals:
    """x[i + m] - x[i - m] of a sorted sample, the ends being repeated outside."""
    padded = np.pad(x, m, mode="edge")
    return np.asarray(padded[2 * m :] - padded[: -2 * m])
