"""A person's file for themselves, on the command line: made ready, read by a second person, released once."""

from __future__ import annotations

import json
from pathlib import Path

from noteui.casework import users
from noteui.records import Access
from noteui.vault import vault as vaults

from .test_packages import PASSPHRASE, Person, decided, hannah, priya

__all__ = ["hannah", "priya"]
ROWAN = "copper meadow ladder tide"


def _with_rowan(priya: Person) -> Person:
    """A second reader on the same vault."""
    with vaults.open_(priya.home / "vault", PASSPHRASE) as vault:
        users.add_user(vault, name="Rowan Cole", role="manager", access=Access.SUPERVISOR, passphrase=ROWAN)
    rowan = object.__new__(Person)
    rowan.home = priya.home
    rowan.key = priya.home / "rowan"
    rowan.key.write_text(ROWAN + "\n")
    return rowan


def test_a_file_is_made_ready_read_by_somebody_else_and_released_once(priya: Person, tmp_path: Path) -> None:
    decided(priya, tmp_path)
    rowan = _with_rowan(priya)
    request = priya.fine("subject-access", "new", "Tamsin", "--asked-by", "Tamsin herself")
    assert request in priya.fine("subject-access", "list")
    priya.fine("subject-access", "clear", request, "--how", "her passport, seen by me")

    form = priya.fine("subject-access", "form", request)
    (tmp_path / "goes.toml").write_text(
        form + '\n[[withhold]]\nwords = "Martin"\ntag = "third party"\nreason = "He has not been asked."\n'
    )
    asked = priya("subject-access", "choose", request, "goes.toml")
    assert asked.returncode == 1
    early = rowan("subject-access", "read", request)
    assert (early.returncode, "nobody has answered" in early.stderr) == (1, True)
    answers = [
        line.replace('= ""', '= "She knows them."') for line in asked.stdout.splitlines() if '= ""' in line
    ]
    written = (tmp_path / "goes.toml").read_text()
    (tmp_path / "goes.toml").write_text(written.replace("[answers]", "\n".join(["[answers]", *answers])))
    assert priya("subject-access", "choose", request, "goes.toml").returncode == 0

    assert "made it ready yourself" in priya("subject-access", "read", request).stderr
    unread = priya("subject-access", "release", request, "-o", "for-her.md")
    assert (unread.returncode, (tmp_path / "for-her.md").exists()) == (2, False)
    assert "Martin" not in rowan.fine("subject-access", "preview", request)
    rowan.fine("subject-access", "read", request)
    assert "third party" in priya.fine("subject-access", "ledger", request)
    priya.fine("subject-access", "release", request, "-o", "for-her.md")

    released = (tmp_path / "for-her.md").read_text()
    assert "[withheld: third party]" in released
    assert "He has not been asked." in released
    assert "Martin" not in released
    assert (tmp_path / "for-her.md").stat().st_mode & 0o077 == 0
    assert priya("subject-access", "release", request, "-o", "again.md").returncode == 2
    (row,) = json.loads(priya.fine("subject-access", "list", "--format", "json"))
    assert row["released_at"]
    assert priya("vault", "verify").returncode == 0
