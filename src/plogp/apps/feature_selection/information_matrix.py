"""What every column of a table tells of every other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from plogp.backend.pairs import pairwise_information
from plogp.learn.codes import read_codes
from plogp.theory.parameters import whole_number
from plogp.theory.units import log_of


def information_matrix(X: Any, *, bins: int = 10, base: float = 2) -> NDArray[np.float64]:
    """Mutual information I(X_i;X_j) of all pairs of columns, of the frequencies seen; the diagonal holds H(X_i).

    Parameters
    ----------
    X : array or data frame, shape (n, columns)
        Numbers of more than `bins` values are cut into bins of about as many rows each; a missing value is a level.
    bins : int
        The most bins of a column of numbers.
    base : float
        Base of the logarithm.

    Returns
    -------
    array (columns, columns)
        Symmetric. Rows of bits and their population counts: about 0.3 ns for a pair of levels and 512 rows.

    Examples
    --------
    >>> from plogp.apps.feature_selection import information_matrix
    >>> information_matrix([[0, 0, 1], [0, 0, 0], [1, 1, 1], [1, 1, 0]])
    array([[1., 1., 0.],
           [1., 1., 0.],
           [0., 0., 1.]])
    """
    unit = log_of(base)
    whole_number("bins", bins, 2)
    codes, levels = read_codes(BaseEstimator(), X, bins)
    return pairwise_information(codes, levels) / unit
