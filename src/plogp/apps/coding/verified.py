"""Blocks decoded and verified, or the error that names the one that is corrupt."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from plogp.backend import coding
from plogp.theory.errors import CorruptFile


def verified(
    file: coding.Bytes | coding.Buffer,
    headers: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    *,
    threads: int,
    first: int = 0,
) -> bytes:
    """The content of blocks whose payloads lie at offsets; `first` is the number of the first one in its file."""
    try:
        return coding.decode_blocks(file, headers, offsets, threads=threads)
    except coding.Fault as fault:
        block, reason = fault.args
        raise CorruptFile(reason, first + block) from None
