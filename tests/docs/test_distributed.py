"""The recipes of docs/distributed.md that need an engine of their own, each run where it is installed."""

import doctest
import re
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "distributed.md"
BLOCKS = re.findall(r"^```python ?(\w*)\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
NEEDS = {"spark": ["pyspark", "java"]}


@pytest.mark.filterwarnings("ignore")  # of engines that are opened and closed within a page
@pytest.mark.parametrize(
    "engine",
    [
        pytest.param(of, marks=[pytest.mark.needs(*NEEDS.get(of, [of])), pytest.mark.xdist_group(of)])
        for of in sorted({engine for engine, _ in BLOCKS} - {""})
    ],
)
def test_recipe(engine, monkeypatch):
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    wanted = [text for of, text in BLOCKS if of == engine]
    first, *_, last = [text for of, text in BLOCKS if not of]
    clean = last[last.index(">>> import shutil") :]
    test = doctest.DocTestParser().get_doctest("\n".join([first, *wanted, clean]), {}, PAGE.name, str(PAGE), 0)
    assert doctest.DocTestRunner().run(test).failed == 0
