"""Several people in one vault: added, changed, removed, recovered; each act in the log, and no name in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from noteui.casework import people, users, ways_in, writing
from noteui.casework.access import NotAllowed
from noteui.casework.errors import Ambiguous, CaseworkError, NotFound
from noteui.casework.since import since_last_opening
from noteui.checks.note import About
from noteui.records import Access, Act
from noteui.vault import keys, log, organisation_key, place, verify
from noteui.vault import vault as vaults
from noteui.vault.errors import UnfitPassphrase, VaultError, WrongPassphrase
from noteui.vault.vault import Vault

from .conftest import PASSPHRASE

ROWAN = "copper meadow ladder tide"
NEW = "seven gooseberry lantern"


@pytest.fixture
def rowan(vault: Vault) -> users.UserLine:
    return users.add_user(
        vault, name="Rowan Cole", role="team manager", access=Access.SUPERVISOR, passphrase=ROWAN
    )


def opened(vault: Vault, passphrase: str) -> Vault:
    return vaults.open_(vault.folder, passphrase)


def acts(vault: Vault) -> list[str]:
    with vault.reading() as session:
        return [entry.act for entry in log.entries(session)]


def test_each_opens_with_their_own_passphrase_and_is_who_they_are(
    vault: Vault, rowan: users.UserLine
) -> None:
    with opened(vault, ROWAN) as theirs:
        assert (theirs.user.name, theirs.user.role) == ("Rowan Cole", "team manager")
        assert theirs.user.access is Access.SUPERVISOR
        assert theirs.user.id == rowan.id
    assert [line.name for line in users.everybody(vault)] == ["Priya Nair", "Rowan Cole"]
    assert all(line.has_passphrase for line in users.everybody(vault))
    assert acts(vault).count(Act.USER_ADDED) == 2
    assert verify.verify(vault) == []


def test_a_passphrase_that_opens_already_is_refused_and_nobody_is_added(vault: Vault) -> None:
    with pytest.raises(UnfitPassphrase):
        users.add_user(vault, name="R", role="r", access=Access.READER, passphrase=PASSPHRASE)

    assert len(users.everybody(vault)) == 1
    assert keys.holders(vault.folder) == [vault.user.id]
    assert verify.verify(vault) == []


def test_a_change_holds_at_the_next_opening_and_is_in_the_log(vault: Vault, rowan: users.UserLine) -> None:
    users.change_user(vault, rowan.id, name="Rowan Cole-Adair", access=Access.READER)

    with opened(vault, ROWAN) as theirs:
        assert theirs.user.name == "Rowan Cole-Adair"
        with pytest.raises(NotAllowed, match="reader may not write"):
            people.add_person(theirs, About("Maya Ellis", "child"))
    assert acts(vault)[-2:] == [Act.USER_CHANGED, Act.VAULT_OPENED]
    assert verify.verify(vault) == []


def test_whoever_is_removed_opens_nothing_and_stays_in_the_table(vault: Vault, rowan: users.UserLine) -> None:
    users.remove_user(vault, rowan.id)

    with pytest.raises(WrongPassphrase):
        opened(vault, ROWAN)
    (place_of_keys, before) = ((vault.folder / name).read_text() for name in (place.KEYS, place.KEYS_BEFORE))
    assert rowan.id not in place_of_keys + before
    (line,) = [line for line in users.everybody(vault) if line.id == rowan.id]
    assert not line.active
    assert line.name == "Rowan Cole"
    assert acts(vault)[-1] == Act.USER_REMOVED
    assert verify.verify(vault) == []
    with pytest.raises(CaseworkError, match="was removed"):
        users.change_user(vault, rowan.id, access=Access.ADMINISTRATOR)


@pytest.mark.parametrize("act", ["demote", "remove"])
def test_the_last_administrator_stays_one(vault: Vault, rowan: users.UserLine, act: str) -> None:
    mine = vault.user.id
    if act == "demote":
        with pytest.raises(CaseworkError, match="last administrator"):
            users.change_user(vault, mine, access=Access.SUPERVISOR)
        users.change_user(vault, rowan.id, access=Access.ADMINISTRATOR)
        users.change_user(vault, mine, access=Access.SUPERVISOR)
    else:
        with pytest.raises(CaseworkError, match="last administrator"):
            users.remove_user(vault, mine)
        users.change_user(vault, rowan.id, access=Access.ADMINISTRATOR)
        with pytest.raises(CaseworkError, match="cannot remove yourself"):
            users.remove_user(vault, mine)
        with opened(vault, ROWAN) as theirs:
            users.remove_user(theirs, mine)
    with opened(vault, ROWAN) as theirs, pytest.raises(CaseworkError, match="last administrator"):
        users.change_user(theirs, rowan.id, access=Access.READER)
    with pytest.raises(NotAllowed):  # this program opened the vault as an administrator, and no longer is
        users.add_user(vault, name="A", role="b", access=Access.READER, passphrase=NEW)


def test_a_colleague_is_found_by_name_part_or_id(vault: Vault, rowan: users.UserLine) -> None:
    users.add_user(vault, name="Rowan Adair", role="nurse", access=Access.READER, passphrase=NEW)
    for typed in ("rowan cole", "COLE", rowan.id[:4], rowan.id):
        assert users.find_user(vault, typed) == rowan
    with pytest.raises(Ambiguous, match="Rowan Adair"):
        users.find_user(vault, "rowan")
    with pytest.raises(NotFound):
        users.find_user(vault, "nobody")


def test_a_changed_passphrase_is_logged_and_the_old_one_opens_no_more(
    vault: Vault, rowan: users.UserLine
) -> None:
    with pytest.raises(CaseworkError, match="somebody else's"):
        ways_in.change_passphrase(vault, ROWAN, NEW)
    with pytest.raises(WrongPassphrase):
        ways_in.change_passphrase(vault, "wrong wrong wrong wrong", NEW)
    ways_in.change_passphrase(vault, PASSPHRASE, NEW)

    with pytest.raises(WrongPassphrase):
        opened(vault, PASSPHRASE)
    with opened(vault, NEW) as again:
        assert again.signer.public == vault.signer.public
    opened(vault, ROWAN).close()
    assert Act.KEY_WRAPPED_ANEW in acts(vault)
    assert verify.verify(vault) == []


def test_a_colleague_who_lost_their_passphrase_gets_another_and_is_told(
    vault: Vault, rowan: users.UserLine
) -> None:
    opened(vault, ROWAN).close()
    users.give_passphrase(vault, rowan.id, NEW)

    with pytest.raises(WrongPassphrase):
        opened(vault, ROWAN)
    with opened(vault, NEW) as theirs:
        assert theirs.user.id == rowan.id
        (told,) = since_last_opening(theirs)
        assert "Priya Nair gave you a new passphrase" in told
    assert since_last_opening(vault) == []
    assert verify.verify(vault) == []


@pytest.fixture(params=["code", "organisation"])
def way(request: pytest.FixtureRequest, vault: Vault) -> Iterator[tuple[str, str]]:
    """How a lost passphrase is got round, and with what."""
    if request.param == "code":
        yield ways_in.BY_CODE, ways_in.make_recovery_code(vault)
    else:
        yield ways_in.BY_ORGANISATION, ways_in.make_organisation_key(vault)


def keys_by(folder: Path, way: tuple[str, str]) -> keys.VaultKeys:
    if way[0] == ways_in.BY_CODE:
        return ways_in.keys_by_code(folder, way[1])
    return ways_in.keys_by_organisation(folder, way[1])


def test_a_lost_passphrase_is_got_round_and_everybody_is_told(
    vault: Vault, rowan: users.UserLine, way: tuple[str, str]
) -> None:
    opened(vault, ROWAN).close()
    vault.close()

    who = ways_in.recover(vault.folder, keys_by(vault.folder, way), "priya", NEW, by=way[0])

    assert who.id == vault.user.id
    with pytest.raises(WrongPassphrase):
        opened(vault, PASSPHRASE)
    with opened(vault, NEW) as mine:
        assert mine.signer.public != vault.signer.public
        (told,) = since_last_opening(mine)
        assert f"the {way[0]} was used to give Priya Nair a new passphrase" in told
        assert since_last_opening(mine) == [told]
        assert verify.verify(mine) == []
    with opened(vault, NEW) as again:
        assert since_last_opening(again) == []
    with opened(vault, ROWAN) as theirs:
        assert told in since_last_opening(theirs)


def test_a_newer_code_or_key_puts_the_last_one_out_of_use(vault: Vault, way: tuple[str, str]) -> None:
    again = ways_in.make_recovery_code if way[0] == ways_in.BY_CODE else ways_in.make_organisation_key
    newer = again(vault)

    with pytest.raises(VaultError):
        keys_by(vault.folder, way)
    assert keys_by(vault.folder, (way[0], newer)) == vault.keys


@pytest.mark.parametrize("text", ["", "noteui-organisation-key-1", "ssh-ed25519 AAAA", "\0"])
def test_another_file_is_no_organisation_key(vault: Vault, text: str) -> None:
    ways_in.make_organisation_key(vault)
    with pytest.raises(CaseworkError, match="no organisation key"):
        ways_in.keys_by_organisation(vault.folder, text)


def test_a_slip_in_the_organisation_key_is_seen(vault: Vault) -> None:
    line = ways_in.make_organisation_key(vault)
    name, secret, check = line.split()
    slipped = f"{name} {'0' if secret[0] != '0' else '1'}{secret[1:]} {check}"
    assert organisation_key.read(line) is not None
    assert organisation_key.read(slipped) is None


def test_what_a_crash_left_in_the_key_file_is_tidied_at_the_next_act(
    vault: Vault, rowan: users.UserLine
) -> None:
    keys.add_user(vault.folder, vault.keys, "neveradded00", "key000000000", NEW)

    users.add_user(vault, name="Sam Oduya", role="nurse", access=Access.READER, passphrase=NEW)

    assert "neveradded00" not in keys.holders(vault.folder)
    with opened(vault, NEW) as theirs:
        assert theirs.user.name == "Sam Oduya"


def test_no_name_and_no_role_is_in_the_log(vault: Vault, rowan: users.UserLine) -> None:
    users.change_user(vault, rowan.id, name="Rowan Heron-Weir", role="lock keeper")
    users.give_passphrase(vault, rowan.id, NEW)
    ways_in.recover(vault.folder, vault.keys, "heron", ROWAN, by=ways_in.BY_CODE)
    users.remove_user(vault, rowan.id)

    with vault.reading() as session:
        told = " ".join(str(log.parts(entry)) for entry in log.entries(session)).casefold()
    for word in ("rowan", "cole", "heron", "manager", "keeper", "priya", "nair", "social"):
        assert word not in told


def test_the_drafts_of_whoever_was_removed_are_still_there(vault: Vault, rowan: users.UserLine) -> None:
    from datetime import datetime

    person = people.add_person(vault, About("Maya Ellis", "child"))
    with opened(vault, ROWAN) as theirs:
        now = datetime(2026, 11, 18, 17, 30)
        draft = writing.begin_note(theirs, person.id, contact="home visit", happened=now, now=now)
    users.remove_user(vault, rowan.id)

    kept = writing.open_note(vault, draft.id).note.author
    assert kept is not None
    assert kept.name == "Rowan Cole"
