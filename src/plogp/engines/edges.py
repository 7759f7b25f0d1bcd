"""Exact quantile edges: the same cuts for a column from every engine, computed once and kept in the plan."""

from __future__ import annotations

from typing import Any

import numpy as np

BINS = 16


def quantile_edges(ordered: np.ndarray[Any, Any], bins: int = BINS) -> tuple[float, ...]:
    """Cut sorted values into bins of equal weight, as far as ties allow.

    The i-th edge is the order statistic at rank `floor(i/bins · (n − 1))`; equal edges are one, and an edge at the
    maximum is none, since nothing lies above it.

    Examples
    --------
    >>> quantile_edges(np.arange(9.0), 4)
    (2.0, 4.0, 6.0)
    """
    ranks = (np.arange(1, bins) * (len(ordered) - 1)) // bins
    edges = np.unique(ordered[ranks].astype(np.float64))
    return tuple(edges[edges < float(ordered[-1])].tolist())


def worth_levels(distinct: int, present: int, bins: int = BINS) -> bool:
    """Whether an ordered column is counted by value: no more values than bins, or few ones with 20 rows for each."""
    return distinct <= bins or distinct <= min(256, present // 20)
