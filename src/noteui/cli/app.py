"""`noteui`, `noteui new`, `noteui demo` and `noteui practice`: the full-screen app."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from noteui.cli.answer import Refusal
from noteui.cli.unlocking import vault_folder


def open_app(arguments: argparse.Namespace) -> int:
    """Open the app on the vault."""
    _need_terminal()
    from noteui.screens.app import run

    return run(vault_folder(arguments))


def open_demo(arguments: argparse.Namespace) -> int:
    """Open the app on a throwaway vault, in memory where the system offers that, and clear it away after."""
    del arguments
    _need_terminal()
    memory = Path("/dev/shm")  # noqa: S108 -- memory, not a disk; the folder in it is private
    with tempfile.TemporaryDirectory(prefix="noteui-demo-", dir=memory if memory.is_dir() else None) as made:
        from noteui.casework.demo import demo_vault
        from noteui.screens.app import run

        folder = Path(made) / "vault"
        return run(folder, demo=demo_vault(folder))


def open_practice(arguments: argparse.Namespace) -> int:
    """Open the notes to practise on: no vault, nothing kept."""
    del arguments
    _need_terminal()
    from noteui.screens.app import run

    return run(None)


def new_note(arguments: argparse.Namespace) -> int:
    """Begin a note and open the app on it."""
    _need_terminal()
    from datetime import datetime

    from noteui.casework import people, when, writing
    from noteui.casework.since import since_last_opening
    from noteui.cli.notes import contact_kind
    from noteui.cli.unlocking import passphrase
    from noteui.screens.app import run
    from noteui.vault.vault import open_

    folder = vault_folder(arguments)
    contact = contact_kind(arguments.contact)
    moment = when.read_moment(arguments.happened, now=datetime.now())
    typed = passphrase(arguments)
    with open_(folder, typed) as vault:
        told = since_last_opening(vault)
        person = people.find_person(vault, arguments.about)
        draft = writing.begin_note(
            vault,
            person.id,
            contact=contact,
            happened=moment.value,
            now=datetime.now(),
            seen=arguments.seen,
            seen_alone=arguments.seen_alone,
            interpreter=arguments.interpreter,
        )
    return run(folder, passphrase=typed, note_id=draft.id, told=told)


def _need_terminal() -> None:
    # Textual draws on stderr: sent to a file, the screen and the notes on it would stand there in the clear.
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise Refusal("The app needs a terminal; for a pipe use a verb such as `noteui list`.")
    if os.name != "nt" and os.environ.get("TERM", "") in ("", "dumb"):
        raise Refusal("This terminal cannot show the app (TERM=dumb); use a verb such as `noteui list`.")
