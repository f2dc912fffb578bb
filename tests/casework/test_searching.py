from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noteui.casework import people, writing
from noteui.casework.searching import search
from noteui.checks.note import NO_FIELDS, About, Relation
from noteui.vault import vault as vaults
from noteui.vault import verify
from noteui.vault.vault import Vault

from .conftest import PASSPHRASE

NOW = datetime(2026, 11, 24, 9)


def write(vault: Vault, day: int = 16, *, settled: bool = True, **fields: str) -> writing.Draft:
    found = [card for card in people.everyone(vault) if card.about.name == "Maya Ellis"]
    maya = found[0] if found else people.add_person(vault, About("Maya Ellis", "child"), [DANA])
    draft = writing.begin_note(
        vault, maya.id, contact="home visit", happened=datetime(2026, 11, day, 15), now=NOW
    )
    note = replace(draft.note, fields={**NO_FIELDS, **fields})
    draft = writing.save_draft(vault, replace(draft, note=note), now=NOW)
    if settled:
        writing.settle(vault, draft.id)
    return draft


DANA = Relation("Dana O’Brien", "mother", household=True)


@pytest.mark.parametrize(
    "typed",
    [
        *("bruise", "BRUISED", "bruises arm", '"left arm"', "“left arm”", "bru*", "bru", "left bru", "Maya"),
        *("O'Brien", "o’brien", "dana", "nguyen", "self-harm", "arm -bruise", "arm, bruise!", 'arm "', "Zoë"),
    ],
)
def test_a_note_is_found_by_what_stands_in_it(vault: Vault, typed: str) -> None:
    note = write(vault, facts="A bruise on her left arm.", voice="Mr Nguyễn and Zoe spoke of self-harm.")

    assert [hit.note.id for hit in search(vault, typed)] == [note.id]


@pytest.mark.parametrize("typed", ["", " ", '"', "*", "-", '"arm left"', "bruise leg", "facts:arm", "NOT"])
def test_what_does_not_stand_in_it_finds_nothing(vault: Vault, typed: str) -> None:
    write(vault, facts="A bruise on her left arm.")

    assert search(vault, typed) == []


def test_a_hit_says_where_and_shows_the_words_around(vault: Vault) -> None:
    write(vault, facts="The arm.", voice="She held up her arm and said it was bruised there.")

    (hit,) = search(vault, "bruise")
    (by_name,) = search(vault, "Dana")

    assert (hit.field, by_name.field) == ("voice", "names")
    assert hit.snippet == (
        ("She held up her arm and said it was ", False),
        ("bruised", True),
        (" there.", False),
    )


def test_what_was_written_about_somebody_is_shown_before_the_bare_name(vault: Vault) -> None:
    write(vault, voice="She asked when Dana would be back.")

    (hit,) = search(vault, "dana")

    assert hit.field == "voice"
    assert [piece for piece, matched in hit.snippet if matched] == ["Dana"]


def test_the_newest_event_comes_first_or_the_best_match(vault: Vault) -> None:
    middle = write(vault, day=9, facts="bruise bruise bruise")
    old = write(vault, day=2, facts="One bruise among many other words that say little about it.")
    new = write(vault, day=20, facts="One bruise among many other words that say little about it.")

    assert [hit.note.id for hit in search(vault, "bruise")] == [new.id, middle.id, old.id]
    assert search(vault, "bruise", newest_first=False)[0].note.id == middle.id
    assert len(search(vault, "bruise", limit=2)) == 2


def test_only_what_was_settled_is_found_and_the_last_words_only(vault: Vault) -> None:
    draft = write(vault, settled=False, facts="A bruise.")
    assert search(vault, "bruise") == []

    writing.settle(vault, draft.id)
    changed = replace(draft.note, fields={**NO_FIELDS, "facts": "A graze."}, happened=datetime(2026, 11, 1))
    draft = writing.save_draft(vault, replace(draft, note=changed), now=NOW)
    writing.settle(vault, draft.id)

    assert search(vault, "bruise") == []
    assert len(search(vault, "graze")) == 1
    assert verify.verify(vault) == []


def test_a_note_that_is_dropped_is_found_no_more(vault: Vault) -> None:
    draft = write(vault, facts="A bruise.")
    draft = writing.save_draft(vault, replace(draft, note=replace(draft.note, fields=NO_FIELDS)), now=NOW)
    assert writing.discard_empty(vault, draft.id)

    assert search(vault, "bruise") == []
    assert verify.verify(vault) == []


def test_what_a_crash_left_out_is_found_after_unlocking(vault: Vault) -> None:
    vault.close()
    child = os.fork()
    if child == 0:  # ends without leaving the editor, as a program that was killed does
        write(vaults.open_(vault.folder, PASSPHRASE), settled=False, facts="A bruise.")
        os._exit(0)
    os.waitpid(child, 0)

    with vaults.open_(vault.folder, PASSPHRASE) as again:
        assert len(search(again, "bruise")) == 1
        assert verify.verify(again) == []


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80),
        st.text(st.sampled_from("\"'*^()+-:{}[]AND OR NOT NEAR,\0\ud800\ufdd0“”é,a1"), max_size=60),
        st.lists(
            st.sampled_from(["bruise", '"', "AND", "NEAR(", "names:", "*", "^", "a*b", "\U000e0001"])
        ).map(" ".join),
    )
)
def test_no_query_can_raise(shared_vault: Vault, query: str) -> None:
    if not people.everyone(shared_vault):
        write(shared_vault, facts="A bruise on her left arm. \ufdd0 \ufdd1 AND NEAR a1")

    for newest_first in (True, False):
        for hit in search(shared_vault, query, newest_first=newest_first):
            assert any(matched for _, matched in hit.snippet)
