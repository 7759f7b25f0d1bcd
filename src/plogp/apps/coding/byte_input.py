"""Bytes that a caller hands in, as one buffer; what holds none is refused by name."""

from __future__ import annotations

from typing import Any

from plogp.backend import coding
from plogp.theory.errors import NotAnArray
from plogp.theory.parameters import shown


def bytes_of(name: str, data: Any) -> coding.Buffer:
    """The bytes of a contiguous object that holds some, without a copy."""
    try:
        return coding.as_buffer(data)
    except Exception:  # whatever the __buffer__ of a foreign object, or its dtype, raises
        raise NotAnArray(
            f"{name} must be bytes, as in text.encode() or array.tobytes(), but it is {shown(data)}"
        ) from None
