"""What a caller hands in, as an array: the one place where it is read, and where what cannot be read is refused."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Set
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from plogp.backend.arrays import Array, is_array, is_torch, is_traced, lift, namespace, to_numpy
from plogp.theory.errors import NotAnArray

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST_AXES = 64  # of an array of NumPy


def to_array(x: Any, like: Array | None = None) -> Array:
    """`x` as an array of its own library, or of that of `like` if it is a list; what is no array is refused."""
    if (type(x) is np.ndarray and x.dtype.kind != "V") or is_traced(x):
        return x
    check_readable(x)
    if is_array(x):
        return np.asarray(x) if isinstance(x, np.ndarray) else x  # a subclass, such as memmap, as the array it is
    return lift(x, like)


def numbers(x: Any, what: str, like: Array | None = None) -> Array:
    """`x` as an array of real numbers; else an error that says what it is, and how to correct it."""
    made = to_array(x, like)
    if _is_real(made):
        return made
    raise NotAnArray(f"{what} must be an array of real numbers, but {_what_it_is(x, made)}")


def float_numbers(x: Any, what: str) -> NDArray[np.float64]:
    """The same of any library as NumPy's float64, for code that is written for nothing else."""
    return to_numpy(numbers(x, what)).astype(np.float64, copy=False)


def check_readable(x: Any) -> None:
    """Raise `NotAnArray` for what NumPy would misread: masks, sparse matrices, mappings, sets, iterators, models."""
    reason = _unreadable(x)
    if reason is None and isinstance(x, list | tuple):
        reason = next((found for row in _nested(x) if (found := _unreadable(row)) is not None), None)
    if reason is not None:
        raise NotAnArray(reason)


def _nested(x: list[Any] | tuple[Any, ...]) -> Iterator[Any]:
    """The arrays within lists, and within the lists in them; a list that is there more than once is looked at once."""
    level, seen = [x], {id(x)}
    for _ in range(_MOST_AXES):
        below = []
        for row in chain.from_iterable(level):
            if isinstance(row, list | tuple):
                if id(row) not in seen:
                    seen.add(id(row))
                    below.append(row)
            elif hasattr(row, "shape"):
                yield row
        if not below:
            return
        level = below
    raise NotAnArray(f"lists within lists to a depth of more than {_MOST_AXES} are no array")


def _unreadable(x: Any) -> str | None:
    """Why `x` cannot be read as an array, and what to write in its place; None if it can."""
    kind, library = type(x).__name__, f"{type(x).__module__}."
    if "numpy.ma" in sys.modules and isinstance(x, np.ma.MaskedArray):  # which NumPy loads when it is first met
        return (
            "a masked array hides some of its values, and a sum would count them: write x.compressed() to leave them "
            "out, or x.filled(…) to give them a value"
        )
    if library.startswith(("scipy.sparse.", "sparse.")) or (is_torch(x) and x.layout is not _strided()):
        return f"{kind} is sparse: write x.to_dense()" if is_torch(x) else f"{kind} is sparse: write x.toarray()"
    if isinstance(x, np.ndarray | np.void) and x.dtype.type in (np.void, np.record):
        return "a structured array holds several columns: write x['name'] for one of them"
    if is_torch(x):
        return "a tensor on the device 'meta' holds no numbers" if x.device.type == "meta" else None
    if isinstance(x, np.ndarray):
        return None
    if library.startswith(("torch.distributions.", "scipy.stats.")):
        return (
            f"{kind} is an object of {library.rpartition('.')[0].rpartition('._')[0] or library[:-1]}: write "
            "Probs(d.probs) or Logits(d.logits) for one over classes, Probs(d.pmf(outcomes)) for one over whole numbers"
        )
    if library.startswith("plogp.distributions."):
        return f"{kind}(…) is a distribution already: hand it in as it is, or the array that it holds"
    if isinstance(x, Mapping):
        return (
            "a mapping is no array: write Counts(d) for how often each key was seen, list(d.values()) for "
            "probabilities, Table(d, …) for columns"
        )
    if isinstance(x, Set):
        return f"a {kind} has no order: write sorted(x)"
    if isinstance(x, Iterator):
        return f"a {kind} can be read only once: write list(x)"
    if isinstance(x, str | bytes | bytearray):
        return "text is no array: write Samples(list(text)) for its characters"
    return None


def _is_real(made: Array) -> bool:
    """Whether the numbers are real; bfloat16 and its kin are, which NumPy calls void."""
    if isinstance(made.dtype, np.dtype):
        return made.dtype.kind in "biuf" or (made.dtype.kind == "V" and made.dtype.type is not np.void)
    return not namespace(made).isdtype(made.dtype, "complex floating")


def _what_it_is(x: Any, made: Array) -> str:
    """What was handed in where numbers are wanted, and how to correct it."""
    kind = getattr(made.dtype, "kind", "c")
    if made.ndim == 0 and kind in "OU":
        if not isinstance(x, list | tuple):
            return f"this is of the type {type(x).__name__}"
        arrays = any(not isinstance(row, np.ndarray | np.generic) for row in _nested(x))
        return "this is a list of arrays: stack them, as in torch.stack(x)" if arrays else "its rows differ in length"
    if kind in "OUST":
        held = sorted({type(value).__name__ for value in made.ravel().tolist()})
        if kind != "O" or held == ["str"]:
            return "these are names: write Samples(x) for observations, Labels(x) for true classes beside a model"
        return f"these are objects ({', '.join(held)}); columns of a table are written Table(data, …)"
    if kind in "Mm":
        return f"these are times ({made.dtype}): write Table(data, …) for a column of times, x.astype(int) for numbers"
    return f"these are of the type {made.dtype}"


def _strided() -> Any:
    import torch  # it is loaded: a tensor was handed in

    return torch.strided
