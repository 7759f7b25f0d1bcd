"""The way from what the caller holds to the answer: one line for each kind of distribution."""

from __future__ import annotations

from math import e
from typing import Any, TypeAlias

import numpy as np

from plogp.backend.arrays import ArrayLike
from plogp.distributions.families.family import Family
from plogp.distributions.foreign import Foreign
from plogp.distributions.known import Known
from plogp.distributions.labels import Labels
from plogp.distributions.linear_logits import LinearLogits
from plogp.distributions.logits import Logits
from plogp.distributions.observations.draws import Draws
from plogp.distributions.observations.observed import Observed
from plogp.distributions.probs import Probs
from plogp.quantities._quantity import Estimated, Quantity

Distribution: TypeAlias = "Known | Family | ArrayLike | list[Any] | tuple[Any, ...]"
"""What is known exactly: a type of `plogp.distributions`, or a bare array or list of probabilities."""


def _foreign(quantity: Quantity, held: tuple[Any, ...], base: float, parameters: dict[str, Any]) -> Any:
    from plogp.distributions.families.conversion import of_foreign

    ours = tuple(of_foreign(d) if isinstance(d, Foreign) else d for d in held)
    if any(isinstance(d, Foreign) for d in ours):
        return quantity.of_known(ours, base, parameters)  # which says what it cannot read
    return answer(quantity, *ours, base=base, **parameters)


def _observed(quantity: Quantity, held: tuple[Any, ...], base: float, parameters: dict[str, Any]) -> Any:
    from plogp.quantities._estimation import of_observed  # estimators are imported by those who estimate

    return of_observed(quantity, held, base, parameters)


def _families(quantity: Quantity, held: tuple[Any, ...], base: float, parameters: dict[str, Any]) -> Any:
    from plogp.quantities._families import of_families

    return of_families(quantity, held, base, parameters)


def _draws(quantity: Quantity, held: tuple[Any, ...], base: float, parameters: dict[str, Any]) -> Any:
    from plogp.quantities._draws import of_draws

    return of_draws(quantity, held, base, parameters)


def _linear(quantity: Quantity, held: tuple[Any, ...], base: float, parameters: dict[str, Any]) -> Any:
    from plogp.quantities._tiles import of_linear

    return of_linear(lambda *logits: answer(quantity, *logits, base=base, **parameters), held)


# The first kind that an argument is of answers, whatever the others are; where none is, all are known: `Quantity`.
KINDS: list[tuple[type, Estimated]] = [
    (Foreign, _foreign), (Family, _families), (Draws, _draws), (Observed, _observed), (LinearLogits, _linear),
]  # fmt: skip

_OF_NO_KIND = frozenset([np.ndarray, Probs, Logits, Labels])  # the loops of training meet little else


def answer(quantity: Quantity, *held: Any, base: float = e, **parameters: Any) -> Any:
    """The quantity of these distributions, in units of the base."""
    for d in held:
        if type(d) not in _OF_NO_KIND:
            break
    else:
        return quantity.of_known(held, base, parameters)
    for kind, of_kind in KINDS:
        for d in held:
            if isinstance(d, kind):
                return of_kind(quantity, held, base, parameters)
    return quantity.of_known(held, base, parameters)
