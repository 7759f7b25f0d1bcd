"""Which columns are meant by names and patterns."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from plogp.engines.sources.source import Source, column_names, narrowed
from plogp.theory.errors import UnusableColumn
from plogp.theory.parameters import names_in
from plogp.theory.unknown_column import no_column

Patterns = str | Sequence[str] | None


def choose(
    source: Source, columns: Patterns = None, exclude: Patterns = None, always: Sequence[str] = ()
) -> tuple[Source, list[str]]:
    """A source of the columns that are meant alone, and their names."""
    names = chosen(column_names(source), source.name, columns, exclude, always)
    return narrowed(source, names), names


def chosen(known: Sequence[str], where: str, columns: Patterns, exclude: Patterns, always: Sequence[str]) -> list[str]:
    """The known columns that are meant, in their order, and those always; each pattern must mean at least one."""
    patterns, without = names_in("columns=", columns), names_in("exclude=", exclude)
    there = {*known}
    for name in [*patterns, *without, *always]:
        if name not in there and not _meant(known, [name]):
            raise no_column(name, known, where)
    left = ({*known} if columns is None else _meant(known, patterns)) - _meant(known, without)
    names = [name for name in known if name in left or name in always]
    if set(names) <= {*always[:1]}:
        raise UnusableColumn("no column is left to look at: widen --columns or narrow --exclude")
    return names


def _meant(known: Sequence[str], patterns: Sequence[str]) -> set[str]:
    """The known names that some patterns mean; a name means itself, whatever signs are in it."""
    wild = [pattern for pattern in patterns if {*pattern} & {*"*?["}]
    return {*known}.intersection(patterns) | {name for name in known if any(fnmatchcase(name, p) for p in wild)}
