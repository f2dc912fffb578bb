"""Sharing on the command line, as processes on a real encrypted vault."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from .test_commands import Run, noteui

__all__ = ["noteui"]

FORM = """
decision = "share"
urgency = "immediate"
what = "Maya told me on 23 November that her uncle hits her with a belt."
asked = "Keep Maya in school until I arrive at 14:00, and ring me if her uncle comes."
purpose = "so that the school can keep Maya from her uncle this afternoon"
why = "Without it her uncle can collect her before she is seen; only who may collect her is said."
basis = ["public-task"]
contents = ["facts"]

[[recipient]]
name = "Hannah Bale"
role = "safeguarding lead"
agency = "Northgate Primary"
route = "phone"
address = "0161 496 0444"
identity_checked = "I rang the number on the school's own page and asked for her"

[[told]]
who = "Dana Ellis"
told = false
because = "Her brother reads her phone and has threatened her."
look_again = 2126-12-08
"""


def test_a_sharing_is_decided_sent_misunderstood_put_right_and_closed(noteui: Run, tmp_path: Path) -> None:
    noteui("person", "add", "Maya Ellis", "--kind", "child")
    (tmp_path / "new.toml").write_text(FORM)
    sharing = noteui("share", "new", "Maya", "new.toml").stdout.strip()
    assert noteui("share", "check", sharing).returncode == 0
    assert noteui("share", "decide", sharing).stdout.strip() == sharing
    assert noteui("share", "discard", sharing).returncode == 2

    assert noteui("share", "received", sharing, "Bale", "--who", "Hannah Bale").returncode == 2
    assert noteui("share", "sent", sharing, "Bale", "--how", "by phone").returncode == 0
    assert noteui("share", "received", sharing, "northgate", "--who", "Hannah Bale").returncode == 0
    closing = noteui("share", "closed", sharing, "1")
    assert (closing.returncode, "understood" in closing.stderr) == (2, True)
    said = noteui("share", "said-back", sharing, "1", "--who", "Hannah Bale", "-", given="Received, thanks")
    assert (said.returncode, "own words" in said.stderr) == (2, True)
    for move, words in (
        ("said-back", "The uncle collects her at three."),
        ("put-right", "No: he must not collect her."),
        ("said-back", "I keep her in the office and ring you if he comes."),
    ):
        who = ["--who", "Hannah Bale"] if move == "said-back" else []
        assert noteui("share", move, sharing, "1", *who, "-", given=words).returncode == 0
    assert noteui("share", "understood", sharing, "1").returncode == 0
    assert noteui("share", "closed", sharing, "1").returncode == 0

    (row,) = json.loads(noteui("share", "--format", "json").stdout)
    assert (row["state"], row["reach"]) == ("closed", "closed")
    told = noteui("share", "show", sharing).stdout
    assert told.index("collects her at three") < told.index("must not collect") < told.index("in the office")
    assert noteui("vault", "verify").returncode == 0
    acts = [
        row["act"]
        for row in json.loads(noteui("vault", "log", "--act", "sharing", "--format", "json").stdout)
    ]
    assert acts == [
        f"sharing.{act}"
        for act in (
            "decided", "sent", "received", "restated", "corrected", "restated", "confirmed", "closed",
        )
    ]  # fmt: skip


def test_a_decision_that_lacks_a_part_says_which(noteui: Run) -> None:
    noteui("person", "add", "Maya Ellis", "--kind", "child")
    sharing = noteui("share", "new", "Maya", "-", given='what = "A mark on her arm."').stdout.strip()
    refused = noteui("share", "decide", sharing)
    assert refused.returncode == 1
    assert "necessary/purpose-missing" in refused.stdout
    assert noteui("share", "list", "--state", "draft", "--format", "ids").stdout.split() == [sharing]
    assert noteui("share", "--format", "ids", "list", "--words", "arm mark").stdout.split() == [sharing]
    assert noteui("share", "--format", "ids", "list", "--words", "arm belt").stdout.split() == []
    after = noteui("share", "--format", "json", "list", "--format", "table").stdout
    assert "To share" in after and not after.startswith("[")


def test_an_emergency_is_decided_with_three_answers_and_completed_after(noteui: Run) -> None:
    noteui("person", "add", "Maya Ellis", "--kind", "child")
    short = """
what = "Her uncle strangled her this morning; she is in school."
purpose = "so that the police can meet her there now"
urgency = "immediate"
[[recipient]]
role = "duty sergeant"
agency = "Leyford police"
route = "phone"
"""
    sharing = noteui("share", "new", "Maya", "-", given=short).stdout.strip()
    assert noteui("share", "decide", sharing, "--emergency").returncode == 0
    (row,) = json.loads(noteui("share", "--format", "json").stdout)
    assert row["complete"] is False
    assert "complete" in [wait["what"] for wait in row["waiting"]]
    assert noteui("share", "edit", sharing, "-", given=short).returncode == 1
    form = noteui("share", "form", sharing).stdout
    recipient_id = tomllib.loads(form)["recipient"][0]["id"]
    whole = 'urgency = "immediate"\n' + FORM.split('urgency = "immediate"')[1].split("[[recipient]]")[0]
    whole += f"""
[[recipient]]
id = "{recipient_id}"
role = "duty sergeant"
agency = "Leyford police"
route = "phone"
identity_checked = "999"
[[told]]
who = "Dana Ellis"
told = true
how = "by phone"
view = "She asked me to hurry."
"""
    done = noteui("share", "edit", sharing, "-", given=whole)
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(noteui("share", "--format", "json").stdout)
    assert row["complete"] is True
    assert len(row["recipients"]) == 1
    assert noteui("vault", "verify").returncode == 0


def test_not_sharing_is_a_decision_that_stands_in_the_register(noteui: Run, tmp_path: Path) -> None:
    noteui("person", "add", "Omar Said", "--kind", "adult")
    form = """
decision = "withhold"
why = "Omar has capacity, no one else is at risk, and he asked for a week."
follow_up = 2126-06-08
[[advice]]
who = "A. Singh, manager"
when = 2026-11-23
answer = "Agreed."
[[told]]
who = "Omar Said"
told = true
view = "Thank you."
"""
    sharing = noteui("share", "new", "Omar", "-", given=form).stdout.strip()
    assert noteui("share", "decide", sharing).returncode == 0
    assert noteui("share", "export", "-o", "register.md").returncode == 0
    document = (tmp_path / "register.md").read_text()
    assert "Not shared" in document
    assert "he asked for a week" in document
    assert noteui("share", "finish", sharing, "-", given="He told his sister himself.").returncode == 0
    (row,) = json.loads(noteui("share", "--decision", "withhold", "--format", "json").stdout)
    assert row["state"] == "closed"


def test_a_form_that_cannot_be_read_stores_nothing(noteui: Run) -> None:
    noteui("person", "add", "Maya Ellis", "--kind", "child")
    for form, says in (
        ("what = ", "TOML"),
        ('basis = ["because"]', "public-task"),
        ('colour = "blue"', "no line colour"),
        ('[[item]]\nnote = "7k2m7k2m7k2m"', "no note"),
    ):
        done = noteui("share", "new", "Maya", "-", given=form)
        assert (done.returncode, says in done.stderr) == (2, True), done.stderr
    assert noteui("share", "--format", "ids").stdout == ""
