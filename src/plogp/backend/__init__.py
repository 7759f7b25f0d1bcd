"""The only layer that knows array libraries and the native core."""
