"""How uncertain an ensemble is, and how much of that is its members' disagreement."""

from plogp.apps.uncertainty.predictive_uncertainty import ClassUncertainty, Uncertainty, predictive_uncertainty

__all__ = ["ClassUncertainty", "Uncertainty", "predictive_uncertainty"]
