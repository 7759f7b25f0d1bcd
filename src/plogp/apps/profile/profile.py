"""The profile of a table: survey the columns, count them once, and let estimators speak of the counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import pairwise
from typing import Any

from plogp.apps.profile.counted import Counted
from plogp.apps.profile.findings import findings
from plogp.apps.profile.result import ColumnProfile, Profile
from plogp.theory.errors import MissingExtra, UnusableColumn

# A column that explains so much of the target, or a third of it and several times more than any honest column, is to be
# looked at: numbers cannot know whether it was known in time.
LEAK_SHARE, LEAK_SHARE_ALONE, LEAK_GAP = 0.9, 1 / 3, 4


def profile(
    data: Any,
    target: str | None = None,
    *,
    columns: str | Sequence[str] | None = None,
    exclude: str | Sequence[str] | None = None,
    base: float = 2,
    progress: Callable[[str, int, int | None], None] | None = None,
) -> Profile:
    """Find where the information in a table is: entropies, what each column tells about a target, what repeats what.

    Parameters
    ----------
    data : path, glob, list of paths, or table
        Parquet, CSV, TSV, Arrow or Feather files; pandas, Polars, PyArrow or any other table that hands out an Arrow
        stream; a dict of columns.
    target : str, optional
        The column that the others are asked about.
    columns, exclude : str or sequence of str, optional
        Names or patterns with `*` of the columns to look at, and of those to leave out.
    base : float
        Of the logarithm: 2 for bits.
    progress : callable, optional
        Called with a stage, how many rows were done since the last call, and how many there are, if known.

    Returns
    -------
    Profile
        Columns in order of rank. Identifiers come after what can be trusted, whatever their mutual information.

    Raises
    ------
    FileMissing, UnreadableData, EmptyData, UnknownColumn
        There is no such data.
    UnusableColumn
        The target is constant, has no values, or as many as an identifier.

    Notes
    -----
    Every estimate is made from counts, by the default estimator. Two passes over the data, in bounded memory.

    Examples
    --------
    >>> rows = {"sky": ["clear", "rain", "rain", "clear"] * 50, "umbrella": [False, True, True, False] * 50}
    >>> profile(rows, "umbrella").columns[0].tags
    ('possible leak',)
    """
    try:
        from plogp.engines.progress import silent
        from plogp.engines.source import check_columns, no_rows, open_source
    except ModuleNotFoundError as error:
        raise MissingExtra("tables need PyArrow: pip install 'plogp[tables]'") from error
    source = open_source(data)
    if target is not None:
        check_columns(source, [target])
    names = _chosen(source, columns, exclude, target)
    counted = Counted(source, names, target, base, progress or silent)
    if not counted.tally.rows:
        raise no_rows(source)
    told = sorted(_suspected([counted.column(name) for name in names if name != target]), key=_rank)
    own = None if target is None else counted.target_column()
    pairs, uncompared = counted.pairs({column.name for column in told if not _UNFIT & {*column.tags}})
    found = findings(counted.tally.rows, own, counted.target_entropy, told, pairs, uncompared)
    told += [] if own is None else [own]
    return Profile(
        source.label,
        counted.tally.rows,
        target,
        counted.target_entropy,
        base,
        tuple(told),
        tuple(pairs),
        found,
    )


_UNFIT = {"identifier", "constant", "empty", "skipped"}


def _chosen(source: Any, columns: Any, exclude: Any, target: str | None) -> list[str]:
    from plogp.engines.source import check_columns

    known = list(source.schema().names)
    patterns = [columns] if isinstance(columns, str) else list(columns or ["*"])
    without = [exclude] if isinstance(exclude, str) else list(exclude or [])
    for pattern in [*patterns, *without]:
        if not any(fnmatchcase(name, pattern) for name in known) and pattern not in known:
            check_columns(source, [pattern])
    names = [
        name
        for name in known
        if name == target or (any(_meant(name, p) for p in patterns) and not any(_meant(name, p) for p in without))
    ]
    if not names or names == [target]:
        raise UnusableColumn("no column is left to look at: widen --columns or narrow --exclude")
    return names


def _meant(name: str, pattern: str) -> bool:
    return name == pattern or fnmatchcase(name, pattern)


def _suspected(columns: list[ColumnProfile]) -> list[ColumnProfile]:
    """The columns, those that explain suspiciously much tagged so."""
    shares = sorted((c.share_of_target for c in columns if c.share_of_target is not None and not c.tags), reverse=True)
    level = LEAK_SHARE
    for share, beneath in pairwise(shares):
        if share > LEAK_SHARE_ALONE and share > LEAK_GAP * beneath:
            level = min(level, share)
    return [
        replace(c, tags=("possible leak",)) if not c.tags and (c.share_of_target or 0.0) >= level else c
        for c in columns
    ]


def _rank(column: ColumnProfile) -> tuple[int, float]:
    tags = {*column.tags}
    group = (
        3
        if tags & {"constant", "empty", "skipped"}
        else 2
        if "identifier" in tags
        else 1
        if "too few rows" in tags
        else 0
    )
    return group, -(column.mutual_information.value if column.mutual_information is not None else 0.0)
