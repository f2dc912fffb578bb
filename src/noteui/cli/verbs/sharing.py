"""`noteui share`: the register and the loop."""

from __future__ import annotations

import argparse

from noteui.cli.verbs.options import count, dash_anywhere, one_format_of
from noteui.cli.verbs.verb import Parser, Verb

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


def _share(share: Parser) -> None:
    _register_options(share)
    act = share.acts("sharing", takes="sharing")

    listed = act("list", "list the register", "list_", "noteui share list --agency school", takes="")
    _register_options(listed)
    form = act("form", "print the form, empty or of a draft", "form", "noteui share form", takes="")
    form.add_argument("sharing", nargs="?", metavar="SHARING")
    bases = act("bases", "print the lawful bases", "bases", "noteui share bases", takes="")
    one_format_of(bases, "text", "json")
    new = act(
        "new",
        "begin a sharing from a form; prints its id",
        "new",
        "noteui share new Maya new.toml --note 7k2m",
        takes="",
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
    one_format_of(check, "text", "json")
    decide = act("decide", "make the decision final", "decide", "noteui share decide 7k2m")
    decide.add_argument(
        "--emergency", action="store_true", help="with who, what and what for; the rest is completed after"
    )
    decide.add_argument("--when", metavar="WHEN", help="when it was decided, where not now")
    show = act("show", "print a sharing and what happened to it", "show", "noteui share show 7k2m")
    one_format_of(show, "md", "json")
    act("discard", "drop a draft that was never decided", "discard", "noteui share discard 7k2m")
    for name, what, options, example in _MOVES:
        made = act(
            name,
            what,
            "move",
            f"{'pbpaste | ' if example.endswith('-') else ''}noteui share {name} 7k2m {example}",
        )
        made.add_argument("recipient", metavar="RECIPIENT", help="a number, an id, or part of who they are")
        dash_anywhere(made, "the words")
        made.add_argument("--when", metavar="WHEN", help="when it happened, where not now")
        made.set_defaults(move=name, who="", how="", again=None)
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
    dash_anywhere(tell, "what they said, or why they were not told")
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
    dash_anywhere(to, "the reason")
    finish = act(
        "finish",
        "close a decision not to share; what came of it from a pipe",
        "finish",
        "pbpaste | noteui share finish 7k2m -",
    )
    dash_anywhere(finish, "what came of it")
    export = act(
        "export", "write the register as Markdown", "export", "noteui share export -o register.md", takes=""
    )
    _register_filter(export)
    export.add_argument("-o", "--output", metavar="PATH")
    export.add_argument("--force", action="store_true", help="write over a file that is there")


def _register_options(made: argparse.ArgumentParser) -> None:
    _register_filter(made)
    made.add_argument("-n", "--limit", type=count, metavar="N", help="at most N of them")
    one_format_of(made, "table", "json", "ids")


def _register_filter(made: argparse.ArgumentParser) -> None:
    made.add_argument("--about", metavar="PERSON", help="only about this person (name or id)")
    for name, choices in _REGISTER:
        made.add_argument(f"--{name}", choices=choices)
    made.add_argument("--state", choices=("draft", "decided", "closed", "withdrawn"))
    made.add_argument("--agency", metavar="WORDS", help="only with this person, post or agency")
    made.add_argument("--words", metavar="WORDS", help="only those in which all of these stand, wherever")
    made.add_argument("--since", metavar="DAY")
    made.add_argument("--until", metavar="DAY")
    made.add_argument("--overdue", action="store_true", help="only what is waited for too long")


VERBS = (
    Verb(
        "share",
        "what was decided about information, and whether it was received and understood",
        "noteui share --overdue",
        ("sharing", "list_"),
        _share,
    ),
)
