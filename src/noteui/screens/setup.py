"""The first run: a passphrase, a name, a role; then the vault is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Input, Label, Static

from noteui.vault.passphrase import judge

if TYPE_CHECKING:
    from noteui.screens.app import NoteuiApp


class SetupScreen(Screen[None]):
    """Makes the vault, whole or not at all."""

    CSS_PATH = "setup.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.leave", "Leave without making anything", id="setup.leave"),
    ]

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="setup", can_focus=False):
            yield Label("Welcome to noteui", classes="title")
            yield Static(
                "Your notes will be kept on this computer, encrypted. Only your passphrase opens them: "
                "nobody can recover it for you, so choose one that you will remember.",
                classes="dim",
            )
            with Horizontal(classes="row"):
                yield Label("Passphrase")
                yield Input(password=True, id="first", placeholder="four unrelated words, for example")
            yield Static("", id="strength", classes="answer")
            with Horizontal(classes="row"):
                yield Label("Once more")
                yield Input(password=True, id="second")
            yield Static("", id="same", classes="answer")
            with Horizontal(classes="row"):
                yield Label("Your name")
                yield Input(id="name", placeholder="as it signs your notes")
            with Horizontal(classes="row"):
                yield Label("Your role")
                yield Input(id="role", placeholder="social worker, health visitor, safeguarding lead…")
            with Horizontal(classes="row"):
                yield Label("")
                yield Button("Make my vault", id="make")
            yield Static("", id="answer", classes="answer")
        yield Static("tab next   enter go on   escape leave", id="footer")

    def on_mount(self) -> None:
        self.query_one("#first", Input).focus()

    def on_input_changed(self) -> None:
        """Say at each key how the passphrase stands."""
        first, second = (self.query_one(f"#{name}", Input).value for name in ("first", "second"))
        self.query_one("#strength", Static).update(judge(first).sentence if first else "")
        differ = bool(second) and not first.startswith(second)
        self.query_one("#same", Static).update("The two are not the same so far." if differ else "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field, and from the last one on to making the vault."""
        if event.input.id == "role":
            self._begin()
        else:
            self.focus_next()

    def on_button_pressed(self) -> None:
        """Make the vault."""
        self._begin()

    def _begin(self) -> None:
        first, second, name, role = (
            self.query_one(f"#{name}", Input).value for name in ("first", "second", "name", "role")
        )
        judgement = judge(first)
        for wrong, where, sentence in (
            (not judgement.fit, "first", judgement.sentence),
            (first != second, "second", "The two passphrases are not the same: type it once more."),
            (not name.strip(), "name", "Give your name: it signs the notes that you write."),
            (not role.strip(), "role", "Give your role: it stands beside your name."),
        ):
            if wrong:
                self._say(sentence)
                self.query_one(f"#{where}", Input).focus()
                return
        self._say("Making your vault. This takes a few seconds, once.")
        self.query_one("#make", Button).disabled = True
        self._make(first, name, role)

    @work(thread=True, exclusive=True)
    def _make(self, passphrase: str, name: str, role: str) -> None:
        app = cast("NoteuiApp", self.app)
        app.everything_imported.wait()
        from noteui.vault.errors import VaultError
        from noteui.vault.vault import create

        try:
            vault = create(app.vault_folder, passphrase, name=name, role=role, alone=True)
        except VaultError as error:
            app.call_from_thread(self._refuse, error.sentence)
        else:
            app.call_from_thread(app.unlocked, vault)

    def _refuse(self, sentence: str) -> None:
        self._say(sentence)
        self.query_one("#make", Button).disabled = False

    def _say(self, sentence: str) -> None:
        self.query_one("#answer", Static).update(sentence)
