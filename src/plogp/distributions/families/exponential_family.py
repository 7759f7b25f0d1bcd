"""A family whose density is exp(⟨θ, T(x)⟩ - A(θ))·h(x): one function A gives all quantities."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar, Self

from plogp.backend.arrays import Array, Namespace
from plogp.backend.autodiff import along_line, gradient, minimum
from plogp.backend.family_kernels import Pairs
from plogp.distributions.families.family import Family
from plogp.theory.errors import Unanswerable
from plogp.theory.families import exponential_family

# Gauss-Legendre on [0, 1], twelve nodes: of the curvature of A between near members, a polynomial to 16 digits.
_NODES = (
    (0.009219682876640375, 0.023587668193255914), (0.04794137181476257, 0.05346966299765922),
    (0.11504866290284765, 0.08003916427167311), (0.2063410228566913, 0.10158371336153296),
    (0.31608425050090994, 0.11674626826917740), (0.43738329574426554, 0.12457352290670139),
    (0.5626167042557345, 0.12457352290670139), (0.6839157494990901, 0.11674626826917740),
    (0.7936589771433087, 0.10158371336153296), (0.8849513370971523, 0.08003916427167311),
    (0.9520586281852374, 0.05346966299765922), (0.9907803171233596, 0.023587668193255914),
)  # fmt: skip


class ExponentialFamily(Family):
    """The base of one's own family: write its natural parameters and A, and it has every quantity.

    p(x) = exp(⟨θ, T(x)⟩ - A(θ))·h(x)

    A dataclass of parameters, each with its domain, and two methods: `natural()`, the tuple θ made of the parameters,
    and `log_normalizer(xp, *theta)`, A in the functions of the array library `xp`. The mean of T is the gradient of A,
    by autodiff, and the divergence the integral of its curvature where two members are near. `expected_log_carrier()`,
    the mean of log h, is 0 if it is not written; `statistics(xp, x)`, T, is asked for by `from_samples`.

    Notes
    -----
    `plogp.Normal` and its siblings write `bregman`, the divergence of A in a form that cancels nowhere, and `entropy`.

    References
    ----------
    Banerjee, Merugu, Dhillon & Ghosh 2005, "Clustering with Bregman divergences", JMLR 6, theorem 4.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> import plogp
    >>> from plogp.distributions.families.domains import POSITIVE
    >>> @dataclass(frozen=True, eq=False)
    ... class Waiting(plogp.ExponentialFamily):
    ...     rate: object
    ...     domains = {"rate": POSITIVE}
    ...     def natural(self):
    ...         return (-self.rate,)
    ...     def log_normalizer(self, xp, theta):
    ...         return -xp.log(-theta)
    >>> plogp.kl_divergence(Waiting(2.0), Waiting([2.0, 4.0])).round(6)
    array([0.      , 0.306853])
    """

    @classmethod
    def likeliest(cls, xp: Namespace, x: Array) -> Any:
        """The member of maximum likelihood, by Newton's method on its parameters, each without its bounds."""
        means = tuple(xp.mean(t, axis=0) for t in cls.statistics(cls, xp, x))  # type: ignore[arg-type]
        names = tuple(cls.domains)

        def member(*y: Array) -> Any:
            return cls(**{name: cls.domains[name].bounded(xp, v) for name, v in zip(names, y, strict=True)})

        def surprise(*y: Array) -> Array:
            theta: tuple[Array, ...] = member(*y).natural()
            inner = sum(a * t for a, t in zip(theta, means, strict=True))
            return cls.log_normalizer(cls, xp, *theta) - inner  # type: ignore[arg-type]

        return member(*minimum(xp, surprise, tuple(0.0 * means[0] for _ in names)))

    kernel: ClassVar[Pairs | None] = None  # of the divergence of two members, native

    def natural(self) -> tuple[Array, ...]:
        """The natural parameters θ."""
        raise Unanswerable(f"{type(self).__name__} does not say its natural parameters: write natural(self)")

    def log_normalizer(self, xp: Namespace, *theta: Array) -> Array:
        """A(θ)."""
        raise Unanswerable(
            f"{type(self).__name__} does not say its log-normaliser: write log_normalizer(self, xp, *theta)"
        )

    def statistics(self, xp: Namespace, x: Array) -> tuple[Array, ...]:
        """T(x)."""
        raise Unanswerable(f"{type(self).__name__} does not say its statistics: write statistics(self, xp, x)")

    def expected_log_carrier(self) -> Any:
        """The mean of log h."""
        return 0.0

    def bregman(self, other: Self, s: float, t: float) -> Array:
        """The divergence of the members at s and at t on the line of natural parameters from this to the other."""
        p, q = self.natural(), other.natural()
        xp, normalizer = self.xp, partial(self.log_normalizer, self.xp)
        start = tuple(a + s * (b - a) for a, b in zip(p, q, strict=True))
        change = tuple((t - s) * (b - a) for a, b in zip(p, q, strict=True))
        start = tuple(a + 0.0 * d for a, d in zip(start, change, strict=True))  # of one shape
        value, slope, _ = along_line(normalizer, start, change, 0.0)
        end = along_line(normalizer, start, change, 1.0)[0]
        apart = end - value - slope
        scale = xp.abs(end) + xp.abs(value) + xp.abs(slope)
        near = 0.0 * apart
        for x, weight in _NODES:
            near = near + weight * (1 - x) * along_line(normalizer, start, change, x)[2]
        best = xp.where(apart > 0.01 * scale, apart, near)
        return xp.where(best >= 0, best, float("inf"))  # NaN outside of the domain of A

    def cross_entropy(self, other: Self) -> Array:
        """The mean of -log of the density of another member."""
        return self.entropy() + self.bregman(other, 0, 1)

    def renyi(self, other: Self, order: float) -> Array:
        """The Rényi divergence of this and another member."""
        value = exponential_family.renyi_divergence(lambda s, t: self.bregman(other, s, t), order)
        return self.xp.where(value >= 0, value, float("inf"))  # NaN where the order leaves the natural parameters

    def entropy(self) -> Array:
        """A - ⟨θ, η⟩ - E log h with η = ∇A, the mean of T."""
        theta, normalizer = self.natural(), partial(self.log_normalizer, self.xp)
        inner = sum(a * b for a, b in zip(theta, gradient(normalizer, theta), strict=True))
        return normalizer(*theta) - inner - self.expected_log_carrier()
