"""The log-probabilities of tokens summed by document while they are read, whatever their number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plogp.apps.evaluation.mean_loss import ratio_of_sums
from plogp.results.estimate import Estimate
from plogp.theory.errors import NotADistribution, NotCounts, ShapeMismatch
from plogp.theory.extras import require
from plogp.theory.progress import Progress
from plogp.typing import Floats

LEVEL = 0.95


@dataclass(frozen=True, eq=False)
class TokenSums:
    """The sums of each document, in the order in which they came first; of each token where there are none."""

    name: str
    documents: tuple[Any, ...] | None
    losses: Floats
    tokens: Floats
    bytes: Floats | None
    impossible: int

    def ratio(self, sums: Floats, sizes: Floats, rows: int, level: float = LEVEL) -> Estimate:
        """Of all sums to all sizes."""
        return ratio_of_sums(sums, sizes, level, rows, "ratio", together=self.documents is not None)


def read_tokens(data: Any, names: list[str | None], progress: Progress) -> TokenSums:
    """Of a table, by the names of its columns of log-probabilities, bytes and documents; the last two may be none."""
    with require("tables"):
        from plogp.engines.column_arrays import read_batches
        from plogp.engines.sources.source import check_columns
        from plogp.engines.sources.token_records import open_tokens
    log_q, size, by = names
    source = open_tokens(data)
    numbers = [name for name in (log_q, size) if name is not None]
    check_columns(source, [*numbers, *([by] if by is not None else [])])
    places: dict[Any, int] = {}
    parts: list[NDArray[np.float64]] = []
    sums = np.zeros((0, 3))
    impossible = rows = 0
    for table, levels in read_batches(source, numbers, [] if by is None else [by], progress):
        _check(table, numbers, rows, source.name)
        rows += len(table)
        impossible += int(np.isneginf(table[:, 0]).sum())
        table[:, 0] = 0.0 - table[:, 0]
        if by is None:
            parts.append(table)
            continue
        values, codes = levels[0]
        at = np.array([places.setdefault(value, len(places)) for value in values], np.int64)[codes]
        sums = np.concatenate([sums, np.zeros((len(places) - len(sums), 3))])
        sums[:, 0] += np.bincount(at, table[:, 0], len(places))
        sums[:, 1] += np.bincount(at, minlength=len(places))
        if size is not None:
            sums[:, 2] += np.bincount(at, table[:, 1], len(places))
    if by is None:
        table = np.concatenate(parts)
        sums = np.stack([table[:, 0], np.ones(len(table)), table[:, -1]], axis=1)
    bytes_ = None if size is None else sums[:, 2]
    return TokenSums(source.label, None if by is None else tuple(places), sums[:, 0], sums[:, 1], bytes_, impossible)


def _check(table: Floats, names: list[str], before: int, where: str) -> None:
    bad = ~(table[:, 0] <= 0)
    if bad.any():
        row = int(np.argmax(bad))
        value = table[row, 0]
        said = "is missing" if np.isnan(value) else f"is {value:g}, above 0: it is the logarithm of no probability"
        raise NotADistribution(f"{names[0]!r} of row {before + row} of {where} {said}")
    if table.shape[1] > 1:
        bad = ~((table[:, 1] >= 0) & (table[:, 1] < inf) & (table[:, 1] == np.floor(table[:, 1])))
        if bad.any():
            row = int(np.argmax(bad))
            value = table[row, 1]
            said = "is missing" if np.isnan(value) else f"is {value:g}, which is no number of bytes"
            raise NotCounts(f"{names[1]!r} of row {before + row} of {where} {said}")


def check_documents(a: TokenSums, b: TokenSums) -> None:
    """Raise unless both are of the same texts."""
    if a.documents is None or b.documents is None:
        if a.losses.size != b.losses.size:
            raise ShapeMismatch(
                f"{b.name} has {b.losses.size:,} tokens, but {a.name} {a.losses.size:,}: say by= which document each "
                "is of, to compare models of different tokenizers"
            )
        return
    lacking = [(x, y, d) for x, y in ((a, b), (b, a)) for d in x.documents or () if d not in {*(y.documents or ())}]
    if lacking:
        has, lacks, document = lacking[0]
        raise ShapeMismatch(f"document {document!r} of {has.name} is not in {lacks.name}: models share their documents")
    if a.bytes is not None and b.bytes is not None:
        differ = np.flatnonzero(a.bytes != aligned(a, b).bytes)
        if differ.size:
            raise ShapeMismatch(
                f"document {a.documents[differ[0]]!r} has {a.bytes[differ[0]]:,.0f} bytes in {a.name}, but not in "
                f"{b.name}: models share their texts, whole"
            )


def aligned(a: TokenSums, b: TokenSums) -> TokenSums:
    """The sums of b in the order of a's documents."""
    if a.documents is None or a.documents == b.documents:
        return b
    place = {document: i for i, document in enumerate(b.documents or ())}
    order = np.array([place[document] for document in a.documents])
    size = None if b.bytes is None else b.bytes[order]
    return replace(b, documents=a.documents, losses=b.losses[order], tokens=b.tokens[order], bytes=size)
