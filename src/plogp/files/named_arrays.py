"""Named arrays of NumPy in one file: `.npz`, and `.safetensors`, which NumPy alone reads and writes here.

A safetensors file is the length of a header in eight bytes, the header in JSON (for each array its type, its shape and
where its bytes begin and end), then the bytes of all arrays: https://github.com/huggingface/safetensors.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from io import BytesIO
from math import prod
from pathlib import Path
from typing import Any
from zipfile import BadZipFile
from zlib import error as ZlibError

import numpy as np
from numpy.typing import NDArray

from plogp.files.atomic_write import write_whole
from plogp.files.opening import opening
from plogp.theory.errors import InvalidParameter, UnreadableData
from plogp.theory.parameters import shown

Arrays = dict[str, NDArray[Any]]

_TYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1", "U64": "<u8",
    "U32": "<u4", "U16": "<u2", "U8": "u1", "BOOL": "?", "BF16": "<u2",
}  # fmt: skip
_MOST_HEADER = 100_000_000  # bytes, as the format says


def read_arrays(path: Path) -> Arrays:
    """The arrays of a file; those of `.safetensors` are mapped and not read, bfloat16 as float32."""
    with opening(path):
        arrays: Arrays = _by_suffix(path, {".npz": _read_npz, ".safetensors": _read_safetensors})(path)
    return arrays


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays to a file, whole or not at all."""
    write_whole(path, _by_suffix(path, {".npz": _npz, ".safetensors": _safetensors})(arrays))


def _by_suffix(path: Path, known: Mapping[str, Callable[..., Any]]) -> Callable[..., Any]:
    if path.suffix not in known:
        raise InvalidParameter(f"arrays are held by files named .npz or .safetensors, but this is {shown(str(path))}")
    return known[path.suffix]


def _npz(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    buffer = BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _read_npz(path: Path) -> Arrays:
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (
        ValueError,
        EOFError,
        BadZipFile,
        ZlibError,
        KeyError,
        TypeError,
        AttributeError,
        NotImplementedError,
    ) as error:
        raise UnreadableData(f"{shown(str(path))} is no .npz file of numbers, or is damaged: {error}") from error


def _safetensors(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    names = {np.dtype(kind): name for name, kind in reversed(_TYPES.items())}
    header, content, end = {}, [], 0
    for name, x in arrays.items():
        x = np.ascontiguousarray(x, dtype=x.dtype.newbyteorder("<")) if x.ndim else x.astype(x.dtype.newbyteorder("<"))
        if x.dtype not in names:
            raise InvalidParameter(f"{name} is of {x.dtype}, which no .safetensors file holds")
        header[name] = {"dtype": names[x.dtype], "shape": x.shape, "data_offsets": (end, end + x.nbytes)}
        content.append(x.tobytes())
        end += x.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return b"".join([len(text).to_bytes(8, "little"), text, *content])


def _read_safetensors(path: Path) -> Arrays:
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if size < 8 or not 2 <= length <= min(size - 8, _MOST_HEADER):
            raise _damaged(path, "its header is longer than the file")
        try:
            header = json.loads(file.read(length).decode())
        except (ValueError, RecursionError) as error:
            raise _damaged(path, f"its header is no JSON, {error}") from error
    if not isinstance(header, dict):
        raise _damaged(path, "its header names no arrays")
    header.pop("__metadata__", None)
    return {name: _mapped(path, name, held, 8 + length, size) for name, held in header.items()}


def _mapped(path: Path, name: str, held: Any, start: int, size: int) -> NDArray[Any]:
    """One array of the file, as its header describes it."""
    try:
        kind, shape, (begin, end) = str(held["dtype"]), tuple(held["shape"]), held["data_offsets"]
        whole = all(type(x) is int and 0 <= x < 2**63 for x in (*shape, begin, end)) and len(shape) <= 32
    except (TypeError, ValueError, KeyError):
        whole = False
    if not whole or kind not in _TYPES:
        raise _damaged(path, f"{shown(name)} has no type, shape and place that are known")
    dtype = np.dtype(_TYPES[kind])
    if end - begin != prod(shape) * dtype.itemsize or start + end > size:
        raise _damaged(path, f"{shown(name)} does not lie within it")
    if begin == end:
        return np.zeros(shape, dtype=dtype)
    x = np.memmap(path, dtype=dtype, mode="r", offset=start + begin, shape=shape)
    return (x.astype(np.uint32) << 16).view(np.float32) if kind == "BF16" else x


def _damaged(path: Path, why: str) -> UnreadableData:
    return UnreadableData(f"{shown(str(path))} is no .safetensors file, or is damaged: {why}")
