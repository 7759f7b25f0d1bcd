"""A number with its first two derivatives along a line, for functions written in NumPy's ufuncs, without autodiff.

Griewank & Walther 2008, "Evaluating derivatives", chapter 13: Taylor arithmetic of degree two.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from plogp.backend.refusal import Fault


class Jet(np.lib.mixins.NDArrayOperatorsMixin):
    """Value, slope and curvature along a line; each ufunc acts on all three."""

    def __init__(self, value: Any, slope: Any = 0.0, curvature: Any = 0.0) -> None:
        self.parts: tuple[Any, Any, Any] = (value, slope, curvature)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **rest: Any) -> Jet:
        """NumPy asks here what a ufunc is of a jet."""
        jets = [x if isinstance(x, Jet) else Jet(x) for x in inputs]
        rule = _RULES.get(ufunc.__name__)
        if method != "__call__" or rest or rule is None:
            raise Fault(f"the derivative of {ufunc.__name__} is not known here: give the parameters as PyTorch or JAX")
        return rule(*jets)


def _composed(derivatives: Callable[[Any], tuple[Any, Any, Any]]) -> Callable[[Jet], Jet]:
    """The chain rule, from f, f' and f''."""

    def rule(x: Jet) -> Jet:
        value, slope, curvature = x.parts
        f, first, second = derivatives(value)
        return Jet(f, first * slope, second * slope * slope + first * curvature)

    return rule


def _times(x: Jet, y: Jet) -> Jet:
    (a, b, c), (d, e, f) = x.parts, y.parts
    return Jet(a * d, a * e + b * d, a * f + 2 * b * e + c * d)


def _power(x: Jet, y: Jet) -> Jet:
    n = y.parts[0]
    if np.any(y.parts[1]) or np.any(y.parts[2]):
        return exp(_times(y, log(x)))
    return _composed(lambda v: (v**n, n * v ** (n - 1.0), n * (n - 1) * v ** (n - 2.0)))(x)


def _lgamma(v: Any) -> tuple[Any, Any, Any]:
    from scipy.special import digamma, gammaln, polygamma

    return gammaln(v), digamma(v), polygamma(1, v)


exp = _composed(lambda v: (np.exp(v),) * 3)
log = _composed(lambda v: (np.log(v), 1 / v, -1 / (v * v)))
_reciprocal = _composed(lambda v: (1 / v, -1 / v**2, 2 / v**3))
_RULES: dict[str, Callable[..., Jet]] = {
    "add": lambda x, y: Jet(*(a + b for a, b in zip(x.parts, y.parts, strict=True))),
    "subtract": lambda x, y: Jet(*(a - b for a, b in zip(x.parts, y.parts, strict=True))),
    "negative": lambda x: Jet(*(-a for a in x.parts)),
    "multiply": _times,
    "divide": lambda x, y: _times(x, _reciprocal(y)),
    "power": _power,
    "square": lambda x: _times(x, x),
    "exp": exp,
    "expm1": _composed(lambda v: (np.expm1(v), np.exp(v), np.exp(v))),
    "log": log,
    "log1p": _composed(lambda v: (np.log1p(v), 1 / (1 + v), -1 / (1 + v) ** 2)),
    "sqrt": _composed(lambda v: (np.sqrt(v), 0.5 / np.sqrt(v), -0.25 / np.sqrt(v) ** 3)),
    "gammaln": _composed(_lgamma),
}
