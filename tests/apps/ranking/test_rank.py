"""Ranking from counts: a true signal stands before noise of any number of levels, however rare the target is."""

import numpy as np

from plogp import rank


def rare(seed):
    """A flag that tells of a target met in one of a hundred rows, and noise of three hundred levels."""
    rng = np.random.default_rng(seed)
    y = rng.random(1000) < 0.01
    return {
        "noise300": np.array([f"v{i}" for i in range(300)])[rng.integers(0, 300, y.size)],
        "noise100": np.array([f"w{i}" for i in range(100)])[rng.integers(0, 100, y.size)],
        "signal": rng.random(y.size) < np.where(y, 0.9, 0.05),
        "y": y,
    }


def test_a_signal_stands_before_noise_of_many_levels():
    first = signals = 0
    for seed in range(12):
        columns = rank(rare(seed), "y")
        (signal,) = (column for column in columns if column.name == "signal")
        if signal.p_value < 1e-4:
            signals += 1
            first += columns[0].name == "signal"
            assert all(column.adjusted >= column.p_value for column in columns)
    assert signals >= 8
    assert first == signals
