"""The nine principles in one line, each with how many findings stand under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.text import Text
from textual.widgets import Static

from noteui.checks import PRINCIPLES, Finding

_SHORT = {
    "person-centred": "person",
    "accurate": "accurate",
    "real": "real",
    "timely": "timely",
    "jargon-free": "jargon",
    "evidence-based": "evidence",
    "succinct": "succinct",
    "holistic": "holistic",
    "professional": "professional",
}


class PrincipleStrip(Static):
    """Counts, never a score and never a tick; a principle with nothing found is only dim."""

    DEFAULT_CSS = "PrincipleStrip { height: 1; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__("", id="principles")
        self._shown: object = None

    def show(self, findings: Sequence[Finding], width: int) -> None:
        """Bring the counts up to date; the line is painted only where they changed."""
        found = Counter(finding.principle for finding in findings)
        shown = (tuple(sorted(found.items())), width)
        if shown == self._shown:
            return
        self._shown = shown
        line = _in_order(found, width) if width >= 100 else _found_first(found)
        if found["recorded"]:
            line = Text(f" share {found['recorded']} ", "bold") + line
        self.update(line, layout=False)


def _in_order(found: Counter[str], width: int) -> Text:
    line = Text(no_wrap=True, overflow="ellipsis")
    for principle in PRINCIPLES:
        name = principle.name.lower() if width >= 130 else _SHORT[principle.slug]
        count = found[principle.slug]
        line.append("  " if line else "")
        line.append(f"{name} {count}" if count else name, "bold" if count else "dim")
    return line


def _found_first(found: Counter[str]) -> Text:
    """Where nine names have no room, those with findings stand first and the others as far as they fit."""
    line = Text(no_wrap=True, overflow="ellipsis")
    for principle in sorted(PRINCIPLES, key=lambda principle: not found[principle.slug]):
        count = found[principle.slug]
        name = _SHORT[principle.slug]
        line.append(" " if line else "")
        line.append(f"{name} {count}" if count else name, "bold" if count else "dim")
    return line
