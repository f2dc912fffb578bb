"""What a rule raises: a finding, where it stands, and what would mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters. Drafts are never blocked by any of them."""

    INFO = "info"
    """A nudge."""
    WARNING = "warning"
    """A reader would question this."""
    MUST = "must"
    """Finalising needs it, or a written reason; only for facts about the note, never for style."""

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for must: for comparing and sorting."""
        return ("info", "warning", "must").index(self.value)


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `[start, end)` of a field's text; offsets count Unicode code points."""

    field: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class AddPerson:
    """Not a change of words: the person named here would be added to the people around."""

    name: str


@dataclass(frozen=True, slots=True)
class AskOwnerAndDate:
    """Not a change of words yet: a small form asks who does this action and by when.

    `line_start` and `line_end` bound the action's line in the actions field.
    """

    line_start: int
    line_end: int


@dataclass(frozen=True, slots=True)
class MoveTo:
    """Take `[start, end)` out of `field` and put it at the end of the field `to`.

    What it comes to depends on the other field's text, so `edits_of` works it out when it is wanted.
    """

    field: str
    start: int
    end: int
    to: str


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to mend a finding: a title to choose it by and either edits or an act.

    The edits of one fix are one undo step. They never overlap and all count from the text as it was.
    """

    title: str
    edits: tuple[Edit, ...] = ()
    act: AddPerson | AskOwnerAndDate | MoveTo | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule raised at one place, or about the note as a whole (`start` and `end` None).

    `field` is None only for a finding about the note as a whole; a finding about a whole field
    (an empty voice) names the field and has no span. `try_` is what to try, one sentence. `entry` is the
    word-list entry that struck, by its id; None where the rule is no list.
    """

    rule: str
    principle: str
    severity: Severity
    message: str
    try_: str
    source: str
    field: str | None = None
    start: int | None = None
    end: int | None = None
    text: str | None = None
    fixes: tuple[Fix, ...] = ()
    entry: str | None = None

    @property
    def is_about_whole_note(self) -> bool:
        """True where there is no span to underline."""
        return self.start is None


def edits_of(fix: Fix, fields: Mapping[str, str]) -> tuple[Edit, ...]:
    """The changes of words that a fix comes to in these fields; none where it asks for something first."""
    if not isinstance(fix.act, MoveTo):
        return fix.edits
    source, target = fields[fix.act.field], fields[fix.act.to]
    start, end = fix.act.start, fix.act.end
    sentence = source[start:end]
    while end < len(source) and source[end] == " ":
        end += 1
    if end == len(source) or source[end] == "\n":
        while start > 0 and source[start - 1] == " ":
            start -= 1
    written = target.rstrip()
    joint = "" if not written else " " if len(written) == len(target.rstrip(" ")) else "\n"
    return (
        Edit(fix.act.field, start, end, ""),
        Edit(fix.act.to, len(written), len(target), joint + sentence),
    )


def apply_fix(fields: Mapping[str, str], fix: Fix) -> dict[str, str]:
    """The fields' texts after the fix's edits; fields that it does not touch are unchanged."""
    mended = dict(fields)
    for edit in sorted(edits_of(fix, fields), key=lambda e: e.start, reverse=True):
        text = mended[edit.field]
        mended[edit.field] = text[: edit.start] + edit.text + text[edit.end :]
    return mended
