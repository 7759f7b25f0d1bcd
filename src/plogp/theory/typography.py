"""Numbers as people read them: one minus sign for terminal, page and picture."""

from __future__ import annotations

MINUS = "−"  # U+2212, as wide as a plus and never broken from its number


def typeset(number: str) -> str:
    """The text of a number with a minus sign in place of the hyphen before it; an exponent stays as machines write it.

    Examples
    --------
    >>> typeset("-0.25"), typeset("1e-9"), typeset("3")
    ('−0.25', '1e-9', '3')
    """
    return MINUS + number[1:] if number.startswith("-") else number
