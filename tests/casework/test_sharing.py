from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from noteui.casework import sharing_loop as loop
from noteui.casework.access import NotAllowed
from noteui.casework.errors import CaseworkError, Conflict
from noteui.casework.finalising import add, finalise
from noteui.casework.people import add_person
from noteui.casework.sharing import begin_sharing, decide, open_sharing, readdress, save_sharing, tell
from noteui.casework.sharing_corrections import whom_to_tell
from noteui.casework.sharing_rows import OpenSharing
from noteui.casework.working_days import working_days
from noteui.casework.writing import begin_note
from noteui.checks import all_rules
from noteui.checks.note import About
from noteui.checks.sharing import Item, Recipient, Sharing, Told
from noteui.checks.sharing_clock import waits
from noteui.records import Access
from noteui.vault import place, triggers, verify
from noteui.vault.engine import make_engine
from noteui.vault.vault import CurrentUser, Vault

NOW = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
THEN = datetime(2026, 11, 24, 15, 0)
SCHOOL = Recipient(
    name="Hannah Bale",
    role="designated safeguarding lead",
    agency="Northgate Primary",
    route="phone",
    address="0161 496 0444",
    address_checked="the number on the school's own page",
    identity_checked="I rang the listed number and asked for her by name",
)


def sound(about: About) -> Sharing:
    return Sharing(
        about=about,
        what="Maya told me on 23 November that her uncle hits her with a belt; she has a mark on her arm.",
        asked="Keep Maya in school until I arrive at 14:00, and ring me if her uncle comes.",
        purpose="so that the school can keep Maya safe this afternoon",
        why="Without it the uncle can collect her before she is seen; only who may collect her is said.",
        basis=("public-task",),
        contents=("facts",),
        recipients=(SCHOOL,),
        told=(Told("Dana Ellis", told=True, when=datetime(2026, 11, 24, 11), how="by phone"),),
    )


def decided(vault: Vault) -> OpenSharing:
    maya = add_person(vault, About("Maya Ellis", "child"))
    draft = begin_sharing(vault, maya.id, now=NOW, given=sound(maya.about))
    return decide(vault, draft.id, now=NOW)


def test_a_sharing_goes_round_the_loop_and_the_vault_verifies(vault: Vault) -> None:
    opened = decided(vault)
    (to,) = opened.sharing.recipients
    when = datetime(2026, 11, 24, 16, 31, tzinfo=UTC)
    later = datetime(2026, 11, 24, 17, tzinfo=UTC)
    with vault.writing() as session:
        loop.sent(session, vault, opened.id, to.id, when, "by phone", now=later)
        loop.received(session, vault, opened.id, to.id, when, "Hannah Bale", now=later)
        loop.restated(
            session, vault, opened.id, to.id, when, "Hannah Bale", "The uncle may collect her.", now=later
        )
        loop.corrected(session, vault, opened.id, to.id, when, "No: he must not collect her.", now=later)
        loop.restated(
            session, vault, opened.id, to.id, when, "Hannah Bale", "I keep her from her uncle.", now=later
        )
        loop.confirmed(session, vault, opened.id, to.id, when, now=later)
        loop.closed(session, vault, opened.id, to.id, when, now=later)
    with vault.reading() as session:
        told = loop.steps(session, opened.id)
    assert [step.kind for step in told] == [
        "decided",
        "sent",
        "received",
        "restated",
        "corrected",
        "restated",
        "confirmed",
        "closed",
    ]
    assert open_sharing(vault, opened.id).state == "closed"
    assert verify.verify(vault) == []


def test_received_does_not_mean_understood(vault: Vault) -> None:
    opened = decided(vault)
    (to,) = opened.sharing.recipients
    with vault.writing() as session:
        loop.sent(session, vault, opened.id, to.id, NOW, "by phone", now=NOW)
        loop.received(session, vault, opened.id, to.id, NOW, "Hannah Bale", now=NOW)
        with pytest.raises(Conflict):
            loop.confirmed(session, vault, opened.id, to.id, NOW, now=NOW)
        with pytest.raises(CaseworkError):
            loop.closed(session, vault, opened.id, to.id, NOW, now=NOW)
        with pytest.raises(CaseworkError, match="own words"):
            loop.restated(session, vault, opened.id, to.id, NOW, "Hannah Bale", "Received, thanks", now=NOW)


def test_the_database_refuses_to_change_what_was_decided(vault: Vault) -> None:
    opened = decided(vault)
    for statement in (
        "UPDATE sharing SET why = 'because'",
        "UPDATE sharing SET state = 'closed', seq = seq + 1",
        "UPDATE sharing_recipient SET state = 'understood'",
        "DELETE FROM sharing",
        "DELETE FROM sharing_recipient",
    ):
        with pytest.raises(DBAPIError), vault.writing() as session:
            session.execute(text(statement))
    assert open_sharing(vault, opened.id) == opened


def test_whoever_takes_the_guards_away_is_told_on_by_the_log(vault: Vault) -> None:
    opened = decided(vault)
    bare = make_engine(vault.folder / place.DATABASE, vault.data_key, guarded=False)
    with bare.execution_options(write=True).begin() as connection:
        triggers.drop(connection)
        connection.execute(text("UPDATE sharing_recipient SET state = 'understood'"))
        triggers.create(connection)
    (fault,) = verify.verify(vault)
    assert opened.id in fault


def test_what_goes_is_finalised_and_what_is_added_later_is_owed_to_whoever_has_it(vault: Vault) -> None:
    maya = add_person(vault, About("Maya Ellis", "child"))
    note = begin_note(vault, maya.id, contact="home visit", happened=THEN, now=THEN)
    given = replace(sound(maya.about), items=(Item(note.id, "facts"),))
    with pytest.raises(CaseworkError, match="finalise"):
        begin_sharing(vault, maya.id, now=NOW, given=given)
    finalise(vault, note.id, now=THEN, answers=dict.fromkeys(all_rules(), "Not known."))
    draft = begin_sharing(vault, maya.id, now=NOW, given=given)
    (to,) = decide(vault, draft.id, now=NOW).sharing.recipients
    with vault.writing() as session:
        loop.sent(session, vault, draft.id, to.id, NOW, "by phone", now=NOW)
    assert whom_to_tell(vault, note.id) is None
    add(vault, note.id, "It was the left arm.")
    assert "Hannah Bale" in str(whom_to_tell(vault, note.id))
    with vault.writing() as session:
        loop.record(session, vault, "told-again", draft.id, to.id, loop.Given(NOW, how="by phone"), now=NOW)
    assert whom_to_tell(vault, note.id) is None
    add(vault, note.id, "And the right leg.")
    assert whom_to_tell(vault, note.id) is not None
    with vault.writing() as session:
        loop.sent(session, vault, draft.id, to.id, NOW, "by post, all of it", now=NOW)
    assert whom_to_tell(vault, note.id) is None
    assert verify.verify(vault) == []


def test_somebody_who_was_not_told_is_asked_about_again_until_they_are(vault: Vault) -> None:
    opened = decided(vault)
    no = Told("Dana Ellis", told=False, because="Her brother reads her phone.", look_again=date(2026, 11, 26))
    asked = tell(vault, opened.id, no, now=NOW)
    assert [wait.what for wait in waits(asked.sharing, working_days("england"))] == ["send", "look-again"]
    told = tell(vault, opened.id, Told("Dana Ellis", told=True, how="at the visit"), now=NOW)
    assert [wait.what for wait in waits(told.sharing, working_days("england"))] == ["send"]
    with pytest.raises(CaseworkError):
        tell(vault, opened.id, Told("Dana Ellis", told=False), now=NOW)


def test_a_wrong_recipient_is_a_breach_that_is_dealt_with_before_anything_is_closed(vault: Vault) -> None:
    opened = decided(vault)
    (to,) = opened.sharing.recipients

    def step(kind: str, how: str = "as it was", minutes: int = 0) -> None:
        given = loop.Given(NOW + timedelta(minutes=minutes), "H. Bale", how, how)
        with vault.writing() as session:
            loop.record(session, vault, kind, opened.id, to.id, given, now=NOW + timedelta(hours=9))

    step("sent")
    step("misdirected", "to another surgery", 7)
    (breach,) = [
        w
        for w in waits(open_sharing(vault, opened.id).sharing, working_days("england"))
        if w.what == "breach"
    ]
    assert breach.due == NOW + timedelta(minutes=7, hours=72)
    with pytest.raises(Conflict, match="breach"):
        step("closed", "never mind", 8)
    changed = replace(to, name="Dr Lowe", address="lowe@mill.example", address_checked="read back")
    readdress(vault, opened.id, to.id, changed, reason="The wrong surgery was chosen.", now=NOW)
    step("sent", "by secure mail", 9)
    step("breach-answered", "Recalled at 10:09; reported to the data protection lead.", 15)
    step("closed", "He rang to say that he has it.", 20)
    (to,) = open_sharing(vault, opened.id).sharing.recipients
    assert (to.name, to.state) == ("Dr Lowe", "closed")
    step("misdirected", "the first surgery kept a copy", 30)
    assert open_sharing(vault, opened.id).state == "decided"
    assert verify.verify(vault) == []


def test_whoever_may_only_read_decides_nothing(vault: Vault) -> None:
    opened = decided(vault)
    vault.user = CurrentUser(vault.user.id, vault.user.name, vault.user.role, Access.READER)
    with pytest.raises(NotAllowed):
        begin_sharing(vault, opened.person_id, now=NOW)
    with pytest.raises(NotAllowed), vault.writing() as session:
        loop.sent(session, vault, opened.id, "1", NOW, "by phone", now=NOW)


def test_a_draft_is_saved_as_it_stands(vault: Vault) -> None:
    maya = add_person(vault, About("Maya Ellis", "child"))
    draft = begin_sharing(vault, maya.id, now=NOW)
    kept = save_sharing(
        vault, OpenSharing(draft.id, maya.id, sound(maya.about), version=draft.version), now=NOW
    )
    assert open_sharing(vault, draft.id) == kept
    assert kept.sharing.recipients[0].name == "Hannah Bale"
    with pytest.raises(Conflict):
        save_sharing(vault, draft, now=NOW)
