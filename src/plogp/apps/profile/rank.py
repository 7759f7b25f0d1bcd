"""The columns of a table by what they tell about one of them: the ranking of a profile, without pairs of columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from plogp.apps.profile.profile import profile
from plogp.apps.profile.result import Ranking
from plogp.theory.errors import UnusableColumn
from plogp.theory.parameters import name_of

if TYPE_CHECKING:
    from plogp.engines.tally.plan import Missing


def rank(
    data: Any,
    target: str,
    *,
    columns: str | Sequence[str] | None = None,
    exclude: str | Sequence[str] | None = None,
    base: float = 2,
    bins: int | None = None,
    missing: Missing | None = None,
    progress: Callable[[str, int, int | None], None] | None = None,
) -> Ranking:
    """Columns by their mutual information with a target beyond chance, the most telling first.

    Of a column of many levels chance alone shows much: those that tell more than chance would come first, by how much
    more, then the others, at the end what names rows and what else cannot be trusted. It is the ranking of `profile`,
    whose arguments these are, at a cost that grows with the number of columns and not of pairs of them.

    Parameters
    ----------
    data : path, glob, list of paths, table, or Tally
        Anything that `plogp.profile` takes; of a tally the columns that it holds together with the target.
    target : str
        The column that the others are to predict; rows without it do not count.
    columns, exclude : str or sequence of str, optional
        The columns that are meant, or not; "*" and "?" stand for letters.
    base : float
        Base of the logarithm.
    bins : int, optional
        Bins of equal weight that a column of many different numbers is cut into; 16 if not said.
    missing : Missing, optional
        What becomes of missing values; left out, they are one more level.
    progress : callable, optional
        Called with a stage, how many rows were done since the last call, and how many there are, if known.

    Returns
    -------
    Ranking
        A result with an entry for each column but the target: iterated in order, or looked up by name.

    Examples
    --------
    >>> import plogp
    >>> rows = {"sky": ["clear", "rain"] * 50, "day": [1, 1, 2, 2] * 25, "umbrella": [False, True] * 50}
    >>> found = plogp.rank(rows, "umbrella")
    >>> [column.name for column in found]
    ['sky', 'day']
    >>> found["sky"].share_of_target
    1.0
    """
    if name_of("target", target) is None:
        raise UnusableColumn("target is the name of the column to be predicted, but it is None")
    found = profile(
        data, target, columns=columns, exclude=exclude, base=base, bins=bins, missing=missing, pairs=False,
        progress=progress,
    )  # fmt: skip
    values = {field.name: getattr(found, field.name) for field in fields(Ranking)}
    return Ranking(**values | {"columns": tuple(column for column in found.columns if column.name != target)})
