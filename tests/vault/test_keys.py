from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noteui.vault import attempts, files, keys, place
from noteui.vault.errors import DamagedVault, Locked, NoVault, UnfitPassphrase, VaultError, WrongPassphrase

RIGHT = "violet otter canal lamp"
NEW = "copper meadow ladder tide"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keys.create_slots(tmp_path, "user0000000a", "key00000000a", RIGHT, keys.FLOOR)
    return tmp_path


def test_the_right_passphrase_gives_the_data_key_and_whose_it_is(tmp_path: Path) -> None:
    drawn = keys.create_slots(tmp_path, "user0000000a", "key00000000a", RIGHT, keys.FLOOR)

    opened = keys.unlock(tmp_path, RIGHT)

    assert opened == drawn
    assert opened.user_id == "user0000000a"
    assert len(opened.data_key) == len(opened.seed) == 32
    for secret in (opened.data_key, opened.keys.log, opened.seed):
        assert secret.hex() not in repr(opened)
        assert repr(secret) not in repr(opened)


def test_a_passphrase_opens_however_the_keyboard_composes_its_accents(tmp_path: Path) -> None:
    keys.create_slots(tmp_path, "user0000000a", "key00000000a", "the caf\u00e9 by the canal", keys.FLOOR)

    assert keys.unlock(tmp_path, "the cafe\u0301 by the canal").user_id == "user0000000a"


@pytest.mark.parametrize("wrong", ["", "violet otter canal lamq", "Violet otter canal lamp", "\ud800", "\0"])
def test_a_wrong_passphrase_is_told_in_one_sentence(folder: Path, wrong: str) -> None:
    with pytest.raises(WrongPassphrase) as refused:
        keys.unlock(folder, wrong)

    assert refused.value.exit_code == 3
    assert refused.value.sentence == "That passphrase does not open this vault. Try again."


def test_the_key_files_are_private_and_hold_no_name(folder: Path) -> None:
    for name in (place.KEYS, place.KEYS_BEFORE):
        assert (folder / name).stat().st_mode & 0o777 == 0o600
    slot = json.loads((folder / place.KEYS).read_bytes())["slots"][0]
    assert sorted(slot) == [
        *("kdf", "key", "kind", "memory_mib", "nonce", "passes", "public", "salt", "sealed"),
        *("user", "version", "wrapped"),
    ]


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("memory_mib", 47),
        ("passes", 2),
        ("user", "user0000000b"),
        ("salt", base64.b64encode(bytes(16)).decode()),
        ("nonce", base64.b64encode(bytes(24)).decode()),
        ("wrapped", base64.b64encode(bytes(48)).decode()),
        ("key", "key00000000b"),
        ("public", "00" * 32),
    ],
)
def test_nothing_in_a_slot_can_be_changed(folder: Path, part: str, value: object) -> None:
    _change_slot(folder, part, value)

    with pytest.raises(WrongPassphrase):
        keys.unlock(folder, RIGHT)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("memory_mib", 19),
        ("memory_mib", 10**9),
        ("passes", 0),
        ("kdf", "none"),
        ("version", 3),
        ("salt", "!"),
    ],
)
def test_a_slot_that_noteui_would_not_write_is_not_tried(folder: Path, part: str, value: object) -> None:
    _change_slot(folder, part, value)
    (folder / place.KEYS_BEFORE).unlink()

    with pytest.raises(DamagedVault) as told:
        keys.unlock(folder, RIGHT)

    assert told.value.exit_code == 4


def test_the_copy_opens_where_the_key_file_is_damaged(folder: Path) -> None:
    whole = (folder / place.KEYS).read_bytes()
    (folder / place.KEYS).write_bytes(b"{")

    assert keys.unlock(folder, RIGHT).user_id == "user0000000a"
    keys.bring_level(folder)
    assert (folder / place.KEYS).read_bytes() == whole


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_no_content_of_the_key_file_is_more_than_not_a_key_file(content: bytes) -> None:
    with pytest.raises(ValueError):
        keys.parse_slots(content)


def test_without_a_vault_it_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NoVault, match="noteui vault init"):
        keys.unlock(tmp_path, RIGHT)


def test_a_changed_passphrase_opens_and_the_old_one_soon_opens_nothing(folder: Path) -> None:
    before = keys.unlock(folder, RIGHT)

    keys.change_passphrase(folder, RIGHT, NEW, keys.FLOOR)

    assert keys.unlock(folder, NEW) == before
    with pytest.raises(WrongPassphrase):
        keys.unlock(folder, RIGHT)
    assert (folder / place.KEYS_BEFORE).read_bytes() != (folder / place.KEYS).read_bytes()
    keys.bring_level(folder)
    assert (folder / place.KEYS_BEFORE).read_bytes() == (folder / place.KEYS).read_bytes()


def test_changing_a_passphrase_leaves_other_slots_as_they_are(folder: Path) -> None:
    mine = json.loads((folder / place.KEYS).read_bytes())
    other = folder / "other"
    other.mkdir()
    keys.create_slots(other, "user0000000b", "key00000000b", "another four word phrase", keys.FLOOR)
    theirs = json.loads((other / place.KEYS).read_bytes())["slots"][0]
    files.replace(folder / place.KEYS, json.dumps({**mine, "slots": [*mine["slots"], theirs]}).encode())

    keys.change_passphrase(folder, RIGHT, NEW, keys.FLOOR)

    assert json.loads((folder / place.KEYS).read_bytes())["slots"][1] == theirs
    assert keys.unlock(folder, "another four word phrase").user_id == "user0000000b"


def test_an_unfit_new_passphrase_changes_nothing(folder: Path) -> None:
    before = (folder / place.KEYS).read_bytes()

    with pytest.raises(UnfitPassphrase):
        keys.change_passphrase(folder, RIGHT, "short", keys.FLOOR)

    assert (folder / place.KEYS).read_bytes() == before


def test_the_pause_grows_with_wrong_passphrases_and_ends_with_the_right_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_000_000.0
    monkeypatch.setattr("noteui.vault.keys.time.time", lambda: now)
    waits = []
    for _ in range(8):
        with pytest.raises(WrongPassphrase) as refused:
            keys.unlock(folder, "not this one at all")
        waits.append(refused.value.wait)
        now += refused.value.wait

    assert waits == [0, 0, 5, 10, 20, 40, 60, 60]
    now -= 1
    with pytest.raises(Locked) as locked:
        keys.unlock(folder, RIGHT)
    assert (locked.value.exit_code, locked.value.wait) == (3, 1)
    now += 1
    keys.unlock(folder, RIGHT)
    assert attempts.wait(folder, now) == 0
    assert not (folder / place.ATTEMPTS).exists()


def test_a_clock_that_was_put_back_locks_nobody_out_for_longer_than_the_pause(tmp_path: Path) -> None:
    for _ in range(9):
        attempts.count(tmp_path, 2_000_000_000.0)

    assert attempts.wait(tmp_path, 1_000.0) == 60


def test_a_damaged_count_locks_nobody_out(tmp_path: Path) -> None:
    (tmp_path / place.ATTEMPTS).write_bytes(b'{"wrong": "many"}')

    assert attempts.wait(tmp_path, 0.0) == 0


def test_too_little_memory_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(*_: object, **__: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr("noteui.vault.keys.argon2id.kdf", none_left)

    with pytest.raises(VaultError, match="46 MiB of free memory"):
        keys.unlock(folder, RIGHT)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.01, keys.Cost(512, 16)),
        (0.10, keys.Cost(320, 3)),
        (0.25, keys.Cost(128, 3)),
        (9.0, keys.Cost(128, 1)),
    ],
)
def test_the_cost_follows_the_machine(
    monkeypatch: pytest.MonkeyPatch, seconds: float, expected: keys.Cost
) -> None:
    clock = iter((0.0, seconds))
    monkeypatch.setattr("noteui.vault.keys.time.perf_counter", lambda: next(clock))
    monkeypatch.setattr("noteui.vault.keys._derive", lambda *_: b"")

    assert keys.calibrate() == expected


@pytest.mark.parametrize("cost", [(45, 1), (46, 0), (5000, 1), (46, 65)])
def test_no_cost_outside_the_bounds_can_be_written_down(cost: tuple[int, int]) -> None:
    with pytest.raises(ValueError):
        keys.Cost(*cost)


def _change_slot(folder: Path, part: str, value: object) -> None:
    kept = json.loads((folder / place.KEYS).read_bytes())
    kept["slots"][0][part] = value
    (folder / place.KEYS).write_bytes(json.dumps(kept).encode())
