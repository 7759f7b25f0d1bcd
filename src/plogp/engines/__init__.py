"""The only room that knows table libraries: every engine does one thing, it counts."""
