"""What stands in an open form is kept: through locking, a crash and escape; and forgotten once it is done."""

from __future__ import annotations

from datetime import timedelta

from textual.pilot import Pilot
from textual.widgets import Input, Select

from noteui.casework import forms, people
from noteui.checks.note import About
from noteui.screens.app import NoteuiApp
from noteui.screens.dismissals import ReasonDialog
from noteui.screens.locking import LOCKED
from noteui.screens.new_note import NewNoteScreen
from noteui.screens.person import PersonScreen
from noteui.screens.relation import RelationDialog
from noteui.screens.widgets.people_around import PeopleAround
from noteui.vault import vault as vaults

from .conftest import NOW, Place, at_desk, at_editor, until


async def on(pilot: Pilot[object], kind: type) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    await pilot.pause(0.1)


def field(app: NoteuiApp, name: str) -> str:
    return app.screen.query_one(f"#{name}", Input).value


def kept(place: Place, form: str, about: str = "") -> forms.Fields | None:
    with place.open() as vault:
        return forms.begun(vault, form, about)


async def test_a_new_note_is_there_again_after_locking(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("n")
        await on(pilot, NewNoteScreen)
        await pilot.press(*"Maya Ell")
        app.screen.query_one("#contact", Select).value = "phone call"
        app.screen.query_one("#interpreter", Input).value = "Dana, Polish"
        await pilot.pause(0.05)
        await pilot.press("f12")
    assert app.return_value == LOCKED

    again = place.app()
    async with again.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await until(pilot, lambda: any("“New note”" in note.message for note in again._notifications))
        await pilot.press("n")
        await on(pilot, NewNoteScreen)
        assert field(again, "person") == "Maya Ell"
        assert field(again, "interpreter") == "Dana, Polish"
        assert again.screen.query_one("#contact", Select).value == "phone call"
        await pilot.press("f7")
        await pilot.pause(0.1)
        assert field(again, "person") == ""
        await pilot.press("escape")
        await pilot.pause(0.1)
    assert kept(place, "New note") is None


async def test_what_is_typed_is_on_the_disk_within_a_second(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("p")
        await on(pilot, PersonScreen)
        await pilot.press(*"Reg Dunn")
        await pilot.pause(0.9)
        with vaults.open_(place.folder, "violet otter canal lamp") as beside:
            left = forms.begun(beside, "Person", "")
        assert left is not None
        assert left["name"] == "Reg Dunn"


async def test_escape_keeps_it_and_keeping_the_person_forgets_it(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 30)) as pilot:
        await at_desk(pilot)
        await pilot.press("p")
        await on(pilot, PersonScreen)
        await pilot.press(*"Reg Dunn")
        app.screen.query_one(PeopleAround).focus()
        await pilot.press("enter")
        await on(pilot, RelationDialog)
        await pilot.press(*"Lil Dunn", "tab", *"wife", "escape")
        await on(pilot, PersonScreen)
        app.screen.query_one(PeopleAround).focus()
        await pilot.press("enter")
        await on(pilot, RelationDialog)
        assert (field(app, "name"), field(app, "relationship")) == ("Lil Dunn", "wife")
        await pilot.press("ctrl+s")
        await on(pilot, PersonScreen)
        await pilot.press("escape")
        await at_desk(pilot)
        await pilot.press("p")
        await on(pilot, PersonScreen)
        assert field(app, "name") == "Reg Dunn"
        assert [r.name for r in app.screen.query_one(PeopleAround).people] == ["Lil Dunn"]
        await pilot.press("ctrl+s")
        await at_desk(pilot)
        await pilot.pause(0.5)
        await pilot.press("p")
        await on(pilot, PersonScreen)
        assert field(app, "name") == ""
    assert kept(place, "Person") is None
    with place.open() as vault:
        (card,) = people.everyone(vault)
        assert [relation.name for relation in card.people] == ["Lil Dunn"]


async def test_what_changed_meanwhile_stays_and_what_was_typed_comes_back(place: Place) -> None:
    with place.open() as vault:
        card = people.add_person(vault, About("Maya Ellis", "child"))
        fresh: dict[str, object] = {"name": "Maya Ellis", "pronouns": "", "people-around": []}
        typed = {**fresh, "pronouns": "she/her", "over": fresh}
        forms.keep(vault, "Person", card.id, typed, now=NOW)  # type: ignore[arg-type]
        people.change_person(vault, card.id, About("Maya Ellis-Roe", "child"), ())
    app = place.app()
    async with app.run_test(size=(80, 30)) as pilot:
        await at_desk(pilot)
        await pilot.press("G", "enter")
        await on(pilot, PersonScreen)
        assert (field(app, "name"), field(app, "pronouns")) == ("Maya Ellis-Roe", "she/her")


async def test_the_reason_of_one_finding_is_not_that_of_another(place: Place) -> None:
    (note,) = place.put("tamsin-home-visit")
    app = place.app(note)
    async with app.run_test(size=(100, 30)) as pilot:
        editor = await at_editor(pilot)
        first, other = list({f.rule: f for f in editor._checker.findings()}.values())[:2]  # type: ignore[union-attr]
        app.push_screen(ReasonDialog(first))
        await on(pilot, ReasonDialog)
        await pilot.press("tab", *"She told me so", "escape")
        await at_editor(pilot)
        app.push_screen(ReasonDialog(other))
        await on(pilot, ReasonDialog)
        assert field(app, "own-words") == ""
        await pilot.press("escape")
        await at_editor(pilot)
        app.push_screen(ReasonDialog(first))
        await on(pilot, ReasonDialog)
        assert field(app, "own-words") == "She told me so"


def test_only_its_writer_has_it_and_only_lately_is_it_told(place: Place) -> None:
    with place.open() as vault:
        forms.keep(vault, "Person", "", {"name": "Reg"}, now=NOW)
        assert forms.left_open(vault, now=NOW) == ["Person"]
        assert forms.left_open(vault, now=NOW + timedelta(days=2)) == []
        vault.user = vaults.CurrentUser("somebody0000", "", "")
        assert forms.begun(vault, "Person", "") is None
