"""Tests of independence and of equality, and what chance alone would show."""
