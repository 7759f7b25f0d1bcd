"""Dask on a cluster of two workers: the same integers, also when one of them is killed at work."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip("dask.distributed", reason="Dask is not installed")

import dask
import dask.dataframe as dd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
from dask.distributed import Client, LocalCluster, get_client, get_worker

import plogp
from plogp.apps.profile import profile
from plogp.engines.counting import batches, count
from plogp.engines.counting import dask as dask_counting
from plogp.engines.counting.survey import survey
from plogp.engines.sources import dask_frame
from plogp.engines.sources.open_source import open_source
from plogp.engines.tally.plan import Missing
from tables import flights, nasty, without_nan

pytestmark = [
    pytest.mark.needs("dask"),
    pytest.mark.xdist_group("dask"),
    # Sockets and loops of the cluster that are closed when it is already gone; what pandas says to Dask.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def cluster():
    with (
        dask.config.set({"distributed.worker.daemon": True, "distributed.comm.timeouts.connect": "60s"}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", memory_limit=0) as cluster,
        Client(cluster),
    ):
        yield cluster


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    some = pa.Table.from_pandas(flights().iloc[::8], preserve_index=False)
    for name, table in (("flights", some), ("nasty", nasty())):
        (folder / name).mkdir()
        third = -(-table.num_rows // 3)
        for i in range(3):
            pa.parquet.write_table(table.slice(i * third, third), folder / name / f"{i}.parquet")
    return folder


def asked(names):
    some = [(name, names[-1]) for name in names[:-1]]
    return some, [pair for pair in zip(names, names[3:], strict=False) if pair not in some]


@pytest.mark.parametrize(
    ("name", "missing"), [("flights", Missing.CATEGORY), ("nasty", Missing.CATEGORY), ("nasty", Missing.SEPARATE)]
)
def test_the_digest_is_the_same_on_a_cluster(name, missing, folder, cluster):
    source = open_source(dd.read_parquet(folder / name))
    plan = survey(source, missing=missing)
    told = missing is Missing.CATEGORY  # the partitions are frames of pandas, whose numbers have one kind of missing
    here = open_source(str(folder / name / "*.parquet") if told else without_nan(nasty()))
    same = survey(here, missing=missing)
    assert plan == same
    assert [column.distinct for column in plan.columns] == [column.distinct for column in same.columns]
    assert (
        count.count(source, plan, *asked(plan.names)).digest() == batches.count(here, same, *asked(plan.names)).digest()
    )


def test_a_worker_killed_at_work_changes_no_digit(folder, cluster, monkeypatch):
    frame = dd.concat([dd.read_parquet(folder / "flights")] * 4)
    expected = plogp.tally([str(folder / "flights" / f"{i}.parquet") for i in (0, 1, 2)] * 4, tables=[("dest", "late")])
    victim = cluster.workers[0]
    address, pid = victim.worker_address, victim.pid
    counted = dask_counting._count

    def slowly(*rest):  # long enough to be killed while it counts
        if get_worker().address == address:
            time.sleep(20)
        return counted(*rest)

    monkeypatch.setattr(dask_counting, "_count", slowly)
    with ThreadPoolExecutor(1) as pool:
        tally = pool.submit(plogp.tally, frame, like=expected)
        client = get_client()
        while not any("_count" in str(task) or "slowly" in str(task) for task in client.processing()[address]):
            time.sleep(0.01)
        os.kill(pid, signal.SIGKILL)
        assert tally.result().digest() == expected.digest()
    assert address not in client.scheduler_info()["workers"], "it was killed and another took its place"


def test_no_rows_travel_to_make_a_plan(cluster, monkeypatch):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"x": rng.standard_normal(200_000), "far": 1e9 + rng.random(200_000)})
    source = open_source(dd.from_pandas(frame, npartitions=7))
    assert source.schema().names == ["x", "far"]
    monkeypatch.setattr(dask_frame, "_computed", None)
    plan, same = survey(source), survey(open_source(frame))
    assert plan == same
    assert [column.distinct for column in plan.columns] == [column.distinct for column in same.columns]


def test_a_frame_in_this_process_needs_no_cluster():
    frame = flights()[["carrier", "air_time", "late"]].iloc[::50]
    lazy = dd.from_pandas(frame, npartitions=5)
    with dask.config.set(scheduler="threads"):
        there = plogp.mutual_information(plogp.Table(lazy, "air_time", "late", given="carrier"))
    assert there == plogp.mutual_information(plogp.Table(frame, "air_time", "late", given="carrier"))


def test_what_columns_tell_together_is_counted_where_they_lie():
    frame = flights()[["origin", "month", "carrier", "late"]].iloc[::4]
    here = profile(frame, "late")
    with dask.config.set(scheduler="threads"):
        there = profile(dd.from_pandas(frame, npartitions=3), "late")
    assert here.second is not None
    assert (there.second, there.together) == (here.second, here.together)


def test_columns_of_python_objects_are_read_until_one_says_what_they_hold():
    days = [None] * 4 + list(pd.date_range("2024-01-01", periods=4).date)
    frame = pd.DataFrame({"day": pd.Series(days, dtype=object), "y": range(8)})
    with dask.config.set({"scheduler": "synchronous", "dataframe.convert-string": False}):
        tally = plogp.tally(dd.from_pandas(frame, npartitions=4, sort=False), tables=[("day", "y")])
    assert tally.digest() == plogp.tally(frame, tables=[("day", "y")]).digest()
