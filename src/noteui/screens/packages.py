"""Sealed packages: what went and came, opening what arrived, and answering it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from noteui.casework import packages, people
from noteui.casework.errors import CaseworkError
from noteui.casework.packages import DECLINED, RECEIVED, SAID, UNDERSTOOD, Opened, PackageLine
from noteui.paper import package
from noteui.screens.ask import AskDialog, Asked
from noteui.screens.contacts import AddressBookScreen
from noteui.screens.subject_access import SubjectAccessScreen
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.screens.widgets.reading_text import ReadingText, Section
from noteui.vault import age_identity, files
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.screens.app import NoteuiApp
    from noteui.vault.vault import Vault


class PackagesScreen(Screen[None]):
    """Every package that went or came, the newest first."""

    CSS_PATH = "package.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Back", id="packages.back"),
        Binding("o", "open", "Open what arrived", id="packages.open"),
        Binding("t", "take", "Take a receipt for what went", id="packages.take"),
        Binding("a", "addresses", "The address book", id="packages.addresses"),
        Binding("s", "subject_access", "Requests of people for their own file", id="packages.subject_access"),
    ]

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock

    def compose(self) -> ComposeResult:
        if cast("NoteuiApp", self.app).is_demo:
            yield Static("Demo: fictional people, and nothing is kept.", classes="banner")
        yield Static(Text.assemble(("Sealed packages", "bold"), ("  what went and came", "dim")), id="head")
        yield ChoiceList(id="list")
        yield Static("", id="told")
        yield Static(
            "enter read  o open  t take a receipt  a addresses  s subject access  F1  esc", id="footer"
        )

    def on_mount(self) -> None:
        self.read_again()
        self.query_one(ChoiceList).focus()

    def read_again(self) -> None:
        """Show them as they are now."""
        lines = self.query_one(ChoiceList)
        at = lines.highlighted or 0
        try:
            found = packages.listed(self._vault)
            mine = age_identity.public(self._vault)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        lines.clear_options()
        lines.add_options([Option(_line(one), id=one.id) for one in found])
        if not found:
            lines.add_option(Option(Text("Nothing went or came yet. Press o to open a file."), disabled=True))
        else:
            lines.highlighted = min(at, len(found) - 1)
        told = Text("Others seal for you with this key:\n", "dim")
        told.append(mine, "bold")
        told.append(f"\nRead out, to be compared: {age_identity.fingerprint(mine)}", "dim")
        self.query_one("#told", Static).update(told)

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Read the one that is lit."""
        try:
            found = packages.read_package(self._vault, event.option.id or "")
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        self._read(found)

    def _read(self, found: Opened) -> None:
        self.app.push_screen(ReadPackageScreen(self._vault, found, self._clock), lambda _: self.read_again())

    def action_open(self) -> None:
        """Open a file that arrived: checked, kept, and shown."""

        def keep(told: Mapping[str, str]) -> Opened:
            path = Path(told["path"]).expanduser()
            if path.stat().st_size > package.LONGEST:
                raise CaseworkError("This file is larger than any package.")
            sealed = path.read_bytes()
            spoken = told["spoken"].strip() or None
            if package.needs_passphrase(sealed) and spoken is None:
                raise CaseworkError("This is opened by a passphrase: type the one that you were told.")
            return packages.open_package(self._vault, sealed, now=self._now(), passphrase=spoken)

        def opened(found: Opened | None) -> None:
            if found is not None:
                self._read(found)

        self.app.push_screen(
            AskDialog(
                "Open what arrived",
                "It is checked and kept as it came. A receipt goes back only if you make one.",
                [
                    Asked("path", "The file", placeholder="~/Downloads/to-me.md.age"),
                    Asked("spoken", "Passphrase", placeholder="only where you were told one", spoken=True),
                ],
                keep,
                verb="open",
            ),
            opened,
        )

    def action_take(self) -> None:
        """Take a receipt for something that went, and move its sharing on."""

        def taken(done: packages.Taken | None) -> None:
            if done is None:
                return
            said = f"{done.who}: {SAID[done.state]}."
            if done.words:
                said += f" “{' '.join(done.words.split())[:160]}” Is that right? Say so on the sharing."
            elif done.state == RECEIVED:
                said += " Whether it was understood they have still to say."
            if done.is_first:
                said += f" First receipt with this key: ring and compare {done.fingerprint}."
            self.notify(said, timeout=20)
            self.read_again()

        self.app.push_screen(
            AskDialog(
                "Take a receipt",
                "A file that somebody sent back for what you sealed.",
                [Asked("path", "The file", placeholder="~/Downloads/receipt.age")],
                lambda told: packages.take_receipt(
                    self._vault, Path(told["path"]).expanduser().read_bytes(), now=self._now()
                ),
                verb="take",
            ),
            taken,
        )

    def action_subject_access(self) -> None:
        """Go to the requests of people for what is kept about them."""
        self.app.push_screen(SubjectAccessScreen(self._vault, self._clock))

    def action_addresses(self) -> None:
        """Go to the address book."""
        self.app.push_screen(AddressBookScreen(self._vault, self._clock))


class ReadPackageScreen(Screen[None]):
    """One package as it came or went, and the answers to it."""

    CSS_PATH = "package.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Back", id="package.back"),
        Binding("r", "answer('received')", "Receipt: it arrived, no more", id="package.received"),
        Binding("s", "answer('understood')", "Receipt: say back what it means", id="package.restate"),
        Binding("f", "file", "Put it into the register, about a person", id="package.file"),
        Binding("d", "answer('declined')", "Receipt: decline it, and why", id="package.decline"),
    ]

    def __init__(self, vault: Vault, found: Opened, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._found = found
        self._clock = clock

    def compose(self) -> ComposeResult:
        found = self._found
        head = Text(no_wrap=True, overflow="ellipsis")
        head.append(f"Package {found.id}  ", "bold")
        head.append(f"{found.sender}, {found.role}" if found.is_signed else "NOT SIGNED")
        yield Static(head, id="head")
        said = Section("What it says", Text(found.document))
        yield ReadingText([Section("Who sent this", _about(found)), said])
        yield Static("r receipt  s say it back  d decline  f register  F1 help  esc back", id="footer")

    def on_mount(self) -> None:
        self.query_one(ReadingText).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nobody can be answered where nobody signed."""
        del parameters
        return action != "answer" or self._found.is_signed

    def action_file(self) -> None:
        """Begin an entry of the register for it, about a person here."""

        def keep(told: Mapping[str, str]) -> str:
            person = people.find_person(self._vault, told["person"])
            now = self._clock().astimezone(UTC)
            return packages.file_with(self._vault, self._found.id, person.id, now=now)

        def filed(begun: str | None) -> None:
            if begun is not None:
                self.notify("It is in the register as a draft: say there what was done with it.")

        self.app.push_screen(
            AskDialog(
                "Put it into the register",
                "As something that reached you; what was done with it you say there.",
                [Asked("person", "About", placeholder="a name")],
                keep,
                about=self._found.id,
            ),
            filed,
        )

    def action_answer(self, state: str) -> None:
        """Make a receipt into a file, to be sent back."""
        asked = [Asked("path", "Into", value=str(Path.home()))]
        if state == UNDERSTOOD:
            asked = [
                Asked("words", "In my words", placeholder="what you understood, and what you will do"),
                Asked("agreed", "I will", placeholder="what you will do, in a line; can stay empty"),
                *asked,
            ]
        elif state == DECLINED:
            asked = [Asked("words", "Because"), *asked]

        def keep(told: Mapping[str, str]) -> Path:
            target = Path(told["path"]).expanduser()
            if target.exists() and not target.is_dir():
                raise CaseworkError("There is a file of that name already: choose another.")
            if not (target if target.is_dir() else target.parent).is_dir():
                raise CaseworkError("There is no such folder: choose another.")
            made = packages.answer(
                self._vault,
                self._found.id,
                state,
                now=self._clock().astimezone(UTC),
                words=told.get("words", ""),
                agreed=told.get("agreed", ""),
            )
            path = target / made.file_name if target.is_dir() else target
            files.replace(path, made.content)
            return path

        def made(path: Path | None) -> None:
            if path is not None:
                self.notify(f"The receipt is in {path}: send it back.", timeout=12)

        title = {
            RECEIVED: "It arrived",
            UNDERSTOOD: "Say back what it means",
            DECLINED: "Decline it",
        }[state]
        self.app.push_screen(
            AskDialog(
                title,
                "Signed by you, and sealed for who sent it.",
                asked,
                keep,
                about=self._found.id,
                verb="make it",
            ),
            made,
        )


def _about(found: Opened) -> Text:
    text = Text()
    if not found.is_signed:
        text.append("Nobody signed it. Ask whoever gave it to you where it comes from.\n", "bold")
        return text
    at = found.made.astimezone() if found.made else None
    text.append(f"{found.sender}, {found.role}\n", "bold")
    for label, value in (
        ("Sealed", f"{at.day} {at:%B %Y, %H:%M}" if at else ""),
        ("For", found.purpose),
        ("Asked of you", found.asked),
        ("Basis", found.basis),
    ):
        if value:
            text.append(f"{label}: ", "dim")
            text.append(f"{' '.join(value.split())}\n")
    if found.known:
        text.append(f"Signed with the key of {found.known} in your address book.\n", "dim")
    else:
        text.append("Signed by a key that you do not know yet. Ring them and compare:\n")
        text.append(f"{found.fingerprint}\n", "bold")
    return text


def _line(one: PackageLine) -> Text:
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append("to   " if one.direction == "out" else "from ", "dim")
    line.append(f"{one.other[:28]:<29}", "bold")
    at = one.at.astimezone()
    line.append(f"{at.day:>2} {at:%b %H:%M}  ", "dim")
    state = "erased" if one.is_erased else SAID[one.receipts[-1]] if one.receipts else "no receipt"
    line.append(f"{state:<12}")
    line.append(one.purpose, "dim")
    return line
