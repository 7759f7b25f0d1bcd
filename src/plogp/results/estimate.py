"""What an estimator answers: a value with its interval, its bias and its unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import e, isfinite, log

from plogp.theory.typography import typeset

_UNITS = {e: "nat", 2.0: "bit", 10.0: "hartley"}


@dataclass(frozen=True, eq=False, repr=False)
class Estimate(float):
    """A number learnt from data, and how far it can be trusted; a float where a float is wanted.

    Attributes
    ----------
    value : float
        The estimate. Signed: a mutual information below zero is shown as it is.
    stderr : float
        Its standard error.
    low, high : float
        The interval at `level`, within the values that the quantity can take; the estimate may lie outside of these.
    level : float
        The probability with which the interval is meant to cover the truth.
    n : int
        How many observations it rests on.
    bias : float
        The bias that was estimated, and removed from `value`.
    estimator : str
        The name of the method.
    unit : str
        "nat", "bit", "hartley" or "log<base>"; empty for a quantity without unit.
    warnings : tuple of str
        What speaks against it, each a word that is printed and a sentence: "undersampled: …".
    dropped : int
        How many observations were left out because a value is missing.

    Examples
    --------
    >>> print(Estimate(0.413, 0.0107, 0.392, 0.434, 0.95, 1000, 0.001, "MillerMadow", "bit"))
    0.413 ± 0.021 bit (95 %)
    """

    value: float
    stderr: float
    low: float
    high: float
    level: float
    n: int
    bias: float
    estimator: str
    unit: str = "nat"
    warnings: tuple[str, ...] = ()
    dropped: int = 0

    def __new__(cls, value: float, *_: object, **__: object) -> Estimate:
        """A float in every comparison and sum; the other fields ride along."""
        return super().__new__(cls, value)

    def __format__(self, spec: str) -> str:
        return format(self.value, spec) if spec else str(self)

    def __repr__(self) -> str:
        return f"Estimate({self})"

    def __str__(self) -> str:
        half = (self.high - self.low) / 2
        centre = (self.high + self.low) / 2
        digits = max(0, 2 - _magnitude(half)) if isfinite(half) and half > 0 else 6
        unit = f" {self.unit}" if self.unit else ""
        doubt = "".join(f"; {word}" for word in dict.fromkeys(warning.partition(":")[0] for warning in self.warnings))
        level = f"{100 * self.level:g} %{doubt}"
        value, low, high = (typeset(f"{x:z.{digits}f}") for x in (self.value, self.low, self.high))
        if abs(self.value - centre) > half / 10 or not isfinite(half):
            return f"{value}{unit} ({low} to {high}, {level})"
        return f"{value} ± {half:.{digits}f}{unit} ({level})"

    def within(self, least: float, most: float) -> Estimate:
        """The same estimate, its interval cut to the values that the quantity can take."""
        low, high = (min(max(end, least), most) for end in (self.low, self.high))
        return self if (low, high) == (self.low, self.high) else replace(self, low=low, high=high)

    def scaled(self, factor: float, unit: str) -> Estimate:
        """The same estimate in another unit."""
        ends = sorted((self.low * factor, self.high * factor))
        return replace(
            self,
            value=self.value * factor,
            stderr=self.stderr * abs(factor),
            low=ends[0],
            high=ends[1],
            bias=self.bias * factor,
            unit=unit,
        )

    def in_base(self, base: float) -> Estimate:
        """Nats turned into units of the logarithm's base."""
        return self.scaled(1 / log(base), unit_of(base))


def unit_of(base: float) -> str:
    """The name of the unit that logarithms to this base measure in."""
    return _UNITS.get(float(base), f"log{float(base):g}")


def _magnitude(x: float) -> int:
    """The number of digits before the point, negative for leading zeros after it."""
    return int(f"{x:.1e}".partition("e")[2]) + 1
