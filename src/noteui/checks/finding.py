"""What a rule raises: a finding, where it stands, and what would mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
class LogSharing:
    """Not a change of words: the form of a sharing opens, with whom it names and what was written of it."""

    whom: str
    said: str


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
    act: AddPerson | AskOwnerAndDate | LogSharing | MoveTo | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """What a rule raised, its places counted from the start of what the rule read. See `Finding`."""

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
    answer: str | None = None


class Finding:
    """What one rule raised at one place, or about the note as a whole (`start` and `end` None).

    Places count Unicode code points from the start of the field. A finding is what was raised and how far
    from there it was read, so that to move it after an edit above costs next to nothing.
    """

    __slots__ = ("_base", "_raised")

    def __init__(self, raised: Raised, base: int = 0) -> None:
        self._raised = raised
        self._base = base

    @property
    def rule(self) -> str:
        """The rule's id."""
        return self._raised.rule

    @property
    def principle(self) -> str:
        """The slug of the rule's principle."""
        return self._raised.principle

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return self._raised.severity

    @property
    def message(self) -> str:
        """What was found, one sentence."""
        return self._raised.message

    @property
    def try_(self) -> str:
        """What to try, one sentence."""
        return self._raised.try_

    @property
    def source(self) -> str:
        """Where the rule comes from: a code of `sources.SOURCES`."""
        return self._raised.source

    @property
    def field(self) -> str | None:
        """The field it stands in or is about; None only for a finding about the note as a whole."""
        return self._raised.field

    @property
    def start(self) -> int | None:
        """Where it starts in its field; None where it is about a whole field or note."""
        start = self._raised.start
        return None if start is None else start + self._base

    @property
    def end(self) -> int | None:
        """Where it ends in its field, exclusive."""
        end = self._raised.end
        return None if end is None else end + self._base

    @property
    def text(self) -> str | None:
        """The words that it stands at."""
        return self._raised.text

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """What would mend it."""
        return tuple([_moved(fix, self._base) for fix in self._raised.fixes])

    @property
    def entry(self) -> str | None:
        """The entry of a word list that struck, by its id; None where the rule is no list."""
        return self._raised.entry

    @property
    def answer(self) -> str | None:
        """The writer's reason, where a `must` is answered with one; it stays raised, for the reader."""
        return self._raised.answer

    @property
    def is_about_whole_note(self) -> bool:
        """True where there is no span to underline."""
        return self._raised.start is None

    def moved(self, by: int) -> Finding:
        """The same, so much further on."""
        return Finding(self._raised, self._base + by)

    def answered(self, reason: str) -> Finding:
        """The same with the writer's reason."""
        return Finding(replace(self._raised, answer=reason), self._base)

    def _whole(self) -> tuple[object, ...]:
        raised = self._raised
        return (
            raised.rule,
            raised.principle,
            raised.severity,
            raised.message,
            raised.try_,
            raised.source,
            raised.field,
            self.start,
            self.end,
            raised.text,
            self.fixes,
            raised.entry,
            raised.answer,
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Finding):
            return NotImplemented
        if self._raised is other._raised and self._base == other._base:
            return True
        return self._whole() == other._whole()

    def __hash__(self) -> int:
        return hash((self._raised.rule, self._raised.field, self.start, self.end))

    def __repr__(self) -> str:
        return f"Finding{self._whole()!r}"


def _moved(fix: Fix, by: int) -> Fix:
    act = fix.act
    if isinstance(act, MoveTo):
        act = replace(act, start=act.start + by, end=act.end + by)
    elif isinstance(act, AskOwnerAndDate):
        act = replace(act, line_start=act.line_start + by, line_end=act.line_end + by)
    edits = tuple([Edit(e.field, e.start + by, e.end + by, e.text) for e in fix.edits])
    return Fix(fix.title, edits, act)


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
