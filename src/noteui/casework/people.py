"""The people whom notes are about, and those around them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from noteui.casework.access import May, require
from noteui.casework.drafts import hidden, hides, readable
from noteui.casework.errors import Ambiguous, CaseworkError, NotFound
from noteui.casework.storable import one_line, one_line_or_none
from noteui.checks.note import About, Relation
from noteui.records import Kind, NoteRecord, Person, Surrounding
from noteui.records.ids import new_id, read_prefix
from noteui.vault import search
from noteui.vault.errors import DamagedVault
from noteui.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person, those around them, how many notes there are, and when the latest event was."""

    id: str
    about: About
    people: tuple[Relation, ...] = ()
    notes: int = 0
    last_happened: datetime | None = None


def add_person(vault: Vault, about: About, people: Sequence[Relation] = ()) -> PersonCard:
    """Adds a person; two may have the same name. Raises NotAllowed, CaseworkError where the name is empty."""
    require(vault, May.WRITE)
    with vault.writing() as session:
        person_id = new_person(session, about, people)
    return card(vault, person_id)


def change_person(vault: Vault, person_id: str, about: About, people: Sequence[Relation]) -> PersonCard:
    """Replaces what is known of a person and those around them. Notes keep what was known when written.

    Raises NotAllowed, NotFound, CaseworkError where the name is empty.
    """
    require(vault, May.WRITE)
    about = tidy_about(about)
    with vault.writing() as session:
        person = _get(session, person_id)
        renamed = (person.name, person.known_as) != (about.name, about.known_as)
        describe_person(person, about)
        set_people(session, person_id, people)
        session.flush()
        if renamed:  # they are found by the new name as well
            for note_id in session.scalars(
                select(col(NoteRecord.id)).where(
                    col(NoteRecord.person_id) == person_id, col(NoteRecord.settled).is_(True)
                )
            ).all():
                search.settle(session, note_id)
    return card(vault, person_id)


def add_relation(vault: Vault, person_id: str, relation: Relation) -> PersonCard:
    """Adds someone to the people around a person; someone of that name already there is filled in.

    Raises NotAllowed, NotFound, CaseworkError where the name is empty.
    """
    require(vault, May.WRITE)
    with vault.writing() as session:
        _get(session, person_id)
        set_people(session, person_id, merged(people_around(session, [person_id])[person_id], [relation]))
    return card(vault, person_id)


def take_relation(vault: Vault, person_id: str, name: str) -> PersonCard:
    """Takes someone out of the people around a person. Notes keep who was there when they were written.

    Raises NotFound where nobody of that name is among them.
    """
    wanted = one_line(name).casefold()
    with vault.writing() as session:
        _get(session, person_id)
        known = people_around(session, [person_id])[person_id]
        left = [relation for relation in known if relation.name.casefold() != wanted]
        if len(left) == len(known):
            raise NotFound(f"Nobody called “{one_line(name)}” is among the people around this person.")
        set_people(session, person_id, left)
    return card(vault, person_id)


def describe_relation(relation: Relation) -> str:
    """Who somebody is to a person, in a line: relationship, birth, household, responsibility."""
    known = [relation.relationship]
    if relation.born:
        known.append(f"born {relation.born.day} {relation.born:%B %Y}")
    if relation.household is not None:
        known.append("same household" if relation.household else "another household")
    if relation.parental_responsibility is not None:
        known.append(f"{'' if relation.parental_responsibility else 'no '}parental responsibility")
    return ", ".join(known)


def everyone(vault: Vault) -> list[PersonCard]:
    """All people by name; in a damaged vault those who can still be read. Raises VaultError."""
    try:
        with vault.reading() as session:
            return cards(vault, session)
    except DamagedVault:
        return readable_cards(vault)


def card(vault: Vault, person_id: str) -> PersonCard:
    """One person by their whole identifier. Raises NotFound."""
    with vault.reading() as session:
        found = cards(vault, session, person_id)
    if not found:
        raise NotFound("There is no such person in this vault.")
    return found[0]


def find_person(vault: Vault, text: str) -> PersonCard:
    """The person meant by a name, the beginning of an identifier, or a part of a name.

    Raises NotFound; Ambiguous where several are meant, naming them.
    """
    everybody = everyone(vault)
    wanted = one_line(text).casefold()
    prefix = read_prefix(text)
    words = wanted.split()
    readings = (
        [c for c in everybody if wanted in _names(c.about)],
        [c for c in everybody if prefix and c.id.startswith(prefix)],
        [c for c in everybody if words and all(any(w in n for n in _names(c.about)) for w in words)],
    )
    for found in readings:
        if len(found) == 1:
            return found[0]
        if found:
            listed = ", ".join(f"{c.about.name} ({c.id})" for c in found[:5])
            more = f" and {len(found) - 5} more" if len(found) > 5 else ""
            raise Ambiguous(f"Several people are meant: {listed}{more}. Give the identifier of one.")
    raise NotFound(f"There is nobody called “{one_line(text)}” in this vault.")


def new_person(session: Session, about: About, people: Iterable[Relation]) -> str:
    """Adds a person inside an act that does more; returns their identifier."""
    about = tidy_about(about)
    person = Person(id=new_id(), kind=Kind(about.kind), name=about.name)
    describe_person(person, about)
    session.add(person)
    session.flush()
    set_people(session, person.id, people)
    return person.id


def set_people(session: Session, person_id: str, people: Iterable[Relation]) -> None:
    """Replaces the list of people around a person, inside an act that does more."""
    session.execute(delete(Surrounding).where(col(Surrounding.person_id) == person_id))
    for position, relation in enumerate(tidy_relation(r) for r in people):
        session.add(
            Surrounding(
                id=new_id(),
                person_id=person_id,
                position=position,
                name=relation.name,
                relationship=relation.relationship,
                born=relation.born,
                household=relation.household,
                parental_responsibility=relation.parental_responsibility,
            )
        )


def people_around(session: Session, person_ids: Sequence[str] | None = None) -> dict[str, list[Relation]]:
    """The people around each of the persons, or around everyone, in their order."""
    asked = select(Surrounding).order_by(col(Surrounding.person_id), col(Surrounding.position))
    if person_ids is not None:
        asked = asked.where(col(Surrounding.person_id).in_(person_ids))
    around: dict[str, list[Relation]] = {person_id: [] for person_id in person_ids or ()}
    for row in session.scalars(asked):
        around.setdefault(row.person_id, []).append(
            Relation(row.name, row.relationship, row.born, row.household, row.parental_responsibility)
        )
    return around


def merged(known: Sequence[Relation], told: Iterable[Relation]) -> list[Relation]:
    """Those known, with those told added; someone told of again has gaps filled and nothing replaced."""
    result = list(known)
    for relation in told:
        name = one_line(relation.name).casefold()
        at = next((i for i, r in enumerate(result) if one_line(r.name).casefold() == name), None)
        if at is None:
            result.append(relation)
            continue
        there = result[at]
        result[at] = replace(
            there,
            relationship=there.relationship or relation.relationship,
            born=there.born or relation.born,
            household=relation.household if there.household is None else there.household,
            parental_responsibility=relation.parental_responsibility
            if there.parental_responsibility is None
            else there.parental_responsibility,
        )
    return result


def about_of(person: Person) -> About:
    """The person as plain data."""
    return About(
        name=person.name,
        kind=person.kind.value,
        born=person.born,
        known_as=person.known_as,
        pronouns=person.pronouns,
        communicates=person.communicates,
    )


def cards(vault: Vault, session: Session, person_id: str | None = None) -> list[PersonCard]:
    """The cards of all people by name, or of one, inside an act that does more.

    The drafts of others are not counted.
    """
    counted = select(col(NoteRecord.person_id), func.count(), func.max(col(NoteRecord.happened))).group_by(
        col(NoteRecord.person_id)
    )
    asked = select(Person)
    if person_id is not None:
        counted = counted.where(col(NoteRecord.person_id) == person_id)
        asked = asked.where(col(Person.id) == person_id)
    counts = {owner: (number, latest) for owner, number, latest in session.execute(counted)}
    if hides(vault, session):
        drafts_of_others = select(col(NoteRecord.person_id)).where(hidden(vault)).distinct()
        owners = session.scalars(drafts_of_others).all()
        for owner in owners:
            counts.pop(owner, None)
        if owners:
            counted = counted.where(col(NoteRecord.person_id).in_(drafts_of_others), readable(vault))
            counts |= {owner: (number, latest) for owner, number, latest in session.execute(counted)}
    around = people_around(session, None if person_id is None else [person_id])
    found = [
        PersonCard(p.id, about_of(p), tuple(around.get(p.id, ())), *counts.get(p.id, (0, None)))
        for p in session.scalars(asked)
    ]
    return sorted(found, key=lambda c: (c.about.name.casefold(), c.id))


def readable_cards(vault: Vault) -> list[PersonCard]:
    """Whoever can still be read in a damaged vault, by name; without counts where those cannot be."""
    with vault.reading() as session:
        ids = session.scalars(select(col(Person.id))).all()
    found: list[PersonCard] = []
    for person_id in ids:
        try:
            with vault.reading() as session:
                found += cards(vault, session, person_id)
        except DamagedVault:
            with contextlib.suppress(DamagedVault), vault.reading() as session:
                found.append(PersonCard(person_id, about_of(session.get_one(Person, person_id))))
    return sorted(found, key=lambda c: (c.about.name.casefold(), c.id))


def tidy_about(about: About) -> About:
    """The same person with names on one line. Raises CaseworkError where the name is empty."""
    name = one_line(about.name)
    if not name:
        raise CaseworkError("Give the person's name.")
    return replace(
        about,
        name=name,
        known_as=one_line_or_none(about.known_as),
        pronouns=one_line_or_none(about.pronouns),
        communicates=one_line_or_none(about.communicates),
    )


def tidy_relation(relation: Relation) -> Relation:
    """The same relation with names on one line. Raises CaseworkError where the name is empty."""
    name = one_line(relation.name)
    if not name:
        raise CaseworkError("Give the name of each of the people around, or what they are known as.")
    return replace(relation, name=name, relationship=one_line(relation.relationship))


def _get(session: Session, person_id: str) -> Person:
    person = session.get(Person, person_id, with_for_update=True)
    if person is None:
        raise NotFound("There is no such person in this vault.")
    return person


def describe_person(person: Person, about: About) -> None:
    """Writes what is known of a person into their record, inside an act that does more."""
    person.kind = Kind(about.kind)
    person.name = about.name
    person.known_as = about.known_as
    person.born = about.born
    person.pronouns = about.pronouns
    person.communicates = about.communicates


def _names(about: About) -> tuple[str, ...]:
    return tuple(name.casefold() for name in (about.name, about.known_as) if name)
