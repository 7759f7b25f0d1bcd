"""Divergences from drawn outcomes: values and gradients by enumeration over small distributions, intervals by laws."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest

import plogp
from libraries import Library, load, read
from plogp import BregmanRatio, Counts, Drawn, HalfSquare, Logits, LogRatio, Scored
from plogp.theory.errors import InvalidParameter, NotADistribution, NotSamples, ShapeMismatch, Unanswerable

RNG = np.random.default_rng(0)
ALL = (LogRatio(), HalfSquare(), BregmanRatio())
each = pytest.mark.parametrize("estimator", ALL, ids=lambda e: type(e).__name__)
Terms = Callable[[Any, Any], Any]


def pair(apart: float, k: int = 7) -> np.ndarray:
    """Logits of two distributions."""
    z = 1.5 * RNG.normal(size=k)
    return np.stack([z, z + apart * RNG.normal(size=k)])


def on_average(terms: Terms, z: np.ndarray) -> tuple[float, np.ndarray]:
    """The mean of terms over outcomes of the first distribution, and the mean of their gradients by the logits of both.

    As a training loop sees it: the outcomes are drawn, and no gradient goes through their probabilities.
    """
    torch = load("torch")
    logits = torch(z).requires_grad_()
    log_p, log_q = logits.log_softmax(-1)
    mean = (log_p.exp().detach() * terms(log_p, log_q)).sum()
    mean.backward()
    return float(mean.detach()), read(logits.grad)


def exact(z: np.ndarray) -> tuple[float, np.ndarray]:
    """D(P‖Q) and its gradient by both."""
    gradients = [
        plogp.value_and_gradient(plogp.kl_divergence, plogp.softmax(z[0]), Logits(z[1])),
        plogp.value_and_gradient(plogp.kl_divergence, Logits(z[0]), plogp.softmax(z[1])),
    ]
    return float(gradients[0][0]), np.stack([gradients[1][1], gradients[0][1]])


@each
@pytest.mark.parametrize("apart", [1e-3, 0.1, 1.0, 3.0])
def test_terms_have_the_value_and_the_gradient(estimator: Any, apart: float) -> None:
    z = pair(apart)
    value, gradient = on_average(estimator.terms, z)
    assert value == pytest.approx(exact(z)[0], rel=1e-9)
    assert gradient == pytest.approx(exact(z)[1], rel=1e-8, abs=1e-12)


@each
def test_jax_has_the_same(estimator: Any) -> None:
    load("jax")
    import jax

    def mean(z: Any) -> Any:
        log_p, log_q = jax.nn.log_softmax(z)
        return (jax.lax.stop_gradient(jax.numpy.exp(log_p)) * estimator.terms(log_p, log_q)).sum()

    z = pair(1.0)
    value, gradient = jax.jit(jax.value_and_grad(mean))(z)
    assert float(value) == pytest.approx(exact(z)[0], rel=1e-9)
    assert read(gradient) == pytest.approx(exact(z)[1], rel=1e-8)


def test_what_the_plain_terms_get_wrong() -> None:
    """What people argue about: docs/losses.md has this as a table."""
    z = pair(1.0)
    kl, gradient = exact(z)
    (k1, by_k1), (k2, by_k2), (k3, by_k3) = (on_average(estimator.plain, z) for estimator in ALL)
    assert k1 == pytest.approx(kl)
    assert abs(by_k1[0]).max() < 1e-12  # no gradient at all
    assert k2 != pytest.approx(kl, rel=0.05)
    assert by_k2[0] == pytest.approx(gradient[0])
    assert k3 == pytest.approx(kl)
    assert by_k3[0] != pytest.approx(gradient[0], rel=0.05)
    assert by_k3[0] == pytest.approx(plogp.softmax(z[0]) - plogp.softmax(z[1]))  # that of D(Q‖P)


@each
def test_every_array_library(estimator: Any, lib: Library) -> None:
    log_p, log_q = np.log([0.5, 0.3, 0.2]), np.log([0.4, 0.3, 0.05])
    expected = estimator.terms(log_p, log_q)
    assert read(estimator.terms(lib(log_p), lib(log_q))) == pytest.approx(expected, rel=1e-12)
    single = estimator.terms(lib(log_p, "float32"), lib(log_q, "float32"))
    assert single.dtype == lib.dtype("float32")
    assert read(single) == pytest.approx(expected, rel=1e-5, abs=1e-7)


@each
def test_an_estimate_is_unbiased(estimator: Any) -> None:
    """Over all samples of three outcomes of three, each with its probability."""
    p, q = RNG.dirichlet(np.ones(3), 2)
    log_p, log_q = np.log(p), np.log(q)
    mean = 0.0
    for sample in product(range(3), repeat=3):
        at = list(sample)
        estimate = plogp.kl_divergence(Drawn(log_p[at]), Scored(log_q[at]), estimator=estimator)
        assert estimate.value + estimate.bias == pytest.approx(estimator.plain(log_p[at], log_q[at]).mean())
        mean += p[at].prod() * estimate.value
    assert mean == pytest.approx(plogp.kl_divergence(p, q), rel=1e-12)


def test_beside_a_truncated_sampler_only_the_log_ratio_is_exact() -> None:
    z = pair(1.0)
    p = plogp.softmax(Logits(z[0]).truncated(top_k=3).z)
    q = plogp.softmax(z[1])
    on, kl = p > 0, plogp.kl_divergence(p, q)
    found = [(p[on] * estimator.terms(np.log(p[on]), np.log(q[on]))).sum() for estimator in ALL]
    assert found[0] == pytest.approx(kl)
    assert found[2] == pytest.approx(kl - q[~on].sum())  # as its docstring says


def test_terms_near_agreement_keep_their_digits() -> None:
    log_p = -np.array([1.0, 2.0, 3.0])
    for d in (1e-9, -1e-7, 1e-4):
        assert BregmanRatio().plain(log_p, log_p + d) == pytest.approx(np.full(3, d * d / 2), rel=1e-4)
    assert not BregmanRatio().terms(log_p, log_p).any()


@each
def test_an_impossible_outcome_is_infinite_and_has_no_nan_gradient(estimator: Any) -> None:
    torch = load("torch")
    log_p = torch(np.array([-1.0, -2.0])).requires_grad_()
    log_q = torch(np.array([-np.inf, -1.0])).requires_grad_()
    terms = estimator.terms(log_p, log_q)
    assert read(terms)[0] == np.inf
    terms.sum().backward()
    assert np.isfinite(read(log_p.grad)).all()
    assert np.isfinite(read(log_q.grad)).all()
    assert plogp.kl_divergence(Drawn(read(log_p)), Scored(read(log_q)), estimator=estimator).value == np.inf


def test_means_and_their_units() -> None:
    log_q = np.log(RNG.uniform(0.1, 1, 50))
    ce = plogp.cross_entropy(Drawn(), Scored(log_q))
    assert (ce.value, ce.n, ce.unit) == (pytest.approx(-log_q.mean()), 50, "nat")
    assert plogp.cross_entropy(Drawn(), Scored(log_q), base=2).value == pytest.approx(ce / np.log(2))
    pp = plogp.perplexity(Drawn(), Scored(log_q))
    assert (pp.value, pp.low, pp.high) == pytest.approx((np.exp(ce.value), np.exp(ce.low), np.exp(ce.high)))
    assert pp.unit == ""
    assert plogp.entropy(Drawn(log_q)).value == pytest.approx(ce.value)
    assert plogp.perplexity(Drawn(log_q)).value == pytest.approx(pp.value)
    shaped = plogp.cross_entropy(Drawn(), Scored(load("torch")(log_q.reshape(5, 10))))
    assert shaped.stderr == pytest.approx(ce.stderr)


def test_groups() -> None:
    """Singles are no groups; copies within a group say nothing new; nobody counts whose weight is zero."""
    log_q, names = np.log(RNG.uniform(0.1, 1, 40)), np.array([f"text {i}" for i in range(40)])
    alone = plogp.cross_entropy(Drawn(), Scored(log_q))
    assert alone.stderr == pytest.approx(log_q.std(ddof=1) / np.sqrt(40))
    same = plogp.cross_entropy(Drawn(by=names), Scored(log_q))
    assert (same.value, same.low, same.high) == pytest.approx((alone.value, alone.low, alone.high))
    copies = plogp.cross_entropy(Drawn(by=np.repeat(names, 3)), Scored(np.repeat(log_q, 3)))
    assert (copies.low, copies.high) == pytest.approx((alone.low, alone.high))
    assert plogp.cross_entropy(Drawn(), Scored(np.repeat(log_q, 3))).stderr < 0.6 * alone.stderr
    weighed = plogp.cross_entropy(Drawn(weights=np.full(40, 3.0)), Scored(log_q))
    assert (weighed.low, weighed.high) == pytest.approx((alone.low, alone.high))
    padded = np.stack([log_q, np.full(40, np.nan)], axis=1)
    mask = Drawn(by=names[:, None], weights=[1.0, 0.0])
    assert plogp.cross_entropy(mask, Scored(padded)).stderr == pytest.approx(alone.stderr)
    assert plogp.cross_entropy(mask, Scored(padded)).n == 40


@pytest.mark.parametrize("documents", [8, 60])
def test_intervals_over_documents_cover(documents: int) -> None:
    """Tokens of a document share its difficulty; lengths differ."""
    covered, n = {True: 0, False: 0}, 600
    for _ in range(n):
        lengths = RNG.integers(5, 40, documents)
        by = np.repeat(np.arange(documents), lengths)
        log_q = -RNG.gamma(2.0, 0.6 + 0.2 * np.tanh(RNG.normal(size=documents))[by])
        for grouped in (True, False):
            found = plogp.cross_entropy(Drawn(by=by if grouped else None), Scored(log_q))
            covered[grouped] += found.low <= 2.0 * 0.6 <= found.high
    assert 0.92 < covered[True] / n < 0.98
    assert covered[False] / n < 0.85


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda p, q: plogp.js_divergence(p, q), Unanswerable, "cross_entropy, entropy, kl_divergence, perplexity are"),
        (lambda p, q: plogp.kl_divergence(q, p), Unanswerable, "come first"),
        (lambda p, q: plogp.kl_divergence(p, p), Unanswerable, "come first"),
        (lambda p, q: plogp.entropy(q), Unanswerable, "come first"),
        (lambda p, q: plogp.kl_divergence(p, Logits([0.0, 1.0])), Unanswerable, "Scored"),
        (lambda p, q: plogp.kl_divergence(Counts([1, 2]), q), Unanswerable, "Drawn"),
        (lambda p, q: plogp.kl_divergence(Drawn(), q), Unanswerable, "Drawn\\(log_p\\)"),
        (lambda p, q: plogp.f_divergence(p, q, lambda t: t - 1), Unanswerable, "observed"),
        (lambda p, q: plogp.independence_test(p), Unanswerable, "cannot be counted"),
        (lambda p, q: plogp.equality_test(p, p), Unanswerable, "cannot be counted"),
        (lambda p, q: plogp.cross_entropy(p, Scored([-1.0, 0.5])), NotADistribution, "0.5 at position 1"),
        (lambda p, q: plogp.cross_entropy(p, Scored([np.nan, -1.0])), NotADistribution, "nan at position 0"),
        (lambda p, q: plogp.kl_divergence(Drawn([-np.inf, -1.0]), q), NotADistribution, "was drawn"),
        (lambda p, q: plogp.kl_divergence(p, Scored([-1.0])), ShapeMismatch, r"\(2,\) and \(1,\)"),
        (lambda p, q: LogRatio().terms([-1.0, -2.0], [-1.0]), ShapeMismatch, "must agree"),
        (lambda p, q: plogp.cross_entropy(Drawn(by=[1, 2, 3]), q), ShapeMismatch, "by="),
        (lambda p, q: plogp.cross_entropy(Drawn(weights=[1, 2, 3]), q), ShapeMismatch, "weights="),
        (lambda p, q: plogp.cross_entropy(Drawn(weights=[1, -1]), q), InvalidParameter, "weights="),
        (lambda p, q: plogp.cross_entropy(Drawn(weights=[0, 0]), q), NotSamples, "no outcome counts"),
        (lambda p, q: plogp.cross_entropy(Drawn(), Scored([])), NotSamples, "no outcome counts"),
        (lambda p, q: plogp.cross_entropy(Drawn(by=["a", None]), q), NotSamples, "by="),
        (lambda p, q: plogp.kl_divergence(p, q, estimator=plogp.KSG()), Unanswerable, "BregmanRatio does"),
        (lambda p, q: plogp.kl_divergence(p, q, estimator=LogRatio), InvalidParameter, r"LogRatio\(\)"),
        (lambda p, q: plogp.entropy(p, estimator=plogp.PlugIn()), InvalidParameter, "is a mean"),
        (lambda p, q: plogp.kl_divergence(p, q, unseen=plogp.Pseudocount(1)), InvalidParameter, "unseen="),
        (lambda p, q: plogp.perplexity(Counts([1, 2]), Counts([2, 1])), Unanswerable, "Drawn"),
    ],
)
def test_what_it_cannot_answer_is_named(call: Terms, error: type, message: str) -> None:
    with pytest.raises(error, match=message):
        call(Drawn([-1.0, -0.5]), Scored([-0.7, -0.6]))


def test_one_group_has_no_interval() -> None:
    found = plogp.cross_entropy(Drawn(by=["a", "a"]), Scored([-1.0, -2.0]))
    assert (found.value, found.low, found.high) == (1.5, 0.0, np.inf)
    assert "few groups" in str(found)
