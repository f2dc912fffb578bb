"""Information sharing driven by keys, on a real vault."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Select, Static

from noteui.casework import finalising, people, register, sharing, sharing_loop, watching, writing
from noteui.casework.sharing_rows import OpenSharing
from noteui.checks import About, all_rules
from noteui.checks.sharing import Item, Recipient, Sharing, Told
from noteui.screens.desk import DeskScreen
from noteui.screens.due import DueScreen
from noteui.screens.editor import EditorScreen
from noteui.screens.fixes import FixesDialog
from noteui.screens.reading import ReadingScreen
from noteui.screens.register import RegisterScreen, WhomDialog
from noteui.screens.sharing_form import DecideDialog, SharingFormScreen
from noteui.screens.sharing_loop import SharingScreen, StepDialog
from noteui.screens.widgets.prose_area import ProseArea

from .conftest import NOW, Place, at_desk, at_editor, until
from .test_editor import type_

THEN = NOW.astimezone(UTC)
ANY_ANSWER = dict.fromkeys(all_rules(), "Asked, and not known.")
MAYA = About("Maya Ellis", "child")
SOUND = Sharing(
    about=MAYA,
    what="Maya told me on 17 November that her uncle hits her with a belt.",
    asked="Keep Maya in school until I arrive at 14:00, and ring me if her uncle comes.",
    purpose="so that the school can keep Maya from her uncle this afternoon",
    why="Without it her uncle can collect her before she is seen; only who may collect her is said.",
    basis=("public-task",),
    contents=("facts",),
    recipients=(
        Recipient(
            name="Hannah Bale",
            role="safeguarding lead",
            agency="Northgate Primary",
            route="phone",
            address="0161 496 0444",
            identity_checked="I rang the school's listed number and asked for her",
        ),
    ),
    told=(
        Told("Dana Ellis", told=True, when=datetime(2026, 11, 18, 11), how="by phone", view="She agreed."),
    ),
)


def decided(place: Place, given: Sharing = SOUND, *, note: bool = False) -> str:
    """A sharing about Maya, decided; from a finalised note that goes with it if asked."""
    with place.open() as vault:
        person = people.add_person(vault, MAYA, [])
        note_id = None
        if note:
            draft = writing.begin_note(vault, person.id, contact="phone call", happened=NOW, now=NOW)
            fields = {
                **draft.note.fields,
                "facts": "The kettle was cold.",
                "voice": "Maya said, “He hits me.”",
            }
            writing.save_draft(vault, replace(draft, note=replace(draft.note, fields=fields)), now=NOW)
            finalising.finalise(vault, draft.id, now=NOW, answers=ANY_ANSWER)
            note_id = draft.id
            given = replace(given, items=(Item(draft.id, "facts"),))
        begun = sharing.begin_sharing(vault, person.id, now=THEN, note_id=note_id, given=given)
        return sharing.decide(vault, begun.id, now=THEN).id


def kept(place: Place, sharing_id: str) -> OpenSharing:
    with place.open() as vault:
        return sharing.open_sharing(vault, sharing_id)


def everything(place: Place) -> list[register.Entry]:
    with place.open() as vault:
        return register.register(vault, now=THEN)


async def on(pilot: Pilot[object], screen: type) -> object:
    await until(pilot, lambda: isinstance(pilot.app.screen, screen))
    await pilot.pause(0.1)
    return pilot.app.screen


async def form(pilot: Pilot[object]) -> SharingFormScreen:
    await until(
        pilot,
        lambda: isinstance(pilot.app.screen, SharingFormScreen) and pilot.app.screen._ready,
    )
    screen = pilot.app.screen
    assert isinstance(screen, SharingFormScreen)
    return screen


async def write(pilot: Pilot[object], words: str) -> None:
    """Paste all but the end into what has the focus and type that: a pilot takes long over each key."""
    begun, _, ended = words.rpartition(" ")
    if begun:
        await pilot.pause()
        focused = pilot.app.focused
        assert focused is not None
        focused.post_message(Paste(f"{begun} "))
        await pilot.pause()
    await type_(pilot, ended)


async def say(pilot: Pilot[object], kind: str, words: str, who: str = "") -> None:
    """Record a step: its key, the words, and who where it asks."""
    await pilot.press(kind)
    dialog = await on(pilot, StepDialog)
    if who:
        dialog.query_one("#who", Input).value = who  # type: ignore[attr-defined]
    dialog.query_one("#words").focus()  # type: ignore[attr-defined]
    await write(pilot, words)
    await pilot.press("f5")
    await until(pilot, lambda: isinstance(pilot.app.screen, SharingScreen))
    await pilot.pause(0.1)


async def test_what_a_note_says_was_told_is_logged_from_where_it_is_written(place: Place) -> None:
    with place.open() as vault:
        person = people.add_person(vault, MAYA, [])
        note = writing.begin_note(vault, person.id, contact="home visit", happened=NOW, now=NOW)
    async with place.app(note.id).run_test(size=(120, 40)) as pilot:
        editor = await at_editor(pilot)
        await until(pilot, lambda: editor._shared is not None)
        await type_(pilot, "I rang the police. She")
        await until(pilot, lambda: any("log this" in f.message for f in editor._findings))
        editor.go_to(next(f for f in editor._findings if "log this" in f.message))
        await until(pilot, lambda: editor._here() is not None)
        await pilot.press("f9")
        await on(pilot, FixesDialog)
        await pilot.press("enter")
        screen = await form(pilot)
        assert screen.query_one("#recipient-agency", Input).value == "police"
        assert screen.query_one("#what", ProseArea).text == "I rang the police."
        await pilot.press("escape")
        await on(pilot, EditorScreen)
        await until(pilot, lambda: not any("log this" in f.message for f in editor._findings))
    (entry,) = everything(place)
    assert (entry.state, entry.note_id) == ("draft", note.id)


async def test_a_sharing_is_written_decided_and_followed_until_it_is_understood(place: Place) -> None:
    with place.open() as vault:
        people.add_person(vault, MAYA, [])
    async with place.app().run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("i")
        await on(pilot, RegisterScreen)
        await pilot.press("n")
        await on(pilot, WhomDialog)
        await pilot.press("enter")
        screen = await form(pilot)
        for name, value in (
            ("recipient-name", "Hannah Bale"),
            ("recipient-role", "lead"),
            ("recipient-agency", "Northgate Primary"),
            ("recipient-checked", "I rang the listed number"),
            ("told-who", "Dana Ellis"),
            ("told-how", "today 11am by phone"),
            ("told-view", "She agreed."),
        ):
            screen.query_one(f"#{name}", Input).value = value
        screen.query_one("#recipient-route", Select).value = "phone"
        screen.query_one("#told-told", Select).value = True
        screen.query_one("#basis-0", Select).value = "public-task"
        await pilot.press("f5")
        dialog = await on(pilot, DecideDialog)
        shown = " ".join(str(part.content) for part in dialog.query(Static))  # type: ignore[attr-defined]
        assert "needs an answer" in shown
        await pilot.press("enter")
        await on(pilot, SharingFormScreen)
        for name in ("what", "asked", "purpose", "why"):
            screen.query_one(f"#{name}").focus()
            await write(pilot, getattr(SOUND, name))
        await pilot.press("f5")
        await on(pilot, DecideDialog)
        await pilot.press("enter")
        await on(pilot, SharingScreen)
        await pilot.press("u")
        assert isinstance(pilot.app.screen, SharingScreen)
        await say(pilot, "s", "by phone")
        await say(pilot, "r", "she answered", "Hannah Bale")
        await say(pilot, "b", "The uncle collects her at three.", "Hannah Bale")
        await say(pilot, "p", "No. He must not collect her.")
        await say(pilot, "b", "I keep her in the office.", "Hannah Bale")
        await say(pilot, "u", "yes")
        await say(pilot, "c", "she was kept in")
        await pilot.press("escape")
        await on(pilot, RegisterScreen)
        await pilot.press("escape")
        await on(pilot, DeskScreen)
    (entry,) = everything(place)
    assert (entry.state, entry.reach) == ("closed", "closed")
    with place.open() as vault:
        assert watching.verify(vault) == []


async def test_in_an_emergency_three_answers_decide_and_the_rest_is_asked_for_after(place: Place) -> None:
    bare = Sharing(
        MAYA,
        urgency="immediate",
        what="Her uncle strangled her this morning; she is in school.",
        purpose="so that the police can meet her there now",
        recipients=(Recipient("", "duty sergeant", "Leyford police", "phone"),),
    )
    with place.open() as vault:
        person = people.add_person(vault, MAYA, [])
        begun = sharing.begin_sharing(vault, person.id, now=THEN, given=bare)
    async with place.app().run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("i")
        await on(pilot, RegisterScreen)
        await pilot.press("enter")
        screen = await form(pilot)
        await pilot.press("f5")
        await on(pilot, DecideDialog)
        await pilot.press("e")
        await on(pilot, SharingScreen)
        assert not kept_now(pilot, begun.id).complete
        await pilot.press("f5")
        screen = await form(pilot)
        screen.query_one("#recipient-checked", Input).value = "999"
        screen.query_one("#told-who", Input).value = "Dana Ellis"
        screen.query_one("#told-told", Select).value = True
        screen.query_one("#basis-0", Select).value = "vital-interests"
        screen.query_one("#why").focus()
        await type_(pilot, "He could have come to the school for her.")
        await pilot.press("escape")
        await on(pilot, SharingScreen)
    opened = kept(place, begun.id)
    assert opened.complete
    assert opened.sharing.told[0].who == "Dana Ellis"


def kept_now(pilot: Pilot[object], sharing_id: str) -> OpenSharing:
    return sharing.open_sharing(pilot.app.vault, sharing_id)  # type: ignore[attr-defined]


async def test_what_was_typed_into_a_form_is_there_after_the_program_died(place: Place) -> None:
    with place.open() as vault:
        person = people.add_person(vault, MAYA, [])
        begun = sharing.begin_sharing(vault, person.id, now=THEN, given=SOUND)
    async with place.app().run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("i")
        await on(pilot, RegisterScreen)
        await pilot.press("enter")
        screen = await form(pilot)
        screen.query_one("#why").focus()
        await type_(pilot, " He has her key.")
        await until(pilot, lambda: "He has her key." in kept_now(pilot, begun.id).sharing.why)
        pilot.app.vault.close()  # type: ignore[attr-defined]
    assert "He has her key." in kept(place, begun.id).sharing.why


async def test_a_draft_is_dropped_where_it_is_asked_for_twice(place: Place) -> None:
    with place.open() as vault:
        person = people.add_person(vault, MAYA, [])
        sharing.begin_sharing(vault, person.id, now=THEN, given=SOUND)
    async with place.app().run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("i")
        lines = (await on(pilot, RegisterScreen)).query_one(OptionList)  # type: ignore[attr-defined]
        await pilot.press("x")
        assert "Hannah Bale" in str(lines.get_option_at_index(0).prompt)
        await pilot.press("x")
        assert "Nothing here" in str(lines.get_option_at_index(0).prompt)
    assert everything(place) == []


async def test_a_correction_of_a_note_that_was_shared_asks_for_them_to_be_told(place: Place) -> None:
    sharing_id = decided(place, note=True)
    with place.open() as vault:
        opened = sharing.open_sharing(vault, sharing_id)
        to = opened.sharing.recipients[0].id
        with vault.writing() as session:
            sharing_loop.sent(session, vault, sharing_id, to, THEN, "by phone", now=THEN)
        finalising.add(vault, str(opened.note_id), "The kettle was hot.")
    (entry,) = everything(place)
    assert (entry.untold, entry.is_overdue(THEN)) == (1, True)
    async with place.app(opened.note_id).run_test(size=(80, 24)) as pilot:
        await on(pilot, ReadingScreen)
        await pilot.press("i")
        await on(pilot, RegisterScreen)
        await pilot.press("enter")
        screen = await on(pilot, SharingScreen)
        listed = screen.query_one(OptionList).get_option_at_index(0).prompt  # type: ignore[attr-defined]
        assert "tell them what changed" in str(listed)
        await say(pilot, "t", "by phone")
    (entry,) = everything(place)
    assert entry.untold == 0


async def test_the_register_is_narrowed_to_what_is_looked_for(place: Place) -> None:
    decided(place)
    with place.open() as vault:
        (person,) = people.everyone(vault)
        withheld = Sharing(
            MAYA,
            decision="withhold",
            why="Dana asked for a week, and nobody is at risk in it.",
            told=(Told("Dana Ellis", told=True, view="Thank you."),),
            answers=MappingProxyType({"recorded/withheld-without-reason": "Nobody is on duty on Sunday."}),
        )
        begun = sharing.begin_sharing(vault, person.id, now=THEN, given=withheld)
        sharing.decide(vault, begun.id, now=THEN)
    async with place.app().run_test(size=(120, 40)) as pilot:
        await at_desk(pilot)
        await pilot.press("i")
        screen = await on(pilot, RegisterScreen)
        lines = screen.query_one(OptionList)  # type: ignore[attr-defined]
        assert lines.option_count == 2
        await pilot.press("slash")
        await type_(pilot, "northgate")
        await until(pilot, lambda: lines.option_count == 1)
        await pilot.press("escape")
        await until(pilot, lambda: lines.option_count == 2)
        await pilot.press("slash")
        await type_(pilot, "week risk")
        await until(pilot, lambda: lines.option_count == 1)
        assert "Not shared" in str(lines.get_option_at_index(0).prompt)
        await pilot.press("escape")
        await until(pilot, lambda: lines.option_count == 2)
        await pilot.press("d", "d")
        await until(pilot, lambda: lines.option_count == 1)
        assert "Not shared" in str(lines.get_option_at_index(0).prompt)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_form_looks_as_it_did(place: Place, snap_compare: object, size: tuple[int, int]) -> None:
    with place.open() as vault:
        person = people.add_person(vault, MAYA, [])
        given = replace(SOUND, what="Sent the full file to the network.", basis=("consent",))
        sharing.begin_sharing(vault, person.id, now=THEN, given=given)

    async def ready(pilot: Pilot[object]) -> None:
        await at_desk(pilot)
        await pilot.press("i")
        await on(pilot, RegisterScreen)
        await pilot.press("enter")
        screen = await form(pilot)
        await until(pilot, lambda: bool(screen._findings))
        await pilot.pause(0.5)

    assert snap_compare(place.app(), terminal_size=size, run_before=ready)  # type: ignore[operator]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_one_sharing_looks_as_it_did(place: Place, snap_compare: object, size: tuple[int, int]) -> None:
    sharing_id = decided(place)
    with place.open() as vault, vault.writing() as session:
        to = sharing.open_sharing(vault, sharing_id).sharing.recipients[0].id
        sharing_loop.sent(session, vault, sharing_id, to, THEN, "by phone", now=THEN)
        sharing_loop.received(session, vault, sharing_id, to, THEN, "Hannah Bale", now=THEN)

    async def ready(pilot: Pilot[object]) -> None:
        await at_desk(pilot)
        await pilot.press("i")
        await on(pilot, RegisterScreen)
        await pilot.press("enter")
        await on(pilot, SharingScreen)
        await pilot.pause(0.5)

    assert snap_compare(place.app(), terminal_size=size, run_before=ready)  # type: ignore[operator]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_register_looks_as_it_did(place: Place, snap_compare: object, size: tuple[int, int]) -> None:
    decided(place)

    async def ready(pilot: Pilot[object]) -> None:
        await at_desk(pilot)
        await pilot.press("i")
        screen = await on(pilot, RegisterScreen)
        if size[0] > 100:  # the identifier is another in every vault
            screen.query_one("#shown", Static).update("Shared: Hannah Bale")  # type: ignore[attr-defined]
        await pilot.pause(0.3)

    assert snap_compare(place.app(), terminal_size=size, run_before=ready)  # type: ignore[operator]


async def test_what_is_overdue_is_opened_from_the_board(place: Place) -> None:
    long_ago = THEN.replace(day=10)
    with place.open() as vault:
        person = people.add_person(vault, MAYA, [])
        begun = sharing.begin_sharing(vault, person.id, now=long_ago, given=SOUND)
        sharing.decide(vault, begun.id, now=long_ago)
    async with place.app().run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("b")
        board = await on(pilot, DueScreen)
        lines = board.query_one(OptionList)  # type: ignore[attr-defined]
        await until(pilot, lambda: lines.highlighted is not None)
        assert "Hannah Bale" in str(lines.get_option_at_index(lines.highlighted).prompt)
        await pilot.press("enter")
        await on(pilot, SharingScreen)
        await say(pilot, "s", "by phone")
        await pilot.press("escape")
        await on(pilot, DueScreen)
