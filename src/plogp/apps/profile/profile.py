"""The profile of a table: survey the columns, count them once, and let estimators speak of the counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from plogp.apps.profile.findings import findings
from plogp.apps.profile.result import ColumnProfile, Profile
from plogp.apps.profile.screening import SURE, UNFIT, judged, ranked
from plogp.results.finding import WARNING
from plogp.theory.extras import require
from plogp.theory.parameters import name_of, truth_value
from plogp.theory.units import base_of

if TYPE_CHECKING:
    from plogp.engines.tally.plan import Missing


def profile(
    data: Any,
    target: str | None = None,
    *,
    columns: str | Sequence[str] | None = None,
    exclude: str | Sequence[str] | None = None,
    base: float = 2,
    bins: int | None = None,
    missing: Missing | None = None,
    pairs: bool = True,
    progress: Callable[[str, int, int | None], None] | None = None,
) -> Profile:
    """Find where the information in a table is: entropies, what each column tells about a target, what repeats what.

    Parameters
    ----------
    data : path, glob, list of paths, table, or Tally
        Parquet, CSV, TSV, JSON lines, Arrow or Feather files; pandas, Polars, PyArrow or any other table that hands out
        an Arrow stream; a dict of columns; `Delimited`, which says how a text file is written.
        Or a tally, or the file it was saved to: how many different values its bins hold is not known, and of pairs of
        columns those are compared that it counted.
    target : str, optional
        The column that the others are asked about.
    columns, exclude : str or sequence of str, optional
        Names or patterns with `*` of the columns to look at, and of those to leave out.
    base : float
        Base of the logarithm: 2 for bits.
    bins : int, optional
        For numbers and times with many values; left out, those of a tally, else 16.
    missing : Missing, optional
        What becomes of missing values; left out, they are one more level.
    pairs : bool
        Whether columns are compared with each other, and looked at together.
    progress : callable, optional
        Called with a stage, how many rows were done since the last call, and how many there are, if known.

    Returns
    -------
    Profile
        Columns in order of rank. Identifiers come after what can be trusted, whatever their mutual information.
        `to_json` follows the JSON Schema that `plogp.apps.profile.schema()` returns.

    Raises
    ------
    FileMissing, UnreadableData, EmptyData, UnknownColumn
        There is no such data.
    UnusableColumn
        The target is constant, has no values, or as many as an identifier.

    Notes
    -----
    Columns are ranked by `share_of_target`, the share of its entropy that they tell, less what chance would show. From
    80 % a column is a possible leak: it leaves so little that few guesses are wrong, which what is known beforehand
    seldom allows. It "tells no more than chance" above an adjusted p-value of 0.05, is an identifier with more than
    half as many values as rows (whole numbers: 97 %, close together), and has too few rows with fewer than five for a
    value. It is "another way to write" one before it where their values stand one for one and unrelated columns with
    these counts would do so with a probability of at most 0.05 over all pairs; it "adds next to nothing" from a share
    of 99 % on.

    Every estimate is made from counts of all rows, by the default estimator, in two passes over the data and bounded
    memory. A hundred columns are compared with each other: those that rank first with a target, else the first of the
    table. Pairs of them are looked at together as far as they have no more than 65,536 combinations with the target,
    and eight million in all: these go to the pairs that rank first, in a pass of their own. A finding says what was
    left out.

    Examples
    --------
    >>> rows = {"sky": ["clear", "rain", "rain", "clear"] * 50, "umbrella": [False, True, True, False] * 50}
    >>> result = profile(rows, "umbrella")
    >>> result.columns[0].tags
    ('possible leak',)
    >>> print(result.findings[0].text)
    sky alone explains 100 % of umbrella: a possible leak, unless it is known before umbrella is
    """
    with require("tables"):
        from plogp.apps.profile.column_statistics import ColumnStatistics
        from plogp.apps.profile.duplicates import duplicates
        from plogp.engines.arguments import bins_of, policy_of
        from plogp.engines.sources.column_selection import choose, chosen
        from plogp.engines.sources.source import no_rows, remarks
        from plogp.engines.tallies import label_of, opened
        from plogp.engines.tally.reading_remarks import remarks_of
        from plogp.engines.tally.tally import Tally
        from plogp.theory.progress import progress_of
    target, base, bins, missing = name_of("target=", target), base_of(base), bins_of(bins), policy_of(missing)
    pairs = truth_value("pairs", pairs)
    source = opened(data)
    always = [] if target is None else [target]
    if isinstance(source, Tally):
        if not source.rows:
            raise no_rows(source)
        names = chosen(list(source.axes), "the tally", columns, exclude, always)
    else:
        source, names = choose(source, columns, exclude, always)
    counted = ColumnStatistics(
        source, names, target, base, progress_of(progress),
        bins=bins, missing=missing, pairs=pairs,
    )  # fmt: skip
    if not counted.tally.rows:
        raise no_rows(source)
    stats = judged([counted.column(name) for name in names if name != target])
    fit = {column.name for column in stats if not UNFIT & {*column.tags}}
    counted.look_together([column.name for column in ranked(stats) if column.name in fit])
    copies = duplicates(counted.tally, counted.asked, [name for name in counted.compared if name in fit])
    stats = ranked([_duplicate(column, copies.get(column.name)) for column in stats])
    own = None if target is None else counted.target_column()
    repeated, uncompared = counted.pairs(fit)
    own_words = fit - {*copies}
    honest = [column.name for column in stats if "possible leak" not in column.tags and column.name in own_words]
    sure = [column.name for column in stats if column.adjusted is not None and column.adjusted <= SURE]
    best = next((name for name in sure if name in honest), None)
    second, together = counted.beside(honest, best)
    found = findings(
        counted.tally.rows, own, counted.target_entropy, stats, repeated, uncompared,
        second=second, together=together, apart=counted.apart(honest),
        compared=len(counted.compared) if pairs else None,
    )  # fmt: skip
    said = (*found, *remarks(source), *remarks_of(counted.tally))
    stats += [] if own is None else [own]
    return Profile(
        label_of(data, source),
        counted.tally.rows,
        target,
        counted.target_entropy,
        base,
        tuple(stats),
        tuple(sorted(said, key=lambda finding: finding.severity != WARNING)),
        tuple(repeated),
        second,
        together,
    )


def _duplicate(column: ColumnProfile, of: str | None) -> ColumnProfile:
    return column if of is None else replace(column, duplicate_of=of, tags=(*column.tags, "duplicate"))
