"""F2: what is known of a note besides its words: contact, time, who was seen, the people around."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Select, Static

from noteui.casework.when import Moment, NotUnderstood, read_moment
from noteui.checks.note import CONTACTS, Note
from noteui.screens.widgets.choice import Choice, said, yes_no
from noteui.screens.widgets.people_around import PeopleAround


class DetailsDialog(ModalScreen[Note | None]):
    """Dismisses with the note as it is then known; None where nothing was taken."""

    CSS_PATH = "new_note.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back, nothing changed", id="details.back"),
        Binding("ctrl+s,f2", "keep", "Keep", id="details.keep", priority=True),
    ]

    def __init__(self, note: Note, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._note = note
        self._clock = clock

    def compose(self) -> ComposeResult:
        note = self._note
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Label(note.about.name, classes="title")
            with Horizontal(classes="row"):
                yield Label("Contact")
                yield Choice(
                    [(kind, kind) for kind in CONTACTS], value=note.contact, allow_blank=False, id="contact"
                )
            with Horizontal(classes="row"):
                yield Label("Happened")
                yield Input(f"{note.happened:%d/%m/%Y %H:%M}" if note.happened else "", id="happened")
            yield Static("", id="shown", classes="answer")
            with Horizontal(classes="row"):
                yield Label("Seen")
                yield yes_no("seen", note.seen)
            with Horizontal(classes="row"):
                yield Label("Seen alone")
                yield yes_no("alone", note.seen_alone)
            with Horizontal(classes="row"):
                yield Label("Interpreter")
                yield Input(note.interpreter or "", id="interpreter")
            yield Label("People around", classes="title")
            yield PeopleAround(self._note.people)
            with Horizontal(classes="row"):
                yield Label("")
                yield Button("Keep", id="keep")
            yield Static("", id="answer", classes="trouble")
            yield Static(
                "tab next   enter changes a line, delete takes it out   ctrl+s keep",
                classes="dim",
            )

    def on_mount(self) -> None:
        self.query_one("#seen", Select).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the moment back while it is typed."""
        if event.input.id != "happened":
            return
        try:
            shown = read_moment(event.value, now=self._clock()).shown
        except NotUnderstood as error:
            shown = error.sentence
        self.query_one("#shown", Static).update(shown)

    def on_input_submitted(self) -> None:
        """Enter goes on to the next field."""
        self.focus_next()

    def on_button_pressed(self) -> None:
        """Keep what was changed."""
        self.action_keep()

    def action_keep(self) -> None:
        """Keep what was changed, or say what is wrong with it."""
        try:
            moment: Moment = read_moment(self.query_one("#happened", Input).value, now=self._clock())
        except NotUnderstood as error:
            self.query_one("#answer", Static).update(error.sentence)
            self.query_one("#happened", Input).focus()
            return
        self.dismiss(
            replace(
                self._note,
                contact=str(self.query_one("#contact", Select).value),
                happened=moment.value,
                seen=said(self.query_one("#seen", Select)),
                seen_alone=said(self.query_one("#alone", Select)),
                interpreter=self.query_one("#interpreter", Input).value.strip() or None,
                people=self.query_one(PeopleAround).people,
            )
        )
