"""Every verb with its options; what a verb does is imported only when it is used."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import NoReturn

from noteui import __version__
from noteui.cli.answer import Refusal

_EXITS = (
    "exit codes: 0 fine; 1 findings at or above --fail-on; 2 usage or unreadable\n"
    "input; 3 locked or wrong passphrase; 4 the vault is damaged; 130 interrupted"
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
        made = _explained(verbs, name, what, example)
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
    show.add_argument("--version", type=_count, metavar="N", help="as a finalised note read in its version N")
    _format(show, "md", "json")
    _final(verb)
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
    _user(verb)
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
    verify = verb(
        "verify",
        "check that exported records are what was signed; opens no vault",
        "noteui verify visit.md",
        ("files", "verify_records"),
        vault=False,
    )
    verify.add_argument("files", nargs="+", metavar="FILE")
    verify.add_argument(
        "--key", metavar="PUBLIC", help="the key that must have signed, 64 hexadecimal digits"
    )
    _retention(verb)
    _vault(verbs)
    doctor = verb(
        "doctor",
        "tell what this installation stands on; no names, no text",
        "noteui doctor --json",
        ("doctor", "examine"),
    )
    doctor.add_argument("--json", action="store_true")
    return root


def _explained(verbs: argparse._SubParsersAction[_Parser], name: str, what: str, example: str) -> _Parser:
    return verbs.add_parser(
        name,
        help=what,
        description=what[0].upper() + what[1:] + ".",
        epilog=f"example: {example}\n\n{_EXITS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _final(verb: Callable[..., _Parser]) -> None:
    def note_verb(name: str, what: str, example: str, function: str) -> _Parser:
        made = verb(name, what, example, ("final", function))
        made.add_argument("note", metavar="NOTE", help="the note's id, or its first four characters")
        return made

    finalise = note_verb(
        "finalise",
        "make a draft final: signed, and from then on only added to; prints its receipt",
        "noteui finalise 7k2m\n"
        "         noteui finalise 7k2m < /dev/null > answers.toml   (the questions, to be filled in)\n"
        "         noteui finalise 7k2m --answers answers.toml",
        "finalise",
    )
    finalise.add_argument(
        "--answers",
        metavar="FILE",
        help="a TOML file with [answers] by rule and, for a late note, [late]; - for the pipe",
    )
    addendum = note_verb(
        "addendum",
        "add a signed text from a pipe to a finalised note; prints its receipt",
        "noteui addendum 7k2m - < addendum.txt",
        "addendum",
    )
    addendum.add_argument("dash", nargs="?", metavar="-", help="a dash: the text comes from the pipe")
    correct = note_verb(
        "correct",
        "correct words of a finalised note, the original left visible; prints the receipt",
        "noteui correct 7k2m correction.toml, the file saying\n"
        '         field = "facts"\n         was = "at 3.45pm"\n         now = "at 3.30pm"\n'
        '         reason = "I misread my notebook."',
        "correct",
    )
    correct.add_argument("file", metavar="FILE", help="a TOML file, or - for the pipe")
    void = note_verb(
        "void",
        "make a finalised note void, with a reason; it stays readable, as void",
        "noteui void 7k2m",
        "void",
    )
    void.add_argument("dash", nargs="?", metavar="-", help="a dash: the reason comes from the pipe")
    versions = note_verb(
        "versions",
        "list a finalised note's versions, or show how two of them differ",
        "noteui versions 7k2m --compare 1 3",
        "versions_",
    )
    versions.add_argument("--compare", nargs=2, type=_count, metavar="N", help="show how two versions differ")
    _format(versions, "table", "json")


def _person(verb: Callable[..., _Parser]) -> None:
    person = verb(
        "person",
        "list, show, add or change people",
        "noteui person add 'Maya Ellis' --kind child",
        ("people", "list_"),
    )
    acts = person.add_subparsers(metavar="ACT", parser_class=_Parser)

    def act(name: str, what: str, example: str, function: str) -> _Parser:
        made = _explained(acts, name, what, f"noteui person {example}")
        _vault_options(made)
        made.set_defaults(act=_act("people", function))
        return made

    listed = act("list", "list everybody", "list --format json", "list_")
    _format(listed, "table", "json")
    show = act("show", "print what is known of a person", "show Maya", "show")
    show.add_argument("person", metavar="PERSON")
    _format(show, "text", "json")
    add = act("add", "add a person; prints their id", "add 'Maya Ellis' --kind child --born 14/3/2016", "add")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--kind", required=True, choices=("child", "adult", "unborn"))
    _about_options(add)
    change = act("change", "change what is known of a person", "change Maya --pronouns she/her", "change")
    change.add_argument("person", metavar="PERSON")
    change.add_argument("--name")
    change.add_argument("--kind", choices=("child", "adult", "unborn"))
    _about_options(change)
    around = act(
        "around",
        "add somebody to the people around a person",
        "around Maya 'Dana Ellis' mother --household",
        "add_around",
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
        "not-around Maya 'Dana Ellis'",
        "take_from_around",
    )
    apart.add_argument("person", metavar="PERSON")
    apart.add_argument("name", metavar="NAME")


def _about_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("--born", metavar="DAY", help="2016-03-14 or 14/3/2016")
    made.add_argument("--known-as", metavar="NAME")
    made.add_argument("--pronouns", metavar="WORDS")
    made.add_argument("--communicates", metavar="WORDS", help="how they communicate: Makaton, Polish, ...")


def _retention(verb: Callable[..., _Parser]) -> None:
    retention = verb(
        "retention",
        "how long each person's file is kept, what is held, and what is due for review",
        "noteui retention --due",
        ("retention", "list_"),
    )
    retention.add_argument("--due", action="store_true", help="only files whose time is over")
    _format(retention, "table", "json")
    acts = retention.add_subparsers(metavar="ACT", parser_class=_Parser)

    def act(name: str, what: str, function: str, example: str) -> _Parser:
        made = _explained(acts, name, what, example)
        _vault_options(made)
        made.set_defaults(act=_act("retention", function))
        return made

    act("classes", "print the retention classes with their sources", "classes", "noteui retention classes")
    set_ = act("set", "say which class a file is of", "set_", "noteui retention set Maya child-in-need")
    set_.add_argument("person", metavar="PERSON")
    set_.add_argument("class_", metavar="CLASS", help="see: noteui retention classes")
    set_.add_argument("--since", metavar="DAY", help="the day it counts from, where that is not the birth")
    hold = act(
        "hold", "hold a file", "hold", "echo 'Inquiry, letter of 3 May' | noteui retention hold Maya -"
    )
    hold.add_argument("person", metavar="PERSON")
    _from_pipe(hold, "the reason")
    lift = act("lift", "lift the hold on a file", "lift", "noteui retention lift Maya")
    lift.add_argument("person", metavar="PERSON")
    erase = verb(
        "erase",
        "erase a finalised note on lawful instruction; prints the certificate",
        "echo 'Schedule 4, reviewed by R. Cole' | noteui erase 7k2m -",
        ("retention", "erase_note"),
    )
    erase.add_argument("note", metavar="NOTE")
    _from_pipe(erase, "the basis")


def _from_pipe(made: argparse.ArgumentParser, what: str) -> None:
    made.add_argument("dash", nargs="?", metavar="-", help=f"a dash: {what} comes from the pipe")


def _user(verb: Callable[..., _Parser]) -> None:
    user = verb(
        "user",
        "list, add, change or remove those who may open the vault",
        "noteui user add 'Rowan Cole' --role 'team manager' --access supervisor",
        ("users", "list_"),
    )
    _format(user, "table", "json")
    acts = user.add_subparsers(metavar="ACT", parser_class=_Parser)

    def act(name: str, what: str, function: str, example: str) -> _Parser:
        made = _explained(acts, name, what, example)
        _vault_options(made)
        made.set_defaults(act=_act("users", function))
        return made

    listed = act("list", "list everybody, those who have left last", "list_", "noteui user list")
    _format(listed, "table", "json")
    add = act(
        "add",
        "add somebody with their first passphrase; prints their id",
        "add",
        "noteui user add 'Rowan Cole' --role 'team manager' --access supervisor",
    )
    add.add_argument("name", metavar="NAME", help="as it signs their notes")
    add.add_argument("--role", required=True, help="as it stands beside their name")
    add.add_argument("--access", choices=_ACCESS, default="practitioner", help="what they may do")
    _new_passphrase(add)
    change = act(
        "change",
        "change how somebody is called, what they are, what they may do, or a passphrase that was lost",
        "change",
        "noteui user change rowan --access administrator",
    )
    change.add_argument("user", metavar="USER", help="a name, a part of one, or an id")
    change.add_argument("--name")
    change.add_argument("--role")
    change.add_argument("--access", choices=_ACCESS, help="what they may do")
    change.add_argument("--new-passphrase", action="store_true", help="theirs is lost: ask for another")
    _new_passphrase(change)
    remove = act(
        "remove",
        "take somebody's passphrase away; what they signed stays",
        "remove",
        "noteui user remove rowan",
    )
    remove.add_argument("user", metavar="USER", help="a name, a part of one, or an id")


_ACCESS = ("practitioner", "supervisor", "administrator", "reader")


def _new_passphrase(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--new-passphrase-fd", type=int, metavar="N", help="read the new passphrase from descriptor N"
    )


def _vault(verbs: argparse._SubParsersAction[_Parser]) -> None:
    vault = _explained(
        verbs,
        "vault",
        "create, verify, back up or restore the vault, and keep its keys",
        "noteui vault verify",
    )
    acts = vault.add_subparsers(metavar="ACT", parser_class=_Parser, required=True)

    def act(
        name: str, what: str, function: str, example: str, *, of: str = "vault"
    ) -> argparse.ArgumentParser:
        made = _explained(acts, name, what, example)
        _vault_options(made)
        made.set_defaults(act=_act(of, function))
        return made

    init = act(
        "init", "create a vault", "init", "noteui vault init --name 'Priya Nair' --role 'social worker'"
    )
    init.add_argument("--name", required=True, help="your name, as it signs your notes")
    init.add_argument("--role", required=True, help="your role, as it stands beside your name")
    act("path", "print where the vault lies", "path", "noteui vault path")
    passphrase = act(
        "passphrase", "change your passphrase", "passphrase_", "noteui vault passphrase", of="keys"
    )
    _new_passphrase(passphrase)
    act(
        "recovery-code",
        "make a code, to be printed, that opens the vault when a passphrase is lost; the last one stops",
        "recovery_code",
        "noteui vault recovery-code",
        of="keys",
    )
    organisation = act(
        "organisation-key",
        "make the organisation's own key to the vault, as a file; the last one stops working",
        "organisation_key",
        "noteui vault organisation-key -o /media/safe/noteui.key",
        of="keys",
    )
    organisation.add_argument("-o", "--output", required=True, metavar="FILE", help="a file not there yet")
    recover = act(
        "recover",
        "give a user a new passphrase with the recovery code or the organisation's key",
        "recover",
        "noteui vault recover --code --user priya",
        of="keys",
    )
    by = recover.add_mutually_exclusive_group(required=True)
    by.add_argument("--code", action="store_true", help="ask for the recovery code")
    by.add_argument("--code-fd", type=int, metavar="N", help="read the recovery code from descriptor N")
    by.add_argument("--organisation-key", metavar="FILE", help="the organisation's key")
    recover.add_argument("--user", required=True, metavar="USER", help="whose passphrase is lost")
    _new_passphrase(recover)
    act(
        "rotate",
        "exchange the key that the notes are kept under, after somebody left or a copy went missing",
        "rotate",
        "noteui vault rotate",
        of="proof",
    )
    verify = act(
        "verify",
        "check every page, key, note, log and index entry of the vault",
        "verify",
        "noteui vault verify --receipt receipts.txt",
        of="proof",
    )
    verify.add_argument(
        "--receipt",
        action="append",
        default=[],
        metavar="RECEIPT",
        help="a receipt, or a file with receipts in it; can be given several times",
    )
    acknowledge = act(
        "acknowledge",
        "say that a fault that verify or an opening told of was seen to",
        "acknowledge",
        "noteui vault acknowledge 1204",
        of="proof",
    )
    acknowledge.add_argument("fault", type=_count, metavar="ENTRY", help="the entry of the log that tells it")
    act(
        "receipt",
        "print a receipt for the log, for somebody else to keep",
        "issue_receipt",
        "noteui vault receipt >> receipts.txt",
        of="proof",
    )
    log = act(
        "log",
        "list who did what and when, the newest last",
        "log",
        "noteui vault log --act note.viewed --since 1/11",
        of="proof",
    )
    log.add_argument("--act", dest="act_name", metavar="ACT", help="note.viewed, or note for all of them")
    log.add_argument("--user", metavar="USER", help="only what this user did")
    log.add_argument("--about", metavar="ID", help="only what was done to this note, person or user")
    log.add_argument("--since", metavar="DAY", help="only from this day on")
    log.add_argument("--until", metavar="DAY", help="only up to this day")
    log.add_argument("-n", "--limit", type=_count, metavar="N", help="at most the newest N")
    _format(log, "table", "json")
    act(
        "drill",
        "restore the newest backup into a private folder, check it whole, and compare it with the vault",
        "drill",
        "noteui vault drill",
        of="proof",
    )
    backup = act(
        "backup",
        "write a checked backup; prints its folder",
        "backup",
        "noteui vault backup /media/stick/noteui",
    )
    backup.add_argument("target", nargs="?", metavar="FOLDER", help="a folder that is not there yet")
    restore = act(
        "restore",
        "put a backup in the place of the vault, which is set aside",
        "restore",
        "noteui vault restore /media/stick/noteui",
    )
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
    made.add_argument("--seen", action=argparse.BooleanOptionalAction, help="whether the person was seen")
    made.add_argument("--seen-alone", action=argparse.BooleanOptionalAction, help="whether they were alone")
    made.add_argument("--interpreter", metavar="WORDS", help="who interpreted, and which language")


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
