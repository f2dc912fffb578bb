"""Verify asks of every entry whether its writer might; nobody acts on rights that are gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from noteui.casework import carrying, finalising, users, watching, ways_in
from noteui.casework.access import NEEDED, NotAllowed
from noteui.checks import all_rules
from noteui.paper.note_file import NoteFile
from noteui.records import Access, Act, User
from noteui.records.ids import new_id
from noteui.vault import keys, log
from noteui.vault import users as binding
from noteui.vault import vault as vaults
from noteui.vault.errors import VaultError
from noteui.vault.vault import Vault

from .test_access import NOTE

ROWAN = "copper meadow ladder tide"
NOW = datetime(2026, 11, 17, 19, 5, tzinfo=UTC)


@pytest.fixture
def rowan(vault: Vault) -> Iterator[Vault]:
    """The vault as opened by a practitioner in a program of their own."""
    users.add_user(vault, name="Rowan Cole", role="nurse", access=Access.PRACTITIONER, passphrase=ROWAN)
    with vaults.open_(vault.folder, ROWAN) as opened:
        yield opened


def entries(vault: Vault) -> list[str]:
    with vault.reading() as session:
        return [entry.act for entry in log.entries(session)]


def drafted(vault: Vault) -> str:
    return carrying.import_note(vault, NoteFile(NOTE)).id


def test_every_act_says_what_it_needs() -> None:
    assert set(NEEDED) == set(Act)


def test_whoever_was_removed_meanwhile_signs_nothing_more(vault: Vault, rowan: Vault) -> None:
    note = drafted(rowan)
    users.remove_user(vault, rowan.user.id)
    before = entries(vault)

    with pytest.raises(VaultError, match="You were removed from this vault meanwhile"):
        finalising.finalise(rowan, note, now=NOW, answers=dict.fromkeys(all_rules(), "No."))

    assert entries(vault) == before
    assert watching.verify(vault) == []


def test_whoever_may_only_read_now_is_told_and_then_refused(vault: Vault, rowan: Vault) -> None:
    note = drafted(rowan)
    users.change_user(vault, rowan.user.id, access=Access.READER)
    answers = dict.fromkeys(all_rules(), "No.")

    with pytest.raises(VaultError, match="was changed meanwhile"):
        finalising.finalise(rowan, note, now=NOW, answers=answers)
    with pytest.raises(NotAllowed, match="A reader may not write notes"):
        finalising.finalise(rowan, note, now=NOW, answers=answers)

    assert watching.verify(vault) == []


def test_an_act_that_was_not_allowed_then_is_named_though_it_is_now(vault: Vault, rowan: Vault) -> None:
    with vault.writing() as session:
        entry = log.append(session, rowan.signer, Act.HOLD_LIFTED, object_id="pers00000001")
    users.change_user(vault, rowan.user.id, access=Access.SUPERVISOR)

    assert watching.verify(vault) == [
        f"entry {entry.seq} of the log (hold.lifted) is by somebody who might not do that then"
    ]


def test_an_act_of_somebody_who_had_been_removed_is_named(vault: Vault, rowan: Vault) -> None:
    users.remove_user(vault, rowan.user.id)
    with vault.writing() as session:
        entry = log.append(session, rowan.signer, Act.NOTE_VIEWED, object_id="note00000001")

    assert watching.verify(vault) == [f"entry {entry.seq} of the log is by somebody who had been removed"]


def test_a_user_who_made_themselves_administrator_is_named(vault: Vault, rowan: Vault) -> None:
    with vault.writing() as session:
        me = session.get_one(User, rowan.user.id)
        me.access = Access.ADMINISTRATOR
        session.flush()
        entry = log.append(
            session,
            rowan.signer,
            Act.USER_CHANGED,
            object_id=me.id,
            payload=binding.digest_of(me),
            detail={"access": me.access.value},
        )

    assert watching.verify(vault) == [
        f"entry {entry.seq} of the log (user.changed) is by somebody who might not do that then"
    ]


def test_a_slot_that_somebody_slipped_into_the_key_file_is_named_once_it_signs(vault: Vault) -> None:
    """Whoever holds the vault's keys can write a slot for another user, and open the vault with it."""
    slipped = keys.prepare_user(vault.folder, vault.user.id, new_id(), ROWAN)
    keys.keep_user(vault.folder, vault.keys, slipped)

    with vaults.open_(vault.folder, ROWAN) as false:
        (fault,) = watching.verify(false)
    assert "adds a signing key that nobody who might has vouched for" in fault


@pytest.mark.parametrize("by", [ways_in.BY_CODE, ways_in.BY_ORGANISATION])
def test_a_way_in_vouches_and_one_that_the_log_does_not_know_does_not(vault: Vault, by: str) -> None:
    if by == ways_in.BY_CODE:
        way = ways_in.by_code(vault.folder, ways_in.make_recovery_code(vault))
    else:
        way = ways_in.by_organisation(vault.folder, ways_in.make_organisation_key(vault))
    ways_in.recover(vault.folder, way, "priya", ROWAN, by=by)
    with vaults.open_(vault.folder, ROWAN) as again:
        assert watching.verify(again) == []

    false = keys.WayIn(vault.keys, bytes(32))
    ways_in.recover(vault.folder, false, "priya", "amber fossil ribbon quay", by=by)
    with vaults.open_(vault.folder, "amber fossil ribbon quay") as again:
        (fault,) = watching.verify(again)
    assert "nobody who might has vouched for" in fault
