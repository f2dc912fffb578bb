"""The app: from the unlock screen to the desk and back, with nothing slow before the first paint.

Only Textual is imported here. Everything else is imported in a thread while the passphrase is typed, so that
the wait after it is the key derivation alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from textual import events
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.screen import Screen
from textual.theme import Theme

from noteui.screens.acts import acts, key_name
from noteui.screens.keys_in_order import KeysInOrder

if TYPE_CHECKING:
    from noteui.casework.team_file import TeamRules
    from noteui.checks import Finding, RuleSet
    from noteui.vault.vault import Vault

SMALLEST = (40, 10)
"""Columns and rows below which no screen can be used."""

_THEME = Theme(
    name="noteui",
    primary="#7aa2c8",
    secondary="#9aa7b5",
    accent="#d7a65f",
    warning="#d7a65f",
    error="#d98080",
    success="#8fb58f",
    foreground="#d8dde3",
    background="#14181d",
    surface="#1a1f26",
    panel="#222932",
    dark=True,
)


@runtime_checkable
class HoldsWriting(Protocol):
    """A screen with words that are not all on the disk yet."""

    def save_now(self) -> None:
        """Save at once and return when it is on the disk."""


class NoteuiApp(KeysInOrder[int]):
    """The whole app on one vault; with none, the notes to practise on.

    With `demo` (the throwaway vault's passphrase) it opens at once and says on every screen what it is. With
    `passphrase` and `note_id` it opens straight on that note.
    """

    TITLE = "noteui"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_DISPLAY = "ctrl+p"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", "Leave noteui", id="app.leave", show=False, priority=True),
        Binding("f1", "help", "Help for this screen", id="app.help", show=True),
        Binding("ctrl+o", "jump", "Jump to a field or list", id="app.jump", show=False, priority=True),
    ]

    def __init__(
        self,
        vault_folder: Path | None,
        *,
        demo: str | None = None,
        passphrase: str | None = None,
        note_id: str | None = None,
        clock: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__()
        self._is_practice = vault_folder is None
        self.vault_folder = vault_folder or Path(os.devnull)
        self.is_demo = demo is not None
        self.clock = clock
        self.vault: Vault | None = None
        self.everything_imported = threading.Event()
        self._given = demo or passphrase
        self._note_id = note_id
        self._crashed = False
        self._team: TeamRules | None = None

    def on_mount(self) -> None:
        self.register_theme(_THEME)
        self.theme = "noteui"
        self.animation_level = "none"
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                with contextlib.suppress(NotImplementedError, RuntimeError):
                    loop.add_signal_handler(getattr(signal, name), self._leave_at_once)
        self._open_first_screen()
        self._set_keys()
        self.call_after_refresh(
            lambda: self.run_worker(self._import_the_rest, thread=True, exit_on_error=False)
        )

    def on_resize(self, event: events.Resize) -> None:
        """Say so while the window is too small, and go back to what was shown once it is not."""
        from noteui.screens.too_small import TooSmallScreen

        is_small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        if is_small and not isinstance(self.screen, TooSmallScreen):
            self._save_everything()
            self.push_screen(TooSmallScreen())
        elif not is_small and isinstance(self.screen, TooSmallScreen):
            self.pop_screen()

    def _open_first_screen(self) -> None:
        from noteui.vault import place

        if self._is_practice:
            from noteui.screens.practice import PracticeScreen

            self.push_screen(PracticeScreen(self.rules, alone=True))
            self._say_what_is_wrong_with_the_team_file()
            return
        if self._given is None and not place.exists(self.vault_folder):
            from noteui.screens.setup import SetupScreen

            self.push_screen(SetupScreen())
            return
        from noteui.screens.unlock import UnlockScreen

        self.push_screen(UnlockScreen(self._given))

    def _set_keys(self) -> None:
        """Take the keys that the configuration file gives to actions: [keys] "note.save" = "ctrl+t"."""
        from noteui.vault.errors import VaultError
        from noteui.vault.place import read_config

        try:
            keys = read_config().get("keys", {})
        except VaultError:
            return
        if isinstance(keys, dict):
            self.set_keymap({str(action): str(key) for action, key in keys.items()})

    def _import_the_rest(self) -> None:
        from noteui.screens import desk, editor, new_note, person, reading  # noqa: F401 -- imported so that they are there
        from noteui.vault import vault  # noqa: F401

        self._read_team()
        gc.collect()
        gc.freeze()
        self.everything_imported.set()

    def _read_team(self) -> TeamRules:
        from noteui.casework.team_file import team_rules

        if self._team is None:
            self._team = team_rules()
        return self._team

    @property
    def rules(self) -> RuleSet:
        """The rules that notes are checked by: the shipped ones as the team's own file has them."""
        return self._read_team().rules

    def _say_what_is_wrong_with_the_team_file(self) -> None:
        trouble = self._read_team().trouble
        if trouble is not None:
            self.notify(trouble, severity="warning", timeout=20)

    def unlocked(self, vault: Vault) -> None:
        """Go on to the desk with the vault open, and to the note that was asked for."""
        from noteui.screens.desk import DeskScreen

        self.vault = vault
        self.switch_screen(DeskScreen(vault))
        self._say_what_is_wrong_with_the_team_file()
        if self._note_id is not None:
            note_id, self._note_id = self._note_id, None
            self.call_after_refresh(self.open_note, note_id)

    def open_note(self, note_id: str, *, at: Finding | None = None, adding: bool = False) -> None:
        """Open the editor on a draft, at a finding where one is given; a finalised note opens for reading.

        With `adding` an addendum to it is opened as well. A note that is gone is told in a sentence.
        """
        from noteui.casework.errors import CaseworkError
        from noteui.casework.finalising import read_final
        from noteui.casework.writing import open_note
        from noteui.screens.editor import EditorScreen
        from noteui.screens.reading import ReadingScreen
        from noteui.screens.saving import DraftKeeper
        from noteui.vault.errors import VaultError

        if self.vault is None:
            return
        try:
            draft = open_note(self.vault, note_id)
            if draft.status == "draft":
                keeper = DraftKeeper(self.vault, draft, self.clock)
                editor = EditorScreen(keeper, draft, self.rules, clock=self.clock)
                self.push_screen(editor, self._returned)
                if at is not None:
                    editor.call_after_refresh(editor.go_to, at)
                return
            final = read_final(self.vault, draft.id)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        self.push_screen(ReadingScreen(self.vault, final, self.clock, adding=adding), self._returned)

    def _returned(self, _note_id: str | None) -> None:
        from noteui.screens.desk import DeskScreen

        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.read_again()

    def action_practise(self) -> None:
        """Open the notes to practise on; what is open here waits."""
        from noteui.screens.practice import PracticeScreen

        self.push_screen(PracticeScreen(self.rules))

    # -- leaving

    def action_leave(self) -> None:
        """Save what is open and leave. Nothing is asked, because nothing can be lost."""
        self._save_everything()
        self._back_up()
        self._close()
        self.exit(0)

    def _back_up(self) -> None:
        """Once a day, on leaving, a verified backup; it never stands in the way of leaving."""
        if self.vault is None or self.is_demo:
            return
        from noteui.vault.backup import back_up_daily
        from noteui.vault.errors import VaultError

        with contextlib.suppress(VaultError, OSError):
            back_up_daily(self.vault, today=self.clock().date())

    def _leave_at_once(self) -> None:
        self.action_leave()

    def _save_everything(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, HoldsWriting):
                screen.save_now()

    def _close(self) -> None:
        if self.vault is not None:
            self.vault.close()
            self.vault = None

    def _handle_exception(self, error: Exception) -> None:
        """An error that nobody foresaw: save, leave the screen, and say one sentence, no word of a note.

        Textual's own answer prints the text and the local variables into the terminal's history.
        """
        del error
        if self._crashed:
            return
        self._crashed = True
        self._return_code = 1
        with contextlib.suppress(Exception):
            self._save_everything()
        with contextlib.suppress(Exception):
            self._close()
        self._exit_renderables.clear()
        self.exit(1)

    @property
    def has_crashed(self) -> bool:
        """Whether an error that nobody foresaw ended the app."""
        return self._crashed

    # -- the palette

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every act that works here, with its key; none of Textual's own (one of them takes pictures)."""
        for binding, node in acts(screen):

            async def act(action: str = binding.action, node: DOMNode = node) -> None:
                await self.run_action(action, node)

            yield SystemCommand(binding.description, key_name(binding), act)

    def get_key_display(self, binding: Binding) -> str:
        """The key in plain words, as everywhere in the app."""
        return key_name(binding)

    def action_help(self) -> None:
        """Show the keys that work on this screen."""
        from noteui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_jump(self) -> None:
        """Put a letter on everything that can be gone to, and go where the next key says."""
        from noteui.screens.jump import JumpScreen

        if not isinstance(self.screen, JumpScreen):
            self.push_screen(JumpScreen(self.screen))


def run(
    vault_folder: Path | None,
    *,
    demo: str | None = None,
    passphrase: str | None = None,
    note_id: str | None = None,
) -> int:
    """Run the app in this terminal and return the exit code. Raises nothing that holds case text."""
    app = NoteuiApp(vault_folder, demo=demo, passphrase=passphrase, note_id=note_id)
    result = app.run()
    if app.has_crashed:
        print(  # noqa: T201 -- the one sentence after the screen is gone
            "noteui had to stop because of a fault of its own. What you wrote is saved up to the last save; "
            "open noteui again to go on.",
            file=sys.stderr,
        )
        return 2
    return result or 0
