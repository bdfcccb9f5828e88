"""Every sentence of the wall in every language that is translated into, and the tools for it."""

import gettext
import re
from io import BytesIO
from string import Formatter

import pytest

from tests import translations
from tests.translations import FUZZY, Entry, Translation, compiled, read, refreshed, written
from wallboard.core.sentences import SENTENCES

LANGUAGES = translations.languages()
SAME_IN_BOTH = {"key.menu", "standup.title", "state.live", "state.demo"}
A_WORD = re.compile(r"[^\W\d_]{4}")
"""Units and the names of keys are shorter."""

FRUIT = {"apples": ("{n} apple", "{n} apples"), "basket": "A basket of {what}", "empty": 'no\t"fruit"\n'}
HEADER = "Language: xx\nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=3; plural=(n==1?0:n==2?1:2);\n"
XX = Translation(
    HEADER,
    ("# How it speaks.",),
    (
        Entry("apples", ("{n} apple", "{n} apples"), ("{n} a", "{n} aa", "{n} aaa")),
        Entry("basket", ("A basket of {what}",), ("{what} im Körbchen",), ("# a remark",)),
        Entry("empty", ('no\t"fruit"\n',), ('kein "Obst"\\\n',)),
    ),
)


def text_of(language: str) -> str:
    return translations.files(language)[0].read_text(encoding="utf-8")


def spoken_by(translation: Translation) -> gettext.GNUTranslations:
    return gettext.GNUTranslations(BytesIO(compiled(translation)))


ENTRIES = [(language, entry) for language in LANGUAGES for entry in read(text_of(language)).entries if entry.is_done]
GERMAN = [entry for language, entry in ENTRIES if language == "de"]


def places(template: str) -> set[tuple[str, str | None, str | None]]:
    return {(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(template) if name is not None}


def test_german_is_there() -> None:
    assert "de" in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_from_its_present_english(language: str) -> None:
    translation = read(text_of(language))
    found = {entry.key: entry.english for entry in translation.entries if entry.is_done}
    wanted = {key: (text,) if isinstance(text, str) else text for key, text in SENTENCES.items()}
    missing = [key for key in wanted if found.get(key) != wanted[key]]
    assert not missing, "python -m tests.translations, then translate these"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_is_as_the_command_writes_it(language: str) -> None:
    text = text_of(language)
    assert written(refreshed(read(text))) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_file_is_made_of_its_source(language: str) -> None:
    assert translations.files(language)[1].read_bytes() == compiled(read(text_of(language)))


@pytest.mark.parametrize(("language", "entry"), ENTRIES, ids=lambda value: getattr(value, "key", value))
def test_a_translation_has_the_arguments_of_its_sentence(language: str, entry: Entry) -> None:
    wanted = [places(text) for text in entry.english]
    for form in entry.forms:
        assert places(form) in wanted
    assert places(entry.forms[-1]) == wanted[-1]
    if len(entry.forms) > 1:
        assert len(entry.forms) == read(text_of(language)).plural_forms


@pytest.mark.parametrize("entry", GERMAN, ids=lambda entry: entry.key)
def test_german_is_written_as_german(entry: Entry) -> None:
    for form, english in zip(entry.forms, entry.english, strict=True):
        assert form.count("„") == form.count("“")
        assert not re.search(r'[”»«"]', form)
        assert not re.search(r"[}\d]%", form), "no space before a percent sign"
        has_words = A_WORD.search(re.sub(r"\{[^}]*\}", "", english))
        assert form != english or not has_words or entry.key in SAME_IN_BOTH, "left in English"
        assert (form[-1] in ".: ") == (english[-1] in ".: "), "another end than the English"


def test_german_has_one_word_for_a_password_or_token() -> None:
    said = {entry.key: form for entry in GERMAN for form in entry.forms if "“{name}”" in "".join(entry.english)}
    of_secrets = {key: form for key, form in said.items() if "secret" in SENTENCES[key]}
    assert of_secrets
    assert not [key for key, form in of_secrets.items() if "Zugangsdaten" not in form]
    assert not [entry.key for entry in GERMAN if "geheimnis" in "".join(entry.forms).casefold()]


def test_what_is_written_is_read_again() -> None:
    assert read(written(XX)) == XX


def test_each_form_is_chosen_by_the_rule_of_the_language() -> None:
    spoken = spoken_by(XX)
    said = [spoken.npgettext("apples", "{n} apple", "{n} apples", n) for n in (0, 1, 2, 3)]
    assert said == ["{n} aaa", "{n} a", "{n} aa", "{n} aaa"]
    assert spoken.pgettext("basket", "A basket of {what}") == "{what} im Körbchen"
    assert spoken.pgettext("empty", 'no\t"fruit"\n') == 'kein "Obst"\\\n'


def test_the_command_keeps_what_is_translated_in_the_order_of_the_catalogue() -> None:
    catalogue = {"new": "New", "basket": FRUIT["basket"], "empty": FRUIT["empty"], "apples": FRUIT["apples"]}
    found = refreshed(XX, catalogue)
    assert [entry.key for entry in found.entries] == list(catalogue)
    assert found.entries[0] == Entry("new", ("New",), ("",))
    assert found.entries[1:] == (XX.entries[1], XX.entries[2], XX.entries[0])
    assert (found.comments, found.header) == (XX.comments, HEADER)


def test_changed_english_is_marked_and_not_said_until_somebody_looked() -> None:
    changed = refreshed(XX, {**FRUIT, "basket": "A bowl of {what}"})
    basket = changed.entries[1]
    assert (basket.forms, basket.comments) == (XX.entries[1].forms, ("# a remark", FUZZY))
    assert spoken_by(changed).pgettext("basket", "A bowl of {what}") == "A bowl of {what}"
    assert refreshed(changed, {**FRUIT, "basket": "A tub of {what}"}).entries[1].comments.count(FUZZY) == 1
    looked = read(written(changed).replace(FUZZY + "\n", ""))
    assert spoken_by(looked).pgettext("basket", "A bowl of {what}") == "{what} im Körbchen"


def test_a_sentence_that_begins_to_count_keeps_its_words_and_is_marked() -> None:
    basket = refreshed(XX, {"basket": ("{n} basket of {what}", "{n} baskets of {what}")}).entries[0]
    assert basket.forms == ("{what} im Körbchen",) * 3
    assert not basket.is_done


def test_a_line_of_no_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no line of a translation: msgstr nothing"):
        read('msgid ""\nmsgstr nothing\n')
