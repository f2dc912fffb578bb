"""F4: what the principle asks, why this is raised, an example of each kind, and where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from noteui.checks import Example, Finding, RuleSet, source_title
from noteui.checks.example_words import told
from noteui.checks.principles import BY_SLUG
from noteui.checks.sharing_rule import Case, sharing_rules


class WhyDialog(ModalScreen[None]):
    """Explains one finding's rule."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f4,q", "dismiss", "Back", id="why.back")]

    def __init__(self, finding: Finding, rules: RuleSet) -> None:
        super().__init__()
        self._finding = finding
        self._rules = rules

    def compose(self) -> ComposeResult:
        finding = self._finding
        rule = self._rules.rules.get(finding.rule) or sharing_rules()[finding.rule]
        entry = self._rules.entry(finding.rule, finding.entry)
        principle = BY_SLUG[rule.principle]
        text = Text()
        text.append(f"{principle.name}\n", "bold underline")
        text.append(f"{principle.asks}\n\n", "dim")
        text.append(f"{finding.message}\n", "bold")
        text.append(f"{entry.why if entry else rule.why}\n\n")
        text.append("Try         ", "dim")
        text.append(f"{finding.try_}\n")
        text.append("Raised      ", "dim")
        text.append_text(_first_example(entry.flags if entry else rule.flags))
        text.append("\nNot raised  ", "dim")
        text.append_text(_first_example(entry.passes if entry else rule.passes))
        text.append("\n\nNo rule can answer  ", "dim")
        text.append(principle.questions[0])
        text.append("\n\nSource  ", "dim")
        text.append(f"{source_title(finding.source)}\n")
        text.append("Rule    ", "dim")
        text.append(rule.id)
        if entry is not None:
            text.append("  Entry  ", "dim")
            text.append(entry.id)
        with VerticalScroll(classes="dialog"):
            yield Static(text)
            yield Static("escape back", classes="dim")


def _first_example(examples: Sequence[str | Example | Case]) -> Text:
    return _example(examples[0]) if examples else Text("no example yet")


def _example(example: str | Example | Case) -> Text:
    """The example's words, the span that is raised underlined."""
    text = Text()
    for name, words in told(example):
        text.append(f"{name}: " if name else "", "dim")
        text.append_text(_barred(words))
        text.append(" ")
    return text


def _barred(words: str) -> Text:
    text = Text()
    for number, piece in enumerate(words.split("|")):
        text.append(piece, "underline" if number % 2 else "")
    return text
