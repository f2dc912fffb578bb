"""Two people, two vaults: decide, seal, send, open, say back wrongly, put right, confirm, close."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from noteui.casework import carrying, finalising
from noteui.paper.note_file import read_note
from noteui.vault import keys
from noteui.vault import vault as vaults

from . import process
from .test_sharing import FORM

PASSPHRASE = "violet otter canal lamp"
NOTES = Path(__file__).resolve().parents[2] / "src/noteui/casework/demo_notes"
AGE = shutil.which("age")

GOES = """
[[choose]]
note = "{note}"
field = "facts"

[[choose]]
note = "{note}"
field = "actions"

[[withhold]]
words = "Martin"
tag = "third party"
reason = "He is not part of what the school is asked to do."

[answers]
"""


class Person:
    """Somebody with a vault of their own, and noteui as a process on it."""

    def __init__(self, home: Path, name: str, role: str) -> None:
        home.mkdir()
        self.home, self.key = home, home / "key"
        vaults.create(home / "vault", PASSPHRASE, name=name, role=role, cost=keys.FLOOR).close()
        self.key.write_text(PASSPHRASE + "\n")

    def __call__(self, *arguments: object, given: str | None = None, **secrets: str) -> process.Done:
        where = ["--vault", self.home / "vault", "--key-file", self.key]
        return process.noteui(
            [*arguments, *where], self.home, folder=self.home.parent, given=given, secrets=secrets
        )

    def fine(self, *arguments: object, given: str | None = None) -> str:
        done = self(*arguments, given=given)
        assert done.returncode == 0, (arguments, done.stderr)
        return done.stdout.strip()

    def acts(self, first: str) -> list[str]:
        return [
            row["act"] for row in json.loads(self.fine("vault", "log", "--act", first, "--format", "json"))
        ]


@pytest.fixture
def priya(tmp_path: Path) -> Person:
    return Person(tmp_path / "priya", "Priya Nair", "social worker")


@pytest.fixture
def hannah(tmp_path: Path) -> Person:
    return Person(tmp_path / "hannah", "Hannah Bale", "safeguarding lead")


def decided(priya: Person, tmp_path: Path) -> tuple[str, str]:
    """A decided sharing about a finalised note: the ids of both."""
    from datetime import datetime

    with vaults.open_(priya.home / "vault", PASSPHRASE) as vault:
        draft = carrying.import_note(vault, read_note((NOTES / "tamsin-home-visit.md").read_text()))
        missing = finalising.unanswered(draft)
        finalising.finalise(
            vault, draft.id, now=datetime(2026, 11, 18, 9, 0), answers={f.rule: "Not asked." for f in missing}
        )
    (tmp_path / "new.toml").write_text(FORM)
    sharing = priya.fine("share", "new", "Tamsin", "new.toml", "--note", draft.id)
    priya.fine("share", "decide", sharing)
    return sharing, draft.id


def chosen(priya: Person, tmp_path: Path, sharing: str, note: str) -> str:
    """The form of what goes, everything that the leak test asks answered."""
    form = GOES.format(note=note[:6])
    (tmp_path / "goes.toml").write_text(form)
    asked = priya("package", "choose", sharing, "goes.toml")
    if asked.returncode == 1:
        lines = asked.stdout.splitlines()[1:]
        form += "\n".join(line.replace('= ""', '= "The school knows them, and has to."') for line in lines)
        (tmp_path / "goes.toml").write_text(form + "\n")
        assert priya("package", "choose", sharing, "goes.toml").returncode == 0
    return form


def test_the_whole_loop_with_two_vaults(priya: Person, hannah: Person, tmp_path: Path) -> None:
    sharing, note = decided(priya, tmp_path)
    key = hannah.fine("receipt", "key")
    assert key.startswith("age1")
    priya.fine("address", "add", "Hannah Bale", "--agency", "Northgate Primary", "--key", key)
    chosen(priya, tmp_path, sharing, note)
    shown = priya.fine("package", "preview", sharing, "--to", "Bale")
    assert "Martin" not in shown
    number = priya.fine("package", "seal", sharing, "Bale", "-o", "out.age", "--sent", "by e-mail")
    assert b"Tamsin" not in (tmp_path / "out.age").read_bytes()

    opened = hannah("receipt", "open", "out.age", "--receipt", "r1.age")
    assert opened.returncode == 0
    assert number in opened.stderr
    assert "Priya Nair, social worker" in opened.stderr
    assert "Tamsin" in opened.stdout
    assert "Martin" not in opened.stdout
    assert "received" in priya.fine("receipt", "take", "r1.age")
    early = priya("share", "understood", sharing, "1")
    assert early.returncode == 2

    for words, answer in (
        ("The uncle may collect her at three o'clock.", "put-right"),
        ("I keep her in the office and ring you if he comes.", "understood"),
    ):
        hannah.fine("receipt", "restate", number, "-", "-o", f"{answer}.age", given=words)
        assert words in priya.fine("receipt", "take", f"{answer}.age")
        given = "No: he must not collect her." if answer == "put-right" else None
        priya.fine("share", answer, sharing, "1", *(["-"] if given else []), given=given)
    again = priya("receipt", "take", "understood.age")
    assert (again.returncode, "already" in again.stderr) == (2, True)
    priya.fine("share", "closed", sharing, "1")

    (row,) = json.loads(priya.fine("share", "--format", "json"))
    assert (row["state"], row["reach"]) == ("closed", "closed")
    assert priya.acts("sharing") == [
        f"sharing.{act}"
        for act in ("decided", "sent", "received", "restated", "corrected", "restated", "confirmed", "closed")
    ]
    assert priya.acts("package") == ["package.sealed"]
    assert priya.acts("receipt") == ["receipt.taken"] * 3
    assert hannah.acts("package") == ["package.received"]
    assert hannah.acts("receipt") == ["receipt.made"] * 3
    assert "in" in hannah.fine("package", "list")
    for one in (priya, hannah):
        assert one("vault", "verify").returncode == 0
        log = one.fine("vault", "log", "--format", "json")
        assert "Tamsin" not in log
        assert "office" not in log


def test_what_is_not_as_it_was_sealed_is_refused(priya: Person, hannah: Person, tmp_path: Path) -> None:
    sharing, note = decided(priya, tmp_path)
    chosen(priya, tmp_path, sharing, note)
    key = hannah.fine("receipt", "key")
    priya.fine("package", "seal", sharing, "1", "--key", key, "-o", "out.age")
    whole = (tmp_path / "out.age").read_bytes()
    stranger = Person(tmp_path / "noah", "Noah Frost", "clerk")
    assert stranger("receipt", "open", "out.age").returncode == 4
    for name, content in (
        ("cut.age", whole[:-40]),
        ("turned.age", whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:]),
        ("head.age", whole[:60] + bytes([whole[60] ^ 1]) + whole[61:]),
    ):
        (tmp_path / name).write_bytes(content)
        refused = hannah("receipt", "open", name)
        assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (4, "", 1), name
    (tmp_path / "letter.txt").write_text("Dear Hannah,")
    assert hannah("receipt", "open", "letter.txt").returncode == 2
    assert hannah("receipt", "open", "nowhere.age").returncode == 2
    assert hannah.acts("package") == []


def test_a_leak_that_nobody_answered_for_stops_the_sealing(priya: Person, tmp_path: Path) -> None:
    sharing, note = decided(priya, tmp_path)
    (tmp_path / "goes.toml").write_text(f'[[choose]]\nnote = "{note}"\n')
    asked = priya("package", "choose", sharing, "goes.toml")
    assert asked.returncode == 1
    assert "[answers]" in asked.stdout
    done = priya("package", "seal", sharing, "1", "--passphrase", "-o", "out.age")
    assert done.returncode == 1
    assert not (tmp_path / "out.age").exists()
    assert json.loads(priya("package", "test", sharing, "--format", "json").stdout)


@pytest.mark.skipif(AGE is None, reason="needs the age tool (Debian: apt-get install age)")
def test_debians_age_opens_what_noteui_sealed_and_the_other_way(
    priya: Person, hannah: Person, tmp_path: Path
) -> None:
    assert AGE is not None
    sharing, note = decided(priya, tmp_path)
    chosen(priya, tmp_path, sharing, note)
    subprocess.run(["age-keygen", "-o", tmp_path / "id.txt"], check=True, capture_output=True)
    public = subprocess.run(
        ["age-keygen", "-y", tmp_path / "id.txt"], check=True, capture_output=True, text=True
    ).stdout.strip()
    priya.fine("package", "seal", sharing, "1", "--key", public, "-o", "out.age")
    opened = subprocess.run(
        [AGE, "-d", "-i", tmp_path / "id.txt", tmp_path / "out.age"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert opened.startswith("---\nnoteui-package: 1\n")
    assert "# Information about Tamsin" in opened

    key = hannah.fine("receipt", "key")
    (tmp_path / "plain.md").write_text("# From the surgery\n\nShe was seen on Monday.\n")
    for options in (["-a"], []):
        subprocess.run(
            [AGE, *options, "-r", key, "-o", tmp_path / "theirs.age", tmp_path / "plain.md"], check=True
        )
        theirs = hannah("receipt", "open", "theirs.age")
        assert (theirs.returncode, theirs.stdout) == (0, (tmp_path / "plain.md").read_text())
        assert "Nobody signed this" in theirs.stderr
        (tmp_path / "theirs.age").unlink()
    (tmp_path / "given-on.md").write_text(opened)
    subprocess.run([AGE, "-r", key, "-o", tmp_path / "given-on.age", tmp_path / "given-on.md"], check=True)
    given_on = hannah("receipt", "open", "given-on.age")
    assert (given_on.returncode, given_on.stdout) == (4, "")
    assert "ask the sender" in given_on.stderr
    (tmp_path / "changed.md").write_text(opened.replace("Tamsin", "Taryn", 1))
    subprocess.run([AGE, "-r", key, "-o", tmp_path / "changed.age", tmp_path / "changed.md"], check=True)
    assert hannah("receipt", "open", "changed.age").returncode == 4


def test_a_passphrase_told_by_telephone_opens_it(priya: Person, hannah: Person, tmp_path: Path) -> None:
    sharing, note = decided(priya, tmp_path)
    chosen(priya, tmp_path, sharing, note)
    sealed = priya("package", "seal", sharing, "1", "--passphrase", "-o", "out.age")
    assert sealed.returncode == 0
    told = sealed.stderr.split("read out the passphrase: ")[1].split()[0]
    wrong = hannah("receipt", "open", "out.age", spoken="aaaa-bbbb-cccc-dddd")
    assert wrong.returncode == 4
    right = hannah("receipt", "open", "out.age", "--receipt", "r.age", spoken=told)
    assert right.returncode == 0, right.stderr
    assert "received" in priya.fine("receipt", "take", "r.age")
