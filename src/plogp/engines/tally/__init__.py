"""The tally: integer counts of columns and of their combinations, as a value, and the file that keeps it."""
