"""Progress of a job in a notebook, as the commands show it on a terminal."""

from __future__ import annotations

from contextlib import AbstractContextManager

from plogp.theory.extras import require
from plogp.theory.progress import Progress


def progress() -> AbstractContextManager[Progress]:
    """Bars while a job reads its table, which vanish when it is done: in a notebook, or on a terminal.

    Examples
    --------
    >>> import plogp
    >>> from plogp.notebook import progress
    >>> with progress() as shown:
    ...     result = plogp.profile({"sky": ["clear", "rain"] * 50}, progress=shown)
    >>> len(result)
    1
    """
    with require("tables"):
        from plogp.report.progress import shown_progress
    return shown_progress()
