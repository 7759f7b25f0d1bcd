"""Estimates of divergences between two measured samples."""
