"""What a profile and a ranking hold, and their JSON."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from plogp.draw.ranking import draw_estimates
from plogp.report.report import Report
from plogp.results.document import Document, schema_in
from plogp.results.estimate import Estimate, unit_of
from plogp.results.finding import Finding
from plogp.results.html_table import html_table

DRAWN = 20  # columns in a picture
_UNFIT = {"identifier", "text numbers", "constant", "empty", "skipped"}  # of these nothing is to be learnt
GAPS = 0.1  # of the entropy of a column: what missing values must add to be said


@dataclass(frozen=True)
class ColumnProfile(Document):
    """One column.

    Attributes
    ----------
    name, kind : str
        What it is called, and what it holds.
    missing : int
        Rows without a value.
    distinct : int or None
        Different values, missing not among them; None for what was not counted. Of a column of numbers or times with
        more than 65,536 of them an estimate, within 3 %, to three digits.
    distinct_approximate : bool
        Whether it is such an estimate.
    tags : tuple of str
        "target", "possible leak", "duplicate", "no signal", "too few rows", "identifier", "constant", "empty",
        "skipped", "text numbers".
    entropy : Estimate or None
        Its entropy, missing as one value. None where it would say nothing of the column: for a number that is taken in
        bins it is that of the bins, for an identifier that of the number of rows.
    share_of_maximum : float or None
        The entropy of the rows as they are, as a share of the largest that so many values can have.
    mutual_information : Estimate or None
        What it tells about the target, over the rows in which the target has a value.
    share_of_target : float or None
        What it tells as a share of the target's entropy, less what chance would show: 0 for noise, 1 for a copy.
    noise : float or None
        The mutual information, less what chance would show, that one in twenty unrelated columns with as many values
        reach.
    p_value, adjusted : float or None
        The probability that a column which tells nothing shows as much; and adjusted for the number of columns, so that
        of those at most 0.05 one in twenty is expected to be false (Benjamini & Hochberg).
    missing_tells : Estimate or None
        What the mere fact that the value is missing tells about the target.
    missing_adjusted : float or None
        Its p-value, adjusted for the number of columns that have missing values.
    duplicate_of : str or None
        A column before it of which it is another way to write.
    shape : tuple of float
        A sketch of the distribution: shares of the levels in order, or by their frequency where they have none, twelve
        at most; of numbers with more levels, of as many intervals of equal width, without the tails beyond the bins.
    """

    name: str
    kind: str
    missing: int
    distinct: int | None
    tags: tuple[str, ...] = ()
    entropy: Estimate | None = None
    share_of_maximum: float | None = None
    mutual_information: Estimate | None = None
    share_of_target: float | None = None
    noise: float | None = None
    p_value: float | None = None
    adjusted: float | None = None
    missing_tells: Estimate | None = None
    missing_adjusted: float | None = None
    duplicate_of: str | None = None
    distinct_approximate: bool = False
    shape: tuple[float, ...] = ()

    @property
    def distinct_text(self) -> str:
        """How many different values there are, as people read it."""
        return "" if self.distinct is None else f"{'≈' if self.distinct_approximate else ''}{self.distinct:,}"


@dataclass(frozen=True)
class PairProfile(Document):
    """What two columns share, also as a part of the entropy of `b`, the smaller of the two: how far `a` tells `b`.

    `share_of_values` is the same where both have a value; None where no value is missing.
    """

    a: str
    b: str
    mutual_information: Estimate
    share: float
    share_of_values: float | None = None

    @property
    def through_gaps(self) -> bool:
        """Whether `a` tells so much only by which values are missing."""
        return self.share_of_values is not None and self.share_of_values < self.share - GAPS


@dataclass(frozen=True)
class SecondColumn(Document):
    """The column that tells most about the target once `first`, the best one, is known.

    `share` is of the target's entropy, less what chance would show.
    """

    first: str
    name: str
    mutual_information: Estimate
    share: float


@dataclass(frozen=True)
class Together(Document):
    """Two columns that tell more of the target together than apart, by `synergy`.

    `share` is that of the target's entropy, less what chance would show.
    """

    a: str
    b: str
    mutual_information: Estimate
    synergy: Estimate
    share: float


@dataclass(frozen=True, repr=False)
class Ranking(Report):
    """The columns of a table by what they tell about a target, the most telling first, and what stands out.

    Columns that tell more than chance would come first, by how much more; then the others; at the end what cannot be
    trusted, such as identifiers.
    """

    source: str
    rows: int
    target: str | None
    target_entropy: Estimate | None
    base: float
    columns: tuple[ColumnProfile, ...]
    findings: tuple[Finding, ...]

    @property
    def entries(self) -> tuple[ColumnProfile, ...]:
        """The columns."""
        return self.columns

    @property
    def ranking(self) -> list[tuple[str, Estimate]]:
        """The columns that can be trusted, or are suspected of a leak, with what each tells about the target."""
        return [
            (c.name, c.mutual_information)
            for c in self.columns
            if c.mutual_information is not None and not _UNFIT & {*c.tags}
        ]

    @property
    def noise(self) -> list[float]:
        """Of the same columns, what one in twenty unrelated ones would tell."""
        known = {column.name: column.noise for column in self.columns}
        return [known[name] or 0.0 for name, _ in self.ranking]

    @property
    def leaks(self) -> list[str]:
        """The possible ones."""
        return [column.name for column in self.columns if "possible leak" in column.tags]

    def _repr_html_(self) -> str:
        """For notebooks: the ranking as a picture, the columns, and what stands out."""
        unit, aimed = unit_of(self.base), self.target is not None
        words = f"mutual information with {self.target}, in {unit}"
        ranked, noise = self.ranking[:DRAWN], self.noise[:DRAWN]
        picture = draw_estimates(ranked, noise=noise, suspects=self.leaks, words=words) if ranked else ""
        head = ["column", "kind", "missing", "distinct", f"entropy ({unit})"]
        head += [f"mutual information ({unit})", "share of target"] * aimed
        rows = [
            [c.name, ", ".join((c.kind, *c.tags)), f"{c.missing:,}", c.distinct_text, c.entropy and c.entropy.value]
            + [c.mutual_information and c.mutual_information.value, c.share_of_target] * aimed
            for c in self.columns
        ]
        return picture + html_table(head, rows) + html_table(["what stands out"], [[f.text] for f in self.findings])


@dataclass(frozen=True, repr=False)
class Profile(Ranking):
    """Where the information in a table is: a ranking with, where there is one, the target as its last column.

    Attributes
    ----------
    pairs : tuple of PairProfile
        The pairs that share the most.
    second : SecondColumn or None
        What adds most to the best column.
    together : tuple of Together
        Pairs that tell more together than apart.
    drift : Report or None
        The comparison with a reference table, where one was added by `with_drift`.
    """

    pairs: tuple[PairProfile, ...] = ()
    second: SecondColumn | None = None
    together: tuple[Together, ...] = ()
    drift: Report | None = None

    def with_drift(self, drift: Report) -> Profile:
        """This profile, with a comparison of its table with another, which is printed, written and drawn beside it.

        Examples
        --------
        >>> import plogp
        >>> before, after = {"sky": ["clear", "rain"] * 50}, {"sky": ["rain"] * 90 + ["clear"] * 10}
        >>> result = plogp.profile(after).with_drift(plogp.compare(before, after))
        >>> "Drifted: 1 of 1" in str(result)
        True
        """
        return replace(self, drift=drift)


def schema() -> dict[str, Any]:
    """The JSON Schema of a profile."""
    return schema_in("plogp.apps.profile", "profile.schema.json")


def ranking_schema() -> dict[str, Any]:
    """The JSON Schema of a ranking: that of a profile without what two columns have in common."""
    whole = schema()
    only = {field.name for field in fields(Profile)} - {field.name for field in fields(Ranking)}
    name = "urn:plogp:ranking:1"
    properties = {key: value for key, value in whole["properties"].items() if key not in only}
    return whole | {
        "$id": name,
        "title": "plogp rank",
        "description": "The columns of a table by what they tell about one of them, and what stands out.",
        "required": [key for key in whole["required"] if key not in only],
        "properties": properties | {"schema": whole["properties"]["schema"] | {"const": name}},
    }
