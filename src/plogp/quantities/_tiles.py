"""Quantities of linear logits, a few rows at a time, so that the logits of all rows are never held together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import prod
from typing import Any

import numpy as np

from plogp.backend import tiled_autograd
from plogp.backend.arrays import Array, is_array, is_torch, is_traced
from plogp.distributions.known import Known
from plogp.distributions.labels import Labels
from plogp.distributions.linear_logits import LinearLogits
from plogp.distributions.logits import Logits
from plogp.distributions.probs import Probs
from plogp.distributions.top_k import TopK
from plogp.theory.errors import NotADistribution, NotLogits
from plogp.theory.pmf import OneHot

_TILE = 1 << 23  # numbers of a tile of logits, 32 MB in float32; its gradient takes as much again

Slice = Callable[[slice], Any]


def of_linear(answer: Callable[..., Any], held: tuple[Any, ...]) -> Any:
    """What `answer` gives of distributions of which one at least is `LinearLogits`, through `Logits` in their place."""
    linear = {i: d for i, d in enumerate(held) if isinstance(d, LinearLogits)}
    first = next(iter(linear.values())).arrays(None)
    arrays = {i: d.arrays(first[0]) for i, d in linear.items()}
    rows = tuple(first[0].shape[:-1])

    def whole(*parts: tuple[Array, ...]) -> Any:
        made = dict(zip(linear, parts, strict=True))
        every = [linear[i].logits(*made[i]) if i in made else d for i, d in enumerate(held)]
        return answer(*every)

    widest = max(int(weight.shape[0]) for _, weight, _ in arrays.values())
    step = max(1, _TILE // widest)
    others = _others(held, first, rows) if _can_tile(arrays, rows) and prod(rows) > step else None
    if others is None:
        return whole(*arrays.values())

    def tile(some: slice, *logits: Array) -> Any:
        made = dict(zip(linear, logits, strict=True))
        every = [
            Logits(made[i], temperature=linear[i].temperature) if i in made else others[i](some)
            for i in range(len(held))
        ]
        try:
            return answer(*every)
        except (NotLogits, NotADistribution) as error:
            raise type(error)(f"from row {some.start} on, {error}") from None

    flat = [(h.reshape(-1, h.shape[-1]), w, b) for h, w, b in arrays.values()]
    caps = [d.softcap for d in linear.values()]
    if is_torch(first[0]):
        shaped = [h.shape for h, _, _ in arrays.values()]

        def again(*parts: tuple[Array, ...]) -> Any:
            return whole(*((h.reshape(s), w, b) for (h, w, b), s in zip(parts, shaped, strict=True))).reshape(-1)

        return tiled_autograd.in_tiles(tile, again, flat, caps, step).reshape(rows)
    values = []
    for start in range(0, prod(rows), step):
        some = slice(start, start + step)
        values.append(
            tile(some, *(d.logits(h[some], w, b).z for d, (h, w, b) in zip(linear.values(), flat, strict=True)))
        )
    return np.concatenate(values).reshape(rows)


def _can_tile(arrays: dict[int, tuple[Array, Array, Array | None]], rows: tuple[int, ...]) -> bool:
    """Whether all linear logits are of the same rows, of NumPy or of PyTorch, with values that are there."""
    for hidden, weight, bias in arrays.values():
        if tuple(hidden.shape[:-1]) != rows or not (isinstance(hidden, np.ndarray) or is_torch(hidden)):
            return False
        if any(is_traced(x) for x in (hidden, weight, bias) if x is not None):
            return False
    return True


def _others(
    held: Sequence[Any], like: tuple[Array, Array, Array | None], rows: tuple[int, ...]
) -> dict[int, Slice] | None:
    """How each other argument is cut into rows; None if one of them cannot be."""
    found: dict[int, Slice] = {}
    for i, d in enumerate(held):
        if isinstance(d, LinearLogits):
            continue
        d = d if isinstance(d, Known) else Probs(d)
        cut = _labels(d, like, rows) if isinstance(d, Labels) else _rows(d, rows)
        if cut is None or _asks(d):
            return None
        found[i] = cut
    return found


def _asks(d: Known) -> bool:
    """Whether PyTorch differentiates by one of the arrays that a distribution holds."""
    return any(getattr(getattr(d, name), "requires_grad", False) for name in d.data)


def _labels(d: Labels, like: tuple[Array, Array, Array | None], rows: tuple[int, ...]) -> Slice | None:
    hidden, weight, _ = like
    k = int(weight.shape[0])
    P = d.pmf(hidden, (*rows, k))
    if not isinstance(P, OneHot):
        w = P.w  # type: ignore[attr-defined]
        if tuple(w.shape) != (*rows, k):
            return None
        w = w.reshape(-1, k)
        return lambda some: Probs(w[some])
    if tuple(P.index.shape) != rows:
        return None
    y = (P.index if P.keep is None else P.xp.where(P.keep, P.index, -1)).reshape(-1)
    return lambda some: Labels(y[some], smoothing=d.smoothing, ignore=-1)


def _rows(d: Known, rows: tuple[int, ...]) -> Slice | None:
    """Rows of probabilities, logits or a top k, with the outcomes last."""
    if not isinstance(d, Probs | Logits | TopK) or getattr(d, "axis", -1) != -1:
        return None
    names = [name for name in d.data if name != "temperature"]
    made = {name: getattr(d, name) for name in names}
    if not all(is_array(x) for x in made.values()) or is_array(getattr(d, "temperature", 1.0)):
        return None
    if any(is_traced(x) for x in made.values()):
        return None
    if all(x.ndim == 1 for x in made.values()):
        return lambda some: d
    if any(tuple(x.shape[:-1]) != rows for x in made.values()):
        return None
    flat = {name: x.reshape(-1, x.shape[-1]) for name, x in made.items()}
    return lambda some: replace(d, **{name: x[some] for name, x in flat.items()})
