"""Fixtures for all rooms: the array libraries."""

from __future__ import annotations

import pytest

import libraries


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
