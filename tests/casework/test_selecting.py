"""The form of what goes means the passages that it names, and is written back the same."""

from __future__ import annotations

import pytest

from noteui.casework.errors import CaseworkError
from noteui.casework.outgoing import Outgoing, Part, Source
from noteui.casework.redacting import Selection, Span, Tag, read_as
from noteui.casework.selecting import form_of, selection_of
from noteui.checks.note import About, Note
from noteui.paper.selection_form import UnreadableSelection, read_selection, write_selection

FACTS = "Martin rang. Grace and Martin were in. Tamsin drew a house.\n\nShe slept."
TEXTS = {"facts": FACTS, "voice": "“Martin shouts,” she said.", "added.1": "Martin rang again."}
NOTE = Note(About("Tamsin Okoye", "child"), "home visit", None, None, None)
SOURCE = Source("7k2m" + "0" * 8, "p", NOTE, "", tuple(Part(key, key, text) for key, text in TEXTS.items()))
KNOWN = ("Tamsin Okoye", "Grace Okoye", "Martin Bell")
FORM = """
[[choose]]
note = "7k2m"
field = "facts"

[[choose]]
note = "7k2m"
field = "voice"
words = "“Martin shouts,”"

[[withhold]]
words = "Martin"
tag = "informant"
reason = "He asked not to be named."

[[rename]]
name = "Grace Okoye"
kind = "adult"
tag = "third party"
reason = "Not asked."

[answers]
"relationship: mother" = "Needed."
"""


def meant(text: str) -> Selection:
    return selection_of(read_selection(text), [SOURCE], KNOWN)


def test_words_are_withheld_wherever_they_stand_and_people_renamed() -> None:
    selection = meant(FORM)
    told = {key: read_as(text, SOURCE.id, key, selection) for key, text in TEXTS.items()}
    assert told["facts"].startswith("[withheld: informant] rang. Adult A and [withheld: informant] were in.")
    assert told["voice"] == "“[withheld: informant] shouts,” […]"
    assert told["added.1"] == ""
    assert {one.tag for one in selection.redactions} == {Tag.INFORMANT}


def test_the_form_is_written_back_and_means_the_same() -> None:
    selection = meant(FORM)
    outgoing = Outgoing("o", "sharing", "p", selection, {"relationship: mother": "Needed."})
    written = write_selection(form_of(outgoing, [SOURCE]), [tag.value for tag in Tag])
    again = read_selection(written)
    assert selection_of(again, [SOURCE], KNOWN) == selection
    assert again.answers == outgoing.answers


def test_one_of_several_places_is_named_by_its_number() -> None:
    text = '[[choose]]\nnote = "7k2m"\nfield = "facts"\nwords = "Martin"\nwhich = 2\n'
    start = FACTS.index("Martin were")
    assert meant(text).chosen == (Span(SOURCE.id, "facts", start, start + 6),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("choose = 1", "[[choose]]"),
        ("[[choose]]\nnot = 1", "not in [[choose]] 1"),
        ("[[choose]]\nfield = 'facts'", "needs note"),
        ("[[withhold]]\nwords = 'Martin'\ntag = 'informant'", "needs reason"),
        ("[[choose]]\nnote = '7k2m'\nwhich = 0", "which"),
        ("sent = true", "sent is nothing"),
        ("[answers]\na = 1", "answers"),
        ("[[choose", "TOML"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(text: str, says: str) -> None:
    with pytest.raises(UnreadableSelection) as refused:
        read_selection(text)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[choose]]\nnote = 'zzzz'", "[[choose]] 1 names a note"),
        ("[[choose]]\nnote = '7k2m'\nfield = 'actions'", "a field"),
        ("[[withhold]]\nwords = 'nowhere'\ntag = 'informant'\nreason = 'r'", "[[withhold]] 1 names words"),
        ("[[withhold]]\nwords = 'rang'\ntag = 'secret'\nreason = 'r'", "tag must be one of"),
        ("[[rename]]\nname = 'Grace'\nkind = 'dog'\ntag = 'informant'\nreason = 'r'", "kind must be one of"),
    ],
)
def test_what_is_not_there_is_said_without_a_word_of_the_note(text: str, says: str) -> None:
    with pytest.raises(CaseworkError) as refused:
        meant(text)
    assert says in refused.value.sentence
    assert "nowhere" not in refused.value.sentence
