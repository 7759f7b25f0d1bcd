"""The command as a process: terminals, pipes, other encodings, missing extras."""

import json
import os
import subprocess

import pytest

from command_line import MAIN, ROWS, as_process


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
    command = ["bash", "-c", 'set -o pipefail; "$@" | head -1', "-", *MAIN, "profile", "good.csv", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == "{\n"
    assert done.stderr == ""


def test_a_terminal_gets_colour_and_progress(here):
    import pty

    controller, terminal = pty.openpty()
    command = [*MAIN, "profile", "good.csv", "--target", "bought"]
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


def test_nothing_is_left_of_standard_input(tmp_path):
    for content, code in ((ROWS.encode(), 0), (b"a,b\n1\n", 1), (b"", 1)):
        done = as_process("profile", "-", input=content, environment={"TMPDIR": str(tmp_path)})
        assert done.returncode == code
        assert list(tmp_path.iterdir()) == []


CLOSED = ["profile good.csv >&-", "--version >/dev/full", "profile - <&-", "compress -t - <&-"]


@pytest.mark.parametrize("words", CLOSED)
def test_a_stream_that_is_closed_or_full_is_said(here, words):
    done = subprocess.run(["bash", "-c", f'"$@" {words}', "-", *MAIN], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "standard " in done.stderr


def test_no_file_gets_the_place_of_a_closed_stream(here):
    subprocess.run(
        ["bash", "-c", '"$@" <&- >&- 2>&-', "-", *MAIN, "profile", "good.csv", "-o", "out.json"], check=False
    )
    assert json.loads((here / "out.json").read_text())["rows"] == 400
