"""The shell completes commands and options."""

import os
import subprocess

import pytest

from command_line import MAIN


@pytest.mark.parametrize(
    ("words", "at", "completed"), [("plogp pro", 1, "profile"), ("plogp compare a b --at", 4, "--at-least")]
)
def test_words_are_completed(words, at, completed):
    asked = {"_PLOGP_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(at)}
    done = subprocess.run(MAIN, env={**os.environ, **asked}, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [completed]
