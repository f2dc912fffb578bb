"""Reviews: who may say what, what an agreement is worth, and who reads whose drafts."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from noteui.casework import (
    carrying,
    desk,
    finalising,
    people,
    queue,
    reviewing,
    searching,
    unfinished,
    watching,
    writing,
)
from noteui.casework.access import NotAllowed
from noteui.casework.earlier import earlier_notes
from noteui.casework.erasing import erase
from noteui.casework.errors import CaseworkError, Conflict
from noteui.casework.finalising import Passage
from noteui.casework.queue import Group
from noteui.casework.working_days import working_days
from noteui.records import Access, ReviewKind
from noteui.vault import receipt
from noteui.vault.vault import Vault

from .team import ANY_ANSWER, FACTS, NOW, Team, draft, final, team

AT = NOW.replace(tzinfo=UTC)
TODAY = NOW.date()
THE_KETTLE = Passage("facts", 4, 10, "kettle")


@pytest.fixture(scope="module")
def us(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    with team(tmp_path_factory.mktemp("team") / "vault") as made:
        yield made


def rows(found: queue.Queue, note: str) -> list[queue.Row]:
    return [row for row in found.rows if row.note_id == note]


def to_review(vault: Vault, note: str, today: date | None = None) -> queue.Row | None:
    """The row of a note in the reviewer's queue; reviews are submitted now, whatever day it is said to be."""
    found = rows(queue.queue(vault, today=today or datetime.now().date()), note)
    return found[0] if found else None


def is_waiting_for_the_writer(vault: Vault, note: str) -> bool:
    row = to_review(vault, note)
    return row is not None and (row.group, row.why[-1]) == (
        Group.WAITS,
        "you asked today, and not answered",
    )


def of_me(vault: Vault, note: str) -> queue.Row | None:
    found = rows(queue.asked(vault, today=datetime.now().date()), note)
    return found[0] if found else None


def test_a_note_goes_from_submitted_through_question_and_answer_to_agreed(us: Team) -> None:
    note = final(us.writer)
    assert to_review(us.supervisor, note) is None
    reviewing.submit(us.writer, note, to=us.supervisor.user.id, text="Is this enough?")
    waiting = to_review(us.supervisor, note)
    assert waiting is not None
    assert waiting.why == ("submitted today to you",)
    assert to_review(us.second, note) is None
    assert of_me(us.writer, note).why == ("submitted to Rowan Cole today",)  # type: ignore[union-attr]
    asked = reviewing.say(us.supervisor, note, ReviewKind.QUESTION, "Who was in?", passage=THE_KETTLE)
    assert is_waiting_for_the_writer(us.supervisor, note)
    mirror = of_me(us.writer, note)
    assert mirror is not None
    assert (mirror.group, mirror.why) == (Group.ASKED, ("a question from Rowan Cole",))
    reviewing.answer(us.writer, asked.id, "Dana was.")
    answered = to_review(us.supervisor, note)
    assert answered is not None
    assert answered.why == ("submitted today to you", "answered by Priya Nair")
    praised = reviewing.say(us.supervisor, note, ReviewKind.PRAISE, "Her own words.")
    reviewing.answer(us.writer, praised.id, "Thank you.")
    read = finalising.read_final(us.supervisor, note)
    agreed = reviewing.agree(us.supervisor, note, "Clear.", now=AT, read=[text.id for text in read.texts])
    assert receipt.read(agreed.receipt.line).public == us.supervisor.signer.public
    review = reviewing.review_of(us.writer, note)
    assert review.standing.holds
    assert [remark.kind.value for remark in review.remarks] == [
        "submitted",
        "question",
        "answer",
        "praise",
        "answer",
        "agreed",
    ]
    assert review.remarks[1].passage == THE_KETTLE
    assert to_review(us.supervisor, note) is None
    said = of_me(us.writer, note)
    assert said is not None
    assert (said.group, said.why) == (Group.SAID, ("praised by Rowan Cole", "agreed by Rowan Cole"))
    assert watching.verify(us.admin) == []


def test_an_agreement_ends_with_the_next_word_and_says_so(us: Team) -> None:
    note = final(us.writer)
    reviewing.agree(us.supervisor, note, "Clear.", now=AT)
    finalising.add(us.other, note, "The lodger came home.")
    review = reviewing.review_of(us.writer, note)
    assert review.standing.agreed is not None
    assert not review.standing.holds
    waiting = to_review(us.supervisor, note)
    assert waiting is not None
    assert waiting.why == ("added to since it was agreed, which no longer holds",)
    reviewing.agree(us.supervisor, note, "Still clear.", now=AT)
    assert reviewing.review_of(us.writer, note).standing.holds
    assert watching.verify(us.admin) == []


def test_what_was_not_read_is_not_agreed(us: Team) -> None:
    note = final(us.writer)
    read = [text.id for text in finalising.read_final(us.supervisor, note).texts]
    finalising.add(us.writer, note, "More.")
    with pytest.raises(Conflict, match="added to this note since"):
        reviewing.agree(us.supervisor, note, "Clear.", now=AT, read=read)


def test_returned_it_comes_back_once_something_was_added(us: Team) -> None:
    note = final(us.writer)
    reviewing.submit(us.writer, note)
    reviewing.return_(us.supervisor, note, "Who else was in the room?")
    assert is_waiting_for_the_writer(us.supervisor, note)
    assert to_review(us.second, note) is None
    assert of_me(us.writer, note).why == ("returned by Rowan Cole with reasons",)  # type: ignore[union-attr]
    finalising.add(us.writer, note, "Dana’s sister was.")
    assert of_me(us.writer, note) is None
    again = to_review(us.supervisor, note)
    assert again is not None
    assert again.why == ("returned, and added to since",)
    assert to_review(us.second, note) is None


def test_a_correction_answers_a_suggestion(us: Team) -> None:
    note = final(us.writer)
    reviewing.say(us.supervisor, note, ReviewKind.SUGGESTION, "Say the day.", passage=THE_KETTLE)
    assert of_me(us.writer, note) is not None
    finalising.correct(us.writer, note, THE_KETTLE, "red kettle", reason="There were two.")
    assert of_me(us.writer, note) is None
    assert to_review(us.supervisor, note).why == ("added to by Priya Nair after a suggestion",)  # type: ignore[union-attr]


def test_nobody_reviews_what_they_wrote_any_part_of(us: Team) -> None:
    own = final(us.supervisor)
    with pytest.raises(NotAllowed, match="ask somebody else"):
        reviewing.agree(us.supervisor, own, "Mine.", now=AT)
    with pytest.raises(CaseworkError, match="submit it to somebody else"):
        reviewing.submit(us.supervisor, own, to=us.supervisor.user.id)
    theirs = final(us.writer)
    finalising.add(us.supervisor, theirs, "I was there too.")
    with pytest.raises(NotAllowed, match="a part of it"):
        reviewing.say(us.supervisor, theirs, ReviewKind.PRAISE, "Good.")
    assert to_review(us.supervisor, own) is None
    assert reviewing.agree(us.second, own, "Clear.", now=AT).remark.by.name == "Ama Boateng"


def test_only_those_who_wrote_or_review_hear_what_is_said(us: Team) -> None:
    note = final(us.writer)
    reviewing.submit(us.writer, note)
    reviewing.say(us.supervisor, note, ReviewKind.QUESTION, "Was the landing cold?")
    reviewing.return_(us.supervisor, note, "Say who was in the room.")
    assert len(reviewing.review_of(us.second, note).remarks) == 3
    heard = reviewing.review_of(us.other, note).remarks
    assert [(remark.kind.value, remark.text) for remark in heard] == [("submitted", ""), ("returned", "")]
    assert searching.search(us.other, "landing") == []


def test_risk_comes_first_and_the_oldest_of_it(us: Team) -> None:
    risk = "Maya said that she took tablets."
    newer = final(us.writer, facts=risk, days=1)
    older = final(us.other, facts=risk, days=9)
    asked = final(us.writer)
    reviewing.submit(us.writer, asked)
    found = queue.queue(us.second, today=TODAY).rows
    order = [row.note_id for row in found if row.note_id in (newer, older, asked)]
    assert order == [older, newer, asked]
    assert found[0].group is Group.RISK
    assert found[0].why[:2] == ("risk without an action", "written late")
    reviewing.return_(us.supervisor, older, "What was done that day?")
    assert to_review(us.second, older) is None


def test_each_row_says_why_in_words(us: Team) -> None:
    silent = final(us.writer, voice="")
    waiting = to_review(us.second, silent, TODAY)
    assert waiting is not None
    assert (waiting.group, waiting.why) == (Group.LOOK, ("voice missing", "not submitted"))
    assert to_review(us.second, silent, datetime.now().date() + timedelta(days=60)) is None
    overdue = final(us.writer)
    reviewing.submit(us.writer, overdue)
    today = datetime.now().date()
    half_a_year_on = today + timedelta(days=200)  # past some bank holiday, whenever this is run
    days = working_days("england").between(today, half_a_year_on)
    later = to_review(us.second, overdue, half_a_year_on)
    assert later is not None
    assert (later.group, later.why) == (
        Group.OVERDUE,
        (f"review overdue: submitted {days} working days ago",),
    )


def test_a_draft_is_read_by_its_writer_alone(us: Team) -> None:
    secret = draft(us.writer, facts="The zebra curtains were drawn.")
    person = writing.open_note(us.writer, secret).person_id
    assert people.card(us.writer, person).notes == 1
    for vault in (us.other, us.supervisor, us.second, us.admin):
        shown = desk.desk(vault)
        assert secret not in {line.id for line in (*shown.drafts, *shown.recent)}
        assert secret not in {line.id for line in desk.list_notes(vault)}
        assert searching.search(vault, "zebra") == []
        assert "zebra" not in carrying.export_person(vault, person).text
        assert (people.card(vault, person).notes, people.card(vault, person).last_happened) == (0, None)
        assert earlier_notes(vault, person, "another").notes == ()
        for refused in (
            lambda vault=vault: writing.open_note(vault, secret),
            lambda vault=vault: carrying.export_note(vault, secret, now=AT),
            lambda vault=vault: writing.save_draft(vault, writing.open_note(us.writer, secret), now=NOW),
            lambda vault=vault: finalising.draft_to_sign(vault, secret),
            lambda vault=vault: finalising.read_final(vault, secret),
            lambda vault=vault: unfinished.keep_beside(
                vault, writing.open_note(us.writer, secret), "", now=NOW
            ),
        ):
            with pytest.raises(CaseworkError):
                refused()
        assert reviewing.review_of(vault, secret).remarks == ()
    assert [hit.note.id for hit in searching.search(us.writer, "zebra")] == [secret]


def test_what_was_said_goes_with_the_note_when_it_is_erased(us: Team) -> None:
    note = final(us.writer)
    reviewing.submit(us.writer, note)
    reviewing.say(us.supervisor, note, ReviewKind.QUESTION, "Who was in?")
    erase(us.admin, note, basis="Schedule 4", now=AT)
    assert {remark.text for remark in reviewing.review_of(us.supervisor, note).remarks} == {""}
    assert to_review(us.supervisor, note) is None
    assert watching.verify(us.admin) == []


# -- whatever is done in whatever order


class Reviews(RuleBasedStateMachine):
    """Four people do anything to a few notes; what must never come to be is looked for after each step."""

    us: Team
    notes = Bundle("notes")
    asked = Bundle("asked")

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, int] = {}
        """How many texts each note had when it was last agreed."""
        self.drafts: dict[str, str] = {}

    def _who(self, number: int) -> Vault:
        return (self.us.writer, self.us.other, self.us.supervisor, self.us.second)[number]

    who = st.integers(0, 3)

    @rule(target=notes, who=who)
    def begin(self, who: int) -> str:
        note = draft(self._who(who), facts="The zebra " + FACTS)
        self.drafts[note] = self._who(who).user.id
        return note

    @rule(note=notes, who=who)
    def finalise(self, note: str, who: int) -> None:
        with contextlib.suppress(CaseworkError):
            finalising.finalise(self._who(who), note, now=NOW, answers=ANY_ANSWER)
            assert self.drafts.pop(note) == self._who(who).user.id

    @rule(note=notes, who=who)
    def add(self, note: str, who: int) -> None:
        with contextlib.suppress(CaseworkError):
            finalising.add(self._who(who), note, "More.")

    @rule(note=notes, who=who)
    def correct(self, note: str, who: int) -> None:
        with contextlib.suppress(CaseworkError):
            finalising.correct(
                self._who(who), note, Passage("facts", 4, 9, "zebra"), "tiger", reason="Misread."
            )

    @rule(note=notes, who=who)
    def void(self, note: str, who: int) -> None:
        with contextlib.suppress(CaseworkError):
            finalising.make_void(self._who(who), note, reason="Wrong child.")

    @rule(note=notes, who=who, to=st.one_of(st.none(), who))
    def submit(self, note: str, who: int, to: int | None) -> None:
        with contextlib.suppress(CaseworkError):
            reviewing.submit(self._who(who), note, to=None if to is None else self._who(to).user.id)

    @rule(target=asked, note=notes, who=who, kind=st.sampled_from(["question", "suggestion", "praise"]))
    def say(self, note: str, who: int, kind: str) -> str:
        with contextlib.suppress(CaseworkError):
            return reviewing.say(self._who(who), note, ReviewKind(kind), "Why?").id
        return "zzzzzzzzzzzz"

    @rule(remark=asked, who=who)
    def answer(self, remark: str, who: int) -> None:
        with contextlib.suppress(CaseworkError):
            reviewing.answer(self._who(who), remark, "Because.")

    @rule(note=notes, who=who)
    def return_(self, note: str, who: int) -> None:
        with contextlib.suppress(CaseworkError):
            reviewing.return_(self._who(who), note, "Not yet.")

    @rule(note=notes, who=who)
    def agree(self, note: str, who: int) -> None:
        vault = self._who(who)
        with contextlib.suppress(CaseworkError):
            reviewing.agree(vault, note, "Clear.", now=AT)
            texts = finalising.read_final(vault, note, viewed=False).texts
            assert vault.user.access is Access.SUPERVISOR
            assert vault.user.name not in {text.by.name for text in texts}
            self.texts[note] = len(texts)

    @invariant()
    def nobody_reads_anothers_draft(self) -> None:
        for number in range(4):
            vault = self._who(number)
            seen = {line.id for line in desk.list_notes(vault, status="draft")}
            seen |= {hit.note.id for hit in searching.search(vault, "zebra") if hit.note.status == "draft"}
            assert all(self.drafts.get(note, vault.user.id) == vault.user.id for note in seen)

    @invariant()
    def an_agreement_holds_for_what_was_read_and_nothing_else(self) -> None:
        for note, read in self.texts.items():
            review = reviewing.review_of(self.us.admin, note)
            texts = finalising.read_final(self.us.admin, note, viewed=False).texts
            assert review.standing.holds <= (len(texts) == read)

    def teardown(self) -> None:
        assert watching.verify(self.us.admin) == []


def test_no_sequence_of_acts_outlives_a_change_or_reads_a_draft(us: Team) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        type("Here", (Reviews,), {"us": us}),
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
