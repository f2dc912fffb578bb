"""The queue, reading and responding, as both roles, driven by keys on a real vault."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from noteui.casework import reviewing, users
from noteui.casework.demo import REVIEWER, WRITER, Who, demo_vault
from noteui.records import Access, ReviewKind
from noteui.screens.app import NoteuiApp
from noteui.screens.mark import MarkForReview
from noteui.screens.queue import QueueScreen
from noteui.screens.reading import ReadingScreen
from noteui.screens.remark import ReceiptDialog, RemarkScreen, SubmitDialog
from noteui.screens.unlock import UnlockScreen
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.screens.widgets.reading_text import ReadingText
from noteui.vault import vault as vaults
from noteui.vault import verify

from .conftest import NOW, Place, at_desk, until
from .test_editor import type_
from .test_final import kill, on, put

ROWAN = "copper meadow ladder tide"


@pytest.fixture
def reviewed(place: Place) -> tuple[Place, str]:
    """A vault with a supervisor in it, and a final note about Maya."""
    with place.open() as vault:
        users.add_user(
            vault, name="Rowan Cole", role="team manager", access=Access.SUPERVISOR, passphrase=ROWAN
        )
    return place, put(place, final=True)


def as_rowan(place: Place) -> NoteuiApp:
    return NoteuiApp(place.folder, passphrase=ROWAN, clock=lambda: NOW)


def remarks(place: Place, note: str) -> list[tuple[str, str]]:
    with place.open() as vault:
        return [(one.kind.value, one.text) for one in reviewing.review_of(vault, note).remarks]


def pane(pilot: Pilot[Any], name: str = "text") -> str:
    return pilot.app.screen.query_one(f"#{name}", ReadingText).plain


def lines(pilot: Pilot[Any]) -> list[str]:
    shown = pilot.app.screen.query_one(ChoiceList)
    return [str(shown.get_option_at_index(n).prompt) for n in range(shown.option_count)]


async def test_both_roles_by_keyboard_alone(reviewed: tuple[Place, str]) -> None:
    place, note = reviewed
    async with place.app(note).run_test(size=(80, 24)) as pilot:
        await on(pilot, ReadingScreen)
        await pilot.press("s")
        await on(pilot, SubmitDialog)
        await pilot.press("enter")
        await on(pilot, ReadingScreen)
        await pilot.press("2")
        assert "Submitted to Rowan Cole\nPriya Nair, social worker" in pane(pilot)
        kill(pilot)

    async with as_rowan(place).run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        whose = pilot.app.screen.query_one("#whose", Static)
        await until(pilot, lambda: "1 to look at: r" in str(whose.content))
        await pilot.press("r")
        await on(pilot, QueueScreen)
        assert lines(pilot)[0] == "Asked of you"
        assert "Submitted today to you." in str(pilot.app.screen.query_one("#why", Static).content)
        await pilot.press("enter")
        await on(pilot, ReadingScreen)
        await pilot.press("p")
        await on(pilot, MarkForReview)
        await pilot.press("space", "w", "w", "enter")
        await on(pilot, RemarkScreen)
        await type_(pilot, "Clear from the first word.")
        await pilot.press("f5")
        await on(pilot, ReadingScreen)
        await pilot.press("u")
        await on(pilot, MarkForReview)
        await pilot.press("enter")
        await on(pilot, RemarkScreen)
        await type_(pilot, "Who was in the room?")
        await pilot.press("f5")
        await on(pilot, ReadingScreen)
        await pilot.press("2")
        assert "Facts: “Dana rang”\nClear from the first word." in pane(pilot)
        assert "Who was in the room?\nNo answer yet" in pane(pilot)
        await pilot.press("1")
        assert "Dana rang ‹1 praise› at 3.45pm." in pane(pilot)
        await pilot.press("escape")
        await on(pilot, QueueScreen)
        assert lines(pilot)[0] == "Waiting for somebody else"
        assert "you asked today" in lines(pilot)[1]
        kill(pilot)

    async with place.app().run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("r", "enter")
        await on(pilot, ReadingScreen)
        await pilot.press("r")
        await on(pilot, RemarkScreen)
        assert "Rowan Cole asks: Who was in the room?" in str(
            pilot.app.screen.query_one("#was", Static).content
        )
        await type_(pilot, "Dana and her sister.")
        await pilot.press("f5")
        await on(pilot, ReadingScreen)
        kill(pilot)

    async with as_rowan(place).run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("r", "enter")
        await on(pilot, ReadingScreen)
        await pilot.press("y")
        await on(pilot, RemarkScreen)
        await type_(pilot, "It says what was seen and by whom.")
        await pilot.press("f5")
        dialog: Any = await on(pilot, ReceiptDialog)
        assert "noteui-receipt-1 " in " ".join(str(one.content) for one in dialog.query(Static))
        await pilot.press("escape", "2")
        assert "Agreed by Rowan Cole, team manager, and nothing was added since." in pane(pilot)
    assert [kind for kind, _ in remarks(place, note)] == [
        "submitted",
        "praise",
        "question",
        "answer",
        "agreed",
    ]
    with place.open() as vault:
        assert verify.verify(vault) == []


async def test_what_is_being_said_survives_escape_and_a_kill(reviewed: tuple[Place, str]) -> None:
    place, note = reviewed
    async with as_rowan(place).run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        pilot.app.open_note(note)  # type: ignore[attr-defined]
        await on(pilot, ReadingScreen)
        await pilot.press("t")
        await on(pilot, RemarkScreen)
        await type_(pilot, "Say who")
        await pilot.press("escape")
        await on(pilot, ReadingScreen)
        await pilot.press("t")
        await on(pilot, RemarkScreen)
        await type_(pilot, " was in.")
        await until(pilot, lambda: not pilot.app.screen.keeper.is_changed)  # type: ignore[attr-defined]
        kill(pilot)
    async with as_rowan(place).run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        pilot.app.open_note(note)  # type: ignore[attr-defined]
        await on(pilot, ReadingScreen)
        await pilot.press("t")
        await on(pilot, RemarkScreen)
        await pilot.press("f5")
        await on(pilot, ReadingScreen)
    assert remarks(place, note) == [("returned", "Say who was in.")]


async def test_nobody_is_led_to_review_their_own(reviewed: tuple[Place, str]) -> None:
    place, note = reviewed
    async with place.app(note).run_test(size=(120, 40)) as pilot:
        await on(pilot, ReadingScreen)
        for key in ("y", "t", "u", "p", "d"):
            await pilot.press(key)
            assert isinstance(pilot.app.screen, ReadingScreen)
        assert "Not submitted for review.\ns submits it" in pane(pilot, "beside")


async def test_panes_stand_beside_where_there_is_room_and_take_turns_where_not(
    reviewed: tuple[Place, str],
) -> None:
    place, note = reviewed
    with vaults.open_(place.folder, ROWAN) as rowan:
        reviewing.say(rowan, note, ReviewKind.QUESTION, "Who was in?")
    async with as_rowan(place).run_test(size=(120, 40)) as pilot:
        await at_desk(pilot)
        pilot.app.open_note(note)  # type: ignore[attr-defined]
        await on(pilot, ReadingScreen)
        assert "The kettle was cold." in pane(pilot)
        assert "Who was in?" in pane(pilot, "beside")
        await pilot.press("3")
        assert "What the checks raise in it" in pane(pilot, "beside")
        await pilot.press("4")
        assert "no other finalised note" in pane(pilot, "beside")
        await pilot.press("5")
        assert "As Maya Ellis would read it" in pane(pilot)
        await pilot.resize_terminal(80, 24)
        await pilot.press("1")
        assert "The kettle was cold." in pane(pilot)
        assert not pilot.app.screen.query_one("#beside").display
        await pilot.press("2")
        assert "Who was in?" in pane(pilot)


async def test_the_demo_is_locked_to_become_the_other(tmp_path: Path) -> None:
    app = NoteuiApp(tmp_path / "vault", demo=demo_vault(tmp_path / "vault"), clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("f12")
        await on(pilot, UnlockScreen)
        told = " ".join(str(one.content) for one in pilot.app.screen.query(Static))
        assert f"Rowan Cole, team manager: {REVIEWER.passphrase}" in told
        await type_(pilot, REVIEWER.passphrase)
        await pilot.press("enter")
        await at_desk(pilot)
        await pilot.press("r")
        await on(pilot, QueueScreen)
        assert lines(pilot)[0] == "Risk without an action, the oldest first"


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log's clock stands still, and no receipt is shown: it is another each time."""

    class Still(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime(2026, 11, 18, 12, tzinfo=UTC)

    monkeypatch.setattr("noteui.vault.log.datetime", Still)
    monkeypatch.setattr("noteui.screens.final_text.signed", lambda text: f"Signed by {text.by.name}")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_queue_looks_as_it_did(
    at_noon: None, snap_compare: Any, tmp_path: Path, size: tuple[int, int]
) -> None:
    async def queue(pilot: Pilot[Any]) -> None:
        await at_desk(pilot)
        await pilot.press("r")
        await on(pilot, QueueScreen)

    assert snap_compare(_demo(tmp_path, REVIEWER), run_before=queue, terminal_size=size)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("pressed", ["2", "5"])
def test_reading_looks_as_it_did(
    at_noon: None, snap_compare: Any, tmp_path: Path, size: tuple[int, int], pressed: str
) -> None:
    async def reading(pilot: Pilot[Any]) -> None:
        await at_desk(pilot)
        await pilot.press("r", "enter")
        await on(pilot, ReadingScreen)
        await pilot.press(pressed)

    assert snap_compare(_demo(tmp_path, WRITER), run_before=reading, terminal_size=size)


def _demo(tmp_path: Path, who: Who) -> NoteuiApp:
    demo_vault(tmp_path / "vault")
    return NoteuiApp(tmp_path / "vault", demo=who.passphrase, clock=lambda: NOW)
