"""JSON lines, compressed or not: one reading settles the types and finds a bad line before anything is counted."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pj

from plogp.engines.sources.source import BATCH_ROWS, check_schema, cut_off
from plogp.theory.errors import EmptyData, UnreadableData, WrongEncoding

_BLOCK_BYTES = 1 << 22
_LONGEST_LINE = 1 << 30
_DEEPEST = 128  # PyArrow's reader calls itself for each level, and its time grows with the square of their number
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_NO_STRUCTURE = bytes({*range(256)} - {*b'{}[]"\\'})
_STEP = np.zeros(256, np.int64)
_STEP[[*b"{["]], _STEP[[*b"}]"]] = 1, -1
_WIDE = pa.decimal128(38, 0)
_ROW = re.compile(r"^(?:JSON parse error: )?(.*?)\.? in row (\d+)")


class JsonLinesFile:
    """One text file in UTF-8 with a JSON object on each line; a field that an object lacks is missing."""

    def __init__(self, path: Path) -> None:
        self.label = str(path)
        self.name = repr(self.label)
        self.rows: int | None = None
        self._path = path
        self._schema = pa.schema([])

    def schema(self) -> pa.Schema:
        """The names and types of the columns, settled by reading the whole file once."""
        if self.rows is None:
            self._settle()
        return self._schema

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """Read some columns."""
        schema = self.schema()
        wanted = pa.schema([schema.field(name) for name in columns])
        for line, block in self._blocks():
            yield from self._read(block, line, wanted).to_batches(max_chunksize=batch_rows)

    def _settle(self) -> None:
        rows = 0
        for line, block in self._blocks():
            table = self._exact(self._read(block, line, None), block, line)
            rows += table.num_rows
            self._schema = self._wider(self._schema, table.schema, line)
        if not rows:
            raise EmptyData(f"{self.name} holds no object")
        self._schema = check_schema(self._schema, self.name)
        self.rows = rows

    def _blocks(self) -> Iterator[tuple[int, bytes]]:
        """The number of a line, and the whole lines from there."""
        parts: list[bytes] = []  # of a line that goes on
        line = 1
        try:
            with pa.input_stream(self._path, compression="detect") as file:
                while piece := file.read(_BLOCK_BYTES):
                    lines, newline, rest = piece.rpartition(b"\n")
                    if newline:
                        block = b"".join([*parts, lines])
                        yield line, block
                        line += block.count(b"\n") + 1
                        parts = []
                    parts.append(rest)
                    if sum(map(len, parts)) > _LONGEST_LINE:
                        raise UnreadableData(f"{self.name} has more than {_LONGEST_LINE >> 20} MiB in line {line}")
        except (pa.ArrowInvalid, OSError) as error:
            raise cut_off(self.name, error) from error
        rest = b"".join(parts)
        if rest.strip():
            yield line, rest

    def _read(self, block: bytes, line: int, schema: pa.Schema | None) -> pa.Table:
        try:
            block.decode()
        except UnicodeDecodeError as error:
            line += block.count(b"\n", 0, error.start)
            byte = block[error.start]
            raise WrongEncoding(
                f"{self.name} is not UTF-8: line {line} holds the byte 0x{byte:02x}; save it as UTF-8"
            ) from error
        if not block.strip():
            return pa.table({})
        if line == 1 and block.lstrip().startswith(b"["):
            raise UnreadableData(f"{self.name} is a JSON array: write one object a line, as `jq -c '.[]'` does")
        if schema is None and _depth(block) > _DEEPEST:
            raise UnreadableData(
                f"{self.name} nests objects and lists more than {_DEEPEST} deep, from line {line} on: flatten them"
            )
        parse = pj.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore" if schema else "infer")
        try:
            return pj.read_json(io.BytesIO(block), pj.ReadOptions(block_size=len(block) + 1), parse)
        except pa.ArrowInvalid as error:
            found = _ROW.search(str(error))
            if found is None:
                raise UnreadableData(f"{self.name} cannot be read as JSON lines: {error}") from error
            full = [number for number, text in enumerate(block.split(b"\n"), line) if text.strip()]
            raise UnreadableData(f"{self.name} has a bad line {full[int(found[2])]}: {found[1]}") from error

    def _exact(self, table: pa.Table, block: bytes, line: int) -> pa.Table:
        """Read whole numbers beyond 64 bits, which Arrow takes for doubles, with all of up to 38 digits."""
        wide = {field.name for field in table.schema if pa.types.is_float64(field.type) and _is_wide(table[field.name])}
        for name in wide:
            types = [pa.field(f.name, _WIDE if f.name == name else f.type) for f in table.schema]
            with suppress(UnreadableData):  # it has fractions or more digits: it is one of doubles
                table = self._read(block, line, pa.schema(types))
        return table

    def _wider(self, known: pa.Schema, found: pa.Schema, line: int) -> pa.Schema:
        """Text that writes times stays text, which is read as times later if all of it does."""
        types = {field.name: field.type for field in known}
        for field in found:
            type_ = pa.string() if pa.types.is_timestamp(field.type) else field.type
            before = types.get(field.name, pa.null())
            if {before, type_} <= {pa.int64(), _WIDE, pa.float64()}:
                type_ = next(wider for wider in (pa.float64(), _WIDE, pa.int64()) if wider in (before, type_))
            elif pa.types.is_null(type_):
                type_ = before
            elif before not in (pa.null(), type_) and not (pa.types.is_nested(before) and pa.types.is_nested(type_)):
                raise UnreadableData(
                    f"{self.name}: column {field.name!r} holds {before} before line {line} and {type_} after it: "
                    "write values of one kind"
                )
            types[field.name] = type_
        return pa.schema(list(types.items()))


def _depth(block: bytes) -> int:
    """How deep lists and objects are nested."""
    marks = block.translate(None, _NO_STRUCTURE).replace(b'""', b"")
    if b'"' in marks or b"\\" in marks:  # strings that hold such marks
        marks = _STRING.sub(b"", block).translate(None, _NO_STRUCTURE)
    return int(_STEP[np.frombuffer(marks, np.uint8)].cumsum().max(initial=0))


def _is_wide(column: pa.ChunkedArray) -> bool:
    """Whether doubles may be whole numbers that are wider than doubles hold."""
    whole = pc.all(pc.equal(pc.floor(column), column)).as_py()
    return bool(whole and pc.max(pc.abs(column)).as_py() >= 2.0**53)
