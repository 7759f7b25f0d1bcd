"""Information theory for machine learning: one definition of each quantity, wherever the distribution lives."""
