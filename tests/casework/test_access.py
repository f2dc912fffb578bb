"""Who may do what, whole: each access with each thing, and each act that asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from noteui.casework import (
    carrying,
    desk,
    erasing,
    finalising,
    people,
    queue,
    register,
    retention,
    reviewing,
    searching,
    sharing,
    unfinished,
    users,
    watching,
    ways_in,
    writing,
)
from noteui.casework.access import May, NotAllowed, may
from noteui.checks import all_rules
from noteui.checks.note import About, Note, Relation
from noteui.checks.sharing import Recipient, Told
from noteui.paper.note_file import NoteFile
from noteui.records import Access, ReviewKind
from noteui.vault.vault import CurrentUser, Vault

from .conftest import PASSPHRASE

NOW = datetime(2026, 11, 17, 19, 5, tzinfo=UTC)
R, P, S, A = Access.READER, Access.PRACTITIONER, Access.SUPERVISOR, Access.ADMINISTRATOR

TABLE: dict[May, set[Access]] = {
    May.READ: {R, P, S, A},
    May.READ_DRAFTS: {P, S, A},
    May.WRITE: {P, S, A},
    May.EXPORT: {P, S, A},
    May.SHARE: {P, S, A},
    May.REVIEW: {S},
    May.SUPERVISE: {S},
    May.VOID: {S},
    May.KEEP_USERS: {A},
    May.KEEP_KEYS: {A},
    May.READ_LOG: {S, A},
    May.ACKNOWLEDGE: {A},
    May.KEEP_RETENTION: {S, A},
    May.ERASE: {A},
}

NOTE = Note(
    About("Maya Ellis", "child", date(2016, 3, 14)),
    "home visit",
    datetime(2026, 11, 17, 15, 30),
    datetime(2026, 11, 17, 18, 5),
    None,
    fields={"facts": "Maya drew a kite.", "voice": "", "opinion": "", "family": "", "actions": ""},
)
NOWHERE = "0000zzzz0000"
ACTS: dict[str, tuple[May, Callable[[Vault], object]]] = {
    "people.add_person": (May.WRITE, lambda v: people.add_person(v, NOTE.about)),
    "people.change_person": (May.WRITE, lambda v: people.change_person(v, NOWHERE, NOTE.about, ())),
    "people.add_relation": (May.WRITE, lambda v: people.add_relation(v, NOWHERE, Relation("Dana", "mother"))),
    "writing.begin_note": (
        May.WRITE,
        lambda v: writing.begin_note(v, NOWHERE, contact="email", happened=NOW, now=NOW),
    ),
    "writing.save_draft": (
        May.WRITE,
        lambda v: writing.save_draft(v, writing.Draft(NOWHERE, NOWHERE, NOTE), now=NOW),
    ),
    "unfinished.keep": (
        May.WRITE,
        lambda v: unfinished.keep(v, NOWHERE, unfinished.Unfinished("addendum", "x"), now=NOW),
    ),
    "desk.desk": (May.READ, desk.desk),
    "desk.list_notes": (May.READ, desk.list_notes),
    "searching.search": (May.READ, lambda v: searching.search(v, "x")),
    "carrying.import_note": (May.WRITE, lambda v: carrying.import_note(v, NoteFile(NOTE))),
    "carrying.export_note": (May.EXPORT, lambda v: carrying.export_note(v, NOWHERE, now=NOW)),
    "carrying.export_person": (May.EXPORT, lambda v: carrying.export_person(v, NOWHERE)),
    "finalising.finalise": (May.WRITE, lambda v: finalising.finalise(v, NOWHERE, now=NOW)),
    "finalising.add": (May.WRITE, lambda v: finalising.add(v, NOWHERE, "More.")),
    "finalising.correct": (
        May.WRITE,
        lambda v: finalising.correct(v, NOWHERE, finalising.Passage("facts", 0, 4, "Maya"), "M", reason="r"),
    ),
    "finalising.make_void": (May.VOID, lambda v: finalising.make_void(v, NOWHERE, reason="Wrong child.")),
    "finalising.read_final": (May.READ, lambda v: finalising.read_final(v, NOWHERE)),
    "reviewing.submit": (May.WRITE, lambda v: reviewing.submit(v, NOWHERE)),
    "reviewing.say": (May.REVIEW, lambda v: reviewing.say(v, NOWHERE, ReviewKind.PRAISE, "Good.")),
    "reviewing.answer": (May.WRITE, lambda v: reviewing.answer(v, NOWHERE, "Yes.")),
    "reviewing.return_": (May.REVIEW, lambda v: reviewing.return_(v, NOWHERE, "Why?")),
    "reviewing.agree": (May.REVIEW, lambda v: reviewing.agree(v, NOWHERE, "Clear.", now=NOW)),
    "reviewing.review_of": (May.READ, lambda v: reviewing.review_of(v, NOWHERE)),
    "queue.queue": (May.REVIEW, lambda v: queue.queue(v, today=NOW.date())),
    "queue.asked": (May.WRITE, lambda v: queue.asked(v, today=NOW.date())),
    "sharing.begin_sharing": (May.SHARE, lambda v: sharing.begin_sharing(v, NOWHERE, now=NOW)),
    "sharing.decide": (May.SHARE, lambda v: sharing.decide(v, NOWHERE, now=NOW)),
    "sharing.discard_sharing": (May.SHARE, lambda v: sharing.discard_sharing(v, NOWHERE)),
    "sharing.tell": (May.SHARE, lambda v: sharing.tell(v, NOWHERE, Told("Dana", told=True), now=NOW)),
    "sharing.readdress": (
        May.SHARE,
        lambda v: sharing.readdress(v, NOWHERE, "1", Recipient(), reason="Wrong.", now=NOW),
    ),
    "sharing.add_recipient": (
        May.SHARE,
        lambda v: sharing.add_recipient(v, NOWHERE, Recipient(), reason="Also.", now=NOW),
    ),
    "sharing.close_decision": (May.SHARE, lambda v: sharing.close_decision(v, NOWHERE, reason="r", now=NOW)),
    "register.register": (May.READ, lambda v: register.register(v, now=NOW)),
    "register.export_register": (
        May.EXPORT,
        lambda v: register.export_register(v, register.Filter(), now=NOW),
    ),
    "erasing.erase": (May.ERASE, lambda v: erasing.erase(v, NOWHERE, basis="Schedule 4", now=NOW)),
    "retention.set_retention": (May.KEEP_RETENTION, lambda v: retention.set_retention(v, NOWHERE, "x")),
    "retention.hold": (May.KEEP_RETENTION, lambda v: retention.hold(v, NOWHERE, "Inquiry")),
    "retention.lift_hold": (May.KEEP_RETENTION, lambda v: retention.lift_hold(v, NOWHERE)),
    "users.everybody": (May.READ, users.everybody),
    "users.add_user": (
        May.KEEP_USERS,
        lambda v: users.add_user(v, name="", role="", access=R, passphrase=""),
    ),
    "users.change_user": (May.KEEP_USERS, lambda v: users.change_user(v, NOWHERE, access=R)),
    "users.remove_user": (May.KEEP_USERS, lambda v: users.remove_user(v, NOWHERE)),
    "users.give_passphrase": (May.KEEP_USERS, lambda v: users.give_passphrase(v, NOWHERE, "")),
    "ways_in.make_recovery_code": (May.KEEP_KEYS, ways_in.make_recovery_code),
    "watching.read_log": (May.READ_LOG, watching.read_log),
    "watching.acknowledge": (May.ACKNOWLEDGE, lambda v: watching.acknowledge(v, 999)),
    "watching.issue_receipt": (May.READ, lambda v: watching.issue_receipt(v, now=NOW)),
    "watching.drill": (May.READ, lambda v: watching.drill(v, PASSPHRASE)),
    "watching.rotate": (May.KEEP_KEYS, watching.rotate),
    "ways_in.make_organisation_key": (May.KEEP_KEYS, ways_in.make_organisation_key),
}


def test_the_table_names_everything_that_can_be_allowed() -> None:
    assert set(TABLE) == set(May)


@pytest.mark.parametrize("what", May)
@pytest.mark.parametrize("access", Access)
def test_each_access_may_do_what_the_table_says_and_no_more(access: Access, what: May) -> None:
    assert may(access, what) == (access in TABLE[what])


@pytest.mark.parametrize("access", Access)
@pytest.mark.parametrize("act", ACTS)
def test_each_act_asks_before_it_does_anything(vault: Vault, access: Access, act: str) -> None:
    """Whoever may not is refused as such; whoever may gets past that, to what is wrong with the act."""
    what, do = ACTS[act]
    vault.user = CurrentUser(vault.user.id, vault.user.name, vault.user.role, access)
    _as_stored(vault, access)
    before = _everything(vault)
    if access in TABLE[what]:
        try:
            do(vault)
        except NotAllowed as refused:
            raise AssertionError(refused.sentence) from None
        except Exception as error:
            assert hasattr(error, "sentence"), error
    else:
        with pytest.raises(NotAllowed) as told:
            do(vault)
        assert what.value in told.value.sentence
        assert _everything(vault) == before


def test_a_reader_sees_no_draft_anywhere(vault: Vault) -> None:
    draft = carrying.import_note(vault, NoteFile(NOTE)).id
    final = carrying.import_note(vault, NoteFile(NOTE)).id
    finalising.finalise(vault, final, now=NOW, answers=dict.fromkeys(all_rules(), "Not known."))
    for access, seen in ((P, {draft, final}), (R, {final})):
        vault.user = CurrentUser(vault.user.id, vault.user.name, vault.user.role, access)
        shown = desk.desk(vault)
        assert {line.id for line in (*shown.drafts, *shown.recent)} == seen
        assert {line.id for line in desk.list_notes(vault)} == seen
        assert {hit.note.id for hit in searching.search(vault, "kite")} == seen
    with pytest.raises(NotAllowed, match="may not read drafts"):
        writing.open_note(vault, draft)
    assert writing.open_note(vault, final).id == final
    assert finalising.read_final(vault, final).texts


def test_a_refusal_names_who_could(vault: Vault) -> None:
    vault.user = CurrentUser(vault.user.id, "Priya Nair", "social worker", P)
    with pytest.raises(NotAllowed, match=r"A practitioner may not make a note void\. Ask a supervisor"):
        finalising.make_void(vault, NOWHERE, reason="x")
    with pytest.raises(NotAllowed, match="Ask an administrator"):
        ways_in.make_recovery_code(vault)


def _as_stored(vault: Vault, access: Access) -> None:
    from noteui.records import User

    with vault.writing() as session:
        session.get_one(User, vault.user.id).access = access


def _everything(vault: Vault) -> tuple[bytes, int]:
    from noteui.vault import log, place

    with vault.reading() as session:
        head = log.head(session)
    return (vault.folder / place.KEYS).read_bytes(), head.seq if head else 0
