"""Every public callable, with arguments that it takes, and what makes use of its answer."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import numpy as np

import plogp
from plogp import Counts, Joint, Labels, Logits, Probs, Samples, Table
from plogp.apps import approximation
from public_jobs import JOBS, ROWS, TABLE, Call, X, Y, itself

G = np.random.default_rng(0).normal(size=(3, 24))
CUBE = np.full((2, 2, 2), 0.125)
COUNTS, CUBE_OF_COUNTS = Counts([[8, 2], [3, 7]]), Counts(np.arange(8).reshape(2, 2, 2))


def _quantities() -> Iterator[Call]:
    """Known distributions, and where a quantity is estimated also observed ones."""
    of_two = ("mutual_information", "conditional_entropy", "normalized_mutual_information", "variation_of_information")
    of_many = ("total_correlation", "dual_total_correlation", "o_information", "interaction_information")
    square = np.array([[0.4, 0.1], [0.1, 0.4]])
    yield plogp.entropy, ([0.5, 0.5],), {"base": 2}, itself
    yield plogp.entropy, (Counts([3, 4]),), {"base": 2, "estimator": plogp.PlugIn()}, itself
    yield plogp.entropy, (Samples(G[0]),), {"estimator": plogp.KozachenkoLeonenko()}, itself
    yield plogp.perplexity, (Counts([3, 4]),), {"estimator": plogp.PlugIn()}, itself
    yield plogp.perplexity, ([0.5, 0.5], [0.2, 0.8]), {}, itself
    for name in (*of_two, *of_many):
        quantity = getattr(plogp, name)
        takes = inspect.signature(quantity).parameters
        known, observed = (square, COUNTS) if name in (*of_two, "total_correlation") else (CUBE, CUBE_OF_COUNTS)
        base = {"base": 2} if "base" in takes else {}
        yield quantity, (known,), base, itself
        yield quantity, (observed,), {"estimator": plogp.MillerMadow()}, itself
        if "given" in takes:
            yield quantity, (CUBE,), {"given": 2}, itself
            yield quantity, (CUBE_OF_COUNTS,), {"given": 2}, itself
    yield plogp.adjusted_mutual_information, (COUNTS,), {}, itself
    yield plogp.mutual_information, (Samples(*G),), {"given": 2}, itself
    yield plogp.mutual_information, (Samples(*G[:2]),), {"estimator": plogp.KSG()}, itself
    for name in (
        "cross_entropy", "kl_divergence", "js_divergence", "js_distance", "jeffreys_divergence", "total_variation",
        "hellinger_distance", "chi_square_divergence", "renyi_divergence",
    ):  # fmt: skip
        quantity = getattr(plogp, name)
        takes = inspect.signature(quantity).parameters
        order = {"order": 2} if "order" in takes else {}
        extra = {key: value for key, value in (("base", 2), ("weights", [0.5, 0.5])) if key in takes}
        yield quantity, ([0.5, 0.5], [0.2, 0.8]), extra | order, itself
        yield quantity, (Labels([0, 1]), Logits(ROWS * 3)), order, itself
        if "unseen" in takes:
            yield quantity, (Counts([3, 4]), Counts([4, 3])), {"unseen": plogp.Pseudocount(1)}, itself
        if "estimator" in takes:
            yield quantity, (Samples(G[0]), Samples(G[1])), {"estimator": None}, itself
    yield plogp.js_divergence, (Counts([3, 4]), Counts([4, 3])), {"weights": [0.5, 0.5]}, itself
    yield plogp.renyi_entropy, ([0.5, 0.5],), {"order": 2, "base": 2}, itself
    yield plogp.tsallis_entropy, ([0.5, 0.5],), {"order": 2}, itself
    for pair in (([0.5, 0.5], [0.2, 0.8]), ([1.0, 0.0], [0.2, 0.8]), ([0.5, 0.5], [1.0, 0.0])):
        limits = {"generator": lambda t: (t - 1) ** 2, "at_zero": 1.0, "slope_at_infinity": 1.0}
        yield plogp.f_divergence, pair, limits, itself
    for function in (plogp.softmax, plogp.log_softmax):
        yield function, ([[1.0, 2.0]],), {"axis": -1, "temperature": 1.0, "out": np.empty((1, 2))}, itself
    z = Logits([1.0, 2.0])
    order = {"order": 2, "base": 2, "out": np.empty(2)}
    yield plogp.value_and_gradient, (plogp.renyi_divergence, [0.5, 0.5], z), order, itself
    yield plogp.pairwise, (plogp.js_divergence, ROWS, ROWS), {"base": 2}, itself
    yield plogp.pairwise, (plogp.renyi_divergence, ROWS, ROWS), {"order": 2}, itself
    few = plogp.Permutation(3)
    yield plogp.independence_test, (COUNTS,), {"base": 2, "method": few, "rng": 0, "progress": None}, itself
    yield plogp.independence_test, (CUBE_OF_COUNTS,), {"given": 2, "method": few}, itself
    both = (Counts([3, 4]), Counts([4, 5]))
    yield plogp.equality_test, both, {"base": 2, "method": few, "rng": 0, "progress": None}, itself
    yield plogp.set_num_threads, (2,), {}, itself
    yield plogp.get_num_threads, (), {}, itself


def _types() -> Iterator[Call]:
    """Made, and then asked: types look at what they hold when a quantity does."""

    def loss(labels: Labels) -> Any:
        return plogp.cross_entropy(labels, Logits(ROWS * 3)), labels.valid

    yield Probs, ([[0.5, 0.5]],), {"axis": -1}, plogp.entropy
    yield Probs.normalized, ([[0.5, 0.5]],), {"axis": -1}, plogp.entropy
    yield Probs.smoothed, ([[0.5, 0.5]],), {"pseudocount": 0.1, "axis": -1}, plogp.entropy
    yield Logits, ([[0.5, 0.6]],), {"axis": -1, "temperature": 1.0}, plogp.entropy
    yield Labels, ([0, 1],), {"classes": 2, "ignore": -1, "smoothing": 0.0}, loss
    yield Labels, (["a", "b"],), {"classes": ["a", "b"], "ignore": "c", "smoothing": 0.1}, loss
    yield Labels, (ROWS,), {"axis": -1}, loss
    yield Labels, ([0, 1],), {"classes": 2}, lambda labels: plogp.kl_divergence(labels, Labels([0, 0]))
    yield Counts, (np.arange(8).reshape(2, 2, 2),), {"given": 2}, plogp.mutual_information
    yield Counts.of, (X, Y), {}, plogp.mutual_information
    yield Samples, (X, Y), {"discrete": True, "missing": "drop"}, plogp.mutual_information
    yield Samples, (X, Y), {"given": X}, plogp.mutual_information
    yield Samples, (G[0], G[1]), {"discrete": False}, plogp.mutual_information
    yield Table, (TABLE, "a"), {"given": "b", "missing": plogp.Missing.DROP}, plogp.conditional_entropy
    yield Joint, (ROWS / 2,), {"axes": (0, 1)}, plogp.mutual_information
    yield from _families()
    for name in plogp.__all__:
        made = getattr(plogp, name)
        if made.__module__.startswith("plogp.estimators.") and name not in ("Permutation", "Pseudocount"):
            defaults = {key: held.default for key, held in inspect.signature(made).parameters.items()}
            yield made, (), defaults, _estimate
    yield plogp.NSB, ((3, 3),), {}, itself
    yield plogp.Permutation, (3,), {}, lambda method: plogp.independence_test(COUNTS, method=method)
    yield plogp.Pseudocount, (0.5,), {}, lambda few: plogp.kl_divergence(Counts([3, 4]), Counts([4, 0]), unseen=few)


def _families() -> Iterator[Call]:
    matrix = np.array([[2.0, 0.5], [0.5, 1.0]])
    factor = np.linalg.cholesky(matrix)
    for name, given in {
        "Normal": (0.5, 2.0), "Laplace": (0.5, 2.0), "Gamma": (0.5, 2.0), "InverseGaussian": (0.5, 2.0),
        "Beta": (0.5, 2.0), "Exponential": (2.0,), "Poisson": (2.0,), "Geometric": (0.5,), "Dirichlet": ([0.5, 2.0],),
        "Bernoulli": (0.5,), "Uniform": (0.5, 2.0),
    }.items():  # fmt: skip
        made = getattr(plogp, name)
        yield made, given, {}, lambda p: plogp.kl_divergence(p, p)
        samples = np.array([[0.3, 0.7], [0.6, 0.4], [0.9, 0.1]])
        yield made.from_samples, (samples,), {}, itself
    yield plogp.Bernoulli, (), {"logits": 0.5}, plogp.entropy
    yield plogp.MultivariateNormal, ([0.0, 1.0], matrix), {}, plogp.entropy
    yield plogp.MultivariateNormal, ([0.0, 1.0],), {"scale_tril": factor}, plogp.entropy
    yield approximation.fit, (plogp.Exponential, plogp.Gamma(2.0, 1.0), plogp.kl_divergence), {}, itself
    yield approximation.reverse, (plogp.kl_divergence,), {}, lambda f: f(plogp.Normal(0, 1), plogp.Normal(0, 1))
    yield plogp.StudentT, (3.0, 0.5, 2.0), {}, plogp.entropy
    yield plogp.Mixture, ([plogp.Normal(0.5, 2.0), plogp.Laplace(0.5, 1.0)], [0.5, 0.5]), {}, plogp.entropy
    yield plogp.Wishart, (3.0, matrix), {}, plogp.entropy
    yield plogp.Wishart, (3.0,), {"scale_tril": factor}, plogp.entropy


def _estimate(estimator: Any) -> Any:
    if hasattr(estimator, "entropy"):
        return plogp.entropy(Counts([3, 4, 1]), estimator=estimator)
    if hasattr(estimator, "differential_entropy"):
        return plogp.entropy(Samples(G[0]), estimator=estimator)
    if hasattr(estimator, "kl_divergence"):
        return plogp.kl_divergence(Samples(G[0]), Samples(G[1]), estimator=estimator)
    if hasattr(estimator, "mutual_information"):
        return plogp.mutual_information(Samples(*G[:2]), estimator=estimator)
    return None


def _models() -> Iterator[Call]:
    """What is held of a language model's distributions."""
    teacher = plogp.TopK([[1, 0]], [[-0.5, -2.0]], 5)
    plogp.write_top_k(teacher, "teacher.safetensors")
    yield plogp.TopK, ([[1, 0]], [[-0.5, -2.0]], 5), {}, plogp.entropy
    yield plogp.kl_divergence, (teacher, Logits([[1.0, 2.0, 0.0, 0.5, 3.0]])), {}, itself
    yield plogp.entropy_and_log_prob, (Labels([0, 2]), Logits([[1.0, 2.0, 0.0]] * 2)), {}, itself
    hidden, weight, last = np.ones((2, 3)), np.arange(12.0).reshape(4, 3), {"temperature": 0.5, "softcap": 3.0}
    yield plogp.LinearLogits, (hidden, weight, np.zeros(4)), last, plogp.entropy
    limits = {"top_k": 3, "top_p": 0.9, "min_p": 0.1}
    yield Logits([[1.0, 2.0, 0.0, 0.5]]).truncated, (), limits, plogp.entropy
    log_p, log_q = np.log([0.5, 0.2, 0.3]), np.log([0.4, 0.1, 0.5])
    groups = {"by": ["a", "a", "b"], "weights": [1.0, 0.5, 1.0]}
    yield plogp.Drawn, (log_p,), groups, lambda p: plogp.kl_divergence(p, plogp.Scored(log_q))
    yield plogp.Scored, (log_q,), {}, lambda q: plogp.kl_divergence(plogp.Drawn(log_p), q)
    yield plogp.perplexity, (plogp.Drawn(), plogp.Scored(log_q)), {}, itself
    asked = {"estimator": plogp.LogRatio(), "base": 2, "unseen": None}
    yield plogp.kl_divergence, (plogp.Drawn(log_p), plogp.Scored(log_q)), asked, itself
    for ratio in (plogp.LogRatio(), plogp.HalfSquare(), plogp.BregmanRatio()):
        yield ratio.terms, (log_p, log_q), {}, itself
        yield ratio.plain, (log_p, log_q), {}, itself
    yield plogp.write_top_k, (teacher, "again.npz"), {}, itself
    yield plogp.read_top_k, ("teacher.safetensors",), {}, plogp.entropy


GROUPS = [_quantities, _types, _models, *JOBS]
