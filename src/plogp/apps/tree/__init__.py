"""Decision trees by information: C4.5, a histogram mode for millions of rows, and the criteria as plain functions."""

from plogp.theory.extras import require

with require("learn"):
    from plogp.apps.tree.best_split import best_split
    from plogp.apps.tree.classifier import InformationTreeClassifier
    from plogp.apps.tree.gain_ratio import gain_ratio
    from plogp.apps.tree.information_gain import information_gain

__all__ = ["InformationTreeClassifier", "best_split", "gain_ratio", "information_gain"]
