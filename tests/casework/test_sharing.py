from __future__ import annotations

from datetime import UTC, datetime

import pytest

from noteui.casework import sharing_loop as loop
from noteui.casework.errors import CaseworkError, Conflict
from noteui.casework.people import add_person
from noteui.casework.sharing import begin_sharing, decide, open_sharing, save_sharing
from noteui.casework.sharing_rows import OpenSharing
from noteui.checks.note import About
from noteui.checks.sharing import Recipient, Sharing, Told
from noteui.vault import verify
from noteui.vault.vault import Vault

NOW = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
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
