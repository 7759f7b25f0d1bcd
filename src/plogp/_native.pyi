"""
The native kernels of plogp. Values are in nats; arguments are what plogp.backend.kernels hands over.
"""

from typing import Annotated

from numpy.typing import NDArray


class Fault(ValueError):
    pass

def isa() -> str:
    """The level of instruction set in use, such as 'x86-64-v4'."""

def get_num_threads() -> int:
    """Threads that may work on one call, the caller included."""

def set_num_threads(n: int) -> None:
    """Set the threads that may work on one call; at least 1."""

def entropy(p: Annotated[NDArray, dict(order='C', device='cpu', writable=False)], tolerance: float) -> NDArray:
    """Entropy of each row of probabilities, in nats."""
