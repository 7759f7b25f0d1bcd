"""The only floor that knows array libraries and the native core."""
