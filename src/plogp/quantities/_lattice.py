"""Quantities of families over whole numbers by sums, whose tails are bounded before they are left out."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any

import numpy as np

from plogp.quantities._integral import Integral, log_p, log_product, taken
from plogp.theory.errors import NotConverged
from plogp.theory.families.nodes import Nodes
from plogp.theory.families.points import Points

SURPRISE = 80.0  # in nats, of what a sum leaves out
_MOST = 4_000_000  # numbers in a sum


def summed(families: Sequence[Any], integral: Integral, rows: int) -> Any:
    found = []
    for i in range(rows):
        one = [taken(f, slice(i, i + 1)) for f in families]
        found.append(_sum_of_one(one, integral))
    return np.asarray(found).reshape(-1)


def _sum_of_one(families: Sequence[Any], integral: Integral) -> float:
    """Tails are left out where each member holds exp(-80), or its power of the same size, and the terms have fallen."""
    surprise = SURPRISE / min([1.0, *(a for a in integral.powers if a > 0)])
    top = max(float(np.max(f.support()[1])) for f in families)
    for _ in range(40):
        windows = [f.window(surprise) for f in families]
        low = max(0.0, min(float(np.min(w[0])) for w in windows))
        high = min(top, max(float(np.max(w[1])) for w in windows))
        low, high = np.floor(low), np.ceil(high)
        if not high - low < _MOST:
            raise NotConverged(f"a sum over {high - low:.3g} whole numbers is more than the {_MOST:,} that are done")
        k = np.arange(low, high + 1)[None, :]
        members = [Nodes(np, log_p(f, Points.of(k)), 0.0 * k) for f in families]
        value = float(integral.value(*members)[0])
        if not abs(value) < inf or high == top:
            return value
        ends = [slice(-8, None), slice(-16, -8)]
        if integral.terms is None:
            log_terms = log_product(integral.powers, members)[0]
            last, before, whole = log_terms[ends[0]].max(), log_terms[ends[1]].max(), log_terms.max()
            if last < whole - 45:
                return value
            if last > before and integral.divergent is not None and len(integral.powers) > 1:
                return integral.divergent
        else:
            held = [[Nodes(np, P.log_density[:, end], P.log_weight[:, end]) for P in members] for end in ends]
            last, before = (float(np.abs(integral.terms(*part))[0]) for part in held)
            if last < 1e-14 * abs(value) or last < 1e-25:
                return value
            if last > before and integral.divergent is not None:
                return integral.divergent
        surprise *= 2
    raise NotConverged("a sum over whole numbers did not reach terms that are negligible")
