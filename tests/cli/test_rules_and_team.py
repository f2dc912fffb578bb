"""`noteui rules`, and the team's own file as the command line meets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from noteui.checks import all_rules, shipped, supervision
from noteui.checks.sharing_rule import sharing_rules

from . import process

Run = Callable[..., process.Done]
NOTE = """---
noteui: 1
about: {name: Maya Ellis, kind: child}
contact: home visit
---

## Observed facts
He was naughty. The TAF met.
"""
TEAM = """
[rules]
"evidence-based/certainty" = "off"

[[entry]]
id = "naughty"
status = "off"

[[entry]]
id = "zib-zab"
rule = "professional/stigma"
forms = ["zib zab"]
status = "contested"

[glossary]
TAF = "team around the family"
"""


@pytest.fixture
def noteui(tmp_path: Path) -> Run:
    """Runs `noteui` in a home of its own."""
    (tmp_path / "config" / "noteui").mkdir(parents=True)
    (tmp_path / "note.md").write_text(NOTE)

    return lambda *arguments: process.noteui(arguments, tmp_path)


def struck(done: process.Done) -> set[str]:
    return {finding["text"] for finding in json.loads(done.stdout)["findings"]}


def test_the_teams_file_is_found_beside_the_configuration_or_where_that_says(
    noteui: Run, tmp_path: Path
) -> None:
    check = ("check", "note.md", "--format", "json")
    assert {"naughty", "TAF"} <= struck(noteui(*check))
    folder = tmp_path / "config" / "noteui"
    (folder / "team.toml").write_text(TEAM)
    done = noteui(*check)
    assert not {"naughty", "TAF"} & struck(done)
    assert done.stderr == ""
    (folder / "ours.toml").write_text('[glossary]\nTAF = "team around the family"\n')
    (folder / "config.toml").write_text('team = "ours.toml"\n')
    assert {"naughty", "TAF"} & struck(noteui(*check)) == {"naughty"}
    (tmp_path / "other.toml").write_text('[[entry]]\nid = "naughty"\nstatus = "off"\n')
    assert {"naughty", "TAF"} & struck(noteui(*check, "--team", "other.toml")) == {"TAF"}


def test_a_wrong_file_is_told_and_the_checks_go_on(noteui: Run, tmp_path: Path) -> None:
    (tmp_path / "team.toml").write_text(
        '[glossary]\nTAF = "x"\n\n[[entry]]\nid = "naughty"\nstatuss = "off"\n'
    )
    done = noteui("check", "note.md", "--format", "json", "--team", "team.toml")
    assert done.returncode == 1
    assert {"naughty", "TAF"} <= struck(done)
    assert done.stderr == (
        "noteui: team.toml, line 6: there is no key “statuss” here; the nearest is “status”. "
        "Until it is right, noteui checks by its own lists alone.\n"
    )
    (tmp_path / "team.toml").write_bytes(b"[rules]\n\xff")
    assert "byte 9 is not UTF-8" in noteui("check", "note.md", "--team", "team.toml").stderr
    missing = noteui("check", "note.md", "--team", "nowhere.toml")
    assert (missing.returncode, missing.stdout) == (2, "")
    (tmp_path / "config" / "noteui" / "config.toml").write_text('team = "nowhere.toml"\n')
    gone = noteui("check", "note.md", "--format", "json")
    assert "naughty" in struck(gone)
    assert "nowhere.toml cannot be read" in gone.stderr


def test_every_rule_and_every_entry_is_printed(noteui: Run) -> None:
    printed = noteui("rules").stdout
    for rule in all_rules().values():
        assert f"  {rule.id} (" in printed
        assert rule.why in printed
    every = json.loads(noteui("rules", "--format", "json").stdout)
    assert [rule["rule"] for rule in every] == [*all_rules(), *supervision.RULES, *sharing_rules()]
    listed = {(rule["rule"], entry["entry"]) for rule in every for entry in rule["entries"]}
    assert listed == {(rule, id_) for rule, made in shipped().lists.items() for id_ in made.entries}
    for made in shipped().lists.values():
        for entry in made.entries.values():
            assert all(form in printed for form in entry.forms)


def test_rules_are_asked_for_by_principle_rule_entry_or_the_words_of_a_note(noteui: Run) -> None:
    by_principle = json.loads(noteui("rules", "timely", "--format", "json").stdout)
    assert {rule["principle"] for rule in by_principle} == {"timely"}
    of_sharing = json.loads(noteui("rules", "timely-sharing", "--format", "json").stdout)
    assert {rule["principle"] for rule in of_sharing} == {"timely-sharing"}
    (rule,) = json.loads(noteui("rules", "timely/relative-day", "--format", "json").stdout)
    assert rule["raised"]
    assert rule["not_raised"]
    (by_entry,) = json.loads(noteui("rules", "naughty", "--format", "json").stdout)
    assert [entry["entry"] for entry in by_entry["entries"]] == ["naughty"]
    by_words = json.loads(noteui("rules", "defiant", "and", "clearly", "--format", "json").stdout)
    found = {rule["rule"]: [entry["entry"] for entry in rule["entries"]] for rule in by_words}
    assert found["professional/stigma"] == ["naughty"]
    assert found["evidence-based/certainty"] == []
    failed = noteui("rules", "failed to engage")
    assert failed.returncode == 0
    assert "professional/" in failed.stdout


def test_rules_say_what_is_off_and_why(noteui: Run, tmp_path: Path) -> None:
    (tmp_path / "team.toml").write_text(TEAM)
    said = noteui("rules", "--team", "team.toml").stdout
    assert "  evidence-based/certainty (warning; facts, voice, opinion, family)\n" in said
    certainty = said.split("  evidence-based/certainty (")[1].split("\n\n")[0]
    assert "Off: your team's file switches it off." in certainty
    assert "naughty (your team's): " in said
    added = said.split("zib-zab (your team's): zib zab")[1][:200]
    assert "Off: the guides disagree about it" in added
    assert "known to your readers: TAF (team around the family)" in said
    contested = noteui("rules", "zib", "zab", "--team", "team.toml")
    assert "zib-zab" in contested.stdout


def test_words_that_nothing_raises_are_answered_with_the_nearest_name(noteui: Run) -> None:
    done = noteui("rules", "timely/relativ-day")
    assert done.returncode == 2
    assert "timely/relative-day" in done.stderr


def test_the_rules_of_supervision_are_told_too(noteui: Run) -> None:
    said = noteui("rules", "supervision/decision-without-reason").stdout
    assert "This decision stands without its reason." in said
    assert "raised:     " in said
    assert "supervision/nobody-named" in noteui("rules", "person-centred").stdout
