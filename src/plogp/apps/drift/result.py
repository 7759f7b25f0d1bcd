"""What a comparison of two tables holds, and its JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plogp.draw.ranking import draw_estimates
from plogp.report.report import Report
from plogp.results.document import Document, schema_in
from plogp.results.estimate import Estimate, unit_of
from plogp.results.finding import Finding
from plogp.results.html_table import html_table

DRAWN = 20  # columns in a picture


@dataclass(frozen=True)
class Moved(Document):
    """The share of one level, or bin, in the reference and in the current table; a level of None is missing values."""

    level: str | None
    reference: float
    current: float


@dataclass(frozen=True)
class ShareDrift(Document):
    """The share of the rows that have some property in the reference and in the current table, and a test of its own.

    `js` and `psi` are of the two outcomes, `p_value` exact where one of them is rare, `adjusted` as of a column.
    """

    reference: float
    current: float
    js: Estimate
    psi: Estimate
    p_value: float
    adjusted: float = 1.0
    alarm: bool = False


@dataclass(frozen=True)
class ColumnDrift(Document):
    """How one column differs between the tables.

    Attributes
    ----------
    name, kind : str
        What it is called, and what it holds.
    js, psi : Estimate or None
        Jensen-Shannon divergence, and population stability index (Jeffreys divergence, always in nats, as its customary
        thresholds are), bias removed. None where the column is not compared.
    p_value : float or None
        The probability of a difference as large if nothing has changed, of this column alone.
    adjusted : float or None
        The same allowing for the number of tests (Holm): an alarm where it is at most the rate asked for.
    alarm : bool
        Whether the column has drifted, by its own test or by one of those below.
    missing, zeros : ShareDrift or None
        The share of missing values; and that of zeros among numbers, which in the bins of a tally are not counted
        apart. None where there are none, or where they are all that can differ.
    smallest : float or None
        The JS divergence, in the unit of `js`, from which a change of any form would be found in four of five cases.
    moved : tuple of Moved
        The levels or bins that moved most.
    tags : tuple of str
        Why it is not compared: "identifier", "text numbers", "empty", "skipped".
    """

    name: str
    kind: str
    js: Estimate | None = None
    psi: Estimate | None = None
    p_value: float | None = None
    adjusted: float | None = None
    alarm: bool = False
    smallest: float | None = None
    moved: tuple[Moved, ...] = ()
    missing: ShareDrift | None = None
    zeros: ShareDrift | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class PairDrift(Document):
    """How two columns together differ between the tables.

    `p_value` is of both together; where `b` is the target, it is of what `a` says of it: whether the target given the
    column is distributed as before, however the column itself has moved.
    """

    a: str
    b: str
    js: Estimate
    psi: Estimate
    p_value: float
    adjusted: float = 1.0
    alarm: bool = False


@dataclass(frozen=True, repr=False)
class Drift(Report):
    """Whether one table differs from another more than chance would have it; the most changed columns first.

    Attributes
    ----------
    reference, current : str
        What was compared.
    rows : tuple of int
        How many rows each has.
    alarm : float
        The probability of any alarm if nothing has changed.
    at_least, psi : float or None
        What the JS divergence and the PSI must exceed to alarm, with the whole of their intervals.
    columns : tuple of ColumnDrift
        Every column.
    pairs, target : tuple of PairDrift
        Pairs of columns, and columns with the target, as they were asked for.
    findings : tuple of Finding
        What stands out, the most serious first.
    """

    reference: str
    current: str
    rows: tuple[int, int]
    alarm: float
    at_least: float | None
    psi: float | None
    base: float
    columns: tuple[ColumnDrift, ...]
    pairs: tuple[PairDrift, ...]
    target: tuple[PairDrift, ...]
    findings: tuple[Finding, ...]

    @property
    def entries(self) -> tuple[ColumnDrift, ...]:
        """The columns."""
        return self.columns

    @property
    def drifted(self) -> bool:
        """Whether anything has changed."""
        return any(column.alarm for column in self.columns) or any(pair.alarm for pair in (*self.pairs, *self.target))

    @property
    def ranking(self) -> list[tuple[str, Estimate]]:
        """The columns that are compared, with how far each has moved."""
        return [(column.name, column.js) for column in self.columns if column.js is not None]

    @property
    def moved(self) -> list[str]:
        """The columns that have drifted."""
        return [column.name for column in self.columns if column.alarm]

    def _repr_html_(self) -> str:
        """For notebooks: how far each column has moved as a picture, the columns, and what stands out."""
        words = f"Jensen–Shannon divergence, in {unit_of(self.base)}"
        picture = draw_estimates(self.ranking[:DRAWN], suspects=self.moved, words=words) if self.ranking else ""
        head = ["column", "kind", f"JS ({unit_of(self.base)})", "PSI", "p", "adjusted p", ""]
        rows = [
            [
                c.name, ", ".join((c.kind, *c.tags)), c.js and c.js.value, c.psi and c.psi.value, c.p_value, c.adjusted,
                "drifted" if c.alarm else "",
            ]
            for c in self.columns
        ]  # fmt: skip
        return picture + html_table(head, rows) + html_table(["what stands out"], [[f.text] for f in self.findings])

    def to_dict(self) -> dict[str, Any]:
        """With the one answer first."""
        rows = {"reference": self.rows[0], "current": self.rows[1]}
        return {"drifted": self.drifted, **super().to_dict(), "rows": rows}


def schema() -> dict[str, Any]:
    """The JSON Schema of a comparison."""
    return schema_in("plogp.apps.drift", "drift.schema.json")
