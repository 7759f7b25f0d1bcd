"""CSV and TSV, compressed or not: one reading settles the types and finds every bad line before anything is counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc

from plogp.engines.source import BATCH_ROWS, check_schema, cut_off
from plogp.theory.errors import EmptyData, PlogpError, RaggedFile, UnreadableData, WrongEncoding

_BLOCK_BYTES = 1 << 22
# What a column becomes when a later value does not fit its type.
_WIDER = {"null": pa.int64(), "int64": pa.float64()}
_MARKUP = re.compile(rb"\xef?\xbb?\xbf?\s*<(!doctype|html|head|body|\?xml)", re.IGNORECASE)
_MISFIT = re.compile(r"In CSV column #(\d+): CSV conversion error to ([a-z0-9]+)")


class CsvFile:
    """One text file with a header line, in UTF-8, whose columns are divided by commas, or else by `;`, tabs or `|`.

    An empty field and a bare NA, NaN, null … are missing; a quoted "" or "NA" is text.
    """

    def __init__(self, path: Path) -> None:
        self.label = str(path)
        self.name = repr(self.label)
        self.rows: int | None = None
        self._path = path
        self._delimiter = _delimiter(path)
        self._types: dict[str, pa.DataType] = {}

    def schema(self) -> pa.Schema:
        """The names and types of the columns, settled by reading the whole file once."""
        while self.rows is None:
            self._settle()
        return pa.schema(list(self._types.items()))

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """Read some columns."""
        self.schema()
        for batch in self._open(columns):
            for start in range(0, batch.num_rows, batch_rows):
                yield batch.slice(start, batch_rows)

    def _settle(self) -> None:
        """Read all with the types known so far; where a value does not fit, widen the type, to be read again."""
        rows, schema = 0, pa.schema([])
        if _MARKUP.match(self._start()):
            raise UnreadableData(
                f"{self.name} is a page of HTML or XML, which a server may send in place of a table: download it again"
            )
        try:
            reader = self._open()
            schema = check_schema(reader.schema, self.name)
            rows = sum(batch.num_rows for batch in reader)
        except UnicodeDecodeError as error:
            raise self._not_utf8() from error
        except (pa.ArrowInvalid, OSError) as error:
            misfit = _MISFIT.search(str(error))
            if misfit is None:
                raise self._unreadable(error) from error
            if "UTF8" in str(error):
                raise self._not_utf8() from error
            self._types[schema.names[int(misfit[1])]] = _WIDER.get(misfit[2], pa.string())
            return
        if any(pa.types.is_binary(type_) for type_ in schema.types) or any("\0" in name for name in schema.names):
            raise self._not_utf8()
        if not rows:
            raise EmptyData(f"{self.name} has a header and no rows")
        self._types = dict(zip(schema.names, schema.types, strict=True))
        self.rows = rows

    def _open(
        self, columns: Sequence[str] = (), wrong: Callable[[pc.InvalidRow], str] | None = None
    ) -> pc.CSVStreamingReader:
        return pc.open_csv(
            self._path,
            read_options=pc.ReadOptions(block_size=_BLOCK_BYTES),
            parse_options=pc.ParseOptions(
                delimiter=self._delimiter, newlines_in_values=True, invalid_row_handler=wrong
            ),
            convert_options=pc.ConvertOptions(
                column_types=self._types,
                include_columns=list(columns),
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )

    def _ragged(self) -> RaggedFile:
        """The first bad lines by number, found in the text since the parallel parser does not count lines."""
        rows: list[pc.InvalidRow] = []

        def keep(row: pc.InvalidRow) -> str:
            rows.append(row)
            return "skip"

        names = self._open(wrong=lambda _: "skip").schema.names
        self._types = dict.fromkeys(names, pa.binary())  # as they are: a value may not fit a type either
        for _ in self._open(wrong=keep):
            pass
        places = []
        wanted = [(row, row.text.partition("\n")[0].rstrip("\r")) for row in rows]
        with pa.input_stream(self._path, compression="detect") as file:
            for number, line in enumerate(_lines(file), 1):
                if wanted and line.decode("utf-8", "replace") == wanted[0][1]:
                    row, _ = wanted.pop(0)
                    places.append(f"line {number} has {row.actual_columns}")
                if len(places) == 10 or not wanted:
                    break
        more = f" and {len(rows) - len(places)} more lines are wrong" if len(rows) > len(places) else ""
        fields = rows[0].expected_columns
        return RaggedFile(
            f"{self.name} has {fields} columns but {', '.join(places)}{more}: quote fields that hold the delimiter"
        )

    def _not_utf8(self) -> UnreadableData | WrongEncoding:
        """What is wrong with bytes that are not UTF-8."""
        found = self._wrong_byte()
        if found is None:
            return WrongEncoding(f"{self.name} is not UTF-8 text")
        start = self._start()
        if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):  # the marks of UTF-16
            return UnreadableData(f"{self.name} holds no text: it is of another format than its name says")
        number, byte = found
        return WrongEncoding(f"{self.name} is not UTF-8: line {number} holds the byte 0x{byte:02x}; save it as UTF-8")

    def _start(self) -> bytes:
        try:
            with pa.input_stream(self._path, compression="detect") as file:
                return bytes(file.read(4096))
        except (pa.ArrowInvalid, OSError):  # said when it is read
            return b""

    def _wrong_byte(self) -> tuple[int, int] | None:
        """The number of the first line that is not UTF-8, and what it holds."""
        with pa.input_stream(self._path, compression="detect") as file:
            for number, line in enumerate(_lines(file), 1):
                try:
                    line.decode("utf-8")
                except UnicodeDecodeError as error:
                    return number, line[error.start]
        return None

    def _long_row(self) -> int | None:
        """The number of the line that begins the first row which does not fit into a block."""
        begun, size, quoted = 1, 0, False
        with pa.input_stream(self._path, compression="detect") as file:
            for number, line in enumerate(_lines(file), 1):
                size += len(line)
                if size > _BLOCK_BYTES:
                    return begun
                quoted ^= line.count(b'"') % 2 == 1
                if not quoted:
                    begun, size = number + 1, 0
        return None

    def _unreadable(self, error: Exception) -> PlogpError:
        if "straddling" in str(error) or "Empty CSV file" in str(error):
            number = self._long_row()
            if number is not None:
                return UnreadableData(
                    f"{self.name} has a row of more than {_BLOCK_BYTES >> 20} MiB, which begins in line {number}: "
                    "is a quote never closed? Longer rows are not read"
                )
        if "Empty CSV file" in str(error):
            return EmptyData(f"{self.name} holds no line of text")
        if not isinstance(error, pa.ArrowInvalid):
            return cut_off(self.name, error)
        if "CSV parse error: Expected" not in str(error):
            return UnreadableData(f"{self.name} cannot be read as delimited text: {error}")
        return self._ragged() if self._wrong_byte() is None else self._not_utf8()


def _delimiter(path: Path) -> str:
    """Tabs in a file that is called so; else what the header line is divided by."""
    if any(suffix.lower() in (".tsv", ".tab") for suffix in path.suffixes):
        return "\t"
    try:
        with pa.input_stream(path, compression="detect") as file:
            header = next((line for line in _lines(file) if line.strip()), b"")
    except (pa.ArrowInvalid, OSError):  # told when it is read
        header = b""
    return next((mark for mark in ",;\t|" if mark.encode() in header), ",")


def _lines(file: pa.NativeFile) -> Iterator[bytes]:
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
