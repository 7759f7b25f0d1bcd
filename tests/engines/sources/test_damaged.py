"""Damaged files of every form, read in one process: each is an answer or a PlogpError, never a crash."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
import pytest

import plogp
from plogp.engines.tally.validity import check_tally
from plogp.theory.errors import TooManyRows, UnreadableData

FUZZER = Path(__file__).parents[3] / "fuzz" / "readers.py"


@pytest.mark.slow
def test_a_damaged_file_is_read_or_refused_by_name(tmp_path):
    done = subprocess.run([sys.executable, FUZZER, "12"], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert "UnreadableData" in done.stdout


def damage(path, old, new):
    """Change bytes of the payload, of which there must be some."""
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))


@pytest.mark.parametrize("form", ["arrow", "stream", "parquet"])
def test_text_that_is_no_text_is_refused_with_its_column(form, tmp_path):
    rows, path = pa.table({"city": ["Taipei", "Tainan"] * 50}), tmp_path / f"rows.{form.replace('stream', 'arrow')}"
    if form == "parquet":
        pa.parquet.write_table(rows, path, compression="none", write_statistics=False)
    else:
        with (pa.ipc.new_file if form == "arrow" else pa.ipc.new_stream)(path, rows.schema) as writer:
            writer.write_table(rows)
    damage(path, b"Tainan", b"Tai\xffan")
    with pytest.raises(UnreadableData, match=r"is damaged: column 'city' holds .*UTF8"):
        plogp.tally(path)


def test_a_wrong_checksum_of_a_page_is_noticed(tmp_path):
    path = tmp_path / "rows.parquet"
    values = np.arange(4096.0)
    pa.parquet.write_table(
        pa.table({"x": values}), path, compression="none", use_dictionary=False, write_page_checksum=True
    )
    damage(path, values[1000:1001].tobytes(), values[1001:1002].tobytes())
    with pytest.raises(UnreadableData, match=r"cannot be read to its end: it was cut off or is damaged \(.*CRC"):
        plogp.tally(path)


def test_the_first_version_of_feather_is_refused(tmp_path):
    (tmp_path / "rows.feather").write_bytes(b"FEA1" + bytes(100))
    with pytest.raises(UnreadableData, match="of Feather's version 1, which ended in 2020"):
        plogp.tally(tmp_path / "rows.feather")


def test_counts_near_the_largest_integer(tmp_path):
    """Half of 2^63 rows twice is one too many."""
    one = plogp.tally({"a": ["x", "y"], "b": [1, 2]}, tables=[("a", "b")])
    many = one
    for _ in range(61):
        many = many.merge(many)
    check_tally(many)
    assert many.rows == 2**62
    plogp.write_tally(many, tmp_path / "many.tally")
    assert plogp.read_tally(tmp_path / "many.tally").digest() == many.digest()
    with pytest.raises(TooManyRows, match="9,223,372,036,854,775,808 rows"):
        many.merge(many)
