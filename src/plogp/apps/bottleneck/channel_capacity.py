"""The capacity of a channel: the most that its output can tell of its input."""

from __future__ import annotations

from dataclasses import dataclass
from math import e
from typing import Any

import numpy as np

from plogp.apps.bottleneck.blahut_arimoto import Inputs, blahut_arimoto
from plogp.apps.bottleneck.rows import rows_of
from plogp.theory.units import log_of
from plogp.typing import Floats


@dataclass(frozen=True, eq=False)
class Capacity:
    """The capacity of a channel, with its certificate.

    Attributes
    ----------
    value : float
        The mutual information of input and output at `inputs`; the capacity is from here to `value + gap`.
    gap : float
        At most 1e-9 bit, save where rounding forbids it.
    inputs : array (inputs,)
        The best distribution of the input.
    outputs : array (outputs,)
        That of the output: the same for all of the best distributions of the input.
    """

    value: float
    gap: float
    inputs: Floats
    outputs: Floats


def channel_capacity(channel: Any, /, *, base: float = e) -> Capacity:
    """Capacity of a discrete memoryless channel: the highest rate at which it can be used without error.

    C = max over r of I(X;Y) = min over q of max over x of D(W_x‖q)

    Parameters
    ----------
    channel : array (inputs, outputs), Probs or Logits
        Each row is the distribution of the output, given an input.
    base : float
        Base of the logarithm: 2 for bits a use of the channel.

    Returns
    -------
    Capacity

    Raises
    ------
    NotADistribution, ShapeMismatch
        What is wrong, where, and how to correct it.

    Notes
    -----
    By the iteration of Blahut and Arimoto, and Newton's method where it is slow. The certificate: for any q the
    capacity is at most the largest D(W_x‖q), here with the q of the inputs found.

    References
    ----------
    Shannon 1948, doi:10.1002/j.1538-7305.1948.tb01338.x, section 12; Arimoto 1972, doi:10.1109/TIT.1972.1054753.

    Examples
    --------
    >>> from plogp.apps.bottleneck import channel_capacity
    >>> flips = channel_capacity([[0.89, 0.11], [0.11, 0.89]], base=2)   # 1 - H(0.11)
    >>> round(flips.value, 6), flips.gap <= 1e-9
    (0.500084, True)
    >>> channel_capacity([[1.0, 0.0], [0.5, 0.5]], base=2).inputs.round(6)   # a Z channel is best used with 2 in 5
    array([0.6, 0.4])
    """
    W, unit = rows_of(channel, "a channel", "(inputs, outputs)"), log_of(base)
    problem = Inputs(W, np.sum(W * np.log(np.where(W > 0, W, 1.0)), axis=1))
    inputs = blahut_arimoto(problem).q
    D = problem.divergences(inputs)
    value = max(0.0, float(inputs @ D))
    return Capacity(value / unit, max(0.0, float(D.max()) - value) / unit, inputs, inputs @ W)
