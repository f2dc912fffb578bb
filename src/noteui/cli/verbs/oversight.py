"""Verbs that look over many notes: chronology, quality, audit."""

from __future__ import annotations

from noteui.cli.verbs.options import count, from_pipe, one_format_of, output
from noteui.cli.verbs.verb import Parser, Verb


def _chronology(chronology: Parser) -> None:
    act = chronology.acts("chronology", required=True)

    show = act("show", "write a person's chronology", "show", "noteui chronology show Maya --since 1/9")
    show.add_argument("person", metavar="PERSON")
    show.add_argument("--since", metavar="DAY", help="only from this day on")
    show.add_argument("--until", metavar="DAY", help="only up to this day")
    one_format_of(show, "md", "json")
    output(show)
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
    unmark.add_argument("mark", type=count, metavar="MARK", help="its number")
    from_pipe(unmark, "the reason")


def _quality(quality: Parser) -> None:
    whose = quality.add_mutually_exclusive_group()
    whose.add_argument("--who", metavar="USER", help="this practitioner (for those who review); else you")
    whose.add_argument("--team", action="store_true", help="everybody together (for those who review)")
    whose.add_argument("--held", action="store_true", help="all that is held about your notes, one by one")
    one_format_of(quality, "text", "json")


def _audit(audit: Parser) -> None:
    act = audit.acts("audit", "noteui audit", takes="audit")

    draw = act("draw", "draw notes; prints the audit's id", "draw", "-n 6 --seed autumn", takes="")
    draw.add_argument("-n", "--notes", type=count, default=6, metavar="N", help="how many (6)")
    draw.add_argument("--seed", required=True, metavar="WORD", help="the same seed draws the same notes")
    draw.add_argument("--rule", choices=("any", "each-writer", "each-person"), default="any")
    draw.add_argument("--since", metavar="DAY", help="only what happened on this day or later")
    draw.add_argument("--until", metavar="DAY", help="only what happened on this day or before")
    draw.add_argument("--who", metavar="USER", help="only this practitioner's notes")
    act("show", "print an audit as JSON", "show", "7k2m")
    answer = act("answer", "keep answers from a TOML file", "answer", "7k2m answers.toml")
    answer.add_argument("file", metavar="FILE", help="a TOML file, or - for the pipe")
    output(act("report", "write the report as Markdown", "report", "7k2m -o audit.md"))
    act("questions", "print the questions with their sources", "questions", "", takes="")


VERBS = (
    Verb(
        "chronology",
        "what is significant of a person's notes: show it as a page, mark a note, take a mark back",
        "noteui chronology show Maya -o chronology.md",
        ("chronology", "show"),
        _chronology,
    ),
    Verb(
        "quality",
        "what the checks found, what was mended and dismissed, by principle and month; no score",
        "noteui quality --held",
        ("quality", "show"),
        _quality,
    ),
    Verb(
        "audit",
        "draw notes by a stated rule and seed, answer an auditor's questions, report themes",
        "noteui audit draw -n 6 --seed autumn --rule each-writer",
        ("audit", "list_"),
        _audit,
    ),
)
