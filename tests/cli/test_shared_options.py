"""The options that `plogp profile`, `rank` and `compare` share."""

import csv
import io
import json
import os
import re

import pandas as pd
import pytest

import plogp
from command_line import typed
from plogp.cli.options import MissingPolicy
from plogp.engines.tally.plan import Missing
from plogp.files import atomic_write

COMMANDS = {
    "profile": ["old.csv", "--target", "bought"],
    "rank": ["old.csv", "--target", "bought"],
    "compare": ["old.csv", "new.csv"],
}
TARGETS = {"profile": set(), "rank": {"bought"}, "compare": set()}  # what a ranking is of has no place in it


@pytest.mark.parametrize("command", COMMANDS)
class TestSharedOptions:
    """Every command of tables takes the same options, and does the same with them."""

    def test_columns_and_bins(self, two_tables, command):
        told = json.loads(typed(command, *COMMANDS[command], "--exclude", "c*", "--bins", 4, "--json").stdout)
        assert {column["name"] for column in told["columns"]} == {"age", "bought"} - TARGETS[command]
        assert typed(command, *COMMANDS[command], "--bins", 1).exit_code == 2

    def test_base(self, two_tables, command):
        told = json.loads(typed(command, *COMMANDS[command], "--base", "e", "--json").stdout)
        found = {c[key]["unit"] for c in told["columns"] for key in ("js", "mutual_information") if c.get(key)}
        assert found == {"nat"}

    def test_missing_values_can_be_left_out(self, two_tables, command):
        def ages(policy):
            told = json.loads(typed(command, *COMMANDS[command], "--missing", policy, "--json").stdout)
            return next(column for column in told["columns"] if column["name"] == "age")

        assert ages("category") != ages("drop")
        assert typed(command, *COMMANDS[command], "--missing", "guess").exit_code == 2

    def test_a_sample_is_drawn_and_said(self, two_tables, command):
        words = [command, *COMMANDS[command], "--sample", 300, "--seed", 5]
        done = typed(*words)
        assert "old.csv [300 of 1,000 rows, seed 5]" in re.sub(r"\s+", " ", done.stdout)
        assert "300" in done.stdout
        again, other = typed(*words, "--json").stdout, typed(*words, "--json", "--seed", 6).stdout
        assert typed(*words, "--json").stdout == again != other

    def test_csv_and_markdown(self, two_tables, command):
        table = list(csv.DictReader(io.StringIO(typed(command, *COMMANDS[command], "--csv").stdout)))
        assert {row["name"] for row in table} == {"age", "city", "bought"} - TARGETS[command]
        assert all(row["p_value"] == "" or 0 <= float(row["p_value"]) <= 1 for row in table)
        lines = typed(command, *COMMANDS[command], "--md").stdout.splitlines()
        assert lines[0].startswith("| name | kind |")
        assert len(lines) == 5 - len(TARGETS[command])
        both = typed(command, *COMMANDS[command], "--csv", "--md")
        assert both.exit_code == 1
        assert "ask for one" in both.stderr

    @pytest.mark.parametrize("suffix", ["json", "csv", "md"])
    def test_a_file_is_written_in_the_form_of_its_name(self, two_tables, command, suffix):
        done = typed(command, *COMMANDS[command], "-o", f"out.{suffix}")
        assert done.exit_code == 0
        assert f"out.{suffix}" in done.stdout
        assert (two_tables / f"out.{suffix}").read_text() == typed(command, *COMMANDS[command], f"--{suffix}").stdout

    def test_a_full_disk_leaves_what_was_there(self, two_tables, command, monkeypatch):
        (two_tables / "out.json").write_text("old")
        monkeypatch.setattr(atomic_write.os, "fsync", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
        done = typed(command, *COMMANDS[command], "-o", "out.json")
        assert done.exit_code == 1
        assert "cannot be written" in done.stderr
        assert (two_tables / "out.json").read_text() == "old"
        assert sorted(os.listdir(two_tables)) == ["new.csv", "old.csv", "out.json", "same.csv"]

    def test_people_are_spoken_to_in_chinese(self, two_tables, command):
        done = typed(command, *COMMANDS[command], "--lang", "zh-TW")
        assert done.exit_code == 0
        assert "欄位" in done.stdout
        assert not re.search(r"\b(rows|column|kind|missing|Drifted|stands)\b", done.stdout)
        told = typed(command, *COMMANDS[command], "--lang", "zh-TW", "--json").stdout
        assert told == typed(command, *COMMANDS[command], "--json").stdout

    def test_threads_change_nothing(self, two_tables, command):
        before = plogp.get_num_threads()
        try:
            one = typed(command, *COMMANDS[command], "--threads", 1, "--json").stdout
            assert one == typed(command, *COMMANDS[command], "--threads", 2, "--json").stdout
        finally:
            plogp.set_num_threads(before)

    def test_names_that_could_do_harm_are_shown_as_they_are_written(self, two_tables, command):
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

    def test_help_has_examples(self, two_tables, command):
        done = typed(command, "--help")
        assert f"plogp {command} " in done.stdout
        assert max(map(len, done.stdout.splitlines())) <= 80


def test_policies_on_the_command_line_are_those_there_are():
    assert [policy.value for policy in MissingPolicy] == [policy.value for policy in Missing]
