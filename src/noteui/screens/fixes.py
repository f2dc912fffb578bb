"""F9: what would mend a finding, each change shown before it is made; and dismissing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from noteui.checks import Edit, Finding, Fix, Mend, edits_of
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.screens.widgets.findings_panel import FIELD_NAMES

DISMISS = "dismiss"
_AROUND = 24
"""Characters shown on each side of a change."""


class FixesDialog(ModalScreen[Fix | str | None]):
    """Dismisses with the fix that was chosen, with DISMISS, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back, nothing changed", id="fixes.back"),
        Binding("d", "choose_dismiss", "Dismiss with a reason", id="fixes.dismiss"),
    ]

    def __init__(self, finding: Finding, mends: Sequence[Mend], fields: Mapping[str, str]) -> None:
        super().__init__()
        self._finding = finding
        self._mends = mends
        self._fields = fields

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Text.assemble((self._finding.message, "bold"), f"\n{self._finding.try_}"))
            options = [
                Option(_shown(mend, self._fields), id=str(number)) for number, mend in enumerate(self._mends)
            ]
            options.append(Option(Text("Dismiss with a reason…"), id=DISMISS))
            yield ChoiceList(*options, id="choices")
            yield Static("enter choose   d dismiss   escape back", classes="dim")

    def on_mount(self) -> None:
        self.query_one(ChoiceList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take what was chosen."""
        chosen = event.option.id
        self.dismiss(DISMISS if chosen == DISMISS or chosen is None else self._mends[int(chosen)].fix)

    def action_choose_dismiss(self) -> None:
        """Dismiss the finding."""
        self.dismiss(DISMISS)


def _shown(mend: Mend, fields: Mapping[str, str]) -> Text:
    text = Text.assemble((mend.fix.title, "bold"))
    for edit in edits_of(mend.fix, fields):
        text.append("\n  ")
        text.append_text(_change(edit, fields[edit.field]))
    for finding in mend.then[:1]:
        text.append(f"\n  Then to be seen to: {finding.message}", "dim italic")
    return text


def _change(edit: Edit, text: str) -> Text:
    """One change as it will read: what goes struck through, what comes underlined."""
    before = text[max(0, edit.start - _AROUND) : edit.start].replace("\n", " ")
    after = text[edit.end : edit.end + _AROUND].replace("\n", " ")
    shown = Text.assemble((f"{FIELD_NAMES[edit.field]}: ", "dim"), (f"…{before}" if before else "", "dim"))
    gone = " ".join(text[edit.start : edit.end].split())
    if gone:
        shown.append(_short(gone), "strike")
    come = " ".join(edit.text.split())
    if come:
        shown.append(" " if gone or edit.text[0].isspace() else "")
        shown.append(_short(come), "underline bold")
    elif gone and after[:1].isalnum():
        shown.append(" ")
    shown.append(f"{after}…" if after else "", "dim")
    return shown


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:60]} … {text[-25:]}"
