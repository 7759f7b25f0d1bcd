"""People are spoken to in the language that they ask for, or else in that of their locale."""

import re

import pytest
from rich.cells import cell_len

from command_line import as_process, typed
from plogp.cli.language import Language

LOCALE = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
CHINESE = re.compile("[\u4e00-\u9fff]")
COMMANDS = ("profile", "rank", "compare", "plan", "tally", "merge", "entropy", "compress")


@pytest.fixture
def locale(monkeypatch):
    """A function that sets the variables of the locale, and no others."""

    def set_locale(**variables):
        for name in LOCALE:
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    set_locale()
    return set_locale


@pytest.mark.parametrize(
    ("variables", "words", "language"),
    [
        ({}, [], "en"),
        ({"LANG": "zh_TW.UTF-8"}, [], "zh-TW"),
        ({"LANG": "zh_TW.UTF-8"}, ["--lang", "en"], "en"),
        ({"LANG": "zh_TW.UTF-8", "LC_ALL": "de_DE.UTF-8"}, [], "en"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:zh_TW:en"}, [], "zh-TW"),
        ({"LANG": "zh_TW.UTF-8", "LANGUAGE": "en"}, [], "en"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "zh_TW"}, [], "en"),  # as gettext has it
        ({}, ["profile", "--lang=zh-TW", "a.csv"], "zh-TW"),
        ({}, ["profile", "--help", "--lang", "zh-TW"], "zh-TW"),
        ({}, ["compress", "--", "--lang", "zh-TW"], "en"),
        ({}, ["profile", "a.csv", "--lang"], "en"),
        ({"LANG": "zh_TW.UTF-8"}, ["--lang", "fr"], "zh-TW"),
    ],
)
def test_the_language_is_that_of_the_locale_unless_one_is_asked_for(variables, words, language, locale):
    locale(**variables)
    assert Language.asked(words) == language


def test_the_locale_of_the_process_is_used(here):
    done = as_process("entropy", "good.csv", environment={"LANG": "zh_TW.UTF-8", "LC_ALL": "", "PYTHONUTF8": "1"})
    assert "單一位元組" in done.stdout.decode()


@pytest.mark.parametrize("command", [(), *((command,) for command in COMMANDS)])
def test_help_is_translated_and_fits(command, locale):
    english, before, after = (
        typed(*words).stdout
        for words in (
            (*command, "--help"),
            ("--lang", "zh-TW", *command, "--help"),
            (*command, "-h", "--lang", "zh-TW"),
        )
    )
    assert not CHINESE.search(english)
    assert before == after
    assert max(map(cell_len, before.splitlines())) <= 80
    options = re.compile(r"^ +(?:-\w, )?--[\w-]+", re.M)
    assert options.findall(english) == options.findall(before)
    # Nothing is in English but names: of commands, options, metavariables, and what is typed as an example.
    prose = re.sub(
        r"plogp .*|cat .*|tar .*|\[.*?\]|<.*?>|-{1,2}[\w-]+( [A-Z,]+)?|^ +FILE\S*|^  [a-z]+ ", "", before, flags=re.M
    )
    assert not re.search(r"\b(the|and|of|to|or|a|is|if)\b", prose)


@pytest.mark.parametrize("words", [("tally", "good.csv", "-o", "a.tally"), ("entropy", "good.csv")])
def test_every_command_takes_it(words, here, locale):
    for said in ((*words, "--lang", "zh-TW"), ("--lang", "zh-TW", *words)):
        done = typed(*said)
        assert done.exit_code == 0
        assert CHINESE.search(done.output)


def test_a_language_that_there_is_not_is_an_error_of_usage(here, locale):
    done = typed("entropy", "good.csv", "--lang", "fr")
    assert done.exit_code == 2
    assert "zh-TW" in done.output
