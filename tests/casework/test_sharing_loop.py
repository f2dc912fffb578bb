"""What must hold of the loop, whatever is recorded in whatever order."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from noteui.casework import sharing as deciding
from noteui.casework import sharing_loop as loop
from noteui.casework import watching
from noteui.casework.errors import CaseworkError
from noteui.casework.people import add_person
from noteui.casework.sharing_loop import MOVES, Given
from noteui.casework.working_days import working_days
from noteui.checks.note import About
from noteui.checks.sharing import Recipient, Sharing
from noteui.checks.sharing_clock import clocks, end_of, waits
from noteui.records import LogEntry, Reach
from noteui.vault import vault as vaults
from noteui.vault.keys import FLOOR

from .conftest import PASSPHRASE
from .test_sharing import SCHOOL, sound

START = datetime(2026, 10, 20, 9, tzinfo=UTC)
WORDS = st.sampled_from(("", "Received, thanks", "She must not go home with her uncle today.", "ok"))
NAMES = st.sampled_from(("", "Hannah Bale", "duty"))


class Loop(RuleBasedStateMachine):
    """Any move at any time with any words, with two recipients; the clock only goes on."""

    @initialize()
    def decide(self) -> None:
        self._folder = TemporaryDirectory()
        self.vault = vaults.create(
            Path(self._folder.name) / "vault", PASSPHRASE, name="P", role="", cost=FLOOR
        )
        maya = add_person(self.vault, About("Maya Ellis", "child"))
        both = (SCHOOL, Recipient("Dr Lowe", "GP", "Mill Surgery", "phone", identity_checked="rang back"))
        draft = deciding.begin_sharing(
            self.vault, maya.id, now=START, given=replace(sound(maya.about), recipients=both)
        )
        self.opened = deciding.decide(self.vault, draft.id, now=START)
        self.now = START
        self.moved: dict[str, list[tuple[str, Given]]] = {r.id: [] for r in self.opened.sharing.recipients}

    @rule(
        kind=st.sampled_from(sorted(MOVES)),
        which=st.integers(0, 1),
        words=WORDS,
        who=NAMES,
        later=st.integers(0, 3000),
        back=st.integers(0, 600),
    )
    def move(self, kind: str, which: int, words: str, who: str, later: int, back: int) -> None:
        self.now += timedelta(minutes=later)
        to = self.opened.sharing.recipients[which].id
        said = Given(self.now - timedelta(minutes=back), who, words)
        try:
            with self.vault.writing() as session:
                step = loop.record(session, self.vault, kind, self.opened.id, to, said, now=self.now)
        except CaseworkError:
            return
        assert step.who
        assert step.when <= self.now
        self.moved[to].append((kind, said))

    @invariant()
    def nothing_is_closed_that_was_not_understood_or_given_a_reason(self) -> None:
        for moves in self.moved.values():
            kinds = [kind for kind, _ in moves]
            for at, (kind, said) in enumerate(moves):
                if kind == "closed":
                    before = [one for one in kinds[:at] if MOVES[one].to is not None]
                    assert before[-1:] == ["confirmed"] or said.words.strip()

    @invariant()
    def nothing_is_understood_that_was_not_said_back(self) -> None:
        for moves in self.moved.values():
            kinds = [kind for kind, _ in moves if MOVES[kind].to is not None]
            for at, kind in enumerate(kinds):
                if kind == "confirmed":
                    assert kinds[at - 1] == "restated"

    @invariant()
    def a_breach_is_not_closed_before_it_is_dealt_with(self) -> None:
        for one in deciding.open_sharing(self.vault, self.opened.id).sharing.recipients:
            if one.state == "closed":
                assert one.breach_at is None or one.breach_answered_at is not None

    @invariant()
    def the_whole_is_over_once_nobody_is_waited_for_and_not_before(self) -> None:
        opened = deciding.open_sharing(self.vault, self.opened.id)
        over = all(Reach(one.state) in loop.OVER for one in opened.sharing.recipients)
        assert (opened.state in ("closed", "withdrawn")) == over

    def teardown(self) -> None:
        with self.vault.reading() as session:
            told = loop.steps(session, self.opened.id)
            entries = {e.seq: e for e in session.scalars(select(LogEntry)) if e.object_id == self.opened.id}
        assert [step.entry for step in told] == sorted(entries)
        assert all(step.who and step.when and entries[step.entry].actor for step in told)
        assert watching.verify(self.vault) == []
        self.vault.close()
        self._folder.cleanup()


TestLoop = Loop.TestCase
TestLoop.settings = settings(
    max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)


@contextmanager
def where(zone: str) -> Iterator[None]:
    """The clock on the wall of a place."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()


def waiting(sent: datetime, *, urgency: str = "ordinary", nation: str = "england") -> datetime:
    to = Recipient("H", "lead", "School", state="sent", reached_at=sent, sent_at=sent, id="r")
    sharing = Sharing(About("M", "child"), urgency=urgency, recipients=(to,), decided_at=sent)  # type: ignore[arg-type]
    (wait,) = waits(sharing, working_days(nation))
    return wait.due


@pytest.mark.parametrize(
    ("sent", "nation", "due"),
    [
        (datetime(2026, 12, 24, 15, tzinfo=UTC), "england", date(2026, 12, 29)),
        (datetime(2027, 3, 25, 15, tzinfo=UTC), "england", date(2027, 3, 30)),
        (datetime(2027, 3, 25, 15, tzinfo=UTC), "scotland", date(2027, 3, 29)),
        (datetime(2026, 11, 20, 15, tzinfo=UTC), "england", date(2026, 11, 23)),
    ],
)
def test_a_receipt_is_due_by_the_end_of_the_next_working_day(sent: datetime, nation: str, due: date) -> None:
    with where("Europe/London"):
        assert waiting(sent, nation=nation) == end_of(due)


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 10, 24)])
def test_hours_are_hours_when_the_clocks_change(day: date) -> None:
    """72 hours from the evening before; the clock on the wall shows one more, or one less."""
    with where("Europe/London"):
        found = datetime(day.year, day.month, day.day, 20).astimezone(UTC)
        due = clocks()["breach"].due(found, working_days("england"), immediate=False)
        assert due - found == timedelta(hours=72)
        assert due.astimezone().hour == (21 if day.month == 3 else 19)
        assert waiting(found, urgency="immediate") - found == timedelta(hours=2)


@settings(max_examples=200, deadline=None)
@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 6, 1)))
def test_a_receipt_is_due_on_a_working_day_after_the_sending_at_its_very_end(local: datetime) -> None:
    with where("Europe/London"):
        sent = local.astimezone(UTC)
        due = waiting(sent)
        days = working_days("england")
        day = due.astimezone().date()
        assert days.is_working(day)
        assert days.between(sent.astimezone().date(), day) == 1
        assert (due.astimezone().hour, due.astimezone().minute) == (23, 59)
