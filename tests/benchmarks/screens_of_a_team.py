"""How soon a screen stands there in a team's vault: 5,000 notes by 20 practitioners.

    python -m tests.benchmarks.screens_of_a_team [FOLDER]

From the key on the desk to the screen painted with its lines in it, in one process, at 120 by 40; beside it
the bare reading of what it shows, and the same key on a vault of a few notes: what is left is the screen
itself. FOLDER keeps the vault for the next time. To add a screen put its key and class into SCREENS.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tests.benchmarks.team_vault import SUPERVISOR, TODAY, team_vault
from textual import events
from textual.screen import Screen
from textual.widgets import OptionList, Static

from noteui.casework import chronology, due, people, quality, queue
from noteui.casework.demo import REVIEWER, demo_vault
from noteui.screens.app import NoteuiApp
from noteui.screens.chronology import ChronologyScreen
from noteui.screens.desk import DeskScreen
from noteui.screens.due import DueScreen
from noteui.screens.quality import QualityScreen
from noteui.screens.queue import QueueScreen
from noteui.vault.vault import Vault

ROUNDS = 9
LIMIT = 200
"""Milliseconds within which each screen must be painted."""
SCREENS: dict[str, tuple[str, type[Screen[object]], Callable[[Vault], object]]] = {
    "queue": ("r", QueueScreen, lambda vault: queue.mine(vault, today=TODAY.date())),
    "board": ("b", DueScreen, lambda vault: due.board(vault, now=TODAY)),
    "chronology": ("h", ChronologyScreen, lambda vault: _longest_chronology(vault)),
    "quality": ("y", QualityScreen, lambda vault: quality.quality(vault, None, today=TODAY.date())),
}


def _longest_chronology(vault: Vault) -> object:
    """That of the person who has most notes."""
    person = max(people.everyone(vault), key=lambda card: card.notes)
    return chronology.chronology(vault, person.id, today=TODAY.date())


async def measured(folder: Path, passphrase: str) -> dict[str, tuple[float, float]]:
    """By screen: the median milliseconds until it is painted, and of the bare reading."""
    app = NoteuiApp(folder, passphrase=passphrase, clock=lambda: datetime(2026, 11, 25, 9, 0))
    found = {}
    async with app.run_test(size=(120, 40)) as pilot:
        while not isinstance(app.screen, DeskScreen):
            await pilot.pause(0.05)
        await pilot.pause(1.0)
        for name, (key, screen, read) in SCREENS.items():
            painted, bare = [], []
            for _ in range(ROUNDS):
                await pilot.pause(0.3)
                began = time.perf_counter()
                app.post_message(events.Key(key, key))
                while not isinstance(app.screen, screen):
                    await asyncio.sleep(0)
                await _stands(app.screen)
                painted.append((time.perf_counter() - began) * 1000)
                await pilot.press("escape")
                while not isinstance(app.screen, DeskScreen):
                    await pilot.pause(0.01)
                assert app.vault is not None
                began = time.perf_counter()
                read(app.vault)
                bare.append((time.perf_counter() - began) * 1000)
            found[name] = statistics.median(painted), statistics.median(bare)
        app.vault.close() if app.vault else None
    return found


async def _stands(screen: Screen[object]) -> None:
    """Wait until the screen is painted with its lines in it."""
    while not any(lines.option_count for lines in screen.query(OptionList)):
        if any(str(pictures.content) for pictures in screen.query("#pictures").results(Static)):
            break
        await asyncio.sleep(0)
    done = asyncio.Event()
    screen.call_after_refresh(done.set)
    await done.wait()


def main(folder: Path) -> int:
    """Measure and print; 1 where a screen is slower than the limit."""
    team_vault(folder)
    large = asyncio.run(measured(folder, SUPERVISOR))
    with tempfile.TemporaryDirectory() as made:
        demo_vault(Path(made) / "vault")
        small = asyncio.run(measured(Path(made) / "vault", REVIEWER.passphrase))
    for name, (painted, bare) in large.items():
        ratio = painted / small[name][0]
        print(
            f"{name}: painted {painted:.0f} ms (reading alone {bare:.0f} ms), "
            f"{ratio:.1f} times the same screen on a vault of ten notes ({small[name][0]:.0f} ms)"
        )
    return int(any(painted > LIMIT for painted, _ in large.values()))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(main(Path(sys.argv[1])))
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(main(Path(temporary) / "vault"))
