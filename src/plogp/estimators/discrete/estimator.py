"""What a discrete estimator is: an entropy from counts, and what else it may know of its answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from plogp.estimators.intervals import leaving_out
from plogp.theory.counts.fingerprint import Fingerprint


class Posterior(NamedTuple):
    """What is believed of the entropy."""

    mean: float
    sd: float


@runtime_checkable
class DiscreteEstimator(Protocol):
    """Entropy from the counts of the outcomes that were seen: all that an estimator of the caller's must have."""

    def entropy(self, f: Fingerprint) -> tuple[float, float]:
        """The entropy in nats, and the bias that was removed from it."""


class CountEstimator(ABC):
    """What an estimator may know beside the entropy; here what is taken of one that knows no more."""

    @property
    def name(self) -> str:
        """What the estimate calls it."""
        return type(self).__name__

    posterior: ClassVar[Callable[[Any, Fingerprint], Posterior] | None] = None
    """Mean and standard deviation of what is believed: an estimator that has it guesses at no outcome not seen."""

    @abstractmethod
    def entropy(self, f: Fingerprint) -> tuple[float, float]:
        """The entropy in nats, and the bias that was removed from it."""

    def influence(self, f: Fingerprint) -> NDArray[np.float64]:
        """What an observation adds to n times the entropy, for each of the different counts, up to a constant: (d,)."""
        return leaving_out(self.entropy, f)

    def bias_left(self, f: Fingerprint) -> float:
        """The bias that is left in the entropy, as far as it is known; the interval is for the value without it."""
        return 0.0

    def most(self, f: Fingerprint) -> float:
        """The entropy if the outcomes not seen are as different as those seen rarely."""
        return self.entropy(f)[0]

    def further(self, f: Fingerprint) -> float:
        """How much more the entropy is if there are as many outcomes not seen as the sample hardly allows."""
        return 0.0


class _Completed(CountEstimator):
    """An estimator of the caller's, with what it does not say of itself."""

    def __init__(self, estimator: DiscreteEstimator) -> None:
        self._estimator = estimator
        for ability in ("posterior", "influence", "bias_left", "most", "further"):
            if hasattr(estimator, ability):
                setattr(self, ability, getattr(estimator, ability))

    @property
    def name(self) -> str:
        return type(self._estimator).__name__

    def entropy(self, f: Fingerprint) -> tuple[float, float]:
        return self._estimator.entropy(f)


def completed(estimator: DiscreteEstimator) -> CountEstimator:
    """An estimator that answers all that is asked of one."""
    return estimator if isinstance(estimator, CountEstimator) else _Completed(estimator)
