"""Whole contents in memory: compress and decompress."""

from __future__ import annotations

import numpy as np

from plogp.apps.coding.byte_input import bytes_of
from plogp.apps.coding.container import (
    BLOCK_HEADER_SIZE,
    DEFAULT_BLOCK,
    END_MAGIC,
    END_MARK,
    BlockTable,
    file_header,
    verified,
)
from plogp.apps.coding.huffman_code import HuffmanCode
from plogp.apps.coding.range_ans import RangeANS
from plogp.backend import coding
from plogp.theory.errors import CorruptFile, InvalidParameter
from plogp.theory.parameters import shown, whole_number

Code = type[HuffmanCode] | type[RangeANS]


def compress(
    data: coding.Bytes, *, code: Code = HuffmanCode, threads: int | None = None, block_size: int = DEFAULT_BLOCK
) -> bytes:
    """Code bytes by their frequencies, block by block, as docs/format.md writes it down.

    Parameters
    ----------
    data : bytes-like
        Anything contiguous.
    code : type
        `HuffmanCode` is faster, `RangeANS` shorter: it spends no whole bits.
    threads : int, optional
        At most so many; None: as many as the machine has.
    block_size : int
        A power of two from 2^15 to 2^20. Each block has a code of its own and can be read alone.

    Returns
    -------
    bytes
        Never longer than the data by more than 0.1 % and 64 bytes.

    Examples
    --------
    >>> from plogp.apps.coding import compress, decompress
    >>> text = b"to be, or not to be, that is the question: " * 1000
    >>> coded = compress(text)
    >>> len(text), len(coded), decompress(coded) == text
    (43000, 18992, True)
    """
    header = file_header(block_size)
    return coding.encode_file(
        header, bytes_of("data", data), block_size, END_MARK, END_MAGIC, ans=is_ans(code), threads=thread_limit(threads)
    )


def decompress(data: coding.Bytes, *, threads: int | None = None) -> bytes:
    """What `compress` was given.

    Raises
    ------
    CorruptFile
        The bytes are not what any encoder writes; the message names the block and the reason.
    """
    file = bytes_of("data", data)
    table = BlockTable.read(file.size, lambda at, size: file[at : at + size].tobytes())
    in_place = file[(table.offsets - BLOCK_HEADER_SIZE)[:, None] + np.arange(BLOCK_HEADER_SIZE)]
    differ = np.flatnonzero((in_place != table.headers).any(axis=1))
    if differ.size:
        raise CorruptFile("its header differs from its entry in the table", int(differ[0]))
    return verified(file, table.headers, table.offsets, threads=thread_limit(threads))


def is_ans(code: Code) -> bool:
    """Which of the two codes a class stands for."""
    if code is not HuffmanCode and code is not RangeANS:
        raise InvalidParameter(f"code must be HuffmanCode or RangeANS, not {shown(code)}")
    return code is RangeANS


def thread_limit(threads: int | None) -> int:
    """The limit as the native coder takes it: 0 for none."""
    return 0 if threads is None else whole_number("threads", threads, 1, 2**31 - 1)
