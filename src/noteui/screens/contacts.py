"""The address book: to whom information goes, by which route, and how that route was verified."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static
from textual.widgets.option_list import Option

from noteui.casework import contacts
from noteui.casework.contacts import Contact
from noteui.casework.errors import CaseworkError
from noteui.checks.approved_domains import approved
from noteui.screens.ask import AskDialog, Asked
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.screens.widgets.pressed_twice import PressedTwice
from noteui.vault import age_identity
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.vault.vault import Vault

_FIELDS = (
    ("name", "Name", "or their team"),
    ("role", "Role", "safeguarding lead, duty worker…"),
    ("agency", "Agency", ""),
    ("route", "Route", "secure email, phone, in person…"),
    ("address", "Address", "or number"),
    ("key", "Age key", "age1…, from noteui receipt key"),
)


class AddressBookScreen(Screen[None]):
    """Everybody with their route; under it what speaks against the one that is lit."""

    CSS_PATH = "package.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Back", id="addresses.back"),
        Binding("a", "add", "Add somebody", id="addresses.add"),
        Binding("v", "verify", "I have verified this route", id="addresses.verify"),
        Binding("d", "drop", "Take them off the list", id="addresses.drop"),
    ]

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._there: list[Contact] = []
        self._twice = PressedTwice(self.notify)

    def compose(self) -> ComposeResult:
        yield Static(Text("Address book", "bold"), id="head")
        yield ChoiceList(id="list")
        yield Static("", id="told")
        yield Static("enter change  a add  v verified  d take off  F1 help  escape back", id="footer")

    def on_mount(self) -> None:
        self._show()
        self.query_one(ChoiceList).focus()

    def _show(self) -> None:
        lines = self.query_one(ChoiceList)
        at = lines.highlighted or 0
        try:
            self._there = contacts.contacts(self._vault)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        lines.clear_options()
        lines.add_options([Option(_line(one)) for one in self._there])
        if not self._there:
            lines.add_option(Option(Text("Nobody yet: press a to add somebody."), disabled=True))
        else:
            lines.highlighted = min(at, len(self._there) - 1)
        self._show_lit()

    def _lit(self) -> Contact | None:
        at = self.query_one(ChoiceList).highlighted
        return self._there[at] if at is not None and at < len(self._there) else None

    def on_option_list_option_highlighted(self) -> None:
        """Show what is known of the one that is lit."""
        self._show_lit()

    def on_option_list_option_selected(self) -> None:
        """Change the one that is lit."""
        one = self._lit()
        if one is not None:
            self._form(one)

    def _show_lit(self) -> None:
        one = self._lit()
        text = Text()
        if one is not None:
            if one.verified_on is not None:
                on = one.verified_on
                text.append(f"Verified {on.day} {on:%B %Y} by {one.verified_by}: {one.verified_how}\n")
            domain = approved(one.address)
            if domain is not None:
                text.append(f"{domain.ends}: {domain.whose}, {domain.nation}\n", "dim")
            for name, key in (("Age key", one.key), ("Signs with", one.public)):
                if key:
                    text.append(f"{name}, read out: {age_identity.fingerprint(key)}\n", "dim")
            for doubt in one.doubts:
                text.append(f"! {doubt}\n", "bold")
        self.query_one("#told", Static).update(text)

    def action_add(self) -> None:
        """Add somebody."""
        self._form(Contact(""))

    def _form(self, one: Contact) -> None:
        def keep(told: Mapping[str, str]) -> Contact:
            kept = replace(
                one,
                name=told["name"],
                role=told["role"],
                agency=told["agency"],
                route=told["route"],
                address=told["address"],
                key=told["key"],
            )
            return contacts.keep_contact(self._vault, kept)

        self.app.push_screen(
            AskDialog(
                "Change an address" if one.id else "Add somebody",
                "A route that changes is to be verified anew.",
                [
                    Asked(name, label, value=str(getattr(one, name)), placeholder=said)
                    for name, label, said in _FIELDS
                ],
                keep,
                about=one.id,
            ),
            lambda done: self._show() if done else None,
        )

    def action_verify(self) -> None:
        """Record how the route was verified."""
        one = self._lit()
        if one is None:
            return
        today = self._clock().date()
        self.app.push_screen(
            AskDialog(
                "I have verified this route",
                f"{one.shown}\n{one.route}: {one.address}",
                [Asked("how", "How", placeholder="rang the listed number, Mrs Tan read it back")],
                lambda told: contacts.verify_contact(self._vault, one.id, how=told["how"], on=today),
                about=one.id,
            ),
            lambda done: self._show() if done else None,
        )

    def action_drop(self) -> None:
        """Take whoever is lit off the list."""
        one = self._lit()
        if one is None or not self._twice(one.id, f"Press d once more to take {one.shown} off the list."):
            return
        try:
            contacts.drop_contact(self._vault, one.id)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
        self._show()


def _line(one: Contact) -> Text:
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append("! " if one.doubts else "  ", "bold")
    line.append(f"{one.shown[:36]:<37}", "bold")
    line.append(f"{one.route[:13]:<14}", "dim")
    line.append(one.address)
    return line
