"""The messages of plogp as Babel extracts them; `make translations` brings the catalogues up to date with them."""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from typer.main import get_command

import plogp
from plogp.cli.app import app
from plogp.cli.help import translate_help
from plogp.translations.message import LANGUAGES

PACKAGE = Path(plogp.__file__).parent
METHODS = [("**.py", "python"), ("report/templates/**.html", "jinja2")]
# What marks a message: `Message(text)`, or `Message(one, many)` where English has a plural, which may end in a comma;
# `say(text)`, and in templates `t(text)`.
MARKS = {
    "Message": {1: (1,), 2: (1, 2), 3: (1, 2)},
    "say": None,
    "heading": None,
    "t": None,
}  # 3: with a trailing comma


def extracted():
    """Every message: those that are marked in the source, and all texts of the help."""
    catalog = Catalog()
    for path, _, message, *_ in extract_from_dir(PACKAGE, METHODS, keywords=MARKS):
        catalog.add(message, locations=[(path, 0)])

    def add(text):
        if text:
            catalog.add(text, locations=[("cli/help", 0)])
        return text

    translate_help(get_command(app), add)
    return catalog


def path_of(language):
    return PACKAGE / "translations" / language.replace("-", "_") / "LC_MESSAGES" / "plogp.po"


def read(path):
    with path.open("rb") as file:
        return read_po(file)


def compiled(catalog):
    """The catalogue as gettext reads it."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def main():
    for language in LANGUAGES[1:]:
        path = path_of(language)
        catalog = read(path)
        catalog.update(extracted(), update_creation_date=False)
        with path.open("wb") as file:
            write_po(file, catalog, width=120, include_lineno=False, sort_by_file=True, ignore_obsolete=True)
        path.with_suffix(".mo").write_bytes(compiled(catalog))


if __name__ == "__main__":
    main()
