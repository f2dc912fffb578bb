"""Making a note final: what still needs an answer, whom it is about, and who signs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Select, Static

from noteui.casework import finalising, reviewing, unfinished
from noteui.casework.errors import CaseworkError
from noteui.casework.finalising import LATE_RULE, WORKED_FROM, Lateness
from noteui.casework.unfinished import Unfinished
from noteui.checks import Finding
from noteui.records import NOTE
from noteui.screens.final_text import whom_and_when
from noteui.screens.remark import ANYBODY
from noteui.screens.saving import AdditionKeeper, SaveState
from noteui.screens.widgets.findings_panel import FIELD_NAMES
from noteui.screens.widgets.keeps_words import KeepsWords
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.vault.vault import Vault

_FROM, _KEPT, _WHY = "late.from", "late.kept", "late.why"
"""Under these names the answers about a late note are kept until they are signed."""


class FinaliseDialog(KeepsWords, ModalScreen[Finding | bool]):
    """Dismisses with whether the note is final now, or the finding to go to; answers are kept meanwhile.

    Making one raises CaseworkError where this person cannot make this note final.
    """

    CSS_PATH = "finalise.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back to the draft", id="finalise.back"),
        Binding("f5,ctrl+s", "finalise", "Make it final", id="finalise.finalise", priority=True),
    ]

    def __init__(self, vault: Vault, note_id: str, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._draft = finalising.draft_to_sign(vault, note_id)
        found = finalising.unanswered(self._draft)
        self._findings = [finding for finding in found if finding.rule != LATE_RULE]
        self._late = next((finding for finding in found if finding.rule == LATE_RULE), None)
        self._reviewers = reviewing.reviewers(vault)
        begun = unfinished.begun(vault, note_id, NOTE) or Unfinished(NOTE)
        self._before = begun.answers
        self.keeper = AdditionKeeper(vault, note_id, begun, clock)

    def compose(self) -> ComposeResult:
        user = self._vault.user
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Label("Make this note final", classes="title")
            yield Static(whom_and_when(self._draft.note))
            for number, finding in enumerate(self._findings):
                where = f"{FIELD_NAMES[finding.field]}: " if finding.field else ""
                asked = Text.assemble((f"{where}{finding.message} ", "bold"), finding.try_)
                yield Static(asked, classes="asked")
                yield Input(
                    self._before.get(_place(finding, number), ""),
                    placeholder="enter goes there; or write here why not",
                    id=f"answer-{number}",
                    select_on_focus=False,
                )
            if self._late is not None:
                yield from self._ask_why_late(self._late)
            if self._reviewers:
                with Horizontal(classes="row", id="review-row"):
                    yield Label("For review by")
                    options = [(f"{who.name}, {who.role}", user_id) for user_id, who in self._reviewers]
                    yield Select(
                        [*options, ("anybody who reviews", ANYBODY)], prompt="nobody for now", id="review"
                    )
            yield Static(
                f"Signed by {user.name}, {user.role}. Afterwards nobody can change it: "
                "it can only be added to, and a correction leaves these words visible.",
                classes="asked",
            )
            yield Button("Make final", id="finalise")
            yield Static("", id="answer", classes="trouble")
            yield Static("tab next   F5 make final   escape back to the draft", classes="dim")

    def _ask_why_late(self, late: Finding) -> ComposeResult:
        yield Static(Text(late.message, "bold"), classes="asked")
        with Horizontal(classes="row"):
            yield Label("Why")
            yield Input(
                self._before.get(_WHY, ""),
                placeholder="I was in court until today.",
                id="late-why",
                select_on_focus=False,
            )
        with Horizontal(classes="row"):
            yield Label("Written from")
            chosen = self._before.get(_FROM)
            options = [(name, name) for name in WORKED_FROM]
            if chosen in WORKED_FROM:
                yield Select(options, value=chosen, prompt="choose", id="late-from")
            else:
                yield Select(options, prompt="choose", id="late-from")
        with Horizontal(classes="row", id="kept-row"):
            yield Label("Kept where")
            yield Input(
                self._before.get(_KEPT, ""),
                placeholder="my notebook, in the locked drawer",
                id="late-kept",
                select_on_focus=False,
            )

    def on_mount(self) -> None:
        self._show_kept()
        first = self.query("Input, Button").first()
        first.focus()
        self.begin_keeping()

    def _chosen(self) -> str:
        value = self.query_one("#late-from", Select).value
        return value if isinstance(value, str) else ""

    def _show_kept(self) -> None:
        if self._late is not None:
            self.query_one("#kept-row").display = self._chosen() not in ("", WORKED_FROM[0])

    # -- keeping what was answered

    def words(self) -> Unfinished:
        """The answers so far."""
        answers = {
            _place(finding, number): self._said(f"answer-{number}")
            for number, finding in enumerate(self._findings)
        }
        if self._late is not None:
            answers |= {
                _WHY: self._said("late-why"),
                _FROM: self._chosen(),
                _KEPT: self._said("late-kept"),
            }
        return Unfinished(NOTE, answers={**self._before, **answers})

    def show_saved(self, state: SaveState) -> None:
        """Say so where an answer could not be kept."""
        if state.trouble is not None:
            self.query_one("#answer", Static).update(state.trouble)

    def on_input_changed(self) -> None:
        """Keep the answers."""
        self.keeper.written()

    def on_select_changed(self, event: Select.Changed) -> None:
        """Ask where it is kept where there is something to keep."""
        if event.select.id != "review":
            self._show_kept()
            self.keeper.written()

    # -- what the keys do

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Without an answer go to the place that is asked about; with one, go on."""
        name, _, number = (event.input.id or "").partition("-")
        if name == "answer" and not event.value.strip():
            self.save_now()
            self.dismiss(self._findings[int(number)])
        else:
            self.focus_next()

    def on_button_pressed(self) -> None:
        """Make it final."""
        self.action_finalise()

    def action_back(self) -> None:
        """Back to the draft, the answers kept."""
        self.save_now()
        self.dismiss(False)

    def action_finalise(self) -> None:
        """Make the note final, or go to what is missing."""
        answers: dict[str, str] = {}
        for number, finding in enumerate(self._findings):
            said = self._said(f"answer-{number}")
            if not said:
                self._refuse(f"answer-{number}", "Write here why not, or press enter to go there.")
                return
            answers[finding.rule] = f"{answers[finding.rule]}; {said}" if finding.rule in answers else said
        late = self._lateness()
        if self._late is not None and late is None:
            return
        self.keeper.stop()
        try:
            finalising.finalise(
                self._vault,
                self._draft.id,
                now=self._clock(),
                answers=answers,
                late=late,
                version=self._draft.version,
            )
        except (CaseworkError, VaultError) as error:
            self.keeper.go_on()
            self.query_one("#answer", Static).update(error.sentence)
        else:
            self._submit()
            self.dismiss(True)

    def _submit(self) -> None:
        """Submit it to whom was chosen; it is final either way."""
        chosen = self.query_one("#review", Select).value if self._reviewers else None
        if not isinstance(chosen, str):
            return
        try:
            reviewing.submit(self._vault, self._draft.id, to=None if chosen == ANYBODY else chosen)
        except (CaseworkError, VaultError) as error:
            self.app.notify(f"It is final, and not submitted: {error.sentence}", severity="warning")

    def _lateness(self) -> Lateness | None:
        if self._late is None:
            return None
        why, chosen, kept = self._said("late-why"), self._chosen(), self._said("late-kept")
        if not why:
            self._refuse("late-why", "Say why it was written late.")
        elif not chosen:
            self._refuse("late-from", "Say what it was written from.")
        elif chosen != WORKED_FROM[0] and not kept:
            self._refuse("late-kept", "Say where that is kept, or that it is not.")
        else:
            return Lateness(why, chosen, "" if chosen == WORKED_FROM[0] else kept)
        return None

    def _said(self, name: str) -> str:
        return " ".join(self.query_one(f"#{name}", Input).value.split())

    def _refuse(self, where: str, sentence: str) -> None:
        self.query_one("#answer", Static).update(sentence)
        self.query_one(f"#{where}").focus()


def _place(finding: Finding, number: int) -> str:
    return f"{finding.rule} {finding.field or ''} {finding.text or number}"
