"""Cuts numbers into bins: where the class changes, or by rank, or by width; in the scikit-learn API."""

from plogp.theory.extras import require

with require("learn"):
    from plogp.apps.discretize.entropy_binner import EntropyBinner
    from plogp.apps.discretize.mdlp import MDLPDiscretizer
    from plogp.apps.discretize.unsupervised import EqualFrequency, EqualWidth

__all__ = ["EntropyBinner", "EqualFrequency", "EqualWidth", "MDLPDiscretizer"]
