"""Options that several verbs have."""

from __future__ import annotations

import argparse

CONTACTS = (
    "home visit, phone call, office visit, school visit, meeting, supervision, disclosure, email, other"
)


def vault_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("--vault", metavar="PATH", default=argparse.SUPPRESS, help="the vault's folder")
    made.add_argument(
        "--passphrase-fd",
        type=int,
        metavar="N",
        default=argparse.SUPPRESS,
        help="read the passphrase from file descriptor N",
    )
    made.add_argument(
        "--key-file",
        metavar="FILE",
        default=argparse.SUPPRESS,
        help="read the passphrase from the first line of FILE",
    )


def note_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("--about", required=True, metavar="PERSON", help="name or id of a person in the vault")
    made.add_argument("--contact", default="other", metavar="KIND", help=CONTACTS)
    made.add_argument("--happened", required=True, metavar="WHEN", help='"yesterday 3pm", "17/11 15:30"')
    made.add_argument("--seen", action=argparse.BooleanOptionalAction, help="whether the person was seen")
    made.add_argument("--seen-alone", action=argparse.BooleanOptionalAction, help="whether they were alone")
    made.add_argument("--interpreter", metavar="WORDS", help="who interpreted, and which language")


def team_option(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--team",
        metavar="FILE",
        help="the team's own rules and words (team.toml beside the configuration file, or what that names)",
    )


def one_format_of(made: argparse.ArgumentParser, *formats: str) -> None:
    made.add_argument("--format", choices=formats, default=formats[0], help=f"({formats[0]})")


def output(made: argparse.ArgumentParser) -> None:
    made.add_argument("-o", "--output", metavar="PATH", help="a file (to the terminal or pipe)")
    made.add_argument("--force", action="store_true", help="write over a file that is there")


def from_pipe(made: argparse.ArgumentParser, what: str) -> None:
    made.add_argument("dash", nargs="?", metavar="-", help=f"a dash: {what} comes from the pipe")


def dash_anywhere(made: argparse.ArgumentParser, what: str) -> None:
    """A dash that may stand anywhere: as a positional argument it is lost once an option stands before it."""
    made.add_argument(
        "-", dest="dash", action="store_const", const="-", help=f"a dash: {what} comes from the pipe"
    )


def new_passphrase(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--new-passphrase-fd", type=int, metavar="N", help="read the new passphrase from descriptor N"
    )


def count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError("give a whole number from 1 up")
    return number


def note_of(made: argparse.ArgumentParser) -> None:
    made.add_argument("note", metavar="NOTE", help="the note's id, or its first four characters")
