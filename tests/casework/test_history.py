"""Any history of a vault: whatever is done in whatever order, what was saved last is what is there."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from noteui.casework import people, watching, writing
from noteui.casework.desk import desk
from noteui.casework.errors import Conflict, NotFound
from noteui.casework.searching import search
from noteui.checks.note import FIELDS, NO_FIELDS, About
from noteui.vault import keys
from noteui.vault import vault as vaults

from .conftest import PASSPHRASE

NOW = datetime(2026, 11, 24, 9)
WORDS = ("kettle", "toast", "nan", "bruise", "école", "")


class History(RuleBasedStateMachine):
    """Two windows on one vault; `kept` is what a careful reader of the acts would expect to find."""

    drafts: Bundle[writing.Draft] = Bundle("drafts")

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        folder = Path(self.place.name) / "vault"
        self.vault = vaults.create(folder, PASSPHRASE, name="Priya Nair", role="", cost=keys.FLOOR)
        self.unlocked = keys.unlock(folder, PASSPHRASE)
        self.person = people.add_person(self.vault, About("Maya Ellis", "child")).id
        self.kept: dict[str, writing.Draft] = {}
        self.settled: dict[str, str] = {}

    def teardown(self) -> None:
        assert watching.verify(self.vault) == []
        self.vault.close()
        self.place.cleanup()

    @rule(target=drafts, day=st.integers(1, 24))
    def begin(self, day: int) -> writing.Draft:
        draft = writing.begin_note(
            self.vault, self.person, contact="home visit", happened=datetime(2026, 11, day), now=NOW
        )
        self.kept[draft.id] = draft
        return draft

    @rule(target=drafts, draft=drafts, field=st.sampled_from(FIELDS), word=st.sampled_from(WORDS))
    def save(self, draft: writing.Draft, field: str, word: str) -> object:
        sent = replace(draft, note=replace(draft.note, fields={**NO_FIELDS, field: word}))
        latest = self.kept.get(draft.id)
        if latest is None:
            with pytest.raises(NotFound):
                writing.save_draft(self.vault, sent, now=NOW)
        elif latest.version != draft.version:
            with pytest.raises(Conflict):
                writing.save_draft(self.vault, sent, now=NOW)
        else:
            self.kept[draft.id] = writing.save_draft(self.vault, sent, now=NOW)
            return self.kept[draft.id]
        return multiple()

    @rule(draft=drafts)
    def settle(self, draft: writing.Draft) -> None:
        if draft.id in self.kept:
            writing.settle(self.vault, draft.id)
            self.settled[draft.id] = "".join(self.kept[draft.id].note.fields.values())

    @rule(draft=consumes(drafts))
    def leave(self, draft: writing.Draft) -> None:
        latest = self.kept.get(draft.id)
        empty = latest is not None and not "".join(latest.note.fields.values())
        assert writing.discard_empty(self.vault, draft.id) == empty
        if empty:
            del self.kept[draft.id]
            self.settled.pop(draft.id, None)

    @rule()
    def open_again(self) -> None:
        self.vault.close()
        self.vault = vaults.open_unlocked(self.vault.folder, self.unlocked)
        self.settled = {i: "".join(draft.note.fields.values()) for i, draft in self.kept.items()}

    @invariant()
    def what_was_saved_last_is_there(self) -> None:
        assert {line.id for line in desk(self.vault).drafts} == set(self.kept)
        for note_id, draft in self.kept.items():
            assert writing.open_note(self.vault, note_id) == draft

    @invariant()
    def what_was_settled_last_is_found(self) -> None:
        for word in WORDS[:-1]:
            found = {hit.note.id for hit in search(self.vault, word)}
            assert found == {note_id for note_id, words in self.settled.items() if words == word}


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=5, stateful_step_count=25, deadline=None)
