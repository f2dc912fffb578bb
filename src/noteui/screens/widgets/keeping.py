"""Words that a screen holds and that are signed or kept only later: saved while they are written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from textual.widgets import Static

from noteui.screens.saving import Keeper, SaveState

if TYPE_CHECKING:
    from textual.screen import Screen

_Words = TypeVar("_Words")


def show_unsigned(screen: Screen[Any], state: SaveState) -> None:
    """Tell in the screen's line `#saved` that its words are kept, and since when, or that they are not."""
    shown = screen.query_one("#saved", Static)
    shown.set_class(state.trouble is not None, "trouble")
    if state.trouble is not None:
        shown.update("Not saved")
        screen.notify(f"{state.trouble} What you write is kept here, and noteui goes on trying.")
    elif state.saved_at is not None:
        shown.update(f"kept {state.saved_at:%H:%M:%S}, unsigned")


class Keeping(Generic[_Words]):
    """Saves what one screen shows at every pause, off the event loop, and at once where it has to end.

    `words` gives what is to be saved; `show` tells the writer what became of it.
    """

    def __init__(
        self,
        screen: Screen[Any],
        keeper: Keeper[_Words],
        words: Callable[[], _Words],
        show: Callable[[SaveState], None],
    ) -> None:
        self._screen = screen
        self.keeper = keeper
        self._words = words
        self._show = show

    def begin(self) -> None:
        """From now on save whenever it is time; for `on_mount`."""
        self._screen.set_interval(0.1, self._save_when_due)

    def now(self) -> str | None:
        """Save at once, in this thread; what stands in the way, in one sentence."""
        if self._screen.is_attached and self.keeper.is_changed:
            self._show(self.keeper.save(self._words()))
        return self.keeper.state.trouble if self.keeper.is_changed else None

    def _save_when_due(self) -> None:
        if self.keeper.due():
            words = self._words()
            self._screen.run_worker(lambda: self._save(words), thread=True, exit_on_error=False)

    def _save(self, words: _Words) -> None:
        state = self.keeper.save(words)
        self._screen.app.call_from_thread(self._saved, state)

    def _saved(self, state: SaveState) -> None:
        if self._screen.is_attached:
            self._show(state)
