from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from noteui.casework import people
from noteui.casework.errors import Ambiguous, CaseworkError, NotFound
from noteui.casework.searching import search
from noteui.casework.writing import begin_note, open_note, settle
from noteui.checks.note import About, Relation
from noteui.vault.vault import Vault

MAYA = About("Maya Ellis", "child", date(2016, 3, 14), known_as="May", communicates="Polish, some English")
DANA = Relation("Dana Ellis", "mother", household=True, parental_responsibility=True)
THEO = Relation("Theo Ellis", "brother", date(2019, 8, 2))


def test_a_person_is_kept_with_those_around_them_in_order(vault: Vault) -> None:
    card = people.add_person(vault, MAYA, [THEO, DANA])

    assert card == people.PersonCard(card.id, MAYA, (THEO, DANA), notes=0, last_happened=None)
    assert people.everyone(vault) == [card]


def test_people_stand_by_name_with_their_notes_counted(vault: Vault) -> None:
    people.add_person(vault, About("reg dunn", "adult"))
    maya = people.add_person(vault, MAYA)
    for day in (3, 16, 9):
        begin_note(
            vault,
            maya.id,
            contact="home visit",
            happened=datetime(2026, 11, day, 15),
            now=datetime(2026, 11, 17),
        )

    first, second = people.everyone(vault)

    assert (first.about.name, first.notes, first.last_happened) == (
        "Maya Ellis",
        3,
        datetime(2026, 11, 16, 15),
    )
    assert (second.about.name, second.notes, second.last_happened) == ("reg dunn", 0, None)


def test_changing_a_person_changes_no_note_but_they_are_found_by_the_new_name(vault: Vault) -> None:
    maya = people.add_person(vault, MAYA, [DANA])
    note = begin_note(
        vault, maya.id, contact="home visit", happened=datetime(2026, 11, 16), now=datetime(2026, 11, 17)
    )
    settle(vault, note.id)

    changed = people.change_person(vault, maya.id, replace(MAYA, name="Maya Hart"), [THEO])

    assert (changed.about.name, changed.people) == ("Maya Hart", (THEO,))
    kept = open_note(vault, note.id).note
    assert (kept.about.name, kept.people) == ("Maya Ellis", (DANA,))
    assert [hit.note.id for hit in search(vault, "Hart")] == [note.id]
    assert search(vault, "Hart")[0].note.person_name == "Maya Hart"


def test_someone_told_of_again_is_filled_in_and_not_replaced(vault: Vault) -> None:
    maya = people.add_person(vault, MAYA, [DANA, THEO])

    card = people.add_relation(vault, maya.id, Relation("theo  ellis", "sibling", household=False))

    assert card.people == (DANA, replace(THEO, household=False))
    assert people.add_relation(vault, maya.id, Relation("Jo Park", "teacher")).people[-1].name == "Jo Park"


@pytest.mark.parametrize("typed", ["Maya Ellis", "maya ellis", "  Maya   Ellis ", "maya", "ellis ma", "May"])
def test_a_person_is_found_by_name(vault: Vault, typed: str) -> None:
    maya = people.add_person(vault, MAYA)
    people.add_person(vault, About("Reg Dunn", "adult"))

    assert people.find_person(vault, typed).id == maya.id


def test_a_person_is_found_by_the_beginning_of_an_identifier(vault: Vault) -> None:
    maya = people.add_person(vault, MAYA)

    assert people.find_person(vault, maya.id[:4].upper()).id == maya.id


def test_where_several_are_meant_they_are_named(vault: Vault) -> None:
    people.add_person(vault, MAYA)
    people.add_person(vault, About("Maya Quill", "adult"))

    with pytest.raises(Ambiguous, match=r"Maya Ellis .* Maya Quill"):
        people.find_person(vault, "maya")


@pytest.mark.parametrize("typed", ["", "nobody", "\ud800", "%", "_"])
def test_nobody_is_told(vault: Vault, typed: str) -> None:
    people.add_person(vault, MAYA)

    with pytest.raises(NotFound):
        people.find_person(vault, typed)


def test_a_person_has_a_name(vault: Vault) -> None:
    with pytest.raises(CaseworkError):
        people.add_person(vault, About(" \n", "child"))
    with pytest.raises(CaseworkError):
        people.add_person(vault, MAYA, [Relation("", "mother")])
    assert people.everyone(vault) == []


def test_a_person_who_is_not_there_is_told(vault: Vault) -> None:
    for act in (
        lambda: people.card(vault, "nobody000000"),
        lambda: people.change_person(vault, "nobody000000", MAYA, []),
        lambda: people.add_relation(vault, "nobody000000", DANA),
    ):
        with pytest.raises(NotFound):
            act()
