"""A review on the command line, as both roles, as processes on a real vault."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from noteui.casework.demo import REVIEWER, WRITER, demo_vault

from . import process

Run = Callable[..., process.Done]


@pytest.fixture
def noteui(tmp_path: Path) -> Run:
    """Runs `noteui` on the demo's vault, by the writer unless another passphrase is given."""
    folder = tmp_path / "vault"
    demo_vault(folder)

    def run(*arguments: str, by: str = WRITER.passphrase, given: str | None = None) -> process.Done:
        where = ["--vault", folder]
        return process.noteui([*arguments, *where], tmp_path, given=given, secrets={"passphrase": by})

    return run


def told(done: process.Done) -> list[dict[str, object]]:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def test_a_question_is_asked_answered_and_the_note_agreed(noteui: Run, tmp_path: Path) -> None:
    rowan = REVIEWER.passphrase
    waiting = told(noteui("review", "queue", "--format", "json", by=rowan))
    assert [row["group"] for row in waiting] == ["risk", "asked", "waits"]
    assert waiting[0]["why"] == ["risk without an action", "not submitted"]
    note = str(waiting[1]["id"])
    (tmp_path / "p.toml").write_text('field = "facts"\nwords = "ticked six withdrawals"\n')
    asked = noteui(
        "review", "question", note, "-", "--passage", "p.toml", by=rowan, given="On which days?\n"
    ).stdout.strip()
    now = told(noteui("review", "queue", "--format", "json", by=rowan))
    assert [(row["id"], row["group"]) for row in now][:1] == [(waiting[0]["id"], "risk")]
    assert (note, "waits") in [(row["id"], row["group"]) for row in now]
    assert [row["id"] for row in told(noteui("review", "asked", "--format", "json"))][1:2] == [note]
    assert noteui("review", "answer", asked[:6], "-", given="Six Fridays.").returncode == 0
    receipt = noteui("review", "agree", note, "-", by=rowan, given="The sums are in the note.")
    assert receipt.stdout.startswith("noteui-receipt-1 ")
    review: dict[str, object] = told(noteui("review", "show", note, "--format", "json"))  # type: ignore[assignment]
    assert (review["agreed"], review["holds"]) == (True, True)
    assert noteui("addendum", note, "-", given="Kath has the card now.").returncode == 0
    assert "no longer holds" in noteui("review", "show", note).stdout
    assert noteui("vault", "verify").returncode == 0


def test_what_cannot_be_is_one_sentence(noteui: Run) -> None:
    rowan = REVIEWER.passphrase
    risk, note, _ = noteui("review", "queue", "--format", "ids", by=rowan).stdout.split()
    for arguments, by, given, says in (
        (("queue",), None, None, "A practitioner may not review"),
        (("agree", note, "-"), None, "Mine.", "Ask a supervisor"),
        (("agree", note), rowan, None, "dash"),
        (("return", note, "-"), rowan, " \n", "what is missing"),
        (("submit", note, "--to", "rowan"), None, None, "submitted already"),
        (("submit", risk, "--to", "priya"), None, None, "no user"),
        (("answer", "zzzz", "-"), None, "Yes.", "identifier of the question"),
        (("submit", risk), rowan, None, "Only who wrote a note"),
    ):
        done = noteui("review", *arguments, **({"by": by} if by else {}), given=given)
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert says in done.stderr or "administrator may not" in done.stderr, done.stderr


def test_a_practitioner_has_what_is_held_about_their_recording(noteui: Run) -> None:
    mine = noteui("review", "file").stdout
    assert mine.startswith("# What is held about the recording of Priya Nair, social worker\n")
    assert "- Notes finalised: 4; something was said of 3 of them\n- 2 passages were praised\n" in mine
    assert "> “Auntie Faith did it”\n\nOne sentence, and it says what changed.\n" in mine
    assert noteui("review", "file", "--user", "priya", by=REVIEWER.passphrase).stdout == mine
    assert noteui("review", "file", "--user", "rowan").returncode == 2


def test_finalising_can_submit_at_once(noteui: Run, tmp_path: Path) -> None:
    (note,) = [
        str(row["id"])
        for row in told(noteui("list", "--status", "draft", "--format", "json"))
        if row["contact"] == "office visit"
    ]
    asks = noteui("finalise", note)
    assert asks.returncode == 1
    (tmp_path / "a.toml").write_text(asks.stdout.replace('= ""', '= "Not known."'))
    assert noteui("finalise", note, "--answers", "a.toml", "--submit-to", "rowan").returncode == 0
    assert note in noteui("review", "queue", "--format", "ids", by=REVIEWER.passphrase).stdout
