"""Every verb with its options; what a verb does is imported only when it is used."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from noteui import __version__
from noteui.cli.verbs import (
    due,
    final,
    notes,
    oversight,
    packages,
    people,
    retention,
    review,
    sharing,
    supervision,
    users,
    vault,
)
from noteui.cli.verbs.options import vault_options
from noteui.cli.verbs.verb import EXITS, Parser, done_by

VERBS = (
    *notes.VERBS,
    *final.VERBS,
    *review.VERBS,
    *people.VERBS,
    *users.VERBS,
    *due.VERBS,
    *supervision.VERBS,
    *oversight.VERBS,
    *retention.VERBS,
    *sharing.VERBS,
    *packages.VERBS,
    *vault.VERBS,
)
"""In the order in which `noteui --help` lists them."""


def parser(asked: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """The command line: whole, or with as much of it as reads what was `asked`.

    Adding every verb with its options takes a fifth of a check of one page as a process.
    """
    root = Parser(
        prog="noteui",
        description="Case notes for safeguarding practitioners. Without a verb, noteui opens the app.",
        epilog=EXITS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    root.add_argument("--version", action="version", version=f"noteui {__version__}")
    vault_options(root)
    root.set_defaults(act=done_by("app", "open_app"), verb=None)
    verbs = root.add_subparsers(metavar="VERB", parser_class=Parser)
    # A verb that comes first is all that is needed; behind other options all are told of in a refusal.
    first = [verb for verb in VERBS if asked and verb.name == asked[0]]
    for verb in first or VERBS:
        verb.add_to(verbs, whole=asked is None or verb.name in asked)
    return root
