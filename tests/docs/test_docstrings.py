"""Every example in every docstring gives what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import numpy as np
import pytest

import plogp
from plogp.theory.errors import MissingExtra

MODULES = sorted(info.name for info in pkgutil.walk_packages(plogp.__path__, "plogp.") if info.name != "plogp._native")


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    try:
        module = importlib.import_module(name)
    except MissingExtra as error:
        pytest.skip(str(error))
    with np.printoptions(legacy=False):
        assert doctest.testmod(module, optionflags=doctest.ELLIPSIS).failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder(recurse=False)
    public = [getattr(plogp, name) for name in plogp.__all__]
    assert sum(bool(test.examples) for thing in public for test in finder.find(thing)) > 40
