"""Where the vault lies: its folder, the files in it, and the configuration that may name another folder."""

from __future__ import annotations

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
ANCHOR = "head.json"
PRESENCE = "in-use"
RECEIPT = "receipt.txt"
"""In a backup: the receipt for the log as it stood then, signed by whoever made it."""

_SYNCED = (
    "Dropbox",
    "OneDrive",
    "Google Drive",
    "GoogleDrive",
    "iCloud",
    "Mobile Documents",
    "Nextcloud",
    "Syncthing",
)
_NETWORK = frozenset(
    (
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "afs",
        "ceph",
        "glusterfs",
        "fuse.sshfs",
        "fuse.rclone",
        "davfs",
    )
)


def config_file() -> Path:
    """The configuration file where this platform keeps one; it need not exist."""
    return platformdirs.user_config_path("noteui", appauthor=False) / "config.toml"


def read_config(file: Path | None = None) -> Mapping[str, object]:
    """What the configuration file says; empty where there is none.

    Raises VaultError where the file cannot be read or is not TOML.
    """
    file = file or config_file()
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise VaultError(f"The configuration file {file} cannot be read: {error}.") from None
    import tomllib  # most have no such file

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
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


def second_backups(config: Mapping[str, object] | None = None) -> Path | None:
    """The second place for backups: what the configuration's `backups` says; None where it says nothing.

    Raises VaultError where `backups` is not a path in quotation marks.
    """
    config = read_config() if config is None else config
    named = config.get("backups")
    if named is None:
        return None
    if not isinstance(named, str) or not named:
        raise VaultError('In the configuration file, write the place as a path: backups = "/path/to/folder".')
    return Path(named).expanduser()


def why_unsafe(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> str | None:
    """Why a vault should not live in the folder, in one sentence; None where nothing speaks against it.

    A database that is written is torn by programs that copy it meanwhile, and its locks hold on one computer
    only. What can be told from names and mounts is told; other such places are not known here.
    """
    path = folder.absolute()
    for part in path.parts:
        synced = next((name for name in _SYNCED if part.casefold().startswith(name.casefold())), None)
        if synced is not None:
            return (
                f"{folder} is copied to other computers by {synced}: choose a folder that stays on this one."
            )
    try:
        mounted = [line.split() for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines()]
    except OSError:
        return None
    # The mount that holds the folder is the longest; a space in its path is written \040.
    points = [(Path(entry[1].replace("\\040", " ")), entry[2]) for entry in mounted if len(entry) > 2]
    holding = max(
        (p for p in points if path.is_relative_to(p[0])), key=lambda p: len(p[0].parts), default=None
    )
    if holding is not None and holding[1] in _NETWORK:
        return f"{folder} lies on another computer: choose a folder on this one."
    return None


def exists(folder: Path) -> bool:
    """Whether a vault stands in the folder; looks at names only and opens nothing."""
    return (folder / DATABASE).exists() or (folder / KEYS).exists()
