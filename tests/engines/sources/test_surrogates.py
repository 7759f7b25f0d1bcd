"""Half of a surrogate pair in a name or a value is no character: every reader and every job says so."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest

import plogp

HALVES = ["a\ud800", "\udfff", "晴\udc80天"]
JOBS = {
    "profile": lambda data: plogp.profile(data, "y"),
    "rank": lambda data: plogp.rank(data, "y"),
    "compare": lambda data: plogp.compare(data, data),
    "tally": plogp.tally,
    "plan": plogp.plan,
    "Table": lambda data: plogp.entropy(plogp.Table(data, "y")),
}


def frame(columns):
    """One of objects, since pandas itself refuses such text in columns of its own string type."""
    made = pd.DataFrame({i: pd.Series(values, dtype=object) for i, values in enumerate(columns.values())})
    made.columns = pd.Index(list(columns), dtype=object)
    return made


def written(text, path):
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


def readers(name, value, path):
    """The same two columns, to each reader that takes names or values from Python, or from bytes of a file."""
    rows = {name: [value, "b"] * 20, "y": [0, 1] * 20}
    escaped = "".join(f"\\u{ord(c):04x}" for c in name), "".join(f"\\u{ord(c):04x}" for c in value)
    line = '{{"{}": "{}", "y": {}}}\n'
    return {
        "dict": rows,
        "pandas": frame(rows),
        "csv": written(f"{name},y\n" + f"{value},0\nb,1\n" * 20, path / "rows.csv"),
        "json": written(line.format(name, value, 0) * 20, path / "rows.jsonl"),
        "json escapes": written(line.format(*escaped, 0) * 20, path / "escaped.jsonl"),
    }


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("where", ["name", "value"])
def test_every_reader_says_so(half, where, tmp_path):
    name, value = (half, "a") if where == "name" else ("x", half)
    for reader, data in readers(name, value, tmp_path).items():
        with pytest.raises(plogp.PlogpError) as error:
            plogp.tally(data)
        if reader in ("dict", "pandas"):
            assert "half of a surrogate pair" in str(error.value)
            assert (repr(half) if where == "name" else "'x'") in str(error.value)
        str(error.value).encode()


@pytest.mark.parametrize("job", JOBS)
def test_every_job_says_so(job):
    for data in ({HALVES[0]: [1, 2] * 20, "y": [0, 1] * 20}, {"x": [HALVES[0], "b"] * 20, "y": [0, 1] * 20}):
        with pytest.raises(plogp.PlogpError, match="half of a surrogate pair"):
            JOBS[job](data)


def test_a_name_in_arrow_that_is_no_utf_8():
    table = pa.table([pa.array([1, 2] * 20)], names=["a\ud800".encode("utf-8", "surrogatepass")])
    with pytest.raises(plogp.PlogpError):
        plogp.tally(table)


def test_such_a_name_that_is_asked_for_is_not_there():
    with pytest.raises(plogp.PlogpError, match="no column"):
        plogp.profile({"y": [1, 2] * 9, "x": [1, 2] * 9}, HALVES[0])
