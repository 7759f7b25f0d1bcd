"""What the caller holds turned into probability mass functions of one array library, whose outcomes and rows agree."""

from __future__ import annotations

from typing import Any

import numpy as np

from plogp.backend.arrays import eager, is_array, namespace
from plogp.distributions.array_input import to_array
from plogp.distributions.coarsened import coarsened_pmfs
from plogp.distributions.known import Known
from plogp.distributions.label_values import are_names
from plogp.distributions.labels import Labels
from plogp.distributions.labels_alone import labels_alone
from plogp.distributions.observations.observed import Observed
from plogp.distributions.probs import Probs
from plogp.distributions.row_shapes import check_pmfs, check_shapes
from plogp.distributions.top_k import TopK
from plogp.theory.errors import MixedArrays, NotADistribution, Unanswerable
from plogp.theory.pmf import Pmf


def as_pmfs(held: tuple[Any, ...]) -> list[Pmf]:
    """What the caller holds, checked, in one array library, with axes of outcomes that agree."""
    with eager():  # what a traced function closes over is checked
        return _as_pmfs(held)


def _as_pmfs(held: tuple[Any, ...]) -> list[Pmf]:
    for i, d in enumerate(held):
        if isinstance(d, Observed):
            raise Unanswerable(
                f"argument {i + 1} is {type(d).__name__}, which was observed: this quantity is defined here for known "
                "distributions. Probs.normalized(n) takes counts at face value"
            )
    _refuse_bare_labels(held)
    wrapped = [d if isinstance(d, Known) else Probs(d) for d in held]
    models = [d.held for d in wrapped if is_array(d.held) and not isinstance(d, Labels)]
    # Labels in NumPy are taken to where a model is; names are NumPy's alone.
    truths = [d.held for d in wrapped if isinstance(d, Labels) and is_array(d.held) and not are_names(d.held)]
    arrays = models + [y for y in truths if not models or not isinstance(y, np.ndarray)]
    anchor = arrays[0] if arrays else None
    if len({namespace(array).__name__ for array in arrays}) > 1:
        names = " and ".join(
            dict.fromkeys(f"{type(a).__module__.partition('.')[0]}.{type(a).__name__}" for a in arrays)
        )
        raise MixedArrays(f"the arguments are of two array libraries ({names}): convert one of them")
    if any(isinstance(d, TopK) for d in wrapped):
        return coarsened_pmfs(wrapped, anchor)
    pmfs: list[Pmf | None] = [None if isinstance(d, Labels) else d.pmf(anchor) for d in wrapped]
    shapes = [tuple(P.support.shape) for P in pmfs if P is not None]
    dtype = next((P.log_p.dtype for P in pmfs if P is not None), None) if any(P is None for P in pmfs) else None
    beside = shapes[0] if shapes else None
    if beside is None:
        check_shapes([], [tuple(d.entries.shape) for d in wrapped if isinstance(d, Labels)])
        return labels_alone([d for d in wrapped if isinstance(d, Labels)], anchor)
    axis = next(getattr(d, "axis", -1) for d in wrapped if not isinstance(d, Labels))
    made = [
        d.pmf(anchor, beside, dtype, axis) if isinstance(d, Labels) else P for d, P in zip(wrapped, pmfs, strict=True)
    ]
    check_pmfs(made)  # type: ignore[arg-type]
    return made  # type: ignore[return-value]


def _refuse_bare_labels(held: tuple[Any, ...]) -> None:
    """Whole numbers on one axis beside rows are hardly one certain outcome for all rows: they are labels."""
    if len(held) < 2 or all(isinstance(d, Known) for d in held):
        return
    made = [to_array(d.held if isinstance(d, Known) else d) for d in held]
    for at, (d, x) in enumerate(zip(held, made, strict=True)):
        bare = not isinstance(d, Known) and x.ndim == 1 and namespace(x).isdtype(x.dtype, "integral")
        if bare and any(other.ndim > 1 for other in made):
            raise NotADistribution(
                f"argument {at + 1} holds whole numbers on one axis beside rows: for true classes write Labels(y), "
                "for one distribution beside all rows Probs(p)"
            )
