"""A race: ours against a peer on the same input, alternated, judged by the ratio of the medians."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

import plogp

# A bar is set for AVX-512; narrower vectors do half as much at a time.
SHARE_OF_BAR = {"x86-64-v4": 1.0, "x86-64-v3": 0.5}


class Bar(Protocol):
    """What a race must show of ours and of the peer's figure."""

    def met(self, ours: float, peer: float, isa: str) -> bool: ...

    def text(self, isa: str) -> str:
        """What is wanted."""

    def shown(self, ours: float, peer: float) -> str:
        """What was found."""


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

    def shown(self, ours: float, peer: float) -> str:
        ratio = peer / ours
        return f"{ratio:.2f}×" if ratio < 10 else f"{ratio:.0f}×"


@dataclass(frozen=True)
class AtMostTimes:
    """How often as long as the peer it may take."""

    bar: float

    def met(self, ours: float, peer: float, isa: str) -> bool:
        return ours <= self.bar * peer

    def text(self, isa: str) -> str:
        return f"≤ {self.bar:g} × the time"

    def shown(self, ours: float, peer: float) -> str:
        return f"{ours / peer:.2f} × the time"


@dataclass(frozen=True)
class AtMostMore:
    """How many seconds longer than the peer it may take."""

    seconds: float

    def met(self, ours: float, peer: float, isa: str) -> bool:
        return ours - peer <= self.seconds

    def text(self, isa: str) -> str:
        return f"≤ +{self.seconds * 1e3:g} ms"

    def shown(self, ours: float, peer: float) -> str:
        return f"{(ours - peer) * 1e3:+.0f} ms"


@dataclass(frozen=True)
class AtMostBytes:
    """How much memory it may take; the peer is ours on more rows, which may take a twentieth more."""

    bytes: float

    def met(self, ours: float, peer: float, isa: str) -> bool:
        return ours <= self.bytes and peer <= 1.05 * ours

    def text(self, isa: str) -> str:
        return f"≤ {self.bytes / 1e9:g} GB, the same"

    def shown(self, ours: float, peer: float) -> str:
        return f"{peer / ours:.2f} × the memory"


@dataclass(frozen=True)
class Race:
    """One line of the table. `ours` and `theirs` compute the same, which is checked unless `same` is None.

    Where the bar is one of memory they answer how many bytes they took, and are not timed.
    """

    case: str
    peer: str
    ours: Callable[[], Any]
    theirs: Callable[[], Any]
    bar: Bar
    threads: int = 1
    same: float | None = 1e-6  # relative difference allowed between the answers
    long: bool = False  # a call takes seconds, and is made three times
    once: bool = False  # the peer takes so long that one call of it must do
    processor: bool = False  # judged by processor time whatever the threads


@dataclass(frozen=True)
class Outcome:
    """What a race took, in seconds a call or in bytes."""

    race: Race
    ours: float
    theirs: float


def run(race: Race, seconds: float = 2.0) -> Outcome:
    """Run both in turn, some times each and for so many seconds in all, on equal threads.

    One thread is judged by processor time, several by the clock on the wall. A race of one call times that
    whose answer is compared.
    """
    if isinstance(race.bar, AtMostBytes):
        return Outcome(race, race.ours(), race.theirs())
    before = plogp.get_num_threads()
    plogp.set_num_threads(race.threads)
    try:
        with _limited(race.threads):
            clock = _processor_time if race.threads == 1 or race.processor else time.perf_counter
            if race.once:
                return _run_once(race, clock)
            if race.same is not None:
                np.testing.assert_allclose(race.ours(), race.theirs(), rtol=race.same, atol=1e-12)
            least, each = (3, (1, 1)) if race.long else (5, (_calls(race.ours, clock), _calls(race.theirs, clock)))
            ours: list[float] = []
            theirs: list[float] = []
            end = time.perf_counter() + seconds
            while len(ours) < least or (time.perf_counter() < end and len(ours) < 200):
                ours.append(_time(race.ours, each[0], clock))
                theirs.append(_time(race.theirs, each[1], clock))
    finally:
        plogp.set_num_threads(before)
    return Outcome(race, statistics.median(ours), statistics.median(theirs))


def _run_once(race: Race, clock: Callable[[], float]) -> Outcome:
    answer = race.ours()
    ours = statistics.median(_time(race.ours, 1, clock) for _ in range(5))
    start = clock()
    theirs = race.theirs()
    took = clock() - start
    if race.same is not None:
        np.testing.assert_allclose(answer, theirs, rtol=race.same, atol=1e-12)
    return Outcome(race, ours, took)


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
