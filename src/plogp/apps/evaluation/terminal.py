"""An evaluation as tables and sentences on a terminal."""

from __future__ import annotations

from math import isfinite

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table

from plogp.apps.evaluation.comparison import ModelDifference
from plogp.apps.evaluation.result import Evaluation, Model
from plogp.apps.evaluation.token_result import LanguageModelDifference, TokenEvaluation
from plogp.report.terminal import Page
from plogp.results.estimate import Estimate
from plogp.results.finding import unit_word
from plogp.results.percentage import percent
from plogp.theory.typography import typeset
from plogp.translations.message import Message

_SHAPE = Message("{rows:,} rows, {classes} classes")
_GROUPED = Message(" in {count} group", " in {count} groups")
_METHODS = {
    "temperature": Message("temperature {temperature:.2f}"),
    "vector": Message("scale and shift of each class"),
    "isotonic": Message("isotonic"),
}
_PARTS = (
    (Message("uncertainty"), ""),
    (Message("discrimination"), "−"),
    (Message("miscalibration"), "+"),
    (Message("log loss"), "="),
)


def evaluation_parts(result: Evaluation, page: Page) -> list[RenderableType]:
    """The evaluation of classifiers."""
    parts: list[RenderableType] = [_head(result, page)]
    for model in result.models:
        if len(result.models) > 1:
            parts += [Padding(page.name(model.name, "bold"), (1, 0, 0, 0))]
        parts += [_decomposition(result, model, page), _measures(model, page)]
        if model.recalibrations and not model.calibrated:
            parts += [page.heading("What recalibration would win, on rows not fitted to"), _recalibrations(model, page)]
    if result.differences:
        parts += [page.heading("Models on the same rows"), _differences(result.differences, page)]
    return parts + page.findings(result.findings)


def token_parts(result: TokenEvaluation, page: Page) -> list[RenderableType]:
    """The evaluation of language models."""
    table = page.table()
    for words in ("model", "tokens"):
        table.add_column(page.say(words), justify="left" if words == "model" else "right", overflow="fold")
    unit = unit_word(result.unit)
    table.add_column(page.say("{unit} per token", unit=unit), justify="right")
    table.add_column(page.say("perplexity"), justify="right")
    table.add_column(page.say("bits per byte"), justify="right")
    for model in result.models:
        of_bytes = "–" if model.bits_per_byte is None else short(model.bits_per_byte)
        cells = [f"{model.tokens:,}", short(model.loss), short(model.perplexity), of_bytes]
        table.add_row(page.name(model.name), *map(page.text, cells))
    parts: list[RenderableType] = [table]
    if result.differences:
        parts += [page.heading("Models on the same documents"), _differences(result.differences, page)]
    return parts + page.findings(result.findings)


def short(estimate: Estimate) -> str:
    """An estimate with both ends of its interval, to as many digits as it is known; no unit."""
    if not isfinite(estimate.value):
        return typeset(f"{estimate.value:g}")
    width = estimate.high - estimate.low
    digits = 4 if not 0 < width < float("inf") else min(5, max(0, 1 - int(f"{width / 2:.1e}".partition("e")[2])))
    if not isfinite(width):
        return typeset(f"{estimate.value:.{digits}f}")
    value, low, high = (typeset(f"{x:z.{digits}f}") for x in (estimate.value, estimate.low, estimate.high))
    return f"{value} ({low} to {high})" if estimate.low < 0 else f"{value} ({low}–{high})"


def _head(result: Evaluation, page: Page) -> RenderableType:
    shape = page.say(_SHAPE, "dim", rows=result.rows, classes=len(result.model.classes))
    grouped = page.say(_GROUPED, "dim", count=result.clusters) if result.clusters else page.text("")
    return Padding(Group(page.text(result.data, "bold") + page.text(" · ", "dim") + shape + grouped), (0, 0, 1, 0))


def _decomposition(result: Evaluation, model: Model, page: Page) -> Table:
    table = page.table()
    table.add_column("", width=1)
    table.add_column("", no_wrap=True)
    table.add_column(page.say(unit_word(result.unit)), justify="right", no_wrap=True)
    table.add_column("95 %", no_wrap=True)
    table.add_column("", overflow="fold")
    estimates = (result.uncertainty, model.discrimination, model.miscalibration, model.loss)
    said = ["", "", "" if model.replicates == 0 else page.say("p {p} that it is calibrated", p=_p(model.p_value)), ""]
    said[3] = (
        page.say("{skill} less than by the base rates", skill=percent(model.skill.value))
        if (isfinite(model.skill.value))
        else ""
    )
    for (name, sign), estimate, words in zip(_PARTS, estimates, said, strict=True):
        value, _, ends = short(estimate).partition(" ")
        alarm = estimate is model.miscalibration and not model.calibrated
        style = "bold" if estimate is model.loss else "bold bright_red" if alarm else ""
        table.add_row(page.text(sign), page.say(name, style), page.text(value, style), page.text(ends, "dim"), words)
    return table


def _measures(model: Model, page: Page) -> RenderableType:
    words = page.say(
        "accuracy {accuracy} · Brier {brier} · smooth ECE {smooth:.3f} · ECE {ece:.3f}", "dim",
        accuracy=percent(model.accuracy.value), brier=f"{model.brier.value:.3f}", smooth=model.smooth_ece,
        ece=model.ece,
    )  # fmt: skip
    return Padding(words, (1, 0, 0, 2))


def _recalibrations(model: Model, page: Page) -> Table:
    table = page.table(header=False)
    table.add_column("", width=1)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    for one in model.recalibrations:
        name = page.say(_METHODS[one.method], temperature=one.temperature or 1.0)
        table.add_row("", name, page.text(short(one.won)))
    return table


def _differences(pairs: tuple[ModelDifference, ...] | tuple[LanguageModelDifference, ...], page: Page) -> Table:
    table = page.table()
    table.add_column("", width=1)
    table.add_column(page.say("model"), overflow="fold")
    table.add_column(page.say("and the other"), overflow="fold")
    table.add_column(page.say("which loses more by"), justify="right")
    table.add_column(page.say("p, all pairs"), justify="right", no_wrap=True)
    far = [pair for pair in pairs if isinstance(pair, ModelDifference)]
    if far:
        table.add_column("KL", justify="right", no_wrap=True)
        table.add_column(page.say("same class"), justify="right")
    for pair in pairs:
        cells = [page.text(short(pair.difference)), page.text(_p(pair.adjusted))]
        if isinstance(pair, ModelDifference):
            cells += [page.text(f"{pair.divergence.value:.4f}"), page.text(percent(pair.same_top))]
        table.add_row("", page.name(pair.model), page.name(pair.other), *cells)
    return table


def _p(p: float) -> str:
    return "<0.001" if p < 0.001 else f"{p:.3f}"
