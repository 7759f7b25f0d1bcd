"""A column of text that is nearly one of numbers is said to be, with what would mend it, and names no rows."""

import numpy as np
import pytest

import plogp
from plogp import Delimited

RNG = np.random.default_rng(2)
NUMBERS = [f"{x:.4f}" for x in RNG.normal(size=1000)]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (["?", *NUMBERS[1:]], "999 of 1,000 values are numbers; what is not: '?'. If this is a missing value: --miss"),
        ([" -", "n.a.", *NUMBERS[2:]], "--missing-values ' -' --missing-values 'n.a.'"),
        ([f"${x}" for x in NUMBERS], "its values are numbers with signs, such as '$"),
        ([f"{x} %" for x in NUMBERS], "its values are numbers with signs"),
        ([f"{i},{i:03}" for i in range(1, 999)], "its values are numbers with signs, such as '1,001'"),
        (["1,234", *NUMBERS[1:]], "its values are numbers with signs, such as '1,234'"),
        ([x.replace(".", ",") for x in NUMBERS], "If these are decimal marks: --decimal ,"),
        (NUMBERS, "though all of its values are numbers"),
    ],
)
def test_nearly_numbers(values, says):
    result = plogp.profile({"x": values, "y": [0, 1] * (len(values) // 2)}, "y")
    assert any(says in finding.text for finding in result.findings)
    assert not any("names rows" in finding.text for finding in result.findings)
    drift = plogp.compare({"x": values}, {"x": values[::-1]})
    assert any(says in finding.text for finding in drift.findings)


@pytest.mark.parametrize(
    "values",
    [
        [f"{i:05}" for i in range(900)],  # codes
        ["1", "2", "3"] * 300,  # classes
        [f"k{i}" for i in range(900)],
        ["x"] * 500 + NUMBERS[:400],
    ],
)
def test_other_text(values):
    assert not any("is text" in finding.text for finding in plogp.profile({"x": values}).findings)


@pytest.mark.parametrize("mark", ["?", " - ", "n/a", "NULL", "."])
def test_marks_of_missing_values(mark):
    text = ["red", "blue", mark, "blue"] * 25
    rows = {"a": text, "b": text[::-1], "c": ["red", "blue"] * 50, "n": [*NUMBERS[:60], *[mark] * 40]}
    findings = [finding.text for finding in plogp.profile(rows).findings]
    assert any(f"{mark!r} is a value of a and b. If it stands for a missing value: " in text for text in findings)
    assert any(text.startswith("n is text: 60 of 100 values are numbers") for text in findings)
    (alone,) = (text for text in findings if text.startswith("'"))
    assert alone.endswith(f"--missing-values {mark!r}")


@pytest.mark.parametrize("signed", ["${}", "{} %", "€ {}"])
@pytest.mark.parametrize("share", [0.02, 0.4])
def test_signs_beside_marks_are_both_said(signed, share):
    values = [signed.format(abs(float(x))) if RNG.random() >= share else "?" for x in NUMBERS]
    findings = [finding.text for finding in plogp.profile({"price": values}).findings]
    (signs,) = (text for text in findings if "numbers with signs, such as" in text)
    assert "'?'" not in signs
    assert any(text.startswith("'?' is a value of price") for text in findings)


def test_one_sentence_for_columns_spoilt_alike():
    rows = {name: ["?", *NUMBERS[1:]] for name in "abc"}
    (finding,) = plogp.profile(rows).findings
    assert finding.text.startswith("a, b and c are text, though their other values are numbers, because of '?'.")


def test_the_mend_mends(tmp_path):
    (tmp_path / "x.csv").write_text("\n".join(["x,y", *(f"{x},{i % 2}" for i, x in enumerate(["?", *NUMBERS]))]))
    mended = plogp.profile(Delimited(tmp_path / "x.csv", missing_values=["?"]), "y")
    (column,) = (column for column in mended.columns if column.name == "x")
    assert (column.kind, column.missing) == ("number", 1)
