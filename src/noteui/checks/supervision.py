"""What is said about a record of supervision while it is written: its own rules, few and explained.

A supervision is no note: it has sections of its own; its reflection is offered questions and not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from noteui.checks.actions import parse_actions
from noteui.checks.earlier import RUN, runs_of
from noteui.checks.finding import Finding, Raised, Severity
from noteui.checks.phrases import Listed
from noteui.checks.prose import WORD, Sentence, fold, sentence_spans
from noteui.checks.rule import Example, Rule


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the record: its name, its title, what it asks, and questions that may help."""

    name: str
    title: str
    asks: str
    questions: tuple[str, ...] = ()


SECTIONS: tuple[Section, ...] = (
    Section(
        "changed",
        "What changed for the person",
        "Since last time: what is different in their life, and how do we know?",
        ("What would they say is different?", "What did the last plan change, and what did it not?"),
    ),
    Section(
        "risk",
        "Risk now, and why",
        "What could happen, to whom, how soon, and what makes it more or less likely?",
        ("If we are wrong, who is harmed?", "What is the evidence, and what is missing?"),
    ),
    Section(
        "reflection",
        "Reflection",
        "Whatever was thought through together; leave it empty where nothing was.",
        (
            "What else might be going on?",
            "Whose voice is missing?",
            "What would the child or adult say about this plan?",
            "What does this work bring up, and what might that tell us?",
        ),
    ),
    Section(
        "decisions",
        "Decisions",
        "One a paragraph: what was decided, because of what, and what was decided against.",
        ("What did we decide not to do, and why?",),
    ),
    Section("actions", "Actions", "- [ ] Ring the school nurse (Priya Nair, by 2026-12-01)"),
    Section(
        "disagreement",
        "Disagreement, and how it was settled",
        "Where you saw it differently: both views, and what was settled or taken further.",
    ),
)
"""The sections in the order in which they stand."""

NAMES: tuple[str, ...] = tuple(section.name for section in SECTIONS)
_PROSE = ("changed", "risk", "reflection", "decisions", "disagreement")
LONGEST_APART = 28
"""Days from one supervision to the next: four-weekly, as local policies have it; newly qualified sooner."""
SEVERAL = 2
"""Copied sentences from which it is no chance."""

_REASON = Listed("reasons")
_LABEL = re.compile(r"\b(?:reason|why|because of|basis|rationale)s?\s*:", re.I)
_ALONE = re.compile(
    r"^(?:the )?(?:case|plan|family|actions?|all|notes?)?\s*(?:was |were )?"
    r"(?:discussed|agreed|noted|reviewed|updated|"
    r"continue(?: as (?:is|planned|before))?|to continue|no change|as before|remains? open|ongoing)"
    r"(?: (?:in full|at length|today|as planned))?[.!]?$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Supervised:
    """What the rules know of a supervision: its words by section, who it is about, and the one before.

    `people` are the names by which those spoken about go; `before` the words of the one before.
    """

    words: Mapping[str, str]
    people: Sequence[str] = ()
    held: date | None = None
    before: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    held_before: date | None = None


def check_supervision(told: Supervised) -> list[Finding]:
    """The findings in the order of the sections."""
    found = [
        *_undecided(told),
        *_alone(told),
        *_unowned(told),
        *_nobody(told),
        *_copied(told),
        *_long_ago(told),
    ]
    order = {name: number for number, name in enumerate(NAMES)}
    return sorted(found, key=lambda f: (order.get(f.field or "", len(order)), f.start or 0))


def _undecided(told: Supervised) -> Iterator[Finding]:
    for start, paragraph in _paragraphs(told.words.get("decisions", "")):
        if _ALONE.match(paragraph.strip()):
            continue
        sentences = [Sentence("decisions", paragraph[a:b]) for a, b in sentence_spans(paragraph)]
        if not _LABEL.search(paragraph) and not any(_REASON.search(sentence) for sentence in sentences):
            yield _raise("supervision/decision-without-reason", "decisions", start, paragraph)


def _alone(told: Supervised) -> Iterator[Finding]:
    for name in _PROSE:
        for start, paragraph in _paragraphs(told.words.get(name, "")):
            for a, b in sentence_spans(paragraph):
                if _ALONE.match(paragraph[a:b].strip()):
                    yield _raise("supervision/says-nothing", name, start + a, paragraph[a:b])


def _unowned(told: Supervised) -> Iterator[Finding]:
    text = told.words.get("actions", "")
    for line in parse_actions(text):
        if line.done or (line.owner and line.due):
            continue
        lacks = (
            "no owner and no day" if not (line.owner or line.due) else "no day" if line.owner else "no owner"
        )
        start = text.index(line.text, line.start)
        yield _raise(
            "supervision/action-without-owner", "actions", start, line.text, f"This action has {lacks}."
        )


def _nobody(told: Supervised) -> Iterator[Finding]:
    written = fold(" ".join(told.words.get(name, "") for name in _PROSE))
    if not written.strip():
        return
    if not any(re.search(rf"\b{re.escape(fold(name))}\b", written) for name in told.people if name):
        yield _raise("supervision/nobody-named", None, None, None)


def _copied(told: Supervised) -> Iterator[Finding]:
    runs = {
        run
        for name in _PROSE
        for run in runs_of([match[0] for match in WORD.finditer(fold(told.before.get(name, "")))])
    }
    if not runs:
        return
    hits = []
    for name in _PROSE:
        for start, paragraph in _paragraphs(told.words.get(name, "")):
            for a, b in sentence_spans(paragraph):
                words = [match[0] for match in WORD.finditer(fold(paragraph[a:b]))]
                if len(words) >= RUN and runs.issuperset(runs_of(words)):
                    hits.append((name, start + a, paragraph[a:b]))
    severity = Severity.WARNING if len(hits) >= SEVERAL else Severity.INFO
    for name, start, text in hits:
        yield _raise("supervision/copied-from-last-time", name, start, text, severity=severity)


def _long_ago(told: Supervised) -> Iterator[Finding]:
    if told.held is None or told.held_before is None:
        return
    days = (told.held - told.held_before).days
    if days > LONGEST_APART:
        yield _raise(
            "supervision/long-since-last", None, None, None, f"The one before was {days} days earlier."
        )


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Paragraphs of a section with where each starts; a blank line, or a list's next mark, parts them."""
    for match in re.finditer(r"[^\n]+(?:\n(?![\s]*\n|[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t])[^\n]+)*", text):
        yield match.start(), match[0]


def _raise(
    rule_id: str,
    name: str | None,
    start: int | None,
    text: str | None,
    message: str | None = None,
    severity: Severity | None = None,
) -> Finding:
    rule = RULES[rule_id]
    end = None if start is None or text is None else start + len(text)
    return Finding(
        Raised(
            rule=rule.id,
            principle=rule.principle,
            severity=severity or rule.severity,
            message=message or rule.message,
            try_=rule.try_,
            source=rule.source,
            field=name,
            start=start,
            end=end,
            text=text,
        )
    )


def _rule(
    id_: str,
    principle: str,
    severity: Severity,
    message: str,
    why: str,
    try_: str,
    source: str,
    **examples: object,
) -> Rule:
    return Rule(
        id=f"supervision/{id_}",
        principle=principle,
        severity=severity,
        scope="note",
        fields=NAMES,
        message=message,
        why=why,
        try_=try_,
        source=source,
        **examples,  # type: ignore[arg-type]
    )


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.id: rule
        for rule in (
            _rule(
                "decision-without-reason",
                "professional",
                Severity.WARNING,
                "This decision stands without its reason.",
                "Years later the reason is what shows that it was thought through with what was known then.",
                "Add “because …”, and what was decided against.",
                "PSDP",
                flags=(
                    Example({"decisions": "|Close to early help.|"}),
                    Example({"decisions": "|We will not ask for a conference yet.|"}),
                ),
                passes=(
                    Example({"decisions": "Close to early help, because Maya has been at school every day."}),
                    Example({"decisions": "No conference yet. Reason: the lodger left on Monday."}),
                ),
            ),
            _rule(
                "says-nothing",
                "professional",
                Severity.WARNING,
                "This says that something was discussed or agreed, and not what.",
                "A reader learns from it only that there was a meeting.",
                "Say what was decided and why, or leave the sentence out.",
                "PSDP",
                flags=(Example({"changed": "|Case discussed.|"}), Example({"decisions": "|Plan agreed.|"})),
                passes=(
                    Example({"changed": "Maya has moved to her aunt’s."}),
                    Example({"changed": "We discussed who collects Maya on Fridays."}),
                ),
            ),
            _rule(
                "action-without-owner",
                "timely",
                Severity.WARNING,
                "This action has no owner and no day.",
                "What belongs to nobody by no day is what the next supervision finds undone.",
                "Say who does it and by when: (Priya Nair, by 2026-12-01).",
                "PSDP",
                flags=(
                    Example({"actions": "- [ ] |Chase the school|"}),
                    Example({"actions": "- [ ] |Ring the nurse| (Priya Nair)"}),
                ),
                passes=(
                    Example({"actions": "- [ ] Ring the school (Priya Nair, by 2026-12-01)"}),
                    Example({"actions": "- [x] Rang the school"}),
                ),
            ),
            _rule(
                "nobody-named",
                "person-centred",
                Severity.WARNING,
                "Nobody whom this is about is named in it.",
                "Supervision is about people; a record that names none would fit any other.",
                "Name the child or adult whom you spoke about.",
                "PSDP",
                flags=(
                    Example({"risk": "The risk is lower, because the lodger has left."}),
                    Example({"changed": "The child goes to school again."}),
                ),
                passes=(
                    Example({"risk": "The risk to Maya is lower, because the lodger has left."}),
                    Example({"changed": "Maya goes to school again."}),
                ),
            ),
            _rule(
                "copied-from-last-time",
                "real",
                Severity.INFO,
                "This stands word for word in the supervision before.",
                "Copied words hide whether anything has changed.",
                "Say what is the case now, even where it is the same.",
                "MN",
                flags=(
                    Example(
                        {"risk": "|The lodger is still in the house, in the room next to hers.|"},
                        {"before": {"risk": "The lodger is still in the house, in the room next to hers."}},
                    ),
                    Example(
                        {"changed": "|Maya has been at school every day of these two weeks.|"},
                        {"before": {"changed": "Maya has been at school every day of these two weeks."}},
                    ),
                ),
                passes=(
                    Example(
                        {"risk": "The lodger has left the house, and Maya sleeps in her own room again."},
                        {"before": {"risk": "The lodger is still in the house."}},
                    ),
                    Example({"changed": "Maya is well."}, {"before": {"changed": "Maya is well."}}),
                ),
            ),
            _rule(
                "long-since-last",
                "timely",
                Severity.INFO,
                "The supervision before was long ago.",
                "Four-weekly is what most policies ask; what was agreed drifts meanwhile.",
                "Say why it was not held, and set the next day.",
                "K",
                flags=(
                    Example({}, {"held_before": date(2026, 9, 1)}),
                    Example({}, {"held_before": date(2026, 10, 27)}),
                ),
                passes=(
                    Example({}, {"held_before": date(2026, 11, 2)}),
                    Example({}, {"held_before": date(2026, 10, 28)}),
                ),
            ),
        )
    }
)
"""The rules by their id."""
