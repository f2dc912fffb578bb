"""Every verb with its options; what a verb does is imported only when it is used."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from importlib import import_module

from noteui import __version__
from noteui.cli.verbs.options import vault_options
from noteui.cli.verbs.verb import EXITS, Parser, Verb, done_by

_MODULES = (
    "notes",
    "final",
    "review",
    "people",
    "users",
    "due",
    "supervision",
    "oversight",
    "retention",
    "sharing",
    "packages",
    "vault",
)
"""In the order in which `noteui --help` lists what they hold."""


def verbs() -> Iterator[Verb]:
    """Every verb in that order, its module imported only when its turn comes."""
    for name in _MODULES:
        yield from import_module(f"noteui.cli.verbs.{name}").VERBS


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
    offered = root.add_subparsers(metavar="VERB", parser_class=Parser)
    # A verb that comes first is all that is needed; behind other options all are told of in a refusal.
    first = next((verb for verb in verbs() if verb.name == asked[0]), None) if asked else None
    for verb in (first,) if first else verbs():
        verb.add_to(offered, whole=asked is None or verb.name in asked)
    return root
