"""F1: the keys that work where the writer is, in plain words."""

from __future__ import annotations

from typing import ClassVar

from rich.table import Table
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Label, Static

from noteui.checks.principles import PRINCIPLES
from noteui.screens.acts import acts, key_name


class HelpScreen(ModalScreen[None]):
    """The active keys of the screen below, and what the checks are and are not."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,q", "dismiss", "Back", id="help.back"),
    ]

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self._rows = [(key_name(binding), binding.description) for binding, _ in acts(below)]
        self._rows.append(("ctrl+p", "Every act by name"))

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog"):
            yield Label("Keys that work here", classes="title")
            yield Static(self._table(self._rows))
            yield Label("What the checks look for", classes="title")
            yield Static(
                "They look for wording that a reader would question under nine principles. They cannot "
                "tell whether a note is true or good: one in which nothing is found may be neither.",
                classes="dim",
            )
            yield Static(self._table([(p.name, p.asks) for p in PRINCIPLES]))

    def _table(self, rows: list[tuple[str, str]]) -> Table:
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True, style="bold")
        table.add_column()
        for row in rows:
            table.add_row(*row)
        return table
