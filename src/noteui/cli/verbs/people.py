"""`noteui person` and its acts."""

from __future__ import annotations

import argparse

from noteui.cli.verbs.options import one_format_of
from noteui.cli.verbs.verb import Parser, Verb


def _person(person: Parser) -> None:
    act = person.acts("people", "noteui person")

    listed = act("list", "list everybody", "list_", "--format json")
    one_format_of(listed, "table", "json")
    show = act("show", "print what is known of a person", "show", "Maya")
    show.add_argument("person", metavar="PERSON")
    one_format_of(show, "text", "json")
    add = act("add", "add a person; prints their id", "add", "'Maya Ellis' --kind child --born 14/3/2016")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--kind", required=True, choices=("child", "adult", "unborn"))
    _about_options(add)
    change = act("change", "change what is known of a person", "change", "Maya --pronouns she/her")
    change.add_argument("person", metavar="PERSON")
    change.add_argument("--name")
    change.add_argument("--kind", choices=("child", "adult", "unborn"))
    _about_options(change)
    around = act(
        "around",
        "add somebody to the people around a person",
        "add_around",
        "Maya 'Dana Ellis' mother --household",
    )
    around.add_argument("person", metavar="PERSON")
    around.add_argument("name", metavar="NAME")
    around.add_argument("relationship", metavar="RELATIONSHIP", help="mother, neighbour, class teacher, ...")
    around.add_argument("--born", metavar="DAY")
    around.add_argument(
        "--household", action=argparse.BooleanOptionalAction, help="whether they live with the person"
    )
    around.add_argument(
        "--parental-responsibility", action=argparse.BooleanOptionalAction, help="whether they hold it"
    )
    apart = act(
        "not-around",
        "take somebody out of the people around a person",
        "take_from_around",
        "Maya 'Dana Ellis'",
    )
    apart.add_argument("person", metavar="PERSON")
    apart.add_argument("name", metavar="NAME")


def _about_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("--born", metavar="DAY", help="2016-03-14 or 14/3/2016")
    made.add_argument("--known-as", metavar="NAME")
    made.add_argument("--pronouns", metavar="WORDS")
    made.add_argument("--communicates", metavar="WORDS", help="how they communicate: Makaton, Polish, ...")


VERBS = (
    Verb(
        "person",
        "list, show, add or change people",
        "noteui person add 'Maya Ellis' --kind child",
        ("people", "list_"),
        _person,
    ),
)
