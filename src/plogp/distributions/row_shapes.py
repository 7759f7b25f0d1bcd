"""Whether the shapes of several distributions fit together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from plogp.theory.errors import ShapeMismatch
from plogp.theory.pmf import OneHot, Pmf


def check_shapes(shapes: list[tuple[int, ...]], labels: list[tuple[int, ...]]) -> None:
    """Outcomes must agree in number, rows must broadcast; labels are rows without an axis of outcomes."""
    if len({shape[-1] for shape in shapes}) > 1:
        sizes = " and ".join(str(shape[-1]) for shape in shapes)
        raise ShapeMismatch(f"the distributions have {sizes} outcomes (shapes {_list(shapes)}): they must agree")
    rows = [*(shape[:-1] for shape in shapes), *labels]
    try:
        np.broadcast_shapes(*rows)
    except (ValueError, RuntimeError):  # of more than 32 axes NumPy knows no common shape
        if len(set(rows)) == 1:
            return
        given = [f"{what} {_list(some)}" for what, some in (("rows of", shapes), ("labels of", labels)) if some]
        raise ShapeMismatch(f"the shapes do not broadcast: {' beside '.join(given)}") from None


def check_pmfs(made: Sequence[Pmf], labels: Sequence[tuple[int, ...]] = ()) -> None:
    """The same of what was made of them, and of further rows of labels."""
    one_hot = [P for P in made if isinstance(P, OneHot)]
    shapes = [tuple(P.support.shape) for P in made if not isinstance(P, OneHot)]
    check_shapes(shapes, [*(tuple(P.index.shape) for P in one_hot), *labels])


def _list(shapes: list[tuple[int, ...]]) -> str:
    return " and ".join(map(str, shapes))
