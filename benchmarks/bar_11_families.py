"""The divergence of a million pairs of normals, the term of a VAE, with and without its gradient."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch

import plogp
from benchmarks.race import Race, Times
from plogp import Normal

PAIRS = 1_000_000


def races() -> Iterator[Race]:
    rng = np.random.default_rng(0)
    drawn = [rng.normal(size=PAIRS), np.exp(rng.normal(size=PAIRS))] * 2
    drawn = [x + 0.1 * rng.random(PAIRS) for x in drawn]
    for dtype in ("float32", "float64"):
        held = [x.astype(dtype) for x in drawn]
        leaves = [torch.from_numpy(x).requires_grad_() for x in held]

        def ours(of: Any) -> Any:
            return plogp.kl_divergence(Normal(of[0], of[1]), Normal(of[2], of[3]))

        def theirs(of: Any) -> Any:
            made = [torch.distributions.Normal(of[i], of[i + 1]) for i in (0, 2)]
            return torch.distributions.kl_divergence(*made)

        def forward(f: Callable[..., Any], leaves: Any = leaves) -> Callable[[], Any]:
            def value() -> Any:
                with torch.no_grad():
                    return f(leaves).numpy()

            return value

        def both(f: Callable[..., Any], leaves: Any = leaves) -> Callable[[], Any]:
            def step() -> Any:
                for x in leaves:
                    x.grad = None
                rows = f(leaves)
                rows.sum().backward()
                return rows.detach().numpy()

            return step

        size, same = f"{PAIRS:,} normals, {dtype}", 1e-3 if dtype == "float32" else 1e-6
        peer = "torch.distributions forward"
        yield Race(f"KL in NumPy, {size}", peer, lambda held=held: ours(held), forward(theirs), Times(3), same=None)
        yield Race(f"KL in PyTorch, {size}", peer, forward(ours), forward(theirs), Times(3), same=None)
        twice = "torch.distributions forward and backward"
        yield Race(f"KL and gradient in PyTorch, {size}", twice, both(ours), both(theirs), Times(3), same=None)
        np.testing.assert_allclose(ours(held), theirs(leaves).detach().numpy(), rtol=same, atol=same)
