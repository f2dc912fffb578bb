from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from importlib import resources

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noteui.casework import people, watching, writing
from noteui.casework.carrying import export_note, export_person, import_note
from noteui.casework.errors import Ambiguous, CaseworkError, NotFound
from noteui.casework.searching import search
from noteui.checks.note import FIELDS, NO_FIELDS, About, Author, Note, Relation
from noteui.paper.note_file import NoteFile, read_note, write_note
from noteui.vault import receipt
from noteui.vault.vault import Vault

MAYA = About("Maya Ellis", "child", date(2016, 3, 14))
DANA = Relation("Dana Ellis", "mother")
NOW = datetime(2026, 11, 24, 9, 30)
NOTE = Note(
    about=MAYA,
    contact="home visit",
    happened=datetime(2026, 11, 16, 15, 30),
    recorded=datetime(2026, 11, 16, 18, 5),
    author=Author("Sam Reeve", "family support worker"),
    people=(DANA,),
    seen=True,
    fields={**NO_FIELDS, "facts": "The kettle was cold."},
)
_NOTES = resources.files("noteui.casework").joinpath("demo_notes")
DEMO = sorted(
    (
        entry
        for folder in (_NOTES, _NOTES.joinpath("final"))
        for entry in folder.iterdir()
        if entry.name.endswith(".md")
    ),
    key=lambda entry: entry.name,
)

words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=20
).filter(lambda text: text.strip())
prose = st.text(
    st.one_of(
        st.sampled_from("ab “”'#-*`~<\\\n\t:{}[]"),
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")),
    ),
    max_size=80,
)
extras = st.dictionaries(
    st.sampled_from(["team", "about.allergies", "author.phone", "people.0.seen", "x-ref"]),
    st.sampled_from(["North", "12", "[a, b]", "{k: v}", '"a: b"', "2026-11-16"]),
)


@pytest.mark.parametrize("entry", DEMO, ids=lambda entry: entry.name)
def test_a_demo_note_goes_in_and_comes_out_the_same(vault: Vault, entry: object) -> None:
    text = entry.read_text(encoding="utf-8")  # type: ignore[attr-defined]

    draft = import_note(vault, read_note(text))

    assert export_note(vault, draft.id, now=NOW).text == text
    assert writing.open_note(vault, draft.id) == draft


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=words,
    known_as=st.none() | words,
    interpreter=st.none() | words,
    role=words,
    relation=st.none() | words,
    seen=st.none() | st.booleans(),
    fields=st.fixed_dictionaries(dict.fromkeys(FIELDS, prose)),
    happened=st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),
    extra=extras,
)
def test_a_note_comes_out_byte_for_byte_as_it_went_in(
    shared_vault: Vault,
    name: str,
    known_as: str | None,
    interpreter: str | None,
    role: str,
    relation: str | None,
    seen: bool | None,
    fields: Mapping[str, str],
    happened: datetime | None,
    extra: Mapping[str, str],
) -> None:
    note = replace(
        NOTE,
        about=replace(MAYA, name=name, known_as=known_as),
        people=(Relation(relation, "aunt", household=seen),) if relation else (),
        author=Author("Sam Reeve", role),
        interpreter=interpreter,
        seen=seen,
        fields=fields,
        happened=happened,
    )
    went_in = NoteFile(read_note(write_note(NoteFile(note))).note, extra)
    text = write_note(went_in)

    draft = import_note(shared_vault, went_in)

    assert export_note(shared_vault, draft.id, now=NOW).text == text


def test_an_imported_note_keeps_its_author_and_times_and_is_found(vault: Vault) -> None:
    draft = import_note(vault, NoteFile(NOTE, {"team": "North"}))

    assert (draft.note, draft.extra, draft.status) == (NOTE, {"team": "North"}, "draft")
    assert [hit.note.id for hit in search(vault, "kettle")] == [draft.id]
    assert watching.verify(vault) == []


def test_notes_about_the_same_person_come_together_and_fill_gaps(vault: Vault) -> None:
    maya = people.add_person(vault, replace(MAYA, pronouns="she/her"), [replace(DANA, household=True)])
    told = replace(
        NOTE,
        about=replace(MAYA, name="maya ellis", known_as="May", pronouns="they/them"),
        people=(replace(DANA, born=date(1990, 1, 2), household=False), Relation("Theo Ellis", "brother")),
    )

    draft = import_note(vault, NoteFile(told))

    (card,) = people.everyone(vault)
    assert draft.person_id == maya.id
    assert card.about == replace(MAYA, pronouns="she/her", known_as="May")
    assert card.people == (
        replace(DANA, born=date(1990, 1, 2), household=True),
        Relation("Theo Ellis", "brother"),
    )
    assert draft.note == told


@pytest.mark.parametrize(
    "other", [replace(MAYA, born=date(2016, 3, 15)), replace(MAYA, born=None), replace(MAYA, kind="adult")]
)
def test_people_who_only_share_a_name_are_kept_apart(vault: Vault, other: About) -> None:
    people.add_person(vault, MAYA)

    import_note(vault, NoteFile(replace(NOTE, about=other)))

    assert len(people.everyone(vault)) == 2


def test_where_two_people_could_be_meant_nothing_is_stored(vault: Vault) -> None:
    for _ in range(2):
        people.add_person(vault, MAYA)

    with pytest.raises(Ambiguous, match="2 people called Maya Ellis"):
        import_note(vault, NoteFile(NOTE))

    assert all(card.notes == 0 for card in people.everyone(vault))


def test_a_note_about_nobody_is_not_stored(vault: Vault) -> None:
    with pytest.raises(CaseworkError):
        import_note(vault, NoteFile(replace(NOTE, people=(replace(DANA, name=" "),))))

    assert people.everyone(vault) == []


def test_the_file_of_a_person_is_in_the_order_of_events(vault: Vault) -> None:
    days = [datetime(2026, 11, 16), datetime(2026, 3, 2), None, datetime(2026, 11, 20)]
    drafts = [
        import_note(vault, NoteFile(replace(NOTE, happened=day, recorded=datetime(2026, 11, 18))))
        for day in days
    ]

    document = export_person(vault, drafts[0].person_id).text

    headings = [line for line in document.splitlines() if line.startswith("## ") and ":" in line]
    assert headings == [
        "## Monday 2 March 2026, 00:00: home visit",
        "## Monday 16 November 2026, 00:00: home visit",
        "## Friday 20 November 2026, 00:00: home visit",
        "## No date given: home visit",
    ]
    kept = receipt.read(document.rstrip().splitlines()[-1].removeprefix("Receipt of the vault's log: "))
    assert watching.verify(vault, [(kept.seq, kept.hash)]) == []
    with pytest.raises(NotFound):
        export_person(vault, "nobody000000")
