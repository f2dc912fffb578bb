"""Subject access: the requests with their clocks, what goes, the second reader, and the release."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static
from textual.widgets.option_list import Option

from noteui.casework import people, subject_access
from noteui.casework.errors import CaseworkError
from noteui.casework.subject_access import Request
from noteui.casework.when import NotUnderstood, read_day
from noteui.paper.file_out import write_private
from noteui.screens.ask import AskDialog, Asked
from noteui.screens.what_goes import WhatGoesScreen
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from datetime import date

    from noteui.vault.vault import Vault


class SubjectAccessScreen(Screen[None]):
    """Every request, the one due next on top; under it how the one that is lit stands."""

    CSS_PATH = "package.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Back", id="access.back"),
        Binding("n", "new", "Record a request", id="access.new"),
        Binding("c", "clear", "How it was made sure who asks", id="access.clear"),
        Binding("x", "extend", "Extend the time, with the reason", id="access.extend"),
        Binding("y", "read", "I am the second reader, and have read it", id="access.read"),
        Binding("w", "release", "Release it: write what the person gets", id="access.release"),
    ]

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._there: list[Request] = []

    def compose(self) -> ComposeResult:
        head = Text.assemble(("Subject access", "bold"), ("  what people ask to see of their own", "dim"))
        yield Static(head, id="head")
        yield ChoiceList(id="list")
        yield Static("", id="told")
        yield Static(
            "enter what goes  n new  c who asks  x extend  y second reader  w release  esc", id="footer"
        )

    def on_mount(self) -> None:
        self._show()
        self.query_one(ChoiceList).focus()

    def _show(self) -> None:
        lines = self.query_one(ChoiceList)
        at = lines.highlighted or 0
        try:
            self._there = subject_access.requests(self._vault)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        lines.clear_options()
        lines.add_options([Option(self._line(one)) for one in self._there])
        if not self._there:
            lines.add_option(
                Option(Text("Nobody has asked yet. Press n to record a request."), disabled=True)
            )
        else:
            lines.highlighted = min(at, len(self._there) - 1)
        self._show_lit()

    def _today(self) -> date:
        return self._clock().date()

    def _line(self, one: Request) -> Text:
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append(f"{one.person_name[:26]:<27}", "bold")
        line.append(one.clock(self._today()))
        return line

    def _lit(self) -> Request | None:
        at = self.query_one(ChoiceList).highlighted
        return self._there[at] if at is not None and at < len(self._there) else None

    def on_option_list_option_highlighted(self) -> None:
        """Show how the one that is lit stands."""
        self._show_lit()

    def on_option_list_option_selected(self) -> None:
        """Tag and withhold what must not go."""
        one = self._lit()
        if one is None:
            return
        try:
            ready = subject_access.making_ready(self._vault, one.id)
            screen = WhatGoesScreen(self._vault, ready, self._clock, request_id=one.id)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        self.app.push_screen(screen, lambda _: self._show())

    def _show_lit(self) -> None:
        one, text = self._lit(), Text()
        if one is not None:
            for label, said in (
                ("Asked by", f"{one.asked_by}, {one.asked_on.day} {one.asked_on:%B %Y}"),
                ("Who asks was made sure", one.identity_checked or "not yet: press c"),
                ("Extended", one.extended_why),
                ("Second reader", one.read_by or "nobody yet: somebody else presses y"),
                ("Drafts", f"{one.drafts} are not final and not in it" if one.drafts else ""),
            ):
                if said:
                    text.append(f"{label}: ", "dim").append(f"{said}\n")
            for gone in subject_access.ledger(self._vault, one.id):
                text.append(f"{gone.what}, {gone.times}: {gone.reason}\n")
        told = subject_access.clocks()
        text.append(f"{told.months} month, {told.months_more} more where extended. {told.source}", "dim")
        self.query_one("#told", Static).update(text)

    def _ask(
        self,
        title: str,
        says: str,
        asked: list[Asked],
        keep: Callable[[Mapping[str, str]], object],
        about: str = "",
    ) -> None:
        self.app.push_screen(
            AskDialog(title, says, asked, keep, about=about), lambda done: self._show() if done else None
        )

    def _day(self, typed: str) -> date:
        if not typed.strip():
            return self._today()
        try:
            return read_day(typed, now=self._clock())[0]
        except NotUnderstood as error:
            raise CaseworkError(str(error)) from None

    def action_new(self) -> None:
        """Record a request."""

        def keep(told: Mapping[str, str]) -> Request:
            return subject_access.begin_request(
                self._vault,
                people.find_person(self._vault, told["person"]).id,
                asked_by=told["asked_by"],
                asked_on=self._day(told["asked_on"]),
                now=self._clock().astimezone(UTC),
                identity_checked=told["identity"],
            )

        self._ask(
            "A request",
            "Everything final about the person is made ready; then you tag what must not go.",
            [
                Asked("person", "About", placeholder="a name"),
                Asked("asked_by", "Asked by", placeholder="and by what right, where for somebody else"),
                Asked("asked_on", "Came on", placeholder="today, 3/11, last monday"),
                Asked("identity", "Who asks", placeholder="how it was made sure; can wait"),
            ],
            keep,
        )

    def action_clear(self) -> None:
        """Record how and when it was made sure who asks: the clock runs from there."""
        one = self._lit()
        if one is not None:
            self._ask(
                "Who asks",
                "The clock runs from the day on which it was made sure who asks, and for what.",
                [
                    Asked("how", "How", placeholder="passport seen, known to me"),
                    Asked("on", "On", placeholder="today"),
                ],
                lambda told: subject_access.clear(
                    self._vault, one.id, on=self._day(told["on"]), how=told["how"]
                ),
                one.id,
            )

    def action_extend(self) -> None:
        """Extend the time, once, with the reason."""
        one = self._lit()
        if one is not None:
            self._ask(
                "It takes longer",
                "Only where it is complex; the person has to be told within the first month, and why.",
                [Asked("why", "Because", placeholder="eleven volumes; told by letter on 20 November")],
                lambda told: subject_access.extend(self._vault, one.id, why=told["why"], today=self._today()),
                one.id,
            )

    def action_read(self) -> None:
        """Say, as the second reader, that it was read as it stands."""
        one = self._lit()
        if one is not None:
            self._ask(
                "I have read what goes",
                "As it stands now; a change afterwards undoes this. Read it first: enter, then v.",
                [Asked("words", "To add", placeholder="can stay empty")],
                lambda told: subject_access.read_second(self._vault, one.id, words=told["words"]),
                one.id,
            )

    def action_release(self) -> None:
        """Write what the person gets."""
        one = self._lit()
        if one is None:
            return

        def keep(told: Mapping[str, str]) -> Path:
            path = Path(told["path"]).expanduser()
            if path.exists():
                raise CaseworkError("There is a file of that name already: choose another.")
            if not path.parent.is_dir():
                raise CaseworkError("There is no such folder: choose another.")
            now = self._clock().astimezone(UTC)
            write_private(path, subject_access.release(self._vault, one.id, now=now).text)
            return path

        self._ask(
            "Release it",
            "The file will not be encrypted: hand it over, or send it, as the person asked.",
            [Asked("path", "Into", value=str(Path.home() / "subject-access.md"))],
            keep,
            one.id,
        )
