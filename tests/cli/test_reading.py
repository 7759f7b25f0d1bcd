"""What is said of delimited text on the command line reaches every command."""

import json

import pytest

from command_line import typed

SAID = ["--delimiter", ";", "--decimal", ",", "--missing-values", "?", "--missing-values", " -", "--skip-lines", "1"]
TEXT = "a list\nx;y\n" + "".join(f"{i},5;{i % 2}\n" for i in range(300)) + "?;0\n -;1\n"


@pytest.mark.parametrize(
    "command",
    [
        "profile",
        "rank --target y",
        "compare rows.csv",
        "compare ref.tally",
        "tally -o new.tally",
        "profile --sample 90",
    ],
)
def test_options_of_text_reach(command, here):
    (here / "rows.csv").write_text(TEXT)
    assert typed("tally", "rows.csv", "-o", "ref.tally", *SAID).exit_code == 0
    done = typed(*command.split(), "rows.csv", *SAID, *([] if "tally -o" in command else ["--json"]))
    assert done.exit_code == 0, done.output
    if "tally -o" in command:
        assert (here / "new.tally").read_bytes() == (here / "ref.tally").read_bytes()
    else:
        kinds = {column["name"]: column["kind"] for column in json.loads(done.stdout)["columns"]}
        assert kinds["x"] == "number"


def test_options_that_cannot_be(here):
    for words in (["--delimiter", ";;"], ["--decimal", "x"], ["--delimiter", ",", "--decimal", ","]):
        done = typed("profile", "good.csv", *words)
        assert done.exit_code == 1
        assert done.stderr.startswith("plogp: ")
    assert "read by Polars" in typed("profile", "s3://bucket/x.csv", "--decimal", ",").stderr
