"""Files of every kind give the same counts, and what is wrong with one is told by name, place and mend."""

import gzip
import io
import sys

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.dataset
import pyarrow.parquet
import pytest

import plogp
from digests import digest, pairs, some_flights
from plogp.engines.sources.open_source import open_source
from plogp.theory.errors import (
    EmptyData,
    NotAFile,
    RaggedFile,
    SchemaMismatch,
    UnreadableData,
)


@pytest.mark.parametrize(("suffix", "compression"), [("gz", "gzip"), ("zst", "zstd"), ("bz2", "bz2")])
def test_compressed_text(suffix, compression, tmp_path):
    table = some_flights()
    for name, delimiter in (("rows.csv", ","), ("rows.tsv", "\t")):
        path = tmp_path / f"{name}.{suffix}"
        with pa.output_stream(path, compression=compression) as file:
            pa.csv.write_csv(table, file, pa.csv.WriteOptions(delimiter=delimiter))
        assert digest(str(path)) == digest(table)


def test_ten_bad_lines_of_csv_are_told_by_their_numbers(tmp_path):
    lines = ["a,b,c", *["1,2,3"] * 3000]
    bad = [17, 300, 301, 999, 1500, 1501, 1502, 2000, 2500, 3000]
    for number in bad:
        lines[number - 1] = "1,2" if number % 2 else "1,2,3,4"
    text = ("\n".join(lines) + "\n").encode()
    (tmp_path / "rows.csv").write_bytes(text)
    (tmp_path / "rows.csv.gz").write_bytes(gzip.compress(text))
    for name in ("rows.csv", "rows.csv.gz"):
        with pytest.raises(RaggedFile) as caught:
            plogp.tally(tmp_path / name)
        said = str(caught.value)
        assert "has 3 columns but" in said
        assert "quote fields that hold the delimiter" in said
        for number in bad:
            assert f"line {number} has {2 if number % 2 else 4}" in said


@pytest.mark.parametrize("start", ['a,b\n1,2\n1,"', ""], ids=["quote", "header"])
def test_a_row_beyond_a_block_of_csv_is_told_by_its_number(start, tmp_path):
    (tmp_path / "rows.csv").write_text(start + ("x" * 9999 + "\n" * bool(start)) * 1400)
    with pytest.raises(UnreadableData, match=f"more than 4 MiB, which begins in line {3 if start else 1}: is a quote"):
        plogp.tally(tmp_path / "rows.csv")


@pytest.mark.parametrize("kept", [0.9, 0.5, 0.01])
def test_truncated_parquet(kept, tmp_path):
    path = tmp_path / "flights.parquet"
    pa.parquet.write_table(some_flights(), path)
    content = path.read_bytes()
    path.write_bytes(content[: int(kept * len(content))])
    with pytest.raises(UnreadableData, match=r"flights.parquet' is no complete Parquet file: .* was cut off"):
        plogp.tally(path)


def test_parquet_with_a_hole_is_not_counted_in_part(tmp_path):
    path = tmp_path / "flights.parquet"
    pa.parquet.write_table(some_flights(), path, compression="zstd")
    content = bytearray(path.read_bytes())
    content[200 : len(content) // 2] = bytes(len(content) // 2 - 200)
    path.write_bytes(content)
    with pytest.raises(UnreadableData, match=r"flights.parquet' cannot be read to its end"):
        plogp.tally(path)


def test_a_folder_is_one_table_and_the_names_within_it_are_columns(tmp_path):
    table = some_flights()
    for origin in ("EWR", "JFK", "LGA"):
        for month in range(1, 13):
            part = table.filter((pa.compute.field("origin") == origin) & (pa.compute.field("month") == month))
            folder = tmp_path / f"origin={origin}" / f"month={month}"
            folder.mkdir(parents=True)
            pa.parquet.write_table(part.drop(["origin", "month"]), folder / "part-0.snappy.parquet")
    (tmp_path / "_SUCCESS").write_text("")
    (tmp_path / "origin=EWR" / ".part.parquet.crc").write_text("x")
    pa.parquet.write_table(table.slice(0, 0).drop(["origin", "month"]), tmp_path / "empty.parquet")
    source = open_source(tmp_path)
    assert source.label == str(tmp_path)
    assert source.rows == table.num_rows
    tables = [("origin", "late"), ("month", "late"), ("origin", "month")]
    assert plogp.tally(tmp_path, tables=tables).digest() == plogp.tally(table, tables=tables).digest()
    only = plogp.tally(tmp_path, ["origin", "month"])
    np.testing.assert_array_equal(only.dense("origin"), np.unique(table["origin"], return_counts=True)[1])


def test_names_of_folders_may_be_escaped_or_missing(tmp_path):
    for name in ("c=a%20b", "c=__HIVE_DEFAULT_PARTITION__", "c=%E5%8F%B0"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "rows.csv").write_text("x\n1\n2\n")
    tally = plogp.tally(str(tmp_path))
    assert tally.axes["c"].levels.to_pylist() == ["a b", "台"]
    assert tally.missing_rows("c") == 2


def test_names_of_folders_that_write_one_number_in_two_ways_are_text(tmp_path):
    for name in ("zip=0421", "zip=421", "zip=500"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "rows.csv").write_text("x\n1\n2\n")
    assert plogp.tally(tmp_path).axes["zip"].levels.to_pylist() == ["0421", "421", "500"]


def test_a_folder_without_tables(tmp_path):
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(NotAFile, match=r"is a directory without a file that plogp can read: known are \.arrow"):
        plogp.tally(tmp_path)
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(EmptyData, match="has no rows in any of its 1 files"):
        plogp.tally(tmp_path)


def test_files_that_differ_are_told_column_by_column(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "1.csv").write_text("a,b,c,d\n1,x,1,\n")
    (tmp_path / "2.csv").write_text("a,b,d,e\nx,y,2,1\n")
    (tmp_path / "3.csv").write_text("c,d,b,a\n1.5,2.5,z,1\n")
    with pytest.raises(SchemaMismatch) as caught:
        plogp.tally("*.csv")
    assert str(caught.value) == (
        "the tables differ: column 'c' is in '1.csv' but not in '2.csv'; column 'e' is in '2.csv' but not in '1.csv'; "
        "column 'a' holds integer in '1.csv' and string in '2.csv': "
        "read them apart, or say which columns they share, with columns= or exclude="
    )
    tally = plogp.tally(["1.csv", "3.csv"], tables=[("a", "c")])
    assert tally.axes["c"].levels.to_pylist() == [1.0, 1.5]
    assert tally.axes["d"].levels.to_pylist() == [2.5]


@pytest.mark.parametrize("form", ["csv", "parquet", "arrow", "jsonl"])
def test_standard_input(form, monkeypatch):
    table = some_flights()
    sink = io.BytesIO()
    if form == "csv":
        pa.csv.write_csv(table, sink)
    elif form == "parquet":
        pa.parquet.write_table(table, sink)
    elif form == "jsonl":
        pl.from_arrow(table).write_ndjson(sink)
    else:
        with pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(sink.getvalue())))
    source = open_source("-")
    kept = source._file._path
    assert source.label == "standard input"
    del source
    assert not kept.exists()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(sink.getvalue())))
    assert plogp.tally("-", tables=pairs(table.column_names)).digest() == digest(table)


def test_nothing_on_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    with pytest.raises(EmptyData, match="standard input is empty"):
        plogp.tally("-")


@pytest.mark.parametrize("log", ["_delta_log/0.json", "metadata/v1.metadata.json", ".hoodie/hoodie.properties"])
def test_a_folder_whose_files_do_not_all_hold_is_refused(log, tmp_path):
    pa.parquet.write_table(pa.table({"a": [1, 2]}), tmp_path / "replaced.parquet")
    (tmp_path / log).parent.mkdir()
    (tmp_path / log).write_text("{}")
    with pytest.raises(UnreadableData, match="also holds files that were replaced"):
        plogp.tally(tmp_path)


def test_a_dataset_of_pyarrow_is_read_batch_by_batch(tmp_path):
    for year in (2023, 2024):
        (tmp_path / f"year={year}").mkdir()
        columns = pa.table({"a": range(300), "b": ["x", "y", None] * 100})
        pa.parquet.write_table(columns, tmp_path / f"year={year}" / "1.parquet", row_group_size=70)
    dataset = pyarrow.dataset.dataset(tmp_path, partitioning="hive")
    asked = {"tables": [("a", "year"), ("b", "year")]}
    assert plogp.tally(dataset, **asked).digest() == plogp.tally(tmp_path, **asked).digest()
    assert plogp.tally(dataset.filter(pyarrow.dataset.field("a") < 100)).rows == 200
    (tmp_path / "year=2024" / "1.parquet").write_bytes(b"PAR1")
    with pytest.raises(UnreadableData, match="the pyarrow dataset cannot be read"):
        plogp.tally(dataset)
