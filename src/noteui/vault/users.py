"""Users in the log: who they are is bound there by a digest, so that nobody's name, role or access can change
without an entry."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from noteui.records import Act, SigningKey, User
from noteui.vault import log
from noteui.vault.seal import canonical

_CONTEXT = b"noteui user 1\n"


def enrol(session: Session, signer: log.LogSigner, user: User, key_id: str, public: str) -> None:
    """Binds a user and a signing key of theirs into the log; an earlier key of theirs signs no more."""
    earlier = session.scalars(select(SigningKey).where(col(SigningKey.user_id) == user.id)).all()
    for key in earlier:
        key.retired = True
    session.add(SigningKey(id=key_id, user_id=user.id, public=public, since=datetime.now(UTC)))
    session.flush()
    log.append(
        session,
        signer,
        Act.SIGNING_KEY_ADDED if earlier else Act.USER_ADDED,
        object_id=user.id,
        payload=digest_of(user),
        detail={"key": key_id, "public": public},
    )


def enrol_all(session: Session, signer: log.LogSigner) -> None:
    """Binds the users of a vault from before there was a log; only who opened it has a key so far."""
    for user in session.scalars(select(User).order_by(col(User.id))).all():
        if user.id == signer.user_id:
            enrol(session, signer, user, signer.key_id, signer.public)
        else:
            log.append(session, signer, Act.USER_ADDED, object_id=user.id, payload=digest_of(user))


def digest_of(user: User) -> str:
    """What the log holds of a user: SHA-256 over everything that is kept of them, in hexadecimal."""
    kept = {
        "id": user.id,
        "name": user.name,
        "role": user.role,
        "access": user.access.value,
        "active": user.active,
    }
    return hashlib.sha256(_CONTEXT + canonical(kept).encode()).hexdigest()
