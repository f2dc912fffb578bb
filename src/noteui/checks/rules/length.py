"""Succinct: paragraphs and fields that are long, and what was pasted in whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteui.checks.finding import Severity
from noteui.checks.paragraph import Paragraph
from noteui.checks.pattern import lazily
from noteui.checks.prose import WORD
from noteui.checks.rule import PROSE_FIELDS, Example, Hit, Rule
from noteui.checks.rules.calendar import has_digit
from noteui.checks.setting import Setting
from noteui.checks.whole import Whole

SENTENCES_IN_A_PARAGRAPH = 6
FACTS_WORDS, NOTE_WORDS = 400, 800
"""Words past which a summary line helps the next reader. Never a fault: what matters may need the room."""
OPENING_FROM = 150
"""Words from which a note should say at its start who was seen, when and why."""
_FULL_DETAIL = frozenset(("disclosure",))
_HEADER = lazily(
    r"^\s*(?:>+ ?)?(?:from|sent|to|cc|bcc|subject|date|received|importance|attachments?): ?\S", re.I
)
_CHAIN = lazily(
    r"\b(?:RE|FW|FWD): |\bFrom: .{1,80}\bSent: |(?<!-)-{3,12} ?(?:original|forwarded) message", re.I
)
_QUOTED_LINE = lazily(r"^\s*>")
_TURN = lazily(r"^\s*(?:\[?\d{1,2}[:.]\d\d(?:[:.]\d\d)?\]? ?-? ?)?(?P<who>[A-Z][\w’' ]{0,24}): ?\S")


def _long_paragraph(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    if len(paragraph.sentences) <= SENTENCES_IN_A_PARAGRAPH or setting.note.contact in _FULL_DETAIL:
        return
    placed = paragraph.sentences[SENTENCES_IN_A_PARAGRAPH]
    first = WORD.search(paragraph.text, placed.start, placed.end)
    if first:
        yield Hit(
            first.start(), first.end(), message=f"{len(paragraph.sentences)} sentences in one paragraph."
        )


def _pasted_lines(paragraph: Paragraph) -> list[tuple[str, int, int]]:
    text = paragraph.text
    if ":" not in text and ">" not in text and "---" not in text:
        return []
    chain = _CHAIN.search(text)
    if _HEADER.match(text):
        return [("header", 0, len(text))]
    if chain:
        return [("chain", chain.start(), len(text))]
    if _QUOTED_LINE.match(text):
        return [("quoted", 0, len(text))]
    turn = _TURN.match(text)
    return [("turn", 0, len(text))] if turn and not _HEADER.match(text) else []


def _pasted(whole: Whole, setting: Setting) -> Iterator[Hit]:
    for name in PROSE_FIELDS:
        lines = whole.fields[name].noticed("pasted", _pasted_lines)
        sorts = [what for _, (what, _, _) in lines]
        mailed = sorts.count("chain") or sorts.count("header") >= 2 or sorts.count("quoted") > 3
        spoken = sorts.count("turn") > 4 and setting.note.contact not in _FULL_DETAIL
        if not (mailed or spoken):
            continue
        wanted = ("chain", "header", "quoted") if mailed else ("turn",)
        base, (_, start, end) = next(line for line in lines if line[1][0] in wanted)
        yield Hit(base + start, base + end, field=name)


def _wants_a_summary(whole: Whole, setting: Setting) -> Iterator[Hit]:
    if setting.note.contact in _FULL_DETAIL:
        return
    if whole.is_longer_than(NOTE_WORDS):
        yield Hit(
            None,
            None,
            message=f"Over {NOTE_WORDS} words: a first line with what matters most helps the next reader.",
        )
    elif whole.fields["facts"].word_total > FACTS_WORDS:
        yield Hit(None, None)


_PURPOSE = frozenset(
    (
        "visit visited saw met meeting rang called phoned phone call purpose came attended review planned unplanned arranged agreed to because after following "
        "session discharge seen spoke check conversation interview contact home"
    ).split()
)


def _opening_says_little(whole: Whole, setting: Setting) -> Iterator[Hit]:
    if not whole.is_longer_than(OPENING_FROM - 1):
        return
    opening = whole.fields["facts"].first_written
    if opening is not None and not _says_why(opening[1], setting):
        base, paragraph = opening
        first = paragraph.sentences[0]
        yield Hit(base + first.start, base + first.end, field="facts")


def _says_why(paragraph: Paragraph, setting: Setting) -> bool:
    """True where the first two sentences say who, when and what for."""
    first = [placed.sentence for placed in paragraph.sentences[:2]]
    return any(not sentence.all_words.isdisjoint(_PURPOSE) for sentence in first) or (
        any(has_digit(sentence) for sentence in first)
        and any(
            word in ("she", "he", "they") or word.removesuffix("'s") in setting.names
            for sentence in first
            for word in sentence.all_words
        )
    )


_EMAIL = "|From: duty desk|\nSent: Monday\nTo: all\nSubject: visit"
_LONG_NOTE = "The kettle was on and the cat sat by it. " * 90

RULES = [
    Rule(
        id="succinct/long-paragraph",
        principle="succinct",
        severity=Severity.INFO,
        scope="paragraph",
        fields=PROSE_FIELDS,
        message="A long paragraph.",
        why="A reader in a hurry finds a thing by where its paragraph starts.",
        try_="Start a new paragraph where a new subject starts.",
        source="GOV",
        flags=(
            "One a. Two b. Three c. Four d. Five e. Six f. |Seven| g.",
            "She sat. She ate. She slept. She woke. She read. She sang. |She| left. I left.",
        ),
        passes=("She sat. She ate. She slept.", "One a. Two b. Three c. Four d. Five e. Six f."),
        find_in_paragraph=_long_paragraph,
    ),
    Rule(
        id="succinct/pasted-message",
        principle="succinct",
        severity=Severity.INFO,
        scope="note",
        fields=PROSE_FIELDS,
        message="An e-mail or a transcript, pasted in whole.",
        why="The one line that matters is hard to find among the others, and the rest may be about other families.",
        try_="Say what came of it in a sentence, and keep the original with the record.",
        source="OFS",
        flags=(
            Example({"facts": _EMAIL}),
            Example({"facts": "|RE: RE: FW: family visit|"}),
        ),
        passes=(
            Example({"facts": "I had an email from the nurse: she will ring on 3 May."}),
            Example({"facts": "Present: Dana Ellis and Theo.\nPurpose: to see the new flat."}),
        ),
        find_in_note=_pasted,
    ),
    Rule(
        id="succinct/wants-a-summary",
        principle="succinct",
        severity=Severity.INFO,
        scope="note",
        fields=(),
        message="A first line with what matters most would help the next reader.",
        why="Whoever opens this at two in the morning reads the first lines only.",
        try_="Put one line at the top: what has changed, and what must happen next. Keep the rest.",
        source="OFS",
        flags=(Example({"facts": _LONG_NOTE}), Example({"facts": _LONG_NOTE[: len(_LONG_NOTE) // 2 + 400]})),
        passes=(
            Example({"facts": "The kettle was on."}),
            Example({"facts": _LONG_NOTE}, {"contact": "disclosure"}),
        ),
        find_in_note=_wants_a_summary,
    ),
    Rule(
        id="succinct/opening",
        principle="succinct",
        severity=Severity.INFO,
        scope="note",
        fields=("facts",),
        message="The note does not open with who was seen, when and why.",
        why="A stranger to the family should know from the first line what they are reading.",
        try_="Start with whom you saw or spoke to, when, and what for.",
        source="OFS",
        flags=(
            Example(
                {
                    "facts": "|The kettle was on.| It was raining. "
                    + "There was a cat on the mat by the door. " * 18
                }
            ),
            Example(
                {"facts": "|It was a cold grey day.| " + "There was a cat on the mat by the door. " * 18}
            ),
        ),
        passes=(
            Example({"facts": "I visited Maya at noon. " + "There was a cat on the mat by the door. " * 18}),
            Example({"facts": "The kettle was on."}),
        ),
        find_in_note=_opening_says_little,
    ),
]
