"""`noteui review` and its acts."""

from __future__ import annotations

from noteui.cli.verbs.options import from_pipe, one_format_of
from noteui.cli.verbs.verb import Parser, Verb


def _review(review: Parser) -> None:
    one_format_of(review, "table", "json", "ids")
    act = review.acts("reviewing")

    def about_note(name: str, what: str, function: str, example: str) -> Parser:
        made = act(name, what, function, example)
        made.add_argument("note", metavar="NOTE", help="the note's id, or its first four characters")
        return made

    waiting = act(
        "queue", "list what waits for me to review, oldest risk first", "list_queue", "noteui review queue"
    )
    one_format_of(waiting, "table", "json", "ids")
    asked = act(
        "asked",
        "list what was asked of me about my notes, and what was said of them",
        "list_asked",
        "noteui review asked --format json",
    )
    one_format_of(asked, "table", "json", "ids")
    submitted = about_note(
        "submit",
        "submit a finalised note for review; prints the receipt",
        "submit",
        "noteui review submit 7k2m --to rowan",
    )
    submitted.add_argument("--to", default="any", metavar="USER", help="who is to review it; any (any)")
    from_pipe(submitted, "a word to the reviewer")
    show = about_note(
        "show", "print what was said and decided about a note", "show", "noteui review show 7k2m"
    )
    one_format_of(show, "text", "json")
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
        from_pipe(said, "what is said")
        said.add_argument("--passage", metavar="FILE", help="a TOML file that names the words it is about")
    answer = act(
        "answer",
        "answer a question or suggestion; prints the receipt",
        "answer",
        "noteui review answer 9x4p - < answer.txt",
    )
    answer.add_argument("remark", metavar="QUESTION", help="its id, as noteui review show prints it")
    from_pipe(answer, "the answer")
    returned = about_note(
        "return",
        "give a note back to its writer with reasons; prints the receipt",
        "return_",
        "noteui review return 7k2m - < reasons.txt",
    )
    from_pipe(returned, "the reasons")
    agreed = about_note(
        "agree",
        "agree to a note as it is; prints the countersigned receipt, to be kept elsewhere",
        "agree",
        "noteui review agree 7k2m - < reason.txt >> receipts.txt",
    )
    from_pipe(agreed, "the reason")


VERBS = (
    Verb(
        "review",
        "what waits for me to review or was asked of me; what is said and decided about a note",
        "noteui review queue",
        ("reviewing", "list_queue"),
        _review,
    ),
)
