"""What an evaluation of language models holds, and its JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plogp.apps.evaluation.result import finite
from plogp.report.report import Report
from plogp.results.document import Document, schema_in
from plogp.results.estimate import Estimate, unit_of
from plogp.results.finding import Finding
from plogp.results.html_table import html_table


@dataclass(frozen=True)
class LanguageModel(Document):
    """One model.

    Attributes
    ----------
    name : str
        Of its file.
    tokens : int
        How many it foretold.
    loss : Estimate
        For each token.
    perplexity : Estimate
        The number of equally likely tokens that are as hard to foretell.
    bits_per_byte : Estimate or None
        In bits, whatever the base; what can be compared between tokenizers.
    impossible : int
        How many tokens had the probability zero.
    """

    name: str
    tokens: int
    loss: Estimate
    perplexity: Estimate
    bits_per_byte: Estimate | None
    impossible: int


@dataclass(frozen=True)
class LanguageModelDifference(Document):
    """Two models on the same documents.

    `difference` is how much more the other loses: bits a byte where bytes are known, else for each token of the model;
    `adjusted` allows for the number of pairs (Holm).
    """

    model: str
    other: str
    difference: Estimate
    p_value: float
    adjusted: float
    tied: bool


@dataclass(frozen=True, repr=False)
class TokenEvaluation(Report):
    """What language models cost on the same documents, the first of them the one that is evaluated.

    Attributes
    ----------
    data : str
        What was read.
    documents : int
        How many vary by themselves; 0 where every token is taken to.
    bytes : int or None
        How many bytes the tokens stand for.
    base, level, alarm : float
        Base of the logarithm, level of the intervals, and of the tests.
    models : tuple of LanguageModel
        Each model.
    differences : tuple of LanguageModelDifference
        Every pair.
    findings : tuple of Finding
        What stands out.
    """

    data: str
    documents: int
    bytes: int | None
    base: float
    level: float
    alarm: float
    models: tuple[LanguageModel, ...]
    differences: tuple[LanguageModelDifference, ...]
    findings: tuple[Finding, ...]

    @property
    def entries(self) -> tuple[LanguageModel, ...]:
        """The models."""
        return self.models

    @property
    def model(self) -> LanguageModel:
        """The one that is evaluated."""
        return self.models[0]

    @property
    def unit(self) -> str:
        """Of the loss."""
        return unit_of(self.base)

    def _repr_html_(self) -> str:
        """For notebooks."""
        head = ["model", "tokens", f"loss a token ({self.unit})", "perplexity", "bits per byte"]
        rows = [
            [m.name, m.tokens, m.loss.value, m.perplexity.value, m.bits_per_byte and m.bits_per_byte.value]
            for m in self.models
        ]
        return html_table(head, rows) + html_table(["what stands out"], [[f.text] for f in self.findings])

    def to_dict(self) -> dict[str, Any]:
        """What is infinite is None: JSON has no such number."""
        found: dict[str, Any] = finite(super().to_dict())
        return found


def token_schema() -> dict[str, Any]:
    """The JSON Schema of an evaluation of tokens."""
    return schema_in("plogp.apps.evaluation", "tokens.schema.json")
