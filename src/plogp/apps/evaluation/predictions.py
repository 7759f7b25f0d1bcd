"""What a model foretold of each row, beside what happened: checked, as log-probabilities, whatever it was held as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plogp.apps.evaluation.mean_loss import Units
from plogp.backend.arrays import to_numpy
from plogp.distributions.array_input import to_array
from plogp.theory.errors import EmptyData, InvalidParameter, NotADistribution, NotLabels, NotLogits, ShapeMismatch
from plogp.theory.parameters import shown
from plogp.typing import Floats, Integers

_ROUNDING = 1e-5  # that the sum of a row may be off


@dataclass(frozen=True, eq=False)
class Predictions:
    """Log-probabilities of shape (n, k), and the class of each row."""

    log_p: Floats
    y: NDArray[np.int64]
    classes: tuple[str, ...]
    units: Units

    @property
    def losses(self) -> Floats:
        """The log loss of each row in nats, (n,): inf where what happened was said to be impossible."""
        return 0.0 - self.log_p[np.arange(self.y.size), self.y]

    @property
    def counts(self) -> Floats:
        """The weight of each class."""
        return np.asarray(np.bincount(self.y, self.units.weights, len(self.classes)), dtype=np.float64)


def log_probabilities(held: Any, *, logits: bool, names: Sequence[str] | None = None) -> Floats:
    """Log-probabilities (n, k) of probabilities or logits; one number a row is of the second of two classes."""
    x = np.asarray(to_numpy(to_array(held)))
    what = "logits" if logits else "probabilities"
    if x.dtype.kind not in "biuf":
        raise (NotLogits if logits else NotADistribution)(f"the {what} are {x.dtype}, which are no numbers")
    if x.ndim not in (1, 2) or (x.ndim == 2 and x.shape[1] == 0):
        raise ShapeMismatch(f"the {what} have the shape {x.shape}: they are (rows,) of two classes, or (rows, classes)")
    if x.shape[0] == 0:
        raise EmptyData("there are no rows to be evaluated")
    x = x.astype(np.float64).reshape(x.shape[0], -1)
    return _of_logits(x) if logits else _of_probabilities(x, names)


def _of_logits(z: Floats) -> Floats:
    bad = ~(z < np.inf)
    if bad.any():
        row, column = map(int, np.argwhere(bad)[0])
        raise NotLogits(f"row {row} has the logit {z[row, column]:g} in column {column}; logits are finite, or -inf")
    if z.shape[1] == 1:
        return np.concatenate([-np.logaddexp(0, z), -np.logaddexp(0, -z)], axis=1)
    top = z.max(axis=1, keepdims=True)
    if np.isneginf(top).any():
        raise NotLogits(f"row {int(np.argmin(top))} is -inf everywhere: no outcome is possible")
    shifted = z - top
    made: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return made


def _of_probabilities(p: Floats, names: Sequence[str] | None) -> Floats:
    alone = p.shape[1] == 1
    bad = ~((p >= 0) & (p <= 1 + (0 if alone else _ROUNDING)))
    if bad.any():
        row, column = map(int, np.argwhere(bad)[0])
        place = repr(names[column]) if names is not None else column
        raise NotADistribution(
            f"row {row} has {p[row, column]:g} in column {place}, which is no probability: if these are logits, say so"
        )
    with np.errstate(divide="ignore"):
        if alone:
            return np.asarray(np.concatenate([np.log1p(-p), np.log(p)], axis=1))
        total = p.sum(axis=1)
        off = np.abs(total - 1)
        if (off > _ROUNDING).any():
            row = int(np.argmax(off > _ROUNDING))
            remedy = "divide each row by its sum" if off.max() <= 0.05 else "are these all classes, and probabilities?"
            raise NotADistribution(f"the probabilities of row {row} sum to {total[row]:.9g}, not to 1: {remedy}")
        return np.asarray(np.log(p) - np.log(total)[:, None])


def classes_of(
    labels: Sequence[Any], codes: Integers, names: Sequence[str] | None, k: int
) -> tuple[Integers, tuple[str, ...]]:
    """The class of each row, and the names of the classes, from the different labels and which of them a row has.

    Labels are names of columns of the model, or numbers from 0 in the order of these; where columns have no names (an
    array, or one column) all classes must occur, and are in the order of theirs.
    """
    written = [_written(label) for label in labels]
    numbers = all(isinstance(x, int | float) and 0 <= x < k and x == int(x) for x in labels)
    if names is not None and len(names) == k:
        known = tuple(names)
        places = {name: i for i, name in enumerate(known)}
        if numbers and not {*written} <= {*known}:
            places = {str(i): i for i in range(k)}
    elif numbers:
        known = tuple(map(str, range(k)))
        places = {name: int(x) for name, x in zip(written, labels, strict=True)}
    elif len(labels) == k:
        known = tuple(sorted(written))
        places = {name: i for i, name in enumerate(known)}
    else:
        known, places = tuple(map(str, range(k))), {str(i): i for i in range(k)}
    wrong = next((i for i, name in enumerate(written) if name not in places), None)
    if wrong is not None:
        row, some = int(np.argmax(codes == wrong)), ", ".join(map(repr, known[:8]))
        more = "" if k <= 8 else f" and {k - 8} more"
        raise NotLabels(f"label {shown(labels[wrong])} of row {row} is none of the classes {some}{more}")
    return np.array([places[name] for name in written], np.int64)[codes], known


def _written(label: Any) -> str:
    return str(int(label)) if isinstance(label, float) and label == int(label) else str(label)


def coded(held: Any, name: str, n: int) -> tuple[list[Any], NDArray[np.int64]]:
    """The different values of an array, and which of them each row has."""
    from plogp.distributions.observations.missing import read_column

    x, absent = read_column(held)
    if x.shape != (n,):
        raise ShapeMismatch(f"{name} has the shape {x.shape}, but there are {n} rows")
    if absent is not None and absent.any():
        raise NotLabels(f"{name} is missing in row {int(np.argmax(absent))}: leave the row out")
    if x.dtype.kind == "O":
        x = np.array([str(v) if v is not None else "\0" for v in x.tolist()])
        if (x == "\0").any():
            raise NotLabels(f"{name} is missing in row {int(np.argmax(x == chr(0)))}: leave the row out")
    if x.dtype.kind == "f" and np.isnan(x).any():
        raise NotLabels(f"{name} is missing in row {int(np.argmax(np.isnan(x)))}: leave the row out")
    if x.dtype.kind not in "biufUST":
        raise NotLabels(f"{name} is of {x.dtype}: give numbers or names")
    values, codes = np.unique(x, return_inverse=True)
    return values.tolist(), codes.astype(np.int64).ravel()


def weights_of(held: Any, n: int) -> Floats | None:
    """Weights above zero, one a row; None where none are given, or all are equal."""
    if held is None:
        return None
    w = np.asarray(to_numpy(to_array(held)))
    if w.dtype.kind not in "biuf":
        raise InvalidParameter(f"weights are {w.dtype}, which are no numbers")
    w = w.astype(np.float64)
    if w.shape != (n,):
        raise ShapeMismatch(f"weights have the shape {w.shape}, but there are {n} rows")
    bad = ~((w > 0) & (w < np.inf))
    if bad.any():
        row = int(np.argmax(bad))
        raise InvalidParameter(f"the weight of row {row} is {w[row]:g}: weights are finite and above zero")
    return None if np.all(w == w[0]) else w * (n / w.sum())
