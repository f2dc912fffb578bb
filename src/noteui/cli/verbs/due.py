"""`noteui due` and its acts."""

from __future__ import annotations

from noteui.cli.verbs.options import from_pipe, one_format_of
from noteui.cli.verbs.verb import Parser, Verb


def _due(due: Parser) -> None:
    due.add_argument("--overdue", action="store_true", help="only what is over")
    whose = due.add_mutually_exclusive_group()
    whose.add_argument("--mine", action="store_true", help="only mine (what others than supervisors see)")
    whose.add_argument("--everybody", action="store_true", help="everybody's (what supervisors see)")
    one_format_of(due, "table", "json")
    act = due.acts("due")

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
        from_pipe(made, what)
    done.add_argument("--when", metavar="WHEN", help="for a clock: when it was met (now)")
    carry.add_argument("--to", required=True, metavar="DAY", help="the new day")
    start = act(
        "start", "start a clock for a person; prints its id", "start", "noteui due start Maya core-group"
    )
    start.add_argument("person", metavar="PERSON")
    start.add_argument("clock", metavar="CLOCK", help="see: noteui due clocks")
    start.add_argument("--since", metavar="WHEN", help="what it counts from, with the time (now)")
    act("clocks", "print the clock table with its sources", "show_clocks", "noteui due clocks")


VERBS = (
    Verb(
        "due",
        "what is due in working days: actions, visits and other clocks, supervision, drafts left",
        "noteui due --overdue",
        ("due", "list_"),
        _due,
    ),
)
