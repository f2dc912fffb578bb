"""Several people and the keys to their vault, on the command line as a process."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from noteui.vault import keys
from noteui.vault import vault as vaults

from . import process

PRIYA = "violet otter canal lamp"
ROWAN = "copper meadow ladder tide"
NEW = "seven gooseberry lantern"
Run = Callable[..., process.Done]


@pytest.fixture
def noteui(tmp_path: Path) -> Run:
    """Runs `noteui` on a vault; secrets go through descriptors, as a script would give them."""
    folder = tmp_path / "vault"
    vaults.create(folder, PRIYA, name="Priya Nair", role="social worker", cost=keys.FLOOR).close()

    def run(*arguments: object, by: str | None = PRIYA, **given: str) -> process.Done:
        secrets = {"passphrase": by, **given} if by else given
        return process.noteui([*arguments, "--vault", folder], tmp_path, secrets=secrets)

    return run


def added(noteui: Run, name: str = "Rowan Cole", access: str = "supervisor") -> str:
    done = noteui("user", "add", name, "--role", "team manager", "--access", access, new_passphrase=ROWAN)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_user_is_added_listed_changed_and_removed(noteui: Run) -> None:
    rowan = added(noteui)
    (priya, second) = json.loads(noteui("user", "list", "--format", "json").stdout)
    assert (priya["name"], priya["access"]) == ("Priya Nair", "administrator")
    assert second == {
        "id": rowan,
        "name": "Rowan Cole",
        "role": "team manager",
        "access": "supervisor",
        "active": True,
        "has_passphrase": True,
    }
    assert "administrator" in noteui("user", "change", "rowan", "--access", "administrator").stdout
    assert noteui("user", "list", by=ROWAN).returncode == 0
    done = noteui("user", "remove", "rowan")
    assert done.stdout.strip() == f"{rowan} Rowan Cole, team manager: removed"
    assert "Backups" in done.stderr
    assert noteui("user", "list", by=ROWAN).returncode == 3
    assert "removed" in noteui("user").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["user", "add", "A", "--role", "b"], "may not add"),
        (["user", "remove", "priya"], "may not add"),
        (["user", "change", "priya", "--role", "nurse"], "may not add"),
        (["user", "change", "priya", "--new-passphrase"], "may not add"),
        (["vault", "recovery-code"], "may not make"),
        (["vault", "organisation-key", "-o", "out.key"], "may not make"),
    ],
)
def test_whoever_may_not_is_told_in_one_sentence(
    noteui: Run, tmp_path: Path, arguments: list[str], says: str
) -> None:
    added(noteui)
    done = noteui(*arguments, by=ROWAN)
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out.key").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["user", "remove", "priya"], "last administrator"),
        (["user", "remove", "nobody"], "no user"),
        (["user", "change", "priya", "--access", "reader"], "last administrator"),
        (["user", "add", "A", "--role", "b", "--access", "king"], "there is no “king”; it can be "),
        (["user", "add", " ", "--role", "b"], "Give the name"),
        (["vault", "organisation-key", "-o", "."], "already"),
    ],
)
def test_what_cannot_be_is_one_sentence(noteui: Run, arguments: list[str], says: str) -> None:
    given = {"new_passphrase": NEW} if arguments[1] == "add" else {}
    done = noteui(*arguments, **given)
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_lost_passphrase_is_got_round_with_the_printed_code(noteui: Run) -> None:
    code = noteui("vault", "recovery-code").stdout.strip()
    assert len(code.replace("-", "")) == 27
    typed = code.lower().replace("-", " ")
    wrong = noteui("vault", "recover", "--user", "priya", by=None, code="AAAA", new_passphrase=NEW)
    assert wrong.returncode == 2
    assert "27 letters" in wrong.stderr

    done = noteui("vault", "recover", "--user", "priya", by=None, code=typed, new_passphrase=NEW)

    assert done.returncode == 0, done.stderr
    assert noteui("list").returncode == 3
    again = noteui("list", by=NEW)
    assert again.returncode == 0
    assert "the recovery code was used to give Priya Nair a new passphrase" in again.stderr
    assert noteui("list", by=NEW).stderr == ""
    assert noteui("vault", "verify", by=NEW).returncode == 0


def test_and_with_the_organisation_key(noteui: Run, tmp_path: Path) -> None:
    assert noteui("vault", "organisation-key", "-o", "org.key").returncode == 0
    assert stat.S_IMODE((tmp_path / "org.key").stat().st_mode) == 0o600
    recover = ["vault", "recover", "--user", "priya", "--organisation-key"]
    (tmp_path / "other.key").write_text("x")
    assert noteui(*recover, "other.key", by=None, new_passphrase=NEW).returncode == 2

    assert noteui(*recover, "org.key", by=None, new_passphrase=NEW).returncode == 0

    assert noteui("vault", "verify", by=NEW).returncode == 0
    assert noteui("list").returncode == 3


def test_a_new_passphrase_is_in_the_log_and_an_unfit_one_is_refused(noteui: Run) -> None:
    assert noteui("vault", "passphrase", new_passphrase="short").returncode == 2
    assert noteui("vault", "passphrase", new_passphrase=NEW).returncode == 0
    assert noteui("list").returncode == 3
    assert noteui("vault", "verify", by=NEW).returncode == 0


@pytest.mark.parametrize(
    "verb", [("user", "add"), ("user", "change"), ("vault", "recover"), ("vault", "passphrase")]
)
def test_help_has_an_example_and_the_exit_codes(noteui: Run, verb: tuple[str, str]) -> None:
    told = noteui(*verb, "--help", by=None).stdout
    assert f"example: noteui {verb[0]} {verb[1]}" in told
    assert "exit codes" in told


def test_a_draft_is_made_final_by_its_writer_alone(noteui: Run, tmp_path: Path) -> None:
    notes = Path(__file__).resolve().parents[2] / "src/noteui/casework/demo_notes"
    added(noteui)
    (note,) = noteui("import", notes / "tamsin-school.md").stdout.split()
    other = noteui("finalise", note, by=ROWAN)
    assert (other.returncode, other.stdout) == (2, "")
    assert "only its writer" in other.stderr
    assert noteui("finalise", note).returncode == 0
