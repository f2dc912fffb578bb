"""Timely: each step within its time; nobody waits for certainty, or for consent, where harm may follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from noteui.checks.cue import Cue, words
from noteui.checks.finding import Severity
from noteui.checks.phrases import Listed
from noteui.checks.sharing import Recipient, Sharing
from noteui.checks.sharing_clock import What, clocks, day_of, waits
from noteui.checks.sharing_rule import Case, Moment, SharingRule, Struck, texts

_PUT_OFF = Listed("sharing-put-off")
_ANSWERED = Listed("sharing-by-phone")
_NOW = Cue(r"\b{key}\b", key=words("risk_now"), in_quotes=True)
_DONE = datetime(2026, 11, 16, 9, tzinfo=UTC)
_TO = Recipient(
    "Hannah Bale", "lead", "Northgate Primary", "phone", state="sent", reached_at=_DONE, sent_at=_DONE
)


def _overdue(*kinds: What) -> Callable[[Sharing, Moment], Iterator[Struck]]:
    def find(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
        for wait in waits(sharing, moment.days):
            if wait.what in kinds and wait.is_overdue(moment.now):
                due = wait.due.astimezone()
                whom = f"{wait.recipient.shown}: " if wait.recipient else ""
                message = f"{whom}{wait.says}; it was due by {due.day} {due:%B %Y, %H:%M}."
                yield Struck("recipients" if wait.recipient else "follow_up", message=message)

    return find


def _sent_late(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    yield from _overdue("send", "resend")(sharing, moment)
    if sharing.decided_at is None or sharing.direction == "in":
        return
    due = clocks()["send"].due(sharing.decided_at, moment.days, immediate=sharing.urgency == "immediate")
    for one in sharing.recipients:
        if one.sent_at is not None and one.sent_at > due and one.state == "sent":
            days = (day_of(one.sent_at) - day_of(sharing.decided_at)).days
            yield Struck("recipients", message=f"{one.shown}: sent {days} days after it was decided.")


def _decided_late(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    if sharing.learned is None:
        return
    learned = sharing.learned.astimezone(UTC)
    due = clocks()["decide"].due(learned, moment.days, immediate=False)
    if (sharing.decided_at or moment.now) <= due or (
        sharing.urgency != "immediate" and not _is_risk(sharing)
    ):
        return
    yield Struck("learned", message="More than a working day lies between hearing of it and deciding.")


def _is_risk(sharing: Sharing) -> bool:
    if any(_NOW.search(s) for _, _, s in texts(sharing, "what", "why")):
        return True
    told = "\n".join(sharing.note.fields.values()) if sharing.note else ""
    return any(_NOW.search(s) for _, _, s in texts(replace(sharing, what=told), "what"))


def _put_off(sharing: Sharing, moment: Moment) -> Iterator[Struck]:
    for name, base, sentence in texts(sharing, "what", "why", "asked", "purpose"):
        match = _PUT_OFF.search(sentence)
        if match is not None and not _ANSWERED.search(sentence):
            yield Struck(name, base + match.start(), base + match.end())


RULES = [
    SharingRule(
        id="timely-sharing/not-sent",
        principle="timely-sharing",
        severity=Severity.WARNING,
        message="Decided, and not sent in time.",
        why="Until it is sent the decision protects nobody.",
        try_="Send it now, by phone if need be; or record why it waits.",
        source="HMG",
        find=_sent_late,
        flags=(
            Case(
                "A week on",
                {"decided_at": _DONE, "recipients": (replace(_TO, state="decided", sent_at=None),)},
            ),
            Case(
                "The same day is over, somebody in danger",
                {
                    "decided_at": datetime(2026, 11, 23, 9, tzinfo=UTC),
                    "urgency": "immediate",
                    "recipients": (replace(_TO, state="decided", sent_at=None),),
                },
            ),
        ),
        passes=(
            Case(
                "Next working day",
                {
                    "decided_at": datetime(2026, 11, 20, 9, tzinfo=UTC),
                    "recipients": (replace(_TO, state="decided", sent_at=None),),
                    "now": datetime(2026, 11, 23, 9, tzinfo=UTC),
                },
            ),
            Case("Sent", {"decided_at": _DONE, "recipients": (_TO,)}),
        ),
    ),
    SharingRule(
        id="timely-sharing/not-confirmed",
        principle="timely-sharing",
        severity=Severity.WARNING,
        message="Sent, and nobody has said that it arrived.",
        why="Most that goes missing goes missing here, and each side thinks that the other has it.",
        try_="Ring them; ask who has it.",
        source="SEED",
        find=_overdue("receive"),
        flags=(
            Case("A week on", {"decided_at": _DONE, "recipients": (_TO,)}),
            Case(
                "Three hours, somebody in danger",
                {
                    "decided_at": _DONE,
                    "urgency": "immediate",
                    "recipients": (_TO,),
                    "now": datetime(2026, 11, 16, 12, tzinfo=UTC),
                },
            ),
        ),
        passes=(
            Case(
                "The same day",
                {"decided_at": _DONE, "recipients": (_TO,), "now": datetime(2026, 11, 16, 16, tzinfo=UTC)},
            ),
            Case(
                "Over a weekend",
                {
                    "decided_at": datetime(2026, 11, 20, 15, tzinfo=UTC),
                    "recipients": (
                        replace(
                            _TO,
                            reached_at=datetime(2026, 11, 20, 15, tzinfo=UTC),
                            sent_at=datetime(2026, 11, 20, 15, tzinfo=UTC),
                        ),
                    ),
                    "now": datetime(2026, 11, 22, 15, tzinfo=UTC),
                },
            ),
        ),
    ),
    SharingRule(
        id="timely-sharing/not-understood",
        principle="timely-sharing",
        severity=Severity.WARNING,
        message="Received, and not shown to be understood.",
        why="Received is never understood: two people read the same line and do opposite things.",
        try_="Ask them to say in their own words what it means and what they will do.",
        source="SEED",
        find=_overdue("understand"),
        flags=(
            Case("A week on", {"decided_at": _DONE, "recipients": (replace(_TO, state="received"),)}),
            Case(
                "Restated, and nobody confirmed",
                {"decided_at": _DONE, "recipients": (replace(_TO, state="restated"),)},
            ),
        ),
        passes=(
            Case("Understood", {"decided_at": _DONE, "recipients": (replace(_TO, state="understood"),)}),
            Case(
                "The next working day",
                {
                    "decided_at": _DONE,
                    "recipients": (replace(_TO, state="received"),),
                    "now": datetime(2026, 11, 17, 9, tzinfo=UTC),
                },
            ),
        ),
    ),
    SharingRule(
        id="timely-sharing/follow-up-overdue",
        principle="timely-sharing",
        severity=Severity.WARNING,
        message="It was to be followed up.",
        why="A sharing protects by what happens after it.",
        try_="Ask whether it happened; record the answer, or the next day on which you ask.",
        source="HMG",
        find=_overdue("follow-up", "look-again", "complete"),
        flags=(
            Case(
                "Two days late", {"decided_at": _DONE, "follow_up": date(2026, 11, 22), "recipients": (_TO,)}
            ),
            Case("Not completed", {"decided_at": _DONE, "in_emergency": True, "recipients": (_TO,)}),
        ),
        passes=(
            Case("Today", {"decided_at": _DONE, "follow_up": date(2026, 11, 24), "recipients": (_TO,)}),
            Case(
                "Closed",
                {
                    "decided_at": _DONE,
                    "follow_up": date(2026, 11, 20),
                    "is_closed": True,
                    "recipients": (replace(_TO, state="closed"),),
                },
            ),
        ),
    ),
    SharingRule(
        id="timely-sharing/not-answered",
        principle="timely-sharing",
        severity=Severity.WARNING,
        message="Asked for, and not answered.",
        why="A question that nobody answers is a gap that somebody is living in.",
        try_="Ring, then ask their manager; say by when.",
        source="HMG",
        find=_overdue("answer"),
        flags=(
            Case("A week on", {"decision": "ask", "decided_at": _DONE, "recipients": (_TO,)}),
            Case(
                "The day that was named is past",
                {
                    "decision": "ask",
                    "decided_at": _DONE,
                    "follow_up": date(2026, 11, 20),
                    "recipients": (_TO,),
                },
            ),
        ),
        passes=(
            Case(
                "The day that was named is still to come",
                {
                    "decision": "ask",
                    "decided_at": _DONE,
                    "follow_up": date(2026, 12, 1),
                    "recipients": (_TO,),
                },
            ),
            Case(
                "Asked yesterday",
                {
                    "decision": "ask",
                    "decided_at": datetime(2026, 11, 23, 9, tzinfo=UTC),
                    "recipients": (
                        replace(
                            _TO,
                            reached_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
                            sent_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
                        ),
                    ),
                },
            ),
        ),
    ),
    SharingRule(
        id="timely-sharing/decided-late",
        principle="timely-sharing",
        severity=Severity.INFO,
        message="Known for longer than a working day before it was decided.",
        why="Where somebody may be hurt, the time between hearing and deciding is asked about first.",
        try_="Say what was done in between, and why it took so long.",
        source="HMG",
        find=_decided_late,
        flags=(
            Case(
                "A week, strangled",
                {"learned": datetime(2026, 11, 16, 9), "what": "Maya was strangled on 15 November."},
            ),
            Case(
                "A week, said to be in danger", {"learned": datetime(2026, 11, 16, 9), "urgency": "immediate"}
            ),
        ),
        passes=(
            Case("The same day", {"learned": datetime(2026, 11, 24, 9), "what": "Maya was strangled today."}),
            Case("No danger", {"learned": datetime(2026, 11, 16, 9), "what": "Maya changes school in May."}),
        ),
    ),
    SharingRule(
        id="timely-sharing/put-off",
        principle="timely-sharing",
        severity=Severity.WARNING,
        message="Put off, or taken for done.",
        why="Consent, certainty and the next meeting are not waited for where somebody may be hurt.",
        try_="Share it now with whoever can act; or write who holds it, and when you ring again.",
        source="HMG",
        find=_put_off,
        flags=(
            Case("Next month", {"why": "Will share at next month's meeting."}),
            Case("Assumed", {"what": "Emailed last week, assume received."}),
            Case("Consent", {"why": "Waiting for consent before telling anyone about the bruise."}),
            Case("Voicemail", {"what": "Left voicemail."}),
            Case("When possible", {"what": "To be shared when possible."}),
        ),
        passes=(
            Case("Chased", {"what": "No reply by 09:00, so I rang the team manager."}),
            Case("At once", {"what": "Shared by phone at once; recorded at 17:40 the same day."}),
        ),
    ),
]
