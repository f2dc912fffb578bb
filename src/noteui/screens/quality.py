"""The quality of recording, as pictures: one's own; for reviewers one practitioner's, or the team's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from noteui.casework import quality, users
from noteui.casework.access import May, may
from noteui.casework.errors import CaseworkError
from noteui.checks.principles import BY_SLUG
from noteui.screens.page import PageScreen
from noteui.screens.supervision import WhomDialog
from noteui.screens.widgets.demo_banner import DEMO_BANNER
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.screens.app import NoteuiApp
    from noteui.vault.vault import Vault


class QualityScreen(Screen[None]):
    """Twelve months by principle. It opens on oneself, for those who review on the team."""

    CSS_PATH = "quality.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "mine", "Mine", id="quality.mine"),
        Binding("t", "team", "Everybody together", id="quality.team"),
        Binding("w", "who", "One practitioner", id="quality.who"),
        Binding("h", "held", "All that is held about my notes", id="quality.held"),
        Binding("escape,q", "dismiss", "Back", id="quality.back"),
    ]

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._whose: str | None = None if may(vault.user.access, May.REVIEW) else vault.user.id

    def compose(self) -> ComposeResult:
        if cast("NoteuiApp", self.app).is_demo:
            yield Static(DEMO_BANNER, classes="banner")
        yield Static("", id="head")
        with VerticalScroll(id="body"):
            yield Static("", id="pictures")
            yield Static("", id="said")
        yield Static("m mine   t team   w one practitioner   h all that is held   esc back", id="footer")

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        try:
            told = quality.quality(self._vault, self._whose, today=self._clock().date())
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence)
            self._whose = self._vault.user.id
            return
        who = "everybody together"
        if told.whose == self._vault.user.id:
            who = "mine"
        elif told.whose is not None:
            who = users.find_user(self._vault, told.whose).name
        head = Text.assemble(("Quality of recording  ", "bold"), who, ("  no score, no ranking", "dim"))
        self.query_one("#head", Static).update(head)
        self.query_one("#pictures", Static).update(Text("\n".join(quality.lines_of(told)), no_wrap=True))
        self.query_one("#said", Static).update("\n".join(quality.caveats(told)))

    def action_mine(self) -> None:
        """Show one's own."""
        self._whose = self._vault.user.id
        self._show()

    def action_team(self) -> None:
        """Show everybody together."""
        self._whose = None
        self._show()

    def action_who(self) -> None:
        """Show one practitioner."""
        if not may(self._vault.user.access, May.REVIEW):
            self.notify("Only those who review see somebody else's.")
            return

        def chosen(user_id: str | None) -> None:
            if user_id is not None:
                self._whose = user_id
                self._show()

        self.app.push_screen(WhomDialog(self._vault, "Whose recording?"), chosen)

    def action_held(self) -> None:
        """List all that is held about one's own notes."""
        try:
            found = quality.held(self._vault)
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence)
            return
        lines = ["# All that is held about my recording", "", f"{len(found)} notes, and no word of them."]
        for one in found:
            lines += ["", f"## {one.day:%d %b %Y}, {one.person}, {one.note_id}", ""]
            lines += [
                f"{BY_SLUG[slug].name}: {made} found, {mended} mended, {gone} dismissed"
                for slug, (made, mended, gone) in one.counts.items()
                if slug in BY_SLUG
            ] or ["Nothing was found."]
            lines += [f"Praised: {one.praise}"] if one.praise else []
        text = "\n".join(lines) + "\n"
        self.app.push_screen(PageScreen(text, "held.md", lambda: text))
