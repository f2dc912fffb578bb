"""Undo across fields: a fix that moved words from one field to another is one step, not two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from noteui.screens.widgets.prose_area import ProseArea


@dataclass(frozen=True, slots=True)
class _Joint:
    before: Mapping[str, str]
    after: Mapping[str, str]


class JointUndo:
    """Remembers the changes that spanned fields; what is undone or redone in one follows in the others."""

    def __init__(self) -> None:
        self._joints: list[_Joint] = []

    def spanned(self, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        """Take note of one change: the texts of the fields that it touched, by name."""
        self._joints.append(_Joint(before, after))

    def follow(self, field: str, areas: Mapping[str, ProseArea]) -> None:
        """Where a field was just taken over such a change, backwards or forwards, take the others along."""
        area = areas[field]
        for joint in reversed(self._joints):
            if field not in joint.before:
                continue
            undone = area.text == joint.before[field] and bool(area.history.redo_stack)
            redone = area.text == joint.after[field] and bool(area.history.undo_stack)
            if not undone and not redone:
                continue
            stand, go = (joint.after, "undo") if undone else (joint.before, "redo")
            for name in joint.before:
                other = areas[name]
                if name != field and other.text == stand[name]:
                    getattr(other, go)()
            return
