"""The unlock screen: the passphrase, one sentence where it is wrong, and nothing else."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input, Label, Static

if TYPE_CHECKING:
    from noteui.screens.app import NoteuiApp


class UnlockScreen(Screen[None]):
    """Asks for the passphrase, or uses the one that was given."""

    CSS_PATH = "unlock.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.leave", "Leave noteui", id="unlock.leave"),
    ]

    def __init__(self, given: str | None = None) -> None:
        super().__init__()
        self._given = given
        self._again_at = 0.0

    def compose(self) -> ComposeResult:
        with Vertical(id="unlock"):
            yield Label("noteui", classes="title")
            yield Label("Your notes are locked.", classes="dim", id="state")
            yield Input(password=True, placeholder="Passphrase", id="passphrase")
            yield Static("", id="answer")
            if cast("NoteuiApp", self.app).is_demo:
                from noteui.casework.demo import WHO  # imported already: it made the vault

                told = "\n".join(f"{who.name}, {who.role}: {who.passphrase}" for who in WHO)
                yield Static(f"The demo's passphrases:\n{told}", classes="dim")
        yield Static("enter unlock   escape leave", id="footer")

    def on_mount(self) -> None:
        if self._given is not None:
            self.query_one(Input).disabled = True
            self._unlock(self._given)
        else:
            self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Try what was typed, unless it is too soon after a wrong one."""
        if self._again_at > time.monotonic() or not event.value:
            return
        event.input.disabled = True
        self._say("Unlocking…", trouble=False)
        self._unlock(event.value)

    @work(thread=True, exclusive=True)
    def _unlock(self, passphrase: str) -> None:
        app = cast("NoteuiApp", self.app)
        from noteui.vault import keys
        from noteui.vault.errors import Locked, VaultError, WrongPassphrase

        try:
            opened = keys.unlock(app.vault_folder, passphrase)
            app.everything_imported.wait()
            from noteui.vault.vault import open_unlocked

            vault = open_unlocked(app.vault_folder, opened, alone=True)
        except (WrongPassphrase, Locked) as error:
            app.call_from_thread(self._refuse, error.sentence, error.wait)
        except VaultError as error:
            app.call_from_thread(self._refuse, error.sentence, 0.0)
        else:
            app.call_from_thread(app.unlocked, vault)

    def _refuse(self, sentence: str, wait: float) -> None:
        field = self.query_one(Input)
        field.value = ""
        field.disabled = False
        field.focus()
        self._again_at = time.monotonic() + wait
        self._say(sentence)
        if wait >= 1:
            self.set_timer(1, self._count_down)

    def _count_down(self) -> None:
        with contextlib.suppress(Exception):
            left = round(self._again_at - time.monotonic())
            if left > 0:
                self._say(f"That passphrase does not open this vault. Try again in {left} seconds.")
                self.set_timer(1, self._count_down)
            else:
                self._say("Try again.")

    def _say(self, sentence: str, *, trouble: bool = True) -> None:
        answer = self.query_one("#answer", Static)
        answer.set_class(trouble, "trouble")
        answer.update(sentence)
