"""The Bernoulli distribution, of one yes or no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plogp.backend.arrays import Array, Namespace
from plogp.distributions.families.domains import PROBABILITY, REAL
from plogp.distributions.families.exponential_family import ExponentialFamily
from plogp.theory.families.points import Points
from plogp.theory.two_outcomes import TwoOutcomes


@dataclass(frozen=True, eq=False)
class Bernoulli(ExponentialFamily):
    """Bernoulli distribution of one yes or no: by its probability or by its logit.

    Parameters
    ----------
    p : array or number
        The probability of yes, from 0 to 1.
    logits : array or number
        Or in its place log(p / (1 - p)), what the last layer of a network gives.

    Examples
    --------
    >>> import plogp
    >>> plogp.cross_entropy(plogp.Bernoulli([1.0, 0.0]), plogp.Bernoulli(logits=0.0), base=2)  # of binary targets
    array([1., 1.])
    """

    p: Any = None
    logits: Any = None
    domains = {"p": PROBABILITY, "logits": REAL}  # noqa: RUF012
    one_of = ("p", "logits")

    @property
    def _outcomes(self) -> TwoOutcomes:
        return TwoOutcomes(self.xp, self.p, self.logits)

    def bregman(self, other: Any, s: float, t: float) -> Array:
        return self._outcomes.divergence(other._outcomes, s, t)

    def cross_entropy(self, other: Any) -> Array:
        return self._outcomes.cross_entropy(other._outcomes)

    def entropy(self) -> Array:
        return self._outcomes.entropy()

    lattice = True

    def support(self) -> tuple[Any, Any]:
        return 0.0, 1.0

    def log_density(self, at: Points) -> Array:
        yes, no = self._outcomes.log_probabilities()
        return self.xp.where(at.x > 0.5, yes, no)

    def window(self, surprise: float) -> tuple[Array, Array]:
        yes = self._outcomes.log_probabilities()[0]
        return 0.0 * self.xp.exp(yes), 1.0 + 0.0 * self.xp.exp(yes)

    @classmethod
    def likeliest(cls, xp: Namespace, x: Array) -> Any:
        return cls(xp.mean(x, axis=0))
