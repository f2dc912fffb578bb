"""A new passphrase: typed twice, judged as it is typed, and taken in a thread because it takes a second."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from noteui.casework.errors import CaseworkError
from noteui.vault.errors import VaultError
from noteui.vault.passphrase import judge


class PassphraseDialog(ModalScreen[bool]):
    """Dismisses with whether `act`, given the old passphrase (where asked) and the new, took it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "Back, nothing changed", id="passphrase.back"),
    ]

    def __init__(
        self, title: str, says: str, act: Callable[[str, str], object], *, asks_old: bool = False
    ) -> None:
        super().__init__()
        self._heading = title
        self._says = says
        self._act = act
        self._asks_old = asks_old

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Label(self._heading, classes="title")
            yield Static(self._says, classes="dim")
            if self._asks_old:
                with Horizontal(classes="row"):
                    yield Label("Passphrase now")
                    yield Input(password=True, id="old")
            with Horizontal(classes="row"):
                yield Label("New passphrase")
                yield Input(password=True, id="new", placeholder="four unrelated words, for example")
            with Horizontal(classes="row"):
                yield Label("Once more")
                yield Input(password=True, id="again")
            yield Static("", id="answer", classes="answer")
            yield Static("enter go on, then take it   escape back", classes="dim")

    def on_mount(self) -> None:
        self.query(Input).first().focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say at each key how the passphrase stands."""
        new, again = self._value("new"), self._value("again")
        if event.input.id == "old" or not (new or again):
            return
        differ = bool(again) and not new.startswith(again)
        self._say("The two are not the same so far." if differ else judge(new).sentence)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field, and from the last one on takes the passphrase."""
        if event.input.id != "again":
            self.focus_next()
            return
        new = self._value("new")
        if not judge(new).fit:
            self._refuse(judge(new).sentence, "new")
        elif new != self._value("again"):
            self._refuse("The two are not the same: type it once more.", "again")
        else:
            self._say("This takes a second or two.")
            for field in self.query(Input):
                field.disabled = True
            self._take(self._value("old") if self._asks_old else "", new)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _take(self, old: str, new: str) -> None:
        try:
            self._act(old, new)
        except (CaseworkError, VaultError) as error:
            self.app.call_from_thread(self._refuse, error.sentence, "old" if self._asks_old else "new")
        else:
            self.app.call_from_thread(self.dismiss, True)

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value

    def _refuse(self, sentence: str, where: str) -> None:
        for field in self.query(Input):
            field.disabled = False
        self._say(sentence)
        self.query_one(f"#{where}", Input).focus()

    def _say(self, sentence: str) -> None:
        self.query_one("#answer", Static).update(sentence)
