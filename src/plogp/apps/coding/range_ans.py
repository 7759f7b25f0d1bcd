"""An ANS code of bytes: as close to the entropy as frequencies in units of 2^-15 allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import plogp
from plogp.apps.coding.byte_input import bytes_of
from plogp.backend import coding
from plogp.distributions.array_input import float_numbers, numbers
from plogp.theory.errors import CorruptFile, InvalidParameter, NotCounts
from plogp.theory.parameters import whole_number

_TOTAL = 1 << 15


@dataclass(frozen=True, eq=False)
class RangeANS:
    """An asymmetric numeral system (rANS) over the symbols 0 … k-1, k <= 256.

    A symbol of frequency f costs log2(2^15 / f) bits, not a whole number of them: the average is the cross-entropy
    between the source and the frequencies. Make one with `from_probs`, `from_counts` or `from_data`.

    Parameters
    ----------
    frequencies : array of uint32 (256,)
        They sum to 2^15; 0 for symbols that do not occur.
    probabilities : array of float64 (256,)
        Of the source.

    References
    ----------
    Duda 2013, "Asymmetric numeral systems", arXiv:1311.2540, section 3. Giesen 2014, "Interleaved entropy coders",
    arXiv:1402.3392.

    Examples
    --------
    >>> import random
    >>> code = RangeANS.from_probs([0.9, 0.1])
    >>> data = bytes(random.Random(0).choices([0, 1], [0.9, 0.1], k=1000000))
    >>> round(8 * len(code.encode(data)) / len(data), 3), round(code.entropy, 3)
    (0.469, 0.469)
    >>> bytes(code.decode(code.encode(data), len(data))) == data
    True
    """

    frequencies: NDArray[np.uint32]
    probabilities: NDArray[np.float64]

    def __post_init__(self) -> None:
        shapes = [numbers(x, name).shape for x, name in ((self.frequencies, "frequencies"), (self.probabilities, "p"))]
        if shapes != [(256,), (256,)] or (self.frequencies < 0).any() or int(self.frequencies.sum()) != _TOTAL:
            raise InvalidParameter("an ANS code has 256 probabilities, and as many frequencies that sum to 2^15")

    @classmethod
    def from_probs(cls, p: Any) -> RangeANS:
        """The code of a distribution p (k,)."""
        p = float_numbers(p, "probabilities")
        if p.ndim != 1 or p.size > 256:
            raise InvalidParameter(
                f"an ANS code is made of one distribution (k,) with k <= 256, not of shape {p.shape}"
            )
        plogp.entropy(p)  # raises NotADistribution
        padded = np.pad(p / p.sum(), (0, 256 - p.size))
        return cls(_scaled(padded), padded)

    @classmethod
    def from_counts(cls, n: Any) -> RangeANS:
        """The code of counts n (k,)."""
        counts = plogp.Counts(n).table()
        if counts.ndim != 1:
            raise NotCounts(
                f"a code is made of the counts of one variable (k,), not of an array of shape {counts.shape}"
            )
        return cls.from_probs(counts / counts.sum())

    @classmethod
    def from_data(cls, data: coding.Bytes | coding.Buffer) -> RangeANS:
        """The code of the bytes in data, as often as they occur there."""
        return cls.from_counts(np.bincount(bytes_of("data", data), minlength=256))

    @property
    def entropy(self) -> float:
        """H of the source, in bits a symbol."""
        return float(plogp.entropy(self.probabilities, base=2))

    @property
    def average_length(self) -> float:
        """Bits a symbol on a long message: the cross-entropy of the source and the frequencies."""
        return float(plogp.cross_entropy(self.probabilities, self.frequencies / _TOTAL, base=2))

    @property
    def redundancy(self) -> float:
        """Average length less entropy, in bits a symbol: what rounding the frequencies costs."""
        return self.average_length - self.entropy

    def encode(self, symbols: coding.Bytes | coding.Buffer) -> bytes:
        """The stream of symbols: eight states of 32 bits, then words of 16. Nothing at all if only one can occur."""
        data = bytes_of("symbols", symbols)
        if self._only is None:
            try:
                return coding.encode_ans(data, self.frequencies.astype(np.uint16))
            except coding.Fault:
                raise InvalidParameter("a symbol that never occurs, by the frequencies, has no code") from None
        if (data != self._only).any():
            raise InvalidParameter(f"only the symbol {self._only} can occur")
        return b""

    def decode(self, coded: coding.Bytes | coding.Buffer, n: int) -> coding.Buffer:
        """The n symbols that `encode` has written; raises `CorruptFile` if it has not."""
        coded, n = bytes_of("coded", coded), whole_number("n", n, 0, 2**48)
        if self._only is None:
            try:
                return coding.decode_ans(coded, self.frequencies.astype(np.uint16), n)
            except coding.Fault as fault:
                raise CorruptFile(str(fault).replace("its", "the", 1)) from None
        if len(coded):
            raise CorruptFile("the only symbol takes no bits, but there are some")
        return np.full(n, self._only, dtype=np.uint8)

    @property
    def _only(self) -> int | None:
        """The symbol that is alone, if one is."""
        most = int(self.frequencies.argmax())
        return most if self.frequencies[most] == _TOTAL else None


def _scaled(p: NDArray[np.float64]) -> NDArray[np.uint32]:
    """Frequencies that sum to 2^15: shares rounded down but not to 0, then units given or taken where it matters most.

    One more unit saves a symbol of probability p about p / (f + 1/2), one less costs it p / (f - 1/2).
    """
    f = np.maximum(np.floor(p * _TOTAL), p > 0)
    while left := _TOTAL - f.sum():
        with np.errstate(divide="ignore"):
            f[np.argmax(p / (f + 0.5))] += left > 0
            f[np.argmin(np.where(f > 1, p / (f - 0.5), np.inf))] -= left < 0
    return f.astype(np.uint32)
