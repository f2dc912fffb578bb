"""A page to be read and taken out as Markdown: a supervision, an agenda, a chronology, an audit."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Label, Static

from noteui.casework.errors import CaseworkError
from noteui.paper.file_out import write_private
from noteui.screens.widgets.demo_banner import DEMO_BANNER
from noteui.screens.widgets.reading_text import ReadingText, Section
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.screens.app import NoteuiApp

_ESCAPED = re.compile(r"\\([\\`*_\[\]<>&|#~-])")


class PageScreen(Screen[None]):
    """Shows Markdown as sections; `write` gives what goes into a file, and leaves its entry in the log."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "export", "Export as Markdown", id="page.export"),
        Binding("escape,q", "dismiss", "Back", id="page.back"),
    ]

    def __init__(self, document: str, name: str, write: Callable[[], str]) -> None:
        super().__init__()
        self._title, self._sections = _parted(document)
        self._file_name = name
        self._write = write

    def compose(self) -> ComposeResult:
        if cast("NoteuiApp", self.app).is_demo:
            yield Static(DEMO_BANNER, classes="banner")
        yield Static(Text(self._title, "bold", no_wrap=True, overflow="ellipsis"), id="head")
        yield ReadingText(self._sections, id="text")
        yield Static(self.keys(), id="footer")

    def keys(self) -> str:
        """The keys that stand at the foot."""
        return "tab section   j k space   e export   F1 help   escape back"

    def on_mount(self) -> None:
        self.query_one(ReadingText).focus()

    def show(self, document: str) -> None:
        """Show another document in its place."""
        self._title, self._sections = _parted(document)
        self.query_one(ReadingText).show(self._sections)

    def action_export(self) -> None:
        """Ask where to write it."""
        self.app.push_screen(WriteDialog(self._file_name, self._write))


class WriteDialog(ModalScreen[None]):
    """Asks for a path and writes the file for its owner alone, never over one that is there."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Back", id="write.back")]

    def __init__(self, name: str, write: Callable[[], str]) -> None:
        super().__init__()
        self._file = name
        self._write = write

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Label("Export as Markdown", classes="title")
            yield Static(
                "The file will not be encrypted: keep it where only those who need it can read it.",
                classes="dim",
            )
            with Horizontal(classes="row"):
                yield Label("Write it to")
                yield Input(str(Path.home() / self._file), id="path", select_on_focus=False)
            yield Static("", id="answer", classes="answer")
            yield Static("enter write   escape back", classes="dim")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write it, or say why that cannot be."""
        path = Path(event.value).expanduser()
        if path.exists():
            self._say(f"{path} is there already: choose another name.")
            return
        try:
            write_private(path, self._write())
        except (CaseworkError, VaultError) as error:
            self._say(error.sentence)
        except OSError as error:
            self._say(f"It could not be written: {error.strerror or 'choose another place'}.")
        else:
            self.app.notify(f"Written to {path}.")
            self.dismiss()

    def _say(self, sentence: str) -> None:
        self.query_one("#answer", Static).update(sentence)


def _parted(document: str) -> tuple[str, list[Section]]:
    """A document's title, and its parts under their headings, read as plain words."""
    title, sections, name, lines = "", [], "", list[str]()
    for line in [*document.splitlines(), "## "]:
        if line.startswith("# ") and not title:
            title = _ESCAPED.sub(r"\1", line[2:])
        elif line.startswith("## "):
            text = "\n".join(lines).strip("\n")
            if text or name:
                sections.append(Section(name, Text(_ESCAPED.sub(r"\1", text))))
            name, lines = _ESCAPED.sub(r"\1", line[3:]), []
        else:
            lines.append(line.replace("*Nothing recorded.*", "Nothing recorded."))
    return title, sections
