"""What is due, in working days: one board, and what became of each line of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from noteui.casework import actions, clocks, due, people
from noteui.casework.access import May, may
from noteui.casework.due import Board, Due, Kind
from noteui.casework.errors import CaseworkError
from noteui.casework.nation import configured_nation
from noteui.casework.when import NotUnderstood, read_day, read_moment
from noteui.records import Step
from noteui.screens.form import Form
from noteui.screens.register import open_sharing
from noteui.screens.widgets.choice import Choice
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.screens.widgets.demo_banner import DEMO_BANNER
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.screens.app import NoteuiApp
    from noteui.vault.vault import Vault

MOST = 200
"""Lines of one part that are shown; how many more there are is said."""
WIDE_FROM = 100
"""Columns from which there is room for who does it."""


class DueScreen(Screen[None]):
    """The board. Enter opens the note that a line stands in."""

    CSS_PATH = "due.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "done", "Done, with its outcome", id="due.done"),
        Binding("c", "carry", "Carry over to another day", id="due.carry"),
        Binding("x", "drop", "No longer to be done, or stop a clock", id="due.drop"),
        Binding("s", "start", "Start a clock for a person", id="due.start"),
        Binding("m", "whose", "Mine or everybody's", id="due.whose"),
        Binding("escape,q", "dismiss", "Back", id="due.back"),
    ]

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._everybody = may(vault.user.access, May.SUPERVISE)
        self._lines: dict[str, Due] = {}
        self._board: due.Board | None = None
        self._shown: tuple[due.Board, int] | None = None

    def compose(self) -> ComposeResult:
        if cast("NoteuiApp", self.app).is_demo:
            yield Static(DEMO_BANNER, classes="banner")
        yield Static("", id="head")
        yield ChoiceList(id="list")
        yield Static("", id="lit")
        yield Static(
            "enter open  d done  c carry over  x drop  s start a clock  m whose  esc back", id="footer"
        )

    def on_mount(self) -> None:
        self.query_one(ChoiceList).focus()

    def on_screen_resume(self) -> None:
        """Show it when it is opened, and what changed while a note was open."""
        self.read_again()

    def on_resize(self) -> None:
        """Lay the lines out for the new width."""
        if self._board is not None:
            self._show(self._board)

    def read_again(self) -> None:
        """Show the board as the vault has it now, the same line lit where it is still there."""
        try:
            board = due.board(self._vault, now=self._clock(), everybody=self._everybody)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        self._board = board
        self._show(board)

    def _show(self, board: due.Board) -> None:
        now, width = self._clock(), self.app.size.width
        if (board, width) == self._shown:
            return
        self._shown = board, width
        lit = self._lit()
        self._lines = {one.id: one for _, part in board.parts for one in part}
        self.query_one("#head", Static).update(_head(board))
        options = _options(board, now, width)
        shown = self.query_one(ChoiceList)
        shown.clear_options()
        shown.add_options(options)
        ids = [option.id for option in options]
        first = next((n for n, option in enumerate(options) if not option.disabled), None)
        shown.highlighted = ids.index(lit.id) if lit and lit.id in ids else first

    def _lit(self) -> Due | None:
        shown = self.query_one(ChoiceList)
        if shown.highlighted is None or shown.highlighted >= shown.option_count:
            return None
        return self._lines.get(shown.get_option_at_index(shown.highlighted).id or "")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say all of the line that is lit."""
        one = self._lines.get(event.option.id or "")
        self.query_one("#lit", Static).update(_whole(one) if one else "")

    def on_option_list_option_selected(self) -> None:
        """Open the note or the sharing of the line that is lit."""
        one = self._lit()
        if one is not None and one.note_id:
            cast("NoteuiApp", self.app).open_note(one.note_id)
        elif one is not None and one.kind is Kind.SHARING:
            app, sharing_id = cast("NoteuiApp", self.app), one.id.partition(":")[0]
            open_sharing(app, self._vault, sharing_id, self._clock, lambda _: self.read_again())
        elif one is not None and one.kind is Kind.DRAFT:
            self.notify(f"This draft is {one.owner or 'somebody else'}’s, and only they can read it.")

    def action_whose(self) -> None:
        """Show mine alone, or everybody's."""
        self._everybody = not self._everybody
        self.read_again()

    # -- what became of it

    def action_done(self) -> None:
        """Say what came of the action or clock that is lit."""
        self._ask(Step.DONE, "Done: what came of it?", "outcome, in a line")

    def action_carry(self) -> None:
        """Carry the action that is lit over to another day."""
        self._ask(Step.CARRIED, "Carried over: to which day?", "why it was not done, if you know", day=True)

    def action_drop(self) -> None:
        """Say why what is lit is no longer to be done."""
        self._ask(Step.DROPPED, "No longer to be done: why?", "reason, in a line")

    def _ask(self, step: Step, title: str, hint: str, *, day: bool = False) -> None:
        one = self._lit()
        if one is None:
            return
        is_clock = one.kind in (Kind.VISIT, Kind.CLOCK)
        if one.kind is not Kind.ACTION and not (is_clock and step is not Step.CARRIED):
            self.notify(_NOT_SO.get(one.kind, "A clock is met or stopped; its day follows from the table."))
            return

        def said(words: str, to: date | None) -> None:
            now = self._clock()
            if not is_clock:
                actions.settle(self._vault, one.id, step, words, due=to, now=now)
            elif step is Step.DONE:
                clocks.meet(self._vault, one.id, words, now, now=now)
            else:
                clocks.stop(self._vault, one.id, words, now=now)

        def closed(done: bool | None) -> None:
            if done:
                self.read_again()

        self.app.push_screen(WordsDialog(title, one, hint, said, self._clock, day=day), closed)

    def action_start(self) -> None:
        """Start a clock for a person."""

        def started(done: bool | None) -> None:
            if done:
                self.read_again()

        self.app.push_screen(ClockForm(self._vault, self._clock), started)


class WordsDialog(Form[bool]):
    """Asks for a line of words, and for a day where one is needed; dismisses with whether it was kept."""

    FORM = "Action or clock"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "Back", id="words.back"),
    ]

    def __init__(
        self,
        title: str,
        one: Due,
        hint: str,
        keep: Callable[[str, date | None], None],
        clock: Callable[[], datetime],
        *,
        day: bool = False,
    ) -> None:
        super().__init__()
        self._title = title
        self._one = one
        self._hint = hint
        self._keep = keep
        self._clock = clock
        self._day = day

    @property
    def about(self) -> str:
        """What it is about, and which step."""
        return f"{self._one.id} {self._title.partition(':')[0]}"

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="title")
            yield Static(Text(f"{self._one.person}: {self._one.what}"[:300]), id="what")
            if self._day:
                with Horizontal(classes="row"):
                    yield Label("New day")
                    yield Input(placeholder="fri, tomorrow, 19/12", id="day")
            with Horizontal(classes="row"):
                yield Label("In words")
                yield Input(placeholder=self._hint, id="words")
            yield Static("", id="answer", classes="answer")
            yield Static("enter sign it   escape back", classes="dim")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the day back while it is typed."""
        if event.input.id == "day":
            try:
                self._say(self._read_day()[1] if event.value.strip() else "")
            except NotUnderstood as error:
                self._say(error.sentence)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """From the day on to the words; from the words keep it, or say why that cannot be."""
        if event.input.id == "day":
            self.query_one("#words", Input).focus()
            return
        try:
            to = self._read_day()[0] if self._day else None
            self._keep(self.query_one("#words", Input).value, to)
        except (CaseworkError, VaultError) as error:
            self._say(error.sentence)
        else:
            self.dismiss(True)

    def _read_day(self) -> tuple[date, str]:
        return read_day(self.query_one("#day", Input).value, now=self._clock(), direction="future")

    def _say(self, sentence: str) -> None:
        self.query_one("#answer", Static).update(sentence)


class ClockForm(Form[bool]):
    """Starts a clock: for whom, which, and since when."""

    FORM = "Start a clock"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(False)", "Back", id="clock.back")]

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock

    def compose(self) -> ComposeResult:
        nation = configured_nation()
        offered = [(row.name, row.id) for row in clocks.clocks().values() if nation in row.nations]
        with Vertical(classes="dialog"):
            yield Static("Start a clock", classes="title")
            with Horizontal(classes="row"):
                yield Label("Person")
                yield Input(placeholder="name, or a part of it", id="person")
            with Horizontal(classes="row"):
                yield Label("Clock")
                yield Choice(offered, prompt="which one", id="clock")
            with Horizontal(classes="row"):
                yield Label("Since")
                yield Input(placeholder="now; yesterday 3pm, 17/11 15:30", id="since")
            yield Static("", id="answer", classes="answer")
            yield Static("tab next   enter in the last field starts it   escape back", classes="dim")

    def on_select_changed(self) -> None:
        """Say by when it would be over, and where that stands."""
        chosen = clocks.clocks().get(str(self.query_one("#clock", Choice).value))
        if chosen is not None:
            again = f", then every {chosen.every.spelt}" if chosen.every else ""
            self._say(f"{chosen.limit.spelt} from {chosen.from_}{again}. {chosen.source} ({chosen.weight}).")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field, and from the last one start it."""
        if event.input.id != "since":
            self.focus_next()
            return
        now = self._clock()
        typed = self.query_one("#since", Input).value.strip()
        try:
            began = read_moment(typed, now=now).value if typed else now
            person = people.find_person(self._vault, self.query_one("#person", Input).value)
            clocks.start(self._vault, person.id, str(self.query_one("#clock", Choice).value), began, now=now)
        except (CaseworkError, VaultError) as error:
            self._say(error.sentence)
        else:
            self.dismiss(True)

    def _say(self, sentence: str) -> None:
        self.query_one("#answer", Static).update(sentence)


_NOT_SO = {
    Kind.DRAFT: "A draft is finalised, or goes on being written: press enter to open it.",
    Kind.SHARING: "A sharing is followed where it stands: press enter to open it.",
    Kind.SUPERVISION: "A supervision is recorded: go to it with s on the desk.",
    Kind.REVIEW: "A review is answered in the note: press enter.",
}


def _head(board: Board) -> Text:
    whose = "everybody’s" if board.everybody else "mine"
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append("What is due  ", "bold")
    counted = sum(len(part) for _, part in board.parts)
    line.append(f"{whose}: {counted}, {len(board.overdue)} overdue; ")
    line.append(f"working days of {board.days.nation.spelt}", "dim")
    return line


def _options(board: Board, now: datetime, width: int) -> list[Option]:
    options: list[Option] = []
    if board.caveat:
        options.append(Option(Text(board.caveat), disabled=True))
    for title, part in board.parts:
        options.append(Option(Text(f"{title}: {due.counts(part)}"), disabled=True))
        options += [Option(_line(one, now, width), id=one.id) for one in part[:MOST]]
        if len(part) > MOST:
            options.append(
                Option(Text(f"and {len(part) - MOST} more: noteui due prints them all"), disabled=True)
            )
    if not options:
        options.append(Option(Text("Nothing is due."), disabled=True))
    return options


def _line(one: Due, now: datetime, width: int) -> Text:
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append(f"{due.told(one, now):<21}", "bold" if one.is_overdue(now) else "")
    line.append(f"{one.kind.value:<12}", "dim")
    line.append(f"{one.person[:18]:<19}")
    if width >= WIDE_FROM:
        line.append(f"{one.owner[:18]:<19}", "dim")
    line.append("VOID " if one.void else "", "bold")
    line.append(one.what.replace("\n", " "))
    return line


def _whole(one: Due) -> Text:
    shown = Text()
    if one.due is not None:
        shown.append(f"{one.due:%A} {one.due.day} {one.due:%B %Y}", "bold")
        shown.append(f", {one.over:%H:%M}" if one.over else "", "bold")
        shown.append("  ")
    shown.append(f"{one.owner}: " if one.owner else "", "dim")
    shown.append(one.what.replace("\n", " ")[:240])
    if one.void:
        shown.append("  The note that this stands in is void: say what becomes of it.", "italic")
    return shown
