"""Approximation of a distribution by a member of a parametric family, under the divergence that one chooses."""

from plogp.apps.approximation.fit import Fit, fit, reverse

__all__ = ["Fit", "fit", "reverse"]
