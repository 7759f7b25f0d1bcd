"""Laws that every quantity of the catalogue obeys, whatever it is: each takes its public function and its object."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from inspect import Parameter, signature
from math import e, log, sqrt
from typing import Any

import numpy as np
import pytest

import plogp
from libraries import load, read
from plogp import Counts, Logits, Probs
from plogp.quantities._catalogue import catalogue
from plogp.quantities._joint_quantity import JointQuantity
from plogp.quantities._quantity import Quantity

RNG = np.random.default_rng(3)
ROWS = [RNG.dirichlet(np.ones(4), 5) for _ in range(2)]
JOINT = RNG.dirichlet(np.ones(6)).reshape(2, 3)
FORMULA = load("array-api-strict")  # knows no kernel
Function = Callable[..., Any]


def of(function: Function, quantity: Quantity) -> tuple[list[np.ndarray], dict[str, Any]]:
    """Known distributions for the function, and what else it must be told."""
    needed = [p for p in signature(function).parameters.values() if p.default is Parameter.empty]
    held = [p for p in needed if p.kind is Parameter.POSITIONAL_ONLY]
    known = [JOINT] if isinstance(quantity, JointQuantity) else ROWS[: len(held)]
    chosen = {"order": 0.7, "generator": lambda t: (t - 1) ** 2}
    return known, {p.name: chosen[p.name] for p in needed if p.name in chosen}


def of_two() -> dict[str, Function]:
    """Every quantity that takes two distributions, and an order at most."""
    found: dict[str, Function] = {}
    for quantity in catalogue().values():
        function = getattr(plogp, quantity.name)
        needed = [
            p.name
            for p in signature(function).parameters.values()
            if p.default is p.empty and p.kind != p.VAR_POSITIONAL
        ]
        if needed == ["p", "q"]:
            found[quantity.name] = function
        elif needed == ["p", "q", "order"]:
            found |= {f"{quantity.name}({order})": partial(function, order=order) for order in (0.5, 2)}
    return found


TWO = of_two()


def it_is_public_under_its_name(function: Function, quantity: Quantity) -> None:
    assert getattr(plogp, quantity.name) is function
    assert function.__name__ == quantity.name


def it_is_within_its_range(function: Function, quantity: Quantity) -> None:
    if quantity.equation is None:
        return
    held, further = of(function, quantity)
    value = np.asarray(function(*held, **further))
    assert value.shape == held[0].shape[:1] * (not isinstance(quantity, JointQuantity))
    assert np.all((quantity.range.least <= value) & (value <= quantity.range.most))


def a_base_is_its_unit(function: Function, quantity: Quantity) -> None:
    has_base = "base" in signature(function).parameters
    assert has_base is quantity.unit.has_base
    if quantity.equation is None or not has_base:
        return
    held, further = of(function, quantity)
    unit = sqrt(log(2)) if quantity.unit.root else log(2)
    assert function(*held, base=2, **further) == pytest.approx(function(*held, **further) / unit, rel=1e-14)
    with pytest.raises(plogp.PlogpError, match="base"):
        function(*held, base=1, **further)


def every_array_library_gives_the_same(function: Function, quantity: Quantity) -> None:
    """By kernels where there are any, and by equations alone."""
    if quantity.equation is None:
        return
    held, further = of(function, quantity)
    formula = function(*[FORMULA(p) for p in held], **further)
    assert read(formula) == pytest.approx(np.asarray(function(*held, **further)), rel=1e-12)
    if isinstance(quantity, JointQuantity):
        return
    for library in (np.asarray, FORMULA):
        logits = function(*[Logits(library(np.log(p) + 1.0)) for p in held], **further)
        assert read(logits) == pytest.approx(read(formula), rel=1e-11)


def the_gradient_is_that_of_central_differences(function: Function, quantity: Quantity) -> None:
    if quantity.gradient is None:
        return
    held, further = of(function, quantity)
    for place in range(len(held)):
        z, h = np.log(held[place]), 1e-6
        arguments = lambda w, at=place: [Logits(w) if i == at else p for i, p in enumerate(held)]  # noqa: E731
        value, gradient = plogp.value_and_gradient(function, *arguments(z), **further)
        assert value == pytest.approx(function(*arguments(z), **further), rel=1e-13)
        steps = h * np.eye(z.shape[1])
        slopes = [(function(*arguments(z + s), **further) - function(*arguments(z - s), **further)) for s in steps]
        assert gradient == pytest.approx(np.stack(slopes, axis=-1) / (2 * h), rel=1e-6, abs=1e-8)
        if quantity.unit.has_base:
            scaled = plogp.value_and_gradient(function, *arguments(z), base=2, **further)[1]
            unit = sqrt(log(2)) if quantity.unit.root else log(2)
            assert scaled == pytest.approx(gradient / unit, rel=1e-13)


def all_pairs_are_one_call_a_pair(function: Function, quantity: Quantity) -> None:
    held, further = of(function, quantity)
    if isinstance(quantity, JointQuantity) or len(held) != 2 or "generator" in further:
        return
    p, q = held
    expected = [[float(function(a, b, **further)) for b in q] for a in p]
    assert plogp.pairwise(function, p, q, **further) == pytest.approx(np.array(expected), rel=1e-11)
    assert read(plogp.pairwise(function, FORMULA(p), FORMULA(q), **further)) == pytest.approx(np.array(expected))


def what_is_no_distribution_is_refused(function: Function, quantity: Quantity) -> None:
    held, further = of(function, quantity)
    for wrong in (np.nan, -0.5, 7.0):
        broken = [p.copy() for p in held]
        broken[-1][0, 0] = wrong
        with pytest.raises(plogp.PlogpError):
            function(*broken, **further)


def of_counts_it_is_that_of_the_frequencies(function: Function, quantity: Quantity) -> None:
    """The plug-in value, which the estimate gives up by its bias; within what is possible."""
    held, further = of(function, quantity)
    counts = [np.floor(200 * p).astype(np.int64)[0 if p.shape[0] == 5 else ...] + 1 for p in held]
    if quantity.observed is None:
        with pytest.raises(plogp.PlogpError, match="was observed"):
            function(*map(Counts, counts), **further)
        return
    estimate = function(*map(Counts, counts), **further)
    assert isinstance(estimate, plogp.Estimate)
    assert quantity.range.least <= estimate.low <= estimate.high <= quantity.range.most
    assert bool(estimate.unit) is quantity.unit.has_base
    if "base" in signature(function).parameters:
        bits = function(*map(Counts, counts), base=2, **further)
        assert (bits.value, bits.unit) == (pytest.approx(estimate.value / log(2)), "bit")
    if quantity.equation is not None:
        known = float(function(*[n / n.sum() for n in counts], base=e, **further) if quantity.unit.has_base else
                      function(*[n / n.sum() for n in counts], **further))  # fmt: skip
        assert estimate.value + estimate.bias == pytest.approx(known, rel=1e-9)


def forms_of_one_distribution_give_the_same(function: Function, quantity: Quantity) -> None:
    if isinstance(quantity, JointQuantity):
        return
    held, further = of(function, quantity)
    turned = [Probs(np.ascontiguousarray(p.T), axis=0) for p in held]
    assert function(*turned, **further) == pytest.approx(function(*held, **further), rel=1e-12)


LAWS = (
    it_is_public_under_its_name,
    it_is_within_its_range,
    a_base_is_its_unit,
    every_array_library_gives_the_same,
    the_gradient_is_that_of_central_differences,
    all_pairs_are_one_call_a_pair,
    what_is_no_distribution_is_refused,
    of_counts_it_is_that_of_the_frequencies,
    forms_of_one_distribution_give_the_same,
)
