"""`python -m benchmarks [BAR …] [--write]`: run the races of all bars, or of those named (such as 1 or 4a)."""

from __future__ import annotations

import argparse
import importlib
import pkgutil

import benchmarks
from benchmarks import section, table
from benchmarks.race import run


def bars() -> dict[str, str]:
    """The files bar_NUMBER_name.py beside this one, each with `races()`; a new bar is a new file."""
    names = sorted(m.name for m in pkgutil.iter_modules(benchmarks.__path__) if m.name.startswith("bar_"))
    return {name.split("_")[1]: f"benchmarks.{name}" for name in names}


def main() -> None:
    """Print the table, and write it to the documentation if asked."""
    found = bars()
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=benchmarks.__doc__)
    parser.add_argument("bar", nargs="*", help=f"of {', '.join(found)}; all of them if none is named")
    parser.add_argument("--write", action="store_true", help="also write what each bar found into docs/performance.md")
    chosen = parser.parse_args()
    unknown = [bar for bar in chosen.bar if bar not in found]
    if unknown:
        parser.error(f"no bar {unknown[0]}; there are {', '.join(found)}")
    print(table.machine(), flush=True)
    rows = []
    modules = {bar: importlib.import_module(found[bar]) for bar in chosen.bar or found}  # its peers alone must be there
    for bar, module in modules.items():
        told = []
        for race in module.races():
            told.append(table.cells(bar, run(race)))
            print(f"  {bar}: {race.case}: {told[-1][6]}", flush=True)
        rows += told
        if chosen.write:
            about = (module.__doc__ or "").splitlines()[0]
            section.write(section.DOCS / "performance.md", f"bar {bar}", table.markdown(bar, about, told))
    print(f"\n{table.plain(rows)}")


if __name__ == "__main__":
    main()
