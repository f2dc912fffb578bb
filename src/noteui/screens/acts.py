"""What can be done on a screen: one list, from which both help and palette are made."""

from __future__ import annotations

from collections.abc import Iterator

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

_OF_THE_TEXT = frozenset({"undo", "redo", "cut", "copy", "paste", "select_all"})
"""The text area's own acts that somebody may look for by name."""


def acts(screen: Screen[object]) -> Iterator[tuple[Binding, DOMNode]]:
    """Each act that works on a screen now, once, with the node that it acts on."""
    seen: set[str] = set()
    for active in screen.active_bindings.values():
        binding = active.binding
        named = binding.id is not None or binding.action in _OF_THE_TEXT
        if named and binding.description and binding.description not in seen:
            seen.add(binding.description)
            yield binding, active.node


def key_name(binding: Binding) -> str:
    """The first key of an act in the words that are printed on keyboards: ctrl+s, F8, escape."""
    if binding.key_display:
        return binding.key_display
    *modifiers, key = binding.key.split(",")[0].split("+")
    return "+".join([*modifiers, key.upper() if key[:1] == "f" and key[1:].isdigit() else key])
