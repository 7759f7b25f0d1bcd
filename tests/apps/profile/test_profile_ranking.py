"""The order of the columns: few levels are not beaten by many, and noise is told from signal."""

import numpy as np
import pytest

from plogp.apps.profile import profile


@pytest.mark.study
def test_ranking_is_fair_to_few_levels():
    """One weak binary column against twenty of fifty levels that are noise: plug-in information ranks it last."""
    first = fooled = 0
    levels = np.array([f"level {i}" for i in range(50)])
    for seed in range(50):
        rng = np.random.default_rng(seed)
        y = rng.integers(0, 2, 500)
        rows = {f"noise{i}": levels[rng.integers(0, 50, 500)] for i in range(20)}
        rows["told"] = np.where(rng.random(500) < 0.25, y, rng.integers(0, 2, 500))
        result = profile({**rows, "y": y}, "y", pairs=False)
        first += result.columns[0].name == "told"
        plug_in = {c.name: c.mutual_information.value + c.mutual_information.bias for c in result.columns[:-1]}
        fooled += max(plug_in, key=plug_in.get) != "told"
    assert first >= 45
    assert fooled == 50


def test_noise_is_told_from_signal_at_the_rate_of_false_discoveries():
    rng = np.random.default_rng(10)
    n = 1000
    y = rng.integers(0, 3, n)
    columns = {f"noise{i}": rng.integers(0, 2 + i, n) for i in range(40)}
    columns |= {f"told{i}": np.where(rng.random(n) < 0.4, y, rng.integers(0, 3, n)) for i in range(5)}
    result = profile({**columns, "y": y}, "y", pairs=False)
    assert {c.name for c in result.columns[:5]} == {f"told{i}" for i in range(5)}
    said = {c.name for c in result.columns if c.adjusted is not None and c.adjusted <= 0.05}
    assert len(said - {f"told{i}" for i in range(5)}) <= 1
    assert all(c.adjusted >= c.p_value for c in result.columns if c.p_value is not None)
    assert all(("no signal" in c.tags) == (c.adjusted > 0.05) for c in result.columns if c.adjusted is not None)
