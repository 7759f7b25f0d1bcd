"""Identities and inequalities of joint distributions, on every array library."""

from __future__ import annotations

import numpy as np
import pytest

import plogp
from libraries import Library, read
from plogp import Joint

LOG2 = float(np.log(2.0))


def test_joint_quantities_hang_together(lib: Library) -> None:
    w = np.random.default_rng(5).dirichlet(np.ones(8)).reshape(2, 2, 2)
    p = lib(w)
    x, y, z = (read(plogp.entropy(lib(w.sum(axis=axes)))) for axes in ((1, 2), (0, 2), (0, 1)))
    xy, xyz = read(plogp.entropy(lib(w.sum(axis=2).ravel()))), read(plogp.entropy(lib(w.ravel())))
    pair = lib(w.sum(axis=2))
    mi = read(plogp.mutual_information(pair))
    assert mi == pytest.approx(x + y - xy, rel=1e-10)
    assert read(plogp.mutual_information(lib(w.sum(axis=2).T.copy()))) == pytest.approx(mi, rel=1e-12)
    assert read(plogp.conditional_entropy(pair)) == pytest.approx(xy - y, rel=1e-12)
    assert read(plogp.variation_of_information(pair)) == pytest.approx(2 * xy - x - y, rel=1e-12)
    assert read(plogp.normalized_mutual_information(pair)) == pytest.approx(2 * mi / (x + y), rel=1e-12)
    assert read(plogp.total_correlation(p)) == pytest.approx(x + y + z - xyz, rel=1e-12)
    xz, yz = (read(plogp.entropy(lib(w.sum(axis=axis).ravel()))) for axis in (1, 0))
    assert read(plogp.mutual_information(p, given=2)) == pytest.approx(xz + yz - xyz - z, rel=1e-10)
    assert read(plogp.interaction_information(p)) == pytest.approx(xz + yz - xyz - z - mi, rel=1e-9)
    turned = plogp.interaction_information(Joint(p, axes=(2, 0, 1)))
    assert read(turned) == pytest.approx(read(plogp.interaction_information(p)), rel=1e-9)


def test_a_batch_of_joint_distributions(lib: Library) -> None:
    w = np.random.default_rng(5).dirichlet(np.ones(6), 4).reshape(4, 2, 3)
    each = [float(plogp.mutual_information(one)) for one in w]
    assert read(plogp.mutual_information(lib(w))) == pytest.approx(each, rel=1e-12)
    first = lib(np.moveaxis(w, 0, 2).copy())
    assert read(plogp.mutual_information(Joint(first, axes=(0, 1)))) == pytest.approx(each, rel=1e-12)


def test_independence_is_no_information_and_a_function_is_all_of_it(lib: Library) -> None:
    a, b = np.array([0.2, 0.3, 0.5]), np.array([0.6, 0.4])
    assert float(read(plogp.mutual_information(lib(np.outer(a, b))))) == pytest.approx(0.0, abs=1e-30)
    assert float(read(plogp.mutual_information(lib(np.diag(a))))) == pytest.approx(float(plogp.entropy(a)), rel=1e-14)
    assert float(read(plogp.conditional_entropy(lib(np.diag(a))))) == 0.0
    assert float(read(plogp.conditional_entropy(lib(np.array([[0.5, 0.0], [0.5, 0.0]]))))) == pytest.approx(LOG2)
    assert float(read(plogp.normalized_mutual_information(lib(np.diag(a))))) == pytest.approx(1.0, rel=1e-14)
    assert float(read(plogp.normalized_mutual_information(lib(np.array([[1.0, 0.0], [0.0, 0.0]]))))) == 0.0
