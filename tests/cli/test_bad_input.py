"""Whatever is wrong with files and words is one sentence and an exit code; what was written before stays."""

import gzip
import random
import subprocess

import pyarrow as pa
import pytest

from command_line import MAIN, ROWS, as_process, typed, write_parquet
from plogp.files import atomic_write


def test_a_write_that_fails_leaves_the_old_file_as_it_was(here, monkeypatch):
    (here / "report.json").write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic_write.os, "fsync", full)
    done = typed("profile", "good.csv", "-o", "report.json")
    assert done.exit_code == 1
    assert done.stderr == "plogp: 'report.json' cannot be written: No space left on device\n"
    assert (here / "report.json").read_text() == "old"
    assert {path.name for path in here.iterdir()} == {"good.csv", "report.json"}


@pytest.mark.parametrize(("command", "name"), [("profile", "report.json"), ("tally", "report.tally")])
def test_a_disk_that_fills_up_leaves_the_old_file_as_it_was(here, command, name):
    (here / name).write_text("old")
    full = ["bash", "-c", 'ulimit -f 1; exec "$@"', "-", *MAIN, command, "good.csv", "-o", name]  # one kilobyte
    write_parquet(here / "wide.parquet", {f"c{i}": ["a", "b"] * 20 for i in range(40)})
    done = subprocess.run([*full[:-3], "wide.parquet", *full[-2:]], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == f"plogp: '{name}' cannot be written: File too large\n"
    assert (here / name).read_text() == "old"
    assert {path.name for path in here.iterdir()} == {"good.csv", "wide.parquet", name}


def make_bad_files(here):
    lines = ROWS.splitlines()
    ten = [line + ",more" if i % 40 == 30 else line for i, line in enumerate(lines)]
    packed = gzip.compress(ROWS.encode())
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
        "binary.csv": random.Random(0).randbytes(20_000),
        "ten.csv": "\n".join(ten).encode(),
        "cut.csv.gz": packed[: len(packed) // 2],
        "page.csv": b"\n<!DOCTYPE html>\n<html><body>404, not found</body></html>\n",
        "deep.jsonl": b'{"a": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
        "other.csv": b"age,income,city\n1,2,3\n",
        "kinds.csv": ROWS.replace("a", "1").replace("1ge", "age").replace(",0\n", ",no\n").encode(),
    }
    for name, content in write.items():
        (here / name).write_bytes(content)
    (here / "folder").mkdir()
    write_parquet(here / "none.parquet", {"a": pa.array([], pa.int64())})
    write_parquet(here / "nested.parquet", {"l": [[1]] * 4, "x": [1, 2, 1, 2], "y": [1, 2, 1, 2]})
    write_parquet(
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
    ("ten.csv", "'ten.csv' has 4 columns but " + ", ".join(f"line {n} has 5" for n in range(31, 401, 40)) + ": quote"),
    ("binary.csv", "'binary.csv' holds no text: it is of another format than its name says"),
    ("cut.csv.gz", "'cut.csv.gz' cannot be read to its end: it was cut off or is damaged"),
    ("http://127.0.0.1:1/x.csv", "'http://127.0.0.1:1/x.csv' cannot be read: Connection refused"),
    ("latin.csv", "'latin.csv' is not UTF-8: line 3 holds the byte 0xe9"),
    ("late_latin.csv", "'late_latin.csv' is not UTF-8: line 1200002 holds the byte 0xe9"),
    ("page.csv", "'page.csv' is a page of HTML or XML"),
    ("deep.jsonl", "'deep.jsonl' nests objects and lists more than 128 deep, from line 1 on"),
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
    done = typed("profile", *words.split())
    assert done.exit_code == 1
    assert done.stdout == ""
    assert says in done.stderr
    assert done.stderr.startswith("plogp: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words", ["", "good.csv --base 1", "good.csv --base x", "good.csv --wrong", "good.csv --target"], ids=str
)
def test_bad_usage_is_exit_code_2(here, words):
    done = typed("profile", *words.split())
    assert done.exit_code == 2
    assert "Error: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_process_says_the_same_without_a_traceback(here):
    make_bad_files(here)
    for words, says in (BAD[0], BAD[7], BAD[9], BAD[18]):
        done = as_process("profile", *words.split(), text=True)
        assert done.returncode == 1
        assert says in done.stderr
        assert "Traceback" not in done.stderr
        assert done.stdout == ""


def test_no_permission_is_said(here, monkeypatch):
    opened = type(here).open

    def refused(path, *arguments, **named):  # and nothing else that is read on the way
        if path.name == "good.csv":
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments, **named)

    monkeypatch.setattr(type(here), "open", refused)
    done = typed("profile", "good.csv")
    assert done.exit_code == 1
    assert done.stderr == "plogp: 'good.csv' may not be read by this user\n"


def test_no_permission_to_write_is_said_before_any_work(here, monkeypatch):
    monkeypatch.setattr(atomic_write.os, "access", lambda *_: False)
    done = typed("profile", "nowhere.csv", "-o", "report.json")
    assert done.exit_code == 1
    assert done.stderr == "plogp: 'report.json' may not be written by this user\n"
