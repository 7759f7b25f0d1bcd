"""`plogp profile` as it is typed: tables for people, JSON for machines, and one sentence for whatever is wrong."""

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress

import jsonschema
import pyarrow as pa
import pyarrow.parquet
import pytest
from typer.testing import CliRunner

from plogp.apps.profile import schema
from plogp.cli.app import app
from plogp.engines import whole_file
from tables import flights

ROWS = "age,income,city,bought\n" + "".join(f"{20 + i % 40},{i % 7}000,{'ab'[i % 2]},{i % 2}\n" for i in range(400))


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with good.csv, in which the command is typed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.csv").write_text(ROWS)
    return tmp_path


def typed(*words, **options):
    return CliRunner().invoke(app, ["profile", *map(str, words)], **options)


def as_process(*words, environment=(), **options):
    command = [sys.executable, "-c", "from plogp.cli import main; main()", *map(str, words)]
    options = {"capture_output": True, "timeout": 60, "check": False} | options
    return subprocess.run(command, env={**os.environ, **dict(environment)}, **options)


def parquet(path, columns):
    pa.parquet.write_table(pa.table(columns), path)


def test_the_table_fits_in_80_columns_and_names_what_matters(here):
    path = here / "flights.parquet"
    flights().iloc[::7].to_parquet(path)
    done = typed(path, "--target", "late")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert all(line == line.rstrip() for line in lines)
    assert "\x1b" not in done.stdout
    assert re.search(r"arr_delay .* possible leak", done.stdout)
    assert re.search(r"dep_delay .* possible leak", done.stdout)
    assert "tailnum   tells" in done.stdout
    assert done.stderr == ""


def test_json_is_what_the_schema_says_and_nothing_else_is_printed(here):
    done = typed("good.csv", "--target", "bought", "--json")
    result = json.loads(done.stdout)
    jsonschema.validate(result, schema())
    assert result["rows"] == 400
    assert result["columns"][0]["name"] == "city"
    assert result["columns"][0]["mutual_information"]["unit"] == "bit"
    assert done.stderr == ""


def test_options_reach_the_profile(here):
    done = typed("good.csv", "--columns", "a*", "--columns", "city", "--exclude", "ag*", "--base", "e", "--json")
    result = json.loads(done.stdout)
    assert [column["name"] for column in result["columns"]] == ["city"]
    assert result["columns"][0]["entropy"]["unit"] == "nat"


def test_several_files_and_a_quoted_glob_are_one_table(here):
    (here / "more.csv").write_text(ROWS)
    both = json.loads(typed("good.csv", "more.csv", "--json").stdout)
    globbed = json.loads(typed("*.csv", "--json").stdout)
    assert both["rows"] == globbed["rows"] == 800
    assert both["columns"] == globbed["columns"]


@pytest.mark.parametrize("suffix", ["csv.gz", "tsv", "csv"])
def test_delimited_text_in_other_forms(here, suffix):
    path = here / f"other.{suffix}"
    text = ROWS.replace(",", "\t" if suffix == "tsv" else ";").encode()
    path.write_bytes(gzip.compress(text) if suffix.endswith("gz") else text)
    expected = json.loads(typed("good.csv", "--json").stdout)
    assert json.loads(typed(path, "--json").stdout)["columns"] == expected["columns"]


def test_the_report_is_written_whole(here):
    (here / "report.json").write_text("old")
    done = typed("good.csv", "-o", "report.json")
    assert done.exit_code == 0
    jsonschema.validate(json.loads((here / "report.json").read_text()), schema())
    assert "report.json" in done.stdout
    assert {path.name for path in here.iterdir()} == {"good.csv", "report.json"}


def test_a_write_that_fails_leaves_the_old_file_as_it_was(here, monkeypatch):
    (here / "report.json").write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole_file.os, "fsync", full)
    done = typed("good.csv", "-o", "report.json")
    assert done.exit_code == 1
    assert done.stderr == "plogp: 'report.json' cannot be written: No space left on device\n"
    assert (here / "report.json").read_text() == "old"
    assert {path.name for path in here.iterdir()} == {"good.csv", "report.json"}


def make_bad_files(here):
    write = {
        "empty.csv": b"",
        "header.csv": b"a,b\n",
        "blank.csv": b"\n\n",
        "ragged.csv": b'a,b\n1,"x\ny"\n\n3\n4,5\n6,7,8\n',
        "latin.csv": "a,b\n1,x\n2,é\n".encode("latin-1"),
        "late_latin.csv": b"a,b\n" + b"1,x\n" * 1_200_000 + b"2,\xe9\n",
        "utf16.csv": "a,b\n1,2\n".encode("utf-16"),
        "twice.csv": b"a,a\n1,2\n",
        "cut.parquet": b"PAR1....",
        "what.xyz": b"what is this",
        "broken.csv.gz": b"no gzip",
        "other.csv": b"age,income,city\n1,2,3\n",
        "kinds.csv": ROWS.replace("a", "1").replace("1ge", "age").replace(",0\n", ",no\n").encode(),
    }
    for name, content in write.items():
        (here / name).write_bytes(content)
    (here / "folder").mkdir()
    parquet(here / "none.parquet", {"a": pa.array([], pa.int64())})
    parquet(here / "nested.parquet", {"l": [[1]] * 4, "x": [1, 2, 1, 2], "y": [1, 2, 1, 2]})
    parquet(
        here / "odd.parquet", {"m": pa.nulls(50), "c": [1] * 50, "n": [f"n{i}" for i in range(50)], "y": [0, 1] * 25}
    )


BAD = [
    ("nowhere.csv", "there is no file 'nowhere.csv'"),
    ("no*.csv", "no file matches 'no*.csv'"),
    ("folder", "'folder' is a directory without a file that plogp can read"),
    ("empty.csv", "'empty.csv' is empty"),
    ("blank.csv", "'blank.csv' holds no line of text"),
    ("header.csv", "'header.csv' has a header and no rows"),
    ("none.parquet", "'none.parquet' has no rows"),
    ("ragged.csv", "'ragged.csv' has 2 columns but line 5 has 1, line 7 has 3"),
    ("latin.csv", "'latin.csv' is not UTF-8: line 3 holds the byte 0xe9"),
    ("late_latin.csv", "'late_latin.csv' is not UTF-8: line 1200002 holds the byte 0xe9"),
    ("utf16.csv", "'utf16.csv' is not UTF-8"),
    ("twice.csv", "more than one column named 'a'"),
    ("cut.parquet", "'cut.parquet' is no complete Parquet file"),
    ("what.xyz", "'what.xyz' is of no known kind"),
    ("broken.csv.gz", "'broken.csv.gz' cannot be read"),
    ("good.csv --target bougt", "'good.csv' has no column 'bougt': did you mean 'bought'?"),
    ("good.csv --columns incom", "did you mean 'income'?"),
    ("good.csv --exclude *", "no column is left to look at"),
    ("odd.parquet --target m", "target 'm' has no values: all 50 rows are missing"),
    ("odd.parquet --target c", "target 'c' is constant"),
    ("odd.parquet --target n", "target 'n' names rows"),
    ("nested.parquet --target l", "target 'l' holds lists, structs"),
    ("good.csv other.csv", "column 'bought' is in 'good.csv' but not in 'other.csv'"),
    ("good.csv kinds.csv", "column 'bought' holds integer in 'good.csv' and string in 'kinds.csv'"),
    ("good.csv -o folder", "'folder' is a directory"),
    ("good.csv -o no/where.json", "there is no directory 'no'"),
]


@pytest.mark.parametrize(("words", "says"), BAD, ids=[words for words, _ in BAD])
def test_bad_data_is_one_sentence_and_exit_code_1(here, words, says):
    make_bad_files(here)
    done = typed(*words.split())
    assert done.exit_code == 1
    assert done.stdout == ""
    assert says in done.stderr
    assert done.stderr.startswith("plogp: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words", ["", "good.csv --base 1", "good.csv --base x", "good.csv --wrong", "good.csv --target"], ids=str
)
def test_bad_usage_is_exit_code_2(here, words):
    done = typed(*words.split())
    assert done.exit_code == 2
    assert "Error: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_process_says_the_same_without_a_traceback(here):
    make_bad_files(here)
    for words, says in (BAD[0], BAD[7], BAD[15], BAD[18]):
        done = as_process("profile", *words.split(), text=True)
        assert done.returncode == 1
        assert says in done.stderr
        assert "Traceback" not in done.stderr
        assert done.stdout == ""


def test_no_permission_is_said(here, monkeypatch):
    monkeypatch.setattr(type(here), "open", lambda *_: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    done = typed("good.csv")
    assert done.exit_code == 1
    assert done.stderr == "plogp: 'good.csv' may not be read by this user\n"


def test_no_permission_to_write_is_said_before_any_work(here, monkeypatch):
    monkeypatch.setattr(whole_file.os, "access", lambda *_: False)
    done = typed("nowhere.csv", "-o", "report.json")
    assert done.exit_code == 1
    assert done.stderr == "plogp: 'report.json' may not be written by this user\n"


def test_names_that_could_do_harm_are_shown_as_they_are_written(here):
    names = ["<script>alert(1)</script>", "\x1b[31mred\x1b[0m", "[bold]b[/bold]", "\u202eback", "line\nbreak"]
    parquet(here / "names.parquet", {**{name: [0, 1] * 50 for name in names}, "y": [0, 1] * 50})
    done = typed("names.parquet", "--target", "y")
    assert done.exit_code == 0
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    shown = re.sub(r"\s", "", done.stdout)
    assert all(
        part in shown for part in ("<script>alert(1)</script>", r"\x1b[31mred", "[bold]b[/bold]", r"line\nbreak")
    )
    result = json.loads(typed("names.parquet", "--target", "y", "--json").stdout)
    assert {column["name"] for column in result["columns"]} == {*names, "y"}
    wrong = typed("names.parquet", "--target", "\x1b[31mrod\x1b[0m")
    assert wrong.exit_code == 1
    assert "\x1b" not in wrong.stderr


def test_an_encoding_without_our_signs_gets_others(here):
    (here / "good.csv").write_text(ROWS.replace("city", "città"), encoding="utf-8")
    done = as_process(
        "profile", "good.csv", "--target", "bought", environment={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    )
    assert done.returncode == 0
    text = done.stdout.decode("ascii")
    assert "citt\\xe0" in text
    assert "+-" in text
    assert max(map(len, text.splitlines())) <= 80


def test_a_reader_that_leaves_early_is_no_error(here):
    command = f"{sys.executable} -c 'from plogp.cli import main; main()' profile good.csv --json | head -1"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False)
    assert done.stdout == "{\n"
    assert done.stderr == ""


def test_ctrl_c_ends_at_once_without_a_half_file(here):
    rows = "".join(f"{i},{i * 7919 % 100_003},w{i % 977}\n" for i in range(200_000))
    with (here / "large.csv").open("w") as file:
        file.write("a,b,c\n")
        for _ in range(20):
            file.write(rows)
    command = [sys.executable, "-c", "from plogp.cli import main; main()", "profile", "large.csv", "-o", "report.json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_until_it_reads(process.pid, here / "large.csv")
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=30)
    assert process.returncode == 130
    assert error == "plogp: interrupted\n"
    assert out == ""
    assert {path.name for path in here.iterdir()} == {"good.csv", "large.csv"}


def wait_until_it_reads(process: int, path) -> None:
    """Until the process has the file open, which is when it is past its imports and at work."""
    for _ in range(3000):
        for fd in os.listdir(f"/proc/{process}/fd"):
            with suppress(FileNotFoundError):  # closed meanwhile
                if os.path.samefile(f"/proc/{process}/fd/{fd}", path):
                    return
        time.sleep(0.01)
    raise AssertionError("the process never opened the file")


def test_a_terminal_gets_colour_and_progress(here):
    import pty

    controller, terminal = pty.openpty()
    command = [sys.executable, "-c", "from plogp.cli import main; main()", "profile", "good.csv", "--target", "bought"]
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(command, stdout=terminal, stderr=terminal, env=environment)
    os.close(terminal)
    seen = b""
    while True:
        try:
            chunk = os.read(controller, 65536)
        except OSError:
            break
        if not chunk:
            break
        seen += chunk
    assert process.wait() == 0
    assert b"\x1b[" in seen
    assert b"reading" in seen
    assert b"city" in seen


def test_help_has_examples_and_version_is_said():
    done = typed("--help")
    assert done.exit_code == 0
    assert "plogp profile flights.parquet --target late" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert re.fullmatch(r"plogp \d+\.\d+\.\d+\S*\n", CliRunner().invoke(app, ["--version"]).stdout)


def test_without_the_extra_one_sentence_names_it():
    hide = "import sys; sys.modules['typer'] = None; from plogp.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", hide, "profile", "x.csv"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "plogp: the command line is an extra: pip install 'plogp[cli]'\n"
    hide = "import sys; sys.modules['pyarrow'] = None; from plogp.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", hide, "profile", "x.csv"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "plogp: tables need PyArrow: pip install 'plogp[tables]'\n"
