"""The one function that turns the numbers of an evaluation into sentences, for terminal, report and JSON alike."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from plogp.apps.evaluation.result import Evaluation, Model
from plogp.results.finding import NOTE, WARNING, Finding, unit_word
from plogp.translations.message import Message

_IMPOSSIBLE = Message(
    "in {count} row of {name} something happened that the model gave the probability zero, first in row {row}: its "
    "loss is infinite",
    "in {count} rows of {name} something happened that the model gave the probability zero, first in row {row}: its "
    "loss is infinite",
)
_EXCLUDING = Message(
    "{name} gives some class the probability zero in {count} row: if that happens once, its loss is infinite",
    "{name} gives some class the probability zero in {count} rows: if that happens once, its loss is infinite",
)
_OVERCONFIDENT = Message("{name} is over-confident: {lost:.3f} of {loss:.3f} {unit} are lost to miscalibration")
_UNDERCONFIDENT = Message("{name} is under-confident: {lost:.3f} of {loss:.3f} {unit} are lost to miscalibration")
_MISCALIBRATED = Message("{name} is not calibrated: {lost:.3f} of {loss:.3f} {unit} are lost to miscalibration")
_TEMPERATURE = Message("a temperature of {temperature:.2f} would win {won:.3f} {unit} of it")
_METHODS = {
    "vector": Message("a scale and a shift for each class would win {won:.3f} {unit} of it"),
    "isotonic": Message("an isotonic recalibration would win {won:.3f} {unit} of it"),
}
_CALIBRATED = Message(
    "nothing speaks against {name} being calibrated; up to {most:.3f} {unit} may be lost to miscalibration unseen"
)
_USELESS = Message("{name} predicts no better than how often each class happens: {loss:.3f} against {blind:.3f} {unit}")
_BETTER = Message("{model} loses {won:.4f} {unit} less than {other}")
_TIED = Message("{model} and {other} cannot be told apart on these rows")
_FEW_CLUSTERS = Message("there are only {count} groups: intervals and tests rest on how these differ")
_FEW = 10


def findings(result: Evaluation) -> tuple[Finding, ...]:
    """What stands out, the most serious first."""
    found = [finding for model in result.models for finding in _of_model(result, model)]
    found += _differences(result)
    if 0 < result.clusters < _FEW:
        found.append(Finding.said(NOTE, None, _FEW_CLUSTERS, count=result.clusters))
    return tuple(sorted(found, key=lambda finding: finding.severity != WARNING))


def _of_model(result: Evaluation, model: Model) -> Iterator[Finding]:
    unit = unit_word(result.unit)
    if model.impossible:
        yield Finding.said(
            WARNING, None, _IMPOSSIBLE, name=model.name, count=model.impossible, row=model.impossible_rows[0]
        )
        return
    if model.excluding:
        yield Finding.said(WARNING, None, _EXCLUDING, name=model.name, count=model.excluding)
    if model.skill.high < 0 or (model.skill.low <= 0 and isfinite(model.skill.value)):
        yield Finding.said(
            WARNING, None, _USELESS, name=model.name, loss=model.loss.value, blind=result.uncertainty.value, unit=unit
        )
    lost = model.miscalibration
    if model.calibrated:
        yield Finding.said(NOTE, None, _CALIBRATED, name=model.name, most=lost.high, unit=unit)
        return
    won = {one.method: one for one in model.recalibrations}
    scaled = won.get("temperature")
    confidence = _MISCALIBRATED
    if scaled is not None and scaled.temperature is not None and scaled.won.low > 0:
        confidence = _OVERCONFIDENT if scaled.temperature > 1 else _UNDERCONFIDENT
    yield Finding.said(WARNING, None, confidence, name=model.name, lost=lost.value, loss=model.loss.value, unit=unit)
    best = max(won.values(), key=lambda one: one.won.low, default=None)
    if best is None or best.won.low <= 0:
        return
    if scaled is not None and scaled.won.low > 0 and scaled.won.value >= 0.8 * best.won.value:  # the simplest that does
        said = {"temperature": scaled.temperature, "won": scaled.won.value}
        yield Finding.said(NOTE, None, _TEMPERATURE, unit=unit, **said)
    elif best.method in _METHODS:
        yield Finding.said(NOTE, None, _METHODS[best.method], won=best.won.value, unit=unit)


def _differences(result: Evaluation) -> Iterator[Finding]:
    for pair in result.differences:
        if pair.tied:
            yield Finding.said(NOTE, None, _TIED, model=pair.model, other=pair.other)
        else:
            better, worse = (pair.model, pair.other) if pair.difference.value > 0 else (pair.other, pair.model)
            won = abs(pair.difference.value)
            yield Finding.said(NOTE, None, _BETTER, model=better, other=worse, won=won, unit=unit_word(result.unit))
