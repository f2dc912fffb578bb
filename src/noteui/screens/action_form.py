"""Who does an action, and by when: a small form that ends in one edit of its line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label, Static

from noteui.casework.when import NotUnderstood, read_day
from noteui.checks import Edit
from noteui.checks.actions import parse_action
from noteui.screens.form import Form


class ActionForm(Form[Edit | None]):
    """Dismisses with the edit that writes owner and date into the action's line."""

    FORM = "Action"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Back", id="action.back")]

    def __init__(
        self, actions: str, line: tuple[int, int], clock: Callable[[], datetime], author: str
    ) -> None:
        super().__init__()
        self._line = line
        self._words = actions[line[0] : line[1]]
        self._clock = clock
        action = parse_action(self._words)
        self._what = action.text if action else self._words
        self._owner = (action.owner if action else None) or author
        self._due = action.due if action else None

    @property
    def about(self) -> str:
        """The note, and the action in it by a digest of its words."""
        return f"{super().about} {sha256(self._what.encode()).hexdigest()[:16]}"

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._what[:200], classes="title")
            with Horizontal(classes="row"):
                yield Label("Who")
                yield Input(self._owner, id="owner")
            with Horizontal(classes="row"):
                yield Label("By when")
                yield Input(
                    self._due.isoformat() if self._due else "", id="due", placeholder="fri, tomorrow, 19/11"
                )
            yield Static("", id="shown", classes="answer")
            yield Static("enter go on, then write it   escape back", classes="dim")

    def on_mount(self) -> None:
        self.query_one("#due" if self._owner else "#owner", Input).focus()

    def _day(self) -> date:
        return read_day(self.query_one("#due", Input).value, now=self._clock(), direction="future")[0]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the day back while it is typed."""
        if event.input.id != "due":
            return
        try:
            shown = (
                read_day(event.value, now=self._clock(), direction="future")[1] if event.value.strip() else ""
            )
        except NotUnderstood as error:
            shown = error.sentence
        self.query_one("#shown", Static).update(shown)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """From the name go on to the day; from the day write the line."""
        owner = " ".join(self.query_one("#owner", Input).value.replace(",", " ").split())
        if event.input.id == "owner":
            self.query_one("#due", Input).focus()
            return
        if not owner:
            self.query_one("#shown", Static).update("Say who does it.")
            self.query_one("#owner", Input).focus()
            return
        try:
            due = self._day()
        except NotUnderstood as error:
            self.query_one("#shown", Static).update(error.sentence)
            return
        at = self._words.find(self._what) + len(self._what)
        self.dismiss(Edit("actions", self._line[0] + at, self._line[1], f" ({owner}, by {due.isoformat()})"))
