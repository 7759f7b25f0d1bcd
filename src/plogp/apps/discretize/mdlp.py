"""Cuts numbers where the class changes, and stops where a further cut would not pay for its own description."""

from __future__ import annotations

from math import log2

from plogp.apps.discretize._supervised import Column, Cut, SupervisedBinning


class MDLPDiscretizer(SupervisedBinning):
    """Bins by recursive entropy cuts, with the minimum description length as the stop.

    A range of n values is cut at the place of the largest information gain if

        gain > (log2(n - 1) + log2(3^k - 2) - (k·H - k1·H1 - k2·H2)) / n

    with k, k1, k2 the classes that occur in the range and in its two parts, and H, H1, H2 their entropies in bits. A
    column that says nothing of the class has no cut. The cut lies half-way between two neighbouring values.

    Attributes
    ----------
    cut_points_ : list of arrays
        For each column its cut points, ascending; a value equal to a cut point lies below it.
    classes_ : array
        The levels of the target.

    References
    ----------
    Fayyad & Irani 1993, "Multi-interval discretization of continuous-valued attributes for classification learning",
    IJCAI 93, pages 1022-1027, equation in section 3.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from plogp.apps.discretize import MDLPDiscretizer
    >>> X, y = load_iris(return_X_y=True)
    >>> [cuts.round(2).tolist() for cuts in MDLPDiscretizer().fit(X, y).cut_points_]
    [[5.55, 6.15], [2.95, 3.35], [2.45, 4.75], [0.8, 1.75]]
    """

    def _places(self, column: Column) -> list[int]:
        places: list[int] = []
        ranges = [(0, column.values.size)]
        while ranges:
            start, stop = ranges.pop()
            cut = column.best_cut(start, stop)
            if cut is not None and _pays(cut):
                places.append(cut.at)
                ranges += [(start, cut.at), (cut.at, stop)]
        return places


def _pays(cut: Cut) -> bool:
    below, above = int((cut.below > 0).sum()), int((cut.above > 0).sum())
    both = int(((cut.below > 0) | (cut.above > 0)).sum())
    h, h_below, h_above = cut.entropies
    delta = log2(3.0**both - 2) if both < 600 else both * log2(3)
    delta -= both * h - below * h_below - above * h_above
    return cut.total > 1 and cut.gain > (log2(cut.total - 1) + delta) / cut.total
