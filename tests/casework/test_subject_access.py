"""A person's file for themselves: everything final but what is tagged, read by a second person, in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from noteui.casework import carrying, finalising, outgoing, subject_access, users
from noteui.casework.erasing import erase
from noteui.casework.errors import CaseworkError, Conflict
from noteui.casework.packages import LeaksUnanswered
from noteui.casework.redacting import Redaction, Tag
from noteui.paper.note_file import read_note
from noteui.records import Access, ContentKey
from noteui.vault import vault as vaults
from noteui.vault.vault import Vault
from noteui.vault.verify import verify

PASSPHRASE, ROWAN = "violet otter canal lamp", "copper meadow ladder tide"
NOTES = Path(__file__).resolve().parents[2] / "src/noteui/casework/demo_notes"
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


@pytest.fixture
def person(vault: Vault) -> Iterator[str]:
    draft = carrying.import_note(vault, read_note((NOTES / "tamsin-home-visit.md").read_text()))
    answers = {f.rule: "Not asked on this visit." for f in finalising.unanswered(draft)}
    finalising.finalise(vault, draft.id, now=NOW, answers=answers)
    yield draft.person_id


def asked(vault: Vault, person: str, **given: object) -> subject_access.Request:
    told = {"asked_by": "Tamsin Okoye-Bell", "asked_on": date(2026, 11, 3), "now": NOW, **given}
    return subject_access.begin_request(vault, person, **told)  # type: ignore[arg-type]


def test_a_file_is_released_once_another_person_has_read_what_goes(vault: Vault, person: str) -> None:
    request = asked(vault, person, identity_checked="Her passport, seen by me.")
    ready = subject_access.making_ready(vault, request.id)
    (source,) = outgoing.sources(vault, [person])
    text = source.parts[0].text
    start = text.index("It was reported that Martin has been round again.")
    gone = Redaction(source.id, "facts", start, start + 49, Tag.INFORMANT, "Told in confidence.")
    ready = outgoing.save_outgoing(vault, outgoing.with_selection(ready, redactions=(gone,)), now=NOW)
    found = subject_access.test(vault, request.id)
    assert {leak.found for leak in found} >= {"Grace"}
    assert not any("Priya" in leak.found for leak in found)
    with pytest.raises(LeaksUnanswered):
        subject_access.read_second(vault, request.id)
    answers = {leak.key: "It is her own mother, whom she named herself." for leak in found}
    ready = outgoing.save_outgoing(vault, replace(ready, answers=answers), now=NOW)
    with pytest.raises(Conflict, match="somebody else"):
        subject_access.read_second(vault, request.id)
    with pytest.raises(CaseworkError, match="read what goes first"):
        subject_access.release(vault, request.id, now=NOW)

    users.add_user(vault, name="Rowan Cole", role="team manager", access=Access.SUPERVISOR, passphrase=ROWAN)
    with vaults.open_(vault.folder, ROWAN) as rowan:
        assert subject_access.read_second(rowan, request.id).read_by == "Rowan Cole"
        less = outgoing.save_outgoing(vault, outgoing.with_selection(ready, redactions=()), now=NOW)
        more = {**answers, **{leak.key: "Hers." for leak in subject_access.test(vault, request.id)}}
        less = outgoing.save_outgoing(vault, replace(less, answers=more), now=NOW)
        with pytest.raises(Conflict, match="read it again"):
            subject_access.release(vault, request.id, now=NOW)
        outgoing.save_outgoing(vault, outgoing.with_selection(less, redactions=(gone,)), now=NOW)
        subject_access.read_second(rowan, request.id)
    document = subject_access.release(vault, request.id, now=NOW)
    assert "[withheld: informant]" in document.text
    assert "Told in confidence." in document.text
    assert "Martin" not in document.text
    assert "Signed by Priya Nair, social worker" in document.text
    with pytest.raises(Conflict):
        subject_access.release(vault, request.id, now=NOW)
    assert verify(vault) == []
    erased = erase(vault, source.id, basis="Schedule 4", now=NOW)
    assert request.id in erased.certificate
    with vault.reading() as session:
        assert session.get(ContentKey, request.id) is None
    assert verify(vault) == []


def test_the_clock_is_a_calendar_month_and_is_extended_once_with_a_reason(vault: Vault, person: str) -> None:
    request = asked(vault, person)
    assert request.due == date(2026, 12, 3)
    assert request.clock(date(2026, 11, 24)) == "Due by 3 December 2026: 9 days are left."
    assert "OVERDUE by 2 days" in request.clock(date(2026, 12, 5))
    later = subject_access.clear(vault, request.id, on=date(2026, 11, 10), how="Her passport, seen by me.")
    assert later.due == date(2026, 12, 10)
    with pytest.raises(CaseworkError):
        subject_access.extend(vault, request.id, why="busy", today=date(2026, 11, 24))
    with pytest.raises(CaseworkError, match="overdue"):
        subject_access.extend(
            vault, request.id, why="Eleven volumes; she was told.", today=date(2026, 12, 30)
        )
    longer = subject_access.extend(
        vault, request.id, why="Eleven volumes; she was told by letter.", today=date(2026, 12, 1)
    )
    assert longer.due == date(2027, 2, 10)
    with pytest.raises(Conflict):
        subject_access.extend(vault, request.id, why="Once more, she was told.", today=date(2026, 12, 1))
    month_end = asked(vault, person, asked_on=date(2026, 10, 31))
    assert month_end.due == date(2026, 11, 30)
    before_christmas = asked(vault, person, asked_on=date(2026, 11, 24))
    assert before_christmas.due == date(2026, 12, 24)
    assert subject_access.clocks().source
    assert verify(vault) == []
