"""Total correlation, its dual, O-information and interaction information, of any number of variables."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pytest

import plogp
from libraries import Library, read
from plogp import Counts, Joint, PlugIn
from plogp.theory.errors import NotADistribution, ShapeMismatch

SEVERAL = (
    plogp.total_correlation,
    plogp.dual_total_correlation,
    plogp.o_information,
    plogp.interaction_information,
)
RNG = np.random.default_rng(11)
SHAPES = [(3, 2), (2, 3, 2), (2, 3, 2, 3), (2, 2, 2, 2, 2)]


def entropy(w: np.ndarray, *variables: int) -> float:
    return float(plogp.entropy(w.sum(axis=tuple(i for i in range(w.ndim) if i not in variables)).ravel()))


def by_entropies(w: np.ndarray) -> list[float]:
    """The four quantities from all joint entropies, by their definitions."""
    every = range(w.ndim)
    whole = entropy(w, *every)
    total = sum(entropy(w, i) for i in every) - whole
    dual = whole - sum(whole - entropy(w, *(j for j in every if j != i)) for i in every)
    sets = [s for size in range(1, w.ndim + 1) for s in combinations(every, size)]
    return [total, dual, total - dual, -sum((-1) ** (w.ndim - len(s)) * entropy(w, *s) for s in sets)]


def recursive(w: np.ndarray) -> float:
    """Interaction information as McGill defines it: of all but the last variable, given that one and not."""
    if w.ndim == 2:
        return float(plogp.mutual_information(w))
    mass = w.sum(axis=tuple(range(w.ndim - 1)))
    given = sum(m * recursive(w[..., i] / m) for i, m in enumerate(mass) if m > 0)
    return given - recursive(w.sum(axis=-1))


@pytest.mark.parametrize("shape", SHAPES)
def test_they_are_their_sums_of_entropies(shape: tuple[int, ...]) -> None:
    w = RNG.dirichlet(np.full(np.prod(shape), 0.4)).reshape(shape)
    values = [float(quantity(w)) for quantity in SEVERAL]
    assert values == pytest.approx(by_entropies(w), rel=1e-9, abs=1e-12)
    assert values[3] == pytest.approx(recursive(w), rel=1e-9, abs=1e-12)
    assert min(values[:2]) > 0


def test_they_are_the_same_in_every_library(lib: Library) -> None:
    w = np.random.default_rng(5).dirichlet(np.ones(8)).reshape(2, 2, 2)  # of the shape in test_laws: JAX compiles once
    values = [float(read(quantity(lib(w)))) for quantity in SEVERAL]
    assert values == pytest.approx(by_entropies(w), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("quantity", SEVERAL)
def test_the_order_of_the_variables_does_not_matter(quantity) -> None:
    w = RNG.dirichlet(np.ones(24)).reshape(2, 3, 2, 2)
    expected = float(quantity(w))
    for axes in list(permutations(range(4)))[::5]:
        assert float(quantity(Joint(w, axes=axes))) == pytest.approx(expected, rel=1e-10, abs=1e-13)


@pytest.mark.parametrize("quantity", SEVERAL)
def test_independent_variables_have_none_of_it(quantity) -> None:
    w = np.einsum("i,j,k,l->ijkl", *(RNG.dirichlet(np.ones(k)) for k in (2, 3, 2, 4)))
    assert float(quantity(w)) == pytest.approx(0.0, abs=1e-15)


@pytest.mark.parametrize("r", [2, 3, 4, 5])
def test_copies_of_a_coin_and_its_parity(r: int) -> None:
    copies, parity = np.zeros((2,) * r), np.zeros((2,) * r)
    copies[(0,) * r] = copies[(1,) * r] = 0.5
    for cell in np.ndindex(parity.shape):
        parity[cell] = 0.0 if sum(cell) % 2 else 2.0 ** (1 - r)
    of_copies = [float(quantity(copies, base=2)) for quantity in SEVERAL]
    assert of_copies == pytest.approx([r - 1, 1, r - 2, (-1) ** r], abs=1e-14)  # co-information 1 bit, for any r
    of_parity = [float(quantity(parity, base=2)) for quantity in SEVERAL]
    assert of_parity == pytest.approx([1, r - 1, 2 - r, 1], abs=1e-14)


def test_of_two_variables_all_is_mutual_information_and_of_three_one_sign_turns() -> None:
    w = RNG.dirichlet(np.ones(12)).reshape(3, 4)
    shared = float(plogp.mutual_information(w))
    assert [float(q(w)) for q in SEVERAL] == pytest.approx([shared, shared, 0.0, shared], rel=1e-12)
    w = RNG.dirichlet(np.ones(12)).reshape(3, 2, 2)
    assert float(plogp.o_information(w)) == pytest.approx(-float(plogp.interaction_information(w)), rel=1e-12)


@pytest.mark.parametrize("shape", SHAPES)
def test_counts_at_face_value_give_the_same(shape: tuple[int, ...]) -> None:
    n = RNG.integers(0, 40, shape)
    for quantity in SEVERAL:
        found = quantity(Counts(n), estimator=PlugIn())
        assert float(found) == pytest.approx(float(quantity(n / n.sum())), rel=1e-9, abs=1e-11)
        assert found.low <= float(found) <= found.high


def test_a_batch_names_its_axes_and_counts_have_nothing_given() -> None:
    w = RNG.dirichlet(np.ones(8), 5).reshape(5, 2, 2, 2)
    for quantity in SEVERAL:
        each = [float(quantity(one)) for one in w]
        assert quantity(Joint(w, axes=(1, 2, 3))) == pytest.approx(each, rel=1e-12, abs=1e-15)
        with pytest.raises(NotADistribution, match=r"sums to 5.*axes="):
            quantity(w)
        with pytest.raises(ShapeMismatch, match="given="):
            quantity(Counts(np.ones((2, 2, 2), int), given=(0,)))
        with pytest.raises(ShapeMismatch, match="more than once"):
            quantity(Joint(w, axes=(1, 1)))
