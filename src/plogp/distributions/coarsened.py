"""Several distributions of which one at least lists some outcomes alone: all of them as coarsenings of one kind."""

from __future__ import annotations

from collections.abc import Sequence

from plogp.backend.arrays import Array, is_traced
from plogp.distributions.known import Known
from plogp.distributions.labels import Labels
from plogp.distributions.row_shapes import check_pmfs
from plogp.distributions.top_k import TopK
from plogp.theory.coarsening import Cells, coarsened
from plogp.theory.errors import NotLabels, ShapeMismatch, Unanswerable
from plogp.theory.pmf import Pmf, Scores


def coarsened_pmfs(held: Sequence[Known], like: Array | None) -> list[Pmf]:
    """Each distribution over the outcomes that the `TopK` among them list, and their tail."""
    full: dict[int, Pmf] = {i: d.pmf(like) for i, d in enumerate(held) if not isinstance(d, TopK | Labels)}
    classes = _classes(held, [int(P.support.shape[-1]) for P in full.values()])
    listed = {i: d.coarse(like, classes) for i, d in enumerate(held) if isinstance(d, TopK)}
    first, cells = next(iter(listed.values()))
    full |= {i: _labels(d, cells, like, first) for i, d in enumerate(held) if isinstance(d, Labels)}
    check_pmfs([*full.values()], [tuple(own.index.shape[:-1]) for _, own in listed.values()])
    return [_of_same_index(*listed[i], cells) if i in listed else coarsened(full[i], cells) for i in range(len(held))]


def _classes(held: Sequence[Known], sizes: list[int]) -> int | None:
    """How many outcomes there are, on which all who say so agree."""
    said = {*sizes, *(d.classes for d in held if isinstance(d, TopK) and d.classes is not None)}
    if len(said) > 1:
        raise ShapeMismatch(
            f"the distributions have {' and '.join(map(str, sorted(said)))} outcomes: they must agree, and so must "
            "classes= of TopK"
        )
    return next(iter(said), None)


def _of_same_index(P: Scores, own: Cells, cells: Cells) -> Scores:
    """P, if it lists the same outcomes in the same order; NaN under tracing, where nothing can be raised."""
    if own.index is cells.index:
        return P
    xp = P.xp
    try:
        same = xp.all(own.index == cells.index, axis=-1, keepdims=True)
    except (ValueError, RuntimeError, TypeError):
        same = None
    if same is None or (not is_traced(same) and not bool(xp.all(same))):
        raise Unanswerable(
            "two TopK that list different outcomes have no coarsening in common: take the log-probabilities of one at "
            "the index of the other"
        )
    if is_traced(same):
        P.temperature = xp.where(same, xp.ones_like(P.z[..., :1]), float("nan"))
    return P


def _labels(d: Labels, cells: Cells, like: Array | None, beside: Scores) -> Pmf:
    if cells.classes is None:
        raise NotLabels("labels beside a TopK need to know how many outcomes there are: TopK(…, classes=…)")
    if d.smoothing:
        raise Unanswerable("smoothed labels beside a TopK: write their rows as Probs, or leave smoothing= out")
    return d.pmf(like, (*cells.index.shape[:-1], cells.classes), beside.dtype)
