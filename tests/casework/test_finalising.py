"""What is final stays as it was, whatever is done with it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from noteui.casework import finalising, people, unfinished, users, versions, watching, writing
from noteui.casework.access import NotAllowed
from noteui.casework.errors import CaseworkError, Conflict, NowFinal
from noteui.casework.finalising import LATE_RULE, FinalNote, Lateness, Passage, Unanswered
from noteui.casework.searching import search
from noteui.casework.unfinished import Unfinished
from noteui.casework.versions import words_apart
from noteui.casework.writing import Draft
from noteui.checks import About, all_rules
from noteui.records import Access, Act, LogEntry, NoteRecord, Status, User
from noteui.vault import search as index
from noteui.vault import vault as vaults
from noteui.vault.vault import Vault

ROWAN = "copper meadow ladder tide"
NOW = datetime(2026, 11, 17, 18, 30)
THAT_DAY = NOW.replace(hour=15)
ANY_ANSWER = dict.fromkeys(all_rules(), "Asked at the time, and not known.")
FACTS = "The kettle was cold. Dana rang at 3.45pm and again at 5pm."


def begun(vault: Vault, facts: str = FACTS, happened: datetime = THAT_DAY) -> Draft:
    person = people.add_person(vault, About("Maya Ellis", "child"), [])
    draft = writing.begin_note(vault, person.id, contact="home visit", happened=happened, now=NOW)
    return writing.save_draft(vault, with_facts(draft, facts), now=NOW)


def with_facts(draft: Draft, facts: str) -> Draft:
    return replace(draft, note=replace(draft.note, fields={**draft.note.fields, "facts": facts}))


def final(vault: Vault, facts: str = FACTS) -> str:
    draft = begun(vault, facts)
    finalising.finalise(vault, draft.id, now=NOW, answers=ANY_ANSWER)
    return draft.id


def passage(words: str, facts: str = FACTS) -> Passage:
    return Passage("facts", facts.index(words), facts.index(words) + len(words), words)


def acts(vault: Vault, note: str) -> list[str]:
    with vault.reading() as session:
        asked = select(LogEntry.act).where(LogEntry.object_id == note).order_by(LogEntry.seq)  # type: ignore
        return list(session.scalars(asked))


prose = st.text(st.sampled_from("ab kettle.\n“”"), min_size=1, max_size=30)
steps = st.lists(
    st.tuples(
        st.sampled_from(["finalise", "add", "correct", "void", "save", "keep"]),
        prose,
        st.integers(0, len(FACTS)),
        st.integers(0, len(FACTS)),
    ),
    max_size=10,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_nothing_that_is_done_changes_an_earlier_text(
    shared_vault: Vault, steps: list[tuple[str, str, int, int]]
) -> None:
    vault = shared_vault
    draft = begun(vault)
    record: dict[str, object] = {}
    signed_as: dict[str, str] | None = None
    for what, text, start, end in steps:
        acts: dict[str, Callable[[], object]] = {
            "finalise": lambda: finalising.finalise(vault, draft.id, now=NOW, answers=ANY_ANSWER),
            "add": lambda text=text: finalising.add(vault, draft.id, text),
            "correct": lambda text=text, start=start, end=end: finalising.correct(
                vault, draft.id, Passage("facts", start, end, FACTS[start:end]), text, reason="Misread."
            ),
            "void": lambda text=text: finalising.make_void(vault, draft.id, reason=text),
            "save": lambda text=text: writing.save_draft(
                vault, with_facts(writing.open_note(vault, draft.id), FACTS + text), now=NOW
            ),
            "keep": lambda text=text: unfinished.keep(vault, draft.id, Unfinished("addendum", text), now=NOW),
        }
        try:
            acts[what]()
        except CaseworkError:
            continue
        finally:
            now = writing.open_note(vault, draft.id)
            if now.status != Status.DRAFT:
                signed_as = signed_as or dict(now.note.fields)
                assert dict(now.note.fields) == signed_as
                texts = {one.id: one for one in finalising.read_final(vault, draft.id, viewed=False).texts}
                assert record.items() <= texts.items()
                record = dict(texts)
    assert watching.verify(vault) == []


def test_nobody_finalises_somebody_elses_draft(vault: Vault) -> None:
    draft = begun(vault)
    with vault.writing() as session:
        session.add(User(id="z" * 12, name="Sam Reeve", role="health visitor"))
        session.flush()
        session.get_one(NoteRecord, draft.id).author_id = "z" * 12
    with pytest.raises(Conflict, match="somebody else"):
        finalising.draft_to_sign(vault, draft.id)
    with pytest.raises(Conflict, match="somebody else"):
        finalising.finalise(vault, draft.id, now=NOW, answers=ANY_ANSWER)
    with pytest.raises(NotAllowed, match="only its writer reads it"):
        writing.open_note(vault, draft.id)


def test_what_was_not_read_is_not_signed(vault: Vault) -> None:
    draft = begun(vault)
    newer = writing.save_draft(vault, with_facts(draft, FACTS + " And again."), now=NOW)
    with pytest.raises(Conflict, match="another window"):
        finalising.finalise(vault, draft.id, now=NOW, answers=ANY_ANSWER, version=draft.version)
    assert (
        finalising.finalise(vault, draft.id, now=NOW, answers=ANY_ANSWER, version=newer.version)
        .draft.note.fields["facts"]
        .endswith("And again.")
    )


@pytest.mark.parametrize("happened", [datetime(2026, 11, 11, 9), datetime(2026, 10, 5, 9)])
def test_a_late_note_asks_why_whatever_the_rule_weighs(vault: Vault, happened: datetime) -> None:
    draft = begun(vault, happened=happened)
    answers = {rule: said for rule, said in ANY_ANSWER.items() if rule != LATE_RULE}
    with pytest.raises(Unanswered):
        finalising.finalise(vault, draft.id, now=NOW, answers=answers)
    late = Lateness("I was in court.", "rough notes", "my notebook, locker 4")
    made = finalising.finalise(vault, draft.id, now=NOW, answers=answers, late=late)
    assert made.late == late
    assert "locker 4" in made.texts[0].text


def test_a_draft_that_was_made_final_elsewhere_keeps_the_words_as_an_addendum(vault: Vault) -> None:
    draft = begun(vault)
    finalising.finalise(vault, draft.id, now=NOW, answers=ANY_ANSWER)
    typed = with_facts(draft, FACTS + " The window was open.")
    with pytest.raises(NowFinal):
        writing.save_draft(vault, typed, now=NOW)
    kept = unfinished.keep_beside(vault, typed, "Begun before.", now=NOW)
    assert kept.text == "Begun before.\n\nObserved facts: The window was open."
    assert unfinished.begun(vault, draft.id, "addendum") == kept
    finalising.add(vault, draft.id, kept.text)
    assert unfinished.begun(vault, draft.id, "addendum") is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"{FACTS} At 6pm again.", "Observed facts: At 6pm again."),
        (
            f"Late entry: {FACTS.replace('cold.', 'cold, I think.')}",
            "Observed facts: Late entry: … , I think",
        ),
        (FACTS.replace("cold", "warm"), f"Observed facts: {FACTS.replace('cold', 'warm')}"),
        ("", "Observed facts: (all words taken out)"),
        (FACTS, ""),
    ],
)
def test_what_goes_on_as_an_addendum_is_what_was_put_in_or_all_where_words_went(
    vault: Vault, typed: str, kept: str
) -> None:
    draft = begun(vault)
    finalising.finalise(vault, draft.id, now=NOW, answers=ANY_ANSWER)
    assert unfinished.keep_beside(vault, with_facts(draft, typed), "", now=NOW).text == kept


def test_an_addendum_that_is_begun_is_no_part_of_the_record(vault: Vault) -> None:
    note = final(vault)
    unfinished.keep(vault, note, Unfinished("addendum", "The umbrella"), now=NOW)
    assert finalising.read_final(vault, note).added == ()
    assert search(vault, "umbrella") == []
    unfinished.keep(vault, note, Unfinished("addendum", " "), now=NOW)
    assert unfinished.begun(vault, note, "addendum") is None
    assert watching.verify(vault) == []


def test_what_was_added_is_found_also_after_a_crash_before_the_index_was_level(vault: Vault) -> None:
    note = final(vault)
    finalising.add(vault, note, "The lodger took the umbrella.")
    finalising.correct(vault, note, passage("3.45pm"), "half past three", reason="I misread my notebook.")
    for words in ("umbrella", "half past", "notebook", "3.45pm"):
        assert [hit.note.id for hit in search(vault, words)] == [note]
    assert search(vault, "umbrella")[0].field == "added"
    with vault.writing() as session:
        index.forget(session, note)
    assert watching.verify(vault) == [f"note {note} is not as the search index has it"]
    with vault.writing() as session:
        index.settle(session, note)
    assert watching.verify(vault) == []
    assert search(vault, "umbrella")


def test_a_correction_leaves_the_original_and_can_be_corrected_whole(vault: Vault) -> None:
    note = final(vault)
    finalising.correct(vault, note, passage("3.45pm"), "3.30pm", reason="Misread.")
    with pytest.raises(CaseworkError, match="mark all of it"):
        finalising.correct(vault, note, passage("45"), "15", reason="Again.")
    finalising.correct(vault, note, passage("at 3.45pm"), "at 3.15pm", reason="Misread again.")
    read = finalising.read_final(vault, note)
    assert read.draft.note.fields["facts"] == FACTS
    assert [(p.text, p.how) for p in versions.corrected(read, "facts")] == [
        ("The kettle was cold. Dana rang ", "same"),
        ("at 3.45pm", "was"),
        ("at 3.15pm", "now"),
        (" and again at 5pm.", "same"),
    ]
    first, second, third = versions.versions(read)
    assert [one.sections["Observed facts"] for one in (first, second, third)] == [
        FACTS,
        FACTS.replace("3.45pm", "3.30pm"),
        FACTS.replace("3.45pm", "3.15pm"),
    ]
    assert acts(vault, note).count(Act.NOTE_VIEWED) == 1


def test_only_a_supervisor_makes_void_and_it_can_still_be_read(vault: Vault) -> None:
    note = final(vault)
    rowan = users.add_user(
        vault, name="Rowan Cole", role="manager", access=Access.SUPERVISOR, passphrase=ROWAN
    )
    with pytest.raises(NotAllowed, match="Ask a supervisor"):
        finalising.make_void(vault, note, reason="It is about another child.")
    with vaults.open_(vault.folder, ROWAN) as theirs:
        finalising.make_void(theirs, note, reason="It is about another child.")
    assert finalising.read_final(vault, note).texts[-1].by.name == rowan.name
    read: FinalNote = finalising.read_final(vault, note)
    assert read.voided is not None
    assert read.voided.text == "It is about another child."
    with pytest.raises(Conflict):
        finalising.add(vault, note, "More.")


@given(st.text(st.sampled_from("ab. \n"), max_size=40), st.text(st.sampled_from("ab. \n"), max_size=40))
def test_a_comparison_holds_both_texts_whole(before: str, after: str) -> None:
    pieces = words_apart(before, after)
    assert "".join(piece.text for piece in pieces if piece.how != "now") == before
    assert "".join(piece.text for piece in pieces if piece.how != "was") == after


def test_what_must_be_answered_is_what_the_team_asks(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    team = tmp_path / "config" / "noteui" / "team.toml"
    team.parent.mkdir(parents=True)
    draft = begun(vault)
    asked = {finding.rule for finding in finalising.unanswered(draft)}
    assert asked
    team.write_text("[rules]\n" + "".join(f'"{rule}" = "off"\n' for rule in asked))
    assert finalising.finalise(vault, draft.id, now=NOW).texts
    team.unlink()
    assert {finding.rule for finding in finalising.unanswered(begun(vault))} == asked
