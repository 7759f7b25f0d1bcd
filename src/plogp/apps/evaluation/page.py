"""The pages of evaluations: what models cost, why, and where their forecasts are off."""

from __future__ import annotations

from typing import Any

from plogp.apps.evaluation.result import Evaluation, Model
from plogp.apps.evaluation.terminal import short
from plogp.apps.evaluation.token_result import TokenEvaluation
from plogp.draw.reliability import draw_reliability
from plogp.report.page import Picture, page
from plogp.translations.message import Message

_METHODS = {
    "temperature": Message("temperature {temperature:.2f}"),
    "vector": Message("scale and shift of each class"),
    "isotonic": Message("isotonic"),
}


def evaluation_page(result: Evaluation, lang: str = "en", command: str = "") -> str:
    """The HTML of an evaluation of classifiers.

    Examples
    --------
    >>> import plogp
    >>> found = plogp.evaluate(label=[0, 1, 0, 1] * 20, probs=[0.2, 0.9, 0.4, 0.6] * 20)
    >>> evaluation_page(found).startswith("<!doctype html>")
    True
    """
    curves = [(model, _reliability(model)) for model in result.models]
    return page(
        "evaluation.html", result, lang, command, unit=Message(result.unit), numbers={}, curves=curves, short=short,
        methods=_METHODS,
    )  # fmt: skip


def token_page(result: TokenEvaluation, lang: str = "en", command: str = "") -> str:
    """The HTML of an evaluation of language models.

    Examples
    --------
    >>> from plogp.apps.evaluation import evaluate_tokens
    >>> tokens = {"log_q": [-1.2, -0.3, -2.0, -0.7], "bytes": [4, 2, 5, 3], "document": [0, 0, 1, 1]}
    >>> token_page(evaluate_tokens(tokens, bytes="bytes", by="document")).startswith("<!doctype html>")
    True
    """
    return page("tokens.html", result, lang, command, unit=Message(result.unit), numbers={}, short=short)


def _reliability(model: Model) -> Picture:
    def picture(*, lang: str, **look: Any) -> str:
        curve = model.curve
        return draw_reliability(
            [one.forecast for one in curve], [one.frequency for one in curve], [one.rows for one in curve],
            low=[one.calibrated_low for one in curve], high=[one.calibrated_high for one in curve], lang=lang, **look,
        )  # fmt: skip

    return picture
