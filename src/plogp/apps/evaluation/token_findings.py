"""What stands out in the evaluation of a language model, as sentences."""

from __future__ import annotations

from plogp.apps.evaluation.token_result import TokenEvaluation
from plogp.results.finding import NOTE, WARNING, Finding
from plogp.translations.message import Message

_IMPOSSIBLE = Message(
    "{name} gave {count} token the probability zero: its loss is infinite",
    "{name} gave {count} tokens the probability zero: its loss is infinite",
)
_ALONE = Message(
    "tokens of one document vary together, and intervals are too narrow where nothing says which these are"
)
_FEW = Message("there are only {count} documents: intervals and tests rest on how these differ")
_WON = Message("{model} needs {won:.4f} bits per byte less than {other}")
_WON_TOKENS = Message("{model} needs {won:.4f} bits per token less than {other}")
_TIED = Message("{model} and {other} cannot be told apart on these documents")
_FEWEST = 10


def token_findings(result: TokenEvaluation) -> tuple[Finding, ...]:
    """The most serious first."""
    found = [
        Finding.said(WARNING, None, _IMPOSSIBLE, name=model.name, count=model.impossible)
        for model in result.models
        if model.impossible
    ]
    if not result.documents:
        found.append(Finding.said(WARNING, None, _ALONE))
    elif result.documents < _FEWEST:
        found.append(Finding.said(NOTE, None, _FEW, count=result.documents))
    for pair in result.differences:
        better, worse = (pair.model, pair.other) if pair.difference.value > 0 else (pair.other, pair.model)
        won = _WON_TOKENS if result.bytes is None else _WON
        found.append(
            Finding.said(NOTE, None, _TIED, model=pair.model, other=pair.other)
            if pair.tied
            else Finding.said(NOTE, None, won, model=better, other=worse, won=abs(pair.difference.value))
        )
    return tuple(found)
