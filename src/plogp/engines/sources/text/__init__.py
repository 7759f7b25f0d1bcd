"""Tables written as text, delimited or as JSON lines."""
