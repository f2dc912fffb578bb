"""Leaving makes the day's backups, here and in a second place, and says where one could not be made."""

from __future__ import annotations

from pathlib import Path

import pytest

from noteui.vault import place as places
from noteui.vault import vault as vaults

from .conftest import PASSPHRASE, Place, at_desk


async def leave(place: Place) -> str | None:
    """Open the app, leave it, and return what it says afterwards."""
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot)
        await pilot.press("ctrl+q")
    return app.afterwards


async def test_leaving_backs_up_here_and_in_the_second_place_once_a_day(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config" / "noteui").mkdir(parents=True)
    written = tmp_path / "config" / "noteui" / "config.toml"
    written.write_text(f'backups = "{tmp_path / "stick"}"')
    (tmp_path / "stick").mkdir()
    for _ in range(2):
        assert await leave(place) is None
    (here,) = (place.folder / places.BACKUPS).iterdir()
    (there,) = (tmp_path / "stick").glob("*/*")
    assert here.name == there.name == "2026-11-18-daily"
    for made in (here, there):
        vaults.open_(made, PASSPHRASE).close()


async def test_a_second_place_that_is_not_there_is_told_and_nothing_else_suffers(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config" / "noteui").mkdir(parents=True)
    (tmp_path / "config" / "noteui" / "config.toml").write_text(f'backups = "{tmp_path / "gone"}"')
    told = await leave(place)
    assert told is not None
    assert "second backup" in told
    assert not (tmp_path / "gone").exists()
    assert list((place.folder / places.BACKUPS).iterdir())
