"""A file object that compresses what is written to it, a few blocks at a time."""

from __future__ import annotations

import io
from types import TracebackType
from typing import IO, Any

from plogp.apps.coding.compression import Code, is_ans, thread_limit
from plogp.apps.coding.container import BLOCK_HEADER_SIZE, DEFAULT_BLOCK, file_header, file_trailer
from plogp.apps.coding.huffman_code import HuffmanCode
from plogp.backend import coding

BATCH = 1 << 23  # bytes of content coded in one go: enough blocks for many threads, and the bound on memory


class BlockWriter(io.BufferedIOBase):
    """Write-only, binary; memory stays bounded however much is written.

    Leaving a `with` block by an exception leaves the file without its trailer, so that what is there cannot be taken
    for the whole.

    Parameters
    ----------
    file : binary file
        Where the coded bytes go; need not be seekable. Closed with this one only if `owns`.
    code, threads, block_size
        As for `compress`.
    """

    def __init__(
        self,
        file: IO[bytes],
        *,
        code: Code = HuffmanCode,
        threads: int | None = None,
        block_size: int = DEFAULT_BLOCK,
        owns: bool = False,
    ) -> None:
        self._ans = is_ans(code)
        self._threads = thread_limit(threads)
        self._header = file_header(block_size)
        self._block_size = int(block_size)
        self._owns = owns
        self._pending = bytearray()
        self._headers = bytearray()
        self._length = 0
        self._file = file
        self.size = 0  # of the file so far, in bytes
        self._put(self._header)

    def writable(self) -> bool:
        """True."""
        return True

    def write(self, data: Any) -> int:
        """Take the bytes; code them when there are enough."""
        self._check_open()
        view = memoryview(data).cast("B")
        for start in range(0, len(view), BATCH):
            self._pending += view[start : start + BATCH]
            if len(self._pending) >= BATCH:
                self._code(len(self._pending) // self._block_size * self._block_size)
        return len(view)

    def tell(self) -> int:
        """Bytes of content written so far."""
        self._check_open()
        return self._length + len(self._pending)

    def close(self) -> None:
        """Code what is left, and end the file with its table and trailer."""
        if self.closed:
            return
        try:
            self._code(len(self._pending))
            self._put(file_trailer(self._header, bytes(self._headers), self._length))
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Close without a trailer: readers will say that the file is truncated."""
        self._pending = bytearray()
        if not self.closed:
            super().close()
            if self._owns:
                self._file.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.abandon()

    def _check_open(self) -> None:
        if self.closed:
            raise ValueError("the file is closed")

    def _code(self, size: int) -> None:
        if size == 0:
            return
        with memoryview(self._pending) as view:
            records = coding.encode_blocks(view[:size], self._block_size, ans=self._ans, threads=self._threads)
        del self._pending[:size]
        self._length += size
        at = 0
        while at < len(records):
            self._headers += records[at : at + BLOCK_HEADER_SIZE]
            at += BLOCK_HEADER_SIZE + int.from_bytes(records[at + 1 : at + 4], "little")
        self._put(records)

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self.size += len(data)
