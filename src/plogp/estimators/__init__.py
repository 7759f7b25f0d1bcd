"""How a quantity is estimated from what was observed: one estimator a file."""
