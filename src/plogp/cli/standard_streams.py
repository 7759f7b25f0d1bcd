"""Standard streams that the shell has closed (`<&-`, `>&-`), opened so that their use fails by name."""

from __future__ import annotations

import os
import sys

# In the order of their numbers, so that each gets its own, which no file that is opened later may have. The wrong
# direction makes reading and writing fail, as with a closed one; what is written to standard error is dropped.
_STREAMS = (("stdin", os.O_WRONLY, "r"), ("stdout", os.O_RDONLY, "w"), ("stderr", os.O_WRONLY, "w"))


def open_closed_streams() -> None:
    """Give each of the three that is closed a stream."""
    for name, flags, mode in _STREAMS:
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode))
