"""`python -m benchmarks.study_unlike_families SEED`: random pairs of unlike families and mixtures against mpmath.

Nine quantities of pairs drawn at random, whole numbers in one of seven: a value counts as right within the stated error
of docs/families.md, 1e-9 of it or 1e-12, of mpmath's own quadrature in 25 digits.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import mpmath as mp
import numpy as np

import plogp

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "oracles"))

from exact_integrals import QUANTITIES, exact, random_family

ORDERS = {"renyi_divergence": {"order": 0.5}, "renyi_entropy": {"order": 2}}
OF_ONE = ("entropy", "renyi_entropy")


def is_right(name: str, P: plogp.Mixture, Q: plogp.Mixture, found: float) -> bool:
    """Whether a value is within the stated error; an infinite one where mpmath's is huge or grows with its digits."""
    truth = exact(name, P, Q)
    if not abs(found) < np.inf:
        return bool(abs(truth) > 1e30 or abs(exact(name, P, Q, 50) - truth) > 0.01 * abs(truth))
    return bool(abs(mp.mpf(float(found)) - truth) <= 1e-9 * abs(truth) + 1e-12)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.study_unlike_families", description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("--pairs", type=int, default=1000)
    asked = parser.parse_args()
    rng, wrong, infinite, refused, seconds = np.random.default_rng(asked.seed), 0, 0, 0, 0.0
    names = list(QUANTITIES)
    for i in range(asked.pairs):
        lattice = rng.random() < 1 / 7
        P, Q = random_family(rng, lattice), random_family(rng, lattice)
        name = names[i % len(names)]
        start = time.perf_counter()
        try:
            found = getattr(plogp, name)(*([P] if name in OF_ONE else [P, Q]), **ORDERS.get(name, {}))
        except plogp.PlogpError as error:
            refused += 1
            print(f"refused: {name} of {P} and {Q}: {error}", flush=True)
            continue
        seconds += time.perf_counter() - start
        infinite += not abs(found) < np.inf
        if not is_right(name, P, Q, found):
            wrong += 1
            print(f"off: {name} of {P} and {Q} is {found!r}, by mpmath {mp.nstr(exact(name, P, Q), 16)}", flush=True)
    per_pair = 1000 * seconds / asked.pairs
    print(f"{asked.pairs} pairs: {wrong} off, {refused} refused, {infinite} infinite, {per_pair:.1f} ms a pair")


if __name__ == "__main__":
    main()
