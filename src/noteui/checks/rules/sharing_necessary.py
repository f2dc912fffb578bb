"""Necessary and proportionate: what it is for, why it has to be, and no more than that."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteui.checks.cue import Cue, words
from noteui.checks.finding import Severity
from noteui.checks.pattern import lazily
from noteui.checks.phrases import Listed
from noteui.checks.prose import fold, word_count
from noteui.checks.sharing import Advice, Item, Recipient, Sharing
from noteui.checks.sharing_rule import Case, Moment, SharingRule, Struck, texts

LEAST_PURPOSE = 5
"""Words below which a purpose is a label and not a purpose."""
WHOLE_NOTES = 3
"""Whole notes above which extracts are asked for: beyond it, nobody chose."""
_EMPTY = frozenset(words("sharing-boilerplate"))
_WHOLE = Listed("sharing-whole-record")
_LEFT_OUT = Listed("sharing-left-out")
_NOT_ALL = lazily(r"\b(?:not|nor|never|without|rather than|instead of|n't)(?: [\w’']+)? $")
_LEAD = lazily(r"^(?:info(?:rmation)? )?(?:nothing )?(?:shared|sent|not shared|withheld|disclosed|given)\s+")
_EDGES = " .,;:!-–—"
_NOW = Cue(r"\b{key}\b", key=words("risk_now"), in_quotes=True)
_MANAGER = lazily(r"\b(?:manager|supervisor|team leader|head of service|lead|director|matron|head)\b", re.I)


def _purpose(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    if sharing.decision != "withhold" and word_count(sharing.purpose) < LEAST_PURPOSE:
        message = None if sharing.purpose.strip() else "Nothing says what it is for."
        yield Struck("purpose", message=message)


def _why(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    if sharing.direction == "out" and sharing.decision != "withhold" and not sharing.why.strip():
        yield Struck("why")


def _whole(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    whole = sum(item.is_whole_note for item in sharing.items)
    if whole > WHOLE_NOTES:
        yield Struck("items", message=f"{whole} whole notes go: which lines of them are needed?")
    for name, base, sentence in texts(sharing, "what"):
        if _LEFT_OUT.search(sentence):
            continue
        for match in _WHOLE.finditer(sentence):
            if not _NOT_ALL.search(sentence.plain[: match.start()]):
                yield Struck(name, base + match.start(), base + match.end())


def _same(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    agencies = {fold(one.agency.strip()) for one in sharing.recipients if one.agency.strip()}
    if sharing.decision == "share" and sharing.direction == "out" and len(agencies) > 1:
        yield Struck(
            "recipients", message=f"{len(agencies)} agencies get the same: does each need all of it?"
        )


def _in_danger(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    if sharing.decision != "withhold" or sharing.note is None:
        return
    if any(_MANAGER.search(advice.who) for advice in sharing.advice):
        return
    spoken = Sharing(sharing.about, what="\n".join(sharing.note.fields.values()))
    for _, _, sentence in texts(spoken, "what"):
        match = _NOW.search(sentence)
        if match is not None:
            said = sentence.text[match.start() : match.end()]
            yield Struck("advice", message=f"The note says “{said}”, and no manager is named here.")
            return


def _boilerplate(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    for name, base, sentence in texts(sharing, "purpose", "why", "what"):
        if name == "what" and sharing.decision != "withhold" and "for info" not in sentence.plain:
            continue
        bare = _LEAD.sub("", fold(sentence.text).replace("-", " ").strip(_EDGES)).strip(_EDGES)
        if bare in _EMPTY or (name == "what" and bare.endswith("for info")):
            yield Struck(name, base, base + len(sentence.text))


RULES = [
    SharingRule(
        id="necessary/purpose-missing",
        principle="necessary",
        severity=Severity.MUST,
        message="The purpose is not said in a sentence.",
        why="Everything else is weighed against the purpose: without it nobody can tell what was too much.",
        try_="Say what they are to be able to do with it: “so that the school can ...”.",
        source="HMG",
        find=_purpose,
        wanted_at_once=True,
        flags=(Case("No purpose", {"purpose": ""}), Case("Two words", {"purpose": "Child protection"})),
        passes=(
            Case("A purpose in a sentence", {"purpose": "so the school can collect Elsie safely"}),
            Case("Nothing is shared", {"purpose": "", "decision": "withhold"}),
        ),
    ),
    SharingRule(
        id="necessary/why-missing",
        principle="necessary",
        severity=Severity.MUST,
        message="Nothing says why it is necessary, and no more than necessary.",
        why="The harm of sharing has to be weighed against the harm of not sharing, by somebody who says how.",
        try_="Say what could happen if it is not shared, and what you left out.",
        source="HMG",
        find=_why,
        flags=(
            Case("No reason", {"why": " "}),
            Case("Asked for, and no reason", {"decision": "ask", "why": ""}),
        ),
        passes=(
            Case("A reason", {"why": "Not sharing would leave the baby with an adult bailed away from her."}),
            Case("It arrives", {"why": "", "direction": "in"}),
        ),
    ),
    SharingRule(
        id="necessary/whole-record",
        principle="necessary",
        severity=Severity.WARNING,
        message="All of it goes: which lines does the purpose need?",
        why="A whole file carries other people's lives with it, and hides the one line that matters.",
        try_="Choose the passages that let them act, and say that you left the rest out.",
        source="HMG",
        find=_whole,
        flags=(
            Case("The full file", {"what": "Sent full file to all professionals for info."}),
            Case("Everything", {"what": "Told school everything as they know the family."}),
            Case("Four whole notes", {"items": tuple(Item(f"n0te0000000{n}") for n in range(4))}),
        ),
        passes=(
            Case("Extracts", {"what": "I sent two paragraphs of the 3 May note, not the file."}),
            Case("Left out", {"what": "I left out everything about the debt."}),
        ),
    ),
    SharingRule(
        id="necessary/same-to-several",
        principle="necessary",
        severity=Severity.INFO,
        message="Several agencies get the same.",
        why="A school and a surgery act on different lines; what one needs is too much for the other.",
        try_="Record one sharing for each, or say why all of them need all of it.",
        source="HMG",
        find=_same,
        flags=(
            Case(
                "School and surgery",
                {
                    "recipients": (
                        Recipient("H. Bale", "head", "Northgate Primary"),
                        Recipient("Dr Lowe", "GP", "Mill Surgery"),
                    )
                },
            ),
            Case(
                "Police and housing",
                {
                    "recipients": (
                        Recipient("PC Wynn", "officer", "Leyford police"),
                        Recipient("S. Ray", "housing officer", "Leyford Homes"),
                    )
                },
            ),
        ),
        passes=(
            Case(
                "Two of one school",
                {
                    "recipients": (
                        Recipient("H. Bale", "head", "Northgate Primary"),
                        Recipient("J. Orr", "teacher", "Northgate Primary"),
                    )
                },
            ),
            Case(
                "Asked of several",
                {
                    "decision": "ask",
                    "recipients": (
                        Recipient("PC Wynn", "officer", "Leyford police"),
                        Recipient("S. Ray", "housing officer", "Leyford Homes"),
                    ),
                },
            ),
        ),
    ),
    SharingRule(
        id="necessary/withheld-in-danger",
        principle="necessary",
        severity=Severity.WARNING,
        message="The note tells of danger now, and no manager is named.",
        why="Not to share where somebody may be hurt today is a decision that nobody should carry alone.",
        try_="Ask a manager now; write under advice who it was, when, and what they said.",
        source="ICO",
        find=_in_danger,
        flags=(
            Case("Strangled, and withheld alone", {"decision": "withhold", "note": "strangled"}),
            Case(
                "Asked a colleague only",
                {
                    "decision": "withhold",
                    "note": "strangled",
                    "advice": (Advice("J. Orr, teacher", None, "Wait"),),
                },
            ),
        ),
        passes=(
            Case(
                "With a manager",
                {
                    "decision": "withhold",
                    "note": "strangled",
                    "advice": (Advice("Rowan Cole, team manager", None, "Wait until 3pm"),),
                },
            ),
            Case("It is shared", {"note": "strangled"}),
        ),
    ),
    SharingRule(
        id="necessary/boilerplate-reason",
        principle="necessary",
        severity=Severity.INFO,
        message="These words would fit any sharing.",
        why="A reason that names nothing of this person or this day shows nobody that it was weighed.",
        try_="Say what could happen here, to whom, and what they need to be told for it.",
        source="HMG",
        find=_boilerplate,
        flags=(
            Case("As per policy", {"why": "Shared as per policy."}),
            Case("Need to know", {"why": "Need-to-know basis."}),
            Case("GDPR", {"decision": "withhold", "why": "Nothing shared due to GDPR."}),
        ),
        passes=(
            Case("Weighed", {"why": "That outweighs his privacy: the baby sleeps in that room."}),
            Case(
                "Policy with a reason",
                {"why": "As policy says for a bruise under a year, because it is one."},
            ),
        ),
    ),
]
