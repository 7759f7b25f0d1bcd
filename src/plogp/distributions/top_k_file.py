"""The top k of a teacher in one file, `.npz` or `.safetensors`."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from plogp.backend.arrays import to_numpy
from plogp.distributions.array_input import numbers
from plogp.distributions.top_k import TopK
from plogp.files.named_arrays import read_arrays, write_arrays
from plogp.theory.errors import InvalidParameter, UnreadableData
from plogp.theory.parameters import path_of, shown


def write_top_k(top_k: TopK, path: str | Path) -> None:
    """Write a `TopK` to one file, whole or not at all: the arrays `index` and `log_p`, and `classes` if it is known.

    Parameters
    ----------
    top_k : TopK
        Of any array library.
    path : path
        Where, named `.npz` or `.safetensors`: what is there is replaced.

    Raises
    ------
    InvalidParameter
        Another suffix, or something else than a `TopK`.

    Examples
    --------
    >>> import plogp
    >>> from tempfile import TemporaryDirectory
    >>> teacher = plogp.TopK([[2, 0]], [[-0.3, -1.6]], classes=4)
    >>> with TemporaryDirectory() as folder:
    ...     plogp.write_top_k(teacher, f"{folder}/teacher.safetensors")
    ...     again = plogp.read_top_k(f"{folder}/teacher.safetensors")
    ...     print(again.index.tolist(), again.log_p.tolist(), again.classes)
    [[2, 0]] [[-0.3, -1.6]] 4
    """
    if not isinstance(top_k, TopK):
        raise InvalidParameter(f"a TopK is written, but this is {shown(top_k)}")
    top_k.pmf(None)  # which checks it
    arrays = {"index": to_numpy(numbers(top_k.index, "index")), "log_p": to_numpy(numbers(top_k.log_p, "log_p"))}
    if top_k.classes is not None:
        arrays["classes"] = np.asarray(top_k.classes, dtype=np.int64)
    write_arrays(path_of("path", path), arrays)


def read_top_k(path: str | Path) -> TopK:
    """Read the `TopK` that a file holds: the arrays `index` and `log_p`, and `classes` if it is there.

    Parameters
    ----------
    path : path
        A file named `.npz` or `.safetensors`, of `write_top_k` or of any other program.

    Returns
    -------
    TopK
        Of NumPy's arrays; those of `.safetensors` are mapped: rows are read when they are asked for, as in
        `TopK(teacher.index[i:j], teacher.log_p[i:j])`.

    Raises
    ------
    FileMissing, NotAFile, FileForbidden
        No file can be opened there.
    UnreadableData
        It is damaged, or lacks one of the arrays.

    Examples
    --------
    See `write_top_k`, whose file this reads:

    >>> import plogp
    >>> plogp.read_top_k("teacher.parquet")
    Traceback (most recent call last):
        ...
    plogp.theory.errors.InvalidParameter: arrays are held by files named .npz or .safetensors, but this is \
'teacher.parquet'
    """
    path = path_of("path", path)
    arrays = read_arrays(path)
    if not {"index", "log_p"} <= {*arrays}:
        raise UnreadableData(
            f"{shown(str(path))} holds {', '.join(map(shown, arrays)) or 'nothing'}, and a TopK is index and log_p"
        )
    classes = arrays.get("classes")
    if classes is not None and (classes.size != 1 or classes.dtype.kind not in "iu"):
        raise UnreadableData(f"classes of {shown(str(path))} is not one whole number")
    return TopK(arrays["index"], arrays["log_p"], None if classes is None else int(classes.reshape(())))
