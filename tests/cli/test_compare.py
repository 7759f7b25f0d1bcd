"""`plogp compare`, `rank`, `tally` and `merge` as they are typed, and the options that they share."""

import csv
import io
import json
import os
import re
import subprocess

import jsonschema
import numpy as np
import pandas as pd
import pytest
from rich.console import Console

import plogp
from command_line import MAIN, typed
from plogp.apps.drift import schema
from plogp.apps.profile import schema as profile_schema
from plogp.cli.options import MissingPolicy
from plogp.cli.views import compare as compare_view
from plogp.cli.views.console import Page
from plogp.engines.tally.plan import Missing
from plogp.files import atomic_write

COMMANDS = {
    "profile": ["old.csv", "--target", "bought"],
    "rank": ["old.csv", "--target", "bought"],
    "compare": ["old.csv", "new.csv"],
}


def rows(seed: int, shift: float = 0.0, n: int = 1000) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    city = rng.choice(["Taipei", "Tainan", "Hualien"], n)
    bought = rng.random(n) < np.where(city == "Tainan", 0.7, 0.3)
    gap = rng.random(n) < 0.1
    return pd.DataFrame(
        {"age": np.where(gap, np.nan, rng.normal(40 + 10 * shift, 10, n).round(3)), "city": city, "bought": bought}
    )


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a table, one like it, and one that has moved."""
    monkeypatch.chdir(tmp_path)
    rows(1).to_csv("old.csv", index=False)
    rows(2).to_csv("same.csv", index=False)
    rows(3, shift=1).to_csv("new.csv", index=False)
    return tmp_path


def test_what_has_moved_is_shown_in_80_columns(here):
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
def test_drift_is_exit_code_3_only_if_asked_for(here):
    assert typed("compare", "old.csv", "new.csv").exit_code == 0
    assert typed("compare", "old.csv", "new.csv", "--fail").exit_code == 3
    assert typed("compare", "old.csv", "same.csv", "--fail").exit_code == 0
    assert typed("compare", "old.csv", "nowhere.csv", "--fail").exit_code == 1
    process = subprocess.run([*MAIN, "compare", "old.csv", "new.csv", "--fail", "-q"], capture_output=True, check=False)
    assert process.returncode == 3


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_comparison_fits_a_terminal(width):
    before, after = (rows(seed, shift) for seed, shift in ((1, 0), (3, 1)))
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
def test_a_form_that_is_not_written_is_a_named_error(here, suffix):
    done = typed("profile", "old.csv", "-o", f"out{suffix}")
    assert done.exit_code == 1
    assert f"no {suffix} is written, but .json, .csv, .md and .html" in done.stderr
    assert not (here / f"out{suffix}").exists()
    assert typed("profile", "old.csv", "-o", f"out{suffix}", "--csv").exit_code == 0


def test_bars_of_entropy_fit_80_columns(here):
    (here / "bytes").write_bytes(bytes(range(256)) * 20)
    assert max(map(len, typed("entropy", "bytes").stdout.splitlines())) <= 80


def test_drift_can_be_asked_to_matter(here):
    assert typed("compare", "old.csv", "new.csv", "--fail", "--psi", 0.1, "--at-least", 0.01).exit_code == 3
    assert typed("compare", "old.csv", "new.csv", "--fail", "--psi", 10).exit_code == 0
    assert typed("compare", "old.csv", "new.csv", "--fail", "--at-least", 0.9).exit_code == 0
    assert typed("compare", "old.csv", "new.csv", "--psi", -1).exit_code == 2


def test_missing_values_that_moved_are_named_in_every_form(here):
    for name, gaps in (("few.csv", 10), ("many.csv", 50)):
        pd.DataFrame({"a": [1] * (100 - gaps) + [None] * gaps, "b": [1] * 100}).to_csv(name, index=False)
    row, _ = csv.DictReader(io.StringIO(typed("compare", "few.csv", "many.csv", "--csv").stdout))
    assert (row["moved"], row["reference"], row["current"]) == ("missing values", "0.1", "0.5")
    assert "| missing values |" in typed("compare", "few.csv", "many.csv", "--md").stdout


def test_its_json_is_what_the_schema_says(here):
    words = ["compare", "old.csv", "new.csv", "--json", "--target", "bought", "--pair", "age,city", "--alarm", "0.01"]
    told = json.loads(typed(*words).stdout)
    jsonschema.validate(told, schema())
    assert told["drifted"] is True
    assert told["alarm"] == 0.01
    assert [pair["a"] for pair in told["pairs"]] == ["age"]
    assert {pair["a"] for pair in told["target"]} == {"age", "city"}


def test_a_kept_tally_stands_for_its_table(here):
    assert typed("tally", "old.csv", "-o", "ref.tally").stdout.startswith("ref.tally: 1,000 rows, 3 columns, ")
    assert typed("compare", "ref.tally", "new.csv", "--fail").exit_code == 3
    assert typed("compare", "ref.tally", "same.csv", "--fail").exit_code == 0
    wrong = typed("compare", "ref.tally", "new.csv", "--target", "bought")
    assert wrong.exit_code == 1
    assert "make it with --target bought" in wrong.stderr
    typed("tally", "old.csv", "-o", "ref.tally", "--target", "bought", "--quiet")
    assert typed("compare", "ref.tally", "new.csv", "--target", "bought").exit_code == 0


def test_tallies_of_one_plan_add_up(here):
    typed("tally", "old.csv", "-o", "old.tally")
    assert typed("tally", "same.csv", "--like", "old.tally", "-o", "same.tally", "-q").stdout == ""
    assert typed("merge", "old.tally", "same.tally", "-o", "both.tally").stdout.startswith("both.tally: 2,000 rows")
    both = plogp.read_tally("both.tally")
    assert both.digest() == plogp.tally(["old.csv", "same.csv"], like=plogp.read_tally("old.tally")).digest()
    piped = subprocess.run([*MAIN, "merge", "old.tally", "same.tally"], capture_output=True, check=True)
    (here / "piped.tally").write_bytes(piped.stdout)
    assert plogp.read_tally("piped.tally").digest() == both.digest()
    typed("tally", "new.csv", "-o", "new.tally")
    apart = typed("merge", "old.tally", "new.tally", "-o", "x.tally")
    assert apart.exit_code == 1
    assert "column 'age' was cut into other bins" in apart.stderr
    assert not (here / "x.tally").exists()


def test_the_ranking_is_that_of_the_profile(here):
    done = typed("rank", "old.csv", "--target", "bought")
    names = [line.split()[0] for line in done.stdout.splitlines()[4:]]
    assert names == ["city", "age", "bought"]
    assert "What stands out" not in done.stdout
    told = json.loads(typed("rank", "old.csv", "--target", "bought", "--json").stdout)
    jsonschema.validate(told, profile_schema())
    full = json.loads(typed("profile", "old.csv", "--target", "bought", "--json").stdout)
    assert told["columns"] == full["columns"]
    assert typed("rank", "old.csv").exit_code == 2


@pytest.mark.parametrize("command", COMMANDS)
class TestSharedOptions:
    """Every command of tables takes the same options, and does the same with them."""

    def test_columns_and_bins(self, here, command):
        told = json.loads(typed(command, *COMMANDS[command], "--exclude", "c*", "--bins", 4, "--json").stdout)
        assert {column["name"] for column in told["columns"]} == {"age", "bought"}
        assert typed(command, *COMMANDS[command], "--bins", 1).exit_code == 2

    def test_base(self, here, command):
        told = json.loads(typed(command, *COMMANDS[command], "--base", "e", "--json").stdout)
        found = {c[key]["unit"] for c in told["columns"] for key in ("js", "mutual_information") if c.get(key)}
        assert found == {"nat"}

    def test_missing_values_can_be_left_out(self, here, command):
        def ages(policy):
            told = json.loads(typed(command, *COMMANDS[command], "--missing", policy, "--json").stdout)
            return next(column for column in told["columns"] if column["name"] == "age")

        assert ages("category") != ages("drop")
        assert typed(command, *COMMANDS[command], "--missing", "guess").exit_code == 2

    def test_a_sample_is_drawn_and_said(self, here, command):
        words = [command, *COMMANDS[command], "--sample", 300, "--seed", 5]
        done = typed(*words)
        assert "old.csv [300 of 1,000 rows, seed 5]" in re.sub(r"\s+", " ", done.stdout)
        assert "300" in done.stdout
        again, other = typed(*words, "--json").stdout, typed(*words, "--json", "--seed", 6).stdout
        assert typed(*words, "--json").stdout == again != other

    def test_csv_and_markdown(self, here, command):
        table = list(csv.DictReader(io.StringIO(typed(command, *COMMANDS[command], "--csv").stdout)))
        assert {row["name"] for row in table} == {"age", "city", "bought"}
        assert all(row["p_value"] == "" or 0 <= float(row["p_value"]) <= 1 for row in table)
        lines = typed(command, *COMMANDS[command], "--md").stdout.splitlines()
        assert lines[0].startswith("| name | kind |")
        assert len(lines) == 5
        both = typed(command, *COMMANDS[command], "--csv", "--md")
        assert both.exit_code == 1
        assert "ask for one" in both.stderr

    @pytest.mark.parametrize("suffix", ["json", "csv", "md"])
    def test_a_file_is_written_in_the_form_of_its_name(self, here, command, suffix):
        done = typed(command, *COMMANDS[command], "-o", f"out.{suffix}")
        assert done.exit_code == 0
        assert f"out.{suffix}" in done.stdout
        assert (here / f"out.{suffix}").read_text() == typed(command, *COMMANDS[command], f"--{suffix}").stdout

    def test_a_full_disk_leaves_what_was_there(self, here, command, monkeypatch):
        (here / "out.json").write_text("old")
        monkeypatch.setattr(atomic_write.os, "fsync", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
        done = typed(command, *COMMANDS[command], "-o", "out.json")
        assert done.exit_code == 1
        assert "cannot be written" in done.stderr
        assert (here / "out.json").read_text() == "old"
        assert sorted(os.listdir(here)) == ["new.csv", "old.csv", "out.json", "same.csv"]

    def test_people_are_spoken_to_in_chinese(self, here, command):
        done = typed(command, *COMMANDS[command], "--lang", "zh-TW")
        assert done.exit_code == 0
        assert "欄位" in done.stdout
        assert not re.search(r"\b(rows|column|kind|missing|Drifted|stands)\b", done.stdout)
        told = typed(command, *COMMANDS[command], "--lang", "zh-TW", "--json").stdout
        assert told == typed(command, *COMMANDS[command], "--json").stdout

    def test_threads_change_nothing(self, here, command):
        before = plogp.get_num_threads()
        try:
            one = typed(command, *COMMANDS[command], "--threads", 1, "--json").stdout
            assert one == typed(command, *COMMANDS[command], "--threads", 2, "--json").stdout
        finally:
            plogp.set_num_threads(before)

    def test_names_that_could_do_harm_are_shown_as_they_are_written(self, here, command):
        names = {"age": "<script>alert(1)</script>", "city": "\x1b[31mred\x1b[0m"}
        for name in ("old.csv", "new.csv"):
            pd.read_csv(name).rename(columns=names).to_csv(name, index=False)
        for form in ((), ("--csv",), ("--md",)):
            done = typed(command, *COMMANDS[command], *form)
            assert done.exit_code == 0
            assert "\x1b" not in done.stdout
            shown = re.sub(r"\s", "", done.stdout)
            assert r"\x1b[31mred" in shown.replace("\\\\", "\\").replace("\\[", "[")
            assert ("&lt;script&gt;al" if form == ("--md",) else "<script>al") in shown

    def test_help_has_examples(self, here, command):
        done = typed(command, "--help")
        assert f"plogp {command} " in done.stdout
        assert max(map(len, done.stdout.splitlines())) <= 80


def test_differences_of_the_schemas_are_one_sentence(here):
    rows(4).assign(age="young", more=1).drop(columns="city").to_csv("other.csv", index=False)
    done = typed("compare", "old.csv", "other.csv")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    for part in ("'age' holds number in the reference and string", "'city' is only in the reference", "'more' is only"):
        assert part in done.stderr


def test_a_tally_is_compared_by_its_own_policy(here):
    assert typed("tally", "old.csv", "--missing", "drop", "-o", "drop.tally").exit_code == 0
    assert typed("compare", "drop.tally", "new.csv").exit_code == 0
    done = typed("compare", "drop.tally", "new.csv", "--missing", "separate")
    assert done.exit_code == 1
    assert done.stderr == (
        "plogp: the policy of missing values is 'drop' in one table and 'separate' in the other: count both with the "
        "same\n"
    )


def test_policies_on_the_command_line_are_those_there_are():
    assert [policy.value for policy in MissingPolicy] == [policy.value for policy in Missing]
