"""Every public callable, with arguments that it takes, and what makes use of its answer."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

import plogp
from plogp import Counts, Joint, Labels, Logits, Probs, Samples, Table
from plogp.apps import approximation, bottleneck, coding, discretize, tree, uncertainty
from plogp.apps import feature_selection as selection

Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any], Callable[[Any], Any]]

X, Y = np.array([0, 1, 0, 1, 1, 0] * 4), np.array([0, 1, 1, 1, 0, 0] * 4)
G = np.random.default_rng(0).normal(size=(3, 24))
ROWS, CUBE = np.array([[0.5, 0.5], [0.2, 0.8]]), np.full((2, 2, 2), 0.125)
COUNTS, CUBE_OF_COUNTS = Counts([[8, 2], [3, 7]]), Counts(np.arange(8).reshape(2, 2, 2))
TABLE = {"a": X.tolist(), "b": Y.tolist()}
FEATURES, CLASSES = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 0.0], [1.0, 1.0]] * 6), np.array([0, 1, 0, 1] * 6)


def _itself(answer: Any) -> Any:
    return answer


def _quantities() -> Iterator[Call]:
    """Known distributions, and where a quantity is estimated also observed ones."""
    of_two = ("mutual_information", "conditional_entropy", "normalized_mutual_information", "variation_of_information")
    of_many = ("total_correlation", "dual_total_correlation", "o_information", "interaction_information")
    square = np.array([[0.4, 0.1], [0.1, 0.4]])
    yield plogp.entropy, ([0.5, 0.5],), {"base": 2}, _itself
    yield plogp.entropy, (Counts([3, 4]),), {"base": 2, "estimator": plogp.PlugIn()}, _itself
    yield plogp.entropy, (Samples(G[0]),), {"estimator": plogp.KozachenkoLeonenko()}, _itself
    yield plogp.perplexity, (Counts([3, 4]),), {"estimator": plogp.PlugIn()}, _itself
    yield plogp.perplexity, ([0.5, 0.5], [0.2, 0.8]), {}, _itself
    for name in (*of_two, *of_many):
        quantity = getattr(plogp, name)
        takes = inspect.signature(quantity).parameters
        known, observed = (square, COUNTS) if name in (*of_two, "total_correlation") else (CUBE, CUBE_OF_COUNTS)
        base = {"base": 2} if "base" in takes else {}
        yield quantity, (known,), base, _itself
        yield quantity, (observed,), {"estimator": plogp.MillerMadow()}, _itself
        if "given" in takes:
            yield quantity, (CUBE,), {"given": 2}, _itself
            yield quantity, (CUBE_OF_COUNTS,), {"given": 2}, _itself
    yield plogp.adjusted_mutual_information, (COUNTS,), {}, _itself
    yield plogp.mutual_information, (Samples(*G),), {"given": 2}, _itself
    yield plogp.mutual_information, (Samples(*G[:2]),), {"estimator": plogp.KSG()}, _itself
    for name in (
        "cross_entropy", "kl_divergence", "js_divergence", "js_distance", "jeffreys_divergence", "total_variation",
        "hellinger_distance", "chi_square_divergence", "renyi_divergence",
    ):  # fmt: skip
        quantity = getattr(plogp, name)
        takes = inspect.signature(quantity).parameters
        order = {"order": 2} if "order" in takes else {}
        extra = {key: value for key, value in (("base", 2), ("weights", [0.5, 0.5])) if key in takes}
        yield quantity, ([0.5, 0.5], [0.2, 0.8]), extra | order, _itself
        yield quantity, (Labels([0, 1]), Logits(ROWS * 3)), order, _itself
        if "unseen" in takes:
            yield quantity, (Counts([3, 4]), Counts([4, 3])), {"unseen": plogp.Pseudocount(1)}, _itself
        if "estimator" in takes:
            yield quantity, (Samples(G[0]), Samples(G[1])), {"estimator": None}, _itself
    yield plogp.js_divergence, (Counts([3, 4]), Counts([4, 3])), {"weights": [0.5, 0.5]}, _itself
    yield plogp.renyi_entropy, ([0.5, 0.5],), {"order": 2, "base": 2}, _itself
    yield plogp.tsallis_entropy, ([0.5, 0.5],), {"order": 2}, _itself
    for pair in (([0.5, 0.5], [0.2, 0.8]), ([1.0, 0.0], [0.2, 0.8]), ([0.5, 0.5], [1.0, 0.0])):
        limits = {"generator": lambda t: (t - 1) ** 2, "at_zero": 1.0, "slope_at_infinity": 1.0}
        yield plogp.f_divergence, pair, limits, _itself
    for function in (plogp.softmax, plogp.log_softmax):
        yield function, ([[1.0, 2.0]],), {"axis": -1, "temperature": 1.0, "out": np.empty((1, 2))}, _itself
    z = Logits([1.0, 2.0])
    order = {"order": 2, "base": 2, "out": np.empty(2)}
    yield plogp.value_and_gradient, (plogp.renyi_divergence, [0.5, 0.5], z), order, _itself
    yield plogp.pairwise, (plogp.js_divergence, ROWS, ROWS), {"base": 2}, _itself
    yield plogp.pairwise, (plogp.renyi_divergence, ROWS, ROWS), {"order": 2}, _itself
    few = plogp.Permutation(3)
    yield plogp.independence_test, (COUNTS,), {"base": 2, "method": few, "rng": 0, "progress": None}, _itself
    yield plogp.independence_test, (CUBE_OF_COUNTS,), {"given": 2, "method": few}, _itself
    both = (Counts([3, 4]), Counts([4, 5]))
    yield plogp.equality_test, both, {"base": 2, "method": few, "rng": 0, "progress": None}, _itself
    yield plogp.set_num_threads, (2,), {}, _itself
    yield plogp.get_num_threads, (), {}, _itself


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
    yield plogp.NSB, ((3, 3),), {}, _itself
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
        yield made.from_samples, (samples,), {}, _itself
    yield plogp.Bernoulli, (), {"logits": 0.5}, plogp.entropy
    yield plogp.MultivariateNormal, ([0.0, 1.0], matrix), {}, plogp.entropy
    yield plogp.MultivariateNormal, ([0.0, 1.0],), {"scale_tril": factor}, plogp.entropy
    yield approximation.fit, (plogp.Exponential, plogp.Gamma(2.0, 1.0), plogp.kl_divergence), {}, _itself
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
    yield plogp.kl_divergence, (teacher, Logits([[1.0, 2.0, 0.0, 0.5, 3.0]])), {}, _itself
    yield plogp.entropy_and_log_prob, (Labels([0, 2]), Logits([[1.0, 2.0, 0.0]] * 2)), {}, _itself
    hidden, weight, last = np.ones((2, 3)), np.arange(12.0).reshape(4, 3), {"temperature": 0.5, "softcap": 3.0}
    yield plogp.LinearLogits, (hidden, weight, np.zeros(4)), last, plogp.entropy
    limits = {"top_k": 3, "top_p": 0.9, "min_p": 0.1}
    yield Logits([[1.0, 2.0, 0.0, 0.5]]).truncated, (), limits, plogp.entropy
    log_p, log_q = np.log([0.5, 0.2, 0.3]), np.log([0.4, 0.1, 0.5])
    groups = {"by": ["a", "a", "b"], "weights": [1.0, 0.5, 1.0]}
    yield plogp.Drawn, (log_p,), groups, lambda p: plogp.kl_divergence(p, plogp.Scored(log_q))
    yield plogp.Scored, (log_q,), {}, lambda q: plogp.kl_divergence(plogp.Drawn(log_p), q)
    yield plogp.perplexity, (plogp.Drawn(), plogp.Scored(log_q)), {}, _itself
    asked = {"estimator": plogp.LogRatio(), "base": 2, "unseen": None}
    yield plogp.kl_divergence, (plogp.Drawn(log_p), plogp.Scored(log_q)), asked, _itself
    for ratio in (plogp.LogRatio(), plogp.HalfSquare(), plogp.BregmanRatio()):
        yield ratio.terms, (log_p, log_q), {}, _itself
        yield ratio.plain, (log_p, log_q), {}, _itself
    yield plogp.write_top_k, (teacher, "again.npz"), {}, _itself
    yield plogp.read_top_k, ("teacher.safetensors",), {}, plogp.entropy


def _tables() -> Iterator[Call]:
    tally = plogp.tally(TABLE, tables=[("a", "b")])
    plogp.write_tally(tally, "saved.tally")
    Path("rows.csv").write_text("a,b\n1,2\n3,4\n")
    asked = {"columns": ["a", "b"], "tables": [("a", "b")], "missing": plogp.Missing.DROP, "bins": 4, "progress": None}
    how = {"delimiter": ",", "decimal": ".", "missing_values": ["?"], "header": True, "skip_lines": 0}
    shared = {
        "columns": ["a", "b"],
        "exclude": [],
        "base": 2,
        "bins": 4,
        "missing": plogp.Missing.DROP,
        "progress": None,
    }
    drift = {"alarm": 0.05, "at_least": 0.01, "psi": 0.1, "pairs": [("a", "b")], "target": "b", "seed": 0}
    yield plogp.Delimited, ("rows.csv",), how, plogp.tally
    yield plogp.tally, (TABLE,), asked, _itself
    yield plogp.tally, (TABLE,), {"like": tally}, _itself
    yield plogp.plan, (TABLE,), asked, _itself
    yield plogp.read_tally, ("saved.tally",), {}, _itself
    yield plogp.write_tally, (tally, "saved again.tally"), {}, _itself
    yield plogp.merge, (tally, tally), {}, _itself
    yield tally.merge, (tally,), {}, _itself
    yield tally.dense, ("a", "b"), {"present": ("a",)}, _itself
    yield tally.missing_rows, ("a",), {}, _itself
    yield plogp.profile, (TABLE, "b"), shared | {"pairs": False}, _itself
    yield plogp.compare, (TABLE, TABLE), shared | drift, _itself
    yield plogp.rank, (TABLE, "b"), shared, _itself
    given = {"by": np.arange(24) // 3, "weights": 1 + FEATURES[:, 0], "reference": {"half": np.full(24, 0.5)}, "cv": 2}
    asked = {"base": 2, "alarm": 0.05, "bins": 4, "seed": 0, "progress": None}
    yield plogp.evaluate, (), {"label": Y, "probs": 0.1 + 0.8 * FEATURES[:, 1]} | given | asked, _itself
    yield plogp.evaluate, (TABLE,), {"label": "b", "logits": "a", "by": "a", "weights": None} | asked, _itself


def _learning() -> Iterator[Call]:
    def fitted(estimator: Any) -> Any:
        return estimator.fit(FEATURES, CLASSES)

    yield selection.information_matrix, (FEATURES,), {"bins": 4, "base": 2}, _itself
    for made in (
        *(getattr(selection, name) for name in selection.__all__),
        *(getattr(discretize, name) for name in discretize.__all__), tree.InformationTreeClassifier,
    ):  # fmt: skip
        defaults = {key: held.default for key, held in inspect.signature(made).parameters.items()}
        if not inspect.isclass(made) or not defaults:
            continue
        use = fitted if hasattr(made, "fit") else lambda chosen: fitted(selection.InformationSelector(chosen))
        yield made, (), {key: 3 if key == "permutations" else held for key, held in defaults.items()}, use
        if hasattr(made, "fit"):
            weighed = (
                {"sample_weight": np.ones(24)} if "sample_weight" in inspect.signature(made.fit).parameters else {}
            )
            yield made().fit, (FEATURES, CLASSES), weighed, _itself
            yield (
                getattr(fitted(made()), "transform" if hasattr(made, "transform") else "predict"),
                (FEATURES,),
                {},
                _itself,
            )
    yield tree.best_split, (FEATURES[:, 0], CLASSES), {"min_cases": 1}, _itself
    yield tree.information_gain, (X, Y), {"base": 2}, _itself
    yield tree.gain_ratio, (X, Y), {}, _itself


def _problems() -> Iterator[Call]:
    members = np.array([[[0.5, 0.5], [0.2, 0.8]], [[0.4, 0.6], [0.9, 0.1]]])
    weighed = {"weights": [0.5, 0.5], "base": 2}
    yield uncertainty.predictive_uncertainty, (members,), weighed, lambda u: u.total
    yield uncertainty.predictive_uncertainty, (Logits(members * 9),), {}, lambda u: u.total
    yield bottleneck.channel_capacity, (ROWS,), {"base": 2}, _itself
    yield bottleneck.rate_distortion, ([0.5, 0.5], 1 - np.eye(2), 0.1), {"base": 2}, _itself


def _coding() -> Iterator[Call]:
    with coding.open("coded.plp", "wb") as file:
        file.write(b"abc" * 1000)
    huffman, ans = coding.HuffmanCode.from_data("abab"), coding.RangeANS.from_counts([5, 5])
    coder, words = {"code": coding.HuffmanCode, "threads": 1}, {"a": "0", "b": "1"}
    yield coding.binary_entropy, ([0.5],), {}, _itself
    yield coding.block_code, ([0.5, 0.5], 2, "ab"), {}, lambda code: code.words
    yield coding.block_rates, ([0.5, 0.5], 2), {}, _itself
    yield coding.byte_entropy, ([b"abc"],), {}, _itself
    yield coding.compress, (b"abc" * 100,), coder | {"block_size": 1 << 15}, _itself
    yield coding.decompress, (coding.compress(b"abc"),), {"threads": 1}, _itself
    yield coding.open, ("coded again.plp", "wb"), coder, lambda file: file.close()
    yield coding.open, ("coded.plp",), {"threads": 1}, lambda file: file.close()
    yield coding.HuffmanCode, (("a", "b"), (0.5, 0.5), (1, 1)), {}, lambda code: code.tree
    yield coding.HuffmanCode.from_probs, ([0.5, 0.5], "ab"), {"max_length": 3}, lambda code: code.words
    yield coding.HuffmanCode.from_counts, ([5, 5], "ab"), {"max_length": 3}, lambda code: code.words
    yield coding.HuffmanCode.from_data, ("abab",), {"max_length": 3}, lambda code: code.words
    yield huffman.encode, ("ab",), {}, _itself
    yield huffman.decode, (huffman.encode("ab"), 2), {}, _itself
    yield coding.CodeTree.of, (words, {"a": 0.5, "b": 0.5}), {}, lambda code_tree: [*code_tree.leaves()]
    yield coding.RangeANS, (ans.frequencies, ans.probabilities), {}, lambda code: code.average_length
    yield coding.RangeANS.from_probs, ([0.5, 0.5],), {}, lambda code: code.average_length
    yield coding.RangeANS.from_counts, ([5, 5],), {}, lambda code: code.average_length
    yield coding.RangeANS.from_data, (b"ab",), {}, lambda code: code.average_length
    yield ans.encode, (b"\0\1",), {}, _itself
    yield ans.decode, (ans.encode(b"\0\1"), 2), {}, _itself


GROUPS = [_quantities, _types, _models, _tables, _learning, _problems, _coding]
