"""How evaluations are shown; what that takes is imported when one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plogp.apps.evaluation.result import Evaluation
from plogp.apps.evaluation.token_result import TokenEvaluation
from plogp.report.views import Cell, Rows, html_page, rows_of, terminal_parts
from plogp.results.estimate import Estimate

if TYPE_CHECKING:
    from rich.console import RenderableType

    from plogp.report.terminal import Page

_ESTIMATES = ("loss", "possible_loss", "discrimination", "miscalibration", "skill", "accuracy", "brier")


@rows_of.register
def _model_rows(result: Evaluation) -> Rows:
    """A row for each model, for CSV and Markdown."""
    head = ["name", *(f"{name}{end}" for name in _ESTIMATES for end in ("", "_low", "_high"))]
    head += ["p_value", "calibrated", "impossible", "excluding", "smooth_ece", "ece", "classwise_ece"]
    rows: list[list[Cell]] = []
    for model in result.models:
        row: list[Cell] = [model.name]
        for name in _ESTIMATES:
            row += _ends(getattr(model, name))
        row += [model.p_value, model.calibrated, model.impossible, model.excluding, model.smooth_ece, model.ece]
        rows.append([*row, model.classwise_ece])
    return head, rows


@rows_of.register
def _token_rows(result: TokenEvaluation) -> Rows:
    """A row for each language model."""
    names = ("loss", "perplexity", "bits_per_byte")
    head = ["name", "tokens", *(f"{name}{end}" for name in names for end in ("", "_low", "_high")), "impossible"]
    rows: list[list[Cell]] = []
    for model in result.models:
        row: list[Cell] = [model.name, model.tokens]
        for name in names:
            row += _ends(getattr(model, name))
        rows.append([*row, model.impossible])
    return head, rows


def _ends(estimate: Estimate | None) -> list[Cell]:
    return [None] * 3 if estimate is None else [estimate.value, estimate.low, estimate.high]


@terminal_parts.register(Evaluation)
def _parts(result: Evaluation, page: Page) -> list[RenderableType]:
    from plogp.apps.evaluation.terminal import evaluation_parts

    return evaluation_parts(result, page)


@terminal_parts.register(TokenEvaluation)
def _token_parts(result: TokenEvaluation, page: Page) -> list[RenderableType]:
    from plogp.apps.evaluation.terminal import token_parts

    return token_parts(result, page)


@html_page.register(Evaluation)
def _page(result: Evaluation, lang: str, command: str) -> str:
    from plogp.apps.evaluation.page import evaluation_page

    return evaluation_page(result, lang, command)


@html_page.register(TokenEvaluation)
def _token_page(result: TokenEvaluation, lang: str, command: str) -> str:
    from plogp.apps.evaluation.page import token_page

    return token_page(result, lang, command)
