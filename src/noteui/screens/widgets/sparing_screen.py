"""A screen that asks only the widgets in the way of a repaint for their rows.

For every repaint, however small, Textual's compositor has all widgets on the screen paint all of their
rows, and then leaves out those that did not change. On a screen of many widgets that costs more than
the typed character does. What this relies on inside Textual stands in this module.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import Compositor
from textual.geometry import Region
from textual.screen import Screen, ScreenResultType
from textual.strip import Strip


class _SparingCompositor(Compositor):
    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if crop is None:
            yield from super()._get_renders(crop)
            return
        # Front to back, until nothing further behind can be seen.
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            if not shown.overlaps(crop):
                continue
            # Whole rows: a widget's strips are cut into columns later, at the cuts of its row.
            rows = shown.intersection(Region(shown.x, crop.y, shown.width, crop.height))
            yield region, rows, widget.render_lines(rows.translate(-region.offset))
            if shown.contains_region(crop):
                return


class SparingScreen(Screen[ScreenResultType]):
    """A screen on which a small change is cheap, however much else is shown."""

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - as every widget of Textual
        super().__init__(name, id, classes)
        self._compositor = _SparingCompositor()
