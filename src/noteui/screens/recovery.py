"""The recovery code: made after a question, shown once, to be printed or written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from noteui.casework import ways_in
from noteui.casework.errors import CaseworkError
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.vault.vault import Vault


class RecoveryScreen(ModalScreen[None]):
    """Asks first, because an earlier code stops working; then shows the code until it is left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", id="recovery.back"),
        Binding("y", "make", "Make a new recovery code", id="recovery.make"),
    ]

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self._vault = vault
        self._made = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("A recovery code", classes="title")
            yield Static(
                "It opens the vault when somebody's passphrase is lost. It is shown once and kept nowhere in "
                "noteui. Whoever holds it can read everything, so it belongs in a sealed envelope with your "
                "manager or the information governance lead, not in this bag or on this computer. An earlier "
                "code stops working.",
                id="says",
            )
            yield Static("", id="code", classes="title")
            yield Static("y make it and show it   escape back", id="keys", classes="dim")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A code that is on the screen is not made anew by a slip of the finger."""
        del parameters
        return action != "make" or not self._made

    def action_make(self) -> None:
        """Make it and show it."""
        try:
            code = ways_in.make_recovery_code(self._vault)
        except (CaseworkError, VaultError) as error:
            self.query_one("#says", Static).update(error.sentence)
            return
        self._made = True
        self.query_one("#says", Static).update(
            "Write it down, and read it back letter by letter. Capitals or not, with or without the dashes, "
            "it is the same; its last sign shows a slip. It is used with: noteui vault recover --code"
        )
        self.query_one("#code", Static).update(f"\n{code}\n")
        self.query_one("#keys", Static).update("escape: it is written down; show it never again")
