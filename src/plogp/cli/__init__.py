"""The command line: `plogp`."""
