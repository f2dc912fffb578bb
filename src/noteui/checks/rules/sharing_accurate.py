"""Accurate: up to date, fact apart from opinion, and put right with everybody it went to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from noteui.checks.engine import check
from noteui.checks.finding import Severity
from noteui.checks.note import Note
from noteui.checks.pattern import lazily
from noteui.checks.phrases import Listed
from noteui.checks.sharing import Item, Sharing
from noteui.checks.sharing_rule import Case, Moment, SharingRule, Struck, texts

_OPINION = Listed("sharing-opinion")
_LABELLED = Listed("sharing-labelled")
_STALE = Listed("sharing-stale")
_OF_FACT = ("accurate", "evidence-based")
_BARE = lazily(
    r"\b(?:he|she|dad|mum|father|mother|[A-Z][a-z]+) (?:is|was) an? "
    r"(?:known )?(?:drug dealer|drug user|alcoholic|addict|abuser|paedophile|liar|criminal|thug|prostitute|bully)\b",
    re.I,
)
_SOURCED = lazily(
    r"\b(?:said|told|reported|according to (?!some|sources|people)|convicted|conviction|diagnosed by|letter|register)\b",
    re.I,
)
_HEARD = lazily(
    r"\b(?:allegedly|apparently|supposedly|rumou?red|it is known|it is said|is known to|according to (?:some\w*|sources|people|others))\b",
    re.I,
)


def _unsettled(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    count = sum(item.unsettled for item in sharing.items)
    if count:
        told = "one finding" if count == 1 else f"{count} findings"
        yield Struck("items", message=f"What goes still carries {told} on fact or opinion.")


def _unproved(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    if sharing.direction == "in" or sharing.decision == "withhold":
        return
    taken = []
    for name, base, sentence in texts(sharing, "what"):
        match = _HEARD.search(sentence.plain) or (
            None if _SOURCED.search(sentence.plain) else _BARE.search(sentence.plain_text)
        )
        if match is not None:
            taken.append((base + match.start(), base + match.end()))
            said = sentence.text[match.start() : match.end()]
            yield Struck(name, *taken[-1], f"“{said}”: who saw or said so, and when?")
    note = Note(sharing.about, "other", None, None, None, fields={"facts": sharing.what})
    for found in check(note):
        start, end = found.start, found.end
        if found.principle not in _OF_FACT or found.field != "facts" or start is None or end is None:
            continue
        if found.severity is Severity.WARNING and not any(s < end and start < e for s, e in taken):
            yield Struck("what", start, end, found.message, found.try_)


def _untold(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    count = sum(item.untold for item in sharing.items)
    if count:
        what = "Something was" if count == 1 else f"{count} things were"
        yield Struck("items", message=f"{what} added to what they have: tell each of them.")


def _opinion(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    if "opinion" in sharing.contents or sharing.direction == "in":
        return
    if any(_LABELLED.search(s) for _, _, s in texts(sharing, "what")):
        return
    for name, base, sentence in texts(sharing, "what"):
        match = _OPINION.search(sentence)
        if match is not None:
            yield Struck(name, base + match.start(), base + match.end())


def _older(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    for item in sharing.items:
        if item.newer is not None:
            day = f"{item.newer.day} {item.newer:%B %Y}"
            yield Struck("items", message=f"This was written again on {day}: is the older one still right?")
    for name, base, sentence in texts(sharing, "what"):
        match = _STALE.search(sentence)
        if match is not None:
            yield Struck(name, base + match.start(), base + match.end(), "Has nothing changed since?")


RULES = [
    SharingRule(
        id="accurate-sharing/unsettled-finding",
        principle="accurate-sharing",
        severity=Severity.WARNING,
        message="What goes still carries findings on fact or opinion.",
        why="A slip in your own note becomes a fact in somebody else's.",
        try_="Settle them, or correct the note, before it goes.",
        source="HMG",
        find=_unsettled,
        flags=(
            Case("Two stand", {"items": (Item("n0te00000001", "facts", unsettled=2),)}),
            Case(
                "In one passage of two",
                {"items": (Item("n0te00000001", "facts"), Item("n0te00000002", "facts", unsettled=1))},
            ),
        ),
        passes=(
            Case("None", {"items": (Item("n0te00000001", "facts"),)}),
            Case("Nothing goes with it", {"items": ()}),
        ),
    ),
    SharingRule(
        id="accurate-sharing/unproved",
        principle="accurate-sharing",
        severity=Severity.WARNING,
        message="Given as fact, with nobody who saw or said it.",
        why="They will act on it as if you had seen it yourself.",
        try_="Say who saw or said it, and when; or say that it is your opinion and what it rests on.",
        source="HMG",
        find=_unproved,
        flags=(
            Case("A dealer", {"what": "He is a drug dealer."}),
            Case("Known", {"what": "It is known that she leaves the children alone."}),
            Case("Allegedly", {"what": "Allegedly hit him, apparently more than once."}),
            Case("Someone", {"what": "The father is schizophrenic, according to someone."}),
        ),
        passes=(
            Case("With its source", {"what": "Reported by her aunt by phone, not seen by me."}),
            Case("Quoted", {"what": "Maya said on 23 November: “He is a drug dealer.”"}),
        ),
    ),
    SharingRule(
        id="accurate-sharing/recipients-not-told",
        principle="accurate-sharing",
        severity=Severity.WARNING,
        message="A note was added to after it went, and they do not know.",
        why="What was wrong goes on being acted on wherever it was sent.",
        try_="Tell each of them what changed, and record that you did.",
        source="ICO",
        find=_untold,
        flags=(
            Case("A correction", {"items": (Item("n0te00000001", "facts", untold=1),)}),
            Case(
                "In the second note",
                {"items": (Item("n0te00000001", "facts"), Item("n0te00000002", "voice", untold=2))},
            ),
        ),
        passes=(
            Case("Nothing since", {"items": (Item("n0te00000001", "facts"),)}),
            Case("Told by phone, with no note", {"items": ()}),
        ),
    ),
    SharingRule(
        id="accurate-sharing/opinion-unlabelled",
        principle="accurate-sharing",
        severity=Severity.INFO,
        message="An opinion that is not marked as one.",
        why="Fact and opinion look alike on another desk.",
        try_="Say that opinion is in it, and put the facts that it rests on first.",
        source="HMG",
        find=_opinion,
        flags=(
            Case("I think", {"what": "I think Maya is afraid of her uncle.", "contents": ("facts",)}),
            Case("Appears to", {"what": "He appears to frighten her.", "contents": ("facts",)}),
        ),
        passes=(
            Case("Labelled", {"what": "Labelled as my opinion; the facts it rests on are listed first."}),
            Case("Marked", {"what": "I think Maya is afraid.", "contents": ("facts", "opinion")}),
        ),
    ),
    SharingRule(
        id="accurate-sharing/older-than-latest",
        principle="accurate-sharing",
        severity=Severity.INFO,
        message="There is something newer.",
        why="An old picture, sent today, is read as today's.",
        try_="Check what has changed, and say as of which day it is.",
        source="HMG",
        find=_older,
        flags=(
            Case("Written again", {"items": (Item("n0te00000001", "facts", newer=date(2026, 11, 20)),)}),
            Case("Last year's", {"what": "Sent last year's assessment as nothing much has changed."}),
        ),
        passes=(
            Case("The latest", {"items": (Item("n0te00000001", "facts"),)}),
            Case("Checked", {"what": "Status checked with the allocated worker before I sent it."}),
        ),
    ),
]
