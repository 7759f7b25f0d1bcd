"""True classes: numbers, names, booleans, one-hot rows or soft rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any

import numpy as np

from plogp.backend.arrays import Array, default_float, is_array, is_traced, namespace, place, real, to_numpy, working
from plogp.distributions.array_input import to_array
from plogp.distributions.known import Known, outcomes_last
from plogp.distributions.label_values import are_names, checked_classes, holds, of_objects, places_of, whole
from plogp.distributions.validity import check_probabilities
from plogp.theory.errors import InvalidParameter, NotLabels
from plogp.theory.parameters import real_number, shown
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
    classes : int or sequence, optional
        How many classes there are, or the labels of all of them in the order of the model's outputs (names, or any
        numbers, as scikit-learn's `classes_`). Left out, names are taken in sorted order.
    axis : int
        The axis of the classes, where the labels are rows over them.
    smoothing : float
        The share of each label that is spread over all classes (Szegedy et al. 2016, arXiv:1512.00567).
    ignore : int or str, optional
        A label that means "not labelled": its rows count zero, whatever the quantity, and have no gradient. `valid`
        says which rows are left for a mean.

    Examples
    --------
    >>> import plogp
    >>> loss = plogp.cross_entropy(plogp.Labels(["cat", "dog"]), plogp.Logits([[2.0, 0.0], [2.0, 0.0]]))
    >>> loss.round(6)
    array([0.126928, 2.126928])
    """

    y: Any
    classes: int | Sequence[Any] | None = None
    axis: int = -1
    smoothing: float = 0.0
    ignore: int | str | None = None

    are_labels = True
    data = ("y",)
    numbers = (("smoothing", "float"), ("ignore", "int?"))

    def __post_init__(self) -> None:
        super().__post_init__()
        if type(self.smoothing) is not float or self.smoothing != 0.0:
            object.__setattr__(self, "smoothing", real_number("smoothing", self.smoothing, 0, 1, closed=True))
        if self.classes is not None:
            object.__setattr__(self, "classes", checked_classes(self.classes))
        ignore: Any = self.ignore
        if ignore is None:
            return
        if isinstance(ignore, Integral):
            object.__setattr__(self, "ignore", int(ignore))
        elif not isinstance(ignore, Real | str):
            raise InvalidParameter(f"ignore must be one label, a number or a name, but it is {shown(self.ignore)}")

    @property
    def valid(self) -> Array:
        """Which labels count: an array of booleans of their shape, in their library; False where one is `ignore`.

        The mean over the rows that are labelled, as PyTorch's `ignore_index` takes it, is
        `loss.sum() / labels.valid.sum()`; `loss.mean()` counts the ignored rows as zeros.

        Examples
        --------
        >>> import plogp
        >>> labels = plogp.Labels([-100, 1, 0], ignore=-100)
        >>> labels.valid
        array([False,  True,  True])
        >>> loss = plogp.cross_entropy(labels, plogp.Logits([[2.0, 0.0], [2.0, 0.0], [2.0, 0.0]]))
        >>> (loss.sum() / labels.valid.sum()).round(6)
        np.float64(1.126928)
        """
        return self._kept(self.entries)

    @property
    def entries(self) -> Array:
        """The labels as an array: names as NumPy's strings or objects, numbers in their own library."""
        y = to_array(self.y)
        xp = namespace(y)
        if 0 in y.shape:
            return xp.zeros(y.shape, dtype=xp.asarray(0).dtype)  # no labels at all have no kind
        if isinstance(y, np.ndarray) and y.dtype.kind == "O":
            return of_objects(y)
        if not are_names(y) and not xp.isdtype(y.dtype, ("bool", "integral", "real floating")):
            raise NotLabels(f"labels are {y.dtype}, which name no class: give numbers, names or rows over the classes")
        if isinstance(y, np.ndarray) and y.dtype == np.uint64 and y.max() >= 2**63:
            raise NotLabels(f"label {y.max()} is beyond 63 bits: make names of such numbers, str(x)")
        return y

    def pmf(self, like: Array | None, beside: tuple[int, ...] | None = None, dtype: Any = None, axis: int = -1) -> Pmf:
        """The labels against a model of the shape `beside`, whose outcomes are last here and on `axis` as it is held.

        Without a model they must say how many classes there are.
        """
        y = self.entries
        if beside is not None and y.ndim == len(beside) and not are_names(y):
            if not is_array(self.y) and y.dtype.kind == "f":
                y = to_array(self.y, like)  # of lists in the precision of the model
            return self._rows(y, like, beside, dtype, axis)
        k = beside[-1] if beside is not None else self.count
        if k is None:
            raise NotLabels("labels alone do not say how many classes there are: write Labels(y, classes=…)")
        if self.count not in (None, k):
            raise NotLabels(f"classes= speaks of {self.count} classes, but the model has {k} outcomes")
        index, keep = self.index(y, k, like)
        xp = namespace(index)
        return OneHot(xp, index, k, self.smoothing, keep, default_float(xp) if dtype is None else dtype)

    @property
    def count(self) -> int | None:
        """How many classes there are, if it is said."""
        return len(self.classes) if isinstance(self.classes, tuple) else self.classes  # type: ignore[return-value]

    def index(self, y: Array, k: int, like: Array | None) -> tuple[Array, Array | None]:
        """Checked class numbers below k, in the array library of `like`, and which of them count (None: all)."""
        keep = None if self.ignore is None else self._kept(y)
        xp = np if are_names(y) else namespace(y)
        if are_names(y):
            index = self._numbered(y, k, keep)
        elif isinstance(self.classes, tuple):
            index = places_of(xp, y, self.classes)
        elif xp.isdtype(y.dtype, "real floating"):
            raise NotLabels(
                f"labels are {y.dtype}, which name no class: cast class numbers to integers, give classes= all labels, "
                "or give rows of probabilities, as many as the model's"
            )
        else:
            index = whole(xp, y)
        self._check_range(y, index, k, keep)
        index = index if keep is None else xp.where(keep, index, 0)
        # Now, and not before: what NumPy holds may be beyond the 32 bits of JAX, a number below k is not.
        return place(index, like), keep if keep is None else place(keep, like)

    def _kept(self, y: Array) -> Array:
        if are_names(y):
            kept = np.ones(y.shape, dtype=bool)
            return kept if self.ignore is None else y != self._like_labels("names", isinstance(self.ignore, str))
        xp = namespace(y)
        y = whole(xp, y)
        ignored = None if self.ignore is None else self._like_labels("numbers", not isinstance(self.ignore, str))
        if ignored is None or not holds(xp, y, ignored):
            return y == y
        return y != ignored

    def _like_labels(self, held: str, alike: bool) -> Any:
        """The label to be ignored, if it is of the kind of the labels."""
        if not alike:
            raise InvalidParameter(f"ignore={shown(self.ignore)} is none of the labels, which are {held}")
        return self.ignore

    def _check_range(self, y: Array, index: Array, k: int, keep: Array | None) -> None:
        """Raise `NotLabels` at the first label that is not one of k classes."""
        if is_traced(index):
            return
        bad = (index < 0) | (index >= k)
        if keep is not None:
            bad = bad & keep
        if bool(namespace(index).any(bad)):
            where = tuple(int(i) for i in np.unravel_index(int(np.argmax(to_numpy(bad))), bad.shape))
            at = f" at position {where}" if where else ""
            known = f"the {k} classes 0 to {k - 1}" if self.classes in (None, k) else f"the classes {self.classes}"
            raise NotLabels(f"label {to_numpy(y)[where].item()!r}{at} is not one of {known}")

    def _rows(self, y: Array, like: Array | None, beside: tuple[int, ...], dtype: Any, axis: int) -> Weights:
        k, places = beside[-1], [*beside[:-1]]
        places.insert(axis % len(beside), k)
        held, y = tuple(y.shape), outcomes_last(y, self.axis)
        if held == tuple(places) and self.axis % y.ndim != axis % y.ndim:
            raise NotLabels(
                f"labels of the shape of the model, {tuple(places)}, are read along axis {self.axis}, but the model's "
                f"outcomes lie along axis {axis}: write Labels(y, axis={axis}), or Probs(y) if they do lie there"
            )
        xp = namespace(y)
        if y.shape[-1] != k:
            raise NotLabels(
                f"one-hot labels of width {y.shape[-1]} stand against {k} classes; class numbers need one axis less "
                "than the model's rows, and axis= says where the classes of one-hot labels are"
            )
        if self.count not in (None, k):
            raise NotLabels(f"classes= speaks of {self.count} classes, but the model has {k} outcomes")
        if self.ignore is not None:
            raise InvalidParameter("ignore= is for class numbers and names; leave the rows out instead")
        floats = xp.isdtype(y.dtype, "real floating")
        if not (floats or is_traced(y)):
            ones = whole(xp, y)
            if not bool(xp.all((ones == 0) | (ones == 1)) & xp.all(xp.sum(ones, axis=-1) == 1)):
                raise NotLabels("integer rows as wide as the model's must be one-hot: a single 1 and zeros elsewhere")
        y = place(y, like)
        xp = namespace(y)
        p = real(xp, y) if floats else xp.astype(y, default_float(xp) if dtype is None else dtype)
        check_probabilities(xp, p)
        p = working(xp, p)
        return Weights(xp, p * (1 - self.smoothing) + self.smoothing / k if self.smoothing else p)

    def _numbered(self, y: np.ndarray[Any, Any], k: int, keep: np.ndarray[Any, Any] | None) -> np.ndarray[Any, Any]:
        """Names to numbers, 0 for those that do not count."""
        held = y.ravel().tolist()
        counts = [True] * len(held) if keep is None else keep.ravel().tolist()
        if isinstance(self.classes, int):
            raise NotLabels("labels are names, so classes= must be the sequence of names, not their number")
        names = sorted({name for name, some in zip(held, counts, strict=True) if some})
        if self.classes is None and len(names) != k:
            raise NotLabels(
                f"the labels hold {len(names)} names, but the model has {k} outcomes: give classes= all names in the "
                "order of the model's outputs"
            )
        number = {name: i for i, name in enumerate(names if self.classes is None else self.classes)}
        unknown = next((name for name in names if name not in number), None)
        if unknown is not None:
            raise NotLabels(f"label {unknown!r} is not one of the classes {', '.join(map(repr, number))}")
        index = [number[name] if some else 0 for name, some in zip(held, counts, strict=True)]
        return np.array(index, dtype=np.int64).reshape(y.shape)
