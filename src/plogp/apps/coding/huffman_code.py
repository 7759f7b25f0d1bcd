"""A Huffman code over any symbols: from their probabilities, their counts, or data that holds them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np

import plogp
from plogp.apps.coding.byte_input import bytes_of
from plogp.apps.coding.code_lengths import code_lengths
from plogp.apps.coding.code_tree import CodeTree
from plogp.distributions.array_input import float_numbers
from plogp.results.percentage import percent
from plogp.theory.errors import CorruptFile, InvalidParameter, NotCounts
from plogp.theory.parameters import shown, whole_number

_SHOWN = 40  # words in a table


@dataclass(frozen=True, eq=False, repr=False)
class HuffmanCode:
    """The optimal prefix code of a distribution, in canonical form.

    H <= L < H + 1: no prefix code has a shorter average length L, and none of them less than the entropy H.
    Symbols that never occur get no word. Equal lengths are numbered in the order of `symbols`, so that the lengths
    alone tell the code. Make one with `from_probs`, `from_counts` or `from_data`.

    Parameters
    ----------
    symbols : tuple of hashables
        Those that occur.
    probabilities : tuple of float
        Of each, above zero.
    lengths : tuple of int
        Of each word, in bits. A symbol that is alone has the empty word.

    References
    ----------
    Huffman 1952, "A method for the construction of minimum-redundancy codes", doi:10.1109/JRPROC.1952.273898.
    With `max_length`: Larmore and Hirschberg 1990, doi:10.1145/79147.79150.

    Examples
    --------
    >>> code = HuffmanCode.from_probs([0.5, 0.25, 0.125, 0.125], symbols="abcd")
    >>> code.words
    {'a': '0', 'b': '10', 'c': '110', 'd': '111'}
    >>> code.average_length, round(code.entropy, 12)
    (1.75, 1.75)
    >>> code.decode(code.encode("abba"), 4)
    ['a', 'b', 'b', 'a']
    >>> print(code)
    4 symbols, 1.75 bit per symbol, entropy 1.75
    <BLANKLINE>
    0       50 %  'a'
    10      25 %  'b'
    110     12 %  'c'
    111     12 %  'd'
    """

    symbols: tuple[Hashable, ...]
    probabilities: tuple[float, ...]
    lengths: tuple[int, ...]

    def __post_init__(self) -> None:
        symbols = self.symbols
        if not all(isinstance(part, tuple) for part in (symbols, self.probabilities, self.lengths)):
            raise InvalidParameter("symbols, probabilities and lengths of a code are tuples")
        if not len(symbols) == len(self.probabilities) == len(symbols_of(iter(symbols), len(self.lengths))):
            raise InvalidParameter("symbols, probabilities and lengths of a code must be as many")
        for length in self.lengths:
            whole_number("a length", length, 0, len(symbols))
        longest = max(self.lengths, default=0)
        if sum(1 << (longest - length) for length in self.lengths) != 1 << longest:
            raise InvalidParameter("the lengths are not those of a complete prefix code: sum 2^-length must be 1")

    @classmethod
    def from_probs(
        cls, p: Any, symbols: Iterable[Hashable] | None = None, *, max_length: int | None = None
    ) -> HuffmanCode:
        """The code of a distribution p (k,); symbols are 0 … k-1 unless named."""
        p = float_numbers(p, "probabilities")
        if p.ndim != 1:
            raise InvalidParameter(f"a code is made of one distribution (k,), not of an array of shape {p.shape}")
        plogp.entropy(p)  # raises NotADistribution
        return cls._of(p.tolist(), symbols, max_length)

    @classmethod
    def from_counts(
        cls, n: Any, symbols: Iterable[Hashable] | None = None, *, max_length: int | None = None
    ) -> HuffmanCode:
        """The code of counts n (k,), such that the total number of bits is least, exactly."""
        counts = plogp.Counts(n).table()
        if counts.ndim != 1:
            raise NotCounts(
                f"a code is made of the counts of one variable (k,), not of an array of shape {counts.shape}"
            )
        return cls._of(counts.tolist(), symbols, max_length)

    @classmethod
    def from_data(cls, data: Iterable[Hashable], *, max_length: int | None = None) -> HuffmanCode:
        """The code of the symbols in data, as often as they occur there; symbols are sorted where they can be."""
        try:
            counts = Counter(iter(data))
        except Exception:  # whatever the __iter__ or the __hash__ of a foreign object raises
            raise InvalidParameter(f"data is a sequence of hashable symbols, but it is {shown(data)}") from None
        if not counts:
            raise NotCounts("there is no data, so no symbol occurs")
        try:
            symbols = sorted(counts)  # type: ignore[type-var]
        except TypeError:
            symbols = list(counts)
        return cls._of([counts[symbol] for symbol in symbols], symbols, max_length)

    @classmethod
    def _of(cls, weights: Sequence[float], symbols: Iterable[Hashable] | None, max_length: int | None) -> HuffmanCode:
        names = tuple(range(len(weights))) if symbols is None else symbols_of(symbols, len(weights))
        occur = [i for i, weight in enumerate(weights) if weight > 0]
        total = sum(weights)
        return cls(
            tuple(names[i] for i in occur),
            tuple(weights[i] / total for i in occur),
            tuple(code_lengths([weights[i] for i in occur], max_length)),
        )

    @cached_property
    def words(self) -> dict[Hashable, str]:
        """The code word of each symbol, as a string of 0 and 1, shortest first."""
        words: dict[Hashable, str] = {}
        code = length = 0
        for i in sorted(range(len(self.symbols)), key=self.lengths.__getitem__):
            code <<= self.lengths[i] - length
            length = self.lengths[i]
            words[self.symbols[i]] = f"{code:0{length}b}" if length else ""
            code += 1
        return words

    @property
    def entropy(self) -> float:
        """H of the symbols, in bits: no code can have a lower average length."""
        return float(plogp.entropy(np.array(self.probabilities), base=2))

    @property
    def average_length(self) -> float:
        """L, the sum of p·length, in bits a symbol."""
        return sum(p * length for p, length in zip(self.probabilities, self.lengths, strict=True))

    @property
    def redundancy(self) -> float:
        """L - H, in bits a symbol: what whole bits cost."""
        return self.average_length - self.entropy

    @property
    def kraft_sum(self) -> float:
        """The sum of 2^-length: 1, for no word is longer than it must be."""
        return sum(2.0**-length for length in self.lengths)

    @property
    def tree(self) -> CodeTree:
        """The code as a tree of bits."""
        return CodeTree.of(self.words, dict(zip(self.symbols, self.probabilities, strict=True)))

    def __repr__(self) -> str:
        return f"HuffmanCode({len(self.symbols)} symbols, {self.average_length:.4g} bit per symbol)"

    def __str__(self) -> str:
        shares = dict(zip(self.symbols, self.probabilities, strict=True))
        longest = max(4, *self.lengths)
        rows = [
            f"{word:<{longest}}  {percent(shares[symbol]):>6}  {shown(symbol)}" for symbol, word in self.words.items()
        ]
        more = [f"and {len(rows) - _SHOWN:,} more"] * (len(rows) > _SHOWN)
        sizes = f"{self.average_length:.4g} bit per symbol, entropy {self.entropy:.4g}"
        return "\n".join([f"{len(rows):,} symbols, {sizes}", "", *rows[:_SHOWN], *more])

    def draw(self, **look: Any) -> str:
        """The tree as a picture: the text of an SVG file; `width`, `lang` and `theme` as in `plogp.draw`."""
        from plogp.draw.code_tree import draw_code_tree

        return draw_code_tree(self.tree, **look)

    def _repr_svg_(self) -> str:
        return self.draw()

    def encode(self, data: Iterable[Hashable]) -> bytes:
        """The words of data one after another, first bit highest; zeros fill the last byte."""
        words = self.words
        try:
            bits = "".join([words[symbol] for symbol in data])
        except KeyError as missing:
            raise InvalidParameter(f"the symbol {shown(missing.args[0])} has no code word: it never occurs") from None
        except Exception:  # whatever the __iter__ or the __hash__ of a foreign object raises
            raise InvalidParameter(f"data is a sequence of symbols, but it is {shown(data)}") from None
        size = (len(bits) + 7) // 8
        return int(bits.ljust(8 * size, "0") or "0", 2).to_bytes(size, "big")

    def decode(self, coded: bytes, n: int) -> list[Hashable]:
        """The n symbols that `encode` has written.

        Raises
        ------
        CorruptFile
            The bytes end before n symbols do, or go on after them.
        """
        coded, n = bytes_of("coded", coded).tobytes(), whole_number("n", n, 0, 2**48)
        if len(self.symbols) == 1:
            if coded:
                raise CorruptFile("the only symbol has the empty word, but there are bits")
            return [self.symbols[0]] * n
        root = _branches(self.tree)
        node: Any = root
        symbols: list[Hashable] = []
        used = 0
        for bit in np.unpackbits(np.frombuffer(coded, dtype=np.uint8)).tolist() if n else ():
            used += 1
            node = node[bit]
            if type(node) is tuple:
                symbols.append(node[0])
                if len(symbols) == n:
                    break
                node = root
        if len(symbols) < n:
            raise CorruptFile(f"the bits end after {len(symbols)} of {n} symbols")
        if (used + 7) // 8 != len(coded) or (coded and coded[-1] & (1 << (-used % 8)) - 1):
            raise CorruptFile(f"there are bits left after {n} symbols")
        return symbols


def symbols_of(symbols: Any, weights: int) -> tuple[Hashable, ...]:
    """As many different symbols as there are weights."""
    try:
        names = tuple(islice(symbols, weights + 1))
        different = len(set(names))
    except Exception:  # whatever the __iter__ or the __hash__ of a foreign object raises
        raise InvalidParameter(f"symbols are hashable things, one a weight, but they are {shown(symbols)}") from None
    if not weights == len(names) == different:
        raise InvalidParameter(f"{weights} weights need as many different symbols, not {shown(symbols)}")
    return names


def _branches(tree: CodeTree) -> Any:
    """The tree as nested lists, with a tuple of one symbol at each leaf: the fastest walk that Python has."""
    return [_branches(branch) for branch in tree.branches] if tree.branches else (tree.symbol,)
