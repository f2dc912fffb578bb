"""Subject access: a person's whole file for themselves, with as little withheld as must be, and why.

Everything final goes unless it is tagged: about somebody else, likely to do serious harm, legally privileged,
about another child, from an informant. The names of professionals stay. Nothing is released before a second
person has read exactly what goes, and the clock is shown all the while.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources

from dateutil.relativedelta import relativedelta
from sqlalchemy import func, select
from sqlmodel import Session, col

from noteui.casework import leak_test
from noteui.casework import outgoing as ready
from noteui.casework.access import May, require
from noteui.casework.carrying import Document
from noteui.casework.errors import Ambiguous, CaseworkError, Conflict, NotFound
from noteui.casework.finalising import make_final
from noteui.casework.leak_test import Leak
from noteui.casework.outgoing import Head, Outgoing, Source
from noteui.casework.packages import LeaksUnanswered
from noteui.casework.redacting import Span, choose
from noteui.casework.sharing_facts import days
from noteui.casework.storable import one_line, storable
from noteui.checks.note import About
from noteui.paper.file_out import slug
from noteui.paper.outgoing import Withheld
from noteui.records import (
    Act,
    NoteRecord,
    OutgoingFor,
    OutgoingRecord,
    Person,
    Status,
    SubjectAccessRecord,
    User,
)
from noteui.records.ids import ALPHABET, LENGTH, new_id, read_prefix
from noteui.vault import seal
from noteui.vault.bound_rows import bound_mac
from noteui.vault.vault import Vault

_CLOSING = (
    "Words that are withheld are marked where they stood, with the ground in brackets; a list says why. "
    "If you think that something is wrong or missing, say so to whoever gave you this, or to the Information "
    "Commissioner."
)


@dataclass(frozen=True, slots=True)
class Clocks:
    """How long a request may take, in months, and who says so."""

    months: int
    months_more: int
    nation: str
    source: str
    more_source: str
    checked: str


@dataclass(frozen=True, slots=True)
class Request:
    """A request and how far it has come. `due` is the last day on which it may be answered."""

    id: str
    person_id: str
    person_name: str = field(repr=False)
    outgoing_id: str
    asked_by: str = field(repr=False)
    asked_on: date
    due: date
    clear_on: date | None = None
    identity_checked: str = field(default="", repr=False)
    extended_why: str = field(default="", repr=False)
    read_by: str | None = field(default=None, repr=False)
    released_at: datetime | None = None
    drafts: int = 0
    """Notes about the person that are not final, and so not in it: they are kept about them as well."""

    def clock(self, today: date) -> str:
        """How the clock stands, in a sentence."""
        if self.released_at is not None:
            at = self.released_at.astimezone()
            return f"Released on {at.day} {at:%B %Y}; it was due by {_day(self.due)}."
        left = (self.due - today).days
        more = " (extended)" if self.extended_why else ""
        if left < 0:
            return f"OVERDUE by {-left} days: it was due by {_day(self.due)}{more}."
        return f"Due by {_day(self.due)}{more}: {left} days are left."


@cache
def clocks() -> Clocks:
    """The times as data. Raises ValueError where the file is faulty."""
    text = (resources.files("noteui.casework") / "access_clocks.toml").read_text(encoding="utf-8")
    try:
        return Clocks(**tomllib.loads(text))
    except TypeError as error:
        raise ValueError(f"access_clocks.toml: {error}") from None


def begin_request(
    vault: Vault, person_id: str, *, asked_by: str, asked_on: date, now: datetime, identity_checked: str = ""
) -> Request:
    """Records a request, and makes everything final about the person ready to go.

    Raises NotAllowed, NotFound, CaseworkError where nobody is named or the day has not come yet.
    """
    require(vault, May.SHARE)
    if not one_line(asked_by):
        raise CaseworkError("Say who asks: the person, or who asks for them and by what right.")
    if asked_on > now.astimezone().date():
        raise CaseworkError("That day has not come yet: give the day on which the request came.")
    there = ready.sources(vault, [person_id])
    chosen: tuple[Span, ...] = ()
    for source in there:
        for span in ready.whole(source):
            chosen = choose(chosen, span)
    with vault.writing() as session:
        if session.get(Person, person_id) is None:
            raise NotFound("There is no such person in this vault.")
        out = ready.new_outgoing(session, vault, person_id, now=now, for_=OutgoingFor.SUBJECT_ACCESS)
        out.selection = {**out.selection, "chosen": [_plain(span) for span in chosen]}
        session.add(out)
        session.flush()
        record = SubjectAccessRecord(
            id=new_id(),
            person_id=person_id,
            outgoing_id=out.id,
            author_id=vault.user.id,
            asked_by=one_line(asked_by),
            asked_on=asked_on,
            identity_checked=storable(identity_checked.strip()),
        )
        _leave(session, vault, record, Act.ACCESS_ASKED, {})
        return _request(session, record)


def requests(vault: Vault) -> list[Request]:
    """Every request: those still open first, the one due next on top. Raises NotAllowed."""
    require(vault, May.SHARE)
    with vault.reading() as session:
        found = [_request(session, record) for record in session.scalars(select(SubjectAccessRecord))]
    return sorted(found, key=lambda one: (one.released_at is not None, one.due, one.id))


def find_request(vault: Vault, typed: str) -> Request:
    """A request by the beginning of its identifier. Raises NotAllowed, NotFound, Ambiguous."""
    require(vault, May.SHARE)
    with vault.reading() as session:
        return _request(session, _find(session, typed))


def clear(vault: Vault, typed: str, *, on: date, how: str) -> Request:
    """Records when it became clear who asks and for what: the clock runs from there.

    Raises NotAllowed, NotFound, Conflict where it is released, CaseworkError where it is not said how.
    """
    require(vault, May.SHARE)
    if not how.strip():
        raise CaseworkError("Say how it was made sure who asks.")
    with vault.writing() as session:
        record = _open(session, typed)
        if on < record.asked_on:
            raise CaseworkError("That is before the request came: check the day.")
        columns = {"clear_on": on, "identity_checked": storable(how.strip())}
        _leave(session, vault, record, Act.ACCESS_ASKED, columns)
        return _request(session, record)


def extend(vault: Vault, typed: str, *, why: str, today: date) -> Request:
    """Extends the time, because the request is complex; the person has to be told within the first time.

    Raises NotAllowed, NotFound, Conflict where it is released or extended, CaseworkError without a reason or
    after the first time is over.
    """
    require(vault, May.SHARE)
    if len(why.split()) < 3:
        raise CaseworkError("Say why it takes longer, and that the person was told.")
    with vault.writing() as session:
        record = _open(session, typed)
        if record.extended_why:
            raise Conflict("It was extended already; it cannot be extended twice.")
        if today > _due(record):
            raise CaseworkError("It is overdue already: it can only be extended within the first month.")
        _leave(session, vault, record, Act.ACCESS_EXTENDED, {"extended_why": storable(why.strip())})
        return _request(session, record)


def preview(vault: Vault, typed: str) -> str:
    """Exactly what the person will read. Raises NotAllowed, NotFound, CaseworkError without a reason."""
    there, out, head = _composing(vault, find_request(vault, typed))
    return ready.compose(there, out.selection, head)


def test(vault: Vault, typed: str) -> list[Leak]:
    """The leak test of that: everybody else whom the vault knows. Raises what `preview` raises."""
    request = find_request(vault, typed)
    there, out, head = _composing(vault, request)
    return ready.leaks(vault, [request.person_id], there, out.selection, head)


def ledger(vault: Vault, typed: str) -> list[Withheld]:
    """What is withheld, reason by reason. Raises NotAllowed, NotFound."""
    there, out, _ = _composing(vault, find_request(vault, typed))
    return ready.ledger(there, out.selection)


def read_second(vault: Vault, typed: str, *, words: str = "") -> Request:
    """A second person says that they have read what goes, as it stands now. A change afterwards undoes it.

    Raises NotAllowed, NotFound, Conflict where it is released or was made ready by themselves,
    LeaksUnanswered.
    """
    require(vault, May.SHARE)
    found = find_request(vault, typed)
    missing = leak_test.unanswered(test(vault, found.id), _outgoing(vault, found).answers)
    if missing:
        raise LeaksUnanswered(missing)
    digest = _digest(preview(vault, found.id))
    with vault.writing() as session:
        record = _open(session, found.id)
        if record.author_id == vault.user.id:
            raise Conflict("You made it ready yourself: somebody else has to read it.")
        columns = {"read_by": vault.user.id, "read_digest": digest, "read_words": storable(words.strip())}
        _leave(session, vault, record, Act.ACCESS_READ, columns)
        return _request(session, record)


def release(vault: Vault, typed: str, *, now: datetime) -> Document:
    """What the person gets, as Markdown; sealed in the vault as it goes, with its ledger.

    Raises NotAllowed, NotFound, Conflict where it is released or was changed since the second reader read it,
    CaseworkError where nobody else has read it, or identity was not checked, LeaksUnanswered.
    """
    require(vault, May.EXPORT)
    request = find_request(vault, typed)
    there, out, head = _composing(vault, request)
    ready.refuse_nothing(there, out.selection)
    missing = leak_test.unanswered(
        ready.leaks(vault, [request.person_id], there, out.selection, head), out.answers
    )
    if missing:
        raise LeaksUnanswered(missing)
    text = ready.compose(there, out.selection, head)
    withheld = ready.ledger(there, out.selection)
    with vault.writing() as session:
        record = _open(session, request.id)
        if not record.identity_checked.strip():
            raise CaseworkError("Say first how it was made sure who asks: noteui subject-access clear")
        if record.read_by is None:
            raise CaseworkError("Somebody else has to read what goes first, and to say that they did.")
        if record.read_digest != _digest(text):
            raise Conflict("It was changed since the second reader read it: they have to read it again.")
        after = _after(record, {"released_at": now.astimezone(UTC)})
        content = seal.Content(
            text,
            {
                "selection": out.selection.to_dict(),
                "answers": dict(out.answers),
                "ledger": [{"what": one.what, "why": one.reason, "places": one.times} for one in withheld],
            },
        )
        bound: dict[str, str | int] = {"record": bound_mac(after, vault.keys.log)}
        entry = make_final(session, vault, record.id, "released", content, Act.ACCESS_RELEASED, bound)
        record.released_at, record.seq = now.astimezone(UTC), entry.seq
        kept = session.get_one(OutgoingRecord, out.id)
        kept.sealed_seq = entry.seq
        session.flush()
    return Document(f"{slug(request.person_name)}-subject-access.md", text)


def making_ready(vault: Vault, typed: str) -> Outgoing:
    """What is made ready for a request, to be tagged and withheld from. Raises NotAllowed, NotFound."""
    return _outgoing(vault, find_request(vault, typed))


# -- inside


def _composing(vault: Vault, request: Request) -> tuple[list[Source], Outgoing, Head]:
    there = ready.sources(vault, [request.person_id])
    return there, _outgoing(vault, request), _head(vault, request)


def _head(vault: Vault, request: Request) -> Head:
    with vault.reading() as session:
        about: About = ready.described(session, request.person_id)
    lines = [f"For {request.asked_by}", f"Asked for on {_day(request.asked_on)}"]
    if about.born:
        lines.append(f"Born {_day(about.born)}")
    with vault.reading() as session:
        names = [f"{user.name}" for user in session.scalars(select(User))]
    return Head(f"What is kept about {about.name}", tuple(lines), _CLOSING, (request.asked_by, *names))


def _outgoing(vault: Vault, request: Request) -> Outgoing:
    return ready.open_outgoing(vault, request.outgoing_id)


def _leave(
    session: Session, vault: Vault, record: SubjectAccessRecord, act: Act, columns: Mapping[str, object]
) -> None:
    """Changes a request together with the entry of the log that binds it; the entry has to stand first."""
    detail: dict[str, str | int] = {"record": bound_mac(_after(record, columns), vault.keys.log)}
    entry = vault.enter(session, act, object_id=record.id, detail=detail)
    for name, value in columns.items():
        setattr(record, name, value)
    record.seq = entry.seq
    session.add(record)
    session.flush()


def _after(record: SubjectAccessRecord, columns: Mapping[str, object]) -> SubjectAccessRecord:
    return SubjectAccessRecord(**{**record.model_dump(), **columns})


def _open(session: Session, typed: str) -> SubjectAccessRecord:
    record = _find(session, typed)
    if record.released_at is not None:
        raise Conflict("This was released: it stays as it was. A new request is a new record.")
    return record


def _find(session: Session, typed: str) -> SubjectAccessRecord:
    prefix = read_prefix(typed)
    if prefix is None:
        raise NotFound("Give the first four characters or more of the request.")
    found = session.scalars(
        select(SubjectAccessRecord)
        .where(col(SubjectAccessRecord.id).between(prefix, prefix.ljust(LENGTH, ALPHABET[-1])))
        .limit(2)
    ).all()
    if len(found) > 1:
        raise Ambiguous(f"Several requests begin with {prefix}: type more of it.")
    if not found:
        raise NotFound(f"There is no request {prefix} in this vault.")
    return found[0]


def _request(session: Session, record: SubjectAccessRecord) -> Request:
    reader = session.get(User, record.read_by) if record.read_by else None
    return Request(
        record.id,
        record.person_id,
        session.get_one(Person, record.person_id).name,
        record.outgoing_id,
        record.asked_by,
        record.asked_on,
        _due(record),
        record.clear_on,
        record.identity_checked,
        record.extended_why,
        reader.name if reader else None,
        record.released_at,
        _drafts(session, record.person_id),
    )


def _drafts(session: Session, person_id: str) -> int:
    asked = select(func.count()).where(
        col(NoteRecord.person_id) == person_id, col(NoteRecord.status) == Status.DRAFT
    )
    return session.scalar(asked) or 0


def _due(record: SubjectAccessRecord) -> date:
    """A calendar month, or three, from the day on which the clock starts; then the next working day."""
    told = clocks()
    months = told.months + (told.months_more if record.extended_why else 0)
    day = (record.clear_on or record.asked_on) + relativedelta(months=months)
    calendar = days()
    return day if calendar.is_working(day) else calendar.add(day, 1)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(span: Span) -> dict[str, object]:
    return {"note": span.note, "part": span.part, "start": span.start, "end": span.end}


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
