"""Tests by random tables report what they have drawn to whoever asks, and to nobody else."""

import numpy as np

import plogp

RNG = np.random.default_rng(0)
MEASURED = plogp.Samples(RNG.normal(size=40), RNG.normal(size=40))


def test_progress_is_reported_where_it_is_asked_for(capsys):
    done = []
    few = plogp.Permutation(2500)
    for ask in (
        lambda **how: plogp.independence_test(plogp.Counts([[3, 4], [5, 9]]), method=few, **how),
        lambda **how: plogp.equality_test(plogp.Counts([3, 4]), plogp.Counts([5, 9]), method=few, **how),
        lambda **how: plogp.independence_test(MEASURED, method=plogp.Permutation(7), **how),
    ):
        assert ask() == ask(progress=lambda *report: done.append(report))
    assert [report[1:] for report in done[:3]] == [(1000, 2500), (1000, 2500), (500, 2500)]
    assert sum(step for _, step, _ in done) == 2500 + 2500 + 7
    assert capsys.readouterr() == ("", "")
