"""A policy for categories that a sample lacks: count each a little more often than it was seen."""

from __future__ import annotations

from dataclasses import dataclass

from plogp.theory.parameters import real_number


@dataclass(frozen=True)
class Pseudocount:
    """(m + amount) / (n + k·amount) in place of m/n, over the k categories that either sample has.

    Parameters
    ----------
    amount : float
        1/2 after Krichevsky & Trofimov 1981, doi:10.1109/TIT.1981.1056331, with which log q has no bias to first order;
        1 after Laplace.

    Examples
    --------
    >>> import plogp
    >>> p, q = plogp.Counts([40, 50, 10]), plogp.Counts([45, 55, 0])
    >>> plogp.kl_divergence(p, q).value
    inf
    >>> print(f"{plogp.kl_divergence(p, q, unseen=plogp.Pseudocount(0.5)):.3f}")
    0.191
    """

    amount: float = 0.5

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", real_number("a pseudocount", self.amount, 0))
