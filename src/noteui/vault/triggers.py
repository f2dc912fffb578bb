"""The database's own refusals: what is final can be neither changed nor removed, by whatever program.

Whoever may change the schema can take the triggers away; their fingerprint tells when somebody has, and the
log tells what was changed.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, text
from sqlmodel import Session

from noteui.records import Act

_ONLY_APPENDED = {
    "log_entry": "seq",
    "final": "id",
    "review_act": "seq",
    "action_step": "seq",
    "clock_step": "seq",
    "chronology_mark": "seq",
    "package": "id",
}
"""By their primary keys."""
_NEVER_DELETED = ("user_account", "signing_key")
MAY_CHANGE = frozenset(("status", "settled", "erased_at"))
"""The columns of a finalised note that may still change; all others are its content."""
_NOT_NEXT = (
    "NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM log_entry) OR NEW.prev IS NOT "
    "coalesce((SELECT hash FROM log_entry ORDER BY seq DESC LIMIT 1), '" + "0" * 64 + "')"
)


def create(connection: Connection) -> None:
    """Creates every trigger as this program wants them; needs a connection that may."""
    drop(connection)
    for statement in _statements(connection):
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Takes all triggers away, for as long as a migration runs."""
    for name in (
        connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
    ):
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def fingerprint(session: Session) -> str:
    """A digest of all triggers as the database has them now."""
    rows = session.execute(
        text("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
    )
    return hashlib.sha256("\n".join("\t".join(row) for row in rows).encode()).hexdigest()


def expected(session: Session) -> str:
    """The digest that `fingerprint` gives where nobody has touched them."""
    made = []
    for statement in _statements(session.connection()):
        name, table = statement.split()[2], statement.split(" ON ", 1)[1].split()[0]
        made.append((name, table, statement))
    return hashlib.sha256("\n".join("\t".join(row) for row in sorted(made)).encode()).hexdigest()


def _statements(connection: Connection) -> list[str]:
    made = []
    for table, key in _ONLY_APPENDED.items():
        made += [
            _refuse(f"{table}_no_update", f"BEFORE UPDATE ON {table}", "1", f"{table} only grows"),
            _refuse(f"{table}_no_delete", f"BEFORE DELETE ON {table}", "1", f"{table} only grows"),
            _refuse(
                f"{table}_no_replace",
                f"BEFORE INSERT ON {table}",
                _there(table, key),
                f"{table} only grows",
            ),
        ]
    made.append(
        _refuse(
            "log_entry_in_order",
            "BEFORE INSERT ON log_entry",
            _NOT_NEXT,
            "an entry must follow the last one",
        )
    )
    made += [
        _refuse(f"{table}_no_delete", f"BEFORE DELETE ON {table}", "1", f"nobody is taken out of {table}")
        for table in _NEVER_DELETED
    ]
    made += [
        _refuse(
            "content_key_no_update",
            "BEFORE UPDATE ON content_key",
            "1",
            "the key of a content is never changed",
        ),
        _refuse(
            "content_key_no_replace",
            "BEFORE INSERT ON content_key",
            _there("content_key", "subject_id"),
            "the key of a content is never changed",
        ),
        _refuse(
            "content_key_no_delete",
            "BEFORE DELETE ON content_key",
            _not_erased("OLD.subject_id", Act.NOTE_ERASED, Act.COPY_ERASED),
            "a key goes only when an erasure is in the log",
        ),
        _refuse(
            "note_signals_no_update",
            "BEFORE UPDATE ON note_signals",
            "1",
            "what was signed is not changed",
        ),
        _refuse(
            "note_signals_no_replace",
            "BEFORE INSERT ON note_signals",
            _there("note_signals", "note_id"),
            "what was signed is not changed",
        ),
        _refuse(
            "note_signals_no_delete",
            "BEFORE DELETE ON note_signals",
            _not_erased("OLD.note_id"),
            "it goes only when an erasure is in the log",
        ),
        _refuse("note_no_delete", "BEFORE DELETE ON note", "OLD.status <> 'draft'", "a final note stays"),
        _refuse(
            "note_no_replace",
            "BEFORE INSERT ON note",
            _there("note", "id"),
            "a note is never replaced",
        ),
        _refuse(
            "note_no_going_back",
            "BEFORE UPDATE OF status ON note",
            "OLD.status <> NEW.status AND NOT (OLD.status = 'draft' AND NEW.status = 'finalised') "
            "AND NOT (OLD.status = 'finalised' AND NEW.status = 'void')",
            "a note goes from draft to finalised to void, and never back",
        ),
        _refuse(
            "note_no_change",
            "BEFORE UPDATE ON note",
            f"OLD.status <> 'draft' AND ({_content_differs(connection)}) AND {_not_erased('OLD.id')}",
            "a final note is only added to",
        ),
    ]
    return [*made, *_of_oversight(), *_of_sharings(), *_of_what_leaves()]


def _of_oversight() -> list[str]:
    """The actions of a final note, and a final supervision with those whom it was with, stay as they are."""
    made = []
    for table, column, final, erased in (
        ("action", "note_id", "note WHERE status <> 'draft' AND id", _not_erased("{row}.note_id")),
        ("supervision_with", "supervision_id", "supervision WHERE seq IS NOT NULL AND id", "1"),
    ):
        for what, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
            is_final = f"EXISTS (SELECT 1 FROM {final} = {row}.{column})"  # noqa: S608 -- our own names
            made.append(
                _refuse(
                    f"{table}_no_{what.lower()}",
                    f"BEFORE {what} ON {table}",
                    f"{is_final} AND {erased.format(row=row)}",
                    "what is final stays as it is",
                )
            )
    return [
        *made,
        *(
            _refuse(
                f"supervision_no_{what.lower()}",
                f"BEFORE {what} ON supervision",
                "OLD.seq IS NOT NULL",
                "a final supervision stays as it is",
            )
            for what in ("UPDATE", "DELETE")
        ),
        _refuse(
            "supervision_no_replace",
            "BEFORE INSERT ON supervision",
            _there("supervision", "id"),
            "a supervision is never replaced",
        ),
    ]


def _of_sharings() -> list[str]:
    """A decided sharing changes only together with a new entry about it in the log."""
    whose = {"sharing": "id", "sharing_recipient": "sharing_id", "sharing_item": "sharing_id"}
    made = []
    for table, sharing in whose.items():
        decided = _decided(f"OLD.{sharing}") if table != "sharing" else "OLD.state <> 'draft'"
        made.append(
            _refuse(f"{table}_no_delete", f"BEFORE DELETE ON {table}", decided, "a decided sharing stays")
        )
        made.append(
            _refuse(
                f"{table}_no_replace",
                f"BEFORE INSERT ON {table}",
                _there(table, "id"),
                "a sharing is never replaced",
            )
        )
        unlogged = "1" if table == "sharing_item" else _unlogged(sharing)
        made.append(
            _refuse(
                f"{table}_no_change",
                f"BEFORE UPDATE ON {table}",
                f"{decided} AND {unlogged}",
                "a decided sharing changes only with an entry in the log",
            )
        )
    made += [
        _refuse(
            f"sharing_told_again_no_{what.lower()}",
            f"BEFORE {what} ON sharing_told_again",
            "1",
            "who was told stays",
        )
        for what in ("UPDATE", "DELETE")
    ]
    return made


def _of_what_leaves() -> list[str]:
    """What was sealed stays as it was; a contact and a request change only with an entry in the log."""
    sealed, erased = "OLD.sealed_seq IS NOT NULL", _not_erased("OLD.id", Act.COPY_ERASED)
    made = [
        _refuse(
            f"outgoing_no_{what.lower()}",
            f"BEFORE {what} ON outgoing",
            when,
            "what was sealed stays as it was",
        )
        for what, when in (("UPDATE", f"{sealed} AND {erased}"), ("DELETE", sealed))
    ]
    for table in ("contact", "subject_access"):
        made += [
            _refuse(f"{table}_no_delete", f"BEFORE DELETE ON {table}", "1", f"no {table} is ever deleted"),
            _refuse(
                f"{table}_no_replace",
                f"BEFORE INSERT ON {table}",
                _there(table, "id"),
                "never replaced",
            ),
            _refuse(
                f"{table}_no_change",
                f"BEFORE UPDATE ON {table}",
                _unlogged("id"),
                f"a {table} changes only with an entry in the log",
            ),
        ]
    return made


def _decided(sharing: str) -> str:
    decided = f"id = {sharing} AND state <> 'draft'"
    return f"EXISTS (SELECT 1 FROM sharing WHERE {decided})"  # noqa: S608 -- our own names


def _unlogged(sharing: str) -> str:
    entry = f"seq = NEW.seq AND object_id = NEW.{sharing}"
    logged = f"EXISTS (SELECT 1 FROM log_entry WHERE {entry})"  # noqa: S608 -- our own names
    return f"(NEW.seq IS NULL OR NEW.seq <= coalesce(OLD.seq, 0) OR NOT {logged})"


def _refuse(name: str, moment: str, when: str, why: str) -> str:
    return f"CREATE TRIGGER {name} {moment} WHEN {when} BEGIN SELECT RAISE(ABORT, '{why}'); END"


def _there(table: str, key: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608 -- our own names


def _not_erased(subject: str, *acts: Act) -> str:
    among = ", ".join(f"'{act.value}'" for act in acts or (Act.NOTE_ERASED,))
    erased = f"act IN ({among}) AND object_id = {subject}"
    return f"NOT EXISTS (SELECT 1 FROM log_entry WHERE {erased})"  # noqa: S608 -- our own names


def _content_differs(connection: Connection) -> str:
    columns = [row[1] for row in connection.execute(text("PRAGMA table_info(note)"))]
    return " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in columns if name not in MAY_CHANGE)
