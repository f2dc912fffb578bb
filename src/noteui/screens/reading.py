"""Reading a finalised note: what was signed, all that was added, and what can still be done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal, cast

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Input, Static

from noteui.casework import finalising, reviewing, unfinished
from noteui.casework.access import May, may
from noteui.casework.errors import CaseworkError
from noteui.casework.finalising import FinalNote, Passage
from noteui.casework.register import Filter
from noteui.casework.reviewing import Agreement, Remark
from noteui.casework.sharing_corrections import whom_to_tell
from noteui.records import ADDENDUM, CORRECTION, ReviewKind
from noteui.screens import review_panes
from noteui.screens.addition import BESIDE_FROM, AdditionScreen
from noteui.screens.chronology import ChronologyScreen, SignificantDialog
from noteui.screens.export import ExportDialog
from noteui.screens.final_text import sections_of, whom_and_when
from noteui.screens.mark import MarkForReview, MarkScreen
from noteui.screens.register import RegisterScreen
from noteui.screens.remark import ReceiptDialog, RemarkScreen, SubmitDialog
from noteui.screens.versions import VersionsScreen
from noteui.screens.void import VoidDialog
from noteui.screens.widgets.demo_banner import DEMO_BANNER
from noteui.screens.widgets.reading_text import ReadingText, Section
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.screens.app import NoteuiApp
    from noteui.vault.vault import Vault


Pane = Literal["note", "review", "findings", "earlier", "as-read"]
_PANES: dict[Pane, str] = {
    "note": "note",
    "review": "review",
    "findings": "people, findings",
    "earlier": "earlier notes",
    "as-read": "as they read it",
}


class ReadingScreen(Screen[str]):
    """One finalised note. Dismisses with its id."""

    CSS_PATH = "reading.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave the note", id="final.leave"),
        Binding("a", "add", "Write an addendum", id="final.add"),
        Binding("c", "correct", "Correct words, the original left visible", id="final.correct"),
        Binding("v", "versions", "Versions, and how they differ", id="final.versions"),
        Binding("x", "void", "Make it void", id="final.void"),
        Binding("i", "sharing", "Information sharing from this note", id="final.sharing"),
        Binding("e", "export", "Export as Markdown, with its seal", id="final.export"),
        Binding("s", "submit", "Submit it for review", id="review.submit"),
        Binding("r", "answer", "Answer what was asked", id="review.answer"),
        Binding("u", "say('question')", "Ask a question on a passage", id="review.question"),
        Binding("d", "say('suggestion')", "Suggest something on a passage", id="review.suggest"),
        Binding("p", "say('praise')", "Praise a passage", id="review.praise"),
        Binding("t", "decide('returned')", "Return it with reasons", id="review.return"),
        Binding("y", "decide('agreed')", "Agree to it as it is", id="review.agree"),
        Binding("1", "pane('note')", "The note", id="pane.note", show=False),
        Binding("2", "pane('review')", "What was said in its review", id="pane.review", show=False),
        Binding("3", "pane('findings')", "People around, and findings", id="pane.findings", show=False),
        Binding("4", "pane('earlier')", "Earlier notes about the person", id="pane.earlier", show=False),
        Binding("5,w", "pane('as-read')", "As the person would read it", id="pane.as_read"),
        Binding("m", "significant", "Into the chronology: the note", id="final.significant"),
        Binding("M", "significant_words", "Into the chronology: words of it", id="final.significant_words"),
        Binding("h", "chronology", "The chronology of the person", id="final.chronology"),
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
        self._pane: Pane = "note"
        self._beside: Pane = "review"
        self._wide = False
        self._earlier: list[Section] | None = None

    def compose(self) -> ComposeResult:
        if cast("NoteuiApp", self.app).is_demo:
            yield Static(DEMO_BANNER, classes="banner")
        yield Static("", id="head")
        yield Static("", id="panes")
        with Horizontal(id="body"):
            yield ReadingText(sections_of(self._final), id="text")
            yield ReadingText(id="beside")
        yield Input(placeholder="find, then enter", id="find")
        yield Static(
            "a add  c correct  s submit  i sharing  / find  1-5 panes  F1 help  esc back",
            id="footer",
        )

    @property
    def note_id(self) -> str:
        """The note that is read."""
        return self._final.draft.id

    def on_mount(self) -> None:
        self._show_head()
        self._show_panes()
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
        self._show_panes()

    # -- panes: beside where there is room, one in the place of the other where there is not

    def on_resize(self, event: events.Resize) -> None:
        """Put the second pane beside the note where there is room for it."""
        if self._wide != (event.size.width >= BESIDE_FROM):
            self._wide = not self._wide
            self._show_panes()

    def action_pane(self, which: Pane) -> None:
        """Show one of the panes."""
        if which in ("note", "as-read") or not self._wide:
            self._pane = which
        if which not in ("note", "as-read"):
            self._beside = which
        self._show_panes()
        self.query_one("#text", ReadingText).scroll_home(animate=False)

    def _show_panes(self) -> None:
        beside = self.query_one("#beside", ReadingText)
        beside.display = self._wide
        main: Pane = self._pane if not self._wide or self._pane == "as-read" else "note"
        lit = (main, self._beside) if self._wide else (main,)
        line = Text(no_wrap=True, overflow="ellipsis")
        for number, (pane, name) in enumerate(_PANES.items(), 1):
            mark = "▌" if pane in lit else " "
            line.append(f"{mark}{number} {name}  ", "bold underline" if pane in lit else "dim")
        self.query_one("#panes", Static).update(line)
        try:
            self.query_one("#text", ReadingText).show(self._sections(main))
            if self._wide:
                beside.show(self._sections(self._beside))
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")

    def _sections(self, pane: Pane) -> list[Section]:
        match pane:
            case "review":
                return review_panes.review_sections(self._vault, self._final)
            case "findings":
                return review_panes.people_and_findings(self._vault, self._final)
            case "earlier":
                if self._earlier is None:  # once: each look at them is left in the log
                    self._earlier = review_panes.earlier_sections(self._vault, self._final)
                return self._earlier
            case "as-read":
                return review_panes.as_they_would_read_it(self._final)
            case _:
                review = reviewing.review_of(self._vault, self.note_id)
                return sections_of(self._final, review.remarks)

    # -- the review

    def action_submit(self) -> None:
        """Ask somebody to review it."""

        def chosen(to: str | None) -> None:
            if to is not None:
                self._submit(to or None)

        if not reviewing.reviewers(self._vault):
            self.notify("Nobody else reviews in this vault: an administrator adds a supervisor.")
        else:
            self.app.push_screen(SubmitDialog(self._vault), chosen)

    def action_say(self, kind: str) -> None:
        """Mark a passage and ask, suggest or praise."""
        what = ReviewKind(kind)
        if self._may_review():
            asks = f"{what.value.capitalize()}."

            def marked(passage: Passage | None) -> None:
                if passage is not None:
                    self._write_remark(what, passage if passage.field else None)

            self.app.push_screen(MarkForReview(self._final, asks), marked)

    def action_decide(self, kind: str) -> None:
        """Return the note, or agree to it."""
        if self._may_review():
            self._write_remark(ReviewKind(kind), None)

    def action_answer(self) -> None:
        """Answer the first question or suggestion that nobody has answered."""
        review = reviewing.review_of(self._vault, self.note_id)
        if not review.open_:
            self.notify("Nothing is open here that was asked of the writer.")
        else:
            self._write_remark(ReviewKind.ANSWER, None, about=review.open_[0])

    def _may_review(self) -> bool:
        try:
            reviewing.refuse_reviewing(self._vault, self.note_id)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence)
            return False
        return True

    def _write_remark(
        self, kind: ReviewKind, passage: Passage | None, *, about: Remark | None = None
    ) -> None:
        screen = RemarkScreen(self._vault, self._final, kind, self._clock, passage=passage, about=about)
        self.app.push_screen(screen, self._remarked)

    def _remarked(self, done: Remark | Agreement | None) -> None:
        if done is None:
            return
        self._beside = "review"
        self._read_again()
        if isinstance(done, Agreement):
            self.app.push_screen(ReceiptDialog(done))

    def _submit(self, to: str | None) -> None:
        try:
            reviewing.submit(self._vault, self.note_id, to=to)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence)
            return
        self.notify("Submitted.")
        self._read_again()

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

    def action_significant(self) -> None:
        """Mark the note as significant."""
        self._mark(None)

    def action_significant_words(self) -> None:
        """Mark words of it as significant."""
        if self._may(May.WRITE, ""):
            asks = "Which words belong in the chronology?"
            self.app.push_screen(MarkScreen(self._final, asks=asks), self._mark_words)

    def _mark_words(self, passage: Passage | None) -> None:
        if passage is not None:
            self._mark(passage)

    def _mark(self, passage: Passage | None) -> None:
        def marked(done: bool | None) -> None:
            if done:
                self.notify("It stands in the chronology: h shows it.")

        if self._may(May.WRITE, ""):
            dialog = SignificantDialog(self._vault, self._final, passage, self._clock)
            self.app.push_screen(dialog, marked)

    def action_chronology(self) -> None:
        """Show the chronology of the person."""
        self.app.push_screen(ChronologyScreen(self._vault, self._final.draft.person_id, self._clock))

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
            owed = whom_to_tell(self._vault, self._final.draft.id)
            if owed is not None:
                self.notify(f"{owed} i goes to it.", timeout=15)

    def action_versions(self) -> None:
        """List the versions and show how they differ."""
        if self._final.texts:
            self.app.push_screen(VersionsScreen(self._final))

    def action_sharing(self) -> None:
        """Show what was decided about information from this note, and record more."""
        wanted = Filter(person_id=self._final.draft.person_id, note_id=self._final.draft.id)
        self.app.push_screen(RegisterScreen(self._vault, self._clock, wanted))

    def action_export(self) -> None:
        """Write the note as Markdown."""
        self.app.push_screen(ExportDialog(self._vault, "note", self._final.draft.id))
