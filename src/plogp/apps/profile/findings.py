"""The one function that turns the numbers of a profile into sentences, for terminal, report and JSON alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plogp.apps.profile.result import ColumnProfile, Finding, PairProfile
from plogp.theory.estimate import Estimate

WARNING, NOTE = "warning", "note"


def findings(
    rows: int,
    target: ColumnProfile | None,
    target_entropy: Estimate | None,
    columns: Sequence[ColumnProfile],
    pairs: Sequence[PairProfile],
    uncompared: Sequence[tuple[str, str]],
) -> tuple[Finding, ...]:
    """What stands out, the most serious first."""
    found = [
        *_leaks(target, columns),
        *_best(target, target_entropy, columns),
        *_unusable(rows, columns),
        *_repetitions(pairs),
        *_of_target(rows, target),
        *_chance(target, columns),
        *_left_out(uncompared),
    ]
    return tuple(sorted(found, key=lambda finding: finding.severity != WARNING))


def percent(share: float) -> str:
    """A share as people read it, with as many digits as it deserves."""
    value = 100 * share
    if 99.5 <= value < 100 - 1e-9:
        return f"{min(value, 99.9):.1f} %"
    digits = 0 if abs(value) >= 9.95 or value == 0 else 1 if abs(value) >= 0.95 else 2
    return f"{value:.{digits}f} %"


def _leaks(target: ColumnProfile | None, columns: Sequence[ColumnProfile]) -> Iterator[Finding]:
    for column in columns:
        if target is not None and "possible leak" in column.tags and column.share_of_target is not None:
            yield Finding(
                WARNING,
                column.name,
                f"{column.name} alone explains {percent(column.share_of_target)} of {target.name}: a possible leak, "
                f"unless it is known before {target.name} is",
            )


def _best(
    target: ColumnProfile | None, entropy: Estimate | None, columns: Sequence[ColumnProfile]
) -> Iterator[Finding]:
    if target is None or entropy is None:
        return
    for column in columns:
        if column.mutual_information is not None and not column.tags and column.share_of_target is not None:
            leaks = any("possible leak" in other.tags for other in columns)
            yield Finding(
                NOTE,
                column.name,
                f"{column.name} tells most about {target.name}{' beside the possible leaks' if leaks else ''}: "
                f"{column.mutual_information.value:.3g} of {entropy.value:.3g} {entropy.unit}, "
                f"{percent(column.share_of_target)}",
            )
            return
    yield Finding(NOTE, target.name, f"no column that is above suspicion tells anything about {target.name}")


def _unusable(rows: int, columns: Sequence[ColumnProfile]) -> Iterator[Finding]:
    for column in columns:
        name, distinct = column.name, column.distinct or 0
        if "identifier" in column.tags:
            text = f"{name} names rows, with {distinct:,} values in {rows - column.missing:,} rows: it is ranked last"
        elif "too few rows" in column.tags:
            text = f"{name} has {distinct:,} values, too many to trust what {rows - column.missing:,} rows say of each"
        elif "constant" in column.tags:
            text = f"{name} has one value only and tells nothing"
        elif "empty" in column.tags:
            text = f"{name} has no values: all {rows:,} rows are missing"
        elif "skipped" in column.tags:
            text = f"{name} holds lists, structs or the like, which have no levels to count: it was left out"
        else:
            continue
        yield Finding(WARNING if "identifier" in column.tags or "empty" in column.tags else NOTE, name, text)


def _repetitions(pairs: Sequence[PairProfile]) -> Iterator[Finding]:
    for pair in pairs[:3]:
        if pair.share >= 0.99:
            yield Finding(
                NOTE, pair.b, f"{pair.b} adds next to nothing to {pair.a}, which tells {percent(pair.share)} of it"
            )


def _of_target(rows: int, target: ColumnProfile | None) -> Iterator[Finding]:
    if target is None:
        return
    if target.missing:
        yield Finding(
            NOTE,
            target.name,
            f"{target.name} is missing in {target.missing:,} of {rows:,} rows, which are not compared with it",
        )
    if target.entropy is None:
        yield Finding(
            NOTE, target.name, f"{target.name} is taken in bins of equal weight: its entropy is that of the bins"
        )


def _chance(target: ColumnProfile | None, columns: Sequence[ColumnProfile]) -> Iterator[Finding]:
    silent = [column.name for column in columns if "no signal" in column.tags]
    if target is not None and silent:
        names = ", ".join(silent[:5]) + (f" and {len(silent) - 5} more" if len(silent) > 5 else "")
        verb = "tells" if len(silent) == 1 else "tell"
        column = silent[0] if len(silent) == 1 else None
        yield Finding(NOTE, column, f"{names} {verb} no more about {target.name} than chance would")


def _left_out(uncompared: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    if uncompared:
        a, b = uncompared[0]
        others = f" and {len(uncompared) - 1:,} more pairs" if len(uncompared) > 1 else ""
        yield Finding(NOTE, None, f"{a} with {b}{others} have too many combinations of values and were not compared")
