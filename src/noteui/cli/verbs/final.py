"""Verbs that make a note final and add to it."""

from __future__ import annotations

from noteui.cli.verbs.options import count, note_of, one_format_of
from noteui.cli.verbs.verb import Parser, Verb


def _finalise(finalise: Parser) -> None:
    note_of(finalise)
    finalise.add_argument(
        "--answers",
        metavar="FILE",
        help="a TOML file with [answers] by rule and, for a late note, [late]; - for the pipe",
    )
    finalise.add_argument("--submit-to", metavar="USER", help="and submit it for review: to a name, or any")


def _addendum(addendum: Parser) -> None:
    note_of(addendum)
    addendum.add_argument("dash", nargs="?", metavar="-", help="a dash: the text comes from the pipe")


def _correct(correct: Parser) -> None:
    note_of(correct)
    correct.add_argument("file", metavar="FILE", help="a TOML file, or - for the pipe")


def _void(void: Parser) -> None:
    note_of(void)
    void.add_argument("dash", nargs="?", metavar="-", help="a dash: the reason comes from the pipe")


def _versions(versions: Parser) -> None:
    note_of(versions)
    versions.add_argument("--compare", nargs=2, type=count, metavar="N", help="show how two versions differ")
    one_format_of(versions, "table", "json")


VERBS = (
    Verb(
        "finalise",
        "make a draft final: signed, and from then on only added to; prints its receipt",
        "noteui finalise 7k2m\n"
        "         noteui finalise 7k2m < /dev/null > answers.toml   (the questions, to be filled in)\n"
        "         noteui finalise 7k2m --answers answers.toml",
        ("final", "finalise"),
        _finalise,
    ),
    Verb(
        "addendum",
        "add a signed text from a pipe to a finalised note; prints its receipt",
        "noteui addendum 7k2m - < addendum.txt",
        ("final", "addendum"),
        _addendum,
    ),
    Verb(
        "correct",
        "correct words of a finalised note, the original left visible; prints the receipt",
        "noteui correct 7k2m correction.toml, the file saying\n"
        '         field = "facts"\n         was = "at 3.45pm"\n         now = "at 3.30pm"\n'
        '         reason = "I misread my notebook."',
        ("final", "correct"),
        _correct,
    ),
    Verb(
        "void",
        "make a finalised note void, with a reason; it stays readable, as void",
        "noteui void 7k2m",
        ("final", "void"),
        _void,
    ),
    Verb(
        "versions",
        "list a finalised note's versions, or show how two of them differ",
        "noteui versions 7k2m --compare 1 3",
        ("final", "versions_"),
        _versions,
    ),
)
