"""Verbs that write, find, check and carry notes; and those that look at noteui itself."""

from __future__ import annotations

from noteui.cli.verbs.options import count, note_options, one_format_of, team_option
from noteui.cli.verbs.verb import Parser, Verb, nothing_more


def _new(new: Parser) -> None:
    note_options(new)


def _add(add: Parser) -> None:
    add.add_argument("dash", nargs="?", metavar="-", help="a dash, to say that the text comes from the pipe")
    note_options(add)
    add.add_argument(
        "--field",
        default="facts",
        choices=("facts", "voice", "opinion", "family", "actions"),
        help="where it goes",
    )


def _list(listed: Parser) -> None:
    listed.add_argument("--about", metavar="PERSON", help="only notes about this person (name or id)")
    listed.add_argument("--status", choices=("draft", "finalised", "void"))
    listed.add_argument("--since", metavar="DAY", help="only what happened on this day or later")
    listed.add_argument("--until", metavar="DAY", help="only what happened on this day or before")
    listed.add_argument("-n", "--limit", type=count, metavar="N", help="at most N notes")
    one_format_of(listed, "table", "json", "jsonl", "ids")


def _show(show: Parser) -> None:
    show.add_argument("note", metavar="NOTE", help="the note's id, or its first four characters")
    show.add_argument(
        "--field", choices=("facts", "voice", "opinion", "family", "actions"), help="only this field"
    )
    show.add_argument("--version", type=count, metavar="N", help="as a finalised note read in its version N")
    one_format_of(show, "md", "json")


def _search(search: Parser) -> None:
    search.add_argument(
        "words", nargs="+", metavar="WORD", help='words; "in quotation marks" they stand together'
    )
    search.add_argument("-n", "--limit", type=count, default=20, metavar="N", help="at most N notes (20)")
    one_format_of(search, "table", "json", "jsonl", "ids")


def _check(check: Parser) -> None:
    check.add_argument("files", nargs="+", metavar="FILE", help="Markdown notes, or - for a note from a pipe")
    one_format_of(check, "text", "json")
    check.add_argument(
        "--fail-on",
        choices=("info", "warning", "must", "never"),
        default="warning",
        help="exit with 1 where a finding weighs this much or more (warning)",
    )
    team_option(check)


def _export(export: Parser) -> None:
    export.add_argument("notes", nargs="*", metavar="NOTE", help="ids, or their first four characters")
    export.add_argument("--person", metavar="PERSON", help="this person's whole file, in order of events")
    export.add_argument("-o", "--output", metavar="PATH", help="a file, or a folder for several notes")
    export.add_argument("--force", action="store_true", help="write over a file that is there")


def _import(import_: Parser) -> None:
    import_.add_argument("files", nargs="+", metavar="FILE")


def _rules(rules: Parser) -> None:
    rules.add_argument(
        "what",
        nargs="*",
        metavar="WHAT",
        help="a rule, a principle, an entry of a word list, or words of a note",
    )
    one_format_of(rules, "text", "json")
    team_option(rules)


def _verify(verify: Parser) -> None:
    verify.add_argument("files", nargs="+", metavar="FILE")
    verify.add_argument(
        "--key", metavar="PUBLIC", help="the key that must have signed, 64 hexadecimal digits"
    )


def _completions(completions: Parser) -> None:
    completions.add_argument("shell", choices=("bash", "zsh", "fish"))


def _doctor(doctor: Parser) -> None:
    doctor.add_argument("--json", action="store_true")


VERBS = (
    Verb(
        "demo",
        "open a throwaway vault of fictional people",
        "noteui demo",
        ("app", "open_demo"),
        nothing_more,
        vault=False,
    ),
    Verb(
        "practice",
        "mend short flawed notes about fictional people; opens no vault and keeps nothing",
        "noteui practice",
        ("app", "open_practice"),
        nothing_more,
        vault=False,
    ),
    Verb(
        "new",
        "begin a note and open it in the editor",
        'noteui new --about Maya --happened "yesterday 3pm"',
        ("app", "new_note"),
        _new,
    ),
    Verb(
        "add",
        "capture text from a pipe as a draft; prints the draft's id",
        "pbpaste | noteui add - --about Maya --happened 'tue 2pm'",
        ("notes", "add"),
        _add,
    ),
    Verb(
        "list",
        "list notes, newest event first",
        "noteui list --about Maya --since 1/11",
        ("notes", "list_"),
        _list,
    ),
    Verb(
        "show",
        "print a note",
        "noteui show 7k2m --field facts",
        ("notes", "show"),
        _show,
    ),
    Verb(
        "search",
        "find notes by their words",
        "noteui search boiler cold",
        ("notes", "search"),
        _search,
    ),
    Verb(
        "check",
        "check notes as files against the nine recording principles; opens no vault",
        "noteui check visit.md --format json",
        ("checking", "check_files"),
        _check,
        vault=False,
    ),
    Verb(
        "export",
        "write notes as Markdown",
        "noteui export 7k2m -o visit.md",
        ("files", "export"),
        _export,
    ),
    Verb(
        "import",
        "take notes from Markdown files as drafts",
        "noteui import visit.md",
        ("files", "import_"),
        _import,
    ),
    Verb(
        "rules",
        "every rule and word list of the checks: what, why, source, examples",
        "noteui rules failed to engage",
        ("rules", "show_rules"),
        _rules,
        vault=False,
    ),
    Verb(
        "verify",
        "check that exported records are what was signed; opens no vault",
        "noteui verify visit.md",
        ("files", "verify_records"),
        _verify,
        vault=False,
    ),
    Verb(
        "completions",
        "print what a shell needs to complete verbs, options and file names",
        "noteui completions bash > ~/.local/share/bash-completion/completions/noteui",
        ("completions", "print_completions"),
        _completions,
        vault=False,
    ),
    Verb(
        "doctor",
        "tell what this installation stands on; no names, no text",
        "noteui doctor --json",
        ("doctor", "examine"),
        _doctor,
    ),
)
