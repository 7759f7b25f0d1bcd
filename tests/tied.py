"""A table whose columns tie: what greedy choices are judged by."""

import numpy as np


def tied_table(seed, n=60, d=7):
    """Small, so that scores tie; a column twice, one with its levels renamed, one constant."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 3, n)
    X = rng.integers(0, 4, (n, d))
    X[:, 1] = np.where(rng.random(n) < 0.5, y, X[:, 1])
    X[:, 2] = (y + X[:, 0]) % 3
    X[:, 3] = X[:, 1]
    X[:, 4] = 7 - X[:, 1]
    X[:, 5] = 1
    return X, y
