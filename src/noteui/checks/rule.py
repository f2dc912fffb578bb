"""One rule as one record: what it raises, why, from which source, and examples that prove it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from noteui.checks.finding import AddPerson, AskOwnerAndDate, LogSharing, Severity

if TYPE_CHECKING:
    from noteui.checks.cue import Cue
    from noteui.checks.paragraph import Paragraph
    from noteui.checks.phrases import Listed
    from noteui.checks.prose import Sentence
    from noteui.checks.setting import Setting
    from noteui.checks.whole import Whole

Scope = Literal["sentence", "paragraph", "note"]
ALL_FIELDS = ("facts", "voice", "opinion", "family", "actions")
PROSE_FIELDS = ("facts", "voice", "opinion", "family")


@dataclass(frozen=True, slots=True)
class Replace:
    """Put `text` in place of `[start, end)`, counted like the hit that it mends."""

    title: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class MoveSentence:
    """Move the sentence that holds the hit to the end of another field."""

    to: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a rule struck. Offsets count from the start of what the rule was given to read.

    For a rule that reads the whole note they count from the field's start, and `field` names it; both None
    means the note as a whole. `message`, `try_`, `severity` and `source` stand in for the rule's own where
    given; `entry` names the entry of a word list that struck.
    """

    start: int | None
    end: int | None
    message: str | None = None
    try_: str | None = None
    severity: Severity | None = None
    field: str | None = None
    mends: tuple[Replace | MoveSentence | AddPerson | AskOwnerAndDate | LogSharing, ...] = ()
    source: str | None = None
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """An example that needs more than a sentence: fields, and what else is known of the note.

    `fields` may hold spans marked with bars: "The |IRO| rang.". `known` replaces parts of the example note
    by name (`seen_alone`, `happened`, ...).
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of one principle.

    `message` says what was found, `why` gives the reason that a reader would give, `try_` what to write
    instead, and `source` is a code of `sources.SOURCES`. `flags` are examples that must be raised, the exact
    span between bars; `passes` are near misses that must not be. A plain string is read in the first of
    `fields`.
    """

    id: str
    principle: str
    severity: Severity
    scope: Scope
    fields: tuple[str, ...]
    message: str
    why: str
    try_: str
    source: str
    flags: tuple[str | Example, ...]
    passes: tuple[str | Example, ...]
    in_quotes: bool = False
    kinds: tuple[str, ...] = ("child", "adult", "unborn")
    missing: bool = False
    """True for a rule about what is not there yet: it waits until the field has been left."""
    gives_way_to: tuple[str, ...] = ()
    """Rules that would say the same thing of the same words: where one of them holds the words of this one
    and weighs no less, this one is silent."""
    reach: int | None = None
    """For a rule that reads paragraphs: how many sentences before and after its own a hit depends on, where
    it depends on nothing else of the paragraph; a long paragraph is then read again only around a change."""
    needs: tuple[Cue | Listed, ...] = ()
    """For a rule that reads sentences: it strikes none in which none of these may stand, and so is not
    asked of it; most rules have nothing to do with most sentences."""
    find_in_sentence: Callable[[Sentence, Setting], Iterable[Hit]] | None = None
    find_in_paragraph: Callable[[Paragraph, Setting], Iterable[Hit]] | None = None
    find_in_note: Callable[[Whole, Setting], Iterable[Hit]] | None = None
