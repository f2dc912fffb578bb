from __future__ import annotations

import pytest
from pydantic import ValidationError
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from noteui.records import Action, Kind, NoteRecord, Person, Record
from noteui.records.ids import ALPHABET, new_id, read_prefix


def test_every_table_can_be_made_on_postgresql() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in Record.metadata.sorted_tables:
        made = str(CreateTable(table).compile(dialect=dialect))
        assert "native_enum" not in made
        for index in table.indexes:
            made += str(CreateIndex(index).compile(dialect=dialect))
        assert "settled = 0" not in made


@pytest.mark.parametrize(
    ("table", "column"), [(t.name, c.name) for t in Record.metadata.sorted_tables for c in t.columns]
)
def test_no_repr_prints_what_someone_wrote(table: str, column: str) -> None:
    told = {"kind", "status", "contact", "happened", "recorded", "saved_at", "version", "settled", "words"}
    told |= {"position", "due", "done", "access", "active", "finalised_at", "erased_at"}
    told |= {"public", "since", "retired", "seq", "at", "actor", "act", "payload", "detail"}
    told |= {"prev", "hash", "mac", "signature"}
    told |= {"step", "moment", "held", "next_on", "day", "tone", "field", "begins", "ends", "takes_back"}
    told |= {"principle", "mark", "found", "mended", "rule", "seed", "until", "whose", "drawn_from"}
    told |= {"dismissed", "risk", "late", "voice_missing", "dismissed_twice"}
    told |= {"state", "decision", "direction", "urgency", "complete", "learned", "decided_at", "follow_up"}
    told |= {"look_again", "also_about", "basis", "contents", "consent", "capacity", "capacity_on", "field"}
    told |= {
        "begins",
        "ends",
        "route",
        "reached_at",
        "sent_at",
        "sent_seq",
        "breach_at",
        "breach_answered_at",
    }
    told |= {"for_", "sealed_seq", "digest", "verified_on", "asked_on", "clear_on", "read_by", "read_digest"}
    told |= {"released_at"}
    if table == "form":
        told |= {"form", "about"}  # which form it is, and the identifier of what it is about
    if table in ("unfinished", "supervision"):
        told -= {"words"}  # there they are what somebody wrote; in a note they are counted
    models = {m.__tablename__: m for m in Record.__subclasses__()}
    shown = models[table].model_fields[column].repr

    assert shown == (column == "id" or column.endswith("_id") or column in told)


def test_a_record_refuses_what_it_cannot_hold_without_printing_it() -> None:
    person = Person(id=new_id(), kind=Kind.CHILD, name="Maya Ellis")

    with pytest.raises(ValidationError) as refused:
        person.kind = "a secret kind"  # type: ignore[assignment]
    with pytest.raises(ValidationError):
        Action(id=new_id(), note_id=new_id(), position=-1, text="")
    with pytest.raises(ValidationError):
        NoteRecord(id="far too long an identifier", person_id=new_id(), contact="other", about={})

    assert "a secret kind" not in str(refused.value)


def test_identifiers_are_short_plain_and_different() -> None:
    made = {new_id() for _ in range(1000)}

    assert len(made) == 1000
    assert all(len(i) == 12 and set(i) <= set(ALPHABET) for i in made)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("AB0O", "ab00"), (" il1z ", "111z"), ("abc", None), ("a" * 13, None), ("ab-c", None)],
)
def test_the_beginning_of_an_identifier_is_read_as_it_is_misread(typed: str, meant: str | None) -> None:
    assert read_prefix(typed) == meant
