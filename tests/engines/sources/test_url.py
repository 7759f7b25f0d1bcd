"""Tables behind URLs: http is downloaded and read as the file is, others are read by Polars; what is wrong is told."""

import os
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.feather
import pyarrow.parquet
import pytest

import plogp
from digests import digest, pairs, some_flights
from plogp.engines.sources.open_source import open_source
from plogp.theory.errors import FileMissing, MissingExtra, RaggedFile, UnreadableData


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl", "arrow"])
def test_a_url_is_read_by_polars(form, tmp_path):
    table = some_flights().select(["air_time", "arr_delay", "hour", "carrier", "tailnum", "late"])
    path = tmp_path / f"flights.{form}"
    frame = pl.from_arrow(table)
    {"parquet": frame.write_parquet, "csv": frame.write_csv, "jsonl": frame.write_ndjson, "arrow": frame.write_ipc}[
        form
    ](path)
    assert digest(path.as_uri()) == digest(table)


@pytest.fixture
def server(tmp_path):
    """The address of a server that hands out the files of a folder."""
    handler = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    handler.func.log_message = lambda *_: None
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("name", ["x.parquet", "x.csv", "x.csv.gz", "x.tsv", "x.jsonl", "x.arrow", "parquet", "csv"])
def test_a_url_of_http_is_downloaded_and_read_as_the_file_is(name, server, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "polars", None)
    table = some_flights()
    form = name.removeprefix("x.").removesuffix(".gz")
    path = tmp_path / name
    if form == "parquet":
        pa.parquet.write_table(table, path)
    elif form == "jsonl":
        table.to_pandas().to_json(path, orient="records", lines=True, date_format="iso")
    elif form == "arrow":
        pa.feather.write_feather(table, path)
    else:
        with pa.output_stream(path, compression="detect") as file:
            pa.csv.write_csv(table, file, pa.csv.WriteOptions(delimiter="\t" if form == "tsv" else ","))
    source = open_source(f"{server}/{name}?of=today")
    assert source.label == f"{server}/{name}?of=today"
    assert plogp.tally(source, tables=pairs(table.column_names)).digest() == digest(table)
    kept = source._file._path
    del source
    assert not kept.exists()


def test_what_is_wrong_with_a_url_of_http_is_told(server, tmp_path, monkeypatch):
    (tmp_path / "bad.csv").write_text("a,b\n1\n")
    (tmp_path / "cut.parquet").write_bytes(b"PAR1...")
    for name, error, says in (
        ("nowhere.csv", FileMissing, "there is nothing at"),
        ("bad.csv", RaggedFile, "bad.csv' has 2 columns but line 2 has 1"),
        ("cut.parquet", UnreadableData, r"cut.parquet' is no complete Parquet file"),
    ):
        with pytest.raises(error, match=says) as caught:
            plogp.tally(f"{server}/{name}")
        assert f"'{server}/{name}'" in str(caught.value)
    monkeypatch.setattr("os.fstat", lambda *_: os.stat_result((0,) * 6 + (99,) + (0,) * 3))
    with pytest.raises(UnreadableData, match="was cut off after 6 of 99 bytes: try again"):
        plogp.tally(f"{server}/bad.csv")


def test_a_url_without_its_extra_or_that_leads_nowhere(monkeypatch, tmp_path):
    with pytest.raises(UnreadableData, match=r"nowhere\.parquet' cannot be read"):
        plogp.tally((tmp_path / "nowhere.parquet").as_uri())
    (tmp_path / "latin.csv").write_bytes(b"a,b\n1,\xe9\n")
    with pytest.raises(UnreadableData, match=r"latin\.csv' cannot be read: .*utf-8"):
        plogp.tally((tmp_path / "latin.csv").as_uri())
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingExtra, match=r"'s3://bucket/x.parquet' is a URL, .*: pip install 'plogp\[polars\]'"):
        plogp.tally("s3://bucket/x.parquet")
