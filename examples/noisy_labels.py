"""How much the answers of a classifier can tell of the class, at most: the capacity of its confusion matrix.

    python examples/noisy_labels.py

A tree guesses handwritten digits. It would tell most if the digits were not drawn equally often: some of those that it
mistakes for others are best not used at all.
"""

from __future__ import annotations

import numpy as np
from sklearn.datasets import load_digits
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import cross_val_predict
from sklearn.tree import DecisionTreeClassifier

import plogp
from plogp.apps.bottleneck import Capacity, channel_capacity


def main() -> tuple[Capacity, float]:
    """Print the capacity beside the information of digits that are equally likely; both, in bits."""
    X, y = load_digits(return_X_y=True)
    guesses = cross_val_predict(DecisionTreeClassifier(max_depth=4, random_state=0), X, y, cv=5)
    channel = confusion_matrix(y, guesses, normalize="true")
    found = channel_capacity(channel, base=2)
    uniform = float(plogp.mutual_information(channel / 10, base=2))
    print(f"accuracy {np.mean(guesses == y):.3f}; a perfect answer tells {np.log2(10):.3f} bit")
    print(f"digits equally likely:  {uniform:.6f} bit")
    print(f"capacity:               {found.value:.6f} bit, at most {found.gap:.0e} more")
    print("digit     " + " ".join(f"{digit:5d}" for digit in range(10)))
    print("best share" + " ".join(f"{share:5.3f}" for share in found.inputs))
    return found, uniform


if __name__ == "__main__":
    main()
