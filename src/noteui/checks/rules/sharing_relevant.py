"""Relevant: those with a part in keeping the person safe, and what bears on the purpose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from noteui.checks.cue import words
from noteui.checks.finding import Severity
from noteui.checks.pattern import lazily
from noteui.checks.phrases import Listed
from noteui.checks.prose import fold
from noteui.checks.sharing import Item, Recipient, Sharing
from noteui.checks.sharing_clock import day_of
from noteui.checks.sharing_rule import Case, Moment, SharingRule, Struck, texts

OLD_YEARS = 2
"""Years after which something needs a word on why it still matters."""
_NOBODY = frozenset(words("sharing-nobody-in-particular"))
_GENERIC = Listed("sharing-nobody-in-particular")
_NO_PART = Listed("sharing-no-part")
_TO = lazily(r"\b(?:to|with) (?:the |all |our |her |his |their )*$")
_INFORMANT = Listed("sharing-informant")
_LEFT_OUT = Listed("sharing-left-out")
_PLACE = Listed("sharing-place")
_REASON = Listed("sharing-reason")
_YEAR = lazily(r"\b(?:19|20)\d\d\b")
_TRACED = lazily(
    r"\b(?:number|no\.?|flat|house) ?\d+|\b(?:Mr|Mrs|Ms|Miss|Dr) [A-Z]|\b[A-Z][a-z]+ [A-Z][a-z]+\b"
)
_KINDS = {
    "health": "health",
    "money": "money",
    "immigration": "immigration",
    "sexuality": "sexuality",
    "crime": "offences",
}
_SENSITIVE = {kind: Listed(f"sharing-{kind}") for kind in _KINDS}


def _recipient(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    if sharing.decision == "withhold" or sharing.direction == "in":
        return
    if not sharing.recipients:
        yield Struck("recipients", message="Nobody is named to whom it goes.")
    for one in sharing.recipients:
        said = [fold(part.strip(" .")) for part in (one.role, one.agency)]
        if not said[1] or not (said[0] or one.name.strip()):
            yield Struck("recipients", message=f"“{one.shown}”: give the role and the agency.")
        elif any(part in _NOBODY for part in said):
            yield Struck("recipients", message=f"“{one.shown}” is nobody in particular.")


def _generic(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    for name, base, sentence in texts(sharing, "what", "why", "purpose"):
        for listed, message in (
            (_GENERIC, None),
            (_NO_PART, "What part have they in keeping the person safe?"),
        ):
            for match in listed.finditer(sentence):
                if _TO.search(sentence.plain[: match.start()]) and not _LEFT_OUT.search(sentence):
                    yield Struck(name, base + match.start(), base + match.end(), message)
                    break


def _informant(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    for name, base, sentence in texts(sharing, "what"):
        match = _INFORMANT.search(sentence)
        if match is not None and not _LEFT_OUT.search(sentence) and _TRACED.search(sentence.plain_text):
            yield Struck(name, base + match.start(), base + match.end())


def _reaches(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    near = next((one.seen_by for one in sharing.recipients if one.seen_by.strip()), None)
    if near is None:
        return
    for name, base, sentence in texts(sharing, "what"):
        match = _PLACE.search(sentence)
        if match is not None and not _LEFT_OUT.search(sentence):
            said = sentence.text[match.start() : match.end()]
            message = f"{near} could read it there, and it says “{said}”."
            yield Struck(name, base + match.start(), base + match.end(), message)


def _old(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    today = day_of(moment.now)
    explained = any(_REASON.search(s) for _, _, s in texts(sharing, "why"))
    for item in sharing.items:
        if item.happened and _years(item.happened.year, today.year) > OLD_YEARS and not explained:
            yield Struck("items", message=f"A note of {item.happened.year} goes: why does it still matter?")
    for name, base, sentence in texts(sharing, "what"):
        for match in _YEAR.finditer(sentence.plain):
            if _years(int(match[0]), today.year) <= OLD_YEARS or _REASON.search(sentence):
                continue
            if "born" in sentence.plain or "birth" in sentence.plain or _LEFT_OUT.search(sentence):
                continue
            yield Struck(name, base + match.start(), base + match.end())


def _years(then: int, now: int) -> int:
    return now - then


def _sensitive(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    for kind, listed in _SENSITIVE.items():
        if any(listed.search(s) or _KINDS[kind] in s.plain for _, _, s in texts(sharing, "purpose", "why")):
            continue
        for name, base, sentence in texts(sharing, "what"):
            match = listed.search(sentence)
            if match is None or _REASON.search(sentence) or _LEFT_OUT.search(sentence):
                continue
            said = sentence.text[match.start() : match.end()]
            message = f"“{said}”: the purpose says nothing of {_KINDS[kind]}."
            yield Struck(name, base + match.start(), base + match.end(), message)
            break


RULES = [
    SharingRule(
        id="relevant/recipient-not-named",
        principle="relevant",
        severity=Severity.MUST,
        message="It is not said to whom it goes: a person or post, and the agency.",
        why="Only a named post can be asked later what they got and what they did with it.",
        try_="Give name, role and agency; where you know no name, the post: “duty social worker, ...”.",
        source="HMG",
        find=_recipient,
        wanted_at_once=True,
        flags=(
            Case("Nobody", {"recipients": ()}),
            Case("The network", {"recipients": (Recipient("", "professionals", "the network"),)}),
            Case("No agency", {"recipients": (Recipient("Hannah Bale", "midwife", ""),)}),
        ),
        passes=(
            Case("Name, role, agency", {"recipients": (Recipient("Hannah Bale", "midwife", "Northgate"),)}),
            Case("A post", {"recipients": (Recipient("", "duty social worker", "Leyford council"),)}),
            Case("Nothing goes", {"recipients": (), "decision": "withhold"}),
        ),
    ),
    SharingRule(
        id="relevant/recipient-generic",
        principle="relevant",
        severity=Severity.WARNING,
        message="This is nobody in particular.",
        why="Those without a part in keeping the person safe need none of it, and “the network” hides them.",
        try_="Name each who gets it, and what they will do with it.",
        source="HMG",
        find=_generic,
        flags=(
            Case("Relevant professionals", {"what": "Shared with relevant professionals."}),
            Case("The network", {"what": "Information shared with the network."}),
            Case("A taxi firm", {"what": "Whole family history given to the taxi firm."}),
        ),
        passes=(
            Case("A midwife", {"what": "Shared with Hannah Bale, midwife, who will see Ms Orr on Friday."}),
            Case("Services as a subject", {"what": "The agencies met on Monday and agreed who visits."}),
        ),
    ),
    SharingRule(
        id="relevant/informant-traceable",
        principle="relevant",
        severity=Severity.WARNING,
        message="Whoever reported this could be traced by it.",
        why="People who report are hurt when their name or door number reaches the wrong person.",
        try_="Take out the name and the place, and say that you did.",
        source="HMG",
        find=_informant,
        flags=(
            Case(
                "The neighbour with his name",
                {"what": "Neighbour at number 12, Mr Frost, made the referral, and this was copied to dad."},
            ),
            Case("A caller with a name", {"what": "The caller, Jean Oakes, heard shouting on 3 May."}),
        ),
        passes=(
            Case("Removed", {"what": "The caller's name was removed before I sent the referral."}),
            Case("Nobody named", {"what": "I marked which two lines came from the anonymous call."}),
        ),
    ),
    SharingRule(
        id="relevant/place-within-reach",
        principle="relevant",
        severity=Severity.WARNING,
        message="Somebody who may do harm could read it there.",
        why="An address, a school or a new name is all that somebody needs who is looking for a family.",
        try_="Leave the place out, or send it another way; ask the person what is safe.",
        source="HMG",
        find=_reaches,
        flags=(
            Case(
                "A father who reads it",
                {
                    "what": "They moved to a refuge in Leyford on 3 May.",
                    "recipients": (Recipient("J. Orr", "clerk", "Court", seen_by="the father"),),
                },
            ),
            Case(
                "A school, and a brother",
                {
                    "what": "Maya attends Northgate Primary now.",
                    "recipients": (Recipient("J. Orr", "adviser", "Leyford Homes", seen_by="the uncle"),),
                },
            ),
        ),
        passes=(
            Case(
                "Withheld",
                {
                    "what": "Refuge address withheld from minutes that go to both parents.",
                    "recipients": (Recipient("J. Orr", "clerk", "Court", seen_by="the father"),),
                },
            ),
            Case("Nobody near", {"what": "They moved to a refuge in Leyford on 3 May."}),
        ),
    ),
    SharingRule(
        id="relevant/old-content",
        principle="relevant",
        severity=Severity.INFO,
        message="That is long ago: why does it still matter?",
        why="Old facts without a reason read as the present, and follow people for life.",
        try_="Say why it still bears on this, or leave it out.",
        source="HMG",
        find=_old,
        flags=(
            Case("2009", {"what": "Also, her sister had an abortion in 2009."}),
            Case(
                "An old note",
                {"items": (Item("n0te00000001", happened=datetime(2019, 5, 3)),), "why": "She asked."},
            ),
        ),
        passes=(
            Case(
                "With its reason",
                {
                    "what": "The 2016 conviction is included because the same address and partner are involved."
                },
            ),
            Case("A birth date", {"what": "Maya, born 14 March 2016, told me that her uncle hits her."}),
        ),
    ),
    SharingRule(
        id="relevant/sensitive-beside-purpose",
        principle="relevant",
        severity=Severity.INFO,
        message="The purpose says nothing of this.",
        why="Health, money, immigration, sexuality and offences hurt most when they reach those who need none of it.",
        try_="Leave it out, or say in the same sentence what they need it for.",
        source="HMG",
        find=_sensitive,
        flags=(
            Case("A sister's health", {"what": "Also, her sister had an abortion in May."}),
            Case("Debts", {"what": "The family has debts with a loan shark."}),
        ),
        passes=(
            Case("Left out", {"what": "I left out Kit's therapy; the housing officer does not need it."}),
            Case(
                "The purpose needs it",
                {"what": "Her medication is methadone.", "purpose": "so the ward can check her medication"},
            ),
        ),
    ),
]
