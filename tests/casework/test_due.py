"""What is due, and what becomes of it: nothing that was agreed may vanish."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from noteui.casework import actions, clocks, due
from noteui.casework.access import NotAllowed
from noteui.casework.due import Kind
from noteui.casework.erasing import erase
from noteui.casework.errors import CaseworkError, Conflict, NotFound
from noteui.casework.finalising import add, finalise, make_void, read_final
from noteui.casework.people import add_person
from noteui.casework.users import add_user
from noteui.casework.working_days import working_days
from noteui.casework.writing import begin_note, save_draft
from noteui.checks import all_rules
from noteui.checks.note import About
from noteui.records import Access, Step
from noteui.vault import verify
from noteui.vault.vault import CurrentUser, Vault

ENGLAND = working_days("england")
NOW = datetime(2026, 11, 25, 9, 0)
ANSWERS = dict.fromkeys(all_rules(), "asked elsewhere")
TWO = (
    "- [ ] Ring the school nurse (Priya Nair, by 2026-11-23)\n"
    "- [ ] Visit on Friday (Rowan Cole, by 2026-12-04)\n"
    "- [x] Told the health visitor (Priya Nair, by 2026-11-20)\n"
    "- [ ] Ask about the locks"
)


def final_note(vault: Vault, text: str = TWO, *, days_ago: int = 2, contact: str = "home visit") -> str:
    """A finalised note with these actions."""
    person = add_person(vault, About("Maya Ellis", "child"))
    happened = NOW - timedelta(days=days_ago)
    draft = begin_note(
        vault, person.id, contact=contact, happened=happened, now=happened, seen=True, seen_alone=True
    )
    fields = {**draft.note.fields, "facts": "The kettle was cold.", "voice": "“Hi.”", "actions": text}
    save_draft(vault, replace(draft, note=replace(draft.note, fields=fields)), now=happened)
    finalise(vault, draft.id, now=happened, answers=ANSWERS)
    return draft.id


def the_board(vault: Vault, now: datetime = NOW, **asked: bool) -> due.Board:
    return due.board(vault, now=now, days=ENGLAND, **asked)  # type: ignore[arg-type]


def on_board(vault: Vault, **asked: bool) -> dict[str, due.Due]:
    return {one.id: one for _, part in the_board(vault, **asked).parts for one in part}


def test_the_actions_of_a_final_note_are_due_in_working_days(vault: Vault) -> None:
    note = final_note(vault)
    board = the_board(vault)

    assert [(one.id, due.told(one, NOW)) for one in board.overdue] == [(f"{note}.1", "2 working days over")]
    assert [(one.id, due.told(one, NOW)) for one in board.later] == [(f"{note}.2", "in 7 working days")]
    assert [one.what for one in board.undated] == ["Ask about the locks"]
    assert board.overdue[0].owner == "Priya Nair"
    assert board.days.nation.value == "england"


def test_a_draft_has_no_actions_on_the_board_but_is_there_itself_once_it_is_left(vault: Vault) -> None:
    person = add_person(vault, About("Maya Ellis", "child"))
    friday = datetime(2026, 11, 20, 16, 0)
    draft = begin_note(vault, person.id, contact="phone call", happened=friday, now=friday)
    save_draft(
        vault,
        replace(draft, note=replace(draft.note, fields={**draft.note.fields, "actions": TWO})),
        now=friday,
    )
    (left,) = the_board(vault).overdue
    assert (left.kind, left.id, left.due) == (Kind.DRAFT, draft.id, date(2026, 11, 23))
    assert "kettle" not in left.what


def test_done_carried_over_and_dropped_are_records_of_their_own(vault: Vault) -> None:
    note = final_note(vault)
    before = read_final(vault, note, viewed=False).texts

    actions.settle(vault, f"{note}.1", Step.CARRIED, "Not in until Monday", due=date(2026, 12, 1), now=NOW)
    assert on_board(vault)[f"{note}.1"].due == date(2026, 12, 1)
    actions.settle(vault, f"{note}.1", Step.DONE, "She will see Maya on Thursday.", now=NOW)
    actions.settle(vault, f"{note}.2", Step.DROPPED, "The family has moved.", now=NOW)
    assert set(on_board(vault)) == {f"{note}.4"}

    first, second, told, _ = actions.actions_of(vault, note)
    assert [step.step for step in first.steps] == [Step.CARRIED, Step.DONE]
    assert first.steps[1].text == "She will see Maya on Thursday."
    assert first.line.due == date(2026, 11, 23)  # as it was signed
    assert (second.is_open, told.is_open) == (False, False)
    assert read_final(vault, note, viewed=False).texts == before
    assert verify.verify(vault) == []

    actions.settle(vault, f"{note}.1", Step.CARRIED, "She was ill.", due=date(2026, 12, 2), now=NOW)
    assert on_board(vault)[f"{note}.1"].due == date(2026, 12, 2)


def test_what_is_missing_or_closed_is_said(vault: Vault) -> None:
    note = final_note(vault)
    with pytest.raises(CaseworkError, match="what came of it"):
        actions.settle(vault, f"{note}.1", Step.DONE, "  ", now=NOW)
    with pytest.raises(CaseworkError, match="why it is no longer"):
        actions.settle(vault, f"{note}.1", Step.DROPPED, "", now=NOW)
    with pytest.raises(CaseworkError, match="to which day"):
        actions.settle(vault, f"{note}.1", Step.CARRIED, "", now=NOW)
    with pytest.raises(NotFound, match="are 4 actions"):
        actions.settle(vault, f"{note}.9", Step.DONE, "x", now=NOW)
    with pytest.raises(NotFound, match=r"7k2m\.1"):
        actions.settle(vault, note, Step.DONE, "x", now=NOW)
    actions.settle(vault, f"{note}.1", Step.DONE, "Rung.", now=NOW)
    with pytest.raises(Conflict, match="take it up again"):
        actions.settle(vault, f"{note}.1", Step.DONE, "Rung.", now=NOW)
    vault.user = replace(vault.user, access=Access.READER)
    with pytest.raises(NotAllowed):
        actions.settle(vault, f"{note}.2", Step.DONE, "x", now=NOW)


def test_practitioner_and_supervisor_both_see_what_is_overdue(vault: Vault) -> None:
    note = final_note(vault)
    other = add_user(
        vault,
        name="Rowan Cole",
        role="team manager",
        access=Access.SUPERVISOR,
        passphrase="teal orbit maple fog",
    )
    mine = set(on_board(vault, everybody=False))
    assert {f"{note}.1", f"{note}.2"} <= mine

    vault.user = CurrentUser(other.id, other.name, other.role, other.access)
    assert f"{note}.1" in on_board(vault)
    assert set(on_board(vault, everybody=False)) == {f"{note}.2"}  # the one that names him


def test_drafts_of_others_are_told_to_a_supervisor_alone_and_not_opened(
    vault: Vault,
) -> None:
    person = add_person(vault, About("Maya Ellis", "child"))
    draft = begin_note(
        vault, person.id, contact="phone call", happened=NOW - timedelta(9), now=NOW - timedelta(9)
    )
    for access, seen in ((Access.PRACTITIONER, False), (Access.SUPERVISOR, True)):
        vault.user = CurrentUser("somebodyelse", "Rowan Cole", "manager", access)
        found = on_board(vault, everybody=True)
        assert (draft.id in found) is seen
        assert not seen or found[draft.id].note_id is None


def test_a_clock_runs_is_met_by_a_visit_and_runs_again(vault: Vault) -> None:
    note = final_note(vault, "")
    person = read_final(vault, note, viewed=False).draft.person_id
    run = clocks.start(vault, person, "plan-visit", datetime(2026, 11, 2, 10), now=NOW)
    visit = on_board(vault)[run]
    assert (visit.kind, visit.due) == (Kind.VISIT, ENGLAND.add(date(2026, 11, 23), 10))

    decision = clocks.start(vault, person, "referral-decision", datetime(2026, 11, 23, 10), now=NOW)
    assert [due.told(one, NOW) for one in the_board(vault).overdue] == ["1 working day over"]
    clocks.meet(vault, decision, "Assessment agreed.", datetime(2026, 11, 24, 9), now=NOW)
    assert decision not in on_board(vault)
    clocks.stop(vault, run, "The plan has ended.", now=NOW)
    assert run not in on_board(vault)
    with pytest.raises(Conflict):
        clocks.stop(vault, run, "again", now=NOW)
    assert verify.verify(vault) == []


def test_a_clock_in_hours_is_over_to_the_minute(vault: Vault) -> None:
    note = final_note(vault, "")
    person = read_final(vault, note, viewed=False).draft.person_id
    run = clocks.start(vault, person, "return-interview", NOW - timedelta(hours=71), now=NOW)
    assert due.told(on_board(vault)[run], NOW) == "today by 10:00"
    assert the_board(vault, NOW + timedelta(hours=2)).overdue[0].id == run


def test_every_clock_has_its_source_and_can_be_counted() -> None:
    for clock in clocks.clocks().values():
        assert clock.source and clock.nations and clock.from_
        assert clock.limit.after(NOW, ENGLAND) >= NOW
    assert clocks.clocks()["child-assessment"].limit.spelt == "45 working days"


def test_an_action_that_was_taken_out_or_changed_in_the_database_is_named(
    vault: Vault, unguarded: Callable[[str], None]
) -> None:
    note = final_note(vault)
    actions.settle(vault, f"{note}.1", Step.DONE, "Rung.", now=NOW)
    unguarded(f"DELETE FROM action WHERE note_id = '{note}' AND position = 1")
    assert any(f"the actions of note {note} are not" in fault for fault in verify.verify(vault))
    unguarded("UPDATE action_step SET step = 'dropped'")
    assert any("outcome of an action of entry" in fault for fault in verify.verify(vault))
    unguarded("DELETE FROM action_step")
    assert any("made final is gone" in fault for fault in verify.verify(vault))


def test_erasing_a_note_takes_its_outcomes_with_it_and_still_verifies(vault: Vault) -> None:
    note = final_note(vault)
    actions.settle(vault, f"{note}.1", Step.DONE, "Rung.", now=NOW)
    erase(vault, note, basis="Schedule 4", now=NOW)
    assert on_board(vault) == {}
    assert verify.verify(vault) == []


# -- no sequence of acts lets an action vanish

_words = st.text(alphabet="abc ", min_size=1, max_size=8).filter(str.strip)


class Acts(RuleBasedStateMachine):
    """Whatever is done with notes and their actions, each is open on the board or closed with words."""

    vault: Vault

    def __init__(self) -> None:
        super().__init__()
        self.note = final_note(self.vault)
        self.closed: set[int] = {2}
        self.void = False

    @rule(position=st.integers(0, 3), words=_words, step=st.sampled_from([Step.DONE, Step.DROPPED]))
    def close(self, position: int, words: str, step: Step) -> None:
        try:
            actions.settle(self.vault, f"{self.note}.{position + 1}", step, words, now=NOW)
            assert position not in self.closed
            self.closed.add(position)
        except Conflict:
            assert position in self.closed

    @rule(position=st.integers(0, 3), ahead=st.integers(0, 60))
    def carry(self, position: int, ahead: int) -> None:
        to = NOW.date() + timedelta(days=ahead)
        actions.settle(self.vault, f"{self.note}.{position + 1}", Step.CARRIED, "", due=to, now=NOW)
        self.closed.discard(position)

    @precondition(lambda self: not self.void)
    @rule()
    def add_to_the_note(self) -> None:
        add(self.vault, self.note, "More.")

    @precondition(lambda self: not self.void)
    @rule()
    def make_it_void(self) -> None:
        user = self.vault.user
        self.vault.user = replace(user, access=Access.SUPERVISOR)
        make_void(self.vault, self.note, reason="About somebody else")
        self.vault.user = user
        self.void = True

    @invariant()
    def each_is_open_on_the_board_or_closed_with_words(self) -> None:
        open_ = {id_ for id_ in on_board(self.vault, everybody=True) if id_.startswith(self.note)}
        assert open_ == {f"{self.note}.{n + 1}" for n in range(4) if n not in self.closed}
        for action in actions.actions_of(self.vault, self.note):
            assert action.is_open or action.line.done or action.steps[-1].text


def test_no_sequence_of_acts_lets_an_action_vanish(shared_vault: Vault) -> None:
    Acts.vault = shared_vault
    machine = Acts.TestCase
    machine.settings = settings(
        max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
    )
    machine().runTest()
    assert verify.verify(shared_vault) == []


@given(st.integers(-400, 400))
def test_told_agrees_with_the_board(offset: int) -> None:
    day = NOW.date() + timedelta(days=offset)
    one = due.Due(Kind.ACTION, "a.1", "x", "y", day, working=ENGLAND.between(NOW.date(), day))
    said = due.told(one, NOW)
    assert ("over" in said) == one.is_overdue(NOW)
