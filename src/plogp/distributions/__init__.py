"""Where a distribution lives: one type a file."""
