"""Secure: the right person at the right address, by a way that nobody else can read, and breaches dealt with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from noteui.checks.cue import words
from noteui.checks.finding import Severity
from noteui.checks.phrases import Listed
from noteui.checks.prose import fold
from noteui.checks.sharing import Recipient, Sharing
from noteui.checks.sharing_clock import clocks
from noteui.checks.sharing_rule import Case, Moment, SharingRule, Struck, sentences, texts

_UNSAFE = Listed("sharing-unsafe-way")
_HOPED = Listed("sharing-hoped")
_FREE_MAIL = frozenset(words("sharing-free-mail"))
_SPOKEN = frozenset(("phone", "in person", "meeting"))
_SAID_TO_BE_SAFE = frozenset(("not", "never", "nor", "without"))
_TO = Recipient("Hannah Bale", "lead", "Northgate Primary", "secure email", "h.bale@northgate.example")
_FOUND = datetime(2026, 11, 24, 10, 2, tzinfo=UTC)


def _route(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    for one in sharing.recipients:
        for _, sentence in sentences("route", f"{one.route}"):
            if _UNSAFE.search(sentence):
                yield Struck("recipients", message=f"{one.shown}: {one.route} can be read by others.")
    for name, base, sentence in texts(sharing, "what", "why"):
        for match in _UNSAFE.finditer(sentence):
            if _SAID_TO_BE_SAFE.isdisjoint(sentence.plain[: match.start()].split()[-3:]):
                yield Struck(name, base + match.start(), base + match.end())
                break


def _address(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    for one in sharing.recipients:
        domain = fold(one.address).rpartition("@")[2].strip(" >.")
        if "@" in one.address and domain in _FREE_MAIL:
            yield Struck(
                "recipients", message=f"{one.shown}: {domain} is private mail that anybody can open."
            )


def _unchecked(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    if not _goes_out(sharing):
        return
    for one in sharing.recipients:
        if _is_spoken(one):
            continue
        said = list(sentences("address_checked", one.address_checked))
        if not one.address_checked.strip():
            yield Struck("recipients", message=f"{one.shown}: how was the address checked?")
        elif any(_HOPED.search(sentence) for _, sentence in said):
            yield Struck("recipients", message=f"{one.shown}: “{one.address_checked}” is no check.")


def _hoped(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    for name, base, sentence in texts(sharing, "what"):
        match = _HOPED.search(sentence)
        if match is not None and ("@" in sentence.plain or "address" in sentence.plain):
            yield Struck(name, base + match.start(), base + match.end())


def _caller(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    if sharing.decision == "withhold":
        return
    for one in sharing.recipients:
        if fold(one.route.strip()) == "phone" and not one.identity_checked.strip():
            yield Struck("recipients", message=f"{one.shown}: how did you know who was on the line?")


def _families(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    if sharing.also_about and not sharing.is_one_family and len(sharing.recipients) > 1:
        told = ", ".join((sharing.about.name, *sharing.also_about))
        yield Struck("recipients", message=f"{told}: more than one family goes to several people at once.")


def _breach(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    for one in sharing.recipients:
        if one.breach_at is None or one.breach_answered_at is not None:
            continue
        due = clocks()["breach"].due(one.breach_at, moment.days, immediate=False)
        left = int((due - moment.now).total_seconds() // 3600)
        when = f"{left} hours are left" if left > 0 else "the 72 hours are over"
        yield Struck("recipients", message=f"{one.shown}: it went to the wrong place; {when}.")


def _goes_out(sharing: Sharing) -> bool:
    return sharing.direction == "out" and sharing.decision != "withhold"


def _is_spoken(recipient: Recipient) -> bool:
    return fold(recipient.route.strip()) in _SPOKEN


RULES = [
    SharingRule(
        id="secure/unsafe-way",
        principle="secure",
        severity=Severity.WARNING,
        message="This way can be read by others.",
        why="Private mail, texts, chats and answerphones are read by whoever holds the phone.",
        try_="Use your service's secure mail, or ring the listed number and speak to the person.",
        source="HMG",
        find=_route,
        flags=(
            Case("Texted", {"what": "Texted mum's sister from my own phone."}),
            Case("Gmail", {"what": "Sent to his gmail as nhs mail was down."}),
            Case("Answerphone", {"what": "Left a message with details on the answerphone."}),
            Case("A chat", {"what": "Group WhatsApp updated."}),
            Case(
                "A route", {"recipients": (replace(_TO, route="text message", address_checked="read back"),)}
            ),
        ),
        passes=(
            Case("Secure mail", {"what": "Sent by secure email to the team inbox read back to me."}),
            Case("Handed over", {"what": "Printed copy handed to PC Wynn at the meeting and signed for."}),
        ),
    ),
    SharingRule(
        id="secure/private-mail",
        principle="secure",
        severity=Severity.WARNING,
        message="Private mail that anybody can open an account with.",
        why="Nothing shows whose it is, and no agency can take it back or look into it.",
        try_="Ask for the address at their agency, and ring to have it read back.",
        source="HMG",
        find=_address,
        flags=(
            Case("A free address", {"recipients": (replace(_TO, address="hannah.bale@gmail.com"),)}),
            Case("A family's provider", {"recipients": (replace(_TO, address="bale@btinternet.com"),)}),
        ),
        passes=(
            Case("Their agency's", {"recipients": (_TO,)}),
            Case("By phone", {"recipients": (replace(_TO, route="phone", address="0161 496 0444"),)}),
        ),
    ),
    SharingRule(
        id="secure/address-unchecked",
        principle="secure",
        severity=Severity.MUST,
        message="Nobody has said how the address was checked.",
        why="One wrong letter sends a family's life to a stranger.",
        try_="Say how you know it: read back by phone, from their own page, a reply from it.",
        source="HMG",
        find=_unchecked,
        flags=(
            Case("Nothing said", {"recipients": (_TO,)}),
            Case("Hopefully", {"recipients": (replace(_TO, address_checked="hopefully right"),)}),
        ),
        passes=(
            Case("Read back", {"recipients": (replace(_TO, address_checked="read back to me by Mrs Tan"),)}),
            Case("Spoken", {"recipients": (replace(_TO, route="in person", address=""),)}),
        ),
    ),
    SharingRule(
        id="secure/address-hoped",
        principle="secure",
        severity=Severity.WARNING,
        message="Hoped, not checked.",
        why="One wrong letter sends a family's life to a stranger.",
        try_="Ring and have the address read back, then say so.",
        source="HMG",
        find=_hoped,
        flags=(
            Case("Hopefully", {"what": "Sent to info@ address, hopefully right."}),
            Case("Presumably", {"what": "The address is presumably still theirs."}),
        ),
        passes=(
            Case("Read back", {"what": "Sent to the inbox read back to me by the receptionist."}),
            Case("Hope about something else", {"what": "She will probably be seen on Friday."}),
        ),
    ),
    SharingRule(
        id="secure/caller-unchecked",
        principle="secure",
        severity=Severity.WARNING,
        message="How did you know who was on the line?",
        why="People ring as somebody else to find out where a family is.",
        try_="Ring back on the listed number, not the one you were given; say that you did.",
        source="HMG",
        find=_caller,
        flags=(
            Case("A call", {"recipients": (replace(_TO, route="phone"),)}),
            Case(
                "Asked by phone",
                {"decision": "ask", "recipients": (replace(_TO, route="phone", identity_checked=" "),)},
            ),
        ),
        passes=(
            Case(
                "Rung back",
                {
                    "recipients": (
                        replace(_TO, route="phone", identity_checked="I rang the school's listed number"),
                    )
                },
            ),
            Case("Not by phone", {"recipients": (_TO,)}),
        ),
    ),
    SharingRule(
        id="secure/several-families",
        principle="secure",
        severity=Severity.WARNING,
        message="Several families go to several people in one.",
        why="Each family's lines reach people who have no part in it.",
        try_="Record one for each family.",
        source="HMG",
        find=_families,
        flags=(
            Case(
                "Two families, two people",
                {
                    "also_about": ("Omar Said",),
                    "is_one_family": False,
                    "recipients": (_TO, replace(_TO, name="J. Orr")),
                },
            ),
            Case(
                "A neighbour's children too",
                {
                    "also_about": ("Omar Said", "Ayan Said"),
                    "is_one_family": False,
                    "recipients": (_TO, replace(_TO, agency="Mill Surgery")),
                },
            ),
        ),
        passes=(
            Case("Brother and sister", {"also_about": ("Theo Ellis",), "recipients": (_TO, _TO)}),
            Case(
                "Two families, one person",
                {"also_about": ("Omar Said",), "is_one_family": False, "recipients": (_TO,)},
            ),
        ),
    ),
    SharingRule(
        id="secure/breach-open",
        principle="secure",
        severity=Severity.WARNING,
        message="It went to the wrong place.",
        why="The regulator has to be told within 72 hours where people may be harmed, or it is recorded why not.",
        try_="Recall it, tell your data protection lead now, and record what was done.",
        source="ICO",
        find=_breach,
        flags=(
            Case("Found this morning", {"recipients": (replace(_TO, breach_at=_FOUND),)}),
            Case(
                "The time is over",
                {"recipients": (replace(_TO, breach_at=datetime(2026, 11, 20, 9, tzinfo=UTC)),)},
            ),
        ),
        passes=(
            Case(
                "Dealt with",
                {"recipients": (replace(_TO, breach_at=_FOUND, breach_answered_at=_FOUND),)},
            ),
            Case("It went right", {"recipients": (_TO,)}),
        ),
    ),
]
