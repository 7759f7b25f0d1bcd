"""The source of what a caller hands over: a path, a frame of any library, a dict of columns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import narwhals as nw
import pyarrow as pa
from narwhals.dependencies import is_dask_dataframe, is_into_series, is_pandas_dataframe

from plogp.engines.sources.arrow_dataset import ArrowDataset
from plogp.engines.sources.arrow_frame import Frame
from plogp.engines.sources.dask_frame import DaskFrame
from plogp.engines.sources.files import open_files
from plogp.engines.sources.lazy_frame import LazyFrame
from plogp.engines.sources.source import Source, check_distinct
from plogp.engines.sources.text.delimited import Delimited
from plogp.theory.errors import UnreadableData


def open_source(data: Any) -> Source:
    """Make a source of a path, a glob, a list of them, a frame that has an Arrow stream, or a dict of columns."""
    if hasattr(data, "batches") and hasattr(data, "label"):
        return cast("Source", data)
    if isinstance(data, str | Path):
        return open_files([data])
    if isinstance(data, list | tuple) and data and all(isinstance(item, str | Path) for item in data):
        return open_files(data)
    if isinstance(data, Delimited):
        return open_files(data.paths, data)
    if isinstance(data, Mapping | pa.Table):
        return Frame(data)
    if is_dask_dataframe(data):
        return DaskFrame(data)
    if type(data).__module__ == "pyarrow._dataset" and hasattr(data, "get_fragments"):
        return ArrowDataset(data)
    if is_into_series(data):
        raise UnreadableData("a Series is one column and no table: hand over a table, as its to_frame() makes one")
    _check_names(data)
    lazy = nw.from_native(data, pass_through=True)
    if isinstance(lazy, nw.LazyFrame):
        return LazyFrame(lazy)
    if hasattr(data, "__arrow_c_stream__"):
        return Frame(data)
    raise UnreadableData(
        f"a {type(data).__module__}.{type(data).__name__} is no table that plogp can read: give a path, or a table of "
        "pandas, Polars, PyArrow, DuckDB, Ibis, Dask or Spark"
    )


def _check_names(data: Any) -> None:
    """Of a table of pandas, whose names may be repeated, or be alike as text."""
    if is_pandas_dataframe(data):
        check_distinct([str(name) for name in data.columns], "the pandas table")
