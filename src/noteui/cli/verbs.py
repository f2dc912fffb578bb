"""Every verb with its options; what a verb does is imported only when it is used."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import NoReturn

from noteui import __version__
from noteui.cli.answer import Refusal

_EXITS = (
    "exit codes: 0 fine; 1 findings at or above --fail-on; 2 usage or unreadable input; 3 locked or wrong "
    "passphrase; 4 the vault is damaged; 130 interrupted"
)
CONTACTS = (
    "home visit, phone call, office visit, school visit, meeting, supervision, disclosure, email, other"
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Refusal(f"{message}. See: {self.prog} --help")


def _act(module: str, name: str) -> Callable[[argparse.Namespace], int]:
    def act(arguments: argparse.Namespace) -> int:
        result: int = getattr(import_module(f"noteui.cli.{module}"), name)(arguments)
        return result

    return act


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    root = _Parser(
        prog="noteui",
        description="Case notes for safeguarding practitioners. Without a verb, noteui opens the app.",
        epilog=_EXITS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    root.add_argument("--version", action="version", version=f"noteui {__version__}")
    _vault_options(root)
    root.set_defaults(act=_act("app", "open_app"), verb=None)
    verbs = root.add_subparsers(metavar="VERB", parser_class=_Parser)

    def verb(name: str, what: str, example: str, act: tuple[str, str], *, vault: bool = True) -> _Parser:
        made: _Parser = verbs.add_parser(
            name,
            help=what,
            description=what[0].upper() + what[1:] + ".",
            epilog=f"example: {example}\n\n{_EXITS}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if vault:
            _vault_options(made)
        made.set_defaults(act=_act(*act), verb=name)
        return made

    verb(
        "demo", "open a throwaway vault of fictional people", "noteui demo", ("app", "open_demo"), vault=False
    )
    verb(
        "practice",
        "mend short flawed notes about fictional people; opens no vault and keeps nothing",
        "noteui practice",
        ("app", "open_practice"),
        vault=False,
    )
    new = verb(
        "new",
        "begin a note and open it in the editor",
        'noteui new --about Maya --happened "yesterday 3pm"',
        ("app", "new_note"),
    )
    _note_options(new)
    add = verb(
        "add",
        "capture text from a pipe as a draft; prints the draft's id",
        "pbpaste | noteui add - --about Maya --happened 'tue 2pm'",
        ("notes", "add"),
    )
    add.add_argument("dash", nargs="?", metavar="-", help="a dash, to say that the text comes from the pipe")
    _note_options(add)
    add.add_argument(
        "--field",
        default="facts",
        choices=("facts", "voice", "opinion", "family", "actions"),
        help="where it goes",
    )
    listed = verb(
        "list", "list notes, newest event first", "noteui list --about Maya --since 1/11", ("notes", "list_")
    )
    listed.add_argument("--about", metavar="PERSON", help="only notes about this person (name or id)")
    listed.add_argument("--status", choices=("draft", "finalised", "void"))
    listed.add_argument("--since", metavar="DAY", help="only what happened on this day or later")
    listed.add_argument("--until", metavar="DAY", help="only what happened on this day or before")
    listed.add_argument("-n", "--limit", type=_count, metavar="N", help="at most N notes")
    _format(listed, "table", "json", "jsonl", "ids")
    show = verb("show", "print a note", "noteui show 7k2m --field facts", ("notes", "show"))
    show.add_argument("note", metavar="NOTE", help="the note's id, or its first four characters")
    show.add_argument(
        "--field", choices=("facts", "voice", "opinion", "family", "actions"), help="only this field"
    )
    _format(show, "md", "json")
    search = verb("search", "find notes by their words", "noteui search boiler cold", ("notes", "search"))
    search.add_argument(
        "words", nargs="+", metavar="WORD", help='words; "in quotation marks" they stand together'
    )
    search.add_argument("-n", "--limit", type=_count, default=20, metavar="N", help="at most N notes (20)")
    _format(search, "table", "json", "jsonl", "ids")
    check = verb(
        "check",
        "check notes as files against the nine recording principles; opens no vault",
        "noteui check visit.md --format json",
        ("checking", "check_files"),
        vault=False,
    )
    check.add_argument("files", nargs="+", metavar="FILE", help="Markdown notes, or - for a note from a pipe")
    _format(check, "text", "json")
    check.add_argument(
        "--fail-on",
        choices=("info", "warning", "must", "never"),
        default="warning",
        help="exit with 1 where a finding weighs this much or more (warning)",
    )
    _team_option(check)
    export = verb("export", "write notes as Markdown", "noteui export 7k2m -o visit.md", ("files", "export"))
    export.add_argument("notes", nargs="*", metavar="NOTE", help="ids, or their first four characters")
    export.add_argument("--person", metavar="PERSON", help="this person's whole file, in order of events")
    export.add_argument("-o", "--output", metavar="PATH", help="a file, or a folder for several notes")
    export.add_argument("--force", action="store_true", help="write over a file that is there")
    import_ = verb(
        "import", "take notes from Markdown files as drafts", "noteui import visit.md", ("files", "import_")
    )
    import_.add_argument("files", nargs="+", metavar="FILE")
    _person(verb)
    rules = verb(
        "rules",
        "every rule and word list of the checks: what, why, source, examples",
        "noteui rules failed to engage",
        ("rules", "show_rules"),
        vault=False,
    )
    rules.add_argument(
        "what",
        nargs="*",
        metavar="WHAT",
        help="a rule, a principle, an entry of a word list, or words of a note",
    )
    _format(rules, "text", "json")
    _team_option(rules)
    _vault(verbs)
    doctor = verb(
        "doctor",
        "tell what this installation stands on; no names, no text",
        "noteui doctor --json",
        ("doctor", "examine"),
    )
    doctor.add_argument("--json", action="store_true")
    return root


def _person(verb: Callable[..., _Parser]) -> None:
    person = verb(
        "person",
        "list, show, add or change people",
        "noteui person add 'Maya Ellis' --kind child",
        ("people", "list_"),
    )
    acts = person.add_subparsers(metavar="ACT", parser_class=_Parser)

    def act(name: str, what: str, function: str) -> _Parser:
        made: _Parser = acts.add_parser(name, help=what, description=what[0].upper() + what[1:] + ".")
        _vault_options(made)
        made.set_defaults(act=_act("people", function))
        return made

    listed = act("list", "list everybody", "list_")
    _format(listed, "table", "json")
    show = act("show", "print what is known of a person", "show")
    show.add_argument("person", metavar="PERSON")
    _format(show, "text", "json")
    add = act("add", "add a person; prints their id", "add")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--kind", required=True, choices=("child", "adult", "unborn"))
    _about_options(add)
    change = act("change", "change what is known of a person", "change")
    change.add_argument("person", metavar="PERSON")
    change.add_argument("--name")
    change.add_argument("--kind", choices=("child", "adult", "unborn"))
    _about_options(change)
    around = act("around", "add somebody to the people around a person", "add_around")
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


def _about_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("--born", metavar="DAY", help="2016-03-14 or 14/3/2016")
    made.add_argument("--known-as", metavar="NAME")
    made.add_argument("--pronouns", metavar="WORDS")
    made.add_argument("--communicates", metavar="WORDS", help="how they communicate: Makaton, Polish, ...")


def _vault(verbs: argparse._SubParsersAction[_Parser]) -> None:
    vault = verbs.add_parser(
        "vault",
        help="create, verify, back up or restore the vault",
        description="Create, verify, back up or restore the vault.",
        epilog=f"example: noteui vault verify\n\n{_EXITS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = vault.add_subparsers(metavar="ACT", parser_class=_Parser, required=True)

    def act(name: str, what: str, function: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = acts.add_parser(
            name, help=what, description=what[0].upper() + what[1:] + "."
        )
        _vault_options(made)
        made.set_defaults(act=_act("vault", function))
        return made

    init = act("init", "create a vault", "init")
    init.add_argument("--name", required=True, help="your name, as it signs your notes")
    init.add_argument("--role", required=True, help="your role, as it stands beside your name")
    act("path", "print where the vault lies", "path")
    passphrase = act("passphrase", "change your passphrase", "passphrase_")
    passphrase.add_argument(
        "--new-passphrase-fd", type=int, metavar="N", help="read the new one from descriptor N"
    )
    act("verify", "check every page, key, note and index entry of the vault", "verify")
    backup = act("backup", "write a checked backup; prints its folder", "backup")
    backup.add_argument("target", nargs="?", metavar="FOLDER", help="a folder that is not there yet")
    restore = act("restore", "put a backup in the place of the vault, which is set aside", "restore")
    restore.add_argument("backup", metavar="FOLDER")


def _vault_options(made: argparse.ArgumentParser) -> None:
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


def _note_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("--about", required=True, metavar="PERSON", help="name or id of a person in the vault")
    made.add_argument("--contact", default="other", metavar="KIND", help=CONTACTS)
    made.add_argument("--happened", required=True, metavar="WHEN", help='"yesterday 3pm", "17/11 15:30"')


def _team_option(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--team",
        metavar="FILE",
        help="the team's own rules and words (team.toml beside the configuration file, or what that names)",
    )


def _format(made: argparse.ArgumentParser, *formats: str) -> None:
    made.add_argument("--format", choices=formats, default=formats[0], help=f"({formats[0]})")


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError("give a whole number from 1 up")
    return number
