"""What is wrong with a file of delimited text that cannot be read, found line by line."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from plogp.engines.sources.text.csv_dialect import START_BYTES
from plogp.engines.sources.text.text_file import lines_of, start_of
from plogp.theory.errors import UnreadableData, WrongEncoding


def not_utf8(path: Path, name: str) -> UnreadableData | WrongEncoding:
    """What is wrong with bytes that are not UTF-8."""
    found = wrong_byte(path)
    if found is None:
        return WrongEncoding(f"{name} is not UTF-8 text")
    start = start_of(path, START_BYTES)
    if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):  # the marks of UTF-16
        return UnreadableData(f"{name} holds no text: it is of another format than its name says")
    number, byte = found
    return WrongEncoding(f"{name} is not UTF-8: line {number} holds the byte 0x{byte:02x}; save it as UTF-8")


def wrong_byte(path: Path) -> tuple[int, int] | None:
    """The number of the first line that is not UTF-8, and what it holds."""
    with pa.input_stream(path, compression="detect") as file:
        for number, line in enumerate(lines_of(file), 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                return number, line[error.start]
    return None


def long_row(path: Path, most: int) -> int | None:
    """The number of the line that begins the first row of more bytes than that."""
    begun, size, quoted = 1, 0, False
    with pa.input_stream(path, compression="detect") as file:
        for number, line in enumerate(lines_of(file), 1):
            size += len(line)
            if size > most:
                return begun
            quoted ^= line.count(b'"') % 2 == 1
            if not quoted:
                begun, size = number + 1, 0
    return None
