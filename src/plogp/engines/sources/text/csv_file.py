"""CSV and TSV, compressed or not: one reading settles the types and finds every bad line before anything is counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as compute
import pyarrow.csv as pc

from plogp.engines.sources.source import BATCH_ROWS, check_schema, cut_off
from plogp.engines.sources.text.csv_dialect import START_BYTES, dialect_of
from plogp.engines.sources.text.csv_faults import long_row, not_utf8, wrong_byte
from plogp.engines.sources.text.delimited import Delimited
from plogp.engines.sources.text.leading_zeros import PATTERN, has_leading_zeros
from plogp.engines.sources.text.text_file import blocks_of, lines_of, start_of
from plogp.results.finding import NOTE, Finding
from plogp.theory.errors import EmptyData, PlogpError, RaggedFile, UnreadableData
from plogp.translations.message import Message

_BLOCK_BYTES = 1 << 22
_FEW_LINES, _START_OF_LONG_LINES = 5, 1 << 24
_MARKUP = re.compile(rb"\xef?\xbb?\xbf?\s*<(!doctype|html|head|body|\?xml)", re.IGNORECASE)
_WIDE = pa.decimal128(38, 0)
_MISFIT = re.compile(r"In CSV column #(\d+): (?:CSV conversion error to ([a-z0-9]+)(?:: invalid value '(.*)')?)?", re.S)
_WIDE_NUMBER = re.compile(r'"?\s*[+-]?\d{16,}\s*"?')
_SIXTEEN_DIGITS = re.compile(rb"(?<![\d.])\d{16,}(?![\d.])")
# Besides those that Arrow takes for missing.
_NULLS = pc.ConvertOptions().null_values
_LEADING_ZEROS = Message("{name} is text: some of its whole numbers are written with leading zeros, as codes are")


class CsvFile:
    """One text file with a header line, in UTF-8, whose columns are divided by commas, `;`, tabs or `|`.

    An empty field and a bare NA, NaN, null … are missing; a quoted "" or "NA" is text. Whole numbers beyond 64 bits are
    exact up to 38 digits, and text beyond; those with leading zeros are text.
    """

    def __init__(self, path: Path, how: Delimited | None = None) -> None:
        self.label = str(path)
        self.name = repr(self.label)
        self.rows: int | None = None
        self._path = path
        self._how = how
        tabbed = any(suffix.lower() in (".tsv", ".tab") for suffix in path.suffixes)
        start = start_of(path, START_BYTES)
        if start.count(b"\n") < _FEW_LINES and len(start) == START_BYTES:  # they are very long
            start = start_of(path, _START_OF_LONG_LINES)
        self._dialect = dialect_of(start, tabbed, how, self.name)
        self.remarks = self._dialect.remarks
        self.codes: frozenset[str] = frozenset()  # columns that are text because of leading zeros
        self._inferred = pa.schema([])
        self._types: dict[str, pa.DataType] = {}

    def schema(self) -> pa.Schema:
        """The names and types of the columns, settled by reading the whole file once."""
        while self.rows is None:
            self._settle()
        return pa.schema(list(self._types.items()))

    def keep_as_text(self, names: Container[str]) -> None:
        """Read whole numbers of some columns as the text that writes them, as they are read elsewhere."""
        self.schema()
        self._types = {
            name: pa.string() if name in names and type_ in (pa.int64(), _WIDE) else type_
            for name, type_ in self._types.items()
        }

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """Read some columns."""
        self.schema()
        for batch in self._open(columns):
            for start in range(0, batch.num_rows, batch_rows):
                yield batch.slice(start, batch_rows)

    def _settle(self) -> None:
        """Read all with the types known so far; where a value does not fit, widen the type, to be read again."""
        if _MARKUP.match(start_of(self._path, START_BYTES)):
            raise UnreadableData(
                f"{self.name} is a page of HTML or XML, which a server may send in place of a table: download it again"
            )
        rows, schema = 0, self._inferred
        try:
            reader = self._open()
            schema = self._inferred = check_schema(reader.schema, self.name)
            if not self._types and self._wide(schema):
                return
            rows = sum(batch.num_rows for batch in reader)
        except UnicodeDecodeError as error:
            raise not_utf8(self._path, self.name) from error
        except (pa.ArrowInvalid, OSError) as error:
            misfit = _MISFIT.search(str(error))
            if misfit is None or not schema.names:
                raise self._unreadable(error) from error
            if "UTF8" in str(error):
                raise not_utf8(self._path, self.name) from error
            name = schema.names[int(misfit[1])]
            self._widen(
                name,
                self._types.get(name, schema.field(name).type),
                misfit[3] or "",
                "precision not supported" in str(error),
            )
            return
        if any(pa.types.is_binary(type_) for type_ in schema.types) or any("\0" in name for name in schema.names):
            raise not_utf8(self._path, self.name)
        if not rows:
            raise EmptyData(f"{self.name} has a header and no rows")
        if schema.names[-1] == "" and pa.types.is_null(schema.types[-1]) and len(schema) > 1:
            schema = schema.remove(len(schema) - 1)  # each line ends with a delimiter
        self._types = dict(zip(schema.names, schema.types, strict=True))
        self._keep_leading_zeros()
        self.rows = rows

    def _widen(self, name: str, type_: pa.DataType, value: str, too_long: bool) -> None:
        """Give a column the type that it has if a value does not fit the one it was taken for."""
        if pa.types.is_null(type_):
            wider = pa.int64()
        elif pa.types.is_int64(type_):
            wider = _WIDE if _WIDE_NUMBER.fullmatch(value) else pa.float64()
        else:
            wider = pa.float64() if type_ == _WIDE and not too_long else pa.string()
        self._types[name] = wider

    def _wide(self, schema: pa.Schema) -> bool:
        """Find whole numbers beyond 64 bits, which Arrow takes for doubles; True if the types are now others."""
        doubles = [field.name for field in schema if pa.types.is_float64(field.type)]
        if not doubles or not _SIXTEEN_DIGITS.search(next(blocks_of(self._path), b"")):
            return False
        batch = next(iter(self._open(doubles, dict.fromkeys(doubles, pa.string()))), None)
        for name, column in zip(doubles, batch.columns if batch else (), strict=False):
            text = column.drop_null()
            if compute.all(compute.match_substring_regex(text, r"^\s*[+-]?\d+\s*$"), min_count=1).as_py():
                self._types[name] = _WIDE
        return bool(self._types)

    def _keep_leading_zeros(self) -> None:
        whole = [name for name, type_ in self._types.items() if type_ in (pa.int64(), _WIDE)]
        if not whole or not has_leading_zeros(blocks_of(self._path), self._dialect.delimiter):
            return
        for batch in self._open(whole, dict.fromkeys(whole, pa.string())):
            for name in [name for name in whole if self._types[name] != pa.string()]:
                column = batch.column(name)
                if compute.any(compute.match_substring_regex(column, PATTERN), min_count=0).as_py():
                    self._types[name] = pa.string()
                    self.codes |= {name}
                    self.remarks += (Finding.said(NOTE, name, _LEADING_ZEROS, name=name),)
            if all(self._types[name] == pa.string() for name in whole):
                return

    def _open(
        self,
        columns: Sequence[str] = (),
        types: Mapping[str, pa.DataType] | None = None,
        wrong: Callable[[pc.InvalidRow], str] | None = None,
    ) -> pc.CSVStreamingReader:
        missing = list(self._how.missing_values) if self._how else []
        dialect = self._dialect
        return pc.open_csv(
            self._path,
            read_options=pc.ReadOptions(
                block_size=_BLOCK_BYTES, skip_rows=dialect.skip, column_names=dialect.names and list(dialect.names)
            ),
            parse_options=pc.ParseOptions(
                delimiter=dialect.delimiter, newlines_in_values=True, invalid_row_handler=wrong
            ),
            convert_options=pc.ConvertOptions(
                column_types=self._types if types is None else types,
                include_columns=list(columns),
                null_values=[*_NULLS, *missing],
                strings_can_be_null=True,
                quoted_strings_can_be_null=bool(missing),
                decimal_point=dialect.decimal,
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
            for number, line in enumerate(lines_of(file), 1):
                if wanted and line.decode("utf-8", "replace") == wanted[0][1]:
                    row, _ = wanted.pop(0)
                    places.append(f"line {number} has {row.actual_columns}")
                if len(places) == 10 or not wanted:
                    break
        more = f" and {len(rows) - len(places)} more lines are wrong" if len(rows) > len(places) else ""
        fields = rows[0].expected_columns
        remedy = self._dialect.remedy
        if all(row.text.startswith("#") for row in rows):
            remedy = "lines that begin with # are no rows but at the top: take them away"
        return RaggedFile(f"{self.name} has {fields} columns but {', '.join(places)}{more}: {remedy}")

    def _unreadable(self, error: Exception) -> PlogpError:
        if "straddling" in str(error) or "Empty CSV file" in str(error):
            number = long_row(self._path, _BLOCK_BYTES)
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
        return self._ragged() if wrong_byte(self._path) is None else not_utf8(self._path, self.name)
