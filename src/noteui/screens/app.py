"""The app: from the unlock screen to the desk and back, with nothing slow before the first paint.

Only Textual is imported here. Everything else is imported in a thread while the passphrase is typed, so that
the wait after it is the key derivation alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
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
from noteui.screens.hidden import HiddenScreen
from noteui.screens.idle import DEFAULT_MINUTES, Idle, minutes_of
from noteui.screens.keys_in_order import KeysInOrder
from noteui.screens.locking import LOCKED, Where, start_locked, where_it_was

if TYPE_CHECKING:
    from noteui.casework.team_file import TeamRules
    from noteui.checks import Finding, RuleSet
    from noteui.vault.vault import Vault

SMALLEST = (40, 10)
"""Columns and rows below which no screen can be used."""

_FIRST_STYLES = ("desk", "editor", "new_note", "person", "reading")
_LET_GO = 0.3
"""Seconds after which a form that is done is forgotten: by then the screen behind it has what it gave."""

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

    def save_now(self) -> str | None:
        """Save at once and return when it is on the disk; or what stands in the way, in one sentence."""


@runtime_checkable
class ShowsNote(Protocol):
    """A screen that shows one note."""

    @property
    def note_id(self) -> str:
        """The note's identifier."""


@runtime_checkable
class ReadsAgain(Protocol):
    """A screen that lists what the vault has, and can list it anew."""

    def read_again(self) -> None:
        """Show it as the vault has it now."""


class NoteuiApp(KeysInOrder[int]):
    """The whole app on one vault; with none, the notes to practise on.

    With `demo` (the throwaway vault's passphrase) it opens at once and says on every screen what it is. With
    `passphrase` and `note_id` it opens straight on that note; with `where` it goes back there once that user
    has unlocked it. `told` is what an opening just before this one had to tell.
    """

    TITLE = "noteui"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_DISPLAY = "ctrl+p"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", "Leave noteui", id="app.leave", show=False, priority=True),
        Binding("f1", "help", "Help for this screen", id="app.help", show=True),
        Binding("ctrl+o", "jump", "Jump to a field or list", id="app.jump", show=False, priority=True),
        Binding(
            "f10,ctrl+g",
            "hide",
            "Hide the screen, or show it again",
            id="app.hide",
            show=False,
            priority=True,
        ),
        Binding("f12", "lock", "Lock now", id="app.lock", show=False, priority=True),
    ]

    def __init__(
        self,
        vault_folder: Path | None,
        *,
        demo: str | None = None,
        passphrase: str | None = None,
        note_id: str | None = None,
        where: Where | None = None,
        told: Sequence[str] = (),
        clock: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__()
        self._is_practice = vault_folder is None
        self.vault_folder = vault_folder or Path(os.devnull)
        self.where = where
        self._told = told
        self._idle = Idle(DEFAULT_MINUTES)
        self.is_demo = demo is not None
        self.clock = clock
        self.vault: Vault | None = None
        self.everything_imported = threading.Event()
        self._given = demo or passphrase
        self._note_id = note_id
        self._crashed = False
        self._done_forms: list[tuple[str, str]] = []
        self._team: TeamRules | None = None
        self.afterwards: str | None = None
        """A sentence to be told once the screen is gone."""

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
        self._take_configuration()
        self.set_interval(1.0, self._lock_when_idle)
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

    def _take_configuration(self) -> None:
        """Take the keys that the configuration file gives to actions, and after how long it locks.

        [keys] "note.save" = "ctrl+t"; lock_after = 5 (minutes).
        """
        from noteui.vault.errors import VaultError
        from noteui.vault.place import read_config

        try:
            config = read_config()
            self._idle = Idle(minutes_of(config))
            keys = config.get("keys", {})
        except VaultError as error:
            self.notify(error.sentence, severity="warning", timeout=15)
            return
        if isinstance(keys, dict):
            self.set_keymap({str(action): str(key) for action, key in keys.items()})

    def _import_the_rest(self) -> None:
        from noteui.casework.rehearsal import rehearse
        from noteui.screens import desk, editor, new_note, person, reading  # noqa: F401 -- imported so that they are there
        from noteui.screens.check_pace import spare_the_collector

        rehearse()
        self._read_team()
        spare_the_collector()
        self.everything_imported.set()
        # Posted, not called: whoever leaves at once waits for no answer.
        self.post_message(events.Callback(callback=self._read_styles))

    async def _read_styles(self) -> None:
        """Read the styles of the first screens while nobody waits: each, read late, has all read anew.

        Those of its own a kind of widget brings when the first of it is mounted.
        """
        from textual.containers import Horizontal, Vertical

        from noteui.screens.widgets.choice_list import ChoiceList

        for name in _FIRST_STYLES:
            path = Path(__file__).with_name(f"{name}.tcss")
            if not self.stylesheet.has_source(str(path)):
                self.stylesheet.read(path)
        if self.vault is None:
            aside = Vertical(Horizontal(), ChoiceList(disabled=True))
            aside.display = False
            await self.screen.mount(aside)
            await aside.remove()
        self.stylesheet.parse()

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
        desk = DeskScreen(vault)
        self.switch_screen(desk)
        self._say_what_is_wrong_with_the_team_file()
        self._idle.begin()
        note_id, self._note_id = self._note_id, None
        if self.where is not None and self.where.user_id == vault.user.id:
            note_id = self.where.note_id
        self.where = None
        desk.call_after_refresh(self._go_on, note_id)

    def _go_on(self, note_id: str | None) -> None:
        from noteui.screens.notice import NoticeScreen

        if self.vault is None:
            return
        if note_id is not None:
            self.open_note(note_id)
        self._tell_of_forms()
        notice = NoticeScreen.of(self.vault, self._told)
        if notice is not None:
            self.push_screen(notice)

    def _tell_of_forms(self) -> None:
        from noteui.casework import forms
        from noteui.vault.errors import VaultError

        if self.vault is None:
            return
        with contextlib.suppress(VaultError):
            left = ", ".join(f"“{form}”" for form in forms.left_open(self.vault, now=self.clock()))
            if left:
                self.notify(f"What you had begun is kept: {left}. Open the form again to go on.")

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

    def _returned(self, _of_a_screen: object = None) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, ReadsAgain):
                screen.read_again()

    def action_practise(self) -> None:
        """Open the notes to practise on; what is open here waits."""
        from noteui.screens.practice import PracticeScreen

        self.push_screen(PracticeScreen(self.rules))

    def action_queue(self) -> None:
        """Show what waits for me."""
        from noteui.screens.queue import QueueScreen

        if self.vault is not None:
            self.push_screen(QueueScreen(self.vault, self.clock), self._returned)

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
        from noteui.vault.place import second_backups

        today = self.clock().date()
        with contextlib.suppress(VaultError, OSError):
            back_up_daily(self.vault, today=today)
        try:
            elsewhere = second_backups()
            if elsewhere is not None:
                back_up_daily(self.vault, today=today, elsewhere=elsewhere)
        except (VaultError, OSError) as error:
            why = error.sentence if isinstance(error, VaultError) else (error.strerror or "it cannot be used")
            self.afterwards = f"The second backup could not be made: {why}"

    # -- hiding and locking

    async def on_event(self, event: events.Event) -> None:
        """Every key, click and paste says that somebody is there."""
        if isinstance(event, (events.InputEvent, events.Paste)):
            self._idle.begin()
        await super().on_event(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Behind a hidden screen nothing works but showing it again, locking and leaving."""
        del parameters
        return not self._is_hidden or action in ("hide", "lock", "leave", "quit")

    @property
    def _is_hidden(self) -> bool:
        return self.is_running and bool(self.screen_stack) and isinstance(self.screen, HiddenScreen)

    def action_hide(self) -> None:
        """Hide what is on the screen; the same key shows it again."""
        if self._is_hidden:
            self.pop_screen()
        elif self.vault is not None:
            self.push_screen(HiddenScreen())

    def action_lock(self) -> None:
        """Save what is open, close the vault, and have a fresh process ask for the passphrase.

        What cannot be saved would be lost with the process: then it stays, hidden, and says why.
        """
        if self.vault is None:
            return
        trouble = self._save_everything()
        if trouble is not None:
            if not self._is_hidden:
                self.push_screen(HiddenScreen())
            self.notify(f"Not locked, because what was written is not saved: {trouble}", severity="error")
            return
        note = next((s for s in reversed(self.screen_stack) if isinstance(s, ShowsNote) and s.note_id), None)
        self.where = Where(self.vault.user.id, note.note_id) if note is not None else None
        if self.is_demo:
            self._lock_demo()
        else:
            self._close()
            self.exit(LOCKED)

    def _lock_demo(self) -> None:
        """Ask who is there, so that each of the demo's users can be tried; there is nothing to guard."""
        from noteui.screens.unlock import UnlockScreen

        while len(self.screen_stack) > 1:
            self.pop_screen()
        self._close()
        self.push_screen(UnlockScreen())

    def _lock_when_idle(self) -> None:
        if self.vault is not None and not self.is_demo and self._idle.is_over:
            self._idle.begin()  # where it cannot be locked it is tried again after as long
            self.action_lock()

    # -- users and keys

    def action_users(self) -> None:
        """Keep the users of the vault; for administrators."""
        from noteui.casework.errors import CaseworkError
        from noteui.casework.users import refuse_keeping
        from noteui.screens.users import UsersScreen

        if self.vault is None:
            return
        try:
            refuse_keeping(self.vault)
        except CaseworkError as error:
            self.notify(error.sentence)
        else:
            self.push_screen(UsersScreen(self.vault))

    def action_retention(self) -> None:
        """Show how long each person's file is kept."""
        from noteui.screens.retention import RetentionScreen

        if self.vault is not None:
            self.push_screen(RetentionScreen(self.vault, self.clock))

    def action_passphrase(self) -> None:
        """Change one's own passphrase."""
        from noteui.casework import ways_in
        from noteui.screens.passphrase import PassphraseDialog

        vault = self.vault
        if vault is None:
            return

        def changed(done: bool | None) -> None:
            if done:
                self.notify("Your passphrase is changed. Backups made earlier still open with the old one.")

        self.push_screen(
            PassphraseDialog(
                "Change my passphrase",
                "What you sign with stays the same. The log says that it was changed.",
                lambda old, new: ways_in.change_passphrase(vault, old, new),
                asks_old=True,
            ),
            changed,
        )

    def action_recovery_code(self) -> None:
        """Make a recovery code; for administrators."""
        from noteui.casework.access import May, require
        from noteui.casework.errors import CaseworkError
        from noteui.screens.recovery import RecoveryScreen

        if self.vault is None:
            return
        try:
            require(self.vault, May.KEEP_KEYS)
        except CaseworkError as error:
            self.notify(error.sentence)
        else:
            self.push_screen(RecoveryScreen(self.vault))

    def _leave_at_once(self) -> None:
        self.action_leave()

    def _save_everything(self) -> str | None:
        """Save on every screen; what stands in the way of one of them, in one sentence."""
        troubles = [screen.save_now() for screen in self.screen_stack if isinstance(screen, HoldsWriting)]
        trouble = next((trouble for trouble in troubles if trouble is not None), None)
        if trouble is None:
            self._forget_forms()
        return trouble

    def form_is_done(self, form: str, about: str) -> None:
        """What a form asked for is done; it is forgotten once what it gave is itself on the disk."""
        self._done_forms.append((form, about))
        self.set_timer(_LET_GO, self.forget_done_forms)

    def forget_done_forms(self) -> None:
        """Save what the forms that are done gave, and forget them."""
        if self._done_forms:
            self._save_everything()

    def _forget_forms(self) -> None:
        from noteui.casework import forms
        from noteui.vault.errors import VaultError

        done, self._done_forms = self._done_forms, []
        if self.vault is None:
            return
        for form, about in done:
            with contextlib.suppress(VaultError):  # then it is offered once more, and no word is lost
                forms.keep(self.vault, form, about, None, now=self.clock())

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


TURN = 0.000_5
"""Seconds that another thread computes before a key is served: Python's own ten times as long would show
in every key that is pressed while a draft is being saved."""


def run(
    vault_folder: Path | None,
    *,
    demo: str | None = None,
    passphrase: str | None = None,
    note_id: str | None = None,
    told: Sequence[str] = (),
) -> int:
    """Run the app in this terminal and return the exit code. Raises nothing that holds case text."""
    app = NoteuiApp(
        vault_folder, demo=demo, passphrase=passphrase, note_id=note_id, where=where_it_was(), told=told
    )
    sys.setswitchinterval(TURN)
    result = app.run()
    if app.has_crashed:
        print(  # noqa: T201 -- the one sentence after the screen is gone
            "noteui had to stop because of a fault of its own. What you wrote is saved up to the last save; "
            "open noteui again to go on.",
            file=sys.stderr,
        )
        return 2
    if result == LOCKED and vault_folder is not None:
        return start_locked(vault_folder, app.where)
    if app.afterwards is not None:
        print(f"noteui: {app.afterwards}", file=sys.stderr)  # noqa: T201 -- the screen is gone
    return result or 0
