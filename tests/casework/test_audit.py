"""An audit: the same seed draws the same notes, only the countable is counted, and nothing is graded."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from noteui.casework import audit
from noteui.casework.access import NotAllowed
from noteui.casework.errors import CaseworkError, NotFound
from noteui.casework.finalising import finalise
from noteui.casework.people import add_person
from noteui.casework.writing import begin_note, save_draft
from noteui.checks import all_rules
from noteui.checks.note import About
from noteui.records import Access
from noteui.vault import verify
from noteui.vault.vault import Vault

NOW = datetime(2026, 11, 25, 9, 0)
ANSWERS = dict.fromkeys(all_rules(), "asked elsewhere")


def note(vault: Vault, person: str, *, late: int = 0, **fields: str) -> str:
    """A finalised home visit at which the person was seen, signed so many days after it."""
    signed = NOW - timedelta(days=1) + timedelta(days=late)
    draft = begin_note(
        vault, person, contact="home visit", happened=NOW - timedelta(days=1), now=signed, seen=True
    )
    written = {**draft.note.fields, "facts": "The kettle was cold.", **fields}
    save_draft(vault, replace(draft, note=replace(draft.note, fields=written)), now=signed)
    finalise(vault, draft.id, now=signed, answers=ANSWERS)
    return draft.id


@pytest.fixture
def team(vault: Vault) -> Vault:
    """Two people, five notes about one and one about the other, read by a supervisor."""
    maya = add_person(vault, About("Maya Ellis", "child")).id
    omar = add_person(vault, About("Omar Reid", "child")).id
    note(vault, maya, voice="“Come in,” said Maya.", actions="- [ ] Ring (Priya Nair, by 2026-12-01)")
    note(vault, maya, late=9, actions="- [ ] Ring somebody")
    for _ in range(3):
        note(vault, maya)
    note(vault, omar, family="Nobody else lives here.", opinion="I think he is well, because he ate.")
    vault.user = replace(vault.user, access=Access.SUPERVISOR)
    return vault


def test_the_same_seed_draws_the_same_notes(team: Vault) -> None:
    first = audit.draw(team, 3, seed="autumn", now=NOW)
    again = audit.draw(team, 3, seed="autumn", now=NOW)
    assert first.notes == again.notes and len(first.notes) == 3
    others = {audit.draw(team, 3, seed=f"word {n}", now=NOW).notes for n in range(6)}
    assert len(others) > 1
    assert len(audit.draw(team, 40, seed="all", now=NOW).notes) == 6


def test_the_rule_deals_evenly_over_people(team: Vault) -> None:
    told = audit.draw(team, 2, seed="autumn", rule="each-person", now=NOW)
    assert {label.split(",")[0] for _, label in told.notes} == {"Maya Ellis", "Omar Reid"}
    with pytest.raises(CaseworkError, match="each-writer"):
        audit.draw(team, 2, seed="autumn", rule="worst", now=NOW)
    with pytest.raises(CaseworkError, match="seed"):
        audit.draw(team, 2, seed=" ", now=NOW)
    with pytest.raises(CaseworkError, match="no finalised notes"):
        audit.draw(team, 2, seed="x", now=NOW, until=NOW.date() - timedelta(days=30))


def test_only_what_can_be_counted_is_answered(team: Vault) -> None:
    told = audit.draw(team, 6, seed="autumn", now=NOW)
    countable = {question.id for question in audit.questions() if question.counts}
    assert all(set(counted) <= countable for counted in told.counted.values())
    omar = next(told.counted[note_id] for note_id, label in told.notes if label.startswith("Omar"))
    assert (omar["seen"], omar["family"], omar["voice"], omar["plan"]) == (
        "yes",
        "yes",
        "no",
        "not for this note",
    )
    assert sorted(counted["on-time"] for counted in told.counted.values()) == ["no"] + ["yes"] * 5
    assert "seen-alone" not in omar  # whether a reason is given only a reader can tell
    assert {counted.get("plan") for counted in told.counted.values()} == {"yes", "no", "not for this note"}


def test_an_auditor_answers_otherwise_and_remarks_and_the_report_says_which_was_counted(team: Vault) -> None:
    told = audit.draw(team, 6, seed="autumn", now=NOW)
    first = told.notes[0][0]
    told = audit.answer(team, told.id, first, "family", "partly")
    told = audit.answer(team, told.id, first, "analysis", "yes")
    told = audit.answer(team, told.id, first, audit.REMARK, "Clear about *what* was seen.")
    assert (told.answer(first, "family"), told.answer(first, "history")) == ("partly", None)
    with pytest.raises(CaseworkError):
        audit.answer(team, told.id, first, "family", "7 out of 10")
    with pytest.raises(NotFound):
        audit.answer(team, told.id, "nosuchnote00", "family", "yes")

    report = audit.export_audit(team, told.id)
    assert "6 of 6 finalised notes, drawn by the rule any" in report and "seed autumn" in report
    assert "Is something said under Think Family? partly\n" in report
    assert "Was the child or adult seen? yes (counted)" in report
    assert r"Clear about \*what\* was seen." in report
    assert "%" not in report and "outstanding" not in report
    assert verify.verify(team) == []


def test_only_reviewers_audit_and_each_sees_their_own(team: Vault) -> None:
    told = audit.draw(team, 2, seed="autumn", now=NOW)
    team.user = replace(team.user, id="somebodyelse")
    assert audit.audits(team) == []
    with pytest.raises(NotFound):
        audit.open_audit(team, told.id)
    team.user = replace(team.user, access=Access.PRACTITIONER)
    for refused in (lambda: audit.draw(team, 2, seed="x", now=NOW), lambda: audit.audits(team)):
        with pytest.raises(NotAllowed):
            refused()


def test_every_question_has_a_source() -> None:
    assert all(question.source and question.theme for question in audit.questions())
