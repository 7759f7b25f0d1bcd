"""How many threads the native core works on."""

from __future__ import annotations

import numpy as np

from plogp import _native

_MOST_THREADS = 4096


def get_num_threads() -> int:
    """How many threads may work on one call, the caller included.

    Examples
    --------
    >>> import plogp
    >>> plogp.get_num_threads() >= 1
    True
    """
    return _native.get_num_threads()


def set_num_threads(n: int, /) -> None:
    """Set how many threads may work on one call, the caller included.

    The default is the number of processors that this process may use, or OMP_NUM_THREADS. Results do not depend on it.

    Examples
    --------
    >>> import plogp
    >>> plogp.set_num_threads(1)
    """
    whole = isinstance(n, int | np.integer) and not isinstance(n, bool)
    if not whole or not 0 < n <= _MOST_THREADS:
        wrong = str(n) if whole and abs(n) < 2**64 else f"a {type(n).__name__}"
        raise _native.Fault(f"the number of threads is 1 to {_MOST_THREADS}, not {wrong}")
    _native.set_num_threads(int(n))
