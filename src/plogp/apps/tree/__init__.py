"""Decision trees by information: C4.5, a histogram mode for millions of rows, and the criteria as plain functions."""

from plogp.theory.extras import require

with require("learn"):
    from plogp.apps.tree.classifier import InformationTreeClassifier
    from plogp.apps.tree.splits import best_split, gain_ratio, information_gain

__all__ = ["InformationTreeClassifier", "best_split", "gain_ratio", "information_gain"]
