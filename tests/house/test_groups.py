"""Tests that share work run in one worker."""

import pytest


@pytest.mark.parametrize("library", ["jax"])
def test_what_jax_compiles_is_compiled_in_one_worker(request, library):
    spread = hasattr(request.config, "workerinput") and request.config.getoption("loadgroup")
    assert request.node.nodeid.endswith(f"@{library}") == spread  # pytest-xdist has read the group
