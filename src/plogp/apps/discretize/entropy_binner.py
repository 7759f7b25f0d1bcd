"""Cuts numbers into a given number of bins where that tells most of the class."""

from __future__ import annotations

from heapq import heappop, heappush

from plogp.apps.discretize._supervised import Column, Cut, SupervisedBinning
from plogp.theory.parameters import whole_number


class EntropyBinner(SupervisedBinning):
    """Bins by entropy cuts, the one that tells most of the class first, until there are `n_bins`.

    A column gets fewer bins where no further cut tells anything of the class.

    Parameters
    ----------
    n_bins : int
        The most bins of a column, at least 2.

    Attributes
    ----------
    cut_points_ : list of arrays
        For each column its cut points, ascending; a value equal to a cut point lies below it.
    classes_ : array
        The levels of the target.

    Examples
    --------
    >>> from plogp.apps.discretize import EntropyBinner
    >>> EntropyBinner(n_bins=2).fit([[1.0], [2.0], [3.0], [4.0]], ["no", "no", "no", "yes"]).cut_points_
    [array([3.5])]
    """

    def __init__(self, n_bins: int = 5) -> None:
        self.n_bins = n_bins

    def _places(self, column: Column) -> list[int]:
        whole_number("n_bins", self.n_bins, 2, 10**6)
        places: list[int] = []
        waiting: list[tuple[float, int, int, Cut]] = []  # by the bits of the whole column that the cut tells

        def consider(start: int, stop: int) -> None:
            cut = column.best_cut(start, stop)
            if cut is not None:
                heappush(waiting, (-cut.gain * cut.total, start, stop, cut))

        consider(0, column.values.size)
        while waiting and len(places) < self.n_bins - 1:
            _, start, stop, cut = heappop(waiting)
            places.append(cut.at)
            consider(start, cut.at)
            consider(cut.at, stop)
        return places
