"""The editor, driven by keys on a real vault."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual import events
from textual.widgets import Input, Static, TextArea

from noteui.casework import people, writing
from noteui.casework.desk import list_notes
from noteui.casework.writing import begin_note
from noteui.checks import FIELDS, About, Relation
from noteui.screens.action_form import ActionForm
from noteui.screens.desk import DeskScreen
from noteui.screens.details import DetailsDialog
from noteui.screens.dismissals import DismissedDialog, ReasonDialog
from noteui.screens.editor import EditorScreen
from noteui.screens.fixes import FixesDialog
from noteui.screens.relation import RelationDialog
from noteui.screens.why import WhyDialog
from noteui.screens.widgets.findings_panel import FindingsPanel
from noteui.vault.errors import DiskFull

from .conftest import NOW, Place, at_editor, until


def begun(place: Place) -> str:
    """A new, empty note about Maya, and its id."""
    with place.open() as vault:
        person = people.add_person(
            vault, About("Maya Ellis", "child"), [Relation("Dana Ellis", "mother", household=True)]
        )
        return begin_note(
            vault,
            person.id,
            contact="home visit",
            happened=NOW.replace(hour=15),
            now=NOW,
            seen=True,
            seen_alone=True,
        ).id


def marked(editor: EditorScreen, field: str) -> list[str]:
    area = editor._fields[field].area
    return [area.text[mark.start : mark.end] for mark in area.marks]


def text(editor: EditorScreen, field: str) -> str:
    return editor._fields[field].area.text


def shown(editor: EditorScreen) -> str:
    return str(editor.query_one(FindingsPanel).content)


async def type_(pilot: object, words: str) -> None:
    keys = {" ": "space", ".": "full_stop", ",": "comma", "\n": "enter"}
    await pilot.press(*[keys.get(letter, letter) for letter in words])  # type: ignore[attr-defined]


async def test_findings_come_when_the_sentence_is_left_and_go_when_it_is_mended(place: Place) -> None:
    async with place.app(begun(place)).run_test(size=(120, 40)) as pilot:
        editor = await at_editor(pilot)
        await type_(pilot, "Dana clearly saw him.")
        await pilot.pause(0.1)
        assert marked(editor, "facts") == []
        await type_(pilot, " She")
        await until(pilot, lambda: "clearly" in marked(editor, "facts"))
        area = editor._area
        before = area.selection, area.scroll_offset
        await pilot.pause(0.1)
        assert (area.selection, area.scroll_offset) == before
        area.go_to(12)
        await pilot.press(*["backspace"] * 7)
        await until(pilot, lambda: "clearly" not in marked(editor, "facts"))


async def test_every_field_is_reached_by_tab_and_shown_at_every_size(place: Place) -> None:
    (note,) = place.put("tamsin-home-visit")
    async with place.app(note).run_test(size=(80, 24)) as pilot:
        editor = await at_editor(pilot)
        for size in ((80, 24), (120, 40), (200, 60), (40, 10)):
            await pilot.resize_terminal(*size)
            await pilot.pause(0.1)
            seen = []
            for _ in FIELDS:
                seen.append(editor._focused)
                assert editor._area.has_focus
                assert editor._area.size.height >= 1
                await pilot.press("tab")
                await pilot.pause(0.05)
            assert sorted(seen) == sorted(FIELDS)
            await pilot.press("shift+tab")
            await pilot.press("tab")
            if size[0] >= 120:
                assert all(field.is_open for field in editor._fields.values())
            if size == (80, 24):
                titles = [field.region for field in editor._fields.values()]
                assert all(0 < region.y < 24 and region.height >= 1 for region in titles)
        assert text(editor, "facts").startswith("I visited at 3.45pm")


async def test_f8_walks_the_findings_and_explains_each(place: Place) -> None:
    (note,) = place.put("tamsin-home-visit")
    async with place.app(note).run_test(size=(120, 40)) as pilot:
        editor = await at_editor(pilot)
        await pilot.press("f8")
        await until(pilot, lambda: "18 November 2026 is a Wednesday." in shown(editor))
        assert editor._area.text[editor._area.caret_offset :].startswith("Tuesday")
        await pilot.press("f8")
        await until(pilot, lambda: "Tamsin was 9" in shown(editor))
        await pilot.press("shift+f8")
        await until(pilot, lambda: "18 November 2026 is a Wednesday." in shown(editor))
        for _ in range(30):
            await pilot.press("f8")
            await pilot.pause(0.02)
            if editor._focused == "actions":
                break
        assert editor._focused == "actions"


async def test_a_fix_is_one_undo_step(place: Place) -> None:
    (note,) = place.put("tamsin-home-visit")
    async with place.app(note).run_test(size=(120, 40)) as pilot:
        editor = await at_editor(pilot)
        before = text(editor, "facts")
        await pilot.press("f8")
        await until(pilot, lambda: editor._pinned is not None)
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, FixesDialog))
        await pilot.press("enter")
        await until(pilot, lambda: "Wednesday 18 November" in text(editor, "facts"))
        await pilot.press("ctrl+z")
        assert text(editor, "facts") == before
        await pilot.press("ctrl+y")
        assert "Wednesday 18 November" in text(editor, "facts")


async def test_moving_a_sentence_is_undone_in_both_fields_by_one_key(place: Place) -> None:
    async with place.app(begun(place)).run_test(size=(120, 40)) as pilot:
        editor = await at_editor(pilot)
        await type_(pilot, "I knocked. In my opinion it is too small. Dana sat.")
        before = editor._texts()
        editor._area.go_to(before["facts"].index("opinion"))
        await until(pilot, lambda: (here := editor._here()) is not None and here.text == "In my opinion")
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, FixesDialog))
        await pilot.press("enter")
        await until(pilot, lambda: text(editor, "opinion") == "In my opinion it is too small.")
        assert text(editor, "facts") == "I knocked. Dana sat."
        await pilot.press("ctrl+z")
        await until(pilot, lambda: editor._texts() == before)
        await pilot.press("ctrl+y")
        await until(pilot, lambda: text(editor, "opinion") == "In my opinion it is too small.")
        assert text(editor, "facts") == "I knocked. Dana sat."


async def test_a_dismissal_needs_a_reason_is_kept_and_can_be_brought_back(place: Place) -> None:
    (note,) = place.put("tamsin-home-visit")
    app = place.app(note)
    async with app.run_test(size=(120, 40)) as pilot:
        editor = await at_editor(pilot)
        editor._area.go_to(text(editor, "facts").index("clearly"))
        await until(pilot, lambda: (here := editor._here()) is not None and here.text == "clearly")
        await pilot.press("f9", "d")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReasonDialog))
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: "clearly" not in marked(editor, "facts"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        app.action_leave()
    with place.open() as vault:
        assert [d.reason for d in writing.open_note(vault, note).dismissals] == ["I have checked this"]
    async with place.app(note).run_test(size=(120, 40)) as pilot:
        editor = await at_editor(pilot)
        assert "clearly" not in marked(editor, "facts")
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(pilot.app.screen, DismissedDialog))
        await pilot.press("enter")
        await until(pilot, lambda: "clearly" in marked(editor, "facts"))


async def test_f4_tells_the_rule_its_source_and_examples(place: Place) -> None:
    (note,) = place.put("tamsin-home-visit")
    async with place.app(note).run_test(size=(120, 40)) as pilot:
        editor = await at_editor(pilot)
        await pilot.press("f8")
        await until(pilot, lambda: editor._pinned is not None)
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(pilot.app.screen, WhyDialog))
        said = str(pilot.app.screen.query(Static).first().content)
        assert "accurate/weekday-mismatch" in said
        assert "Write Enough" in said
        assert "Raised" in said


async def test_an_action_gets_its_owner_and_day_from_a_small_form(place: Place) -> None:
    (note,) = place.put("tamsin-home-visit")
    async with place.app(note).run_test(size=(120, 40)) as pilot:
        editor = await at_editor(pilot)
        editor._focus("actions")
        editor._area.go_to(text(editor, "actions").index("Chase"))
        await until(pilot, lambda: (here := editor._here()) is not None and "action" in here.rule)
        await pilot.press("f9", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ActionForm))
        await type_(pilot, "fri")
        assert "Fri 20 November 2026" in str(pilot.app.screen.query_one("#shown", Static).content)
        await pilot.press("enter")
        await until(pilot, lambda: text(editor, "actions").endswith("ASAP (Priya Nair, by 2026-11-20)"))


async def test_somebody_new_is_added_to_the_people(place: Place) -> None:
    note = begun(place)
    async with place.app(note).run_test(size=(120, 40)) as pilot:
        editor = await at_editor(pilot)
        await type_(pilot, "Mrs Tan rang me. ")
        await until(pilot, lambda: "Mrs Tan" in marked(editor, "facts"))
        editor._area.go_to(2)
        await until(pilot, lambda: editor._here() is not None)
        await pilot.press("f9", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RelationDialog))
        assert pilot.app.screen.query_one("#name", Input).value == "Mrs Tan"
        await type_(pilot, "teacher")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Mrs Tan" not in marked(editor, "facts"))
        assert editor._draft.note.people[-1] == Relation("Mrs Tan", "teacher")


async def test_what_is_known_of_the_note_can_be_changed_and_is_checked_by(place: Place) -> None:
    (note,) = place.put("baby-ferris-clinic")
    async with place.app(note).run_test(size=(120, 40)) as pilot:
        editor = await at_editor(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(pilot.app.screen, DetailsDialog))
        field = pilot.app.screen.query_one("#happened", Input)
        field.value = "tue 9am"
        await pilot.pause(0.05)
        assert "Tue 17 November 2026, 09:00" in str(pilot.app.screen.query_one("#shown", Static).content)
        await pilot.press("ctrl+s")
        await until(
            pilot, lambda: editor._draft.note.happened is not None and editor._draft.note.happened.day == 17
        )


async def test_writing_is_saved_while_it_goes_on_and_the_caret_is_found_again(place: Place) -> None:
    note = begun(place)
    app = place.app(note)
    async with app.run_test(size=(120, 40)) as pilot:
        editor = await at_editor(pilot)
        await pilot.press("tab")
        await type_(pilot, "Maya said no.\nTwice.")
        await until(pilot, lambda: not editor._keeper.is_changed)
        assert "draft saved 17:30:00" in str(editor.query_one("#saved", Static).content)
        with place.open() as vault:
            kept = writing.open_note(vault, note)
        assert kept.note.fields["voice"] == "Maya said no.\nTwice."
        await pilot.press("left", "left")
        app.action_leave()
    async with place.app(note).run_test(size=(80, 24)) as pilot:
        editor = await at_editor(pilot)
        assert editor._focused == "voice"
        assert editor._area.cursor_location == (1, 4)


async def test_a_save_that_fails_is_said_and_tried_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = begun(place)
    async with place.app(note).run_test(size=(120, 40)) as pilot:
        editor = await at_editor(pilot)
        real = writing.save_draft

        def full(*_: object, **__: object) -> writing.Draft:
            raise DiskFull("The disk is full. Make room; what was saved before is safe.")

        monkeypatch.setattr(writing, "save_draft", full)
        monkeypatch.setattr("noteui.screens.saving.AGAIN", 0.1)
        await type_(pilot, "Kept.")
        await until(pilot, lambda: "Not saved" in str(editor.query_one("#saved", Static).content))
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, EditorScreen)
        monkeypatch.setattr(writing, "save_draft", real)
        await until(pilot, lambda: "draft saved" in str(editor.query_one("#saved", Static).content))
        with place.open() as vault:
            assert writing.open_note(vault, note).note.fields["facts"] == "Kept."


async def test_words_of_two_windows_are_both_kept(place: Place) -> None:
    note = begun(place)
    async with place.app(note).run_test(size=(120, 40)) as pilot:
        editor = await at_editor(pilot)
        with place.open() as vault:
            other = writing.open_note(vault, note)
            fields = {**other.note.fields, "facts": "Written elsewhere."}
            writing.save_draft(vault, replace(other, note=replace(other.note, fields=fields)), now=NOW)
        await type_(pilot, "Written here.")
        await until(pilot, lambda: editor._keeper.note_id != note)
        with place.open() as vault:
            assert writing.open_note(vault, note).note.fields["facts"] == "Written elsewhere."
            await until(
                pilot,
                lambda: (
                    writing.open_note(vault, editor._keeper.note_id).note.fields["facts"] == "Written here."
                ),
            )


async def test_ten_thousand_words_are_pasted_and_undone(place: Place) -> None:
    note = begun(place)
    async with place.app(note).run_test(size=(120, 40)) as pilot:
        editor = await at_editor(pilot)
        pasted = "\n".join("The kettle was cold and Dana said so twice." for _ in range(1112))
        pilot.app.copy_to_clipboard(pasted)
        await pilot.press("ctrl+v")
        await until(pilot, lambda: text(editor, "facts") == pasted)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: text(editor, "facts") == "")


async def test_of_a_long_paste_it_is_asked_whose_words_they_are(place: Place) -> None:
    note = begun(place)
    async with place.app(note).run_test(size=(80, 24)) as pilot:
        editor = await at_editor(pilot)
        for pasted, told in (("He was in.\n", False), ("The kettle was cold and she said so.\n" * 12, True)):
            before = text(editor, "facts")
            pilot.app.focused.post_message(events.Paste(pasted))  # type: ignore[union-attr]
            await until(pilot, lambda before=before, pasted=pasted: text(editor, "facts") == before + pasted)
            await pilot.pause(0.1)
            asked = any("whose words" in toast.message for toast in pilot.app._notifications)
            assert asked is told


async def test_a_long_note_is_painted_and_typed_in_before_it_is_wholly_checked(place: Place) -> None:
    note = begun(place)
    line = "Dana was clearly drunk at the sink and the kettle was cold."
    with place.open() as vault:
        draft = writing.open_note(vault, note)
        fields = {**draft.note.fields, "facts": "\n".join([line] * 3000)}
        writing.save_draft(vault, replace(draft, note=replace(draft.note, fields=fields)), now=NOW)
    async with place.app(note).run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, EditorScreen))
        editor = pilot.app.screen
        assert isinstance(editor, EditorScreen)
        await until(pilot, lambda: editor._checker is not None)
        assert editor._checker is not None
        assert not editor._checker.is_read
        await until(pilot, lambda: "was clearly drunk" in marked(editor, "facts"))
        assert not editor._checker.is_read
        await type_(pilot, "So ")
        assert text(editor, "facts").startswith("So Dana")
        await until(pilot, lambda: editor._checker is not None and editor._checker.is_read)
        await until(pilot, lambda: marked(editor, "facts").count("was clearly drunk") == 3000)


async def test_a_pause_raises_what_is_finished_in_the_sentence_of_the_caret(place: Place) -> None:
    async with place.app(begun(place)).run_test(size=(120, 40)) as pilot:
        editor = await at_editor(pilot)
        await type_(pilot, "Dana clearly saw him and numerous")
        assert marked(editor, "facts") == []
        await until(pilot, lambda: "clearly" in marked(editor, "facts"))
        # The word at the caret may go on: it is let be, however long the pause.
        assert "numerous" not in marked(editor, "facts")
        await type_(pilot, " men")
        assert "clearly" in marked(editor, "facts")


@pytest.mark.parametrize("words", ["Siân Llŷr", "Zażółć gęślą", "أميرة قالت", "👩‍👧 e\u0301 漢字"])
async def test_every_script_is_kept(place: Place, words: str) -> None:
    note = begun(place)
    async with place.app(note).run_test(size=(80, 24)) as pilot:
        editor = await at_editor(pilot)
        pilot.app.copy_to_clipboard(words)
        await pilot.press("ctrl+v", "left", "right")
        await until(pilot, lambda: not editor._keeper.is_changed)
        with place.open() as vault:
            assert writing.open_note(vault, note).note.fields["facts"] == words


async def test_a_note_in_which_nothing_was_written_leaves_nothing_behind(place: Place) -> None:
    note = begun(place)
    app = place.app(note)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_editor(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        with place.open() as vault:
            assert list_notes(vault) == []


def test_no_key_of_the_editor_shadows_a_key_of_the_text_area() -> None:
    taken = {key for binding in TextArea.BINDINGS for key in binding.key.split(",")}
    ours = {key for binding in EditorScreen.BINDINGS for key in binding.key.split(",")}
    assert not taken & ours
    assert all(binding.id and binding.description for binding in EditorScreen.BINDINGS)


async def test_a_sentence_copied_from_an_earlier_note_is_heard_in_the_editor(place: Place) -> None:
    copied = (
        "The kitchen floor was swept and the back door was shut. Dana showed me the new lock on the gate."
    )
    note_id = begun(place)
    with place.open() as vault:
        person_id = writing.open_note(vault, note_id).person_id
        before = begin_note(
            vault, person_id, contact="home visit", happened=NOW.replace(month=5, day=3), now=NOW, seen=False
        )
        fields = {**before.note.fields, "facts": copied}
        writing.save_draft(vault, replace(before, note=replace(before.note, fields=fields)), now=NOW)
    async with place.app(note_id).run_test(size=(120, 40)) as pilot:
        editor = await at_editor(pilot)
        await until(pilot, lambda: bool(editor._earlier.notes))
        editor._area.insert(f"{copied} I")
        await until(
            pilot,
            lambda: (
                [text for text in marked(editor, "facts") if text in copied] == [copied[:55], copied[56:]]
            ),
        )
        await pilot.press("ctrl+home", "f8")
        await until(pilot, lambda: "3 May 2026" in shown(editor))
