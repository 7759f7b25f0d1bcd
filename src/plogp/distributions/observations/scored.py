"""What a model says of outcomes that were drawn from the truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plogp.distributions.observations.draws import Draws


@dataclass(frozen=True, eq=False)
class Scored(Draws):
    """A model's log-probability of each outcome that `Drawn` beside it stands for.

    Parameters
    ----------
    log_q : array or nested lists
        The log-probabilities, 0 or less; -inf for an outcome that the model thought impossible.

    Examples
    --------
    >>> import plogp
    >>> text = plogp.Scored([-1.2, -0.3, -2.0, -0.7])
    >>> print(f"{plogp.perplexity(plogp.Drawn(), text):.2f}")
    2.86
    """

    log_q: Any
