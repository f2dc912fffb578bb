"""What is shown while the window is too small for anything else."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static


class TooSmallScreen(Screen[None]):
    """Covers whatever was shown until the window is larger again; nothing of it is lost."""

    def compose(self) -> ComposeResult:
        yield Static("Make the window larger: noteui needs 40 by 10.")
