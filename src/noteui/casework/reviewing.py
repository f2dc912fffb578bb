"""Reviewing a finalised note: submitted, asked about, praised, answered, returned or agreed.

What is said in a review is final as well: sealed with the note's own key, signed by whoever said it, and gone
with the note when it is erased. An agreement signs over everything that the note says at that moment; when
anything is added it no longer holds, and nothing makes it hold again but another agreement. Nobody reviews a
note of which they wrote any part.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from noteui.casework.access import May, NotAllowed, may, require
from noteui.casework.errors import CaseworkError, Conflict, NotFound
from noteui.casework.finalising import Passage, finals_of, make_final, sealed_content
from noteui.casework.standing import Standing, Step, standing_of
from noteui.casework.storable import storable
from noteui.casework.writing import find_record
from noteui.checks.note import FIELDS, Author
from noteui.records import (
    TEXTS,
    Access,
    Act,
    Final,
    LogEntry,
    NoteRecord,
    ReviewAct,
    ReviewKind,
    Status,
    UnfinishedRecord,
    User,
)
from noteui.records.ids import read_prefix
from noteui.vault import log, receipt, seal
from noteui.vault.receipt import Receipt
from noteui.vault.vault import Vault

_SAY_WHAT = {
    ReviewKind.QUESTION: "Write what you ask.",
    ReviewKind.SUGGESTION: "Write what you suggest.",
    ReviewKind.PRAISE: "Write what is good about it.",
    ReviewKind.ANSWER: "Write the answer.",
    ReviewKind.RETURNED: "Say why it is returned and what is missing.",
    ReviewKind.AGREED: "Say what the agreement rests on: a reason stands beside every decision.",
}
_ACTS = {kind: Act(f"review.{kind.value}") for kind in ReviewKind}


@dataclass(frozen=True, slots=True)
class Remark:
    """One act of a review as it is read. `id` is its own, `at` is in UTC, `about` what an answer answers.

    `to` is whom a note was submitted to; None for anybody who reviews. The words are there where whoever
    reads it hears them (`is_heard`).
    """

    id: str
    kind: ReviewKind
    by_id: str
    by: Author
    at: datetime
    receipt: str
    text: str = field(default="", repr=False)
    passage: Passage | None = field(default=None, repr=False)
    about: str | None = None
    to: str | None = None
    is_heard: bool = True


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that was said and decided about a note, in order, and where that stands now."""

    note_id: str
    remarks: tuple[Remark, ...]
    standing: Standing

    @property
    def open_(self) -> list[Remark]:
        """The questions and suggestions that nobody has answered."""
        return [remark for remark in self.remarks if remark.id in self.standing.open_]

    def answers_to(self, remark: Remark) -> list[Remark]:
        """What was answered to a question or suggestion."""
        return [one for one in self.remarks if one.about == remark.id]


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement, and the log's receipt that the reviewer countersigned and should keep elsewhere."""

    remark: Remark
    receipt: Receipt


def reviewers(vault: Vault) -> list[tuple[str, Author]]:
    """Who else in this vault may review, by identifier, in the order of their names. Raises VaultError."""
    with vault.reading() as session:
        found = [user for user in session.scalars(select(User)) if _reviews(user)]
    others = [user for user in found if user.id != vault.user.id]
    return [(user.id, Author(user.name, user.role)) for user in sorted(others, key=lambda u: u.name)]


def submit(vault: Vault, note_id: str, *, to: str | None = None, text: str = "") -> Remark:
    """Asks for a review of a finalised note that one wrote: of a named reviewer, or of any.

    Raises NotAllowed where it is somebody else's note, NotFound, Ambiguous, Conflict where it is not final
    or waits with the same reviewer already, CaseworkError where `to` may not review.
    """
    require(vault, May.WRITE)
    with vault.writing() as session:
        record = _final_record(session, note_id)
        if vault.user.id not in _writers(session, record.id):
            raise NotAllowed("Only who wrote a note submits it for review.")
        if to is not None:
            reviewer = session.get(User, to)
            if reviewer is None or not _reviews(reviewer):
                raise CaseworkError("Whoever it is submitted to must be somebody who reviews in this vault.")
            if to in _writers(session, record.id):
                raise CaseworkError(f"{reviewer.name} wrote part of this note: submit it to somebody else.")
        waiting = _standing(session, record.id).submitted
        if waiting is not None and waiting.to_id == to:
            raise Conflict("This note is submitted already, and waits to be read.")
        return _act(session, vault, record.id, ReviewKind.SUBMITTED, storable(text).strip(), to_id=to)


def say(vault: Vault, note_id: str, kind: ReviewKind, text: str, *, passage: Passage | None = None) -> Remark:
    """Asks a question, makes a suggestion or praises, on a passage or on the whole note.

    Raises NotAllowed, NotFound, Ambiguous, Conflict where the note is not final, CaseworkError without words
    or where the passage does not stand in the note; ValueError where `kind` is none of the three.
    """
    if kind not in (ReviewKind.QUESTION, ReviewKind.SUGGESTION, ReviewKind.PRAISE):
        raise ValueError(f"{kind} is not said about a passage")
    require(vault, May.REVIEW)
    with vault.writing() as session:
        record = _reviewed_record(session, vault, note_id)
        if passage is not None:
            _refuse_unless_there(record, passage)
        return _act(session, vault, record.id, kind, _words(kind, text), passage=passage)


def answer(vault: Vault, remark_id: str, text: str) -> Remark:
    """Answers a question or a suggestion, or thanks for praise; for who wrote any part of the note.

    `remark_id` may be the beginning of one. Raises NotAllowed, NotFound, Conflict, CaseworkError where
    nothing is said.
    """
    require(vault, May.WRITE)
    with vault.writing() as session:
        asked = _asked(session, remark_id)
        record = _final_record(session, asked.note_id)
        if vault.user.id not in _writers(session, record.id):
            raise NotAllowed("Only who wrote the note answers what is asked about it.")
        words = _words(ReviewKind.ANSWER, text)
        return _act(session, vault, record.id, ReviewKind.ANSWER, words, about_id=asked.final_id)


def return_(vault: Vault, note_id: str, reason: str) -> Remark:
    """Gives a note back to its writer with reasons; it stays as it is, and corrections are added to it.

    Raises NotAllowed, NotFound, Ambiguous, Conflict where it is not final, CaseworkError without a reason.
    """
    require(vault, May.REVIEW)
    with vault.writing() as session:
        record = _reviewed_record(session, vault, note_id)
        return _act(session, vault, record.id, ReviewKind.RETURNED, _words(ReviewKind.RETURNED, reason))


def agree(
    vault: Vault, note_id: str, reason: str, *, now: datetime, read: Sequence[str] | None = None
) -> Agreement:
    """Agrees to a note: signs over everything that it says, and countersigns the log with a receipt.

    `read` are the identifiers of the texts that the reviewer has read (`FinalNote.texts`). Raises NotAllowed
    where the reviewer wrote any part of it, NotFound, Ambiguous, Conflict where it is not final or was added
    to since it was read, CaseworkError without a reason.
    """
    require(vault, May.REVIEW)
    with vault.writing() as session:
        record = _reviewed_record(session, vault, note_id)
        texts = finals_of(session, record.id)
        if read is not None and list(read) != [text.id for text in texts]:
            raise Conflict("Something was added to this note since: read that before you agree.")
        if _standing(session, record.id).holds:
            raise Conflict("This note is agreed already, and nothing was added since.")
        remark = _act(
            session,
            vault,
            record.id,
            ReviewKind.AGREED,
            _words(ReviewKind.AGREED, reason),
            texts=log.digest_of_entries([_entry(session, text).hash for text in texts]),
        )
        return Agreement(remark, receipt.issue(session, vault, now=now))


def review_of(vault: Vault, note_id: str) -> Review:
    """All that was said and decided about a note; for its writers and for who may review.

    To anybody else only that it was submitted or returned, and the agreement with its reason. Raises
    NotAllowed, NotFound, Ambiguous, CaseworkError where a seal is broken.
    """
    require(vault, May.READ)
    with vault.reading() as session:
        return review_in(session, vault, find_record(session, note_id))


def review_in(session: Session, vault: Vault, record: NoteRecord) -> Review:
    """The same inside an act that does more."""
    if record.status is Status.DRAFT:
        return Review(record.id, (), Standing())
    acts = session.scalars(
        select(ReviewAct).where(col(ReviewAct.note_id) == record.id).order_by(col(ReviewAct.seq))
    ).all()
    hears = _hears(session, vault, record.id)
    there = record.erased_at is None
    shown = [act for act in acts if hears or act.kind in _FOR_EVERYBODY]
    return Review(
        record.id,
        tuple(
            _remark(session, act, heard=(hears or act.kind is ReviewKind.AGREED) and there) for act in shown
        ),
        _standing(session, record.id),
    )


_FOR_EVERYBODY = frozenset((ReviewKind.SUBMITTED, ReviewKind.RETURNED, ReviewKind.AGREED))


def standing_in_words(review: Review) -> str:
    """Where a review stands, in a sentence."""
    now = review.standing
    if now.agreed is not None:
        by = next(remark for remark in review.remarks if remark.id == now.agreed.id).by
        if now.holds:
            return f"Agreed by {by.name}, {by.role}, and nothing was added since."
        return (
            f"Was agreed by {by.name}, {by.role}. Something was added since: the agreement no longer holds."
        )
    if now.waits_for_writer:
        return "Waits for the writer."
    if now.waits_for_reviewer:
        return "Waits for a reviewer."
    return "Not submitted for review." if not review.remarks else "Nothing waits."


def refuse_reviewing(vault: Vault, note_id: str) -> None:
    """Raises what stands in the way of reviewing a note, before anything is written for it.

    NotAllowed, NotFound, Ambiguous, Conflict where it is not final.
    """
    require(vault, May.REVIEW)
    with vault.reading() as session:
        _reviewed_record(session, vault, note_id)


def is_heard(vault: Vault, note_id: str) -> bool:
    """Whether whoever opened the vault is shown what is said in a note's review and what the checks raise."""
    with vault.reading() as session:
        return _hears(session, vault, note_id)


def find_reviewer(vault: Vault, typed: str) -> str | None:
    """The reviewer meant by a name or a part of one; None for the word "any".

    Raises NotFound, Ambiguous.
    """
    from noteui.casework.users import everybody, meant

    if typed.strip().casefold() == "any":
        return None
    allowed = {user_id for user_id, _ in reviewers(vault)}
    return meant([line for line in everybody(vault) if line.id in allowed], typed).id


# -- inside an act


def _act(
    session: Session,
    vault: Vault,
    note_id: str,
    kind: ReviewKind,
    text: str,
    *,
    to_id: str | None = None,
    about_id: str | None = None,
    passage: Passage | None = None,
    texts: str | None = None,
) -> Remark:
    aside: dict[str, object] = {"by": {"name": vault.user.name, "role": vault.user.role}}
    if passage is not None:
        aside["passage"] = dataclasses.asdict(passage)
    also = {"to": to_id, "about": about_id, "texts": texts}
    entry = make_final(
        session,
        vault,
        note_id,
        kind.value,
        seal.Content(text, aside),
        _ACTS[kind],
        {name: value for name, value in also.items() if value is not None},
    )
    final = session.scalars(select(Final).where(col(Final.seq) == entry.seq)).one()
    act = ReviewAct(
        seq=entry.seq,
        note_id=note_id,
        kind=kind,
        by_id=vault.user.id,
        to_id=to_id,
        about_id=about_id,
        final_id=final.id,
        at=datetime.fromisoformat(entry.at),
    )
    session.add(act)
    begun = session.get(UnfinishedRecord, (note_id, vault.user.id, kind.value))
    if begun is not None:
        session.delete(begun)
    session.flush()
    return _remark(session, act)


def _remark(session: Session, act: ReviewAct, *, heard: bool = True) -> Remark:
    by = session.get_one(User, act.by_id)
    content = sealed_content(session, session.get_one(Final, act.final_id)) if heard else None
    told = content.aside.get("passage") if content else None
    return Remark(
        id=act.final_id,
        kind=act.kind,
        by_id=act.by_id,
        by=Author(**(content.aside["by"] if content else {"name": by.name, "role": by.role})),
        at=act.at.replace(tzinfo=act.at.tzinfo or UTC),
        receipt=f"{act.seq}:{session.get_one(LogEntry, act.seq).hash[:8]}",
        text=content.text if content else "",
        passage=Passage(**told) if told else None,
        about=act.about_id,
        to=session.get_one(User, act.to_id).name if act.to_id else None,
        is_heard=heard,
    )


def _standing(session: Session, note_id: str) -> Standing:
    acts = session.scalars(select(ReviewAct).where(col(ReviewAct.note_id) == note_id))
    steps = [Step(a.seq, a.kind, a.by_id, a.at, a.final_id, a.to_id, a.about_id) for a in acts]
    added = finals_of(session, note_id)[1:]
    steps += [Step(text.seq, None, text.author_id, text.at, text.id) for text in added]
    return standing_of(sorted(steps, key=lambda step: step.seq))


def _final_record(session: Session, note_id: str) -> NoteRecord:
    record = find_record(session, note_id)
    if record.status is Status.DRAFT:
        raise Conflict("This note is still a draft: it is reviewed once it is final.")
    if record.status is Status.VOID:
        raise Conflict("This note is void; it is no longer reviewed.")
    if record.erased_at is not None:
        raise Conflict("This note was erased; there is nothing to review.")
    return record


def _reviewed_record(session: Session, vault: Vault, note_id: str) -> NoteRecord:
    record = _final_record(session, note_id)
    if _wrote(session, vault, record):
        raise NotAllowed("You wrote this note, or a part of it: ask somebody else to review it.")
    return record


def _hears(session: Session, vault: Vault, note_id: str) -> bool:
    return may(vault.user.access, May.REVIEW) or vault.user.id in _writers(session, note_id)


def _wrote(session: Session, vault: Vault, record: NoteRecord) -> bool:
    named = (record.author_name, record.author_role) == (vault.user.name, vault.user.role)
    return named or vault.user.id in _writers(session, record.id)


def _writers(session: Session, note_id: str) -> set[str]:
    """Who signed the note or anything that was added to it."""
    asked = select(col(Final.author_id)).where(col(Final.subject_id) == note_id, col(Final.kind).in_(TEXTS))
    return set(session.scalars(asked))


def _asked(session: Session, typed: str) -> ReviewAct:
    prefix = read_prefix(typed)
    asked = select(ReviewAct).where(
        col(ReviewAct.final_id).startswith(prefix or "-", autoescape=True),
        col(ReviewAct.kind).in_((ReviewKind.QUESTION, ReviewKind.SUGGESTION, ReviewKind.PRAISE)),
    )
    found = session.scalars(asked.limit(2)).all()
    if len(found) != 1:
        raise NotFound(
            "Give the identifier of the question: it stands before it in noteui review show or asked."
        )
    return found[0]


def _entry(session: Session, final: Final) -> LogEntry:
    return session.get_one(LogEntry, final.seq)


def _reviews(user: User) -> bool:
    return user.active and may(Access(user.access), May.REVIEW)


def _words(kind: ReviewKind, text: str) -> str:
    said = storable(text).strip()
    if not said:
        raise CaseworkError(_SAY_WHAT[kind])
    return said


def _refuse_unless_there(record: NoteRecord, passage: Passage) -> None:
    kept = str(getattr(record, passage.field)) if passage.field in FIELDS else ""
    if not passage.text or kept[passage.start : passage.end] != passage.text:
        raise CaseworkError("Those words do not stand there in the note: mark the words that you mean.")
