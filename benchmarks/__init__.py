"""Speed as ratios to peers: one file a bar, each race alternated with its peer in one process on the same input."""
