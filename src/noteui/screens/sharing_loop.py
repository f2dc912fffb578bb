"""How far one sharing has come with each recipient, what it waits for, and what can be recorded next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from textwrap import shorten
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Input, Label, Select, Static
from textual.widgets.option_list import Option

from noteui.casework import sharing as acts_on
from noteui.casework import sharing_loop
from noteui.casework.errors import CaseworkError
from noteui.casework.outgoing import for_sharing
from noteui.casework.register import title_of
from noteui.casework.sharing_corrections import untold
from noteui.casework.sharing_facts import days, known_of
from noteui.casework.sharing_loop import MOVES, SPELT, Given, Step
from noteui.casework.sharing_rows import OpenSharing
from noteui.casework.when import NotUnderstood, read_day, read_moment
from noteui.checks.sharing import Recipient, Told
from noteui.checks.sharing_clock import Waiting, waits
from noteui.checks.sharing_rule import check_sharing
from noteui.records import Reach
from noteui.screens.form import Form
from noteui.screens.sharing_form import SharingFormScreen
from noteui.screens.what_goes import WhatGoesScreen
from noteui.screens.widgets.choice import said, yes_no
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.screens.widgets.demo_banner import DEMO_BANNER
from noteui.screens.widgets.prose_area import ProseArea
from noteui.screens.widgets.sharing_panel import counts
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.screens.app import NoteuiApp
    from noteui.vault.vault import Vault

_ASKS = {
    "sent": ("How it went", "how"),
    "received": ("How you know", "how"),
    "restated": ("In their words", "words"),
    "corrected": ("What you put right", "words"),
    "confirmed": ("Anything to add", "words"),
    "chased": ("How, and whom", "how"),
    "declined": ("Why they declined", "words"),
    "bounced": ("How it came back", "how"),
    "misdirected": ("Where it went, and who can have read it", "how"),
    "breach-answered": ("What was done, who was told, and whether the regulator is", "how"),
    "withdrawn": ("Why", "words"),
    "closed": ("What came of it", "words"),
    "told-again": ("How they were told, and what they said", "how"),
}
_TITLES = {
    "sent": "It was sent",
    "received": "They have it",
    "restated": "They say it back",
    "corrected": "Put it right",
    "confirmed": "It is understood",
    "chased": "Ask after it",
    "declined": "They declined it",
    "bounced": "It came back",
    "misdirected": "It went to the wrong place",
    "breach-answered": "What was done about the breach",
    "withdrawn": "Withdraw it",
    "closed": "Close it with them",
    "told-again": "They were told what changed",
}
_ON_WHAT_WAS_SAID_BACK = frozenset(("corrected", "confirmed"))
_ROOM_FOR_WORDS = 400
"""Characters of what was said back that a step shows at 80 by 24; the sharing behind it shows all."""
_KEYS = {
    "s": "sent",
    "r": "received",
    "b": "restated",
    "p": "corrected",
    "u": "confirmed",
    "h": "chased",
    "d": "declined",
    "o": "bounced",
    "m": "misdirected",
    "f": "breach-answered",
    "w": "withdrawn",
    "c": "closed",
    "t": "told-again",
}
_NAMES = {
    "sent": "Sent, and how",
    "received": "Received, by whom",
    "restated": "Said back in their own words",
    "corrected": "Put right what was said back",
    "confirmed": "Understood: what was said back is right",
    "chased": "Asked after it",
    "declined": "Declined, and why",
    "bounced": "It came back",
    "misdirected": "It went to the wrong place (a breach)",
    "breach-answered": "What was done about the breach",
    "withdrawn": "Withdraw it from them",
    "closed": "Close it with them",
    "told-again": "Told what was added to a note since",
}


class SharingScreen(Screen[str]):
    """One decided sharing. Dismisses with its id."""

    CSS_PATH = "sharing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back", id="loop.leave"),
        *[
            Binding(key, f"move('{kind}')", _NAMES[kind], id=f"loop.{kind}", show=False)
            for key, kind in _KEYS.items()
        ],
        Binding("v", "goes", "What goes: choose, withhold, seal", id="loop.goes", show=False),
        Binding("y", "tell", "Somebody concerned was told, or not", id="loop.tell", show=False),
        Binding("a", "readdress", "Change how they are reached", id="loop.readdress", show=False),
        Binding(
            "f5", "complete", "Complete what was recorded in an emergency", id="loop.complete", show=False
        ),
    ]

    def __init__(self, vault: Vault, sharing_id: str, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._sharing_id = sharing_id
        self._clock = clock
        self._days = days()

    def compose(self) -> ComposeResult:
        if cast("NoteuiApp", self.app).is_demo:
            yield Static(DEMO_BANNER, classes="banner")
        yield Static("", id="head")
        yield ChoiceList(id="recipients")
        with VerticalScroll(id="told", can_focus=False):
            yield Static("", id="story")
        yield Static("", id="footer")

    def on_mount(self) -> None:
        self.read_again()
        self.query_one(ChoiceList).focus()

    def read_again(self) -> None:
        """Show the sharing as it is now."""
        lines = self.query_one(ChoiceList)
        at = lines.highlighted or 0
        try:
            self._opened = acts_on.open_sharing(self._vault, self._sharing_id)
            with self._vault.reading() as session:
                self._steps = sharing_loop.steps(session, self._sharing_id)
                self._untold = untold(session, sharing_id=self._sharing_id)
            self._known = known_of(self._vault, self._sharing_id, self._opened.sharing)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        self._waiting = list(waits(self._opened.sharing, self._days))
        lines.clear_options()
        for one in self._opened.sharing.recipients:
            owed = any(o.recipient_id == one.id for o in self._untold)
            waiting = next((w for w in self._waiting if w.recipient == one), None)
            lines.add_option(Option(_recipient_line(one, waiting, owed, self._now()), id=one.id))
        if not self._opened.sharing.recipients:
            lines.add_option(Option(Text("Nobody: it was decided not to share."), disabled=True))
        else:
            lines.highlighted = min(at, len(self._opened.sharing.recipients) - 1)
        self._show_head()
        self._show_story()
        self._show_footer()

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)

    def _show_head(self) -> None:
        told = self._opened.sharing
        line = Text(no_wrap=True, overflow="ellipsis")
        state = self._opened.state
        if not self._opened.complete:
            state += ", NOT COMPLETE"
        line.append(f"{state}  ", "bold")
        line.append(f"{told.about.name}  ", "bold")
        line.append(title_of(told))
        self.query_one("#head", Static).update(line)

    def _show_story(self) -> None:
        told = self._opened.sharing
        text = Text()
        findings = check_sharing(self._known, now=self._now(), days=self._days)
        text.append_text(counts(findings)).append("\n")
        for one in findings:
            if one.answer is None and one.severity.value != "info":
                text.append(f"{one.message} ", "bold").append(f"{one.try_}\n")
        if not self._opened.complete:
            text.append("Not complete: F5 goes on with it.\n", "bold")
        text.append("\n")
        for label, value in (
            ("What", told.what),
            ("Asked", told.asked),
            ("What for", told.purpose),
            ("Why", told.why),
        ):
            if value.strip():
                text.append(f"{label}: ", "dim").append(f"{value.strip()}\n")
        for person in told.told:
            if person.told is not None:
                how = _told(person) if person.told else f"not told: {person.because}"
                again = f" (again on {_day(person.look_again)})" if person.look_again else ""
                text.append(f"{person.who}: ", "dim").append(f"{how}{again}\n")
        text.append("\n")
        for step in self._steps:
            _add_step(text, step, self._opened)
        self.query_one("#story", Static).update(text)

    def _show_footer(self) -> None:
        one = self._lit()
        offered = [
            f"{key} {_SHORT[kind]}"
            for key, kind in _KEYS.items()
            if one is not None and self._is_possible(kind, one)
        ]
        always = ["v what goes", "y told", "F1 help"]
        while offered and len("  ".join([*offered, *always])) > self.app.size.width - 2:
            offered.pop()
        self.query_one("#footer", Static).update("  ".join([*offered, *always]))

    def _is_possible(self, kind: str, one: Recipient) -> bool:
        if kind == "told-again":
            return any(o.recipient_id == one.id for o in self._untold)
        if kind == "breach-answered":
            return one.breach_at is not None and one.breach_answered_at is None
        if self._opened.state != "decided" and not MOVES[kind].reopens:
            return False
        if kind == "received" and self._opened.sharing.direction == "in" and one.state == "decided":
            return True
        return Reach(one.state) in MOVES[kind].from_

    def _lit(self) -> Recipient | None:
        at = self.query_one(ChoiceList).highlighted
        there = self._opened.sharing.recipients
        return there[at] if at is not None and at < len(there) else None

    def on_option_list_option_highlighted(self) -> None:
        """Offer what can be recorded with the one that is lit."""
        if hasattr(self, "_opened"):
            self._show_footer()

    # -- acts

    def action_move(self, kind: str) -> None:
        """Record a move with the recipient that is lit."""
        one = self._lit()
        if one is None:
            if kind == "closed":
                self._close_decision()
            else:
                self.notify("There is no recipient: it was decided not to share.")
            return
        if not self._is_possible(kind, one):
            past = MOVES[kind].past
            self.notify(f"With {one.shown} it is {SPELT[Reach(one.state)]}: it cannot be {past} from there.")
            return

        def given(step: Given | None) -> None:
            if step is not None:
                self._record(kind, one, step)

        me, back = self._vault.user.name, self._said_back(one) if kind in _ON_WHAT_WAS_SAID_BACK else None
        self.app.push_screen(StepDialog(self._sharing_id, kind, one, me, self._clock, back), given)

    def _said_back(self, one: Recipient) -> Step | None:
        told = [step for step in self._steps if step.kind == "restated" and step.recipient_id == one.id]
        return told[-1] if told else None

    def _record(self, kind: str, one: Recipient, step: Given) -> None:
        try:
            with self._vault.writing() as session:
                sharing_loop.record(
                    session, self._vault, kind, self._sharing_id, one.id, step, now=self._now()
                )
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error", timeout=10)
            return
        self.read_again()

    def _close_decision(self) -> None:
        def given(step: Given | None) -> None:
            if step is None:
                return
            try:
                acts_on.close_decision(self._vault, self._sharing_id, reason=step.words, now=self._now())
            except (CaseworkError, VaultError) as error:
                self.notify(error.sentence, severity="error")
                return
            self.read_again()

        nobody, me = Recipient(), self._vault.user.name
        self.app.push_screen(StepDialog(self._sharing_id, "closed", nobody, me, self._clock), given)

    def action_tell(self) -> None:
        """Record that somebody concerned was told, or why not."""

        def given(told: Told | None) -> None:
            if told is None:
                return
            try:
                acts_on.tell(self._vault, self._sharing_id, told, now=self._now())
            except (CaseworkError, VaultError) as error:
                self.notify(error.sentence, severity="error")
                return
            self.read_again()

        known = next((one for one in self._opened.sharing.told if one.told is False), None)
        who = known.who if known else self._opened.sharing.about.name
        self.app.push_screen(TellDialog(self._sharing_id, who, self._clock), given)

    def action_readdress(self) -> None:
        """Change how the recipient that is lit is reached, with the reason."""
        one = self._lit()
        if one is None:
            return

        def given(changed: tuple[Recipient, str] | None) -> None:
            if changed is None:
                return
            try:
                acts_on.readdress(
                    self._vault, self._sharing_id, one.id, changed[0], reason=changed[1], now=self._now()
                )
            except (CaseworkError, VaultError) as error:
                self.notify(error.sentence, severity="error")
                return
            self.read_again()

        self.app.push_screen(AddressDialog(one), given)

    def action_goes(self) -> None:
        """Choose what goes to the recipients, withhold words, and seal it."""
        if self._opened.sharing.decision == "withhold" or not self._opened.sharing.recipients:
            self.notify("It was decided not to share this: nothing goes.")
            return
        at = self._lit()
        there = self._opened.sharing.recipients
        first = tuple(one for one in there if one == at) + tuple(one for one in there if one != at)
        try:
            ready = for_sharing(self._vault, self._sharing_id, now=self._now())
            screen = WhatGoesScreen(self._vault, ready, self._clock, first)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        self.app.push_screen(screen, lambda _: self.read_again())

    def action_complete(self) -> None:
        """Go on with what was recorded in an emergency."""
        if self._opened.complete:
            self.notify("This record is complete.")
            return
        self.app.push_screen(
            SharingFormScreen(self._vault, self._opened, self._clock), lambda _: self.read_again()
        )

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(self._sharing_id)


_SHORT = {
    "sent": "sent",
    "received": "received",
    "restated": "said back",
    "corrected": "put right",
    "confirmed": "understood",
    "chased": "chased",
    "declined": "declined",
    "bounced": "came back",
    "misdirected": "wrong place",
    "breach-answered": "breach done",
    "withdrawn": "withdraw",
    "closed": "close",
    "told-again": "told changes",
}


class StepDialog(Form["Given | None"]):
    """Asks when, who and how of one move. Dismisses with what was given."""

    FORM = "Step of a sharing"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", id="step.back"),
        Binding("f5", "record", "Record it", id="step.record"),
    ]

    def __init__(
        self,
        sharing_id: str,
        kind: str,
        to: Recipient,
        sender: str,
        clock: Callable[[], datetime],
        said_back: Step | None = None,
    ) -> None:
        super().__init__()
        self._said_back = said_back
        self._sharing_id = sharing_id
        self._kind = kind
        self._to = to
        self._sender = sender
        self._clock = clock

    @property
    def about(self) -> str:
        """The sharing, the recipient, and the move."""
        return f"{self._sharing_id} {self._to.id} {self._kind}"

    def compose(self) -> ComposeResult:
        move = MOVES[self._kind]
        label, _ = _ASKS[self._kind]
        with Vertical(classes="dialog"):
            yield Static(_TITLES[self._kind], classes="title")
            yield Static(self._to.shown if self._to.shown != "nobody named" else "", classes="dim")
            if self._said_back is not None:
                said = f"“{shorten(self._said_back.words, _ROOM_FOR_WORDS, placeholder=' …')}”"
                yield Static(
                    Text.assemble((f"{self._said_back.who} said back: ", "dim"), said), classes="said"
                )
            with Horizontal(classes="row"):
                yield Label("When")
                yield Input(f"{self._clock():%d/%m/%Y %H:%M}", id="when", select_on_focus=True)
            yield Static("", id="shown", classes="answer")
            if move.by_recipient:
                with Horizontal(classes="row"):
                    yield Label("Who, there")
                    yield Input(self._to.name, id="who", select_on_focus=False)
            yield Static(label, classes="part")
            yield ProseArea(id="words")
            if self._kind == "restated":
                with Horizontal(classes="row"):
                    yield Label("They will")
                    yield Input(placeholder="what they said they would do", id="agreed")
            if self._kind == "chased":
                with Horizontal(classes="row"):
                    yield Label("Ask again on")
                    yield Input(days().add(self._clock().date(), 1).isoformat(), id="again")
            yield Static("", id="answer", classes="trouble")
            yield Static("tab next   F5 record   escape back", classes="dim")

    def on_mount(self) -> None:
        needs_who = MOVES[self._kind].by_recipient and not self._to.name
        self.query_one("#who" if needs_who else "#words").focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the moment back while it is typed."""
        if event.input.id == "when":
            try:
                shown = read_moment(event.value, now=self._clock()).shown
            except NotUnderstood as error:
                shown = error.sentence
            self.query_one("#shown", Static).update(shown)

    def on_input_submitted(self) -> None:
        """Record it."""
        self.action_record()

    def action_record(self) -> None:
        """Take what was given, or say what is missing."""
        words = self.query_one("#words", ProseArea).text.strip()
        try:
            when = read_moment(self._line("when"), now=self._clock()).value
            typed = self._line("again")
            again = read_day(typed, now=self._clock(), direction="future")[0] if typed else None
        except NotUnderstood as error:
            self._refuse(error.sentence)
            return
        move = MOVES[self._kind]
        if move.by_recipient and not self._line("who"):
            self._refuse("Name who it was, or their post.")
            return
        if move.asks and not words:
            self._refuse(move.asks)
            return
        way = _ASKS[self._kind][1]
        told: dict[str, Any] = {way: words}
        self.dismiss(Given(when, self._line("who"), again=again, agreed=self._line("agreed"), **told))

    def _line(self, name: str) -> str:
        found = self.query(f"#{name}").results(Input)
        return " ".join(next((one.value for one in found), "").split())

    def _refuse(self, sentence: str) -> None:
        self.query_one("#answer", Static).update(sentence)


class TellDialog(Form["Told | None"]):
    """Whether somebody concerned was told; dismisses with it."""

    FORM = "Who was told"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", id="tell.back"),
        Binding("f5", "record", "Record it", id="tell.record"),
    ]

    def __init__(self, sharing_id: str, who: str, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._sharing_id = sharing_id
        self._who = who
        self._clock = clock

    @property
    def about(self) -> str:
        """The sharing."""
        return self._sharing_id

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Told, or not told because", classes="title")
            with Horizontal(classes="row"):
                yield Label("Who")
                yield Input(self._who, id="who")
            with Horizontal(classes="row"):
                yield Label("Told")
                yield yes_no("told", value=True)
            for name, label, hint in (
                ("how", "How", "by phone, at the visit"),
                ("words", "They said / why", "in their words; or what could happen if they were told"),
                ("again", "Look again on", "8/12, where they were not told"),
            ):
                with Horizontal(classes="row"):
                    yield Label(label)
                    yield Input(placeholder=hint, id=name)
            yield Static("", id="answer", classes="trouble")
            yield Static("tab next   F5 record   escape back", classes="dim")

    def on_mount(self) -> None:
        self.query_one("#how").focus()

    def on_input_submitted(self) -> None:
        """Record it."""
        self.action_record()

    def action_record(self) -> None:
        """Take it, or say what is missing."""
        told = said(self.query_one("#told", Select))
        line = {
            name: " ".join(self.query_one(f"#{name}", Input).value.split())
            for name in ("who", "how", "words", "again")
        }
        again = None
        if line["again"]:
            try:
                again = read_day(line["again"], now=self._clock(), direction="future")[0]
            except NotUnderstood as error:
                self.query_one("#answer", Static).update(error.sentence)
                return
        if told is False and not line["words"]:
            self.query_one("#answer", Static).update("Say why they were not told: what could happen.")
            return
        if told is None:
            self.query_one("#answer", Static).update("Say whether they were told: y or n.")
            return
        self.dismiss(
            Told(
                line["who"],
                told,
                self._clock() if told else None,
                line["how"],
                "" if told else line["words"],
                line["words"] if told else "",
                again,
            )
        )


class AddressDialog(Form["tuple[Recipient, str] | None"]):
    """How a recipient is reached, anew; dismisses with it and the reason."""

    FORM = "How a recipient is reached"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back", id="address.back")]

    def __init__(self, one: Recipient) -> None:
        super().__init__()
        self._one = one

    @property
    def about(self) -> str:
        """The recipient."""
        return self._one.id

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Who they are, and how they are reached", classes="title")
            for name, label in (
                ("name", "Name"),
                ("role", "Role"),
                ("agency", "Agency"),
                ("route", "By"),
                ("address", "Number, address"),
                ("address_checked", "How checked"),
            ):
                with Horizontal(classes="row"):
                    yield Label(label)
                    yield Input(getattr(self._one, name), id=name, select_on_focus=False)
            with Horizontal(classes="row"):
                yield Label("Why changed")
                yield Input(id="reason")
            yield Static("", id="answer", classes="trouble")
            yield Static("tab next   enter keep   escape back", classes="dim")

    def on_input_submitted(self) -> None:
        """Take it, or say that a reason is missing."""
        reason = self.query_one("#reason", Input).value.strip()
        if not reason:
            self.query_one("#answer", Static).update("Say why it is changed.")
            self.query_one("#reason").focus()
            return
        names = ("name", "role", "agency", "route", "address", "address_checked")
        changed: dict[str, Any] = {name: self.query_one(f"#{name}", Input).value for name in names}
        self.dismiss((replace(self._one, **changed), reason))


def _recipient_line(one: Recipient, waiting: Waiting | None, owed: bool, now: datetime) -> Text:
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append(f"{one.shown}  ")
    line.append(SPELT[Reach(one.state)], "bold")
    if one.breach_at is not None and one.breach_answered_at is None:
        line.append("  BREACH OPEN", "bold")
    if owed:
        line.append("  tell them what changed", "bold")
    if waiting is not None:
        late = waiting.is_overdue(now)
        due = waiting.due.astimezone()
        line.append(
            f"  {'overdue since' if late else 'by'} {due.day} {due:%b %H:%M}", "bold" if late else "dim"
        )
    return line


def _add_step(text: Text, step: Step, opened: OpenSharing) -> None:
    at = step.when.astimezone()
    whom = next((one.shown for one in opened.sharing.recipients if one.id == step.recipient_id), "")
    text.append(f"{at.day} {at:%b %H:%M}  ", "dim").append(step.past, "bold")
    text.append(f", {step.who}")
    if len(opened.sharing.recipients) > 1 and whom:
        text.append(f" ({whom})", "dim")
    if step.how:
        text.append(f": {step.how}")
    text.append("\n")
    if step.words and step.kind != "decided":
        text.append(f"    {' '.join(step.words.split())}\n")


def _told(person: Told) -> str:
    at = f"{_day(person.when.date())}, {person.when:%H:%M}" if person.when else ""
    said = f"; said: {person.view}" if person.view.strip() else ""
    return " ".join(part for part in ("told", at, person.how) if part) + said


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
