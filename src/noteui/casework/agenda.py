"""The agenda of the next supervision: last time's actions first, then what waits."""

from __future__ import annotations

from datetime import datetime

from noteui.casework import due
from noteui.casework.access import May, NotAllowed, require
from noteui.casework.actions import Tracked, tracked
from noteui.casework.supervision import final_between, words_of
from noteui.casework.when import show_day
from noteui.casework.working_days import WorkingDays
from noteui.checks.actions import parse_actions
from noteui.checks.supervision import SECTIONS
from noteui.paper.supervision_file import Agenda
from noteui.records import Step, User
from noteui.vault.vault import Vault

MOST = 40
"""Lines of what waits; the board has them all."""


def last_actions(vault: Vault, with_id: str) -> tuple[datetime | None, list[Tracked]]:
    """When whoever opened the vault last had supervision with somebody, and every action still to be told of.

    These are the actions of the last one, done or not, and those of earlier ones that are still open.
    """
    with vault.reading() as session:
        between = [
            record
            for record, around in final_between(session, vault.user.id)
            if with_id in (record.author_id, *around)
        ]
        found: list[Tracked] = []
        for number, record in enumerate(between):
            lines = parse_actions(words_of(session, record)["actions"])
            told = tracked(session, record.id, lines)
            found += told if number == 0 else [action for action in told if action.is_open]
        return (between[0].held if between else None), found


def agenda(vault: Vault, with_id: str, *, now: datetime, days: WorkingDays | None = None) -> Agenda:
    """What there is to speak about with somebody: for their supervisor, or for oneself.

    Raises NotAllowed where one supervises nobody and asks about somebody else.
    """
    require(vault, May.READ)
    if with_id != vault.user.id and not _is_between(vault, with_id):
        require(vault, May.SUPERVISE)
    with vault.reading() as session:
        user = session.get(User, with_id)
        if user is None:
            raise NotAllowed("There is no such user in this vault.")
        name = user.name
    held, actions = last_actions(vault, with_id)
    board = due.board(vault, now=now, everybody=True, days=days)
    theirs = [
        one
        for _, part in board.parts
        for one in part
        if (with_id in one.whose or one.owner.casefold() == name.casefold())
        and one.kind is not due.Kind.SUPERVISION
    ]
    told = {action.id for action in actions}
    waiting = [
        (f"{one.person}: {one.what} ({one.kind.value})", due.told(one, now))
        for one in theirs
        if one.id not in told and (one.working is None or one.working <= due.SOON)
    ]
    return Agenda(
        name,
        now,
        held,
        [(action.line.text, became(action)) for action in actions],
        waiting[:MOST],
        [question for section in SECTIONS for question in section.questions],
    )


def became(action: Tracked) -> str:
    """What became of an action, in words."""
    if not action.steps:
        if action.line.done:
            return "done when it was written"
        owner = f"{action.line.owner}, " if action.line.owner else ""
        return f"open ({owner}{'by ' + show_day(action.line.due) if action.line.due else 'no day given'})"
    last = action.steps[-1]
    said = {Step.DONE: "done", Step.CARRIED: "carried over", Step.DROPPED: "no longer to be done"}[last.step]
    to = f" to {show_day(last.due)}" if last.due else ""
    times = sum(step.step is Step.CARRIED for step in action.steps)
    often = f" ({times} times)" if last.step is Step.CARRIED and times > 1 else ""
    return f"{said}{to}{often}{': ' + last.text if last.text else ''}"


def _is_between(vault: Vault, with_id: str) -> bool:
    with vault.reading() as session:
        return any(
            with_id in (record.author_id, *around) for record, around in final_between(session, vault.user.id)
        )
