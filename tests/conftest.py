"""What all tests share: the array libraries, and how tests are chosen and spread over workers."""

from __future__ import annotations

import gc
import os
from functools import cache
from importlib.util import find_spec
from shutil import which
from zlib import crc32

import numpy as np
import pytest
from hypothesis import settings

import libraries

os.environ["LC_ALL"] = "C.UTF-8"  # tests read what a command says in English, wherever they run

# Nothing depends on the clock, and nothing on chance: each run draws the same examples.
settings.register_profile("plogp", deadline=None, derandomize=True, database=None)
settings.register_profile("quick", settings.get_profile("plogp"), max_examples=10)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of `make test-quick` and of `.ci/run`."""
    parser.addoption("--quick", action="store_true", help="the first case of each test, and few random examples")
    parser.addoption("--complete", action="store_true", help="fail, not skip, where what a test needs is not installed")


def pytest_configure(config: pytest.Config) -> None:
    """Few examples where one is in a hurry."""
    settings.load_profile("quick" if config.getoption("quick") else "plogp")
    gc.disable()  # while thousands of tests are collected: a quarter of that time, and nothing is freed


def pytest_collection_finish() -> None:
    """From here on garbage is collected, and what lives as long as the tests is not looked at."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep in one worker what shares work (programs that JAX compiles, fixtures of a module); skip what cannot run."""
    if config.getoption("quick"):
        first = {item.nodeid.partition("[")[0]: item for item in reversed(items)}
        config.hook.pytest_deselected(items=[item for item in items if item not in first.values()])
        items[:] = reversed(first.values())
    for item in items:
        if " at 0x" in item.name:  # workers would disagree about what they collect
            raise pytest.UsageError(f"{item.nodeid} is named after an address in memory: give its parameters ids")
        if "[jax" in item.name:
            item.add_marker(pytest.mark.xdist_group("jax"))
        elif any(made[-1].scope == "module" for made in item._fixtureinfo.name2fixturedefs.values()):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
        missing = [name for mark in item.iter_markers("needs") for name in mark.args if not _is_installed(name)]
        if missing and config.getoption("complete"):
            raise pytest.UsageError(f"{item.nodeid} needs {missing[0]}, which is not installed")
        if missing:
            item.add_marker(pytest.mark.skip(reason=f"{missing[0]} is not installed"))


@pytest.fixture(autouse=True)
def drawn_by_name(request: pytest.FixtureRequest) -> None:
    """What a test draws from the RNG of its module depends on its name, never on the tests that ran before it."""
    if isinstance(rng := getattr(request.module, "RNG", None), np.random.Generator):
        rng.bit_generator.state = np.random.default_rng(
            crc32(f"{request.path.name}::{request.node.name}".encode())
        ).bit_generator.state


@cache
def _is_installed(name: str) -> bool:
    if "/" in name:
        return os.path.exists(name)
    return bool(which(name) or find_spec(name) or (name == "java" and "JAVA_HOME" in os.environ))


@pytest.fixture(params=libraries.NAMES)
def lib(request: pytest.FixtureRequest) -> libraries.Library:
    """Each array library in turn."""
    return libraries.load(request.param)


@pytest.fixture(params=libraries.DIFFERENTIABLE)
def autodiff(request: pytest.FixtureRequest) -> libraries.Library:
    """Each array library that differentiates, in turn."""
    return libraries.load(request.param)
