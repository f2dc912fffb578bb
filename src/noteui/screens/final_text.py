"""A finalised note as sections to read: fields with their corrections, what was added, what was dismissed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from rich.text import Text

from noteui.casework import versions
from noteui.casework.finalising import FinalNote, FinalText
from noteui.casework.reviewing import Remark
from noteui.casework.versions import Piece, Version
from noteui.casework.when import show_day
from noteui.checks import all_rules
from noteui.checks.note import FIELDS, Note
from noteui.records import ADDENDUM
from noteui.screens.widgets.reading_text import Section


def sections_of(final: FinalNote, remarks: Sequence[Remark] = ()) -> list[Section]:
    """Everything that is kept of the note, in the order in which it is read.

    Where a passage was spoken of in a review its number and kind stand after it, as in the pane beside.
    """
    note = final.draft.note
    made: list[Section] = []
    if final.voided is not None:
        void = final.voided
        said = f"Nothing in this note is to be relied on.\nReason: {void.text}\n{signed(void)}"
        made.append(Section("VOID", Text(said)))
    if final.erased_at is not None:
        said = f"The words of this note were destroyed {day_and_time(final.erased_at)}."
        return [Section("Erased", Text(said))]
    for name in FIELDS:
        made.append(Section(note.title_of(name), _field(final, name, _marks(remarks, name))))
    for number, text in enumerate((t for t in final.added if t.kind == ADDENDUM), 1):
        made.append(Section(f"Addendum {number}", Text(f"{text.text}\n") + Text(signed(text), "dim")))
    made.append(Section("This note", Text("\n").join(_circumstances(final))))
    if final.draft.dismissals:
        made.append(Section("Findings that the writer dismissed", Text("\n").join(dismissed(final))))
    return made


def compared(before: Version | None, after: Version) -> list[Section]:
    """A version whole, with what changed since another marked."""
    if before is None or before.number == after.number:
        return [Section(title, Text(text or "Nothing recorded")) for title, text in after.sections.items()]
    changed = dict(versions.compare(before, after))
    return [
        Section(f"{title}  (changed)", in_pieces(changed[title], now="[now: {}]"))
        if title in changed
        else Section(title, Text(text or "Nothing recorded"))
        for title, text in after.sections.items()
    ]


def in_pieces(pieces: Sequence[Piece], *, now: str = "{}") -> Text:
    """Words with what was there before struck through, and bracketed for who cannot see that."""
    text = Text()
    for piece in pieces:
        if piece.how == "was":
            text.append("[was: ", "dim")
            text.append(piece.text, "strike")
            text.append("] ", "dim")
        elif piece.how == "now":
            text.append(now.format(piece.text), "underline")
        else:
            text.append(piece.text)
    return text


def signed(text: FinalText) -> str:
    """Who signed a text, when, and the short form of its receipt."""
    return f"Signed by {text.by.name}, {text.by.role}, {day_and_time(text.at)} (receipt {text.receipt})"


def whom_and_when(note: Note) -> str:
    """Whom a note is about, and when what happened."""
    happened = f", {when(note.happened)}" if note.happened else ""
    return f"{note.about.name}, {note.contact}{happened}"


def when(moment: datetime) -> str:
    """A wall-clock time with its day."""
    return f"{show_day(moment.date())}, {moment:%H:%M}"


def day_and_time(moment: datetime) -> str:
    """A moment in UTC as the clock here shows it."""
    return when(moment.astimezone())


def numbered(remarks: Sequence[Remark]) -> dict[str, int]:
    """The numbers by which what is said on passages is found in the note, by the remark's identifier."""
    return {remark.id: n for n, remark in enumerate((r for r in remarks if r.passage is not None), 1)}


def _marks(remarks: Sequence[Remark], name: str) -> dict[int, str]:
    """What stands after which offset of a field."""
    numbers, made = numbered(remarks), dict[int, str]()
    for remark in remarks:
        if remark.passage is not None and remark.passage.field == name:
            end = remark.passage.end
            made[end] = f"{made.get(end, '')} ‹{numbers[remark.id]} {remark.kind.value}›"
    return made


def _with_marks(pieces: Sequence[Piece], marks: Mapping[int, str]) -> Text:
    """A field in pieces, and each mark after the offset of the words as they were signed."""
    text, at = Text(), 0
    for piece in pieces:
        if piece.how == "now":
            text.append_text(in_pieces([piece]))
            continue
        until = at + len(piece.text)
        ends = sorted(end for end in marks if at < end <= until)
        cuts = [at, *(end for end in ends if piece.how == "same" and end < until), until]
        for start, end in pairwise(cuts):
            text.append_text(in_pieces([replace(piece, text=piece.text[start - at : end - at])]))
            text.append(marks.get(end, "") if end in ends else "", "bold")
        if piece.how == "was":
            text.append("".join(marks[end] for end in ends if end != until), "bold")
        at = until
    return text


def _field(final: FinalNote, name: str, marks: Mapping[int, str]) -> Text:
    text = _with_marks(versions.corrected(final, name), marks)
    if not text.plain.strip():
        text = Text("Nothing recorded", "dim")
    for one in final.corrections:
        if one.passage is not None and one.passage.field == name:
            text.append("\n")
            text.append(f"Corrected: {one.reason} {signed(one)}", "dim")
    return text


def _circumstances(final: FinalNote) -> Iterator[Text]:
    note = final.draft.note
    if final.texts:
        yield Text(signed(final.texts[0]))
    if note.author is not None:
        recorded = f", recorded {when(note.recorded)}" if note.recorded else ""
        yield Text(f"Written by {note.author.name}, {note.author.role}{recorded}")
    if note.about.born is not None:
        yield Text(f"{note.about.name}, {note.about.kind}, born {note.about.born:%d/%m/%Y}")
    if note.seen is not None:
        alone = "" if note.seen_alone is None else ", alone" if note.seen_alone else ", not alone"
        yield Text(f"Seen{alone}" if note.seen else "Not seen")
    if note.interpreter:
        yield Text(f"Interpreter: {note.interpreter}")
    for relation in note.people:
        lives = ", lives there" if relation.household else ""
        yield Text(f"Around: {relation.name}, {relation.relationship}{lives}")
    if final.late is not None:
        kept = f"; kept: {final.late.kept_where}" if final.late.kept_where else ""
        yield Text(f"Recorded late: {final.late.reason} Written from {final.late.worked_from}{kept}")
    for rule, said in final.answers.items():
        yield Text(f"{_message(rule)} Answer: {said}")


def dismissed(final: FinalNote) -> Iterator[Text]:
    """What the writer dismissed, a line each: the words, what was raised, the reason."""
    for dismissal in final.draft.dismissals:
        quoted = f"“{dismissal.text}” " if dismissal.text else ""
        yield Text(f"{quoted}{_message(dismissal.rule)} Reason: {dismissal.reason}")


def _message(rule: str) -> str:
    known = all_rules().get(rule)
    return known.message if known else rule
