"""The register of information sharing: every decision, what each waits for, and a way into each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from noteui.casework import people, register, sharing
from noteui.casework.errors import CaseworkError
from noteui.casework.people import PersonCard
from noteui.casework.register import Entry, Filter
from noteui.checks.sharing import Sharing
from noteui.paper.file_out import write_private
from noteui.screens.packages import PackagesScreen
from noteui.screens.sharing_form import SharingFormScreen
from noteui.screens.sharing_loop import SharingScreen
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.screens.widgets.demo_banner import DEMO_BANNER
from noteui.screens.widgets.pressed_twice import PressedTwice
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.screens.app import NoteuiApp
    from noteui.vault.vault import Vault

PREVIEW_FROM = 110
"""Columns from which there is room for what is lit beside the list."""
MOST_SHOWN = 500
_DECISIONS = (None, "share", "withhold", "ask")
_CALLED = {None: "every decision", "share": "shared", "withhold": "not shared", "ask": "asked for"}


class RegisterScreen(Screen[None]):
    """The lines of the register; of one person or one note where it was opened from there."""

    CSS_PATH = "sharing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back", id="register.leave"),
        Binding("n", "new", "New sharing", id="register.new"),
        Binding("o", "overdue", "Only what is overdue, or all", id="register.overdue"),
        Binding("d", "decision", "Shared, not shared, asked for, or all", id="register.decision"),
        Binding(
            "slash",
            "find",
            "Only those with these words, an agency or a name in them",
            id="register.find",
            key_display="/",
        ),
        Binding("e", "export", "Export as Markdown", id="register.export"),
        Binding("p", "packages", "Sealed packages and the address book", id="register.packages"),
        Binding("x", "discard", "Drop the draft that is lit", id="register.discard"),
    ]

    def __init__(self, vault: Vault, clock: Callable[[], datetime], wanted: Filter | None = None) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._wanted = wanted or Filter()
        self._entries: dict[str, Entry] = {}
        self._twice = PressedTwice(self.notify)

    def compose(self) -> ComposeResult:
        if cast("NoteuiApp", self.app).is_demo:
            yield Static(DEMO_BANNER, classes="banner")
        yield Static("", id="head")
        yield Input(placeholder="/ words in it, an agency, a name", id="query")
        with Horizontal(id="below"):
            yield ChoiceList(id="list")
            with Vertical(id="preview"):
                yield Static("", id="shown")
        yield Static(
            "enter open  n new  o overdue  d decision  / words  p packages  F1 help  esc back", id="footer"
        )

    def on_mount(self) -> None:
        self.query_one("#preview").display = self.app.size.width >= PREVIEW_FROM
        self.read_again()
        self.query_one(ChoiceList).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Show what is lit beside the list where there is room."""
        self.query_one("#preview").display = event.size.width >= PREVIEW_FROM

    def read_again(self) -> None:
        """Show the register as it is now, the same line lit as before."""
        now = self._now()
        lines = self.query_one(ChoiceList)
        at = lines.highlighted
        lit = lines.get_option_at_index(at).id if at is not None else None
        words = self.query_one("#query", Input).value.strip()
        try:
            found = register.register(
                self._vault, replace(self._wanted, words=words or None), now=now, limit=MOST_SHOWN
            )
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        self._entries = {one.id: one for one in found}
        lines.clear_options()
        lines.add_options([Option(_line(one, now), id=one.id) for one in found])
        if not found:
            nothing = (
                "Nothing with these words; escape shows all again."
                if words
                else "Nothing here. Press n to record a sharing."
            )
            lines.add_option(Option(Text(nothing), disabled=True))
        ids = [one.id for one in found]
        lines.highlighted = ids.index(lit) if lit in ids else 0 if ids else None
        self._show_head(found, now)

    def _show_head(self, found: list[Entry], now: datetime) -> None:
        late = sum(one.is_overdue(now) for one in found)
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append("Information sharing  ", "bold")
        line.append(f"{_CALLED[self._wanted.decision]}, {len(found)} shown", "dim")
        if late:
            line.append(f"  {late} overdue", "bold")
        if self._wanted.overdue:
            line.append("  only what is overdue", "dim")
        self.query_one("#head", Static).update(line)

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the one that is lit."""
        entry = self._entries.get(event.option.id or "")
        shown = register.as_markdown([entry], now=self._now()) if entry else ""
        self.query_one("#shown", Static).update(Text(shown.partition("## ")[2]))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open it: a draft to be written, else how far it has come."""
        if event.option.id is not None:
            open_sharing(cast("NoteuiApp", self.app), self._vault, event.option.id, self._clock, self._back)

    def action_packages(self) -> None:
        """Go to what went and came sealed, and to the address book."""
        self.app.push_screen(PackagesScreen(self._vault, self._clock), self._back)

    def _back(self, _: object) -> None:
        self.read_again()

    def on_input_changed(self) -> None:
        """Show only those in which the words stand that are typed."""
        self.read_again()

    def on_input_submitted(self) -> None:
        """Go back to the list."""
        self.query_one(ChoiceList).focus()

    def action_find(self) -> None:
        """Ask for the words."""
        self.query_one("#query", Input).focus()

    def action_leave(self) -> None:
        """Take one step back: out of the words, then out of the register."""
        query = self.query_one("#query", Input)
        if query.value or query.has_focus:
            query.value = ""
            self.query_one(ChoiceList).focus()
        else:
            self.dismiss(None)

    def action_overdue(self) -> None:
        """Show only what is overdue, or everything again."""
        self._wanted = replace(self._wanted, overdue=not self._wanted.overdue)
        self.read_again()

    def action_decision(self) -> None:
        """Show one kind of decision after the other, then all."""
        which = _DECISIONS.index(self._wanted.decision)
        self._wanted = replace(self._wanted, decision=_DECISIONS[(which + 1) % len(_DECISIONS)])
        self.read_again()

    def action_new(self) -> None:
        """Begin a sharing: about the person whose register this is, or one that is chosen."""
        if self._wanted.person_id is not None:
            self._begin(people.card(self._vault, self._wanted.person_id))
            return
        everybody = people.everyone(self._vault)
        if not everybody:
            self.notify("Nobody is known yet: add the person on the desk first (p).")
            return
        self.app.push_screen(WhomDialog(everybody), self._begin)

    def _begin(self, person: PersonCard | None) -> None:
        if person is not None:
            begin_sharing(
                cast("NoteuiApp", self.app),
                self._vault,
                person.id,
                self._clock,
                self._back,
                note_id=self._wanted.note_id,
            )

    def action_discard(self) -> None:
        """Drop the draft that is lit; what is decided stays."""
        lines = self.query_one(ChoiceList)
        at = lines.highlighted
        lit = lines.get_option_at_index(at).id if at is not None else None
        if lit is None:
            return
        is_draft = self._entries[lit].state == "draft"
        if is_draft and not self._twice(lit, "Press x once more to drop this draft and its words."):
            return
        try:
            sharing.discard_sharing(self._vault, lit)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence)
            return
        self.notify("The draft is dropped.")
        self.read_again()

    def action_export(self) -> None:
        """Write what is shown as Markdown."""

        def named(path: str | None) -> None:
            if path is None:
                return
            words = self.query_one("#query", Input).value.strip()
            wanted = replace(self._wanted, words=words or None)
            try:
                document = register.export_register(self._vault, wanted, now=self._now())
                target = Path(path).expanduser()
                if target.exists():
                    self.notify(f"{target} is there already: give another name.", severity="error")
                    return
                write_private(target, document)
            except (CaseworkError, VaultError) as error:
                self.notify(error.sentence, severity="error")
            except OSError as error:
                self.notify(f"{path}: {error.strerror}.", severity="error")
            else:
                self.notify(f"Written to {target}. There it is no longer encrypted.")

        self.app.push_screen(PathDialog(), named)


class WhomDialog(ModalScreen["PersonCard | None"]):
    """About whom; dismisses with them."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back", id="whom.back")]

    def __init__(self, everybody: list[PersonCard]) -> None:
        super().__init__()
        self._everybody = everybody

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("About whom?", classes="title")
            yield ChoiceList(
                *[Option(f"{one.about.name}, {one.about.kind}", id=one.id) for one in self._everybody]
            )
            yield Static("enter choose   escape back", classes="dim")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take whoever is lit."""
        self.dismiss(self._everybody[event.option_index])


class PathDialog(ModalScreen["str | None"]):
    """Where the register goes; dismisses with the path."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back", id="path.back")]

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Export the register as Markdown", classes="title")
            yield Static("What is exported is no longer encrypted.", classes="dim")
            yield Input("register.md", id="path")
            yield Static("enter write   escape back", classes="dim")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the path."""
        self.dismiss(event.value.strip() or None)


def begin_sharing(
    app: NoteuiApp,
    vault: Vault,
    person_id: str,
    clock: Callable[[], datetime],
    back: Callable[[object], None],
    *,
    note_id: str | None = None,
    given: Sharing | None = None,
) -> None:
    """Begin a sharing and open its form; once it is decided, show how far it has come."""
    try:
        opened = sharing.begin_sharing(
            vault, person_id, now=clock().astimezone(UTC), note_id=note_id, given=given
        )
    except (CaseworkError, VaultError) as error:
        app.notify(error.sentence, severity="error")
        return
    open_sharing(app, vault, opened.id, clock, back)


def open_sharing(
    app: NoteuiApp,
    vault: Vault,
    sharing_id: str,
    clock: Callable[[], datetime],
    back: Callable[[object], None],
) -> None:
    """Open a sharing: a draft in its form, a decided one where it shows how far it has come."""
    try:
        opened = sharing.open_sharing(vault, sharing_id)
    except (CaseworkError, VaultError) as error:
        app.notify(error.sentence, severity="error")
        return

    def left(_: str | None) -> None:
        if sharing.open_sharing(vault, sharing_id).state == "draft":
            back(None)
        else:
            app.push_screen(SharingScreen(vault, sharing_id, clock), back)

    if opened.state == "draft":
        app.push_screen(SharingFormScreen(vault, opened, clock), left)
    else:
        app.push_screen(SharingScreen(vault, sharing_id, clock), back)


def _line(entry: Entry, now: datetime) -> Text:
    told = entry.sharing
    line = Text(no_wrap=True, overflow="ellipsis")
    at = told.decided_at.astimezone() if told.decided_at else None
    line.append(f"{f'{at.day} {at:%b}' if at else 'draft':<8}", "dim")
    line.append(f"{told.about.name[:18]:<19}")
    late = entry.is_overdue(now)
    line.append(f"{'overdue' if late else entry.reach:<13}", "bold" if late else "dim")
    line.append(register.title_of(told))
    return line
