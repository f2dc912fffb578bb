from __future__ import annotations

from pathlib import Path

import pytest

from . import PROMISES

TESTS = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("shown_by", [test for tests in PROMISES.values() for test in tests])
def test_what_shows_a_promise_is_there(shown_by: str) -> None:
    file, name = shown_by.split("::")
    assert f"def {name}(" in (TESTS / file).read_text(encoding="utf-8")
