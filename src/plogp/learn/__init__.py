"""What the apps for scikit-learn share: columns, targets, weights and parameters, read and checked once."""
