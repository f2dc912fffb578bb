from __future__ import annotations

from pathlib import Path

import pytest

from noteui.vault import place
from noteui.vault import vault as vaults
from noteui.vault.errors import VaultError
from noteui.vault.keys import FLOOR

from .conftest import PASSPHRASE


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


@pytest.mark.parametrize(
    ("folder", "because"),
    [
        ("/home/priya/OneDrive - Council/vault", "copied to other computers by OneDrive"),
        ("/home/priya/dropbox/vault", "copied to other computers by Dropbox"),
        ("/srv/team drive/vault", "lies on another computer"),
        ("/srv/team drive/local/vault", None),
        ("/home/priya/vault", None),
    ],
)
def test_a_folder_where_a_vault_would_be_torn_is_told(
    tmp_path: Path, folder: str, because: str | None
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\n"
        "server:/share /srv/team\\040drive nfs4 rw 0 0\n"
        "/dev/sdb1 /srv/team\\040drive/local ext4 rw 0 0\n"
    )

    told = place.why_unsafe(Path(folder), mounts)

    assert (because in told) if because and told else told is because


def test_where_mounts_are_not_known_nothing_is_said(tmp_path: Path) -> None:
    assert place.why_unsafe(tmp_path, tmp_path / "none") is None


def test_no_vault_is_made_in_a_folder_that_is_synchronised(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="OneDrive"):
        vaults.create(tmp_path / "OneDrive" / "vault", PASSPHRASE, name="Priya Nair", role="", cost=FLOOR)
