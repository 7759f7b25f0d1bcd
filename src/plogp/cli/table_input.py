"""The table of a command, as it is opened, drawn from and reported on while it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from plogp.cli.options import InputOptions, ReadingOptions


@contextmanager
def reading(options: InputOptions) -> Iterator[dict[str, Any]]:
    """The arguments of `profile` and `compare` that the options stand for, while progress is shown."""
    import plogp
    from plogp.engines.tally.plan import Missing
    from plogp.report.progress import shown_progress

    if options.threads is not None:
        plogp.set_num_threads(options.threads)
    with shown_progress(options.quiet) as progress:
        yield {
            "columns": options.columns,
            "exclude": options.exclude,
            "missing": None if options.missing is None else Missing(options.missing.value),
            "progress": progress,
        } | ({} if options.bins is None else {"bins": options.bins})


def drawn(
    data: Sequence[str],
    options: InputOptions,
    given: dict[str, Any],
    always: Sequence[str] = (),
    *,
    beside: bool = False,
) -> Any:
    """The files, or the rows that are drawn from them; a tally has none, an error unless it stands `beside` a table."""

    from plogp.engines.sources.column_selection import choose
    from plogp.engines.sources.open_source import open_source
    from plogp.engines.sources.sampled import Sampled
    from plogp.engines.tally.file_format import is_tally
    from plogp.theory.errors import InvalidParameter

    files = as_said(data, options)
    if options.sample is None and isinstance(files, list):
        return files
    if any(map(is_tally, data)):
        if not beside:
            name = next(filter(is_tally, data))
            raise InvalidParameter(
                f"{name!r} is a tally, which has no rows to be read or drawn: leave out --sample and the like"
            )
        return list(data)
    if options.sample is None:
        return files
    source, names = choose(open_source(files), options.columns, options.exclude, always)
    return Sampled(source, names, options.sample, options.seed, given["progress"])


def as_said(data: Sequence[str], options: ReadingOptions) -> Any:
    """The files, with what was said of how they are written."""
    from plogp.engines.sources.text.delimited import Delimited

    files = Delimited(
        tuple(data),
        delimiter="\t" if options.delimiter in ("\\t", "tab") else options.delimiter,
        decimal=options.decimal,
        missing_values=tuple(options.missing_values or ()),
        header=not options.no_header,
        skip_lines=options.skip_lines,
    )
    return list(data) if files == Delimited(tuple(data)) else files
