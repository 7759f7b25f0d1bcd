"""Every format of files: found by its name and by its first bytes, read as the same table, named where people read."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.feather
import pyarrow.orc
import pyarrow.parquet
import pytest

import plogp
from plogp.engines.sources import formats
from plogp.engines.sources.arrow_frame import Frame
from plogp.engines.sources.formats import FORMATS, Format

TABLE = pa.table({"sky": ["clear", "rain", "rain"] * 9, "n": [1, 2, 3] * 9})


def _json(table: pa.Table, path: Path) -> None:
    import json

    path.write_text("".join(json.dumps(row) + "\n" for row in table.to_pylist()))


WRITERS: dict[str, Callable[[pa.Table, Path], None]] = {
    "Parquet": lambda table, path: pyarrow.parquet.write_table(table, path),
    "CSV": lambda table, path: pyarrow.csv.write_csv(table, path),
    "TSV": lambda table, path: pyarrow.csv.write_csv(table, path, pyarrow.csv.WriteOptions(delimiter="\t")),
    "Arrow": lambda table, path: pyarrow.feather.write_feather(table, path, compression="uncompressed"),
    "JSON lines": _json,
    "ORC": lambda table, path: pyarrow.orc.write_table(table, path),
}


def laws(one: Format, folder: Path) -> None:
    """What holds of every row of the table of formats."""
    write, expected = WRITERS[one.name], plogp.tally(TABLE, tables=[("sky", "n")]).dense("sky", "n")
    for suffix in (*one.suffixes, one.suffixes[0].upper()):
        write(TABLE, path := folder / f"rows{suffix}")
        assert (plogp.tally(path, tables=[("sky", "n")]).dense("sky", "n") == expected).all()
        assert suffix.lower() in formats.known()
    write(TABLE, nameless := folder / "rows of no suffix")
    start = nameless.read_bytes()[:64]
    assert formats.format_begun(start) is (one if one.starts else None)
    if one.binary:
        assert plogp.tally(nameless).rows == TABLE.num_rows
        (folder / f"empty{one.suffixes[0]}").touch()
        with pytest.raises(plogp.PlogpError, match="cut off"):
            plogp.tally(folder / f"empty{one.suffixes[0]}")
    polars = pytest.importorskip("polars")
    assert one.scan(polars, str(folder / f"rows{one.suffixes[0]}")).collect().height == TABLE.num_rows


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_law(one: Format, tmp_path: Path) -> None:
    laws(one, tmp_path)


@pytest.mark.parametrize("public", [plogp.Table, plogp.profile], ids=lambda public: public.__name__)
def test_every_format_is_named_where_people_read(public: Callable[..., object]) -> None:
    assert not [one.name for one in FORMATS if one.name not in public.__doc__]


def test_a_new_format_is_one_reader_and_one_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class OrcFile(Frame):
        """One ORC file."""

        def __init__(self, path: Path) -> None:
            super().__init__(pyarrow.orc.read_table(io.BytesIO(path.read_bytes())))

    def scan(polars: object, url: str) -> object:
        return polars.from_arrow(pyarrow.orc.read_table(url)).lazy()

    monkeypatch.setattr(formats, "FORMATS", [*FORMATS, Format("ORC", (".orc",), OrcFile, scan, b"ORC", True)])
    laws(formats.FORMATS[-1], tmp_path)
    WRITERS["ORC"](TABLE, tmp_path / "more.orc")
    assert plogp.tally(str(tmp_path / "[mr]*.orc")).rows == 2 * TABLE.num_rows
