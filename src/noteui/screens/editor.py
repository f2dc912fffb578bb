"""The editor: the five fields of a note, its checks beside them, and every word kept as it is typed."""

from __future__ import annotations

import asyncio
import contextlib
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Offset
from textual.widgets import Static, TextArea

from noteui.casework import quality
from noteui.casework.errors import CaseworkError
from noteui.casework.writing import Caret, Draft
from noteui.checks import (
    FIELDS,
    AddPerson,
    AskOwnerAndDate,
    Checker,
    Dismissal,
    Edit,
    Finding,
    Fix,
    LogSharing,
    Note,
    Relation,
    RuleSet,
    edits_of,
    is_quiet,
    mends,
)
from noteui.checks.earlier import Earlier
from noteui.checks.sharing import Recipient, Sharing
from noteui.screens.action_form import ActionForm
from noteui.screens.check_pace import CheckPace, spare_the_collector
from noteui.screens.details import DetailsDialog
from noteui.screens.dismissals import DismissedDialog, ReasonDialog
from noteui.screens.editor_layout import lay_out
from noteui.screens.finalise import FinaliseDialog
from noteui.screens.fixes import DISMISS, FixesDialog
from noteui.screens.joint_undo import JointUndo
from noteui.screens.register import begin_sharing
from noteui.screens.relation import RelationDialog
from noteui.screens.saving import DraftKeeper, KeepsDraft, SaveState
from noteui.screens.why import WhyDialog
from noteui.screens.widgets.demo_banner import DEMO_BANNER
from noteui.screens.widgets.findings_panel import FindingsPanel
from noteui.screens.widgets.note_field import NoteField
from noteui.screens.widgets.note_head import NoteHead
from noteui.screens.widgets.principle_strip import PrincipleStrip
from noteui.screens.widgets.prose_area import Mark, ProseArea
from noteui.screens.widgets.sparing_screen import SparingScreen
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.screens.app import NoteuiApp

LONG_PASTE = 400
"""Characters from which a paste holds sentences that were written for something else."""
RECORDED_AFTER = 1.0
"""Seconds without a key after which a note that was changed is read as recorded now."""
AFTER_THE_KEY = 0.006
"""Seconds that the checks wait after a key, so that it is painted and on its way to the terminal first."""
_TITLES = {
    "facts": "Observed facts",
    "opinion": "Professional opinion",
    "family": "Think Family",
    "actions": "Actions",
}


class EditorScreen(SparingScreen[str | None]):
    """Writes one note. Dismisses with the note's id when it is left, everything saved."""

    CSS_PATH = "editor.tcss"
    FOOTER: ClassVar[str] = "tab field  F8 next  F9 fix  F4 why  F2 details  F5 final  F1 help  esc leave"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave the note, saved", id="note.leave"),
        Binding("tab", "field(1)", "Next field", id="note.next_field", show=False, priority=True),
        Binding("shift+tab", "field(-1)", "Field before", id="note.field_before", show=False, priority=True),
        Binding("f2", "details", "Whom, when, who was seen", id="note.details"),
        Binding("f3", "dismissed", "Dismissed findings", id="note.dismissed"),
        Binding("f4", "why", "Why this is raised", id="note.why"),
        Binding("f5", "finalise", "Make this note final", id="note.finalise"),
        Binding("f8", "finding(1)", "Next finding", id="note.next_finding"),
        Binding(
            "shift+f8,f20,ctrl+b",
            "finding(-1)",
            "Finding before",
            id="note.finding_before",
            key_display="shift+F8, ctrl+b",
        ),
        Binding("f9", "fixes", "Fix or dismiss this finding", id="note.fixes"),
        Binding("ctrl+s", "save", "Save now", id="note.save", priority=True),
    ]

    def __init__(
        self,
        keeper: KeepsDraft,
        draft: Draft,
        rules: RuleSet,
        *,
        clock: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__()
        self._rules = rules
        self._draft = draft
        self._clock = clock
        self._keeper = keeper
        self._is_draft = draft.status == "draft"
        self._fields: dict[str, NoteField] = {}
        self._focused = draft.caret.field if draft.caret.field in FIELDS else FIELDS[0]
        self._checker: Checker | None = None
        self._pace = CheckPace(self._look)
        self._earlier = Earlier()
        self._shared: tuple[str, ...] | None = None
        self._findings: list[Finding] = []
        self._seen: frozenset[quality.Seen] = frozenset()
        self._marked: dict[str, tuple[Mark, ...]] = {}
        self._counts: dict[str, tuple[int, int]] = {}
        self._pinned: Finding | None = None
        self._joint_undo = JointUndo()
        self._written: set[str] = set()
        self._rewritten = False
        self._looking = False
        self._told_final = False
        self._layout = lay_out(80, 21, self._focused)

    # -- painting

    def compose(self) -> ComposeResult:
        if cast("NoteuiApp", self.app).is_demo:
            yield Static(DEMO_BANNER, classes="banner")
        with Horizontal(id="head"):
            yield NoteHead("", id="about")
            yield Static("", id="saved")
        with Horizontal(id="body"):
            with Vertical(id="fields"):
                for name in FIELDS:
                    title = self._draft.note.voice_heading if name == "voice" else _TITLES[name]
                    field = NoteField(
                        name, title, self._draft.note.fields[name], read_only=not self._is_draft
                    )
                    self._fields[name] = field
                    yield field
            yield FindingsPanel(len(self._rules.rules))
        yield PrincipleStrip()
        yield Static(self.FOOTER, id="footer")

    def on_mount(self) -> None:
        self._show_head()
        self._show_saved(self._keeper.state)
        self._arrange()
        for name, field in self._fields.items():
            row, column = self._draft.caret.at.get(name, (0, 0))
            field.area.move_cursor((row, column))
        self._focus(self._focused)
        self.set_interval(0.1, self._save_when_due)
        self.call_after_refresh(self._begin_checking)

    def _begin_checking(self) -> None:
        self._checker = Checker(
            self._note(), dismissals=self._draft.dismissals, rules=self._rules, later=True
        )
        for name, field in self._fields.items():
            self._checker.read_lines(name, *field.area.lines_shown)
        spare_the_collector()
        self._look()
        self._pace.read_on(self._checker)
        if self._is_draft:
            self._look_back()

    @work(thread=True, exit_on_error=False)
    def _look_back(self) -> None:
        """Read the earlier notes and what is logged behind the writer's back: opening one waits for none."""
        try:
            earlier = self._keeper.earlier()
            shared = self._keeper.shared()
        except VaultError:
            return  # what troubles the vault is said when the note is saved
        self.app.call_from_thread(self._know, earlier, shared)

    def _know(self, earlier: Earlier, shared: tuple[str, ...] | None) -> None:
        self._earlier, self._shared = earlier, shared
        self._describe_in_a_pause()

    def on_unmount(self) -> None:
        self._pace.stop()

    def on_resize(self) -> None:
        """Arrange the fields for the new size; nothing of the text is touched."""
        self._arrange()
        self._show_head()
        self._look()

    def _arrange(self) -> None:
        size = self.app.size
        banner = 1 if cast("NoteuiApp", self.app).is_demo else 0
        layout = lay_out(size.width, size.height - 3 - banner, self._focused)
        self._layout = layout
        self.query_one("#body").styles.layout = "horizontal" if layout.wide else "vertical"
        panel, fields = self.query_one(FindingsPanel), self.query_one("#fields")
        panel.styles.width, panel.styles.height = layout.panel_width, layout.panel_rows
        panel.display = layout.panel_rows > 0
        fields.styles.width, fields.styles.height = layout.fields_width, layout.fields_rows
        for name, field in self._fields.items():
            field.open_to(layout.heights[name])

    def _show_head(self) -> None:
        self.query_one(NoteHead).show(self._draft.note, self.app.size.width)

    def _show_saved(self, state: SaveState) -> None:
        shown = self.query_one("#saved", Static)
        shown.set_class(state.trouble is not None, "trouble")
        if state.trouble is not None:
            since = f" since {state.saved_at:%H:%M:%S}" if state.saved_at else ""
            shown.update(f"Not saved{since}", layout=False)
            self._say(f"{state.trouble} What you write is kept here, and noteui goes on trying.")
        elif state.final:
            # Nothing moves under fingers that are typing: the addendum opens when the note is left.
            shown.update("kept as an addendum", layout=False)
            if not self._told_final:
                self._told_final = True
                self.notify(
                    "This note was made final in another window. What you write here is kept as an addendum "
                    "that is not signed yet; escape goes on to it.",
                    timeout=20,
                )
        elif not self._is_draft:
            shown.update("finalised", layout=False)
        elif state.saved_at is not None:
            shown.update(f"draft saved {state.saved_at:%H:%M:%S}", layout=False)
        if state.moved:
            self.notify(
                "Somebody else had changed this note, so your words are kept as a new draft.", timeout=15
            )

    def _say(self, sentence: str) -> None:
        if not any(sentence == kept.message for kept in self.app._notifications):
            self.notify(sentence, severity="error", timeout=8)

    # -- the note as it stands

    def _texts(self) -> dict[str, str]:
        return {name: field.area.text for name, field in self._fields.items()}

    def _note(self) -> Note:
        """The note as the checks see it: recorded now once a word was changed, and until then when it was."""
        note = replace(self._draft.note, fields=self._texts(), earlier=self._earlier, shared=self._shared)
        return (
            replace(note, recorded=self._clock().replace(second=0, microsecond=0))
            if self._rewritten
            else note
        )

    def _snapshot(self) -> Draft:
        at = {name: field.area.cursor_location for name, field in self._fields.items()}
        return replace(
            self._draft,
            note=replace(self._draft.note, fields=self._texts()),
            dismissals=self._dismissals(),
            caret=Caret(self._focused, at),
        )

    def _dismissals(self) -> tuple[Dismissal, ...]:
        return self._checker.dismissals if self._checker else self._draft.dismissals

    @property
    def _area(self) -> ProseArea:
        return self._fields[self._focused].area

    # -- checking

    def on_prose_area_written(self, event: ProseArea.Written) -> None:
        """Keep what was written, and check it once it is painted."""
        event.stop()
        self._keeper.written()
        self._pinned = None
        self._written.add(self._field_of(event.area))
        self._pace.written()
        self._look_soon()

    def _check_written(self, checker: Checker) -> None:
        written, self._written = self._written, set()
        if written and not self._rewritten:
            self._rewritten = True
            self.set_timer(RECORDED_AFTER, self._describe_in_a_pause)
        for field in written:
            text = self._fields[field].area.text
            checker.edit(field, text)
            self._joint_undo.follow(field, {name: field.area for name, field in self._fields.items()})
        self._pace.read_on(checker)

    def _describe_in_a_pause(self) -> None:
        """Read the note anew with what is known of it now, in a pause: a long note takes a blink."""
        if not self.is_attached or self._checker is None:
            return
        if self._keeper.is_being_typed:
            self.set_timer(RECORDED_AFTER, self._describe_in_a_pause)
            return
        self._checker.describe(self._note())
        self._pace.read_on(self._checker)
        self._look()

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        """The caret moved: what it left is settled, what it stands in is explained."""
        if event.text_area is self._area:
            if self._pinned is None or self._pinned.start != self._area.caret_offset:
                self._pinned = None
            self._look_soon()

    def on_prose_area_pasted(self, event: ProseArea.Pasted) -> None:
        """Ask where a long paste comes from: a reader takes every word for the writer's own."""
        if event.size > LONG_PASTE:
            self.notify(f"{event.size:,} characters pasted. Say whose words they are, and from when.")

    def on_prose_area_paste_refused(self, event: ProseArea.PasteRefused) -> None:
        """Say why a paste was not taken."""
        self.notify(
            f"That paste has {event.size:,} characters, more than a note can hold; nothing was changed.",
            severity="warning",
        )

    def _field_of(self, area: ProseArea) -> str:
        return next(name for name, field in self._fields.items() if field.area is area)

    def _look_soon(self) -> None:
        """Look once the key that was pressed is painted: nothing stands between a key and its letter.

        The loop's own timer, because one of Textual's costs a task for every key.
        """
        if not self._looking:
            self._looking = True
            asyncio.get_running_loop().call_later(AFTER_THE_KEY, self._look)

    def _look(self, idle: bool = False) -> None:
        """Bring marks, strip, titles and panel up to date with the checks; `idle` in a pause of writing."""
        self._looking = False
        checker = self._checker
        if not self.is_attached or not self._fields:
            return
        if checker is None:
            self._show_titles({})
            return
        self._check_written(checker)
        findings = self._findings = self._raised(checker, idle=idle)
        self._seen |= quality.seen_of(findings)
        spans: dict[str, list[Mark]] = {name: [] for name in FIELDS}
        counts = dict.fromkeys(FIELDS, 0)
        for finding in findings:
            if finding.field is None:
                continue
            counts[finding.field] += 1
            if finding.start is not None and finding.end is not None:
                spans[finding.field].append(Mark(finding.start, finding.end, finding.severity.value))
        for name, marks in spans.items():
            made = tuple(marks)
            if made != self._marked.get(name):
                self._marked[name] = made
                self._fields[name].area.marks = made
            elif name == self._focused:
                self._fields[name].area.marks = made
        self._show_titles(counts)
        self._show_beside(checker, findings)

    def _raised(self, checker: Checker, *, idle: bool) -> list[Finding]:
        """What is raised where the caret stands now."""
        caret = (self._focused, self._area.caret_offset) if self._is_draft else None
        return checker.findings(caret=caret, idle=idle)

    def _show_beside(self, checker: Checker, findings: list[Finding]) -> None:
        """Bring the strip and the panel up to date."""
        if not checker.is_read and not findings:
            return  # Nothing found yet is not nothing found.
        self.query_one(PrincipleStrip).show(findings, self.app.size.width)
        self.query_one(FindingsPanel).show(
            findings,
            self._here(),
            len(checker.dismissals),
            wide=self._layout.wide,
            rows=self._layout.panel_rows,
        )

    def _show_titles(self, counts: dict[str, int]) -> None:
        columns = self._layout.fields_width
        for name, field in self._fields.items():
            words = self._checker.words(name) if self._checker else 0
            field.show_title(words, counts.get(name, 0), focused=name == self._focused, width=columns)

    def _here(self) -> Finding | None:
        """The finding under the caret: the shortest that covers it; or the one that F8 went to."""
        if self._pinned is not None:
            return self._pinned
        offset = self._area.caret_offset
        covering = [
            finding
            for finding in self._findings
            if finding.field == self._focused
            and finding.start is not None
            and finding.end is not None
            and finding.start <= offset <= finding.end
        ]
        return min(covering, key=lambda f: ((f.end or 0) - (f.start or 0), -f.severity.rank), default=None)

    # -- moving

    def _focus(self, name: str) -> None:
        if name != self._focused:
            self._focused = name
            self._arrange()
        self._fields[name].area.focus()
        self._look_soon()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Open the field that was gone to by any other way than tab."""
        if isinstance(event.widget, ProseArea):
            name = self._field_of(event.widget)
            if name != self._focused:
                self._focus(name)

    def targets(self) -> list[tuple[Offset, Callable[[], object]]]:
        """The title line of each field, open or shut, and going to it."""
        return [(field.region.offset, partial(self._focus, name)) for name, field in self._fields.items()]

    def action_field(self, step: int) -> None:
        """Go to the next field or the one before."""
        which = FIELDS.index(self._focused)
        self._focus(FIELDS[(which + step) % len(FIELDS)])

    def action_finding(self, step: int) -> None:
        """Go to the next finding or the one before, through all fields; what has no words comes last."""
        if self._checker is None:
            return
        findings = sorted(self._checker.findings(), key=_place)
        if not findings:
            self.notify("Nothing is found. Read it once more yourself: the rules do not see everything.")
            return
        order = [_place(finding) for finding in findings]
        if self._pinned is not None:
            here = _place(self._pinned)
        else:
            here = (FIELDS.index(self._focused), self._area.caret_offset)
        if step > 0:
            which = bisect_right(order, here)
            which = which if which < len(order) else 0
        else:
            which = next((n for n in range(len(order) - 1, -1, -1) if order[n] < here), len(order) - 1)
        self.go_to(findings[which])

    def go_to(self, finding: Finding) -> None:
        """Go to where a finding stands, or to its field."""
        if finding.field is not None:
            self._focus(finding.field)
        if finding.start is not None:
            self._fields[finding.field or FIELDS[0]].area.go_to(finding.start)
        self.call_after_refresh(self._pin, finding)

    def _pin(self, finding: Finding) -> None:
        self._pinned = finding
        self._look()

    # -- fixing and dismissing

    def action_fixes(self) -> None:
        """Offer what mends the finding under the caret, and dismissing it."""
        finding = self._here()
        if finding is None:
            self.notify("Go to a finding first: F8 goes to the next.")
            return
        if not self._is_draft:
            self.notify("This note is finalised: it can be added to, not changed.")
            return

        def chosen(choice: Fix | str | None) -> None:
            if choice == DISMISS:
                self._dismiss(finding)
            elif isinstance(choice, Fix):
                self._mend(choice)

        offered = mends(self._note(), finding, dismissals=self._dismissals(), rules=self._rules)
        self.app.push_screen(FixesDialog(finding, offered, self._texts()), chosen)

    def _mend(self, fix: Fix) -> None:
        if isinstance(fix.act, AddPerson):
            self.app.push_screen(RelationDialog(name=fix.act.name), self._add_person)
        elif isinstance(fix.act, LogSharing):
            self._log_sharing(fix.act)
        elif isinstance(fix.act, AskOwnerAndDate):
            line = (fix.act.line_start, fix.act.line_end)
            author = self._draft.note.author
            form = ActionForm(self._texts()["actions"], line, self._clock, author.name if author else "")

            def given(edit: Edit | None) -> None:
                if edit is not None:
                    self._apply((edit,))

            self.app.push_screen(form, given)
        else:
            self._apply(edits_of(fix, self._texts()))

    def _apply(self, edits: Sequence[Edit]) -> None:
        before = self._texts()
        touched = {edit.field for edit in edits}
        for edit in sorted(edits, key=lambda e: e.start, reverse=True):
            self._fields[edit.field].area.replace_span(edit.start, edit.end, edit.text)
        if len(touched) > 1:
            after = self._texts()
            self._joint_undo.spanned(*({name: texts[name] for name in touched} for texts in (before, after)))

    def _add_person(self, relation: Relation | None) -> None:
        if relation is None:
            return
        try:
            self._keeper.add_person(relation)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        self._describe(replace(self._draft.note, people=(*self._draft.note.people, relation)))

    def _log_sharing(self, told: LogSharing) -> None:
        """Open the form of a sharing that comes from this note, with what is written of it."""
        if not isinstance(self._keeper, DraftKeeper):
            self.notify("Nothing is logged from a note to practise on.")
            return
        self.save_now()
        whom = (Recipient(agency=told.whom),) if told.whom else ()
        given = Sharing(self._draft.note.about, what=told.said, recipients=whom)
        app = cast("NoteuiApp", self.app)

        def back(_: object) -> None:
            self._look_back()

        begin_sharing(
            app,
            self._keeper.vault,
            self._draft.person_id,
            self._clock,
            back,
            note_id=self.note_id,
            given=given,
        )

    def _describe(self, note: Note) -> None:
        """Take what is known of the note anew, check by it and keep it."""
        self._draft = replace(self._draft, note=note)
        self._keeper.written()
        self._show_head()
        if self._checker is not None:
            self._checker.describe(self._note())
            self._pace.read_on(self._checker)
            self._look()

    def _dismiss(self, finding: Finding) -> None:
        def given(reason: str | None) -> None:
            if reason is not None and self._checker is not None:
                made = self._checker.dismiss(finding, reason)
                if is_quiet(made, self._checker.dismissals):
                    words = " ".join((finding.text or "").split())[:40]
                    self.notify(f"“{words}” is quiet in this note from now on. F3 brings it back.")
                self._pinned = None
                self._keeper.written()
                self._look()

        self.app.push_screen(ReasonDialog(finding), given)

    def action_dismissed(self) -> None:
        """Show what is dismissed and why; any of it can be brought back."""
        if self._checker is None:
            return
        checker = self._checker

        def chosen(which: int | None) -> None:
            if which is not None:
                checker.bring_back(checker.dismissals[which])
                self._keeper.written()
                checker.findings()  # settles the sentence that the caret is in, so that it shows at once
                self._look()

        if checker.dismissals:
            self.app.push_screen(DismissedDialog(checker.dismissals, self._rules), chosen)
        else:
            self.notify("Nothing is dismissed in this note.")

    def action_why(self) -> None:
        """Explain the rule behind the finding under the caret."""
        finding = self._here()
        if finding is None:
            self.notify("Go to a finding first: F8 goes to the next.")
        else:
            self.app.push_screen(WhyDialog(finding, self._rules))

    def action_details(self) -> None:
        """Change the kind of contact, the time, who was seen and the people around."""

        def given(note: Note | None) -> None:
            if note is not None:
                self._describe(replace(note, fields=self._draft.note.fields))

        if self._is_draft:
            self.app.push_screen(DetailsDialog(self._draft.note, self._clock), given)

    # -- saving and leaving

    def _save_when_due(self) -> None:
        if self._is_draft and self._keeper.due():
            self._save(self._snapshot())

    @work(thread=True, exit_on_error=False)
    def _save(self, snapshot: Draft) -> None:
        state = self._keeper.save(snapshot)
        self.app.call_from_thread(self._saved, state)

    def _saved(self, state: SaveState) -> None:
        if self.is_attached and self._is_draft:
            self._show_saved(state)

    def _open_final(self, *, adding: bool = False) -> None:
        self._is_draft = False
        app, note_id = cast("NoteuiApp", self.app), self._keeper.note_id
        self.dismiss(note_id)
        app.call_later(app.open_note, note_id, adding=adding)

    def action_finalise(self) -> None:
        """Save, ask what finalising needs, and make the note final."""
        if not self._is_draft or not isinstance(self._keeper, DraftKeeper):
            return
        self.save_now()
        self._show_saved(self._keeper.state)
        if self._keeper.state.trouble is not None:
            return
        if self._keeper.state.final:
            self._open_final(adding=True)
            return

        def done(what: Finding | bool | None) -> None:
            if isinstance(what, Finding):
                self.go_to(what)
            elif what:
                self._open_final()

        try:
            dialog = FinaliseDialog(self._keeper.vault, self._keeper.note_id, self._clock)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence)
            return
        self.app.push_screen(dialog, done)

    @property
    def note_id(self) -> str:
        """The note that is written."""
        return self._keeper.note_id

    def save_now(self) -> str | None:
        """Save at once, in this thread; the app calls it when it has to end."""
        if not self._is_draft or not self._fields:
            return None
        snapshot = self._snapshot()
        # Under a dialog only words are worth a save: whoever signs there signs the save that was read.
        if self._keeper.is_changed or (self.is_current and snapshot.caret != self._draft.caret):
            self._keeper.save(snapshot)
        self._tell_seen()
        return self._keeper.state.trouble if self._keeper.is_changed else None

    def _tell_seen(self) -> None:
        """Keep which findings were shown, so that what was mended can be counted; nothing waits for it."""
        seen, self._seen = self._seen, frozenset()
        with contextlib.suppress(CaseworkError, VaultError):
            self._keeper.saw(seen)

    def action_save(self) -> None:
        """Save at once and say when."""
        self.save_now()
        self._show_saved(self._keeper.state)

    def action_leave(self) -> None:
        """Save, make the note findable and go back. Where it cannot be saved, stay and say why."""
        if self._is_draft:
            self.save_now()
            state = self._keeper.state
            if state.trouble is not None:
                self._show_saved(state)
                return
            if state.final:
                self._open_final(adding=True)
                return
            try:
                self._keeper.leave()
            except (CaseworkError, VaultError) as error:
                self.notify(error.sentence, severity="error")
        self.dismiss(self._keeper.note_id)


def _place(finding: Finding) -> tuple[int, int]:
    field = FIELDS.index(finding.field) if finding.field else len(FIELDS)
    return field, finding.start if finding.start is not None else 10**9
