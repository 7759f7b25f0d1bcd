"""Blocks decoded and verified, or the error that names the one that is corrupt."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from plogp.backend import blocks
from plogp.theory.errors import CorruptFile


def verified(
    file: blocks.Bytes | blocks.Buffer,
    headers: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    *,
    threads: int,
    first: int = 0,
) -> bytes:
    """The content of blocks whose payloads lie at offsets; `first` is the number of the first one in its file."""
    try:
        return blocks.decode_blocks(file, headers, offsets, threads=threads)
    except blocks.Fault as fault:
        block, reason = fault.args
        raise CorruptFile(reason, first + block) from None
