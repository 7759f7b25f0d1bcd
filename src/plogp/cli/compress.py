"""`plogp compress`: files coded by their entropy, with the habits of gzip and zstd."""

from __future__ import annotations

import enum
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Annotated

import typer

from plogp.cli.exit_codes import DATA_ERROR, guarded, reason
from plogp.cli.options import MOST_THREADS, LanguageOption, sharing
from plogp.cli.streams import opened
from plogp.files.atomic_write import written_whole
from plogp.theory.errors import FileChanged, InvalidParameter, PlogpError
from plogp.theory.printable import printable

SUFFIX = ".plp"
PIECE = 1 << 22


class CodeName(enum.StrEnum):
    """The codes, as they are named on the command line."""

    huffman = "huffman"
    ans = "ans"


@dataclass(frozen=True)
class _Wishes:
    code: CodeName
    decompress: bool
    keep: bool
    force: bool
    threads: int | None


@guarded
@sharing(LanguageOption)
def compress(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", help="Files; - or none for standard input.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file; keep the original.")
    ] = None,
    code: Annotated[CodeName, typer.Option(help="huffman is faster, ans smaller.")] = CodeName.huffman,
    decompress: Annotated[bool, typer.Option("--decompress", "-d", help="Restore what was compressed.")] = False,
    test: Annotated[
        bool, typer.Option("--test", "-t", help="Check that compressed files are whole; write nothing.")
    ] = False,
    listed: Annotated[bool, typer.Option("--list", "-l", help="List what is in compressed files.")] = False,
    keep: Annotated[bool, typer.Option("--keep", "-k", help="Keep the original.")] = False,
    force: Annotated[bool, typer.Option("--force", "-f", help="Overwrite files; write to a terminal.")] = False,
    stdout: Annotated[
        bool, typer.Option("--stdout", "-c", help="Write to standard output; keep the original.")
    ] = False,
    threads: Annotated[
        int | None, typer.Option(min=1, max=MOST_THREADS, help="Maximum number of threads; all processors by default.")
    ] = None,
) -> None:
    """Code files by the entropy of their bytes, or restore them.

    FILE becomes FILE.plp with the same mode and time, and is removed once the new file is whole and on the disk. The
    format is written down in docs/format.md.

    \b
    Examples:
      plogp compress log.txt                 log.txt.plp instead of log.txt
      plogp compress -d log.txt.plp          and back
      plogp compress --code ans -k *.csv     smaller; keep the originals
      tar c folder | plogp compress > folder.tar.plp
    """
    from plogp.cli.views.compress import list_files, test_file

    names = files or ["-"]
    if listed:
        list_files(names)
        return
    if output is not None and (stdout or test or len(names) > 1):
        raise InvalidParameter("-o names the one file to write: not with several files, -c or -t")
    if stdout and not decompress and len(names) > 1:
        raise InvalidParameter("-c writes one compressed file, which holds one content: name one file")
    wishes = _Wishes(code, decompress, keep or output is not None, force, threads)
    failed = False
    for name in names:
        try:
            if test:
                test_file(name, threads)
            elif name == "-" and output is None:
                _pipe(sys.stdin.buffer, wishes, "standard input")
            elif stdout:
                with opened(name) as source:
                    _pipe(source, wishes, name)
            else:
                _replace(name, output, wishes)
        except BrokenPipeError:
            raise
        except (PlogpError, OSError) as error:
            typer.echo(f"plogp: {printable(name)}: {reason(error)}", err=True)
            failed = True
    if failed:
        raise typer.Exit(DATA_ERROR)


def _pipe(source: IO[bytes], wishes: _Wishes, name: str) -> None:
    if not wishes.decompress and not wishes.force and sys.stdout.isatty():
        raise InvalidParameter("compressed bytes are not for a terminal: -o FILE, or -f to write them all the same")
    _code(source, sys.stdout.buffer, wishes, name, None)


def _replace(name: str, output: Path | None, wishes: _Wishes) -> None:
    if name == "-":
        assert output is not None
        with written_whole(output, overwrite=wishes.force) as target:
            _code(sys.stdin.buffer, target, wishes, "standard input", None)
        return
    path = Path(name)
    removed = not wishes.keep
    if removed:
        _check_removable(path, force=wishes.force)
    with opened(name) as source:
        status = os.fstat(source.fileno())
        with written_whole(output or _target(path, wishes), overwrite=wishes.force, like=status) as target:
            _code(source, target, wishes, name, status.st_size)
            if removed:
                _check_unchanged(path, status)
    if removed:
        _check_unchanged(path, status)
        path.unlink(missing_ok=True)


def _check_removable(path: Path, *, force: bool) -> None:
    """Raise if removing the file would take more, or less, than its content: as gzip has it."""
    if not os.path.exists(path) or os.path.isdir(path):
        return  # said when it is opened
    if not os.path.isfile(path):
        raise InvalidParameter("it is no regular file and would be lost: -c, -o FILE or a pipe to read it")
    if not force and os.path.islink(path):
        raise InvalidParameter("a symbolic link would be replaced by a file: -c, -k, -o, or -f to do so")
    others = path.stat().st_nlink - 1
    if not force and others:
        raise InvalidParameter(
            f"it has {others} other name{'s' * (others > 1)} (hard links), which would stay as they are: -k, -c or -o, "
            "or -f to remove this name"
        )


def _check_unchanged(path: Path, before: os.stat_result) -> None:
    """Raise if the file is no longer the one that was read: removing it would lose what nobody has read."""
    try:
        now = path.stat()
    except FileNotFoundError:  # removed by somebody else: nothing is left to lose
        return
    if not os.path.samestat(now, before):
        raise FileChanged("another file took its place while it was read: nothing is removed")
    if (now.st_size, now.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise FileChanged("it changed while it was read: nothing is removed")


def _target(path: Path, wishes: _Wishes) -> Path:
    compressed = path.name.endswith(SUFFIX)
    if wishes.decompress:
        if not compressed or path.name == SUFFIX:
            raise InvalidParameter(f"its name does not end in {SUFFIX}: -o FILE says what to write")
        return path.with_name(path.name.removesuffix(SUFFIX))
    if compressed and not wishes.force:
        raise InvalidParameter(f"its name ends in {SUFFIX} already: -f to compress it once more, -d to restore it")
    return path.with_name(path.name + SUFFIX)


def _code(source: IO[bytes], target: IO[bytes], wishes: _Wishes, name: str, size: int | None) -> None:
    """Move all bytes through the coder, and report how it went."""
    from plogp.apps import coding
    from plogp.cli.views.compress import report_outcome, shown_pace

    start = time.monotonic()
    moved = written = 0
    with shown_pace(name, size) as advance:
        if wishes.decompress:
            with coding.open(source, threads=wishes.threads) as content:
                while piece := content.read(PIECE):
                    target.write(piece)
                    moved += len(piece)
                    advance(source.tell() if size is not None else moved)
        else:
            chosen = coding.RangeANS if wishes.code is CodeName.ans else coding.HuffmanCode
            with coding.open(target, "wb", code=chosen, threads=wishes.threads) as coded:
                while piece := source.read(PIECE):
                    coded.write(piece)
                    moved += len(piece)
                    advance(moved)
            written = coded.size
    target.flush()
    report_outcome(name, moved, written, time.monotonic() - start, restored=wishes.decompress)
