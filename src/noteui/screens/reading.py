"""Reading a finalised note: what was signed, all that was added, and what can still be done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input, Static

from noteui.casework import finalising, unfinished
from noteui.casework.access import May, may
from noteui.casework.errors import CaseworkError
from noteui.casework.finalising import FinalNote, Passage
from noteui.records import ADDENDUM, CORRECTION
from noteui.screens.addition import AdditionScreen
from noteui.screens.export import ExportDialog
from noteui.screens.final_text import sections_of, whom_and_when
from noteui.screens.mark import MarkScreen
from noteui.screens.versions import VersionsScreen
from noteui.screens.void import VoidDialog
from noteui.screens.widgets.reading_text import ReadingText
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.screens.app import NoteuiApp
    from noteui.vault.vault import Vault


class ReadingScreen(Screen[str]):
    """One finalised note. Dismisses with its id."""

    CSS_PATH = "reading.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave the note", id="final.leave"),
        Binding("a", "add", "Write an addendum", id="final.add"),
        Binding("c", "correct", "Correct words, the original left visible", id="final.correct"),
        Binding("v", "versions", "Versions, and how they differ", id="final.versions"),
        Binding("x", "void", "Make it void", id="final.void"),
        Binding("e", "export", "Export as Markdown, with its seal", id="final.export"),
        Binding("slash", "find", "Find words in it", id="final.find", key_display="/"),
        Binding("n", "found(1)", "Next place found", id="final.next", show=False),
        Binding("N", "found(-1)", "Place found before", id="final.before", show=False),
    ]

    def __init__(
        self, vault: Vault, final: FinalNote, clock: Callable[[], datetime], *, adding: bool = False
    ) -> None:
        super().__init__()
        self._vault = vault
        self._final = final
        self._adding = adding
        self._clock = clock

    def compose(self) -> ComposeResult:
        if cast("NoteuiApp", self.app).is_demo:
            yield Static("Demo: fictional people, and nothing is kept.", classes="banner")
        yield Static("", id="head")
        yield ReadingText(sections_of(self._final), id="text")
        yield Input(placeholder="find, then enter", id="find")
        yield Static(
            "a add  c correct  v versions  / find  tab section  e export  F1 help  esc back",
            id="footer",
        )

    @property
    def note_id(self) -> str:
        """The note that is read."""
        return self._final.draft.id

    def on_mount(self) -> None:
        self._show_head()
        self.query_one("#find").display = False
        self.query_one(ReadingText).focus()
        if self._adding:
            self._adding = False
            self.action_add()

    def _show_head(self, found: str = "") -> None:
        final = self._final
        status = "VOID" if final.voided else "erased" if final.erased_at else "final"
        if not final.voided and final.added:
            status += f", {len(final.added)} added"
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append(found, "reverse")
        line.append(f"{status}  ", "bold reverse" if final.voided else "bold")
        line.append(whom_and_when(final.draft.note))
        self.query_one("#head", Static).update(line)

    def _read_again(self) -> None:
        """Show the note with what was just added; it is the same reading, so it is not logged twice."""
        try:
            self._final = finalising.read_final(self._vault, self._final.draft.id, viewed=False)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        self._show_head()
        self.query_one(ReadingText).show(sections_of(self._final))

    # -- finding

    def action_find(self) -> None:
        """Ask for the words to find."""
        find = self.query_one("#find", Input)
        find.display = True
        find.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Light what is found while it is typed."""
        self.query_one(ReadingText).find(event.value)

    def on_input_submitted(self) -> None:
        """Go to the first place, and back to reading."""
        self.query_one("#find").display = False
        self.query_one(ReadingText).focus()
        self.action_found(1)

    def action_found(self, step: int) -> None:
        """Go to the next place that was found, or the one before."""
        which, count = self.query_one(ReadingText).go(step)
        words = self.query_one("#find", Input).value.strip()
        if not count:
            self.notify(f"“{words}” does not stand in this note." if words else "Press / to find words.")
        else:
            self._show_head(f"{which} of {count}  ")

    def action_leave(self) -> None:
        """Take one step back: out of the search, then out of the note."""
        find = self.query_one("#find", Input)
        if find.display or find.value:
            find.value = ""
            find.display = False
            self._show_head()
            self.query_one(ReadingText).focus()
        else:
            self.dismiss(self._final.draft.id)

    # -- what can still be done

    def action_add(self) -> None:
        """Write an addendum, or go on with the one that was begun."""
        if self._may(May.WRITE, ADDENDUM):
            kept = unfinished.begun(self._vault, self._final.draft.id, ADDENDUM)
            words = kept or unfinished.Unfinished(ADDENDUM)
            self._write(words)

    def action_correct(self) -> None:
        """Mark the words to correct, or go on with the correction that was begun."""
        if not self._may(May.WRITE, CORRECTION):
            return
        kept = unfinished.begun(self._vault, self._final.draft.id, CORRECTION)
        if kept is not None and kept.passage is not None:
            self._write(kept)
            return

        def marked(passage: Passage | None) -> None:
            if passage is not None:
                self._write(unfinished.Unfinished(CORRECTION, passage.text, passage=passage))

        self.app.push_screen(MarkScreen(self._final), marked)

    def _write(self, words: unfinished.Unfinished) -> None:
        self.app.push_screen(AdditionScreen(self._vault, self._final, words, self._clock), self._added)

    def action_void(self) -> None:
        """Make the note void, with a reason."""
        if not may(self._vault.user.access, May.VOID):
            self.notify("Only a supervisor can make a note void.")
        elif self._may(May.VOID, ""):
            self.app.push_screen(VoidDialog(self._vault, self._final), self._added)

    def _may(self, what: May, kind: str) -> bool:
        """Whether this can be done with the note as it is; says why not."""
        if not may(self._vault.user.access, what):
            self.notify("You may read here, and not write.")
        elif self._final.erased_at is not None:
            self.notify("This note was erased; nothing can be added to it.")
        elif self._final.voided is None:
            return True
        elif kind and unfinished.begun(self._vault, self._final.draft.id, kind) is not None:
            self.notify("This note is void now: what you had begun can be read, and no longer be signed.")
            return True
        else:
            self.notify("This note is void; nothing can be added to it.")
        return False

    def _added(self, done: bool | None) -> None:
        if done:
            self._read_again()

    def action_versions(self) -> None:
        """List the versions and show how they differ."""
        if self._final.texts:
            self.app.push_screen(VersionsScreen(self._final))

    def action_export(self) -> None:
        """Write the note as Markdown."""
        self.app.push_screen(ExportDialog(self._vault, "note", self._final.draft.id))
