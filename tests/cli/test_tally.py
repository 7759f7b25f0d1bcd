"""`plogp plan`, `tally` and `merge` as they are typed: what is said is done, or refused by name."""

import json

import jsonschema
import pytest

import plogp
from command_line import typed, write_parquet
from plogp.apps.profile import ranking_schema, schema


@pytest.fixture
def parts(here):
    """Three parts of a table, of which the last has a column more."""
    for i in range(3):
        columns = {"x": [j * (i + 2) % 97 for j in range(300)], "s": ["a", "b", "c"] * 100, "y": [0, 1] * 150}
        write_parquet(here / f"{i}.parquet", columns | ({"late": [1] * 300} if i == 2 else {}))
    return here


SAID = ["--target y", "--bins 4", "--columns x", "--exclude s", "--bins 16 --target s"]


@pytest.mark.parametrize("said", SAID)
def test_what_a_tally_is_like_decides_alone(parts, said):
    assert typed("tally", "0.parquet", "-o", "ref.tally").exit_code == 0
    done = typed("tally", "1.parquet", "--like", "ref.tally", "-o", "x.tally", *said.split())
    assert done.exit_code == 1
    assert all(word in done.stderr for word in ["leave out", *said.split()[::2]])
    assert not (parts / "x.tally").exists()
    assert typed("tally", "1.parquet", *said.split(), "-o", "x.tally").exit_code == 0


def test_bins_beside_a_tally_are_refused(parts):
    assert typed("tally", "0.parquet", "-o", "ref.tally").exit_code == 0
    done = typed("compare", "ref.tally", "1.parquet", "--bins", "4")
    assert (done.exit_code, "4 bins" in done.stderr) == (1, True)
    assert typed("compare", "0.parquet", "1.parquet", "--bins", "4").exit_code == 0


def test_the_parts_of_a_plan_merge_to_the_whole(parts):
    said = ["--target", "y", "--exclude", "late", "--bins", "8", "--missing", "drop"]
    files = [f"{i}.parquet" for i in range(3)]
    assert typed("plan", *files, *said, "-o", "plan.tally").stdout.startswith("plan.tally: 0 rows, 3 columns")
    for i, file in enumerate(files):
        assert typed("tally", file, "--like", "plan.tally", "-o", f"{i}.tally").exit_code == 0
    assert typed("merge", *(f"{i}.tally" for i in range(3)), "-o", "all.tally").exit_code == 0
    assert typed("tally", *files, *said, "-o", "whole.tally").exit_code == 0
    merged, whole = plogp.read_tally("all.tally"), plogp.read_tally("whole.tally")
    assert merged.digest() == whole.digest()
    assert whole.axes["x"].size == 8
    assert {*whole.cells} == {("x",), ("s",), ("y",), ("x", "y"), ("s", "y")}


def test_a_plan_has_no_rows_to_compare(parts):
    assert typed("plan", "0.parquet", "-o", "plan.tally").exit_code == 0
    for words in (("plan.tally", "1.parquet"), ("1.parquet", "plan.tally")):
        done = typed("compare", *words)
        assert (done.exit_code, "no rows" in done.stderr) == (1, True)


@pytest.mark.parametrize("command", ["profile", "rank", "tally -o x.tally", "plan -o x.tally", "compare 0.parquet"])
def test_columns_that_files_do_not_share_can_be_left_out(parts, command):
    target = [] if "compare" in command else ["--target", "y"]
    files = ["[0-2].parquet"]
    if "compare" in command:
        write_parquet(parts / "0.parquet", {"x": [1, 2] * 200, "y": [0, 1] * 200, "s": ["a"] * 400})
    done = typed(*command.split(), *files, *target)
    assert (done.exit_code, "'late'" in done.stderr) == (1, True)
    assert typed(*command.split(), *files, *target, "--exclude", "late").exit_code == 0
    assert typed(*command.split(), *files, *target, "--columns", "[xys]", "--sample", "50").exit_code == 0


def test_a_merged_tally_is_profiled_and_ranked_as_its_table_is(parts):
    files = [f"{i}.parquet" for i in range(3)]
    said = ["--target", "y", "--exclude", "late", "--json"]
    assert typed("plan", *files, "--target", "y", "--exclude", "late", "-o", "plan.tally").exit_code == 0
    for i, file in enumerate(files):
        assert typed("tally", file, "--like", "plan.tally", "-o", f"{i}.tally").exit_code == 0
    assert typed("merge", *(f"{i}.tally" for i in range(3)), "-o", "all.tally").exit_code == 0
    for command, form in (("profile", schema()), ("rank", ranking_schema())):
        done = typed(command, "all.tally", "--target", "y", "--json")
        assert done.exit_code == 0, done.stderr
        merged, whole = json.loads(done.stdout), json.loads(typed(command, *files, *said).stdout)
        jsonschema.validate(merged, form)
        assert merged["source"] == "all.tally"
        for mine, theirs in zip(merged["columns"], whole["columns"], strict=True):
            unknown = {"distinct": None} if mine["name"] == "x" else {}  # which is counted in bins
            assert mine == theirs | unknown
        assert typed(command, "all.tally", "--target", "y").exit_code == 0  # as a table for people
        for wrong, why in (
            ("--bins 4", "4 bins"),
            ("--target s", "make it with --target s"),
            ("--missing drop", "policy"),
            ("--sample 9", "--sample"),
        ):
            done = typed(command, "all.tally", "--target", "y", *wrong.split())
            assert (done.exit_code, why in done.stderr) == (1, True)
    done = typed("profile", "plan.tally", "--target", "y")
    assert (done.exit_code, "has no rows" in done.stderr) == (1, True)


@pytest.mark.parametrize("command", ["profile", "rank"])
def test_several_tallies_are_taken_as_one(parts, command):
    assert typed("tally", "0.parquet", "--target", "y", "-o", "0.tally").exit_code == 0
    for i in (1, 2):
        assert typed("tally", f"{i}.parquet", "--like", "0.tally", "-o", f"{i}.tally").exit_code == 0
    tallies = [f"{i}.tally" for i in range(3)]
    assert typed("merge", *tallies, "-o", "all.tally").exit_code == 0
    said = [typed(command, *names, "--target", "y", "--csv") for names in (tallies, ["all.tally"])]
    assert said[0].exit_code == 0
    assert said[0].stdout == said[1].stdout
    done = typed(command, "0.tally", "1.parquet", "--target", "y")
    assert (done.exit_code, "--like" in done.stderr) == (1, True)
    done = typed(command, *tallies, "--target", "y", "--sample", "9")
    assert (done.exit_code, "leave out --sample" in done.stderr) == (1, True)


def test_no_sample_is_drawn_of_two_tallies(parts):
    for i in range(2):
        assert typed("tally", "0.parquet", "-o", f"{i}.tally").exit_code == 0
    done = typed("compare", "0.tally", "1.tally", "--sample", "9")
    assert (done.exit_code, "leave out --sample" in done.stderr) == (1, True)
    assert typed("compare", "0.tally", "0.parquet", "--sample", "9").exit_code == 0
