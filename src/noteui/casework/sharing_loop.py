"""The loop of a sharing with each recipient: sent, received, said back, understood, closed.

Received is never understood: the recipient says in their own words what it means and what they will do, and
the sender confirms that or puts it right. Every move names who, and when, and stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from noteui.casework.access import May, require
from noteui.casework.errors import CaseworkError, Conflict
from noteui.casework.finalising import finals_of, sealed_content
from noteui.casework.sharing_corrections import untold
from noteui.casework.sharing_rows import (
    Change,
    find_recipient,
    find_sharing,
    items_of,
    leave,
    new_item,
    recipient_of,
    recipients_of,
    refuse_unless,
    to_the_minute,
)
from noteui.casework.storable import one_line, storable
from noteui.checks.sharing import Item
from noteui.records import (
    Act,
    Decision,
    LogEntry,
    Reach,
    RecipientRecord,
    SharingRecord,
    SharingState,
    User,
)
from noteui.vault import seal
from noteui.vault.vault import Vault

MIN_RESTATEMENT = 4
"""Words that a restatement has at least: fewer, and "received, thanks", show receipt and no more."""

_D, _S, _R, _T, _U = Reach.DECIDED, Reach.SENT, Reach.RECEIVED, Reach.RESTATED, Reach.UNDERSTOOD
_OPEN = frozenset((_D, _S, _R, _T, _U, Reach.DECLINED, Reach.BOUNCED, Reach.MISDIRECTED))
OVER = frozenset((Reach.CLOSED, Reach.WITHDRAWN))
"""Where nothing more is waited for."""


@dataclass(frozen=True, slots=True)
class Move:
    """One move of the loop: from which states, to which (None: it stays where it is), what has to be said."""

    kind: str
    act: Act
    from_: frozenset[Reach]
    to: Reach | None
    past: str
    """As it stands in a list of what happened."""
    by_recipient: bool = False
    """Whether somebody on the other side does it, who has then to be named."""
    asks: str | None = None
    """The sentence for whoever leaves its words out; None where it needs none."""
    reopens: bool = False
    """Whether it can come to light after the sharing was closed, and opens it again."""


_ALL = (
    Move(
        "sent",
        Act.SHARING_SENT,
        frozenset((_D, _S, Reach.BOUNCED, Reach.MISDIRECTED, Reach.DECLINED)),
        _S,
        "sent",
        asks="Say how it was sent.",
    ),
    Move("received", Act.SHARING_RECEIVED, frozenset((_S,)), _R, "received", by_recipient=True),
    Move(
        "restated",
        Act.SHARING_RESTATED,
        frozenset((_R, _T)),
        _T,
        "said back",
        by_recipient=True,
        asks="Write what they understood and will do, in their own words.",
    ),
    Move(
        "corrected",
        Act.SHARING_CORRECTED,
        frozenset((_T,)),
        _R,
        "put right",
        asks="Write what you put right: they then say it back again.",
    ),
    Move("confirmed", Act.SHARING_CONFIRMED, frozenset((_T,)), _U, "understood"),
    Move(
        "chased",
        Act.SHARING_CHASED,
        frozenset((_S, _R, _T, _U, Reach.BOUNCED)),
        None,
        "chased",
        asks="Say how you chased it, and whom you reached.",
    ),
    Move(
        "declined",
        Act.SHARING_DECLINED,
        frozenset((_S, _R, _T)),
        Reach.DECLINED,
        "declined",
        by_recipient=True,
        asks="Write why they declined it.",
    ),
    Move(
        "bounced",
        Act.SHARING_BOUNCED,
        frozenset((_S,)),
        Reach.BOUNCED,
        "came back",
        asks="Say how it came back.",
    ),
    Move(
        "misdirected",
        Act.SHARING_MISDIRECTED,
        frozenset((_S, _R, _T, _U, Reach.CLOSED, Reach.DECLINED, Reach.BOUNCED)),
        Reach.MISDIRECTED,
        "went to the wrong place",
        asks="Say where it went, and who can have read it.",
        reopens=True,
    ),
    Move(
        "breach-answered",
        Act.SHARING_BREACH_ANSWERED,
        _OPEN | OVER,
        None,
        "the breach was dealt with",
        asks="Say what was done: recalled, whom you reported it to, whether the regulator is told and why.",
    ),
    Move(
        "withdrawn",
        Act.SHARING_WITHDRAWN,
        frozenset((_D, _S, _R, _T, _U, Reach.DECLINED, Reach.BOUNCED)),
        Reach.WITHDRAWN,
        "withdrawn",
        asks="Say why it is withdrawn.",
    ),
    Move("closed", Act.SHARING_CLOSED, _OPEN, Reach.CLOSED, "closed"),
    Move(
        "told-again",
        Act.SHARING_TOLD_AGAIN,
        _OPEN | OVER,
        None,
        "told what changed",
        asks="Say how they were told, and what they answered.",
    ),
)
MOVES: Mapping[str, Move] = MappingProxyType({move.kind: move for move in _ALL})


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: the move, with whom, who said so, when (UTC), how, and the words.

    `recorded_by` wrote it down `recorded_at`; `entry` is its number in the log.
    """

    kind: str
    past: str
    recipient_id: str | None
    who: str = field(repr=False)
    when: datetime
    how: str = field(repr=False)
    words: str = field(repr=False)
    recorded_by: str = field(repr=False)
    recorded_at: datetime
    entry: int
    package_digest: str | None = None


def sent(
    session: Session,
    vault: Vault,
    sharing_id: str,
    recipient_id: str,
    when: datetime,
    how: str,
    package_digest: str | None = None,
    *,
    items: Sequence[Item] | None = None,
    now: datetime | None = None,
) -> Step:
    """It went to a recipient. `items` is what really went, where that is known better than when decided.

    Raises NotAllowed, NotFound, Ambiguous, Conflict where it cannot be sent from where it stands,
    CaseworkError where it is not said how or the time is not possible.
    """
    record, to = _find(session, vault, sharing_id, recipient_id)
    if record.decision is Decision.WITHHOLD:
        raise Conflict("It was decided not to share this: record a new decision to share it.")
    there = {(i.note_id, i.field, i.begins, i.ends) for i in items_of(session, record.id)}
    new = [i for i in items or () if (i.note_id, i.field, i.start, i.end) not in there]
    rows = [new_item(record.id, len(there) + number, item) for number, item in enumerate(new)]
    also: dict[str, Any] = {"package": package_digest} if package_digest else {}
    return _move(
        session,
        vault,
        record,
        to,
        MOVES["sent"],
        when,
        how=how,
        also=also,
        columns={"sent_at": to_the_minute(when)},
        items=rows,
        now=now,
    )


def received(
    session: Session,
    vault: Vault,
    sharing_id: str,
    recipient_id: str,
    when: datetime,
    who: str,
    how: str = "",
    *,
    now: datetime | None = None,
) -> Step:
    """Somebody there says that they have it. Raises what `sent` raises, and where nobody is named."""
    record, to = _find(session, vault, sharing_id, recipient_id)
    return _move(session, vault, record, to, MOVES["received"], when, who=who, how=how, now=now)


def restated(
    session: Session,
    vault: Vault,
    sharing_id: str,
    recipient_id: str,
    when: datetime,
    who: str,
    words: str,
    how: str = "",
    *,
    agreed: str = "",
    now: datetime | None = None,
) -> Step:
    """They say in their own words what it means; `agreed` is what they will do.

    Raises what `received` raises, and CaseworkError where the words are an acknowledgement and no more.
    """
    record, to = _find(session, vault, sharing_id, recipient_id)
    if words.strip() and len(words.split()) < MIN_RESTATEMENT:
        raise CaseworkError(
            "That shows that it arrived. Write what they understood and will do, in their own words."
        )
    columns = {"agreed": storable(agreed.strip())} if agreed.strip() else {}
    return _move(
        session,
        vault,
        record,
        to,
        MOVES["restated"],
        when,
        who=who,
        how=how,
        words=words,
        columns=columns,
        now=now,
    )


def confirmed(
    session: Session,
    vault: Vault,
    sharing_id: str,
    recipient_id: str,
    when: datetime,
    words: str = "",
    *,
    now: datetime | None = None,
) -> Step:
    """The sender finds what was said back to be right: from here on it is understood."""
    record, to = _find(session, vault, sharing_id, recipient_id)
    return _move(session, vault, record, to, MOVES["confirmed"], when, words=words, now=now)


def corrected(
    session: Session,
    vault: Vault,
    sharing_id: str,
    recipient_id: str,
    when: datetime,
    words: str,
    *,
    now: datetime | None = None,
) -> Step:
    """The sender puts right what was said back; it waits to be said back again."""
    record, to = _find(session, vault, sharing_id, recipient_id)
    return _move(session, vault, record, to, MOVES["corrected"], when, words=words, now=now)


def chased(
    session: Session,
    vault: Vault,
    sharing_id: str,
    recipient_id: str,
    when: datetime,
    how: str,
    *,
    follow_up: date | None = None,
    now: datetime | None = None,
) -> Step:
    """Somebody asked after it; `follow_up` is when they ask again."""
    record, to = _find(session, vault, sharing_id, recipient_id)
    return _move(
        session,
        vault,
        record,
        to,
        MOVES["chased"],
        when,
        how=how,
        columns={"follow_up": follow_up},
        now=now,
    )


def declined(
    session: Session,
    vault: Vault,
    sharing_id: str,
    recipient_id: str,
    when: datetime,
    who: str,
    words: str,
    *,
    now: datetime | None = None,
) -> Step:
    """They will not take it, or will not answer, and say why."""
    record, to = _find(session, vault, sharing_id, recipient_id)
    return _move(session, vault, record, to, MOVES["declined"], when, who=who, words=words, now=now)


def bounced(
    session: Session,
    vault: Vault,
    sharing_id: str,
    recipient_id: str,
    when: datetime,
    how: str,
    *,
    now: datetime | None = None,
) -> Step:
    """It came back, or never arrived."""
    record, to = _find(session, vault, sharing_id, recipient_id)
    return _move(session, vault, record, to, MOVES["bounced"], when, how=how, now=now)


def misdirected(
    session: Session,
    vault: Vault,
    sharing_id: str,
    recipient_id: str,
    when: datetime,
    how: str,
    *,
    now: datetime | None = None,
) -> Step:
    """It was found to have gone to the wrong place: a breach, whose 72 hours run from `when`."""
    record, to = _find(session, vault, sharing_id, recipient_id)
    columns = {"breach_at": to_the_minute(when), "breach_answered_at": None}
    return _move(session, vault, record, to, MOVES["misdirected"], when, how=how, columns=columns, now=now)


def breach_answered(
    session: Session,
    vault: Vault,
    sharing_id: str,
    recipient_id: str,
    when: datetime,
    how: str,
    *,
    now: datetime | None = None,
) -> Step:
    """The breach was dealt with: recalled, reported, and decided whether the regulator has to be told."""
    record, to = _find(session, vault, sharing_id, recipient_id)
    if to.breach_at is None or to.breach_answered_at is not None:
        raise Conflict("No breach is open with this recipient.")
    if to_the_minute(when) < to.breach_at:
        raise CaseworkError("That is before the breach was found: check the time.")
    return _move(
        session,
        vault,
        record,
        to,
        MOVES["breach-answered"],
        when,
        how=how,
        columns={"breach_answered_at": to_the_minute(when)},
        now=now,
    )


def withdrawn(
    session: Session,
    vault: Vault,
    sharing_id: str,
    recipient_id: str,
    when: datetime,
    words: str,
    *,
    now: datetime | None = None,
) -> Step:
    """It is not to go to them after all, or is taken back."""
    record, to = _find(session, vault, sharing_id, recipient_id)
    return _move(session, vault, record, to, MOVES["withdrawn"], when, words=words, now=now)


def closed(
    session: Session,
    vault: Vault,
    sharing_id: str,
    recipient_id: str,
    when: datetime,
    words: str = "",
    *,
    now: datetime | None = None,
) -> Step:
    """Nothing more is waited for. Raises CaseworkError where it was not understood and no reason is given."""
    record, to = _find(session, vault, sharing_id, recipient_id)
    if to.breach_at is not None and to.breach_answered_at is None:
        raise Conflict("The breach is still open: record what was done about it first.")
    if to.state is not Reach.UNDERSTOOD and not words.strip():
        raise CaseworkError("They have not shown that they understood it: say why it is closed all the same.")
    return _move(session, vault, record, to, MOVES["closed"], when, words=words, now=now)


def told_again(
    session: Session,
    vault: Vault,
    sharing_id: str,
    recipient_id: str,
    when: datetime,
    how: str,
    *,
    final_ids: Sequence[str],
    now: datetime | None = None,
) -> Step:
    """They were told of what was added to a note after it had gone to them: `final_ids`."""
    record, to = _find(session, vault, sharing_id, recipient_id)
    return _move(
        session,
        vault,
        record,
        to,
        MOVES["told-again"],
        when,
        how=how,
        also={"of": list(final_ids)},
        told=final_ids,
        now=now,
    )


@dataclass(frozen=True, slots=True)
class Given:
    """What is said of a move: when, who, the words, how; when to ask again; what they will do."""

    when: datetime
    who: str = field(default="", repr=False)
    words: str = field(default="", repr=False)
    how: str = field(default="", repr=False)
    again: date | None = None
    agreed: str = field(default="", repr=False)


def record(
    session: Session,
    vault: Vault,
    kind: str,
    sharing_id: str,
    recipient_id: str,
    given: Given,
    *,
    now: datetime | None = None,
) -> Step:
    """Any of the moves by its name. Raises what that move raises; Conflict where there is nothing to tell."""
    of = (session, vault, sharing_id, recipient_id, given.when)
    way = given.how or given.words
    match kind:
        case "sent":
            return sent(*of, way, now=now)
        case "received":
            return received(*of, given.who, way, now=now)
        case "restated":
            return restated(*of, given.who, given.words, given.how, agreed=given.agreed, now=now)
        case "corrected":
            return corrected(*of, given.words, now=now)
        case "confirmed":
            return confirmed(*of, given.words, now=now)
        case "chased":
            return chased(*of, way, follow_up=given.again, now=now)
        case "declined":
            return declined(*of, given.who, given.words, now=now)
        case "bounced":
            return bounced(*of, way, now=now)
        case "misdirected":
            return misdirected(*of, way, now=now)
        case "breach-answered":
            return breach_answered(*of, way, now=now)
        case "withdrawn":
            return withdrawn(*of, given.words, now=now)
        case "closed":
            return closed(*of, given.words, now=now)
        case "told-again":
            owed = [
                o.final_id for o in untold(session, sharing_id=sharing_id) if o.recipient_id == recipient_id
            ]
            if not owed:
                raise Conflict("They know of everything that was added since it went to them.")
            return told_again(*of, way, final_ids=owed, now=now)
    raise ValueError(f"there is no move {kind}")


def steps(session: Session, sharing_id: str) -> list[Step]:
    """Everything that happened with a sharing, in the order in which it was recorded."""
    names = {user.id: user.name for user in session.scalars(select(User))}
    found = []
    for final in finals_of(session, sharing_id):
        content = sealed_content(session, final)
        told = content.aside
        if "when" not in told:
            continue
        move = MOVES.get(final.kind)
        found.append(
            Step(
                final.kind,
                move.past if move else str(told.get("past", final.kind)),
                told.get("recipient"),
                str(told.get("who", "")),
                datetime.fromisoformat(told["when"]),
                str(told.get("how", "")),
                content.text,
                names.get(final.author_id, ""),
                final.at,
                final.seq,
                told.get("package"),
            )
        )
    return found


def _find(
    session: Session, vault: Vault, sharing_id: str, recipient_id: str
) -> tuple[SharingRecord, RecipientRecord]:
    require(vault, May.SHARE)
    record = find_sharing(session, sharing_id)
    return record, find_recipient(session, record.id, recipient_id)


def _move(
    session: Session,
    vault: Vault,
    record: SharingRecord,
    to: RecipientRecord,
    move: Move,
    when: datetime,
    *,
    who: str = "",
    how: str = "",
    words: str = "",
    also: Mapping[str, Any] | None = None,
    columns: Mapping[str, Any] | None = None,
    items: Sequence[Any] = (),
    told: Sequence[str] = (),
    now: datetime | None,
) -> Step:
    if record.state is SharingState.DRAFT or (move.to is not None and not move.reopens):
        refuse_unless(record, SharingState.DECIDED)
    if to.state not in move.from_:
        raise Conflict(
            f"With {recipient_of(to).shown} it is {SPELT[to.state]}: it cannot be {move.past} from there."
        )
    at = to_the_minute(when)
    _refuse_time(at, to, move, now)
    named = one_line(who) if move.by_recipient else vault.user.name
    if not named:
        raise CaseworkError("Name who it was: a person, with their role where you do not know the name.")
    said, way = storable(words.strip()), one_line(how)
    if move.asks and not (said or way):
        raise CaseworkError(move.asks)
    changed: dict[str, Any] = {**(columns or {})}
    if move.to is not None:
        changed |= {"state": move.to, "reached_at": at}
        if move.kind != "chased":
            changed["follow_up"] = None
    content = seal.Content(
        said, {"recipient": to.id, "who": named, "when": at.isoformat(), "how": way, **(also or {})}
    )
    change = Change(_of_the_whole(session, record, to, move), to, changed, items=items, told=told)
    entry = leave(session, vault, record, move.act, move.kind, content, change)
    return _step(entry, vault, move, to, named, at, way, said, also)


def _step(
    entry: LogEntry,
    vault: Vault,
    move: Move,
    to: RecipientRecord,
    who: str,
    at: datetime,
    how: str,
    words: str,
    also: Mapping[str, Any] | None,
) -> Step:
    recorded = datetime.fromisoformat(entry.at)
    package = (also or {}).get("package")
    return Step(
        move.kind, move.past, to.id, who, at, how, words, vault.user.name, recorded, entry.seq, package
    )


def _refuse_time(at: datetime, to: RecipientRecord, move: Move, now: datetime | None) -> None:
    if at > (now or datetime.now(UTC)).astimezone(UTC) + timedelta(minutes=1):
        raise CaseworkError("That time has not come yet: give when it happened.")
    if move.to is not None and to.reached_at is not None and at < to.reached_at:
        local = to.reached_at.astimezone()
        raise CaseworkError(
            f"That is before it was {SPELT[to.state]} ({local.day} {local:%B %Y, %H:%M}): check the time."
        )


def _of_the_whole(
    session: Session, record: SharingRecord, to: RecipientRecord, move: Move
) -> dict[str, SharingState]:
    """What becomes of the sharing as a whole: over once nothing is waited for from anybody."""
    if move.reopens:
        return {"state": SharingState.DECIDED}
    states = [r.state for r in recipients_of(session, record.id) if r.id != to.id]
    if move.to not in OVER or not all(state in OVER for state in states):
        return {}
    if not record.complete:
        raise Conflict("This was recorded in an emergency and is not complete: complete the record first.")
    gone = move.to is Reach.WITHDRAWN and all(state is Reach.WITHDRAWN for state in states)
    return {"state": SharingState.WITHDRAWN if gone else SharingState.CLOSED}


SPELT: Mapping[Reach, str] = MappingProxyType(
    {
        Reach.DECIDED: "not sent yet",
        Reach.SENT: "sent",
        Reach.RECEIVED: "received",
        Reach.RESTATED: "said back",
        Reach.UNDERSTOOD: "understood",
        Reach.CLOSED: "closed",
        Reach.DECLINED: "declined",
        Reach.BOUNCED: "come back",
        Reach.MISDIRECTED: "gone to the wrong place",
        Reach.WITHDRAWN: "withdrawn",
    }
)
"""How far it has come, as it stands after "it is"."""
