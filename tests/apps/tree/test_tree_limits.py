"""Trees of very many classes or levels: what cannot be held is refused before memory is asked for, by name."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from plogp.apps.tree import InformationTreeClassifier
from plogp.theory.errors import UnusableFeatures, UnusableTarget

MANY = 100_000
NAMES = np.arange(MANY).astype(str).astype(object)[:, None]


def _refused(tree: InformationTreeClassifier, X: object, y: object, error: type[Exception], message: str) -> None:
    tracemalloc.start()
    with pytest.raises(error, match=message):
        tree.fit(X, y)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100 << 20


def test_a_class_for_every_two_rows() -> None:
    x = np.arange(2 * MANY, dtype=float)[:, None]
    _refused(
        InformationTreeClassifier(), x, np.arange(2 * MANY) // 2, UnusableTarget, "100,000 classes.*join rare classes"
    )


def test_a_depth_bounds_the_nodes() -> None:
    x = np.arange(40_000, dtype=float)[:, None]
    tree = InformationTreeClassifier(max_depth=1, prune=False).fit(x, np.arange(40_000) // 2)
    assert tree.get_n_leaves() == 2


def test_classes_by_levels_that_fill_the_memory() -> None:
    y = np.arange(MANY) % 9_000
    _refused(InformationTreeClassifier(), NAMES, y, UnusableTarget, "join rare classes or levels")


def test_levels_that_are_grouped() -> None:
    tree = InformationTreeClassifier(group_levels=True)
    _refused(tree, NAMES, np.arange(MANY) % 2, UnusableFeatures, "4,096 at most: join rare levels")
