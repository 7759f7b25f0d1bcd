"""Fixtures for all rooms: the array libraries."""

from __future__ import annotations

import pytest
from hypothesis import settings

import libraries

settings.register_profile("house", deadline=None)  # nothing depends on the clock
settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests on JAX in one worker, which then compiles each small program once."""
    for item in items:
        if "[jax" in item.name:
            item.add_marker(pytest.mark.xdist_group("jax"))


def _load(name: str) -> libraries.Library:
    try:
        return libraries.load(name)
    except ImportError as error:
        pytest.skip(f"{name} is not installed: {error}")


@pytest.fixture(params=libraries.NAMES)
def lib(request: pytest.FixtureRequest) -> libraries.Library:
    """Each array library in turn."""
    return _load(request.param)


@pytest.fixture(params=libraries.DIFFERENTIABLE)
def autodiff(request: pytest.FixtureRequest) -> libraries.Library:
    """Each array library that differentiates, in turn."""
    return _load(request.param)
