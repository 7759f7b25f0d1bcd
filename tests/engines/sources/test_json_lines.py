"""Lines of JSON are read as the same rows are elsewhere, and what is wrong is named by its line."""

import json

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.dataset
import pyarrow.parquet
import pytest

import plogp
from digests import digest, some_flights
from plogp.engines.sources.open_source import open_source
from plogp.theory.errors import (
    EmptyData,
    UnreadableData,
    WrongEncoding,
)
from tables import nasty


@pytest.mark.parametrize("suffix", ["jsonl", "ndjson", "jsonl.gz", "json.zst"])
def test_json_lines(suffix, tmp_path):
    table = some_flights()
    path = tmp_path / f"flights.{suffix}"
    text = pl.from_arrow(table).write_ndjson().encode()
    with pa.output_stream(path, compression={"gz": "gzip", "zst": "zstd"}.get(path.suffix[1:])) as file:
        file.write(text)
    assert digest(str(path)) == digest(table)


@pytest.mark.slow
def test_json_lines_of_hostile_values(tmp_path):
    table = nasty().drop(["nan_and_null", "infinite", "decimal"]).select(["text", "bool", "date", "many", "target"])
    lines = [json.dumps({k: v for k, v in row.items() if v is not None}, default=str) for row in table.to_pylist()]
    lines.insert(7, "   ")
    (tmp_path / "nasty.jsonl").write_text("\r\n".join(lines), encoding="utf-8")
    assert digest(tmp_path / "nasty.jsonl") == digest(table)


def test_json_numbers_widen_wherever_the_first_fraction_stands(tmp_path, monkeypatch):
    monkeypatch.setattr("plogp.engines.sources.text.json_file._BLOCK_BYTES", 64)
    rows = [{"a": 1, "b": None}] * 20 + [{"a": 2.5, "b": "x", "late": True}] + [{"a": 3}] * 20
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    tally = plogp.tally(tmp_path / "rows.jsonl", tables=[("a", "late")])
    assert tally.axes["a"].levels.to_pylist() == [1.0, 2.5, 3.0]
    np.testing.assert_array_equal(tally.dense("a", "late"), [[0, 20], [1, 0], [0, 20]])


@pytest.mark.parametrize(
    ("lines", "error", "says"),
    [
        (['{"a": 1}'] * 30 + ["", "nonsense"], UnreadableData, "'bad.jsonl' has a bad line 32: Invalid value"),
        (['{"a": 1}'] * 30 + ['{"a": "x"}'], UnreadableData, r"holds int64 before line 31 and string after it"),
        (['[{"a": 1}]'], UnreadableData, "is a JSON array: write one object a line"),
        (['{"a": "é"}'] * 9 + ['{"a": "\udcff"}'], WrongEncoding, "line 10 holds the byte 0xff"),
        (["", " "], EmptyData, "holds no object"),
    ],
)
def test_bad_json_lines_are_named_by_their_number(lines, error, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("plogp.engines.sources.text.json_file._BLOCK_BYTES", 9)
    (tmp_path / "bad.jsonl").write_bytes("\n".join(lines).encode("utf-8", "surrogateescape"))
    with pytest.raises(error, match=says):
        plogp.tally("bad.jsonl")


@pytest.mark.parametrize(
    "row", [{"a": "}{][" * 200, "b": [[[1]]]}, {"a": '"[' * 200}, {"a": "\\\\" + "[" * 300}, {"[" * 200: [{}] * 200}]
)
def test_brackets_in_text_are_no_depth(row, tmp_path):
    (tmp_path / "rows.jsonl").write_text((json.dumps(row) + "\n") * 3)
    assert open_source(tmp_path / "rows.jsonl").schema().names == list(row)


@pytest.mark.parametrize("lines", [1, 3])
def test_lines_longer_than_a_block_are_read(lines, tmp_path, monkeypatch):
    monkeypatch.setattr("plogp.engines.sources.text.json_file._BLOCK_BYTES", 100)
    (tmp_path / "rows.jsonl").write_text("\n".join([json.dumps({"a": "x" * 999, "b": 1})] * lines))
    assert plogp.tally(tmp_path / "rows.jsonl").rows == lines
    monkeypatch.setattr("plogp.engines.sources.text.json_file._LONGEST_LINE", 500)
    with pytest.raises(UnreadableData, match="MiB in line 1"):
        plogp.tally(tmp_path / "rows.jsonl")
