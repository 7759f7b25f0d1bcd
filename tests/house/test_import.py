"""What `import plogp` brings along: NumPy and nothing heavy."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"scipy", "torch", "jax", "pandas", "pyarrow", "polars", "sklearn", "narwhals", "typer", "rich", "jinja2"}


def test_import_pulls_in_nothing_heavy() -> None:
    code = "import sys, plogp; print(' '.join({name.partition('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not HEAVY & set(loaded)


def test_applications_are_reachable_once_they_are_asked_for() -> None:
    code = (
        "import sys, plogp; before = set(sys.modules); plogp.apps.tree.InformationTreeClassifier; "
        "print(any(name.startswith('plogp.apps') for name in before), dir(plogp.apps))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    names = "approximation bottleneck coding discretize drift evaluation feature_selection profile tree uncertainty"
    assert said.strip() == f"False {names.split()}"


def test_a_first_call_pulls_in_nothing_heavy_either() -> None:
    code = (
        "import sys, plogp; plogp.kl_divergence([.5, .5], [.9, .1]); plogp.entropy(plogp.Counts([1, 2]));"
        "print(' '.join({name.partition('.')[0] for name in sys.modules}))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not HEAVY & set(loaded)


def test_known_distributions_do_without_the_estimators() -> None:
    code = (
        "import sys, plogp; plogp.entropy([.5, .5]); plogp.js_divergence([.5, .5], [.9, .1]);"
        "plogp.mutual_information(plogp.Joint([[.5, 0], [0, .5]]));"
        "print(' '.join(name for name in sys.modules if name.startswith('plogp.')))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {"plogp.quantities.entropy", "plogp.theory.equations"} <= set(loaded)
    assert not [name for name in loaded if name.startswith(("plogp.estimators", "plogp.engines", "plogp.apps"))]
