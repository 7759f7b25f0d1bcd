"""What `import plogp` brings along: NumPy and nothing heavy."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"scipy", "torch", "jax", "pandas", "pyarrow", "polars", "sklearn", "narwhals", "typer", "rich", "jinja2"}


def test_import_pulls_in_nothing_heavy() -> None:
    code = "import sys, plogp; print(' '.join({name.partition('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not HEAVY & set(loaded)


def test_a_first_call_pulls_in_nothing_heavy_either() -> None:
    code = (
        "import sys, plogp; plogp.kl_divergence([.5, .5], [.9, .1]); plogp.entropy(plogp.Counts([1, 2]));"
        "print(' '.join({name.partition('.')[0] for name in sys.modules}))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not HEAVY & set(loaded)
