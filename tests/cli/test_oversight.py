"""What is due, supervision, chronology, quality and audit on the command line, as processes on the demo."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from noteui.casework.demo import REVIEWER

from .test_reviewing import Run, noteui  # noqa: F401 -- a fixture

ROWAN = REVIEWER.passphrase
SUPERVISION = """
with = ["Priya"]
held = "yesterday 10:00"
about = ["Tamsin"]
next = "in 4 weeks"
changed = "Tamsin has been at school all week."
risk = "Lower, because the lodger has left."
decisions = "Close to early help."
actions = "- [ ] Ring the GP (Priya Nair, by 2020-01-06)"
"""


def final_ids(noteui: Run) -> list[str]:  # noqa: F811
    """The finalised notes."""
    return str(noteui("list", "--status", "finalised", "--format", "ids").stdout).split()


def test_supervision_is_recorded_signed_carried_over_and_done(noteui: Run, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "s.toml").write_text(SUPERVISION)
    assert noteui("supervision", "add", "s.toml").returncode == 2  # a practitioner records none
    added = noteui("supervision", "add", "s.toml", by=ROWAN)
    assert added.returncode == 0 and "without its reason" in added.stderr, added.stderr
    one = added.stdout.strip()
    assert noteui("supervision", "show", one).returncode == 2  # a draft is its writer's alone
    assert ":" in noteui("supervision", "finalise", one, by=ROWAN).stdout
    assert json.loads(noteui("supervision", "show", one).stdout)["about"] != []

    due = json.loads(noteui("due", "--overdue", "--format", "json").stdout)
    assert f"{one}.1" in {row["id"] for row in due}
    carried = noteui("due", "carry", f"{one}.1", "-", "--to", "31/12/2099", given="Surgery shut.\n")
    assert carried.returncode == 0, carried.stderr
    assert (
        "carried over to Thu 31 December 2099: Surgery shut."
        in noteui("supervision", "agenda", "priya", by=ROWAN).stdout
    )
    assert noteui("due", "done", f"{one}.1", "-", given="Rung.\n", by=ROWAN).returncode == 0
    assert noteui("supervision", "addendum", one, "-", given="I see it otherwise.\n").returncode == 0
    exported = noteui("supervision", "export", one, "-o", "s.md", by=ROWAN)
    assert exported.returncode == 0 and "I see it otherwise." in (tmp_path / "s.md").read_text()
    assert noteui("vault", "verify").returncode == 0


def test_a_note_is_marked_shown_in_the_chronology_and_taken_out(noteui: Run, tmp_path: Path) -> None:  # noqa: F811
    note = final_ids(noteui)[0]
    (tmp_path / "m.toml").write_text('event = "She moved to her aunt’s."\ntone = "good"\n')
    mark = noteui("chronology", "mark", note, "m.toml").stdout.strip()
    person = json.loads(noteui("show", note, "--format", "json").stdout)["person"]
    page = noteui("chronology", "show", person).stdout
    assert page.startswith("# Chronology of") and ": Good" in page
    rows = json.loads(noteui("chronology", "show", person, "--format", "json").stdout)
    assert str(mark) in {str(row.get("mark")) for row in rows}
    assert noteui("chronology", "unmark", mark, "-", given="Marked twice.\n").returncode == 0
    assert "aunt" not in noteui("chronology", "show", person).stdout
    (tmp_path / "m.toml").write_text('event = "x"\ntone = "dreadful"\n')
    refused = noteui("chronology", "mark", note, "m.toml")
    assert refused.returncode == 2 and "good, worry or change" in refused.stderr


def test_quality_and_an_audit_are_for_those_whom_they_concern(noteui: Run, tmp_path: Path) -> None:  # noqa: F811
    held = json.loads(noteui("quality", "--held", "--format", "json").stdout)
    assert {row["note"] for row in held} <= set(final_ids(noteui))
    assert "Evidence-based" in noteui("quality").stdout
    assert noteui("quality", "--team").returncode == 2
    assert noteui("quality", "--who", "priya", by=ROWAN).returncode == 0

    assert noteui("audit", "draw", "--seed", "autumn").returncode == 2
    one = noteui("audit", "draw", "-n", "2", "--seed", "autumn", by=ROWAN).stdout.strip()
    told = json.loads(noteui("audit", "show", one, by=ROWAN).stdout)
    note = told["notes"][0]["note"]
    (tmp_path / "a.toml").write_text(f'[{note}]\nanalysis = "partly"\nremark = "Clear."\n')
    assert noteui("audit", "answer", one, "a.toml", by=ROWAN).returncode == 0
    report = noteui("audit", "report", one, by=ROWAN).stdout
    assert "Do the conclusions follow from what was seen and heard? partly" in report and "Clear." in report
    (tmp_path / "a.toml").write_text(f'[{note}]\nanalysis = "8 of 10"\n')
    assert noteui("audit", "answer", one, "a.toml", by=ROWAN).returncode == 2


def test_clocks_are_started_met_and_their_table_is_printed(noteui: Run) -> None:  # noqa: F811
    assert "Working Together" in noteui("due", "clocks").stdout
    run = noteui("due", "start", "Tamsin", "referral-decision", "--since", "2/3/2026 10:00").stdout.strip()
    rows = json.loads(noteui("due", "--overdue", "--format", "json").stdout)
    assert run in {row["id"] for row in rows}
    assert noteui("due", "done", run, "-", given="Assessment agreed.\n").returncode == 0
    rows = json.loads(noteui("due", "--format", "json").stdout)
    assert run not in {row["id"] for row in rows}
    assert noteui("due", "start", "Tamsin", "no-such-clock").returncode == 2


def test_the_template_of_a_supervision_is_a_file_that_is_taken(noteui: Run) -> None:  # noqa: F811
    template = tomllib.loads(noteui("supervision", "template").stdout)
    assert {"with", "held", "decisions", "actions"} <= set(template)
