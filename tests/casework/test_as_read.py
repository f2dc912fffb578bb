"""A note as the person would read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from noteui.casework.as_read import as_read, masks_of
from noteui.checks.note import NO_FIELDS, About, Note, Relation

PEOPLE = (
    Relation("Grace Okoye", "mother", household=True),
    Relation("Dele Okoye-Bell", "brother", born=date(2023, 2, 6)),
    Relation("Martin Bell", "father"),
    Relation("Mrs Adair", "class teacher"),
)
NOTE = Note(
    About("Tamsin Okoye-Bell", "child", date(2017, 5, 11)),
    "home visit",
    datetime(2026, 11, 18, 15, 45),
    datetime(2026, 11, 18, 17, 30),
    None,
    people=PEOPLE,
    fields={
        **NO_FIELDS,
        "facts": "Dele's cot was dry. Grace Okoye is manipulative. Mrs Adair rang Tamsin Okoye-Bell.",
    },
)


def read(note: Note) -> str:
    return "".join(span.text for span in as_read(note)["facts"])


def test_others_are_masked_alike_everywhere_and_professionals_and_the_person_are_not() -> None:
    assert read(NOTE) == (
        "[another child]'s cot was dry. [an adult A] is manipulative. Mrs Adair rang Tamsin Okoye-Bell."
    )
    assert masks_of(NOTE)["Martin"] == "an adult B"
    assert "Okoye-Bell" not in masks_of(NOTE)


def test_harsh_wording_is_lit() -> None:
    assert [span.text for span in as_read(NOTE)["facts"] if span.how == "harsh"] == ["manipulative"]


@given(st.lists(st.sampled_from([*"ab .", "Grace", "Dele", "Okoye", "Bell", "Tamsin"])).map("".join))
def test_no_name_of_another_is_left_and_nothing_else_is_lost(text: str) -> None:
    note = replace(NOTE, fields={**NO_FIELDS, "facts": text})
    spans = as_read(note)["facts"]
    plain = "".join(span.text for span in spans if span.how != "masked")
    assert len(plain) <= len(text)
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    assert not {"Grace", "Dele", "Martin"} & set(words)
