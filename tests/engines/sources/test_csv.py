"""Delimited text as people write it: read right, or an error that says what would mend it."""

import csv
import os
import threading

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import plogp
from plogp import Delimited
from plogp.engines.sources.open_source import open_source
from plogp.engines.sources.source import remarks
from plogp.theory.errors import InvalidParameter, PlogpError, RaggedFile, SchemaMismatch, UnreadableData


def levels(data):
    return {name: axis.levels.to_pylist() for name, axis in plogp.tally(data).axes.items()}


@pytest.fixture
def written(tmp_path):
    def write(text, name="rows.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name;price, EUR\nn;0,50\nm;1,25\n", {"name": ["m", "n"], "price, EUR": [0.5, 1.25]}),
        ('name;"price, EUR";qty\nn;0.81;0\nm;0.11;1\n', {"name": ["m", "n"], "price, EUR": [0.11, 0.81], "qty": [0, 1]}),  # noqa: E501
        ("a|b|c\n1|x, y|2\n3|z|4\n", {"a": [1, 3], "b": ["x, y", "z"], "c": [2, 4]}),
        ("a\tb, c\n1\t2\n3\t4, 5\n", {"a": [1, 3], "b, c": ["2", "4, 5"]}),
        ('a;"b;\nc"\n1;"x,\ny"\n', {"a": [1], "b;\nc": ["x,\ny"]}),
        ("# by a program\n# a, b\nid,x\n1,2\n3,4\n", {"id": [1, 3], "x": [2, 4]}),
        ("#id,x\n1,2\n3,4\n", {"#id": [1, 3], "x": [2, 4]}),
        ("a,b,\n1,2,\n3,4,\n", {"a": [1, 3], "b": [2, 4]}),
        ("x;y\n1.5;1,234\n2;5,678\n", {"x": [1.5, 2.0], "y": ["1,234", "5,678"]}),  # a thousand, or a comma?
        ("zip,y\n421,1\n0421,2\n", {"zip": ["0421", "421"], "y": [1, 2]}),
        ("n,y\n0,1\n10,2\n-7,3\n", {"n": [-7, 0, 10], "y": [1, 2, 3]}),
        ("day,y\n01/02/2024,05:30\n", {"day": ["01/02/2024"], "y": None}),
        ("a;b\r\n1;2\r\n03;4\r\n", {"a": ["03", "1"], "b": [2, 4]}),
    ],
)  # fmt: skip
def test_text_is_read_as_it_is_meant(text, expected, written):
    found = levels(written(text))
    assert list(found) == list(expected)
    assert {name: found[name] for name, values in expected.items() if values} == {
        k: v for k, v in expected.items() if v
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Report\n\nid,x\n1,2\n3,4\n", "if the names of the columns stand in line 3: --skip-lines 2"),
        ("Report, of 2024\nby me\nid,x,z\n1,2,3\n3,4,5\n", "stand in line 3: --skip-lines 2"),
        ("a,b\n1,2,\n3,4,\n", "each row ends with a delimiter and the header does not"),
        ("a,b\nr1,2,5\nr2,4,6\n", "the header has one name too few: name the first column as well"),
        ("id,x\n1,2\n# note\n3,4\n", "lines that begin with # are no rows"),
        ("id,x\n1,2\n1,2,3\n3,4\n", "quote fields that hold the delimiter"),
    ],
)
def test_the_mend_fits_the_fault(text, says, written):
    with pytest.raises(RaggedFile, match=says):
        plogp.tally(written(text))


def test_what_is_said_of_a_file_is_obeyed(written):
    path = written("Report\n\nx;y\n1,5;?\n2,5;7\n", "rows.data")
    said = Delimited(path, delimiter=";", decimal=",", missing_values=["?"], skip_lines=2)
    assert levels(said) == {"x": [1.5, 2.5], "y": [7]}
    quoted = Delimited(written('"x","y"\n"1.5","a"\n"?","b"\n'), missing_values=["?"])
    assert levels(quoted) == {"x": [1.5], "y": ["a", "b"]}
    bare = Delimited(written("5.1,a\n4.9,b\n"), header=False)
    assert levels(bare) == {"column 1": [4.9, 5.1], "column 2": ["a", "b"]}
    rows = levels(said)
    for result in (plogp.profile(said), plogp.compare(said, said)):
        assert [column.name for column in result.columns] == list(rows)
    assert float(plogp.entropy(plogp.Table(said, "x"), base=2)) > 0


@pytest.mark.parametrize("wrong", [{"delimiter": ",,"}, {"decimal": "'"}, {"delimiter": ",", "decimal": ","}])
def test_what_cannot_be_said(wrong):
    with pytest.raises(InvalidParameter):
        Delimited("rows.csv", **wrong)


def test_nothing_is_said_of_other_formats(tmp_path):
    pa.parquet.write_table(pa.table({"x": [1]}), tmp_path / "x.parquet")
    with pytest.raises(InvalidParameter, match="is no delimited text"):
        plogp.tally(Delimited(tmp_path / "x.parquet", delimiter=";"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("5.1,3.5,setosa\n4.9,3.0,setosa\n", "look like data and not like names of columns"),
        ("x;y\n1,5;2\n2,5;3\n", "a decimal comma"),
        ("# a\n# b\nx,y\n1,2\n", "2 of them, begin with #"),
        ("zip,y\n07,1\n12,2\n", "zip is text: some of its whole numbers are written with leading zeros"),
        ("country,2019,2020\nA,1.5,2\nB,3,4\n", None),
        ("0,1,2\n5.5,6,7\n", None),
        ("x,y\n1,2\n", None),
    ],
)
def test_what_was_guessed_is_said(text, says, written):
    source = open_source(written(text))
    source.schema()
    assert [remark.text for remark in remarks(source) if says and says in remark.text] or not says
    assert len(remarks(source)) == (says is not None)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["5", "12345678901234567890", "12345678901234567891"], [5, 12345678901234567890, 12345678901234567891]),
        (["-" + "9" * 38, "9" * 38], [-(10**38 - 1), 10**38 - 1]),
        (["5", "12345678901234567890", "1.5"], [1.5, 5.0, 1.2345678901234567e19]),
        (["1" * 40, "1" * 39 + "2"], ["1" * 40, "1" * 39 + "2"]),
        (["12345678901234567890", "x"], ["12345678901234567890", "x"]),
    ],
)
def test_whole_numbers_of_any_width(values, expected, written):
    assert levels(written("\n".join(["n", *values])))["n"] == expected


def test_widths_and_zeros_are_found_wherever_they_stand(written, monkeypatch):
    monkeypatch.setattr("plogp.engines.sources.text.csv_file._BLOCK_BYTES", 256)
    rows = ["a,b,c"] + [f"{i % 9},{i},{i % 9}" for i in range(500)]
    rows[300], rows[400] = "12345678901234567890,0012,7", "12345678901234567891,5,1.5"
    rows[2] = ",,"
    found = levels(written("\n".join(rows)))
    assert found["a"][-2:] == [12345678901234567890, 12345678901234567891]
    assert found["b"][:2] == ["0", "0012"]
    assert 1.5 in found["c"]


_FIELDS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=6)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(_FIELDS, st.integers(0, 999), _FIELDS), min_size=3, max_size=12),
    delimiter=st.sampled_from(",;|\t"),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC]),
)
def test_any_text_written_by_python_has_its_columns_again(rows, delimiter, quoting, tmp_path):
    """Fields may hold any delimiter, quotes and line breaks."""
    path = tmp_path / "any.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator="\n")
        writer.writerow(["first", "second", "third"])
        writer.writerows(rows)
    try:
        tally = plogp.tally(Delimited(path, delimiter=delimiter))
        assert plogp.tally(path).digest() == tally.digest()
    except PlogpError:
        return
    assert list(tally.axes) == ["first", "second", "third"]
    assert tally.rows == len(rows)


@pytest.mark.parametrize("name", ["pipe", "device"])
def test_what_can_be_read_but_once_is_read(name, tmp_path):
    text = b"x,y\n" + b"1,a\n2,b\n" * 50
    if name == "pipe":
        path = tmp_path / "pipe"
        os.mkfifo(path)
        writer = threading.Thread(target=lambda: path.write_bytes(text))
        writer.start()
    else:
        reading, writing = os.pipe()
        os.write(writing, text)
        os.close(writing)
        path = f"/dev/fd/{reading}"
    tally = plogp.tally(path, tables=[("x", "y")])
    np.testing.assert_array_equal(tally.dense("x", "y"), [[50, 0], [0, 50]])


def test_a_parquet_file_of_no_bytes_in_a_folder_is_not_passed_over(tmp_path):
    pa.parquet.write_table(pa.table({"x": [1, 2]}), tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_bytes(b"")
    with pytest.raises(UnreadableData, match=r"b.parquet' was cut off: it is empty"):
        plogp.tally(tmp_path)


def test_codes_with_zeros_in_one_file_are_text_in_each(tmp_path):
    (tmp_path / "1.csv").write_text("zip,y\n" + "0421,1\n5000,2\n" * 9)
    (tmp_path / "2.csv").write_text("zip,y\n" + "421,1\n5000,2\n" * 9)
    both = plogp.tally(str(tmp_path / "*.csv"))
    assert both.axes["zip"].levels.to_pylist() == ["0421", "421", "5000"]
    first = plogp.tally(tmp_path / "1.csv")
    assert first.merge(plogp.tally(tmp_path / "2.csv", like=first)).digest() == both.digest()
    for reference in (tmp_path / "1.csv", first):
        found = plogp.compare(reference, tmp_path / "2.csv")
        assert {moved.level for c in found.columns if c.name == "zip" for moved in c.moved} == {"0421", "421"}
    (tmp_path / "3.csv").write_text("zip,y\n0421,?\n5000,2\n")
    with pytest.raises(SchemaMismatch, match="what stands for a missing value: --missing-values"):
        plogp.compare(tmp_path / "1.csv", tmp_path / "3.csv")
