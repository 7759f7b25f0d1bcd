"""Several files as one table, and the columns that the names of their folders add."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import chain

import pyarrow as pa

from plogp.engines.sources.source import BATCH_ROWS, Source, check_schema, remarks
from plogp.engines.sources.text.leading_zeros import codes_of, keep_as_text, share_codes
from plogp.engines.sources.wrapped import Wrapped
from plogp.engines.tally.column_types import Kind, kind_of
from plogp.results.finding import Finding
from plogp.theory.errors import SchemaMismatch

_NAMED = 10


class Concatenated:
    """Several files or other sources with the same columns, all or those named, read one after the other.

    Kinds that differ and are `alike`, such as text and the dates that it writes, are taken for the first of the two.
    """

    def __init__(
        self, files: Sequence[Source], names: Sequence[str] | None = None, *, alike: Sequence[set[Kind]] = ()
    ) -> None:
        self._files, self._names, self._alike = files, names, alike
        self.label = f"{files[0].label} and {len(files) - 1} more"
        self.name = f"{files[0].name} and {files[1].name if len(files) == 2 else f'{len(files) - 1} more'}"
        self._schema: pa.Schema | None = None

    @property
    def rows(self) -> int | None:
        """The sum of the rows, if each file tells."""
        rows = [file.rows for file in self._files]
        return None if None in rows else sum(r for r in rows if r is not None)

    @property
    def column_names(self) -> list[str]:
        """The names that any of the files has."""
        return list(dict.fromkeys(name for file in self._files for name in self._shared(file).names))

    def narrowed(self, names: Sequence[str]) -> Concatenated:
        """The same files, of which these columns alone are looked at, so that others may differ."""
        files = Concatenated(self._files, names, alike=self._alike)
        files.label, files.name = self.label, self.name
        return files

    @property
    def remarks(self) -> tuple[Finding, ...]:
        """What the readers of the files guessed."""
        return tuple({remark.text: remark for file in self._files for remark in remarks(file)}.values())

    @property
    def codes(self) -> frozenset[str]:
        """The columns that are text because of leading zeros in one of the files."""
        return frozenset().union(*(codes_of(file) for file in self._files))

    def keep_as_text(self, names: Container[str]) -> None:
        """Have whole numbers of some columns read as text."""
        for file in self._files:
            keep_as_text(file, names)
        self._schema = None

    def schema(self) -> pa.Schema:
        """The names and types of the columns, which all files share; what differs is named column by column."""
        if self._schema is None:
            share_codes(self._files)
            first, *others = self._files
            schema = self._shared(first)
            faults: dict[str, str] = {}
            for other in others:
                schema = _united(schema, self._shared(other), first.name, other.name, faults, self._alike)
            if faults:
                more = f"; and {len(faults) - _NAMED} more columns" if len(faults) > _NAMED else ""
                raise SchemaMismatch(
                    f"the tables differ: {'; '.join(list(faults.values())[:_NAMED])}{more}: "
                    "read them apart, or say which columns they share, with columns= or exclude="
                )
            self._schema = schema
        return self._schema

    def _shared(self, file: Source) -> pa.Schema:
        schema = check_schema(file.schema(), file.name)
        there = {*schema.names}
        return schema if self._names is None else pa.schema([schema.field(n) for n in self._names if n in there])

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """All batches of all files."""
        return chain.from_iterable(file.batches(columns, batch_rows) for file in self._files)


class Partitioned(Wrapped):
    """A file, and columns whose one value is written in the names of its folders, as in `year=2024/month=5`."""

    def __init__(self, file: Source, values: Mapping[str, pa.Scalar]) -> None:
        self.label = file.label
        self.name = file.name
        self._file = file
        self._values = values

    def schema(self) -> pa.Schema:
        """The columns of the file and those of its folders; where both have one, that of the file is taken."""
        schema = self._file.schema()
        own = [pa.field(name, value.type) for name, value in self._values.items() if name not in schema.names]
        return pa.schema([*schema, *own])

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """Read some columns of the file, and repeat the values of the others."""
        there = self._file.schema().names
        own = {*there}
        inside = [name for name in columns if name in own]
        for batch in self._file.batches(inside or there[:1], batch_rows):
            arrays = [
                batch.column(name) if name in own else pa.repeat(self._values[name], batch.num_rows) for name in columns
            ]
            yield pa.record_batch(arrays, names=list(columns))


def _united(
    a: pa.Schema, b: pa.Schema, name_a: str, name_b: str, faults: dict[str, str], alike: Sequence[set[Kind]]
) -> pa.Schema:
    """One schema for what was seen and one more file: kinds must agree, numbers may be whole in one and not in both."""
    in_a, in_b = {*a.names}, {*b.names}
    for name in [*a.names, *b.names]:
        if (name in in_a) != (name in in_b):
            has, lacks = (name_a, name_b) if name in in_a else (name_b, name_a)
            faults.setdefault(name, f"column {name!r} is in {has} but not in {lacks}")
    fields = []
    for field in a:
        other = b.field(field.name) if field.name in in_b else field
        kinds = kind_of(field.type), kind_of(other.type)
        if kinds[0] is kinds[1] or kinds[1] is Kind.EMPTY:
            fields.append(field)
        elif kinds[0] is Kind.EMPTY:
            fields.append(other)
        elif set(kinds) == {Kind.INTEGER, Kind.NUMBER}:
            fields.append(pa.field(field.name, pa.float64()))
        elif {*kinds} in alike:
            fields.append(field)
        else:
            faults.setdefault(
                field.name, f"column {field.name!r} holds {kinds[0]} in {name_a} and {kinds[1]} in {name_b}"
            )
            fields.append(field)
    return pa.schema(fields)
