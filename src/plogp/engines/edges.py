"""Exact quantile edges: the same cuts for a column from every engine, computed once and kept in the plan."""

from __future__ import annotations

from typing import Any

import numpy as np

BINS = 16


def quantile_edges(levels: np.ndarray[Any, Any], last: np.ndarray[Any, Any], bins: int = BINS) -> tuple[float, ...]:
    """Cut a column into bins of equal weight, as far as ties allow.

    The i-th edge is the order statistic at rank `floor(i/bins · (n − 1))`; equal edges are one, and an edge at the
    maximum is none, since nothing lies above it.

    Parameters
    ----------
    levels : array
        The different values, in order.
    last : array of int
        The rank, from zero, of the last of each among all n values.
    bins : int
        How many.

    Examples
    --------
    >>> quantile_edges(np.arange(9.0), np.arange(9), 4)
    (2.0, 4.0, 6.0)
    """
    ranks = (np.arange(1, bins) * int(last[-1])) // bins
    edges = np.unique(levels[np.searchsorted(last, ranks)].astype(np.float64))
    return tuple(edges[edges < float(levels[-1])].tolist())


def worth_levels(distinct: int, present: int, bins: int = BINS) -> bool:
    """Whether an ordered column is counted by value: no more values than bins, or few ones with 20 rows for each."""
    return distinct <= bins or distinct <= min(256, present // 20)
