"""Spark on two local cores: the same integers, grouped by Spark itself or counted by us on its executors."""

import os
import sys

import pytest

pytest.importorskip("pyspark", reason="Spark is not installed")

import pyarrow as pa
import pyarrow.parquet
from pyspark.sql import SparkSession

import plogp
from column_types import column_types, digests
from column_types import table as with_types
from plogp.engines.counting import batches, count, group_by
from plogp.engines.counting import spark as spark_counting
from plogp.engines.counting.survey import survey
from plogp.engines.sources import spark_batches
from plogp.engines.sources.open_source import open_source
from plogp.engines.tally.column_types import Kind
from plogp.engines.tally.plan import Missing
from plogp.theory.errors import EmptyData, MissingExtra, SchemaMismatch
from tables import flights, nasty

pytestmark = [
    pytest.mark.needs("pyspark", "java"),
    pytest.mark.xdist_group("spark"),
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning",
        "ignore::pytest.PytestUnraisableExceptionWarning",
        "ignore:PySpark does not yet fully support pandas:FutureWarning",
    ),
]


@pytest.fixture(scope="module")
def spark():
    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.session.timeZone": "Asia/Taipei",  # that no zone of a session moves an instant
    }
    builder = SparkSession.builder.master("local[2]")
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    some = pa.Table.from_pandas(flights().iloc[::100], preserve_index=False)
    for name, table in (("flights", some), ("nasty", nasty())):
        pa.parquet.write_table(table, folder / f"{name}.parquet", row_group_size=30_000)
    return {name: str(folder / f"{name}.parquet") for name in ("flights", "nasty")}


def asked(names):
    return [(name, names[-1]) for name in names[:-1]]


@pytest.mark.parametrize(
    ("name", "missing"), [("flights", Missing.CATEGORY), ("nasty", Missing.CATEGORY), ("nasty", Missing.SEPARATE)]
)
def test_the_digest_is_the_same_on_spark(name, missing, spark, paths, monkeypatch):
    here = open_source(paths[name])
    plan = survey(here, missing=missing)
    expected = batches.count(here, plan, asked(plan.names)).digest()
    source = open_source(spark.read.parquet(paths[name]))
    numbers = [column for column in plan.columns if column.kind in (Kind.INTEGER, Kind.NUMBER)]
    with monkeypatch.context() as patch:
        patch.setattr(spark_batches, "stream", None)  # no rows come here
        assert list(survey(source, [column.name for column in numbers], missing=missing).columns) == numbers
    assert survey(source, missing=missing) == plan
    assert spark_counting.count(source.native(plan.names), plan, asked(plan.names)).digest() == expected
    if name == "nasty":  # twelve grouped counts; the flights would only take longer
        assert group_by.count(source, plan, asked(plan.names)).digest() == expected


def test_many_tables_are_counted_on_the_executors(spark, paths, monkeypatch):
    monkeypatch.setattr(count, "MOST_GROUPED", 0)
    monkeypatch.setattr(group_by, "count", None)
    monkeypatch.setattr(spark_counting, "TOGETHER", 2)  # of more partitions than that
    whole = open_source(paths["nasty"])
    like = plogp.plan(whole, tables=asked(whole.schema().names))
    for rows in (spark.read.parquet(paths["nasty"]).repartition(5), spark.read.parquet(paths["nasty"])):
        assert plogp.tally(rows, like=like).digest() == plogp.tally(whole, like=like).digest()
    there = plogp.mutual_information(plogp.Table(spark.read.parquet(paths["flights"]), "carrier", "late"))
    assert there == plogp.mutual_information(plogp.Table(paths["flights"], "carrier", "late"))


# What Spark does not read from Parquet, and what it holds as something else: bytes, and how many units durations are.
CANNOT = {
    "float16", "decimal256", "decimal256 of whole numbers", "run-end encoded", "uuid", "timestamp ns",
    "time32", "time64 us", "time64 ns", "interval",
}  # fmt: skip
DIFFERENCES = {"bool8", "duration us", "duration ns"}


def test_every_type_of_column_has_the_same_digest(spark, tmp_path, monkeypatch):
    monkeypatch.setattr(count, "MOST_GROUPED", -1)
    columns = with_types([name for name in column_types() if name not in CANNOT])
    pa.parquet.write_table(columns, tmp_path / "types.parquet")
    found, expected = digests(spark.read.parquet(str(tmp_path / "types.parquet"))), digests(columns)
    assert {name for name in found if found[name] != expected[name]} == DIFFERENCES


def test_errors_of_executors_are_ours(spark, monkeypatch):
    monkeypatch.setattr(count, "MOST_GROUPED", 0)
    dates = plogp.plan({"day": ["2024-01-01"] * 20})
    with pytest.raises(SchemaMismatch, match="text that does not write a date"):
        plogp.tally(spark.createDataFrame([("soon",)] * 20, "day string"), like=dates)
    with pytest.raises(EmptyData, match="no rows"):
        plogp.tally(spark.createDataFrame([], "day string"), like=dates)


def test_executors_without_plogp_are_named(spark, paths, monkeypatch):
    def elsewhere(*_):
        raise ModuleNotFoundError("No module named 'plogp'")

    monkeypatch.setattr(spark_counting, "answers", elsewhere)
    source = open_source(spark.read.parquet(paths["flights"]))
    with pytest.raises(MissingExtra, match="install it there, or ask for fewer tables"):
        spark_counting.count(source.native(["late"]), survey(open_source(paths["flights"]), ["late"]))


@pytest.mark.parametrize("there", [True, False])
def test_a_frame_is_not_computed_for_each_of_many_tables(there, spark, paths, monkeypatch):
    """Eleven grouped counts of 200 slow partitions took fifteen times as long as Spark's own count of rows."""
    grouped = []
    real, united = group_by.count, spark_counting._united

    def elsewhere(*_):
        raise MissingExtra("plogp is not installed where Spark's executors run")

    monkeypatch.setattr(spark_counting, "_united", united if there else elsewhere)
    monkeypatch.setattr(group_by, "count", lambda *args, **rest: grouped.append(args[2]) or real(*args, **rest))
    whole = open_source(paths["nasty"])
    names = whole.schema().names
    like, few = plogp.plan(whole, tables=asked(names)), plogp.plan(whole, columns=names[:2], tables=[names[:2]])
    assert len(names) > count.MOST_JOBS
    for plan, by_spark in ((few, True), (like, not there)):
        grouped.clear()
        rows = spark.read.parquet(paths["nasty"])
        assert plogp.tally(rows, like=plan).digest() == plogp.tally(whole, like=plan).digest()
        assert bool(grouped) == by_spark


def test_the_plan_is_made_here_where_executors_have_no_plogp(spark, monkeypatch):
    def elsewhere(*_):
        raise MissingExtra("plogp is not installed where Spark's executors run")

    monkeypatch.setattr(spark_counting, "_united", elsewhere)
    plan = survey(open_source(spark.range(1000)), ["id"])
    assert plan == survey(open_source({"id": list(range(1000))}), ["id"])
