"""What two columns tell about the target together: the best second one after the first, and pairs that tell more than
both apart."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

import plogp
from plogp.apps.profile.result import SecondColumn, Together
from plogp.estimators.testing.chance_test import ByChance, shared_by_chance
from plogp.theory.counts.contingency import Contingency
from plogp.theory.counts.fingerprint import k_log_k
from plogp.typing import Integers

Tables = Mapping[tuple[str, str], Integers]  # of columns a and b with the target between them: (a, target, b)
_LOOKED_AT = 6  # candidates whose tables are judged exactly
_TOLD = 3
SURE = 0.05


def second_column(tables: Tables, first: str, base: float) -> SecondColumn | None:
    """The column that tells most about the target once the first is known, if any tells more than chance."""
    beside = {b: table for (a, b), table in tables.items() if a == first}
    beside |= {a: table.transpose(2, 1, 0) for (a, b), table in tables.items() if b == first}
    if not beside:
        return None
    scores = {name: _score(table) for name, table in beside.items()}
    found = []
    for name in sorted(scores, key=lambda name: -scores[name])[:_LOOKED_AT]:
        chance = _given(beside[name])
        found.append((chance.shared - chance.expected, name, chance.p_value))
    most, name, p = max(found)
    if min(1.0, len(beside) * p) > SURE:
        return None
    table = beside[name].transpose(1, 2, 0)  # (target, column, first)
    information = plogp.mutual_information(plogp.Counts(table, given=(2,)), base=base)
    return SecondColumn(first, name, information, most / _entropy(table.sum(axis=(1, 2))))


def pairs_together(tables: Tables, base: float) -> tuple[Together, ...]:
    """The pairs that tell more about the target together than both do apart, such as the parts of an exclusive or."""
    more = {pair: _score(table) - _alone(table) for pair, table in tables.items()}
    found = []
    for pair in sorted(more, key=lambda pair: -more[pair])[:_LOOKED_AT]:
        table = tables[pair]
        p = max(_given(table).p_value, _given(table.transpose(2, 1, 0)).p_value)
        synergy = plogp.interaction_information(plogp.Counts(table), base=base)
        joint = table.transpose(0, 2, 1).reshape(-1, table.shape[1])
        share = _shared(joint) - _shared(table.sum(axis=2)) - _shared(table.sum(axis=0).T)
        if synergy.low > 0 and share > 0 and min(1.0, len(tables) * p) <= SURE:
            information = plogp.mutual_information(plogp.Counts(joint), base=base)
            found.append(Together(*pair, information, synergy, share / _entropy(joint.sum(axis=0))))
    return tuple(sorted(found, key=lambda pair: -pair.share)[:_TOLD])


def _score(table: Integers) -> float:
    """I(column; target | first) of a table (first, target, column), less its bias to first order, in nats."""
    n = int(table.sum())
    inner = k_log_k(table).sum() - k_log_k(table.sum(axis=2)).sum() - k_log_k(table.sum(axis=1)).sum()
    seen = [(table.sum(axis=axis) > 0).sum(axis=1) for axis in (2, 1)]
    freedom = int((np.maximum(seen[0] - 1, 0) * np.maximum(seen[1] - 1, 0)).sum())
    return float(inner + k_log_k(table.sum(axis=(1, 2))).sum()) / n - freedom / (2 * n)


def _alone(table: Integers) -> float:
    """The same of the column alone."""
    return _score(table.sum(axis=0, keepdims=True))


def _given(table: Integers) -> ByChance:
    """I(column; target | first), judged within each level of the first."""
    return shared_by_chance(*(Contingency.of_table(t) for t in table if t.any()))


def _shared(table: Integers) -> float:
    """What the rows of a table tell about its columns, less what chance would show, in nats."""
    found = shared_by_chance(Contingency.of_table(table))
    return found.shared - found.expected


def _entropy(n: Integers) -> float:
    return float(np.log(n.sum()) - k_log_k(n).sum() / n.sum())
