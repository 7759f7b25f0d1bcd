"""Anything at all, handed in anywhere: an answer, or an error of plogp's own, never one of NumPy, PyTorch or C++."""

from __future__ import annotations

import contextlib
import datetime
import tracemalloc
import warnings
from collections import Counter, deque
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from scipy import sparse, stats

import plogp
from plogp import Counts, Joint, Labels, Logits, PlogpError, Probs, Pseudocount, Samples, Table

ROWS = np.array([[0.5, 0.5], [0.2, 0.8]])
GAUSS = np.random.default_rng(0).normal(size=(3, 50))
X = [0, 1, 0, 1]


def _foreign() -> list[Any]:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    half = torch.tensor([0.5, 0.5])
    return [
        half.to_sparse(), half + 0j, [half.clone().requires_grad_()] * 2, list(half), half.clone().requires_grad_(),
        torch.tensor(X), torch.distributions.Categorical(half), torch.distributions.Normal(0.0, 1.0),
    ]  # fmt: skip


def _things() -> list[Any]:
    return [
        "abracadabra", b"abc", None, {"a": 0.5, "b": 0.5}, {0.5}, (x for x in X), object(), int, len, np, ...,
        list("abab"), ["a", 1, None, 2.5], [None, None], [1, None, 2, 1], [{}, []], [datetime.date(2020, 1, 1)] * 4,
        np.array(["2020-01-01"] * 4, "M8[D]"), np.array([1, 2], "m8[s]"), [1j, 0], np.array([0.5 + 0j, 0.5]),
        True, [True, False, True, False], np.array([True, False]), 0.5, 3, float("nan"), np.array(0.5), Fraction(1, 2),
        [Decimal("0.5")] * 2, [], [[]], np.zeros((0, 3)), np.zeros((3, 0)), [[0.5, 0.5], [1.0]], [[[0.5], [0.5, 0.5]]],
        sparse.csr_matrix(ROWS), sparse.coo_array(ROWS), stats.norm(0, 1), stats.binom(3, 0.5), stats.norm,
        pd.DataFrame(ROWS), pd.DataFrame({"a": [0.5, 0.5], "b": ["x", "y"]}), pd.Series([1, None, 2, 1], dtype="Int64"),
        pd.Series(["a", None, "b", "a"], dtype="string"), pd.Series(list("abab"), dtype="category"),
        pl.Series([0.5, 0.5]), pl.DataFrame(ROWS), pl.LazyFrame({"a": X}), pa.array([1, 2, None]), pa.table({"a": X}),
        np.ma.array([0.5, 0.5, 0.7], mask=[0, 0, 1]), [np.ma.array([0.5, 0.5], mask=[0, 1])] * 2,
        np.array([[0.5, 0.5]]).view(np.matrix),
        np.rec.array([(1, 2.0)], dtype=[("a", int), ("b", float)]), np.zeros(2, dtype=[("a", int)]), range(4),
        [2**70, 1], np.array([2**63 + 1, 5], dtype=np.uint64), [-1, 2], [np.inf, 1.0], [np.nan, 0.5], [1e308, 1e308],
        Counter("abca"), memoryview(b"ab"), deque([0.5, 0.5]), plogp.Missing.DROP, Probs, Samples, Labels,
        Probs(ROWS), Probs("x"), Logits([0.0, 1.0]), Logits(None), Labels([0, 1]), Labels(["a", "b"]), Labels([None]),
        Labels(iter([1])), Labels([[0], [1, 2]]), Labels({}), Labels(1), Labels([[1, 0], [0, 1]]), Labels(ROWS),
        Joint(np.full((2, 2), 0.25)), Joint("x"), Joint(np.full((2, 2), 0.25), axes="x"), Counts([3, 4]),
        Counts([[3, 1], [1, 3]]), Counts("x"), Counts(5), Counts(None), Counts([0.5]), Counts(sparse.eye(3)),
        Counts(np.ma.array([3, 1], mask=[0, 1])), Counts(Labels([1])), Counts({"a": "b"}), Counts(Counter("abca")),
        Samples(X), Samples(X, X), Samples(GAUSS[0]), Samples(*GAUSS), Samples("x"), Samples(None), Samples([1.5]),
        Samples(sparse.eye(3)), Samples([object()]), Samples([[1], [1, 2]]), Samples(3), Samples(Labels([1, 2])),
        Samples({"a": 1}), Samples(pd.Series([1, None], dtype="Int64")), Table({"a": X, "b": X}, "a", "b"),
        Table({"a": X}), Table(3, "a"), Table({"a": object()}, "a"), Table({"a": X}, "b"),
    ]  # fmt: skip


ONE: list[Callable[[Any], Any]] = [
    plogp.entropy, plogp.perplexity, plogp.mutual_information, plogp.conditional_entropy, plogp.total_correlation,
    plogp.normalized_mutual_information, plogp.adjusted_mutual_information, plogp.variation_of_information,
    plogp.interaction_information, plogp.independence_test, plogp.softmax, plogp.log_softmax,
    lambda p: plogp.renyi_entropy(p, order=2), lambda p: plogp.tsallis_entropy(p, order=2),
    lambda p: plogp.entropy(Probs(p)), lambda p: plogp.entropy(Logits(p)), lambda p: plogp.entropy(Labels(p)),
    lambda p: plogp.entropy(Counts(p)), lambda p: plogp.entropy(Samples(p)),
    lambda p: plogp.entropy(Samples(p, missing="drop")), lambda p: plogp.mutual_information(Samples(p, p)),
    lambda p: plogp.mutual_information(Samples(X, p)), lambda p: plogp.mutual_information(Joint(p)),
    lambda p: Counts.of(p), lambda p: Counts.of(p, p), lambda p: Probs.normalized(p), lambda p: Probs.smoothed(p, 0.1),
    lambda p: plogp.cross_entropy(Labels(p), Logits(np.zeros((4, 2)))), lambda p: Labels(p).valid,
    lambda p: plogp.cross_entropy(Labels(p), Logits(ROWS * 3)), lambda p: Labels(p, ignore=1).valid,
]  # fmt: skip
HELD: list[Callable[[Any], Any]] = [
    lambda p: plogp.cross_entropy(Labels(X, classes=p), Logits(np.zeros((4, 2)))), lambda p: Labels(X, ignore=p).valid,
    lambda p: Labels(X, smoothing=p), lambda p: plogp.cross_entropy(Labels(np.eye(2), axis=p), Logits(ROWS * 3)),
    lambda p: plogp.entropy([0.5, 0.5], base=p), lambda p: plogp.entropy(Counts([3, 4]), base=p),
    lambda p: plogp.mutual_information(np.full((2, 2), 0.25), base=p),
    lambda p: plogp.js_distance([0.5, 0.5], [0.2, 0.8], base=p),
    lambda p: plogp.kl_divergence(Counts([3, 4]), Counts([3, 4]), estimator=p),
    lambda p: plogp.kl_divergence(Counts([3, 4]), Counts([3, 4]), unseen=p), lambda p: Pseudocount(p),
    lambda p: plogp.renyi_entropy([0.5, 0.5], order=p), lambda p: Probs.smoothed([0.5, 0.5], p),
    lambda p: plogp.js_divergence([0.5, 0.5], [0.1, 0.9], weights=p),
    lambda p: plogp.js_divergence(Counts([3, 4]), Counts([3, 5]), weights=p),
    lambda p: plogp.mutual_information(np.full((2, 2, 2), 0.125), given=p),
    lambda p: plogp.mutual_information(Counts(np.ones((2, 2, 2), int)), given=p),
    lambda p: plogp.mutual_information(Samples(*GAUSS), given=p), lambda p: Samples(X, missing=p),
    lambda p: plogp.independence_test(Counts([[30, 4], [4, 30]]), rng=p),
    lambda p: plogp.independence_test(Counts([[30, 4], [4, 30]]), method=p),
    lambda p: plogp.entropy(Logits([1.0, 2.0], temperature=p)), lambda p: plogp.entropy(Probs([0.5, 0.5], axis=p)),
    lambda p: plogp.softmax([1.0, 2.0], temperature=p), lambda p: plogp.softmax([1.0, 2.0], axis=p),
    lambda p: plogp.softmax([1.0, 2.0], out=p), lambda p: plogp.value_and_gradient(p, Logits([1.0, 2.0])),
    lambda p: plogp.value_and_gradient(plogp.entropy, Logits([1.0, 2.0]), out=p),
    lambda p: plogp.mutual_information(Joint(np.full((2, 2), 0.25), axes=p)), lambda p: Samples(X, discrete=p),
    lambda p: plogp.entropy(Samples(X, given=p)), lambda p: plogp.entropy(Table({"a": X}, p)),
    lambda p: plogp.entropy(Table({"a": X}, "a", missing=p)),
    lambda p: plogp.mutual_information(Table({"a": X, "b": X}, "a", "b", given=p)),
]  # fmt: skip
TWO: list[Callable[[Any, Any], Any]] = [
    plogp.cross_entropy, plogp.kl_divergence, plogp.js_divergence, plogp.js_distance, plogp.jeffreys_divergence,
    plogp.total_variation, plogp.hellinger_distance, plogp.chi_square_divergence, plogp.perplexity, plogp.equality_test,
    lambda p, q: plogp.renyi_divergence(p, q, order=2),
    lambda p, q: plogp.value_and_gradient(plogp.kl_divergence, p, q),
    lambda p, q: plogp.pairwise(plogp.kl_divergence, p, q), lambda p, q: plogp.pairwise(plogp.total_variation, p, q),
]  # fmt: skip
GOOD = [[0.5, 0.5], ROWS, Logits(ROWS * 3), Labels([0, 1]), Counts([3, 4]), Samples([0, 1, 1, 0])]


def _of_our_own(call: Callable[..., Any], *held: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with contextlib.suppress(PlogpError):
            call(*held)


@pytest.mark.parametrize("seed", range(4))
def test_anything_gives_an_answer_or_an_error_of_our_own(seed: int) -> None:
    rng = np.random.default_rng(seed)
    things = [*_things(), *_foreign()]
    for call in (*ONE, *HELD):
        for i in rng.choice(len(things), 9, replace=False):
            _of_our_own(call, things[i])
    for call in TWO:
        for i in rng.choice(len(things), 9, replace=False):
            good = GOOD[rng.integers(len(GOOD))]
            _of_our_own(call, *((things[i], good) if rng.integers(2) else (good, things[i])))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plogp.entropy(["a", "b", "a"]), r"write Samples\(x\)"),
        (lambda: plogp.entropy([0.5, 0.5], [0.5, 0.5]), r"kl_divergence\(p, q\)"),
        (lambda: plogp.mutual_information([1, 0], [1, 0]), r"write Samples\(x, y\)"),
        (lambda: plogp.independence_test([1, 0], [1, 0]), r"write Samples\(x, y\)"),
        (lambda: plogp.entropy(Counts([1, 2]), estimator=plogp.NSB), r"write NSB\(\)"),
        (lambda: plogp.entropy(Counts([1, 2]), estimator="nsb"), r"ChaoWangJost\(\)"),
        (lambda: plogp.entropy(Counts([1, 2]), estimator=plogp.KSG()), "KSG does not estimate the entropy of counts"),
        (lambda: plogp.entropy([0.5, 0.5], estimator=plogp.NSB()), "these distributions are known"),
        (lambda: plogp.kl_divergence(Counts([1, 2]), Counts([2, 1]), estimator=plogp.PlugIn()), "leave it out"),
        (lambda: plogp.perplexity(Counts([1, 2]), [0.5, 0.5]), "cross_entropy"),
        (lambda: plogp.entropy([0.5, 0.5], base="2"), "use 2 for bits"),
        (lambda: plogp.entropy(sparse.eye(2)), r"toarray\(\)"),
        (lambda: plogp.entropy(stats.binom(3, 0.5)), r"Probs\(d\.pmf"),
        (lambda: plogp.entropy({"a": 1}), r"Counts\(d\)"),
        (lambda: plogp.entropy(Samples(np.array(["2020-01-01"], "M8[D]"))), r"astype\(int\)"),
        (lambda: plogp.entropy(Samples("abracadabra")), r"Samples\(list\(text\)\)"),
        (lambda: plogp.entropy(Samples([2**70, 1])), "beyond 64 bits"),
        (lambda: plogp.entropy(np.ma.array([0.5, 0.5, 0.7], mask=[0, 0, 1])), "compressed"),
    ],
)  # fmt: skip
def test_the_message_names_the_mend(call: Callable[[], Any], message: str) -> None:
    with pytest.raises(PlogpError, match=message):
        call()


def test_no_memory_grows_with_the_largest_value() -> None:
    x, y = np.array([0, 1, 2, 10**9] * 5), np.array([2**63 - 1, 0, -(2**63) + 1, 5] * 5)
    tracemalloc.start()
    for quantity in (
        plogp.mutual_information, plogp.normalized_mutual_information, plogp.adjusted_mutual_information,
        plogp.variation_of_information, plogp.total_correlation, plogp.independence_test,
    ):  # fmt: skip
        quantity(Samples(x, y))
        quantity(Counts.of(x, y))
    plogp.entropy(Labels(x))
    plogp.js_divergence(Samples(x), Samples(y))
    plogp.equality_test(Samples(x), Samples(y))
    with pytest.raises(PlogpError, match="not one of the 3 classes"):
        plogp.cross_entropy(Labels(x), Logits(np.zeros((20, 3))))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50 << 20
