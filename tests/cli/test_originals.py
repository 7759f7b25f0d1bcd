"""`plogp compress` removes a file only if it is the one that was read, all of it, under its only name."""

import os
import resource
import threading

import pytest

from command_line import typed
from plogp.apps.coding import compress, decompress
from plogp.cli import compress as command

DATA = b"abracadabra" * 999


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != "good.csv")


def replace(path):
    (path.parent / "new").write_bytes(b"precious")
    os.replace(path.parent / "new", path)


def append(path):
    with path.open("ab") as file:
        file.write(b"precious")


def rewrite(path):
    path.write_bytes(b"precious" + DATA[8:])
    os.utime(path, ns=(1, 1))


@pytest.mark.parametrize("change", [replace, append, rewrite])
@pytest.mark.parametrize("words", [[], ["-f"], ["-d"]], ids=str)
def test_a_file_that_is_not_what_was_read_stays(here, monkeypatch, change, words):
    name, content = ("a.plp", compress(DATA)) if words == ["-d"] else ("a", DATA)
    (here / name).write_bytes(content)
    code = command._code

    def changed_meanwhile(*args):
        code(*args)
        change(here / name)

    monkeypatch.setattr(command, "_code", changed_meanwhile)
    done = typed("compress", *words, name)
    assert done.exit_code == 1
    assert "while it was read: nothing is removed" in done.stderr
    assert b"precious" in (here / name).read_bytes()
    assert names(here) == [name]


def test_a_file_that_somebody_else_removed_is_compressed(here, monkeypatch):
    (here / "a").write_bytes(DATA)
    code = command._code
    monkeypatch.setattr(command, "_code", lambda *args: (code(*args), (here / "a").unlink()))
    assert typed("compress", "a").exit_code == 0
    assert decompress((here / "a.plp").read_bytes()) == DATA


def test_what_is_no_regular_file_is_not_removed(here):
    os.mkfifo(here / "pipe")
    done = typed("compress", "pipe")  # without a writer: to open it would block
    assert done.exit_code == 1
    assert "it is no regular file" in done.stderr
    writer = threading.Thread(target=lambda: (here / "pipe").write_bytes(DATA))
    writer.start()
    assert typed("compress", "pipe", "-o", "out.plp").exit_code == 0
    writer.join()
    assert decompress((here / "out.plp").read_bytes()) == DATA
    assert names(here) == ["out.plp", "pipe"]


def test_a_file_of_other_names_is_left_alone_unless_forced(here):
    (here / "a").write_bytes(DATA)
    os.link(here / "a", here / "b")
    done = typed("compress", "a")
    assert done.exit_code == 1
    assert "it has 1 other name (hard links)" in done.stderr
    assert names(here) == ["a", "b"]
    assert typed("compress", "-k", "a").exit_code == 0
    assert typed("compress", "-f", "a").exit_code == 0
    assert names(here) == ["a.plp", "b"]
    assert (here / "b").read_bytes() == DATA


@pytest.mark.parametrize("letter", ["n", "名"])
def test_the_longest_names_that_fit(here, letter):
    name = letter * ((255 - len(".plp")) // len(letter.encode()))
    (here / name).write_bytes(DATA)
    assert typed("compress", name).exit_code == 0
    assert names(here) == [f"{name}.plp"]
    assert typed("compress", "-d", f"{name}.plp").exit_code == 0
    assert (here / name).read_bytes() == DATA
    done = typed("compress", "-k", "-f", name, "-o", name + "too long")
    assert done.exit_code == 1
    assert "File name too long" in done.stderr


@pytest.mark.parametrize(
    ("words", "out"),
    [
        (["profile", "good.csv", "-o"], "x.json"),
        (["tally", "good.csv", "-o"], "x.tally"),
        (["compress", "good.csv", "-f", "-o"], "x.plp"),
    ],
    ids=["profile", "tally", "compress"],
)
class TestOutput:
    """Every file that a command writes is written in the same way."""

    def test_a_symbolic_link_stays_one(self, here, words, out):
        (here / "folder").mkdir()
        (here / out).symlink_to(here / "folder" / "real")
        assert typed(*words, out).exit_code == 0
        assert (here / out).is_symlink()
        first = (here / "folder" / "real").stat().st_size
        assert first > 0
        (here / "folder" / "real").write_bytes(b"old")
        os.chmod(here / "folder" / "real", 0o604)
        assert typed(*words, out).exit_code == 0
        assert (here / out).is_symlink()
        assert (here / "folder" / "real").stat().st_size == first
        assert os.listdir(here / "folder") == ["real"]
        if words[0] != "compress":  # which hands on the mode of what it compresses
            assert (here / "folder" / "real").stat().st_mode & 0o777 == 0o604

    def test_a_full_disk_leaves_what_was_there(self, here, words, out):
        (here / out).write_bytes(b"old")
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
        try:
            done = typed(*words, out)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert done.exit_code == 1
        assert f"'{out}' cannot be written: File too large\n" in done.stderr
        assert (here / out).read_bytes() == b"old"
        assert names(here) == [out]

    @pytest.mark.parametrize("at", ["folder", "no/where", "good.csv/x", "loop/x", "dangling"])
    def test_where_no_file_can_be_nothing_is_written(self, here, words, out, at):
        (here / "folder").mkdir()
        (here / "loop").symlink_to("loop")
        (here / "dangling").symlink_to("no/where")
        before = names(here)
        done = typed(*words, at)
        assert done.exit_code == 1
        assert done.stderr.count("\n") == 1
        assert names(here) == before
        assert (here / "good.csv").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["profile", "good.csv", "-o", "link.csv"],
        ["rank", "*.csv", "--target", "bought", "-o", "good.csv"],
        ["compare", "other.csv", "good.csv", "-o", "good.csv"],
        ["tally", "good.csv", "-o", "good.csv"],
        ["tally", "other.csv", "--like", "good.csv", "-o", "good.csv"],
    ],
    ids=" ".join,
)
def test_what_is_read_is_not_overwritten(here, words):
    content = (here / "good.csv").read_bytes()
    (here / "link.csv").symlink_to("good.csv")
    (here / "other.csv").write_bytes(content)
    done = typed(*words)
    assert done.exit_code == 1
    assert "is read and would be overwritten: -o another file" in done.stderr
    assert (here / "good.csv").read_bytes() == content


def test_a_tally_is_added_to(here):
    assert typed("tally", "good.csv", "-o", "all.tally").exit_code == 0
    assert "800 rows" in typed("merge", "all.tally", "all.tally", "-o", "all.tally").stdout


def test_files_are_written_where_the_system_has_less(here, monkeypatch):
    """Windows opens no folder and changes no owner; nor does every file system elsewhere."""
    plain = os.open

    def opened(path, *more):
        if os.path.isdir(path):
            raise PermissionError(13, "Permission denied", path)
        return plain(path, *more)

    monkeypatch.setattr(os, "open", opened)
    monkeypatch.delattr(os, "fchown")
    monkeypatch.delattr(os, "fchmod")
    monkeypatch.setattr(os, "supports_fd", set())
    (here / "data").write_bytes(DATA)
    assert typed("compress", "data").exit_code == 0
    assert decompress((here / "data.plp").read_bytes()) == DATA
    assert names(here) == ["data.plp"]
