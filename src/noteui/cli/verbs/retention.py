"""`noteui retention` and its acts, and `noteui erase`."""

from __future__ import annotations

from noteui.cli.verbs.options import from_pipe, one_format_of
from noteui.cli.verbs.verb import Parser, Verb


def _retention(retention: Parser) -> None:
    retention.add_argument("--due", action="store_true", help="only files whose time is over")
    one_format_of(retention, "table", "json")
    act = retention.acts("retention")

    act("classes", "print the retention classes with their sources", "classes", "noteui retention classes")
    set_ = act("set", "say which class a file is of", "set_", "noteui retention set Maya child-in-need")
    set_.add_argument("person", metavar="PERSON")
    set_.add_argument("class_", metavar="CLASS", help="see: noteui retention classes")
    set_.add_argument("--since", metavar="DAY", help="the day it counts from, where that is not the birth")
    hold = act(
        "hold", "hold a file", "hold", "echo 'Inquiry, letter of 3 May' | noteui retention hold Maya -"
    )
    hold.add_argument("person", metavar="PERSON")
    from_pipe(hold, "the reason")
    lift = act("lift", "lift the hold on a file", "lift", "noteui retention lift Maya")
    lift.add_argument("person", metavar="PERSON")


def _erase(erase: Parser) -> None:
    erase.add_argument("note", metavar="NOTE")
    from_pipe(erase, "the basis")


VERBS = (
    Verb(
        "retention",
        "how long each person's file is kept, what is held, and what is due for review",
        "noteui retention --due",
        ("retention", "list_"),
        _retention,
    ),
    Verb(
        "erase",
        "erase a finalised note on lawful instruction; prints the certificate",
        "echo 'Schedule 4, reviewed by R. Cole' | noteui erase 7k2m -",
        ("retention", "erase_note"),
        _erase,
    ),
)
