"""What of a note goes, and what of that is withheld or goes under another name; pure.

Out of the texts of notes passages are chosen; within them words are redacted, each with a tag and a reason,
and people are given another name, the same wherever they stand. Here the original and what leaves are both at
hand; in what leaves nothing of the words taken out is left, not even how long they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from noteui.casework.errors import CaseworkError
from noteui.casework.naming import Names, informant_cues, name_words


class Tag(StrEnum):
    """Why words do not go. The first five are those of a subject access request."""

    THIRD_PARTY = "third party"
    SERIOUS_HARM = "serious harm"
    LEGAL_PRIVILEGE = "legal privilege"
    OTHER_CHILD = "other child"
    INFORMANT = "informant"
    NOT_NEEDED = "not needed for the purpose"


GAP = "[…]"
"""What stands for words that were not chosen, between two that were."""


_AFTER = frozenset(("", " ", "\n", *".,;:!?)’”\"'"))
"""What can stand right after a mark in brackets."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one part of a note: a field, or `added.N` for what was added. Code points, end exclusive."""

    note: str
    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Redaction(Span):
    """Words that do not go, and why."""

    tag: Tag
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """Somebody who goes under another name, `label`, wherever one of their `names` stands, and why."""

    label: str
    names: tuple[str, ...] = field(repr=False)
    tag: Tag
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Selection:
    """What goes and how. Passages that are not in `chosen` do not go."""

    chosen: tuple[Span, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    pseudonyms: tuple[Pseudonym, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Selection:
        """From what `to_dict` gave. Raises KeyError, TypeError, ValueError."""
        return cls(
            tuple(Span(**span) for span in kept["chosen"]),
            tuple(Redaction(**{**told, "tag": Tag(told["tag"])}) for told in kept["redactions"]),
            tuple(
                Pseudonym(told["label"], tuple(told["names"]), Tag(told["tag"]), told["reason"])
                for told in kept["pseudonyms"]
            ),
        )


class How(StrEnum):
    """What a piece of what the recipient reads is."""

    PLAIN = "plain"
    LABEL = "label"
    WITHHELD = "withheld"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of what the recipient reads. `start` and `end` are where it comes from in the original."""

    text: str = field(repr=False)
    how: How
    start: int
    end: int


def choose(chosen: Iterable[Span], more: Span) -> tuple[Span, ...]:
    """The passages with one more; those of a part that touch become one."""
    kept = [span for span in chosen if not _touch(span, more)]
    touching = [span for span in chosen if _touch(span, more)]
    start = min([more.start, *(span.start for span in touching)])
    end = max([more.end, *(span.end for span in touching)])
    return _in_order([*kept, Span(more.note, more.part, start, end)])


def leave_out(chosen: Iterable[Span], less: Span) -> tuple[Span, ...]:
    """The passages without these words."""
    kept: list[Span] = []
    for span in chosen:
        if not overlap(span, less):
            kept.append(span)
            continue
        kept += [
            Span(span.note, span.part, start, end)
            for start, end in ((span.start, less.start), (less.end, span.end))
            if start < end
        ]
    return _in_order(kept)


def next_label(kind: str, used: Iterable[str]) -> str:
    """The next name of its kind that nobody has: Child A, Child B, … Child Z, Child AA."""
    taken, number = set(used), 0
    while True:
        letters, rest = "", number
        while True:
            letters = chr(ord("A") + rest % 26) + letters
            rest = rest // 26 - 1
            if rest < 0:
                break
        label = f"{kind.capitalize()} {letters}"
        if label not in taken:
            return label
        number += 1


def names_of(name: str, known_as: str | None = None, *, shared: Iterable[str] = ()) -> tuple[str, ...]:
    """The names to replace for somebody: as written, and each part of it that no one else there shares."""
    others = {word for other in shared for word in name_words(other)}
    found: list[str] = []
    for told in (name, known_as or ""):
        if told.strip():
            found.append(" ".join(told.split()))
            found += [word for word in told.split() if set(name_words(word)) - others and word[:1].isupper()]
    return tuple(dict.fromkeys(found))


def pieces(text: str, note: str, part: str, selection: Selection) -> list[Piece]:
    """What the recipient reads of one part of a note, in order; nothing where nothing of it was chosen.

    An edge of a passage inside a name that is replaced takes the whole name.
    """
    chosen = [span for span in selection.chosen if (span.note, span.part) == (note, part)]
    chosen = [Span(note, part, max(0, s.start), min(len(text), s.end)) for s in _in_order(chosen)]
    changes = _changes(text, note, part, selection)
    out: list[Piece] = []
    reached = 0
    for span in chosen:
        start = max(span.start, reached)
        if start >= span.end:
            continue
        if text[reached:start].strip() and (out or reached < start):
            out.append(Piece(GAP, How.GAP, reached, start))
        elif out:
            out.append(Piece(text[reached:start], How.PLAIN, reached, start))
        at = start
        for change in changes:
            if change.end <= at or change.start >= span.end:
                continue
            if change.start > at:
                out.append(Piece(text[at : change.start], How.PLAIN, at, change.start))
            out.append(Piece(change.text, change.how, max(change.start, at), change.end))
            at = change.end
        if at < span.end:
            out.append(Piece(text[at : span.end], How.PLAIN, at, span.end))
        reached = max(at, span.end)
    if out and text[reached:].strip():
        out.append(Piece(GAP, How.GAP, reached, len(text)))
    return _apart(out)


def read_as(text: str, note: str, part: str, selection: Selection) -> str:
    """The same as one text."""
    return "".join(piece.text for piece in pieces(text, note, part, selection))


def renamed(text: str, pseudonyms: Sequence[Pseudonym]) -> str:
    """A line beside the notes (a heading, an author) with those who go under another name under it."""
    whole = Selection((Span("", "", 0, len(text)),), (), tuple(pseudonyms))
    return read_as(text, "", "", whole)


def withheld_words(texts: Mapping[tuple[str, str], str], selection: Selection) -> list[str]:
    """The words that were taken out of the passages that go, for the leak test."""
    return [
        texts[one.note, one.part][one.start : one.end]
        for one in selection.redactions
        if (one.note, one.part) in texts and any(overlap(span, one) for span in selection.chosen)
    ]


def refuse_without_reasons(selection: Selection) -> None:
    """Raises CaseworkError where something is withheld or renamed and nobody said why."""
    reasons = [one.reason for one in selection.redactions] + [one.reason for one in selection.pseudonyms]
    if not all(reason.strip() for reason in reasons):
        raise CaseworkError("Say why each passage is withheld and each name replaced.")


def informant_passages(text: str) -> list[tuple[int, int]]:
    """Where a text speaks of somebody who told in confidence, or who could be known by it."""
    return [match.span() for match in informant_cues().finditer(text)]


def _changes(text: str, note: str, part: str, selection: Selection) -> list[Piece]:
    """The words withheld or replaced, in order, none over another; withholding goes before replacing."""
    found: list[Piece] = []
    mine = sorted(
        (one for one in selection.redactions if (one.note, one.part) == (note, part)),
        key=lambda one: (one.start, -one.end),
    )
    for one in mine:
        start, end = max(0, one.start), min(len(text), one.end)
        if found and start < found[-1].end:
            before = found.pop()
            found.append(Piece(before.text, How.WITHHELD, before.start, max(end, before.end)))
        elif start < end:
            found.append(Piece(f"[withheld: {one.tag.value}]", How.WITHHELD, start, end))
    labels = {_key(name): one.label for one in selection.pseudonyms for name in one.names}
    for place in Names(_keys(labels)).places(text):
        if any(
            place.start < gone.end and gone.start < place.whole_end
            for gone in found
            if gone.how is How.WITHHELD
        ):
            found = [_wider(gone, place.start, place.whole_end) for gone in found]
            continue
        ending = "’s" if place.whole_end > place.end else ""
        label = labels[place.name]
        found.append(Piece(label + ending, How.LABEL, place.start, place.whole_end))
    return sorted(found, key=lambda piece: piece.start)


def _wider(gone: Piece, start: int, end: int) -> Piece:
    """Withheld words that cut a replaced name in two take the whole name."""
    if gone.how is How.WITHHELD and start < gone.end and gone.start < end:
        return Piece(gone.text, gone.how, min(gone.start, start), max(gone.end, end))
    return gone


def _key(name: str) -> str:
    """A name as places of it are named."""
    return " ".join(name_words(name))


def _keys(labels: Mapping[str, str]) -> list[tuple[str, ...]]:
    return [tuple(key.split(" ")) for key in labels if key]


def _apart(found: list[Piece]) -> list[Piece]:
    """The pieces with a space where a mark in brackets would touch a word."""
    out: list[Piece] = []
    for piece in found:
        before = out[-1].text[-1:] if out else ""
        opens = piece.how in (How.GAP, How.WITHHELD) and before not in ("", " ", "\n", "(", "“", '"')
        closes = before == "]" and out[-1].how in (How.GAP, How.WITHHELD) and piece.text[:1] not in _AFTER
        if opens or closes:
            out.append(Piece(" ", How.PLAIN, piece.start, piece.start))
        out.append(piece)
    return out


def _in_order(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=lambda span: (span.note, span.part, span.start, span.end)))


def overlap(one: Span, other: Span) -> bool:
    """Whether two passages have words in common."""
    return (
        (one.note, one.part) == (other.note, other.part) and one.start < other.end and other.start < one.end
    )


def _touch(one: Span, other: Span) -> bool:
    return (
        (one.note, one.part) == (other.note, other.part) and one.start <= other.end and other.start <= one.end
    )
