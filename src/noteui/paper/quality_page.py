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
    """A heading, a line a principle with three pictures and their totals, then the notes and the praise."""
    width = len(months) + 8
    out = [f"{'':<16}{'found':<{width}}{'mended':<{width}}dismissed"]
    for row in rows:
        drawn = zip((row.found, row.mended, row.dismissed), row.totals, strict=True)
        pictures = "".join(f"{f'{sparkline(values, top)} {total}':<{width}}" for values, total in drawn)
        out.append(f"{row.name:<16}{pictures}".rstrip())
    for name, counts in (("Notes", notes), ("Praise", praise)):
        most = max((count for count in counts if count), default=0)
        out += ["", f"{name:<16}{sparkline(counts, most)} {sum(count or 0 for count in counts)}"]
    span = f"{months[0]:%b %Y} to {months[-1]:%b %Y}"
    return [*out, "", f"{span}: findings per note by month, on one scale; then in all."]
