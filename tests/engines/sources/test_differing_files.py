"""Files that differ in some columns are read together for the columns that they share, whatever asks for them."""

import pyarrow as pa
import pyarrow.parquet
import pytest

import plogp
from plogp import rank
from plogp.theory.errors import SchemaMismatch, UnknownColumn

SHARED = ["age", "city", "bought"]
ASKED = {
    "tally": lambda files, **asked: plogp.tally(
        files, [n for n in SHARED if n not in asked.get("exclude", ())]
    ).digest(),
    "blank": lambda files, **_: plogp.plan(files, SHARED, [("city", "bought")]).digest(),
    "like": lambda files, **_: plogp.tally(files, like=plogp.tally(files[:1], SHARED)).digest(),
    "table": lambda files, **_: float(plogp.mutual_information(plogp.Table(files, "city", "bought"))),
    "profile": lambda files, **asked: plogp.profile(files, "bought", **asked).columns,
    "compare": lambda files, **asked: plogp.compare(files, files[:2], **asked).columns,
    "compare with a tally": lambda files, **asked: (
        plogp.compare(plogp.tally(files[:1], SHARED), files, **asked).columns
    ),
}


def rows(i):
    return {"age": [20 + j % (5 + i) for j in range(200)], "city": ["a", "b"] * 100, "bought": [True, False] * 100}


@pytest.fixture(params=["parquet", "csv"])
def files(request, tmp_path):
    """Three files, of which the last has one column more and one of another kind."""
    write = {"parquet": pa.parquet.write_table, "csv": pa.csv.write_csv}[request.param]
    paths = {"same": [], "differ": []}
    for i in range(3):
        extra = {"note": [1, 2] * 100} | ({"late": ["x"] * 200, "note": ["n"] * 200} if i == 2 else {})
        for name, more in (("same", {}), ("differ", extra)):
            path = tmp_path / name / f"{i}.{request.param}"
            path.parent.mkdir(exist_ok=True)
            write(pa.table(rows(i) | more), path)
            paths[name].append(str(path))
    return paths


@pytest.mark.parametrize("asked", ASKED)
def test_columns_that_files_do_not_share_can_be_left_out(files, asked):
    expected = ASKED[asked](files["same"])
    assert ASKED[asked](files["differ"], exclude=["late", "note"]) == expected
    if asked in ("profile", "compare"):
        assert ASKED[asked](files["differ"], columns=SHARED) == expected


def test_columns_that_differ_are_named_until_they_are_left_out(files):
    for ask in (
        plogp.tally,
        plogp.plan,
        lambda data: plogp.profile(data, exclude="age"),
        lambda data: rank(data, "age"),
    ):
        with pytest.raises(SchemaMismatch, match=r"'late' is in .* but not in .* 'note' holds|'note' holds .* 'late'"):
            ask(files["differ"])
    with pytest.raises(SchemaMismatch, match="'late' is in"):
        plogp.tally(files["differ"], ["late", "age"])
    with pytest.raises(UnknownColumn, match="did you mean 'late'"):
        plogp.tally(files["differ"], ["lat"])
