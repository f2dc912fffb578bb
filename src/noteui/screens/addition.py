"""Writing an addendum or a correction to a finalised note: kept as it is typed, final once it is signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from noteui.casework import finalising
from noteui.casework.errors import CaseworkError
from noteui.casework.finalising import FinalNote, Passage
from noteui.casework.unfinished import Unfinished
from noteui.records import CORRECTION
from noteui.screens.final_text import sections_of, whom_and_when
from noteui.screens.mark import MarkScreen
from noteui.screens.saving import AdditionKeeper, SaveState
from noteui.screens.widgets.demo_banner import DEMO_BANNER
from noteui.screens.widgets.keeping import Keeping, show_unsigned
from noteui.screens.widgets.prose_area import ProseArea
from noteui.screens.widgets.reading_text import ReadingText
from noteui.screens.widgets.sparing_screen import SparingScreen
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.screens.app import NoteuiApp
    from noteui.vault.vault import Vault

BESIDE_FROM = 110
"""Columns from which the original stands beside what is written."""
_AROUND = 60
"""Characters of the note shown on either side of the words that are corrected."""


class AdditionScreen(SparingScreen[bool]):
    """Dismisses with whether it was signed. What is not signed is kept and is there next time."""

    CSS_PATH = "reading.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave it, kept and not signed", id="addition.leave"),
        Binding("f5", "sign", "Sign it", id="addition.sign"),
        Binding("f2", "mark", "Mark other words to correct", id="addition.mark"),
        Binding("ctrl+s", "save", "Save now", id="addition.save", priority=True),
    ]

    def __init__(
        self, vault: Vault, final: FinalNote, begun: Unfinished, clock: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._vault = vault
        self._final = final
        self._begun = begun
        self._is_correction = begun.kind == CORRECTION
        self.keeper = AdditionKeeper(vault, final.draft.id, begun, clock)
        self._keeping = Keeping(self, self.keeper, self.words, self.show_saved)

    def compose(self) -> ComposeResult:
        if cast("NoteuiApp", self.app).is_demo:
            yield Static(DEMO_BANNER, classes="banner")
        with Horizontal(id="head"):
            yield Static("", id="about")
            yield Static("", id="saved")
        with Horizontal(id="body"):
            with Vertical(id="writing"):
                if self._is_correction:
                    yield Static("", id="was")
                yield ProseArea(self._begun.text, placeholder="What is to be added?")
                if self._is_correction:
                    with Horizontal(id="reason-row"):
                        yield Label("Why it is corrected")
                        yield Input(self._begun.reason, id="reason", select_on_focus=False)
            yield ReadingText(sections_of(self._final), id="original")
        other = "F2 other words   " if self._is_correction else ""
        yield Static(f"F5 sign   {other}tab next   F1 help   escape leave, kept", id="footer")

    def on_mount(self) -> None:
        title = "Correction" if self._is_correction else "Addendum"
        self.query_one("#about", Static).update(
            Text.assemble((f"{title}  ", "bold"), whom_and_when(self._final.draft.note), no_wrap=True)
        )
        self._show_passage()
        self.show_saved(self.keeper.state)
        area = self.query_one(ProseArea)
        area.move_cursor(area.document.end)
        area.focus()
        self._keeping.begin()

    def on_resize(self, event: events.Resize) -> None:
        """Show the original beside where there is room for it."""
        self.set_class(event.size.width >= BESIDE_FROM, "-beside")

    def _show_passage(self) -> None:
        passage = self._begun.passage
        if passage is None:
            return
        note = self._final.draft.note
        text = note.fields[passage.field]
        shown = Text.assemble((f"{note.title_of(passage.field)}: ", "bold"))
        before, after = max(0, passage.start - _AROUND), passage.end + _AROUND
        shown.append("…" if before else "", "dim")
        shown.append(text[before : passage.start].replace("\n", " "), "dim")
        shown.append("[was: ", "dim")
        shown.append(passage.text, "strike")
        shown.append("]", "dim")
        shown.append(text[passage.end : after].replace("\n", " "), "dim")
        shown.append("…\n" if after < len(text) else "\n", "dim")
        shown.append("The new words:", "bold")
        self.query_one("#was", Static).update(shown)

    # -- keeping

    def words(self) -> Unfinished:
        """The addition as it is written now."""
        reason = self.query_one("#reason", Input).value if self._is_correction else ""
        return replace(self._begun, text=self.query_one(ProseArea).text, reason=reason)

    def save_now(self) -> str | None:
        """Save at once; the app calls it when it has to end."""
        return self._keeping.now()

    def show_saved(self, state: SaveState) -> None:
        """Tell that it is kept, and since when."""
        show_unsigned(self, state)

    def on_prose_area_written(self, event: ProseArea.Written) -> None:
        """Keep what was written."""
        event.stop()
        self.keeper.written()

    def on_input_changed(self) -> None:
        """Keep the reason as well."""
        if self.words() != self._begun:
            self.keeper.written()

    def on_input_submitted(self) -> None:
        """From the reason on to signing."""
        self.action_sign()

    def action_save(self) -> None:
        """Save at once and say when."""
        self.keeper.written()
        self.save_now()

    def action_leave(self) -> None:
        """Leave it, kept. Where it cannot be kept, stay and say why."""
        self.save_now()
        if self.keeper.is_changed and self.keeper.state.trouble is not None:
            return
        self.dismiss(False)

    # -- signing

    def action_mark(self) -> None:
        """Mark other words than those."""
        if not self._is_correction:
            return

        def marked(passage: Passage | None) -> None:
            if passage is not None:
                self._begun = replace(self._begun, passage=passage)
                self._show_passage()
                self.keeper.written()

        self.app.push_screen(MarkScreen(self._final), marked)

    def action_sign(self) -> None:
        """Show once more what is signed, and sign it."""
        words = self.words()
        if self._is_correction and not words.reason.strip():
            self.notify("Say why it is corrected: the reason stands beside it.")
            self.query_one("#reason").focus()
            return
        if not self._is_correction and not words.text.strip():
            self.notify("Write what is to be added.")
            return
        self.save_now()
        self.app.push_screen(SignDialog(self._vault, self._final, words), self._confirmed)

    def _confirmed(self, yes: bool | None) -> None:
        if not yes:
            return
        words, note_id = self.words(), self._final.draft.id
        self.keeper.stop()
        try:
            if words.passage is not None:
                finalising.correct(self._vault, note_id, words.passage, words.text, reason=words.reason)
            else:
                finalising.add(self._vault, note_id, words.text)
        except (CaseworkError, VaultError) as error:
            self.keeper.go_on()
            self.notify(f"{error.sentence} What you wrote is kept.", severity="error", timeout=10)
            return
        self.dismiss(True)


class SignDialog(ModalScreen[bool]):
    """Asks once more before something is signed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "dismiss(True)", "Sign it", id="sign.sign"),
        Binding("escape", "dismiss(False)", "Back", id="sign.back"),
    ]

    def __init__(self, vault: Vault, final: FinalNote, words: Unfinished) -> None:
        super().__init__()
        self._vault = vault
        self._final = final
        self._words = words

    def compose(self) -> ComposeResult:
        user = self._vault.user
        with Vertical(classes="dialog"):
            yield Static(f"Sign this {self._words.kind}?", classes="title")
            yield Static(whom_and_when(self._final.draft.note))
            if self._words.passage is not None:
                yield Static(
                    Text.assemble(
                        "[was: ",
                        (self._words.passage.text[:200], "strike"),
                        "] ",
                        (self._words.text.strip()[:200] or "(nothing in its place)", "underline"),
                    )
                )
            else:
                yield Static(Text(_shortened(self._words.text)))
            yield Static(
                f"Signed by {user.name}, {user.role}. Afterwards nobody can change it; more can be added.",
                classes="dim",
            )
            yield Static("enter sign   escape back", classes="dim")


def _shortened(text: str) -> str:
    words = text.strip()
    return words if len(words) <= 400 else f"{words[:400]}…"
