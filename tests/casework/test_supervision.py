"""Supervision: between whom it is, what its rules find, signed like a note, and its actions never lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from noteui.casework import actions, due, supervision, watching
from noteui.casework.access import NotAllowed
from noteui.casework.agenda import agenda, became, last_actions
from noteui.casework.errors import CaseworkError, Conflict
from noteui.casework.people import add_person
from noteui.casework.supervision import Supervision
from noteui.casework.users import add_user
from noteui.casework.working_days import working_days
from noteui.checks.note import About
from noteui.paper.supervision_file import write_agenda
from noteui.records import Access, Step
from noteui.vault import vault as vaults
from noteui.vault.vault import CurrentUser, Vault

NOW = datetime(2026, 11, 25, 11, 0)
ENGLAND = working_days("england")
WORDS = {
    "changed": "Maya has been at school every day since 9 November; her teacher told Priya.",
    "risk": "Lower than last time, because the lodger has left and the locks are changed.",
    "decisions": "Stay at child in need, because the change is three weeks old. Decided against early help.",
    "actions": (
        "- [ ] Visit after school (Priya Nair, by 2026-12-02)\n"
        "- [x] Ring the school (Priya Nair, by 2026-11-20)"
    ),
}


class Desk:
    """One vault and the people who use it, each in turn."""

    def __init__(self, vault: Vault) -> None:
        self.vault = self._first = vault
        self.priya = vault.user
        self._opened = {vault.user.id: vault}
        self.rowan = self._add("Rowan Cole", Access.SUPERVISOR)
        self.sana = self._add("Sana Iqbal", Access.PRACTITIONER)
        self.other = self._add("Lena Roy", Access.SUPERVISOR)
        self.admin = self._add("Joan Amis", Access.ADMINISTRATOR)
        self.maya = add_person(vault, About("Maya Ellis", "child")).id

    def _add(self, name: str, access: Access) -> CurrentUser:
        phrase = f"teal orbit {name} fog"
        made = add_user(self._first, name=name, role="worker", access=access, passphrase=phrase)
        self._opened[made.id] = vaults.open_(self._first.folder, phrase)
        return self._opened[made.id].user

    def as_(self, user: CurrentUser) -> Vault:
        """The vault as that user has it open."""
        self.vault = self._opened[user.id]
        return self.vault

    def draft(self, *, held: datetime = NOW, **words: str) -> Supervision:
        """A draft by Rowan with Priya about Maya."""
        vault = self.as_(self.rowan)
        begun = supervision.begin(vault, [self.priya.id], held=held, now=NOW)
        told = replace(begun, words={**WORDS, **words}, people=((self.maya, "Maya Ellis"),))
        return supervision.save(vault, told, now=NOW)

    def final(self, **given: Any) -> Supervision:
        """The same, signed."""
        draft = self.draft(**given)
        return supervision.finalise_supervision(self.vault, draft.id, now=NOW)


@pytest.fixture
def at(vault: Vault) -> Desk:
    return Desk(vault)


def test_it_is_kept_signed_and_read_by_both_sides(at: Desk) -> None:
    final = at.final()
    for user in (at.rowan, at.priya):
        told = supervision.open_supervision(at.as_(user), final.id)
        assert told.words["changed"] == WORDS["changed"]
        assert (told.by.name, told.with_[0][1], told.people[0][1]) == (
            "Rowan Cole",
            "Priya Nair",
            "Maya Ellis",
        )
    assert watching.verify(at.vault) == []


def test_nobody_else_reads_it_and_an_administrator_knows_only_that_it_is_there(at: Desk) -> None:
    draft, final = at.draft(), at.final()
    for user in (at.sana, at.other):
        assert supervision.supervisions(at.as_(user)) == []
        with pytest.raises(NotAllowed):
            supervision.open_supervision(at.vault, final.id)
    admin = at.admin
    (line,) = supervision.supervisions(at.as_(admin))
    assert (line.id, line.readable) == (final.id, False)
    for act in (supervision.open_supervision, supervision.export_supervision):
        with pytest.raises(NotAllowed):
            act(at.vault, final.id)
    at.as_(at.priya)  # who makes a vault is its administrator, and is supervised here
    assert {one.id for one in supervision.supervisions(at.vault)} == {final.id}
    with pytest.raises(NotAllowed):
        supervision.open_supervision(at.vault, draft.id)


def test_a_practitioner_cannot_record_one_and_nobody_supervises_themselves(at: Desk) -> None:
    with pytest.raises(NotAllowed):
        supervision.begin(at.as_(at.sana), [at.priya.id], held=NOW, now=NOW)
    at.as_(at.rowan)
    with pytest.raises(CaseworkError, match="themselves"):
        supervision.begin(at.vault, [at.rowan.id], held=NOW, now=NOW)
    with pytest.raises(CaseworkError, match="group"):
        supervision.begin(at.vault, [at.priya.id, at.sana.id], held=NOW, now=NOW)
    with pytest.raises(CaseworkError, match="with whom"):
        supervision.begin(at.vault, [], held=NOW, now=NOW)
    assert supervision.begin(at.vault, [at.priya.id, at.sana.id], held=NOW, now=NOW, kind="group").with_


def test_a_save_from_an_older_version_is_refused_and_nothing_is_lost(at: Desk) -> None:
    draft = at.draft()
    supervision.save(at.vault, replace(draft, words={"changed": "first"}), now=NOW)
    with pytest.raises(Conflict):
        supervision.save(at.vault, replace(draft, words={"changed": "second"}), now=NOW)
    assert supervision.open_supervision(at.vault, draft.id).words["changed"] == "first"
    assert not supervision.discard_empty(at.vault, draft.id)


def test_what_is_signed_is_only_added_to_and_by_either_side(at: Desk) -> None:
    final = at.final()
    with pytest.raises(Conflict):
        supervision.save(at.vault, replace(final, words={"changed": "other"}), now=NOW)
    supervision.add_to(at.as_(at.priya), final.id, "I see the risk as higher than is written here.")
    with pytest.raises(NotAllowed):
        supervision.add_to(at.as_(at.sana), final.id, "x")
    text = supervision.export_supervision(at.as_(at.rowan), final.id)
    assert re.search(r"Added \d+ \w+ \d{4}", text) and "by Priya Nair" in text
    assert "higher than is written" in text
    assert "## Decisions" in text and "*Nothing recorded.*" in text
    assert watching.verify(at.vault) == []


def test_changing_it_in_the_database_is_named(at: Desk, unguarded: Callable[[str], None]) -> None:
    final = at.final()
    unguarded(f"UPDATE supervision SET held = '2026-10-01 10:00:00' WHERE id = '{final.id}'")
    assert any("supervision of entry" in fault for fault in watching.verify(at.vault))
    unguarded("DELETE FROM supervision_with")
    assert any("supervision of entry" in fault for fault in watching.verify(at.vault))


def test_its_actions_are_on_the_board_of_both_and_of_nobody_else(at: Desk) -> None:
    final = at.final()
    action = f"{final.id}.1"

    def seen(user: CurrentUser) -> dict[str, due.Due]:
        board = due.board(at.as_(user), now=NOW, everybody=True, days=ENGLAND)
        return {one.id: one for _, part in board.parts for one in part}

    assert action in seen(at.rowan) and action in seen(at.priya)
    assert action not in seen(at.sana) and action not in seen(at.other)
    with pytest.raises(NotAllowed):
        actions.settle(at.as_(at.other), action, Step.DONE, "x", now=NOW)
    actions.settle(at.as_(at.priya), action, Step.CARRIED, "She was ill.", due=date(2026, 12, 9), now=NOW)
    assert seen(at.rowan)[action].due == date(2026, 12, 9)
    assert f"{final.id}:{at.priya.id}" in seen(at.rowan)  # the next supervision, four weeks on
    assert watching.verify(at.vault) == []


def test_last_times_actions_come_first_carried_over_until_they_are_settled(at: Desk) -> None:
    first = at.final(held=NOW - timedelta(days=28), actions="- [ ] Ring the GP (Priya Nair, by 2026-11-03)")
    actions.settle(at.vault, f"{first.id}.1", Step.CARRIED, "Surgery shut.", due=date(2026, 11, 27), now=NOW)
    second = at.final(held=NOW)
    held, told = last_actions(at.as_(at.rowan), at.priya.id)
    assert held == NOW
    assert [action.id for action in told] == [f"{second.id}.1", f"{second.id}.2", f"{first.id}.1"]
    assert became(told[2]) == "carried over to Fri 27 November 2026: Surgery shut."

    page = write_agenda(agenda(at.vault, at.priya.id, now=NOW, days=ENGLAND))
    assert page.index("Ring the GP") < page.index("## What waits") < page.index("Whose voice is missing?")
    with pytest.raises(NotAllowed):
        agenda(at.as_(at.sana), at.priya.id, now=NOW, days=ENGLAND)


def test_its_own_rules_are_asked_with_the_one_before(at: Desk) -> None:
    at.final(held=NOW - timedelta(days=30))
    draft = at.draft(decisions="Close to early help.", actions="- [ ] Chase the school")
    raised = {finding.rule for finding in supervision.findings(draft)}
    assert raised == {
        "supervision/decision-without-reason",
        "supervision/action-without-owner",
        "supervision/copied-from-last-time",
        "supervision/long-since-last",
    }
    assert supervision.finalise_supervision(at.vault, draft.id, now=NOW).is_final  # they block nothing


def test_an_empty_draft_is_dropped(at: Desk) -> None:
    vault = at.as_(at.rowan)
    begun = supervision.begin(vault, [at.priya.id], held=NOW, now=NOW)
    with pytest.raises(CaseworkError, match="nothing to sign"):
        supervision.finalise_supervision(vault, begun.id, now=NOW)
    assert supervision.discard_empty(vault, begun.id)
    assert supervision.supervisions(vault) == []
