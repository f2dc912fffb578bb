"""`noteui person`."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from noteui.casework import people, when
from noteui.casework.people import PersonCard
from noteui.checks.note import About, Relation
from noteui.cli.answer import put, put_json
from noteui.cli.table import print_table
from noteui.cli.unlocking import open_vault


def list_(arguments: argparse.Namespace) -> int:
    """List everybody by name."""
    with open_vault(arguments) as vault:
        cards = people.everyone(vault)
    if getattr(arguments, "format", "table") == "json":
        put_json([_as_json(card) for card in cards], indent=1)
    else:
        print_table(
            ("id", "name", "kind", "born", "notes", "last"),
            [
                (
                    card.id,
                    card.about.name,
                    card.about.kind,
                    str(card.about.born or ""),
                    str(card.notes),
                    f"{card.last_happened:%Y-%m-%d}" if card.last_happened else "",
                )
                for card in cards
            ],
        )
    return 0


def show(arguments: argparse.Namespace) -> int:
    """Print what is known of one person and of the people around them."""
    with open_vault(arguments) as vault:
        card = people.find_person(vault, arguments.person)
    if arguments.format == "json":
        put_json(_as_json(card), indent=1)
        return 0
    about = card.about
    for label, value in (
        ("id", card.id),
        ("name", about.name),
        ("known as", about.known_as),
        ("kind", about.kind),
        ("born", about.born),
        ("pronouns", about.pronouns),
        ("communicates", about.communicates),
        ("notes", card.notes),
    ):
        if value is not None:
            put(f"{label + ':':<14}{value}")
    for relation in card.people:
        put(f"{'around:':<14}{relation.name}, {people.describe_relation(relation)}")
    return 0


def add(arguments: argparse.Namespace) -> int:
    """Add a person and print their id."""
    about = About(
        name=arguments.name,
        kind=arguments.kind,
        born=_day(arguments.born),
        known_as=arguments.known_as,
        pronouns=arguments.pronouns,
        communicates=arguments.communicates,
    )
    with open_vault(arguments) as vault:
        put(people.add_person(vault, about).id)
    return 0


def change(arguments: argparse.Namespace) -> int:
    """Change what was given and leave the rest."""
    given: dict[str, Any] = {
        name: getattr(arguments, name)
        for name in ("name", "kind", "known_as", "pronouns", "communicates")
        if getattr(arguments, name) is not None
    }
    if arguments.born is not None:
        given["born"] = _day(arguments.born)
    with open_vault(arguments) as vault:
        card = people.find_person(vault, arguments.person)
        people.change_person(vault, card.id, replace(card.about, **given), card.people)
    return 0


def add_around(arguments: argparse.Namespace) -> int:
    """Add somebody to the people around a person."""
    relation = Relation(
        name=arguments.name,
        relationship=arguments.relationship,
        born=_day(arguments.born),
        household=arguments.household,
        parental_responsibility=arguments.parental_responsibility,
    )
    with open_vault(arguments) as vault:
        people.add_relation(vault, people.find_person(vault, arguments.person).id, relation)
    return 0


def take_from_around(arguments: argparse.Namespace) -> int:
    """Take somebody out of the people around a person."""
    with open_vault(arguments) as vault:
        people.take_relation(vault, people.find_person(vault, arguments.person).id, arguments.name)
    return 0


def _day(typed: str | None) -> date | None:
    return when.read_day(typed, now=datetime.now())[0] if typed else None


def _as_json(card: PersonCard) -> dict[str, Any]:
    about = card.about
    return {
        "id": card.id,
        "name": about.name,
        "kind": about.kind,
        "born": about.born.isoformat() if about.born else None,
        "known_as": about.known_as,
        "pronouns": about.pronouns,
        "communicates": about.communicates,
        "notes": card.notes,
        "people": [
            {
                "name": relation.name,
                "relationship": relation.relationship,
                "born": relation.born.isoformat() if relation.born else None,
                "household": relation.household,
                "parental_responsibility": relation.parental_responsibility,
            }
            for relation in card.people
        ],
    }
