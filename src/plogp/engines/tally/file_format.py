"""A tally in a file: a line that says what it is and seals it, then one Arrow row whose columns are lists."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from plogp.engines.tally.cells import Axis, Cells, IntArray
from plogp.engines.tally.column_types import Kind
from plogp.engines.tally.plan import Missing
from plogp.engines.tally.tally import Tally
from plogp.engines.tally.validity import check_tally
from plogp.files.atomic_write import write_whole
from plogp.files.opening import opening
from plogp.theory.errors import InvalidParameter, PlogpError, UnreadableTally
from plogp.theory.parameters import path_of, shown

# The first line is `plogp tally VERSION SHA256`, the seal of all bytes that follow it.
MAGIC = b"plogp tally "
VERSION = 1
_SEAL_DIGITS = 64


def is_tally(name: str | Path) -> bool:
    """Whether a file says of itself that it holds a tally; what cannot be read is for its reader to name."""
    path = Path(name)
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def write_tally(tally: Tally, path: str | Path) -> None:
    """Write a tally to one file, whole or not at all.

    Parameters
    ----------
    tally : Tally
        The counts.
    path : path
        Where: what is there is replaced.

    Examples
    --------
    >>> import plogp
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     plogp.write_tally(plogp.tally({"late": [0, 1, 0]}), f"{folder}/late.tally")
    ...     print(plogp.read_tally(f"{folder}/late.tally").dense("late"))
    [2 1]
    """
    if not isinstance(tally, Tally):
        raise InvalidParameter(f"a Tally is written, but this is {shown(tally)}")
    write_whole(path_of("path", path), sealed(tally))


def sealed(tally: Tally) -> bytes:
    """What a file of a tally holds."""
    content = to_bytes(tally)
    return MAGIC + f"{VERSION} {hashlib.sha256(content).hexdigest()}\n".encode() + content


def read_tally(path: str | Path) -> Tally:
    """Read the tally that a file holds, after checking that it is what was written.

    Parameters
    ----------
    path : path
        A file of `write_tally`, or of `plogp tally`.

    Raises
    ------
    UnreadableTally
        The file holds no tally, or not all of it.
    FileMissing, NotAFile, FileForbidden
        There is nothing to be read.

    Examples
    --------
    >>> import plogp
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     plogp.write_tally(plogp.tally({"late": [0, 1, 0]}), f"{folder}/late.tally")
    ...     print(plogp.read_tally(f"{folder}/late.tally").rows)
    3
    """
    path, name = path_of("path", path), repr(str(path))
    try:
        with opening(path, "name the file of the tally"):
            content = path.read_bytes()
    except PlogpError:  # which may be an OSError as well
        raise
    except (OSError, UnicodeEncodeError) as error:  # a name too long, or of no file system
        raise UnreadableTally(f"{shown(str(path))} cannot be read: {getattr(error, 'strerror', error)}") from error
    if not content.startswith(MAGIC):
        raise UnreadableTally(f"{name} holds no tally: make one with 'plogp tally {path} -o {path.stem}.tally'")
    first, _, body = content[len(MAGIC) :].partition(b"\n")
    version, _, seal = first.decode("ascii", "replace").partition(" ")
    if version.isdecimal() and int(version) > VERSION:
        raise UnreadableTally(
            f"{name} is a tally of format {version}, and this plogp reads formats up to {VERSION}: "
            "upgrade plogp, or make the tally again with this one"
        )
    if version != str(VERSION) or hashlib.sha256(body).hexdigest() != seal:
        raise UnreadableTally(f"{name} is damaged or cut off: make it again from its table, or take another copy")
    try:
        return from_bytes(body)
    except UnreadableTally as error:
        raise UnreadableTally(f"{name} is not as plogp writes it: {error}") from error


def to_bytes(tally: Tally) -> bytes:
    """A tally as bytes, to be sent or sealed."""
    columns: dict[str, pa.Array] = {}
    place = {name: i for i, name in enumerate(tally.axes)}
    for i, axis in enumerate(tally.axes.values()):
        if axis.levels is not None:
            columns[f"levels of {i}"] = axis.levels
        if axis.edges is not None:
            columns[f"edges of {i}"] = pa.array(axis.edges, pa.float64())
    for j, cells in enumerate(tally.cells.values()):
        for d in range(cells.codes.shape[1]):
            columns[f"code {d} in table {j}"] = pa.array(np.ascontiguousarray(cells.codes[:, d]))
        columns[f"rows in table {j}"] = pa.array(cells.n)
    head = {
        "rows": tally.rows,
        "missing": tally.missing.value,
        "columns": [[axis.name, axis.kind.value, axis.distinct] for axis in tally.axes.values()],
        "tables": [[place[name] for name in key] for key in tally.cells],
        "given up": [[place[name] for name in key] for key in tally.given_up],
    }
    rows = {name: _as_one_row(array) for name, array in columns.items()}
    schema = pa.schema([(name, row.type) for name, row in rows.items()], {"plogp": json.dumps(head)})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_batch(pa.record_batch(list(rows.values()), schema=schema))
    return bytes(sink.getvalue())


def _as_one_row(array: pa.Array) -> pa.Array:
    return pa.LargeListArray.from_arrays(pa.array([0, len(array)], pa.int64()), array)


def from_bytes(content: bytes) -> Tally:
    """The tally that was turned into bytes; `UnreadableTally` unless it keeps every rule of tallies."""
    try:
        tally = _parsed(content)
    except (pa.ArrowException, OSError, MemoryError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise UnreadableTally(f"{type(error).__name__}: {error}") from error
    check_tally(tally)
    return tally


def _parsed(content: bytes) -> Tally:
    with pa.ipc.open_stream(pa.py_buffer(content)) as reader:
        batch = reader.read_next_batch()
    batch.validate(full=True)
    if batch.num_columns and batch.num_rows != 1:
        raise ValueError(f"{batch.num_rows} rows where one is written")
    head: dict[str, Any] = json.loads(batch.schema.metadata[b"plogp"])
    lists = {name: batch.column(name).flatten() for name in batch.schema.names}
    names = [name for name, _, _ in head["columns"]]
    if len({*names}) != len(names):
        raise ValueError("two columns have one name")
    axes = {}
    for i, (name, kind, distinct) in enumerate(head["columns"]):
        edges = lists.get(f"edges of {i}")
        if edges is not None and edges.type != pa.float64():
            raise ValueError(f"edges are numbers, not {edges.type}")
        levels = lists.get(f"levels of {i}")
        axes[name] = Axis(name, Kind(kind), levels, None if edges is None else tuple(edges.to_pylist()), distinct)
    keys, given_up = ([tuple(_at(names, i) for i in key) for key in head[part]] for part in ("tables", "given up"))
    if len({*keys}) != len(keys):
        raise ValueError("one table is there twice")
    cells = {}
    for j, key in enumerate(keys):
        codes = [_numbers(lists[f"code {d} in table {j}"]) for d in range(len(key))]
        cells[key] = Cells(np.stack(codes, axis=1), _numbers(lists[f"rows in table {j}"]))
    return Tally(head["rows"], axes, cells, tuple(given_up), Missing(head["missing"]))


def _at(names: list[str], i: int) -> str:
    if not 0 <= i < len(names):
        raise ValueError(f"there is no column {i}")
    return names[i]


def _numbers(array: pa.Array) -> IntArray:
    if array.type != pa.int64() or array.null_count:
        raise ValueError(f"counts and codes are whole numbers, not {array.type}")
    return np.asarray(array.to_numpy(), np.int64)
