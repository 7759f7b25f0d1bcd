"""Columns that are another one, written another way."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import comb

from plogp.apps.profile.screening import SURE
from plogp.apps.profile.target_information import chance_of_one_to_one
from plogp.engines.tally.plan import Plan
from plogp.engines.tally.tally import Tally


def duplicates(tally: Tally, asked: Plan, names: Sequence[str]) -> dict[str, str]:
    """Columns of which each value stands for one of a column before it, and that column."""
    found: dict[str, str] = {}
    held = {name: tally.cells[(name,)].n for name in names}
    pairs = max(1, comb(len(held), 2))
    sure = {name for name, n in held.items() if pairs * chance_of_one_to_one(n) <= SURE}
    for a, b in combinations(held, 2):
        if len(held[a]) != len(held[b]) or (a, b) not in tally.cells or a not in sure or {a, b} & found.keys():
            continue
        same = len(tally.cells[(a, b)].n) == len(held[a]) and asked[a].distinct == asked[b].distinct
        known = tally.axes[a].edges is None or asked[a].distinct is not None
        found |= {b: a} if same and known and (asked[a].edges is None) == (asked[b].edges is None) else {}
    return found
