"""`plogp profile` as it is typed: tables for people, JSON for machines."""

import gzip
import json
import re

import jsonschema
import numpy as np
import pytest
from typer.testing import CliRunner

from command_line import ROWS, typed, write_parquet
from plogp.apps.profile import schema
from plogp.cli.app import app
from tables import flights


@pytest.mark.slow
def test_the_table_fits_in_80_columns_and_names_what_matters(here):
    path = here / "flights.parquet"
    flights().iloc[::7].to_parquet(path)
    done = typed("profile", path, "--target", "late")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert all(line == line.rstrip() for line in lines)
    assert "\x1b" not in done.stdout
    assert re.search(r"arr_delay .* possible leak", done.stdout)
    assert "dep_delay tells most about late apart from the possible leaks" in re.sub(r"\s+", " ", done.stdout)
    assert "tailnum   tells" in done.stdout
    assert done.stderr == ""


def test_json_is_what_the_schema_says_and_nothing_else_is_printed(here):
    done = typed("profile", "good.csv", "--target", "bought", "--json")
    result = json.loads(done.stdout)
    jsonschema.validate(result, schema())
    assert result["rows"] == 400
    assert result["columns"][0]["name"] == "city"
    assert result["columns"][0]["mutual_information"]["unit"] == "bit"
    assert done.stderr == ""


def test_what_repeats_is_shown_with_errors_that_are_smaller(here):
    """0.027 ± 0.035 bit is read as nothing, though the interval begins above zero."""
    rng = np.random.default_rng(3)
    digit = rng.integers(0, 12, 300)
    rare = np.where(rng.random(300) < 0.02 + 0.25 * (digit > 10), "yes", "no")
    write_parquet(here / "weak.parquet", {"digit": digit, "rare": rare, "half": digit // 2})
    done = typed("profile", "weak.parquet")
    weak = json.loads(typed("profile", "weak.parquet", "--json").stdout)["pairs"][1]["mutual_information"]
    assert 0 < weak["low"] < weak["value"] < weak["high"] / 2
    shown = re.findall(r"tells .* (\S+) ±(\S+) bit", done.stdout)
    assert shown
    assert all(float(value) > float(error) for value, error in shown)


def test_options_reach_the_profile(here):
    done = typed(
        "profile", "good.csv", "--columns", "a*", "--columns", "city", "--exclude", "ag*", "--base", "e", "--json"
    )
    result = json.loads(done.stdout)
    assert [column["name"] for column in result["columns"]] == ["city"]
    assert result["columns"][0]["entropy"]["unit"] == "nat"


def test_several_files_and_a_quoted_glob_are_one_table(here):
    (here / "more.csv").write_text(ROWS)
    both = json.loads(typed("profile", "good.csv", "more.csv", "--json").stdout)
    globbed = json.loads(typed("profile", "*.csv", "--json").stdout)
    assert both["rows"] == globbed["rows"] == 800
    assert both["columns"] == globbed["columns"]


@pytest.mark.parametrize("suffix", ["csv.gz", "tsv", "csv"])
def test_delimited_text_in_other_forms(here, suffix):
    path = here / f"other.{suffix}"
    text = ROWS.replace(",", "\t" if suffix == "tsv" else ";").encode()
    path.write_bytes(gzip.compress(text) if suffix.endswith("gz") else text)
    expected = json.loads(typed("profile", "good.csv", "--json").stdout)
    assert json.loads(typed("profile", path, "--json").stdout)["columns"] == expected["columns"]


def test_the_report_is_written_whole(here):
    (here / "report.json").write_text("old")
    done = typed("profile", "good.csv", "-o", "report.json")
    assert done.exit_code == 0
    jsonschema.validate(json.loads((here / "report.json").read_text()), schema())
    assert "report.json" in done.stdout
    assert {path.name for path in here.iterdir()} == {"good.csv", "report.json"}


def test_names_that_could_do_harm_are_shown_as_they_are_written(here):
    names = ["<script>alert(1)</script>", "\x1b[31mred\x1b[0m", "[bold]b[/bold]", "\u202eback", "line\nbreak"]
    write_parquet(here / "names.parquet", {**{name: [0, 1] * 50 for name in names}, "y": [0, 1] * 50})
    done = typed("profile", "names.parquet", "--target", "y")
    assert done.exit_code == 0
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    shown = re.sub(r"\s", "", done.stdout)
    assert all(
        part in shown for part in ("<script>alert(1)</script>", r"\x1b[31mred", "[bold]b[/bold]", r"line\nbreak")
    )
    result = json.loads(typed("profile", "names.parquet", "--target", "y", "--json").stdout)
    assert {column["name"] for column in result["columns"]} == {*names, "y"}
    wrong = typed("profile", "names.parquet", "--target", "\x1b[31mrod\x1b[0m")
    assert wrong.exit_code == 1
    assert "\x1b" not in wrong.stderr


def test_nothing_that_is_printed_can_steer_a_terminal(here):
    names = ["\u009b31mred", "\u202eback", "\x07bell", "\u200bzero", "台北"]
    write_parquet(here / "\u202ename.parquet", {name: [0, 1] * 50 for name in names})
    for words in (["profile"], ["profile", "--json"], ["profile", "--csv"], ["profile", "--md"], ["compress", "-d"]):
        done = typed(*words, "\u202ename.parquet")
        for text in (done.stdout, done.stderr):
            assert all(line.isprintable() for line in text.split("\n"))
    told = json.loads(typed("profile", "\u202ename.parquet", "--json").stdout)
    assert {column["name"] for column in told["columns"]} == {*names}
    assert "台北" in typed("profile", "\u202ename.parquet", "--json").stdout


@pytest.mark.parametrize("command", ["profile", "compare"])
def test_a_very_long_name_is_shortened_where_people_read_it(here, command):
    name = "n" * 5000 + "amount"
    (here / "long.csv").write_text(f"{name},b,c\n" + "1,2,x\n2,3,y\n" * 50)
    (here / "other.csv").write_text(f"{name},b,c\n" + "1,2,x\n1,3,y\n" * 50)
    words = [command, "long.csv", *(["other.csv"] if command == "compare" else ["--target", name])]
    done = typed(*words)
    assert done.exit_code == 0
    assert "amount" in done.stdout.replace("\n", "").replace(" ", "")
    assert len(done.stdout.splitlines()) < 40
    told = json.loads(typed(*words, "--json").stdout)
    assert name in {column["name"] for column in told["columns"]}


def test_an_estimated_number_of_values_is_marked(here):
    many = np.random.default_rng(0).random(80_000)
    write_parquet(here / "many.parquet", {"many": many, "few": np.arange(80_000) % 60_000})
    told = {
        column["name"]: column for column in json.loads(typed("profile", "many.parquet", "--json").stdout)["columns"]
    }
    assert told["many"]["distinct_approximate"]
    assert not told["few"]["distinct_approximate"]
    assert abs(told["many"]["distinct"] / 80_000 - 1) < 0.03
    text = typed("profile", "many.parquet").stdout
    assert f"≈{told['many']['distinct']:,}" in text
    assert "≈60,000" not in text
    assert "60,000" in text


def test_help_has_examples_and_version_is_said():
    done = typed("profile", "--help")
    assert done.exit_code == 0
    assert "plogp profile flights.parquet --target late" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert re.fullmatch(r"plogp \d+\.\d+\.\d+\S*\n", CliRunner().invoke(app, ["--version"]).stdout)
