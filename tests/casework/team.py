"""A vault that several people use, each with their own passphrase, open for all of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from noteui.casework import finalising, people, users, writing
from noteui.checks import About, all_rules
from noteui.records import Access
from noteui.vault import keys
from noteui.vault import vault as vaults
from noteui.vault.vault import Vault

NOW = datetime(2026, 11, 17, 18, 30)
ANY_ANSWER = dict.fromkeys(all_rules(), "Asked at the time, and not known.")
FACTS = "The kettle was cold. Dana rang at 3.45pm and again at 5pm."
VOICE = "Maya said, “I like the kettle when it sings.”"


@dataclass(frozen=True)
class Team:
    """The same vault as each of its users has it open."""

    admin: Vault
    writer: Vault
    other: Vault
    supervisor: Vault
    second: Vault


@contextmanager
def team(folder: Path) -> Iterator[Team]:
    """Make a vault with an administrator, two practitioners and two supervisors."""
    made = (
        ("Priya Nair", "social worker", Access.PRACTITIONER),
        ("Sam Reeve", "health visitor", Access.PRACTITIONER),
        ("Rowan Cole", "team manager", Access.SUPERVISOR),
        ("Ama Boateng", "practice lead", Access.SUPERVISOR),
    )
    with ExitStack() as stack:
        admin = stack.enter_context(
            vaults.create(folder, "violet otter canal lamp", name="Lee Marsh", role="admin", cost=keys.FLOOR)
        )
        opened = []
        for number, (name, role, access) in enumerate(made):
            passphrase = f"violet otter canal lamp {number}"
            users.add_user(admin, name=name, role=role, access=access, passphrase=passphrase)
            opened.append(stack.enter_context(vaults.open_(folder, passphrase)))
        yield Team(admin, *opened)


def draft(vault: Vault, *, facts: str = FACTS, voice: str = VOICE, days: int = 0) -> str:
    """A draft about Maya, of what happened so many days ago."""
    person = people.add_person(vault, About("Maya Ellis", "child"), [])
    happened = NOW.replace(hour=15) - timedelta(days=days)
    begun = writing.begin_note(vault, person.id, contact="home visit", happened=happened, now=NOW)
    fields = {**begun.note.fields, "facts": facts, "voice": voice}
    saved = writing.save_draft(vault, replace(begun, note=replace(begun.note, fields=fields)), now=NOW)
    writing.settle(vault, saved.id)
    return saved.id


def final(vault: Vault, *, facts: str = FACTS, voice: str = VOICE, days: int = 0) -> str:
    """The same, made final."""
    note = draft(vault, facts=facts, voice=voice, days=days)
    finalising.finalise(vault, note, now=NOW, answers=ANY_ANSWER)
    return note
