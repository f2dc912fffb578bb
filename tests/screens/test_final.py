"""Making a note final and what comes after, driven by keys on a real vault."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Select, Static

from noteui.casework import finalising, people, unfinished, writing
from noteui.checks import About, all_rules
from noteui.records import Access, Act, LogEntry
from noteui.screens.addition import AdditionScreen, SignDialog
from noteui.screens.desk import DeskScreen
from noteui.screens.editor import EditorScreen
from noteui.screens.finalise import FinaliseDialog
from noteui.screens.mark import MarkScreen
from noteui.screens.reading import ReadingScreen
from noteui.screens.versions import VersionsScreen
from noteui.screens.void import VoidDialog
from noteui.screens.widgets.prose_area import ProseArea
from noteui.screens.widgets.reading_text import ReadingText
from noteui.vault import verify

from .conftest import NOW, Place, at_desk, at_editor, until
from .test_editor import type_

FACTS = "Dana rang at 3.45pm.\n\nThe kettle was cold. She said, “It is always cold.”"
VOICE = "Maya was at school and was not seen."
THAT_DAY = NOW.replace(hour=15)
ANY_ANSWER = dict.fromkeys(all_rules(), "Asked, and not known.")


def put(place: Place, *, happened: datetime = THAT_DAY, final: bool = False, **fields: str) -> str:
    """A note about Maya, who lives with nobody that is known."""
    with place.open() as vault:
        person = people.add_person(vault, About("Maya Ellis", "child"), [])
        draft = writing.begin_note(vault, person.id, contact="phone call", happened=happened, now=NOW)
        texts = {**draft.note.fields, "facts": FACTS, "voice": VOICE, **fields}
        draft = writing.save_draft(vault, replace(draft, note=replace(draft.note, fields=texts)), now=NOW)
        writing.settle(vault, draft.id)
        if final:
            finalising.finalise(vault, draft.id, now=NOW, answers=ANY_ANSWER)
    return draft.id


def status(place: Place, note: str) -> str:
    with place.open() as vault:
        return writing.open_note(vault, note).status


def views(place: Place, note: str) -> int:
    with place.open() as vault, vault.reading() as session:
        asked = select(LogEntry).where(LogEntry.object_id == note, LogEntry.act == Act.NOTE_VIEWED)  # type: ignore
        return len(session.scalars(asked).all())


async def on(pilot: Pilot[object], screen: type) -> object:
    await until(pilot, lambda: isinstance(pilot.app.screen, screen))
    await pilot.pause(0.1)
    return pilot.app.screen


def kill(pilot: Pilot[object]) -> None:
    """Let go of the vault with nothing saved, as the end of a process does."""
    pilot.app.vault.close()  # type: ignore[attr-defined]


def read(pilot: Pilot[object]) -> str:
    return pilot.app.screen.query_one(ReadingText).plain


async def test_what_is_missing_is_gone_to_or_answered_and_then_the_note_is_final(place: Place) -> None:
    (note,) = place.put("tamsin-home-visit")
    async with place.app(note).run_test(size=(80, 24)) as pilot:
        editor = await at_editor(pilot)
        await pilot.press("f5")
        dialog = await on(pilot, FinaliseDialog)
        said = " ".join(str(shown.content) for shown in dialog.query(Static))  # type: ignore[attr-defined]
        assert "Think Family is empty" in said
        assert "Tamsin Okoye-Bell, home visit, Wed 18 November 2026, 15:45" in said
        assert "Signed by Priya Nair, social worker" in said
        await pilot.press("f5")
        assert isinstance(pilot.app.screen, FinaliseDialog)
        await pilot.press("enter")
        await on(pilot, EditorScreen)
        assert editor._focused == "family"
        await type_(pilot, "Grace relies on Tamsin.")
        await pilot.press("f5")
        await on(pilot, FinaliseDialog)
        assert not pilot.app.screen.query("Input")
        await pilot.press("f5")
        await on(pilot, ReadingScreen)
        assert "Grace relies on Tamsin." in read(pilot)
        await pilot.press("escape")
        await at_desk(pilot)
    assert status(place, note) == "finalised"
    assert views(place, note) == 1


async def test_an_answer_is_kept_through_escape_and_through_a_kill(place: Place) -> None:
    (note,) = place.put("tamsin-home-visit")
    async with place.app(note).run_test(size=(80, 24)) as pilot:
        await at_editor(pilot)
        await pilot.press("f5")
        await on(pilot, FinaliseDialog)
        await type_(pilot, "not asked")
        await pilot.press("escape")
        await on(pilot, EditorScreen)
        await pilot.press("f5")
        await on(pilot, FinaliseDialog)
        assert pilot.app.screen.query_one(Input).value == "not asked"
        await type_(pilot, " today")
        await until(pilot, lambda: not pilot.app.screen.keeper.is_changed)  # type: ignore[attr-defined]
        kill(pilot)
    async with place.app(note).run_test(size=(80, 24)) as pilot:
        await at_editor(pilot)
        await pilot.press("f5")
        await on(pilot, FinaliseDialog)
        assert pilot.app.screen.query_one(Input).value == "not asked today"
        await pilot.press("f5")
        await on(pilot, ReadingScreen)
        assert "Answer: not asked today" in " ".join(read(pilot).split())
    with place.open() as vault:
        assert unfinished.begun(vault, note, "note") is None


async def test_a_late_note_asks_why_from_what_and_where_that_is_kept(place: Place) -> None:
    note = put(place, happened=datetime(2026, 11, 4, 9), family="Nobody else lives there.")
    async with place.app(note).run_test(size=(80, 24)) as pilot:
        await at_editor(pilot)
        await pilot.press("f5")
        dialog = await on(pilot, FinaliseDialog)
        assert isinstance(dialog, FinaliseDialog)
        for answer in dialog.query("Input"):
            if str(answer.id).startswith("answer"):
                answer.value = "Asked, and not known."  # type: ignore[attr-defined]
        dialog.query_one("#late-why", Input).value = "I was in court."
        dialog.query_one("#late-from", Select).value = "rough notes"
        await pilot.press("f5")
        assert isinstance(pilot.app.screen, FinaliseDialog)
        dialog.query_one("#late-kept", Input).value = "my notebook, locker 4"
        await pilot.press("f5")
        await on(pilot, ReadingScreen)
        assert "I was in court. Written from rough notes; kept: my notebook, locker 4" in " ".join(
            read(pilot).split()
        )


async def test_warnings_never_block(place: Place) -> None:
    note = put(place, opinion="Dana is clearly not coping!!", family="Nobody else lives there.")
    with place.open() as vault:
        must = finalising.unanswered(writing.open_note(vault, note))
    async with place.app().run_test(size=(80, 24)) as pilot:
        desk = await at_desk(pilot)
        lines = desk.query_one("#list", OptionList)
        lines.highlighted = lines.get_option_index(f"note:{note}")
        await pilot.press("f")
        dialog = await on(pilot, FinaliseDialog)
        assert len(dialog.query("Input")) == len(must)  # type: ignore[attr-defined]
        for answer in dialog.query("Input"):  # type: ignore[attr-defined]
            answer.value = "Asked, and not known."
        await pilot.press("f5")
        await on(pilot, ReadingScreen)
    assert status(place, note) == "finalised"


async def test_a_final_note_is_read_found_in_and_logged_once(place: Place) -> None:
    note = put(place, final=True)
    async with place.app().run_test(size=(120, 30)) as pilot:
        desk = await at_desk(pilot)
        lines = desk.query_one("#list", OptionList)
        lines.highlighted = lines.get_option_index(f"note:{note}")
        await pilot.pause(0.1)
        assert "kettle" not in str(desk.query_one("#shown", Static).content)
        await pilot.press("enter")
        await on(pilot, ReadingScreen)
        await pilot.resize_terminal(60, 10)
        await pilot.pause(0.1)
        area = pilot.app.screen.query_one(ReadingText)
        await pilot.press("G")
        await until(pilot, lambda: area.scroll_offset.y == area.max_scroll_y > 0)
        await pilot.press("g")
        await until(pilot, lambda: area.scroll_offset.y == 0)
        await pilot.press("tab")
        await until(pilot, lambda: area.scroll_offset.y > 0)
        await pilot.press("g", "slash")
        await type_(pilot, "cold")
        await pilot.press("enter")
        assert str(pilot.app.screen.query_one("#head", Static).content).startswith("1 of 2")
        await pilot.press("n")
        assert str(pilot.app.screen.query_one("#head", Static).content).startswith("2 of 2")
        await pilot.press("N")
        assert str(pilot.app.screen.query_one("#head", Static).content).startswith("1 of 2")
        await pilot.press("escape", "escape")
        await at_desk(pilot)
    assert views(place, note) == 1


async def test_an_addendum_outlives_a_kill_and_is_signed(place: Place) -> None:
    note = put(place, final=True)
    async with place.app(note).run_test(size=(80, 24)) as pilot:
        await on(pilot, ReadingScreen)
        await pilot.press("a")
        await on(pilot, AdditionScreen)
        await type_(pilot, "The lodger rang")
        await until(pilot, lambda: not pilot.app.screen.keeper.is_changed)  # type: ignore[attr-defined]
        kill(pilot)
    async with place.app(note).run_test(size=(80, 24)) as pilot:
        await on(pilot, ReadingScreen)
        assert "lodger" not in read(pilot)
        await pilot.press("a")
        await on(pilot, AdditionScreen)
        await type_(pilot, " at noon.")
        await pilot.press("escape")
        await on(pilot, ReadingScreen)
        await pilot.press("a")
        await on(pilot, AdditionScreen)
        await pilot.press("f5")
        await on(pilot, SignDialog)
        await pilot.press("enter")
        await on(pilot, ReadingScreen)
        assert "Addendum 1\nThe lodger rang at noon." in read(pilot)
        await pilot.press("a")
        await on(pilot, AdditionScreen)
        assert pilot.app.screen.query_one(ProseArea).text == ""
    with place.open() as vault:
        assert verify.verify(vault) == []


async def test_words_are_marked_by_keyboard_and_corrected_with_the_original_visible(place: Place) -> None:
    note = put(place, final=True)
    async with place.app(note).run_test(size=(80, 24)) as pilot:
        await on(pilot, ReadingScreen)
        await pilot.press("c")
        await on(pilot, MarkScreen)
        await pilot.press("tab", "shift+tab", "enter")
        assert isinstance(pilot.app.screen, MarkScreen)
        await pilot.press(*"www", "space", "w", "enter")
        await on(pilot, AdditionScreen)
        area = pilot.app.screen.query_one(ProseArea)
        assert area.text == "3.45pm"
        await pilot.press("ctrl+u")
        await type_(pilot, "noon")
        await pilot.press("f5")
        assert isinstance(pilot.app.screen, AdditionScreen)
        await type_(pilot, "Misread.")
        await pilot.press("enter")
        await on(pilot, SignDialog)
        await pilot.press("enter")
        await on(pilot, ReadingScreen)
        assert "Dana rang at [was: 3.45pm] noon." in read(pilot)
        assert "Corrected: Misread. Signed by Priya Nair" in read(pilot)
        await pilot.press("v")
        await on(pilot, VersionsScreen)
        assert "[was: 3.45pm] [now: noon]" in read(pilot)
        await pilot.press("k")
        await until(pilot, lambda: "was:" not in read(pilot))
        assert "3.45pm" in read(pilot)
    with place.open() as vault:
        assert writing.open_note(vault, note).note.fields["facts"] == FACTS


async def test_a_supervisor_makes_void_and_the_note_says_so_first(place: Place) -> None:
    note = put(place, final=True)
    async with place.app(note).run_test(size=(80, 24)) as pilot:
        await on(pilot, ReadingScreen)
        await pilot.press("x")
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, ReadingScreen)
        vault = pilot.app.vault  # type: ignore[attr-defined]
        vault.user = replace(vault.user, access=Access.SUPERVISOR)
        await pilot.press("x")
        await on(pilot, VoidDialog)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, VoidDialog)
        await type_(pilot, "About another child.")
        await pilot.press("enter")
        await on(pilot, ReadingScreen)
        assert read(pilot).startswith("VOID\n")
        assert "About another child." in read(pilot)
        await pilot.press("a")
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, ReadingScreen)
    assert status(place, note) == "void"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_draft_made_final_elsewhere_goes_on_as_an_addendum(
    place: Place, size: tuple[int, int]
) -> None:
    note = put(place, facts="Dana rang.")
    async with place.app(note).run_test(size=size) as pilot:
        editor = await at_editor(pilot)
        editor._area.move_cursor(editor._area.document.end)
        with place.open() as vault:
            finalising.finalise(vault, note, now=NOW, answers=ANY_ANSWER)
        await type_(pilot, " She rang")
        await until(pilot, lambda: editor._keeper.state.final)
        await type_(pilot, " again. Twice.")
        await pilot.press("escape")
        await on(pilot, AdditionScreen)
        assert pilot.app.screen.query_one(ProseArea).text == "Observed facts: She rang again. Twice."
        await pilot.press("escape", "escape")
        await on(pilot, DeskScreen)
    with place.open() as vault:
        final = finalising.read_final(vault, note)
        assert final.draft.note.fields["facts"] == "Dana rang."
        assert final.added == ()
        kept = unfinished.begun(vault, note, "addendum")
        assert kept is not None
        assert kept.text == "Observed facts: She rang again. Twice."
