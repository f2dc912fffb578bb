"""The desk: drafts, finalised notes and people; a search over everything; a preview beside."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, cast

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from noteui.casework import desk, people, queue, searching, writing
from noteui.casework.access import May, may
from noteui.casework.desk import NoteLine
from noteui.casework.errors import CaseworkError
from noteui.casework.people import PersonCard
from noteui.casework.searching import Hit
from noteui.casework.when import show_day
from noteui.checks import Finding
from noteui.checks.note import FIELDS
from noteui.checks.rules.calendar import working_days_between
from noteui.records import Status
from noteui.screens.audit import AuditsScreen
from noteui.screens.chronology import ChronologyScreen
from noteui.screens.due import DueScreen
from noteui.screens.export import ExportDialog
from noteui.screens.finalise import FinaliseDialog
from noteui.screens.new_note import NewNoteScreen
from noteui.screens.person import PersonScreen
from noteui.screens.quality import QualityScreen
from noteui.screens.register import RegisterScreen
from noteui.screens.supervision import SupervisionsScreen
from noteui.screens.widgets.choice_list import AT_FIRST, ChoiceList
from noteui.screens.widgets.demo_banner import DEMO_BANNER
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.screens.app import NoteuiApp
    from noteui.vault.vault import Vault

PREVIEW_FROM = 100
"""Columns from which there is room for a preview beside the list."""
MOST_FOUND = 50
_LEAD = 14
"""Characters shown before the first match."""
_FIELD_NAMES = {
    "facts": "facts",
    "voice": "voice",
    "opinion": "opinion",
    "family": "family",
    "actions": "actions",
    "names": "names",
    "added": "added",
}


_STATUS_NAMES = {"draft": "draft,", "finalised": "final,", "void": "VOID,"}


class DeskScreen(Screen[None]):
    """The first screen after unlocking."""

    CSS_PATH = "desk.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new_note", "New note", id="desk.new"),
        Binding("i", "sharing", "Information sharing: the register", id="desk.sharing"),
        Binding("slash", "search", "Search everything", id="desk.search", key_display="/"),
        Binding("r", "app.queue", "What waits for me: reviews and questions", id="desk.queue"),
        Binding("f", "finalise", "Make the draft final", id="desk.finalise"),
        Binding("e", "export", "Export as Markdown", id="desk.export"),
        Binding("p", "new_person", "Add a person", id="desk.person"),
        Binding("t", "app.practise", "Practise on flawed notes", id="desk.practise"),
        Binding("b", "due", "What is due", id="desk.due"),
        Binding("s", "supervision", "Supervision", id="desk.supervision"),
        Binding("h", "chronology", "The chronology of a person", id="desk.chronology"),
        Binding("y", "quality", "Quality of recording", id="desk.quality"),
        Binding("a", "audit", "Audits", id="desk.audit"),
        Binding("l", "app.retention", "How long files are kept: due, held, erased", id="desk.retention"),
        Binding("u", "app.users", "Users of the vault", id="desk.users"),
        Binding("w", "app.passphrase", "Change my passphrase", id="desk.passphrase"),
        Binding("c", "app.recovery_code", "Make a recovery code", id="desk.recovery"),
        Binding("escape", "clear", "Clear the search", id="desk.clear"),
        Binding("q", "app.leave", "Leave noteui", id="desk.leave"),
    ]

    class Counted(Message):
        """How many notes wait for whoever opened the vault."""

        def __init__(self, waiting: int) -> None:
            super().__init__()
            self.waiting = waiting

    class PeopleRead(Message):
        """The people are read at last, of a vault so large that the notes were shown first."""

        def __init__(self, people: Future[list[PersonCard]]) -> None:
            super().__init__()
            self.people = people

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self._vault = vault
        self._everybody: list[PersonCard] | None = None
        self._ahead: _Ahead | None = _Ahead(vault)
        self._rest: Iterator[Option] | None = None
        """The lines of notes that wait for the people, while the first of them alone are shown."""

    def compose(self) -> ComposeResult:
        if cast("NoteuiApp", self.app).is_demo:
            yield Static(DEMO_BANNER, classes="banner")
        yield Static("", id="whose")
        yield Input(placeholder="/ search everything", id="query")
        with Horizontal(id="below"):
            yield ChoiceList(id="list")
            with Vertical(id="preview"):
                yield Static("", id="shown")
        yield Static(
            "enter open  n new  b due  r reviews  i sharing  / search  F1 help  ctrl+p acts",
            id="footer",
        )

    def on_mount(self) -> None:
        self.query_one("#preview").display = self.app.size.width >= PREVIEW_FROM
        self._show_whose(0)
        self.read_again()
        self.query_one(ChoiceList).focus()

    def on_screen_resume(self) -> None:
        """Count anew what waits, once the desk is painted and beside what is typed there."""
        self.call_after_refresh(self._count_waiting)

    def _count_waiting(self) -> None:
        if not self.is_current:
            return
        today = cast("NoteuiApp", self.app).clock().date()

        def count() -> None:
            with contextlib.suppress(CaseworkError, VaultError):  # a reader is asked for nothing
                self.post_message(self.Counted(queue.mine(self._vault, today=today).waiting))

        self.run_worker(count, group="waiting", exclusive=True, thread=True, exit_on_error=False)

    def on_desk_screen_counted(self, event: Counted) -> None:
        """Say how much waits."""
        self._show_whose(event.waiting)

    def _show_whose(self, waiting: int) -> None:
        user = self._vault.user
        shown = Text.assemble((user.name, "bold"), (f"  {user.role}", "dim"))
        if waiting:
            shown.append(f"   {waiting} to look at: r", "bold")
        self.query_one("#whose", Static).update(shown)

    def on_resize(self, event: events.Resize) -> None:
        """Show the preview where there is room for it."""
        self.query_one("#preview").display = event.size.width >= PREVIEW_FROM
        self._show_lit(self._lit())

    def read_again(self) -> None:
        """Show the desk as the vault has it now, the same line lit as before."""
        self._everybody = None
        self._show()

    def _show(self) -> None:
        """Show what the words find, or everything, with the people as they were read last."""
        words = self.query_one("#query", Input).value.strip()
        lines = self.query_one(ChoiceList)
        lit = self._lit()
        self._rest = None
        try:
            options = self._found(words) if words else self._everything()
        except VaultError as error:
            self.notify(error.sentence, severity="error")
            return
        ids = [option.id for option in options]
        if lit is not None and lit in ids:
            lines.fill(options, ids.index(lit))
        else:
            lines.fill(options, next((n for n, option in enumerate(options) if not option.disabled), None))

    def _everything(self) -> list[Option]:
        ahead, self._ahead = self._ahead, None
        shown = ahead.notes.result() if ahead is not None else desk.desk(self._vault)
        has_notes = bool(shown.drafts or shown.recent)
        lines = self._note_options(shown)
        if ahead is not None and has_notes and not ahead.people.done():
            self._rest = lines
            ahead.people.add_done_callback(lambda read: self.post_message(self.PeopleRead(read)))
            return list(islice(lines, AT_FIRST))
        if ahead is not None:
            self._everybody = ahead.people.result()
        if not has_notes and not self._people():
            return [
                Option(Text("Nothing here yet."), disabled=True),
                Option(Text("Press n to write your first note: it asks whom it is about."), id="new"),
            ]
        return [*lines, *self._people_options()]

    @property
    def _today(self) -> date:
        return cast("NoteuiApp", self.app).clock().date()

    def _note_options(self, shown: desk.Desk) -> Iterator[Option]:
        for title, notes in (("Drafts", shown.drafts), ("Finalised", shown.recent)):
            if notes:
                yield Option(Text(title), disabled=True)
                for note in notes:
                    yield Option(_line(note, self._today), id=f"note:{note.id}")

    def _people_options(self) -> list[Option]:
        options = [Option(Text("People"), disabled=True)]
        options += [Option(_person(card, self._today), id=f"person:{card.id}") for card in self._people()]
        if len(options) == 1:
            options.append(Option(Text("Nobody yet: press p to add somebody."), disabled=True))
        return options

    def _people(self) -> Sequence[PersonCard]:
        if self._everybody is None:
            self._everybody = people.everyone(self._vault)
        return self._everybody

    def _card(self, person_id: str) -> PersonCard | None:
        return next((card for card in self._everybody or () if card.id == person_id), None)

    def on_desk_screen_people_read(self, event: PeopleRead) -> None:
        """Show the other notes and the people, unless the desk was shown anew meanwhile."""
        if self._rest is None:
            return
        rest, self._rest = self._rest, None
        try:
            self._everybody = event.people.result()
            self.query_one(ChoiceList).follow([*rest, *self._people_options()])
        except VaultError as error:
            self.notify(error.sentence, severity="error")

    def _found(self, words: str) -> list[Option]:
        folded = words.casefold()
        named = [card for card in self._people() if folded in card.about.name.casefold()]
        hits = searching.search(self._vault, _as_typed(words), limit=MOST_FOUND)
        options: list[Option] = []
        if named:
            options.append(Option(Text("People"), disabled=True))
            options += [Option(_person(card, self._today), id=f"person:{card.id}") for card in named]
        if hits:
            more = f", the newest {MOST_FOUND}" if len(hits) == MOST_FOUND else ""
            options.append(Option(Text(f"Notes{more}"), disabled=True))
            for hit in hits:
                options.append(Option(_found_line(hit, self._today), id=f"note:{hit.note.id}"))
        if not options:
            options.append(
                Option(Text(f"Nothing has “{words}” in it. Press escape to see everything."), disabled=True)
            )
        return options

    def _lit(self) -> str | None:
        lines = self.query_one(ChoiceList)
        if lines.highlighted is None or lines.highlighted >= lines.option_count:
            return None
        return lines.get_option_at_index(lines.highlighted).id

    # -- what the keys do

    def on_input_changed(self) -> None:
        """Filter while the words are typed, the first that is found lit."""
        self.query_one(ChoiceList).highlighted = None
        self._show()

    def on_input_submitted(self) -> None:
        """Enter goes from the words to what was found."""
        self.query_one(ChoiceList).focus()

    def on_key(self, event: events.Key) -> None:
        """Down goes from the words to the list."""
        if event.key == "down" and self.query_one("#query", Input).has_focus:
            event.stop()
            self.query_one(ChoiceList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open what is lit."""
        kind, _, identifier = (event.option.id or "").partition(":")
        if kind == "note":
            cast("NoteuiApp", self.app).open_note(identifier)
        elif kind == "person":
            card = self._card(identifier)
            self.app.push_screen(PersonScreen(self._vault, card), lambda _: self.read_again())
        elif kind == "new":
            self.action_new_note()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show beside the list what is lit."""
        self._show_lit(event.option.id)

    def _show_lit(self, option_id: str | None) -> None:
        if self.query_one("#preview").display:
            self.query_one("#shown", Static).update(self._preview(option_id or ""))

    def _preview(self, option_id: str) -> Text:
        kind, _, identifier = option_id.partition(":")
        card = self._card(identifier) if kind == "person" else None
        if card is not None:
            return _described(card)
        if kind != "note":
            return Text("")
        try:
            draft = writing.open_note(self._vault, identifier)
        except (CaseworkError, VaultError) as error:
            return Text(error.sentence)
        note = draft.note
        shown = Text.assemble((note.about.name, "bold"), f"  {note.contact}\n")
        if note.happened:
            shown.append(f"{show_day(note.happened.date())}, {note.happened:%H:%M}\n", "dim")
        if draft.status != Status.DRAFT:
            # Reading what is final leaves an entry in the log, and a glance from the list would not.
            shown.append(f"\n{draft.status.capitalize()}. ", "bold")
            shown.append("Press enter to read it; that it was read is kept in the log.")
            return shown
        for name in FIELDS:
            text = note.fields[name].strip()
            title = note.title_of(name)
            shown.append(f"\n{title}\n", "bold")
            shown.append(f"{text[:1500]}\n" if text else "Nothing yet\n", "" if text else "dim")
        return shown

    def action_new_note(self) -> None:
        """Begin a note, about the person who is lit where one is."""
        kind, _, identifier = (self._lit() or "").partition(":")
        about = self._card(identifier) if kind == "person" else None

        def begun(note_id: str | None) -> None:
            if note_id is not None:
                cast("NoteuiApp", self.app).open_note(note_id)

        self.app.push_screen(NewNoteScreen(self._vault, cast("NoteuiApp", self.app).clock, about), begun)

    def action_search(self) -> None:
        """Go to the words to search for."""
        self.query_one("#query", Input).focus()

    def action_clear(self) -> None:
        """Clear the search and go back to the list."""
        self.query_one("#query", Input).value = ""
        self.query_one(ChoiceList).focus()

    def action_due(self) -> None:
        """Go to the board of what is due."""
        self.app.push_screen(
            DueScreen(self._vault, cast("NoteuiApp", self.app).clock), lambda _: self.read_again()
        )

    def action_supervision(self) -> None:
        """Go to the supervisions that one gave or had."""
        self.app.push_screen(SupervisionsScreen(self._vault, cast("NoteuiApp", self.app).clock))

    def action_chronology(self) -> None:
        """Show the chronology of the person who is lit, or whom the note that is lit is about."""
        kind, _, identifier = (self._lit() or "").partition(":")
        if kind not in ("note", "person"):
            self.notify("Go to the person, or to a note about them, first.")
            return
        try:
            person = identifier
            if kind == "note":
                person = writing.open_note(self._vault, identifier).person_id
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence)
            return
        self.app.push_screen(ChronologyScreen(self._vault, person, cast("NoteuiApp", self.app).clock))

    def action_quality(self) -> None:
        """Go to the pictures of what was found, mended and dismissed."""
        self.app.push_screen(QualityScreen(self._vault, cast("NoteuiApp", self.app).clock))

    def action_audit(self) -> None:
        """Go to one's audits; for those who review."""
        if may(self._vault.user.access, May.REVIEW):
            self.app.push_screen(AuditsScreen(self._vault, cast("NoteuiApp", self.app).clock))
        else:
            self.notify("Those who review notes draw them for an audit.")

    def action_finalise(self) -> None:
        """Make the draft that is lit final, or open it where something is missing."""
        kind, _, identifier = (self._lit() or "").partition(":")
        if kind != "note":
            self.notify("Go to the draft to make final first.")
            return
        app = cast("NoteuiApp", self.app)

        def done(what: Finding | bool | None) -> None:
            if isinstance(what, Finding):
                app.open_note(identifier, at=what)
            elif what:
                self.read_again()
                app.open_note(identifier)

        try:
            dialog = FinaliseDialog(self._vault, identifier, app.clock)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence)
            return
        self.app.push_screen(dialog, done)

    def action_export(self) -> None:
        """Write the note or person that is lit as Markdown."""
        kind, _, identifier = (self._lit() or "").partition(":")
        if kind in ("note", "person"):
            self.app.push_screen(ExportDialog(self._vault, kind, identifier))
        else:
            self.notify("Go to the note or the person to export first.")

    def action_sharing(self) -> None:
        """Go to the register of information sharing."""
        clock = cast("NoteuiApp", self.app).clock
        self.app.push_screen(RegisterScreen(self._vault, clock), lambda _: self.read_again())

    def action_new_person(self) -> None:
        """Add a person."""
        self.app.push_screen(PersonScreen(self._vault, None), lambda _: self.read_again())


def _as_typed(words: str) -> str:
    """The words as a search while they are being typed: the last one may be unfinished."""
    return words if words.endswith(('"', "*")) else f"{words}*"


class _Ahead:
    """The desk, read beside the making of its screen, which in a large vault takes as long."""

    def __init__(self, vault: Vault) -> None:
        pool = ThreadPoolExecutor(1)
        self.notes = pool.submit(desk.desk, vault)
        self.people = pool.submit(people.everyone, vault)
        pool.shutdown(wait=False)


def _line(note: NoteLine, today: date) -> Text:
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append(f"{note.person_name[:22]:<23}")
    line.append(f"{_when(note.happened, today):<13}", "dim")
    line.append(f"{note.contact:<13}", "dim")
    if note.status == Status.DRAFT:
        days = working_days_between(note.saved_at.astimezone().date(), today)
        if days > 1:
            line.append(f"{days} working days old ", "italic")
    line.append("erased" if note.is_erased else note.first_line or "nothing written yet", "dim")
    return line


def _found_line(hit: Hit, today: date) -> Text:
    """A note that was found: the words around the match begin close before it, so that it is in sight."""
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append(f"{hit.note.person_name[:22]:<23}")
    line.append(f"{_when(hit.note.happened, today):<13}", "dim")
    line.append(f"{_STATUS_NAMES[hit.note.status]} {_FIELD_NAMES[hit.field]} ", "dim")
    for number, (piece, lit) in enumerate(hit.snippet):
        words = " ".join(piece.split(" ")).replace("\n", " ")
        if number == 0 and not lit and len(words) > _LEAD:
            words = "…" + words[-_LEAD:]
        line.append(words, Style(bold=True, underline=True) if lit else "")
    return line


def _person(card: PersonCard, today: date) -> Text:
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append(f"{card.about.name[:30]:<31}")
    notes = "1 note" if card.notes == 1 else f"{card.notes} notes"
    line.append(f"{card.about.kind:<8}{notes:<10}", "dim")
    if card.last_happened:
        line.append(f"last {_when(card.last_happened, today)}", "dim")
    return line


def _described(card: PersonCard) -> Text:
    about = card.about
    shown = Text.assemble((about.name, "bold"), f"  {about.kind}\n")
    for label, value in (
        ("known as", about.known_as),
        ("born", f"{about.born.day} {about.born:%B %Y}" if about.born else None),
        ("pronouns", about.pronouns),
        ("communicates", about.communicates),
    ):
        if value:
            shown.append(f"{label} ", "dim")
            shown.append(f"{value}\n")
    shown.append("\nPeople around\n", "bold")
    for relation in card.people:
        shown.append(f"{relation.name}, {people.describe_relation(relation)}\n")
    if not card.people:
        shown.append("Nobody listed yet\n", "dim")
    return shown


def _when(moment: datetime | None, today: date) -> str:
    """The day and the time; of another year the day and the year, which matter more."""
    if moment is None:
        return ""
    return f"{moment.day} {moment:%b %H:%M}" if moment.year == today.year else f"{moment.day} {moment:%b %Y}"
