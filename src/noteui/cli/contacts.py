"""`noteui address`: to whom information goes, by which route, and how that route was verified."""

from __future__ import annotations

import argparse
import dataclasses
from datetime import date, datetime

from noteui.casework import contacts
from noteui.casework.contacts import Contact
from noteui.casework.when import read_day
from noteui.checks.approved_domains import approved, approved_domains
from noteui.cli.answer import put, put_json, say
from noteui.cli.table import print_table
from noteui.cli.unlocking import open_vault
from noteui.vault import age_identity

_GIVEN = ("name", "role", "agency", "route", "address", "key", "public")


def list_(arguments: argparse.Namespace) -> int:
    """List everybody with their route and how it was verified."""
    with open_vault(arguments) as vault:
        found = contacts.contacts(vault)
    if arguments.format == "json":
        put_json([_as_json(one) for one in found], indent=1)
        return 0
    print_table(
        ("id", "who", "route", "address", "verified"),
        [(one.id, one.shown, one.route, one.address, _verified(one)) for one in found],
    )
    return 0


def add(arguments: argparse.Namespace) -> int:
    """Add somebody; prints their id, and says what speaks against the route."""
    given = {name: value for name in _GIVEN if (value := getattr(arguments, name, None)) is not None}
    with open_vault(arguments) as vault:
        kept = contacts.keep_contact(vault, Contact(**given))
    _doubt(kept)
    put(kept.id)
    return 0


def change(arguments: argparse.Namespace) -> int:
    """Change what is known of somebody; a changed route is to be verified anew."""
    given = {name: value for name in _GIVEN if (value := getattr(arguments, name, None)) is not None}
    with open_vault(arguments) as vault:
        found = contacts.find_contact(vault, arguments.contact)
        kept = contacts.keep_contact(vault, dataclasses.replace(found, **given))
    _doubt(kept)
    return 0


def show(arguments: argparse.Namespace) -> int:
    """Print somebody, with what their address says of itself."""
    with open_vault(arguments) as vault:
        found = contacts.find_contact(vault, arguments.contact)
    put(f"{found.shown}\n{found.route}: {found.address}\nverified: {_verified(found)}")
    domain = approved(found.address)
    if domain is not None:
        put(f"domain: {domain.ends}, {domain.whose}, {domain.nation} ({domain.source})")
    if found.key:
        put(f"age key: {found.key}\nread out: {age_identity.fingerprint(found.key)}")
    if found.public:
        put(f"signs with: {age_identity.fingerprint(found.public)}")
    _doubt(found)
    return 0


def verify(arguments: argparse.Namespace) -> int:
    """Record how the route was verified; you, today, unless a day is given."""
    on = read_day(arguments.on, now=datetime.now())[0] if arguments.on else date.today()
    with open_vault(arguments) as vault:
        found = contacts.find_contact(vault, arguments.contact)
        contacts.verify_contact(vault, found.id, how=arguments.how, on=on)
    return 0


def remove(arguments: argparse.Namespace) -> int:
    """Take somebody out of the list; what went to them still names them."""
    with open_vault(arguments) as vault:
        contacts.drop_contact(vault, contacts.find_contact(vault, arguments.contact).id)
    return 0


def domains(arguments: argparse.Namespace) -> int:
    """Print the domains of public services that are known here, with their sources."""
    rows = approved_domains().values()
    if arguments.format == "json":
        put_json([dataclasses.asdict(row) for row in rows], indent=1)
    else:
        print_table(
            ("ends in", "nation", "whose", "source", "checked"),
            [(row.ends, row.nation, row.whose, row.source, row.checked) for row in rows],
        )
    return 0


def _doubt(contact: Contact) -> None:
    for doubt in contact.doubts:
        say(doubt)


def _verified(contact: Contact) -> str:
    if contact.verified_on is None:
        return "not verified"
    on = contact.verified_on
    return f"{on.day} {on:%B %Y} by {contact.verified_by}: {contact.verified_how}"


def _as_json(contact: Contact) -> dict[str, object]:
    on = contact.verified_on
    return {
        **dataclasses.asdict(contact),
        "verified_on": on.isoformat() if on else None,
        "doubts": contact.doubts,
    }
