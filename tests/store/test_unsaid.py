"""Secrets hidden in words and traces, in whichever way they were written."""

import base64
import json
from urllib.parse import quote, quote_plus

from wallboard.core.words import verbatim, words
from wallboard.store.unsaid import unsaid

SECRET = 'pä ss/wörd"1'


def test_a_secret_is_hidden_in_every_form():
    forms = [SECRET, quote(SECRET), quote(SECRET, safe=""), quote_plus(SECRET), json.dumps(SECRET), repr(SECRET)]
    forms.append(base64.b64encode(SECRET.encode()).decode())
    text = unsaid(" | ".join(forms), [SECRET])
    assert not any(part in text for part in ("rd", "pä", "p%C3", "cOk"))


def test_a_sentences_arguments_are_hidden_too_and_its_sense_stays():
    said = unsaid(words("missing.status", word=verbatim(f"a {SECRET} b"), n=2), [SECRET])
    assert said == words("missing.status", word=verbatim("a ••• b"), n=2)


def test_nothing_changes_without_a_secret_or_for_one_that_is_in_every_text():
    assert unsaid("as it is", []) == "as it is"
    assert unsaid("as it is", ["", "s"]) == "as it is"
    assert unsaid(None, [SECRET]) is None
