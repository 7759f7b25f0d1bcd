"""Criteria of selection against slow references written from their definitions."""

from itertools import count

import numpy as np
import pytest

import plogp
from plogp.apps.feature_selection import (
    CIFE,
    CMIM,
    DISR,
    FCBF,
    ICAP,
    JMI,
    MIFS,
    MIM,
    MRMR,
    ConditionalInformation,
    InformationSelector,
)
from tied import tied_table


def h(*columns):
    """Entropy in bits of columns together."""
    n = np.unique(np.stack(columns), axis=1, return_counts=True)[1]
    return float(-(n / n.sum() * np.log2(n / n.sum())).sum())


def mi(x, y):
    return h(x) + h(y) - h(x, y)


def cmi(x, y, z):
    return h(x, z) + h(y, z) - h(x, y, z) - h(z)


# Brown et al. 2012, JMLR 13, section 3: J(X_k) as it stands there, given the columns S chosen before.
DEFINITIONS = [
    (MIM(), lambda k, S, y: mi(k, y)),
    (MIFS(0.7), lambda k, S, y: mi(k, y) - 0.7 * sum(mi(k, j) for j in S)),
    (MRMR(), lambda k, S, y: mi(k, y) - sum(mi(k, j) for j in S) / max(1, len(S))),
    (JMI(), lambda k, S, y: sum(mi(pair(k, j), y) - mi(j, y) for j in S) / len(S) if S else mi(k, y)),
    (CMIM(), lambda k, S, y: min((cmi(k, y, j) for j in S), default=mi(k, y))),
    (DISR(), lambda k, S, y: sum(mi(pair(k, j), y) / h(k, j, y) for j in S) if S else mi(k, y)),
    (ICAP(), lambda k, S, y: mi(k, y) - sum(max(0, mi(k, j) - cmi(k, j, y)) for j in S)),
    (CIFE(), lambda k, S, y: mi(k, y) - sum(mi(k, j) for j in S) + sum(cmi(k, j, y) for j in S)),
]


def pair(a, b):
    return a * 1000 + b


def greedy(definition, X, y):
    order, scores = [], []
    while len(order) < X.shape[1]:
        left = [k for k in range(X.shape[1]) if k not in order]
        score = [definition(X[:, k], [X[:, j] for j in order], y) for k in left]
        best = next(i for i in count() if score[i] >= max(score) - 1e-10)
        order.append(left[best])
        scores.append(score[best])
    return order, scores


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("criterion", "definition"), DEFINITIONS, ids=lambda c: type(c).__name__)
def test_order_and_scores_are_those_of_the_definition(criterion, definition, seed):
    X, y = tied_table(seed)
    selector = InformationSelector(criterion, n_features=X.shape[1]).fit(X, y)
    order, scores = greedy(definition, X, y)
    assert selector.order_.tolist() == order
    np.testing.assert_allclose([step.score.value for step in selector.steps_], scores, atol=1e-12)
    for i, (k, step) in enumerate(zip(order, selector.steps_, strict=True)):  # and why
        shared = [mi(X[:, k], X[:, j]) for j in order[:i]]
        assert step.redundancy == pytest.approx(np.mean(shared) if shared else 0, abs=1e-12)
        expected = plogp.mutual_information(plogp.Samples(X[:, k], y), base=2)
        assert (step.relevance.value, step.relevance.low) == pytest.approx((expected.value, expected.low), abs=1e-12)


def test_fcbf_is_its_definition():
    def su(a, b):
        return 2 * mi(a, b) / (h(a) + h(b)) if h(a) + h(b) > 0 else 0.0

    for seed in range(6):
        X, y = tied_table(seed, n=200)
        relevance = [round(su(x, y), 12) for x in X.T]
        order = sorted((k for k in range(X.shape[1]) if relevance[k] > 0.01), key=lambda k: -relevance[k])
        kept = []
        for k in order:  # Yu & Liu 2003: falls out if a predominant column stands for it
            if all(su(X[:, j], X[:, k]) < relevance[k] - 1e-12 for j in kept):
                kept.append(k)
        selector = InformationSelector(FCBF(0.01)).fit(X, y)
        assert selector.order_.tolist() == kept
        np.testing.assert_allclose(
            [step.score.value for step in selector.steps_], [relevance[k] for k in kept], atol=1e-9
        )


def test_too_many_cells_are_counted_otherwise_with_the_same_result():
    rng = np.random.default_rng(1)
    n = 2000
    y = rng.integers(0, 5, n)
    X = rng.integers(0, 120, (n, 4))  # 120 · 120 · 5 cells do not fit in sixteen bits
    X[:, 1] = np.where(rng.random(n) < 0.5, X[:, 0], X[:, 1])
    X[:, 2] = np.where(rng.random(n) < 0.7, y * 20, X[:, 2])
    for criterion, definition in DEFINITIONS[2:4]:
        selector = InformationSelector(criterion, n_features=4, bins=150).fit(X, y)
        order, scores = greedy(definition, X, y)
        assert selector.order_.tolist() == order
        np.testing.assert_allclose([step.score.value for step in selector.steps_], scores, atol=1e-12)


def test_conditional_information_adds_what_the_definition_says():
    """Brown et al. 2012, section 3.1: the next column has the largest I(X_k;Y|S) above what shuffled classes show."""
    rng = np.random.default_rng(11)
    y = rng.integers(0, 2, 4000)
    X = np.where(rng.random((3, 4000)) < [[0.9], [0.8], [0.7]], y, rng.integers(0, 2, (3, 4000))).T
    steps = InformationSelector(ConditionalInformation()).fit(X, y).steps_
    assert [step.feature for step in steps] == [0, 1, 2]
    taken = np.zeros(4000, int)
    for step in steps:
        chance = (len(np.unique(taken))) / (2 * 4000 * np.log(2))  # a degree of freedom for each level of S
        exact = cmi(X[:, step.feature], y, taken)
        assert step.score.value == pytest.approx(exact - chance, abs=1e-3)
        taken = pair(taken, X[:, step.feature])


def test_cmim_is_the_equation_and_other_software_begins_the_minimum_with_the_relevance():
    """Order and scores of R's praznik 5.0.0 on the data of CMIM.jl's test: the same terms, another minimum."""
    rows = "1110001 1010001 0001001 0110101 1001001 0111101 1000001 1111100 0101000 1111000 1000101 0000011 1110011"
    X = np.array([[int(c) for c in row] for row in f"{rows} 1101010 0011011 0100101 1000011".split()])
    y = np.array([int(c) for c in "11101011000111011"])

    order, scores = greedy(lambda x, S, y: min([mi(x, y), *[cmi(x, y, j) for j in S]]), X, y)
    published = [0.0736965, 0.0426288, 0.041282, 0.0395759, 0.00908506, 0.00341897, 0]
    assert [k + 1 for k in order] == [1, 3, 5, 4, 2, 6, 7]
    np.testing.assert_allclose(np.multiply(scores, np.log(2)), published, atol=1e-6)
    steps = InformationSelector(CMIM(), n_features=7).fit(X, y).steps_
    order, scores = greedy(DEFINITIONS[4][1], X, y)
    assert [step.feature for step in steps] == order
    assert order != [0, 2, 4, 3, 1, 5, 6]  # some tell more beside those before than alone
