"""A note as a file: the same bytes again, headings that cannot be forged, and plain words for a bad file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from noteui.checks.note import CONTACTS, FIELDS, KINDS, About, Author, Note, Relation
from noteui.paper.note_file import NoteFile, UnreadableNote, read_note, read_note_with_lines, tidy, write_note
from noteui.paper.person_file import PersonNote, write_person_file

CHECKOUT = Path(__file__).resolve().parents[2]
NOTES = [
    *sorted((CHECKOUT / "src/noteui/casework/demo_notes").glob("*.md")),
    *sorted((CHECKOUT.parent / "shared/corpus/notes").glob("*.md")),
]

LINES = st.sampled_from(
    [
        "## Actions",
        "\\## Actions",
        "\\\\## x",
        "# One",
        "---",
        "===",
        "```",
        "~~~ text",
        "<b>hi",
        "<!-- x",
        "- [ ] Ring (Priya Nair, by 2026-11-19)",
        "    indented",
        "> said",
        "1. first",
        "",
        "   ",
        "Zażółć gęślą jaźń",
        "أميرة قالت",
        "👩‍👧 e\u0301",
        "| a | b |",
        "[x]: http://example.org",
    ]
)
PROSE = st.lists(
    st.one_of(LINES, st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)), max_size=8
).map("\n".join)
NAMES = st.one_of(
    st.sampled_from(
        ["No", "null", "12:30", "2016-03-14", "O'Neill", 'Bo "B" Lee', "a: b", "# x", "- y", "{z}", "true"]
    ),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=20),
).filter(lambda name: bool(name.strip()) and name.strip() == name)
DAYS = st.dates(date(1920, 1, 1), date(2040, 1, 1))
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)).map(
    lambda m: m.replace(second=0, microsecond=0)
)
MAYBE = st.none() | st.booleans()
FILES = st.builds(
    NoteFile,
    st.builds(
        Note,
        about=st.builds(
            About,
            NAMES,
            st.sampled_from(KINDS),
            st.none() | DAYS,
            st.none() | NAMES,
            st.none() | NAMES,
            st.none() | NAMES,
        ),
        contact=st.sampled_from(CONTACTS),
        happened=st.none() | MOMENTS,
        recorded=st.none() | MOMENTS,
        author=st.none() | st.builds(Author, NAMES, NAMES),
        people=st.lists(st.builds(Relation, NAMES, NAMES, st.none() | DAYS, MAYBE, MAYBE), max_size=3).map(
            tuple
        ),
        seen=MAYBE,
        seen_alone=MAYBE,
        interpreter=st.none() | NAMES,
        fields=st.fixed_dictionaries(dict.fromkeys(FIELDS, PROSE)),
    ),
    st.just({}),
)


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_reading_and_writing_gives_the_same_bytes(path: Path) -> None:
    text = path.read_bytes().decode()
    assert write_note(read_note(text)) == text


@settings(max_examples=150, deadline=None)
@given(FILES)
def test_what_is_written_is_read_back(file: NoteFile) -> None:
    text = write_note(file)
    again = read_note(text)
    assert write_note(again) == text
    tidied = {name: tidy(file.note.fields[name]) for name in FIELDS}
    assert again.note == replace(file.note, fields=tidied)


@settings(max_examples=150, deadline=None)
@given(FILES)
def test_nothing_in_a_field_can_pass_for_a_section(file: NoteFile) -> None:
    body = write_note(file).split("\n---\n", 1)[1]
    tokens = MarkdownIt().parse(body)
    headings = [tokens[n + 1].content for n, t in enumerate(tokens) if t.type == "heading_open"]
    voice = file.note.voice_heading
    assert headings == ["Observed facts", voice, "Professional opinion", "Think Family", "Actions"]


HEAD = "---\nabout: {name: Maya Ellis, kind: child}\ncontact: email\n---\n"


def test_headings_are_taken_in_any_order_and_by_their_usual_names() -> None:
    text = HEAD + "## Plan\n- [ ] Ring\n\n## Wishes and feelings\nShe said no.\n\n## Facts\nI rang.\n"
    fields = read_note("\ufeff" + text.replace("\n", "\r\n")).note.fields
    assert fields["actions"] == "- [ ] Ring"
    assert fields["voice"] == "She said no."
    assert fields["facts"] == "I rang."


def test_each_field_knows_the_line_that_it_starts_at() -> None:
    text = HEAD + "\n## Observed facts\n\n\nI rang.\nTwice.\n\n## Actions\n- [ ] Ring\n"
    _, lines = read_note_with_lines(text)
    rows = text.split("\n")
    assert rows[lines["facts"] - 1] == "I rang."
    assert rows[lines["actions"] - 1] == "- [ ] Ring"


def test_keys_that_noteui_does_not_know_survive() -> None:
    text = (
        '---\nnoteui: 1\nabout: {name: Maya Ellis, kind: child, case_ref: "0012"}\npeople:\n'
        "  - {name: Dana Ellis, relationship: mother, phone: null}\ncontact: email\n"
        "reviewer: {name: Sam, when: [1, 2]}\ntags: [a, 'b: c']\n---\n"
    )
    written = write_note(read_note(text))
    for kept in (
        'case_ref: "0012"',
        "phone: null",
        "reviewer: {name: Sam, when: [1, 2]}",
        "tags: [a, 'b: c']",
    ):
        assert kept in written
    assert write_note(read_note(written)) == written


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "no front matter"),
        ("# Just text", 1, "no front matter"),
        ("---\nabout: {name: x", 1, "not closed"),
        ("---\nabout: {name: x\n---\n", 3, "broken"),
        ("---\ncontact: email\n---\n", 2, "whom it is about"),
        ("---\nabout: {name: A, kind: dog}\ncontact: email\n---\n", 2, "kind must be"),
        ("---\nabout: {name: A, kind: child, born: 2016-13-40}\ncontact: email\n---\n", 2, "2016-03-14"),
        ("---\nabout: {name: A, kind: child}\ncontact: pigeon\n---\n", 3, "contact must be"),
        ("---\nabout: {name: A, kind: child}\ncontact: email\nhappened: tomorrow\n---\n", 4, "happened"),
        (
            "---\nabout: {name: A, kind: child}\ncontact: email\nseen: perhaps\n---\n",
            4,
            "neither true nor false",
        ),
        ("---\nabout: {name: A, kind: child}\ncontact: email\ncontact: email\n---\n", 4, "twice"),
        ("---\nabout: {name: A, kind: child}\npeople: mum\ncontact: email\n---\n", 3, "list"),
        (HEAD + "hello\n", 5, "before the first section"),
        (HEAD + "## Gossip\n", 5, "no section"),
        (HEAD + "## Facts\nx\n## Observed facts\n", 7, "already"),
        ("---\nnoteui: 9\nabout: {name: A, kind: child}\ncontact: email\n---\n", 2, "format 9"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_line_and_reason(text: str, line: int, says: str) -> None:
    with pytest.raises(UnreadableNote) as told:
        read_note(text)
    assert told.value.line == line
    assert says in told.value.reason


def test_a_persons_file_stands_in_the_order_of_events() -> None:
    files = [read_note(path.read_text()) for path in NOTES if path.stem.startswith("tamsin")]
    about, people = files[0].note.about, files[0].note.people
    document = write_person_file(about, people, [PersonNote(file.note) for file in files])
    tokens = MarkdownIt().parse(document)
    headings = [
        tokens[n + 1].content for n, t in enumerate(tokens) if t.type == "heading_open" and t.tag == "h2"
    ]
    assert headings == [
        "People around",
        "Wednesday 4 November 2026, 13:10: school visit",
        "Wednesday 11 November 2026, 10:05: phone call",
        "Wednesday 18 November 2026, 15:45: home visit",
    ]
