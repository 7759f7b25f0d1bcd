"""Entropy and log-probability in one pass: the two quantities themselves, and the gradient of any mean of both."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import plogp
from libraries import Library, load, read
from plogp import Labels, Logits, Probs, TopK

RNG = np.random.default_rng(0)


def both(p: Any, q: Any) -> tuple[Any, Any]:
    return plogp.entropy(q), -plogp.cross_entropy(p, q)


def test_it_is_the_two_quantities(lib: Library) -> None:
    z, y = np.array([[2.0, 1.0, 0.1, -np.inf], [0.5, 2.5, 0.3, 1.0]]), np.array([2, 0])
    labels = Labels(lib(y))
    for q in (
        Logits(lib(z), temperature=0.5), Logits(lib(z.T.copy()), axis=0), Logits(lib(z)).truncated(top_k=3),
        Probs(lib(plogp.softmax(z))), Logits(lib(z[:1])),
    ):  # fmt: skip
        for found, expected in zip(plogp.entropy_and_log_prob(labels, q), both(labels, q), strict=True):
            assert read(found) + np.zeros(2) == pytest.approx(read(expected) + np.zeros(2), rel=1e-12)
            assert found.dtype == expected.dtype
    single = plogp.entropy_and_log_prob(labels, Logits(lib(z, "float32")))
    assert [x.dtype for x in single] == [lib.dtype("float32")] * 2


def rows(k: int, dtype: str) -> np.ndarray:
    """Spread out, cold, hot, far from zero, masked, equal, one hot."""
    z = RNG.normal(size=(9, k))
    z[1] *= 100
    z[2] *= 1e-3
    z[3] += 1e4
    z[4, ::2] = -np.inf
    z[5] = 3
    z[6, 0] = 60
    z[7] *= 1000
    z[8, 1:] = -np.inf
    return z.astype(dtype)


@pytest.mark.parametrize("k", [2, 9, 16, 33, 1000])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_values_and_gradients_of_rows_of_every_kind(dtype: str, k: int) -> None:
    """The kernel's beside the equation's in double precision."""
    torch, z = load("torch"), rows(k, dtype)
    y = RNG.integers(0, k, len(z))
    y[[4, 8]] = 1 if k > 1 else 0
    y[6] = 0
    y[8] = 0
    weights, answers = RNG.normal(size=(2, len(z))), []
    for kind, call in ((dtype, plogp.entropy_and_log_prob), ("float64", both)):
        held = torch(z, kind).requires_grad_()
        values = call(Labels(y), Logits(held, temperature=0.7))
        sum((torch(w, kind) * value).sum() for w, value in zip(weights, values, strict=True)).backward()
        answers.append([*(read(value.detach()) for value in values), read(held.grad)])
    for found, expected in zip(*answers, strict=True):
        size = np.abs(expected).max(axis=-1, keepdims=expected.ndim > 1)
        close = 1e-12 if dtype == "float64" else 2e-5
        assert np.all((np.abs(found - expected) <= close * (1e-6 + np.abs(expected) + size)) | (found == expected))


def test_second_derivatives() -> None:
    load("torch")
    import torch

    z = torch.tensor([[0.3, 1.0, -0.5], [2.0, 0.1, 0.4]], dtype=torch.float64, requires_grad=True)

    def step(z: Any) -> Any:
        return plogp.entropy_and_log_prob(Labels(torch.tensor([1, 2])), Logits(z))

    assert torch.autograd.gradcheck(step, (z,))
    assert torch.autograd.gradgradcheck(step, (z,))


def test_ignored_rows_are_zero_and_have_no_gradient() -> None:
    torch = load("torch")
    held = torch(RNG.normal(size=(3, 5))).requires_grad_()
    entropy, log_prob = plogp.entropy_and_log_prob(Labels([1, -100, 2], ignore=-100), Logits(held))
    (entropy + log_prob).sum().backward()
    for x in (entropy.detach(), log_prob.detach(), held.grad):
        assert (read(x)[1] == 0).all()
        assert read(x)[[0, 2]].all()


def test_an_impossible_label_is_minus_infinity() -> None:
    torch = load("torch")
    held = torch(np.array([[0.0, 1.0, -np.inf]])).requires_grad_()
    entropy, log_prob = plogp.entropy_and_log_prob(Labels([2]), Logits(held))
    assert read(log_prob.detach()) == -np.inf
    (entropy + log_prob).sum().backward()
    assert np.isfinite(read(held.grad)).all()


def test_beside_a_teacher_and_what_is_refused() -> None:
    teacher = TopK([[0, 1]], [[-0.5, -2.0]], 5)
    entropy, log_prob = plogp.entropy_and_log_prob(Labels([1]), teacher)
    assert (entropy, log_prob) == (pytest.approx(plogp.entropy(teacher)), pytest.approx(-2.0))
    z = Logits(np.zeros((2, 3)))
    for p, q, message in (
        (Labels([0, 3]), z, "label 3 at position"), (Labels([0]), Logits([[np.nan, 1.0]]), "nan"),
        (Labels([0, 1, 2]), z, "broadcast"), (plogp.Counts([1, 2]), z, "observed"),
    ):  # fmt: skip
        with pytest.raises(plogp.PlogpError, match=message):
            plogp.entropy_and_log_prob(p, q)
    with pytest.warns(UserWarning, match="softmax was applied"):
        plogp.entropy_and_log_prob(Labels([0]), Logits(np.array([[0.5, 0.25, 0.25]])))
