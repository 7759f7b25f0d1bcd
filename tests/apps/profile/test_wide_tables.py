"""Tables of very many columns: a column costs the same however many there are; pairs are few, and that is said."""

import cProfile
import pstats
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from plogp import rank
from plogp.apps.drift import compare
from plogp.apps.profile import column_statistics, findings, profile, screening
from plogp.engines.counting import batches
from plogp.engines.sources.arrow_frame import Frame
from plogp.engines.tallies import tally


def table(columns, rows=60):
    rng = np.random.default_rng(columns)
    made = {"y": rng.choice(["yes", "no"], rows)}
    for i in range(columns):
        kinds = (rng.normal(size=rows), rng.integers(0, 8, rows), rng.choice(["a", "b", "c"], rows), rng.random(rows))
        made[f"x{i}"] = kinds[i % 4] if i % 4 < 3 else kinds[3] < 0.3
    return pd.DataFrame(made)


def tally_like(data):
    return tally(data, like=tally(data))


def compare_both(data):
    return compare(data.iloc[:30], data.iloc[30:])


@pytest.fixture
def few_compared(monkeypatch):
    for module in (column_statistics, findings, screening):
        monkeypatch.setattr(module, "MOST_COMPARED", 8)


def calls(run, *arguments):
    profiler = cProfile.Profile()
    profiler.runcall(run, *arguments)
    return pstats.Stats(profiler).total_calls


@pytest.mark.slow
@pytest.mark.parametrize("target", ["y", None])
def test_calls_are_linear_in_the_columns(few_compared, target):
    profile(table(10), target)  # imports
    found = [calls(profile, table(columns), target) for columns in (20, 40, 80)]
    assert found[2] - found[1] == pytest.approx(2 * (found[1] - found[0]), rel=0.2)


@pytest.mark.slow
def test_calls_of_rank_and_compare_are_linear(few_compared):
    for run in (lambda data: rank(data, "y"), compare_both):
        run(table(10))
        found = [calls(run, table(columns)) for columns in (15, 30, 60)]
        assert found[2] - found[1] == pytest.approx(2 * (found[1] - found[0]), rel=0.2)


@pytest.mark.parametrize("target", ["y", None])
def test_pairs_are_those_of_few_columns_and_the_result_says_which(few_compared, target, monkeypatch):
    asked = set()
    count = batches.count

    def spy(source, plan, tables, optional, **rest):
        asked.update(frozenset(key) for key in [*tables, *optional] if not {"y"} & {*key})
        return count(source, plan, tables, optional, **rest)

    monkeypatch.setattr(batches, "count", spy)
    result = profile(table(40), target)
    if target:
        first = [column.name for column in result.columns][:8]
        assert asked == {frozenset(pair) for pair in combinations(first, 2)}
        assert "of 40 columns the 8 that rank first were compared with each other" in {f.text for f in result.findings}
    else:
        assert len({name for pair in asked for name in pair}) <= 8
        assert "of 41 columns the first 8 were compared with each other" in {f.text for f in result.findings}


def test_a_wide_table_says_the_same_from_a_file_and_a_frame(tmp_path):
    data = table(40)
    data.to_csv(tmp_path / "t.csv", index=False)
    found = [profile(source, "y").columns for source in (data, str(tmp_path / "t.csv"))]
    assert [(c.name, c.p_value, c.tags) for c in found[0]] == [(c.name, c.p_value, c.tags) for c in found[1]]


class Reads:
    """A schema of Arrow that counts how often all of its names are listed."""

    def __init__(self, schema, found):
        self._schema, self._found = schema, found

    def __getattr__(self, name):
        return getattr(self._schema, name)

    def __iter__(self):
        return iter(self._schema)

    def __len__(self):
        return len(self._schema)

    @property
    def names(self):
        self._found.append(1)
        return self._schema.names


@pytest.mark.parametrize("run", [tally_like, compare_both, profile, lambda data: rank(data, "y")])
def test_the_names_of_a_schema_are_not_listed_for_each_column(few_compared, monkeypatch, run):
    """Calls of Python do not show it: a list of 10,000 names for each of 10,000 columns was half of a comparison."""
    found = []
    schema = Frame.schema
    monkeypatch.setattr(Frame, "schema", lambda self: Reads(schema(self), found))
    listed = []
    for columns in (10, 40):
        found.clear()
        run(table(columns))
        listed.append(len(found))
    assert listed[0] == listed[1]
