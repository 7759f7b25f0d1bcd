"""The predictions of one or several models, from arrays or from tables of the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plogp.apps.evaluation.mean_loss import Units
from plogp.apps.evaluation.predictions import Predictions, classes_of, coded, log_probabilities, weights_of
from plogp.theory.errors import InvalidParameter, ShapeMismatch, UnusableColumn
from plogp.theory.extras import require
from plogp.theory.parameters import names_in, shown
from plogp.theory.progress import Progress

Models = list[tuple[str, Predictions]]


def models_of_arrays(
    label: Any, foretold: Any, logits: bool, by: Any, weights: Any, reference: Any
) -> tuple[str, Models]:
    """The title, and the models, the first of them the one that is evaluated."""
    if isinstance(label, str) or isinstance(foretold, str):
        raise InvalidParameter("names of columns are of a table: give it first, or give arrays")
    log_p = log_probabilities(foretold, logits=logits)
    n, k = log_p.shape
    labels, codes = coded(label, "label", n)
    y, classes = classes_of(labels, codes, None, k)
    clusters = None if by is None else coded(by, "by", n)[1]
    units = Units(n, weights_of(weights, n), _clusters(clusters))
    models = [("model", Predictions(log_p, y, classes, units))]
    for name, other in _named(reference, arrays=True):
        held = log_probabilities(other, logits=logits)
        if held.shape != log_p.shape:
            raise ShapeMismatch(
                f"{name} has the shape {held.shape}, but the model {log_p.shape}: models share their rows"
            )
        models.append((name, Predictions(held, y, classes, units)))
    return "arrays", models


def models_of_tables(
    data: Any, label: Any, foretold: Any, logits: bool, by: Any, weights: Any, reference: Any, progress: Progress
) -> tuple[str, Models]:
    """The same from tables, whose columns have the same names in each."""
    with require("tables"):
        from plogp.engines.column_arrays import read_columns
        from plogp.engines.sources.open_source import open_source
        from plogp.engines.sources.source import check_columns, column_names

    patterns = names_in("logits=" if logits else "probs=", foretold)
    by, weights = _one("by=", by), _one("weights=", weights)
    (label,) = _one("label=", label) or ("",)
    others = [*by, *weights]
    models: Models = []
    title = ""
    for name, table in [("", data), *_named(reference, arrays=False)]:
        source = open_source(table)
        check_columns(source, [label, *others, *(p for p in patterns if "*" not in p)] if not models else [label])
        columns, classes = _foretold(column_names(source), patterns, {label, *others}, source.name)
        read = [*columns, *(weights if not models else [])]
        numbers, levels = read_columns(source, read, [label, *(by if not models else [])], progress)
        log_p = log_probabilities(numbers[:, : len(columns)], logits=logits, names=columns)
        y, known = classes_of(*levels[0], classes, log_p.shape[1])
        if not models:
            title = source.label
            held = weights_of(numbers[:, -1], len(y)) if weights else None
            units = Units(len(y), held, _clusters(levels[1][1] if by else None))
            models.append((title, Predictions(log_p, y, known, units)))
            continue
        first = models[0][1]
        if known != first.classes:
            raise ShapeMismatch(f"{source.name} foretells {', '.join(known)}, but the model {', '.join(first.classes)}")
        if len(y) != len(first.y):
            raise ShapeMismatch(
                f"{source.name} has {len(y):,} rows, but the model {len(first.y):,}: models share their rows"
            )
        if (y != first.y).any():
            row = int(np.argmax(y != first.y))
            raise ShapeMismatch(
                f"the label of row {row} is {known[y[row]]!r} in {source.name}, but {known[first.y[row]]!r} beside it: "
                "models must have foretold the same rows in the same order"
            )
        models.append((name or source.label, Predictions(log_p, y, known, first.units)))
    return title, models


def _foretold(
    known: Sequence[str], patterns: Sequence[str], taken: set[str], where: str
) -> tuple[list[str], list[str]]:
    """The columns that are meant, and what stands in the place of the star: the names of the classes."""
    columns: list[str] = []
    classes: list[str] = []
    for pattern in patterns:
        before, star, after = pattern.partition("*")
        if not star or pattern in known:
            columns.append(pattern)
            classes.append(pattern)
            continue
        found = [name for name in known if fnmatchcase(name, pattern) and name not in taken]
        if not found:
            raise UnusableColumn(f"no column of {where} is meant by {pattern!r}")
        columns += found
        classes += [name[len(before) : len(name) - len(after) or None] for name in found]
    if not columns:
        raise UnusableColumn("no column with what was foretold: name them, as in 'p_*'")
    return columns, classes


def _named(reference: Any, *, arrays: bool) -> list[tuple[str, Any]]:
    """Other models by name; a table may be a mapping too, of its columns, and is one model."""
    if reference is None:
        return []
    if isinstance(reference, Mapping) and (arrays or not any(np.ndim(held) == 1 for held in reference.values())):
        return [(str(name), held) for name, held in reference.items()]
    if isinstance(reference, list | tuple) and not arrays:
        return [("", table) for table in reference]
    return [("reference" if arrays else "", reference)]


def _one(name: str, value: Any) -> tuple[str, ...]:
    names = names_in(name, value)
    if len(names) > 1:
        raise UnusableColumn(f"{name} takes the name of one column, but it is {shown(value)}")
    return names


def _clusters(codes: NDArray[np.int64] | None) -> NDArray[np.int64] | None:
    """Clusters of more than one row; if all rows are their own there are none."""
    return None if codes is None or int(codes.max()) + 1 == codes.size else codes
