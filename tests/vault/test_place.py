from __future__ import annotations

from pathlib import Path

import pytest

from noteui.vault import place
from noteui.vault.errors import VaultError


def test_the_configuration_names_the_vault(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('vault = "/somewhere/else"\n')

    assert place.default_vault(place.read_config(file)) == Path("/somewhere/else")


def test_without_a_configuration_the_platform_says_where(tmp_path: Path) -> None:
    assert place.default_vault(place.read_config(tmp_path / "config.toml")).name == "vault"


@pytest.mark.parametrize("content", [b"vault = ", b"\xff\xfe"])
def test_an_unreadable_configuration_is_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(content)

    with pytest.raises(VaultError, match="cannot be read"):
        place.read_config(file)


def test_a_vault_that_is_no_path_is_told() -> None:
    with pytest.raises(VaultError, match="as a path"):
        place.default_vault({"vault": 3})
