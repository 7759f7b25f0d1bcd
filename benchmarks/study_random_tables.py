"""`python -m benchmarks.study_random_tables SEED`: do `profile` and `rank` hold on tables drawn at random?

Each table has a target, rare or not, of two or a few levels, and ten columns that have nothing to do with it, of 2 to
1,000 levels of any family, rare flags among them. Every other table has a true signal besides, a flag. A table has a
false signal where `profile` does not say of every unrelated column that it has none; where the p-value of the true
signal is below 1e-6 `rank` must put it before all others.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np

import plogp
from benchmarks import random_sources, section
from benchmarks.coverage import clopper_pearson
from plogp import rank

NOISE = 10


@dataclass(frozen=True)
class Outcome:
    """Of one table."""

    rows: int
    false: int  # unrelated columns that `profile` takes for a signal
    first: bool | None  # whether `rank` has the true signal first; None where there is none, or a weak one


def outcome(seed: list[int], signal: bool) -> Outcome:
    rng = np.random.default_rng(seed)
    rows = random_sources._whole(rng, 200, 10_000)
    p = random_sources.rare_flag(rng, 2) if rng.random() < 0.7 else random_sources.distribution(rng, 6)[1]
    y = rng.choice(p.size, rows, p=p)
    table = {}
    for k in range(NOISE):
        q = random_sources.distribution(rng, 1000)[1]
        table[f"noise {k}"] = np.char.add("v", rng.choice(q.size, rows, p=q).astype(str))
    if signal:
        base, lift = rng.uniform(0.02, 0.5), random_sources._log_uniform(rng, 1.2, 6)
        table["signal"] = np.char.add(
            "s", (rng.random(rows) < np.where(y == 0, base, min(base * lift, 0.95))).astype(int).astype(str)
        )
    table["y"] = np.char.add("y", y.astype(str))
    if len(np.unique(y)) < 2:
        return Outcome(rows, 0, None)
    if not signal:
        columns = plogp.profile(table, "y", pairs=False).columns
        silent = {"no signal", "identifier", "constant", "too few rows", "empty"}
        return Outcome(rows, sum(c.name.startswith("noise") and not silent & set(c.tags) for c in columns), None)
    order = rank(table, "y")
    strong = next(c.p_value for c in order if c.name == "signal") < 1e-6
    return Outcome(rows, 0, order[0].name == "signal" if strong else None)


def _share(met: int, of: int) -> str:
    low, high = clopper_pearson(met, of)
    return f"{met} of {of} ({100 * met / max(of, 1):.1f} %, {100 * low:.1f} to {100 * high:.1f} %)"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.study_random_tables", description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("--tables", type=int, default=400, help="with a signal and without, together")
    given = parser.parse_args()
    found = [outcome([given.seed, number], number % 2 == 1) for number in range(given.tables)]
    without, strong = found[::2], [o for o in found if o.first is not None]
    rows = [
        ["tables with a false signal", _share(sum(o.false > 0 for o in without), len(without))],
        ["true signals of p < 1e-6 that come first", _share(sum(bool(o.first) for o in strong), len(strong))],
    ]
    print(section.table([f"seed {given.seed}", "share, with its 95 % interval"], rows))


if __name__ == "__main__":
    main()
