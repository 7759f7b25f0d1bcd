"""Files of delimited text, and how they are written where their reader cannot see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from pathlib import Path
from typing import Any

from plogp.theory.errors import InvalidParameter
from plogp.theory.parameters import shown, truth_value, whole_number

_MARKS = (".", ",")
_NO_DELIMITERS = '\0"\r\n'


@dataclass(frozen=True)
class Delimited:
    """CSV and its like with what must be said of it; wherever a table is asked for, this is one.

    Parameters
    ----------
    files : path, glob, or sequence of them
        Files of any suffix, compressed or not.
    delimiter : str, optional
        What divides the columns; left out, whichever of `,` `;` tab and `|` divides the first lines alike.
    decimal : str, optional
        The decimal mark, "." or ","; left out, a comma where numbers have one and columns are not divided by it.
    missing_values : sequence of str
        Words that stand for a missing value besides the empty field, NA, NaN, null and their like. With any, they all
        do in quotes too.
    header : bool
        Whether the first line holds the names of the columns.
    skip_lines : int
        How many lines stand before it. Left out, those at the top that begin with `#`.

    Raises
    ------
    InvalidParameter
        A delimiter of several letters, or the same as the decimal mark; or a file that is not delimited text.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> import plogp
    >>> path = Path(mkdtemp(), "prices.csv")
    >>> _ = path.write_text("shop;price\\nA;1,50\\nB;?\\n")
    >>> prices = plogp.Delimited(path, missing_values=["?"])
    >>> plogp.tally(prices).axes["price"].levels.to_pylist()
    [1.5]
    """

    files: str | Path | Sequence[str | Path]
    _: KW_ONLY
    delimiter: str | None = None
    decimal: str | None = None
    missing_values: Sequence[str] = ()
    header: bool = True
    skip_lines: int | None = None

    def __post_init__(self) -> None:
        files: Any = self.files
        if not isinstance(files, str | Path) and not (
            isinstance(files, list | tuple) and files and all(isinstance(file, str | Path) for file in files)
        ):
            raise InvalidParameter(f"files are a path, or a list of paths, and not {shown(files)}")
        delimiter: Any = self.delimiter
        if delimiter is not None and not (
            isinstance(delimiter, str)
            and len(delimiter) == 1
            and delimiter not in _NO_DELIMITERS
            and delimiter.isascii()
        ):
            raise InvalidParameter(f"the delimiter is one ASCII letter, such as ';', and not {shown(self.delimiter)}")
        if not isinstance(self.decimal, str | None) or self.decimal not in (None, *_MARKS):
            raise InvalidParameter(f"the decimal mark is '.' or ',', and not {shown(self.decimal)}")
        if self.decimal is not None and self.decimal == self.delimiter:
            raise InvalidParameter(f"{shown(self.decimal)} cannot be both the decimal mark and the delimiter")
        words: Any = self.missing_values
        if not isinstance(words, list | tuple | set | frozenset) or not all(map(_is_text, words)):
            raise InvalidParameter(f"missing_values are words, as in ['?'], and not {shown(words)}")
        truth_value("header", self.header)
        if self.skip_lines is not None:
            whole_number("skip_lines", self.skip_lines, 0, 2**31 - 1)

    @property
    def paths(self) -> list[str | Path]:
        """The files one by one."""
        return [self.files] if isinstance(self.files, str | Path) else list(self.files)


def _is_text(word: Any) -> bool:
    """Whether this is text that UTF-8 can write."""
    return isinstance(word, str) and not any("\ud800" <= letter <= "\udfff" for letter in word)
