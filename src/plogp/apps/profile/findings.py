"""The one function that turns the numbers of a profile into sentences, for terminal, report and JSON alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plogp.apps.profile import messages as say
from plogp.apps.profile.result import ColumnProfile, PairProfile, SecondColumn, Together
from plogp.apps.profile.screening import MOST_COMPARED, SURE
from plogp.results.estimate import Estimate
from plogp.results.finding import NOTE, WARNING, Finding, unit_word
from plogp.results.percentage import percent

_WORTH = 0.01  # of the target's entropy: where rows are many, what is sure may be too little to speak of


def findings(
    rows: int,
    target: ColumnProfile | None,
    target_entropy: Estimate | None,
    columns: Sequence[ColumnProfile],
    pairs: Sequence[PairProfile],
    uncompared: Sequence[tuple[str, str]],
    *,
    second: SecondColumn | None = None,
    together: Sequence[Together] = (),
    apart: tuple[int, int] = (0, 0),
    compared: int | None = None,
) -> tuple[Finding, ...]:
    """What stands out, the most serious first."""
    found: list[Finding] = []
    if target is not None and target_entropy is not None:
        found += [*_leaks(target, columns), *_best(target, target_entropy, columns)]
        found += [*_beside(target, target_entropy, second, together), *_gaps(target, columns)]
    found += [*_unusable(rows, columns, target is not None), *_repetitions(columns, pairs)]
    if target is not None:
        found += [*_of_target(rows, target), *_chance(target, columns)]
    found += _left_out(target, uncompared, apart, len(columns) if compared == MOST_COMPARED else 0)
    return tuple(sorted(found, key=lambda finding: finding.severity != WARNING))


def _leaks(target: ColumnProfile, columns: Sequence[ColumnProfile]) -> Iterator[Finding]:
    for column in columns:
        if "possible leak" in column.tags and column.share_of_target is not None:
            share = percent(column.share_of_target)
            yield Finding.said(WARNING, column.name, say.LEAK, name=column.name, share=share, target=target.name)


def _best(target: ColumnProfile, entropy: Estimate, columns: Sequence[ColumnProfile]) -> Iterator[Finding]:
    leaks = any("possible leak" in column.tags for column in columns)
    for column in columns:
        if column.share_of_target is not None and not {*column.tags} - {"duplicate"}:
            yield Finding.said(
                NOTE, column.name, say.BEST_BESIDE_LEAKS if leaks else say.BEST, name=column.name, target=target.name,
                whole=f"{entropy.value:.3g}", unit=unit_word(entropy.unit), share=percent(column.share_of_target),
            )  # fmt: skip
            return
    suspects = any(
        {"possible leak", "identifier", "text numbers", "too few rows"} & {*column.tags} for column in columns
    )
    sentences = say.NOTHING_HONEST_TELLS if suspects else say.NOTHING_TELLS
    yield Finding.said(NOTE, target.name, sentences, target=target.name)


def _beside(
    target: ColumnProfile, entropy: Estimate, second: SecondColumn | None, together: Sequence[Together]
) -> Iterator[Finding]:
    if second is not None:
        yield Finding.said(
            NOTE, second.name, say.SECOND, first=second.first, name=second.name, target=target.name,
            amount=f"{second.share * entropy.value:.3g}", unit=unit_word(entropy.unit), share=percent(second.share),
        )  # fmt: skip
    for pair in together[:1]:
        if pair.share >= _WORTH:
            yield Finding.said(
                NOTE, pair.a, say.TOGETHER, a=pair.a, b=pair.b, target=target.name,
                more=f"{pair.share * entropy.value:.3g}", unit=unit_word(entropy.unit), share=percent(pair.share),
            )  # fmt: skip


def _gaps(target: ColumnProfile, columns: Sequence[ColumnProfile]) -> Iterator[Finding]:
    telling = [
        (column.missing_tells.value, column)
        for column in columns
        if column.missing_tells is not None and column.missing_adjusted is not None and column.missing_adjusted <= SURE
    ]
    for amount, column in sorted(telling, key=lambda pair: -pair[0])[:3]:
        assert column.missing_tells is not None
        yield Finding.said(
            NOTE, column.name, say.GAPS, name=column.name, target=target.name, amount=f"{amount:.3g}",
            unit=unit_word(column.missing_tells.unit),
        )  # fmt: skip


def _unusable(rows: int, columns: Sequence[ColumnProfile], ranked: bool) -> Iterator[Finding]:
    sentences = say.UNUSABLE if ranked else say.UNUSABLE | {"identifier": say.IDENTIFIER_UNRANKED}
    for tag, (of_one, of_several) in sentences.items():
        severity = WARNING if tag in ("identifier", "empty") else NOTE
        tagged = [column for column in columns if tag in column.tags]
        if len(tagged) > 1:
            yield Finding.said(severity, None, of_several, names=[column.name for column in tagged])
        for column in tagged[: len(tagged) == 1]:
            yield Finding.said(
                severity, column.name, of_one, name=column.name, distinct=column.distinct_text or "0",
                present=f"{rows - column.missing:,}", rows=f"{rows:,}",
            )  # fmt: skip


def _repetitions(columns: Sequence[ColumnProfile], pairs: Sequence[PairProfile]) -> Iterator[Finding]:
    copies: dict[str, list[str]] = {}
    for column in columns:
        if column.duplicate_of is not None:
            copies.setdefault(column.duplicate_of, []).append(column.name)
    for of, names in copies.items():
        one = names[0] if len(names) == 1 else None
        yield Finding.said(NOTE, one, say.DUPLICATES, of=of, names=names, count=len(names))
    written_again = {name for names in copies.values() for name in names}
    for pair in pairs[:3]:
        if pair.share >= 0.99 and not {pair.a, pair.b} & written_again:
            yield Finding.said(
                NOTE, pair.b, say.REPEATS_GAPS if pair.through_gaps else say.REPEATS, a=pair.a, b=pair.b,
                share=percent(min(1.0, pair.share)), of_values=percent(pair.share_of_values or 0.0),
            )  # fmt: skip


def _of_target(rows: int, target: ColumnProfile) -> Iterator[Finding]:
    if target.missing:
        yield Finding.said(
            NOTE, target.name, say.TARGET_MISSING, target=target.name, missing=f"{target.missing:,}", rows=f"{rows:,}"
        )
    if target.entropy is None:
        yield Finding.said(NOTE, target.name, say.TARGET_BINNED, target=target.name)


def _chance(target: ColumnProfile, columns: Sequence[ColumnProfile]) -> Iterator[Finding]:
    silent = [column.name for column in columns if "no signal" in column.tags]
    if silent:
        one = silent[0] if len(silent) == 1 else None
        yield Finding.said(NOTE, one, say.SILENT, names=silent, target=target.name, count=len(silent))


def _left_out(
    target: ColumnProfile | None, uncompared: Sequence[tuple[str, str]], apart: tuple[int, int], columns: int
) -> Iterator[Finding]:
    if columns > MOST_COMPARED:
        sentences = say.FIRST_COMPARED if target is None else say.BEST_COMPARED
        yield Finding.said(NOTE, None, sentences, columns=f"{columns:,}", compared=MOST_COMPARED)
    if uncompared:
        a, b = uncompared[0]
        sentences = say.UNCOMPARED_MANY if len(uncompared) > 1 else say.UNCOMPARED
        yield Finding.said(NOTE, None, sentences, a=a, b=b, count=len(uncompared))
    for count, sentence in zip(apart, (say.APART, say.BEYOND), strict=True):
        if count and target is not None:
            yield Finding.said(NOTE, None, sentence, count=count, target=target.name)
