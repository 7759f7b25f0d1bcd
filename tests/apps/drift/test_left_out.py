"""Which columns a comparison leaves out, and how it says so."""

import pytest

import plogp


def test_columns_of_one_kind_that_were_not_compared_are_one_sentence():
    def made(seed):
        return {f"id{i}": [f"{seed}-{i}-{j}" for j in range(60)] for i in range(9)} | {
            "x": [0, 1] * 30, **{f"none{i}": [None] * 60 for i in range(3)}
        }  # fmt: skip

    texts = [finding.text for finding in plogp.compare(made(1), made(2)).findings]
    assert "id0, id1, id2, id3, id4 and 4 more name rows: their values differ between any two tables" in " ".join(texts)
    assert "none0, none1 and none2 have no values in one of the tables" in texts
    assert len(texts) == 3


@pytest.mark.parametrize("rows", [40, 500])
def test_identifiers_are_left_out_whether_or_not_both_tables_have_the_same(rows):
    before = {
        "text": [f"r{i}" for i in range(rows)],
        "number": list(range(rows)),
        "long": [(1 << 60) + i for i in range(rows)],
        "class": [f"k{i % 7}" for i in range(rows)],
    }
    for shift in (0, 10_000):
        after = {name: [f"s{x}" if shift and name == "text" else x for x in values] for name, values in before.items()}
        after |= {name: [x + shift for x in before[name]] for name in ("number", "long")}
        tags = {column.name: column.tags for column in plogp.compare(before, after)}
        assert tags == {**dict.fromkeys(("text", "number", "long"), ("identifier",)), "class": ()}
    few = {name: values[:12] for name, values in before.items()}  # of which the classes would seem to name rows
    assert plogp.compare(before, few)["class"].tags == ()
