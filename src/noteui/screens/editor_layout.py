"""How the editor divides a window: arithmetic alone, so that every size can be reasoned about."""

from __future__ import annotations

from dataclasses import dataclass

from noteui.checks import FIELDS

WIDE = (110, 32)
"""Columns and rows from which all fields are open and the findings stand beside them."""
LONGEST_LINE = 104
"""Columns past which prose is hard to read."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns and rows of the fields and of the findings; each field's rows under its title, 0 where shut."""

    wide: bool
    fields_width: int
    fields_rows: int
    panel_width: int
    panel_rows: int
    heights: dict[str, int]


def lay_out(columns: int, rows: int, focused: str) -> Layout:
    """Divide what is left of a window by head, strip and foot, most of it to the field that is focused."""
    if columns >= WIDE[0] and rows + 3 >= WIDE[1]:
        width = min(LONGEST_LINE, columns - min(52, max(36, columns // 3)))
        for_text = rows - len(FIELDS)
        least = max(3, for_text // 8)
        heights = dict.fromkeys(FIELDS, least)
        heights[focused] = for_text - least * (len(FIELDS) - 1)
        return Layout(True, width, rows, min(60, columns - width), rows, heights)
    panel = 4 if rows >= 16 else 3 if rows >= 12 else 2 if rows >= 9 else 0
    heights = dict.fromkeys(FIELDS, 0)
    heights[focused] = max(1, rows - panel - len(FIELDS))
    return Layout(False, columns, rows - panel, columns, panel, heights)
