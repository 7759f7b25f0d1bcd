"""Every example in every docstring gives what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import numpy as np
import pytest

import plogp

MODULES = sorted(info.name for info in pkgutil.walk_packages(plogp.__path__, "plogp.") if info.name != "plogp._native")
NEEDS = {"plogp.engines.counting.dask": "dask", "plogp.notebook.bars": "anywidget"}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.needs(of)] if (of := NEEDS.get(name)) else []) for name in MODULES]
)
def test_examples(name: str) -> None:
    module = importlib.import_module(name)
    with np.printoptions(legacy=False):
        assert doctest.testmod(module, optionflags=doctest.ELLIPSIS).failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder(recurse=False)
    public = [getattr(plogp, name) for name in plogp.__all__]
    assert sum(bool(test.examples) for thing in public for test in finder.find(thing)) > 40
