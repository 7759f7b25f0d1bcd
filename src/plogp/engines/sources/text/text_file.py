"""The bytes of a text file, compressed or not: how it starts, and all of it in blocks or in lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

BLOCK_BYTES = 1 << 22


def start_of(path: Path, size: int) -> bytes:
    """The first bytes; none if it cannot be read, which is said when all of it is."""
    try:
        with pa.input_stream(path, compression="detect") as file:
            return bytes(file.read(size))
    except (pa.ArrowInvalid, OSError):
        return b""


def blocks_of(path: Path) -> Iterator[bytes]:
    """Whole files a few megabytes at a time."""
    with pa.input_stream(path, compression="detect") as file:
        while block := file.read(BLOCK_BYTES):
            yield block


def lines_of(file: pa.NativeFile) -> Iterator[bytes]:
    """The lines of a stream, without their ends."""
    parts: list[bytes] = []  # of a line, however long it is
    while block := file.read(1 << 20):
        first, *others = block.split(b"\n")
        parts.append(first)
        for line in others:
            yield b"".join(parts).rstrip(b"\r")
            parts = [line]
    if rest := b"".join(parts):
        yield rest
