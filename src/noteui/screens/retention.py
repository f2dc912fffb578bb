"""How long each person's file is kept: classes, what is due, holds, and erasing with a certificate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Label, OptionList, Select, Static
from textual.widgets.option_list import Option

from noteui.casework import erasing, retention
from noteui.casework.access import May, require
from noteui.casework.desk import NoteLine
from noteui.casework.erasing import Erasure
from noteui.casework.errors import CaseworkError
from noteui.casework.retention import Kept
from noteui.casework.when import NotUnderstood, read_day, show_day
from noteui.paper.file_out import write_private
from noteui.screens.form import Form
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.vault.vault import Vault


class RetentionScreen(Screen[None]):
    """The files of all persons, those that are due for review first. Nothing happens to any by itself."""

    CSS_PATH = "retention.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "due", "Only what is due for review, or everything", id="retention.due"),
        Binding("h", "hold", "Hold the file with a reason, or lift the hold", id="retention.hold"),
        Binding("e", "erase", "Erase a note of this file", id="retention.erase"),
        Binding("escape,q", "dismiss", "Back", id="retention.back"),
    ]

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._only_due = False
        self._files: dict[str, Kept] = {}

    def compose(self) -> ComposeResult:
        yield Static("", id="head")
        yield ChoiceList(id="list")
        yield Static("", id="about")
        yield Static("enter class   h hold   e erase   d only due   F1 help   escape back", id="footer")

    def on_mount(self) -> None:
        self._read_again()
        self.query_one(ChoiceList).focus()

    def _read_again(self, lit: str | None = None) -> None:
        today = self._clock().date()
        try:
            files = retention.retention(self._vault)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        due = [kept for kept in files if kept.is_due(today)]
        listed = due if self._only_due else files
        self._files = {kept.person_id: kept for kept in listed}
        told = f"{len(due)} due for review" if due else "nothing is due for review"
        self.query_one("#head", Static).update(
            Text.assemble(("How long files are kept", "bold"), (f"  {told}", "dim"))
        )
        shown = self.query_one(ChoiceList)
        shown.clear_options()
        shown.add_options([Option(_line(kept, today), id=kept.person_id) for kept in listed])
        if not listed:
            nothing = "Nothing is due for review." if self._only_due else "Nobody is known in this vault yet."
            shown.add_option(Option(Text(nothing), disabled=True))
            self.query_one("#about", Static).update("")
        else:
            ids = list(self._files)
            shown.highlighted = ids.index(lit) if lit in ids else 0

    def _lit(self) -> Kept | None:
        shown = self.query_one(ChoiceList)
        if shown.highlighted is None:
            return None
        return self._files.get(shown.get_option_at_index(shown.highlighted).id or "")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell under the list what the class stands on, and why the file is held."""
        kept = self._files.get(event.option.id or "")
        self.query_one("#about", Static).update(_described(kept) if kept else "")

    def on_option_list_option_selected(self) -> None:
        """Say which class the file is of."""
        self._with_right(May.KEEP_RETENTION, lambda kept: ClassForm(self._vault, kept, self._clock))

    def action_due(self) -> None:
        """Show only what is due for review, or everything again."""
        self._only_due = not self._only_due
        self._read_again()

    def action_hold(self) -> None:
        """Hold the file, or lift its hold."""
        self._with_right(
            May.KEEP_RETENTION,
            lambda kept: LiftDialog(self._vault, kept) if kept.hold_reason else HoldForm(self._vault, kept),
        )

    def action_erase(self) -> None:
        """Choose the note to erase."""
        kept = self._lit()
        if kept is not None and kept.hold_reason is not None:
            self.notify("This file is held: nothing of it may be erased until the hold is lifted.")
            return
        self._with_right(May.ERASE, lambda kept: NotesDialog(self._vault, kept, self._clock))

    def _with_right(self, what: May, form: Callable[[Kept], ModalScreen[bool]]) -> None:
        kept = self._lit()
        if kept is None:
            return
        try:
            require(self._vault, what)
        except CaseworkError as error:
            self.notify(error.sentence)
            return
        self.app.push_screen(form(kept), lambda done: self._read_again(kept.person_id) if done else None)


class ClassForm(Form[bool]):
    """Which class a person's file is of, and the day that its time is counted from."""

    FORM = "Retention class"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "Back, nothing changed", id="class.back"),
        Binding("ctrl+s", "keep", "Keep", id="class.keep", priority=True),
    ]

    def __init__(self, vault: Vault, kept: Kept, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._file = kept
        self._clock = clock

    @property
    def about(self) -> str:
        """The person."""
        return self._file.person_id

    def compose(self) -> ComposeResult:
        kept = self._file
        options = [(known.name, known.id) for known in retention.classes().values()]
        with Vertical(classes="dialog"):
            yield Static(f"How long the file of {kept.person_name} is kept", classes="title")
            with Horizontal(classes="row"):
                yield Label("Class")
                if kept.class_ is not None:
                    yield Select(options, value=kept.class_.id, prompt="choose", id="class")
                else:
                    yield Select(options, prompt="choose", id="class")
            with Horizontal(classes="row", id="day-row"):
                yield Label("", id="day-label")
                started = f"{kept.started_on:%d/%m/%Y}" if kept.started_on else ""
                yield Input(started, id="day", placeholder="14/3/2016")
            yield Static("", id="source", classes="answer")
            yield Static("", id="answer", classes="trouble")
            yield Static("tab next   ctrl+s keep   escape back", classes="dim")

    def on_mount(self) -> None:
        self._show_source()
        self.query_one("#class", Select).focus()

    def _chosen(self) -> retention.RetentionClass | None:
        value = self.query_one("#class", Select).value
        return retention.classes().get(value) if isinstance(value, str) else None

    def _show_source(self) -> None:
        chosen = self._chosen()
        asks_day = chosen is not None and chosen.from_ != "birth"
        self.query_one("#day-row").display = asks_day
        if chosen is not None:
            self.query_one("#day-label", Label).update(f"Day of {retention.spelt(chosen.from_)}"[:16])
            self.query_one("#source", Static).update(_source(chosen))

    def on_select_changed(self) -> None:
        """Show what the class stands on, and ask for its day where it counts from one."""
        self._show_source()

    def on_input_submitted(self) -> None:
        """From the day, keep."""
        self.action_keep()

    def action_keep(self) -> None:
        """Keep the class, or say what is missing."""
        chosen = self._chosen()
        if chosen is None:
            self._say("Choose a class.")
            return
        typed = self.query_one("#day", Input).value.strip()
        try:
            day = read_day(typed, now=self._clock())[0] if typed and chosen.from_ != "birth" else None
            retention.set_retention(self._vault, self._file.person_id, chosen.id, started_on=day)
        except (NotUnderstood, CaseworkError, VaultError) as error:
            self._say(error.sentence)
        else:
            self.dismiss(True)

    def _say(self, sentence: str) -> None:
        self.query_one("#answer", Static).update(sentence)


class HoldForm(Form[bool]):
    """Why a file is held."""

    FORM = "Hold"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "Back, not held", id="hold.back")
    ]

    def __init__(self, vault: Vault, kept: Kept) -> None:
        super().__init__()
        self._vault = vault
        self._file = kept

    @property
    def about(self) -> str:
        """The person."""
        return self._file.person_id

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(f"Hold the file of {self._file.person_name}", classes="title")
            yield Static(
                "Nothing of it is erased, whatever its time, until the hold is lifted. The reason stands in "
                "the list; the log says who held it, and when.",
                classes="dim",
            )
            yield Input(placeholder="the reason: an inquiry, a claim, an order, …", id="reason")
            yield Static("", id="answer", classes="trouble")
            yield Static("enter hold   escape back", classes="dim")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hold it."""
        try:
            retention.hold(self._vault, self._file.person_id, event.value)
        except (CaseworkError, VaultError) as error:
            self.query_one("#answer", Static).update(error.sentence)
        else:
            self.dismiss(True)


class LiftDialog(ModalScreen[bool]):
    """Asks whether a hold shall be lifted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "dismiss(False)", "Back, still held", id="lift.back"),
        Binding("y", "lift", "Lift the hold", id="lift.yes"),
    ]

    def __init__(self, vault: Vault, kept: Kept) -> None:
        super().__init__()
        self._vault = vault
        self._kept = kept

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(f"Lift the hold on the file of {self._kept.person_name}?", classes="title")
            yield Static(Text(f"It is held because: {self._kept.hold_reason}"))
            yield Static("That it was held stays in the log.", classes="dim")
            yield Static("", id="answer", classes="trouble")
            yield Static("y lift   escape back", classes="dim")

    def action_lift(self) -> None:
        """Lift it."""
        try:
            retention.lift_hold(self._vault, self._kept.person_id)
        except (CaseworkError, VaultError) as error:
            self.query_one("#answer", Static).update(error.sentence)
        else:
            self.dismiss(True)


class NotesDialog(ModalScreen[bool]):
    """The finalised notes of a file, one of them to be erased."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back", id="notes.back"),
    ]

    def __init__(self, vault: Vault, kept: Kept, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._kept = kept
        self._clock = clock
        self._erased = False
        self._lines: dict[str, NoteLine] = {}

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(f"Erase a note of {self._kept.person_name}", classes="title")
            yield ChoiceList(id="notes")
            yield Static("enter choose   escape back", classes="dim")

    def on_mount(self) -> None:
        self._read_again()
        self.query_one(ChoiceList).focus()

    def _read_again(self) -> None:
        self._lines = {line.id: line for line in erasing.erasable(self._vault, self._kept.person_id)}
        shown = self.query_one(ChoiceList)
        shown.clear_options()
        shown.add_options([Option(_note(line), id=line.id) for line in self._lines.values()])
        if not self._lines:
            shown.add_option(Option(Text("No finalised note of this file is left."), disabled=True))
        else:
            shown.highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Ask on what basis it is erased."""
        line = self._lines[event.option.id or ""]

        def erased(done: Erasure | None) -> None:
            if done is not None:
                self._erased = True
                self._read_again()
                self.app.push_screen(CertificateDialog(done))

        self.app.push_screen(EraseForm(self._vault, line, self._clock), erased)

    def action_leave(self) -> None:
        """Back to the files."""
        self.dismiss(self._erased)


class EraseForm(Form[Erasure | None]):
    """On what basis a note is erased."""

    FORM = "Erase"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back, not erased", id="erase.back")
    ]

    def __init__(self, vault: Vault, line: NoteLine, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._line = line
        self._clock = clock

    @property
    def about(self) -> str:
        """The note."""
        return self._line.id

    def compose(self) -> ComposeResult:
        user = self._vault.user
        with Vertical(classes="dialog"):
            yield Static("Erase this note", classes="title")
            yield Static(_note(self._line))
            yield Static(
                "Its key is destroyed, so nobody can read it again, you included; that it was there, and "
                "that it was erased, by whom and on what basis, stays. This cannot be taken back. Copies "
                f"that left the vault are not reached.\nSigned by {user.name}, {user.role}.",
                classes="dim",
            )
            yield Input(placeholder="the basis: whose instruction, which schedule or law", id="basis")
            yield Input(placeholder="type the word erase", id="sure")
            yield Static("", id="answer", classes="trouble")
            yield Static("tab next   enter erase   escape back", classes="dim")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """From the basis go on; from the word erase it."""
        basis, sure = (self.query_one(f"#{name}", Input).value.strip() for name in ("basis", "sure"))
        answer = self.query_one("#answer", Static)
        if event.input.id == "basis":
            self.focus_next()
        elif sure.casefold() != "erase":
            answer.update("Type the word erase to erase it, or press escape.")
        else:
            try:
                now = self._clock().astimezone()
                self.dismiss(erasing.erase(self._vault, self._line.id, basis=basis, now=now))
            except (CaseworkError, VaultError) as error:
                answer.update(error.sentence)


class CertificateDialog(ModalScreen[None]):
    """The certificate of an erasure, and the backups that still hold what was erased."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Go on", id="certificate.back")]

    def __init__(self, done: Erasure) -> None:
        super().__init__()
        self._done = done

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog"):
            yield Static(Text(self._done.certificate))
            for name in self._done.backups_left:
                yield Static(
                    f"The backup {name} still holds what was erased: decide what becomes of it.",
                    classes="trouble",
                )
            if self._done.tell is not None:
                yield Static(self._done.tell, classes="trouble", markup=False)
            with Horizontal(classes="row"):
                yield Label("Write it to")
                path = Path.home() / f"erasure-{self._done.note_id}.md"
                yield Input(str(path), id="path", select_on_focus=False)
            yield Static("", id="answer", classes="answer")
            yield Static("enter write the certificate   escape go on", classes="dim")

    def on_mount(self) -> None:
        self.query_one("#path", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write it for its owner alone, never over a file that is there."""
        path = Path(event.value).expanduser()
        answer = self.query_one("#answer", Static)
        if path.exists():
            answer.update(f"{path} is there already: choose another name.")
            return
        try:
            write_private(path, self._done.certificate)
        except OSError as error:
            answer.update(f"It could not be written: {error.strerror or 'choose another place'}.")
            return
        self.app.notify(f"Written to {path}.")
        self.dismiss()


def _line(kept: Kept, today: date) -> Text:
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append(f"{kept.person_name[:22]:<23}")
    until = show_day(kept.keep_until) if kept.keep_until else ""
    line.append(f"{until:<21}", "dim")
    if kept.hold_reason is not None:
        line.append("held  ", "bold")
    elif kept.is_due(today):
        line.append("due for review  ", "bold")
    line.append(kept.class_.name if kept.class_ else "no class yet", "dim")
    return line


def _described(kept: Kept) -> Text:
    notes = "1 note" if kept.notes == 1 else f"{kept.notes} notes"
    shown = Text.assemble((kept.person_name, "bold"), f"  {notes}")
    if kept.hold_reason is not None:
        shown.append(f"\nHeld: {kept.hold_reason}")
    if kept.class_ is None:
        shown.append("\nNo class yet: press enter to say how long it is kept.", "dim")
    else:
        shown.append(f"\n{kept.class_.name}: {_source(kept.class_)}", "dim")
    return shown


def _source(known: retention.RetentionClass) -> str:
    nation = "UK" if known.nation == "uk" else known.nation.title()
    return (
        f"{known.years} years from {retention.spelt(known.from_)} ({nation}). {known.source} "
        f"(compared on {known.checked:%d/%m/%Y})"
    )


def _note(line: NoteLine) -> Text:
    when = f"{show_day(line.happened.date())}" if line.happened else ""
    return Text.assemble(
        f"{when}  {line.contact}  ", (line.first_line[:120], "dim"), no_wrap=True, overflow="ellipsis"
    )
