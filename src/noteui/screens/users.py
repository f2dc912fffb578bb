"""Who may open the vault: the list, and a form for one of them. For administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Label, OptionList, Select, Static
from textual.widgets.option_list import Option

from noteui.casework import users
from noteui.casework.errors import CaseworkError
from noteui.casework.users import UserLine
from noteui.records import Access
from noteui.screens.passphrase import PassphraseDialog
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.vault.errors import VaultError
from noteui.vault.passphrase import judge

if TYPE_CHECKING:
    from noteui.vault.vault import Vault

_MAY = {
    Access.PRACTITIONER: "practitioner: writes notes",
    Access.SUPERVISOR: "supervisor: also reviews, makes void",
    Access.ADMINISTRATOR: "administrator: also keeps users and keys",
    Access.READER: "reader: only reads what is final",
}


class UsersScreen(Screen[None]):
    """The list of users. Nobody is ever taken off it."""

    CSS_PATH = "users.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add somebody", id="users.add"),
        Binding("d", "remove", "Take somebody's passphrase away", id="users.remove"),
        Binding("w", "passphrase", "Give somebody a new passphrase", id="users.passphrase"),
        Binding("escape", "dismiss", "Back", id="users.back"),
    ]

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self._vault = vault
        self._lines: dict[str, UserLine] = {}

    def compose(self) -> ComposeResult:
        yield Static(Text.assemble(("Users", "bold"), ("  who may open this vault", "dim")), id="head")
        yield ChoiceList(id="list")
        yield Static(
            "enter change   a add   w new passphrase   d remove   F1 help   escape back", id="footer"
        )

    def on_mount(self) -> None:
        self._read_again()
        self.query_one(ChoiceList).focus()

    def _read_again(self, lit: str | None = None) -> None:
        try:
            listed = users.everybody(self._vault)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        self._lines = {line.id: line for line in listed}
        shown = self.query_one(ChoiceList)
        shown.clear_options()
        shown.add_options([Option(_shown(line), id=line.id) for line in listed])
        shown.highlighted = next((n for n, line in enumerate(listed) if line.id == lit), 0)

    def _lit(self) -> UserLine | None:
        shown = self.query_one(ChoiceList)
        if shown.highlighted is None:
            return None
        return self._lines.get(shown.get_option_at_index(shown.highlighted).id or "")

    def _kept(self, line: UserLine | None) -> None:
        if line is not None:
            self._read_again(line.id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Change whoever is lit."""
        line = self._lines[event.option.id or ""]
        if line.active:
            self.app.push_screen(UserForm(self._vault, line), self._kept)
        else:
            self.notify("This user was removed. Add them anew if they are back.")

    def action_add(self) -> None:
        """Add somebody."""
        self.app.push_screen(UserForm(self._vault, None), self._kept)

    def action_remove(self) -> None:
        """Take the passphrase of whoever is lit away, after a question."""
        line = self._lit()
        if line is not None and line.active:
            self.app.push_screen(RemoveDialog(self._vault, line), self._kept)

    def action_passphrase(self) -> None:
        """Give whoever is lit a new passphrase, because theirs is lost."""
        line = self._lit()
        if line is None or not line.active:
            return
        if line.id == self._vault.user.id:
            self.notify("Change your own passphrase on the desk, with w.")
            return

        def given(done: bool | None) -> None:
            if done:
                self._read_again(line.id)
                self.notify(f"{line.name} can open the vault with the new passphrase.")

        self.app.push_screen(
            PassphraseDialog(
                f"A new passphrase for {line.name}",
                "For somebody who has lost theirs; let them type it. They sign with a new key from now on, "
                "and the log says that you gave it.",
                lambda _, new: users.give_passphrase(self._vault, line.id, new),
            ),
            given,
        )


class UserForm(ModalScreen[UserLine | None]):
    """Adds somebody, or changes how they are called, what they are and what they may do."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back, nothing changed", id="user.back"),
        Binding("ctrl+s", "keep", "Keep", id="user.keep", priority=True),
    ]

    def __init__(self, vault: Vault, line: UserLine | None) -> None:
        super().__init__()
        self._vault = vault
        self._line = line

    def compose(self) -> ComposeResult:
        line = self._line
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Label("Change a user" if line else "Add a user", classes="title")
            with Horizontal(classes="row"):
                yield Label("Name")
                yield Input(line.name if line else "", id="name", placeholder="as it signs their notes")
            with Horizontal(classes="row"):
                yield Label("Role")
                yield Input(line.role if line else "", id="role", placeholder="team manager, nurse…")
            with Horizontal(classes="row"):
                yield Label("May")
                yield Select(
                    [(said, access) for access, said in _MAY.items()],
                    value=line.access if line else Access.PRACTITIONER,
                    allow_blank=False,
                    id="access",
                )
            if line is None:
                with Horizontal(classes="row"):
                    yield Label("Passphrase")
                    yield Input(password=True, id="new", placeholder="let them type it themselves")
                with Horizontal(classes="row"):
                    yield Label("Once more")
                    yield Input(password=True, id="again")
            yield Static("", id="answer", classes="answer")
            yield Static("tab next   ctrl+s keep   escape back", classes="dim")

    def on_mount(self) -> None:
        self.query_one("#name", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say at each key how the passphrase stands."""
        if event.input.id == "new" and event.value:
            self._say(judge(event.value).sentence)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on, and from the last field keeps."""
        if event.input.id == "again":
            self.action_keep()
        else:
            self.focus_next()

    def action_keep(self) -> None:
        """Keep what was typed, or say what is wrong with it."""
        name, role = (self.query_one(f"#{field}", Input).value for field in ("name", "role"))
        access = Access(str(self.query_one("#access", Select).value))
        passphrase = ""
        if self._line is None:
            passphrase, again = (self.query_one(f"#{field}", Input).value for field in ("new", "again"))
            if not judge(passphrase).fit:
                self._refuse(judge(passphrase).sentence, "new")
                return
            if passphrase != again:
                self._refuse("The two passphrases are not the same: type it once more.", "again")
                return
            self._say("This takes a second or two.")
        self._keep(name, role, access, passphrase)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _keep(self, name: str, role: str, access: Access, passphrase: str) -> None:
        try:
            if self._line is None:
                kept = users.add_user(self._vault, name=name, role=role, access=access, passphrase=passphrase)
            else:
                kept = users.change_user(self._vault, self._line.id, name=name, role=role, access=access)
        except (CaseworkError, VaultError) as error:
            self.app.call_from_thread(self._refuse, error.sentence, "name")
        else:
            self.app.call_from_thread(self.dismiss, kept)

    def _refuse(self, sentence: str, where: str) -> None:
        self._say(sentence)
        self.query_one(f"#{where}", Input).focus()

    def _say(self, sentence: str) -> None:
        self.query_one("#answer", Static).update(sentence)


class RemoveDialog(ModalScreen[UserLine | None]):
    """Asks whether somebody's passphrase shall be taken away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "dismiss", "Back, nothing changed", id="remove.back"),
        Binding("y", "remove", "Take their passphrase away", id="remove.yes"),
    ]

    def __init__(self, vault: Vault, line: UserLine) -> None:
        super().__init__()
        self._vault = vault
        self._line = line

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(f"Remove {self._line.name}?", classes="title")
            yield Static(
                "Their passphrase will no longer open this vault. What they wrote and signed stays, with "
                "their name. Backups made before still open with it; `noteui vault rotate` keeps whoever "
                "holds such a copy out of what is written from now on."
            )
            yield Static("", id="answer", classes="trouble")
            yield Static("y remove   escape back", classes="dim")

    def action_remove(self) -> None:
        """Remove them, or say why that cannot be."""
        try:
            self.dismiss(users.remove_user(self._vault, self._line.id))
        except (CaseworkError, VaultError) as error:
            self.query_one("#answer", Static).update(error.sentence)


def _shown(line: UserLine) -> Text:
    shown = Text(no_wrap=True, overflow="ellipsis", style="" if line.active else "dim")
    shown.append(f"{line.name[:26]:<27}")
    shown.append(f"{line.role[:22]:<23}", "dim")
    shown.append(line.access.value if line.active else "removed")
    if line.active and not line.has_passphrase:
        shown.append("  has no passphrase", "italic")
    return shown
