"""The command line as a process, on a real encrypted vault."""

from __future__ import annotations

import json
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from noteui.checks import PRINCIPLES, all_rules, supervision
from noteui.checks.sharing_rule import sharing_rules
from noteui.cli.verbs import parser
from noteui.vault import keys
from noteui.vault import vault as vaults

from . import process

PASSPHRASE = "violet otter canal lamp"
NOTES = Path(__file__).resolve().parents[2] / "src/noteui/casework/demo_notes"
Run = Callable[..., process.Done]


@pytest.fixture
def noteui(tmp_path: Path) -> Run:
    """Runs `noteui` in a home of its own, on the vault in it unless the test says otherwise."""
    folder = tmp_path / "vault"
    vaults.create(folder, PASSPHRASE, name="Priya Nair", role="social worker", cost=keys.FLOOR).close()
    (tmp_path / "key").write_text(PASSPHRASE + "\n")

    def run(
        *arguments: object, given: str | bytes | None = None, unlocked: bool = True, **environment: str
    ) -> process.Done:
        where = ["--vault", str(folder), "--key-file", str(tmp_path / "key")] if unlocked else []
        return process.noteui([*arguments, *where], tmp_path, given=given, environment=environment)

    return run


def imported(noteui: Run, *names: str) -> list[str]:
    done = noteui("import", *[NOTES / f"{name}.md" for name in names])
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_a_note_goes_in_is_found_and_comes_out_the_same(noteui: Run, tmp_path: Path) -> None:
    first, second = imported(noteui, "tamsin-school", "reg-home-visit")
    assert [row["id"] for row in json.loads(noteui("list", "--format", "json").stdout)] == [second, first]
    assert noteui("search", "hamster", "--format", "ids").stdout.split() == [first]
    assert noteui("show", first[:5]).stdout == (NOTES / "tamsin-school.md").read_text()
    assert noteui("show", first, "--field", "voice").stdout.startswith("I saw Tamsin alone")
    done = noteui("export", second, "-o", "out.md")
    assert done.returncode == 0
    out = tmp_path / "out.md"
    assert out.read_bytes() == (NOTES / "reg-home-visit.md").read_bytes()
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert noteui("export", first, "-o", "out.md").returncode == 2
    assert out.read_bytes() == (NOTES / "reg-home-visit.md").read_bytes()
    assert noteui("export", first, "-o", "out.md", "--force").returncode == 0
    assert out.read_bytes() == (NOTES / "tamsin-school.md").read_bytes()
    assert "# Reg Tolliver" in noteui("export", "--person", "Reg").stdout


def test_text_from_a_pipe_becomes_a_draft(noteui: Run) -> None:
    imported(noteui, "tamsin-school")
    done = noteui(
        *("add", "-", "--about", "tamsin", "--happened", "yesterday 3pm"),
        *("--seen", "--no-seen-alone", "--interpreter", "Polish, by phone"),
        given="Rang at noon. Zażółć 👩‍👧\n",
    )
    assert done.returncode == 0
    known = json.loads(noteui("show", done.stdout.strip(), "--format", "json").stdout)
    assert (known["seen"], known["seen_alone"], known["interpreter"]) == (True, False, "Polish, by phone")
    assert noteui("show", done.stdout.strip(), "--field", "facts").stdout == "Rang at noon. Zażółć 👩‍👧\n"


@pytest.mark.parametrize(
    ("arguments", "given", "code", "says"),
    [
        (["add", "--about", "T", "--happened", "yesterday 3pm"], None, 2, "dash"),
        (["add", "-", "--about", "T", "--happened", "yesterday 3pm"], b"\xff\xfe", 2, "UTF-8"),
        (["add", "-", "--about", "T", "--happened", "yesterday 3pm"], b" ", 2, "empty"),
        (["add", "-", "--about", "T", "--happened", "sometime"], b"x", 2, "no day"),
        (["add", "-", "--about", "T", "--happened", "noon", "--contact", "pigeon"], b"x", 2, "home visit"),
        (["add", "-", "--about", "Nobody", "--happened", "yesterday 3pm"], b"x", 2, "nobody called"),
        (["show", "zzzz"], None, 2, "no note"),
        (["export"], None, 2, "Name the notes"),
        (["import", "nowhere.md"], None, 2, "nowhere.md"),
        (["import", "."], None, 2, "folder"),
        (["lst"], None, 2, "there is no “lst”; the nearest is “list”"),
        (["list", "--since", "never"], None, 2, "no day"),
        (["list", "-n", "0"], None, 2, "whole number"),
        (["person", "show", "Nobody"], None, 2, "nobody called"),
    ],
)
def test_bad_input_gets_one_sentence(
    noteui: Run, arguments: list[str], given: bytes | None, code: int, says: str
) -> None:
    done = noteui(*arguments, given=given)
    assert done.returncode == code
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert noteui("list", "--format", "ids").stdout == ""


@pytest.mark.parametrize(("size", "says"), [(1_000_001, "1,000,001 characters"), (50_000_000, "20 MB")])
def test_a_text_too_long_for_a_note_is_refused_whole(noteui: Run, size: int, says: str) -> None:
    imported(noteui, "tamsin-school")
    done = noteui("add", "-", "--about", "Tamsin", "--happened", "yesterday 3pm", given=b"x" * size)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert len(noteui("list", "--format", "ids").stdout.split()) == 1


def test_a_bad_file_is_told_with_line_and_reason_and_nothing_is_stored(noteui: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.md"
    bad.write_text(
        (NOTES / "tamsin-school.md").read_text().replace("contact: school visit", "contact: pigeon")
    )
    done = noteui("import", NOTES / "reg-home-visit.md", bad)
    assert done.returncode == 2
    assert "bad.md: line 9: contact must be one of" in done.stderr
    assert noteui("list", "--format", "ids").stdout == ""


def test_a_wrong_passphrase_is_one_sentence_and_exit_3(noteui: Run, tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text("not this one at all\n")
    vault = ["--vault", tmp_path / "vault", "--key-file", tmp_path / "wrong"]
    done = noteui("list", *vault, unlocked=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1
    noteui("list", *vault, unlocked=False)
    noteui("list", *vault, unlocked=False)
    held = noteui("list", *vault, unlocked=False)
    assert held.returncode == 3
    assert "seconds" in held.stderr


def test_without_a_terminal_the_passphrase_is_not_waited_for(noteui: Run, tmp_path: Path) -> None:
    done = noteui("list", "--vault", tmp_path / "vault", "--passphrase-fd", "9", unlocked=False)
    assert done.returncode == 2
    assert "Descriptor 9" in done.stderr


def test_without_a_vault_it_says_how_to_make_one(noteui: Run, tmp_path: Path) -> None:
    done = noteui("list", "--vault", tmp_path / "none", unlocked=False)
    assert done.returncode == 2
    assert "noteui vault init" in done.stderr


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"TERM": ""}, {}])
def test_the_app_asks_for_a_terminal(noteui: Run, environment: dict[str, str]) -> None:
    for verb in ([], ["demo"]):
        done = noteui(*verb, unlocked=False, **environment)
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1


def test_people_are_added_changed_and_shown(noteui: Run) -> None:
    done = noteui(
        "person", "add", "Zofia O'Neill", "--kind", "child", "--born", "14/3/2016", "--known-as", "Zo"
    )
    assert done.returncode == 0
    assert noteui("person", "change", "Zo", "--pronouns", "she/her").returncode == 0
    assert noteui("person", "around", "Zo", "Dana O'Neill", "mother", "--household").returncode == 0
    shown = json.loads(noteui("person", "show", "zofia", "--format", "json").stdout)
    assert shown["born"] == "2016-03-14"
    assert shown["pronouns"] == "she/her"
    assert shown["people"][0]["household"] is True
    assert noteui("person", "not-around", "Zo", "dana o'neill").returncode == 0
    assert json.loads(noteui("person", "show", "zofia", "--format", "json").stdout)["people"] == []
    done = noteui("person", "not-around", "Zo", "Dana")
    assert done.returncode == 2
    assert "Nobody called “Dana” is among the people around" in done.stderr
    assert [row["name"] for row in json.loads(noteui("person", "list", "--format", "json").stdout)] == [
        "Zofia O'Neill"
    ]


def test_the_vault_is_verified_backed_up_and_restored(noteui: Run, tmp_path: Path) -> None:
    (first,) = imported(noteui, "tamsin-school")
    assert noteui("vault", "verify").returncode == 0
    backup = noteui("vault", "backup", tmp_path / "copy").stdout.strip()
    imported(noteui, "reg-home-visit")
    done = noteui("vault", "restore", backup)
    assert done.returncode == 0, done.stderr
    assert noteui("list", "--format", "ids").stdout.split() == [first]


def test_the_passphrase_is_changed(noteui: Run, tmp_path: Path) -> None:
    where = ["--vault", tmp_path / "vault", "--key-file", tmp_path / "key"]
    changed = {"new_passphrase": "four other unrelated words"}
    done = process.noteui(["vault", "passphrase", *where], tmp_path, secrets=changed)
    assert done.returncode == 0, done.stderr
    assert noteui("list").returncode == 3
    (tmp_path / "key").write_text("four other unrelated words\n")
    assert noteui("list").returncode == 0


def test_check_prints_what_the_contract_says(noteui: Run) -> None:
    files = [NOTES / "tamsin-home-visit.md", NOTES / "reg-home-visit.md"]
    done = noteui("check", "--format", "json", *files, unlocked=False)
    assert done.returncode == 1
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert second["file"] == str(files[1])
    assert list(first) == ["noteui", "file", "principles", "findings"]
    assert [row["principle"] for row in first["principles"]] == [principle.slug for principle in PRINCIPLES]
    assert all(row["questions"] for row in first["principles"])
    keys_of_finding = ["rule", "principle", "severity", "field", "start", "end", "line", "column"]
    keys_of_finding += ["text", "message", "try", "source", "fixes", "entry"]
    lines = files[0].read_text().split("\n")
    for finding in first["findings"]:
        assert list(finding) == keys_of_finding
        assert finding["rule"] in all_rules()
        if finding["start"] is not None:
            at = lines[finding["line"] - 1][finding["column"] - 1 :]
            assert at.startswith(finding["text"].split("\n")[0])
    weekday = next(f for f in first["findings"] if f["rule"] == "accurate/weekday-mismatch")
    assert weekday["text"] == "Tuesday 18 November"
    assert weekday["fixes"][0]["edits"][0]["text"] == "Wednesday"


def test_check_ends_with_the_code_that_was_asked_for(noteui: Run) -> None:
    note = NOTES / "tamsin-home-visit.md"
    assert noteui("check", note, unlocked=False).returncode == 1
    assert noteui("check", "--fail-on", "never", note, unlocked=False).returncode == 0
    assert noteui("check", "-", given=note.read_bytes(), unlocked=False).returncode == 1
    assert noteui("check", "nowhere.md", unlocked=False).returncode == 2


def test_check_gives_no_score_and_says_what_it_asks(noteui: Run, tmp_path: Path) -> None:
    said = noteui("check", NOTES / "tamsin-phone-call.md", unlocked=False).stdout
    assert "%" not in said
    assert "✓" not in said
    assert "What no rule can answer" in said


@pytest.mark.parametrize("verb", [["check", str(NOTES / "reg-home-visit.md")], ["rules"], ["--help"]])
def test_checking_loads_neither_screens_nor_database(verb: list[str]) -> None:
    program = (
        "import sys; from noteui.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "heavy = {'textual', 'sqlmodel', 'sqlalchemy', 'pydantic', 'rich'}\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & heavy))"
    )
    done = subprocess.run([sys.executable, "-c", program, *verb], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_rules_are_printed_with_their_examples(noteui: Run) -> None:
    every = json.loads(noteui("rules", "--format", "json", unlocked=False).stdout)
    assert {rule["rule"] for rule in every} == {*all_rules(), *supervision.RULES, *sharing_rules()}
    assert all(rule["why"] and rule["source_title"] for rule in every)
    wrong = noteui("rules", "timely/relativ-day", unlocked=False)
    assert wrong.returncode == 2
    assert "timely/relative-day" in wrong.stderr


def test_doctor_tells_no_names(noteui: Run) -> None:
    imported(noteui, "tamsin-school")
    told = noteui("doctor", "--json").stdout
    facts = json.loads(told)
    assert facts["vault"] == "there"
    assert not any(name in told for name in ("Tamsin", "Priya"))


VERBS = [
    "demo",
    "new",
    "add",
    "list",
    "show",
    "search",
    "check",
    "export",
    "import",
    "person",
    "rules",
    "vault",
    "doctor",
    *(f"person {act}" for act in ("list", "show", "add", "change", "around", "not-around")),
    "share",
    *(
        f"share {act}"
        for act in ("list", "form", "new", "edit", "check", "decide", "show", "sent", "received")
    ),
    *(f"share {act}" for act in ("said-back", "understood", "breach", "told-again", "tell", "to", "export")),
    *(f"vault {act}" for act in ("init", "path", "passphrase", "verify", "backup", "restore")),
]


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_explains_itself_with_an_example(noteui: Run, verb: str) -> None:
    done = noteui(*verb.split(), "--help", unlocked=False)
    assert done.returncode == 0
    (example,) = (line for line in done.stdout.splitlines() if line.startswith("example: "))
    words = shlex.split(example.split("noteui ", 1)[1])
    assert words[: len(verb.split())] == verb.split() or verb == "person"
    parser().parse_args(words)


def test_a_reader_that_leaves_early_is_no_error(noteui: Run, tmp_path: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m noteui rules | head -1", shell=True, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.startswith("Person-centred")


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes_verbs_and_their_options(noteui: Run, tmp_path: Path) -> None:
    script = tmp_path / "noteui.bash"
    script.write_text(noteui("completions", "bash", unlocked=False).stdout)
    typed = (("noteui", "ch"), ("noteui", "check", "--fail"), ("noteui", "vault", "ver"))
    asked = "".join(
        f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; COMPREPLY=(); _shtab_noteui; "
        'echo "${COMPREPLY[@]}"; '
        for words in typed
    )
    shown = subprocess.run(["bash", "-c", f"source {script}; {asked}"], capture_output=True, text=True)
    assert shown.stdout.split("\n")[:3] == ["check chronology", "--fail-on", "verify"]
