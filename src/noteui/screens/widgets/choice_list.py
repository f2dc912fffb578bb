"""A list that is moved in by letters as well as by arrows."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList


class ChoiceList(OptionList):
    """Lines of which one is lit; enter takes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "cursor_down", "Next line", id="list.down", show=False, key_display="j, down"),
        Binding("k,up", "cursor_up", "Line before", id="list.up", show=False, key_display="k, up"),
        Binding("g,home", "first", "First line", id="list.first", show=False, key_display="g, home"),
        Binding("G,end", "last", "Last line", id="list.last", show=False, key_display="G, end"),
    ]
