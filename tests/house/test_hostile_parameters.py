"""Every parameter of every public callable takes anything at all: an answer, or an error of plogp's own, at once."""

from __future__ import annotations

import contextlib
import datetime
import inspect
import os
import random
import signal
import traceback
import warnings
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import MagicMock

import numpy as np
import pandas as pd
import pytest

import plogp
from plogp import PlogpError, Probs, Tally
from plogp.apps import approximation, bottleneck, coding, discretize, tree, uncertainty
from plogp.apps import feature_selection as selection
from public_calls import COUNTS, GROUPS
from public_jobs import Call

WHOLE = "PLOGP_HOSTILE_CALLS" in os.environ  # every thing in every parameter, not eight drawn at random: a minute


class Unhelpful:
    """Whatever it is asked, it fails."""

    __hash__ = object.__hash__

    def __float__(self) -> float:
        raise RuntimeError("no number")

    def __index__(self) -> int:
        raise RuntimeError("no whole number")

    def __bool__(self) -> bool:
        raise RuntimeError("no truth")

    def __len__(self) -> int:
        raise RuntimeError("no length")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no equality")

    def __repr__(self) -> str:
        raise RuntimeError("no text")


def _deep(depth: int) -> list[Any]:
    held: list[Any] = [0.5]
    for _ in range(depth):
        held = [held]
    return held


def _zoo() -> list[Any]:
    """Wrong things, made anew each time: some can be used only once."""
    within_itself: list[Any] = []
    within_itself.append(within_itself)
    return [
        None, object(), "x", "", "\0", "\ud800", "a" * 5000, b"x", 1.5, -1, 0, True, 2**70, 10**400, float("nan"),
        float("inf"), [], {}, (), Probs, int, lambda *_, **__: None, np.array([object(), None, "a"]), np.array(0.5),
        np.array(None), np.array([0.5, 0.5]), np.zeros(0), np.array([True, False]), np.float64("nan"),
        np.uint64(2**64 - 1), np.datetime64("NaT"), pd.Series(["a", "b"]), pd.DataFrame({"a": [1, 2]}), pd.NA, pd.NaT,
        {1, 2}, (x for x in (0.5, 0.5)), 1j, Decimal("0.5"), Decimal("sNaN"), Fraction(1, 2),
        datetime.datetime(2020, 1, 1), datetime.timedelta(1), _deep(40), _deep(3000), within_itself, [[1], [1, 2]],
        [None], [object()], [2**70, 10**400], [b"x", b"\xff"], [1, "a", None], [[], {}], {"a": object()}, range(3),
        slice(3), ..., np, Unhelpful(), MagicMock(), memoryview(b"ab"), Path("."), ValueError("x"), COUNTS,
        plogp.KSG(), plogp.Missing.DROP, np.random.default_rng(0),
    ]  # fmt: skip


# What is handed back, and what is raised; Missing is chosen from, not made.
ANSWERS = {
    *("ExponentialFamily", "Estimate", "Significance", "Missing", "BlockRate", "ByteEntropy", "CodeTree"),
    *("ClassUncertainty", "Uncertainty", "Fit", "Capacity", "RateDistortion"),
}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Files are written; the number of threads is set."""
    monkeypatch.chdir(tmp_path)
    threads = plogp.get_num_threads()
    yield
    plogp.set_num_threads(threads)


class _Hangs(BaseException):
    """Not at once."""


def _hangs(_: int, __: FrameType | None) -> None:
    raise _Hangs


def _fault(
    function: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any], use: Callable[[Any], Any]
) -> str:
    """What is neither an answer nor an error of plogp's own; scikit-learn says for itself what is no table."""
    signal.setitimer(signal.ITIMER_REAL, 5)
    try:
        with warnings.catch_warnings(action="ignore"), contextlib.suppress(PlogpError):
            use(function(*given, **named))
    except (Exception, _Hangs) as error:
        frames = traceback.extract_tb(error.__traceback__)
        if not (
            isinstance(error, TypeError | ValueError | RuntimeError)
            and any("/sklearn/" in frame.filename for frame in frames)
        ):
            return f"{type(error).__name__} {str(error)[:80]} at {frames[-1].filename}:{frames[-1].lineno}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return ""


@pytest.mark.slow
@pytest.mark.parametrize("group", GROUPS)
def test_anything_in_any_parameter_is_answered_or_refused_by_name(group: Callable[[], Iterator[Call]]) -> None:
    before = signal.signal(signal.SIGALRM, _hangs)
    faults, draw = [], random.Random(0)
    try:
        for function, given, named, use in group():
            with warnings.catch_warnings(action="ignore"):
                use(function(*given, **named))  # the good call
            for place in (*range(len(given)), *named):
                things = _zoo()
                for thing in things if WHOLE else draw.sample(things, 8):
                    if isinstance(place, int):
                        fault = _fault(function, (*given[:place], thing, *given[place + 1 :]), named, use)
                    else:
                        fault = _fault(function, given, named | {place: thing}, use)
                    if fault:
                        faults.append(f"{function.__qualname__} {place}={type(thing).__name__}: {fault}")
    finally:
        signal.signal(signal.SIGALRM, before)
    assert not faults, "\n".join(faults)


def test_every_public_callable_is_walked(tmp_path: Path) -> None:
    walked: dict[Any, set[str]] = {}
    for group in GROUPS:
        for function, given, named, _ in group():
            known = walked.setdefault(getattr(function, "__func__", function), set())
            known |= {*inspect.signature(function).bind_partial(*given, **named).arguments}
    for module in (plogp, approximation, bottleneck, coding, discretize, selection, tree, uncertainty):
        for name in module.__all__:
            public = getattr(module, name)
            if (
                name in ANSWERS
                or not callable(public)
                or (inspect.isclass(public) and issubclass(public, BaseException | Warning))
            ):
                continue
            if public is Tally or not inspect.signature(public).parameters:
                continue
            assert public in walked, name
            assert {*inspect.signature(public).parameters} - walked[public] <= {
                "parameters",
                "columns",
                "more",
                "others",
            }, name
