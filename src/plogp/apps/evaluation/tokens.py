"""What a language model costs: bits a token, perplexity and bits a byte, from the log-probabilities of its tokens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import combinations
from math import exp, inf, log
from typing import Any

import numpy as np

from plogp.apps.evaluation.mean_loss import p_value_of_zero
from plogp.apps.evaluation.token_findings import token_findings
from plogp.apps.evaluation.token_result import LanguageModel, LanguageModelDifference, TokenEvaluation
from plogp.apps.evaluation.token_sums import LEVEL, TokenSums, aligned, check_documents, read_tokens
from plogp.estimators.testing.multiple_testing import holm
from plogp.theory.parameters import name_of, probability
from plogp.theory.progress import progress_of
from plogp.theory.units import base_of


def evaluate_tokens(
    data: Any,
    *,
    log_q: str = "log_q",
    bytes: str | None = None,
    by: str | None = None,
    reference: Any = None,
    base: float = 2,
    alarm: float = 0.05,
    progress: Callable[[str, int, int | None], None] | None = None,
) -> TokenEvaluation:
    """What a language model costs, from the log-probability that it gave each token of a text.

    Parameters
    ----------
    data : path, glob, list of paths, or table
        One token a row; or JSON lines of OpenAI's or vLLM's records, one document a line, whose columns are named
        `log_q`, `bytes` and `document`.
    log_q : str
        The column of the natural logarithms of the probabilities.
    bytes : str, optional
        The column of how many bytes of text each token stands for.
    by : str, optional
        The column of documents: tokens of one vary together, and every interval allows for it.
    reference : table or path, or list of paths, optional
        Other models' tokens of the same documents in the same form, of whatever tokenizer.
    base : float
        Base of the logarithm of the loss a token.
    alarm : float
        Level of the tests of differences.
    progress : callable, optional
        As of `evaluate`.

    Raises
    ------
    NotADistribution
        A log-probability above zero, or none; the row is named.
    NotCounts
        Bytes that are no counts.
    ShapeMismatch
        Models of other documents, the first of which is named.

    Notes
    -----
    Rows are read once, and with documents only their sums are held, whatever the number of tokens; without, 8 bytes for
    each number of a token.

    Examples
    --------
    >>> tokens = {"log_q": [-1.2, -0.3, -2.0, -0.7], "bytes": [4, 2, 5, 3], "document": [0, 0, 1, 1]}
    >>> found = evaluate_tokens(tokens, bytes="bytes", by="document")
    >>> print(f"{found.model.perplexity.value:.3f}, {found.model.bits_per_byte.value:.3f} bits per byte")
    2.858, 0.433 bits per byte
    """
    base, alarm = base_of(base), probability("alarm, the level of the tests,", alarm)
    names = [name_of("log_q=", log_q) or "log_q", name_of("bytes=", bytes), name_of("by=", by)]
    watched = progress_of(progress)
    others = [] if reference is None else reference if isinstance(reference, list | tuple) else [reference]
    held = [read_tokens(table, names, watched) for table in (data, *others)]
    first = held[0]
    for other in held[1:]:
        check_documents(first, other)
    pairs = _adjusted([_difference(a, aligned(a, b)) for a, b in combinations(held, 2)], alarm)
    size = None if first.bytes is None else int(first.bytes.sum())
    documents = 0 if first.documents is None else len(first.documents)
    result = TokenEvaluation(
        first.name, documents, size, base, LEVEL, alarm, tuple(_model(sums, base) for sums in held), tuple(pairs), ()
    )
    return replace(result, findings=token_findings(result))


def _model(sums: TokenSums, base: float) -> LanguageModel:
    tokens = int(sums.tokens.sum())
    loss = sums.ratio(sums.losses, sums.tokens, tokens).within(0.0, inf)
    perplexity = replace(
        loss, value=_exp(loss.value), stderr=loss.stderr * _exp(loss.value), low=_exp(loss.low), high=_exp(loss.high),
        unit="",
    )  # fmt: skip
    of_bytes = None
    if sums.bytes is not None and sums.bytes.sum():
        of_bytes = sums.ratio(sums.losses, sums.bytes, tokens).within(0.0, inf).in_base(2)
    return LanguageModel(sums.name, tokens, loss.in_base(base), perplexity, of_bytes, sums.impossible)


def _exp(x: float) -> float:
    return exp(x) if x < 709 else inf


def _difference(a: TokenSums, b: TokenSums) -> LanguageModelDifference:
    sizes = a.tokens if a.bytes is None else a.bytes
    with np.errstate(invalid="ignore"):
        apart = np.where(a.losses == b.losses, 0.0, b.losses - a.losses)
    found = a.ratio(apart, sizes, int(a.tokens.sum()))
    p = p_value_of_zero(partial(a.ratio, apart, sizes, 1))
    return LanguageModelDifference(a.name, b.name, found.scaled(1 / log(2), "bit"), p, 1.0, True)


def _adjusted(pairs: list[LanguageModelDifference], alarm: float) -> list[LanguageModelDifference]:
    """With the number of pairs allowed for."""
    adjusted = holm([pair.p_value for pair in pairs])
    return [replace(pair, adjusted=p, tied=p > alarm) for pair, p in zip(pairs, adjusted, strict=True)]
