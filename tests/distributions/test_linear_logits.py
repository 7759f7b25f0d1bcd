"""Logits that are never held for all rows: each quantity and its gradient in tiles is that of the logits themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import plogp
from libraries import Library, load, read
from plogp import Counts, Drawn, Labels, LinearLogits, Logits, Normal, Probs, TopK
from plogp.quantities import _tiles
from plogp.theory.errors import (
    InvalidParameter,
    MixedArrays,
    NotAnArray,
    NotLabels,
    NotLogits,
    ShapeMismatch,
    Unanswerable,
)

RNG = np.random.default_rng(0)
K, ROWS = 13, (3, 5)
Quantity = Callable[[Any, Callable[[Any], Any]], Any]

LOG_P = plogp.log_softmax(np.random.default_rng(1).normal(size=(*ROWS, K)))
TOP = np.argsort(-LOG_P, axis=-1)[..., :3]
Y = np.random.default_rng(2).integers(0, K, ROWS)
IGNORED = np.where(Y[0, 1] == Y, -1, Y)
SHARES = [0.5, 0.2, 0.3]
NAMES = np.array(list("abcdefghijklm"))

QUANTITIES: dict[str, Quantity] = {
    "labels": lambda q, lib: plogp.cross_entropy(Labels(lib(Y)), q),
    "smooth and ignored": lambda q, lib: plogp.cross_entropy(Labels(lib(IGNORED), ignore=-1, smoothing=0.1), q),
    "names": lambda q, lib: plogp.cross_entropy(Labels(NAMES[Y], classes=tuple(NAMES)), q),
    "soft labels": lambda q, lib: plogp.cross_entropy(Labels(lib(np.exp(LOG_P))), q),
    "entropy": lambda q, lib: plogp.entropy(q, base=2),
    "renyi entropy": lambda q, lib: plogp.renyi_entropy(q, order=2),
    "perplexity": lambda q, lib: plogp.perplexity(q),
    "kl": lambda q, lib: plogp.kl_divergence(Logits(lib(LOG_P), temperature=2.0), q),
    "reverse kl": lambda q, lib: plogp.kl_divergence(q, Logits(lib(LOG_P))),
    "top k": lambda q, lib: plogp.kl_divergence(TopK(lib(TOP), lib(np.take_along_axis(LOG_P, TOP, -1))), q),
    "js of three": lambda q, lib: plogp.js_divergence(lib(np.exp(LOG_P)), q, Logits(lib(LOG_P)), weights=SHARES),
    "one row": lambda q, lib: plogp.total_variation(Probs(lib(np.exp(LOG_P[0, 0]))), q),
    "broadcast": lambda q, lib: plogp.hellinger_distance(Probs(lib(np.exp(LOG_P[:1]))), q),
    "turned": lambda q, lib: plogp.kl_divergence(Logits(lib(np.moveaxis(LOG_P, -1, 0).copy()), axis=0), q),
    "f": lambda q, lib: plogp.f_divergence(lib(np.exp(LOG_P)), q, lambda t: (t - 1) ** 2),
    "policy": lambda q, lib: plogp.entropy_and_log_prob(Labels(lib(Y)), q)[0],
}  # fmt: skip
each = pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=[*QUANTITIES])


@pytest.fixture(autouse=True)
def small_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two rows."""
    monkeypatch.setattr(_tiles, "_TILE", 2 * K)


def layer(d: int = 8) -> list[np.ndarray]:
    return [RNG.normal(size=(*ROWS, d)), RNG.normal(size=(K, d)), RNG.normal(size=K)]


def broken(hidden: np.ndarray) -> np.ndarray:
    """A NaN in the fourteenth row."""
    return np.where(hidden == hidden[2, 3, 0], np.nan, hidden)


def logits(xp: Any, hidden: Any, weight: Any, bias: Any, cap: float | None) -> Any:
    z = hidden @ weight.T + bias
    return z if cap is None else cap * xp.tanh(z / cap)


@each
def test_values(quantity: Quantity, lib: Library) -> None:
    if lib.name == "jax" and quantity not in (QUANTITIES["labels"], QUANTITIES["kl"]):
        return
    parts = layer()
    expected = quantity(Logits(logits(np, *parts, 2.0), temperature=0.7), np.asarray)
    found = quantity(LinearLogits(*map(lib, parts), temperature=0.7, softcap=2.0), lib)
    assert tuple(found.shape) == ROWS
    assert read(found) == pytest.approx(expected, rel=1e-10, abs=1e-14)


@each
def test_gradients(quantity: Quantity) -> None:
    load("torch")
    import torch

    parts, upstream = layer(), torch.tensor(RNG.normal(size=ROWS))
    for cap, weights in ((None, torch.tensor(0.5)), (2.0, upstream)):  # the same for all rows, and not
        slopes = []
        for linear in (True, False):
            held = [torch.tensor(x, requires_grad=True) for x in parts]
            if linear:
                made: Any = LinearLogits(*held, temperature=0.7, softcap=cap)
            else:
                made = Logits(logits(torch, *held, cap), temperature=0.7)
            (weights * quantity(made, torch.tensor)).sum().backward()
            slopes.append([read(x.grad) for x in held])
        for found, expected in zip(*slopes, strict=True):
            assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("divergence", [plogp.kl_divergence, plogp.js_divergence])
def test_teacher_and_student_of_hidden_states(divergence: Any) -> None:
    load("torch")
    import torch

    teacher, student, slopes = layer(6), layer(), []
    for linear in (True, False):
        held = [torch.tensor(x, requires_grad=True) for x in (*teacher, *student)]
        made = [
            LinearLogits(*some, softcap=cap) if linear else Logits(logits(torch, *some, cap))
            for some, cap in ((held[:3], None), (held[3:], 3.0))
        ]
        divergence(*made).mean().backward()
        slopes.append([read(x.grad) for x in held])
    for found, expected in zip(*slopes, strict=True):
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_the_size_of_a_tile_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = layer()
    answers = []
    for size in (K, 4 * K, 1000):
        monkeypatch.setattr(_tiles, "_TILE", size)
        answers.append(plogp.cross_entropy(Labels(Y), LinearLogits(*parts)))
    assert answers[0] == pytest.approx(answers[1], rel=1e-13)
    assert answers[0] == pytest.approx(answers[2], rel=1e-13)


def test_nothing_of_all_rows_and_outcomes_is_ever_made() -> None:
    load("torch")
    import torch
    from torch.utils._python_dispatch import TorchDispatchMode

    largest = 0

    class Sizes(TorchDispatchMode):
        def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            nonlocal largest
            made = func(*args, **(kwargs or {}))
            for x in made if isinstance(made, tuple | list) else [made]:
                largest = max(largest, x.numel() if isinstance(x, torch.Tensor) else 0)
            return made

    hidden, weight = torch.randn(200, 4, requires_grad=True), torch.randn(K, 4, requires_grad=True)
    y = torch.randint(K, (200,))
    with Sizes():
        plogp.cross_entropy(Labels(y), LinearLogits(hidden, weight)).mean().backward()
    assert largest <= hidden.numel() < 200 * K
    assert hidden.grad is not None


def test_half_precision_second_derivatives_and_a_graph_that_stays() -> None:
    load("torch")
    import torch

    halves = [torch.tensor(x, dtype=torch.bfloat16, requires_grad=True) for x in layer()]
    loss = plogp.entropy(LinearLogits(*halves))
    exact = plogp.entropy(Logits(logits(torch, *(x.float() for x in halves), None)))
    assert loss.dtype == torch.float32
    assert read(loss.detach()) == pytest.approx(read(exact.detach()), rel=1e-5)
    loss.sum().backward()
    assert all(x.grad.dtype == torch.bfloat16 for x in halves)
    parts = [torch.tensor(x, requires_grad=True) for x in (RNG.normal(size=(3, 2)), RNG.normal(size=(K, 2)))]
    assert torch.autograd.gradgradcheck(lambda *t: plogp.entropy(LinearLogits(*t, softcap=2.0)), parts)
    value = plogp.entropy(LinearLogits(*parts)).sum()
    value.backward(retain_graph=True)
    once = parts[1].grad.clone()
    value.backward()
    assert read(parts[1].grad) == pytest.approx(2 * read(once))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda h, w, b: plogp.entropy(LinearLogits(h, w.T)), ShapeMismatch, "one row for each outcome"),
        (lambda h, w, b: plogp.entropy(LinearLogits(h, w, b[:3])), ShapeMismatch, "one row for each outcome"),
        (lambda h, w, b: plogp.entropy(LinearLogits(load("torch")(h), w)), MixedArrays, "two array libraries"),
        (lambda h, w, b: plogp.entropy(LinearLogits("x", w)), NotAnArray, "text"),
        (lambda h, w, b: LinearLogits(h, w, temperature=0), InvalidParameter, "temperature"),
        (lambda h, w, b: LinearLogits(h, w, softcap=-1), InvalidParameter, "softcap"),
        (lambda h, w, b: plogp.entropy(LinearLogits(broken(h), w)), NotLogits, "from row 12 on"),
        (lambda h, w, b: plogp.cross_entropy(Labels(Y * 0 + 99), LinearLogits(h, w)), NotLabels, "label 99"),
        (lambda h, w, b: plogp.kl_divergence(Logits(LOG_P[..., :4]), LinearLogits(h, w)), ShapeMismatch, "4 and 13"),
        (lambda h, w, b: plogp.kl_divergence(Logits(LOG_P[:2]), LinearLogits(h, w)), ShapeMismatch, "broadcast"),
        (lambda h, w, b: plogp.mutual_information(LinearLogits(h, w)), Unanswerable, "several variables"),
        (lambda h, w, b: plogp.pairwise(plogp.kl_divergence, LinearLogits(h, w)), Unanswerable, "pairwise"),
        (lambda h, w, b: plogp.kl_divergence(LinearLogits(h, w), Counts([1, 2])), ShapeMismatch, "one distribution"),
        (lambda h, w, b: plogp.kl_divergence(Drawn([-1.0]), LinearLogits(h, w)), Unanswerable, "Scored"),
        (lambda h, w, b: plogp.kl_divergence(Normal(0, 1), LinearLogits(h, w)), Unanswerable, "family"),
        (lambda h, w, b: plogp.softmax(LinearLogits(h, w)), NotAnArray, "LinearLogits"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(call: Callable[..., Any], error: type, message: str) -> None:
    with pytest.raises(error, match=message):
        call(*layer())
