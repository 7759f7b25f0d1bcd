"""`plogp compare`, `rank`, `tally` and `merge` as they are typed."""

import csv
import io
import json
import re
import subprocess

import jsonschema
import pandas as pd
import pytest
from rich.console import Console

import plogp
from command_line import MAIN, customers, typed
from plogp.apps.drift import schema
from plogp.apps.drift import terminal as compare_view
from plogp.apps.profile import ranking_schema
from plogp.report.terminal import Page


def test_what_has_moved_is_shown_in_80_columns(two_tables):
    done = typed("compare", "old.csv", "new.csv")
    assert done.exit_code == 0
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0] == "old.csv → new.csv · 1,000 → 1,000"
    assert lines[1] == "Drifted: 1 of 3; a false alarm in 5 % of comparisons"
    assert max(map(len, lines)) <= 80
    assert re.search(r"^! age +num", done.stdout, re.MULTILINE)
    assert "! age has moved by" in done.stdout
    quiet = typed("compare", "old.csv", "same.csv")
    assert "Nothing has drifted" in quiet.stdout
    assert "four of five changes" in quiet.stdout


@pytest.mark.slow
def test_drift_is_exit_code_3_only_if_asked_for(two_tables):
    assert typed("compare", "old.csv", "new.csv").exit_code == 0
    assert typed("compare", "old.csv", "new.csv", "--fail").exit_code == 3
    assert typed("compare", "old.csv", "same.csv", "--fail").exit_code == 0
    assert typed("compare", "old.csv", "nowhere.csv", "--fail").exit_code == 1
    process = subprocess.run([*MAIN, "compare", "old.csv", "new.csv", "--fail", "-q"], capture_output=True, check=False)
    assert process.returncode == 3


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_comparison_fits_a_terminal(width):
    before, after = (customers(seed, shift) for seed, shift in ((1, 0), (3, 1)))
    names = {"age": "a_name_of_some_length", "city": "where"}
    result = plogp.compare(before.rename(columns=names), after.rename(columns=names))
    page = Page()
    page.console = Console(width=width, file=io.StringIO(), force_terminal=True, color_system=None)
    page.print([compare_view._head(result, page), compare_view._columns(result, page), *page.findings(result.findings)])
    lines = page.console.file.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    assert any("a_name_of_some_length" in line and "→" in line for line in lines) == (width > 60)
    assert "…" not in "".join(lines)


@pytest.mark.parametrize("suffix", [".htm", ".txt", ".parquet"])
def test_a_form_that_is_not_written_is_a_named_error(two_tables, suffix):
    done = typed("profile", "old.csv", "-o", f"out{suffix}")
    assert done.exit_code == 1
    assert f"no {suffix} is written, but .json, .csv, .md and .html" in done.stderr
    assert not (two_tables / f"out{suffix}").exists()
    assert typed("profile", "old.csv", "-o", f"out{suffix}", "--csv").exit_code == 0


def test_bars_of_entropy_fit_80_columns(two_tables):
    (two_tables / "bytes").write_bytes(bytes(range(256)) * 20)
    assert max(map(len, typed("entropy", "bytes").stdout.splitlines())) <= 80


def test_drift_can_be_asked_to_matter(two_tables):
    assert typed("compare", "old.csv", "new.csv", "--fail", "--psi", 0.1, "--at-least", 0.01).exit_code == 3
    assert typed("compare", "old.csv", "new.csv", "--fail", "--psi", 10).exit_code == 0
    assert typed("compare", "old.csv", "new.csv", "--fail", "--at-least", 0.9).exit_code == 0
    assert typed("compare", "old.csv", "new.csv", "--psi", -1).exit_code == 2


def test_missing_values_that_moved_are_named_in_every_form(two_tables):
    for name, gaps in (("few.csv", 10), ("many.csv", 50)):
        pd.DataFrame({"a": [1] * (100 - gaps) + [None] * gaps, "b": [1] * 100}).to_csv(name, index=False)
    row, _ = csv.DictReader(io.StringIO(typed("compare", "few.csv", "many.csv", "--csv").stdout))
    assert (row["moved"], row["reference"], row["current"]) == ("missing values", "0.1", "0.5")
    assert "| missing values |" in typed("compare", "few.csv", "many.csv", "--md").stdout


def test_its_json_is_what_the_schema_says(two_tables):
    words = ["compare", "old.csv", "new.csv", "--json", "--target", "bought", "--pair", "age,city", "--alarm", "0.01"]
    told = json.loads(typed(*words).stdout)
    jsonschema.validate(told, schema())
    assert told["drifted"] is True
    assert told["alarm"] == 0.01
    assert [pair["a"] for pair in told["pairs"]] == ["age"]
    assert {pair["a"] for pair in told["target"]} == {"age", "city"}


def test_a_kept_tally_stands_for_its_table(two_tables):
    assert typed("tally", "old.csv", "-o", "ref.tally").stdout.startswith("ref.tally: 1,000 rows, 3 columns, ")
    assert typed("compare", "ref.tally", "new.csv", "--fail").exit_code == 3
    assert typed("compare", "ref.tally", "same.csv", "--fail").exit_code == 0
    wrong = typed("compare", "ref.tally", "new.csv", "--target", "bought")
    assert wrong.exit_code == 1
    assert "make it with --target bought" in wrong.stderr
    typed("tally", "old.csv", "-o", "ref.tally", "--target", "bought", "--quiet")
    assert typed("compare", "ref.tally", "new.csv", "--target", "bought").exit_code == 0


def test_tallies_of_one_plan_add_up(two_tables):
    typed("tally", "old.csv", "-o", "old.tally")
    assert typed("tally", "same.csv", "--like", "old.tally", "-o", "same.tally", "-q").stdout == ""
    assert typed("merge", "old.tally", "same.tally", "-o", "both.tally").stdout.startswith("both.tally: 2,000 rows")
    both = plogp.read_tally("both.tally")
    assert both.digest() == plogp.tally(["old.csv", "same.csv"], like=plogp.read_tally("old.tally")).digest()
    piped = subprocess.run([*MAIN, "merge", "old.tally", "same.tally"], capture_output=True, check=True)
    (two_tables / "piped.tally").write_bytes(piped.stdout)
    assert plogp.read_tally("piped.tally").digest() == both.digest()
    typed("tally", "new.csv", "-o", "new.tally")
    apart = typed("merge", "old.tally", "new.tally", "-o", "x.tally")
    assert apart.exit_code == 1
    assert "column 'age' was cut into other bins" in apart.stderr
    assert not (two_tables / "x.tally").exists()


def test_the_ranking_is_that_of_the_profile(two_tables):
    done = typed("rank", "old.csv", "--target", "bought")
    names = [line.split()[0] for line in done.stdout.splitlines()[4:]]
    assert names == ["city", "age"]
    assert "What stands out" not in done.stdout
    told = json.loads(typed("rank", "old.csv", "--target", "bought", "--json").stdout)
    jsonschema.validate(told, ranking_schema())
    full = json.loads(typed("profile", "old.csv", "--target", "bought", "--json").stdout)
    assert told["columns"] == full["columns"][:-1]
    assert typed("rank", "old.csv").exit_code == 2


def test_differences_of_the_schemas_are_one_sentence(two_tables):
    customers(4).assign(age="young", more=1).drop(columns="city").to_csv("other.csv", index=False)
    done = typed("compare", "old.csv", "other.csv")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    for part in ("'age' holds number in the reference and string", "'city' is only in the reference", "'more' is only"):
        assert part in done.stderr


def test_a_tally_is_compared_by_its_own_policy(two_tables):
    assert typed("tally", "old.csv", "--missing", "drop", "-o", "drop.tally").exit_code == 0
    assert typed("compare", "drop.tally", "new.csv").exit_code == 0
    done = typed("compare", "drop.tally", "new.csv", "--missing", "separate")
    assert done.exit_code == 1
    assert done.stderr == (
        "plogp: the policy of missing values is 'drop' in one table and 'separate' in the other: count both with the "
        "same\n"
    )
