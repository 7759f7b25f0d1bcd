"""The evaluation of predictions: what a model costs in bits, what of it is miscalibration, and how models differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from plogp.apps.evaluation.assess import assess, uncertainty_of
from plogp.apps.evaluation.comparison import ModelDifference, compare_models
from plogp.apps.evaluation.findings import findings
from plogp.apps.evaluation.prediction_input import models_of_arrays, models_of_tables
from plogp.apps.evaluation.recalibration import Recalibration
from plogp.apps.evaluation.result import Evaluation, Model
from plogp.results.estimate import Estimate
from plogp.theory.errors import InvalidParameter
from plogp.theory.parameters import probability, whole_number
from plogp.theory.progress import progress_of
from plogp.theory.units import base_of

Part = TypeVar("Part", Model, ModelDifference, Recalibration)
_LEVEL = 0.95


def evaluate(
    data: Any = None,
    *,
    label: Any,
    probs: Any = None,
    logits: Any = None,
    by: Any = None,
    weights: Any = None,
    reference: Any = None,
    base: float = 2,
    alarm: float = 0.05,
    cv: Any = 5,
    bins: int = 15,
    seed: int = 0,
    progress: Callable[[str, int, int | None], None] | None = None,
) -> Evaluation:
    """What a classifier's predictions cost in bits, and why: uncertainty - discrimination + miscalibration.

    Parameters
    ----------
    data : path, glob, list of paths, or table, optional
        Anything that `profile` reads; then the following are names of its columns. Left out, they are arrays.
    label : str, or array of shape (n,)
        What happened: names of classes, or numbers from 0.
    probs, logits : str, sequence of str, or array of shape (n, k) or (n,)
        What was foretold, as probabilities or as logits: names of columns, or a pattern with `*` in the place of the
        name of the class. One column is of the second of two classes.
    by : str or array, optional
        Groups of rows that vary together, such as patients or documents: every interval and test allows for it.
    weights : str or array, optional
        How much each row counts.
    reference : table, array, list of tables, or mapping of names to either, optional
        Other models' predictions of the same rows, in the same form.
    base : float
        Base of the logarithm: 2 for bits.
    alarm : float
        Level of the tests of calibration, and of differences between models.
    cv : int or splitter, optional
        Folds for what recalibration wins: a number, or a splitter of scikit-learn; None leaves it out.
    bins : int
        Of the calibration errors and the reliability curve.
    seed : int
        Of the outcomes that are drawn.
    progress : callable, optional
        Called with a stage, how many rows were done since the last call, and how many there are, if known.

    Returns
    -------
    Evaluation
        Its `to_json` follows the JSON Schema that `plogp.apps.evaluation.schema()` returns.

    Raises
    ------
    NotADistribution, NotLogits, NotLabels
        A row that is none, which is named, or a label that is none of the classes.
    ShapeMismatch
        Arrays, or models, of unequal numbers of rows or of other classes.
    FileMissing, UnreadableData, EmptyData, UnknownColumn, UnusableColumn
        There is no such data.

    Notes
    -----
    The recalibrated forecast is the isotonic regression of the outcome on the forecast (CORP). Of more than two classes
    the loss is the sum of those of the dichotomies "this class, or one after it in their order" by the chain rule, and
    each is recalibrated by itself: miscalibration is what the best increasing function of each of these forecasts
    saves. What a fit gains by chance is known by drawing outcomes from the forecasts themselves, and is taken out. All
    rows are held in memory, at 8 bytes for each probability and some 60 for each row.

    References
    ----------
    Dimitriadis, Gneiting & Jordan 2021, "Stable reliability diagrams for probabilistic classifiers",
    doi:10.1073/pnas.2016191118.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> p = rng.random(2000)
    >>> happened = rng.random(2000) < p
    >>> found = evaluate(label=happened, probs=p)
    >>> found.model.calibrated
    True
    >>> loss = found.uncertainty - found.model.discrimination + found.model.miscalibration
    >>> bool(abs(loss - found.model.loss) < 1e-12)
    True
    """
    if (probs is None) == (logits is None):
        raise InvalidParameter("give probs= or logits=, what was foretold, and one of them only")
    alarm, base = probability("alarm, the level of the tests,", alarm), base_of(base)
    seed, bins = whole_number("seed", seed, 0), whole_number("bins", bins, 2, 10_000)
    foretold, are_logits = (probs, False) if logits is None else (logits, True)
    if data is None:
        name, models = models_of_arrays(label, foretold, are_logits, by, weights, reference)
    else:
        name, models = models_of_tables(
            data, label, foretold, are_logits, by, weights, reference, progress_of(progress)
        )
    first = models[0][1]
    uncertainty = uncertainty_of(first, _LEVEL)
    found = [assess(model, p, uncertainty, _LEVEL, alarm, cv, bins, seed) for model, p in models]
    differences = compare_models([(model, p.log_p) for model, p in models], first.y, first.units, _LEVEL, alarm)
    made, apart = [_in_base(model, base) for model in found], [_in_base(pair, base) for pair in differences]
    clusters = 0 if first.units.clusters is None else first.units.count
    result = Evaluation(
        name, int(first.y.size), clusters, base, _LEVEL, alarm, uncertainty.in_base(base), tuple(made), tuple(apart), ()
    )
    return replace(result, findings=findings(result))


def _in_base(part: Part, base: float) -> Part:
    """With everything that is in nats in units of the base."""
    names = {
        Model: ("loss", "possible_loss", "discrimination", "miscalibration"),
        ModelDifference: ("difference", "divergence"),
        Recalibration: ("won",),
    }[type(part)]
    changed: dict[str, Any] = {name: getattr(part, name).in_base(base) for name in names}
    unit = Estimate(1.0, 0.0, 1.0, 1.0, _LEVEL, 1, 0.0, "").in_base(base).value
    if isinstance(part, ModelDifference):
        plain = ("divergence_median", "divergence_99", "divergence_most")
        changed |= {name: getattr(part, name) * unit for name in plain}
    if isinstance(part, Model):
        changed["recalibrations"] = tuple(_in_base(one, base) for one in part.recalibrations)
        for name in ("brier", "accuracy"):
            changed[name] = replace(getattr(part, name), unit="")
    return replace(part, **changed)
