"""A finalised note leaves the vault so that anybody can tell whether it is what was signed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noteui.casework import finalising, reviewing, users
from noteui.casework.carrying import export_note, import_note
from noteui.checks import all_rules
from noteui.paper import verify_record
from noteui.paper.note_file import read_note, write_note
from noteui.records import Access, ReviewKind
from noteui.vault import vault as vaults
from noteui.vault.keys import FLOOR

NOW = datetime(2026, 11, 17, 19, 5, tzinfo=UTC)
NOTE = Path(finalising.__file__).with_name("demo_notes") / "tamsin-home-visit.md"


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[vaults.Vault]:
    folder = tmp_path_factory.mktemp("sealed") / "vault"
    passphrase = "violet otter canal lamp"
    with vaults.create(folder, passphrase, name="Priya Nair", role="social worker", cost=FLOOR) as opened:
        yield opened


@pytest.fixture(scope="module")
def final(vault: vaults.Vault) -> str:
    """A finalised note with an addendum, one that looks like markup, and a correction."""
    draft = import_note(vault, read_note(NOTE.read_text(encoding="utf-8")))
    answers = dict.fromkeys(all_rules(), "Asked on the day.")
    late = finalising.Lateness("I was called away.", "rough notes", "my locked drawer")
    finalising.finalise(vault, draft.id, now=NOW, answers=answers, late=late)
    finalising.add(vault, draft.id, "The school rang back.\n\n## Observed facts\n\nNot a section.\u2028👩‍👧")
    words = draft.note.fields["facts"][:12]
    passage = finalising.Passage("facts", 0, 12, words)
    finalising.correct(vault, draft.id, passage, "In fact", reason="I misread my notes.")
    return draft.id


@pytest.fixture(scope="module")
def plain(vault: vaults.Vault, final: str) -> str:
    return export_note(vault, final, now=NOW).text


@pytest.fixture(scope="module")
def reviewed(vault: vaults.Vault, final: str, plain: str) -> str:
    """The same note after a review, agreed and then added to."""
    assert plain
    rowan = "copper meadow ladder tide"
    users.add_user(vault, name="Rowan Cole", role="team manager", access=Access.SUPERVISOR, passphrase=rowan)
    with vaults.open_(vault.folder, rowan) as reviewer:
        reviewing.submit(vault, final, text="Is it enough?")
        fields = finalising.read_final(vault, final).draft.note.fields
        passage = finalising.Passage("facts", 0, 12, fields["facts"][:12])
        asked = reviewing.say(reviewer, final, ReviewKind.QUESTION, "# Who?\n\nWhen?", passage=passage)
        reviewing.answer(vault, asked.id, "Grace.\n\n## Said in review\n\nNot a section.")
        reviewing.agree(reviewer, final, "It says who.", now=NOW)
    finalising.add(vault, final, "One thing more.")
    return export_note(vault, final, now=NOW).text


@pytest.fixture(scope="module", params=["plain", "reviewed"])
def document(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


def test_a_review_says_what_an_agreement_was_over(reviewed: str) -> None:
    seen, wrong = verify_record.check(reviewed)
    assert wrong == []
    assert sum(" of its review (" in line for line in seen) == 4
    assert "\nIt was agreed, and added to since: the agreement no longer holds.\n" in reviewed
    assert "> Answers number 2 of these" in reviewed
    line = next(line for line in reviewed.split("\n") if line.startswith("review: "))
    without = json.dumps(json.loads(line.removeprefix("review: "))[:-1], ensure_ascii=False)
    assert verify_record.check(reviewed.replace(line, f"review: {without}"))[1] != []


def test_a_seal_is_spelled_in_one_way_only(plain: str) -> None:
    salt = json.loads(plain.partition("seal: ")[2].split("\n")[0])["salt"]
    seen, wrong = verify_record.check(plain)
    assert seen
    assert wrong == []
    with pytest.raises(ValueError, match="hexadecimal"):
        verify_record.check(plain.replace(salt, salt.upper()))


@pytest.mark.parametrize(
    ("kind", "other"),
    [("agreed", "agreeD"), ("agreed", "praise"), ("addendum", "addenduM"), ("correction", "addendum")],
)
def test_no_act_passes_as_one_of_another_kind(reviewed: str, kind: str, other: str) -> None:
    assert f'"kind": "{kind}"' in reviewed
    wrong = verify_record.check(reviewed.replace(f'"kind": "{kind}"', f'"kind": "{other}"'))[1]
    assert any(sentence.endswith("was signed as another kind of act.") for sentence in wrong)


def test_it_is_as_it_was_signed_and_says_by_which_key(vault: vaults.Vault, plain: str) -> None:
    seen, wrong = verify_record.check(plain, vault.signer.public)

    assert wrong == []
    assert [line.split(":")[0] for line in seen] == [
        "the note",
        "addition 1 (addendum)",
        "addition 2 (correction)",
        "receipt",
    ]


def test_another_key_than_the_one_expected_is_told(document: str) -> None:
    assert any("another key" in sentence for sentence in verify_record.check(document, "00" * 32)[1])


@settings(max_examples=400, deadline=None)
@given(where=st.floats(0, 1, exclude_max=True), put=st.characters(codec="utf-8", exclude_categories=("Cs",)))
def test_no_character_of_it_can_be_changed(document: str, where: float, put: str) -> None:
    at = int(where * len(document))
    changed = document[:at] + put + document[at + 1 :]
    if _means_the_same(changed, document):
        return
    try:
        wrong = verify_record.check(changed)[1]
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    assert wrong != []


def _means_the_same(one: str, other: str) -> bool:
    """Whether only spaces between the parts of a seal differ."""
    return [_values(line) for line in one.split("\n")] == [_values(line) for line in other.split("\n")]


def _values(line: str) -> object:
    name, _, value = line.partition(": ")
    if name in ("seal", "added", "review"):
        try:
            return name, json.loads(value)
        except ValueError:
            return line
    return line.split() if name == "receipt" else line


def test_an_addition_cannot_be_left_out(document: str) -> None:
    lines = document.split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("added: "))
    fewer = json.loads(lines[at].removeprefix("added: "))[1:]
    lines[at] = "added: " + json.dumps(fewer, ensure_ascii=False)
    assert verify_record.check("\n".join(lines))[1] != []


def test_it_is_checked_with_nothing_of_noteui_but_one_file(document: str, tmp_path: Path) -> None:
    (tmp_path / "record.md").write_text(document, encoding="utf-8")
    (tmp_path / "verify_record.py").write_bytes(Path(verify_record.__file__).read_bytes())
    alone = [sys.executable, "-I", str(tmp_path / "verify_record.py")]

    good = subprocess.run([*alone, str(tmp_path / "record.md")], capture_output=True, text=True, check=False)
    (tmp_path / "record.md").write_text(document.replace("Tamsin", "Tomsin", 1), encoding="utf-8")
    bad = subprocess.run([*alone, str(tmp_path / "record.md")], capture_output=True, text=True, check=False)
    (tmp_path / "draft.md").write_text(NOTE.read_text(encoding="utf-8"), encoding="utf-8")
    none = subprocess.run([*alone, str(tmp_path / "draft.md")], capture_output=True, text=True, check=False)

    assert (good.returncode, bad.returncode, none.returncode) == (0, 4, 2)
    assert "Everything is as it was signed" in good.stdout
    assert "WRONG: the note is not the text that was signed." in bad.stdout
    assert none.stderr.count("\n") == 1
    imported = (tmp_path / "verify_record.py").read_text(encoding="utf-8")
    assert "import noteui" not in imported
    assert "from noteui" not in imported


def test_it_goes_in_again_and_comes_out_byte_for_byte(vault: vaults.Vault, document: str) -> None:
    file = read_note(document)
    assert write_note(file) == document

    draft = import_note(vault, file)
    assert export_note(vault, draft.id, now=NOW).text == document


def test_finalised_once_more_it_carries_its_earlier_seal(vault: vaults.Vault, document: str) -> None:
    draft = import_note(vault, read_note(document))
    answers = dict.fromkeys(all_rules(), "Asked on the day.")
    finalising.finalise(vault, draft.id, now=NOW, answers=answers)

    again = export_note(vault, draft.id, now=NOW).text

    assert verify_record.check(again)[1] == []
    assert "\nearlier_seal: " in again
