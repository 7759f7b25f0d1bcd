"""What a source hands on of the file that it wraps."""

from __future__ import annotations

from collections.abc import Container

from plogp.engines.sources.source import Source, remarks
from plogp.engines.sources.text.leading_zeros import codes_of, keep_as_text
from plogp.results.finding import Finding


class Wrapped:
    """A source whose rows are those of one file."""

    _file: Source

    @property
    def rows(self) -> int | None:
        """How many there are, if it is known."""
        return self._file.rows

    @property
    def remarks(self) -> tuple[Finding, ...]:
        """What its reader guessed."""
        return remarks(self._file)

    @property
    def codes(self) -> frozenset[str]:
        """The columns that are text because of leading zeros."""
        return codes_of(self._file)

    def keep_as_text(self, names: Container[str]) -> None:
        """Have whole numbers of some columns read as text."""
        keep_as_text(self._file, names)
