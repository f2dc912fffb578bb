"""The findings beside the note: the one under the caret explained, the others listed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.widgets import Static

from noteui.checks import PRINCIPLES, Finding
from noteui.checks.principles import BY_SLUG

FIELD_NAMES = {
    "facts": "Facts",
    "voice": "Voice",
    "opinion": "Opinion",
    "family": "Family",
    "actions": "Actions",
    None: "Note",
}
_WEIGHT = {"info": "A nudge", "warning": "A reader would question this", "must": "Finalising needs this"}


class FindingsPanel(Static):
    """One text, made anew only where what it says changed."""

    DEFAULT_CSS = "FindingsPanel { padding: 0 1; overflow: hidden; }"

    def __init__(self, rules: int) -> None:
        """`rules` is how many rules look at the note."""
        super().__init__("", id="findings")
        self._rules = rules
        self._shown: object = None

    def show(
        self, findings: Sequence[Finding], here: Finding | None, dismissed: int, *, wide: bool, rows: int
    ) -> None:
        """Explain `here` and list the rest, in as many rows as there are."""
        shown = (
            tuple(_look(finding) for finding in findings[:60]),
            _look(here),
            dismissed,
            wide,
            rows,
            len(findings),
        )
        if shown == self._shown:
            return
        self._shown = shown
        said = (
            self._wide(findings, here, dismissed, rows) if wide else self._narrow(findings, here, dismissed)
        )
        self.update(said, layout=False)

    def say(self, text: Text) -> None:
        """Say this in place of findings."""
        if text != self._shown:
            self._shown = text
            self.update(text, layout=False)

    def _narrow(self, findings: Sequence[Finding], here: Finding | None, dismissed: int) -> Text:
        text = Text(overflow="ellipsis")
        if here is not None:
            text.append_text(_explained(here))
            text.append("\nF9 fix or dismiss  F4 why  F8 next", "dim")
        elif findings:
            text.append(f"{_count(findings)}. F8 goes to the next.", "dim")
            first = findings[0]
            text.append(f"\n{FIELD_NAMES[first.field]}: {first.message}", "dim")
        else:
            text.append_text(_nothing(self._rules))
        if dismissed:
            text.append(f"  {dismissed} dismissed (F3)", "dim")
        return text

    def _wide(self, findings: Sequence[Finding], here: Finding | None, dismissed: int, rows: int) -> Text:
        text = Text()
        if here is not None:
            text.append(f"{BY_SLUG[here.principle].name}\n", "bold")
            text.append_text(_explained(here))
            text.append(f"\n{_WEIGHT[here.severity.value]}.\n", "dim")
            text.append("F9 fix or dismiss   F4 why\n\n", "dim")
        rest = [finding for finding in findings if finding is not here]
        if not findings:
            text.append_text(_nothing(self._rules))
            text.append("\n\nWhat no rule can answer:\n", "dim")
            for principle in PRINCIPLES:
                text.append(f"{principle.questions[0]}\n")
        elif rest:
            text.append(f"{_count(findings)}   F8 next\n", "dim")
            room = max(3, (rows - text.plain.count("\n") - 6) // 2)
            for finding in rest[:room]:
                text.append(f"{FIELD_NAMES[finding.field]} ", "dim")
                if finding.text and not finding.message.startswith("“"):
                    quoted = " ".join(finding.text.split())
                    text.append(f"“{quoted[:40]}{'…' if len(quoted) > 40 else ''}” ", "underline")
                text.append(f"{finding.message}\n")
            if len(rest) > room:
                text.append(f"and {len(rest) - room} more\n", "dim")
        if dismissed:
            text.append(f"\n{dismissed} dismissed   F3 shows them\n", "dim")
        return text


def _look(finding: Finding | None) -> object:
    return finding and (finding.rule, finding.field, finding.text, finding.message)


def _count(findings: Sequence[Finding]) -> str:
    return f"{len(findings)} found" if len(findings) != 1 else "1 found"


def _explained(finding: Finding) -> Text:
    return Text.assemble((f"{finding.message} ", "bold"), finding.try_)


def _nothing(rules: int) -> Text:
    return Text(f"Nothing found by {rules} rules. That does not make it right: read it once more.", "dim")
