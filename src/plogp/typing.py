"""The types of arrays that many modules speak of."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
AnyArray = np.ndarray[Any, Any]
