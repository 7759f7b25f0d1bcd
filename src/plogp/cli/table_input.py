"""The table of a command, as it is opened, drawn from and told of while it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from plogp.cli.options import Reading


@contextmanager
def reading(options: Reading) -> Iterator[dict[str, Any]]:
    """The arguments of `profile` and `compare` that the options stand for, while progress is shown."""
    import plogp
    from plogp.cli.progress import shown_progress
    from plogp.engines.plan import Missing

    if options.threads is not None:
        plogp.set_num_threads(options.threads)
    with shown_progress(options.quiet) as progress:
        yield {
            "columns": options.columns,
            "exclude": options.exclude,
            "bins": options.bins,
            "missing": None if options.missing is None else Missing(options.missing.value),
            "progress": progress,
        }


def drawn(data: Sequence[str], options: Reading, given: dict[str, Any], always: Sequence[str] = ()) -> Any:
    """The files, or the rows that are drawn from them; a kept tally is what it is."""
    if options.sample is None:
        return list(data)
    from pathlib import Path

    from plogp.engines.chosen import chosen
    from plogp.engines.sampled import Sampled
    from plogp.engines.source import open_source
    from plogp.engines.tally_file import is_tally

    if len(data) == 1 and Path(data[0]).is_file() and is_tally(Path(data[0])):
        return list(data)
    source = open_source(list(data))
    names = chosen(source.schema().names, source.name, options.columns, options.exclude, always)
    return Sampled(source, names, options.sample, options.seed, given["progress"])
