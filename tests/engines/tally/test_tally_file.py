"""A tally in a file is the same after loading, is written whole or not at all, and damage to it is never overlooked."""

import os

import numpy as np
import pyarrow as pa
import pytest

import plogp
from plogp.engines.tally import file_format
from plogp.engines.tally.plan import Missing
from plogp.engines.tally.tally import Tally
from plogp.files import atomic_write
from plogp.theory.errors import FileMissing, NotAFile, NotWritable, SchemaMismatch, UnreadableTally
from tables import flights, nasty

INF = float("inf")


@pytest.fixture
def kept(tmp_path):
    tally = plogp.tally({"a": ["x", None, "y", "x"], "b": [1.5, INF, 2.5, 1.5]}, tables=[("a", "b")])
    plogp.write_tally(tally, tmp_path / "kept.tally")
    return tmp_path / "kept.tally"


def same(one, other):
    assert one.digest() == other.digest()
    assert (one.rows, one.missing, one.given_up, one.plan) == (other.rows, other.missing, other.given_up, other.plan)
    assert [column.distinct for column in one.plan.columns] == [column.distinct for column in other.plan.columns]
    assert list(one.axes) == list(other.axes)
    assert list(one.cells) == list(other.cells)
    for name, axis in one.axes.items():
        assert (axis.levels is None and other.axes[name].levels is None) or axis.levels.equals(other.axes[name].levels)
    for key, cells in one.cells.items():
        np.testing.assert_array_equal(cells.codes, other.cells[key].codes)
        np.testing.assert_array_equal(cells.n, other.cells[key].n)


@pytest.mark.parametrize("missing", list(Missing))
@pytest.mark.parametrize("data", [lambda: flights().iloc[::40], nasty], ids=["flights", "nasty"])
def test_what_is_loaded_is_what_was_saved(data, missing, tmp_path):
    table = data()
    names = list(table.columns) if hasattr(table, "iloc") else table.column_names
    tally = plogp.tally(table, tables=[(name, names[-1]) for name in names[:-1]], missing=missing)
    plogp.write_tally(tally, tmp_path / "ref.tally")
    loaded = plogp.read_tally(str(tmp_path / "ref.tally"))
    same(tally, loaded)
    same(tally.merge(tally), loaded.merge(plogp.read_tally(tmp_path / "ref.tally")))
    assert file_format.is_tally(tmp_path / "ref.tally")


def test_a_tally_without_rows_or_values_is_kept_too(tmp_path):
    for tally in (Tally(0, {}, {}), plogp.tally({"a": pa.nulls(3)}), Tally(5, {}, {}, missing=Missing.DROP)):
        plogp.write_tally(tally, tmp_path / "empty.tally")
        same(tally, plogp.read_tally(tmp_path / "empty.tally"))


def test_every_damaged_byte_is_noticed(kept):
    content = kept.read_bytes()
    for at in range(0, len(content), 7):
        kept.write_bytes(content[:at] + bytes([content[at] ^ 16]) + content[at + 1 :])
        with pytest.raises(UnreadableTally):
            plogp.read_tally(kept)
    for length in (0, 5, len(file_format.MAGIC), 40, 90, len(content) - 1):
        kept.write_bytes(content[:length])
        with pytest.raises(UnreadableTally):
            plogp.read_tally(kept)


def test_errors_say_the_mend(kept, tmp_path):
    content = kept.read_bytes()
    kept.write_bytes(content[:-1])
    with pytest.raises(UnreadableTally, match=r"kept.tally' is damaged or cut off: make it again"):
        plogp.read_tally(kept)
    kept.write_bytes(content.replace(b"tally 1", b"tally 2"))
    with pytest.raises(UnreadableTally, match=r"of format 2, and this plogp reads formats up to 1: upgrade"):
        plogp.read_tally(kept)
    (tmp_path / "rows.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UnreadableTally, match=r"rows.csv' holds no tally: make one with 'plogp tally"):
        plogp.read_tally(tmp_path / "rows.csv")
    with pytest.raises(FileMissing):
        plogp.read_tally(tmp_path / "nowhere.tally")
    with pytest.raises(NotAFile):
        plogp.read_tally(tmp_path)


def test_a_write_that_fails_leaves_the_old_file(kept, monkeypatch):
    content = kept.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic_write.os, "fsync", full)
    with pytest.raises(NotWritable, match="No space left on device"):
        plogp.write_tally(plogp.tally({"a": [1]}), kept)
    assert kept.read_bytes() == content
    assert os.listdir(kept.parent) == [kept.name]


def test_another_table_is_counted_in_the_bins_of_a_kept_one(tmp_path):
    frame = flights()[["air_time", "carrier", "late"]]
    half = len(frame) // 2
    reference = plogp.tally(frame.iloc[:half], tables=[("air_time", "late")])
    plogp.write_tally(reference, tmp_path / "ref.tally")
    current = plogp.tally(frame.iloc[half:], like=plogp.read_tally(tmp_path / "ref.tally"))
    assert current.plan == reference.plan
    assert current.cells.keys() == reference.cells.keys()
    edges = np.asarray(reference.axes["air_time"].edges)
    expected = np.bincount(np.searchsorted(edges, frame.air_time.iloc[half:].dropna()), minlength=len(edges) + 1)
    np.testing.assert_array_equal(current.dense("air_time")[:-1], expected)
    both = reference.merge(current)
    assert both.rows == len(frame)
    np.testing.assert_array_equal(both.dense("carrier"), frame.carrier.value_counts().sort_index())


def test_a_kept_table_says_which_columns_differ():
    reference = plogp.tally({"a": ["x"], "b": [1], "c": [True], "d": [None]})
    with pytest.raises(SchemaMismatch, match=r"'a' holds integer here and string there; 'c' is not there"):
        plogp.tally({"a": [1], "b": [2.5], "d": [1]}, like=reference)
    dates = plogp.tally({"a": ["2024-01-01", "2024-01-02"] * 20})
    with pytest.raises(SchemaMismatch, match="the table holds text that does not write a date"):
        plogp.tally({"a": ["soon"]}, like=dates)
    current = plogp.tally({"a": ["y"], "b": [2.5], "c": [None], "d": ["new"]}, like=reference)
    assert current.axes["d"].levels.to_pylist() == ["new"]
