"""Optional packages: the error that says which extra of plogp installs one that is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from plogp.theory.errors import MissingExtra


@contextmanager
def require(extra: str, why: str = "") -> Iterator[None]:
    """Import optional packages, or modules that import them; `MissingExtra` says what installs one that is missing.

    Examples
    --------
    >>> with require("tables"):
    ...     import no_such_package
    Traceback (most recent call last):
    plogp.theory.errors.MissingExtra: no_such_package is not installed: pip install 'plogp[tables]'
    """
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in ("", "plogp"):
            raise
        reason = why or f"{package} is not installed"
        raise MissingExtra(f"{reason}: pip install 'plogp[{extra}]'", name=error.name) from error
