"""What two columns tell about the target together: the best second one after the first, and pairs that tell more than
both apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import plogp
from plogp.apps.profile.result import SecondColumn, Together
from plogp.backend.counting import count_tables
from plogp.estimators.shared_by_chance import ByChance, shared_by_chance
from plogp.theory.codes import Integers
from plogp.theory.contingency import Contingency

Floats = NDArray[np.float64]
SAMPLE_ROWS = 1 << 17  # drawn from the table, and enough to see what is worth telling
MOST_LEVELS = 64  # of a column that is looked at beside others
_WORK = 2 * 10**8  # values counted at most
_LOOKED_AT = 6  # candidates whose tables are judged exactly
_TOLD = 3
SURE = 0.05


class Codes(NamedTuple):
    """Columns of few levels, in rows in which the target has a value."""

    names: list[str]
    x: NDArray[np.uint16]  # (columns, n)
    levels: list[int]
    y: NDArray[np.uint16]  # (n,)
    classes: int


def coded(sample: Any, plan: Any, names: Sequence[str], target: str) -> Codes | None:
    """The codes of some columns of an Arrow table, as far as they have few levels; None if the target has too many."""
    from plogp.engines.encode import encoder
    from plogp.engines.kinds import plain
    from plogp.engines.plan import Missing

    found: dict[str, tuple[Any, int]] = {}
    for name in (target, *names):
        coder = encoder(plan[name])
        codes = coder.codes(plain(sample.column(name)))
        if codes is not None and name == target:
            present = (codes != coder.null) & (codes != coder.nan)
            codes, sample = codes[present], sample.filter(present)
        if codes is not None and len(codes):
            if plan.missing is not Missing.SEPARATE:
                codes[codes == coder.nan] = coder.null
            used, index = np.unique(codes, return_inverse=True)
            if 1 < len(used) <= MOST_LEVELS:
                found[name] = index, len(used)
    if target not in found or len(found) < 3:
        return None
    y, classes = found.pop(target)
    few = max(1000, _WORK // len(found) ** 2)
    x = np.ascontiguousarray([index[:few] for index, _ in found.values()], dtype=np.uint16)
    return Codes(list(found), x, [size for _, size in found.values()], y[:few].astype(np.uint16), classes)


def second_column(codes: Codes, first: str, base: float) -> SecondColumn | None:
    """The column that tells most about the target once the first is known, if any tells more than chance."""
    if first not in codes.names:
        return None
    tables = _beside(codes, codes.names.index(first))
    if tables is None:
        return None
    others = [k for k, name in enumerate(codes.names) if name != first]
    scores = {k: _score(tables[k]) for k in others}
    found = []
    for k in sorted(others, key=lambda k: -scores[k])[:_LOOKED_AT]:
        chance = _given(tables[k])
        found.append((chance.shared - chance.expected, k, chance))
    _, k, chance = max(found)
    if min(1.0, len(others) * chance.p_value) > SURE:
        return None
    table = tables[k].transpose(1, 2, 0)  # (target, column, first)
    information = plogp.mutual_information(plogp.Counts(table, given=(2,)), base=base)
    held = table.sum(axis=(1, 2)) / table.sum()
    entropy = -float((held * np.log(np.where(held > 0, held, 1.0))).sum())
    share = (chance.shared - chance.expected) / entropy
    return SecondColumn(first, codes.names[k], information, share, int(table.sum()))


def pairs_together(codes: Codes, base: float) -> tuple[Together, ...]:
    """The pairs that tell more about the target together than both do apart, such as the parts of an exclusive or."""
    candidates: list[tuple[float, int, int, Integers]] = []
    searched = 0
    for j in range(len(codes.names) - 1):
        tables = _beside(codes, j)
        if tables is None:
            continue
        for k in range(j + 1, len(codes.names)):
            searched += 1
            together, alone = _score(tables[k]), _alone(tables[k])
            candidates.append((together - alone, j, k, tables[k]))
        candidates = sorted(candidates, key=lambda c: -c[0])[:_LOOKED_AT]
    found = []
    for _, j, k, table in candidates:
        p = max(_given(table).p_value, _given(table.transpose(2, 1, 0)).p_value)
        synergy = plogp.interaction_information(plogp.Counts(table), base=base)
        if synergy.low > 0 and min(1.0, searched * p) <= SURE:
            joint = plogp.Counts(table.transpose(0, 2, 1).reshape(-1, codes.classes))
            information = plogp.mutual_information(joint, base=base)
            found.append(Together(codes.names[j], codes.names[k], information, synergy, int(table.sum())))
    return tuple(sorted(found, key=lambda pair: -pair.synergy.value)[:_TOLD])


def _beside(codes: Codes, j: int) -> list[Integers] | None:
    """Counts of (column j, target, column k) for every k; None where they are too many."""
    z_levels = codes.levels[j] * codes.classes
    if z_levels > 1 << 16:
        return None
    z = codes.x[j] * np.uint16(codes.classes) + codes.y
    tables = [np.zeros((z_levels, size), np.int64) for size in codes.levels]
    count_tables([*codes.x, z], [(len(codes.x), k) for k in range(len(codes.x))], tables)
    return [table.reshape(codes.levels[j], codes.classes, -1) for table in tables]


def _score(table: Integers) -> float:
    """I(column; target | first) of a table (first, target, column), less its bias to first order, in nats."""
    n = int(table.sum())
    inner = _k_log_k(table).sum() - _k_log_k(table.sum(axis=2)).sum() - _k_log_k(table.sum(axis=1)).sum()
    seen = [(table.sum(axis=axis) > 0).sum(axis=1) for axis in (2, 1)]
    freedom = int((np.maximum(seen[0] - 1, 0) * np.maximum(seen[1] - 1, 0)).sum())
    return float(inner + _k_log_k(table.sum(axis=(1, 2))).sum()) / n - freedom / (2 * n)


def _alone(table: Integers) -> float:
    """The same of the column alone."""
    return _score(table.sum(axis=0, keepdims=True))


def _given(table: Integers) -> ByChance:
    """I(column; target | first), judged within each level of the first."""
    return shared_by_chance(*(Contingency.of_table(t) for t in table if t.any()))


def _k_log_k(k: Integers) -> Floats:
    return np.asarray(k * np.log(np.maximum(k, 1)))
