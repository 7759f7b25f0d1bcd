"""`python -m benchmarks.study_random_drift SEED`: do alarms and intervals of `compare` agree where nothing moved?

Each column is of one source that the seed draws (`benchmarks.random_sources`), its levels without an order or in it, in
two samples of unequal sizes. Said are the share of columns with an alarm at 5 %, of those whose JS divergence, or PSI,
has an interval above zero, and of those where that is so without an alarm.
"""

from __future__ import annotations

import argparse

import numpy as np

import plogp
from benchmarks import random_sources, section
from benchmarks.coverage import clopper_pearson
from plogp.estimators.testing.two_sample_test import TwoSamples

ALARM = 0.05


def outcome(seed: list[int]) -> tuple[bool, bool, bool]:
    """Of one column: whether there is an alarm, and whether JS and PSI begin above zero."""
    rng = np.random.default_rng(seed)
    p = random_sources.distribution(rng)[1]
    a, b = (rng.multinomial(random_sources._whole(rng, *random_sources.SIZES), p) for _ in range(2))
    a, b = a[a + b > 0], b[a + b > 0]
    if a.size < 2:
        return False, False, False
    ordered = a.size if rng.random() < 0.5 and a.size <= 100 else 0
    counts = plogp.Counts(a), plogp.Counts(b)
    psi = plogp.jeffreys_divergence(*counts, unseen=plogp.Pseudocount(0.5))
    alarm = TwoSamples(a, b, ordered).p_value(rng) <= ALARM
    return alarm, plogp.js_divergence(*counts).low > 0, psi.low > 0


def _share(met: np.ndarray) -> str:
    low, high = clopper_pearson(int(met.sum()), met.size)
    return f"{np.mean(met):.1%} ({low:.1%} to {high:.1%})"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.study_random_drift", description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("--columns", type=int, default=1000)
    given = parser.parse_args()
    alarm, js, psi = np.array([outcome([given.seed, number]) for number in range(given.columns)]).T
    rows = [
        ["alarm at 5 %", _share(alarm)],
        ["JS above zero", _share(js)],
        ["JS above zero without an alarm", _share(js & ~alarm)],
        ["PSI above zero", _share(psi)],
        ["PSI above zero without an alarm", _share(psi & ~alarm)],
    ]
    print(section.table([f"seed {given.seed}, {given.columns:,} columns that did not move", "share"], rows))


if __name__ == "__main__":
    main()
