"""Cuts numbers into bins: where the class changes, or by rank, or by width; in the scikit-learn API."""

from plogp.theory.extras import require

with require("learn"):
    from plogp.apps.discretize.entropy_binner import EntropyBinner
    from plogp.apps.discretize.equal_frequency import EqualFrequency
    from plogp.apps.discretize.equal_width import EqualWidth
    from plogp.apps.discretize.mdlp import MDLPDiscretizer

__all__ = ["EntropyBinner", "EqualFrequency", "EqualWidth", "MDLPDiscretizer"]
