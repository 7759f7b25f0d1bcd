"""Readers do work in proportion to what they read: four times the columns, names or depth, about four times the steps.

Steps are calls, of Python's functions and of C's, and lines of Python that are run: they are the same on any machine.
"""

from __future__ import annotations

import contextlib
import json
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import plogp
from plogp.engines.sources.open_source import open_source


def _wide_csv(n: int) -> str:
    return f"{','.join(f'column {i}' for i in range(n))}\n" + f"{','.join(['1'] * n)}\n" * 3


def _quoted_csv(n: int) -> str:
    header = ",".join(f'"a ""{i}"", b"' for i in range(n))
    return f"{header}\n" + f"{','.join(['1'] * n)}\n" * 3


def _long_name(n: int) -> str:
    return f"{'x' * 40 * n},y\n1,2\n3,4\n"


def _comments(n: int) -> str:
    return "# a remark\n" * n + "a,b\n1,2\n3,4\n"


def _wide_json(n: int) -> str:
    return f"{json.dumps({f'column {i}': 1 for i in range(n)})}\n" * 3


def _nested_json(n: int) -> str:
    return f"{'{' + chr(34) + 'a' + chr(34) + ':'}" * n + "1" + "}" * n + "\n"


def _unclosed_json(n: int) -> str:
    return "[" * n


CASES = [
    (_wide_csv, ".csv"), (_quoted_csv, ".csv"), (_long_name, ".csv"), (_comments, ".csv"), (_wide_json, ".jsonl"),
    (_nested_json, ".jsonl"), (_unclosed_json, ".jsonl"),
]  # fmt: skip


def _cost(path: Path) -> tuple[int, int]:
    """The steps of reading the columns of a file, or of refusing it, and the most memory that Python holds."""
    steps = 0

    def called(_: FrameType, __: str, ___: Any) -> None:
        nonlocal steps
        steps += 1

    def run(_: FrameType, __: str, ___: Any) -> Any:
        nonlocal steps
        steps += 1
        return run

    before = sys.gettrace(), sys.getprofile()
    tracemalloc.start()
    sys.setprofile(called)
    sys.settrace(run)
    try:
        with contextlib.suppress(plogp.PlogpError):
            open_source(path).schema()
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return steps, peak


@pytest.mark.parametrize(("text", "suffix"), CASES)
def test_work_and_memory_grow_no_faster_than_the_file(text: Callable[[int], str], suffix: str, tmp_path: Path) -> None:
    few, many = (tmp_path / f"{n}{suffix}" for n in (1000, 4000))
    few.write_text(text(1000))
    many.write_text(text(4000))
    _cost(few)  # which imports what it needs
    (steps, peak), (more_steps, more_peak) = _cost(few), _cost(many)
    assert more_steps <= 6 * steps
    assert more_peak <= 6 * peak + (1 << 20)
