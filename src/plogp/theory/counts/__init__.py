"""Counts, tables of counts and counts of counts."""
