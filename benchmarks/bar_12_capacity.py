"""Capacity of a random channel by BLAS, certified to 1e-9 bit, against a loop that ends where its value is still."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from dit.algorithms.channelcapacity import channel_capacity

from benchmarks.race import Race, Times
from plogp.apps import bottleneck

SIZE = 1000


def races() -> Iterator[Race]:
    W = np.random.default_rng(0).dirichlet(np.ones(SIZE), SIZE)
    yield Race(
        f"capacity of {SIZE:,} × {SIZE:,}, random",
        "dit channel_capacity, to 1e-7 a step",
        lambda: bottleneck.channel_capacity(W, base=2).value,
        lambda: channel_capacity(W)[0],
        Times(20, vectors=False),
        same=1e-3,  # where dit stops
        once=True,
    )
