"""Parts counted anywhere merge to the same: processes, Ray, files that were kept on other days."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from functools import partial, reduce

import pyarrow as pa
import pyarrow.parquet
import pytest

import plogp
from plogp.engines.counting import batches, partitions, table_limits
from plogp.engines.counting.survey import survey
from plogp.engines.sources.open_source import open_source
from plogp.engines.tally.column_types import Kind
from plogp.engines.tally.tally import Tally, merged
from tables import flights, nasty


@pytest.fixture(scope="module", params=["flights", "nasty"])
def kept(request, tmp_path_factory):
    """The table in three files, and all tables with its last column."""
    folder = tmp_path_factory.mktemp(request.param)
    table = nasty() if request.param == "nasty" else pa.Table.from_pandas(flights().iloc[::16], preserve_index=False)
    third = -(-table.num_rows // 3)
    for i in range(3):
        pa.parquet.write_table(table.slice(i * third, third), folder / f"{i}.parquet")
    *names, last = table.column_names
    return [str(folder / f"{i}.parquet") for i in range(3)], [(name, last) for name in names]


def test_a_blank_tally_has_the_plan_and_changes_nothing(kept):
    paths, tables = kept
    blank, whole = plogp.plan(paths, tables=tables), plogp.tally(paths, tables=tables)
    assert blank.rows == 0
    assert [column.edges for column in blank.plan.columns] == [column.edges for column in whole.plan.columns]
    assert blank.merge(whole).digest() == whole.merge(blank).digest() == whole.digest()
    parts = [plogp.tally(path, like=blank) for path in paths]
    assert reduce(Tally.merge, parts, blank).digest() == whole.digest()
    assert reduce(Tally.merge, parts[::-1]).digest() == whole.digest()
    assert merged([*parts[::-1], blank]).digest() == whole.digest()


def test_processes(kept):
    paths, tables = kept
    like = plogp.plan(paths, tables=tables)
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        tallies = list(pool.map(partial(plogp.tally, like=like), paths))
    assert reduce(Tally.merge, tallies).digest() == plogp.tally(paths, tables=tables).digest()


def test_files_kept_on_other_days_and_machines(kept, tmp_path):
    paths, tables = kept
    plogp.write_tally(plogp.plan(paths, tables=tables), tmp_path / "plan.tally")
    for i, path in enumerate(paths):
        plogp.write_tally(plogp.tally(path, like=plogp.read_tally(tmp_path / "plan.tally")), tmp_path / f"{i}.tally")
    tallies = [plogp.read_tally(tmp_path / f"{i}.tally") for i in range(3)]
    assert reduce(Tally.merge, tallies).digest() == plogp.tally(paths, tables=tables).digest()


def test_a_plan_keeps_what_text_is(tmp_path):
    rows = {"day": [f"2024-01-{1 + i % 9:02d}" for i in range(90)], "y": [0, 1] * 45}
    blank = plogp.plan(rows, tables=[("day", "y")])
    assert blank.plan["day"].kind is Kind.DATE
    assert plogp.tally(rows, like=blank).axes["day"].kind is Kind.DATE


def test_an_optional_table_that_only_the_whole_is_too_large_for_is_given_up(monkeypatch):
    frame = flights()[["tailnum", "dest"]].iloc[::20]
    plan = survey(open_source(frame))
    optional = [("tailnum", "dest")]
    monkeypatch.setattr(table_limits, "TABLE_CELLS", 130_000)
    halves = [open_source(frame.iloc[:8400]), open_source(frame.iloc[8400:])]
    counted = [partitions.count_part(plan, [], optional, half.batches(plan.names)) for half in halves]
    whole = batches.count(open_source(frame), plan, [], optional)
    assert whole.given_up == (("tailnum", "dest"),)
    both = counted[0].merge(counted[1])
    assert table_limits.within_caps(both, optional).given_up == whole.given_up
    assert table_limits.within_caps(both, optional).digest() == whole.digest()


@pytest.fixture(scope="module")
def ray():
    import ray

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, configure_logging=False)
    yield ray
    ray.shutdown()


@pytest.mark.filterwarnings(
    "ignore::FutureWarning", "ignore::ResourceWarning", "ignore::DeprecationWarning",
    "ignore:os.fork:RuntimeWarning",  # by JAX, where tests before have loaded it
)  # fmt: skip
@pytest.mark.needs("ray")
@pytest.mark.xdist_group("ray")
def test_ray(kept, ray):
    paths, tables = kept
    like = ray.put(plogp.plan(paths, tables=tables))
    count = ray.remote(lambda path, like: plogp.tally(path, like=like))
    merge = ray.remote(Tally.merge)
    first, *others = [count.remote(path, like) for path in paths]
    assert ray.get(reduce(merge.remote, others, first)).digest() == plogp.tally(paths, tables=tables).digest()
