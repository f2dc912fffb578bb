"""A sharing as it is written: its parts in the order in which they come to mind, the principles beside.

Every word is kept as it is typed. Where somebody may be hurt now, whom, what and what for are enough to
decide; the rest is written afterwards in the same form.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Label, Select, Static

from noteui.casework import sharing as acts_on
from noteui.casework.errors import CaseworkError
from noteui.casework.register import title_of
from noteui.casework.sharing_facts import days, known_of
from noteui.casework.sharing_rows import OpenSharing
from noteui.casework.when import NotUnderstood, read_day, read_moment
from noteui.checks import Finding
from noteui.checks.lawful_bases import lawful_bases, name_of
from noteui.checks.sharing import (
    CAPACITIES,
    CONSENTS,
    Advice,
    DecisionName,
    DirectionName,
    Item,
    Recipient,
    Sharing,
    Told,
    UrgencyName,
)
from noteui.checks.sharing_rule import check_sharing, unanswered
from noteui.screens.form import Form
from noteui.screens.saving import Keeper, SaveState
from noteui.screens.why import WhyDialog
from noteui.screens.widgets.choice import Choice, said, yes_no
from noteui.screens.widgets.demo_banner import DEMO_BANNER
from noteui.screens.widgets.prose_area import Mark, ProseArea
from noteui.screens.widgets.sharing_panel import SharingPanel
from noteui.screens.widgets.sparing_screen import SparingScreen
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.screens.app import NoteuiApp
    from noteui.vault.vault import Vault

BESIDE_FROM = 110
"""Columns from which the principles stand beside the form."""
SOON = 0.15
"""Seconds without a key after which the form is checked."""
ROUTES = ("phone", "secure email", "in person", "meeting", "secure portal", "letter", "other")
_DECISIONS = (("Share", "share"), ("Do not share", "withhold"), ("Ask for information", "ask"))
_DIRECTIONS = (("it goes out", "out"), ("it reaches us", "in"))
_URGENCIES = (("ordinary", "ordinary"), ("immediate: somebody may be hurt today", "immediate"))
_BASES = 3
"""How many the form shows: one of the regulation, one for health and the like, one power in an act."""
_PROSE = ("what", "asked", "purpose", "why", "override", "wishes", "source", "use")
_HEIGHTS = {"what": 4, "why": 3}


class SharingKeeper(Keeper[Sharing]):
    """Saves a draft; each save builds on the version that the last one made."""

    def __init__(self, vault: Vault, opened: OpenSharing, clock: Callable[[], datetime]) -> None:
        super().__init__(vault, opened.saved_at, clock)
        self.opened = opened

    def _store(self, snapshot: Sharing) -> SaveState:
        changed = replace(self.opened, sharing=snapshot)
        self.opened = acts_on.save_sharing(self._vault, changed, now=self._clock())
        return SaveState(None)


@dataclass(slots=True)
class _Several:
    """The recipients, or those told, or those asked: the one that the form shows, and all of them."""

    all: list[Any]
    at: int = 0


class SharingFormScreen(SparingScreen[str | None]):
    """One sharing that is not complete. Dismisses with its id once it is decided or left."""

    CSS_PATH = "sharing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave it, kept as a draft", id="sharing.leave"),
        Binding("f2", "another('recipient')", "Another recipient, or the next", id="sharing.recipient"),
        Binding("f3", "another('told')", "Another person told or not told", id="sharing.told"),
        Binding("f4", "why", "Why this is raised", id="sharing.why"),
        Binding("f5", "decide", "Decide", id="sharing.decide"),
        Binding("f8", "finding(1)", "Next finding", id="sharing.next_finding"),
        Binding(
            "shift+f8,f20,ctrl+b",
            "finding(-1)",
            "Finding before",
            id="sharing.finding_before",
            key_display="shift+F8, ctrl+b",
        ),
        Binding("f9", "answer", "Answer this finding with a reason", id="sharing.answer"),
        Binding("ctrl+s", "save", "Save now", id="sharing.save", priority=True),
    ]

    def __init__(self, vault: Vault, opened: OpenSharing, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._opened = opened
        self._clock = clock
        self._is_draft = opened.state == "draft"
        self._keeper = SharingKeeper(vault, opened, clock)
        self._answers = dict(opened.sharing.answers)
        self._facts = opened.sharing
        self._findings: list[Finding] = []
        self._looking = False
        self._ready = False
        self._days = days()
        self._areas: dict[str, ProseArea] = {}  # kept: to look for one walks the whole form at each key
        given = opened.sharing
        self._several = {
            "recipient": _Several(list(given.recipients) or [Recipient()]),
            "told": _Several(list(given.told) or [Told(given.about.name)]),
            "advice": _Several(list(given.advice) or [Advice("")]),
        }

    # -- painting

    def compose(self) -> ComposeResult:
        if cast("NoteuiApp", self.app).is_demo:
            yield Static(DEMO_BANNER, classes="banner")
        with Horizontal(id="head"):
            yield Static("", id="about")
            yield Static("", id="saved")
        with Horizontal(id="body"):
            with VerticalScroll(id="form", can_focus=False):
                yield from self._rows()
            yield SharingPanel()
        yield Static(
            "tab next  F8 finding  F9 answer  F2 recipient  F3 told  F5 decide  esc leave", id="footer"
        )

    def _rows(self) -> Iterator[Widget]:
        given = self._opened.sharing
        yield from self._choice("decision", "Decision", _DECISIONS, given.decision)
        yield from self._choice("direction", "Direction", _DIRECTIONS, given.direction)
        yield from self._choice("urgency", "How soon", _URGENCIES, given.urgency)
        yield Static("", id="recipient-title", classes="part")
        yield from self._input("recipient-name", "Name", "a person, where you know one")
        yield from self._input("recipient-role", "Role", "duty social worker, class teacher, GP")
        yield from self._input("recipient-agency", "Agency", "which school, surgery, council")
        yield from self._choice("recipient-route", "By", [(route, route) for route in ROUTES], None)
        yield from self._input("recipient-address", "Number or address", "")
        yield from self._input("recipient-checked", "How checked", "read back by, rang the listed number")
        yield from self._input("recipient-seen_by", "Could be read by", "who might read it there and do harm")
        yield Static("What", classes="part")
        yield from self._area("what", "What it is", given.what)
        yield from self._area("asked", "Asked of them", given.asked)
        yield from self._area("purpose", "What for", given.purpose)
        yield from self._area("why", "Why", given.why)
        yield from self._input("items", "Notes that go", "")
        offered = [one.id for one in lawful_bases().values() if given.about.kind in one.about]
        bases = [(name_of(one), one) for one in dict.fromkeys((*offered, *given.basis))]
        for number in range(_BASES):
            value = given.basis[number] if number < len(given.basis) else None
            yield from self._choice(f"basis-{number}", "Lawful basis" if not number else "and", bases, value)
        yield from self._yes_no("opinion", "Opinion in it", "opinion" in given.contents)
        yield from self._yes_no("third", "About others too", "third party" in given.contents)
        yield Static("", id="told-title", classes="part")
        yield from self._input("told-who", "Who", "the person, a parent, whoever is concerned")
        yield from self._yes_no("told-told", "Told", None)
        yield from self._input("told-how", "When and how", "today 11am by phone")
        yield from self._input("told-because", "Not told because", "what could happen if they were told")
        yield from self._input("told-look_again", "Look again on", "8/12, in two weeks")
        yield from self._input("told-view", "What they said", "in their words")
        if given.about.kind == "adult":
            yield Static("The adult's say", classes="part")
            yield from self._choice("consent", "Consent", [(one, one) for one in CONSENTS], given.consent)
            yield from self._area("override", "Without it because", given.override)
            yield from self._choice(
                "capacity", "Capacity", [(one, one) for one in CAPACITIES], given.capacity
            )
            yield from self._input("capacity_on", "Assessed on", "")
            yield from self._area("wishes", "What they want", given.wishes)
        yield Static("The decision", classes="part")
        yield from self._input("advice-who", "Advice of", "manager, data protection lead, legal")
        yield from self._input("advice-when", "on", "today, 23/11")
        yield from self._input("advice-answer", "They said", "")
        yield from self._input("decided_by", "Decided by", "")
        yield from self._input("learned", "Known since", "yesterday 3pm")
        yield from self._input("follow_up", "Follow up on", "fri, 12/6; for a question: answer wanted by")
        yield from self._input("reference", "Reference", "")
        yield from self._area("source", "Where from", given.source)
        yield from self._area("use", "What was done with it", given.use)

    def _input(self, name: str, label: str, hint: str) -> Iterator[Widget]:
        yield _Row(label, Input(placeholder=hint, id=name, select_on_focus=False), f"row-{name}")

    def _area(self, name: str, label: str, text: str) -> Iterator[Widget]:
        area = ProseArea(text, id=name)
        self._areas[name] = area
        area.styles.height = _HEIGHTS.get(name, 2)
        yield _Row(label, area, f"row-{name}")

    def _choice(
        self, name: str, label: str, offered: Sequence[tuple[str, str]], value: str | None
    ) -> Iterator[Widget]:
        if value:
            choice: Choice[str] = Choice(offered, prompt="not said", value=value, id=name)
        else:
            choice = Choice(offered, prompt="not said", id=name)
        yield _Row(label, choice, f"row-{name}")

    def _yes_no(self, name: str, label: str, value: bool | None) -> Iterator[Widget]:
        yield _Row(label, yes_no(name, value), f"row-{name}")

    def on_mount(self) -> None:
        given = self._opened.sharing
        for part in self._several:
            self._show_part(part)
        self._put("decided_by", given.decided_by)
        self._put("reference", given.reference)
        self._put("learned", f"{given.learned:%d/%m/%Y %H:%M}" if given.learned else "")
        self._put("follow_up", given.follow_up.isoformat() if given.follow_up else "")
        if given.about.kind == "adult":
            self._put("capacity_on", given.capacity_on.isoformat() if given.capacity_on else "")
        self.query_one("#items", Input).disabled = True
        self._show_saved(self._keeper.state)
        self._arrange()
        self._show_head()
        self._hide_what_is_not_asked()
        first = "recipient-name" if not given.recipients else "what"
        self.query_one(f"#{first}").focus()
        self.set_interval(0.1, self._save_when_due)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._facts = known_of(self._vault, self._opened.id, self._sharing())
        self._put("items", "; ".join(map(_goes, self._facts.items)) or "none")
        self._ready = True
        self._look()

    def on_resize(self, event: events.Resize) -> None:
        """Put the principles beside or below."""
        del event
        self._arrange()
        self._look()

    def _arrange(self) -> None:
        wide = self.app.size.width >= BESIDE_FROM
        self.set_class(wide, "-beside")

    def _show_head(self) -> None:
        about = self._opened.sharing.about
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append("Information sharing  ", "bold")
        line.append(about.name, "bold")
        line.append(f", {about.kind}")
        if not self._is_draft:
            line.append("  recorded in an emergency: complete it", "bold")
        self.query_one("#about", Static).update(line)

    def _show_saved(self, state: SaveState) -> None:
        shown = self.query_one("#saved", Static)
        shown.set_class(state.trouble is not None, "trouble")
        if state.trouble is not None:
            shown.update("Not saved")
            self.notify(f"{state.trouble} What you write is kept here, and noteui goes on trying.")
        elif not self._is_draft:
            shown.update("decided")
        elif state.saved_at is not None:
            shown.update(f"draft saved {state.saved_at:%H:%M:%S}")

    # -- the parts of which there can be several

    def _show_part(self, part: str) -> None:
        several = self._several[part]
        one = several.all[several.at]
        titles = {"recipient": "To whom", "told": "Who was told", "advice": "Advice"}
        if part in ("recipient", "told"):
            count = f"  {several.at + 1} of {len(several.all)}" if len(several.all) > 1 else ""
            key = "F2" if part == "recipient" else "F3"
            self.query_one(f"#{part}-title", Static).update(f"{titles[part]}{count}  ({key} another)")
        if part == "recipient":
            for name in ("name", "role", "agency", "address", "seen_by"):
                self._put(f"recipient-{name}", getattr(one, name))
            self._put("recipient-checked", one.identity_checked or one.address_checked)
            route = self.query_one("#recipient-route", Select)
            if one.route in ROUTES:
                route.value = one.route
            else:  # one that the form does not offer stays until another is chosen
                route.clear()
        elif part == "told":
            when = f"{one.when:%d/%m/%Y %H:%M} " if one.when else ""
            self._put("told-who", one.who)
            self._put("told-how", f"{when}{one.how}".strip())
            self._put("told-because", one.because)
            self._put("told-view", one.view)
            self._put("told-look_again", one.look_again.isoformat() if one.look_again else "")
            told = self.query_one("#told-told", Select)
            if one.told is None:
                told.clear()
            else:
                told.value = one.told
        else:
            self._put("advice-who", one.who)
            self._put("advice-when", one.when.isoformat() if one.when else "")
            self._put("advice-answer", one.answer)

    def action_another(self, part: str) -> None:
        """Go to the next recipient or person told; after the last, to a new one."""
        self._take_parts()
        several = self._several[part]
        empty = Recipient() if part == "recipient" else Told("")
        if several.at == len(several.all) - 1 and several.all[several.at] not in (empty,):
            several.all.append(empty)
        several.at = (several.at + 1) % len(several.all)
        self._show_part(part)
        self.query_one("#recipient-name" if part == "recipient" else "#told-who").focus()

    def _take_parts(self) -> None:
        """Write what the form shows of each part back into the list of all."""
        several = self._several["recipient"]
        kept = several.all[several.at].route
        route = self._chosen("recipient-route") or ("" if kept in ROUTES else kept)
        checked = self._line("recipient-checked")
        spoken = route in ("phone", "in person", "meeting")
        several.all[several.at] = replace(
            several.all[several.at],
            **{
                name: self._line(f"recipient-{name}")
                for name in ("name", "role", "agency", "address", "seen_by")
            },
            route=route,
            address_checked="" if spoken else checked,
            identity_checked=checked if spoken else "",
        )
        several = self._several["told"]
        when, how = self._when_and_how(self._line("told-how"))
        several.all[several.at] = replace(
            several.all[several.at],
            who=self._line("told-who"),
            told=said(self.query_one("#told-told", Select)),
            when=when,
            how=how,
            because=self._line("told-because"),
            view=self._line("told-view"),
            look_again=self._day("told-look_again"),
        )
        several = self._several["advice"]
        several.all[several.at] = Advice(
            self._line("advice-who"), self._day("advice-when", "past"), self._line("advice-answer")
        )

    def _when_and_how(self, words: str) -> tuple[datetime | None, str]:
        """The longest beginning that is a time, and how it was done after it."""
        parts = words.split()
        for end in range(min(len(parts), 5), 0, -1):
            try:
                moment = read_moment(" ".join(parts[:end]), now=self._clock())
            except NotUnderstood:
                continue
            return moment.value, " ".join(parts[end:])
        return None, words

    # -- the sharing as it stands

    def _sharing(self) -> Sharing:
        self._take_parts()
        chosen = [self._chosen(f"basis-{number}") for number in range(_BASES)]
        further = self._opened.sharing.basis[_BASES:]
        contents = ["facts"]
        if said(self.query_one("#opinion", Select)):
            contents.append("opinion")
        if said(self.query_one("#third", Select)):
            contents.append("third party")
        written: dict[str, Any] = {name: self._area_text(name) for name in _PROSE}
        adult: dict[str, Any] = {}
        if self._opened.sharing.about.kind == "adult":
            adult = {
                "consent": self._chosen("consent"),
                "capacity": self._chosen("capacity"),
                "capacity_on": self._day("capacity_on", "past"),
            }
        return replace(
            self._facts,
            decision=cast("DecisionName", self._chosen("decision") or "share"),
            direction=cast("DirectionName", self._chosen("direction") or "out"),
            urgency=cast("UrgencyName", self._chosen("urgency") or "ordinary"),
            **written,
            **adult,
            basis=tuple(dict.fromkeys((*(one for one in chosen if one), *further))),
            contents=tuple(contents),
            recipients=tuple(
                one
                for one in self._several["recipient"].all
                if one.name or one.role or one.agency or one.address or one.id
            ),
            told=tuple(one for one in self._several["told"].all if one.who),
            advice=tuple(one for one in self._several["advice"].all if one.who),
            decided_by=self._line("decided_by"),
            learned=self._moment("learned"),
            follow_up=self._day("follow_up"),
            reference=self._line("reference"),
            answers=MappingProxyType(dict(self._answers)),
        )

    def _put(self, name: str, value: str) -> None:
        self.query_one(f"#{name}", Input).value = value

    def _line(self, name: str) -> str:
        return " ".join(self.query_one(f"#{name}", Input).value.split())

    def _area_text(self, name: str) -> str:
        area = self._areas.get(name)
        return area.text if area is not None else getattr(self._facts, name)

    def _chosen(self, name: str) -> str:
        value = self.query_one(f"#{name}", Select).value
        return value if isinstance(value, str) else ""

    def _day(self, name: str, direction: str = "future") -> date | None:
        typed = self._line(name)
        try:
            return read_day(typed, now=self._clock(), direction=direction)[0] if typed else None  # type: ignore[arg-type]
        except NotUnderstood:
            return None

    def _moment(self, name: str) -> datetime | None:
        typed = self._line(name)
        try:
            return read_moment(typed, now=self._clock()).value if typed else None
        except NotUnderstood:
            return None

    # -- checking

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep and check what was typed."""
        event.stop()
        self._changed()

    def on_select_changed(self, event: Select.Changed) -> None:
        """Keep and check what was chosen; ask only what that decision needs."""
        event.stop()
        if event.select.id in ("decision", "direction", "told-told"):
            self._hide_what_is_not_asked()
        self._changed()

    def on_prose_area_written(self, event: ProseArea.Written) -> None:
        """Keep and check what was written."""
        event.stop()
        self._changed()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Explain what stands in the part that was gone to."""
        del event
        self._look_soon()

    def _changed(self) -> None:
        if self._ready:
            self._keeper.written()
            self._look_soon()

    def _look_soon(self) -> None:
        if not self._looking:
            self._looking = True
            asyncio.get_running_loop().call_later(SOON, self._look)

    def _look(self) -> None:
        self._looking = False
        if not self.is_attached or not self._ready:
            return
        sharing = self._sharing()
        self._findings = check_sharing(sharing, now=self._now(), days=self._days)
        for name, area in self._areas.items():
            area.marks = tuple(
                Mark(one.start, one.end, one.severity.value)
                for one in self._findings
                if one.field == name and one.start is not None and one.end is not None
            )
        wide = self.has_class("-beside")
        self.query_one(SharingPanel).show(self._findings, self._field_here(), wide=wide)

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)

    def _field_here(self) -> str | None:
        focused = self.focused
        return _field_of(focused.id) if focused is not None and focused.id else None

    def _hide_what_is_not_asked(self) -> None:
        withheld = self._chosen("decision") == "withhold"
        arrives = self._chosen("direction") == "in"
        told = said(self.query_one("#told-told", Select))
        for name, shown in {
            "asked": not withheld and not arrives,
            "purpose": not withheld,
            "source": arrives,
            "use": arrives,
            "told-how": told is not False,
            "told-view": told is not False,
            "told-because": told is False,
            "told-look_again": told is False,
        }.items():
            self.query_one(f"#row-{name}").display = shown

    # -- moving, explaining, answering

    def action_finding(self, step: int) -> None:
        """Go to the part in which the next finding stands."""
        open_ = [one for one in self._findings if one.answer is None]
        if not open_:
            self.notify("Nothing is found. Read it once more yourself: the rules do not see everything.")
            return
        order = [_widget_of(one.field or "") for one in open_]
        here = self.focused.id if self.focused is not None else None
        at = order.index(here) if here in order else -1 if step > 0 else 0
        self.go_to(open_[(at + step) % len(open_)])

    def go_to(self, finding: Finding) -> None:
        """Go to the part in which a finding stands."""
        found = self.query(f"#{_widget_of(finding.field or '')}")
        if not found:
            return
        widget = found.first()
        widget.focus()
        if isinstance(widget, ProseArea) and finding.start is not None:
            widget.go_to(finding.start)
        self._look_soon()

    def _here(self) -> Finding | None:
        field = self._field_here()
        there = [one for one in self._findings if one.field == field]
        return next((one for one in there if one.answer is None), there[0] if there else None)

    def action_why(self) -> None:
        """Explain the rule behind what stands in this part."""
        finding = self._here()
        if finding is None:
            self.notify("Go to a finding first: F8 goes to the next.")
            return
        self.app.push_screen(WhyDialog(finding, cast("NoteuiApp", self.app).rules))

    def action_answer(self) -> None:
        """Answer what stands in this part with a reason, which stays beside it."""
        finding = self._here()
        if finding is None:
            self.notify("Go to a finding first: F8 goes to the next.")
            return

        def given(reason: str | None) -> None:
            if reason is not None:
                self._answers[finding.rule] = reason
                self._changed()

        self.app.push_screen(
            AnswerDialog(self._opened.id, finding, self._answers.get(finding.rule, "")), given
        )

    # -- keeping and deciding

    def _save_when_due(self) -> None:
        if self._is_draft and self._ready and self._keeper.due():
            self._save(self._sharing())

    @work(thread=True, exit_on_error=False)
    def _save(self, snapshot: Sharing) -> None:
        state = self._keeper.save(snapshot)
        self.app.call_from_thread(self._saved, state)

    def _saved(self, state: SaveState) -> None:
        if self.is_attached:
            self._show_saved(state)

    def save_now(self) -> str | None:
        """Save at once, in this thread; the app calls it when it has to end."""
        if not self._ready or not self._keeper.is_changed:
            return None
        if self._is_draft:
            self._show_saved(self._keeper.save(self._sharing()))
            return self._keeper.state.trouble if self._keeper.is_changed else None
        try:
            changed = replace(self._opened, sharing=self._sharing())
            self._opened = acts_on.add_to_emergency(self._vault, changed, now=self._now())
        except (CaseworkError, VaultError) as error:
            return error.sentence
        return None

    def action_save(self) -> None:
        """Save at once and say when."""
        self._keeper.written()
        trouble = self.save_now()
        if trouble is not None:
            self.notify(trouble, severity="error")

    def action_leave(self) -> None:
        """Leave it, kept. Where it cannot be kept, stay and say why."""
        trouble = self.save_now()
        if trouble is not None:
            self.notify(trouble, severity="error")
            return
        self.dismiss(self._opened.id)

    def action_decide(self) -> None:
        """Show what is decided and what is missing, and make it final."""
        sharing = self._sharing()
        self._findings = check_sharing(sharing, now=self._now(), days=self._days)
        if not self._is_draft:
            self._keeper.written()
            self.action_leave()
            return
        trouble = self.save_now()
        if trouble is not None:
            self.notify(trouble, severity="error")
            return
        self.app.push_screen(DecideDialog(sharing, self._findings, self._vault.user.name), self._decided)

    def _decided(self, what: Finding | str | None) -> None:
        if isinstance(what, Finding):
            self.go_to(what)
        if not isinstance(what, str):
            return
        self._keeper.stop()
        try:
            acts_on.decide(self._vault, self._opened.id, now=self._now(), in_emergency=what == "emergency")
        except (CaseworkError, VaultError) as error:
            self._keeper.go_on()
            self.notify(error.sentence, severity="error", timeout=10)
            return
        self.dismiss(self._opened.id)


def _goes(item: Item) -> str:
    note = f"{item.happened.day} {item.happened:%b %H:%M}" if item.happened else item.note_id
    return f"{note} {item.field or 'all of it'}"


class DecideDialog(ModalScreen["Finding | str | None"]):
    """Asks once more before it is decided; with what is missing it goes there instead."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "decide", "Decide", id="decide.decide"),
        Binding("e", "emergency", "Decide now, complete it after", id="decide.emergency"),
        Binding("escape", "dismiss(None)", "Back", id="decide.back"),
    ]

    def __init__(self, sharing: Sharing, findings: Sequence[Finding], who: str) -> None:
        super().__init__()
        self._sharing = sharing
        self._missing = unanswered(findings)
        self._at_once = unanswered(findings, in_emergency=True)
        self._who = who

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(title_of(self._sharing), classes="title")
            yield Static(f"About {self._sharing.about.name}", classes="dim")
            if self._missing:
                yield Static("\nBefore it is decided it needs an answer:")
                for one in self._missing[:6]:
                    yield Static(f"  {one.message}")
                if len(self._missing) > 6:
                    yield Static(f"  and {len(self._missing) - 6} more", classes="dim")
            else:
                yield Static(
                    f"\nSigned by {self._who}. Afterwards it is only added to: what was sent, received, "
                    "understood, and who was told."
                )
            keys = "enter go to the first" if self._missing else "enter decide"
            if self._missing and not self._at_once:
                yield Static("\nIn an emergency it can be decided now and completed after.", classes="dim")
                keys += "   e decide now, complete after"
            yield Static(f"{keys}   escape back", classes="dim")

    def action_decide(self) -> None:
        """Decide, or go to what is missing."""
        self.dismiss(self._missing[0] if self._missing else "decide")

    def action_emergency(self) -> None:
        """Decide with what there is, where that is enough."""
        if self._missing and not self._at_once:
            self.dismiss("emergency")


class AnswerDialog(Form["str | None"]):
    """A reason for a finding that stands; dismisses with it."""

    FORM = "Reason beside a decision"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back", id="answer.back")]

    def __init__(self, sharing_id: str, finding: Finding, before: str) -> None:
        super().__init__()
        self._sharing_id = sharing_id
        self._finding = finding
        self._before = before

    @property
    def about(self) -> str:
        """The sharing, and the rule that is answered."""
        return f"{self._sharing_id} {self._finding.rule}"

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._finding.message, classes="title")
            yield Static(self._finding.try_, classes="dim")
            yield Input(self._before, placeholder="the reason; it stays beside the decision", id="reason")
            yield Static("enter keep   escape back", classes="dim")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the reason; an empty one takes the answer back."""
        self.dismiss(" ".join(event.value.split()))


class _Row(Horizontal):
    """A label and what is asked."""

    def __init__(self, label: str, asked: Widget, name: str) -> None:
        super().__init__(Label(label), asked, id=name, classes="row")


_WIDGETS = {
    "recipients": "recipient-name",
    "told": "told-who",
    "advice": "advice-who",
    "basis": "basis-0",
    "items": "what",
}


def _widget_of(field: str) -> str:
    return _WIDGETS.get(field, field)


def _field_of(widget: str) -> str:
    part = widget.partition("-")[0]
    return {"recipient": "recipients", "told": "told", "advice": "advice", "basis": "basis"}.get(part, widget)
