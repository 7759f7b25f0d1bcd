"""True classes: numbers, names, booleans, one-hot rows or soft rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from plogp.backend.arrays import Array, is_traced, lift, namespace, place, real, to_numpy, wide, working
from plogp.distributions.known import Known
from plogp.distributions.validity import check_probabilities
from plogp.theory.errors import InvalidParameter, NotLabels, ShapeMismatch
from plogp.theory.pmf import OneHot, Pmf, Weights


@dataclass(frozen=True, eq=False)
class Labels(Known):
    """What is true, one label an observation.

    Against a distribution with as many axes as the labels, each row is read as one-hot (or, if it holds floats, as
    probabilities); against one with more axes, each entry is read as the number or the name of a class.

    Parameters
    ----------
    y : array or list of int, str or bool
        Class numbers from 0, class names, truth values (class 0 and 1), or rows over the classes.
    classes : int or sequence of names, optional
        How many classes there are, or their names in the order of the model's outputs. Names left out are taken in
        sorted order.
    smoothing : float
        The share of each label that is spread over all classes (Szegedy et al. 2016, arXiv:1512.00567).
    ignore : int, optional
        A label that means "not labelled": its rows count zero in cross-entropy and have no gradient.

    Examples
    --------
    >>> import plogp
    >>> loss = plogp.cross_entropy(plogp.Labels(["cat", "dog"]), plogp.Logits([[2.0, 0.0], [2.0, 0.0]]))
    >>> loss.round(6)
    array([0.126928, 2.126928])
    """

    y: Any
    classes: int | Sequence[str] | None = None
    smoothing: float = 0.0
    ignore: int | None = None

    form = "labels"
    data = ("y",)

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 <= self.smoothing <= 1:
            raise InvalidParameter(f"smoothing must lie between 0 and 1, but it is {self.smoothing}")

    def pmf(self, like: Array | None, beside: tuple[int, ...] | None = None, dtype: Any = None) -> Pmf:
        """The labels against a distribution of the shape `beside`, whose last axis says how many classes there are."""
        y = lift(self.y, None)
        if beside is not None and y.ndim == len(beside) and not _are_names(y):
            return self._rows(y if like is None else lift(self.y, like), beside[-1])
        index = self.index(y, like)
        xp = namespace(index)
        k = beside[-1] if beside is not None else self._count(index)
        keep = None if self.ignore is None else index != self.ignore
        if self.classes is None and beside is not None and _are_names(y) and self._count(index) != k:
            raise NotLabels(
                f"the labels hold {self._count(index)} names, but the model has {k} outcomes: give classes= all names "
                "in the order of the model's outputs"
            )
        self.check_range(index, k)
        if keep is not None:
            index = xp.where(keep, index, 0)
        return OneHot(xp, index, k, self.smoothing, keep, xp.float64 if dtype is None else dtype)

    def index(self, y: Array, like: Array | None) -> Array:
        """Class numbers, in the array library of `like`."""
        if _are_names(y):
            encoded = self._encode(y)
            return encoded if like is None else place(encoded, like)
        y = y if like is None or not isinstance(y, np.ndarray) else place(y, like)
        xp = namespace(y)
        if xp.isdtype(y.dtype, "real floating"):
            raise NotLabels(
                f"labels are {y.dtype}, which name no class: cast class numbers to integers, or give rows of "
                "probabilities, as many as the model's"
            )
        return xp.astype(y, xp.int64 if _has_int64(xp, y) else xp.int32)

    def check_range(self, index: Array, k: int) -> None:
        """Raise `NotLabels` at the first label that is not one of k classes."""
        if is_traced(index):
            return
        bad = (index < 0) | (index >= k)
        if self.ignore is not None:
            bad = bad & (index != self.ignore)
        if bool(namespace(index).any(bad)):
            where = np.unravel_index(int(np.argmax(to_numpy(bad))), bad.shape)
            place_name = f" at position {tuple(int(i) for i in where)}" if where else ""
            raise NotLabels(f"label {int(index[where])}{place_name} is not one of the {k} classes 0 to {k - 1}")

    def _rows(self, y: Array, k: int) -> Weights:
        xp = namespace(y)
        if y.shape[-1] != k:
            raise NotLabels(
                f"one-hot labels of width {y.shape[-1]} stand against {k} classes; class numbers need one axis less "
                "than the model's rows"
            )
        if self.ignore is not None:
            raise InvalidParameter("ignore= is for class numbers; leave the rows out instead")
        if not xp.isdtype(y.dtype, "real floating") and not is_traced(y):
            row_sums = xp.sum(xp.astype(y, xp.int64), axis=-1)
            if not bool(xp.all(xp.astype(y, xp.int64) >= 0) & xp.all(row_sums == 1)):
                raise NotLabels("integer rows as wide as the model's must be one-hot: a single 1 and zeros elsewhere")
        p = real(xp, y)
        check_probabilities(xp, p)
        p = working(xp, p)
        return Weights(xp, p * (1 - self.smoothing) + self.smoothing / k if self.smoothing else p)

    def _encode(self, y: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Names to numbers."""
        names = sorted(set(y.ravel().tolist())) if self.classes is None else self.classes
        if isinstance(names, int):
            raise NotLabels("labels are names, so classes= must be the sequence of names, not their number")
        number = {name: i for i, name in enumerate(names)}
        unknown = next((name for name in y.ravel().tolist() if name not in number), None)
        if unknown is not None:
            raise NotLabels(f"label {unknown!r} is not one of the classes {', '.join(map(repr, names))}")
        return np.array([number[name] for name in y.ravel().tolist()], dtype=np.int64).reshape(y.shape)

    def _count(self, index: Array) -> int:
        if self.classes is not None:
            return self.classes if isinstance(self.classes, int) else len(self.classes)
        if is_traced(index):
            raise ShapeMismatch("inside a traced function the number of classes must be given: Labels(y, classes=k)")
        return int(namespace(index).max(index)) + 1 if 0 not in index.shape else 1


def _are_names(y: Array) -> bool:
    return isinstance(y, np.ndarray) and y.dtype.kind in "UOS"


def _has_int64(xp: Any, y: Array) -> bool:
    return bool(wide(xp, xp.zeros(1, dtype=xp.float32)) == xp.float64)
