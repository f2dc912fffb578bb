"""A list that is moved in by letters as well as by arrows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

AT_FIRST = 80
"""Lines that are laid out before the first paint: more than any terminal shows at once."""
SOON = 0.05
"""Seconds after that paint, after which the others are."""


class ChoiceList(OptionList):
    """Lines of which one is lit; enter takes it."""

    _later: Sequence[Option] = ()

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "cursor_down", "Next line", id="list.down", show=False, key_display="j, down"),
        Binding("k,up", "cursor_up", "Line before", id="list.up", show=False, key_display="k, up"),
        Binding("g,home", "first", "First line", id="list.first", show=False, key_display="g, home"),
        Binding("G,end", "last", "Last line", id="list.last", show=False, key_display="G, end"),
    ]

    def fill(self, options: Sequence[Option], lit: int | None) -> None:
        """Show these options in place of those before, one of them lit; the end of a long list later."""
        self.clear_options()
        few = AT_FIRST if len(options) > AT_FIRST and (lit or 0) < AT_FIRST else len(options)
        self._later = options[few:]
        self.add_options(options[:few])
        self.highlighted = lit
        if self._later:
            # Only once these are painted: laying out hundreds takes longer than that.
            self.call_after_refresh(self.set_timer, SOON, partial(self._add, self._later))

    def follow(self, options: Sequence[Option]) -> None:
        """Put more options behind those that are there, laid out or not."""
        if self._later:
            self._later = [*self._later, *options]
            self.set_timer(SOON, partial(self._add, self._later))
        else:
            self.add_options(options)

    def _add(self, later: Sequence[Option]) -> None:
        if later is self._later:
            self._later = ()
            self.add_options(later)

    def action_last(self) -> None:
        """Go to the last line, of those too that are not laid out yet."""
        self._add(self._later)
        super().action_last()
