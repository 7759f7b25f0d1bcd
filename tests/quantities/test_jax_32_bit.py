"""JAX in its default, 32-bit mode, in a process of its own: the flag cannot be taken back once it is used."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import exact_families
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
    assert np.isnan(values["nan"]).all()  # nothing can be raised, and no NaN may pass for no mass
    teacher = plogp.Logits(np.log(p), temperature=2.0)
    slope = plogp.value_and_gradient(plogp.kl_divergence, teacher, plogp.Logits(z, temperature=2.0))[1]
    assert values["remat"] == pytest.approx(slope, rel=1e-4, abs=1e-6)
    losses = plogp.cross_entropy(plogp.Labels(y), plogp.Logits(z))
    assert values["vmap of labels"] == pytest.approx(losses, rel=1e-5)
    assert values["vmap of a teacher"] == pytest.approx(plogp.js_divergence(p[0], plogp.Logits(z)), rel=1e-5)
    assert values["grad"] == pytest.approx(plogp.softmax(z) - np.eye(3)[y], abs=1e-6)
    assert values["vmap"] == pytest.approx(plogp.kl_divergence(p, p[::-1]), rel=1e-5)
    assert values["scan"] == pytest.approx(plogp.cross_entropy(plogp.Labels(y), plogp.Logits(z)).sum(), rel=1e-5)


def test_gradients_of_every_quantity(found: dict) -> None:
    z = jax_32_bit.Z.astype(np.float64)
    for name, (f, held, further) in jax_32_bit.differentiable(np.asarray).items():
        if name.endswith("truth"):  # whose slope is asked for by the first argument
            second = held(z)[1]
            expected = np.stack(
                [(f(plogp.Logits(z + h), second, **further) - f(plogp.Logits(z - h), second, **further)) / 2e-5
                 for h in 1e-5 * np.eye(3)], axis=-1,
            )  # fmt: skip
        else:
            expected = plogp.value_and_gradient(f, *held(z), **further)[1]
        assert np.array(found["gradients"][name]) == pytest.approx(expected, rel=2e-4, abs=2e-5), name
    of_f = np.array(found["gradients"]["f_divergence"])
    chi = plogp.value_and_gradient(plogp.chi_square_divergence, jax_32_bit.P, plogp.Logits(z))[1]
    assert of_f == pytest.approx(chi, rel=2e-4, abs=2e-5)


def test_families_to_single_precision(found: dict) -> None:
    for name, (parameters, values) in found["families"].items():
        for (p, q), value in zip(parameters, values, strict=True):
            truth = exact_families.kl_divergence(name, p, q)
            if 1e-16 < truth < 1e6:
                assert value == pytest.approx(float(truth), rel=1e-5, abs=0), (name, p, q)


def test_labels_beyond_32_bits(found: dict) -> None:
    said = found["far labels"]
    for name in ("array", "negative", "list", "unsigned", "one-hot", "not a class"):
        assert said[name].startswith("NotLabels: "), name
    expected = {"class": [2, 0], "ignored": [2, -1], "ignored, and not there": [2, 1]}
    for name, labels in expected.items():
        loss = plogp.cross_entropy(plogp.Labels(labels, ignore=-1), plogp.Logits(jax_32_bit.Z))
        assert json.loads(said[name]) == pytest.approx(loss.tolist(), rel=1e-5), name
