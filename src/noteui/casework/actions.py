"""What became of actions: done with an outcome, carried over, or no longer to be done.

An action stands in what was signed and never changes; each of these is a record of its own, signed as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from noteui.casework.access import May, require
from noteui.casework.errors import CaseworkError, Conflict, NotFound
from noteui.casework.finalising import finals_of, make_final, sealed_content
from noteui.casework.storable import storable
from noteui.casework.supervision import agreed_actions
from noteui.casework.writing import find_record
from noteui.checks.actions import ActionLine, parse_actions
from noteui.checks.note import Author
from noteui.records import ACTION_STEP, Act, ActionStep, Status, Step, User
from noteui.vault.oversight_check import bound
from noteui.vault.seal import Content
from noteui.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class StepTold:
    """One thing that became of an action: what, by whom, when (UTC), in which words, to which new day."""

    step: Step
    by: Author
    at: datetime
    text: str = field(repr=False)
    due: date | None = None
    receipt: int = 0
    """Its entry in the log."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """An action as it was signed, and all that became of it, in order."""

    subject_id: str
    position: int
    line: ActionLine = field(repr=False)
    steps: tuple[StepTold, ...] = ()

    @property
    def id(self) -> str:
        """What it goes by on the command line: where it stands, and its number there, from 1."""
        return action_id(self.subject_id, self.position)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.steps[-1].step is Step.CARRIED if self.steps else not self.line.done

    @property
    def due(self) -> date | None:
        """The day by which it is to be done now."""
        return next((s.due for s in reversed(self.steps) if s.step is Step.CARRIED), self.line.due)


def action_id(subject_id: str, position: int) -> str:
    """What the action at a place among those of a note or supervision goes by."""
    return f"{subject_id}.{position + 1}"


def settle(
    vault: Vault, typed: str, step: Step, words: str, *, now: datetime, due: date | None = None
) -> Tracked:
    """Says what became of an action. `typed` is the note or supervision and the number of the action there.

    Done needs its outcome, and what is no longer to be done its reason; carried over needs the new day. What
    was done or dropped by mistake is taken up again by carrying it over. Raises NotAllowed, NotFound,
    Ambiguous, Conflict where the note is a draft or erased, CaseworkError where something is missing.
    """
    require(vault, May.WRITE)
    said = storable(" ".join(words.split()))
    if not said and step is not Step.CARRIED:
        raise CaseworkError(_MISSING[step])
    if (step is Step.CARRIED) != (due is not None):
        raise CaseworkError("Say to which day it is carried over.")
    subject, position = _parted(typed)
    with vault.writing() as session:
        action = _find(session, vault, subject, position)
        if step is not Step.CARRIED and not action.is_open:
            raise Conflict("This action is closed already. Carry it over to a day to take it up again.")
        row = ActionStep(
            seq=1,
            subject_id=action.subject_id,
            position=position,
            step=step,
            due=due,
            by_id=vault.user.id,
            at=now.astimezone(UTC),
        )
        told = {"position": position, "step": step.value, "due": due.isoformat() if due else None}
        entry = make_final(
            session,
            vault,
            action.subject_id,
            ACTION_STEP,
            Content(said, {**told, "by": {"name": vault.user.name, "role": vault.user.role}}),
            Act.ACTION_SETTLED,
            bound(row),
        )
        row.seq = entry.seq
        session.add(row)
        session.flush()
        return _find(session, vault, action.subject_id, position)


def actions_of(vault: Vault, typed: str) -> list[Tracked]:
    """The actions of a finalised note with what became of each. Raises NotAllowed, NotFound, Ambiguous."""
    require(vault, May.READ)
    with vault.reading() as session:
        record = find_record(session, typed)
        return tracked(session, record.id, parse_actions(record.actions))


def tracked(session: Session, subject_id: str, lines: Sequence[ActionLine]) -> list[Tracked]:
    """Actions with what became of them, inside an act that does more."""
    people = {user.id: user for user in session.scalars(select(User))}
    contents = {final.seq: final for final in finals_of(session, subject_id, (ACTION_STEP,))}
    steps: dict[int, list[StepTold]] = {}
    asked = select(ActionStep).where(col(ActionStep.subject_id) == subject_id)
    for row in session.scalars(asked.order_by(col(ActionStep.seq))):
        by = people[row.by_id]
        text = sealed_content(session, contents[row.seq]).text
        steps.setdefault(row.position, []).append(
            StepTold(row.step, Author(by.name, by.role), row.at, text, row.due, row.seq)
        )
    return [
        Tracked(subject_id, number, line, tuple(steps.get(number, ()))) for number, line in enumerate(lines)
    ]


def _parted(typed: str) -> tuple[str, int]:
    subject, _, number = typed.strip().rpartition(".")
    if not subject or not number.isdigit() or int(number) < 1:
        raise NotFound("Name an action by its note and its number there, as `noteui due` prints it: 7k2m.1.")
    return subject, int(number) - 1


def _find(session: Session, vault: Vault, subject: str, position: int) -> Tracked:
    try:
        record = find_record(session, subject)
    except NotFound:
        try:
            subject_id, lines = agreed_actions(session, vault, subject)
        except NotFound:
            raise NotFound(f"There is no note or supervision {subject} in this vault.") from None
    else:
        if record.status is Status.DRAFT:
            raise Conflict("This note is still a draft: change the action in the draft itself.")
        if record.erased_at is not None:
            raise Conflict("This note was erased, and its actions with it.")
        subject_id, lines = record.id, parse_actions(record.actions)
    found = tracked(session, subject_id, lines)
    if position >= len(found):
        raise NotFound(f"There are {len(found)} actions there.")
    return found[position]


_MISSING = {
    Step.DONE: "Say what came of it: the outcome stands beside the action.",
    Step.DROPPED: "Say why it is no longer to be done.",
}
