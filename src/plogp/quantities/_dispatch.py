"""The way from what the caller holds to the number: a fused kernel or an equation for what is known, an estimator for
what was observed; units and checks once, here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import e, inf, log
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from plogp.backend import kernels, torch_autograd
from plogp.backend.arrays import Array, ArrayLike, Namespace, eager, is_array, namespace, place
from plogp.distributions.array_input import to_array
from plogp.distributions.known import Known
from plogp.distributions.labels import Labels, are_names
from plogp.distributions.labels_alone import labels_alone
from plogp.distributions.observed import Observed
from plogp.distributions.probs import Probs
from plogp.distributions.validity import warn_of_probabilities
from plogp.theory.errors import InvalidParameter, MixedArrays, NotADistribution, ShapeMismatch, Unanswerable
from plogp.theory.parameters import number_of, shown
from plogp.theory.pmf import OneHot, Pmf

if TYPE_CHECKING:
    from plogp.results.estimate import Estimate

Distribution: TypeAlias = "Known | ArrayLike | list[Any] | tuple[Any, ...]"
"""What is known exactly: a type of `plogp.distributions`, or a bare array or list of probabilities."""


def known(equation: Callable[..., Array], *held: Any, base: float = e, **parameters: Any) -> Array:
    """An equation of known distributions, each row on its own, in units of the base."""
    unit = None if base is e else log_of(base)
    value = kernels.fused(equation.__name__, *held, **parameters)
    if value is None and not parameters:
        value = torch_autograd.fused(equation.__name__, held, lambda *again: evaluate(equation, *as_pmfs(again)))
    if value is not None:
        warn_of_probabilities(*held)
        return value if unit is None else in_base(value, base)
    pmfs = as_pmfs(held)
    value = evaluate(equation, *pmfs, **parameters)
    return value if unit is None else in_base(value, base)


def estimated(quantity: str, p: Observed, **parameters: Any) -> Estimate:
    """A quantity of what was observed, by an estimator."""
    from plogp.quantities import _estimation

    return _estimation.estimated(quantity, p, **parameters)


def compared(quantity: str, *held: Any, **parameters: Any) -> Estimate:
    """A divergence of which at least one argument was observed, by an estimator."""
    from plogp.quantities import _estimation

    return _estimation.compared(quantity, *held, **parameters)


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
    if models:  # labels in NumPy are taken to where the model is
        wrapped = [replace(d, y=_beside(models[0], d.y)) if isinstance(d, Labels) else d for d in wrapped]
    arrays = [d.held for d in wrapped if is_array(d.held) and not are_names(d.held)]  # names are NumPy's alone
    anchor = arrays[0] if arrays else None
    if len({namespace(array).__name__ for array in arrays}) > 1:
        names = " and ".join(
            dict.fromkeys(f"{type(a).__module__.partition('.')[0]}.{type(a).__name__}" for a in arrays)
        )
        raise MixedArrays(f"the arguments are of two array libraries ({names}): convert one of them")
    pmfs: list[Pmf | None] = [None if isinstance(d, Labels) else d.pmf(anchor) for d in wrapped]
    shapes = [tuple(P.support.shape) for P in pmfs if P is not None]
    dtype = next((P.log_p.dtype for P in pmfs if P is not None), None) if any(P is None for P in pmfs) else None
    beside = shapes[0] if shapes else None
    if beside is None:
        _check_shapes([], [tuple(d.entries.shape) for d in wrapped if isinstance(d, Labels)])
        return labels_alone([d for d in wrapped if isinstance(d, Labels)], anchor)
    axis = next(getattr(d, "axis", -1) for d in wrapped if not isinstance(d, Labels))
    made = [
        d.pmf(anchor, beside, dtype, axis) if isinstance(d, Labels) else P for d, P in zip(wrapped, pmfs, strict=True)
    ]
    labels = [tuple(P.index.shape) for P in made if isinstance(P, OneHot)]
    shapes = [tuple(P.support.shape) for P in made if P is not None and not isinstance(P, OneHot)]
    _check_shapes(shapes, labels)
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


def _beside(model: Array, y: Any) -> Any:
    """Labels of NumPy, unless they are names, in the library of the model and on its device; others as they are."""
    return place(y, model) if isinstance(y, np.ndarray) and y.dtype.kind in "biuf" else y


def evaluate(equation: Callable[..., Array], *pmfs: Pmf, **parameters: Any) -> Array:
    """The equation's value, in nats, in the precision that came in."""
    xp = pmfs[0].xp
    with np.errstate(all="ignore"):  # masked branches may overflow
        value = equation(*pmfs, **parameters)
        for P in pmfs:
            if isinstance(P, OneHot) and P.keep is not None:
                value = xp.where(P.keep, value, 0.0)
    dtypes = [P.dtype for P in pmfs]
    return finished(xp, value, xp.result_type(*dtypes) if len(set(dtypes)) > 1 else dtypes[0])


def finished(xp: Namespace, value: Array, dtype: Any) -> Array:
    """In the precision that came in; one number of NumPy as its scalar, as NumPy's own reductions answer."""
    value = 0.0 - (-xp.astype(value, dtype, copy=False))  # a zero without a sign; XLA would take x + 0.0 for x
    return value[()] if isinstance(value, np.ndarray) else value


def base_of(base: Any) -> float:
    """A base that makes a unit, as a float."""
    number = number_of(base)
    if not 0 < number < inf or number == 1:
        raise InvalidParameter(
            f"base must be a number, positive, finite and not 1, but it is {shown(base)}; use 2 for bits"
        )
    return number


def log_of(base: Any) -> float:
    """log(base), for a base that makes a unit."""
    return log(base_of(base))


def root_unit(base: float) -> float:
    """What a divergence in nats is divided by before its root is taken."""
    if log_of(base) < 0:
        raise InvalidParameter(f"in base {base} a divergence is negative and has no root; use a base above 1")
    return log_of(base)


def in_base(value: Array, base: float) -> Array:
    """Nats in units of the base; a zero has no sign, whatever that of the logarithm."""
    return 0.0 - value / -log_of(base)


def order_of(order: float) -> float:
    """A checked order of a Rényi or Tsallis quantity."""
    number = number_of(order)
    if not number >= 0:
        raise InvalidParameter(f"order must be a number, zero or more, but it is {shown(order)}")
    return number


def _check_shapes(shapes: list[tuple[int, ...]], labels: list[tuple[int, ...]]) -> None:
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


def _list(shapes: list[tuple[int, ...]]) -> str:
    return " and ".join(map(str, shapes))


__all__ = ["Distribution", "Observed", "as_pmfs", "compared", "estimated", "evaluate", "finished", "known"]
