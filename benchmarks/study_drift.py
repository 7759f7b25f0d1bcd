"""`python -m benchmarks.study_drift [--full]`: false alarms of unchanged tables, and power beside Kolmogorov-Smirnov.

Half a minute; `--full` takes 1,000 replicates a cell, writes its tables into docs/drift.md and takes ten minutes of one
core.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from itertools import product

import numpy as np

from benchmarks import section
from benchmarks.coverage import clopper_pearson
from plogp.engines.counting.quantile_edges import quantile_edges
from plogp.estimators.testing.chance_test import shared_by_chance
from plogp.estimators.testing.multiple_testing import holm
from plogp.estimators.testing.smallest_change import smallest_change
from plogp.estimators.testing.two_sample_test import TwoSamples
from plogp.theory.counts.contingency import Contingency

ALARM = 0.05
COLUMNS = 4  # of a table, all alike
SIZES = (100, 1000, 10_000, 100_000, 1_000_000)
LEVELS = (2, 10, 100, 1000)
BINS = 16
SHIFT, SPREAD = 0.1, 1.05


def shares(name: str, k: int) -> np.ndarray:
    w = np.ones(k) if name == "uniform" else 1 / np.arange(1, k + 1)
    return w / w.sum()


def binned(x: np.ndarray, y: np.ndarray, cut: str) -> TwoSamples:
    """Two columns of numbers in bins cut as `compare` does: in both together, or where a tally of one has them."""
    values = np.sort(np.concatenate([x, y]) if cut == "both" else x)
    edges = np.array(quantile_edges(values, np.arange(values.size), BINS))
    a, b = (np.bincount(np.searchsorted(edges, z), minlength=edges.size + 1) for z in (x, y))
    return TwoSamples(a, b, edges.size + 1, cut=int(cut != "both"))


def alarms(name: str, k: int, n: int, replicates: int, again: int = 0) -> list[str]:
    """The share of tables of unchanged columns with any alarm, with its own interval.

    Of forty intervals one lies above by chance: such a cell is judged by ten times as many tables, drawn anew.
    """
    rng = np.random.default_rng([1, len(name), k, n, again] if again else [1, len(name), k, n])
    any_ = 0
    for _ in range(replicates):
        p_values = [_unchanged(name, k, n, rng).p_value(rng) for _ in range(COLUMNS)]
        any_ += min(holm(p_values)) <= ALARM
    low, high = clopper_pearson(any_, replicates)
    if low > ALARM and not again:
        return alarms(name, k, n, 10 * replicates, again=1)
    good = "yes" if low <= ALARM else "NO"
    label = f"{name}, {k:,} levels" if name in ("uniform", "Zipf") else name
    return [label, f"{n:,}", f"{replicates:,}", f"{any_ / replicates:.1%}", f"{low:.1%} to {high:.1%}", good]


def _unchanged(name: str, k: int, n: int, rng: np.random.Generator) -> TwoSamples:
    if name in ("uniform", "Zipf"):
        p = shares(name, k)
        return TwoSamples(rng.multinomial(n, p), rng.multinomial(n, p))
    if n > 10_000:  # bins of equal weight of so many numbers hold what a multinomial draw does
        p = np.full(BINS, 1 / BINS)
        return TwoSamples(rng.multinomial(n, p), rng.multinomial(n, p), BINS)
    return binned(rng.standard_normal(n), rng.standard_normal(n), "reference" if "tally" in name else "both")


CHANGES = ("shift", "spread", "tail")


def _changed(change: str, amount: float, n: int, rng: np.random.Generator) -> np.ndarray:
    y = rng.standard_normal(n)
    if change == "shift":
        return y + amount
    if change == "spread":
        return y * (1 + amount)
    return np.where(rng.random(n) < amount, y + 2, y)  # a few move far


def power(change: str, n: int, fixed: float | None, replicates: int) -> list[str]:
    """How often a column alone is found changed, by the test of `compare` and by SciPy's `ks_2samp`, at 5 %."""
    from scipy.stats import ks_2samp

    rng = np.random.default_rng([2, len(change), n, fixed is None])
    amount = fixed if fixed is not None else {"shift": 3.2, "spread": 3.8, "tail": 2.0}[change] / n**0.5
    ours = theirs = 0
    for _ in range(replicates):
        x, y = rng.standard_normal(n), _changed(change, amount, n, rng)
        ours += binned(x, y, "both").p_value(rng) <= ALARM
        theirs += ks_2samp(x, y, method="asymp" if n > 1000 else "auto").pvalue <= ALARM
    label = {"shift": f"{amount:.4g} σ shift", "spread": f"{amount:.4g} wider", "tail": f"{amount:.3g} moved by 2 σ"}
    met = "NO" if theirs - ours > 0.15 * replicates else "yes"
    return [label[change], f"{n:,}", f"{ours / replicates:.0%}", f"{theirs / replicates:.0%}", met]


CASES = ("nothing", "shift", "levels", "missing", "missing at 20 %")


def family(case: str, n: int, replicates: int) -> list[str]:
    """How often a table is found changed, by Holm's procedure over all its tests at 5 %, here and with those of SciPy:
    `ks_2samp` of the numbers, `chi2_contingency` of the levels, `fisher_exact` of missing values."""
    from scipy.stats import chi2_contingency, fisher_exact, ks_2samp

    rng = np.random.default_rng([4, CASES.index(case), n])
    step, part = 4 / n**0.5, shares("Zipf", 10)
    gone = (0.2, 0.2 + 1.5 / n**0.5) if "20" in case else (0.01, 0.01 + 0.6 / n**0.5 * (case == "missing"))
    tilted = part * np.where(np.arange(10) % 2, 1 + 1.6 * step * (case == "levels"), 1)
    ours = theirs = 0
    for _ in range(replicates):
        p_values: tuple[list[float], list[float]] = ([], [])
        for column in range(3):
            x, y = rng.standard_normal(n), rng.standard_normal(n) + step * (case == "shift" and not column)
            lacks = [int(rng.binomial(n, share)) for share in (gone if column == 1 else (0.0, 0.0))]
            samples = binned(x[lacks[0] :], y[lacks[1] :], "both")
            p_values[1].append(ks_2samp(x[lacks[0] :], y[lacks[1] :], method="asymp" if n > 1000 else "auto").pvalue)
            if any(lacks):
                table = np.array([[k, n - k] for k in lacks])
                samples = TwoSamples(*np.column_stack([[samples.reference, samples.current], lacks]), samples.ordered)
                p_values[0].append(shared_by_chance(Contingency.of_table(table)).p_value)
                p_values[1].append(fisher_exact(table).pvalue)
            p_values[0].append(samples.p_value(rng))
        levels = rng.multinomial(n, part), rng.multinomial(n, tilted / tilted.sum())
        p_values[0].append(TwoSamples(*levels).p_value(rng))
        p_values[1].append(chi2_contingency(np.stack(levels)[:, sum(levels) > 0], correction=False).pvalue)
        ours += min(holm(p_values[0])) <= ALARM
        theirs += min(holm(p_values[1])) <= ALARM
    below = theirs - ours > 2 * (2 * replicates * 0.25 * 0.25) ** 0.5
    return [case, f"{n:,}", f"{ours / replicates:.0%}", f"{theirs / replicates:.0%}", "yes" if below else "no"]


def smallest(k: int, n: int, replicates: int) -> list[str]:
    """How often a change of the size that is said to be seen in four of five cases is seen."""
    rng = np.random.default_rng([3, k, n])
    p = shares("uniform", k)
    js = smallest_change(TwoSamples((n * p).astype(int), (n * p).astype(int)), ALARM)
    step = (8 * js) ** 0.5  # the shares (1 ± step/2)/k are apart by JS = step²/8
    up = 1 + np.where(np.arange(k) % 2, step, -step) / 2
    down = 2 - up
    found = sum(
        TwoSamples(rng.multinomial(n, p * up), rng.multinomial(n, p * down)).p_value(rng) <= ALARM
        for _ in range(replicates)
    )
    return [f"uniform, {k:,} levels", f"{n:,}", f"{js:.3g}", f"{found / replicates:.0%}"]


def report(parts: list[list[list[str]]], replicates: tuple[int, int]) -> str:
    wrong = sum(row[-1] == "NO" for row in parts[0])
    lost = sum(row[-1] == "NO" for row in parts[1])
    return f"""### False alarms

The share of pairs of tables with any alarm, at `alarm={ALARM}`, where each table has n rows and {COLUMNS} columns of
which none has changed, with its own 95 % interval. A cell whose interval lies above was drawn anew, ten times as often:
of forty one does so by chance. {wrong} of {len(parts[0])} are above what was asked for.

{section.table(["columns", "n", "pairs of tables", "any alarm", "interval", "at most 5 %"], parts[0])}

### Power

How often one column of n rows is found changed at 5 %, in {BINS} bins, and by the two-sample Kolmogorov-Smirnov test
of SciPy on the numbers themselves, over {replicates[1]:,} pairs of columns, a quarter as many above 10,000 rows.
{lost} of {len(parts[1])} are more than 15 points below.

{section.table(["change", "n", "plogp", "ks_2samp", "within 15 points"], parts[1])}

### Power of a whole table

Three columns of numbers, one of them with missing values, and one of ten levels, of which one thing changes: how often
there is an alarm by Holm's procedure over all tests, of `compare` and of SciPy (Kolmogorov-Smirnov of the numbers,
chi-square of the levels, Fisher of the share of missing values).

{section.table(["change", "n", "plogp", "SciPy", "below SciPy"], parts[3])}

### The smallest change that is seen

How often a change of just this size is found, where four of five are promised.

{section.table(["column", "n", "JS, nat", "found"], parts[2])}
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.study_drift", description=__doc__)
    parser.add_argument("--full", action="store_true", help="1,000 replicates a cell, written to docs/drift.md")
    parser.add_argument("--workers", type=int, help="processes; left out, one a core")
    given = parser.parse_args()
    full, workers = given.full, given.workers
    replicates = (1000, 400) if full else (40, 20)
    cells = list(product(("uniform", "Zipf"), LEVELS, SIZES))
    cells += [("normal in 16 bins", BINS, n) for n in SIZES]
    cells += [("normal in 16 bins of a tally", BINS, n) for n in (20, 50, *SIZES[:3])]
    changes = [("shift", n, SHIFT) for n in SIZES] + [(c, n, None) for c, n in product(CHANGES, SIZES)]
    tables = list(product(CASES, (100, 1000, 10_000)))
    with ProcessPoolExecutor(workers) as pool:
        tasks = [
            [pool.submit(alarms, *cell, replicates[0]) for cell in cells],
            [pool.submit(power, *c, replicates[1] // (4 if c[1] > 10_000 else 1)) for c in changes],
            [pool.submit(smallest, k, n, replicates[1]) for k, n in product((2, 10, 100), (1000, 100_000))],
            [pool.submit(family, case, n, replicates[1] // (1 if n < 10_000 else 4)) for case, n in tables],
        ]
        parts = [[task.result() for task in part] for part in tasks]
    text = report(parts, replicates)
    print(text)
    if full:
        section.write(section.DOCS / "drift.md", "drift study", text)


if __name__ == "__main__":
    main()
