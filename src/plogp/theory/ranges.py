"""The values that a quantity can take: an interval never leaves them, while an estimate stays signed."""

from __future__ import annotations

from math import inf
from typing import NamedTuple


class Range(NamedTuple):
    """The least and the greatest value of a quantity, in nats where it has a unit."""

    least: float = -inf
    most: float = inf
