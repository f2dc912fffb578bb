"""Where the vault lies: its folder, the files in it, and the configuration that may name another folder."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import platformdirs

from noteui.vault.errors import VaultError

DATABASE = "vault.db"
KEYS = "keys.json"
KEYS_BEFORE = "keys.json.prev"
LOCK = "lock"
ATTEMPTS = "attempts.json"
BACKUPS = "backups"


def config_file() -> Path:
    """The configuration file where this platform keeps one; it need not exist."""
    return platformdirs.user_config_path("noteui", appauthor=False) / "config.toml"


def read_config(file: Path | None = None) -> Mapping[str, object]:
    """What the configuration file says; empty where there is none.

    Raises VaultError where the file cannot be read or is not TOML.
    """
    file = file or config_file()
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise VaultError(f"The configuration file {file} cannot be read: {error}.") from None


def default_vault(config: Mapping[str, object] | None = None) -> Path:
    """The folder of the vault: what the configuration's `vault` says, else the platform's data folder.

    Raises VaultError where `vault` is not a path in quotation marks.
    """
    config = read_config() if config is None else config
    named = config.get("vault")
    if named is None:
        return platformdirs.user_data_path("noteui", appauthor=False) / "vault"
    if not isinstance(named, str) or not named:
        raise VaultError('In the configuration file, write the vault as a path: vault = "/path/to/folder".')
    return Path(named).expanduser()


def exists(folder: Path) -> bool:
    """Whether a vault stands in the folder; looks at names only and opens nothing."""
    return (folder / DATABASE).exists() or (folder / KEYS).exists()
