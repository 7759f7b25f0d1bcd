"""Calls the native coder of blocks of bytes, whole files, and ANS streams."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from plogp import _native

Bytes: TypeAlias = bytes | bytearray | memoryview
Buffer: TypeAlias = NDArray[np.uint8]
Fault = _native.Fault


def as_buffer(data: Bytes | Buffer) -> Buffer:
    """The bytes of any contiguous object that holds some, without a copy."""
    if isinstance(data, np.ndarray):
        return np.ascontiguousarray(data).reshape(-1).view(np.uint8)
    return np.frombuffer(data, dtype=np.uint8)


def encode_blocks(content: Bytes | Buffer, block_size: int, *, ans: bool, threads: int) -> bytes:
    """The records of consecutive blocks; `threads` 0 stands for all."""
    return _native.encode_blocks(as_buffer(content), block_size, ans, threads)


def encode_file(
    header: bytes,
    content: Bytes | Buffer,
    block_size: int,
    end_mark: bytes,
    end_magic: bytes,
    *,
    ans: bool,
    threads: int,
) -> bytes:
    """Header, records, end mark, the headers of the blocks once more, lengths, digest and end magic in one piece."""
    ends = as_buffer(end_mark), as_buffer(end_magic)
    return _native.encode_file(as_buffer(header), as_buffer(content), block_size, ans, threads, *ends)


def decode_blocks(file: Bytes | Buffer, headers: Buffer, offsets: NDArray[np.int64], *, threads: int) -> bytes:
    """The content of blocks whose payloads lie at offsets; raises `Fault` with the number of a block and a reason."""
    return _native.decode_blocks(as_buffer(file), headers, offsets, threads)


def checksum(data: Bytes | Buffer) -> int:
    """XXH3 of bytes, 64 bits."""
    return _native.block_checksum(as_buffer(data))


def encode_ans(symbols: Buffer, frequencies: NDArray[np.uint16]) -> bytes:
    """One rANS stream under 256 frequencies that sum to 2^15; raises `Fault` where a symbol has none."""
    return _native.encode_ans(symbols, frequencies)


def decode_ans(coded: Bytes | Buffer, frequencies: NDArray[np.uint16], n: int) -> Buffer:
    """The n symbols of a rANS stream; raises `Fault` if it is none."""
    return _native.decode_ans(as_buffer(coded), frequencies, n)
