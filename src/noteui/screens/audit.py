"""Audits: notes drawn by a rule, the questions about each, and the report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from noteui.casework import audit
from noteui.casework.audit import Audit, Question
from noteui.casework.errors import CaseworkError
from noteui.casework.when import show_day
from noteui.screens.page import PageScreen
from noteui.screens.widgets.choice import Choice
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.screens.widgets.demo_banner import DEMO_BANNER
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.screens.app import NoteuiApp
    from noteui.vault.vault import Vault

_KEYS = {"y": "yes", "p": "partly", "n": "no", "x": "not for this note"}


class AuditsScreen(Screen[None]):
    """One's own audits."""

    CSS_PATH = "audit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "draw", "Draw notes for an audit", id="audit.draw"),
        Binding("escape,q", "dismiss", "Back", id="audit.back"),
    ]

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock

    def compose(self) -> ComposeResult:
        if cast("NoteuiApp", self.app).is_demo:
            yield Static(DEMO_BANNER, classes="banner")
        yield Static(Text.assemble(("Audits", "bold"), ("  yours; nothing is graded", "dim")), id="head")
        yield ChoiceList(id="list")
        yield Static("enter open   n draw notes   F1 help   escape back", id="footer")

    def on_mount(self) -> None:
        self.query_one(ChoiceList).focus()

    def on_screen_resume(self) -> None:
        """Show the list as it is now."""
        try:
            found = audit.audits(self._vault)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        shown = self.query_one(ChoiceList)
        shown.clear_options()
        shown.add_options([Option(_drawn(one), id=one.id) for one in found])
        if not found:
            shown.add_option(Option(Text("None yet: press n to draw notes."), disabled=True))
        shown.highlighted = 0 if found else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go on with it."""
        told = audit.open_audit(self._vault, event.option.id or "")
        self.app.push_screen(AuditScreen(self._vault, told))

    def action_draw(self) -> None:
        """Draw notes."""

        def drawn(told: Audit | None) -> None:
            if told is not None:
                self.app.push_screen(AuditScreen(self._vault, told))

        self.app.push_screen(DrawDialog(self._vault, self._clock), drawn)


class DrawDialog(ModalScreen[Audit | None]):
    """Asks how many notes, by which rule and with which seed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Back", id="draw.back")]

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Draw notes for an audit", classes="title")
            with Horizontal(classes="row"):
                yield Label("How many")
                yield Input("6", id="count", select_on_focus=True)
            with Horizontal(classes="row"):
                yield Label("Rule")
                yield Choice(
                    [(name, name) for name in audit.RULES], value="any", allow_blank=False, id="rule"
                )
            with Horizontal(classes="row"):
                yield Label("Seed")
                yield Input(
                    f"{self._clock():%B %Y}", placeholder="the same seed draws the same notes", id="seed"
                )
            yield Static("", id="answer", classes="answer")
            yield Static("tab next   enter in the last field draws   escape back", classes="dim")

    def on_select_changed(self) -> None:
        """Say what the rule means."""
        rule = str(self.query_one("#rule", Choice).value)
        self.query_one("#answer", Static).update(audit.RULES.get(rule, ""))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field, and from the last one draw."""
        if event.input.id != "seed":
            self.focus_next()
            return
        typed = self.query_one("#count", Input).value.strip()
        if not typed.isdigit() or int(typed) < 1:
            self.query_one("#answer", Static).update("Type how many notes, as a number.")
            return
        try:
            told = audit.draw(
                self._vault,
                int(typed),
                seed=event.value,
                rule=str(self.query_one("#rule", Choice).value),
                now=self._clock(),
            )
        except (CaseworkError, VaultError) as error:
            self.query_one("#answer", Static).update(error.sentence)
        else:
            self.dismiss(told)


class AuditScreen(Screen[None]):
    """The questions about one note after the other: a letter answers, enter opens the note."""

    CSS_PATH = "audit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(key, f"answer('{said}')", said.capitalize(), id=f"audit.{said.replace(' ', '_')}")
            for key, said in _KEYS.items()
        ),
        Binding("backspace", "answer('')", "Take the answer back", id="audit.take_back"),
        Binding("right,l", "note(1)", "Next note", id="audit.next"),
        Binding("left,h", "note(-1)", "Note before", id="audit.before"),
        Binding("m", "remark", "Remark on the note", id="audit.remark"),
        Binding("r", "report", "The report", id="audit.report"),
        Binding("escape,q", "dismiss", "Back", id="audit.leave"),
    ]

    def __init__(self, vault: Vault, told: Audit) -> None:
        super().__init__()
        self._vault = vault
        self._told = told
        self._at = 0

    def compose(self) -> ComposeResult:
        if cast("NoteuiApp", self.app).is_demo:
            yield Static(DEMO_BANNER, classes="banner")
        yield Static("", id="head")
        yield ChoiceList(id="list")
        yield Static("", id="lit")
        yield Static(
            "y yes  p partly  n no  x not here  h l note  m remark  r report  enter read", id="footer"
        )

    def on_mount(self) -> None:
        self._show()
        self.query_one(ChoiceList).focus()

    @property
    def _note(self) -> tuple[str, str]:
        return self._told.notes[self._at]

    def _show(self) -> None:
        note_id, label = self._note
        head = Text(no_wrap=True, overflow="ellipsis")
        head.append(f"{self._at + 1} of {len(self._told.notes)}  ", "bold")
        head.append(label)
        self.query_one("#head", Static).update(head)
        shown = self.query_one(ChoiceList)
        lit = shown.highlighted
        options = [Option(self._line(question, note_id), id=question.id) for question in audit.questions()]
        shown.clear_options()
        shown.add_options(options)
        shown.highlighted = min(lit or 0, len(options) - 1)
        remark = self._told.answers.get(note_id, {}).get(audit.REMARK, "")
        self.query_one("#lit", Static).update(Text(f"Remark: {remark}" if remark else ""))

    def _line(self, question: Question, note_id: str) -> Text:
        said = self._told.answers.get(note_id, {}).get(question.id)
        counted = self._told.counted.get(note_id, {}).get(question.id)
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append(f"{said or counted or '':<18}", "bold" if said else "italic")
        line.append(question.asks)
        line.append("  counted" if counted and not said else "", "dim")
        return line

    def on_option_list_option_selected(self) -> None:
        """Read the note."""
        cast("NoteuiApp", self.app).open_note(self._note[0])

    def action_answer(self, said: str) -> None:
        """Answer the question that is lit and go on to the next."""
        shown = self.query_one(ChoiceList)
        if shown.highlighted is None:
            return
        question = shown.get_option_at_index(shown.highlighted).id or ""
        self._keep(question, said)
        if said and shown.highlighted + 1 < shown.option_count:
            shown.highlighted += 1

    def _keep(self, question: str, said: str) -> None:
        try:
            self._told = audit.answer(self._vault, self._told.id, self._note[0], question, said)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        self._show()

    def action_note(self, step: int) -> None:
        """Go to the next note, or the one before."""
        self._at = (self._at + step) % len(self._told.notes)
        self.query_one(ChoiceList).highlighted = 0
        self._show()

    def action_remark(self) -> None:
        """Remark on the note."""

        def said(words: str | None) -> None:
            if words is not None:
                self._keep(audit.REMARK, words)

        before = self._told.answers.get(self._note[0], {}).get(audit.REMARK, "")
        self.app.push_screen(RemarkDialog(before), said)

    def action_report(self) -> None:
        """Show the report."""
        told = self._told
        page = audit.as_report(told)
        self.app.push_screen(PageScreen(page, "audit.md", lambda: audit.export_audit(self._vault, told.id)))


class RemarkDialog(ModalScreen[str | None]):
    """Asks for a remark, in a line."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Back", id="remark.back")]

    def __init__(self, before: str) -> None:
        super().__init__()
        self._before = before

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Remark on this note", classes="title")
            yield Input(self._before, placeholder="in a line", select_on_focus=False)
            yield Static("enter keep   escape back", classes="dim")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep it."""
        self.dismiss(event.value)


def _drawn(told: Audit) -> Text:
    shown = Text(no_wrap=True, overflow="ellipsis")
    shown.append(f"{show_day(told.at.astimezone().date()):<23}")
    answered = sum(bool(said) for answers in told.answers.values() for said in answers.values())
    shown.append(f"{len(told.notes)} notes, rule {told.rule}, seed {told.seed}")
    shown.append(f"  {answered} answered", "dim")
    return shown
