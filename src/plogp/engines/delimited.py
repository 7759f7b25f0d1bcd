"""Files of delimited text, and how they are written where their reader cannot see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from pathlib import Path

from plogp.theory.errors import InvalidParameter

_MARKS = (".", ",")


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
    >>> plogp.Tally.of(prices).axes["price"].levels.to_pylist()
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
        if self.delimiter is not None and (len(self.delimiter) != 1 or self.delimiter in '"\r\n'):
            raise InvalidParameter(f"the delimiter is one letter, such as ';', and not {self.delimiter!r}")
        if self.decimal not in (None, *_MARKS):
            raise InvalidParameter(f"the decimal mark is '.' or ',', and not {self.decimal!r}")
        if self.decimal is not None and self.decimal == self.delimiter:
            raise InvalidParameter(f"{self.decimal!r} cannot be both the decimal mark and the delimiter")
        if self.skip_lines is not None and self.skip_lines < 0:
            raise InvalidParameter(f"skip_lines is a number of lines, and not {self.skip_lines}")

    @property
    def paths(self) -> list[str | Path]:
        """The files one by one."""
        return [self.files] if isinstance(self.files, str | Path) else list(self.files)
