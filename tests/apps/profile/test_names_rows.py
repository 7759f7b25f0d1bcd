"""Profile, compare and rank agree on which columns name the rows."""

import numpy as np
import pytest

import plogp
from plogp import rank

N = 3000
RNG = np.random.default_rng(3)
NUMBERED = RNG.permutation(N)
NEARLY = np.concatenate([NUMBERED[:-45], NUMBERED[:45]])
COLUMNS = {
    "numbered": NUMBERED,
    "numbered, 1.5 % twice": NEARLY,
    "text": np.array([f"k{i}" for i in NUMBERED]),
    "text, a third twice": np.array([f"k{i}" for i in NUMBERED % 2200]),
    "beyond doubles": NUMBERED + (1 << 60),
    "classes": RNG.integers(0, 9, N),
    "measured whole numbers": RNG.integers(0, 1 << 40, N),
    "repeated text": np.array([f"k{i % 40}" for i in NUMBERED]),
    "fractions": RNG.normal(size=N),
}
NAMING = {"numbered", "numbered, 1.5 % twice", "text", "text, a third twice", "beyond doubles"}


@pytest.mark.parametrize("name", COLUMNS)
def test_one_rule(name):
    rows = {"x": COLUMNS[name], "y": RNG.integers(0, 2, N)}
    (profiled,) = (column for column in plogp.profile(rows, "y").columns if column.name == "x")
    halves = [{key: values[part] for key, values in rows.items()} for part in (slice(0, None, 2), slice(1, None, 2))]
    (compared,) = (column for column in plogp.compare(*halves).columns if column.name == "x")
    (ranked,) = rank(rows, "y")
    found = ["identifier" in profiled.tags, "identifier" in compared.tags, "identifier" in ranked.tags]
    assert found == [name in NAMING] * 3
