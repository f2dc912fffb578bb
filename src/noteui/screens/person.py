"""A person and the people around them, to add or to change."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Select, Static

from noteui.casework import people
from noteui.casework.errors import CaseworkError
from noteui.casework.people import PersonCard
from noteui.casework.when import NotUnderstood, read_day
from noteui.checks.note import KINDS, About, Kind
from noteui.screens.widgets.choice import Choice
from noteui.screens.widgets.people_around import PeopleAround
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.vault.vault import Vault


class PersonScreen(ModalScreen[PersonCard | None]):
    """Dismisses with the person as they are then known; None where nothing was taken."""

    CSS_PATH = "person.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back without keeping", id="person.back"),
        Binding("ctrl+s", "keep", "Keep", id="person.keep", priority=True),
    ]

    def __init__(self, vault: Vault, card: PersonCard | None, *, name: str = "") -> None:
        super().__init__()
        self._vault = vault
        self._card = card
        self._about = card.about if card else About(name, "child")

    def compose(self) -> ComposeResult:
        about = self._about
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Label("Person" if self._card else "New person", classes="title")
            with Horizontal(classes="row"):
                yield Label("Name")
                yield Input(about.name, id="name")
            with Horizontal(classes="row"):
                yield Label("Kind")
                yield Choice([(kind, kind) for kind in KINDS], value=about.kind, allow_blank=False, id="kind")
            with Horizontal(classes="row"):
                yield Label("Born")
                yield Input(_written(about), id="born", placeholder="14/3/2016; leave empty where not known")
            with Horizontal(classes="row"):
                yield Label("Known as")
                yield Input(about.known_as or "", id="known_as")
            with Horizontal(classes="row"):
                yield Label("Pronouns")
                yield Input(about.pronouns or "", id="pronouns")
            with Horizontal(classes="row"):
                yield Label("Communicates")
                yield Input(
                    about.communicates or "", id="communicates", placeholder="Polish, Makaton, needs time…"
                )
            yield Label("People around", classes="title", id="around-title")
            yield PeopleAround(self._card.people if self._card else ())
            with Horizontal(classes="row"):
                yield Label("")
                yield Button("Keep", id="keep")
            yield Static("", id="answer", classes="trouble")
            yield Static(
                "tab next   enter changes a line, delete takes it out   ctrl+s keep",
                classes="dim",
            )

    def on_mount(self) -> None:
        self.query_one("#kind" if self._about.name and not self._card else "#name").focus()

    def on_input_submitted(self) -> None:
        """Enter goes on to the next field."""
        self.focus_next()

    def on_button_pressed(self) -> None:
        """Keep the person."""
        self.action_keep()

    def action_keep(self) -> None:
        """Keep what was typed, or say what is wrong with it."""
        value = {name: self.query_one(f"#{name}", Input).value.strip() for name in _INPUTS}
        try:
            born = read_day(value["born"], now=datetime.now())[0] if value["born"] else None
            kind: Kind = next(kind for kind in KINDS if kind == self.query_one("#kind", Select).value)
            about = About(
                name=value["name"],
                kind=kind,
                born=born,
                known_as=value["known_as"] or None,
                pronouns=value["pronouns"] or None,
                communicates=value["communicates"] or None,
            )
            if self._card is None:
                kept = people.add_person(self._vault, about, self.query_one(PeopleAround).people)
            else:
                kept = people.change_person(
                    self._vault, self._card.id, about, self.query_one(PeopleAround).people
                )
        except NotUnderstood as error:
            self._refuse("born", error.sentence)
        except (CaseworkError, VaultError) as error:
            self._refuse("name", error.sentence)
        else:
            self.dismiss(kept)

    def _refuse(self, where: str, sentence: str) -> None:
        self.query_one("#answer", Static).update(sentence)
        self.query_one(f"#{where}").focus()


_INPUTS = ("name", "born", "known_as", "pronouns", "communicates")


def _written(about: About) -> str:
    return f"{about.born:%d/%m/%Y}" if about.born else ""
