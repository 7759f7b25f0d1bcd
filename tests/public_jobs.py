"""Every public job over a table, a model or a file, with arguments that it takes, and what makes use of its answer."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

import plogp
from plogp import Logits
from plogp.apps import bottleneck, coding, discretize, tree, uncertainty
from plogp.apps import feature_selection as selection

Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any], Callable[[Any], Any]]

X, Y = np.array([0, 1, 0, 1, 1, 0] * 4), np.array([0, 1, 1, 1, 0, 0] * 4)
ROWS = np.array([[0.5, 0.5], [0.2, 0.8]])
TABLE = {"a": X.tolist(), "b": Y.tolist()}
FEATURES, CLASSES = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 0.0], [1.0, 1.0]] * 6), np.array([0, 1, 0, 1] * 6)


def itself(answer: Any) -> Any:
    return answer


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
    yield plogp.tally, (TABLE,), asked, itself
    yield plogp.tally, (TABLE,), {"like": tally}, itself
    yield plogp.plan, (TABLE,), asked, itself
    yield plogp.read_tally, ("saved.tally",), {}, itself
    yield plogp.write_tally, (tally, "saved again.tally"), {}, itself
    yield plogp.merge, (tally, tally), {}, itself
    yield tally.merge, (tally,), {}, itself
    yield tally.dense, ("a", "b"), {"present": ("a",)}, itself
    yield tally.missing_rows, ("a",), {}, itself
    yield plogp.profile, (TABLE, "b"), shared | {"pairs": False}, itself
    yield plogp.compare, (TABLE, TABLE), shared | drift, itself
    yield plogp.rank, (TABLE, "b"), shared, itself
    given = {"by": np.arange(24) // 3, "weights": 1 + FEATURES[:, 0], "reference": {"half": np.full(24, 0.5)}, "cv": 2}
    asked = {"base": 2, "alarm": 0.05, "bins": 4, "seed": 0, "progress": None}
    yield plogp.evaluate, (), {"label": Y, "probs": 0.1 + 0.8 * FEATURES[:, 1]} | given | asked, itself
    yield plogp.evaluate, (TABLE,), {"label": "b", "logits": "a", "by": "a", "weights": None} | asked, itself


def _learning() -> Iterator[Call]:
    def fitted(estimator: Any) -> Any:
        return estimator.fit(FEATURES, CLASSES)

    yield selection.information_matrix, (FEATURES,), {"bins": 4, "base": 2}, itself
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
            yield made().fit, (FEATURES, CLASSES), weighed, itself
            yield (
                getattr(fitted(made()), "transform" if hasattr(made, "transform") else "predict"),
                (FEATURES,),
                {},
                itself,
            )
    yield tree.best_split, (FEATURES[:, 0], CLASSES), {"min_cases": 1}, itself
    yield tree.information_gain, (X, Y), {"base": 2}, itself
    yield tree.gain_ratio, (X, Y), {}, itself


def _problems() -> Iterator[Call]:
    members = np.array([[[0.5, 0.5], [0.2, 0.8]], [[0.4, 0.6], [0.9, 0.1]]])
    weighed = {"weights": [0.5, 0.5], "base": 2}
    yield uncertainty.predictive_uncertainty, (members,), weighed, lambda u: u.total
    yield uncertainty.predictive_uncertainty, (Logits(members * 9),), {}, lambda u: u.total
    yield bottleneck.channel_capacity, (ROWS,), {"base": 2}, itself
    yield bottleneck.rate_distortion, ([0.5, 0.5], 1 - np.eye(2), 0.1), {"base": 2}, itself


def _coding() -> Iterator[Call]:
    with coding.open("coded.plp", "wb") as file:
        file.write(b"abc" * 1000)
    huffman, ans = coding.HuffmanCode.from_data("abab"), coding.RangeANS.from_counts([5, 5])
    coder, words = {"code": coding.HuffmanCode, "threads": 1}, {"a": "0", "b": "1"}
    yield coding.binary_entropy, ([0.5],), {}, itself
    yield coding.block_code, ([0.5, 0.5], 2, "ab"), {}, lambda code: code.words
    yield coding.block_rates, ([0.5, 0.5], 2), {}, itself
    yield coding.byte_entropy, ([b"abc"],), {}, itself
    yield coding.compress, (b"abc" * 100,), coder | {"block_size": 1 << 15}, itself
    yield coding.decompress, (coding.compress(b"abc"),), {"threads": 1}, itself
    yield coding.open, ("coded again.plp", "wb"), coder, lambda file: file.close()
    yield coding.open, ("coded.plp",), {"threads": 1}, lambda file: file.close()
    yield coding.HuffmanCode, (("a", "b"), (0.5, 0.5), (1, 1)), {}, lambda code: code.tree
    yield coding.HuffmanCode.from_probs, ([0.5, 0.5], "ab"), {"max_length": 3}, lambda code: code.words
    yield coding.HuffmanCode.from_counts, ([5, 5], "ab"), {"max_length": 3}, lambda code: code.words
    yield coding.HuffmanCode.from_data, ("abab",), {"max_length": 3}, lambda code: code.words
    yield huffman.encode, ("ab",), {}, itself
    yield huffman.decode, (huffman.encode("ab"), 2), {}, itself
    yield coding.CodeTree.of, (words, {"a": 0.5, "b": 0.5}), {}, lambda code_tree: [*code_tree.leaves()]
    yield coding.RangeANS, (ans.frequencies, ans.probabilities), {}, lambda code: code.average_length
    yield coding.RangeANS.from_probs, ([0.5, 0.5],), {}, lambda code: code.average_length
    yield coding.RangeANS.from_counts, ([5, 5],), {}, lambda code: code.average_length
    yield coding.RangeANS.from_data, (b"ab",), {}, lambda code: code.average_length
    yield ans.encode, (b"\0\1",), {}, itself
    yield ans.decode, (ans.encode(b"\0\1"), 2), {}, itself


JOBS = [_tables, _learning, _problems, _coding]
