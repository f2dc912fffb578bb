"""Pictures in a terminal: one character a month, all of them on one scale."""

from __future__ import annotations

from collections.abc import Sequence

_LEVELS = "▁▂▃▄▅▆▇█"
TOO_FEW = "·"
"""What stands for a month of which nothing is shown."""


def sparkline(values: Sequence[float | None], top: float) -> str:
    """The values as bars, `top` being the full height; nothing known is a dot, nothing found a space's width.

    A value above nought never looks like nought.
    """
    return "".join(_bar(value, top) for value in values)


def _bar(value: float | None, top: float) -> str:
    if value is None:
        return TOO_FEW
    if value <= 0 or top <= 0:
        return "_"
    return _LEVELS[min(len(_LEVELS) - 1, int(value / top * len(_LEVELS)))]
