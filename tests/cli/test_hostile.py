"""Every command on every kind of hostile file: one sentence or an answer, the documented exit code, nothing lost."""

import gzip
import random

import pyarrow as pa
import pyarrow.parquet
import pytest

import plogp
from command_line import ROWS, typed, write_parquet
from plogp.apps.coding import compress
from plogp.engines.tally.file_format import sealed

COMMANDS = {
    "profile": ["profile"],
    "rank": ["rank", "--target", "b"],
    "compare": ["compare", "good.csv"],
    "tally": ["tally", "-o", "out"],
    "merge": ["merge", "-o", "out"],
    "compress": ["compress", "-k"],
    "decompress": ["compress", "-d", "-k", "-o", "out"],
    "test": ["compress", "-t"],
    "list": ["compress", "-l"],
    "entropy": ["entropy"],
}
EVERY = {"rank": 2, "compare": 2, "entropy": 4}  # some share their readers with others, one has a large table
NOISE = random.Random(0)


def hostile(folder):
    """Files by name, each in its place."""
    rows = pa.table({"a": ["x", "y"] * 20, "b": [0, 1] * 20})
    tally = sealed(plogp.tally(rows))
    write_parquet(folder / "empty.parquet", {"a": pa.array([], pa.int64())})
    write_parquet(folder / "odd.parquet", {"*": [0, 1], "b": [1.0, float("inf")], "\x1b[2J\u202e": ["\x9b31m", "\0"]})
    with pa.ipc.new_file(folder / "whole.arrow", rows.schema) as writer:
        writer.write_table(rows)
    arrow = (folder / "whole.arrow").read_bytes()
    parquet = (folder / "odd.parquet").read_bytes()
    contents = {
        "nothing": b"",
        "nothing.csv": b"",
        "nothing.plp": b"",
        "noise": NOISE.randbytes(5000),
        "noise.csv": NOISE.randbytes(5000),
        "noise.parquet": NOISE.randbytes(5000),
        "noise.arrow": NOISE.randbytes(5000),
        "noise.jsonl": NOISE.randbytes(5000),
        "noise.csv.gz": NOISE.randbytes(5000),
        "noise.plp": NOISE.randbytes(5000),
        "cut.csv.gz": gzip.compress(ROWS.encode())[:-9],
        "cut.arrow": arrow[:-40],
        "cut.parquet": parquet[:-4],
        "cut.plp": compress(ROWS.encode())[:-1],
        "cut.tally": tally[:-1],
        "changed.tally": tally.replace(b"\n", b"\n\0", 1),
        "future.tally": tally.replace(b"tally 1", b"tally 9"),
        "header.csv": b"a,b\n",
        "quote.csv": b'a,b\n1,"2\n',
        "page.csv": b"<html>",
        "null.csv": b"a,b\n\0,1\n",
        "long.csv": b"n" * 100_000 + b",b\n1,2\n2,1\n",
        "huge.csv": b"a,b\n" + b"9" * 500 + b",1e999\n" + b"-" + b"9" * 500 + b",nan\n",
        "array.jsonl": b"[1, 2]",
        "deep.jsonl": b'{"a":' * 3000,
        "mixed.jsonl": b'{"a": 1, "b": 2}\n{"a": "x", "b": [1]}\n',
        "sealed.tally": tally,
        "good.plp": compress(ROWS.encode()),
        "\udcff.csv": ROWS.encode(),
        "\x1b[31m.csv": ROWS.replace("city", "\x1b[31m").encode(),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    (folder / "folder").mkdir()
    (folder / "loop").symlink_to("loop")
    (folder / "dangling.csv").symlink_to("nowhere")
    return [*contents, "empty.parquet", "odd.parquet", "whole.arrow", "folder", "loop", "dangling.csv", "n" * 300, ""]


def everything(folder):
    return {path: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name != "out"}


@pytest.mark.parametrize("command", ["profile", "tally", "compress"])
def test_too_many_threads_are_refused(here, command):
    done = typed(*COMMANDS[command], "good.csv", "--threads", 10**20)
    assert done.exit_code == 2
    assert "--threads" in done.stderr


def test_standard_input_may_be_named_twice(here):
    done = typed("entropy", "-", "-", input=b"abc")
    assert done.exit_code == 0
    assert "3 bytes" in done.stdout
    assert "0 bytes" in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_no_hostile_file_is_more_than_a_sentence(here, command):
    names = hostile(here)
    for name in names[:: EVERY.get(command, 1)]:
        before = everything(here)
        done = typed(*COMMANDS[command], name)
        said = f"{command} {name!r}: {done.stderr}"
        assert done.exception is None or isinstance(done.exception, SystemExit), said
        assert done.exit_code in (0, 1), said
        assert (done.exit_code == 1) == done.stderr.startswith("plogp: "), said
        assert done.stderr.count("\n") == (done.exit_code == 1), said
        assert done.stderr.replace("\n", "").isprintable(), said
        if command not in ("compress", "decompress") or done.exit_code == 1:
            assert all(line.isprintable() for line in done.stdout.split("\n")), said
        after = everything(here)
        assert before.items() <= after.items(), said
        assert not [path for path in after if path.suffix == ".part"], said
        for path in after.keys() - before.keys():
            path.unlink()
        (here / "out").unlink(missing_ok=True)
