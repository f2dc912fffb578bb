"""Adequate: enough to be understood and acted on by somebody who has never met the person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteui.checks.engine import check
from noteui.checks.finding import Severity
from noteui.checks.note import Note
from noteui.checks.pattern import lazily
from noteui.checks.phrases import Listed
from noteui.checks.prose import fold
from noteui.checks.sharing import Item, Sharing
from noteui.checks.sharing_rule import Case, Moment, SharingRule, Struck, texts

_ASK = Listed("sharing-ask")
_EMPTY_ASK = Listed("sharing-empty-ask")
_WORRY = Listed("sharing-worry")
_WHEN = lazily(
    r"\d|\b(?:today|yesterday|tonight|morning|afternoon|evening|noon|night|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday|january|february|march|april|may \d|june|july|august|september|october|november|december"
    r"|last week|this week|weekend|now)\b"
)
_HAPPENED = lazily(
    r"\b(?:said|told|saw|seen|heard|hit|hits|fell|has|had|is|was|were|are|went|came|found|left|took|gave|does|did|lives|"
    r"reported|moved|missed|cried|showed|shows|refused|asked|stayed|wants|sleeps|\w{3,}ed)\b"
)
_WHO = lazily(
    r"\b(?:he|she|they|him|her|them|his|mum|dad|mother|father|baby|brother|sister|child|children)\b"
)
_SLOTS = {
    "who": "who it is about",
    "happened": "what happened",
    "when": "when",
    "worry": "why you are worried",
    "ask": "what you ask of them",
}
_WITHOUT_NAMES = lazily(r"\bwithout (?:any )?names?\b|\bno names?\b|\banonym")
_REFERRAL = lazily(r"^referral\b|\breferral (?:form|to|for|made|sent)\b|\breferr?(?:ed|ing)?\b", re.I | re.M)
_PLACED = lazily(
    r"\b(?:address|lives (?:at|in)|school|nursery|street|road|avenue|close|lane|flat|primary|academy)\b", re.I
)
_VOICE = lazily(r"[“\"]|\b(?:in (?:his|her|their) own words|said|told|says|wants?|asked|wishes|showed)\b")
_LONGEST_ANSWER = 2


def _slots(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    if not _goes(sharing):
        return
    missing = [_SLOTS[slot] for slot in _SLOTS if slot not in set(_filled(sharing))]
    if len(missing) >= _LONGEST_ANSWER:
        yield Struck("what", message=f"It does not say {_listed(missing)}.")
    elif missing:
        yield Struck("what", message=f"It does not say {missing[0]}.", severity=Severity.INFO)


def _filled(sharing: Sharing) -> Iterator[str]:
    about = [fold(name) for name in (sharing.about.name, sharing.about.known_as) if name]
    if sharing.items or _WITHOUT_NAMES.search(fold(sharing.what)):
        yield "who"
    if sharing.items:
        yield from ("happened", "when")
    if sharing.asked.strip():
        yield "ask"
    if any(_WORRY.search(s) for _, _, s in texts(sharing, "what", "why")):
        yield "worry"
    for _, _, sentence in texts(sharing, "what"):
        plain = sentence.folded
        if _WHO.search(plain) or any(part in plain for name in about for part in name.split()):
            yield "who"
        if _HAPPENED.search(plain) and len(sentence.words) > 3:
            yield "happened"
        if _WHEN.search(plain):
            yield "when"
        if _ASK.search(sentence) and not _EMPTY_ASK.search(sentence):
            yield "ask"


def _listed(parts: list[str]) -> str:
    return ", ".join(parts[:-1]) + " or " + parts[-1]


def _goes(sharing: Sharing) -> bool:
    return sharing.decision == "share" and sharing.direction == "out"


def _short_forms(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    if sharing.decision == "withhold" or sharing.direction == "in":
        return
    for name in ("what", "asked"):
        note = Note(sharing.about, "other", None, None, None, fields={"facts": getattr(sharing, name)})
        for found in check(note):
            if found.principle == "jargon-free" and found.field == "facts" and found.start is not None:
                yield Struck(name, found.start, found.end, found.message, found.try_)


def _nothing_asked(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    if sharing.direction == "in" or sharing.decision == "withhold":
        return
    empty = [(b, m) for _, b, s in texts(sharing, "asked") if (m := _EMPTY_ASK.search(s))]
    if not sharing.asked.strip():
        if not any(_ASK.search(s) and not _EMPTY_ASK.search(s) for _, _, s in texts(sharing, "what")):
            yield Struck("asked")
    elif empty:
        base, match = empty[0]
        yield Struck(
            "asked", base + match.start(), base + match.end(), "This asks for nothing that can be done."
        )


def _voice(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    if not _goes(sharing) or sharing.note is None or not sharing.note.fields.get("voice", "").strip():
        return
    if any(item.is_whole_note or item.field == "voice" for item in sharing.items):
        return
    if not any(_VOICE.search(s.folded) for _, _, s in texts(sharing, "what")) and not sharing.wishes.strip():
        heading = sharing.note.voice_heading.lower()
        yield Struck("what", message=f"The note has the {heading}, and nothing of it goes.")


def _identity(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    said = f"{sharing.what} {sharing.purpose} {sharing.asked}"
    if not _goes(sharing) or not _REFERRAL.search(said) or _WITHOUT_NAMES.search(fold(said)):
        return
    missing = []
    if not any(part in fold(said) for part in fold(sharing.about.name).split()):
        missing.append("the name")
    born = sharing.about.born
    if not re.search(r"\bborn\b|\bbirth|\bdob\b|\bnhs (?:no|number)", fold(said)) and not (
        born and str(born.year) in said
    ):
        missing.append("a birth date or another identifier")
    if not _PLACED.search(said):
        missing.append("an address or a school")
    if missing:
        told = missing[0] if len(missing) == 1 else _listed(missing)
        yield Struck("what", message=f"A referral without {told}.")


RULES = [
    SharingRule(
        id="adequate/gaps",
        principle="adequate",
        severity=Severity.WARNING,
        message="It leaves gaps.",
        why="Whoever reads it cold has to know who, what, when, why it worries you, and what you want of them.",
        try_="Add what is missing, or say that you do not know it.",
        source="HMG",
        find=_slots,
        flags=(
            Case("Flagged", {"what": "Just flagging for info.", "asked": "", "why": "Note."}),
            Case("A heading", {"what": "Concerns re home conditions.", "asked": ""}),
            Case("Known", {"what": "Mum known to us.", "asked": "", "why": "Note."}),
        ),
        passes=(
            Case("All five", {}),
            Case(
                "An extract of a note",
                {"what": "Extract of my note.", "items": (Item("n0te00000001", "facts"),)},
            ),
        ),
    ),
    SharingRule(
        id="adequate/short-form",
        principle="adequate",
        severity=Severity.WARNING,
        message="Another agency may read this short form otherwise.",
        why="The same letters mean different things in a school, a surgery and a court.",
        try_="Write it in full.",
        source="HMG",
        find=_short_forms,
        flags=(
            Case("Five of them", {"what": "CIN closed, pls note HV/MW/EWO."}),
            Case("In what is asked", {"asked": "Please send the EHCP by Friday."}),
        ),
        passes=(
            Case("In full", {"what": "The child in need plan was closed on 3 May."}),
            Case("A name that looks short", {"what": "Maya told PC Wynn on 3 May that her uncle hits her."}),
        ),
    ),
    SharingRule(
        id="adequate/nothing-asked",
        principle="adequate",
        severity=Severity.WARNING,
        message="Nothing says what you ask of them.",
        why="What nobody is asked to do, nobody does.",
        try_="Say what they are to do, and by when you want to hear of it.",
        source="HMG",
        find=_nothing_asked,
        flags=(
            Case("Nothing", {"asked": "", "what": "Maya has a mark on her arm since 23 November."}),
            Case("As appropriate", {"asked": "Please see attached and action as appropriate."}),
        ),
        passes=(
            Case("A request", {"asked": "I asked the GP to check weight and iron, and tell me by 14 June."}),
            Case("In the content", {"asked": "", "what": "I asked for a visit today."}),
        ),
    ),
    SharingRule(
        id="adequate/voice-left-out",
        principle="adequate",
        severity=Severity.INFO,
        message="What the person said is not in it.",
        why="Their own words often change what the other agency does.",
        try_="Add what they said, or want, in their words.",
        source="HMG",
        find=_voice,
        flags=(
            Case("Facts alone", {"what": "A mark on the left arm on 23 November.", "note": "voice"}),
            Case(
                "Another field goes",
                {
                    "what": "A mark, and the facts of 23 November.",
                    "items": (Item("n0te00000001", "facts"),),
                    "note": "voice",
                },
            ),
        ),
        passes=(
            Case("Her words", {"what": "She said on 23 November: “He hits me.”", "note": "voice"}),
            Case(
                "The field goes",
                {"what": "Extract.", "items": (Item("n0te00000001", "voice"),), "note": "voice"},
            ),
        ),
    ),
    SharingRule(
        id="adequate/identity-missing",
        principle="adequate",
        severity=Severity.INFO,
        message="A referral that cannot be matched to a person.",
        why="A duty desk matches name, birth date and place; one missing can put it on another child.",
        try_="Add what is missing, unless advice was asked without names.",
        source="HMG",
        find=_identity,
        flags=(
            Case("No birth date", {"what": "Referral: Maya told me on 23 November that she is hit."}),
            Case(
                "No place",
                {
                    "what": "I referred Maya Ellis, born 14 March 2016: she is hit.",
                    "asked": "",
                    "purpose": "",
                },
            ),
        ),
        passes=(
            Case(
                "All three",
                {
                    "what": "Referral: Maya Ellis, born 14 March 2016, of Northgate Primary, told me that she is hit."
                },
            ),
            Case("Advice", {"what": "Referral advice asked without names; ages of two children given."}),
        ),
    ),
]
