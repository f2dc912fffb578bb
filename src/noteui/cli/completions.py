"""`noteui completions`: what a shell needs to complete verbs, options and file names."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import shtab

from noteui.cli.answer import put
from noteui.cli.verbs import parser

_FILES = {"FILE": shtab.FILE, "PATH": shtab.FILE, "FOLDER": shtab.DIRECTORY}


def print_completions(arguments: argparse.Namespace) -> int:
    """Print the completions for a shell; none is a name of a person or note: that would open the vault."""
    whole = parser()
    for action in _actions(whole):
        kind = _FILES.get(str(action.metavar))
        if kind is not None:
            action.complete = kind  # type: ignore[attr-defined]
    put(shtab.complete(whole, arguments.shell))
    return 0


def _actions(made: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in made._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from _actions(inner)
