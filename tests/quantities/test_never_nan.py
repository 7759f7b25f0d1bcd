"""No derivative of a quantity of hard distributions is NaN: zeros, certainties, masked logits, low temperatures."""

from __future__ import annotations

import numpy as np
import pytest

import plogp
from libraries import Library, derivative
from plogp import Logits
from quantity_laws import TWO

HARD_LOGITS = np.array([[1.0, 2.0, -np.inf], [30.0, 0.0, -30.0], [0.0, 0.0, 0.0], [-np.inf, 1.0, -np.inf]])
HARD_PROBS = np.array([[0.5, 0.5, 0.0], [1.0, 0.0, 0.0], [0.25, 0.25, 0.5], [0.0, 1.0, 0.0]])


@pytest.mark.parametrize(
    ("temperature", "dtype"),
    [(1.0, "float64"), (0.05, "float64"), (0.05, "float32"), (0.05, "bfloat16")],
)
@pytest.mark.parametrize("name", TWO)
def test_never_nan(autodiff: Library, name: str, temperature: float, dtype: str) -> None:
    never_nan(autodiff, name, temperature, dtype)


@pytest.mark.study
@pytest.mark.parametrize("name", TWO)
def test_never_nan_in_float16(autodiff: Library, name: str) -> None:
    """After the first operation it is float32, as bfloat16 is."""
    never_nan(autodiff, name, 0.05, "float16")


def never_nan(autodiff: Library, name: str, temperature: float, dtype: str) -> None:
    """No derivative of a quantity of hard distributions is NaN."""
    q = TWO[name]
    hard = autodiff(HARD_PROBS, dtype)
    logits = autodiff(HARD_LOGITS, dtype)
    swapped = autodiff(HARD_LOGITS[::-1].copy(), dtype)
    for f in (
        lambda z: q(hard, Logits(z, temperature=temperature)),
        lambda z: q(Logits(z, temperature=temperature), hard),
        lambda z: q(Logits(z, temperature=temperature), Logits(swapped, temperature=temperature)),
        lambda z: q(Logits(swapped, temperature=temperature), Logits(z, temperature=temperature)),
        lambda z: q(Logits(z, temperature=temperature), Logits(logits, temperature=temperature)),
    ):
        assert not np.isnan(derivative(autodiff, f, HARD_LOGITS, dtype)).any()
    for f in (lambda p: q(p, hard), lambda p: q(hard, p)):
        assert not np.isnan(derivative(autodiff, f, HARD_PROBS, dtype)).any()


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "bfloat16"])
def test_never_nan_for_entropies(autodiff: Library, dtype: str) -> None:
    for f in (
        plogp.entropy,
        plogp.perplexity,
        lambda d: plogp.renyi_entropy(d, order=2),
        lambda d: plogp.renyi_entropy(d, order=0.5),
        lambda d: plogp.renyi_entropy(d, order=float("inf")),
        lambda d: plogp.tsallis_entropy(d, order=0.5),
    ):
        assert not np.isnan(derivative(autodiff, lambda z, f=f: f(Logits(z)), HARD_LOGITS, dtype)).any()
        assert not np.isnan(derivative(autodiff, f, HARD_PROBS, dtype)).any()
