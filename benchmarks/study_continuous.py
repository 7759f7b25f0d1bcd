"""`python -m benchmarks.study_continuous [--full]`: bias, error and coverage of the estimators from continuous samples.

Decides `plogp.estimators.default` and writes its tables into docs/estimators.md. A minute; `--full` takes twenty.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np

import plogp
from benchmarks import continuous_sources as sources
from benchmarks import section
from benchmarks.continuous_sources import Source

REPLICATES = dict.fromkeys((200, 1000, 10_000), 1000)  # of each cell, by the size of its samples
SAMPLES = 30  # a row of the table of errors
FEW = {200: 10, 1000: 5, 10_000: 1}
RIVALS = (
    plogp.RankKSG(),
    plogp.KSG(),
    plogp.KSG(k=10),
    plogp.KSG(algorithm=2),
    plogp.MixedKSG(),
    plogp.GaussianCopula(),
)


@dataclass(frozen=True)
class Cell:
    """What the intervals do for one source and one size of sample."""

    name: str
    n: int
    bias: float
    error: float
    covered: float
    below: float  # the share of intervals that lie wholly below the truth
    above: float
    warned: float

    @property
    def fails(self) -> bool:
        return not 0.93 <= round(self.covered, 3) <= 0.97


def cell(name: str, source: Source, quantity: Callable[..., plogp.Estimate], n: int, replicates: int) -> Cell:
    rng = np.random.default_rng([4, len(source.name), round(1000 * abs(source.truth)), n])
    found = [quantity(source.draw(rng, n)) for _ in range(replicates)]
    gap = np.array([float(d) - source.truth for d in found])
    missed = [(d.high < source.truth, d.low > source.truth, bool(d.warnings)) for d in found]
    below, above, warned = np.mean(missed, axis=0)
    error = (gap**2).mean() ** 0.5
    return Cell(f"{name}, {source.name}", n, gap.mean(), error, 1 - below - above, below, above, warned)


def information(columns: tuple[np.ndarray, ...], estimator: object = None) -> plogp.Estimate:
    return plogp.mutual_information(plogp.Samples(*columns), **({} if estimator is None else {"estimator": estimator}))


def entropy(columns: tuple[np.ndarray, ...], estimator: object) -> plogp.Estimate:
    return plogp.entropy(plogp.Samples(*columns), estimator=estimator)


def divergence(columns: tuple[np.ndarray, ...]) -> plogp.Estimate:
    return plogp.kl_divergence(*map(plogp.Samples, columns))


def cells(replicates: dict[int, int]) -> Iterable[Cell]:
    """The defaults, and all the estimators of entropy."""
    for n, times in replicates.items():
        for source in sources.dependent():
            yield cell("information", source, information, n, times)
        for source in (*sources.single(), *sources.plane()):
            yield cell("KozachenkoLeonenko", source, partial(entropy, estimator=plogp.KozachenkoLeonenko()), n, times)
        for estimator in (plogp.Vasicek(), plogp.VanEs(), plogp.Ebrahimi(), plogp.Correa()):
            for source in list(sources.single())[:3]:
                yield cell(type(estimator).__name__, source, partial(entropy, estimator=estimator), n, times)
        for source in sources.divergent():
            yield cell("NearestNeighbourKL", source, divergence, n, times)


def errors(source: Source, n: int, replicates: int) -> list[str]:
    """Root mean square error (and bias) of mutual information in nats, a column an estimator."""
    row, found = [f"{source.name}, n = {n:,}"], []
    for estimator in RIVALS:
        try:
            with warnings.catch_warnings(action="ignore"):
                found.append(cell("", source, partial(information, estimator=estimator), n, replicates))
        except plogp.theory.errors.Unanswerable:
            found.append(None)
    best = min(c.error for c in found if c)
    for c in found:
        text = f"{c.error:.2g} ({c.bias:+.1g})" if c else "–"
        row.append(f"**{text}**" if c and c.error <= 1.05 * best else text)
    return row


def tasks(n: int) -> list[Cell]:
    """One sample of each of the "Beyond Normal" tasks."""
    return [cell("", source, information, n, 1) for source in sources.beyond_normal()]


def report(rows: list[list[str]], judged: list[Cell], tried: list[Cell], replicates: dict[int, int]) -> str:
    failed = [c for c in judged if c.fails]
    missed = [c for c in tried if c.covered < 1]
    samples = ", ".join(f"{times:,} of {n:,} observations" for n, times in replicates.items())
    names = ", ".join(f"{c.name[2:]} ({c.bias:+.2g})" for c in missed) or "none"
    return f"""### Root mean square error of mutual information

In nats, the bias in brackets; the best of a row, and what is within 5 % of it, in bold. {SAMPLES} samples a row.

{section.table(["source", *[_name(e) for e in RIVALS]], rows)}

### Coverage of 95 % intervals from continuous samples

Samples a cell: {samples}. Of {len(judged)} cells {len(judged) - len(failed)}
({1 - len(failed) / len(judged):.0%}) cover the truth in 93 to 97 % of them. Those that do not, and how often the
estimate warned:

{_coverage(failed)}

Of {len(tried)} tasks after "Beyond Normal" (Czyż et al. 2023) of up to 5 × 5 coordinates, one sample of 10,000 each,
the interval of the default holds the truth in {len(tried) - len(missed)}. Missed, with the error in nats: {names}.

All cells:

{_coverage(judged)}
"""


def _name(estimator: object) -> str:
    return str(estimator).replace(", seed=0", "").replace("algorithm=", "").replace("(k=3, 1)", "(k=3)")


def _coverage(found: list[Cell]) -> str:
    def row(c: Cell) -> list[str]:
        shares = [f"{100 * x:.1f} %" for x in (c.covered, c.below, c.above, c.warned)]
        return [c.name, f"{c.n:,}", f"{c.bias:+.2g}", f"{c.error:.2g}", *shares]

    return section.table(["cell", "n", "bias", "error", "covered", "too low", "too high", "warned"], map(row, found))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.study_continuous", description=__doc__)
    parser.add_argument("--full", action="store_true", help="all replicates, written to docs/estimators.md")
    full = parser.parse_args().full
    replicates = REPLICATES if full else FEW
    judged = []
    for c in cells(replicates):
        judged.append(c)
        print(f"{c.name}, n = {c.n:,}: {c.bias:+.3f} ± {c.error:.3f}, {c.covered:.1%}", flush=True)
    rows = [errors(source, n, SAMPLES if full else 3) for source in sources.dependent() for n in (200, 1000)]
    text = report(rows, judged, tasks(10_000 if full else 1000), replicates)
    print(text)
    if full:
        section.write(section.DOCS / "estimators.md", "continuous study", text)


if __name__ == "__main__":
    main()
