"""Recorded: what was decided and why, either way; on which basis; who was told, and what they said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from noteui.checks.cue import words
from noteui.checks.finding import Severity
from noteui.checks.note import About
from noteui.checks.pattern import lazily
from noteui.checks.prose import fold, word_count
from noteui.checks.sharing import Advice, Recipient, Sharing, Told
from noteui.checks.sharing_rule import Case, Moment, SharingRule, Struck, texts

LEAST_REASON = 4
"""Words below which "not safe" is said and not why."""
CONSENT = "consent"
"""The basis that is not normally one for a child."""
_EMPTY = frozenset(words("sharing-boilerplate"))
_LEAD = lazily(r"^not told [\w' ]{1,40}[,:;] *")
_ONLY_YES = lazily(
    r"^consent(?: (?:was|is))?(?: given| obtained)?(?: ?[:=-])? ?(?:yes|y|obtained|given|ok)?\.?$"
)
_ADULT = About("Mrs Bell", "adult")


def _missing(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    if sharing.decision != "withhold" and not sharing.what.strip() and not sharing.items:
        yield Struck("what", message="Nothing says what it is.")
    if sharing.decision != "withhold" and sharing.direction == "out" and not sharing.basis:
        yield Struck("basis", message="No lawful basis is named.")
    if not sharing.decided_by.strip():
        yield Struck("decided_by", message="Nobody is named who decided.")
    if not sharing.told and sharing.direction == "out":
        yield Struck("told", message="Nothing says whether the person concerned was told.")
    for one in sharing.told:
        if one.told is None:
            yield Struck("told", message=f"{one.who}: told, or not told?")


def _at_least(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    if sharing.decision != "withhold" and not sharing.what.strip() and not sharing.items:
        yield Struck("what")


def _view(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    for one in sharing.told:
        if one.told and not one.view.strip():
            yield Struck("told", message=f"{one.who} was told: what did they say about it?")


def _not_told(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    for one in sharing.told:
        if one.told is not False:
            continue
        bare = _LEAD.sub("", fold(one.because).strip(" .,;:!"))
        if not bare:
            yield Struck("told", message=f"{one.who} was not told, and nothing says why.")
        elif bare in _EMPTY or word_count(bare) < LEAST_REASON:
            yield Struck("told", message=f"{one.who} was not told: “{one.because.strip()}” does not say why.")


def _look_again(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    for one in sharing.told:
        if one.told is False and one.because.strip() and one.look_again is None:
            yield Struck("told", message=f"{one.who} was not told: when is that looked at again?")


def _consent_of_a_child(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    if not sharing.is_adult and CONSENT in sharing.basis:
        yield Struck("basis")


def _only_yes(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    for name, base, sentence in texts(sharing, "why", "override", "what"):
        if "consent" in sentence.plain and _ONLY_YES.match(sentence.plain.strip()):
            yield Struck(name, base, base + len(sentence.text))


def _of_an_adult(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    if not sharing.is_adult or sharing.decision == "withhold" or sharing.direction == "in":
        return
    if sharing.capacity == "lacks capacity" and sharing.capacity_on is None:
        yield Struck("capacity", message="Lacks capacity: when was it assessed?")
    elif sharing.consent != "given" and sharing.capacity != "lacks capacity" and not sharing.override.strip():
        said = sharing.consent or "not recorded"
        yield Struck("consent", message=f"Consent is {said}, and nothing says why it is shared all the same.")


def _arrived(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    if sharing.direction != "in":
        return
    if not sharing.source.strip() and not any(one.name or one.agency for one in sharing.recipients):
        yield Struck("source", message="Nothing says where it comes from.")
    if sharing.learned is None:
        yield Struck("learned", message="Nothing says when it arrived.")
    if not sharing.use.strip():
        yield Struck("use", message="Nothing says what was done with it.")


def _withheld(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    if sharing.decision != "withhold":
        return
    if word_count(sharing.why) < LEAST_REASON:
        yield Struck("why", message="Not shared, and nothing says why.")
    if not any(one.who.strip() for one in sharing.advice):
        yield Struck("advice", message="Not shared, and nobody was asked about it.")


RULES = [
    SharingRule(
        id="recorded/content-missing",
        principle="recorded",
        severity=Severity.MUST,
        message="Nothing says what it is.",
        why="Nobody can later put right what nobody can name.",
        try_="Say in a sentence what it is, or choose the passages that go.",
        source="GIRFEC",
        find=_at_least,
        wanted_at_once=True,
        flags=(
            Case("Nothing", {"what": ""}),
            Case("Spaces", {"what": "  "}),
        ),
        passes=(
            Case("A sentence", {"what": "That her uncle may not collect her."}),
            Case("Nothing is shared", {"what": "", "decision": "withhold"}),
        ),
    ),
    SharingRule(
        id="recorded/incomplete",
        principle="recorded",
        severity=Severity.MUST,
        message="A part is missing that every record of sharing holds.",
        why="What and with whom, why, on which basis, who was told or why not: each is asked for later.",
        try_="Write it now, or give the reason why it cannot be written.",
        source="GIRFEC",
        find=lambda sharing, moment: (s for s in _missing(sharing, moment) if s.field != "what"),
        flags=(
            Case("No basis", {"basis": ()}),
            Case("Nobody told or not told", {"told": ()}),
            Case("Nobody decided", {"decided_by": ""}),
        ),
        passes=(
            Case("All of it", {}),
            Case("Withheld needs no basis", {"decision": "withhold", "basis": (), "recipients": ()}),
        ),
    ),
    SharingRule(
        id="recorded/view-missing",
        principle="recorded",
        severity=Severity.INFO,
        message="They were told: what did they say about it?",
        why="Their view, and above all an objection, belongs beside the decision.",
        try_="Write what they said, in their words; or that they said nothing.",
        source="GIRFEC",
        find=_view,
        flags=(
            Case("No view", {"told": (Told("Dana Ellis", told=True, how="by phone"),)}),
            Case(
                "One of two said nothing",
                {"told": (Told("Dana Ellis", told=True, view="“All right.”"), Told("Theo Ellis", told=True))},
            ),
        ),
        passes=(
            Case("In her words", {"told": (Told("Dana Ellis", told=True, view="“Do what you have to.”"),)}),
            Case(
                "Not told",
                {"told": (Told("Dana Ellis", told=False, because="She is at work with him until six."),)},
            ),
        ),
    ),
    SharingRule(
        id="recorded/not-told-without-reason",
        principle="recorded",
        severity=Severity.MUST,
        message="Not told, and nothing says why.",
        why="People are told about what is shared unless that is unsafe, and then it is said what makes it so.",
        try_="Say what could happen if they were told: who reads the phone, who has threatened whom.",
        source="HMG",
        find=_not_told,
        flags=(
            Case("No reason", {"told": (Told("Dana Ellis", told=False),)}),
            Case("Not told family, risk.", {"told": (Told("The family", told=False, because="risk."),)}),
        ),
        passes=(
            Case(
                "What makes it unsafe",
                {
                    "told": (
                        Told("Ms Rae", False, because="Her partner reads her phone and has threatened her."),
                    )
                },
            ),
            Case("Told", {"told": (Told("Ms Rae", True, view="“Do.”"),)}),
        ),
    ),
    SharingRule(
        id="recorded/no-day-to-look-again",
        principle="recorded",
        severity=Severity.INFO,
        message="Not told: when is that looked at again?",
        why="What is unsafe today may be safe in a month, and then they have a right to know.",
        try_="Give the day on which somebody asks again whether they can be told.",
        source="HMG",
        find=_look_again,
        flags=(
            Case("No day", {"told": (Told("Ms Rae", False, because="Her partner reads her phone."),)}),
            Case(
                "One of two",
                {
                    "told": (
                        Told("Ms Rae", False, because="He reads her phone.", look_again=date(2026, 12, 8)),
                        Told("Jo Rae", False, because="Jo lives with him."),
                    )
                },
            ),
        ),
        passes=(
            Case(
                "A day",
                {
                    "told": (
                        Told(
                            "Ms Rae",
                            False,
                            because="Her partner reads her phone.",
                            look_again=date(2026, 12, 8),
                        ),
                    )
                },
            ),
            Case("Told", {"told": (Told("Ms Rae", True, view="“Do.”"),)}),
        ),
    ),
    SharingRule(
        id="recorded/consent-as-basis-for-a-child",
        principle="recorded",
        severity=Severity.INFO,
        message="Consent is not normally the basis for a child at risk.",
        why="Who waits for consent about a child at risk waits too long; and it can be taken back.",
        try_="Name public task, legal obligation or vital interests; record the view of the family apart.",
        source="HMG",
        find=_consent_of_a_child,
        flags=(
            Case("Consent", {"basis": ("consent",)}),
            Case("Beside another", {"basis": ("public-task", "consent")}),
        ),
        passes=(
            Case("Public task", {"basis": ("public-task",)}),
            Case("An adult", {"about": _ADULT, "basis": ("consent",), "consent": "given"}),
        ),
    ),
    SharingRule(
        id="recorded/consent-in-a-word",
        principle="recorded",
        severity=Severity.INFO,
        message="Who consented, to what, and when?",
        why="“Yes” cannot be taken back, argued with or relied on.",
        try_="Say who agreed to what, how it was asked, and when.",
        source="HMG",
        find=_only_yes,
        flags=(
            Case("Yes", {"why": "Consent: yes."}),
            Case("Obtained", {"what": "Consent obtained."}),
        ),
        passes=(
            Case("In full", {"why": "Mrs Bell agreed on 2 June that I ring the surgery about her tablets."}),
            Case("Not relied on", {"why": "Basis: public task. Consent not relied on."}),
        ),
    ),
    SharingRule(
        id="recorded/adult-without-consent",
        principle="recorded",
        severity=Severity.MUST,
        message="Nothing says why it is shared without the adult's consent.",
        why="An adult is asked first; others at risk, a serious crime or a lack of capacity can outweigh that.",
        try_="Write what outweighs it; or who assessed capacity, and on which day.",
        source="YORK",
        find=_of_an_adult,
        flags=(
            Case("Nothing said", {"about": _ADULT}),
            Case("Refused", {"about": _ADULT, "consent": "refused"}),
            Case("Capacity without a day", {"about": _ADULT, "capacity": "lacks capacity"}),
        ),
        passes=(
            Case("Given", {"about": _ADULT, "consent": "given"}),
            Case(
                "Others are at risk",
                {"about": _ADULT, "consent": "refused", "override": "Other residents are at risk."},
            ),
            Case(
                "Assessed",
                {"about": _ADULT, "capacity": "lacks capacity", "capacity_on": date(2026, 11, 20)},
            ),
            Case("A child", {"consent": "refused"}),
        ),
    ),
    SharingRule(
        id="recorded/received-without-source",
        principle="recorded",
        severity=Severity.INFO,
        message="It arrived: from whom, when, and what was done with it?",
        why="What arrives and is never used is found in every review of a death.",
        try_="Write who gave it, on which day, and what you did because of it.",
        source="HMG",
        find=_arrived,
        flags=(
            Case("Nothing of it", {"direction": "in", "recipients": ()}),
            Case(
                "No use made of it",
                {"direction": "in", "source": "Dr Lowe", "learned": "2026-11-24", "use": ""},
            ),
        ),
        passes=(
            Case(
                "All of it",
                {
                    "direction": "in",
                    "source": "Dr Lowe",
                    "learned": "2026-11-24",
                    "use": "Visit brought forward to today.",
                    "recipients": (Recipient("Dr Lowe", "GP", "Mill Surgery"),),
                },
            ),
            Case("It goes out", {"direction": "out", "source": "", "use": ""}),
        ),
    ),
    SharingRule(
        id="recorded/withheld-without-reason",
        principle="recorded",
        severity=Severity.MUST,
        message="Not shared: the reason, and who was asked, are missing.",
        why="Not to share is a decision as much as to share, and is asked about as often.",
        try_="Say why not, whom you asked and what they said, and when you look at it again.",
        source="YORK",
        find=_withheld,
        flags=(
            Case("No reason", {"decision": "withhold", "why": ""}),
            Case("Nobody asked", {"decision": "withhold", "why": "He has capacity and asked for a week."}),
        ),
        passes=(
            Case(
                "Both",
                {
                    "decision": "withhold",
                    "why": "Omar has capacity, no one else is at risk, and he asked for a week.",
                    "advice": (Advice("A. Singh, manager", date(2026, 11, 23), "Agreed until 8 June."),),
                },
            ),
            Case("It is shared", {"advice": ()}),
        ),
    ),
]
