"""The queue: what waits for me, in an order that puts the oldest risk first, each line saying why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from noteui.casework import queue
from noteui.casework.access import May, may
from noteui.casework.errors import CaseworkError
from noteui.casework.queue import Group, Queue, Row
from noteui.screens.final_text import when
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.screens.widgets.demo_banner import DEMO_BANNER
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.screens.app import NoteuiApp
    from noteui.vault.vault import Vault


class QueueScreen(Screen[None]):
    """What is to be reviewed, and what was asked of me."""

    CSS_PATH = "queue.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Back to the desk", id="queue.back"),
    ]

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._rows: dict[str, Row] = {}

    def compose(self) -> ComposeResult:
        if cast("NoteuiApp", self.app).is_demo:
            yield Static(DEMO_BANNER, classes="banner")
        yield Static("", id="head")
        yield ChoiceList(id="list")
        yield Static("", id="why")
        yield Static("enter open   j k g G move   F1 help   escape back", id="footer")

    def on_mount(self) -> None:
        self.read_again()
        self.query_one(ChoiceList).focus()

    def read_again(self) -> None:
        """Show the queue as the vault has it now, the same line lit as before."""
        lines = self.query_one(ChoiceList)
        lit = lines.highlighted
        try:
            found = queue.mine(self._vault, today=self._clock().date())
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        self._rows = {row.note_id: row for row in found.rows}
        options = self._options(found)
        lines.clear_options()
        lines.add_options(options)
        choices = [n for n, option in enumerate(options) if not option.disabled]
        lines.highlighted = next(
            (n for n in choices if lit is not None and n >= lit), next(iter(choices), None)
        )
        waiting = found.waiting
        self.query_one("#head", Static).update(
            Text.assemble(
                ("What waits for me  ", "bold"),
                (f"{waiting} to look at" if waiting else "nothing to look at", "dim"),
            )
        )
        self._tell(None if lines.highlighted is None else options[lines.highlighted].id)

    def _options(self, found: Queue) -> list[Option]:
        options: list[Option] = []
        for group in Group:
            rows = [row for row in found.rows if row.group is group]
            left = found.left_out.get(group, 0)
            if rows or left:
                more = f"  ({left} more behind these)" if left else ""
                options.append(Option(Text(f"{group.title}{more}"), disabled=True))
                options += [Option(_line(row, self._vault.user.name), id=row.note_id) for row in rows]
        if not options:
            options.append(Option(Text(self._nothing()), disabled=True))
        return options

    def _nothing(self) -> str:
        if may(self._vault.user.access, May.REVIEW):
            return "Nothing waits for you. Notes come here when somebody submits them."
        return "Nothing was asked of you. To have a note reviewed, open it and press s."

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say below in full why the line that is lit is here."""
        self._tell(event.option.id)

    def _tell(self, note_id: str | None) -> None:
        row = self._rows.get(note_id or "")
        shown = Text()
        if row is not None:
            happened = f", {when(row.happened)}" if row.happened else ""
            shown.append(f"{row.person}, {row.contact}{happened}, by {row.writer}\n", "dim")
            why = "; ".join(row.why)
            shown.append(f"{why[:1].upper()}{why[1:]}.")
        self.query_one("#why", Static).update(shown)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the note to read it; that is left in the log."""
        if event.option.id:
            cast("NoteuiApp", self.app).open_note(event.option.id)


def _line(row: Row, me: str) -> Text:
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append(f"{row.person[:20]:<21}")
    line.append(f"{f'{row.happened.day} {row.happened:%b}' if row.happened else '':<7}", "dim")
    if row.writer != me:
        line.append(f"{row.writer[:12]:<13}", "dim")
    line.append("; ".join(row.why))
    return line
