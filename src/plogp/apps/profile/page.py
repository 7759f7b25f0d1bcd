"""The page of a profile: what stands out, every column, who tells about the target, and what repeats what."""

from __future__ import annotations

from functools import partial
from typing import Any

from plogp.apps.profile.result import DRAWN, Profile, Ranking
from plogp.draw.heat_map import draw_heat_map
from plogp.draw.ranking import draw_estimates
from plogp.report.page import Picture, page
from plogp.report.views import html_section
from plogp.results.estimate import unit_of
from plogp.results.finding import WARNING
from plogp.translations.message import Message, say

_LOUD = ("possible leak", "identifier", "duplicate", "text numbers", "empty")


def profile_page(result: Ranking, lang: str = "en", command: str = "") -> str:
    """The HTML of a profile or a ranking.

    Examples
    --------
    >>> import plogp
    >>> rows = {"sky": ["clear", "rain", "rain", "clear"] * 50, "umbrella": [False, True, True, False] * 50}
    >>> profile_page(plogp.profile(rows, "umbrella")).startswith("<!doctype html>")
    True
    """
    numbers = {column.name: i for i, column in enumerate(result.columns)}
    best = next((c for c in result.columns if c.share_of_target is not None and not {*c.tags} - {"duplicate"}), None)
    target = next((c for c in result.columns if "target" in c.tags), None)
    drift = result.drift if isinstance(result, Profile) else None
    moved = () if drift is None else tuple(f for f in drift.findings if f.severity == WARNING)
    return page(
        "profile.html", result, lang, command, unit=Message(unit_of(result.base)), numbers=numbers, best=best,
        target=target, ranking=_ranking(result), whole=isinstance(result, Profile),
        sharing=_sharing(result) if isinstance(result, Profile) else None, loud=_LOUD,
        moved=None if drift is None else html_section(drift),
        findings=tuple(sorted((*result.findings, *moved), key=lambda finding: finding.severity != WARNING)),
    )  # fmt: skip


def _ranking(result: Ranking) -> Picture | None:
    def picture(*, lang: str, **look: Any) -> str:
        unit = say(unit_of(result.base), lang)
        words = say("mutual information with {target}, in {unit}", lang, target=result.target, unit=unit)
        return draw_estimates(
            result.ranking[:DRAWN], noise=result.noise[:DRAWN], suspects=result.leaks, words=words, lang=lang, **look
        )

    return picture if result.ranking else None


def _sharing(result: Profile) -> Picture | None:
    """The strongest pairs as a triangle of the columns in them, those that share much beside each other."""
    names: list[str] = []
    for pair in result.pairs:
        names += [name for name in (pair.a, pair.b) if name not in names]
    if len(names) < 3:
        return None
    shares = {frozenset((pair.a, pair.b)): max(0.0, min(1.0, pair.share)) for pair in result.pairs}
    matrix = [[1.0 if a == b else shares.get(frozenset((a, b)), 0.0) for b in names] for a in names]
    return partial(draw_heat_map, names, matrix)
