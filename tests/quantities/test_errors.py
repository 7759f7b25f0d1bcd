"""Bad input: a named error that says what was wrong, where, and the mend."""

from __future__ import annotations

import re
import warnings

import numpy as np
import pytest

import plogp
from libraries import Library
from plogp import Counts, Joint, Labels, Logits, NotADistribution, PlogpError, Probs
from plogp.theory.errors import (
    InvalidParameter,
    MixedArrays,
    NotCounts,
    NotLabels,
    NotLogits,
    ProbabilitiesAsLogitsWarning,
    ShapeMismatch,
    Unanswerable,
)

OK = [[0.5, 0.5], [0.25, 0.75]]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([[0.5, 0.5], [0.6, 0.3]], "row 1 sums to 0.9, not to 1"),
        ([[0.5, 0.5], [-0.1, 1.1]], "row 1 has the entry -0.1 at position 0"),
        ([[0.5, np.nan], [0.5, 0.5]], "row 0 has the entry nan at position 1"),
        ([[0.5, 0.5], [0.5, np.inf]], "row 1 has the entry inf at position 1"),
        ([[2.0, 1.0], [0.1, 0.5]], "write Logits(x), if counts Counts(x)"),
        ([0.5, 0.4], "the row sums to 0.9"),
        ([[[0.5, 0.5]], [[0.5, 0.4]]], "row (1, 0) sums to 0.9"),
    ],
)
def test_what_is_no_distribution(lib: Library, rows: list, message: str) -> None:
    p = lib(np.array(rows))
    for call in (
        plogp.entropy,
        lambda p: plogp.kl_divergence(p, p),
        lambda p: plogp.cross_entropy(p, Logits(lib(np.zeros(p.shape)))),
    ):
        with pytest.raises(NotADistribution, match=re.escape(message)):
            call(p)


def test_a_faulty_row_is_found_in_every_precision() -> None:
    for dtype in (np.float16, np.float32, np.float64):
        p = np.full((1000, 4), 0.25, dtype=dtype)
        p[777, 2] = -0.25
        with pytest.raises(NotADistribution, match=r"row 777 has the entry -0\.25 at position 2"):
            plogp.entropy(p)


@pytest.mark.parametrize(
    ("row", "mend"),
    [
        ([0.5, 0.5, -1e-17], "Probs.normalized(x.clip(0)), or Logits(z)"),
        ([0.5, 0.3, 0.201], "Probs.normalized(x), or Logits(z)"),
        ([0.5, 0.5, -0.5], "If these are logits"),
    ],
)
def test_a_rounding_error_has_its_own_mend(row: list[float], mend: str) -> None:
    p = np.array([row])
    with pytest.raises(NotADistribution, match=re.escape(mend)):
        plogp.entropy(p)
    if "clip" in mend:
        assert float(plogp.entropy(Probs.normalized(p.clip(0)))[0]) == pytest.approx(np.log(2))


@pytest.mark.parametrize("k", [10, 10_000, 1_000_000])
def test_a_softmax_in_float32_is_a_distribution_in_every_precision(k: int) -> None:
    z = np.random.default_rng(k).standard_normal(k).astype(np.float32)
    e = np.exp(z - z.max())
    p = e / (e.sum() * np.float32(1 + 2 * k**0.5 * 2.0**-24))  # a sum with an error that k terms may have
    for dtype in (np.float32, np.float64):
        assert plogp.kl_divergence(p.astype(dtype), Logits(z.astype(dtype))) < 1e-6
    with pytest.raises(NotADistribution):
        plogp.entropy(p.astype(np.float64) * (1 + 1e-3))


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([[1.0, np.nan]], "row 0 has the logit nan at position 1"),
        ([[1.0, 2.0], [np.inf, 0.0]], "row 1 has the logit inf at position 0"),
        ([[-np.inf, -np.inf]], "row 0 is -inf everywhere"),
    ],
)
def test_what_are_no_logits(lib: Library, rows: list, message: str) -> None:
    z = Logits(lib(np.array(rows)))
    for call in (
        plogp.entropy,
        lambda z: plogp.cross_entropy(Labels([0] * len(rows)), z),
        lambda z: plogp.softmax(z.z),
    ):
        with pytest.raises(NotLogits, match=re.escape(message)):
            call(z)


def test_probabilities_as_logits_are_warned_of(lib: Library) -> None:
    p = lib(np.array(OK))
    for call in (
        plogp.entropy,
        lambda z: plogp.cross_entropy(Labels([0, 1]), z),
        lambda z: plogp.kl_divergence(z, z),
        lambda z: plogp.softmax(z.z),
        lambda z: plogp.log_softmax(z.z),
        lambda z: plogp.value_and_gradient(plogp.cross_entropy, Labels([0, 1]), z),
    ):
        with pytest.warns(ProbabilitiesAsLogitsWarning, match="softmax was applied already"):
            call(Logits(p))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plogp.entropy(Logits(p + 0.001))


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (Labels([0, 3]), "label 3 at position (1,) is not one of the 3 classes 0 to 2"),
        (Labels([0, -1]), "label -1 at position (1,)"),
        (Labels([0.0, 1.0]), "float64, which name no class"),
        (Labels([[1, 0], [0, 1]]), "width 2 stand against 3 classes"),
        (Labels([[1, 1, 0], [0, 0, 1]]), "must be one-hot"),
        (Labels(["cat", "emu"], classes=("cat", "dog", "hen")), "label 'emu' is not one of the classes"),
        (Labels(["a", "b"], classes=3), "classes= must be the sequence of names"),
    ],
)
def test_labels_that_cannot_be_read(lib: Library, labels: Labels, message: str) -> None:
    z = Logits(lib(np.array([[1.0, 2.0, 3.0], [0.5, 3.0, 1.0]])))
    with pytest.raises(NotLabels, match=re.escape(message)):
        plogp.cross_entropy(labels, z)


def test_names_that_are_fewer_than_the_outputs_must_be_ordered() -> None:
    z = Logits([[1.0, 2.0, 3.0], [0.5, 3.0, 1.0]])
    with pytest.raises(NotLabels, match="2 names"):
        plogp.cross_entropy(Labels(["cat", "dog"]), z)


def test_shapes_that_do_not_fit(lib: Library) -> None:
    a, b = lib(np.full((2, 4), 0.25)), lib(np.full((2, 2), 0.5))
    with pytest.raises(ShapeMismatch, match=r"4 and 2 outcomes .*\(2, 4\) and \(2, 2\)"):
        plogp.kl_divergence(a, b)
    with pytest.raises(ShapeMismatch, match="do not broadcast"):
        plogp.kl_divergence(a, lib(np.full((3, 4), 0.25)))
    with pytest.raises(ShapeMismatch, match="axis 2 is out of range for an array of 2 axes"):
        plogp.entropy(Probs(a, axis=2))
    with pytest.raises(ShapeMismatch, match=r"empty: shape \(3, 0\)"):
        plogp.entropy(lib(np.zeros((3, 0))))
    with pytest.raises(ShapeMismatch, match="single number"):
        plogp.entropy(lib(np.array(0.5)))
    with pytest.raises(PlogpError):
        plogp.cross_entropy(Labels([0, 1, 2]), Logits(lib(np.full((2, 4), 0.3))))


def test_joint_distributions_that_are_none(lib: Library) -> None:
    with pytest.raises(NotADistribution, match="sums to 2"):
        plogp.mutual_information(lib(np.full((2, 2), 0.5)))
    with pytest.raises(ShapeMismatch, match="2 variables"):
        plogp.mutual_information(lib(np.array([0.5, 0.5])))
    with pytest.raises(ShapeMismatch, match="out of range"):
        plogp.mutual_information(Joint(lib(np.full((2, 2), 0.25)), axes=(0, 5)))
    with pytest.raises(ShapeMismatch, match="given=4"):
        plogp.mutual_information(lib(np.full((2, 2), 0.25)), given=4)
    with pytest.raises(Unanswerable, match="Joint"):
        plogp.mutual_information(Logits(lib(np.ones((2, 2)))))


def test_parameters_out_of_their_domain() -> None:
    for base in (1, 0, -2, np.inf, np.nan):
        with pytest.raises(InvalidParameter, match="base"):
            plogp.entropy([0.5, 0.5], base=base)
    for order in (-1, np.nan):
        with pytest.raises(InvalidParameter, match="order"):
            plogp.renyi_entropy([0.5, 0.5], order=order)
    for temperature in (0, -1.0, np.inf):
        with pytest.raises(InvalidParameter, match="temperature"):
            Logits([1.0, 2.0], temperature=temperature)
    with pytest.raises(InvalidParameter, match="smoothing"):
        Labels([0], smoothing=1.5)
    with pytest.raises(InvalidParameter, match="pseudocount"):
        Probs.smoothed([0.5, 0.5], 0)
    with pytest.raises(InvalidParameter, match="f\\(1\\) = 0"):
        plogp.f_divergence(OK[0], OK[1], lambda t: t)
    with pytest.raises(InvalidParameter, match="at_zero"):
        plogp.f_divergence([0.0, 1.0], OK[1], lambda t: t * np.log(t))
    with pytest.raises(InvalidParameter, match="slope_at_infinity"):
        plogp.f_divergence(OK[1], [0.0, 1.0], lambda t: t * np.log(t))
    with pytest.raises(InvalidParameter, match="NaN for a ratio"):
        plogp.f_divergence(OK[1], OK[0], lambda t: np.sqrt(t - 1), slope_at_infinity=0.0)
    for call in (plogp.js_distance, lambda p, q, base: plogp.pairwise(plogp.js_distance, [p], [q], base=base)):
        with pytest.raises(InvalidParameter, match="no root"):
            call(OK[0], OK[1], base=0.5)
    with pytest.raises(NotADistribution, match="weights"):
        plogp.js_divergence(OK[0], OK[1], weights=[0.5, 0.6])
    with pytest.raises(ShapeMismatch, match="3 weights for 2"):
        plogp.js_divergence(OK[0], OK[1], weights=[0.2, 0.3, 0.5])
    with pytest.raises(NotADistribution, match="weights need a positive"):
        Probs.normalized([[1.0, 1.0], [0.0, 0.0]])


def test_things_that_are_no_numbers() -> None:
    for thing in (["a", "b"], np.array([None, 1.0]), [1j, 0], [[0.5, 0.5], [1.0]], "abc", None, object()):
        with pytest.raises(PlogpError):
            plogp.entropy(thing)


def test_counts_that_are_none() -> None:
    for counts, message in [
        ([1.5, 2], "1.5 at position"),
        ([-1, 2], "-1 at position"),
        ([0, 0], "no observations"),
        ([], "no observations"),
        (["a"], "whole numbers"),
        ([np.nan, 1], "nan at position"),
    ]:
        with pytest.raises(NotCounts, match=re.escape(message)):
            plogp.entropy(Counts(counts))


def test_two_array_libraries_in_one_call() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    with pytest.raises(MixedArrays, match="two array libraries"):
        plogp.kl_divergence(np.array([0.5, 0.5]), torch.tensor([0.5, 0.5]))
    assert float(plogp.kl_divergence([0.5, 0.5], torch.tensor([0.5, 0.5]))) == 0.0


def test_gradients_that_nobody_can_give() -> None:
    with pytest.raises(Unanswerable, match="no argument is Logits"):
        plogp.value_and_gradient(plogp.entropy, [0.5, 0.5])
    with pytest.raises(Unanswerable, match="no slope"):
        plogp.value_and_gradient(plogp.f_divergence, [0.5, 0.5], Logits([1.0, 2.0]))
    with pytest.raises(InvalidParameter, match="no base"):
        plogp.value_and_gradient(plogp.total_variation, [0.5, 0.5], Logits([1.0, 2.0]), base=2)


def test_a_misspelt_parameter_is_no_silent_default() -> None:
    with pytest.raises(TypeError):
        plogp.entropy([0.5, 0.5], bas=2)
    with pytest.raises(TypeError):
        plogp.total_variation([0.5, 0.5], [0.5, 0.5], base=2)
