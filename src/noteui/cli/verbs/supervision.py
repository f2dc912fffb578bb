"""`noteui supervision` and its acts."""

from __future__ import annotations

from noteui.cli.verbs.options import from_pipe, one_format_of, output
from noteui.cli.verbs.verb import Parser, Verb


def _supervision(listed: Parser) -> None:
    one_format_of(listed, "table", "json")
    act = listed.acts("supervision", "noteui supervision", takes="supervision")

    act("template", "print the file that add takes", "template", "> monday.toml", takes="")
    add = act("add", "record one from a TOML file as a draft; prints its id", "add", "monday.toml", takes="")
    add.add_argument("file", metavar="FILE", help="a TOML file, or - for the pipe")
    change = act("change", "put what a TOML file says into a draft", "change", "7k2m monday.toml")
    change.add_argument("file", metavar="FILE", help="a TOML file, or - for the pipe")
    act("show", "print one as JSON", "show", "7k2m")
    act("finalise", "make a draft final; prints its receipt", "finalise", "7k2m")
    added = act("addendum", "add to a final one, signed", "addendum", "7k2m - < view.txt")
    from_pipe(added, "the text")
    export = act("export", "write a final one as Markdown", "export", "7k2m -o monday.md")
    agenda = act("agenda", "write the agenda of the next one", "show_agenda", "priya", takes="")
    agenda.add_argument("user", metavar="USER", help="with whom: a name, a part of one, or an id")
    for made in (export, agenda):
        output(made)


VERBS = (
    Verb(
        "supervision",
        "record supervision: begun, made final, added to; and the agenda of the next",
        "noteui supervision agenda priya",
        ("supervision", "list_"),
        _supervision,
    ),
)
