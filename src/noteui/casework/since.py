"""What happened to the vault's keys since somebody last opened it: shown once, at the next opening."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from noteui.records import Act, LogEntry, User
from noteui.vault.vault import Vault

MANY_REFUSED = 3
"""Wrong passphrases in a row from which they are told: fewer are a slip of one's own fingers."""
_TOLD = (
    Act.RECOVERY_USED,
    Act.SIGNING_KEY_ADDED,
    Act.RECOVERY_MADE,
    Act.ORGANISATION_KEY_ADDED,
    Act.DATA_KEY_ROTATED,
    Act.VAULT_REFUSED,
    Act.BACKUP_RESTORED,
)


def since_last_opening(vault: Vault) -> list[str]:
    """One sentence for each thing that others, or nobody known, did to the keys, the earliest first.

    What somebody did themselves is not told back to them. Raises VaultError.
    """
    with vault.reading() as session:
        before = _opened_before(session, vault.user.id)
        asked = select(LogEntry).where(
            col(LogEntry.seq) > before, col(LogEntry.act).in_([act.value for act in _TOLD])
        )
        entries = session.scalars(asked.order_by(col(LogEntry.seq))).all()
        names = {user.id: user.name for user in session.scalars(select(User))}
    recovered = {entry.actor for entry in entries if entry.act == Act.RECOVERY_USED}
    told = (
        _sentence(entry, names, vault.user.id)
        for entry in entries
        if not (entry.act == Act.SIGNING_KEY_ADDED and entry.actor == entry.object_id in recovered)
    )
    return [sentence for sentence in told if sentence]


def _opened_before(session: Session, user_id: str) -> int:
    mine = select(col(LogEntry.seq)).where(
        col(LogEntry.act) == Act.VAULT_OPENED.value, col(LogEntry.actor) == user_id
    )
    opened = session.scalars(mine.order_by(col(LogEntry.seq).desc()).limit(2)).all()
    return opened[1] if len(opened) == 2 else opened[0] if opened else 0


def _sentence(entry: LogEntry, names: Mapping[str, str], me: str) -> str | None:
    when = datetime.fromisoformat(entry.at).astimezone()
    at = f"On {when.day} {when:%B at %H:%M}"
    detail = json.loads(entry.detail)
    if entry.act == Act.VAULT_REFUSED:
        times = int(detail.get("times", 0))
        wrong = f"{at} or before, wrong passphrases were tried {times} times."
        return wrong if times >= MANY_REFUSED else None
    if entry.actor == me and entry.act != Act.RECOVERY_USED:
        return None
    who, whom = names.get(entry.actor, "somebody"), names.get(entry.object_id, "somebody")
    match entry.act:
        case Act.RECOVERY_USED:
            return f"{at} the {detail.get('by')} was used to give {whom} a new passphrase."
        case Act.SIGNING_KEY_ADDED if entry.actor != entry.object_id:
            return f"{at} {who} gave {'you' if entry.object_id == me else whom} a new passphrase."
        case Act.SIGNING_KEY_ADDED:
            return f"{at} {whom} began to sign with a new key."
        case Act.RECOVERY_MADE:
            return f"{at} {who} made a new recovery code; an earlier one no longer opens the vault."
        case Act.ORGANISATION_KEY_ADDED:
            return f"{at} {who} made a new organisation key; an earlier one no longer opens the vault."
        case Act.DATA_KEY_ROTATED:
            return f"{at} {who} changed the key to the notes; the recovery code has to be made anew."
        case _:
            return f"{at} {who} put a backup in the place of the vault."
