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
    _review(verb)
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
    _due(verb)
    _supervision(verb)
    _chronology(verb)
    _quality(verb)
    _audit(verb)
    _retention(verb)
    _share(verb)
    _package(verb)
    _receipt(verb)
    _address(verb)
    _subject_access(verb)
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
    finalise.add_argument("--submit-to", metavar="USER", help="and submit it for review: to a name, or any")
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


def _review(verb: Callable[..., _Parser]) -> None:
    review = verb(
        "review",
        "what waits for me to review or was asked of me; what is said and decided about a note",
        "noteui review queue",
        ("reviewing", "list_queue"),
    )
    _format(review, "table", "json", "ids")
    acts = review.add_subparsers(metavar="ACT", parser_class=_Parser)

    def act(name: str, what: str, function: str, example: str) -> _Parser:
        made = _explained(acts, name, what, example)
        _vault_options(made)
        made.set_defaults(act=_act("reviewing", function), verb=f"review {name}")
        return made

    def about_note(name: str, what: str, function: str, example: str) -> _Parser:
        made = act(name, what, function, example)
        made.add_argument("note", metavar="NOTE", help="the note's id, or its first four characters")
        return made

    waiting = act(
        "queue", "list what waits for me to review, oldest risk first", "list_queue", "noteui review queue"
    )
    _format(waiting, "table", "json", "ids")
    asked = act(
        "asked",
        "list what was asked of me about my notes, and what was said of them",
        "list_asked",
        "noteui review asked --format json",
    )
    _format(asked, "table", "json", "ids")
    submitted = about_note(
        "submit",
        "submit a finalised note for review; prints the receipt",
        "submit",
        "noteui review submit 7k2m --to rowan",
    )
    submitted.add_argument("--to", default="any", metavar="USER", help="who is to review it; any (any)")
    _from_pipe(submitted, "a word to the reviewer")
    show = about_note(
        "show", "print what was said and decided about a note", "show", "noteui review show 7k2m"
    )
    _format(show, "text", "json")
    held = act(
        "file",
        "print what is held about my recording, or somebody's: reviews, praise, questions, as Markdown",
        "file_",
        "noteui review file > my-recording.md",
    )
    held.add_argument("--user", metavar="USER", help="whose; only who reviews may ask for another's")
    for name, what, function in (
        ("question", "ask a question about a finalised note; prints its id", "question"),
        ("suggest", "suggest something about a finalised note; prints its id", "suggest"),
        ("praise", "say what is good about a finalised note; prints its id", "praise"),
    ):
        said = about_note(
            name,
            what,
            function,
            f"noteui review {name} 7k2m - --passage passage.toml < words.txt, the file saying\n"
            '         field = "facts"\n         words = "at 3.45pm"',
        )
        _from_pipe(said, "what is said")
        said.add_argument("--passage", metavar="FILE", help="a TOML file that names the words it is about")
    answer = act(
        "answer",
        "answer a question or suggestion; prints the receipt",
        "answer",
        "noteui review answer 9x4p - < answer.txt",
    )
    answer.add_argument("remark", metavar="QUESTION", help="its id, as noteui review show prints it")
    _from_pipe(answer, "the answer")
    returned = about_note(
        "return",
        "give a note back to its writer with reasons; prints the receipt",
        "return_",
        "noteui review return 7k2m - < reasons.txt",
    )
    _from_pipe(returned, "the reasons")
    agreed = about_note(
        "agree",
        "agree to a note as it is; prints the countersigned receipt, to be kept elsewhere",
        "agree",
        "noteui review agree 7k2m - < reason.txt >> receipts.txt",
    )
    _from_pipe(agreed, "the reason")


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


def _due(verb: Callable[..., _Parser]) -> None:
    due = verb(
        "due",
        "what is due in working days: actions, visits and other clocks, supervision, drafts left",
        "noteui due --overdue",
        ("due", "list_"),
    )
    due.add_argument("--overdue", action="store_true", help="only what is over")
    whose = due.add_mutually_exclusive_group()
    whose.add_argument("--mine", action="store_true", help="only mine (what others than supervisors see)")
    whose.add_argument("--everybody", action="store_true", help="everybody's (what supervisors see)")
    _format(due, "table", "json")
    acts = due.add_subparsers(metavar="ACT", parser_class=_Parser)

    def act(name: str, what: str, function: str, example: str) -> _Parser:
        made = _explained(acts, name, what, example)
        made.set_defaults(act=_act("due", function))
        return made

    done = act(
        "done",
        "say that an action was done, or a clock met, with the outcome",
        "done",
        "echo 'Seen by the GP; blood test booked.' | noteui due done 7k2m.1 -",
    )
    carry = act(
        "carry",
        "carry an action over to another day; takes a closed one up again",
        "carry",
        "echo 'Surgery closed.' | noteui due carry 7k2m.1 - --to fri",
    )
    drop = act(
        "drop",
        "say that an action is no longer to be done, or stop a clock, with the reason",
        "drop",
        "echo 'The family has moved; see 9q3d.' | noteui due drop 7k2m.1 -",
    )
    for made, what in ((done, "the outcome"), (carry, "why"), (drop, "the reason")):
        made.add_argument("what", metavar="ID", help="as noteui due prints it")
        _from_pipe(made, what)
        _vault_options(made)
    done.add_argument("--when", metavar="WHEN", help="for a clock: when it was met (now)")
    carry.add_argument("--to", required=True, metavar="DAY", help="the new day")
    start = act(
        "start", "start a clock for a person; prints its id", "start", "noteui due start Maya core-group"
    )
    start.add_argument("person", metavar="PERSON")
    start.add_argument("clock", metavar="CLOCK", help="see: noteui due clocks")
    start.add_argument("--since", metavar="WHEN", help="what it counts from, with the time (now)")
    _vault_options(start)
    _vault_options(
        act("clocks", "print the clock table with its sources", "show_clocks", "noteui due clocks")
    )


def _supervision(verb: Callable[..., _Parser]) -> None:
    listed = verb(
        "supervision",
        "record supervision: begun, made final, added to; and the agenda of the next",
        "noteui supervision agenda priya",
        ("supervision", "list_"),
    )
    _format(listed, "table", "json")
    acts = listed.add_subparsers(metavar="ACT", parser_class=_Parser)

    def act(name: str, what: str, function: str, example: str, *, of: bool = True) -> _Parser:
        made = _explained(acts, name, what, f"noteui supervision {example}")
        _vault_options(made)
        made.set_defaults(act=_act("supervision", function))
        if of:
            made.add_argument("supervision", metavar="ID", help="its id, or the first four characters")
        return made

    act("template", "print the file that add takes", "template", "template > monday.toml", of=False)
    add = act(
        "add", "record one from a TOML file as a draft; prints its id", "add", "add monday.toml", of=False
    )
    add.add_argument("file", metavar="FILE", help="a TOML file, or - for the pipe")
    change = act("change", "put what a TOML file says into a draft", "change", "change 7k2m monday.toml")
    change.add_argument("file", metavar="FILE", help="a TOML file, or - for the pipe")
    act("show", "print one as JSON", "show", "show 7k2m")
    act("finalise", "make a draft final; prints its receipt", "finalise", "finalise 7k2m")
    added = act("addendum", "add to a final one, signed", "addendum", "addendum 7k2m - < view.txt")
    _from_pipe(added, "the text")
    export = act("export", "write a final one as Markdown", "export", "export 7k2m -o monday.md")
    agenda = act("agenda", "write the agenda of the next one", "show_agenda", "agenda priya", of=False)
    agenda.add_argument("user", metavar="USER", help="with whom: a name, a part of one, or an id")
    for made in (export, agenda):
        _output(made)


def _chronology(verb: Callable[..., _Parser]) -> None:
    chronology = verb(
        "chronology",
        "what is significant of a person's notes: show it as a page, mark a note, take a mark back",
        "noteui chronology show Maya -o chronology.md",
        ("chronology", "show"),
    )
    acts = chronology.add_subparsers(metavar="ACT", parser_class=_Parser, required=True)

    def act(name: str, what: str, function: str, example: str) -> _Parser:
        made = _explained(acts, name, what, example)
        _vault_options(made)
        made.set_defaults(act=_act("chronology", function))
        return made

    show = act("show", "write a person's chronology", "show", "noteui chronology show Maya --since 1/9")
    show.add_argument("person", metavar="PERSON")
    show.add_argument("--since", metavar="DAY", help="only from this day on")
    show.add_argument("--until", metavar="DAY", help="only up to this day")
    _format(show, "md", "json")
    _output(show)
    mark = act(
        "mark",
        "mark a finalised note, or words of it; prints the mark's number",
        "mark",
        "noteui chronology mark 7k2m mark.toml, the file saying\n"
        '         event = "Maya moved to her aunt\'s."    tone = "good"  (or worry, change)\n'
        '         effect = "She sleeps through the night."   action = "..."   day = "3/11"\n'
        '         field = "facts"   was = "the words of the note, where it is not all of it"',
    )
    mark.add_argument("note", metavar="NOTE")
    mark.add_argument("file", metavar="FILE", help="a TOML file, or - for the pipe")
    unmark = act(
        "unmark",
        "take a mark out of the chronology, with the reason",
        "unmark",
        "echo 'Marked twice.' | noteui chronology unmark 1204 -",
    )
    unmark.add_argument("mark", type=_count, metavar="MARK", help="its number")
    _from_pipe(unmark, "the reason")


def _quality(verb: Callable[..., _Parser]) -> None:
    quality = verb(
        "quality",
        "what the checks found, what was mended and dismissed, by principle and month; no score",
        "noteui quality --held",
        ("quality", "show"),
    )
    whose = quality.add_mutually_exclusive_group()
    whose.add_argument("--who", metavar="USER", help="this practitioner (for those who review); else you")
    whose.add_argument("--team", action="store_true", help="everybody together (for those who review)")
    whose.add_argument("--held", action="store_true", help="all that is held about your notes, one by one")
    _format(quality, "text", "json")


def _audit(verb: Callable[..., _Parser]) -> None:
    audit = verb(
        "audit",
        "draw notes by a stated rule and seed, answer an auditor's questions, report themes",
        "noteui audit draw -n 6 --seed autumn --rule each-writer",
        ("audit", "list_"),
    )
    acts = audit.add_subparsers(metavar="ACT", parser_class=_Parser)

    def act(name: str, what: str, function: str, example: str, *, of: bool = True) -> _Parser:
        made = _explained(acts, name, what, f"noteui audit {example}")
        _vault_options(made)
        made.set_defaults(act=_act("audit", function))
        if of:
            made.add_argument("audit", metavar="ID", help="its id, or the first four characters")
        return made

    draw = act("draw", "draw notes; prints the audit's id", "draw", "draw -n 6 --seed autumn", of=False)
    draw.add_argument("-n", "--notes", type=_count, default=6, metavar="N", help="how many (6)")
    draw.add_argument("--seed", required=True, metavar="WORD", help="the same seed draws the same notes")
    draw.add_argument("--rule", choices=("any", "each-writer", "each-person"), default="any")
    draw.add_argument("--since", metavar="DAY", help="only what happened on this day or later")
    draw.add_argument("--until", metavar="DAY", help="only what happened on this day or before")
    draw.add_argument("--who", metavar="USER", help="only this practitioner's notes")
    act("show", "print an audit as JSON", "show", "show 7k2m")
    answer = act("answer", "keep answers from a TOML file", "answer", "answer 7k2m answers.toml")
    answer.add_argument("file", metavar="FILE", help="a TOML file, or - for the pipe")
    _output(act("report", "write the report as Markdown", "report", "report 7k2m -o audit.md"))
    act("questions", "print the questions with their sources", "questions", "questions", of=False)


def _output(made: argparse.ArgumentParser) -> None:
    made.add_argument("-o", "--output", metavar="PATH", help="a file (to the terminal or pipe)")
    made.add_argument("--force", action="store_true", help="write over a file that is there")


_REGISTER = (("decision", ("share", "withhold", "ask")), ("direction", ("out", "in")))
_MOVES = (
    ("sent", "it went to a recipient", ("how",), "school --how 'secure email'"),
    ("received", "somebody there says that they have it", ("who", "how"), "school --who 'Hannah Bale'"),
    (
        "said-back",
        "they say in their own words what it means; from a pipe",
        ("who", "how"),
        "school --who 'Hannah Bale' -",
    ),
    ("put-right", "put right what was said back; from a pipe", (), "school -"),
    ("understood", "what was said back is right", (), "school"),
    ("chased", "ask after it", ("how", "again"), "school --how 'rang, no answer' --again fri"),
    (
        "declined",
        "they will not take it; the reason from a pipe",
        ("who",),
        "school --who 'duty' -",
    ),
    ("bounced", "it came back", ("how",), "school --how 'mail returned'"),
    (
        "wrong-place",
        "it went to the wrong place: a breach, and its 72 hours",
        ("how",),
        "school --how 'another surgery'",
    ),
    ("breach", "what was done about the breach; from a pipe", (), "school -"),
    ("withdrawn", "it is not to go to them after all; the reason from a pipe", (), "school -"),
    ("closed", "nothing more is waited for from them", (), "school"),
    (
        "told-again",
        "they were told what was added to a note since; how, from a pipe or --how",
        ("how",),
        "school --how 'by phone, to H. Bale'",
    ),
)
"""Each move of the loop: its name, what it says, its options, and how an example of it goes on."""


def _share(verb: Callable[..., _Parser]) -> None:
    share = verb(
        "share",
        "what was decided about information, and whether it was received and understood",
        "noteui share --overdue",
        ("sharing", "list_"),
    )
    _register_options(share)
    acts = share.add_subparsers(metavar="ACT", parser_class=_Parser)

    def act(name: str, what: str, function: str, example: str, *, of: bool = True) -> _Parser:
        made = _explained(acts, name, what, example)
        _vault_options(made)
        made.set_defaults(act=_act("sharing", function), move=name)
        if of:
            made.add_argument("sharing", metavar="SHARING", help="its id, or the first four characters")
        return made

    listed = act("list", "list the register", "list_", "noteui share list --agency school", of=False)
    _register_options(listed)
    form = act("form", "print the form, empty or of a draft", "form", "noteui share form", of=False)
    form.add_argument("sharing", nargs="?", metavar="SHARING")
    bases = act("bases", "print the lawful bases", "bases", "noteui share bases", of=False)
    _format(bases, "text", "json")
    new = act(
        "new",
        "begin a sharing from a form; prints its id",
        "new",
        "noteui share new Maya new.toml --note 7k2m",
        of=False,
    )
    new.add_argument("about", metavar="PERSON")
    new.add_argument("file", metavar="FILE", help="the form, or - for the pipe")
    new.add_argument("--note", metavar="NOTE", help="the note that it comes from")
    new.add_argument(
        "--also-about", action="append", default=[], metavar="PERSON", help="somebody else whom it is about"
    )
    edit = act(
        "edit",
        "put a form in the place of a draft, or complete an emergency with it",
        "edit",
        "noteui share edit 7k2m new.toml",
    )
    edit.add_argument("file", metavar="FILE", help="the form, or - for the pipe")
    check = act("check", "what the seven principles find", "check", "noteui share check 7k2m")
    _format(check, "text", "json")
    decide = act("decide", "make the decision final", "decide", "noteui share decide 7k2m")
    decide.add_argument(
        "--emergency", action="store_true", help="with who, what and what for; the rest is completed after"
    )
    decide.add_argument("--when", metavar="WHEN", help="when it was decided, where not now")
    show = act("show", "print a sharing and what happened to it", "show", "noteui share show 7k2m")
    _format(show, "md", "json")
    act("discard", "drop a draft that was never decided", "discard", "noteui share discard 7k2m")
    for name, what, options, example in _MOVES:
        made = act(
            name,
            what,
            "move",
            f"{'pbpaste | ' if example.endswith('-') else ''}noteui share {name} 7k2m {example}",
        )
        made.add_argument("recipient", metavar="RECIPIENT", help="a number, an id, or part of who they are")
        _dash(made, "the words")
        made.add_argument("--when", metavar="WHEN", help="when it happened, where not now")
        made.set_defaults(who="", how="", again=None)
        for option in options:
            made.add_argument(
                f"--{option}", metavar=option.upper(), default=None if option == "again" else ""
            )
    tell = act(
        "tell",
        "somebody concerned was told, or why not",
        "tell",
        "noteui share tell 7k2m 'Dana Ellis' --how 'by phone'\n"
        "         noteui share tell 7k2m 'Dana Ellis' --not --look-again 8/12 -",
    )
    tell.add_argument("who", metavar="WHO")
    _dash(tell, "what they said, or why they were not told")
    tell.add_argument("--not", dest="not_told", action="store_true", help="they were not told")
    tell.add_argument("--how", metavar="HOW")
    tell.add_argument("--when", metavar="WHEN", help="when they were told, where not now")
    tell.add_argument("--look-again", metavar="DAY", help="when to ask again whether they can be told")
    to = act(
        "to",
        "change how a recipient is reached, or add one; the reason from a pipe",
        "to",
        "pbpaste | noteui share to 7k2m --recipient school --address h.bale@northgate.example -",
    )
    to.add_argument("--recipient", metavar="RECIPIENT", help="whom to change; one is added without it")
    for name in (
        "name",
        "role",
        "agency",
        "route",
        "address",
        "address-checked",
        "identity-checked",
        "seen-by",
    ):
        to.add_argument(f"--{name}", metavar="WORDS")
    _dash(to, "the reason")
    finish = act(
        "finish",
        "close a decision not to share; what came of it from a pipe",
        "finish",
        "pbpaste | noteui share finish 7k2m -",
    )
    _dash(finish, "what came of it")
    export = act(
        "export", "write the register as Markdown", "export", "noteui share export -o register.md", of=False
    )
    _register_filter(export)
    export.add_argument("-o", "--output", metavar="PATH")
    export.add_argument("--force", action="store_true", help="write over a file that is there")


def _dash(made: argparse.ArgumentParser, what: str) -> None:
    """A dash that may stand anywhere: as a positional argument it is lost once an option stands before it."""
    made.add_argument(
        "-", dest="dash", action="store_const", const="-", help=f"a dash: {what} comes from the pipe"
    )


def _package(verb: Callable[..., _Parser]) -> None:
    listed = verb(
        "package",
        "what goes to a recipient: choose, withhold, try for leaks, seal; and what went and came",
        "noteui package list",
        ("packages", "list_"),
    )
    _format(listed, "table", "json")
    acts = listed.add_subparsers(metavar="ACT", parser_class=_Parser)

    def act(name: str, what: str, function: str, example: str, *, of: str = "sharing") -> _Parser:
        made = _explained(acts, name, what, f"noteui package {name} {example}".rstrip())
        _vault_options(made)
        made.set_defaults(act=_act("packages", function))
        if of:
            made.add_argument(of, metavar=of.upper(), help="its id, or the first four characters")
        return made

    _format(act("list", "list what went and came", "list_", "--format json", of=""), "table", "json")
    act("form", "print what is chosen for a sharing, to be changed", "form", "7k2m > goes.toml")
    choose = act("choose", "take the changed form; says what the leak test finds", "choose", "7k2m goes.toml")
    choose.add_argument("file", metavar="FILE", help="the form, or - for the pipe")
    preview = act("preview", "print exactly what the recipient will read", "preview", "7k2m")
    preview.add_argument("--to", dest="recipient", metavar="RECIPIENT")
    test = act("test", "try what goes against all that the vault knows", "test", "7k2m")
    test.add_argument("--to", dest="recipient", metavar="RECIPIENT")
    _format(test, "text", "json")
    seal = act(
        "seal",
        "seal it for a recipient; prints the package's number",
        "seal",
        "7k2m school -o to-school.md.age",
    )
    seal.add_argument("recipient", metavar="RECIPIENT", help="a number, an id, or part of who they are")
    seal.add_argument(
        "-o", "--output", required=True, metavar="PATH", help="a file not there yet, or a folder"
    )
    by = seal.add_mutually_exclusive_group()
    by.add_argument("--key", metavar="AGE1", help="their age public key, where the address book has none")
    by.add_argument(
        "--passphrase", action="store_true", help="draw a passphrase, to be told them by telephone"
    )
    seal.add_argument("--sent", metavar="HOW", help="it is sent now, in this way: record that as well")
    act("show", "print a package as it went or came", "show", "3m9q", of="package")
    again = act("again", "seal once more what went: the file was lost", "again", "3m9q -o .", of="package")
    again.add_argument("-o", "--output", required=True, metavar="PATH", help="a file, or a folder")


def _address(verb: Callable[..., _Parser]) -> None:
    listed = verb(
        "address",
        "to whom information goes, by which route, and how that route was verified",
        "noteui address list",
        ("contacts", "list_"),
    )
    _format(listed, "table", "json")
    acts = listed.add_subparsers(metavar="ACT", parser_class=_Parser)

    def act(name: str, what: str, function: str, example: str, *, of: bool = True) -> _Parser:
        made = _explained(acts, name, what, f"noteui address {name} {example}".rstrip())
        _vault_options(made)
        made.set_defaults(act=_act("contacts", function))
        if of:
            made.add_argument("contact", metavar="WHO", help="a name, a part of who they are, or an id")
        return made

    _format(act("list", "list everybody", "list_", "--format json", of=False), "table", "json")
    add = act(
        "add",
        "add somebody; prints their id",
        "add",
        "'Hannah Bale' --agency 'Northgate Primary' --address h.bale@northgate.example",
        of=False,
    )
    add.add_argument("name", metavar="NAME")
    change = act("change", "change what is known of somebody", "change", "bale --address h.bale@new.example")
    change.add_argument("--name", metavar="WORDS")
    for made in (add, change):
        for name in ("role", "agency", "route", "address"):
            made.add_argument(f"--{name}", metavar="WORDS")
        made.add_argument("--key", metavar="AGE1", help="their age public key: noteui receipt key")
        made.add_argument(
            "--public", metavar="HEX", help="the key that they sign with, 64 hexadecimal digits"
        )
    act("show", "print somebody, and what speaks against the route", "show", "bale")
    verify = act(
        "verify",
        "record how the route was verified",
        "verify",
        "bale --how 'rang the listed number, Mrs Tan read it back'",
    )
    verify.add_argument("--how", required=True, metavar="WORDS")
    verify.add_argument("--on", metavar="DAY", help="the day, where not today")
    act("remove", "take somebody out of the list", "remove", "bale")
    domains = act("domains", "domains of public services, with their sources", "domains", "", of=False)
    _format(domains, "table", "json")


def _subject_access(verb: Callable[..., _Parser]) -> None:
    listed = verb(
        "subject-access",
        "a person's file for themselves: what is withheld and why, a second reader, the clock",
        "noteui subject-access list",
        ("subject_access", "list_"),
    )
    _format(listed, "table", "json")
    acts = listed.add_subparsers(metavar="ACT", parser_class=_Parser)

    def act(name: str, what: str, function: str, example: str, *, of: bool = True) -> _Parser:
        made = _explained(acts, name, what, f"noteui subject-access {name} {example}")
        _vault_options(made)
        made.set_defaults(act=_act("subject_access", function))
        if of:
            made.add_argument("request", metavar="REQUEST", help="its id, or the first four characters")
        return made

    _format(act("list", "list requests, due next first", "list_", "--format json", of=False), "table", "json")
    new = act(
        "new",
        "record a request; prints its id",
        "new",
        "Maya --asked-by 'Maya Ellis'",
        of=False,
    )
    new.add_argument("person", metavar="PERSON")
    new.add_argument("--asked-by", required=True, metavar="WHO", help="and by what right, where for another")
    new.add_argument("--asked-on", metavar="DAY", help="the day on which it came, where not today")
    new.add_argument("--identity", metavar="WORDS", help="how it was made sure who asks")
    clear = act("clear", "how it was made sure who asks", "clear", "7k2m --how 'passport seen'")
    clear.add_argument("--how", required=True, metavar="WORDS")
    clear.add_argument("--on", metavar="DAY", help="the day; the clock runs from it")
    _from_pipe(act("extend", "extend the time, once", "extend", "7k2m - < why.txt"), "the reason")
    act("form", "print what goes, to be changed", "form", "7k2m > goes.toml")
    choose = act("choose", "take the changed form", "choose", "7k2m goes.toml")
    choose.add_argument("file", metavar="FILE", help="the form, or - for the pipe")
    act("preview", "print exactly what the person will read", "preview", "7k2m")
    _format(act("test", "the leak test of it", "test", "7k2m"), "text", "json")
    _format(act("ledger", "what is withheld, and why", "ledger", "7k2m"), "table", "json")
    act("read", "say that you have read it, as second reader", "read", "7k2m")
    release = act("release", "write what the person gets", "release", "7k2m -o for-maya.md")
    release.add_argument("-o", "--output", required=True, metavar="PATH", help="a file not there yet")


def _receipt(verb: Callable[..., _Parser]) -> None:
    receipt = verb(
        "receipt",
        "open what others sealed for you, answer it, and take receipts for what you sent",
        "noteui receipt open from-school.md.age",
        ("packages", "list_"),
    )
    _format(receipt, "table", "json")
    acts = receipt.add_subparsers(metavar="ACT", parser_class=_Parser, required=True)

    def act(name: str, what: str, function: str, example: str) -> _Parser:
        made = _explained(acts, name, what, f"noteui receipt {name} {example}".rstrip())
        _vault_options(made)
        made.set_defaults(act=_act("packages", function))
        return made

    act("key", "print your age public key, for those who seal something for you", "key", "")
    open_ = act(
        "open", "open a package: check it, keep it, print it", "open_", "to-me.md.age --receipt receipt.age"
    )
    open_.add_argument("file", metavar="FILE")
    open_.add_argument("--about", metavar="PERSON", help="begin an entry of the register about this person")
    open_.add_argument("--receipt", metavar="PATH", help="write a receipt there: it arrived, and no more")
    open_.add_argument(
        "--spoken-fd", type=int, metavar="N", help="read the passphrase that you were told from descriptor N"
    )
    for name, what, given in (
        ("restate", "say back in your own words what it means", "understood.txt"),
        ("decline", "decline it, with the reason", "why.txt"),
    ):
        made = act(name, f"{what}; makes a receipt", name, f"3m9q - -o receipt.age < {given}")
        made.add_argument("package", metavar="PACKAGE", help="its number, or the first four characters")
        _from_pipe(made, "the words")
        made.add_argument("-o", "--output", required=True, metavar="PATH", help="a file not there yet")
        if name == "restate":
            made.add_argument("--agreed", metavar="WORDS", help="what you will do, in a line")
    take = act("take", "take a receipt for what you sent", "take", "receipt.age")
    take.add_argument("file", metavar="FILE")


def _register_options(made: argparse.ArgumentParser) -> None:
    _register_filter(made)
    made.add_argument("-n", "--limit", type=_count, metavar="N", help="at most N of them")
    _format(made, "table", "json", "ids")


def _register_filter(made: argparse.ArgumentParser) -> None:
    made.add_argument("--about", metavar="PERSON", help="only about this person (name or id)")
    for name, choices in _REGISTER:
        made.add_argument(f"--{name}", choices=choices)
    made.add_argument("--state", choices=("draft", "decided", "closed", "withdrawn"))
    made.add_argument("--agency", metavar="WORDS", help="only with this person, post or agency")
    made.add_argument("--since", metavar="DAY")
    made.add_argument("--until", metavar="DAY")
    made.add_argument("--overdue", action="store_true", help="only what is waited for too long")


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
