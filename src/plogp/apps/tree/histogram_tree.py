"""The histogram mode: columns become bins of one byte, and the tree is grown from counts of bins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plogp.apps.tree.flat_tree import Nodes
from plogp.backend import trees
from plogp.learn.columns import Levels
from plogp.learn.quantiles import cuts_of_sorted
from plogp.theory.errors import UnusableFeatures

LOOKED_AT = 25_000  # rows whose quantiles are the cuts: within a third of a percent of the rows, less than a bin
DEEPEST = 8


def grow_binned(
    x: NDArray[np.float64],
    levels: list[Levels],
    names: Sequence[Any],
    y: NDArray[np.int32],
    bins: int,
    max_depth: int | None,
    **options: Any,
) -> Nodes:
    """The nodes of a tree of binary splits; x is (columns, rows)."""
    cuts = [
        _cuts(column, bins) if level is None else np.arange(len(level) - 1.0)
        for column, level in zip(x, levels, strict=True)
    ]
    edges = np.full((len(x), 255), np.inf)
    for j, cut in enumerate(cuts):
        if len(cut) > 254:
            raise UnusableFeatures(
                f"column {names[j]!r} has {len(cut) + 1:,} levels, and the histogram mode takes 255 at most: "
                "group them, or leave bins= out"
            )
        edges[j, : len(cut)] = cut
    sizes = np.array([len(cut) + 2 for cut in cuts], dtype=np.int32)  # missing values, and one more than cuts
    nominal = np.array([level is not None for level in levels], dtype=np.uint8)
    depth = DEEPEST if max_depth is None else min(max_depth, DEEPEST)
    grown = trees.grow_histogram(trees.BinnedColumns(x, edges), sizes, nominal, y, max_depth=depth, **options)
    nodes = Nodes(*grown)
    for node in np.flatnonzero((nodes.feature >= 0) & (nodes.map < 0)):
        last = int(nodes.threshold[node])  # bin 0 holds the missing values
        nodes.threshold[node] = -np.inf if last == 0 else cuts[nodes.feature[node]][last - 1]
    return nodes


def _cuts(x: NDArray[np.float64], bins: int) -> NDArray[np.float64]:
    some = np.sort(x[:: max(1, len(x) // LOOKED_AT)])  # NaN comes last
    some = some[: len(some) - int(np.isnan(some).sum())]
    values = some[np.append(some[1:] > some[:-1], True)] if some.size else some
    if values.size < bins:
        return values[:-1]
    return cuts_of_sorted(some, bins - 1)
