"""What a tree may be asked for: its parameters, and the size beyond which none is grown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from plogp.theory.errors import InvalidParameter, UnusableFeatures, UnusableTarget
from plogp.theory.parameters import real_number, truth_value, whole_number

MOST_GROUPED = 4096  # levels of a column that are grouped
_BYTES_OF_A_COUNT = 24  # of one class in one node: as it is grown, in the flat tree, and in the array handed back
_LEAST_MEMORY, _TIMES_INPUT = 2 << 30, 64  # what growing a tree may take, as in native/memory_limit.hpp


def check_parameters(tree: Any) -> None:
    """Raise if a parameter of a classifier is none that it takes."""
    real_number("min_cases", tree.min_cases, 0)
    real_number("confidence", tree.confidence, 0, 0.5)
    real_number("resolution", tree.resolution, 0, closed=True)
    for name in ("prune", "subtree_raising", "group_levels", "laplace"):
        truth_value(name, getattr(tree, name))
    if tree.max_depth is not None:
        whole_number("max_depth", tree.max_depth, 0)
    if tree.bins is not None:
        whole_number("bins", tree.bins, 3)
        if tree.bins > 256 or (tree.max_depth or 0) > 16:
            raise InvalidParameter("the histogram mode takes at most 256 bins and a max_depth of at most 16")


def check_size(tree: Any, names: Sequence[str], numbers: int) -> None:
    """Raise before any memory is taken where the tree is too large, or grouping levels would not end.

    `names` are those of the features, and `numbers` how many the training data hold.
    """
    for name, level in zip(names, tree.levels_, strict=True):
        if tree.group_levels and level is not None and len(level) > MOST_GROUPED:
            raise UnusableFeatures(
                f"column {name!r} has {len(level):,} levels, and group_levels=True, which compares every pair of "
                f"them each time two are joined, takes {MOST_GROUPED:,} at most: join rare levels, or leave it out"
            )
    classes = len(tree.classes_)
    nodes = classes + 1 if tree.max_depth is None else min(classes + 1, 2 ** min(int(tree.max_depth) + 1, 64))
    if nodes * classes * _BYTES_OF_A_COUNT > max(_LEAST_MEMORY, _TIMES_INPUT * 8 * numbers):
        raise UnusableTarget(
            f"the target has {classes:,} classes: a tree that tells them apart has as many leaves, and each counts "
            f"every class, which takes {nodes * classes * _BYTES_OF_A_COUNT >> 30:,} GiB of memory: join rare "
            "classes, or say max_depth"
        )
