"""The gate to the native coder: blocks of bytes, whole files, and ANS streams."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from plogp import _native
from plogp.theory.errors import CorruptFile, InvalidParameter

Bytes: TypeAlias = bytes | bytearray | memoryview
Buffer: TypeAlias = NDArray[np.uint8]


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


def decode_blocks(
    file: Bytes | Buffer, headers: Buffer, offsets: NDArray[np.int64], *, threads: int, first: int = 0
) -> bytes:
    """The content of blocks whose payloads lie at offsets; `first` is the number of the first one in its file."""
    try:
        return _native.decode_blocks(as_buffer(file), headers, offsets, threads)
    except _native.Fault as fault:
        block, reason = fault.args
        raise CorruptFile(reason, first + block) from None


def checksum(data: Bytes | Buffer) -> int:
    """XXH3 of bytes, 64 bits."""
    return _native.block_checksum(as_buffer(data))


def encode_ans(symbols: Buffer, frequencies: NDArray[np.uint16]) -> bytes:
    """One rANS stream under 256 frequencies that sum to 2^14; every symbol must have one."""
    try:
        return _native.encode_ans(symbols, frequencies)
    except _native.Fault:
        raise InvalidParameter("a symbol that never occurs, by the frequencies, has no code") from None


def decode_ans(coded: Bytes | Buffer, frequencies: NDArray[np.uint16], n: int) -> Buffer:
    """The n symbols of a rANS stream."""
    try:
        return _native.decode_ans(as_buffer(coded), frequencies, n)
    except _native.Fault as fault:
        raise CorruptFile(str(fault).replace("its", "the", 1)) from None
