"""What is counted of a note's findings, who sees it, and what is never shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from noteui.casework import quality
from noteui.casework.access import NotAllowed
from noteui.casework.erasing import erase
from noteui.casework.finalising import finalise
from noteui.casework.people import add_person
from noteui.casework.users import add_user
from noteui.casework.writing import begin_note, save_draft
from noteui.checks import all_rules, check
from noteui.checks.dismissal import Dismissal
from noteui.checks.note import About
from noteui.paper.pictures import sparkline
from noteui.records import Access
from noteui.vault import verify
from noteui.vault.vault import CurrentUser, Vault

NOW = datetime(2026, 11, 25, 9, 0)
ANSWERS = dict.fromkeys(all_rules(), "asked elsewhere")
LOUD = "Mum is clearly not coping and the home is chaotic."


@pytest.fixture
def maya(vault: Vault) -> str:
    return add_person(vault, About("Maya Ellis", "child")).id


def note(vault: Vault, person: str, facts: str = LOUD, *, at: datetime = NOW, seen: str = "") -> str:
    """A finalised note; `seen` is what stood in it before it was mended."""
    draft = begin_note(vault, person, contact="phone call", happened=at, now=at, seen=True)
    before = replace(draft.note, fields={**draft.note.fields, "facts": seen})
    quality.saw(vault, draft.id, quality.seen_of(check(before)) if seen else ())
    fields = {**draft.note.fields, "facts": facts}
    save_draft(vault, replace(draft, note=replace(draft.note, fields=fields)), now=at)
    finalise(vault, draft.id, now=at, answers=ANSWERS)
    return draft.id


def test_found_mended_and_dismissed_are_counted_when_a_note_is_made_final(vault: Vault, maya: str) -> None:
    note(vault, maya, "I saw the kettle, cold, at 10:00.", seen=LOUD)
    (kept,) = quality.held(vault)
    found, mended, dismissed = kept.counts["evidence-based"]
    assert found == mended > 0 and dismissed == 0
    assert kept.person == "Maya Ellis"
    assert verify.verify(vault) == []


def test_what_was_dismissed_is_neither_mended_nor_standing(vault: Vault, maya: str) -> None:
    draft = begin_note(vault, maya, contact="phone call", happened=NOW, now=NOW)
    fields = {**draft.note.fields, "facts": LOUD}
    loud = next(f for f in check(replace(draft.note, fields=fields)) if f.rule.startswith("evidence-based"))
    gone = Dismissal(loud.rule, "facts", loud.text or "", "", "", 0, 1, "I have checked this")
    save_draft(vault, replace(draft, note=replace(draft.note, fields=fields), dismissals=(gone,)), now=NOW)
    finalise(vault, draft.id, now=NOW, answers=ANSWERS)
    found, mended, dismissed = quality.held(vault)[0].counts["evidence-based"]
    assert (mended, dismissed) == (0, 1) and found >= 1


def test_no_word_of_a_draft_is_kept_with_what_was_shown(vault: Vault, maya: str) -> None:
    draft = begin_note(vault, maya, contact="phone call", happened=NOW, now=NOW)
    quality.saw(vault, draft.id, {("evidence-based/opinion-in-facts", "chaotic")})
    quality.saw(vault, draft.id, {("evidence-based/opinion-in-facts", "chaotic")})
    with vault.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT mark, principle FROM seen_finding").all()
    assert len(kept) == 1 and "chaotic" not in str(kept) and "opinion" not in str(kept)


def test_small_numbers_are_not_drawn(vault: Vault, maya: str) -> None:
    for _ in range(4):
        note(vault, maya)
    told = quality.quality(vault, vault.user.id, today=NOW.date())
    assert told.hidden == 1 and set(told.notes) == {None}
    assert "not drawn" in quality.caveats(told)[-1]
    note(vault, maya)
    told = quality.quality(vault, vault.user.id, today=NOW.date())
    assert told.notes[-1] == 5 and told.hidden == 0
    evidence = next(strand for strand in told.strands if strand.principle == "evidence-based")
    assert evidence.total("found") > 0
    drawn = quality.lines_of(told)
    assert any("█" in line for line in drawn)
    assert any(line.startswith("Evidence-based") and set(line) & set("▂▃▄▅▆▇█") for line in drawn)


def test_a_team_is_not_drawn_where_it_would_show_one_of_them(vault: Vault, maya: str) -> None:
    for _ in range(6):
        note(vault, maya)
    vault.user = replace(vault.user, access=Access.SUPERVISOR)
    assert set(quality.quality(vault, None, today=NOW.date()).notes) == {None}


def test_a_practitioner_sees_their_own_and_nobody_elses(vault: Vault, maya: str) -> None:
    note(vault, maya)
    other = add_user(
        vault, name="Sana Iqbal", role="worker", access=Access.PRACTITIONER, passphrase="teal orbit maple fog"
    )
    me = vault.user
    vault.user = CurrentUser(other.id, other.name, other.role, other.access)
    assert quality.held(vault) == []
    assert quality.quality(vault, other.id, today=NOW.date()).since is None
    for whose in (me.id, None):
        with pytest.raises(NotAllowed):
            quality.quality(vault, whose, today=NOW.date())
    vault.user = replace(vault.user, access=Access.SUPERVISOR)
    assert quality.quality(vault, me.id, today=NOW.date()).since == NOW.date()


def test_an_erased_note_is_counted_no_more(vault: Vault, maya: str) -> None:
    erased = note(vault, maya)
    erase(vault, erased, basis="Schedule 4", now=NOW)
    assert quality.held(vault) == []


def test_months_are_drawn_on_one_scale_and_nought_is_not_little() -> None:
    assert sparkline([None, 0, 0.01, 1, 2], 2) == "·_▁▅█"
    assert sparkline([0, 0], 0) == "__"


def test_the_months_run_up_to_this_one(vault: Vault, maya: str) -> None:
    for days in (0, 40):
        for _ in range(5):
            note(vault, maya, at=NOW - timedelta(days=days))
    told = quality.quality(vault, vault.user.id, today=NOW.date())
    assert told.months[-1] == date(2026, 11, 1) and len(told.months) == 12
    assert [count for count in told.notes if count] == [5, 5]
