"""Estimates from distances between measured samples: one estimator a file."""
