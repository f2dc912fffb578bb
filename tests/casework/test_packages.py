"""Sealing, opening and receipts between two vaults, in one process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text
from sqlmodel import col

from noteui.casework import (
    carrying,
    contacts,
    finalising,
    outgoing,
    packages,
    people,
    sharing,
    sharing_corrections,
    sharing_loop,
)
from noteui.casework.contacts import Contact
from noteui.casework.erasing import erase
from noteui.casework.errors import CaseworkError, Conflict
from noteui.casework.finalising import Passage
from noteui.casework.packages import LeaksUnanswered
from noteui.casework.redacting import Redaction, Selection, Span, Tag
from noteui.checks.note import About
from noteui.checks.sharing import Recipient, Told
from noteui.checks.sharing import Sharing as SharingData
from noteui.paper import package
from noteui.paper.note_file import read_note
from noteui.paper.package import NoPackage, Refused
from noteui.records import Act, ContentKey, Final
from noteui.vault import age_identity, keys, place, triggers
from noteui.vault import vault as vaults
from noteui.vault.engine import make_engine
from noteui.vault.errors import VaultError
from noteui.vault.vault import Vault
from noteui.vault.verify import verify

from .generated_packages import run

PASSPHRASE = "violet otter canal lamp"
NOTES = Path(__file__).resolve().parents[2] / "src/noteui/casework/demo_notes"
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


@pytest.fixture
def hannah(tmp_path: Path) -> Iterator[Vault]:
    with vaults.create(
        tmp_path / "hannah", PASSPHRASE, name="Hannah Bale", role="safeguarding lead", cost=keys.FLOOR
    ) as opened:
        yield opened


class Case:
    """A decided sharing about Tamsin with Hannah Bale, and what is made ready for it."""

    def __init__(self, vault: Vault, hannah: Vault) -> None:
        self.vault = vault
        draft = carrying.import_note(vault, read_note((NOTES / "tamsin-home-visit.md").read_text()))
        answers = {f.rule: "Not asked on this visit." for f in finalising.unanswered(draft)}
        finalising.finalise(vault, draft.id, now=NOW, answers=answers)
        self.note, self.person = draft.id, draft.person_id
        self.hannah = contacts.keep_contact(
            vault,
            Contact(
                "Hannah Bale", "safeguarding lead", "Northgate Primary", address="h.bale@northgate.example",
                key=age_identity.public(hannah),
            ),
        )  # fmt: skip
        begun = sharing.begin_sharing(vault, draft.person_id, now=NOW, given=self.given(draft.note.about))
        self.sharing = sharing.decide(vault, begun.id, now=NOW).id

    def given(self, about: object) -> SharingData:
        return SharingData(
            about,  # type: ignore[arg-type]
            urgency="immediate",
            what="Tamsin told me on 18 November that she sleeps where she can hear the door.",
            asked="Keep Tamsin in school until her mother comes herself, and ring me if anybody else comes.",
            purpose="so that the school can see that only her mother collects her",
            why="Without it somebody else can collect her before she is seen; no more than that is said.",
            basis=("public-task",),
            contents=("facts",),
            recipients=(
                Recipient(
                    "Hannah Bale", "safeguarding lead", "Northgate Primary", "secure email",
                    "h.bale@northgate.example", "read back to me by the receptionist",
                    contact_id=self.hannah.id,
                ),
            ),
            told=(Told("Grace Okoye", told=True, when=datetime(2026, 11, 24, 11, 0), how="by phone"),),
        )  # fmt: skip

    def ready(self, *parts: str, answered: bool = True) -> outgoing.Outgoing:
        made = outgoing.for_sharing(self.vault, self.sharing, now=NOW)
        (source,) = outgoing.sources(self.vault, [self.person])
        changed = outgoing.with_selection(made, chosen=outgoing.whole(source, parts=parts))
        changed = outgoing.save_outgoing(self.vault, changed, now=NOW)
        if not answered:
            return changed
        answers = {leak.key: "The school has to know." for leak in packages.test(self.vault, changed)}
        return outgoing.save_outgoing(self.vault, replace(changed, answers=answers), now=NOW)

    def sealed(self, *parts: str) -> packages.Made:
        made = self.ready(*(parts or ("facts",)))
        return packages.seal_package(self.vault, made.id, "Bale", now=NOW, sent="by e-mail")

    def reach(self) -> str:
        return sharing.open_sharing(self.vault, self.sharing).sharing.recipients[0].state


@pytest.fixture
def case(vault: Vault, hannah: Vault) -> Case:
    return Case(vault, hannah)


def test_a_package_goes_is_said_back_wrongly_and_rightly_and_is_closed(case: Case, hannah: Vault) -> None:
    sent = case.sealed()
    opened = packages.open_package(hannah, sent.content, now=NOW)
    assert (opened.id, opened.sender, opened.is_new) == (sent.package_id, "Priya Nair", True)
    assert opened.purpose.startswith("so that the school")
    assert opened.document == packages.read_package(hannah, opened.id).document
    assert not packages.open_package(hannah, sent.content, now=NOW).is_new
    at = NOW
    answers = (
        (None, "received"),
        ("Anybody may collect her.", "restated"),
        ("Only her mother may collect her, and I ring if not.", "restated"),
    )
    for words, reach in answers:
        at += timedelta(minutes=10)
        state = packages.UNDERSTOOD if words else packages.RECEIVED
        receipt = packages.answer(hannah, opened.id[:6], state, now=at, words=words or "")
        taken = packages.take_receipt(case.vault, receipt.content, now=at)
        assert (taken.words, case.reach()) == (words or "", reach)
        with case.vault.writing() as session:
            if words and "Anybody" in words:
                sharing_loop.corrected(
                    session, case.vault, case.sharing, "1", at, "No, only her mother.", now=at
                )
    with case.vault.writing() as session:
        sharing_loop.confirmed(session, case.vault, case.sharing, "1", at, now=at)
        sharing_loop.closed(session, case.vault, case.sharing, "1", at, now=at)
    assert case.reach() == "closed"
    (line,) = packages.listed(case.vault)
    assert line.receipts == ("received", "understood", "understood")
    assert verify(case.vault) == []
    assert verify(hannah) == []


def test_receipts_that_are_not_theirs_to_give_are_refused(case: Case, hannah: Vault, tmp_path: Path) -> None:
    sent = case.sealed()
    opened = packages.open_package(hannah, sent.content, now=NOW)
    receipt = packages.answer(hannah, opened.id, packages.RECEIVED, now=NOW)
    with pytest.raises(Refused):
        packages.take_receipt(hannah, receipt.content, now=NOW)
    packages.take_receipt(case.vault, receipt.content, now=NOW)
    with pytest.raises(Conflict):
        packages.take_receipt(case.vault, receipt.content, now=NOW)
    text = package.read(package.open_(sent.content, age_identity.identity(hannah)))
    with vaults.create(
        tmp_path / "noah", PASSPHRASE, name="Noah Frost", role="clerk", cost=keys.FLOOR
    ) as noah:
        for key in (age_identity.public(noah), age_identity.public(hannah)):
            manifest = {
                "kind": package.RECEIPT, "id": "0" * 12, "package": sent.package_id, "of": text.digest,
                "made": NOW.isoformat(), "state": "understood", "agreed": "",
                "sealed_for": [age_identity.public(case.vault)],
                "sender": {"name": "Hannah Bale", "role": "lead", "public": noah.signer.public, "key": key},
            }  # fmt: skip
            forged = package.sign(manifest, "I understood all of it.\n", noah.signer.sign)
            with pytest.raises(Refused):
                packages.take_receipt(
                    case.vault, package.close(forged, [age_identity.public(case.vault)]), now=NOW
                )
    assert case.reach() == "received"
    assert verify(case.vault) == []


def test_a_package_is_refused_where_it_was_changed_or_given_on(case: Case, hannah: Vault) -> None:
    sent = case.sealed()
    whole = sent.content
    for broken in (whole[:-1], whole[: len(whole) // 2], whole[:-5] + b"\x00" + whole[-4:], whole + b"x"):
        with pytest.raises(Refused):
            packages.open_package(hannah, broken, now=NOW)
    with pytest.raises(NoPackage):
        packages.open_package(hannah, b"Dear Hannah", now=NOW)
    with pytest.raises(Refused):
        packages.open_package(case.vault, whole, now=NOW)
    text = package.open_(whole, age_identity.identity(hannah))
    given_on = package.pyrage.encrypt(text.encode(), [package.recipient(age_identity.public(case.vault))])
    with pytest.raises(Refused, match="somebody else"):
        packages.open_package(case.vault, given_on, now=NOW)
    assert packages.listed(hannah) == []


def test_nothing_is_sealed_undecided_empty_leaking_or_twice(case: Case) -> None:
    unanswered = case.ready("facts", answered=False)
    with pytest.raises(LeaksUnanswered) as stopped:
        packages.seal_package(case.vault, unanswered.id, "1", now=NOW)
    assert {"Grace", "Martin"} <= {leak.found for leak in stopped.value.leaks}
    empty = outgoing.save_outgoing(case.vault, outgoing.with_selection(unanswered, chosen=()), now=NOW)
    with pytest.raises(CaseworkError, match="chosen"):
        packages.seal_package(case.vault, empty.id, "1", now=NOW)
    ready = case.ready("facts")
    packages.seal_package(case.vault, ready.id, "1", now=NOW)
    with pytest.raises(Conflict):
        packages.seal_package(case.vault, ready.id, "1", now=NOW)
    with pytest.raises(Conflict):
        outgoing.save_outgoing(case.vault, ready, now=NOW)


def test_a_correction_goes_with_the_words_that_it_corrects(case: Case, hannah: Vault) -> None:
    facts = outgoing.sources(case.vault, [case.person])[0].note.fields["facts"]
    start = facts.index("3.45pm")
    finalising.correct(
        case.vault, case.note, Passage("facts", start, start + 6, "3.45pm"), "3.30pm", reason="I misread it."
    )
    opened = packages.open_package(hannah, case.sealed("facts").content, now=NOW)
    assert "“3.45pm” now reads “3.30pm”. Reason: I misread it." in opened.document
    assert "3.30pm" not in packages.preview(case.vault, case.ready("voice"))


def test_what_is_withheld_is_in_no_byte_of_it_and_its_reason_is(case: Case, hannah: Vault) -> None:
    made = case.ready("facts")
    (source,) = outgoing.sources(case.vault, [case.person])
    facts = source.parts[0].text
    start = facts.index("It was reported that Martin")
    end = facts.index("Tamsin has a bruise")
    gone = Redaction(case.note, "facts", start, end, Tag.INFORMANT, "Whoever told us asked not to be named.")
    changed = outgoing.save_outgoing(case.vault, outgoing.with_selection(made, redactions=(gone,)), now=NOW)
    sent = packages.seal_package(case.vault, changed.id, "1", now=NOW)
    text = package.open_(sent.content, age_identity.identity(hannah))
    assert "Martin" not in text
    assert "[withheld: informant] Tamsin has a bruise" in text
    assert "Whoever told us asked not to be named." in text
    assert isinstance(Selection.from_dict(changed.selection.to_dict()), Selection)
    assert Span(case.note, "facts", 0, len(facts)) in changed.selection.chosen


def test_the_address_book_says_how_each_route_was_verified(case: Case) -> None:
    assert any("Nobody has verified" in doubt for doubt in case.hannah.doubts)
    with pytest.raises(CaseworkError):
        contacts.verify_contact(case.vault, case.hannah.id, how="ok", on=date(2026, 11, 24))
    kept = contacts.verify_contact(
        case.vault,
        case.hannah.id,
        how="Read back to me by Mrs Tan on the listed number",
        on=date(2026, 11, 24),
    )
    assert (kept.verified_by, kept.verified_on) == ("Priya Nair", date(2026, 11, 24))
    moved = contacts.keep_contact(case.vault, replace(kept, address="hannah.bale@gmail.com"))
    assert moved.verified_on is None
    assert any("private mail" in doubt for doubt in moved.doubts)
    with pytest.raises(VaultError):
        contacts.keep_contact(case.vault, replace(kept, key="age1nonsense"))
    approved = replace(kept, address="h.bale@northgate.leics.sch.uk")
    assert approved.doubts == []
    assert verify(case.vault) == []


@pytest.mark.parametrize(
    ("table", "column"), [("package", "other"), ("contact", "address"), ("package", "digest")]
)
def test_a_row_changed_with_every_right_is_named_by_verify(case: Case, table: str, column: str) -> None:
    case.sealed()
    assert verify(case.vault) == []
    engine = make_engine(case.vault.folder / place.DATABASE, case.vault.data_key, guarded=False)
    with engine.execution_options(write=True).begin() as connection:
        triggers.drop(connection)
        connection.exec_driver_sql(f"UPDATE {table} SET {column} = 'elsewhere'")
        triggers.create(connection)
    engine.dispose()
    (fault,) = verify(case.vault)
    assert fault.startswith(table)


def test_the_database_itself_refuses_to_change_what_went(case: Case) -> None:
    case.sealed()
    for statement in (
        "UPDATE package SET other = 'elsewhere'",
        "DELETE FROM package",
        "UPDATE contact SET address = 'elsewhere'",
        "DELETE FROM contact",
        "UPDATE outgoing SET answers = '{}'",
        "DELETE FROM outgoing",
    ):
        with pytest.raises(Exception), case.vault.writing() as session:  # noqa: B017 -- whatever the engine says
            session.connection().exec_driver_sql(statement)
    assert verify(case.vault) == []


def test_what_arrived_is_put_into_the_register_of_whoever_received_it(case: Case, hannah: Vault) -> None:
    opened = packages.open_package(hannah, case.sealed().content, now=NOW)
    child = people.add_person(hannah, About("Tamsin Okoye-Bell", "child"))
    begun = packages.file_with(hannah, opened.id, child.id, now=NOW)
    kept = sharing.open_sharing(hannah, begun).sharing
    assert (kept.direction, kept.source) == ("in", "Priya Nair, social worker")
    assert kept.reference == f"package {opened.id}"
    (line,) = packages.listed(case.vault)
    with pytest.raises(CaseworkError):
        packages.file_with(case.vault, line.id, case.person, now=NOW)


def test_a_package_whose_file_was_lost_is_sealed_again_the_same(case: Case, hannah: Vault) -> None:
    sent = case.sealed()
    again = packages.seal_again(case.vault, sent.package_id, now=NOW)
    opened = packages.open_package(hannah, again.content, now=NOW)
    assert opened.id == sent.package_id
    assert packages.open_package(hannah, sent.content, now=NOW).document == opened.document


def test_of_generated_packages_nothing_leaks_and_nothing_damaged_is_opened() -> None:
    result = run(60, seed=11)
    assert result.wrong == []
    assert (result.made, result.refused) == (60, 60 * 5 - 2)


def test_what_was_sealed_of_a_note_is_erased_with_it_and_the_recipient_is_to_be_told(
    case: Case, hannah: Vault, tmp_path: Path
) -> None:
    sent = case.sealed()
    packages.open_package(hannah, sent.content, now=NOW)
    receipt = packages.answer(hannah, sent.package_id, packages.RECEIVED, now=NOW)
    words = "two slices of bread and half a tin of beans"
    assert words in everything(case.vault)

    done = erase(case.vault, case.note, basis="Schedule 4", now=NOW)

    assert words not in everything(case.vault)
    assert sent.package_id in done.certificate
    assert done.tell == (
        "This note was shared. Tell them that it was erased: "
        "Hannah Bale, safeguarding lead, Northgate Primary."
    )
    (line,) = packages.listed(case.vault)
    assert line.is_erased
    with pytest.raises(CaseworkError, match="erased"):
        packages.read_package(case.vault, sent.package_id)
    with pytest.raises(CaseworkError, match="erased"):
        packages.seal_again(case.vault, sent.package_id, now=NOW)
    with pytest.raises(Conflict, match="by hand"):
        packages.take_receipt(case.vault, receipt.content, now=NOW)
    assert verify(case.vault) == []

    with case.vault.writing() as session:
        (owed,) = sharing_corrections.untold(session, sharing_id=case.sharing)
        assert (owed.note_id, owed.kind) == (case.note, "erased")
        sharing_loop.told_again(
            session, case.vault, case.sharing, "1", NOW, "rang her", final_ids=[owed.final_id], now=NOW
        )
        assert sharing_corrections.untold(session) == []
    assert verify(case.vault) == []


def test_what_was_being_made_ready_loses_the_passages_of_an_erased_note(case: Case) -> None:
    made = case.ready("facts")
    erase(case.vault, case.note, basis="Schedule 4", now=NOW)
    assert outgoing.open_outgoing(case.vault, made.id).selection.chosen == ()
    with pytest.raises(CaseworkError, match=r"[Nn]othing"):
        packages.seal_package(case.vault, made.id, "Bale", now=NOW)


def test_a_copy_is_not_erased_without_its_note(case: Case) -> None:
    sent = case.sealed()
    with case.vault.writing() as session:
        case.vault.enter(session, Act.COPY_ERASED, object_id=sent.package_id, detail={"note": case.note})
        session.execute(delete(ContentKey).where(col(ContentKey.subject_id) == sent.package_id))
    assert f"the key of {sent.package_id} is gone without an erasure in the log" in verify(case.vault)


def everything(vault: Vault) -> str:
    """Every row of every table, and the texts of packages as they can still be read."""
    with vault.reading() as session:
        names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        told = [repr(row) for name in names for row in session.execute(text(f'SELECT * FROM "{name}"'))]
        for final in session.scalars(select(Final)):
            if session.get(ContentKey, final.subject_id) is not None:
                told.append(finalising.sealed_content(session, final).text)
    return "\n".join(told)
