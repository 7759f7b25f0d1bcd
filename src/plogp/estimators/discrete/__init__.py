"""Estimates from counts: one estimator a file."""
