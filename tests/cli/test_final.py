"""Finalising and adding from the command line, as a process on a real vault."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from .test_commands import Run, imported, noteui  # noqa: F401 -- a fixture

TAMSIN = "tamsin-home-visit"


def made_final(run: Run, tmp_path: Path) -> str:
    (note,) = imported(run, TAMSIN)
    asked = run("finalise", note)
    assert asked.returncode == 1
    questions = tomllib.loads(asked.stdout)
    assert set(questions["answers"]) == {"holistic/family-left-out"}
    (tmp_path / "answers.toml").write_text(asked.stdout.replace('= ""', '= "Not asked on this visit."'))
    done = run("finalise", note, "--answers", "answers.toml")
    assert (done.returncode, done.stdout.count(":")) == (0, 1), done.stderr
    return note


def test_a_note_is_made_final_added_to_and_shown(noteui: Run, tmp_path: Path) -> None:  # noqa: F811
    note = made_final(noteui, tmp_path)
    assert noteui("addendum", note, "-", given="Her umbrella was in the hall.\n").returncode == 0
    (tmp_path / "c.toml").write_text(
        'field = "facts"\nwas = "3.45pm"\nnow = "3.30pm"\nreason = "I misread my notebook."\n'
    )
    assert noteui("correct", note, "c.toml").returncode == 0
    shown = noteui("show", note).stdout
    assert "I visited at 3.45pm" in shown
    assert "[was: 3.45pm][now: 3.30pm]\nReason: I misread my notebook." in shown
    assert "Her umbrella was in the hall." in shown
    assert "umbrella" not in noteui("show", note, "--version", "1").stdout
    rows = json.loads(noteui("versions", note, "--format", "json").stdout)
    assert [row["kind"] for row in rows] == ["note", "addendum", "correction"]
    changes = noteui("versions", note, "--compare", "2", "3").stdout
    assert "I visited at [was: 3.45pm][now: 3.30pm] on" in changes
    assert noteui("search", "umbrella", "--format", "ids").stdout.split() == [note]
    assert noteui("list", "--status", "finalised", "--format", "ids").stdout.split() == [note]
    assert noteui("vault", "verify").returncode == 0


def test_what_cannot_be_done_is_one_sentence_and_nothing_is_half_done(noteui: Run, tmp_path: Path) -> None:  # noqa: F811
    note = made_final(noteui, tmp_path)
    (tmp_path / "c.toml").write_text('field = "facts"\nwas = "the"\nnow = "a"\nreason = "Wrong."\n')
    (tmp_path / "bad.toml").write_text("field = facts")
    for arguments, given, says in (
        (("finalise", note, "--answers", "answers.toml"), None, "finalised already"),
        (("finalise", note, "--answers", "bad.toml"), None, "TOML"),
        (("addendum", note), "More.", "dash"),
        (("addendum", note, "-"), " \n", "to be added"),
        (("correct", note, "c.toml"), None, "times"),
        (("correct", note, "bad.toml"), None, "TOML"),
        (("correct", note, "-"), 'field = "facts"\n', "was"),
        (("void", note, "-"), "About another child.", "Ask a supervisor"),
        (("void", note), None, "dash"),
        (("show", note, "--version", "9"), None, "no version 9"),
    ):
        done = noteui(*arguments, given=given)
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert says in done.stderr, arguments
        assert done.stderr.count("\n") == 1
    rows = json.loads(noteui("versions", note, "--format", "json").stdout)
    assert [row["kind"] for row in rows] == ["note"]


def test_a_draft_has_no_versions_and_takes_no_addendum(noteui: Run) -> None:  # noqa: F811
    (note,) = imported(noteui, "tamsin-school")
    assert noteui("addendum", note, "-", given="More.").returncode == 2
    assert noteui("versions", note).returncode == 2
    assert noteui("show", note, "--version", "1").returncode == 2
