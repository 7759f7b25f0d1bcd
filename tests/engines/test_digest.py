"""The same table gives the same integers, whichever library or file holds it, in whatever batches it is read."""

import itertools
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.feather
import pyarrow.parquet
import pytest

from flights import flights
from plogp.engines.batches import count
from plogp.engines.source import open_source
from plogp.engines.survey import survey

NAN, INF = float("nan"), float("inf")


def nasty() -> pa.Table:
    """Every kind of value that has been counted wrongly somewhere, beside a column of 70,000 levels."""
    n = 80_000
    rng = np.random.default_rng(5)
    some = rng.integers(0, 7, n)
    start = datetime(1999, 12, 31, 23, 59, tzinfo=UTC)

    def column(values, type_=None):
        return pa.array([values[i] for i in some], type_)

    return pa.table(
        {
            "nan_and_null": column([None, NAN, 0.0, -0.0, INF, -INF, 1.5], pa.float64()),
            "binned": pa.array(np.where(some == 3, np.nan, rng.standard_normal(n) * 1e3)),
            "infinite": pa.array(np.where(some == 3, np.inf, np.where(some == 4, -np.inf, rng.standard_normal(n)))),
            "integer": column([None, -1, 0, 1, 2**53, -(2**53), 7], pa.int64()),
            "text": column(["", None, "é", "e\u0301", "臺灣", 'a,b\n"c"', "NA"]),
            "bool": column([True, False, None, True, False, True, False]),
            "date": column([date(1970, 1, 1), None, date(2024, 2, 29), *[date(1960, 6, d) for d in range(1, 5)]]),
            "instant": pa.array([start + timedelta(minutes=37 * int(i)) for i in rng.integers(0, 9000, n)]),
            "decimal": column([Decimal("1.10"), Decimal("-0.00"), None, *[Decimal(i) for i in range(4)]]),
            "category": column(["x", "y", None, "z", "x", "y", "z"]).dictionary_encode(),
            "one": pa.array(["same"] * n),
            "many": pa.array([f"k{i}" for i in rng.permutation(np.arange(n) % 70_000)]),
            "target": pa.array((some % 2).astype(np.int8)),
        }
    )


@cache
def made(name: str) -> pa.Table:
    return pa.Table.from_pandas(flights(), preserve_index=False) if name == "flights" else nasty()


def tables(names):
    target = names[-1]
    pairs = [(name, target) for name in names[:-1]]
    return pairs, [pair for pair in itertools.combinations(names[:-1], 2) if "many" not in pair]


def tally(data, batch_rows=1 << 18):
    source = open_source(data)
    plan = survey(source, batch_rows=batch_rows)
    return count(source, plan, *tables(plan.names), batch_rows=batch_rows)


@cache
def expected(name: str) -> str:
    return tally(made(name)).digest()


def held(form: str, table: pa.Table, folder):
    path = str(folder / f"table.{form}")
    if form == "parquet":
        pa.parquet.write_table(table, path, row_group_size=30_000)
    elif form in ("csv", "csv.gz"):
        at = table.column_names.index("category") if "category" in table.column_names else None
        plain = table if at is None else table.set_column(at, "category", table["category"].cast(pa.string()))
        with pa.output_stream(path, compression="gzip" if form.endswith("gz") else None) as file:
            pa.csv.write_csv(plain, file)
    elif form == "feather":
        pa.feather.write_feather(table, path)
    elif form == "arrow":
        with pa.OSFile(path, "wb") as file, pa.ipc.new_stream(file, table.schema) as writer:
            writer.write_table(table, max_chunksize=7000)
    elif form == "pandas":
        return table.to_pandas()
    elif form == "pandas-arrow":
        return table.to_pandas(types_mapper=pd.ArrowDtype)
    elif form == "polars":
        return pl.from_arrow(table)
    elif form == "dict":
        return dict(zip(table.column_names, table.columns, strict=True))
    elif form == "chunked":
        return pa.concat_tables([table.slice(at, 999) for at in range(0, table.num_rows, 999)])
    return path


FORMS = ["parquet", "csv", "csv.gz", "feather", "arrow", "pandas", "pandas-arrow", "polars", "dict", "chunked"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["flights", "nasty"])
def test_the_digest_is_the_same_from(form, name, tmp_path):
    assert tally(held(form, made(name), tmp_path)).digest() == expected(name)
