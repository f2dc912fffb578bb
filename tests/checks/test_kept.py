"""Tables and patterns are the same worked out, from what was kept, and past what was kept and broken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from noteui.checks import compiled as patterns
from noteui.checks import kept as keeping
from noteui.checks import tables
from noteui.checks.cue import Cue

TEXT = '[rule]\nid = "real/said"\nforms = ["all well", "no şoncerns"]\n'


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(keeping, "_FOLDER", tmp_path / "kept")
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    return tmp_path / "kept"


def test_a_table_is_read_once_and_kept(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = tables.read_table(TEXT)
    assert read == {"rule": {"id": "real/said", "forms": ["all well", "no şoncerns"]}}
    assert len(list(kept.iterdir())) == 1
    monkeypatch.delattr(tables, "read_toml")
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


def _spelt_in(cue: Cue, text: str) -> list[tuple[str | None, ...]]:
    return [match.group(0, "who") for match in cue.pattern.finditer(text)]


def test_a_pattern_that_was_kept_finds_what_it_found_and_a_broken_one_is_compiled(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "mum said it; nan has said so often, and Dad, ŵyn said it."

    def made() -> Cue:
        return Cue(r"(?P<who>\w+),? (?:has )?{key}(?=\W)", key=("said it", "said so"))

    fresh = _spelt_in(made(), text)
    assert fresh == [("mum said it", "mum"), ("nan has said so", "nan"), ("ŵyn said it", "ŵyn")]
    with monkeypatch.context() as patched:
        patched.setattr(re, "compile", None)  # nothing is worked out a second time
        patched.setattr(patterns, "_code_of", None)
        assert _spelt_in(made(), text) == fresh
    for file in kept.iterdir():
        file.write_bytes(b"\0")
    assert _spelt_in(made(), text) == fresh
    monkeypatch.setattr(patterns, "_code_of", lambda pattern: (pattern, 32, [1, 2], 0, {}, ()))
    for file in kept.iterdir():
        file.unlink()
    assert _spelt_in(made(), text) == fresh
    assert _spelt_in(made(), text) == fresh
