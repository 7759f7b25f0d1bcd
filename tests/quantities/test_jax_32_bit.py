"""JAX in its default, 32-bit mode, in a process of its own: the flag cannot be taken back once it is used."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import jax_32_bit
import plogp
from libraries import read


@pytest.fixture(scope="module")
def found() -> dict:
    pytest.importorskip("jax", reason="JAX is not installed")
    script = Path(jax_32_bit.__file__)
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_quantity_under_jit_is_that_of_numpy(found: dict) -> None:
    expected = jax_32_bit.answers(np.asarray)
    assert found["traced"].keys() == expected.keys()
    for name, (dtype, value) in found["traced"].items():
        assert dtype == "float32", name
        assert np.array(value) == pytest.approx(read(expected[name]), rel=1e-4, abs=1e-6), name


def test_every_quantity_of_arrays_that_are_closed_over(found: dict) -> None:
    for name, (dtype, shape) in found["closed over"].items():
        assert dtype == "float32", name
        assert shape == list(np.shape(found["traced"][name][1])), name


def test_grad_vmap_and_scan(found: dict) -> None:
    z, y, p = jax_32_bit.Z, jax_32_bit.Y, jax_32_bit.P
    values = {name: np.array(value) for name, (_, value) in found["transforms"].items()}
    assert values["grad"] == pytest.approx(plogp.softmax(z) - np.eye(3)[y], abs=1e-6)
    assert values["vmap"] == pytest.approx(plogp.kl_divergence(p, p[::-1]), rel=1e-5)
    assert values["scan"] == pytest.approx(plogp.cross_entropy(plogp.Labels(y), plogp.Logits(z)).sum(), rel=1e-5)


def test_labels_beyond_32_bits(found: dict) -> None:
    said = found["far labels"]
    for name in ("array", "negative", "list", "unsigned", "one-hot", "not a class"):
        assert said[name].startswith("NotLabels: "), name
    expected = {"class": [2, 0], "ignored": [2, -1], "ignored, and not there": [2, 1]}
    for name, labels in expected.items():
        loss = plogp.cross_entropy(plogp.Labels(labels, ignore=-1), plogp.Logits(jax_32_bit.Z))
        assert json.loads(said[name]) == pytest.approx(loss.tolist(), rel=1e-5), name
