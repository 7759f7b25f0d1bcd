"""Losses in PyTorch, through its autograd: a step of loss, mean and backward beside torch's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch.nn import functional

import plogp
from benchmarks.bar_3_logits import THREADS, rows
from benchmarks.race import AtMostTimes, Race, Times
from plogp import Labels, Logits


def races() -> Iterator[Race]:
    generator = torch.Generator().manual_seed(0)
    small = AtMostTimes(1.4)
    for n, k, bar, threads in ((64, 10, small, 1), (256, 1_000, Times(2), 1), (rows(), 32_000, Times(5), THREADS)):
        leaf = torch.randn(n, k, generator=generator).requires_grad_()
        y = torch.randint(0, k, (n,), generator=generator)
        peer = "torch cross_entropy and backward"

        def step(loss: Callable[[], Any], leaf: Any = leaf) -> Callable[[], Any]:
            def once() -> Any:
                leaf.grad = None
                value = loss()
                value.backward()
                return value.detach().numpy()

            return once

        yield Race(
            f"cross-entropy, mean and backward, {n:,} × {k:,} float32",
            peer,
            step(lambda leaf=leaf, y=y: plogp.cross_entropy(Labels(y), Logits(leaf)).mean()),
            step(lambda leaf=leaf, y=y: functional.cross_entropy(leaf, y)),
            bar,
            threads,
        )
    teacher = torch.randn(n, k, generator=generator)
    yield Race(
        f"distillation, T = 2, mean and backward, {n:,} × {k:,} float32",
        "torch kl_div and backward",
        step(lambda: plogp.kl_divergence(Logits(teacher, temperature=2.0), Logits(leaf, temperature=2.0)).mean()),
        step(
            lambda: functional.kl_div(
                torch.log_softmax(leaf / 2, 1),
                torch.log_softmax(teacher / 2, 1),
                reduction="batchmean",
                log_target=True,
            )
        ),
        Times(12),
        THREADS,
        same=1e-4,
    )
