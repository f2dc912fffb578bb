"""A paragraph split again around an edit has the sentences and quotations that it has split from scratch."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from noteui.checks.paragraph import Paragraph
from noteui.checks.prose import LONGEST_SENTENCE, Sentence

PIECES = st.sampled_from(
    [
        "Dana rang. ",
        "e.g. ",
        "Mr. ",
        "a, ",
        "- ",
        '"',
        "“",
        "”",
        "'",
        " " * 50,
        "y" * 130,
        "and then she said that ",
        "and on it went with no stop " * 90,
        "It ended here. He saw “the man” there. " * 12,
    ]
)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 300), PIECES), min_size=5, max_size=40)


def spans(paragraph: Paragraph) -> list[tuple[int, int, tuple[tuple[int, int], ...]]]:
    return [(placed.start, placed.end, placed.sentence.quoted) for placed in paragraph.sentences]


@settings(max_examples=150, deadline=None)
@given(EDITS)
def test_a_paragraph_split_around_an_edit_equals_one_split_whole(edits: list[tuple[float, int, str]]) -> None:
    text = ""
    known: dict[tuple[str, str, object], Sentence] = {}
    paragraph = None
    for where, gone, come in edits:
        at = round(where * len(text))
        text = text[:at] + come + text[at + gone % 7 if gone < 250 else at + gone :]
        paragraph = Paragraph.read("facts", text, known, paragraph)
        assert spans(paragraph) == spans(Paragraph.read("facts", text, {}))


@given(st.lists(st.sampled_from(["word", "x" * 90, "and,", "“so”"]), min_size=1, max_size=900))
def test_no_sentence_is_longer_than_a_rule_may_have_to_read(words: list[str]) -> None:
    text = " ".join(words)
    pieces = [placed.sentence.text for placed in Paragraph.read("facts", text, {}).sentences]
    assert all(len(piece) <= LONGEST_SENTENCE + 40 for piece in pieces)
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")
