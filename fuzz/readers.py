"""Tables and tallies in every form, damaged and read or refused, nothing else. Usage: readers.py N [SEED]."""

import gzip
import hashlib
import io
import json
import resource
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

import plogp
from plogp import PlogpError
from plogp.engines.tally import file_format

RESEALED = {"sealed.tally", "crafted.tally"}
MEMORY = 6 << 30  # so that a length that is damaged ends in a MemoryError and not in a crowded machine


def table(rows: int = 300) -> pa.Table:
    """Columns of many kinds, with missing values and a target."""
    rng = np.random.default_rng(0)
    return pa.table(
        {
            "whole": rng.integers(0, 9, rows),
            "real": rng.normal(size=rows),
            "gaps": pa.array(rng.integers(0, 400, rows), mask=rng.random(rows) < 0.2),
            "text": rng.choice(["a", "bé", "台北", "d" * 40, ""], rows),
            "coded": pa.array(rng.choice(["x", "y", "z"], rows)).dictionary_encode(),
            "flag": rng.random(rows) < 0.4,
            "day": pa.array(rng.integers(0, 90, rows), pa.int32()).cast(pa.date32()),
            "moment": pa.array(rng.integers(0, 10**15, rows)).cast(pa.timestamp("us")),
            "y": rng.integers(0, 2, rows),
        }
    )


def written(write: Callable[[io.BytesIO], object]) -> bytes:
    """What a function writes to a file."""
    sink = io.BytesIO()
    write(sink)
    return sink.getvalue()


def ipc(make: Callable[..., Any], rows: pa.Table, compression: str | None = None) -> bytes:
    """An Arrow file or stream of several batches."""
    options = pa.ipc.IpcWriteOptions(compression=compression)
    sink = io.BytesIO()
    with make(sink, rows.schema, options=options) as writer:
        writer.write_table(rows, max_chunksize=120)
    return sink.getvalue()


def forms() -> dict[str, bytes]:
    """A file of each form, by its name."""
    rows = table()
    csv = written(lambda sink: pa.csv.write_csv(rows, sink))
    lines = rows.to_pandas().to_json(orient="records", lines=True, date_format="iso").encode()
    tally = file_format.sealed(plogp.tally(rows, tables=[("whole", "y"), ("text", "flag", "y")]))
    return {
        "rows.csv": csv,
        "rows.tsv": csv.replace(b",", b"\t"),
        "rows.csv.gz": gzip.compress(csv),
        "rows.csv.zst": pa.compress(csv, "zstd", asbytes=True),
        "rows.jsonl": lines,
        "rows.jsonl.gz": gzip.compress(lines),
        "rows.parquet": written(
            lambda sink: pa.parquet.write_table(rows, sink, compression="zstd", row_group_size=120)
        ),
        "plain.parquet": written(
            lambda sink: pa.parquet.write_table(rows, sink, compression="none", use_dictionary=False)
        ),
        "checked.parquet": written(lambda sink: pa.parquet.write_table(rows, sink, write_page_checksum=True)),
        "rows.arrow": ipc(pa.ipc.new_file, rows),
        "stream.arrow": ipc(pa.ipc.new_stream, rows),
        "rows.feather": ipc(pa.ipc.new_file, rows, "lz4"),
        "zstd.feather": ipc(pa.ipc.new_file, rows, "zstd"),
        "rows.tally": tally,
        "sealed.tally": tally,
        "crafted.tally": tally,
    }


def damaged(rng: np.random.Generator, content: bytes) -> bytes:
    """One of six kinds of damage."""
    changed, kind, at = bytearray(content), rng.integers(6), int(rng.integers(len(content)))
    if kind == 0:
        changed[at] ^= 1 << int(rng.integers(8))
    elif kind == 1:
        for place in rng.integers(len(content), size=rng.integers(1, 20)):
            changed[place] = int(rng.choice([0, 1, 127, 128, 255, rng.integers(256)]))
    elif kind == 2:
        del changed[at:]
    elif kind == 3:
        changed[at : at + int(rng.integers(1, 60))] = rng.bytes(int(rng.integers(1, 60)))
    elif kind == 4:
        start = int(rng.integers(len(content)))
        changed[at:at] = content[start : start + int(rng.integers(1, 400))]
    else:
        changed[at : at + 8] = int(rng.choice([0, 1, 2**31 - 1, 2**31, 2**62, 2**63 - 1])).to_bytes(8, "little")
    return bytes(changed)


def resealed(content: bytes) -> bytes:
    """A tally whose seal is right whatever it seals."""
    body = content.partition(b"\n")[2]
    return file_format.MAGIC + f"1 {hashlib.sha256(body).hexdigest()}\n".encode() + body


ODD = [
    None,
    -3,
    -1,
    0,
    1,
    2,
    2**31,
    2**62,
    2**63 - 1,
    2**63,
    -(2**63),
    1.5,
    float("nan"),
    "",
    "string",
    "drop",
    "\ud800",
    [],
    {},
]


def crafted(rng: np.random.Generator, content: bytes) -> bytes:
    """A tally that is right in all but one thing, in its head or in one of its columns."""
    with pa.ipc.open_stream(content.partition(b"\n")[2]) as reader:
        batch = reader.read_next_batch()
    head = json.loads(batch.schema.metadata[b"plogp"])
    columns = {name: batch.column(name).to_pylist()[0] for name in batch.schema.names}
    types = {field.name: field.type for field in batch.schema}
    change(rng, head if rng.integers(2) else columns)
    rows = {}
    for name, values in columns.items():
        values = values if isinstance(values, list) else [values]
        try:
            rows[name] = pa.array([values], types.get(name))
        except (pa.ArrowException, TypeError, ValueError, OverflowError):
            rows[name] = pa.array([list(map(repr, values))])
    schema = pa.schema([(name, row.type) for name, row in rows.items()], {"plogp": json.dumps(head)})
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, schema) as writer:
        writer.write_batch(pa.record_batch(list(rows.values()), schema=schema))
    return b"\n" + sink.getvalue()


def change(rng: np.random.Generator, value: Any) -> None:
    """One place within a dict or a list: left out, repeated, moved or made odd."""
    places = list(value) if isinstance(value, dict) else list(range(len(value)))
    if not places:
        return
    at = places[rng.integers(len(places))]
    if isinstance(value[at], (dict, list)) and value[at] and rng.random() < 0.8:
        change(rng, value[at])
    elif rng.random() < 0.2:
        del value[at]
    elif isinstance(value, list) and rng.random() < 0.3:
        value.insert(int(rng.integers(len(value))), value[at])
    else:
        value[at] = ODD[rng.integers(len(ODD))]


def use(path: Path) -> None:
    """Read all of it, as the commands do."""
    if path.suffix == ".tally":
        tally = plogp.read_tally(path)
        tally.merge(tally).digest()
        plogp.compare(path, path)
    else:
        plogp.tally(path, tables=[("text", "y"), ("whole", "coded")])


def main() -> None:
    """Count what became of each file; whatever is no PlogpError stops it, and a crash leaves its file where it is."""
    many = int(sys.argv[1])
    rng = np.random.default_rng(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    fates: Counter[str] = Counter()
    start = time.monotonic()
    with TemporaryDirectory() as folder:
        for name, content in forms().items():
            path = Path(folder, name)
            for _ in range(many):
                damage = (crafted if name == "crafted.tally" else damaged)(rng, content)
                path.write_bytes(resealed(damage) if name in RESEALED else damage)
                try:
                    use(path)
                    fates["read"] += 1
                except PlogpError as error:
                    fates[type(error).__name__] += 1
                except BaseException:
                    kept = Path(f"crashed-{name}")
                    kept.write_bytes(path.read_bytes())
                    print(f"{kept}: neither read nor refused", file=sys.stderr)
                    raise
    print(f"{fates.total()} files in {time.monotonic() - start:.0f} s: {dict(fates)}")


if __name__ == "__main__":
    main()
