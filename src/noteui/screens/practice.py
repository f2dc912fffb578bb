"""Practice: flawed notes to mend in the editor, with the findings hidden until they are asked for.

No vault is opened and nothing is kept: not the words, not who wrote them, not what was found.
"""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from noteui.casework.practice import Comparison, Exercise, compare, exercises
from noteui.casework.quality import Seen
from noteui.casework.writing import Draft
from noteui.checks import Checker, Finding, Relation, RuleSet
from noteui.checks.earlier import Earlier
from noteui.screens.editor import EditorScreen
from noteui.screens.saving import SaveState
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.screens.widgets.findings_panel import FIELD_NAMES, FindingsPanel

_HIDDEN = "The findings are hidden. Mend what you see; F5 shows what the checks find."


class PracticeScreen(Screen[None]):
    """The flawed notes: one for each principle, and one with something of everything."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", "Back", id="practice.leave")]

    def __init__(self, rules: RuleSet, *, alone: bool = False) -> None:
        """`alone` where there is no screen below to go back to."""
        super().__init__()
        self._rules = rules
        self._alone = alone
        self._exercises = exercises()

    def compose(self) -> ComposeResult:
        yield Static("Practice", classes="title")
        yield Static(
            "Short notes about people who do not exist, each with something to mend. Nothing is kept: no "
            "words, no name, no result.",
            classes="dim",
        )
        yield ChoiceList(
            *[Option(_line(exercise), id=str(number)) for number, exercise in enumerate(self._exercises)],
            id="exercises",
        )
        yield Static("enter open   F1 help   escape back", id="footer")

    def on_mount(self) -> None:
        self.query_one(ChoiceList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the note in the editor."""
        exercise = self._exercises[int(event.option.id or 0)]
        self.app.push_screen(PracticeEditor(exercise, self._rules))

    def action_leave(self) -> None:
        """Go back to where practice was opened from."""
        if self._alone:
            self.app.exit(0)
        else:
            self.dismiss()


def _line(exercise: Exercise) -> Text:
    name = exercise.principle.name if exercise.principle else "All nine"
    return Text.assemble((f"{name:<16}", "bold"), exercise.title)


class NothingKept:
    """Stands where a draft would be saved, and keeps nothing."""

    note_id = ""
    is_changed = False
    is_being_typed = False
    state = SaveState(None)

    def written(self) -> None:
        """Something was written."""

    def due(self) -> bool:
        """Never."""
        return False

    def save(self, snapshot: Draft) -> SaveState:
        """Keep nothing."""
        del snapshot
        return self.state

    def earlier(self) -> Earlier:
        """The person has no other notes."""
        return Earlier()

    def shared(self) -> None:
        """There is no register here, so nothing is missed in it."""

    def add_person(self, relation: Relation) -> None:
        """The note on the screen has them; no vault does."""

    def saw(self, seen: frozenset[Seen]) -> None:
        """Nothing is counted."""

    def leave(self) -> None:
        """Leave nothing behind."""


class PracticeEditor(EditorScreen):
    """The editor on a flawed note."""

    CSS_PATH = "editor.tcss"
    FOOTER = "tab field  F8 next  F9 fix  F4 why  F2 details  F5 compare  F1 help  esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back, nothing kept", id="note.leave"),
        Binding("f5", "compare", "Compare with what the checks find", id="practice.compare"),
    ]

    def __init__(self, exercise: Exercise, rules: RuleSet) -> None:
        recorded = exercise.note.recorded
        if recorded is None:
            raise ValueError(f"{exercise.title}: a note to practise on says when it was recorded")
        super().__init__(NothingKept(), exercise.draft(), rules, clock=lambda: recorded)
        self._exercise = exercise
        self._is_hidden = True

    def _show_saved(self, state: SaveState) -> None:
        del state
        self.query_one("#saved", Static).update("practice, not kept", layout=False)

    def _raised(self, checker: Checker, *, idle: bool) -> list[Finding]:
        return [] if self._is_hidden else super()._raised(checker, idle=idle)

    def _show_beside(self, checker: Checker, findings: list[Finding]) -> None:
        if self._is_hidden:
            self.query_one(FindingsPanel).say(Text(_HIDDEN, "dim"))
        else:
            super()._show_beside(checker, findings)

    def _is_asked_for(self) -> bool:
        if self._is_hidden:
            self.notify("F5 shows what the checks find.")
        return not self._is_hidden

    def action_finding(self, step: int) -> None:
        """Go to a finding, once they are shown."""
        if self._is_asked_for():
            super().action_finding(step)

    def action_fixes(self) -> None:
        """Offer what mends a finding, once they are shown."""
        if self._is_asked_for():
            super().action_fixes()

    def action_why(self) -> None:
        """Explain a finding, once they are shown."""
        if self._is_asked_for():
            super().action_why()

    def action_compare(self) -> None:
        """Show what is mended, what is left and what no rule can answer; from then on, the findings too."""

        def shown(_: None) -> None:
            self._is_hidden = False
            self._look()

        compared = compare(self._exercise, self._note(), self._rules)
        self.app.push_screen(CompareDialog(self._exercise, compared), shown)


class CompareDialog(ModalScreen[None]):
    """The checks' findings before and after, and what no rule can answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f5,enter", "dismiss", "Back to the note, findings shown", id="compare.back")
    ]

    def __init__(self, exercise: Exercise, compared: Comparison) -> None:
        super().__init__()
        self._exercise = exercise
        self._compared = compared

    def compose(self) -> ComposeResult:
        compared = self._compared
        text = Text()
        for heading, findings, nothing in (
            ("Mended", compared.mended, "Nothing that the checks found is mended yet."),
            ("Still there", compared.left, "Nothing that they found at first is still there."),
            ("New", compared.new, ""),
        ):
            if findings or nothing:
                text.append(f"{heading}\n", "bold")
                text.append_text(_listed(findings) if findings else Text(f"  {nothing}\n", "dim"))
                text.append("\n")
        text.append("What no rule can answer\n", "bold")
        for question in self._exercise.questions():
            text.append(f"  {question}\n")
        text.append("\nThe checks see wording, and less than a careful reader. Read it once more.", "dim")
        with VerticalScroll(classes="dialog"):
            yield Static(self._exercise.title, classes="title")
            yield Static(text)
            yield Static("up down read on   escape back to the note, findings shown", classes="dim")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()


def _listed(findings: tuple[Finding, ...]) -> Text:
    text = Text()
    for finding in findings:
        text.append(f"  {FIELD_NAMES[finding.field]} ", "dim")
        if finding.text and not finding.message.startswith("“"):
            words = " ".join(finding.text.split())
            text.append(f"“{words[:40]}{'…' if len(words) > 40 else ''}” ", "underline")
        text.append(f"{finding.message}\n")
    return text
