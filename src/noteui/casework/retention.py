"""How long files are kept: classes as data, holds with a reason, what is due for review. Never automatic."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType

from dateutil.relativedelta import relativedelta
from sqlalchemy import func, select
from sqlmodel import Session, col

from noteui.casework.access import May, require
from noteui.casework.errors import CaseworkError, NotFound
from noteui.casework.storable import one_line
from noteui.records import Act, NoteRecord, Person, Retention
from noteui.vault.vault import Vault

FROM = ("birth", "death", "closure", "last-contact", "event")
"""What a class can count from. Only a birth is known already; the day of the others is asked for."""


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """A kind of file and how long it is kept: `years` from what `from_` says; `checked` is by a person."""

    id: str
    name: str
    years: int
    from_: str
    nation: str
    source: str
    checked: date


@dataclass(frozen=True, slots=True)
class Kept:
    """How long one person's file is kept. `keep_until` is None while the class or its day is not known."""

    person_id: str
    person_name: str = dataclasses.field(repr=False)
    notes: int
    class_: RetentionClass | None = None
    started_on: date | None = None
    keep_until: date | None = None
    hold_reason: str | None = dataclasses.field(default=None, repr=False)

    def is_due(self, today: date) -> bool:
        """Whether its time is over and nothing holds it."""
        return self.keep_until is not None and self.keep_until < today and self.hold_reason is None


@cache
def classes() -> Mapping[str, RetentionClass]:
    """The classes by their id, in the order of the file. Raises ValueError where a row is faulty."""
    rows = tomllib.loads((resources.files("noteui.casework") / "retention.toml").read_text(encoding="utf-8"))[
        "class"
    ]
    found = {}
    for row in rows:
        if row["from"] not in FROM or row["id"] in found:
            raise ValueError(
                f"retention.toml: the class {row['id']} stands twice, or counts from nothing known"
            )
        found[row["id"]] = RetentionClass(
            row["id"], row["name"], row["years"], row["from"], row["nation"], row["source"], row["checked"]
        )
    return MappingProxyType(found)


def set_retention(vault: Vault, person_id: str, class_id: str, *, started_on: date | None = None) -> Kept:
    """Says which class a person's file is of, and when what it counts from happened.

    Raises NotAllowed, NotFound, CaseworkError where the class needs a day and none is given.
    """
    require(vault, May.KEEP_RETENTION)
    chosen = classes().get(class_id)
    if chosen is None:
        raise CaseworkError(f"There is no class {class_id}: choose one of {', '.join(classes())}.")
    if chosen.from_ != "birth" and started_on is None:
        raise CaseworkError(f"“{chosen.name}” counts from {_spelt(chosen.from_)}: give the day.")
    with vault.writing() as session:
        person, row = _row(session, person_id)
        if chosen.from_ == "birth" and person.born is None:
            raise CaseworkError(
                f"“{chosen.name}” counts from birth: add the date of birth to the person first."
            )
        row.class_id, row.started_on = chosen.id, None if chosen.from_ == "birth" else started_on
        session.add(row)
        vault.enter(session, Act.RETENTION_SET, object_id=person.id, detail={"class": chosen.id})
        return _kept(session, person, row)


def hold(vault: Vault, person_id: str, reason: str) -> Kept:
    """Holds a person's file: nothing of it is erased, whatever its time, until the hold is lifted.

    Raises NotAllowed, NotFound, CaseworkError without a reason.
    """
    said = one_line(reason)
    if not said:
        raise CaseworkError("Say why the file is held: an inquiry, a claim, an order.")
    return _set_hold(vault, person_id, said, Act.HOLD_SET)


def lift_hold(vault: Vault, person_id: str) -> Kept:
    """Lifts the hold; that it was there stays in the log. Raises NotAllowed, NotFound."""
    return _set_hold(vault, person_id, None, Act.HOLD_LIFTED)


def retention(vault: Vault) -> list[Kept]:
    """Every person's file with how long it is kept: the soonest first, those without a class last."""
    with vault.reading() as session:
        rows = {row.person_id: row for row in session.scalars(select(Retention))}
        people = session.scalars(select(Person)).all()
        kept = [_kept(session, person, rows.get(person.id)) for person in people]
    return sorted(kept, key=lambda k: (k.keep_until or date.max, k.person_name.casefold(), k.person_id))


def due_for_review(vault: Vault, *, today: date) -> list[Kept]:
    """The files whose time is over and that nothing holds: somebody must look at each and decide."""
    return [kept for kept in retention(vault) if kept.is_due(today)]


def is_held(session: Session, person_id: str) -> bool:
    """Whether a hold stands on a person's file."""
    row = session.get(Retention, person_id)
    return row is not None and row.hold_reason is not None


def _set_hold(vault: Vault, person_id: str, reason: str | None, act: Act) -> Kept:
    require(vault, May.KEEP_RETENTION)
    with vault.writing() as session:
        person, row = _row(session, person_id)
        row.hold_reason = reason
        session.add(row)
        vault.enter(session, act, object_id=person.id)
        return _kept(session, person, row)


def _row(session: Session, person_id: str) -> tuple[Person, Retention]:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("There is no such person in this vault.")
    return person, session.get(Retention, person_id) or Retention(person_id=person_id)


def _kept(session: Session, person: Person, row: Retention | None) -> Kept:
    count = select(func.count()).where(col(NoteRecord.person_id) == person.id)
    notes = session.execute(count.where(col(NoteRecord.erased_at).is_(None))).scalar_one()
    chosen = classes().get(row.class_id) if row and row.class_id else None
    start = person.born if chosen and chosen.from_ == "birth" else row.started_on if row else None
    until = start + relativedelta(years=chosen.years) if chosen and start else None
    return Kept(
        person.id,
        person.name,
        notes,
        chosen,
        row.started_on if row else None,
        until,
        row.hold_reason if row else None,
    )


def _spelt(from_: str) -> str:
    return {"last-contact": "the last contact", "event": "an event"}.get(from_, f"the {from_}")
