"""The error of a column that is not there, with the nearest name there is."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from plogp.theory.errors import UnknownColumn


def no_column(name: str, known: Sequence[str], where: str) -> UnknownColumn:
    """The error of a column that is not there, with the nearest name there is."""
    return not_named(name, known, f"{where} has no column")


def not_named(name: str, known: Sequence[str], said: str) -> UnknownColumn:
    """The error of anything with a name that is not there; `said` is the sentence up to the name."""
    near = get_close_matches(name, known, 1, 0.5) or [k for k in known if k.lower() == name.lower()]
    hint = f"did you mean {near[0]!r}?" if near else f"it has {_listed(known)}"
    return UnknownColumn(f"{said} {name!r}: {hint}")


def _listed(names: Sequence[str]) -> str:
    some = ", ".join(repr(name) for name in names[:8])
    return some if len(names) <= 8 else f"{some} and {len(names) - 8} more"
