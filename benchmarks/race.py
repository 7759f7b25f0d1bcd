"""A race: ours against a peer on the same input, alternated, judged by the ratio of the medians."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np

import plogp

# A bar is set for AVX-512; narrower vectors do half as much at a time.
SHARE_OF_BAR = {"x86-64-v4": 1.0, "x86-64-v3": 0.5}


@dataclass(frozen=True)
class Times:
    """How often as fast as the peer; the bar says how often it must be."""

    bar: float
    vectors: bool = True  # whether the bar is set for AVX-512

    def required(self, isa: str) -> float:
        return self.bar * (SHARE_OF_BAR.get(isa, 0.25) if self.vectors else 1.0)

    def met(self, ours: float, peer: float, isa: str) -> bool:
        return peer / ours >= self.required(isa)

    def text(self, isa: str) -> str:
        return f"≥ {self.required(isa):g}×"


@dataclass(frozen=True)
class AtMostMore:
    """How many seconds longer than the peer it may take."""

    seconds: float

    def met(self, ours: float, peer: float, isa: str) -> bool:
        return ours - peer <= self.seconds

    def text(self, isa: str) -> str:
        return f"≤ +{self.seconds * 1e3:g} ms"


@dataclass(frozen=True)
class Race:
    """One line of the table. `ours` and `theirs` compute the same, which is checked unless `same` is None."""

    case: str
    peer: str
    ours: Callable[[], Any]
    theirs: Callable[[], Any]
    bar: Times | AtMostMore
    threads: int = 1
    same: float | None = 1e-6  # relative difference allowed between the answers


@dataclass(frozen=True)
class Outcome:
    """What a race took, in seconds a call."""

    race: Race
    ours: float
    theirs: float


def run(race: Race, seconds: float = 2.0) -> Outcome:
    """Run both in turn, at least five times each and for so many seconds in all, on equal threads.

    One thread is judged by processor time, several by the clock on the wall.
    """
    before = plogp.get_num_threads()
    plogp.set_num_threads(race.threads)
    try:
        with _limited(race.threads):
            if race.same is not None:
                np.testing.assert_allclose(race.ours(), race.theirs(), rtol=race.same, atol=1e-12)
            clock = _processor_time if race.threads == 1 else time.perf_counter
            ours_each, theirs_each = _calls(race.ours, clock), _calls(race.theirs, clock)
            ours: list[float] = []
            theirs: list[float] = []
            end = time.perf_counter() + seconds
            while len(ours) < 5 or (time.perf_counter() < end and len(ours) < 200):
                ours.append(_time(race.ours, ours_each, clock))
                theirs.append(_time(race.theirs, theirs_each, clock))
    finally:
        plogp.set_num_threads(before)
    return Outcome(race, statistics.median(ours), statistics.median(theirs))


def _calls(f: Callable[[], Any], clock: Callable[[], float]) -> int:
    """How many calls take a millisecond, so that the clock's step and its own cost do not show."""
    once = _time(f, 3, clock)
    return max(1, int(1e-3 / max(once, 1e-9)))


def _time(f: Callable[[], Any], calls: int, clock: Callable[[], float]) -> float:
    start = clock()
    for _ in range(calls):
        f()
    return (clock() - start) / calls


def _processor_time() -> float:
    """What this process and its children used: waiting for its turn on a busy machine is not the cost of a thread."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _limited(threads: int) -> Any:
    """Peers that bring a BLAS or OpenMP of their own get as many threads, where threadpoolctl is there to say so."""
    try:
        from threadpoolctl import threadpool_limits
    except ImportError:
        return nullcontext()
    return threadpool_limits(limits=threads)
