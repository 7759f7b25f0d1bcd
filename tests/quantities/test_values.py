"""Numbers that anyone can look up, on every array library."""

from __future__ import annotations

from math import e, inf

import numpy as np
import pytest

import plogp
from libraries import Library, read
from plogp import Labels, Logits, Probs

LOG2 = float(np.log(2.0))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (lambda a: plogp.entropy(a([0.5, 0.5]), base=2), 1.0),
        (lambda a: plogp.entropy(a([0.9, 0.1]), base=2), 0.4689955935892812),
        (lambda a: plogp.cross_entropy(a([1.0, 0.0, 0.0]), a([0.7, 0.2, 0.1])), 0.35667494393873245),
        (lambda a: plogp.kl_divergence(a([0.8, 0.2]), a([0.6, 0.4])), 0.09151622184943568),
        (lambda a: plogp.cross_entropy(Labels(a(np.array(0))), Logits(a([2.0, 1.0, 0.1]))), 0.4170300162778335),
        (lambda a: plogp.cross_entropy(a([1.0, 0.0, 0.0]), Logits(a([2.0, 1.0, 0.1]))), 0.4170300162778335),
        (lambda a: plogp.cross_entropy(a([1.0, 0.0, 0.0]), plogp.softmax(a([2.0, 1.0, 0.1]))), 0.4170300162778335),
        (lambda a: plogp.perplexity(a([0.25] * 4)), 4.0),
        (lambda a: plogp.total_variation(a([0.8, 0.2]), a([0.6, 0.4])), 0.2),
        (lambda a: plogp.chi_square_divergence(a([0.8, 0.2]), a([0.6, 0.4])), 1 / 6),
        (lambda a: plogp.hellinger_distance(a([1.0, 0.0]), a([0.0, 1.0])), 1.0),
        (lambda a: plogp.tsallis_entropy(a([0.5, 0.5]), order=2), 0.5),
        (lambda a: plogp.renyi_entropy(a([0.5, 0.25, 0.25]), order=2, base=2), -np.log2(0.375)),
        (lambda a: plogp.mutual_information(a([[0.5, 0.0], [0.0, 0.5]]), base=2), 1.0),
        (lambda a: plogp.conditional_entropy(a([[0.25, 0.25], [0.25, 0.25]]), base=2), 1.0),
        (lambda a: plogp.variation_of_information(a([[0.25, 0.25], [0.25, 0.25]]), base=2), 2.0),
    ],
)
def test_known_numbers(lib: Library, answer, expected) -> None:
    assert float(read(answer(lib))) == pytest.approx(expected, rel=1e-14)


def test_softmax_of_the_article(lib: Library) -> None:
    assert read(plogp.softmax(lib([2.0, 1.0, 0.1]))) == pytest.approx(
        [0.6590011388859679, 0.24243297070471392, 0.09856589040931818], rel=1e-14
    )


def test_disjoint_supports_are_exactly_one_bit_apart(lib: Library) -> None:
    p = [[1.0, 0.0, 0.0], [0.1, 0.9, 0.0], [0.3, 0.7, 0.0]]
    q = [[0.0, 0.3, 0.7], [0.0, 0.0, 1.0], [0.0, 0.0, 1.0]]
    assert read(plogp.js_divergence(lib(p), lib(q), base=2)).tolist() == [1.0, 1.0, 1.0]
    assert read(plogp.js_distance(lib(p), lib(q), base=2)).tolist() == [1.0, 1.0, 1.0]


def test_kl_off_the_support_is_infinite(lib: Library) -> None:
    p, q = lib([0.5, 0.5, 0.0]), lib([1.0, 0.0, 0.0])
    for quantity in (plogp.kl_divergence, plogp.cross_entropy, plogp.jeffreys_divergence, plogp.chi_square_divergence):
        assert float(read(quantity(p, q))) == np.inf
    assert float(read(plogp.kl_divergence(q, p))) == pytest.approx(LOG2)
    assert np.isfinite(float(read(plogp.js_divergence(p, q))))


def test_logits_that_underflow_are_not_off_the_support(lib: Library) -> None:
    value = plogp.kl_divergence(lib([0.5, 0.5]), Logits(lib([0.0, -2000.0])))
    assert float(read(value)) == pytest.approx(1000.0 - LOG2, rel=1e-14)


def test_xor_is_one_bit_of_synergy_and_copies_are_one_bit_of_redundancy(lib: Library) -> None:
    xor = [[[0.25, 0.0], [0.0, 0.25]], [[0.0, 0.25], [0.25, 0.0]]]
    copy = [[[0.5, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.5]]]
    assert float(read(plogp.interaction_information(lib(xor), base=2))) == pytest.approx(1.0, rel=1e-14)
    assert float(read(plogp.interaction_information(lib(copy), base=2))) == pytest.approx(-1.0, rel=1e-14)
    assert float(read(plogp.total_correlation(lib(copy), base=2))) == pytest.approx(2.0, rel=1e-14)
    assert float(read(plogp.mutual_information(lib(xor), given=2, base=2))) == pytest.approx(1.0, rel=1e-14)


def test_lists_and_integers_are_float64() -> None:
    assert plogp.entropy([1, 0]).dtype == np.float64
    assert plogp.entropy(np.array([[1, 0]])).dtype == np.float64
    assert plogp.entropy((0.5, 0.5), base=2) == 1.0


@pytest.mark.parametrize("base", [e, 2.0, 0.5])
def test_zero_has_no_sign(lib: Library, base: float) -> None:
    certain = np.eye(3)[[0, 1, 2, 1]]
    p, z = lib(certain), lib(1800 * certain - 900)
    joint = lib([[1.0, 0.0], [0.0, 0.0]])
    answers = []
    for held in (p, Probs(p), Logits(z), Labels(lib(np.array([0, 1, 2, 1])), classes=3)):
        answers += [plogp.entropy(held, base=base)]
        answers += [plogp.renyi_entropy(held, order=a, base=base) for a in (0.0, 0.5, 0.9, 1.0, 1.2, 2.0, inf)][1:]
        answers += [plogp.tsallis_entropy(held, order=a) for a in (0.5, 1.0, 2.0)]
        divergences = [plogp.cross_entropy, plogp.kl_divergence, plogp.js_divergence, plogp.jeffreys_divergence]
        answers += [f(held, held, base=base) for f in divergences]
        answers += [plogp.renyi_divergence(held, held, order=a, base=base) for a in (0.0, 0.5, 1.0, 2.0, inf)]
        others = [plogp.total_variation, plogp.hellinger_distance, plogp.chi_square_divergence]
        answers += [f(held, held) for f in others]
    several = (
        plogp.mutual_information,
        plogp.conditional_entropy,
        plogp.variation_of_information,
        plogp.total_correlation,
        plogp.dual_total_correlation,
        plogp.o_information,
        plogp.interaction_information,
    )
    answers += [f(joint, base=base) for f in several]
    for answer in map(read, answers):
        assert not np.signbit(answer).any()
        assert not answer.any()
