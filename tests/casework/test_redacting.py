"""What is withheld does not go, whatever was chosen; names become the same label wherever they stand."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from noteui.casework.naming import words_of
from noteui.casework.redacting import (
    GAP,
    Pseudonym,
    Redaction,
    Selection,
    Span,
    Tag,
    choose,
    informant_passages,
    leave_out,
    names_of,
    next_label,
    pieces,
    read_as,
    withheld_words,
)

TEXT = (
    "Maya said Dana’s boyfriend shouts. Danas phone rang twice.\nDANA  ELLIS, she said, “cries at night”. "
    "Mr Frost next door told us in confidence that he heard it through the wall."
)
WHOLE = (Span("n", "facts", 0, len(TEXT)),)


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def withheld(words: str, tag: Tag = Tag.INFORMANT) -> Redaction:
    return Redaction("n", "facts", *at(words), tag, "He asked not to be named.")


DANA = Pseudonym("Adult A", names_of("Dana Ellis", shared=["Maya Ellis"]), Tag.THIRD_PARTY, "Not asked.")


def test_a_person_is_the_same_label_in_every_form_of_the_name() -> None:
    told = read_as(TEXT, "n", "facts", Selection(WHOLE, (), (DANA,)))
    assert told.startswith(
        "Maya said Adult A’s boyfriend shouts. Adult A’s phone rang twice.\nAdult A, she said"
    )
    assert "dana" not in told.casefold()


def test_what_is_withheld_says_why_and_not_how_long_it_was() -> None:
    told = read_as(TEXT, "n", "facts", Selection(WHOLE, (withheld("Mr Frost next door"),), ()))
    assert "at night”. [withheld: informant] told us in confidence" in told
    short = read_as(TEXT, "n", "facts", Selection(WHOLE, (withheld("he heard it through the wall"),), ()))
    assert short.endswith("in confidence that [withheld: informant].")


def test_words_between_two_passages_are_a_gap_and_passages_that_touch_are_one() -> None:
    first, second = at("Maya said Dana’s boyfriend shouts."), at("“cries at night”.")
    told = read_as(
        TEXT, "n", "facts", Selection((Span("n", "facts", *first), Span("n", "facts", *second)), (), ())
    )
    assert told == f"Maya said Dana’s boyfriend shouts. {GAP} “cries at night”. {GAP}"
    one = choose(choose((), Span("n", "facts", 0, 10)), Span("n", "facts", 10, 20))
    assert one == (Span("n", "facts", 0, 20),)
    assert leave_out(one, Span("n", "facts", 5, 8)) == (Span("n", "facts", 0, 5), Span("n", "facts", 8, 20))


def test_an_edge_inside_a_name_leaves_no_half_of_it() -> None:
    cut = Span("n", "facts", 0, at("Dana’s")[0] + 2)
    assert read_as(TEXT, "n", "facts", Selection((cut,), (), (DANA,))) == f"Maya said Adult A’s {GAP}"
    half = Redaction("n", "facts", at("ELLIS")[0], at("ELLIS")[1], Tag.THIRD_PARTY, "Not asked.")
    told = read_as(TEXT, "n", "facts", Selection(WHOLE, (half,), (DANA,)))
    assert "\n[withheld: third party], she said" in told


def test_labels_go_on_after_z() -> None:
    used = [next_label("child", [])]
    for _ in range(27):
        used.append(next_label("child", used))
    assert (used[0], used[25], used[26], used[27]) == ("Child A", "Child Z", "Child AA", "Child AB")


def test_whoever_told_in_confidence_is_pointed_at() -> None:
    assert [TEXT[start:end] for start, end in informant_passages(TEXT)] == [
        "next door",
        "told us in confidence"[8:],
    ]


def test_a_selection_is_the_same_after_it_was_kept() -> None:
    selection = Selection(WHOLE, (withheld("Mr Frost"),), (DANA,))
    assert Selection.from_dict(selection.to_dict()) == selection


spans = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(sorted)


@given(st.lists(spans, max_size=4), st.lists(spans, max_size=4), st.booleans())
def test_nothing_goes_that_was_not_chosen_or_was_withheld(
    chosen: list[list[int]], gone: list[list[int]], renames: bool
) -> None:
    selection = Selection(
        tuple(Span("n", "facts", *span) for span in chosen),
        tuple(Redaction("n", "facts", *span, Tag.NOT_NEEDED, "r") for span in gone if span[0] < span[1]),
        (DANA,) if renames else (),
    )
    covered = {n for start, end in chosen for n in range(start, end)}
    taken = {n for start, end in gone for n in range(start, end)}
    at = 0
    for piece in pieces(TEXT, "n", "facts", selection):
        if piece.how.value == "plain" and piece.text.strip():
            assert piece.text == TEXT[piece.start : piece.end]
            assert set(range(piece.start, piece.end)) <= covered
            assert not set(range(piece.start, piece.end)) & taken
        assert piece.start >= at or not piece.text.strip()
        at = max(at, piece.end)
    told = read_as(TEXT, "n", "facts", selection)
    if renames:
        assert not {word.plain for word in words_of(told)} & {"dana", "dana's", "danas"}
    for words in withheld_words({("n", "facts"): TEXT}, selection):
        if len(words) > 12 and TEXT.count(words) == 1:
            assert words not in told


@given(st.text(alphabet=string.ascii_letters + "’'-\u200b é\n", max_size=60))
def test_places_of_words_are_places_of_the_text(text: str) -> None:
    for word in words_of(text):
        assert text[word.start : word.end]
        assert word.start < word.end <= len(text)
