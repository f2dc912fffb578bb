"""Where to write a note or a person's file as Markdown."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from noteui.casework import carrying, people
from noteui.casework.errors import CaseworkError
from noteui.casework.writing import open_note
from noteui.paper.file_out import note_file_name, slug, write_private
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.vault.vault import Vault


class ExportDialog(ModalScreen[Path | None]):
    """Asks for a path, says what leaving the vault means, and writes the file for its owner alone."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Back", id="export.back")]

    def __init__(self, vault: Vault, kind: str, identifier: str) -> None:
        super().__init__()
        self._vault = vault
        self._kind = kind
        self._identifier = identifier

    def _file_name(self) -> str:
        if self._kind == "person":
            return f"{slug(people.card(self._vault, self._identifier).about.name)}.md"
        return note_file_name(open_note(self._vault, self._identifier).note)

    def _text(self) -> str:
        if self._kind == "person":
            return carrying.export_person(self._vault, self._identifier).text
        return carrying.export_note(self._vault, self._identifier, now=datetime.now(UTC)).text

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Label("Export as Markdown", classes="title")
            yield Static(
                "The file will not be encrypted: keep it where only those who need it can read it.",
                classes="dim",
            )
            with Horizontal(classes="row"):
                yield Label("Write it to")
                yield Input(str(Path.home() / self._file_name()), id="path", select_on_focus=False)
            yield Static("", id="answer", classes="answer")
            yield Static("enter write   escape back", classes="dim")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write the file, never over one that is there."""
        path = Path(event.value).expanduser()
        answer = self.query_one("#answer", Static)
        if path.exists():
            answer.update(f"{path} is there already: choose another name.")
            return
        try:
            write_private(path, self._text())
        except (CaseworkError, VaultError) as error:
            answer.update(f"{error.sentence} Or choose another place.")
            return
        self.app.notify(f"Written to {path}.")
        self.dismiss(path)
