"""Clocks that run for a person: the table of them, and starting, meeting and stopping one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import resources
from types import MappingProxyType

from dateutil.relativedelta import relativedelta
from sqlalchemy import func, select
from sqlmodel import Session, col

from noteui.casework.access import May, require
from noteui.casework.errors import Ambiguous, CaseworkError, Conflict, NotFound
from noteui.casework.finalising import make_final
from noteui.casework.storable import storable
from noteui.casework.working_days import Nation, WorkingDays
from noteui.records import CLOCK, Act, ClockAct, ClockStep, NoteRecord, Person, Status
from noteui.records.ids import new_id, read_prefix
from noteui.vault.oversight_check import bound
from noteui.vault.seal import Content
from noteui.vault.vault import Vault

UNITS = ("working-days", "days", "weeks", "months", "hours")
WEIGHTS = ("law", "guidance", "local")
VISITS = ("home visit", "school visit", "office visit")
"""The contacts that are visits."""


@dataclass(frozen=True, slots=True)
class Span:
    """So many of one of `UNITS`."""

    count: int
    unit: str

    def after(self, moment: datetime, known: WorkingDays) -> datetime:
        """When it is over: for hours to the minute, elsewise at the end of its last day (23:59)."""
        if self.unit == "hours":
            # Seventy-two hours are that long on a weekend on which the clocks change as well.
            return (moment.astimezone(UTC) + timedelta(hours=self.count)).astimezone().replace(tzinfo=None)
        day = moment.date()
        if self.unit == "working-days":
            day = known.add(day, self.count)
        elif self.unit == "months":
            day += relativedelta(months=self.count)
        else:
            day += timedelta(days=self.count * (7 if self.unit == "weeks" else 1))
        return datetime(day.year, day.month, day.day, 23, 59)

    @property
    def spelt(self) -> str:
        """As it is written in a sentence: 45 working days."""
        unit = self.unit.replace("-", " ")
        return f"{self.count} {unit[:-1] if self.count == 1 else unit}"


@dataclass(frozen=True, slots=True)
class Clock:
    """A row of the clock table. `every` is None for what is met once; `checked` None where nobody has."""

    id: str
    name: str
    from_: str
    limit: Span
    every: Span | None
    met_by_visit: bool
    nations: tuple[Nation, ...]
    weight: str
    source: str
    checked: date | None


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that runs for a person, and when its time is over; `since` is its start or when last met."""

    run_id: str
    clock: Clock
    person_id: str
    person_name: str
    started: datetime
    since: datetime
    over: datetime


@cache
def clocks() -> Mapping[str, Clock]:
    """The clocks by their id, in the order of the file. Raises ValueError where a row is faulty."""
    read = tomllib.loads((resources.files("noteui.casework") / "clocks.toml").read_text(encoding="utf-8"))
    found: dict[str, Clock] = {}
    for row in read["clock"]:
        if row["id"] in found or row["weight"] not in WEIGHTS or row.get("met_by") not in (None, "visit"):
            raise ValueError(f"clocks.toml: the clock {row['id']} stands twice, or says what is not known")
        found[row["id"]] = Clock(
            row["id"],
            row["name"],
            row["from"],
            _span(row["limit"]),
            _span(row["every"]) if "every" in row else None,
            "met_by" in row,
            tuple(Nation(nation) for nation in row["nations"]),
            row["weight"],
            row["source"],
            row.get("checked"),
        )
    return MappingProxyType(found)


def start(vault: Vault, person_id: str, clock_id: str, began: datetime, *, now: datetime) -> str:
    """Starts a clock for a person and returns the run's identifier. `began` is a wall-clock time.

    Raises NotAllowed, NotFound, CaseworkError where there is no such clock.
    """
    require(vault, May.WRITE)
    clock = clocks().get(clock_id)
    if clock is None:
        raise CaseworkError(f"There is no clock {clock_id}. See: noteui due clocks")
    with vault.writing() as session:
        if session.get(Person, person_id) is None:
            raise NotFound("There is no such person in this vault.")
        run_id = new_id()
        first = ClockStep(
            seq=1,
            run_id=run_id,
            person_id=person_id,
            clock_id=clock.id,
            act=ClockAct.STARTED,
            moment=began,
            by_id=vault.user.id,
            at=now.astimezone(UTC),
        )
        _keep(session, vault, first, "")
        return run_id


def meet(vault: Vault, run: str, words: str, when: datetime, *, now: datetime) -> None:
    """Says that what a clock waits for was done, when, and what came of it.

    One that comes again then runs from there. Raises NotAllowed, NotFound, Ambiguous, CaseworkError.
    """
    _go_on(vault, run, ClockAct.MET, words, "Say what was done.", when, now)


def stop(vault: Vault, run: str, words: str, *, now: datetime) -> None:
    """Stops a clock, with the reason: it was started in error, the plan has ended.

    Raises NotAllowed, NotFound, Ambiguous, CaseworkError without a reason.
    """
    _go_on(vault, run, ClockAct.STOPPED, words, "Say why it is stopped.", now, now)


def running(session: Session, known: WorkingDays) -> list[Running]:
    """Every clock that runs, inside an act that does more."""
    steps: dict[str, list[ClockStep]] = {}
    for step in session.scalars(select(ClockStep).order_by(col(ClockStep.seq))):
        steps.setdefault(step.run_id, []).append(step)
    open_ = {run: taken for run, taken in steps.items() if not _is_over(taken)}
    if not open_:
        return []
    people = {taken[0].person_id for taken in open_.values()}
    named = session.scalars(select(Person).where(col(Person.id).in_(people)))
    names = {person.id: person.name for person in named}
    visits = _last_visits(session, people)
    found = []
    for run_id, taken in open_.items():
        first = taken[0]
        clock = clocks().get(first.clock_id) or _taken_out(first.clock_id)
        met = [step.moment for step in taken if step.act is ClockAct.MET]
        seen = visits.get(first.person_id)
        if clock.met_by_visit and seen is not None and seen.date() >= first.moment.date():
            met.append(seen)
        if met and clock.every is None:
            continue
        since = max(met, default=first.moment)
        over = (clock.every if met and clock.every else clock.limit).after(since, known)
        found.append(
            Running(run_id, clock, first.person_id, names[first.person_id], first.moment, since, over)
        )
    return found


def _taken_out(clock_id: str) -> Clock:
    """A clock that somebody took out of the table while it ran: it stays in sight until it is stopped."""
    name = f"{clock_id} (no longer in the table of clocks)"
    return Clock(clock_id, name, "its start", Span(0, "days"), None, False, tuple(Nation), "local", "", None)


def _is_over(steps: list[ClockStep]) -> bool:
    clock = clocks().get(steps[0].clock_id)
    acts = {step.act for step in steps}
    return ClockAct.STOPPED in acts or (ClockAct.MET in acts and clock is not None and clock.every is None)


def _last_visits(session: Session, people: set[str]) -> dict[str, datetime]:
    asked = (
        select(NoteRecord.person_id, func.max(NoteRecord.happened))  # type: ignore[call-overload]
        .where(
            col(NoteRecord.person_id).in_(people),
            col(NoteRecord.status) == Status.FINALISED,
            col(NoteRecord.contact).in_(VISITS),
            col(NoteRecord.seen).is_not(False),
        )
        .group_by(NoteRecord.person_id)
    )
    return dict(session.execute(asked).all())


def _go_on(
    vault: Vault, run: str, act: ClockAct, words: str, missing: str, moment: datetime, now: datetime
) -> None:
    require(vault, May.WRITE)
    said = storable(" ".join(words.split()))
    if not said:
        raise CaseworkError(missing)
    with vault.writing() as session:
        steps = _steps_of(session, run)
        if _is_over(steps):
            raise Conflict("This clock no longer runs.")
        first = steps[0]
        if moment < first.moment:
            raise CaseworkError("That was before the clock began: check the day.")
        step = ClockStep(
            seq=1,
            run_id=first.run_id,
            person_id=first.person_id,
            clock_id=first.clock_id,
            act=act,
            moment=moment,
            by_id=vault.user.id,
            at=now.astimezone(UTC),
        )
        _keep(session, vault, step, said)


def _keep(session: Session, vault: Vault, step: ClockStep, words: str) -> None:
    aside = {"act": step.act.value, "by": {"name": vault.user.name, "role": vault.user.role}}
    content = Content(words, aside)
    step.seq = make_final(session, vault, step.run_id, CLOCK, content, Act.CLOCK_KEPT, bound(step)).seq
    session.add(step)
    session.flush()


def _steps_of(session: Session, typed: str) -> list[ClockStep]:
    prefix = read_prefix(typed)
    if prefix is None:
        raise NotFound("Name a clock by its identifier, as `noteui due` prints it.")
    found = session.scalars(
        select(ClockStep).where(col(ClockStep.run_id).startswith(prefix)).order_by(col(ClockStep.seq))
    ).all()
    if not found:
        raise NotFound(f"No clock {prefix} runs in this vault.")
    if len({step.run_id for step in found}) > 1:
        raise Ambiguous(f"Several clocks begin with {prefix}: type more of it.")
    return list(found)


def _span(told: str) -> Span:
    count, _, unit = told.partition(" ")
    if not count.isdigit() or unit not in UNITS:
        raise ValueError(f"clocks.toml: {told!r} is no length of time")
    return Span(int(count), unit)
