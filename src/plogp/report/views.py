"""How a result is shown: what each kind of result says for itself, as rows, on a terminal and as a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from plogp.theory.errors import Unanswerable

if TYPE_CHECKING:
    from rich.console import RenderableType

    from plogp.report.terminal import Page

Cell = str | int | float | bool | None
Rows = tuple[Sequence[str], Iterable[Sequence[Cell]]]  # names, and a row for each column of the data


@singledispatch
def rows_of(result: Any) -> Rows:
    """A row for each column, with the names of the fields: for CSV, Markdown and data frames."""
    raise NotImplementedError(type(result))


@singledispatch
def terminal_parts(result: Any, page: Page) -> list[RenderableType]:
    """What is printed of a result, in the language of the page."""
    raise NotImplementedError(type(result))


@singledispatch
def html_section(result: Any) -> Any:
    """What the page of another result shows of this one, as markup."""
    raise NotImplementedError(type(result))


@singledispatch
def html_page(result: Any, lang: str, command: str) -> str:
    """The page of a result; `lang` is what is shown first, `command` the line that made it, if there was one."""
    raise Unanswerable(
        f"there is no page of results of the type {type(result).__name__}; str, to_json and frames have it"
    )
