"""Rows of logits, float32 and 32,000 classes: the loss of a language model with its gradient, and distillation."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch.nn import functional

import plogp
from benchmarks.race import Race, Times
from plogp import Labels, Logits

CLASSES = 32_000
THREADS = 2


def rows() -> int:
    """4,096 where the arrays of all contenders fit twice into free memory, else 1,024."""
    free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return 4096 if free > 16 << 30 else 1024


def races() -> Iterator[Race]:
    rng = np.random.default_rng(0)
    n = rows()
    z = rng.standard_normal((n, CLASSES), dtype=np.float32)
    y = rng.integers(0, CLASSES, n)
    size = f"{n:,} × {CLASSES:,} float32"
    labels, logits = Labels(y), Logits(z)
    out = np.full_like(z, 0)  # its pages are there, as in the second step of a training
    leaf, target = torch.from_numpy(z).requires_grad_(), torch.from_numpy(y)

    def loss_of_torch() -> Any:
        with torch.no_grad():
            return functional.cross_entropy(leaf, target, reduction="none").numpy()

    def step_of_torch(loss: Callable[[], torch.Tensor]) -> Callable[[], Any]:
        def step() -> Any:
            leaf.grad = None
            rows = loss()
            rows.sum().backward()
            return rows.detach().numpy()

        return step

    both = step_of_torch(lambda: functional.cross_entropy(leaf, target, reduction="none"))
    yield Race(
        f"loss, {size}", "torch forward", lambda: plogp.cross_entropy(labels, logits), loss_of_torch, Times(8), THREADS
    )
    with_gradient = "torch forward and backward"
    yield Race(
        f"loss and gradient into out=, {size}",
        with_gradient,
        lambda: plogp.value_and_gradient(plogp.cross_entropy, labels, logits, out=out)[0],
        both,
        Times(12),
        THREADS,
    )
    yield Race(
        f"loss and fresh gradient, {size}",
        with_gradient,
        lambda: plogp.value_and_gradient(plogp.cross_entropy, labels, logits)[0],
        both,
        Times(5),
        THREADS,
    )
    yield Race(
        f"loss and gradient into out=, {size}",
        "NumPy copy of the logits (wanted: at most twice its time)",
        lambda: plogp.value_and_gradient(plogp.cross_entropy, labels, logits, out=out),
        lambda: np.copyto(out, z),
        Times(0.5),
        THREADS,
        same=None,
    )

    teacher = rng.standard_normal((n, CLASSES), dtype=np.float32)
    hot, log_target = Logits(teacher, temperature=2.0), torch.log_softmax(torch.from_numpy(teacher) / 2, dim=1)
    distil = step_of_torch(
        lambda: functional.kl_div(
            torch.log_softmax(leaf / 2, dim=1), log_target, reduction="none", log_target=True
        ).sum(1)
    )
    warm = Logits(z, temperature=2.0)
    yield Race(
        f"distillation loss and gradient, T = 2, {size}",
        with_gradient,
        lambda: plogp.value_and_gradient(plogp.kl_divergence, hot, warm, out=out)[0],
        distil,
        Times(20),
        THREADS,
        same=1e-5,
    )
