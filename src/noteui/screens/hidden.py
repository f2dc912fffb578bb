"""The screen hidden from whoever looks on: one key hides it, and only that key shows it again."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static


class HiddenScreen(Screen[None]):
    """Covers everything. What is typed meanwhile goes nowhere; saving goes on behind it."""

    DEFAULT_CSS = """
    HiddenScreen { align: center middle; }
    HiddenScreen > Static { width: auto; color: $secondary; }
    """

    def compose(self) -> ComposeResult:
        yield Static("F10 show   F12 lock")

    def on_key(self, event: events.Key) -> None:
        """Take every key that is not one of the two."""
        event.stop()

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted."""
        event.stop()
