"""The same table gives the same integers, whichever library or file holds it, in whatever batches it is read."""

import itertools
from functools import cache

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from plogp.engines.counting.batches import BatchCounter, count
from plogp.engines.counting.count import count as count_where_it_lies
from plogp.engines.counting.survey import survey
from plogp.engines.sources.open_source import open_source
from plogp.engines.tally.plan import Missing
from plogp.engines.tally.tally import merged
from tables import flights, nasty, without_nan

# Ibis 12 calls DuckDB 2 by names that DuckDB warns of.
IBIS = pytest.param("ibis", marks=[pytest.mark.needs("ibis"), pytest.mark.filterwarnings("ignore::DeprecationWarning")])


TABLES = pytest.mark.parametrize(
    ("name", "missing"), [("flights", Missing.CATEGORY), ("nasty", Missing.CATEGORY), ("few", Missing.SEPARATE)]
)


@cache
def made(name: str) -> pa.Table:
    """Flights, the table of every odd value, and few rows of it, without the column of 70,000 levels."""
    if name == "flights":
        return pa.Table.from_pandas(flights().iloc[::16], preserve_index=False)
    return nasty() if name == "nasty" else nasty().slice(0, 9_000).drop_columns(["many"])


def asked(names):
    pairs = [(name, names[-1]) for name in names[:-1]]
    return pairs, [pair for pair in itertools.pairwise(names[:-1]) if "many" not in pair]


def tally(data, missing=Missing.CATEGORY, batch_rows=1 << 18):
    source = open_source(data)
    plan = survey(source, missing=missing, batch_rows=batch_rows)
    return count(source, plan, *asked(plan.names), batch_rows=batch_rows)


@cache
def expected(name: str, missing: Missing, told: bool = True) -> str:
    """Of a table that tells NaN from null, or does not."""
    return tally(made(name) if told else without_nan(made(name)), missing).digest()


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
    elif form == "polars-lazy":
        return pl.from_arrow(table).lazy()
    elif form == "polars-scan":
        pa.parquet.write_table(table, path)
        return pl.scan_parquet(path)
    elif form == "duckdb":
        return duckdb.from_arrow(table)
    elif form == "duckdb-scan":
        pa.parquet.write_table(table, path)
        return duckdb.read_parquet(path)
    elif form == "ibis":
        pa.parquet.write_table(table, path)
        import ibis

        return ibis.duckdb.connect().read_parquet(path)
    elif form == "dict":
        return dict(zip(table.column_names, table.columns, strict=True))
    elif form == "chunked":
        return pa.concat_tables([table.slice(at, 999) for at in range(0, table.num_rows, 999)])
    elif form == "files":
        paths = [f"{path}-{i}.parquet" for i in range(3)]
        third = table.num_rows // 3
        for i, part in enumerate(paths):
            pa.parquet.write_table(table.slice(i * third, third if i < 2 else None), part)
        return f"{path}-*.parquet"
    return path


@pytest.mark.parametrize(
    "form",
    [
        "parquet", "files", "csv", "csv.gz", "feather", "arrow", "pandas", "pandas-arrow", "polars", "dict", "chunked",
        "polars-lazy", "polars-scan", "duckdb", "duckdb-scan",
        IBIS,
    ],
)  # fmt: skip
@TABLES
def test_the_digest_is_the_same_from(form, name, missing, tmp_path):
    told = form not in ("csv", "csv.gz", "pandas")
    assert tally(held(form, made(name), tmp_path), missing).digest() == expected(name, missing, told)


@pytest.mark.parametrize("form", ["polars-lazy", "polars-scan", "duckdb", "duckdb-scan", IBIS])
@TABLES
def test_the_digest_is_the_same_counted_by(form, name, missing, tmp_path):
    source = open_source(held(form, made(name), tmp_path))
    plan = survey(source, missing=missing)
    tables = [(other, plan.names[-1]) for other in plan.names[:-1]]
    same = open_source(made(name))
    expected = count(same, survey(same, missing=missing), tables).digest()
    assert count_where_it_lies(source, plan, tables).digest() == expected


@pytest.mark.parametrize("batch_rows", [1_000, 65_536])
@TABLES
def test_the_digest_is_the_same_in_batches_of(batch_rows, name, missing):
    assert tally(made(name), missing, batch_rows).digest() == expected(name, missing)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1, 0, 2)])
@TABLES
def test_parts_merge_in_any_order_to_the_same(order, name, missing):
    table = made(name)
    plan = survey(open_source(table), missing=missing)
    bounds = [0, 5, table.num_rows // 3, table.num_rows // 2, table.num_rows]
    parts = []
    for i in order:
        part = BatchCounter(plan, *asked(plan.names))
        piece = table.slice(bounds[i], bounds[i + 1] - bounds[i])
        for batch in piece.to_batches():
            part.update(batch)
        parts.append(part.tally())
    assert merged(parts).digest() == expected(name, missing)
    assert merged([merged(parts[:2]), merged(parts[2:])]).digest() == expected(name, missing)


def test_a_digest_tells_tables_apart():
    rows = {"a": [0, 0, 1, 1], "b": [0, 1, 0, 1]}
    one = tally(rows)
    assert tally(rows).digest() == one.digest()
    assert tally({**rows, "b": [0, 1, 1, 1]}).digest() != one.digest()
    assert tally({**rows, "b": ["0", "1", "0", "1"]}).digest() != one.digest()
    assert tally({**rows, "b": [0, 1, 0, None]}).digest() != one.digest()
