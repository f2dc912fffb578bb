"""Supervision: the list of one's own, writing one, and reading one that is signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from noteui.casework import agenda, people, supervision, users, when
from noteui.casework.access import May, may
from noteui.casework.errors import CaseworkError
from noteui.casework.supervision import Supervision, SupervisionLine
from noteui.casework.when import show_day
from noteui.checks.finding import Severity
from noteui.checks.supervision import SECTIONS
from noteui.paper.supervision_file import write_agenda
from noteui.records import SupervisionKind
from noteui.screens.form import Form
from noteui.screens.page import PageScreen
from noteui.screens.saving import SaveState, SupervisionKeeper
from noteui.screens.widgets.choice import Choice
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.screens.widgets.demo_banner import DEMO_BANNER
from noteui.screens.widgets.keeping import Keeping, show_unsigned
from noteui.screens.widgets.prose_area import Mark, ProseArea
from noteui.screens.widgets.sparing_screen import SparingScreen
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.screens.app import NoteuiApp
    from noteui.vault.vault import Vault

BESIDE_FROM = 110
"""Columns from which last time's actions and the questions stand beside what is written."""


class SupervisionsScreen(Screen[None]):
    """The supervisions that one gave or had; to an administrator also that others exist."""

    CSS_PATH = "supervision.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "Record a supervision", id="supervision.new"),
        Binding("a", "agenda", "The agenda of the next one", id="supervision.agenda"),
        Binding("escape,q", "dismiss", "Back", id="supervision.back"),
    ]

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._lines: dict[str, SupervisionLine] = {}

    def compose(self) -> ComposeResult:
        if cast("NoteuiApp", self.app).is_demo:
            yield Static(DEMO_BANNER, classes="banner")
        yield Static(
            Text.assemble(("Supervision", "bold"), ("  only those it is between read it", "dim")), id="head"
        )
        yield ChoiceList(id="list")
        yield Static("enter open   n new   a agenda of the next   F1 help   escape back", id="footer")

    def on_mount(self) -> None:
        self.query_one(ChoiceList).focus()

    def on_screen_resume(self) -> None:
        """Show the list as it is now."""
        try:
            lines = supervision.supervisions(self._vault)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        self._lines = {line.id: line for line in lines}
        shown = self.query_one(ChoiceList)
        lit = shown.highlighted
        shown.clear_options()
        shown.add_options([Option(_line(line), id=line.id) for line in lines])
        if not lines:
            shown.add_option(Option(Text("None yet. Supervisors press n to record one."), disabled=True))
        shown.highlighted = min(lit or 0, len(lines) - 1) if lines else None

    def _lit(self) -> SupervisionLine | None:
        shown = self.query_one(ChoiceList)
        if shown.highlighted is None or not self._lines:
            return None
        return self._lines.get(shown.get_option_at_index(shown.highlighted).id or "")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Read it, or go on writing it."""
        try:
            told = supervision.open_supervision(self._vault, event.option.id or "")
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence)
            return
        self.app.push_screen(screen_of(self._vault, told, self._clock))

    def action_new(self) -> None:
        """Record one with somebody."""
        if not may(self._vault.user.access, May.SUPERVISE):
            self.notify("Supervisors record supervision. What was agreed with you stands here.")
            return

        def chosen(user_id: str | None) -> None:
            if user_id is not None:
                now = self._clock()
                begun = supervision.begin(self._vault, [user_id], held=now.replace(second=0), now=now)
                self.app.push_screen(SupervisionScreen(self._vault, begun, self._clock))

        self.app.push_screen(WhomDialog(self._vault, "Supervision with whom?"), chosen)

    def action_agenda(self) -> None:
        """Show what there is to speak about: with whoever is lit, or with somebody who is asked for."""
        me = self._vault.user

        def show(user_id: str | None) -> None:
            if user_id is None:
                return
            try:
                page = write_agenda(agenda.agenda(self._vault, user_id, now=self._clock()))
            except (CaseworkError, VaultError) as error:
                self.notify(error.sentence)
                return
            self.app.push_screen(PageScreen(page, "agenda.md", lambda: page))

        if may(me.access, May.SUPERVISE):
            self.app.push_screen(WhomDialog(self._vault, "The agenda with whom?"), show)
        else:
            show(me.id)


class WhomDialog(ModalScreen[str | None]):
    """Asks for one of those who use the vault; dismisses with their identifier."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Back", id="whom.back")]

    def __init__(self, vault: Vault, title: str) -> None:
        super().__init__()
        self._vault = vault
        self._title = title

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="title")
            yield ChoiceList(id="list")
            yield Static("enter choose   escape back", classes="dim")

    def on_mount(self) -> None:
        others = [
            line for line in users.everybody(self._vault) if line.active and line.id != self._vault.user.id
        ]
        shown = self.query_one(ChoiceList)
        shown.add_options([Option(Text(f"{line.name}, {line.role}"), id=line.id) for line in others])
        if not others:
            shown.add_option(
                Option(Text("Nobody else uses this vault: u on the desk adds them."), disabled=True)
            )
        shown.focus()
        shown.highlighted = 0 if others else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take whoever is lit."""
        self.dismiss(event.option.id)


class SupervisionScreen(SparingScreen[None]):
    """Writing one: kept as it is typed, checked by its own rules, signed by F5."""

    CSS_PATH = "supervision.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave it, kept and not signed", id="supervising.leave"),
        Binding("f5", "sign", "Make it final", id="supervising.sign"),
        Binding("f2", "details", "When, of which kind, about whom, the next day", id="supervising.details"),
        Binding("f8", "finding", "Next finding", id="supervising.finding"),
        Binding("f3", "before", "Last time’s actions, and questions", id="supervising.before"),
        Binding("ctrl+s", "save", "Save now", id="supervising.save", priority=True),
    ]

    keeper: SupervisionKeeper

    def __init__(self, vault: Vault, draft: Supervision, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._draft = draft
        self._clock = clock
        self._at = -1
        self.keeper = SupervisionKeeper(vault, draft, clock)
        self._keeping = Keeping(self, self.keeper, self.words, self.show_saved)

    def compose(self) -> ComposeResult:
        if cast("NoteuiApp", self.app).is_demo:
            yield Static(DEMO_BANNER, classes="banner")
        with Horizontal(id="head"):
            yield Static("", id="about")
            yield Static("", id="saved")
        with Horizontal(id="body"):
            with VerticalScroll(id="writing", can_focus=False):
                yield Static("", id="first", classes="before")
                for section in SECTIONS:
                    yield Static(section.title, classes="section")
                    yield ProseArea(
                        self._draft.words.get(section.name, ""),
                        placeholder=section.asks,
                        continue_lists=section.name == "actions",
                        id=f"area-{section.name}",
                    )
            with VerticalScroll(id="beside", can_focus=False):
                yield Static("", id="asked")
        yield Static("", id="found")
        yield Static(
            "F5 sign  F2 who and when  F3 last time  F8 finding  F1 help  esc leave, kept", id="footer"
        )

    def on_mount(self) -> None:
        self._show_head()
        before = self._last_time()
        self.query_one("#first", Static).update(before)
        asked = Text("Questions that may help\n", "bold")
        for section in SECTIONS:
            for question in section.questions:
                asked.append(f"\n{question}", "")
        self.query_one("#asked", Static).update(asked)
        self.show_saved(self.keeper.state)
        self._check()
        self.query_one("#area-changed", ProseArea).focus()
        self._keeping.begin()

    def on_resize(self, event: events.Resize) -> None:
        """Show the questions beside where there is room for them."""
        self.set_class(event.size.width >= BESIDE_FROM, "-beside")

    def _show_head(self) -> None:
        draft = self._draft
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append("Supervision  ", "bold")
        line.append(", ".join(name for _, name in draft.with_))
        if draft.people:
            line.append(f"  about {', '.join(name for _, name in draft.people)}")
        line.append(f"  {show_day(draft.held.date())}, {draft.held:%H:%M}, {draft.kind.value}", "dim")
        self.query_one("#about", Static).update(line)

    def _last_time(self) -> Text:
        shown = Text()
        for user_id, name in self._draft.with_:
            held, told = agenda.last_actions(self._vault, user_id)
            shown.append("Last time’s actions", "bold")
            shown.append(f" ({name}, {show_day(held.date())})\n" if held else f" ({name}): none yet\n", "dim")
            for action in told:
                shown.append(f"  {action.line.text[:120]}: ")
                shown.append(f"{agenda.became(action)}\n", "italic")
        return shown

    # -- keeping and checking

    def words(self) -> Supervision:
        """The supervision as it is written now."""
        texts = {s.name: self.query_one(f"#area-{s.name}", ProseArea).text for s in SECTIONS}
        return replace(self._draft, words=texts)

    def save_now(self) -> str | None:
        """Save at once; the app calls it when it has to end."""
        return self._keeping.now()

    def show_saved(self, state: SaveState) -> None:
        """Tell that it is kept, and since when; check what was kept."""
        show_unsigned(self, state)
        if state.trouble is None and state.saved_at is not None:
            self._check()

    def _check(self) -> None:
        found = supervision.findings(self.words())
        for section in SECTIONS:
            area = self.query_one(f"#area-{section.name}", ProseArea)
            area.marks = [
                Mark(f.start, f.end, f.severity.value)
                for f in found
                if f.field == section.name and f.start is not None and f.end is not None
            ]
        line = Text(no_wrap=True, overflow="ellipsis")
        if found:
            one = found[self._at % len(found)] if self._at >= 0 else found[0]
            loud = sum(f.severity is not Severity.INFO for f in found)
            line.append(f"{len(found)} found, {loud} to look at  ", "bold")
            line.append(f"{one.message} ")
            line.append(one.try_, "dim")
        self.query_one("#found", Static).update(line)

    def on_prose_area_written(self, event: ProseArea.Written) -> None:
        """Keep what was written."""
        event.stop()
        self.keeper.written()

    def action_save(self) -> None:
        """Save at once and say when."""
        self.keeper.written()
        self.save_now()

    def action_leave(self) -> None:
        """Leave it, kept. Where it cannot be kept, stay and say why."""
        self.save_now()
        if self.keeper.is_changed and self.keeper.state.trouble is not None:
            return
        self.keeper.stop()
        supervision.discard_empty(self._vault, self._draft.id)
        self.dismiss(None)

    # -- what the keys do

    def action_finding(self) -> None:
        """Go to the next finding."""
        found = supervision.findings(self.words())
        if not found:
            self.notify("Nothing was found by these six rules; that proves nothing.")
            return
        self._at = (self._at + 1) % len(found)
        one = found[self._at]
        if one.field is not None and one.start is not None:
            area = self.query_one(f"#area-{one.field}", ProseArea)
            area.focus()
            area.go_to(one.start)
        self._check()

    def action_before(self) -> None:
        """Show last time's actions and the questions as a page."""
        shown = f"# Last time, and questions\n\n{self._last_time().plain}\n\n## Questions that may help\n\n"
        shown += "\n".join(question for section in SECTIONS for question in section.questions)
        self.app.push_screen(PageScreen(shown, "questions.md", lambda: shown))

    def action_details(self) -> None:
        """Change when it was, of which kind, with whom, about whom, and the next day."""
        self.save_now()

        def kept(told: Supervision | None) -> None:
            if told is not None:
                self._draft = replace(told, words=self._draft.words)
                self._show_head()
                self.keeper.written()
                self.save_now()

        self.app.push_screen(DetailsDialog(self._vault, self.words(), self._clock), kept)

    def action_sign(self) -> None:
        """Show what still stands, and sign it."""
        self.save_now()
        found = [f for f in supervision.findings(self.words()) if f.severity is not Severity.INFO]

        def answered(yes: bool | None) -> None:
            if yes:
                self._sign()

        self.app.push_screen(SignDialog(self._vault, self.words(), [f.message for f in found]), answered)

    def _sign(self) -> None:
        self.keeper.stop()
        draft = self.keeper.draft
        try:
            told = supervision.finalise_supervision(
                self._vault, draft.id, now=self._clock().astimezone(), version=draft.version
            )
        except (CaseworkError, VaultError) as error:
            self.keeper.go_on()
            self.notify(f"{error.sentence} What you wrote is kept.", severity="error", timeout=10)
            return
        self.notify(f"Signed: {told.receipt}.")
        self.dismiss(None)


class DetailsDialog(Form[Supervision | None]):
    """When it was, of which kind, with whom else, about whom, which notes were read, and the next day."""

    FORM = "When and with whom"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", id="supervised.back"),
        Binding("ctrl+s", "keep", "Keep", id="supervised.keep", priority=True),
    ]

    def __init__(self, vault: Vault, told: Supervision, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._told = told
        self._clock = clock

    @property
    def about(self) -> str:
        """The supervision."""
        return self._told.id

    def compose(self) -> ComposeResult:
        told = self._told
        rows = (
            ("Held", "held", f"{told.held:%Y-%m-%d %H:%M}", "today 10:00"),
            ("With", "with", ", ".join(name for _, name in told.with_), "names, apart by commas"),
            ("About", "about", ", ".join(name for _, name in told.people), "people, apart by commas"),
            ("Notes read", "notes", ", ".join(told.notes), "ids, apart by commas"),
            ("Next", "next", told.next_on.isoformat() if told.next_on else "", "in 4 weeks, 23/12"),
        )
        with Vertical(classes="dialog"):
            yield Static("Supervision", classes="title")
            with Horizontal(classes="row"):
                yield Label("Kind")
                yield Choice(
                    [(k.value, k) for k in SupervisionKind], value=told.kind, allow_blank=False, id="kind"
                )
            for label, name, value, hint in rows:
                with Horizontal(classes="row"):
                    yield Label(label)
                    yield Input(value, placeholder=hint, id=name, select_on_focus=False)
            yield Static("", id="answer", classes="answer")
            yield Static("tab next   ctrl+s keep   escape back", classes="dim")

    def on_mount(self) -> None:
        self.query_one("#about", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on, and from the last field keeps."""
        if event.input.id == "next":
            self.action_keep()
        else:
            self.focus_next()

    def action_keep(self) -> None:
        """Keep what was typed, or say what is wrong with it."""
        now = self._clock()
        given = {name: self.query_one(f"#{name}", Input).value.strip() for name in ("held", "next")}
        try:
            with_ = [users.find_user(self._vault, name) for name in self._several("with")]
            about = [people.find_person(self._vault, name) for name in self._several("about")]
            held = when.read_moment(given["held"], now=now).value
            next_on: date | None = None
            if given["next"]:
                next_on = when.read_day(given["next"], now=now, direction="future")[0]
            notes = tuple(self._several("notes"))
            told = replace(
                self._told,
                kind=SupervisionKind(str(self.query_one("#kind", Choice).value)),
                held=held,
                with_=tuple((line.id, line.name) for line in with_),
                people=tuple((card.id, card.about.name) for card in about),
                notes=notes,
                next_on=next_on,
            )
        except (CaseworkError, VaultError) as error:
            self.query_one("#answer", Static).update(error.sentence)
        else:
            self.dismiss(told)

    def _several(self, name: str) -> list[str]:
        return [part.strip() for part in self.query_one(f"#{name}", Input).value.split(",") if part.strip()]


class SignDialog(ModalScreen[bool]):
    """Asks once more before a supervision is signed, with what still stands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "dismiss(True)", "Sign it", id="supervised.sign"),
        Binding("escape", "dismiss(False)", "Back", id="supervised.not_yet"),
    ]

    def __init__(self, vault: Vault, told: Supervision, standing: list[str]) -> None:
        super().__init__()
        self._vault = vault
        self._told = told
        self._standing = standing

    def compose(self) -> ComposeResult:
        told, user = self._told, self._vault.user
        with Vertical(classes="dialog"):
            yield Static("Sign this supervision?", classes="title")
            yield Static(
                Text(f"With {', '.join(name for _, name in told.with_)}, {show_day(told.held.date())}")
            )
            if self._standing:
                yield Static(
                    Text("Still standing:\n" + "\n".join(f"  {said}" for said in self._standing[:8]))
                )
            yield Static(
                f"Signed by {user.name}, {user.role}. Those it is between can read it then, and add to it; "
                "nobody can change it.",
                classes="dim",
            )
            yield Static("enter sign   escape back", classes="dim")


class FinalSupervisionScreen(PageScreen):
    """One that is signed: read by those whom it is between, who can add their view."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add to it, signed", id="supervised.add"),
    ]

    def __init__(self, vault: Vault, told: Supervision) -> None:
        super().__init__(
            supervision.as_markdown(told),
            f"supervision-{told.held:%Y-%m-%d}.md",
            lambda: supervision.export_supervision(vault, told.id),
        )
        self._vault = vault
        self._told = told

    def keys(self) -> str:
        """The keys that stand at the foot."""
        return "tab section   a add your view   e export   F1 help   escape back"

    def action_add(self) -> None:
        """Add a view, signed."""

        def said(told: Supervision | None) -> None:
            if told is not None:
                self._told = told
                self.show(supervision.as_markdown(told))

        self.app.push_screen(AddDialog(self._vault, self._told.id), said)


class AddDialog(Form[Supervision | None]):
    """Asks for the words that are added."""

    FORM = "Addition to a supervision"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", id="supervised.unadded"),
        Binding("f5", "add", "Sign it", id="supervised.added"),
    ]

    def __init__(self, vault: Vault, supervision_id: str) -> None:
        super().__init__()
        self._vault = vault
        self._supervision_id = supervision_id

    @property
    def about(self) -> str:
        """The supervision."""
        return self._supervision_id

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Add to this supervision", classes="title")
            yield ProseArea(placeholder="How you see it, or what was left out.", id="words")
            yield Static("", id="answer", classes="answer")
            yield Static("F5 sign   escape back", classes="dim")

    def action_add(self) -> None:
        """Sign it, or say why that cannot be."""
        try:
            told = supervision.add_to(self._vault, self._supervision_id, self.query_one(ProseArea).text)
        except (CaseworkError, VaultError) as error:
            self.query_one("#answer", Static).update(error.sentence)
        else:
            self.dismiss(told)


def screen_of(vault: Vault, told: Supervision, clock: Callable[[], datetime]) -> Screen[None]:
    """The screen for a supervision: for writing while it is a draft, for reading once it is signed."""
    return FinalSupervisionScreen(vault, told) if told.is_final else SupervisionScreen(vault, told, clock)


def _line(line: SupervisionLine) -> Text:
    shown = Text(no_wrap=True, overflow="ellipsis", style="" if line.readable else "dim")
    shown.append(f"{show_day(line.held.date()):<23}")
    shown.append(f"{line.kind.value:<11}", "dim")
    shown.append(f"{line.by[:20]} with {', '.join(line.with_)[:24]}")
    shown.append("" if line.is_final else "  draft", "italic")
    shown.append("" if line.readable else "  not yours to read", "italic")
    if line.next_on:
        shown.append(f"  next {show_day(line.next_on)}", "dim")
    return shown
