"""`plogp compress` and `plogp entropy` as a shell sees them: habits of gzip, no loss when killed."""

import contextlib
import hashlib
import json
import os
import random
import signal
import stat
import subprocess
import time

import numpy as np
import pytest

from command_line import MAIN, as_process, typed
from plogp.apps.coding import compress, decompress


def plogp(*arguments, stdin=b"", cwd="."):
    """What the command does within this process, as of a process."""
    with contextlib.chdir(cwd):
        done = typed(*arguments, input=stdin)
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout_bytes, done.stderr_bytes)


def content(size=100_000):
    return np.random.default_rng(size).geometric(0.1, size=size).astype(np.uint8).tobytes()


@pytest.fixture
def plain(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_bytes(content())
    os.chmod(path, 0o640)
    os.utime(path, ns=(10**18, 10**18 + 7000))
    return path


def names(path):
    return sorted(entry.name for entry in path.parent.iterdir())


@pytest.mark.parametrize("code", ["huffman", "ans"])
def test_there_and_back_with_mode_and_time(plain, code):
    done = plogp("compress", plain, "--code", code)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert names(plain) == ["notes.txt.plp"]
    coded = plain.with_name("notes.txt.plp")
    assert decompress(coded.read_bytes()) == content()
    assert plogp("compress", "-d", coded).returncode == 0
    assert names(plain) == ["notes.txt"]
    assert plain.read_bytes() == content()
    status = plain.stat()
    assert (stat.S_IMODE(status.st_mode), status.st_mtime_ns) == (0o640, 10**18 + 7000)


def test_pipes(plain):
    coded = as_process("compress", input=content())
    assert decompress(coded.stdout) == content()
    assert as_process("compress", "-d", "-", input=coded.stdout).stdout == content()
    assert plogp("compress", "-c", plain).stdout == coded.stdout
    assert names(plain) == ["notes.txt"]
    assert plogp("compress", "-o", plain.with_name("piped.plp"), stdin=content()).returncode == 0
    assert plain.with_name("piped.plp").read_bytes() == coded.stdout


def test_keep_and_output(plain):
    assert plogp("compress", "-k", plain).returncode == 0
    assert names(plain) == ["notes.txt", "notes.txt.plp"]
    other = plain.with_name("other")
    assert plogp("compress", "-d", plain.with_name("notes.txt.plp"), "-o", other).returncode == 0
    assert other.read_bytes() == content()
    assert names(plain) == ["notes.txt", "notes.txt.plp", "other"]


def test_a_device_is_written_to_and_not_replaced(plain):
    assert plogp("compress", plain, "-o", "/dev/null").returncode == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_nothing_is_overwritten_unless_asked(plain):
    there = plain.with_name("notes.txt.plp")
    there.write_bytes(b"precious")
    done = plogp("compress", plain)
    assert done.returncode == 1
    assert b"already there: -f to overwrite" in done.stderr
    assert (there.read_bytes(), plain.read_bytes()) == (b"precious", content())
    assert names(plain) == ["notes.txt", "notes.txt.plp"]
    assert plogp("compress", "-f", plain).returncode == 0
    assert decompress(there.read_bytes()) == content()


def test_several_files_one_of_them_bad(plain):
    bad = plain.with_name("bad.plp")
    bad.write_bytes(compress(content())[:-1])
    good = plain.with_name("good.plp")
    good.write_bytes(compress(content()))
    done = plogp("compress", "-t", bad, good, plain.with_name("missing"))
    assert done.returncode == 1
    assert done.stdout.endswith(b"good.plp: whole, 100,000 bytes\n")
    assert b"bad.plp: the file is truncated" in done.stderr
    assert b"missing" in done.stderr
    done = plogp("compress", "-d", bad, good)
    assert done.returncode == 1
    assert names(plain) == ["bad.plp", "good", "notes.txt"]


def test_what_makes_no_sense_is_refused(plain):
    (plain.parent / "folder").mkdir()
    (plain.parent / "link").symlink_to(plain)
    for arguments, reason in [
        (["-d", plain], b"does not end in .plp"),
        ([plain.parent / "folder"], b"it is a directory"),
        ([plain.parent / "link"], b"symbolic link"),
        ([plain.parent / "missing"], b"there is no such file"),
        ([plain, plain, "-o", "x"], b"-o names the one file"),
        ([plain, plain, "-c"], b"name one file"),
        ([plain, "-o", plain.parent / "folder"], b"is a directory"),
    ]:
        done = plogp("compress", *arguments)
        assert done.returncode == 1
        assert reason in done.stderr
        assert b"Traceback" not in done.stderr
    plain.rename(plain.with_name("notes.plp"))
    assert b"already" in plogp("compress", plain.with_name("notes.plp")).stderr


def test_list(plain):
    plogp("compress", "-k", plain)
    lines = plogp("compress", "-l", "notes.txt.plp", cwd=plain.parent).stdout.decode().splitlines()
    assert lines[0].split() == ["compressed", "content", "bit/byte", "blocks"]
    size = plain.with_name("notes.txt.plp").stat().st_size
    assert lines[1].split() == [f"{size:,}", "100,000", f"{8 * size / 100_000:.3f}", "1", "huffman", "notes.txt.plp"]


@pytest.mark.parametrize("arguments", [["-f"], ["-k"], ["-d", "-f"]])
def test_killed_at_any_moment_nothing_is_lost(tmp_path, arguments):
    data = content(3_000_000)
    start, end = tmp_path / "a.txt", tmp_path / "a.txt.plp"
    whole = compress(data)
    if "-d" in arguments:
        start, end, data, whole = end, start, whole, data
    digests = {hashlib.sha256(data).digest(), hashlib.sha256(whole).digest()}
    moments = random.Random(len(arguments))
    killed = 0
    start.write_bytes(data)
    began = time.monotonic()
    assert as_process("compress", *arguments, start).returncode == 0
    longest = time.monotonic() - began
    while killed < 2:
        for path in tmp_path.iterdir():
            path.unlink()
        start.write_bytes(data)
        with subprocess.Popen([*MAIN, "compress", *arguments, str(start)], stderr=subprocess.DEVNULL) as running:
            time.sleep(moments.uniform(0.5, 1.05) * longest)
            running.kill()
        assert running.returncode in (0, -signal.SIGKILL)
        killed += running.returncode == -signal.SIGKILL
        longest *= 0.8 if running.returncode == 0 else 1  # the first run was slowed by something else
        if start.exists():
            assert start.read_bytes() == data
        else:
            assert end.exists()
        if end.exists():
            assert hashlib.sha256(end.read_bytes()).digest() in digests
            assert end.read_bytes() == whole


def test_entropy_draws_and_counts(plain):
    done = plogp("entropy", plain)
    assert done.returncode == 0
    text = done.stdout.decode()
    assert "100,000 bytes" in text
    assert "█" in text
    found = json.loads(plogp("entropy", "--json", plain, "-", stdin=b"ab" * 500).stdout)
    counts = np.bincount(np.frombuffer(content(), np.uint8))
    p = counts[counts > 0] / counts.sum()
    entropy = -(p * np.log2(p)).sum()
    assert found[0]["orders"][0] == pytest.approx(entropy, abs=1e-12)
    assert entropy <= found[0]["ans"] <= found[0]["huffman"] < entropy + 0.1
    assert found[1]["orders"] == pytest.approx([1, 0, 0], abs=1e-3)
    assert found[1]["distinct"] == 2


def test_entropy_of_nothing_and_of_what_is_not_there(tmp_path):
    (tmp_path / "empty").touch()
    done = plogp("entropy", tmp_path / "empty", tmp_path / "missing", tmp_path)
    assert done.returncode == 1
    assert b"0 bytes" in done.stdout
    assert b"no such file" in done.stderr
    assert b"directory" in done.stderr
