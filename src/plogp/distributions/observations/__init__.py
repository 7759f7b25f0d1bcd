"""What was observed: counts, samples, tables, drawn outcomes."""
