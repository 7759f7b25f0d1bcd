"""A table that was counted beforehand: every quantity of a tally is that of the rows it counted."""

import pytest

import plogp
from plogp import Table
from plogp.theory.errors import InvalidParameter, SchemaMismatch, UnknownColumn, UnusableColumn

ROWS = {
    "sky": ["clear", "rain", None, "clear"] * 25,
    "wind": list(range(10)) * 10,
    "late": [False, True, False] * 33 + [True],
}
PAIR = ("sky", "late")


@pytest.fixture(params=["tally", "file", "parts"])
def counted(request, tmp_path):
    whole = plogp.tally(ROWS, tables=[PAIR, ("sky", "wind", "late")])
    if request.param == "tally":
        return whole
    halves = [{name: values[at : at + 50] for name, values in ROWS.items()} for at in (0, 50)]
    tallies = [whole] if request.param == "file" else [plogp.tally(half, like=whole) for half in halves]
    paths = [tmp_path / f"{i}.tally" for i in range(len(tallies))]
    for path, tally in zip(paths, tallies, strict=True):
        plogp.write_tally(tally, path)
    return str(paths[0]) if request.param == "file" else [str(paths[0]), tallies[1]]


def test_quantities_are_those_of_the_rows(counted):
    for names in (PAIR, PAIR[::-1]):
        assert plogp.mutual_information(Table(counted, *names)) == plogp.mutual_information(Table(ROWS, *names))
    assert plogp.entropy(Table(counted, "wind")) == plogp.entropy(Table(ROWS, "wind"))
    given = [plogp.mutual_information(Table(data, "sky", "wind", given="late")) for data in (counted, ROWS)]
    assert given[0] == given[1]
    other = {"sky": ["rain", "fog"] * 30}
    for p, q in (((counted, "sky"), (other, "sky")), ((other, "sky"), (counted, "sky"))):
        wanted = plogp.js_divergence(*(Table(ROWS if data is counted else data, name) for data, name in (p, q)))
        assert plogp.js_divergence(Table(*p), Table(*q)) == wanted


def test_what_a_tally_lacks_is_named(counted):
    with pytest.raises(UnknownColumn, match="no column 'skye': did you mean 'sky'"):
        plogp.entropy(Table(counted, "skye"))
    with pytest.raises(UnusableColumn, match="does not hold 'wind' together with 'late'"):
        plogp.mutual_information(Table(counted, "wind", "late"))
    with pytest.raises(SchemaMismatch, match="policy of missing values"):
        plogp.entropy(Table(counted, "sky", missing=plogp.Missing.DROP))


def test_tallies_and_tables_are_not_mixed():
    with pytest.raises(InvalidParameter, match="--like"):
        plogp.entropy(Table([plogp.tally(ROWS), "rows.csv"], "sky"))
