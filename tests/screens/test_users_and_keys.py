"""Several people in one vault, from the app: users, passphrases, the recovery code, notices on opening."""

from __future__ import annotations

import shutil

import pytest
from textual.widgets import Input, Select

from noteui.casework import users, watching, ways_in
from noteui.records import Access, Act
from noteui.screens.app import NoteuiApp
from noteui.screens.notice import NoticeScreen
from noteui.screens.passphrase import PassphraseDialog
from noteui.screens.recovery import RecoveryScreen
from noteui.screens.unlock import UnlockScreen
from noteui.screens.users import RemoveDialog, UserForm, UsersScreen
from noteui.vault import keys, log
from noteui.vault import place as places
from noteui.vault import vault as vaults
from noteui.vault.errors import WrongPassphrase

from .conftest import NOW, PASSPHRASE, Place, at_desk, until

ROWAN = "copper meadow ladder tide"
NEW = "seven gooseberry lantern"


def add_rowan(place: Place, access: Access = Access.SUPERVISOR) -> users.UserLine:
    with place.open() as vault:
        return users.add_user(vault, name="Rowan Cole", role="team manager", access=access, passphrase=ROWAN)


async def test_whoever_unlocks_is_who_they_are_without_giving_a_name(place: Place) -> None:
    add_rowan(place)
    app = NoteuiApp(place.folder, clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, UnlockScreen))
        app.screen.query_one(Input).value = ROWAN
        await pilot.press("enter")
        desk = await at_desk(pilot)
        assert "Rowan Cole" in str(desk.query_one("#whose").render())
        await pilot.press("u")
        await pilot.pause(0.05)
        assert app.screen is desk
        assert any("may not add" in toast.message for toast in app._notifications)


async def test_an_administrator_adds_changes_and_removes_somebody_at_80_by_24(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, UsersScreen))
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, UserForm))
        form = app.screen
        assert all(widget.region.bottom <= 24 for widget in form.query("Input, Select, Static"))
        await pilot.press(*"Rowan", "enter", *"nurse", "enter")
        form.query_one(Select).value = Access.READER
        form.query_one("#new", Input).value = ROWAN
        form.query_one("#again", Input).value = "another"
        await pilot.press("ctrl+s")
        await pilot.pause(0.05)
        assert app.screen is form
        form.query_one("#again", Input).value = ROWAN
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, UsersScreen))
        await pilot.pause(0.05)
        assert app.vault is not None
        (_, rowan) = users.everybody(app.vault)
        assert (rowan.name, rowan.role, rowan.access) == ("Rowan", "nurse", Access.READER)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, UserForm))
        await pilot.press(*"Rowan Cole", "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, UsersScreen))
        assert users.everybody(app.vault)[1].name == "Rowan Cole"
        await pilot.pause(0.05)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, RemoveDialog))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, UsersScreen))
        assert not users.everybody(app.vault)[1].active
    with pytest.raises(WrongPassphrase):
        vaults.open_(place.folder, ROWAN)


async def test_a_colleague_gets_a_new_passphrase(place: Place) -> None:
    add_rowan(place)
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, UsersScreen))
        await pilot.press("j", "w")
        await until(pilot, lambda: isinstance(app.screen, PassphraseDialog))
        await pilot.press(*"too short", "enter", *"too short", "enter")
        await pilot.pause(0.05)
        assert isinstance(app.screen, PassphraseDialog)
        app.screen.query_one("#new", Input).value = NEW
        app.screen.query_one("#again", Input).value = NEW
        app.screen.query_one("#again", Input).focus()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, UsersScreen))
    with vaults.open_(place.folder, NEW) as vault:
        assert vault.user.name == "Rowan Cole"


async def test_one_changes_one_s_own_passphrase(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, PassphraseDialog))
        dialog = app.screen
        for old in ("wrong wrong wrong wrong", PASSPHRASE):
            for name, value in (("old", old), ("new", NEW), ("again", NEW)):
                dialog.query_one(f"#{name}", Input).value = value
            dialog.query_one("#again", Input).focus()
            await pilot.press("enter")
            if old != PASSPHRASE:
                await until(pilot, lambda: "does not open" in str(dialog.query_one("#answer").render()))
        await until(pilot, lambda: not isinstance(app.screen, PassphraseDialog))
    vaults.open_(place.folder, NEW).close()
    with pytest.raises(WrongPassphrase):
        place.open()


async def test_a_recovery_code_is_asked_about_shown_once_and_works(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, RecoveryScreen))
        assert not keys.has_recovery_code(place.folder)
        await pilot.press("y")
        await pilot.pause(0.05)
        code = str(app.screen.query_one("#code").render()).strip()
        await pilot.press("y")
        assert code in str(app.screen.query_one("#code").render())
        await pilot.press("escape")
        await at_desk(pilot)
        assert app.vault is not None
        assert ways_in.keys_by_code(place.folder, code) == app.vault.keys


async def test_what_happened_to_the_keys_is_told_once(place: Place) -> None:
    add_rowan(place)
    vaults.open_(place.folder, ROWAN).close()
    with place.open() as vault:
        users.give_passphrase(vault, users.find_user(vault, "rowan").id, NEW)
    for told in (True, False):
        app = NoteuiApp(place.folder, passphrase=NEW, clock=lambda: NOW)
        async with app.run_test(size=(80, 24)) as pilot:
            if told:
                await until(pilot, lambda pilot=pilot: isinstance(pilot.app.screen, NoticeScreen))
                await pilot.pause(0.05)
                said = " ".join(str(s.render()) for s in app.screen.query(".told"))
                assert "Priya Nair gave you a new passphrase" in said
                await pilot.press("enter")
            await at_desk(pilot)
            await pilot.press("ctrl+q")


async def test_an_older_vault_is_told_until_an_administrator_saw_to_it(place: Place) -> None:
    add_rowan(place)
    older = shutil.copytree(place.folder, place.folder.with_name("older"))
    for _ in range(2):
        place.open().close()
    shutil.copyfile(older / places.DATABASE, place.folder / places.DATABASE)
    for passphrase, key in ((ROWAN, "s"), (PASSPHRASE, "s"), (ROWAN, "")):
        app = NoteuiApp(place.folder, passphrase=passphrase, clock=lambda: NOW)
        async with app.run_test(size=(80, 24)) as pilot:
            if key:
                await until(pilot, lambda pilot=pilot: isinstance(pilot.app.screen, NoticeScreen))
                await pilot.press(key)
                await pilot.pause(0.05)
                assert isinstance(app.screen, NoticeScreen) == (passphrase == ROWAN)
                await pilot.press("escape")
            await at_desk(pilot)
            await pilot.press("ctrl+q")
    with place.open() as vault:
        assert watching.open_faults(vault) == []
        with vault.reading() as session:
            acts = [entry.act for entry in log.entries(session)]
        assert acts.count(Act.FAULT_ACKNOWLEDGED) == 1
