"""What somebody who has just unlocked must know of the vault, before anything else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from noteui.casework import watching
from noteui.casework.errors import CaseworkError
from noteui.casework.since import since_last_opening
from noteui.casework.watching import FaultLine
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.vault.vault import Vault


class NoticeScreen(ModalScreen[None]):
    """Tells what happened to the keys, and what is wrong with the vault until an administrator saw to it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "dismiss", "Go on", id="notice.back"),
        Binding("s", "seen", "I have seen to this: tell it no more", id="notice.seen"),
    ]

    def __init__(self, vault: Vault, told: Sequence[str], faults: Sequence[FaultLine]) -> None:
        super().__init__()
        self._vault = vault
        self._told = told
        self._faults = faults

    @classmethod
    def of(cls, vault: Vault, before: Sequence[str] = ()) -> NoticeScreen | None:
        """The notice for whoever has just opened the vault; None where there is nothing to tell.

        `before` is what an opening just before this one had to tell.
        """
        if vault.damage is not None:
            return cls(vault, [vault.damage], [])
        try:
            told, faults = [*before, *since_last_opening(vault)], watching.open_faults(vault)
        except VaultError as error:
            told, faults = [*before, error.sentence], []
        return cls(vault, told, faults) if told or faults else None

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog"):
            yield Static("Before you go on", classes="title")
            for sentence in self._told:
                yield Static(sentence, classes="told")
            for fault in self._faults:
                yield Static(fault.sentence, classes="told trouble")
                yield Static(f"Found on {fault.found_at.astimezone():%d/%m/%Y at %H:%M}.", classes="dim")
            yield Static("", id="answer", classes="trouble")
            can = bool(self._faults) and watching.may_acknowledge(self._vault)
            if self._faults and not can:
                yield Static("It is told at every opening until an administrator has seen to it.")
            yield Static(f"enter go on{'   s I have seen to this' if can else ''}", classes="dim")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only an administrator can say that a fault was seen to."""
        del parameters
        return action != "seen" or (bool(self._faults) and watching.may_acknowledge(self._vault))

    def action_seen(self) -> None:
        """Acknowledge the faults; the log keeps them, and who did."""
        try:
            for fault in self._faults:
                watching.acknowledge(self._vault, fault.seq)
        except (CaseworkError, VaultError) as error:
            self.query_one("#answer", Static).update(error.sentence)
        else:
            self.dismiss()
