"""A line on the terminal for work that takes long; nothing where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from time import monotonic


def reported(batches: Iterable[int], size: int, whole: int, what: str) -> Iterator[int]:
    """The same batches; after two seconds a terminal shows how many of `whole` are done."""
    begun, shown, watched = monotonic(), False, sys.stderr.isatty()
    for done, batch in enumerate(batches, 1):
        yield batch
        if watched and monotonic() - begun > 2:
            print(f"\r{what}: {min(done * size, whole):,} of {whole:,}", end="", file=sys.stderr, flush=True)
            shown = True
    if shown:
        print(file=sys.stderr)
