"""Quantities of families over all numbers by adaptive quadrature: a batch at once, in NumPy's float64."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf
from typing import Any

import numpy as np

from plogp.quantities._integral import Equation, Integral, log_p, log_product, taken
from plogp.theory.errors import NotConverged
from plogp.theory.families import quadrature
from plogp.theory.families.nodes import Nodes
from plogp.theory.families.points import Points
from plogp.theory.families.quadrature import Panels

RELATIVE, ABSOLUTE = 1e-9, 1e-12  # the stated error
_MASS = 1e-9  # by which the integral of a density may differ from one
_MOST = 4_000_000  # numbers in one array
_LOG_OF_GAUSS = np.asarray(quadrature.LOG_GAUSS) - np.asarray(quadrature.LOG_KRONROD)[1::2]


def integrated(families: Sequence[Any], integral: Integral, rows: int) -> Any:
    marks = [(p + 0.0 * s, s + 0.0 * p) for f in families for p, s in f.landmarks()]
    marks = [(np.broadcast_to(point, (rows,)), np.broadcast_to(scale, (rows,))) for point, scale in marks]
    scales = np.log([s for _, s in marks])
    steps = int(np.clip(np.max(np.ptp(scales, axis=0), initial=0.0) + 16, 16, 400))
    panels = Panels.of(quadrature.lines(np, marks, quadrature.VALUES, steps))
    panels = panels[_within_a_support(families, panels)]
    top = np.full(rows, -inf)

    def nodes(held: Panels) -> list[Nodes]:
        at, log_weight = held.rule()
        return [Nodes(np, log_p(taken(f, held.row), at), log_weight) for f in families]

    def sums(held: Panels) -> list[tuple[Any, Any, bool]]:
        kronrod = nodes(held)
        gauss = [Nodes(np, P.log_density[:, 1::2], P.log_weight[:, 1::2] + _LOG_OF_GAUSS) for P in kronrod]
        if integral.terms is not None:
            first = (integral.terms(*kronrod), integral.terms(*gauss), True)
        else:
            logs = [log_product(integral.powers, members) for members in (kronrod, gauss)]
            if not np.isfinite(top).any():
                np.maximum.at(top, held.row, logs[0].max(axis=1))
            first = (*(np.exp(x - top[held.row][:, None]).sum(axis=1) for x in logs), True)
        return [first, *((P.p.sum(axis=1), Q.p.sum(axis=1), False) for P, Q in zip(kronrod, gauss, strict=True))]

    panels, infinite, unresolved = quadrature.refined(panels, sums, rows)
    infinite &= integral.divergent is not None
    value = _of_panels(integral.value, nodes, panels, rows)
    fine = _of_panels(integral.value, nodes, panels.bisected(), rows)
    masses = _of_panels(lambda *held: np.stack([P.p.sum(axis=-1) for P in held], axis=-1), nodes, panels, rows)
    if integral.divergent is not None:
        fine = np.where(infinite, integral.divergent, fine)
    same = (np.abs(fine - value) <= RELATIVE * np.abs(fine) + ABSOLUTE) | np.isposinf(fine)
    right = same & np.all(np.abs(masses - 1) < _MASS, axis=-1)
    bad = ~infinite & (~right | (unresolved & ~np.isposinf(fine)))
    if bad.any():
        i = int(np.argmax(bad))
        raise NotConverged(_why(families, i, bool(unresolved[i]), masses[i], (value[i], fine[i])))
    return fine


def _why(families: Sequence[Any], i: int, unresolved: bool, masses: Any, values: tuple[float, float]) -> str:
    held = []
    for family in families:
        parameters = ", ".join(f"{name}={np.ravel(x[i])[0]:g}" for name, x in family.parameters.items())
        held.append(f"{type(family).__name__}({parameters})")
    if unresolved:
        return (
            f"quadrature does not resolve {' and '.join(held)}: a tail or a singularity reaches beyond double "
            "precision, or the scales are too many"
        )
    for name, mass in zip(held, masses, strict=True):
        if not abs(mass - 1) < _MASS:
            return f"{name} integrates to {mass:.12g} by quadrature: its width or its tail is beyond double precision"
    return (
        f"quadrature of {' and '.join(held)} gives {values[0]:.12g} and, with twice the panels, {values[1]:.12g}: the "
        f"stated error of {RELATIVE:g} of the value is not met"
    )


def _within_a_support(families: Sequence[Any], panels: Panels) -> Any:
    between = Points.of(panels.between)
    return np.any([between.inside(*taken(f, panels.row).support()) for f in families], axis=0)


def _of_panels(equation: Equation, nodes: Callable[[Panels], list[Nodes]], panels: Panels, rows: int) -> Any:
    """An equation of all panels of each row at once, which are padded to the same number."""
    panels = panels[np.argsort(panels.row, kind="stable")]
    counts = np.bincount(panels.row, minlength=rows)
    width, found = max(1, int(counts.max())), []
    starts = np.concatenate([[0], np.cumsum(counts)])
    step = max(1, _MOST // (15 * width))
    for i in range(0, rows, step):
        part = panels[starts[i] : starts[min(rows, i + step)]]
        n = min(rows, i + step) - i
        place_in_row = np.arange(len(part)) - (starts[part.row] - starts[i])
        members = []
        for P in nodes(part):
            padded = []
            for x in (P.log_density, P.log_weight):
                full = np.full((n, width, 15), -inf if x is P.log_density else 0.0)
                full[part.row - i, place_in_row] = x
                padded.append(full.reshape(n, -1))
            members.append(Nodes(np, *padded))
        found.append(equation(*members))
    return np.concatenate(found)
