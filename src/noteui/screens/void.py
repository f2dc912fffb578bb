"""Making a finalised note void: a supervisor's act, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from noteui.casework import finalising
from noteui.casework.errors import CaseworkError
from noteui.casework.finalising import FinalNote
from noteui.screens.final_text import whom_and_when
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.vault.vault import Vault


class VoidDialog(ModalScreen[bool]):
    """Dismisses with whether the note is void now."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(False)", "Back", id="void.back")]

    def __init__(self, vault: Vault, final: FinalNote) -> None:
        super().__init__()
        self._vault = vault
        self._final = final

    def compose(self) -> ComposeResult:
        user = self._vault.user
        with Vertical(classes="dialog"):
            yield Static("Make this note void", classes="title")
            yield Static(whom_and_when(self._final.draft.note))
            yield Static(
                "It stays in the record and can be read, marked as void with your reason. "
                "Nothing can be added to it afterwards, and this cannot be taken back.\n"
                f"Signed by {user.name}, {user.role}.",
                classes="dim",
            )
            yield Input(placeholder="the reason: about the wrong person, written twice, …", id="reason")
            yield Static("", id="answer", classes="trouble")
            yield Static("enter make void   escape back", classes="dim")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Make it void, or say why that cannot be."""
        try:
            finalising.make_void(self._vault, self._final.draft.id, reason=event.value)
        except (CaseworkError, VaultError) as error:
            self.query_one("#answer", Static).update(error.sentence)
        else:
            self.dismiss(True)
