"""Labels without a model beside them: all that counts is which of them are the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from plogp.backend.arrays import Array, default_float, namespace, place
from plogp.distributions.label_values import are_names
from plogp.distributions.labels import Labels
from plogp.theory.errors import NotLabels
from plogp.theory.pmf import OneHot, Pmf


def labels_alone(labels: Sequence[Labels], like: Array | None) -> list[Pmf]:
    """In each row, one-hot distributions over the labels of that row; over all classes where labels are smoothed.

    A certain label has no mass elsewhere, so that every quantity of a row depends on nothing but which of its labels
    are the same: as many classes are enough as there are labels beside each other, however large their numbers.
    """
    said = {d.classes for d in labels if d.classes is not None}
    if len(said) > 1:
        raise NotLabels(f"labels of different classes cannot be compared: {' and '.join(map(str, said))}")
    if said:
        shared = next(iter(said))
        numbered: list[Any] = [replace(d, classes=shared).pmf(like) for d in labels]
        if any(d.smoothing for d in labels):
            return numbered
        entries, kept = [P.index for P in numbered], [P.keep for P in numbered]
    elif any(d.smoothing for d in labels):
        raise NotLabels("smoothing spreads a label over all classes, so their number is needed: Labels(y, classes=…)")
    else:
        entries = [d.entries for d in labels]
        if len({are_names(y) for y in entries}) > 1:
            raise NotLabels("names and numbers are no labels of the same classes")
        kept = [None if d.ignore is None else d.valid for d in labels]
    same = [_first_alike(entries, i) for i in range(len(entries))]
    if like is not None:
        same, kept = [_placed(y, like) for y in same], [_placed(keep, like) for keep in kept]
    xp = namespace(same[0])
    return [
        OneHot(xp, index, len(labels), 0.0, keep, default_float(xp)) for index, keep in zip(same, kept, strict=True)
    ]


def _first_alike(entries: Sequence[Array], i: int) -> Array:
    """In each row, the first of the labels that is the same as the i-th."""
    xp = namespace(*entries)
    index = xp.asarray(i)
    for j in reversed(range(i)):
        index = xp.where(entries[j] == entries[i], j, index)
    return index + xp.zeros(entries[i].shape, dtype=index.dtype)


def _placed(x: Array | None, like: Array) -> Array | None:
    return x if x is None else place(x, like)
