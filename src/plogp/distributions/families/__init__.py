"""Parametric families of distributions, each with its parameters, which may be arrays."""
