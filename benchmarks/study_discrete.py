"""`python -m benchmarks.study_discrete [--full]`: bias, error and coverage of the discrete estimators.

Decides `plogp.estimators.default` and writes its tables into docs/estimators.md. A minute; `--full` takes 1,000
replicates a cell for the intervals and an hour.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product

import numpy as np

import plogp
from benchmarks import section
from plogp.theory.counts.fingerprint import Fingerprint

SOURCES: dict[str, Callable[[int], np.ndarray]] = {
    "uniform": lambda k: np.ones(k),
    "Zipf": lambda k: 1 / np.arange(1, k + 1),
    "geometric": lambda k: np.exp(-5 * np.arange(k) / k),
    "few dominant": lambda k: np.where(
        np.arange(k) < max(1, k // 10), 0.8 / max(1, k // 10), 0.2 / (k - max(1, k // 10))
    ),
}
ESTIMATORS = (
    plogp.PlugIn(),
    plogp.MillerMadow(),
    plogp.Jackknife(),
    plogp.Grassberger(),
    plogp.ChaoShen(),
    plogp.JamesStein(),
    plogp.NSB(),
    plogp.ChaoWangJost(),
)
MARGINS = ("uniform", "Zipf", "few dominant")


@dataclass(frozen=True)
class Cell:
    """What the default's intervals do for one source and one size of sample."""

    name: str
    n: int
    levels: int
    covered: float
    below: float  # the share of intervals that lie wholly below the truth
    above: float
    warned: float

    @property
    def judged(self) -> bool:
        return self.n >= 50 and self.n >= self.levels

    @property
    def fails(self) -> bool:
        return not 0.93 <= round(self.covered, 3) <= 0.97


def source(name: str, k: int) -> np.ndarray:
    w = SOURCES[name](k)
    return w / w.sum()


def sizes(levels: tuple[int, ...], smallest: int) -> Iterator[tuple[str, int, int]]:
    """Sources, levels and sizes of samples, from a tenth of the levels."""
    for name in SOURCES:
        for k in levels:
            for n in (smallest, 100, 1000, 10_000, 100_000):
                if n >= k / 10:
                    yield name, k, n


def errors(name: str, k: int, n: int, replicates: int) -> list[str]:
    """Root mean square error (and bias) of entropy in nats, a column an estimator."""
    rng = np.random.default_rng([1, len(name), k, n])
    p = source(name, k)
    truth = float(-(p * np.log(p)).sum())
    found: list[list[float]] = [[] for _ in ESTIMATORS]
    for _ in range(replicates):
        drawn = rng.multinomial(n, p)
        f = Fingerprint.of(drawn[drawn > 0])
        for values, estimator in zip(found, ESTIMATORS, strict=True):
            values.append(estimator.entropy(f)[0] - truth)
    errors = [float(np.sqrt(np.mean(np.square(values)))) for values in found]
    row = [f"{name}, {k:,} levels, n = {n:,}"]
    for values, error in zip(found, errors, strict=True):
        text = f"{error:.2g} ({np.mean(values):+.1g})"
        row.append(f"**{text}**" if error <= 1.05 * min(errors) else text)
    return row


def _entropy_cell(name: str, k: int, n: int, replicates: int) -> Cell:
    p = source(name, k)
    truth = float(-(p * np.log(p)).sum())
    rng = np.random.default_rng([2, len(name), k, n])
    draws = (plogp.entropy(plogp.Counts(rng.multinomial(n, p))) for _ in range(replicates))
    return _cell(f"entropy, {name}, {k:,} levels", n, k, truth, draws)


def _information_cell(name: str, shape: tuple[int, int], share: float, n: int, replicates: int) -> Cell:
    a, b = shape
    independent = np.outer(source(name, a), source(name, b))
    same = np.zeros((a, b))
    np.add.at(same, (np.arange(max(a, b)) % a, np.arange(max(a, b)) % b), 1 / max(a, b))
    p = (1 - share) * independent + share * same
    truth = float(plogp.mutual_information(p))
    rng = np.random.default_rng([3, len(name), a, b, int(10 * share), n])
    draws = (
        plogp.mutual_information(plogp.Counts(rng.multinomial(n, p.ravel()).reshape(a, b))) for _ in range(replicates)
    )
    return _cell(f"information, {name}, {a} × {b}, {share:.0%} equal", n, a * b, truth, draws)


def _cell(name: str, n: int, levels: int, truth: float, draws: Iterator[plogp.Estimate]) -> Cell:
    below, above, warned = np.mean(
        [(d.high < truth - 1e-12, d.low > truth + 1e-12, bool(d.warnings)) for d in draws], axis=0
    )
    return Cell(name, n, levels, 1 - below - above, below, above, warned)


def report(rows: list[list[str]], cells: list[Cell], replicates: tuple[int, int]) -> str:
    judged = [cell for cell in cells if cell.judged]
    failed = [cell for cell in judged if cell.fails]
    share = 1 - len(failed) / len(judged)
    silent = sum(cell.warned < 0.5 for cell in failed)
    return f"""### Root mean square error of the entropy

In nats, the bias in brackets; the best of a row, and what is within 5 % of it, in bold. {replicates[0]} samples a row.

{section.table(["source", *[type(e).__name__ for e in ESTIMATORS]], rows)}

### Coverage of 95 % intervals

Of the default, over {replicates[1]:,} samples a cell. Of {len(judged)} cells with n ≥ 50 and n ≥ levels (of the joint
table), {len(judged) - len(failed)} ({share:.0%}) cover the truth in 93 to 97 % of the samples. Those that do not, and
how often the estimate warned ({silent} of the {len(failed)} fail without a warning in most samples):

{_coverage(failed)}

All cells:

{_coverage(cells)}
"""


def _coverage(cells: list[Cell]) -> str:
    head = ["cell", "n", "covered", "too low", "too high", "warned"]
    return section.table(
        head,
        [[c.name, f"{c.n:,}", *(f"{100 * x:.1f} %" for x in (c.covered, c.below, c.above, c.warned))] for c in cells],
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.study_discrete", description=__doc__)
    parser.add_argument("--full", action="store_true", help="1,000 replicates a cell, written to docs/estimators.md")
    full = parser.parse_args().full
    replicates = (50, 1000) if full else (5, 20)
    shapes = ((2, 2), (2, 10), (5, 5), (10, 10))
    with ProcessPoolExecutor() as pool:
        tasks = [pool.submit(_entropy_cell, *size, replicates[1]) for size in sizes((2, 10, 100, 1000, 10_000), 50)]
        tasks += [
            pool.submit(_information_cell, *cell, replicates[1])
            for cell in product(MARGINS, shapes, (0.0, 0.1, 1.0), (100, 1000, 10_000))
        ]
        rows = [pool.submit(errors, *size, replicates[0]) for size in sizes((10, 100, 1000, 10_000), 10)]
        cells = [task.result() for task in tasks]
        table = [row.result() for row in rows]
    text = report(table, cells, replicates)
    print(text)
    if full:
        section.write(section.DOCS / "estimators.md", "discrete study", text)


if __name__ == "__main__":
    main()
