"""`python -m benchmarks.study_evaluation SEED`: do the intervals of `evaluate` cover, and does its test keep its level?

Each cell is drawn by the seed: rows, classes, how the model errs, whether rows come in clusters. Its truth is worked
out from the probabilities that outcomes are drawn from, in many more rows. Said are how often the intervals of loss,
uncertainty, discrimination and miscalibration cover, how often the test of calibration alarms, and what fails.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

import plogp
from benchmarks import section
from benchmarks.coverage import BAND, clopper_pearson, meets_band
from plogp.apps.evaluation.predictions import log_probabilities

Floats = NDArray[np.float64]
KINDS = ("calibrated", "over-confident", "under-confident", "label noise", "rare classes", "rounded", "ties at 0 and 1")
PARTS = ("loss", "uncertainty", "discrimination", "miscalibration")


@dataclass(frozen=True)
class Cell:
    """How predictions and outcomes are drawn."""

    rows: int
    classes: int
    kind: str
    clusters: int
    correlation: float
    spread: float

    @classmethod
    def drawn(cls, rng: np.random.Generator, largest: int) -> Cell:
        """By the seed."""
        rows = int(np.exp(rng.uniform(np.log(200), np.log(largest))))
        classes = int(rng.choice([2, 2, 10, 100])) if rows >= 1000 else int(rng.choice([2, 10]))
        clusters = int(rng.choice([0, 0, 5, 20, 50, 200]))
        correlation = float(rng.uniform(0.01, 0.2)) if clusters else 0.0
        return cls(rows, classes, str(rng.choice(KINDS)), clusters, correlation, float(rng.uniform(0.5, 3)))

    def predictions(self, rows: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """The probabilities that the model foretells, and the true ones."""
        z = rng.normal(size=(rows, self.classes)) * self.spread
        if self.kind == "rare classes":
            z = z - 1.5 * np.minimum(np.arange(self.classes), 4)
        true = np.exp(log_probabilities(z, logits=True))
        slope = {"over-confident": 1.5, "under-confident": 0.6}.get(self.kind, 1.0)
        told = np.exp(log_probabilities(z * slope, logits=True))
        if self.kind == "label noise":
            true = 0.9 * true + 0.1 / self.classes
        if self.kind == "rounded":  # as far as no class is excluded
            told = np.maximum(np.round(told, 2), 0.01)
            told /= told.sum(axis=1, keepdims=True)
        if self.kind == "ties at 0 and 1":  # both are sure, and right, in some rows
            sure = true.max(axis=1) > 0.95
            told[sure] = true[sure] = np.eye(self.classes)[true[sure].argmax(axis=1)]
        return told, true

    def outcome(self, true: Floats, rng: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64] | None]:
        """Classes, and the clusters of rows, whose outcomes hang together by a Gaussian copula."""
        from scipy.special import ndtr

        n = len(true)
        if not self.clusters:
            u, clusters = rng.random(n), None
        else:
            clusters = np.arange(n) % self.clusters
            shared = rng.standard_normal(self.clusters)[clusters]
            u = ndtr(np.sqrt(self.correlation) * shared + np.sqrt(1 - self.correlation) * rng.standard_normal(n))
        y = (u[:, None] > np.cumsum(true, axis=1)).sum(axis=1)
        return np.minimum(y, self.classes - 1), clusters

    def truth(self, rng: np.random.Generator) -> dict[str, float]:
        """In many rows: isotonic regression of true probabilities, which have no noise, on those of the model."""
        told, true = self.predictions(200_000 // max(2, self.classes // 4), rng)
        with np.errstate(divide="ignore", invalid="ignore"):
            loss = float(np.where(true > 0, -true * np.log(told), 0.0).sum(axis=1).mean())
        shares = true.mean(axis=0)
        uncertainty = float(-(shares * np.log(shares)).sum())
        recalibrated = sum(self._recalibrated(told, true, j) for j in range(self.classes - 1))
        return {
            "loss": loss, "uncertainty": uncertainty, "discrimination": uncertainty - recalibrated,
            "miscalibration": loss - recalibrated,
        }  # fmt: skip

    def _recalibrated(self, told: Floats, true: Floats, j: int) -> float:
        from scipy.optimize import isotonic_regression
        from scipy.special import entr

        risk, of_model = true[:, j:].sum(axis=1), told[:, j:].sum(axis=1)
        some = (risk > 1e-12) & (of_model > 0)
        forecast, target, weight = told[some, j] / of_model[some], true[some, j] / risk[some], risk[some]
        value, at = np.unique(forecast, return_inverse=True)
        heavy = np.bincount(at, weight, value.size)
        fitted = isotonic_regression(np.bincount(at, weight * target, value.size) / heavy, weights=heavy).x
        return float(heavy @ (entr(fitted) + entr(1 - fitted))) / len(true)


def replicate(cell: Cell, truth: dict[str, float], rng: np.random.Generator) -> list[int]:
    """Of each part -1 where its interval lies below the truth, 1 above, 0 where it covers; and whether it alarms."""
    told, true = cell.predictions(cell.rows, rng)
    y, by = cell.outcome(true, rng)
    found = plogp.evaluate(label=y, probs=told, by=by, base=np.e, cv=None, seed=int(rng.integers(1 << 30)))
    parts = {name: getattr(found.model, name) for name in PARTS if name != "uncertainty"}
    parts["uncertainty"] = found.uncertainty
    ends = [(parts[name].low, parts[name].high, truth[name]) for name in PARTS]
    near = 1e-9
    return [int(low > at + near) - int(high < at - near) for low, high, at in ends] + [int(not found.model.calibrated)]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.study_evaluation", description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("--cells", type=int, default=40)
    parser.add_argument("--replicates", type=int, default=100)
    parser.add_argument("--largest", type=int, default=100_000, help="rows")
    given = parser.parse_args()
    rows, met, alarms = [], dict.fromkeys(PARTS, 0), []
    for number in range(given.cells):
        rng = np.random.default_rng([given.seed, number])
        cell = Cell.drawn(rng, given.largest)
        truth = cell.truth(rng)
        missed = np.array([replicate(cell, truth, rng) for _ in range(given.replicates)])
        covered = {name: float(np.mean(missed[:, i] == 0)) for i, name in enumerate(PARTS)}
        for name in PARTS:
            met[name] += meets_band(covered[name], given.replicates)
        calibrated = truth["miscalibration"] < 1e-9 or cell.kind in ("calibrated", "ties at 0 and 1", "rare classes")
        alarm = float(missed[:, -1].mean())
        if calibrated:
            alarms.append(alarm)
        fails = [name for name in PARTS if not meets_band(covered[name], given.replicates)]
        low, _ = clopper_pearson(round(alarm * given.replicates), given.replicates)
        if calibrated and low > 0.05:
            fails.append("level of the test")
        rows.append(
            [f"{cell.rows:,} × {cell.classes} {cell.kind}", f"{cell.clusters} ({cell.correlation:.2f})"]
            + [f"{covered[name]:.0%}" for name in PARTS]
            + [
                f"{truth['miscalibration']:.4f}" if truth["miscalibration"] < inf else "inf",
                f"{alarm:.0%}",
                *[", ".join(fails)],
            ]
        )
        print(*rows[-1], sep=" | ", flush=True)
    head = ["cell", "clusters (correlation)", *PARTS, "miscalibration, nats", "alarms", "fails"]
    print(section.table(head, rows))
    for name in PARTS:
        print(f"{name}: {met[name]} of {given.cells} cells within {BAND[0]:.0%} to {BAND[1]:.0%}, as far as is known")
    if alarms:
        print(
            f"alarms of calibrated models: {np.mean(alarms):.1%} in {len(alarms)} cells, {max(alarms):.0%} in the worst"
        )


if __name__ == "__main__":
    main()
