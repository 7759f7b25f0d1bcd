"""How profiles and rankings are shown; what that takes is imported when something is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from plogp.apps.profile.result import Profile, Ranking
from plogp.report.views import Rows, html_page, rows_of, terminal_parts
from plogp.results.estimate import Estimate, unit_of

if TYPE_CHECKING:
    from rich.console import RenderableType

    from plogp.report.terminal import Page


@rows_of.register
def _rows(result: Ranking) -> Rows:
    unit = unit_of(result.base)
    head = [
        "name", "kind", "missing", "distinct", "distinct_approximate", "tags", f"entropy_{unit}",
        f"mutual_information_{unit}", "low", "high", "share_of_target", "p_value", "adjusted",
    ]  # fmt: skip
    return head, [
        [
            c.name, c.kind, c.missing, c.distinct, c.distinct_approximate,
            " ".join(tag.replace(" ", "-") for tag in c.tags), c.entropy and c.entropy.value,
            *_ends(c.mutual_information), c.share_of_target, c.p_value, c.adjusted,
        ]
        for c in result.columns
    ]  # fmt: skip


def _ends(estimate: Estimate | None) -> Sequence[float | None]:
    return (None, None, None) if estimate is None else (estimate.value, estimate.low, estimate.high)


@terminal_parts.register(Profile)
def _profile_parts(result: Profile, page: Page) -> list[RenderableType]:
    from plogp.apps.profile.terminal import profile_parts

    return profile_parts(result, page)


@terminal_parts.register(Ranking)
def _ranking_parts(result: Ranking, page: Page) -> list[RenderableType]:
    from plogp.apps.profile.terminal import ranking_parts

    return ranking_parts(result, page)


@html_page.register
def _page(result: Ranking, lang: str, command: str) -> str:
    from plogp.apps.profile.page import profile_page

    return profile_page(result, lang, command)
