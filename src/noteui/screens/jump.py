"""ctrl+o: a letter on everything that can be gone to; the next key goes there."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Protocol, runtime_checkable

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

_LETTERS = "asdfghjklqwertyuiopzxcvbnm"


@runtime_checkable
class HasTargets(Protocol):
    """A screen with more to go to than what can have the focus now."""

    def targets(self) -> list[tuple[Offset, Callable[[], object]]]:
        """Where each target's letter stands, and what goes there."""


class JumpScreen(ModalScreen[None]):
    """Lays a letter over each target of the screen below."""

    DEFAULT_CSS = """
    JumpScreen { background: transparent; align: left top; }
    JumpScreen > Static { position: absolute; width: 3; height: 1; background: $accent; color: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,ctrl+o", "dismiss", "Back", id="jump.back")]

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        targets = (
            below.targets()
            if isinstance(below, HasTargets)
            else [(widget.region.offset, widget.focus) for widget in below.focus_chain if widget.region.area]
        )
        self._targets = dict(zip(_LETTERS, targets, strict=False))

    def compose(self) -> ComposeResult:
        for letter, (offset, _) in self._targets.items():
            label = Static(f" {letter} ")
            label.absolute_offset = offset
            yield label

    def on_key(self, event: events.Key) -> None:
        """Go to the target whose letter was pressed; any other key goes back."""
        if event.key in ("escape", "ctrl+o"):
            return
        event.stop()
        target = self._targets.get(event.key)
        self.dismiss()
        if target is not None:
            self.app.call_after_refresh(target[1])
