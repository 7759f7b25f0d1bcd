"""A file object that decompresses as it is read: any range of a seekable file, or a pipe from its start."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from plogp.apps.coding.compression import thread_limit
from plogp.apps.coding.container import (
    BLOCK_HEADER_SIZE,
    END_MARK,
    HEADER_SIZE,
    TRAILER_SIZE,
    BlockHeader,
    BlockTable,
    check_trailer,
    read_file_header,
    verified,
)
from plogp.theory.errors import CorruptFile

BATCH = 1 << 23  # bytes of content decoded in one go


class _Batch(NamedTuple):
    first: int  # number of the first block
    file: bytes  # some bytes of the file
    headers: NDArray[np.uint8]  # (n, 16)
    offsets: NDArray[np.int64]  # of payloads in `file`


def read_table(file: IO[bytes]) -> BlockTable:
    """The checked table of a seekable file."""

    def read_at(offset: int, size: int) -> bytes:
        file.seek(offset)
        return file.read(size)

    return BlockTable.read(file.seek(0, io.SEEK_END), read_at)


class BlockReader(io.RawIOBase):
    """Read-only, binary; every block is verified before its first byte is handed out.

    Of a seekable file the table at the end is read and checked first, and any range can be read. A pipe is read from
    its start; the table is checked when it arrives, which is before the end of the content is reported.

    Parameters
    ----------
    file : binary file
        What `compress` or a `BlockWriter` wrote. Closed with this one only if `owns`.
    threads : int, optional
        As for `decompress`.
    """

    def __init__(self, file: IO[bytes], *, threads: int | None = None, owns: bool = False) -> None:
        self._threads = thread_limit(threads)
        self._file = file
        self._owns = owns
        self._table = read_table(file) if file.seekable() else None
        self._batches = self._walk() if self._table is None else self._by_table(0)
        self._content = memoryview(b"")  # decoded and not yet read
        self._position = 0

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """Whether the file below is."""
        return self._table is not None

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer with what comes next; 0 at the end."""
        view = memoryview(buffer).cast("B")
        while view and not self._content:
            batch = next(self._batches, None)
            if batch is None:
                return 0
            self._content = memoryview(
                verified(batch.file, batch.headers, batch.offsets, threads=self._threads, first=batch.first)
            )
        n = min(len(view), len(self._content))
        view[:n] = self._content[:n]
        self._content = self._content[n:]
        self._position += n
        return n

    def tell(self) -> int:
        """Bytes of content before the next one to be read."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place in the content: only the block that holds it is decoded, when it is read."""
        if self._table is None:
            raise io.UnsupportedOperation("the file below is not seekable")
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._table.content_length}[whence]
        target = base + offset
        if target < 0:
            raise ValueError(f"cannot seek to {target}, before the start")
        if self._position <= target <= self._position + len(self._content):
            self._content = self._content[target - self._position :]
        else:
            self._content = memoryview(b"")
            self._batches = iter(())
            if target < self._table.content_length:
                block, within = divmod(target, self._table.block_size)
                self._batches = self._by_table(block)
                self._position = target - within
                self.readinto(bytearray(within))
        self._position = target
        return target

    def close(self) -> None:
        """Close; the file below too, if this one owns it."""
        if not self.closed:
            self._content = memoryview(b"")
            super().close()
            if self._owns:
                self._file.close()

    def _by_table(self, block: int) -> Iterator[_Batch]:
        """From a block on to the end, one block first: a short range then costs no more than it must."""
        table = self._table
        assert table is not None
        most = max(1, BATCH // table.block_size)
        count = 1
        while block < len(table.headers):
            chosen = slice(block, block + count)
            headers, offsets = table.headers[chosen], table.offsets[chosen]
            start = int(offsets[0]) - BLOCK_HEADER_SIZE
            last = BlockHeader.parse(headers[-1].tobytes(), block + len(headers) - 1, table.block_size)
            self._file.seek(start)
            data = _read_exactly(self._file, int(offsets[-1]) + last.payload - start, block)
            for i, offset in enumerate(offsets - start):
                if data[offset - BLOCK_HEADER_SIZE : offset] != headers[i].tobytes():
                    raise CorruptFile("its header differs from its entry in the table", block + i)
            yield _Batch(block, data, headers, offsets - start)
            block += len(headers)
            count = most

    def _walk(self) -> Iterator[_Batch]:
        """From the start of a stream to its end, which must be a table of what went by."""
        header = _read_up_to(self._file, HEADER_SIZE)
        block_size = read_file_header(header)
        seen = bytearray()
        data = bytearray()
        offsets: list[int] = []
        first = 0
        last = block_size

        def batch() -> _Batch:
            headers = np.frombuffer(bytes(seen[first * BLOCK_HEADER_SIZE :]), dtype=np.uint8)
            return _Batch(first, bytes(data), headers.reshape(-1, BLOCK_HEADER_SIZE), np.array(offsets, dtype=np.int64))

        while (start := _read_up_to(self._file, len(END_MARK))) != END_MARK:
            block = first + len(offsets)
            record = start + _read_up_to(self._file, BLOCK_HEADER_SIZE - len(start))
            parsed = BlockHeader.parse(record, block, block_size)
            if last != block_size:
                raise CorruptFile(f"it holds {last} bytes, but only the last may hold less than a block", block - 1)
            last = parsed.content
            seen += record
            offsets.append(len(data))
            data += _read_exactly(self._file, parsed.payload, block)
            if len(offsets) * block_size >= BATCH:
                yield batch()
                first += len(offsets)
                offsets, data = [], bytearray()
        if offsets:
            yield batch()
        table = _read_up_to(self._file, len(seen) + TRAILER_SIZE + 1)
        if table[: len(seen)] != seen:
            raise CorruptFile("the block table differs from the blocks, or is cut short")
        check_trailer(header, bytes(seen), table[len(seen) : len(seen) + TRAILER_SIZE])
        if len(table) > len(seen) + TRAILER_SIZE:
            raise CorruptFile("there are bytes after the trailer")


def _read_up_to(file: IO[bytes], size: int) -> bytes:
    """As many bytes as there are, at most `size`: a pipe may give them in pieces."""
    data = file.read(size) or b""
    while len(data) < size and (more := file.read(size - len(data))):
        data += more
    return data


def _read_exactly(file: IO[bytes], size: int, block: int) -> bytes:
    data = _read_up_to(file, size)
    if len(data) < size:
        raise CorruptFile("the file ends within its payload", block)
    return data
