"""`noteui quality`."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from noteui.casework import quality, users
from noteui.casework.quality import Held, Quality
from noteui.checks.principles import BY_SLUG
from noteui.cli.answer import put, put_json, say
from noteui.cli.table import print_table
from noteui.cli.unlocking import open_vault


def show(arguments: argparse.Namespace) -> int:
    """Print the months of one practitioner or of the team, or all that is held about one's own notes."""
    with open_vault(arguments) as vault:
        if arguments.held:
            return _show_held(quality.held(vault), arguments.format)
        whose = None if arguments.team else vault.user.id
        if arguments.who:
            whose = users.find_user(vault, arguments.who).id
        told = quality.quality(vault, whose, today=datetime.now().date())
    if arguments.format == "json":
        put_json(_as_json(told), indent=1)
        return 0
    for line in quality.lines_of(told):
        put(line)
    for sentence in quality.caveats(told):
        say(sentence)
    return 0


def _show_held(found: list[Held], format_: str) -> int:
    if format_ == "json":
        put_json(
            [
                {
                    "note": one.note_id,
                    "person": one.person,
                    "day": one.day.isoformat(),
                    "praise": one.praise,
                    "counts": {
                        slug: dict(zip(("found", "mended", "dismissed"), counts, strict=True))
                        for slug, counts in one.counts.items()
                    },
                }
                for one in found
            ],
            indent=1,
        )
        return 0
    rows = [
        (
            one.note_id,
            one.day.isoformat(),
            one.person,
            str(one.praise),
            "; ".join(
                f"{BY_SLUG[slug].name} {found} ({mended} mended, {gone} dismissed)"
                for slug, (found, mended, gone) in one.counts.items()
                if slug in BY_SLUG
            ),
        )
        for one in found
    ]
    print_table(("note", "signed", "person", "praise", "found"), rows)
    return 0


def _as_json(told: Quality) -> dict[str, Any]:
    return {
        "whose": told.whose,
        "months": [f"{month:%Y-%m}" for month in told.months],
        "notes": list(told.notes),
        "praise": list(told.praise),
        "hidden_months": told.hidden,
        "principles": [
            {
                "principle": strand.principle,
                **{
                    what: [None if cell.notes is None else getattr(cell, what) for cell in strand.cells]
                    for what in ("found", "mended", "dismissed")
                },
            }
            for strand in told.strands
        ],
    }
