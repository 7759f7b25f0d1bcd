"""Logits that are a linear function of hidden states: the last layer of a language model and what comes before it."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Any

from plogp.backend.arrays import Array, eager, is_torch, namespace, real, working
from plogp.distributions.array_input import numbers
from plogp.distributions.known import Known
from plogp.distributions.logits import Logits
from plogp.theory.errors import MixedArrays, ShapeMismatch
from plogp.theory.parameters import real_number
from plogp.theory.pmf import Scores


@dataclass(frozen=True, eq=False)
class LinearLogits(Known):
    """Logits hidden · weightᵀ + bias, which are never held for all rows at once.

    A quantity of it is that of `Logits(hidden @ weight.T + bias, temperature=…)`, forward and backward in tiles of rows
    with NumPy and PyTorch: beside the gradient of the weight it takes no more than 64 MB, however many rows there are.

    Parameters
    ----------
    hidden : array or nested lists, shape (..., d)
        The hidden states, one a row.
    weight : array or nested lists, shape (k, d)
        One row for each outcome, as of `torch.nn.Linear`.
    bias : array or nested lists, shape (k,), optional
        Added to the logits.
    temperature : float
        Above zero, as of `Logits`.
    softcap : float, optional
        c > 0: logits z are capped smoothly, c·tanh(z / c), before the temperature.

    Notes
    -----
    Two may stand beside each other, as teacher and student, and beside any other known distribution of the same rows,
    or of one row. With PyTorch the gradients of hidden, weight and bias are accumulated in float32 or more. That of the
    sum of all rows is made with the values, in three products with the weight, and a mean or a sum costs no more;
    weights of the rows, which are known only when the gradient comes back, cost three products again. What cannot be
    tiled is computed from all logits at once: under tracing (`torch.compile`, JAX), for second derivatives, and beside
    an argument that asks for a gradient of its own or broadcasts otherwise.

    Examples
    --------
    >>> import numpy as np, plogp
    >>> hidden, weight = np.array([[1.0, 2.0], [0.5, -1.0]]), np.array([[0.3, 0.1], [-0.2, 0.4], [0.0, 1.0]])
    >>> plogp.cross_entropy(plogp.Labels([2, 0]), plogp.LinearLogits(hidden, weight)).round(6)
    array([0.385077, 0.655906])
    """

    hidden: Any
    weight: Any
    bias: Any = None
    _: KW_ONLY
    temperature: float = 1.0
    softcap: float | None = None

    data = ("hidden", "weight", "bias")

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "temperature", real_number("temperature", self.temperature, 0))
        if self.softcap is not None:
            object.__setattr__(self, "softcap", real_number("softcap", self.softcap, 0))

    def pmf(self, like: Array | None) -> Scores:
        return self.logits(*self.arrays(like)).pmf(like)

    def arrays(self, like: Array | None) -> tuple[Array, Array, Array | None]:
        """Hidden states, weight and bias, checked, in one library."""
        hidden = numbers(self.hidden, "hidden states", like)
        xp = namespace(hidden)
        given = [hidden, numbers(self.weight, "a weight", hidden)]
        if self.bias is not None:
            given.append(numbers(self.bias, "a bias", hidden))
        if len({namespace(x).__name__ for x in given}) > 1:
            raise MixedArrays("hidden states, weight and bias are of two array libraries: convert one of them")
        if len({getattr(x, "device", None) for x in given if is_torch(x)}) > 1:
            raise MixedArrays("hidden states, weight and bias are on two devices: move one of them")
        shapes = [tuple(x.shape) for x in given]
        fit = len(shapes[0]) > 0 and len(shapes[1]) == 2 and shapes[0][-1] == shapes[1][1] and shapes[1][0] > 0
        if not fit or (self.bias is not None and shapes[2] != shapes[1][:1]):
            raise ShapeMismatch(
                f"hidden states (…, d) and a weight (k, d), with a bias (k,), have the shapes "
                f"{' and '.join(map(str, shapes))}: give the weight one row for each outcome"
            )
        hidden, weight, *bias = (real(xp, x) for x in given)
        return hidden, weight, bias[0] if bias else None

    def logits(self, hidden: Array, weight: Array, bias: Array | None) -> Logits:
        """The logits of some rows of hidden states, in float32 or more."""
        return Logits(self.capped(product(hidden, weight, bias)), temperature=self.temperature)

    def capped(self, z: Array) -> Array:
        """The logits after the soft cap."""
        return z if self.softcap is None else self.softcap * namespace(z).tanh(z / self.softcap)


def product(hidden: Array, weight: Array, bias: Array | None) -> Array:
    """hidden · weightᵀ + bias, half precision in float32."""
    xp = namespace(hidden)
    dtype = xp.result_type(*(working(xp, x[..., :0]).dtype for x in (hidden, weight)))
    with eager():
        z = xp.matmul(xp.astype(hidden, dtype, copy=False), xp.astype(weight, dtype, copy=False).T)
        return z if bias is None else z + xp.astype(bias, dtype, copy=False)
