"""Every version of a finalised note, and how each differs from another."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from noteui.casework.finalising import FinalNote
from noteui.casework.versions import Version, titled, versions
from noteui.screens.final_text import compared, day_and_time, whom_and_when
from noteui.screens.widgets.reading_text import ReadingText


class VersionsScreen(Screen[None]):
    """A list of the versions; under it the one that is lit, with what changed."""

    CSS_PATH = "reading.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Back to the note", id="versions.back"),
        Binding("o", "other", "Compare with the one before, or the original", id="versions.other"),
        Binding("j", "lit(1)", "Next version", id="versions.next", show=False),
        Binding("k", "lit(-1)", "Version before", id="versions.before", show=False),
        Binding("tab", "app.focus_next", "Between list and text", id="versions.text", show=False),
    ]

    def __init__(self, final: FinalNote) -> None:
        super().__init__()
        self._final = final
        self._versions = versions(final)
        self._with_original = False

    def compose(self) -> ComposeResult:
        yield Static(Text.assemble(("Versions  ", "bold"), whom_and_when(self._final.draft.note)), id="head")
        yield OptionList(*[Option(_line(version)) for version in self._versions], id="list")
        yield Static("", id="with", classes="dim")
        yield ReadingText(id="text")
        yield Static("j k version   tab text   o compare with the original   escape back", id="footer")

    def on_mount(self) -> None:
        lines = self.query_one("#list", OptionList)
        lines.highlighted = len(self._versions) - 1
        lines.focus()

    def action_lit(self, step: int) -> None:
        """Light the next version or the one before."""
        lines = self.query_one("#list", OptionList)
        lines.highlighted = min(max((lines.highlighted or 0) + step, 0), len(self._versions) - 1)

    def action_other(self) -> None:
        """Compare with the original instead of the version before, and back."""
        self._with_original = not self._with_original
        self._show()

    def on_option_list_option_highlighted(self) -> None:
        """Show the version that is lit."""
        self._show()

    def _show(self) -> None:
        which = self.query_one("#list", OptionList).highlighted or 0
        before = self._versions[0 if self._with_original else which - 1] if which else None
        said = f"Compared with version {before.number}" if before else "As it was signed"
        self.query_one("#with", Static).update(f" {said}")
        self.query_one(ReadingText).show(compared(before, self._versions[which]))


def _line(version: Version) -> Text:
    made = version.made_by
    what = "As signed" if version.number == 1 else titled(made)
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append(f"{version.number}  {what:<11} ")
    line.append(f"{day_and_time(made.at)}  {made.by.name}, {made.by.role}  {made.receipt}", "dim")
    return line
