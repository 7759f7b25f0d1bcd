"""What an evaluation holds, and its JSON."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any

from plogp.apps.evaluation.calibration_error import Bin
from plogp.apps.evaluation.comparison import ModelDifference
from plogp.apps.evaluation.recalibration import Recalibration
from plogp.report.report import Report
from plogp.results.document import Document, schema_in
from plogp.results.estimate import Estimate, unit_of
from plogp.results.finding import Finding
from plogp.results.html_table import html_table


@dataclass(frozen=True)
class ClassEvaluation(Document):
    """One class against all others.

    Attributes
    ----------
    name : str
        Of the class.
    share, forecast : float
        How often it happened, and its mean forecast.
    ece : float
        The calibration error in bins of equal weight, chance taken out.
    """

    name: str
    share: float
    forecast: float
    ece: float


@dataclass(frozen=True)
class Model(Document):
    """What one model costs, and why: loss = uncertainty - discrimination + miscalibration.

    Attributes
    ----------
    name : str
        Of the file, or of the model beside it.
    loss : Estimate
        The mean log loss; inf if it said of anything that happened that it could not.
    possible_loss : Estimate
        The same of the rows whose outcome it held possible.
    discrimination, miscalibration : Estimate
        What its forecasts know of the outcome, once recalibrated; and what is lost as they are not calibrated. What an
        isotonic fit gains by chance is taken out of both, so that miscalibration may be below zero.
    p_value : float
        The probability of as much miscalibration if the model is calibrated.
    calibrated : bool
        Whether that is above the level of alarm.
    replicates : int
        How many outcomes were drawn from the model's own forecasts for it.
    skill : Estimate
        The share of the uncertainty that the model saves, 1 - loss / uncertainty.
    impossible : int
        How many rows had an outcome of the probability zero.
    impossible_rows : tuple of int
        The first of these, counted from 0.
    excluding : int
        How many rows exclude some class: one of them that happens makes the loss infinite.
    brier, accuracy : Estimate
        Brier score (of two classes half the sum over both, as is usual), and how often the most probable class
        happened.
    smooth_ece, ece, ece_plain, classwise_ece : float
        Smooth calibration error; that in bins of equal weight with chance taken out, and as it stands; and the mean
        over the classes. Of two classes the forecast is that of the second, of more it is the largest of a row.
    curve : tuple of Bin
        The reliability curve.
    classes : tuple of ClassEvaluation
        Each class against the others.
    recalibrations : tuple of Recalibration
        What would be won.
    """

    name: str
    loss: Estimate
    possible_loss: Estimate
    discrimination: Estimate
    miscalibration: Estimate
    p_value: float
    calibrated: bool
    replicates: int
    skill: Estimate
    impossible: int
    impossible_rows: tuple[int, ...]
    excluding: int
    brier: Estimate
    accuracy: Estimate
    smooth_ece: float
    ece: float
    ece_plain: float
    classwise_ece: float
    curve: tuple[Bin, ...]
    classes: tuple[ClassEvaluation, ...]
    recalibrations: tuple[Recalibration, ...]


@dataclass(frozen=True, repr=False)
class Evaluation(Report):
    """What models cost in bits on the same rows, the first of them the one that is evaluated.

    Attributes
    ----------
    data : str
        What was read.
    rows : int
        How many rows.
    clusters : int
        How many clusters of rows vary by themselves; none where every row does.
    base, level, alarm : float
        Base of the logarithm, level of all intervals, and of the tests.
    uncertainty : Estimate
        The entropy of the classes: what is lost by who knows nothing but how often each happens.
    models : tuple of Model
        Each model.
    differences : tuple of ModelDifference
        Every pair of models.
    findings : tuple of Finding
        What stands out, the most serious first.
    """

    data: str
    rows: int
    clusters: int
    base: float
    level: float
    alarm: float
    uncertainty: Estimate
    models: tuple[Model, ...]
    differences: tuple[ModelDifference, ...]
    findings: tuple[Finding, ...]

    @property
    def entries(self) -> tuple[Model, ...]:
        """The models."""
        return self.models

    @property
    def model(self) -> Model:
        """The one that is evaluated."""
        return self.models[0]

    @property
    def unit(self) -> str:
        """Of the losses."""
        return unit_of(self.base)

    def _repr_html_(self) -> str:
        """For notebooks: what each model costs, and what stands out."""
        head = ["", *(model.name for model in self.models)]
        rows = [
            [f"{name} ({self.unit})", *(getattr(model, name).value for model in self.models)]
            for name in ("loss", "discrimination", "miscalibration")
        ]
        rows.append(["p, calibrated", *(model.p_value for model in self.models)])
        return html_table(head, rows) + html_table(["what stands out"], [[f.text] for f in self.findings])

    def to_dict(self) -> dict[str, Any]:
        """What is infinite, or no number, is None: JSON has neither."""
        found: dict[str, Any] = finite(super().to_dict())
        return found


def finite(value: Any) -> Any:
    """With None for every number that is infinite, or none."""
    if isinstance(value, dict):
        return {name: finite(one) for name, one in value.items()}
    if isinstance(value, list):
        return [finite(one) for one in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def schema() -> dict[str, Any]:
    """The JSON Schema of an evaluation."""
    return schema_in("plogp.apps.evaluation", "evaluation.schema.json")
