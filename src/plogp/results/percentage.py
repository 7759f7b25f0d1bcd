"""A share as people read it."""

from __future__ import annotations

from plogp.theory.typography import typeset


def percent(share: float) -> str:
    """In percent, with as many digits as it deserves: no share but one is shown as all.

    Examples
    --------
    >>> percent(0.123), percent(0.9999), percent(0.0042), percent(-0.01)
    ('12 %', '99.9 %', '0.42 %', '−1.0 %')
    """
    value = 100 * share
    if 99.5 <= value < 100 - 1e-9:
        return f"{min(value, 99.9):.1f} %"
    digits = 0 if abs(value) >= 9.95 or value == 0 else 1 if abs(value) >= 0.95 else 2
    return typeset(f"{value:z.{digits}f} %")


def percents(a: float, b: float) -> tuple[str, str]:
    """Two shares, with as many digits more as it takes to see that they differ.

    Examples
    --------
    >>> percents(0.25, 0.5), percents(0.25, 0.2514), percents(0.3, 0.3)
    (('25 %', '50 %'), ('25.0 %', '25.1 %'), ('30 %', '30 %'))
    """
    shown = percent(a), percent(b)
    digits = 1
    while a != b and shown[0] == shown[1] and digits <= 15:
        shown = typeset(f"{100 * a:.{digits}f} %"), typeset(f"{100 * b:.{digits}f} %")
        digits += 1
    return shown
