"""F4: why a rule raises what it raises, with an example of each kind and where the rule comes from."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from noteui.checks import SOURCES, Example, Finding, all_rules
from noteui.checks.principles import BY_SLUG
from noteui.checks.sharing_rule import Case, sharing_rules
from noteui.screens.widgets.findings_panel import FIELD_NAMES


class WhyDialog(ModalScreen[None]):
    """Explains one finding's rule."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f4,q", "dismiss", "Back", id="why.back")]

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self._finding = finding

    def compose(self) -> ComposeResult:
        finding = self._finding
        rule = all_rules().get(finding.rule) or sharing_rules()[finding.rule]
        principle = BY_SLUG[rule.principle]
        text = Text()
        text.append(f"{principle.name}\n", "bold underline")
        text.append(f"{principle.asks}\n\n", "dim")
        text.append(f"{finding.message}\n", "bold")
        text.append(f"{rule.why}\n\n")
        text.append("Try  ", "dim")
        text.append(f"{finding.try_}\n\n")
        text.append("Raised      ", "dim")
        text.append_text(_example(rule.flags[0]) if rule.flags else Text("no example yet"))
        text.append("\nNot raised  ", "dim")
        text.append_text(_example(rule.passes[0]) if rule.passes else Text("no example yet"))
        text.append("\n\nSource  ", "dim")
        text.append(f"{SOURCES[finding.source]}\n")
        text.append("Rule    ", "dim")
        text.append(rule.id)
        with VerticalScroll(classes="dialog"):
            yield Static(text)
            yield Static("escape back", classes="dim")


def _example(example: str | Example | Case) -> Text:
    """The example's words, the span that is raised underlined."""
    if isinstance(example, str):
        return _barred(example)
    if isinstance(example, Case):
        return Text(example.says)
    text = Text()
    for name, words in example.fields.items():
        text.append(f"{FIELD_NAMES[name]}: ", "dim")
        text.append_text(_barred(words[:160]))
        text.append(" ")
    for name, value in example.known.items():
        said = (
            "not said"
            if value in (None, ())
            else "yes"
            if value is True
            else "no"
            if value is False
            else f"{value}"
        )
        text.append(f"({name.replace('_', ' ')}: {said}) ", "dim")
    return text if text else Text("a note without it")


def _barred(words: str) -> Text:
    text = Text()
    for number, piece in enumerate(words.split("|")):
        text.append(piece, "underline" if number % 2 else "")
    return text
