"""What a test of a hypothesis answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Significance:
    """How surprising a sample is if a hypothesis holds.

    Attributes
    ----------
    statistic : float
        The mutual information of the sample, plug-in, in `unit`.
    p_value : float
        The probability of at least this statistic if the hypothesis holds, with the sizes of all groups as they are.
    replicates : int
        How many random tables it was compared with; 0 for the limit of large samples.
    n : int
        How many observations.
    unit : str
        Of the statistic.

    Examples
    --------
    >>> import plogp
    >>> plogp.independence_test(plogp.Counts([[3, 0], [0, 3]]), method=plogp.Permutation(999)).replicates
    999
    """

    statistic: float
    p_value: float
    replicates: int
    n: int
    unit: str

    def __str__(self) -> str:
        return f"p = {self.p_value:.3g} ({self.statistic:.3g} {self.unit}, n = {self.n:,})"
