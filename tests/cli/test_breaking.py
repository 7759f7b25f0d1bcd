"""Names break between their words, fit the width that they are given, and lose no character."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from plogp.report.word_wrap import Breaking


def lines(text: str, width: int) -> list[str]:
    console = Console(file=io.StringIO(), width=width)
    return [line.plain for line in Breaking(Text(text)).__rich_console__(console, console.options)]


@pytest.mark.parametrize(
    ("text", "width", "broken"),
    [
        ("annual_income_joint", 15, ["annual_income_", "joint"]),
        ("education-spending", 10, ["education-", "spending"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("income", 6, ["income"]),
        ("", 6, [""]),
    ],
)
def test_breaks_between_words(text, width, broken):
    assert lines(text, width) == broken


@given(st.text(st.sampled_from("ab_- .資訊é9"), max_size=70), st.integers(2, 40))
def test_fits_and_keeps_all(text, width):
    assert "".join(lines(text, width)) == text
    assert all(cell_len(line) <= width for line in lines(text, width))
