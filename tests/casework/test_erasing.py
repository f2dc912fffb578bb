"""How long a file is kept is told and never acted on; what is erased leaves no words, and all verifies."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from noteui.casework import people, retention
from noteui.casework.access import NotAllowed
from noteui.casework.carrying import import_note
from noteui.casework.erasing import erase
from noteui.casework.errors import CaseworkError, Conflict
from noteui.casework.finalising import add, finalise, read_final
from noteui.casework.searching import search
from noteui.checks import all_rules
from noteui.checks.note import About, Note
from noteui.paper.note_file import NoteFile
from noteui.records import Access
from noteui.vault import backup, keys, verify
from noteui.vault import vault as vaults
from noteui.vault.keys import FLOOR
from noteui.vault.vault import Vault

from .conftest import PASSPHRASE

NOW = datetime(2026, 11, 17, 19, 5, tzinfo=UTC)
CANARY = "the heron by the third lock"
ANSWERS = dict.fromkeys(all_rules(), "Asked on the day.")


def final_note(vault: Vault, words: str = CANARY) -> str:
    note = Note(
        About("Maya Ellis", "child", date(2016, 3, 14)),
        "home visit",
        datetime(2026, 11, 17, 15, 30),
        datetime(2026, 11, 17, 18, 5),
        None,
        fields={"facts": f"Maya drew {words}.", "voice": "", "opinion": "", "family": "", "actions": ""},
    )
    draft = import_note(vault, NoteFile(note))
    finalise(vault, draft.id, now=NOW, answers=ANSWERS)
    add(vault, draft.id, f"Her teacher knew of {words} as well.")
    return draft.id


def test_an_erased_note_has_no_words_left_and_the_vault_still_verifies(vault: Vault) -> None:
    note_id, other = final_note(vault), final_note(vault, "a kite")

    done = erase(vault, note_id, basis="Schedule 4, reviewed by R. Cole", now=NOW)

    assert "Schedule 4" in done.certificate
    assert CANARY not in done.certificate
    assert read_final(vault, note_id).texts == ()
    assert search(vault, "heron") == []
    assert [hit.note.id for hit in search(vault, "kite")] == [other]
    assert verify.verify(vault) == []
    with pytest.raises(Conflict, match="erased"):
        add(vault, note_id, "More.")


def test_nothing_of_it_is_in_any_table_or_automatic_backup(vault: Vault) -> None:
    note_id = final_note(vault)
    backup.back_up_daily(vault, today=date(2026, 11, 16))
    by_hand = backup.back_up(vault)

    done = erase(vault, note_id, basis="Schedule 4", now=NOW)

    assert done.backups_left == (by_hand.name,)
    (fresh,) = by_hand.parent.glob("*-daily")
    for folder in (vault.folder, fresh):
        assert CANARY not in _everything(folder), folder
    assert CANARY in _everything(by_hand)


def _everything(folder: Path) -> str:
    from sqlalchemy import text
    from sqlmodel import Session

    from noteui.vault.engine import make_engine

    engine = make_engine(folder / "vault.db", keys.unlock(folder, PASSPHRASE).data_key)
    with Session(engine) as session:
        names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        told = [repr(row) for name in names for row in session.execute(text(f'SELECT * FROM "{name}"'))]
    engine.dispose()
    return "\n".join(told)


def test_a_held_file_is_not_erased_until_the_hold_is_lifted(vault: Vault) -> None:
    note_id = final_note(vault)
    person = people.everyone(vault)[0].id
    retention.hold(vault, person, "Inquiry, letter of 3 May")

    with pytest.raises(Conflict, match="held"):
        erase(vault, note_id, basis="Schedule 4", now=NOW)
    retention.lift_hold(vault, person)

    assert erase(vault, note_id, basis="Schedule 4", now=NOW).note_id == note_id


@pytest.mark.parametrize("basis", ["", "  "])
def test_an_erasure_needs_a_basis(vault: Vault, basis: str) -> None:
    note_id = final_note(vault)
    with pytest.raises(CaseworkError, match="basis"):
        erase(vault, note_id, basis=basis, now=NOW)
    assert read_final(vault, note_id).texts


def test_a_file_is_due_once_its_time_is_over_and_nothing_happens_by_itself(vault: Vault) -> None:
    final_note(vault)
    person = people.everyone(vault)[0].id
    kept = retention.set_retention(vault, person, "school-child-protection")

    assert kept.keep_until == date(2041, 3, 14)
    assert retention.due_for_review(vault, today=date(2041, 3, 14)) == []
    assert [k.person_id for k in retention.due_for_review(vault, today=date(2041, 3, 15))] == [person]
    retention.hold(vault, person, "Inquiry")
    assert retention.due_for_review(vault, today=date(2050, 1, 1)) == []
    assert len(search(vault, "heron")) == 1


def test_a_class_that_counts_from_an_event_asks_for_its_day(vault: Vault) -> None:
    final_note(vault)
    person = people.everyone(vault)[0].id
    with pytest.raises(CaseworkError, match="give the day"):
        retention.set_retention(vault, person, "child-protection")
    kept = retention.set_retention(vault, person, "child-protection", started_on=date(2024, 2, 29))
    assert kept.keep_until == date(2059, 2, 28)


def test_every_class_names_its_source_nation_and_when_it_was_checked() -> None:
    for known in retention.classes().values():
        assert known.source
        assert known.years > 0
        assert known.nation in ("england", "wales", "scotland", "northern-ireland", "uk")
        assert known.checked <= date.today()


def test_who_may_not_is_told_who_may(tmp_path: Path) -> None:
    with vaults.create(
        tmp_path / "v", PASSPHRASE, name="Sam Reeve", role="health visitor", cost=FLOOR
    ) as vault:
        note_id = final_note(vault)
        vault.user = vaults.CurrentUser(vault.user.id, "Sam Reeve", "health visitor", Access.PRACTITIONER)
        with pytest.raises(NotAllowed, match="Ask an administrator"):
            erase(vault, note_id, basis="Schedule 4", now=NOW)


def test_what_is_held_and_why_is_in_the_list(vault: Vault) -> None:
    final_note(vault)
    person = people.everyone(vault)[0].id
    retention.hold(vault, person, "Inquiry")
    (kept,) = retention.retention(vault)
    assert (kept.hold_reason, kept.notes, kept.keep_until) == ("Inquiry", 1, None)
    assert "Inquiry" not in repr(kept)
