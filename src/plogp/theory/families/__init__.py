"""Divergences of exponential families in forms that do not cancel."""
