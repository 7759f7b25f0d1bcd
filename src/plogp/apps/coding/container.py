"""The frame of a coded file, as docs/format.md writes it down: header, headers of blocks, table, trailer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from plogp.backend import coding
from plogp.theory.errors import CorruptFile, InvalidParameter
from plogp.theory.parameters import whole_number

MAGIC = b"\x93PLP"
VERSION = 1
END_MARK = b"\xff\0\0\0"
END_MAGIC = b"PLP\x93"
KINDS = ("raw", "run", "huffman", "ans")

_HEADER = Struct("<4sBBH")
_BLOCK = Struct("<IIQ")
_TRAILER = Struct("<QQ4s")
HEADER_SIZE = _HEADER.size
BLOCK_HEADER_SIZE = _BLOCK.size
TRAILER_SIZE = _TRAILER.size

LEAST_BLOCK = 1 << 15
LARGEST_BLOCK = 1 << 20
DEFAULT_BLOCK = 1 << 20
CODE_LENGTH_LIMIT = 12  # bits of the longest word in a Huffman block


def file_header(block_size: int) -> bytes:
    """The first eight bytes of a file."""
    block_size = whole_number("block_size", block_size, LEAST_BLOCK, LARGEST_BLOCK)
    if block_size & (block_size - 1):
        raise InvalidParameter(f"block_size must be a power of two from 2^15 to 2^20, not {block_size}")
    start = _HEADER.pack(MAGIC, VERSION, block_size.bit_length() - 1, 0)[:6]
    return start + (coding.checksum(start) & 0xFFFF).to_bytes(2, "little")


def read_file_header(header: bytes) -> int:
    """The block size; raises `CorruptFile` unless this is the header of a file of a version that we know."""
    if header[:4] != MAGIC:
        raise CorruptFile("not a plogp file: it does not begin with the magic bytes 93 50 4C 50")
    if len(header) < HEADER_SIZE:
        raise CorruptFile("the file ends within its header")
    _, version, log_block, check = _HEADER.unpack(header)
    if version != VERSION:
        raise CorruptFile(f"written in version {version} of the format; this plogp reads version {VERSION}")
    if check != coding.checksum(header[:6]) & 0xFFFF or not LEAST_BLOCK <= 1 << log_block <= LARGEST_BLOCK:
        raise CorruptFile("the header of the file is damaged")
    return 1 << int(log_block)


def file_trailer(header: bytes, headers: bytes, content_length: int) -> bytes:
    """What follows the last block: end mark, the headers of all blocks once more, content length, digest, end magic."""
    digest = _digest(header, headers, content_length)
    return END_MARK + headers + _TRAILER.pack(content_length, digest, END_MAGIC)


def check_trailer(header: bytes, headers: bytes, trailer: bytes) -> int:
    """The content length; raises `CorruptFile` unless these bytes end a file with this header and these blocks."""
    if len(trailer) < TRAILER_SIZE:
        raise CorruptFile("the file is truncated: it ends within its trailer")
    content_length, digest, magic = _TRAILER.unpack(trailer)
    if magic != END_MAGIC:
        raise CorruptFile("the file is truncated or damaged: it does not end with the end magic 50 4C 50 93")
    if digest != _digest(header, headers, content_length):
        raise CorruptFile("the digest of the block table differs from the one written")
    lengths = np.frombuffer(headers, dtype=np.uint32).reshape(-1, 4)[:, 1]
    if content_length != int(lengths.sum(dtype=np.uint64)):
        raise CorruptFile(
            f"the blocks hold {int(lengths.sum(dtype=np.uint64))} bytes, not the {content_length} declared"
        )
    return int(content_length)


@dataclass(frozen=True)
class BlockHeader:
    """What stands before each block: the kind and length of its payload, the length and checksum of its content."""

    kind: int
    payload: int
    content: int
    checksum: int

    @classmethod
    def parse(cls, header: bytes, block: int, block_size: int) -> BlockHeader:
        """Of the block with this number; raises `CorruptFile` if no block can have it."""
        if len(header) < BLOCK_HEADER_SIZE:
            raise CorruptFile("the file ends within its header", block)
        word, content, check = _BLOCK.unpack(header)
        parsed = cls(word & 0xFF, word >> 8, content, check)
        if parsed.kind >= len(KINDS):
            raise CorruptFile(f"its kind is unknown: {parsed.kind}", block)
        if not 0 < content <= block_size:
            raise CorruptFile(f"it declares {content} bytes of content, in blocks of {block_size}", block)
        if not parsed._payload_is_possible():
            raise CorruptFile(f"{parsed.payload} bytes cannot be its payload", block)
        return parsed

    def _payload_is_possible(self) -> bool:
        exact = {"raw": self.content, "run": 1}.get(KINDS[self.kind])
        return self.payload == exact if exact is not None else self.payload < self.content


@dataclass(frozen=True, eq=False)
class BlockTable:
    """All blocks of a file: their headers (n, 16), and where their payloads lie."""

    block_size: int
    content_length: int
    headers: NDArray[np.uint8]
    offsets: NDArray[np.int64]

    @classmethod
    def read(cls, file_size: int, read_at: Callable[[int, int], bytes]) -> BlockTable:
        """From a file of so many bytes, of which `read_at(offset, size)` gives any.

        Checked against the digest, against each other, and against the size of the file, before anything is allocated.
        """
        header = read_at(0, HEADER_SIZE)
        block_size = read_file_header(header)
        available = file_size - HEADER_SIZE - len(END_MARK) - TRAILER_SIZE
        trailer = read_at(file_size - TRAILER_SIZE, TRAILER_SIZE) if available >= 0 else b""
        if trailer[-len(END_MAGIC) :] != END_MAGIC:
            raise CorruptFile("the file is truncated or damaged: it does not end with the end magic 50 4C 50 93")
        declared, _, _ = _TRAILER.unpack(trailer)
        table_size = -(-int(declared) // block_size) * BLOCK_HEADER_SIZE
        if table_size > available:
            raise CorruptFile(f"it declares {declared} bytes of content, more blocks than the file can hold")
        table_at = file_size - TRAILER_SIZE - table_size - len(END_MARK)
        table = read_at(table_at, len(END_MARK) + table_size)
        if table[: len(END_MARK)] != END_MARK:
            raise CorruptFile("the block table is not where the trailer says")
        return cls._checked(block_size, header, table[len(END_MARK) :], trailer, table_at)

    @classmethod
    def _checked(cls, block_size: int, header: bytes, headers: bytes, trailer: bytes, table_at: int) -> BlockTable:
        content_length = check_trailer(header, headers, trailer)
        entries = np.frombuffer(headers, dtype=np.uint8).reshape(-1, BLOCK_HEADER_SIZE)
        for block in range(len(entries)):
            parsed = BlockHeader.parse(entries[block].tobytes(), block, block_size)
            if parsed.content != block_size and block != len(entries) - 1:
                raise CorruptFile(
                    f"it holds {parsed.content} bytes, but only the last may hold less than a block", block
                )
        payloads = (entries.reshape(-1).view(np.uint32).reshape(-1, 4)[:, 0] >> 8).astype(np.int64)
        ends = HEADER_SIZE + np.cumsum(payloads + BLOCK_HEADER_SIZE)
        if (int(ends[-1]) if len(ends) else HEADER_SIZE) != table_at:
            raise CorruptFile("the blocks in the table do not fill the file")
        return cls(block_size, content_length, entries, ends - payloads)


def _digest(header: bytes, headers: bytes, content_length: int) -> int:
    return coding.checksum(header + headers + content_length.to_bytes(8, "little"))


def verified(
    file: coding.Bytes | coding.Buffer,
    headers: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    *,
    threads: int,
    first: int = 0,
) -> bytes:
    """The content of blocks whose payloads lie at offsets; `first` is the number of the first one in its file."""
    try:
        return coding.decode_blocks(file, headers, offsets, threads=threads)
    except coding.Fault as fault:
        block, reason = fault.args
        raise CorruptFile(reason, first + block) from None
