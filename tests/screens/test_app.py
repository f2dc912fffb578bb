"""The app around the editor: set up, unlock, find, begin, export, leave; at every size, after every fault."""

from __future__ import annotations

import os
import pty
import select
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input, Select, Static, TextArea

from noteui.casework import people, writing
from noteui.casework.desk import list_notes
from noteui.checks import FIELDS
from noteui.screens.app import NoteuiApp
from noteui.screens.desk import DeskScreen
from noteui.screens.editor import EditorScreen
from noteui.screens.export import ExportDialog
from noteui.screens.help import HelpScreen
from noteui.screens.new_note import NewNoteScreen
from noteui.screens.person import PersonScreen
from noteui.screens.relation import RelationDialog
from noteui.screens.setup import SetupScreen
from noteui.screens.too_small import TooSmallScreen
from noteui.screens.unlock import UnlockScreen
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.screens.widgets.people_around import PeopleAround
from noteui.vault.vault import Vault

from .conftest import NOW, PASSPHRASE, Place, at_desk, at_editor, until


def rows(desk: DeskScreen) -> str:
    lines = desk.query_one(ChoiceList)
    return "\n".join(str(lines.get_option_at_index(n).prompt) for n in range(lines.option_count))


async def test_the_first_run_makes_a_vault_and_opens_the_desk(tmp_path: Path) -> None:
    app = NoteuiApp(tmp_path / "vault", clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = app.screen
        assert isinstance(screen, SetupScreen)
        await pilot.press(*"short", "tab", "tab", "tab", "enter")
        assert "more characters" in str(screen.query_one("#answer", Static).content)
        screen.query_one("#first", Input).value = PASSPHRASE
        screen.query_one("#second", Input).value = PASSPHRASE + "x"
        screen._begin()
        assert "not the same" in str(screen.query_one("#answer", Static).content)
        screen.query_one("#second", Input).value = PASSPHRASE
        screen._begin()
        assert "your name" in str(screen.query_one("#answer", Static).content)
        screen.query_one("#name", Input).value = "Priya Nair"
        screen.query_one("#role", Input).value = "social worker"
        screen._begin()
        desk = await at_desk(pilot)
        assert "Press n to write your first note" in rows(desk)
        app.action_leave()
    assert stat.S_IMODE((tmp_path / "vault").stat().st_mode) == 0o700


async def test_the_notes_are_there_before_the_people_are_counted(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.put("tamsin-school", "reg-home-visit")
    counted, everyone = threading.Event(), people.everyone

    def slowly(vault: Vault) -> list[people.PersonCard]:
        counted.wait(10)
        return everyone(vault)

    monkeypatch.setattr(people, "everyone", slowly)
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await at_desk(pilot)
        await until(pilot, lambda: "Drafts" in rows(desk))
        assert "People" not in rows(desk)
        await pilot.press("j")
        lit = desk.query_one(ChoiceList).highlighted
        counted.set()
        await until(pilot, lambda: "People\nReg Tolliver" in rows(desk))
        assert desk.query_one(ChoiceList).highlighted == lit
        await pilot.press("G", "enter")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))


async def test_people_that_are_counted_late_are_on_the_desk_once(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.put("tamsin-school")
    counted, everyone = threading.Event(), people.everyone

    def slowly_at_first(vault: Vault) -> list[people.PersonCard]:
        if threading.current_thread() is not threading.main_thread():
            counted.wait(10)
        return everyone(vault)

    monkeypatch.setattr(people, "everyone", slowly_at_first)
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await at_desk(pilot)
        await until(pilot, lambda: "Drafts" in rows(desk))
        await pilot.press("slash", *"tams", "escape")
        await until(pilot, lambda: "People" in rows(desk))
        before = rows(desk)
        counted.set()
        await pilot.pause(0.3)
        assert rows(desk) == before
        assert before.count("People") == 1


async def test_leaving_the_first_run_leaves_nothing_behind(tmp_path: Path) -> None:
    app = NoteuiApp(tmp_path / "vault")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("escape")
    assert list(tmp_path.iterdir()) == []


async def test_a_wrong_passphrase_is_one_sentence_and_the_right_one_opens(place: Place) -> None:
    app = NoteuiApp(place.folder, clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = app.screen
        assert isinstance(screen, UnlockScreen)
        await pilot.press(*"wrong", "enter")
        await until(pilot, lambda: "does not open" in str(screen.query_one("#answer", Static).content))
        assert screen.query_one(Input).value == ""
        screen.query_one(Input).value = PASSPHRASE
        await pilot.press("enter")
        await at_desk(pilot)


async def test_a_note_is_begun_by_keyboard_alone(place: Place) -> None:
    place.put("tamsin-school")
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("n", *"tams", "enter")
        form = app.screen
        assert isinstance(form, NewNoteScreen)
        await pilot.press("tab", *"sometime", "ctrl+s")
        assert "no day that noteui can read" in str(form.query_one("#answer", Static).content)
        form.query_one("#happened", Input).value = "yesterday 3pm"
        await pilot.pause(0.05)
        assert "Tue 17 November 2026, 15:00" in str(form.query_one("#shown", Static).content)
        await pilot.press("ctrl+s")
        editor = await at_editor(pilot)
        assert editor._draft.note.about.name == "Tamsin Okoye-Bell"
        assert [relation.name for relation in editor._draft.note.people][:1] == ["Grace Okoye"]


async def test_a_form_that_was_left_begins_with_its_words_ready_to_be_typed_over(place: Place) -> None:
    place.put("tamsin-school", "reg-home-visit")
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("n", *"tams", "enter", "escape")
        await at_desk(pilot)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, NewNoteScreen))
        whom = app.screen.query_one("#person", Input)
        await until(pilot, lambda: whom.value == "Tamsin Okoye-Bell")
        await pilot.press(*"reg")
        assert whom.value == "reg"


async def test_somebody_new_is_added_on_the_way(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("n", *"Maya", "enter")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        app.screen.query_one("#born", Input).value = "14/3/2016"
        app.screen.query_one(PeopleAround).focus()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RelationDialog))
        await pilot.press(*"Dana", "tab", *"mother", "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, NewNoteScreen))
        assert app.vault is not None
        card = people.find_person(app.vault, "Maya")
        assert str(card.about.born) == "2016-03-14"
        assert [relation.relationship for relation in card.people] == ["mother"]


async def test_the_search_finds_words_and_names_as_they_are_typed(place: Place) -> None:
    place.put("tamsin-home-visit", "tamsin-school", "reg-home-visit")
    app = place.app()
    async with app.run_test(size=(120, 40)) as pilot:
        desk = await at_desk(pilot)
        assert "Drafts" in rows(desk)
        await pilot.press("slash", *"hams")
        await until(pilot, lambda: "hamster" in rows(desk))
        assert "Reg Tolliver" not in rows(desk)
        await pilot.press("enter", "enter")
        editor = await at_editor(pilot)
        assert editor._draft.note.contact == "school visit"
        await pilot.press("escape")
        await at_desk(pilot)
        await pilot.press("escape", "slash", *"toll")
        await until(pilot, lambda: "People" in rows(desk) and "Reg Tolliver" in rows(desk))
        await pilot.press("escape", "slash", *"zzqq")
        await until(pilot, lambda: "Nothing has “zzqq” in it" in rows(desk))


async def test_a_note_is_exported_for_its_owner_alone_and_over_no_file(place: Place, tmp_path: Path) -> None:
    place.put("tamsin-school")
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        for expected in (True, False):
            await pilot.press("e")
            await until(pilot, lambda: isinstance(app.screen, ExportDialog))
            app.screen.query_one("#path", Input).value = str(tmp_path / "out.md")
            await pilot.press("enter")
            await pilot.pause(0.1)
            assert isinstance(app.screen, DeskScreen) is expected
        assert "already" in str(app.screen.query_one("#answer", Static).content)
    assert stat.S_IMODE((tmp_path / "out.md").stat().st_mode) == 0o600
    assert "Tamsin said" in (tmp_path / "out.md").read_text()


async def test_every_screen_stands_every_size(place: Place) -> None:
    (note,) = place.put("tamsin-home-visit")
    app = place.app(note)
    async with app.run_test(size=(120, 40)) as pilot:
        editor = await at_editor(pilot)
        await pilot.press(*"Kept. ")
        for keys in (
            [],
            ["f1"],
            ["f2"],
            ["f8", "f4"],
            ["f8", "f9"],
            ["ctrl+p"],
            ["ctrl+o"],
            ["escape"],
            ["n"],
            ["p"],
        ):
            await pilot.press(*keys)
            for size in ((20, 5), (80, 24), (40, 10), (120, 40)):
                await pilot.resize_terminal(*size)
                await pilot.pause(0.05)
                assert isinstance(app.screen, TooSmallScreen) is (size == (20, 5))
            if keys and keys != ["escape"]:
                await pilot.press("escape")
                await pilot.pause(0.05)
        assert not isinstance(app.screen, TooSmallScreen)
    with place.open() as vault:
        assert "Kept." in writing.open_note(vault, note).note.fields["facts"]
    del editor


async def test_help_lists_the_keys_that_work_here_and_the_palette_every_act(place: Place) -> None:
    (note,) = place.put("tamsin-home-visit")
    app = place.app(note)
    async with app.run_test(size=(120, 40)) as pilot:
        editor = await at_editor(pilot)
        acts = {command.title for command in app.get_system_commands(editor)}
        assert {"Next finding", "Fix or dismiss this finding", "Save now", "Leave noteui"} <= acts
        assert not any(word in act for act in acts for word in ("Screenshot", "Maximize", "Theme"))
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        assert isinstance(app.screen, HelpScreen)
        assert {what for _, what in app.screen._rows} == acts | {"Every act by name"}
        assert {"Undo", "Redo"} <= acts
        keys = {key for key, _ in app.screen._rows}
        assert {"ctrl+s", "F8", "shift+F8, ctrl+b", "escape", "ctrl+z"} <= keys


async def test_no_letter_acts_while_words_are_typed(place: Place) -> None:
    place.put("tamsin-home-visit")
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await at_desk(pilot)
        await pilot.press("slash", *"nepq")
        assert app.screen is desk
        assert desk.query_one("#query", Input).value == "nepq"


def test_no_key_of_ours_takes_an_editing_key() -> None:
    editing = {key for area in (TextArea, Input) for b in area.BINDINGS for key in b.key.split(",")}
    for screen in (EditorScreen, NoteuiApp, NewNoteScreen, PersonScreen, RelationDialog, ExportDialog):
        for binding in screen.BINDINGS:
            if getattr(binding, "priority", False):
                assert not set(binding.key.split(",")) & editing, (screen, binding)


PROGRAM = """
import sys
from pathlib import Path
from noteui import boot
boot.prepare()
from noteui.screens import editor
from noteui.screens.app import run
def broken(self):
    secret = "canary in a local variable"
    raise RuntimeError("canary in the message " + self._area.text)
editor.EditorScreen.action_why = broken
sys.exit(run(Path(sys.argv[1]), passphrase=sys.argv[2], note_id=sys.argv[3]))
"""


def test_a_fault_of_noteui_shows_no_word_of_a_note_and_loses_none(place: Place) -> None:
    (note,) = place.put("tamsin-school")
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(sys.executable, [sys.executable, "-c", PROGRAM, str(place.folder), PASSPHRASE, note])
    seen, ends, typed = b"", time.monotonic() + 60, False
    while time.monotonic() < ends:
        if not select.select([terminal], [], [], 0.3)[0]:
            if b"Actions" in seen and not typed:
                typed = True
                os.write(terminal, b"canary typed ")
                time.sleep(0.1)
                os.write(terminal, b"\x1bOS")
            continue
        try:
            seen += os.read(terminal, 65536)
        except OSError:
            break
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 2
    after = seen[seen.rindex(b"\x1b[?1049l") :]
    assert b"canary" not in after
    assert b"a fault of its own" in after
    with place.open() as vault:
        assert "canary typed" in writing.open_note(vault, note).note.fields["facts"]


def test_the_environment_cannot_make_textual_log_keys(tmp_path: Path) -> None:
    log = tmp_path / "keys.log"
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from noteui import boot; boot.prepare(); import os; print(sorted(os.environ))",
        ],
        env={**os.environ, "TEXTUAL_LOG": str(log), "TEXTUAL_SCREENSHOT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "TEXTUAL" not in done.stdout
    assert not log.exists()


async def test_the_day_is_backed_up_on_leaving(place: Place) -> None:
    place.put("tamsin-school")
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        app.action_leave()
    assert any((place.folder / "backups").iterdir())
    with place.open() as vault:
        assert len(list_notes(vault)) == 1


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_editor_looks_as_it_did(place: Place, snap_compare: object, size: tuple[int, int]) -> None:
    (note,) = place.put("tamsin-home-visit")

    async def ready(pilot: object) -> None:
        editor = await at_editor(pilot)  # type: ignore[arg-type]
        editor.query_one("#saved", Static).update("draft saved 17:30:00")
        await pilot.press("f8", "f8", "f8")  # type: ignore[attr-defined]
        await pilot.pause(0.3)  # type: ignore[attr-defined]

    assert snap_compare(place.app(note), terminal_size=size, run_before=ready)  # type: ignore[operator]


def test_the_desk_looks_as_it_did(place: Place, snap_compare: object) -> None:
    place.put("reg-home-visit", "tamsin-home-visit")

    async def ready(pilot: object) -> None:
        await at_desk(pilot)  # type: ignore[arg-type]
        await pilot.pause(0.3)  # type: ignore[attr-defined]

    assert snap_compare(place.app(), terminal_size=(80, 24), run_before=ready)  # type: ignore[operator]


def test_the_unlock_screen_looks_as_it_did(place: Place, snap_compare: object) -> None:
    async def ready(pilot: object) -> None:
        await pilot.pause(0.5)  # type: ignore[attr-defined]

    assert snap_compare(NoteuiApp(place.folder), terminal_size=(80, 24), run_before=ready)  # type: ignore[operator]


async def burst(app: NoteuiApp, *keys: str) -> None:
    """Give the app keys as a terminal does that had to wait: all at once."""
    for key in keys:
        character = {"slash": "/", "space": " "}.get(key, key if len(key) == 1 else None)
        app.post_message(events.Key(key, character))


async def test_keys_that_come_faster_than_screens_open_lose_no_letter_and_none_acts(place: Place) -> None:
    place.put("tamsin-school")
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await at_desk(pilot)
        await burst(app, "slash", *"qhen")
        await until(pilot, lambda: desk.query_one("#query", Input).value == "qhen")
        assert app.screen is desk
        await burst(app, "escape", "n", *"Quen", "enter")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        await until(pilot, lambda: bool(app.screen.query("#name")))
        assert app.screen.query_one("#name", Input).value == "Quen"
        await burst(app, "tab", *"1/2/15", "tab", *"Q")
        await until(pilot, lambda: app.screen.query_one("#known_as", Input).value == "Q")
        assert app.screen.query_one("#born", Input).value == "1/2/15"


async def test_a_key_that_takes_a_form_finds_every_letter_typed_before_it(place: Place) -> None:
    place.put("tamsin-school")
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await burst(app, "n", *"tam", "tab", "tab", *"yesterday", "space", *"3pm", "ctrl+s")
        editor = await at_editor(pilot)
        assert editor._draft.note.happened.hour == 15


async def test_words_go_into_the_field_that_tab_went_to_however_fast(place: Place) -> None:
    (note,) = place.put("tamsin-school")
    app = place.app(note)
    async with app.run_test(size=(80, 24)) as pilot:
        editor = await at_editor(pilot)
        before = editor._texts()
        await burst(app, "tab", *"abc", "tab", "tab", *"def")
        await until(pilot, lambda: editor._texts()["family"] != before["family"])
        await until(pilot, lambda: "def" in editor._texts()["family"])
        now = editor._texts()
        assert "abc" in now["voice"]
        assert {name for name in now if now[name] != before[name]} == {"voice", "family"}


async def test_a_question_of_yes_or_no_is_answered_by_its_letter_and_taken_back(place: Place) -> None:
    place.put("tamsin-school", "reg-home-visit")
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("n", *"reg", "tab", "p", "tab", *"noon", "tab", "y", "tab", "n", "tab")
        form = app.screen
        await pilot.pause(0.1)
        said = {name: form.query_one(f"#{name}", Select).value for name in ("contact", "seen", "alone")}
        assert said == {"contact": "phone call", "seen": True, "alone": False}
        assert form.query_one("#person", Input).value == "Reg Tolliver"
        await pilot.press("shift+tab", "backspace")
        assert form.query_one("#alone", Select).is_blank()
        await pilot.press("ctrl+s")
        editor = await at_editor(pilot)
        assert (editor._draft.note.contact, editor._draft.note.seen) == ("phone call", True)
        assert editor._draft.note.seen_alone is None


async def test_somebody_is_taken_out_of_the_people_around(place: Place) -> None:
    place.put("tamsin-school")
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await at_desk(pilot)
        await pilot.press("G", "enter")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))
        around = app.screen.query_one(PeopleAround)
        before = [relation.name for relation in around.people]
        around.focus()
        await pilot.press("g", "delete")
        assert [relation.name for relation in around.people] == before[1:]
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is desk)
        assert app.vault is not None
        assert [r.name for r in people.find_person(app.vault, "Tamsin").people] == before[1:]


async def test_every_field_is_jumped_to_though_it_is_shut(place: Place) -> None:
    (note,) = place.put("tamsin-school")
    app = place.app(note)
    async with app.run_test(size=(80, 24)) as pilot:
        editor = await at_editor(pilot)
        for letter, field in zip("asdfg", FIELDS, strict=True):
            await pilot.press("ctrl+o", letter)
            await until(pilot, lambda field=field: editor._focused == field)  # type: ignore[misc]
            assert app.focused is editor._fields[field].area


async def test_the_foot_of_every_screen_fits_eighty_columns(place: Place) -> None:
    (note,) = place.put("tamsin-school")
    app = place.app(note)
    async with app.run_test(size=(80, 24)) as pilot:
        for open_screen in (at_editor, at_desk):
            screen = await open_screen(pilot)
            assert len(str(screen.query_one("#footer", Static).content)) <= 78
            await pilot.press("escape")
