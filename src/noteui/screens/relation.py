"""One of the people around a person: who they are, and whether they live there."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Select, Static

from noteui.casework.when import NotUnderstood, read_day
from noteui.checks.note import Relation
from noteui.screens.widgets.choice import said, yes_no


class RelationDialog(ModalScreen[Relation | None]):
    """Dismisses with the relation; None where nothing was taken."""

    CSS_PATH = "person.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back without keeping", id="relation.back"),
        Binding("ctrl+s", "keep", "Keep", id="relation.keep", priority=True),
    ]

    def __init__(self, known: Relation | None = None, *, name: str = "") -> None:
        super().__init__()
        self._known = known or Relation(name, "")

    def compose(self) -> ComposeResult:
        known = self._known
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Label("Somebody around the person", classes="title")
            with Horizontal(classes="row"):
                yield Label("Name")
                yield Input(known.name, id="name")
            with Horizontal(classes="row"):
                yield Label("Relationship")
                yield Input(
                    known.relationship, id="relationship", placeholder="mother, neighbour, class teacher…"
                )
            with Horizontal(classes="row"):
                yield Label("Born")
                yield Input(f"{known.born:%d/%m/%Y}" if known.born else "", id="born")
            with Horizontal(classes="row"):
                yield Label("Lives there")
                yield yes_no("household", known.household)
            with Horizontal(classes="row"):
                yield Label("Holds PR")
                yield yes_no(
                    "responsibility",
                    known.parental_responsibility,
                    prompt="parental responsibility: not said",
                )
            with Horizontal(classes="row"):
                yield Label("")
                yield Button("Keep", id="keep")
            yield Static("", id="answer", classes="trouble")
            yield Static("tab next   ctrl+s keep   escape back", classes="dim")

    def on_mount(self) -> None:
        self.query_one("#relationship" if self._known.name else "#name", Input).focus()

    def on_input_submitted(self) -> None:
        """Enter goes on to the next field."""
        self.focus_next()

    def on_button_pressed(self) -> None:
        """Keep what was typed."""
        self.action_keep()

    def action_keep(self) -> None:
        """Keep what was typed, or say what is missing."""
        name, relationship, born = (
            self.query_one(f"#{field}", Input).value.strip() for field in ("name", "relationship", "born")
        )
        if not name or not relationship:
            self._refuse("relationship" if name else "name", "Give the name and who they are to the person.")
            return
        try:
            day = read_day(born, now=datetime.now())[0] if born else None
        except NotUnderstood as error:
            self._refuse("born", error.sentence)
            return
        self.dismiss(
            Relation(
                name=name,
                relationship=relationship,
                born=day,
                household=said(self.query_one("#household", Select)),
                parental_responsibility=said(self.query_one("#responsibility", Select)),
            )
        )

    def _refuse(self, where: str, sentence: str) -> None:
        self.query_one("#answer", Static).update(sentence)
        self.query_one(f"#{where}").focus()
