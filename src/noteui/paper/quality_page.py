"""The quality of recording as lines of text, the same on the screen and on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from noteui.paper.pictures import sparkline


@dataclass(frozen=True, slots=True)
class Row:
    """One principle: its name, and per note by month what was found, mended, dismissed, and in all."""

    name: str
    found: Sequence[float | None]
    mended: Sequence[float | None]
    dismissed: Sequence[float | None]
    totals: tuple[int, int, int]


def quality_lines(
    rows: Sequence[Row],
    months: Sequence[date],
    notes: Sequence[int | None],
    praise: Sequence[int | None],
    top: float,
) -> list[str]:
    """A heading, a line a principle with three pictures on one scale, then the notes and the praise."""
    width = len(months)
    span = f"{months[0]:%b %Y} to {months[-1]:%b %Y}"
    out = [f"{'':<17}{'found':<{width + 2}}{'mended':<{width + 2}}{'dismissed':<{width + 2}}in all"]
    for row in rows:
        pictures = "".join(
            f"{sparkline(values, top):<{width + 2}}" for values in (row.found, row.mended, row.dismissed)
        )
        found, mended, dismissed = row.totals
        out.append(f"{row.name:<17}{pictures}{found} found, {mended} mended, {dismissed} dismissed"[:200])
    most = max((count for count in notes if count), default=0)
    praised = sum(count or 0 for count in praise)
    out += ["", f"{'Notes':<17}{sparkline(notes, most):<{width + 2}}{sum(n or 0 for n in notes)} in all"]
    highest = max((count for count in praise if count), default=0)
    out.append(f"{'Praise':<17}{sparkline(praise, highest):<{width + 2}}{praised} in all")
    return [*out, "", f"{span}, a character a month; each picture of findings is per note, on one scale."]
