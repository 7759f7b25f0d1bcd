"""Import in a fresh process: against NumPy's own import, which it needs, and against scipy.stats."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

from benchmarks.race import AtMostMore, Race, Times


def races() -> Iterator[Race]:
    numpy = _import("numpy")
    yield Race("import plogp", "import numpy", _import("numpy, plogp"), numpy, AtMostMore(0.020), same=None)
    # The package imports a name when it is first used: this is what the first quantity costs beside.
    ours = _import("plogp; plogp.entropy")
    yield Race("import plogp; plogp.entropy", "import numpy", ours, numpy, AtMostMore(0.020), same=None)
    yield Race(
        "import plogp; plogp.entropy",
        "import scipy.stats",
        ours,
        _import("scipy.stats"),
        Times(5, vectors=False),
        same=None,
    )


def _import(module: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
