"""A screen whose words are kept while they are written, though nothing is signed yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from noteui.screens.saving import Keeper, SaveState

if TYPE_CHECKING:
    from textual.screen import Screen

    _Base = Screen[Any]
else:
    _Base = object


class KeepsWords(_Base):
    """Mixed into a screen that has a keeper: saves at every pause, off the event loop, and on leaving."""

    keeper: Keeper[Any]

    def words(self) -> Any:
        """What is to be kept, as the screen shows it now."""
        raise NotImplementedError

    def show_saved(self, state: SaveState) -> None:
        """Tell whether it is kept."""

    def begin_keeping(self) -> None:
        """From now on save whenever it is time; for `on_mount`."""
        self.set_interval(0.1, self._save_when_due)

    def save_now(self) -> str | None:
        """Save at once, in this thread; the app calls it when it has to end."""
        if self.is_attached and self.keeper.is_changed:
            self.show_saved(self.keeper.save(self.words()))
        return self.keeper.state.trouble if self.keeper.is_changed else None

    def _save_when_due(self) -> None:
        if self.keeper.due():
            words = self.words()
            self.run_worker(lambda: self._save(words), thread=True, exit_on_error=False)

    def _save(self, words: Any) -> None:
        state = self.keeper.save(words)
        self.app.call_from_thread(self._saved, state)

    def _saved(self, state: SaveState) -> None:
        if self.is_attached:
            self.show_saved(state)
