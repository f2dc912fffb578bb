"""Dismissing a finding with a reason, and bringing it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from noteui.checks import REASONS, Dismissal, Finding, RuleSet, is_quiet
from noteui.screens.form import Form
from noteui.screens.widgets.choice_list import ChoiceList


class ReasonDialog(Form[str | None]):
    """Asks why a finding is dismissed: from a short list, or in the writer's words."""

    FORM = "Reason for dismissing"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back, nothing dismissed", id="reason.back"),
    ]

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self._finding = finding

    @property
    def about(self) -> str:
        """The note, and what was found in it."""
        return f"{super().about} {self._finding.rule}"[:64]

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            said = f"“{' '.join(self._finding.text.split())[:60]}”" if self._finding.text else ""
            yield Static(Text.assemble(("Why is it dismissed? ", "bold"), said))
            yield Static("The reason is kept with the note; whoever reviews it can read it.", classes="dim")
            yield ChoiceList(*[Option(reason, id=reason) for reason in REASONS])
            yield Input(placeholder="or in your own words, then enter", id="own-words")
            yield Static("enter choose   tab own words   escape back", classes="dim")

    def on_mount(self) -> None:
        self.query_one(ChoiceList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take a reason from the list."""
        self.dismiss(event.option.id)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the writer's own words."""
        if event.value.strip():
            self.dismiss(" ".join(event.value.split()))


class DismissedDialog(ModalScreen[int | None]):
    """Lists what is dismissed in a note; dismisses with the number of the one to bring back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f3", "dismiss", "Back", id="dismissed.back"),
    ]

    def __init__(self, dismissals: Sequence[Dismissal], rules: RuleSet) -> None:
        super().__init__()
        self._dismissals = dismissals
        self._rules = rules

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Dismissed in this note", classes="title")
            yield ChoiceList(
                *[
                    Option(
                        Text.assemble(
                            self._about(dismissal),
                            (f"\n  {dismissal.reason}", "dim"),
                            (
                                ". Quiet in this whole note."
                                if is_quiet(dismissal, self._dismissals)
                                else "",
                                "dim",
                            ),
                        ),
                        id=str(number),
                    )
                    for number, dismissal in enumerate(self._dismissals)
                ]
            )
            yield Static("enter bring back   escape back", classes="dim")

    def _about(self, dismissal: Dismissal) -> Text:
        rule = self._rules.rules.get(dismissal.rule)
        said = rule.message if rule else dismissal.rule
        words = " ".join(dismissal.text.split())[:50]
        if "{text}" in said or not words:
            return Text(said.replace("{text}", words))
        return Text.assemble((f"“{words}” ", "underline"), said)

    def on_mount(self) -> None:
        self.query_one(ChoiceList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Bring back the one that was chosen."""
        self.dismiss(int(event.option.id or 0))
