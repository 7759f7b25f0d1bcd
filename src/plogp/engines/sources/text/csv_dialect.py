"""How a file of delimited text is written, as its first lines show: what divides its columns, and where they begin."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from plogp.engines.sources.text.delimited import Delimited
from plogp.results.finding import NOTE, WARNING, Finding
from plogp.translations.message import Message

START_BYTES = 1 << 18  # what is looked at
_RECORDS = 200
# Where two divide the lines into as many columns: commas stand in text and in numbers, and tabs hardly anywhere.
_CANDIDATES = "\t;|,"
_ALIKE = 0.9  # of the lines, so that a few bad ones do not hide the delimiter
_COMMA_NUMBER = re.compile(r"\s*[+-]?\d+,\d+\s*")
_THOUSANDS = re.compile(r"\s*[+-]?\d{1,3}(,\d{3})+\s*")
_POINT_NUMBER = re.compile(r"\s*[+-]?\d*\.\d+(?:[eE][+-]?\d+)?\s*")
_WHOLE = re.compile(r"\s*[+-]?\d+\s*")
_YEARS = range(1800, 2201)

_HEADER_IS_DATA = Message(
    "the first line of {name} holds {some}, which look like data and not like names of columns: if they are, read it "
    "with --no-header"
)
_COMMENTS = Message(
    "the lines above the names of the columns in {name}, {count} of them, begin with # or are blank: they were skipped"
)
_COMMA = Message("the numbers in {name} are taken to be written with a decimal comma: if they are not, --decimal .")


@dataclass(frozen=True)
class Dialect:
    """What a reader needs to know of a file.

    Attributes
    ----------
    delimiter, decimal : str
        What divides the columns, and the mark of decimals.
    skip : int
        Lines before the names of the columns.
    names : tuple of str or None
        Names for columns that have none in the file.
    remedy : str
        What to do if lines turn out to have different numbers of columns.
    remarks : tuple of Finding
        What was guessed, to be said to people.
    """

    delimiter: str
    decimal: str = "."
    skip: int = 0
    names: tuple[str, ...] | None = None
    remedy: str = "quote fields that hold the delimiter"
    remarks: tuple[Finding, ...] = ()


def dialect_of(start: bytes, tabbed: bool, how: Delimited | None, name: str) -> Dialect:
    """The dialect of a file that starts so, as far as it was not said; `tabbed` if its name says that tabs divide it.

    Consistency decides, as in van den Burg, Nazábal & Sutton 2019 (doi:10.1007/s10618-019-00646-y): with the right
    delimiter, quotes respected, the lines have the same number of columns.
    """
    how = how or Delimited("")
    text = start.decode("utf-8-sig", "replace")
    if len(start) >= START_BYTES:
        text = text[: text.rfind("\n") + 1] or text  # the last line may be cut
    lines = text.splitlines(keepends=True)
    comments = 0
    if how.skip_lines is None:
        while comments < len(lines) and (lines[comments].startswith("#") or not lines[comments].strip()):
            comments += 1
    skip = comments if how.skip_lines is None else how.skip_lines
    body = "".join(lines[skip:])
    delimiter = how.delimiter or ("\t" if tabbed else _divides(body))
    records = _records(body, delimiter)
    if not records:  # nothing but lines that begin with #, which are rows then
        return Dialect(delimiter, how.decimal or ".")
    if comments and how.skip_lines is None and lines[comments - 1].startswith("#"):
        last = _records(lines[comments - 1], delimiter)[0]
        if len(last) == len(records[0]) > 1 and any(map(_is_number, records[0])):  # `#id,name`: the names themselves
            skip, comments, records = skip - 1, 0, [last, *records]
    dialect = Dialect(delimiter, how.decimal or ".", skip)
    if comments and any(line.startswith("#") for line in lines[:comments]):
        dialect = replace(dialect, remarks=(Finding.said(NOTE, None, _COMMENTS, count=comments, name=name),))
    if not how.header:
        dialect = replace(dialect, names=tuple(f"column {i + 1}" for i in range(_usual([*map(len, records)]))))
    elif _looks_like_data(records):
        some = ", ".join(repr(field) for field in records[0][:3])
        said = Finding.said(WARNING, None, _HEADER_IS_DATA, name=name, some=some)
        dialect = replace(dialect, remarks=(*dialect.remarks, said))
    if how.decimal is None and delimiter != "," and _has_decimal_commas(records[1:], {*how.missing_values}):
        said = Finding.said(NOTE, None, _COMMA, name=name)
        dialect = replace(dialect, decimal=",", remarks=(*dialect.remarks, said))
    return replace(dialect, remedy=_remedy(records, body, delimiter, skip) or dialect.remedy)


def _divides(text: str) -> str:
    """What divides the first lines into the same number of columns, and into more than one."""
    best, found = (False, 0, 0.0), ","
    for delimiter in _CANDIDATES:
        counts = [len(record) for record in _records(text, delimiter)]
        usual = _usual(counts)
        share = counts.count(usual) / len(counts) if counts else 0.0
        if usual > 1 and (share >= _ALIKE, usual if share >= _ALIKE else 0, share) > best:
            best, found = (share >= _ALIKE, usual if share >= _ALIKE else 0, share), delimiter
    return found


def _usual(counts: Sequence[int]) -> int:
    return Counter(counts).most_common(1)[0][0] if counts else 0


def _records(text: str, delimiter: str) -> list[list[str]]:
    """The fields of the first lines that are not blank."""
    found: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if record:
                found.append(record)
            if len(found) == _RECORDS:
                break
    except csv.Error:  # a field beyond its limit: what came before is enough
        pass
    return found


def _remedy(records: list[list[str]], body: str, delimiter: str, skip: int) -> str | None:
    """What is wrong if not all lines have as many columns as the first one."""
    counts = [len(record) for record in records]
    usual = _usual(counts[1:])
    first = next((i for i, count in enumerate(counts) if count == usual), 0)
    if counts[0] >= usual or counts[first:].count(usual) < _ALIKE * len(counts[first:]):
        return None
    rows = [record for record in records[first:] if len(record) == usual]
    numbers = [sum(map(_is_number, row)) for row in rows]
    if counts[0] < usual - 1 or (numbers[0] == 0 and any(numbers)):
        reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter)
        before = next(reader.line_num for record in reader if len(record) == usual) - 1
        return f"if the names of the columns stand in line {skip + before + 1}: --skip-lines {skip + before}"
    if all(not record[-1].strip() for record in rows):
        return "each row ends with a delimiter and the header does not: let the header end with one too"
    return "the header has one name too few: name the first column as well, as that of the rows' names"


def _is_number(field: str) -> bool:
    return any(form.fullmatch(field) for form in (_WHOLE, _POINT_NUMBER, _COMMA_NUMBER))


def _looks_like_data(records: list[list[str]]) -> bool:
    """Whether most names are numbers above numbers, neither years nor numbered on: those are names of columns."""
    names, rows = records[0], records[1:]
    if (len({*names}) == 1 and len(names) > 1) or not rows:
        return False
    numbers = [i for i, name in enumerate(names) if _is_number(name)]
    whole = [int(names[i]) for i in numbers if _WHOLE.fullmatch(names[i])]
    if len(whole) == len(numbers) and (
        all(year in _YEARS for year in whole) or whole == list(range(whole[0], whole[0] + len(whole)))
    ):
        return False
    above = [i for i in numbers if i < len(rows[0]) and _is_number(rows[0][i])]
    return 2 * len(above) >= len(names)


def _has_decimal_commas(rows: list[list[str]], missing: set[str]) -> bool:
    """Whether some column holds numbers such as 0,5, and none such as 0.5; 1,234 may be a thousand."""
    found = False
    for i in range(max(map(len, rows), default=0)):
        fields = [row[i] for row in rows if i < len(row) and row[i].strip() and row[i] not in missing]
        commas = [field for field in fields if _COMMA_NUMBER.fullmatch(field)]
        points = [field for field in fields if _POINT_NUMBER.fullmatch(field)]
        whole = [field for field in fields if _WHOLE.fullmatch(field)]
        if points and len(points) + len(whole) >= _ALIKE * len(fields):
            return False
        if commas and len(commas) + len(whole) >= _ALIKE * len(fields):
            found = found or not all(_THOUSANDS.fullmatch(field) for field in commas)
    return found
