"""Everything that people read is in every catalogue, translated, as the source has it now, and compiled."""

import gettext
import io
import re
from string import Formatter

import pytest

from plogp.apps import drift, profile
from plogp.engines.tally.column_types import Kind
from plogp.report import formatting as view
from plogp.translations.message import LANGUAGES

messages = pytest.importorskip("messages", reason="Babel is not installed", exc_type=ImportError)

UPDATE = "; bring the catalogues up to date with `make translations`, then translate"


@pytest.fixture(scope="module", params=LANGUAGES[1:])
def language(request):
    return request.param


@pytest.fixture(scope="module")
def catalog(language):
    return messages.read(messages.path_of(language))


@pytest.fixture(scope="module")
def extracted():
    return messages.extracted()


def test_no_message_is_missing_or_stale(catalog, extracted):
    assert {m.id for m in catalog} - {m.id for m in extracted} == set(), f"no longer in the source{UPDATE}"
    assert {m.id for m in extracted} - {m.id for m in catalog} == set(), f"not in the catalogue{UPDATE}"
    assert list(catalog.obsolete) == []
    assert [m.id for m in catalog if m.id and m.fuzzy] == []


def test_every_message_is_translated_with_the_same_places(catalog):
    for message in catalog:
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        assert all(said), f"{message.id} is not translated"
        if message.id:
            # Where English leaves the number out of the singular, one sentence for all numbers has it.
            assert {place for text in said for place in places(text)} == {place for id in ids for place in places(id)}


def places(text):
    return [(name, form) for _, name, form, _ in Formatter().parse(text) if name is not None]


def test_what_is_installed_is_the_catalogue(language, catalog):
    with messages.path_of(language).with_suffix(".mo").open("rb") as file:
        installed = gettext.GNUTranslations(file)._catalog
    fresh = gettext.GNUTranslations(io.BytesIO(messages.compiled(catalog)))._catalog
    assert {**installed, "": None} == {**fresh, "": None}, UPDATE


def test_chinese_uses_the_terms_of_the_field():
    wrong = re.compile("親戚|等級|奈特|(?<!資料)倉儲|移動|信息|默認|字節|比特")
    chinese = messages.read(messages.path_of("zh-TW"))
    texts = [text for m in chinese if m.id for text in (m.string if isinstance(m.string, tuple) else (m.string,))]
    assert [text for text in texts if wrong.search(text)] == []


def test_every_kind_and_tag_has_a_word():
    assert {*view.KINDS} == {kind.value for kind in Kind}
    columns = [app.schema()["properties"]["columns"]["items"]["properties"] for app in (drift, profile)]
    assert {*view.TAGS} == {tag for properties in columns for tag in properties["tags"]["items"]["enum"]}
