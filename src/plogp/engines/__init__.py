"""The only layer that knows table libraries: what they hold is counted."""
