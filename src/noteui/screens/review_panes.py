"""What stands beside a note that is read: its review, people and findings, earlier notes, and how it would
read to the person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from noteui.casework import people, reviewing
from noteui.casework.as_read import as_read
from noteui.casework.earlier import read_before
from noteui.casework.errors import CaseworkError
from noteui.casework.finalising import FinalNote
from noteui.casework.reviewing import Remark, Review
from noteui.casework.team_file import rules_in_use
from noteui.checks import check
from noteui.checks.note import FIELDS
from noteui.records import ReviewKind
from noteui.screens.final_text import day_and_time, dismissed, numbered, whom_and_when
from noteui.screens.widgets.findings_panel import FIELD_NAMES
from noteui.screens.widgets.reading_text import Section

if TYPE_CHECKING:
    from noteui.vault.vault import Vault

_NAMES = {
    ReviewKind.SUBMITTED: "Submitted",
    ReviewKind.QUESTION: "Question",
    ReviewKind.SUGGESTION: "Suggestion",
    ReviewKind.PRAISE: "Praise",
    ReviewKind.ANSWER: "Answer",
    ReviewKind.RETURNED: "Returned",
    ReviewKind.AGREED: "Agreed",
}


def review_sections(vault: Vault, final: FinalNote) -> list[Section]:
    """What was said and decided, where it stands, and what whoever reads can do."""
    review = reviewing.review_of(vault, final.draft.id)
    made = [
        Section("Review", Text(f"{reviewing.standing_in_words(review)}\n{_can_do(vault, final)}".strip()))
    ]
    numbers = numbered(review.remarks)
    for remark in review.remarks:
        if remark.kind is ReviewKind.ANSWER and remark.about in {one.id for one in review.remarks}:
            continue
        number = numbers.get(remark.id)
        title = _title(remark) if number is None else f"{number} {_title(remark)}"
        made.append(Section(title, _remark(review, remark)))
    return made


def people_and_findings(vault: Vault, final: FinalNote) -> list[Section]:
    """Those around, what the checks raise in the note as it was signed, and what its writer dismissed."""
    note = final.draft.note
    around = [Text(f"{relation.name}, {people.describe_relation(relation)}") for relation in note.people]
    made = [Section("People around", Text("\n").join(around) if around else Text("Nobody listed", "dim"))]
    if not final.texts or not reviewing.is_heard(vault, final.draft.id):
        return made
    found = check(note, dismissals=final.draft.dismissals, rules=rules_in_use())
    told = [
        Text.assemble(
            (f"{FIELD_NAMES[finding.field]}: " if finding.field else "", "dim"),
            (f"“{' '.join(finding.text.split())}” " if finding.text else "", "bold"),
            finding.message,
        )
        for finding in found
    ]
    nothing = Text("Nothing, by these checks. That is no proof that nothing is wrong.", "dim")
    made.append(Section("What the checks raise in it", Text("\n").join(told) if told else nothing))
    if final.draft.dismissals:
        made.append(Section("Findings that the writer dismissed", Text("\n").join(dismissed(final))))
    return made


def earlier_sections(vault: Vault, final: FinalNote) -> list[Section]:
    """The latest other notes about the person, whole; that they were read is left in the log."""
    made = []
    for earlier in read_before(vault, final.draft.person_id, final.draft.id):
        note = earlier.draft.note
        parts = [
            Text.assemble((f"{note.title_of(name)}\n", "bold"), note.fields[name].strip())
            for name in FIELDS
            if note.fields[name].strip()
        ]
        author = f", {note.author.name}" if note.author else ""
        more = f", {len(earlier.added)} added since" if earlier.added else ""
        made.append(Section(f"{whom_and_when(note)}{author}{more}", Text("\n\n").join(parts)))
    return made or [Section("Earlier notes", Text("There is no other finalised note about this person."))]


def as_they_would_read_it(final: FinalNote) -> list[Section]:
    """The note with other people masked in brackets and harsh wording lit between arrows."""
    note = final.draft.note
    made = [
        Section(
            f"As {note.about.known_as or note.about.name} would read it",
            Text(
                "Listed people are masked in [brackets]; wording that judges stands between ›arrows‹. "
                "Somebody who is not listed, or is known by a kin word alone, still shows.",
                "dim",
            ),
        )
    ]
    for name, spans in as_read(note).items():
        text = Text()
        for span in spans:
            if span.how == "harsh":
                text.append(f"›{span.text}‹", "bold reverse")
            else:
                text.append(span.text, "italic" if span.how == "masked" else "")
        made.append(
            Section(note.title_of(name), text if text.plain.strip() else Text("Nothing recorded", "dim"))
        )
    return made


def _can_do(vault: Vault, final: FinalNote) -> str:
    note_id = final.draft.id
    try:
        reviewing.refuse_reviewing(vault, note_id)
    except CaseworkError:
        own = reviewing.is_heard(vault, note_id) and final.voided is None
        return "s submits it for review, r answers what was asked." if own else ""
    return "u question   d suggestion   p praise   t return   y agree"


def _title(remark: Remark) -> str:
    to = f" to {remark.to or 'anybody who reviews'}" if remark.kind is ReviewKind.SUBMITTED else ""
    return f"{_NAMES[remark.kind]}{to}"


def _remark(review: Review, remark: Remark) -> Text:
    return Text("\n").join(_lines(remark, review.answers_to(remark)))


def _lines(remark: Remark, answers: Sequence[Remark]) -> Iterator[Text]:
    yield _by(remark)
    if remark.passage is not None:
        where = FIELD_NAMES[remark.passage.field]
        yield Text.assemble((f"{where}: ", "dim"), (f"“{' '.join(remark.passage.text.split())}”", "italic"))
    if remark.text:
        yield Text(remark.text)
    for answer in answers:
        yield Text(f"Answer: {answer.text}", "bold")
        yield _by(answer)
    if not answers and remark.kind in (ReviewKind.QUESTION, ReviewKind.SUGGESTION):
        yield Text("No answer yet", "dim")


def _by(remark: Remark) -> Text:
    return Text(f"{remark.by.name}, {remark.by.role}, {day_and_time(remark.at)}", "dim")
