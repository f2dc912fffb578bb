"""The chronology of a person, and marking a note as significant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from noteui.casework import chronology
from noteui.casework.chronology import Entry, Gap, Significant
from noteui.casework.errors import CaseworkError
from noteui.casework.finalising import FinalNote, Passage
from noteui.casework.when import NotUnderstood, read_day, show_day
from noteui.paper.file_out import slug
from noteui.records import Tone
from noteui.screens.form import Form
from noteui.screens.page import WriteDialog
from noteui.screens.widgets.choice import Choice
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.screens.widgets.demo_banner import DEMO_BANNER
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.screens.app import NoteuiApp
    from noteui.vault.vault import Vault

_SIGNS = {Tone.GOOD: "+", Tone.WORRY: "!", Tone.CHANGE: "~"}


class ChronologyScreen(Screen[None]):
    """The lines of a chronology; enter opens the note that one stands on."""

    CSS_PATH = "due.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "unmark", "Take it out, with the reason", id="chronology.unmark"),
        Binding("e", "export", "Export as a page for a meeting", id="chronology.export"),
        Binding("escape,q", "dismiss", "Back", id="chronology.back"),
    ]

    def __init__(self, vault: Vault, person_id: str, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._person_id = person_id
        self._clock = clock
        self._entries: dict[str, Entry] = {}
        self._of = ""

    def compose(self) -> ComposeResult:
        if cast("NoteuiApp", self.app).is_demo:
            yield Static(DEMO_BANNER, classes="banner")
        yield Static("", id="head")
        yield ChoiceList(id="list")
        yield Static("", id="lit")
        yield Static(
            "enter open the note  x take out  e export   + good  ! worry  ~ change  esc", id="footer"
        )

    def on_mount(self) -> None:
        self.query_one(ChoiceList).focus()

    def on_screen_resume(self) -> None:
        """Show it as it is now."""
        self.read_again()

    def read_again(self) -> None:
        """Show the chronology as the vault has it now."""
        try:
            told = chronology.chronology(self._vault, self._person_id, today=self._clock().date())
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        self._of = told.name
        self._entries = {str(line.seq): line for line in told.lines if isinstance(line, Entry)}
        head = Text(no_wrap=True, overflow="ellipsis")
        head.append(f"Chronology of {told.name}  ", "bold")
        head.append(f"{len(self._entries)} marked; routine contacts are not in it", "dim")
        self.query_one("#head", Static).update(head)
        options = [_option(line) for line in told.lines]
        if not self._entries:
            hint = "Nothing is marked yet: read a finalised note and press m."
            options.append(Option(Text(hint), disabled=True))
        shown = self.query_one(ChoiceList)
        lit = shown.highlighted
        shown.clear_options()
        shown.add_options(options)
        able = [n for n, option in enumerate(options) if not option.disabled]
        shown.highlighted = lit if lit in able else able[-1] if able else None

    def _lit(self) -> Entry | None:
        shown = self.query_one(ChoiceList)
        if shown.highlighted is None or shown.highlighted >= shown.option_count:
            return None
        return self._entries.get(shown.get_option_at_index(shown.highlighted).id or "")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say all of the line that is lit."""
        entry = self._entries.get(event.option.id or "")
        self.query_one("#lit", Static).update(_whole(entry) if entry else "")

    def on_option_list_option_selected(self) -> None:
        """Open the note of the line that is lit."""
        entry = self._lit()
        if entry is not None:
            cast("NoteuiApp", self.app).open_note(entry.note_id)

    def action_unmark(self) -> None:
        """Take the line that is lit out of the chronology."""
        entry = self._lit()
        if entry is None:
            return

        def taken(done: bool | None) -> None:
            if done:
                self.read_again()

        self.app.push_screen(TakeOutDialog(self._vault, entry, self._clock), taken)

    def action_export(self) -> None:
        """Write the page."""
        self.app.push_screen(
            WriteDialog(
                f"chronology-{slug(self._of)}.md",
                lambda: chronology.export_chronology(self._vault, self._person_id, now=self._clock()),
            )
        )


class SignificantDialog(Form[bool]):
    """What is written into the chronology for a note, or for words of it; dismisses with whether it was."""

    FORM = "Into the chronology"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "Back", id="significant.back"),
        Binding("ctrl+s", "keep", "Mark it", id="significant.keep", priority=True),
    ]

    def __init__(
        self, vault: Vault, final: FinalNote, passage: Passage | None, clock: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._vault = vault
        self._final = final
        self._passage = passage
        self._clock = clock

    @property
    def about(self) -> str:
        """The note, and the words in it."""
        where = f" {self._passage.field} {self._passage.start}" if self._passage else ""
        return f"{self._final.draft.id}{where}"

    def compose(self) -> ComposeResult:
        note = self._final.draft.note
        words = " ".join(self._passage.text.split()) if self._passage else ""
        day = note.happened.date().isoformat() if note.happened else ""
        tones = [(tone.value, tone) for tone in Tone]
        with Vertical(classes="dialog"):
            yield Static("Into the chronology", classes="title")
            said = f"“{words[:160]}”" if words else f"{note.about.name}, {note.contact}: the whole note"
            yield Static(Text(said), id="what")
            with Horizontal(classes="row"):
                yield Label("Event")
                yield Input(words[: chronology.LONGEST], placeholder="what happened, in a line", id="event")
            with Horizontal(classes="row"):
                yield Label("For the person")
                yield Input(placeholder="what it meant for them", id="effect")
            with Horizontal(classes="row"):
                yield Label("Done")
                yield Input(placeholder="what was done about it", id="done")
            with Horizontal(classes="row"):
                yield Label("It was")
                yield Choice(tones, value=Tone.WORRY, allow_blank=False, id="tone")
            with Horizontal(classes="row"):
                yield Label("Day")
                yield Input(day, id="day", select_on_focus=False)
            yield Static("", id="answer", classes="answer")
            yield Static("tab next   ctrl+s mark it   escape back", classes="dim")

    def on_mount(self) -> None:
        self.query_one("#event", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on, and from the day marks it."""
        if event.input.id == "day":
            self.action_keep()
        else:
            self.focus_next()

    def action_keep(self) -> None:
        """Mark it, or say why that cannot be."""
        now = self._clock()
        event, effect, done, day = (
            self.query_one(f"#{name}", Input).value for name in ("event", "effect", "done", "day")
        )
        said = Significant(event, effect, done, Tone(str(self.query_one("#tone", Choice).value)))
        try:
            when = read_day(day, now=now)[0] if day.strip() else None
            chronology.mark(self._vault, self._final.draft.id, said, passage=self._passage, day=when, now=now)
        except (CaseworkError, VaultError, NotUnderstood) as error:
            self.query_one("#answer", Static).update(error.sentence)
        else:
            self.dismiss(True)


class TakeOutDialog(Form[bool]):
    """Asks why a line is taken out of the chronology."""

    FORM = "Out of the chronology"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "Back", id="taken.back"),
    ]

    def __init__(self, vault: Vault, entry: Entry, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._entry = entry
        self._clock = clock

    @property
    def about(self) -> str:
        """The line of the chronology."""
        return str(self._entry.seq)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Take it out of the chronology?", classes="title")
            yield Static(Text(self._entry.said.event))
            yield Static("That it was marked, and that it was taken out, stays in the log.", classes="dim")
            yield Input(placeholder="why", id="why")
            yield Static("", id="answer", classes="answer")
            yield Static("enter take it out   escape back", classes="dim")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take it out, or say why that cannot be."""
        try:
            chronology.unmark(self._vault, self._entry.seq, event.value, now=self._clock())
        except (CaseworkError, VaultError) as error:
            self.query_one("#answer", Static).update(error.sentence)
        else:
            self.dismiss(True)


def _option(line: Entry | Gap) -> Option:
    shown = Text(no_wrap=True, overflow="ellipsis")
    if isinstance(line, Gap):
        shown.append(f"{'':<18}{line.spelt}, from {show_day(line.since)}", "italic")
        return Option(shown, disabled=True)
    shown.append(f"{line.day.day:>2} {line.day:%b %Y}  ")
    shown.append(f"{_SIGNS[line.said.tone]}  ", "bold")
    shown.append("VOID " if line.void else "", "bold")
    shown.append(f"[{line.late} days late] " if line.late else "", "italic")
    shown.append(line.said.event)
    shown.append(f"  {line.said.effect}" if line.said.effect else "", "dim")
    return Option(shown, id=str(line.seq))


def _whole(entry: Entry) -> Text:
    shown = Text(f"{show_day(entry.day)}: {entry.said.event}")
    for title, said in (("Effect", entry.said.effect), ("Done", entry.said.action), ("Source", entry.source)):
        shown.append(f"  {title}: ", "dim")
        shown.append(said or "not said")
    if entry.late:
        shown.append(f"  Written {entry.late} working days later.", "italic")
    return shown
