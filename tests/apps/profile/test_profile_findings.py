"""What a profile says in sentences: the most serious first, of many columns in one, in each language."""

import numpy as np
import pandas as pd

from plogp.apps.profile import profile
from tables import by_name, every_tag


def test_findings_speak_of_every_tag_and_the_most_serious_comes_first():
    result = profile(every_tag(), "y")
    told = {finding.column: finding.text for finding in result.findings}
    assert set(told) >= {"copy", "weak", "constant", "nothing", "lists", "many", "noise"}
    assert any(finding.text.startswith("row and name name rows") for finding in result.findings)
    assert "100 % of y" in told["copy"]
    assert "all 2,000 rows are missing" in told["nothing"]
    severities = [finding.severity for finding in result.findings]
    assert severities == sorted(severities, reverse=True)
    assert severities[0] == "warning"


def test_gaps_that_tell_and_columns_written_twice_are_said():
    rng = np.random.default_rng(11)
    n = 3000
    y = rng.integers(0, 2, n)
    city = rng.integers(0, 4, n)
    table = pd.DataFrame(
        {
            "city": np.array(["a", "b", "c", "d"])[city],
            "code": 100 + city,
            "celsius": rng.standard_normal(n),
            "asked": np.where(rng.random(n) < 0.2 + 0.3 * y, np.nan, rng.integers(0, 3, n)),
            "lost": np.where(rng.random(n) < 0.3, np.nan, rng.integers(0, 3, n)),
            "y": y,
        }
    )
    table["fahrenheit"] = 32 + 1.8 * table.celsius
    columns = by_name(result := profile(table, "y"))
    assert columns["code"].duplicate_of == "city"
    assert columns["fahrenheit"].duplicate_of == "celsius"
    assert "duplicate" in columns["code"].tags
    assert columns["city"].duplicate_of is None
    assert columns["asked"].missing_tells.low > 0
    assert columns["asked"].missing_adjusted < 1e-6
    assert columns["lost"].missing_adjusted > 0.05
    told = [finding.text for finding in result.findings]
    assert any(text.startswith("whether asked is missing tells about y by itself") for text in told)
    assert not any("whether lost" in text for text in told)
    assert "code is another way to write city: each value of one stands for one of the other" in told


def test_what_is_said_of_many_columns_is_one_sentence_in_each_language():
    n = 200
    rng = np.random.default_rng(4)
    x = rng.integers(0, 4, n)
    rows = {f"one{i}": [i] * n for i in range(90)} | {f"none{i}": [None] * n for i in range(3)}
    rows |= {f"id{i}": [f"{i}-{j}" for j in range(n)] for i in range(2)} | {f"x{i}": x + i for i in range(3)}
    rows |= {f"lists{i}": [[1]] * n for i in range(7)} | {"y": x % 2 ^ (rng.random(n) < 0.2)}
    texts = [finding.texts for finding in profile(rows, "y").findings]
    english = [text["en"] for text in texts]
    assert "one0, one1, one2, one3, one4 and 85 more have only one value each and tell nothing" in english
    assert "none0, none1 and none2 have no values: all of their rows are missing" in english
    assert "x1 and x2 are other ways to write x0: each value of one stands for one of the other" in english
    assert any(text["zh-TW"].startswith("one0、one1、one2、one3、one4 與另外 85 項：各只有一個值") for text in texts)
    assert len(texts) < 12


def test_a_column_without_a_name_is_seen_in_a_sentence():
    texts = [finding.text for finding in profile({"": np.arange(50), "a": np.arange(50) % 3}).findings]
    assert "'' names rows, with 50 values in 50 rows" in texts


def test_nothing_is_ranked_without_a_target():
    rows = {f"id{i}": [f"{i}-{j}" for j in range(60)] for i in range(2)} | {"y": [0, 1] * 30}
    for chosen in (rows, {name: rows[name] for name in ("id0", "y")}):
        for target, says in ((None, False), ("y", True)):
            (text,) = (f.texts for f in profile(chosen, target).findings if "name" in f.text and "row" in f.text)
            assert ("ranked last" in text["en"], "排在最後" in text["zh-TW"]) == (says, says)


def test_what_one_column_tells_of_another_only_by_what_both_lack_is_said():
    rng = np.random.default_rng(0)
    n, joint = 2000, rng.random(2000) < 0.05
    a = np.where(joint, rng.choice(list("mno"), n), None)
    for b, through_gaps in (
        (np.where(joint, "joint", None), True),
        (np.where(joint, rng.choice(["p", "q"], n, p=[0.99, 0.01]), None), True),
        (np.where(a == "m", "first", a), False),
    ):
        result = profile({"a": a, "b": b, "c": rng.integers(0, 5, n)})
        (pair,) = (p for p in result.pairs if {p.a, p.b} == {"a", "b"})
        assert pair.through_gaps is through_gaps
        said = [f.text for f in result.findings if "by which values are missing" in f.text]
        assert len(said) == (through_gaps and pair.share >= 0.99)
    (pair,) = (p for p in profile({"a": a[joint], "b": np.char.upper(a[joint].astype(str))}).pairs)
    assert pair.share_of_values is None
