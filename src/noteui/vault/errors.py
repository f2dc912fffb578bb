"""What can go wrong with a vault, each as one sentence that says what to do. Imports nothing heavy."""

# Each is a state of the vault to be told in a sentence, not a programming error.
# ruff: noqa: N818

from __future__ import annotations

from typing import ClassVar


class VaultError(Exception):
    """Something about the vault stands in the way. `sentence` is for the person; it never holds note text."""

    exit_code: ClassVar[int] = 2

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class WrongPassphrase(VaultError):
    """No slot opens with this passphrase. `wait` is how many seconds must pass before the next try."""

    exit_code = 3

    def __init__(self, wait: float) -> None:
        super().__init__(
            "That passphrase does not open this vault. Try again."
            if not wait
            else f"That passphrase does not open this vault. Try again in {wait:.0f} seconds."
        )
        self.wait = wait


class Locked(VaultError):
    """A try came too soon after wrong passphrases. `wait` is how many seconds are left."""

    exit_code = 3

    def __init__(self, wait: float) -> None:
        super().__init__(f"After several wrong passphrases, wait {wait:.0f} more seconds, then try again.")
        self.wait = wait


class UnfitPassphrase(VaultError):
    """A new passphrase would be too easily guessed, or cannot be typed."""


class NoVault(VaultError):
    """There is no vault in the folder."""


class VaultExists(VaultError):
    """A vault cannot be created where one, or something else, already stands."""


class NewerVault(VaultError):
    """A newer noteui has written the vault."""


class VaultInUse(VaultError):
    """Another noteui holds the vault."""


class DiskFull(VaultError):
    """There is no room to save; everything saved before is safe."""


class ReadOnly(VaultError):
    """The folder or the file does not let itself be written."""


class DamagedVault(VaultError):
    """The files are not what noteui wrote."""

    exit_code = 4


class DoNotBelongTogether(DamagedVault):
    """The key file opens the database and knows nobody in it."""


class UnsoundEngine(VaultError):
    """The installed database engine has a fault that can lose notes."""
