"""Beginning a note: about whom, what kind of contact, when it happened, who was seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, OptionList, Select, Static
from textual.widgets.option_list import Option

from noteui.casework import people, writing
from noteui.casework.errors import CaseworkError
from noteui.casework.people import PersonCard
from noteui.casework.when import Moment, NotUnderstood, read_moment
from noteui.checks.note import CONTACTS
from noteui.screens.person import PersonScreen
from noteui.screens.widgets.choice import Choice, said, yes_no
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.vault.vault import Vault

MOST_OFFERED = 5


class NewNoteScreen(ModalScreen[str | None]):
    """One form; enter goes on, and from the last field begins the note. Dismisses with the note's id."""

    CSS_PATH = "new_note.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", id="new.back"),
        Binding("ctrl+s", "begin", "Begin the note", id="new.begin", priority=True),
    ]

    def __init__(self, vault: Vault, clock: Callable[[], datetime], about: PersonCard | None = None) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._person = about
        self._everybody = people.everyone(vault)

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", id="form", can_focus=False):
            yield Label("New note", classes="title")
            with Horizontal(classes="row"):
                yield Label("About whom")
                yield Input(
                    self._person.about.name if self._person else "", id="person", placeholder="type a name"
                )
            offered = OptionList(id="people")
            offered.can_focus = False  # up and down move in it from the name
            yield offered
            with Horizontal(classes="row"):
                yield Label("Contact")
                yield Choice(
                    [(kind, kind) for kind in CONTACTS], value=CONTACTS[0], allow_blank=False, id="contact"
                )
            with Horizontal(classes="row"):
                yield Label("Happened")
                yield Input(id="happened", placeholder="yesterday 3pm, tue 2pm, 17/11 15:30")
            yield Static("", id="shown", classes="answer")
            with Horizontal(classes="row"):
                yield Label("Seen")
                yield yes_no("seen")
            with Horizontal(classes="row"):
                yield Label("Seen alone")
                yield yes_no("alone")
            with Horizontal(classes="row"):
                yield Label("Interpreter")
                yield Input(id="interpreter", placeholder="who, which language; leave empty for none")
            with Horizontal(classes="row"):
                yield Label("")
                yield Button("Begin", id="begin")
            yield Static("", id="answer", classes="trouble")
            yield Static("tab next   ctrl+s begin   escape back", classes="dim")

    def on_mount(self) -> None:
        self._offer("")
        self.query_one("#happened" if self._person else "#person", Input).focus()

    # -- whom it is about

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer people while the name is typed; show the moment back while it is typed."""
        if event.input.id == "person":
            if self._person is not None and event.value != self._person.about.name:
                self._person = None
            self._offer(event.value)
        elif event.input.id == "happened":
            self.query_one("#shown", Static).update(self._shown(event.value))

    def _offer(self, typed: str) -> None:
        offered = self.query_one("#people", OptionList)
        offered.clear_options()
        offered.display = self._person is None
        if self._person is not None:
            return
        found = self._found(typed)[:MOST_OFFERED]
        offered.add_options([Option(_offer_line(card), id=card.id) for card in found])
        if typed.strip():
            offered.add_option(
                Option(Text.assemble(("Add ", "bold"), f"“{typed.strip()}” as a new person"), id="new")
            )
        elif not found:
            offered.add_option(
                Option(Text("Nobody is known yet: type the name of the person."), disabled=True)
            )
        if offered.option_count and not offered.get_option_at_index(0).disabled:
            offered.highlighted = 0

    def _found(self, typed: str) -> list[PersonCard]:
        words = typed.casefold().split()
        return [card for card in self._everybody if all(word in _names(card) for word in words)]

    def on_key(self, event: events.Key) -> None:
        """From the name, down and up move in the list of people."""
        offered = self.query_one("#people", OptionList)
        if self.query_one("#person", Input).has_focus and offered.display and event.key in ("down", "up"):
            event.stop()
            if event.key == "down":
                offered.action_cursor_down()
            else:
                offered.action_cursor_up()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the person who was chosen, or ask about a new one."""
        self._choose(event.option.id)

    def _choose(self, option_id: str | None) -> None:
        if option_id == "new":
            name = self.query_one("#person", Input).value.strip()
            self.app.push_screen(PersonScreen(self._vault, None, name=name), self._added)
            return
        card = next((card for card in self._everybody if card.id == option_id), None)
        if card is not None:
            self._take(card)

    def _added(self, card: PersonCard | None) -> None:
        if card is not None:
            self._everybody = people.everyone(self._vault)
            self._take(card)

    def _take(self, card: PersonCard) -> None:
        self._person = card
        field = self.query_one("#person", Input)
        field.value = card.about.name
        self._offer(card.about.name)
        self.query_one("#answer", Static).update("")
        if self.focused is field:
            self.query_one("#contact", Select).focus()

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """Leaving the name by tab takes the person where only one can be meant."""
        typed = event.value.strip()
        if event.input.id == "person" and self._person is None and typed:
            found = self._found(typed)
            if len(found) == 1:
                self._take(found[0])

    # -- when

    def _shown(self, typed: str) -> str:
        if not typed.strip():
            return ""
        try:
            return read_moment(typed, now=self._clock()).shown
        except NotUnderstood as error:
            return error.sentence

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes what the field says and goes on; from the last field it begins the note."""
        if event.input.id == "person":
            offered = self.query_one("#people", OptionList)
            if self._person is not None:
                self.query_one("#contact", Select).focus()
            elif offered.highlighted is not None:
                self._choose(offered.get_option_at_index(offered.highlighted).id)
            else:
                self._refuse("person", "Type the name of the person that the note is about.")
        elif event.input.id == "interpreter":
            self.action_begin()
        else:
            self.focus_next()

    def on_button_pressed(self) -> None:
        """Begin the note."""
        self.action_begin()

    def action_begin(self) -> None:
        """Begin the note, or go to what is still missing and say so."""
        if self._person is None:
            self._refuse("person", "Say whom the note is about: type the name and choose with enter.")
            return
        try:
            moment: Moment = read_moment(self.query_one("#happened", Input).value, now=self._clock())
        except NotUnderstood as error:
            self._refuse("happened", error.sentence)
            return
        try:
            draft = writing.begin_note(
                self._vault,
                self._person.id,
                contact=str(self.query_one("#contact", Select).value),
                happened=moment.value,
                now=self._clock(),
                seen=said(self.query_one("#seen", Select)),
                seen_alone=said(self.query_one("#alone", Select)),
                interpreter=self.query_one("#interpreter", Input).value.strip() or None,
            )
        except (CaseworkError, VaultError) as error:
            self._refuse("person", error.sentence)
            return
        self.dismiss(draft.id)

    def _refuse(self, where: str, sentence: str) -> None:
        self.query_one("#answer", Static).update(sentence)
        self.query_one(f"#{where}").focus()


def _names(card: PersonCard) -> str:
    return f"{card.about.name} {card.about.known_as or ''}".casefold()


def _offer_line(card: PersonCard) -> Text:
    born = f"  born {card.about.born.day} {card.about.born:%b %Y}" if card.about.born else ""
    return Text.assemble(card.about.name, (f"  {card.about.kind}{born}", "dim"))
