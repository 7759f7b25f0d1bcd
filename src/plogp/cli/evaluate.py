"""`plogp evaluate`: what a model's predictions cost in bits, and why."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from plogp.cli.exit_codes import guarded
from plogp.cli.options import LanguageOption, OutputOptions, ReadingOptions, sharing
from plogp.theory.errors import InvalidParameter

if TYPE_CHECKING:
    from plogp.apps.evaluation import Evaluation, TokenEvaluation

FAILED = 3
_COMPARISONS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}
_CLASSIFIER = {
    "loss": "loss", "bits": "loss", "miscalibration": "miscalibration", "discrimination": "discrimination",
    "skill": "skill", "accuracy": "accuracy", "brier": "brier", "ece": "ece", "smooth-ece": "smooth_ece",
    "p": "p_value",
}  # fmt: skip
_TOKENS = {"loss": "loss", "bits": "loss", "perplexity": "perplexity", "bits-per-byte": "bits_per_byte"}


@guarded
@sharing(ReadingOptions, OutputOptions, LanguageOption)
def evaluate(
    files: Annotated[list[str], typer.Argument(metavar="PREDICTIONS", help="A file of predictions, or a quoted glob.")],
    read: ReadingOptions,
    form: OutputOptions,
    label: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="What happened: names or numbers of classes.")
    ] = None,
    probs: Annotated[
        list[str] | None,
        typer.Option(metavar="GLOB", help="Probabilities, such as 'p_*'. One column is of the second of two classes."),
    ] = None,
    logits: Annotated[list[str] | None, typer.Option(metavar="GLOB", help="Or logits, such as 'z_*'.")] = None,
    by: Annotated[str | None, typer.Option(metavar="COLUMN", help="Groups of rows that vary together.")] = None,
    weights: Annotated[str | None, typer.Option(metavar="COLUMN", help="How much each row counts.")] = None,
    reference: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="Another model's predictions of the same rows. May be repeated."),
    ] = None,
    log_q: Annotated[
        str, typer.Option(metavar="COLUMN", help="Of a language model: natural log-probabilities of the tokens.")
    ] = "log_q",
    bytes: Annotated[str | None, typer.Option(metavar="COLUMN", help="And the bytes that each stands for.")] = None,
    alarm: Annotated[float, typer.Option(help="Level of the tests.")] = 0.05,
    folds: Annotated[int, typer.Option(min=0, help="Folds for recalibration; 0 leaves it out.")] = 5,
    fail_if: Annotated[
        list[str] | None,
        typer.Option(metavar="RULE", help="Exit with status 3 if so, such as 'bits>0.25'. May be repeated."),
    ] = None,
) -> None:
    """Evaluate predictions: what a model costs in bits, and why.

    Of a classifier the log loss, split into uncertainty, discrimination and miscalibration; a test of calibration; what
    recalibration would win; and how models differ on the same rows. Without --label the file holds tokens of a language
    model: bits per token and per byte, and perplexity.

    \b
    Examples:
      plogp evaluate predictions.parquet --label y --probs "p_*"
      plogp evaluate predictions.csv --label y --logits "z_*" --by patient
      plogp evaluate int8.parquet --label y --logits "z_*" --reference fp16.parquet
      plogp evaluate predictions.csv --label y --probs p --fail-if "bits>0.25"
      plogp evaluate tokens.jsonl --bytes bytes --by document
    """
    import plogp
    from plogp.apps.evaluation import evaluate as evaluated
    from plogp.apps.evaluation import evaluate_tokens
    from plogp.cli.output import check, write_output
    from plogp.cli.table_input import as_said
    from plogp.report.progress import shown_progress

    check(form, [*files, *(reference or [])])
    rules = [_rule(text, _CLASSIFIER if label else _TOKENS) for text in fail_if or []]
    if label is None and (probs or logits or weights):
        raise typer.BadParameter("--label is missing: what happened in each row")
    if read.threads is not None:
        plogp.set_num_threads(read.threads)
    data = as_said(files, read)
    others = [as_said([name], read) for name in reference or []]
    base = float(form.base)
    result: Evaluation | TokenEvaluation
    with shown_progress(read.quiet) as progress:
        if label is None:
            result = evaluate_tokens(
                data, log_q=log_q, bytes=bytes, by=by, reference=others or None, base=base, alarm=alarm,
                progress=progress,
            )  # fmt: skip
        else:
            result = evaluated(
                data, label=label, probs=probs, logits=logits, by=by, weights=weights,
                reference=others or None, base=base, alarm=alarm,
                cv=folds or None, seed=read.seed, progress=progress,
            )  # fmt: skip
    write_output(result, form)
    if any(rule(result.model) for rule in rules):
        raise typer.Exit(FAILED)


def _rule(text: str, known: Mapping[str, str]) -> Callable[[Any], bool]:
    """Whether a model breaks a rule, such as `bits>0.25`: of the value itself, not of its interval."""
    found = re.fullmatch(r"\s*([a-z-]+)\s*(<=|>=|<|>)\s*([-+.0-9e]+)\s*", text)
    try:
        name, compare, limit = (found[1], _COMPARISONS[found[2]], float(found[3])) if found else ("", operator.gt, 0.0)
    except ValueError:
        name = ""
    if name not in known:
        raise typer.BadParameter(
            f"{text!r} is no rule such as 'bits>0.25', of {', '.join(known)}", param_hint="--fail-if"
        )

    def broken(model: Any) -> bool:
        value = getattr(model, known[name])
        if value is None:
            raise InvalidParameter(f"--fail-if {text!r}: bytes are unknown; say their column with --bytes")
        return bool(compare(float(value), limit))

    return broken
