"""Takes the README's pictures of the real app on the demo's vault.

    python screenshots/take.py

Every name and note in them is fictional. The clock stands still, so the same code gives the same pictures but
for receipts and the times of the log.
"""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.style import Style
from rich.text import Text
from textual.pilot import Pilot

from noteui.casework.demo import REVIEWER, WRITER, Who, demo_vault
from noteui.screens.app import NoteuiApp
from noteui.screens.unlock import UnlockScreen

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "tests"))

from faults.terminal import Terminal  # noqa: E402 -- the session is a test as well
from screens.both_roles import hold  # noqa: E402

NOW = datetime(2026, 11, 18, 17, 30)
Press = Callable[[Pilot[int]], Awaitable[None]]


async def picture(
    name: str, size: tuple[int, int], press: Press, *, locked: bool = False, who: Who = WRITER
) -> None:
    """Open the app at a size, press keys, and keep what is then on the screen."""
    with tempfile.TemporaryDirectory() as made:
        vault = Path(made) / "vault"
        demo_vault(vault)
        app = NoteuiApp(vault, passphrase=None if locked else who.passphrase, clock=lambda: NOW)
        async with app.run_test(size=size) as pilot:
            while not locked and isinstance(app.screen_stack[-1], UnlockScreen):
                await pilot.pause(0.1)
            await pilot.pause(1.0)
            await press(pilot)
            await pilot.pause(0.5)
            (FOLDER / f"{name}.svg").write_text(app.export_screenshot(title="noteui"), encoding="utf-8")


async def nothing(pilot: Pilot[int]) -> None:
    """Leave it as it opens."""


async def open_note(pilot: Pilot[int]) -> None:
    """Open the home visit to Tamsin, in which there is something to find."""
    await pilot.press("slash", *"packet", "enter", "enter")
    await pilot.pause(1.0)


async def explained(pilot: Pilot[int]) -> None:
    """Go to the sentence that says “clearly”."""
    await open_note(pilot)
    for _ in range(4):
        await pilot.press("f8")
        await pilot.pause(0.2)


async def why(pilot: Pilot[int]) -> None:
    """Ask why it is raised."""
    await explained(pilot)
    await pilot.press("f4")


async def fixes(pilot: Pilot[int]) -> None:
    """Ask what would mend it."""
    await explained(pilot)
    await pilot.press("f9")


async def queue(pilot: Pilot[int]) -> None:
    """Show what waits."""
    await pilot.press("r")


async def reviewed(pilot: Pilot[int]) -> None:
    """Open the note that is asked about, its review beside it."""
    await pilot.press("r", "enter")
    await pilot.pause(1.0)


async def new_note(pilot: Pilot[int]) -> None:
    """Begin a note."""
    await pilot.press("n", *"tam", "enter", "tab", *"tue", "space", *"2pm")


def of_terminal(name: str, terminal: Terminal) -> None:
    """Keep what a real terminal shows."""
    terminal.wait(1.0)
    shown = terminal.screen
    out = Console(width=shown.columns, record=True, file=io.StringIO(), legacy_windows=False)
    for row in range(shown.lines):
        line = Text(no_wrap=True)
        for cell in (shown.buffer[row][column] for column in range(shown.columns)):
            line.append(
                cell.data,
                Style(
                    color=_colour(cell.fg),
                    bgcolor=_colour(cell.bg),
                    bold=cell.bold,
                    underline=cell.underscore,
                    reverse=cell.reverse,
                ),
            )
        out.print(line)
    (FOLDER / f"{name}.svg").write_text(out.export_svg(title="noteui"), encoding="utf-8")


def _colour(named: str) -> str | None:
    """A colour of the terminal as Rich calls it."""
    if named == "default":
        return None
    return f"#{named}" if len(named) == 6 and not named.isalpha() else named.replace("brown", "yellow")


def session() -> None:
    """The session of both roles, a picture of each step."""
    with tempfile.TemporaryDirectory() as made:
        hold(Path(made) / "home", of_terminal)


async def main() -> None:
    await picture("unlock", (80, 24), nothing, locked=True)
    await picture("desk", (120, 30), nothing)
    await picture("new-note", (80, 24), new_note)
    await picture("editor-80x24", (80, 24), explained)
    await picture("editor-120x40", (120, 40), explained)
    await picture("why", (120, 40), why)
    await picture("fixes", (120, 40), fixes)
    await picture("queue", (80, 24), queue, who=REVIEWER)
    await picture("reading", (120, 40), reviewed)


if __name__ == "__main__":
    asyncio.run(main())
    session()
