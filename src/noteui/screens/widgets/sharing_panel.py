"""The seven principles beside a sharing: how many findings under each, and those of the field one is in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.text import Text
from textual.widgets import Static

from noteui.checks import SHARING_PRINCIPLES, Finding
from noteui.checks.sharing_rule import sharing_rules

_SHORT = {
    "necessary": "necessary",
    "relevant": "relevant",
    "adequate": "adequate",
    "accurate-sharing": "accurate",
    "timely-sharing": "timely",
    "secure": "secure",
    "recorded": "recorded",
}
_WEIGHT = {"info": "a nudge", "warning": "would be questioned", "must": "needed to decide"}


class SharingPanel(Static):
    """Counts and sentences, never a score and never a tick."""

    DEFAULT_CSS = "SharingPanel { padding: 0 1; overflow: hidden; }"

    def __init__(self) -> None:
        super().__init__("", id="principles")

    def show(self, findings: Sequence[Finding], field: str | None, *, wide: bool) -> None:
        """Show what was found, that of `field` first."""
        here = [one for one in findings if one.field == field]
        rest = [one for one in findings if one.field != field]
        self.update(_wide(here, rest) if wide else _narrow(findings, here, rest))


def counts(findings: Sequence[Finding]) -> Text:
    """The seven in one line, each with how many findings stand under it."""
    found = Counter(one.principle for one in findings if one.answer is None)
    line = Text(no_wrap=True, overflow="ellipsis")
    for principle in SHARING_PRINCIPLES:
        count = found[principle.slug]
        name = _SHORT[principle.slug]
        line.append(" " if line else "")
        line.append(f"{name} {count}" if count else name, "bold" if count else "dim")
    return line


def _narrow(findings: Sequence[Finding], here: Sequence[Finding], rest: Sequence[Finding]) -> Text:
    text = counts(findings)
    text.append("\n")
    first = next((one for one in (*here, *rest) if one.answer is None), None)
    if first is None:
        return text.append_text(_nothing())
    text.append(f"{first.message} ", "bold" if first in here else "")
    text.append(first.try_)
    return text


def _wide(here: Sequence[Finding], rest: Sequence[Finding]) -> Text:
    text = Text()
    for one in here:
        text.append(f"{one.message} ", "bold")
        text.append(f"{one.try_} ")
        text.append(f"({_WEIGHT[one.severity.value]})\n", "dim")
        if one.answer:
            text.append(f"Answered: {one.answer}\n", "italic")
    if here:
        text.append("F9 answer with a reason   F4 why\n\n", "dim")
    by_principle = Counter(one.principle for one in (*here, *rest) if one.answer is None)
    for principle in SHARING_PRINCIPLES:
        count = by_principle[principle.slug]
        text.append(f"{principle.name}{f' {count}' if count else ''}\n", "bold" if count else "dim")
        others = [one for one in rest if one.principle == principle.slug and one.answer is None]
        for one in others[:2]:
            text.append(f"  {one.message}\n")
        if len(others) > 2:
            text.append(f"  and {len(others) - 2} more\n", "dim")
        if not count:
            text.append(f"  {principle.questions[0]}\n", "dim")
    return text


def _nothing() -> Text:
    rules = len(sharing_rules())
    return Text(f"Nothing found by {rules} rules. That does not make it right: read it once more.", "dim")
