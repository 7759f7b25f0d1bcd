"""Digits that no member of an ensemble has ever seen, found by what the members disagree about.

    python examples/unknown_digits.py

Ten small networks learn the digits 0 to 6 from different halves of the pictures; then they are shown 7, 8 and 9 too.
Each gives some answer for those; what they disagree about ranks nearly all of them above the digits that they know.
"""

from __future__ import annotations

import warnings

import numpy as np
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

from plogp.apps.uncertainty import predictive_uncertainty

KNOWN = 7  # the digits below are learnt
MEMBERS = 10


def main() -> dict[str, float]:
    """Print how well each measure ranks unknown digits above known ones; the areas under the ROC curves."""
    X, y = load_digits(return_X_y=True)
    X = X / 16
    train, held_out, y_train, _ = train_test_split(X[y < KNOWN], y[y < KNOWN], test_size=0.4, random_state=0)
    shown = np.concatenate([held_out, X[y >= KNOWN]])
    unknown = np.arange(len(shown)) >= len(held_out)
    probs = []
    for member in range(MEMBERS):
        rows = np.random.default_rng(member).permutation(len(train))[: len(train) // 2]
        network = MLPClassifier((32,), learning_rate_init=0.01, max_iter=200, random_state=member)
        with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
            probs.append(network.fit(train[rows], y_train[rows]).predict_proba(shown))
    u = predictive_uncertainty(np.stack(probs), base=2)
    print(f"{len(held_out)} digits from 0 to {KNOWN - 1}, held out, and {unknown.sum()} from {KNOWN} on, never seen\n")
    print("mean, in bits        known   unknown")
    for name, value in (("total", u.total), ("aleatoric", u.aleatoric), ("epistemic", u.epistemic)):
        print(f"{name:20} {value[~unknown].mean():6.3f}   {value[unknown].mean():6.3f}")
    ranks = {
        "epistemic": u.epistemic,
        "total": u.total,
        "disagreement": u.disagreement,
        "variation ratio": u.variation_ratio,
        "small margin": -u.margin,
        "entropy of one member": predictive_uncertainty(np.stack(probs[:1])).total,
    }
    areas = {name: float(roc_auc_score(unknown, value)) for name, value in ranks.items()}
    print("\nranked by            area under the ROC curve")
    for name, area in areas.items():
        print(f"{name:20} {area:6.3f}")
    return areas


if __name__ == "__main__":
    main()
