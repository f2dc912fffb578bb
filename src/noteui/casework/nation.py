"""The nation in which the vault is used, as the configuration file says it."""

from __future__ import annotations

from collections.abc import Mapping

from noteui.casework.working_days import Nation
from noteui.vault.errors import VaultError
from noteui.vault.place import read_config


def configured_nation(config: Mapping[str, object] | None = None) -> Nation:
    """What the configuration's `nation` says; England where it says nothing.

    Raises VaultError where it names none of the four.
    """
    named = (read_config() if config is None else config).get("nation", Nation.ENGLAND)
    if named not in tuple(Nation):
        choices = ", ".join(f'"{nation}"' for nation in Nation)
        raise VaultError(f"In the configuration file, write the nation as one of {choices}.")
    return Nation(str(named))
