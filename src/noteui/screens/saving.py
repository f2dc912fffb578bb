"""Keeping what is written on the disk while it is written: soon after each key, and off the event loop."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from noteui.casework import forms, people, quality, supervision, unfinished, writing
from noteui.casework.earlier import earlier_notes
from noteui.casework.errors import CaseworkError, Conflict, NowFinal
from noteui.casework.forms import Fields
from noteui.casework.sharing_facts import shared_with
from noteui.casework.supervision import Supervision
from noteui.casework.unfinished import Unfinished
from noteui.casework.writing import Draft
from noteui.checks import Relation
from noteui.checks.earlier import Earlier
from noteui.records import ADDENDUM
from noteui.vault.errors import VaultError
from noteui.vault.vault import Vault

PAUSE = 0.3
"""Seconds without a key after which the draft is saved."""
LONGEST = 0.6
"""Seconds after which it is saved though the writer types on; with the save itself, well under one."""
AGAIN = 2.0
"""Seconds until the next try after a save that failed."""

_Words = TypeVar("_Words")


@dataclass(frozen=True, slots=True)
class SaveState:
    """What is said about the save: when it last worked (wall-clock), and what stands in the way now."""

    saved_at: datetime | None
    trouble: str | None = None
    moved: bool = False
    """Whether the text went into a new draft because somebody else had changed this one."""
    final: bool = False
    """Whether it went into an unfinished addendum because the note was made final elsewhere."""


class KeepsDraft(Protocol):
    """What the editor asks of whoever keeps its draft; see `DraftKeeper`."""

    state: SaveState

    @property
    def note_id(self) -> str:
        """The draft's id."""

    @property
    def is_changed(self) -> bool:
        """Whether anything was written since the last save that worked."""

    @property
    def is_being_typed(self) -> bool:
        """Whether a key was pressed within the last second."""

    def written(self) -> None:
        """Something was written."""

    def due(self) -> bool:
        """Whether it is time to save."""

    def save(self, snapshot: Draft) -> SaveState:
        """Save what the screen shows, and say what came of it."""

    def earlier(self) -> Earlier:
        """What the person's earlier notes say, for the checks. Raises VaultError."""

    def shared(self) -> tuple[str, ...] | None:
        """With whom a sharing is logged for this note; None where there is no register. Raises VaultError."""

    def add_person(self, relation: Relation) -> None:
        """Keep somebody new among the people around the person. Raises CaseworkError, VaultError."""

    def saw(self, seen: frozenset[quality.Seen]) -> None:
        """Keep which findings were shown. Raises CaseworkError, VaultError."""

    def leave(self) -> None:
        """The editor is left. Raises CaseworkError, VaultError."""


class Keeper(ABC, Generic[_Words]):
    """Saves what one screen holds.

    `written` marks it as changed; `due` tells whether it is time; `save` saves in the calling thread and
    never raises. Two saves never run at once.
    """

    def __init__(self, vault: Vault, saved_at: datetime | None, clock: Callable[[], datetime]) -> None:
        self._vault = vault
        self._clock = clock
        self._lock = threading.Lock()
        self._changed_at: float | None = None
        self._last_key = 0.0
        self._not_before = 0.0
        self._stopped = False
        self.state = SaveState(saved_at.astimezone().replace(tzinfo=None) if saved_at else None)

    @property
    def is_changed(self) -> bool:
        """Whether anything was written since the last save that worked."""
        return self._changed_at is not None

    @property
    def is_being_typed(self) -> bool:
        """Whether a key was pressed within the last second."""
        return time.monotonic() - self._last_key < 1.0

    def written(self) -> None:
        """Something was written."""
        self._last_key = time.monotonic()
        if self._changed_at is None:
            self._changed_at = self._last_key

    def due(self) -> bool:
        """Whether it is time to save."""
        now = time.monotonic()
        if self._changed_at is None or now < self._not_before or self._lock.locked():
            return False
        return now - self._last_key >= PAUSE or now - self._changed_at >= LONGEST

    def save(self, snapshot: _Words) -> SaveState:
        """Save what the screen shows; when this returns it is on the disk, or `trouble` says why not."""
        with self._lock:
            if self._stopped:
                return self.state
            began = time.monotonic()
            try:
                stored = self._store(snapshot)
            except (VaultError, CaseworkError) as error:
                self._not_before = time.monotonic() + AGAIN
                self.state = replace(self.state, trouble=error.sentence, moved=False)
                return self.state
            if self._changed_at is not None and self._last_key <= began:
                self._changed_at = None
            elif self._changed_at is not None:
                self._changed_at = self._last_key
            self.state = replace(stored, saved_at=self._clock().replace(microsecond=0))
            return self.state

    def stop(self) -> None:
        """Save no more: the words are about to be signed. A save that is under way is waited for."""
        with self._lock:
            self._stopped = True

    def go_on(self) -> None:
        """Save again: they were not signed after all."""
        self._stopped = False
        self.written()

    @abstractmethod
    def _store(self, snapshot: _Words) -> SaveState:
        """Put it on the disk, and tell what became of it. Raises VaultError, CaseworkError."""


class AdditionKeeper(Keeper[Unfinished]):
    """Saves what is being written for a note and is not signed yet."""

    def __init__(self, vault: Vault, note_id: str, words: Unfinished, clock: Callable[[], datetime]) -> None:
        super().__init__(vault, words.saved_at, clock)
        self._note_id = note_id

    def _store(self, snapshot: Unfinished) -> SaveState:
        unfinished.keep(self._vault, self._note_id, snapshot, now=self._clock())
        return SaveState(None)


class FormKeeper(Keeper[Fields | None]):
    """Saves what stands in a form; None where nothing of the writer's does."""

    def __init__(self, vault: Vault, form: str, about: str, clock: Callable[[], datetime]) -> None:
        super().__init__(vault, None, clock)
        self._form = form
        self._about = about

    def _store(self, snapshot: Fields | None) -> SaveState:
        forms.keep(self._vault, self._form, self._about, snapshot, now=self._clock())
        return SaveState(None)


class SupervisionKeeper(Keeper[Supervision]):
    """Saves the draft of one supervision. Each save builds on the version that the last one made."""

    def __init__(self, vault: Vault, draft: Supervision, clock: Callable[[], datetime]) -> None:
        super().__init__(vault, draft.saved_at, clock)
        self.draft = draft

    def _store(self, snapshot: Supervision) -> SaveState:
        ours = replace(snapshot, version=self.draft.version)
        self.draft = supervision.save(self._vault, ours, now=self._clock())
        return SaveState(None)


class DraftKeeper(Keeper[Draft]):
    """Saves one draft. Each save builds on the version that the last one made."""

    def __init__(self, vault: Vault, draft: Draft, clock: Callable[[], datetime]) -> None:
        super().__init__(vault, draft.saved_at, clock)
        self.vault = vault
        self._draft = draft
        self._begun_before: str | None = None

    @property
    def note_id(self) -> str:
        """The draft's id; it changes only where a conflict made a new draft."""
        return self._draft.id

    def _store(self, snapshot: Draft) -> SaveState:
        ours = self._as_ours(snapshot)
        try:
            self._draft = writing.save_draft(self._vault, ours, now=self._clock())
        except NowFinal:
            if self._begun_before is None:
                begun = unfinished.begun(self._vault, ours.id, ADDENDUM)
                self._begun_before = begun.text if begun else ""
            unfinished.keep_beside(self._vault, ours, self._begun_before, now=self._clock())
            return SaveState(None, final=True)
        except Conflict:
            self._draft = self._save_as_new(snapshot)
            return SaveState(None, moved=True)
        return SaveState(None)

    def _as_ours(self, snapshot: Draft) -> Draft:
        return replace(snapshot, id=self._draft.id, version=self._draft.version)

    def _save_as_new(self, snapshot: Draft) -> Draft:
        """Keep these words beside the other version: nobody's are written over."""
        note = snapshot.note
        now = self._clock()
        fresh = writing.begin_note(
            self._vault,
            snapshot.person_id,
            contact=note.contact,
            happened=note.happened or now,
            now=now,
            seen=note.seen,
            seen_alone=note.seen_alone,
            interpreter=note.interpreter,
        )
        return writing.save_draft(self._vault, replace(snapshot, id=fresh.id, version=fresh.version), now=now)

    def earlier(self) -> Earlier:
        """What the person's earlier notes say, for the checks. Raises VaultError."""
        return earlier_notes(self._vault, self._draft.person_id, self.note_id)

    def shared(self) -> tuple[str, ...]:
        """With whom a sharing is logged for this note. Raises VaultError."""
        return shared_with(self._vault, self.note_id)

    def add_person(self, relation: Relation) -> None:
        """Keep somebody new among the people around the person. Raises CaseworkError, VaultError."""
        people.add_relation(self._vault, self._draft.person_id, relation)

    def saw(self, seen: frozenset[quality.Seen]) -> None:
        """Keep which findings were shown. Raises CaseworkError, VaultError."""
        quality.saw(self._vault, self.note_id, seen)

    def leave(self) -> None:
        """The editor is left: the note is made findable, or dropped where nothing was ever written in it."""
        if not writing.discard_empty(self._vault, self.note_id):
            writing.settle(self._vault, self.note_id)
