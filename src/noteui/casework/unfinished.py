"""Words for a note that are kept while they are being written and are no part of the record yet.

An addendum or a correction that was begun, and the answers given on the way to finalising: each is kept at
every pause like a draft, for its writer alone, until it is signed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from noteui.casework.access import May, require
from noteui.casework.drafts import require_readable
from noteui.casework.errors import NotFound
from noteui.casework.finalising import Passage
from noteui.casework.storable import storable
from noteui.casework.versions import words_apart
from noteui.casework.writing import Draft
from noteui.checks.note import FIELDS, Note
from noteui.records import ADDENDUM, NoteRecord, UnfinishedRecord
from noteui.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What was begun for a note: the words, and what belongs to its kind.

    For a correction `passage` and `reason`; for finalising `answers` by rule (and, under the names of
    `Lateness`, why it is late). `saved_at` is in UTC.
    """

    kind: str
    text: str = dataclasses.field(default="", repr=False)
    reason: str = dataclasses.field(default="", repr=False)
    passage: Passage | None = dataclasses.field(default=None, repr=False)
    answers: Mapping[str, str] = dataclasses.field(default_factory=dict, repr=False)
    saved_at: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the writer's stands in it: a correction begins as the words that it corrects."""
        text = "" if self.passage is not None and self.text == self.passage.text else self.text
        return not any(words.strip() for words in (text, self.reason, *self.answers.values()))


def begun(vault: Vault, note_id: str, kind: str) -> Unfinished | None:
    """What whoever opened the vault has begun of this kind for a note; None where nothing was."""
    with vault.reading() as session:
        kept = session.get(UnfinishedRecord, (note_id, vault.user.id, kind))
        if kept is None:
            return None
        told = kept.words.get("passage")
        return Unfinished(
            kind,
            kept.words.get("text", ""),
            kept.words.get("reason", ""),
            Passage(**told) if told else None,
            kept.words.get("answers", {}),
            kept.saved_at,
        )


def keep(vault: Vault, note_id: str, words: Unfinished, *, now: datetime) -> Unfinished:
    """Keeps what was written so far; when this returns it is on the disk. Where no word is left, nothing is.

    Raises NotAllowed, NotFound, VaultError.
    """
    require(vault, May.WRITE)
    kept = {
        "text": storable(words.text),
        "reason": storable(words.reason),
        "passage": dataclasses.asdict(words.passage) if words.passage else None,
        "answers": {rule: storable(said) for rule, said in words.answers.items()},
    }
    with vault.writing() as session:
        if session.get(NoteRecord, note_id) is None:
            raise NotFound("This note is no longer in the vault.")
        record = session.get(UnfinishedRecord, (note_id, vault.user.id, words.kind))
        if words.is_empty:
            if record is not None:
                session.delete(record)
        elif record is None:
            session.add(
                UnfinishedRecord(
                    note_id=note_id,
                    author_id=vault.user.id,
                    kind=words.kind,
                    words=kept,
                    saved_at=now.astimezone(UTC),
                )
            )
        else:
            record.words, record.saved_at = kept, now.astimezone(UTC)
    return replace(words, saved_at=now.astimezone(UTC))


def keep_beside(vault: Vault, typed: Draft, before: str, *, now: datetime) -> Unfinished:
    """Keeps what was typed into a draft after it had been made final elsewhere, as an unfinished addendum.

    `before` is what the addendum held until then; the words come after it. Raises NotFound, VaultError.
    """
    with vault.reading() as session:
        record = session.get(NoteRecord, typed.id)
        if record is None:
            raise NotFound("This note is no longer in the vault.")
        require_readable(vault, record)
        final = {name: str(getattr(record, name)) for name in FIELDS}
    parts = [part for part in (before.rstrip(), _not_in(final, typed.note)) if part]
    return keep(vault, typed.id, Unfinished(ADDENDUM, "\n\n".join(parts)), now=now)


def _not_in(final: Mapping[str, str], note: Note) -> str:
    """The fields that differ, each under its title: what was put in, or all of it where words also went."""
    told = []
    for name in FIELDS:
        text, was = note.fields.get(name, ""), final[name]
        if storable(text).strip() == was.strip():
            continue
        pieces = words_apart(was.strip(), storable(text).strip())
        put_in = " … ".join(piece.text.strip() for piece in pieces if piece.how == "now")
        new = text.strip() if any(piece.how == "was" for piece in pieces) else put_in
        told.append(f"{note.title_of(name)}: {new or '(all words taken out)'}")
    return "\n\n".join(told)
