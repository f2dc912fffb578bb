"""The setting in which a note is read: who is meant by a name, how old somebody is, who lives there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType

from noteui.checks.note import Note, Relation
from noteui.checks.prose import WORD, fold

NO_EXPANSIONS: Mapping[str, str] = MappingProxyType({})
TITLES = frozenset(("mr mrs ms miss mx dr pc prof sister nurse rev cllr").split())

_OF_CHILDREN = frozenset(
    "brother sister son daughter half-brother half-sister twin stepson stepdaughter stepbrother stepsister "
    "grandson granddaughter niece nephew".split()
)
"""Relationships that are a child's unless a birth date says otherwise."""


class Setting:
    """What is known of the note besides its words: people, times, who writes. Worked out once a note."""

    def __init__(self, note: Note, expansions: Mapping[str, str] = NO_EXPANSIONS) -> None:
        self.note = note
        self.expansions = expansions
        """What short forms stand for in the writer's team."""

    @cached_property
    def first_name(self) -> str:
        """What the person is called in the text: known-as, or else the first name."""
        return self.note.about.known_as or self.note.about.name.split()[0]

    @cached_property
    def names(self) -> frozenset[str]:
        """Every part of every listed name, in lower case, the writer's included."""
        return frozenset(
            part
            for name in self.full_names
            for part in _name_parts(name)
            if part not in TITLES and len(part) > 1
        )

    @cached_property
    def full_names(self) -> tuple[str, ...]:
        """The names of the person, of the people around and of the writer."""
        note = self.note
        names = [note.about.name, *(relation.name for relation in note.people)]
        if note.about.known_as:
            names.append(note.about.known_as)
        if note.author:
            names.append(note.author.name)
        return tuple(names)

    @cached_property
    def person_names(self) -> frozenset[str]:
        """The parts of the person's own name, in lower case."""
        about = self.note.about
        parts = _name_parts(about.name) + (_name_parts(about.known_as) if about.known_as else [])
        return frozenset(part for part in parts if part not in TITLES)

    @cached_property
    def born_by_name(self) -> Mapping[str, object]:
        """Birth dates by first name in lower case, for each person whose date is known."""
        known: dict[str, object] = {}
        for relation in reversed(self.note.people):
            if relation.born:
                known[_name_parts(relation.name)[0]] = relation.born
        if self.note.about.born:
            known[fold(self.first_name)] = self.note.about.born
            known[_name_parts(self.note.about.name)[0]] = self.note.about.born
        return known

    @cached_property
    def household(self) -> tuple[Relation, ...]:
        """The people who live with the person."""
        return tuple(relation for relation in self.note.people if relation.household)

    @cached_property
    def children_at_home(self) -> frozenset[str]:
        """The first names, in lower case, of the children who live with the person, the person left out."""
        happened = self.note.happened
        return (
            frozenset(
                _name_parts(relation.name)[0]
                for relation in self.household
                if (
                    happened.date() < _eighteenth(relation.born)
                    if relation.born and happened
                    else relation.relationship.split()[-1] in _OF_CHILDREN or "child" in relation.relationship
                )
            )
            - self.person_names
        )

    @cached_property
    def adult_names(self) -> frozenset[str]:
        """The first names, in lower case, of the listed people who are not children of the house."""
        return (
            frozenset(_name_parts(relation.name)[0] for relation in self.note.people)
            - self.children_at_home
            - self.person_names
        )

    @cached_property
    def months_old(self) -> int | None:
        """The person's age in whole months when it happened; None where either date is not known."""
        born, happened = self.note.about.born, self.note.happened
        if born is None or happened is None:
            return None
        return (happened.year - born.year) * 12 + happened.month - born.month - (happened.day < born.day)

    @property
    def is_child(self) -> bool:
        """True where the note is about a child, born or not."""
        return self.note.about.kind != "adult"

    @property
    def is_contact_with_person(self) -> bool:
        """True for the kinds of contact at which the person would be expected to be met."""
        return self.note.contact in ("home visit", "school visit", "office visit", "disclosure")


def _eighteenth(born: date) -> date:
    return date(born.year + 18, born.month, min(born.day, 28))


def _name_parts(name: str) -> list[str]:
    return [part for word in WORD.findall(fold(name)) for part in [word.removesuffix("'s")]]
