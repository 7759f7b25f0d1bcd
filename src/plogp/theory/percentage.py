"""A share as people read it."""

from __future__ import annotations


def percent(share: float) -> str:
    """In percent, with as many digits as it deserves: no share but one is shown as all.

    Examples
    --------
    >>> percent(0.123), percent(0.9999), percent(0.0042), percent(-0.00001)
    ('12 %', '99.9 %', '0.42 %', '0.00 %')
    """
    value = 100 * share
    if 99.5 <= value < 100 - 1e-9:
        return f"{min(value, 99.9):.1f} %"
    digits = 0 if abs(value) >= 9.95 or value == 0 else 1 if abs(value) >= 0.95 else 2
    return f"{value:z.{digits}f} %"
