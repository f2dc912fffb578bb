"""The shipped tables are the same from TOML, from what was kept of it, and past what was kept and broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from noteui.checks import tables

TEXT = '[rule]\nid = "real/said"\nforms = ["all well", "no şoncerns"]\n'


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tables, "_FOLDER", tmp_path / "kept")
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    return tmp_path / "kept"


def test_a_table_is_read_once_and_kept(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = tables.read_table(TEXT)
    assert read == {"rule": {"id": "real/said", "forms": ["all well", "no şoncerns"]}}
    assert len(list(kept.iterdir())) == 1
    monkeypatch.delattr(tables, "tomllib")
    assert tables.read_table(TEXT) == read


def test_what_was_kept_and_broken_is_read_anew(kept: Path) -> None:
    read = tables.read_table(TEXT)
    for file in kept.iterdir():
        file.write_bytes(b"\0")
    assert tables.read_table(TEXT) == read
    changed = tables.read_table(TEXT.replace("well", "fine"))
    assert changed["rule"]["forms"][0] == "all fine"


def test_where_nothing_can_be_kept_the_table_is_read(kept: Path) -> None:
    kept.write_text("a file stands in the folder's place")
    assert tables.read_table("a = 1") == {"a": 1}
