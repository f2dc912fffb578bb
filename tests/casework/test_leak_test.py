"""The leak test finds what it is told to look for, however it is written, and asks about nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from noteui.casework.leak_test import LeakKind, Somebody, addresses_in, leaks, numbers_in, unanswered

from .leaks import measure

MAYA = Somebody("Maya Ellis", born=date(2016, 3, 14), close=True, meant=True)
DANA = Somebody("Dana Ellis", relationship="mother", born=date(1990, 2, 5), close=True)
KATE = Somebody("Katherine O’Neill-Jones", relationship="maternal aunt", close=True, hidden=True)
OMAR = Somebody("Omar Rahman", born=date(2015, 1, 2))
WILL = Somebody("Will Young", close=True)
EVERYBODY = (MAYA, DANA, KATE, OMAR, WILL)


def found(text: str) -> set[tuple[str, str]]:
    return {(leak.kind.value, " ".join(leak.found.split())) for leak in leaks(text, EVERYBODY)}


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Then Dana’s sister rang.", "name", "Dana’s"),
        ("Then danas sister rang.", "name", "danas"),
        ("DANA\nELLIS rang.", "name", "DANA ELLIS"),
        ("Ellis, Dana rang.", "name", "Ellis, Dana"),
        ("Da\u200bna rang.", "name", "Da\u200bna"),
        ("**Da**na is no name, **Dana** is.", "name", "Dana"),
        ("Mrs O'Neill Jones rang.", "name", "O'Neill"),
        ("Kitty rang.", "nickname", "Kitty"),
        ("Write to dana.ellis@example.org.", "address", "dana.ellis@example.org"),
        ("She said that Will hit her.", "name", "Will"),
        ("Omar was there.", "name", "Omar"),
        ("Dnana rang.", "name", ""),
        ("Kathrine rang.", "name", "Kathrine"),
        ("Born 5 February 1990.", "birth date", "5 February 1990"),
        ("Born 5th of Feb ’90.", "birth date", "5th of Feb ’90"),
        ("Born 05.02.1990.", "birth date", "05.02.1990"),
        ("Born 1990-02-05.", "birth date", "1990-02-05"),
        ("Born February 5th, 1990.", "birth date", "February 5th, 1990"),
        ("Born 05021990.", "birth date", "05021990"),
        ("Her birthday is the fifth of February.", "birth date", "fifth of February"),
        ("He was born on 2/1/15.", "birth date", "2/1/15"),
        ("She lives at 12 Hazel Grove now.", "address", "12 Hazel Grove"),
        ("The postcode is ZZ99 3VZ.", "address", "ZZ99 3VZ"),
        ("She moved to flat 3.", "address", "flat 3"),
        ("Ring 07700 900123.", "number", "07700 900123"),
        ("NHS number 999 123 4567.", "number", "999 123 4567"),
        ("See CP/2026/0417.", "number", "CP/2026/0417"),
        ("Her auntie told us.", "relationship", "auntie"),
    ],
)
def test_it_is_found_however_it_is_written(text: str, kind: str, words: str) -> None:
    if words:
        assert (kind, words) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Maya said that she will sleep at her mum's on 17 November 2026 at 15:30.",
        "Maya Ellis, born 14 March 2016, was seen at 3.45pm.",
        "She is young, and will ask 2 people by 24/11/2026.",
        "Twice, on the stairs, she said nothing for 10 minutes.",
    ],
)
def test_what_is_meant_to_go_asks_nothing(text: str) -> None:
    assert found(text) == set()


def test_each_thing_is_asked_once_and_is_silent_once_answered() -> None:
    asked = leaks("Dana rang. Dana’s mother rang. dana again.", EVERYBODY)
    assert [leak.times for leak in asked if leak.kind is LeakKind.NAME and leak.found == "Dana"] == [2]
    answers = {leak.key: "She is the mother and named on purpose." for leak in asked}
    assert unanswered(asked, answers) == []
    assert unanswered(asked, dict.fromkeys(answers, " ")) == asked


def test_numbers_and_addresses_of_the_file_are_found_in_pieces() -> None:
    asked = leaks(
        "They moved from the Grove, the one called hazel-grove. Code 4 4 1 9 0 2 7 it was.",
        [],
        addresses=["12 Hazel Grove"],
        numbers=["4419027"],
    )
    assert {(leak.kind, leak.found) for leak in asked} >= {(LeakKind.ADDRESS, "hazel-grove")}
    assert any(leak.kind is LeakKind.NUMBER for leak in asked)


def test_words_that_were_withheld_are_found_again() -> None:
    withheld = "the man at the back saw her fall down the stairs"
    asked = leaks("He says the man at the back saw her. She sat.", [], withheld=[withheld, "Frost"])
    assert [leak.kind for leak in asked] == [LeakKind.WITHHELD]
    assert leaks("FROST’s door", [], withheld=["Frost"])[0].kind is LeakKind.WITHHELD


def test_what_a_text_holds_of_addresses_and_numbers() -> None:
    text = "In 4B Mill Lane, ZZ99 3WZ, call +44 7700 900123 about QQ123456C, not on 14/03/2016."
    assert addresses_in(text) == ["4B Mill Lane", "ZZ99 3WZ"]
    assert numbers_in(text) == ["+44 7700 900123", "QQ123456C"]


def test_of_what_is_seeded_at_most_two_in_a_hundred_are_missed() -> None:
    result = measure(40, seed=7)
    assert result.seeded > 1_000
    assert result.missed <= 0.02 * result.seeded, result.told()
    assert result.unseeded <= 0.5 * result.texts, result.told()
