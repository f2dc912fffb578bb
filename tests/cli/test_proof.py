"""The log, receipts, verify, the drill and the exchange of the key, on the command line as a process."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from noteui.vault import place

from .test_users import NEW, ROWAN, Run, added, noteui

__all__ = ["noteui"]


def test_the_log_says_who_did_what_and_no_name_of_a_note(noteui: Run) -> None:
    noteui("person", "add", "Maya Ellis", "--kind", "child")
    rowan = added(noteui)
    lines = json.loads(noteui("vault", "log", "--format", "json").stdout)
    assert [line["entry"] for line in lines] == list(range(1, len(lines) + 1))
    assert {"at", "user", "name", "act", "about", "detail", "hash"} <= set(lines[0])
    assert "Maya" not in json.dumps(lines)
    only = json.loads(noteui("vault", "log", "--act", "user", "--format", "json").stdout)
    assert {line["act"] for line in only} == {"user.added"}
    assert json.loads(noteui("vault", "log", "--about", rowan[:6], "--format", "json").stdout) == only[1:]
    assert len(noteui("vault", "log", "-n", "2").stdout.splitlines()) == 2
    assert noteui("vault", "log", "--since", "tomorrow").stdout == ""
    mine = noteui("vault", "log", "--user", "rowan", by=ROWAN).stdout.splitlines()
    assert all("Rowan Cole" in line for line in mine)
    noteui("user", "change", "rowan", "--access", "practitioner")
    done = noteui("vault", "log", by=ROWAN)
    assert (done.returncode, done.stdout) == (2, "")
    assert "may not read the log" in done.stderr


def test_a_receipt_shows_an_older_vault_even_where_the_anchor_went_with_it(
    noteui: Run, tmp_path: Path
) -> None:
    vault = tmp_path / "vault"
    shutil.copytree(vault, tmp_path / "older")
    done = noteui("vault", "receipt")
    (tmp_path / "receipts.txt").write_text(f"From Priya, by mail:\n> {done.stdout}\n")
    for given in ("receipts.txt", done.stdout.strip()):
        fine = noteui("vault", "verify", "--receipt", given)
        assert fine.returncode == 0, fine.stdout
        assert "1 receipts" in fine.stdout
    for name in (place.DATABASE, place.ANCHOR):
        shutil.copyfile(tmp_path / "older" / name, vault / name)
    assert noteui("vault", "verify").returncode == 0
    done = noteui("vault", "verify", "--receipt", "receipts.txt")
    assert done.returncode == 4
    assert "receipt" in done.stdout


@pytest.mark.parametrize(
    "given", ["nowhere.txt", "key", "noteui-receipt-1 a 1 b c d e", "noteui-receipt-1 short"]
)
def test_what_is_no_receipt_is_one_sentence(noteui: Run, tmp_path: Path, given: str) -> None:
    (tmp_path / "key").write_text("nothing")
    done = noteui("vault", "verify", "--receipt", given)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_an_older_vault_is_told_by_every_verb_until_it_is_acknowledged(noteui: Run, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    shutil.copytree(vault, tmp_path / "older")
    for _ in range(2):
        noteui("list")
    shutil.copyfile(tmp_path / "older" / place.DATABASE, vault / place.DATABASE)
    for _ in range(2):
        assert "older copy" in noteui("list").stderr
    done = noteui("vault", "verify")
    assert done.returncode == 4
    fault = done.stderr.split("acknowledge ")[1].split()[0]
    assert noteui("vault", "acknowledge", "1").returncode == 2
    assert noteui("vault", "acknowledge", fault).returncode == 0
    assert noteui("list").stderr == ""
    assert noteui("vault", "verify").returncode == 0


def test_the_drill_and_the_exchange_of_the_key(noteui: Run, tmp_path: Path) -> None:
    assert "no backup yet" in noteui("vault", "drill").stderr
    noteui("person", "add", "Maya Ellis", "--kind", "child")
    code = noteui("vault", "recovery-code").stdout
    assert noteui("vault", "backup").returncode == 0
    done = noteui("vault", "drill")
    assert done.returncode == 0
    assert "entries came later" in done.stdout

    done = noteui("vault", "rotate")

    assert done.returncode == 0, done.stderr
    assert "recovery code is void" in done.stderr
    assert "Maya Ellis" in noteui("person", "list").stdout
    assert noteui("vault", "verify").returncode == 0
    assert noteui("vault", "drill").returncode == 0
    lost = noteui("vault", "recover", "--user", "priya", by=None, code=code, new_passphrase=NEW)
    assert lost.returncode == 2
    assert "no recovery code" in lost.stderr
    (newest,) = (tmp_path / "vault" / place.BACKUPS).glob("*-before-rotation")
    with (newest / place.DATABASE).open("r+b") as stream:
        stream.seek(9000)
        stream.write(bytes(64))
    assert noteui("vault", "drill").returncode == 4


@pytest.mark.parametrize("verb", ["verify", "receipt", "log", "drill", "rotate", "acknowledge"])
def test_help_has_an_example_and_the_exit_codes(noteui: Run, verb: str) -> None:
    told = noteui("vault", verb, "--help", by=None).stdout
    assert f"example: noteui vault {verb}" in told
    assert "exit codes" in told
