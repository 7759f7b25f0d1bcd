"""Without an optional package the error says which extra installs it: of every public name, command and job."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import plogp

ROOT = Path(__file__).parents[2]
CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = CONFIGURATION["project"]
# Modules that are not named as their package is.
MODULES = {"scikit-learn": "sklearn", "Jinja2": "jinja2", "ibis-framework": "ibis"}

CALLS = [
    *(f"plogp.{name}" for name in plogp.__all__),
    *(f"from plogp.apps.{app} import *" for app in plogp.apps.__all__),
    "plogp.profile(ROWS, 'b')",
    "plogp.compare(ROWS, ROWS)",
    "plogp.entropy(plogp.Table(ROWS, 'a'))",
    "plogp.rank(ROWS, 'b')",
    "str(plogp.rank(ROWS, 'b'))",
    "plogp.rank(ROWS, 'b').to_html()",
    "plogp.rank(ROWS, 'b').to_polars()",
    "from plogp.notebook import Bars; Bars()",
    "from plogp.notebook import progress; progress()",
    "from plogp.apps.tree import InformationTreeClassifier; InformationTreeClassifier().fit([[1], [2]], [0, 1])",
    "main('--help')",
    "main('tally', 'rows.csv', '-o', 'rows.tally')",
    "main('merge', 'rows.tally', '-o', 'both.tally')",
    "main('profile', 'rows.csv')",
    "main('compare', 'rows.csv', 'rows.tally')",
    "main('rank', 'rows.csv', '--target', 'b')",
    "main('entropy', 'rows.csv')",
]
# What is asked only where the package is missing: a bucket that need not exist, and the module that a Dask frame meets.
ALSO = {
    "polars": ["plogp.entropy(plogp.Table('s3://bucket/rows.parquet', 'a'))"],
    "dask": ["import plogp.engines.counting.dask"],
}

SCRIPT = """
import contextlib, io, json, sys

hidden = ""

class Hide:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == hidden:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

def main(*words):
    import plogp.cli.main
    plogp.cli.main._leave = sys.exit
    sys.argv = ["plogp", *words]
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        try:
            plogp.cli.main.main()
        except SystemExit as end:
            if end.code:
                raise RuntimeError(said.getvalue()) from None

sys.meta_path.insert(0, Hide())
found = []
for hidden, calls in json.load(sys.stdin):
    held = {name: sys.modules.pop(name) for name in list(sys.modules) if name.partition(".")[0] == hidden}
    for name in [name for name in sys.modules if name.partition(".")[0] == "plogp" and name != "plogp._native"]:
        del sys.modules[name]
    import plogp
    for call in calls:
        try:
            exec(call, {"plogp": plogp, "main": main, "ROWS": {"a": [1, 2, 1, 2], "b": ["x", "y", "x", "y"]}})
        except Exception as error:
            found.append((hidden, call, type(error).__name__, str(error)))
    sys.modules.update(held)
print(json.dumps(found))
"""


def brought(extra: str) -> set[str]:
    """The modules that an extra installs."""
    found: set[str] = set()
    for wanted in PROJECT["optional-dependencies"][extra]:
        name, inner = re.match(r"([\w-]+)(?:\[(.*?)\])?", wanted).groups()
        found |= set().union(*map(brought, inner.split(","))) if name == "plogp" else {MODULES.get(name, name)}
    return found


PACKAGES = sorted(set().union(*map(brought, PROJECT["optional-dependencies"])))


@pytest.fixture(scope="module")
def errors(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, str, str]]:
    """What each call raises without each of the optional packages: (package, call, error, message)."""
    folder = tmp_path_factory.mktemp("extras")
    (folder / "rows.csv").write_text("a,b\n1,x\n2,y\n1,x\n")
    rounds = [("", CALLS), *((package, CALLS + ALSO.get(package, [])) for package in PACKAGES)]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=json.dumps(rounds), cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_a_missing_package_is_named_with_the_extra_that_installs_it(errors) -> None:
    absent = {call for package, call, *_ in errors if not package}  # of what is not installed here
    for package, call, kind, message in errors:
        extra = re.search(r": pip install 'plogp\[(\w+)\]'", message)
        assert extra, (package, call, message)
        assert package in brought(extra[1]) or call in absent, (package, call, message)
        assert kind == ("RuntimeError" if call.startswith("main") else "MissingExtra")
        assert "Traceback" not in message


@pytest.mark.parametrize(
    ("package", "call"),
    [
        ("sklearn", "from plogp.apps.tree import *"),
        ("narwhals", "plogp.profile(ROWS, 'b')"),
        ("pyarrow", "plogp.Tally"),
        ("pyarrow", "main('tally', 'rows.csv', '-o', 'rows.tally')"),
        *((package, call) for package, calls in ALSO.items() for call in calls),
        ("typer", "main('--help')"),
        ("rich", "main('profile', 'rows.csv')"),
        ("rich", "str(plogp.rank(ROWS, 'b'))"),
        ("jinja2", "plogp.rank(ROWS, 'b').to_html()"),
        ("polars", "plogp.rank(ROWS, 'b').to_polars()"),
        ("anywidget", "from plogp.notebook import Bars; Bars()"),
    ],
)
def test_what_needs_a_package_says_so(errors, package, call) -> None:
    assert (package, call) in [(missing, called) for missing, called, *_ in errors]


@pytest.mark.parametrize("name", ["README.md", "README.zh-TW.md"])
def test_the_first_page_installs_what_its_examples_import(name) -> None:
    page = (ROOT / name).read_text("utf-8")
    (extra,) = re.findall(r"^pip install '\.\[(\w+)\]'", page, re.MULTILINE)
    imported = set(re.findall(r"^(?:>>>|\.\.\.) +(?:from|import) (\w+)", page, re.MULTILINE))
    assert "sklearn" in imported
    assert imported - set(sys.stdlib_module_names) <= {"plogp", "numpy"} | brought(extra)


def test_tests_that_import_an_engine_say_that_they_need_it() -> None:
    """Whoever has no engines, as `make test` leaves it, must not find out by an error."""
    packages = [re.match(r"[\w-]+", wanted)[0] for wanted in CONFIGURATION["dependency-groups"]["engines"]]
    for path in (ROOT / "tests").rglob("*.py"):
        text = path.read_text("utf-8")
        for module in {MODULES.get(package, package) for package in packages}:
            if re.search(rf"^\s*(?:import|from) {module}\b", text, re.MULTILINE):
                assert f'needs("{module}"' in text, f"{path.name} imports {module}: mark it needs({module!r})"
