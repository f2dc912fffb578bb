"""A cue finds what its pattern would find, and a sentence without its words costs a look."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noteui.checks.cue import Cue, word_classes, words
from noteui.checks.prose import Sentence, quotations

FEELING = Cue(r"\b{be} (?P<state>{key})\b", be=("is", "was"), key=("upset", "ill at ease", "over-protective"))
PIECES = st.lists(
    st.sampled_from(
        ["He ", "is ", "was ", "upset", "ill at ease", "ill-at-ease", "over protective", '"', ". "]
    )
)


def sentence(text: str) -> Sentence:
    return Sentence("facts", text, quotations(text))


@given(PIECES.map("".join))
def test_the_gate_never_hides_a_match(text: str) -> None:
    read = sentence(text)
    assert [m.span() for m in FEELING.finditer(read)] == [
        m.span() for m in FEELING.pattern.finditer(read.plain)
    ]


@pytest.mark.parametrize("said", ["He is ill-at-ease.", "He is ill at ease.", "He was over-protective."])
def test_a_space_and_a_hyphen_are_one(said: str) -> None:
    assert FEELING.search(sentence(said))


def test_quoted_speech_is_blank_unless_it_is_asked_for() -> None:
    read = sentence('Mum said, "He was upset."')
    assert FEELING.search(read) is None
    aloud = Cue(r"\b{key}\b", key=("upset",), in_quotes=True).search(read)
    assert aloud is not None
    assert aloud[0] == "upset"


def test_every_class_holds_words() -> None:
    assert all(words(name) for name in word_classes())
