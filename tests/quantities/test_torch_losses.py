"""Losses in PyTorch on hard rows, against float64 and against torch where torch is right; known failures of peers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import plogp
from plogp import Labels, Logits, Probs

torch = pytest.importorskip("torch", reason="PyTorch is not installed")
functional = torch.nn.functional
PAIRS = {
    "cross_entropy": lambda p, q, y: plogp.cross_entropy(y, q),
    "smoothed cross_entropy": lambda p, q, y: plogp.cross_entropy(Labels(y.y, smoothing=0.1), q),
    "kl_divergence": lambda p, q, y: plogp.kl_divergence(p, q),
    "reverse kl_divergence": lambda p, q, y: plogp.kl_divergence(q, p),
    "js_divergence": lambda p, q, y: plogp.js_divergence(p, q),
    "entropy": lambda p, q, y: plogp.entropy(q),
    "total_variation": lambda p, q, y: plogp.total_variation(p, q),
    "hellinger_distance": lambda p, q, y: plogp.hellinger_distance(p, q),
}


def hard_rows(n: int, k: int, seed: int) -> tuple[Any, Any, Any]:
    """Two sets of logits in float32, and labels: wide, narrow, equal, nearly equal, far from zero, and masked rows."""
    rng = np.random.default_rng(seed)
    z = rng.normal(size=(n, k)) * 10.0 ** rng.uniform(-3, 2, (n, 1))
    w = np.where(rng.random((n, 1)) < 0.3, z + 10.0 ** rng.uniform(-7, 0, (n, 1)) * rng.normal(size=(n, k)), z[::-1])
    w = np.where(rng.random((n, 1)) < 0.1, z, w) + rng.choice([0.0, 1e4, -3e4], (n, 1))
    mask = (rng.random((n, k)) < 0.5) & (rng.random((n, 1)) < 0.2)
    mask[np.arange(n), rng.integers(0, k, n)] = False
    z, w = np.where(mask, -np.inf, z), np.where(mask, -np.inf, w)
    return (
        torch.tensor(z, dtype=torch.float32),
        torch.tensor(w, dtype=torch.float32),
        torch.tensor(rng.integers(0, k, n)),
    )


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
@pytest.mark.parametrize("temperature", [0.01, 1.0, 100.0])
@pytest.mark.parametrize("name", PAIRS)
def test_gradients_on_hard_rows(name: str, temperature: float, dtype: Any) -> None:
    """Within 1e-5 of the largest entry in float64, or roundings of float32 (more without FMA) of (1 + value) / T."""
    f = PAIRS[name]
    z, w, y = (x.to(dtype) if x.is_floating_point() else x for x in hard_rows(300, 40, 7))
    found = []
    for wide in (torch.float32, torch.float64):
        leaf = w.to(wide).requires_grad_()
        value = f(Logits(z.to(wide), temperature=temperature), Logits(leaf, temperature=temperature), Labels(y))
        found.append((value.detach().double(), torch.autograd.grad(value.sum(), leaf)[0].double()))
    (value, slope), (right, expected) = found
    assert bool(slope.isfinite().all())
    finite = right.isfinite()
    assert torch.equal(finite, value.isfinite())
    torch.testing.assert_close(value[finite], right[finite], rtol=2e-5, atol=1e-7)
    rounding = 4e-2 * (1 + right.nan_to_num(posinf=0.0)[:, None]) / temperature
    scale = expected.abs().amax(-1, keepdim=True).maximum(rounding)
    assert float(((slope - expected).abs() / scale).max()) < 1e-5


@pytest.mark.parametrize("seed", range(3))
def test_torch_agrees_where_it_is_right(seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    z = torch.randn(4, 7, 3, 2, generator=generator, dtype=torch.float64)
    y = torch.randint(0, 7, (4, 3, 2), generator=generator)
    y[0, 0, 0] = -100
    class_weights = torch.rand(7, generator=generator, dtype=torch.float64)
    labels, logits = Labels(y, ignore=-100), Logits(z, axis=1)
    rows = plogp.cross_entropy(labels, logits)
    close = torch.testing.assert_close
    close(rows, functional.cross_entropy(z, y, reduction="none"))
    close(rows.sum() / labels.valid.sum(), functional.cross_entropy(z, y))
    smoothed = plogp.cross_entropy(Labels(y, smoothing=0.2, ignore=-100), logits)
    close(smoothed, functional.cross_entropy(z, y, reduction="none", label_smoothing=0.2))
    w = class_weights[y.clamp_min(0)] * labels.valid  # class weights are the caller's product
    close((rows * w).sum() / w.sum(), functional.cross_entropy(z, y, weight=class_weights))
    one_hot = functional.one_hot(y.clamp_min(0), 7)
    hot = plogp.cross_entropy(Labels(one_hot.movedim(-1, 1), axis=1), logits)
    close(hot[labels.valid], rows[labels.valid])
    p = torch.randn(4, 7, 3, 2, generator=generator, dtype=torch.float64).softmax(1)
    close(plogp.cross_entropy(Probs(p, axis=1), logits), functional.cross_entropy(z, p, reduction="none"))
    kl = functional.kl_div(z.log_softmax(1), p, reduction="none").sum(1)
    close(plogp.kl_divergence(Probs(p, axis=1), logits), kl)
    logged = functional.kl_div(z.log_softmax(1), p.log(), reduction="none", log_target=True).sum(1)
    close(plogp.kl_divergence(Logits(p.log(), axis=1), logits), logged)


def test_failures_of_peers() -> None:
    """What losses written by hand in PyTorch get wrong."""
    z, teacher = torch.tensor([[2.0, 0.0, -2.0]]), torch.tensor([[0.0, 3.0, 0.0]])
    leaf = z.clone().requires_grad_()
    log_q = (leaf / 0.01).log_softmax(-1)
    torch.autograd.grad(functional.kl_div((teacher / 0.01).softmax(-1).log(), log_q.exp(), reduction="sum"), leaf)
    by_hand = functional.kl_div((teacher / 0.01).softmax(-1).log(), log_q.exp(), reduction="sum")
    assert not bool(by_hand.isfinite())  # the reverse divergence at a low temperature: log of a softmax that is 0
    ours = plogp.kl_divergence(Logits(leaf, temperature=0.01), Logits(teacher, temperature=0.01))
    assert ours.item() == pytest.approx(300.0, rel=1e-5)
    assert bool(torch.autograd.grad(ours.sum(), leaf)[0].isfinite().all())

    masked = torch.tensor([[1.0, -torch.inf, 0.5]], requires_grad=True)
    other = torch.tensor([[0.2, -torch.inf, 0.9]])
    log_p, log_q = masked.log_softmax(-1), other.log_softmax(-1)
    assert bool(functional.kl_div(log_q, log_p, reduction="sum", log_target=True).isnan())  # 0·(-inf + inf)
    value = plogp.js_divergence(Logits(masked), Logits(other))
    assert bool(value.isfinite().all())
    assert bool(torch.autograd.grad(value.sum(), masked)[0].isfinite().all())

    generator = torch.Generator().manual_seed(0)
    p = torch.randn(400, 50, generator=generator).to(torch.bfloat16)
    q = p + torch.tensor(0.01, dtype=torch.bfloat16)
    m = ((p.log_softmax(-1).exp() + q.log_softmax(-1).exp()) / 2).log()
    by_hand = sum(
        functional.kl_div(m, x.log_softmax(-1), reduction="none", log_target=True).sum(-1) / 2 for x in (p, q)
    )
    assert bool((by_hand < 0).any())  # a mean over numbers of 8 bits
    ours = plogp.js_divergence(Logits(p), Logits(q))
    assert ours.dtype == torch.float32
    assert bool((ours >= 0).all())
