"""Files that are opened: the bytes of compress, any range, pipes, bounded memory, nothing false after a failure."""

import io
import random
import subprocess
import sys

import numpy as np
import pytest

from plogp.apps import coding
from plogp.apps.coding import CorruptFile, HuffmanCode, RangeANS, compress, decompress
from plogp.theory.errors import InvalidParameter


def content(size):
    return np.random.default_rng(size).geometric(0.1, size=size).astype(np.uint8).tobytes()


@pytest.mark.parametrize("code", [HuffmanCode, RangeANS])
@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 23) - 1, 1 << 23, (1 << 23) + 1, 20_000_000])
def test_writing_piece_by_piece_gives_the_bytes_of_compress(tmp_path, code, size):
    data = content(size)
    pieces = random.Random(size)
    with coding.open(tmp_path / "a.plp", "wb", code=code) as file:
        at = 0
        while at < size:
            step = pieces.choice([1, 1000, 1 << 16, 1 << 22, 1 << 24])
            assert file.write(data[at : at + step]) == len(data[at : at + step])
            at += step
        assert file.tell() == size
    assert (tmp_path / "a.plp").read_bytes() == compress(data, code=code)
    with coding.open(tmp_path / "a.plp") as file:
        assert file.read() == data


def test_any_range_is_read(tmp_path):
    data = content(3_000_000)
    (tmp_path / "a.plp").write_bytes(compress(data, block_size=1 << 15))
    places = random.Random(0)
    with coding.open(tmp_path / "a.plp") as file:
        assert file.seek(0, io.SEEK_END) == len(data)
        assert file.read(5) == b""
        for _ in range(200):
            at, size = places.randrange(len(data) + 10), places.choice([0, 1, 100, 40_000, 200_000])
            assert file.seek(at) == at
            assert file.read(size) == data[at : at + size]
            assert file.tell() == max(at, min(at + size, len(data)))


def test_a_range_is_read_beside_a_damaged_block(tmp_path):
    data = content(1 << 20)
    coded = bytearray(compress(data, block_size=1 << 15))
    coded[len(coded) // 2] ^= 1
    (tmp_path / "a.plp").write_bytes(coded)
    with coding.open(tmp_path / "a.plp") as file:
        assert file.read(1 << 15) == data[: 1 << 15]
        file.seek((1 << 20) - 100)
        assert file.read() == data[-100:]
        file.seek(0)
        with pytest.raises(CorruptFile, match="block"):
            file.read()


@pytest.mark.slow
def test_a_pipe_is_read_from_start_to_end():
    data = content(30_000_000)
    command = [sys.executable, "-c", "import sys; from plogp.apps import coding; "
               "sys.stdout.buffer.write(coding.open(sys.stdin.buffer).read())"]  # fmt: skip
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
        out, _ = reader.communicate(compress(data, code=RangeANS))
    assert out == data
    assert reader.returncode == 0


def test_an_exception_leaves_no_complete_file(tmp_path):
    def write_half():
        with coding.open(tmp_path / "a.plp", "wb") as file:
            file.write(b"half of it")
            raise KeyError

    with pytest.raises(KeyError):
        write_half()
    with pytest.raises(CorruptFile, match="truncated"):
        decompress((tmp_path / "a.plp").read_bytes())


def test_modes(tmp_path):
    (tmp_path / "there").write_bytes(b"")
    with pytest.raises(FileExistsError):
        coding.open(tmp_path / "there", "xb")
    with pytest.raises(InvalidParameter, match="mode"):
        coding.open(tmp_path / "there", "r+")
    with pytest.raises(CorruptFile, match="not a plogp file"):
        coding.open(tmp_path / "there")
    below = io.BytesIO()
    with coding.open(below, "wb") as file:
        file.write(b"abc")
    assert not below.closed
    with pytest.raises(ValueError, match="closed"):
        file.write(b"more")


STREAMED = r"""
import re, sys
from plogp.apps import coding
size, code, path = int(sys.argv[1]), getattr(coding, sys.argv[2]), sys.argv[3]
with open(path, "rb") as plain, coding.open(path + ".plp", "wb", code=code) as file:
    while piece := plain.read(1 << 20):
        file.write(piece)
length = zeros = 0
with coding.open(path + ".plp") as file:
    while piece := file.read(1 << 20):
        length += len(piece)
        zeros += piece.count(0)
peak = re.search(r"VmHWM:\s+(\d+) kB", open("/proc/self/status").read())  # ru_maxrss would count the parent's
print(length, zeros, int(peak[1]) // 1024)
"""


@pytest.mark.parametrize("code", ["HuffmanCode", "RangeANS"])
def test_memory_does_not_grow_with_the_file(tmp_path, code):
    size = 1 << 27
    with open(tmp_path / "sparse", "wb") as file:
        file.truncate(size)
        for at in range(0, size - 100_000, size // 10):
            file.seek(at)
            file.write(content(100_000))
    command = [sys.executable, "-c", STREAMED, str(size), code, str(tmp_path / "sparse")]
    length, counted, megabytes = map(
        int, subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    )
    assert (length, counted) == (size, size - 10 * 100_000)  # the content drawn above has no zero
    assert megabytes < 100
