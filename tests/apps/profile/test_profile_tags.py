"""What a profile says of a column in a word: each tag goes to whom it belongs, at its very edge too."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

import plogp
from plogp.apps.profile import profile
from plogp.apps.profile.target_information import chance_of_one_to_one
from tables import by_name, every_tag


def test_every_tag_is_given_to_whom_it_belongs():
    result = profile(every_tag(), "y")
    columns = by_name(result)
    assert columns["copy"].tags == ("possible leak",)
    assert columns["copy"].share_of_target == pytest.approx(1, abs=0.01)
    assert columns["weak"].tags == ()
    assert columns["noise"].tags == ("no signal",)
    assert columns["row"].tags == ("identifier",)
    assert columns["name"].tags == ("identifier",)
    assert columns["many"].tags == ("too few rows",)
    assert columns["constant"].tags == ("constant",)
    assert columns["nothing"].tags == ("empty",)
    assert columns["lists"].tags == ("skipped",)
    assert columns["y"].tags == ("target",)
    assert list(columns)[:3] == ["copy", "weak", "noise"]
    assert {"name", "row"} == set(list(columns)[4:6])
    assert columns["name"].mutual_information is None
    assert columns["name"].entropy is None
    assert columns["constant"].entropy.value == 0


N = 400
Y = np.arange(N) % 2
ONE_VALUE = {
    "fraction": [0.1] * N,
    "zeros of both signs": [0.0, -0.0] * (N // 2),
    "empty text": [""] * N,
    "time": pd.to_datetime(["2024-01-01"] * N),
    "bool": [True] * N,
}
NAMES = {
    "text": [f"{i:06d}" for i in range(N)],
    "text, each twice but one": [f"t{min(i, N // 2)}" for i in range(N)],
    "bytes": [bytes([i // 256, i % 256]) for i in range(N)],
    "numbers": np.arange(N) + 17,
    "numbers that end in .0": np.arange(N) + 0.0,
    "numbers downwards, by twos": -2 * np.arange(N),
    "numbers with gaps": [None if i % 3 == 0 else i for i in range(N)],
}
NO_NAMES = {
    "text, each twice": [f"t{i // 2}" for i in range(N)],
    "measured": np.random.default_rng(1).standard_normal(N),
    "inhabitants": np.unique(np.random.default_rng(4).integers(10**3, 10**9, 2 * N))[:N],
    "hours": pd.date_range("2024-01-01", periods=N, freq="h"),
}


def tags_of(values, y=Y) -> tuple:
    return by_name(profile({"x": values, "y": y}, "y"))["x"].tags


@pytest.mark.parametrize("case", ONE_VALUE)
def test_one_value_is_constant_unless_some_rows_lack_it(case):
    values = list(ONE_VALUE[case])
    assert tags_of(values) == ("constant",)
    gone = [None if y else value for value, y in zip(values, Y, strict=True)]
    assert tags_of(gone) == ("possible leak",)  # that it is missing tells all
    assert tags_of([None] * N) == tags_of([float("nan")] * N) == ("empty",)


@pytest.mark.parametrize("case", NAMES)
def test_what_names_rows_is_an_identifier(case):
    order = np.random.default_rng(2).permutation(N)
    assert tags_of([NAMES[case][i] for i in order]) == ("identifier",)


@pytest.mark.parametrize("case", NO_NAMES)
def test_what_is_measured_or_comes_back_is_none(case):
    assert "identifier" not in tags_of(NO_NAMES[case])


def test_two_rows_with_two_names_are_too_few_to_tell():
    assert tags_of(["a", "b"], [0, 1]) == ("no signal",)
    assert tags_of(["a", "b", "c"], [0, 1, 1]) == ("identifier",)


@pytest.mark.parametrize(("values", "rows", "few"), [(16, 79, False), (17, 84, True), (17, 85, False)])
def test_too_few_rows_are_less_than_five_for_each_of_many_values(values, rows, few):
    rng = np.random.default_rng(3)
    x = rng.permutation([f"v{i % values}" for i in range(rows)])
    assert ("too few rows" in tags_of(x, rng.integers(0, 2, rows))) == few


def test_a_leak_explains_four_fifths_whatever_else_there_is():
    rng = np.random.default_rng(5)
    n = 20_000
    y = rng.integers(0, 2, n)

    def tags(**truths):
        told = {name: np.where(rng.random(n) < truth, y, 1 - y) for name, truth in truths.items()}
        columns = by_name(profile({**told, "y": y}, "y", pairs=False))
        return {name: columns[name].tags for name in truths}

    leak = ("possible leak",)
    assert tags(a=0.973, b=0.964) == {"a": leak, "b": ()}  # 0.82 and 0.78 of it
    assert tags(a=0.86, b=0.5) == {"a": (), "b": ("no signal",)}  # 0.42, alone among noise
    assert tags(a=0.973) == {"a": leak}
    assert tags(a=1, b=0.99, c=0.7) == {"a": leak, "b": leak, "c": ()}


def test_a_duplicate_says_the_same_of_every_row():
    rng = np.random.default_rng(6)
    x = rng.integers(0, 6, N)
    number = rng.standard_normal(N)
    rows = {
        "x": x,
        "text": [f"t{i}" for i in x],
        "coarser": x // 2,
        "but for one row": np.where(np.arange(N) == 7, (x + 1) % 6, x),
        "less one row": pd.Series(x).where(np.arange(N) != 7),
        "again": 5 - x,
        "number": number,
        "scaled": 3 - 2 * number,
        "rounded": np.round(number, 1),
    }
    found = {name: column.duplicate_of for name, column in by_name(profile(rows)).items()}
    assert found.pop("text") == found.pop("again") == "x"
    assert found.pop("scaled") == "number"
    assert {*found.values()} == {None}


def test_which_value_is_missing_may_tell_about_the_target():
    rng = np.random.default_rng(2)
    late = rng.random(2000) < 0.5
    lacking = np.where(late, None, np.nan)
    x = np.where(rng.random(2000) < 0.3, lacking, rng.integers(0, 3, 2000).astype(float))
    rows = {"x": x.tolist(), "late": late}
    assert by_name(profile(rows, "late"))["x"].missing_tells.value < 0.01
    told = by_name(profile(rows, "late", missing=plogp.Missing.SEPARATE))["x"]
    assert told.missing_tells.low > 0.2
    assert told.mutual_information.low > 0.2
    assert told.missing == sum(value is None or np.isnan(value) for value in x)


@pytest.mark.slow
def test_few_unrelated_numbers_neither_repeat_nor_stand_for_each_other():
    for seed in range(25):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(2, 30))
        result = profile({name: rng.standard_normal(n) for name in "abcd"})
        assert not [column.duplicate_of for column in result.columns if column.duplicate_of]
        assert all(pair.mutual_information.low > 0 for pair in result.pairs)
        assert not any("adds next to nothing" in finding.text for finding in result.findings)


@pytest.mark.parametrize("n", [[1, 1, 1, 1], [3, 2, 1], [2, 2, 2], [4, 3], [5, 1, 1]])
def test_the_chance_of_one_to_one_is_that_of_all_orders(n):
    x = np.repeat(np.arange(len(n)), n)
    orders = [x[list(order)] for order in permutations(range(len(x)))]
    met = sum(len(set(zip(x.tolist(), y.tolist(), strict=True))) == len(n) for y in orders)
    assert chance_of_one_to_one(np.array(n)) == pytest.approx(met / len(orders))


def test_two_rows_among_thousands_tell_nothing_of_a_target():
    """Of 4,454 rows two lack a value, both of the rarer outcome: exactly as likely as the table says."""
    status = np.array(["bad"] * 1254 + ["good"] * 3200)
    job = np.array([None, None, *(["a", "b"] * 2226)], object)
    column = by_name(result := profile({"Job": job, "Status": status}, "Status"))["Job"]
    assert column.missing_adjusted == pytest.approx(1254 * 1253 / (4454 * 4453))
    assert not any("is missing" in finding.text for finding in result.findings)
