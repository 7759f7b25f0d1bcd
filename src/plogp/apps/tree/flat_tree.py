"""A grown tree as arrays: one entry a node, parents before children, children side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import plogp
from plogp.typing import Floats

Ints = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Nodes:
    """What the native kernels grow and walk through."""

    feature: Ints  # -1: a leaf
    threshold: Floats  # numbers up to it go to the first child, those above to the second
    first_child: Ints
    children: Ints
    map: Ints  # nominal: where in `branch` the child of level 0 stands; -1: numbers and leaves
    missing: Ints  # the child of missing values; -1: every child in proportion to its cases
    branch: Ints
    empty: NDArray[np.uint8]  # no case of the training data took this branch
    cases: Floats  # (nodes, classes)

    def sons(self, node: int) -> range:
        """The children of a node."""
        first = int(self.first_child[node])
        return range(first, first + int(self.children[node]))

    def reaches(self, depth: int) -> bool:
        """Whether any node lies so deep below the root."""
        if len(self.feature) <= depth:
            return False
        at = np.zeros(len(self.feature), dtype=np.int64)
        for node in np.flatnonzero(self.feature >= 0):
            at[self.sons(int(node))] = at[node] + 1
        return bool(at.max() >= depth)

    def answers(self, laplace: bool) -> Floats:
        """The class probabilities of every node; a branch without cases answers as its parent."""
        cases = self.cases.copy()
        for node in range(len(self.feature)):
            for son in self.sons(node):
                if self.empty[son] or cases[son].sum() <= 0:
                    cases[son] = cases[node]
        if laplace:
            cases = cases + 1
        answers: Floats = cases / cases.sum(axis=1, keepdims=True)
        return answers

    def information(self, features: int) -> Floats:
        """Bits about the class that the splits by each feature tell, over the training cases."""
        weight = self.cases.sum(axis=1)
        entropy = np.zeros(len(weight))
        held = weight > 0
        entropy[held] = plogp.entropy(plogp.Probs.normalized(self.cases[held]), base=2)
        bits = np.zeros(features)
        for node in np.flatnonzero(self.feature >= 0):
            sons = self.sons(int(node))
            left = float((weight[sons] * entropy[sons]).sum())
            bits[self.feature[node]] += (weight[node] * entropy[node] - left) / weight[0]
        return bits
