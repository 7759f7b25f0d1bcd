"""The outcomes of races as a table: for the terminal, and for docs/performance.md."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Iterable
from pathlib import Path

from benchmarks import section
from benchmarks.race import AtMostBytes, Outcome
from plogp.backend.kernels import isa

HEAD = ("bar", "case", "threads", "plogp", "peer", "", "ratio", "wanted", "met")
PEERS = ("numpy", "scipy", "torch", "scikit-learn", "polars", "pyarrow", "duckdb")


def machine() -> str:
    """What the figures depend on."""
    versions = []
    for name in PEERS:
        try:
            versions.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return f"{isa()}, {processor()}, Python {platform.python_version()}, {', '.join(versions)}"


def processor() -> str:
    """The processor's own name, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def cells(bar: str, outcome: Outcome) -> tuple[str, ...]:
    """One line of the table."""
    race = outcome.race
    ours, theirs, bar_ = outcome.ours, outcome.theirs, race.bar
    figure = size if isinstance(bar_, AtMostBytes) else duration
    met = "yes" if bar_.met(ours, theirs, isa()) else "NO"
    threads, shown = str(race.threads), bar_.shown(ours, theirs)
    return bar, race.case, threads, figure(ours), race.peer, figure(theirs), shown, bar_.text(isa()), met


def size(count: float) -> str:
    """Megabytes."""
    return f"{count / 1e6:.0f} MB"


def duration(seconds: float) -> str:
    """Three digits and a unit."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def plain(rows: Iterable[tuple[str, ...]]) -> str:
    """Columns of equal width."""
    lines = [HEAD, *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEAD))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def markdown(bar: str, about: str, rows: Iterable[tuple[str, ...]]) -> str:
    """The section of a bar in the documentation."""
    shown = section.table(HEAD[1:], [row[1:] for row in rows])
    return f"## Bar {bar}\n\n{about}\n\n{shown}\n\n{machine()}."
