"""People are spoken to in the language that they ask for, or else in that of their locale."""

import os
import subprocess

import pytest

from command_line import MAIN


@pytest.mark.parametrize(
    ("locale", "asked", "heading"),
    [
        ({"LANG": "zh_TW.UTF-8"}, [], "欄位"),
        ({"LANG": "zh_TW.UTF-8"}, ["--lang", "en"], "column"),
        ({"LANG": "zh_TW.UTF-8", "LC_ALL": "de_DE.UTF-8"}, [], "column"),
    ],
)
def test_the_language_is_that_of_the_locale_unless_one_is_asked_for(locale, asked, heading, tmp_path):
    (tmp_path / "rows.csv").write_text("sky\nclear\nrain\nrain\n")
    others = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LC_MESSAGES", "LANG")}
    done = subprocess.run(
        [*MAIN, "profile", "rows.csv", *asked], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True,
        env={**others, **locale, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert heading in done.stdout
