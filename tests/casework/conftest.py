from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from noteui.vault import vault as vaults
from noteui.vault.keys import FLOOR

PASSPHRASE = "violet otter canal lamp"


@pytest.fixture(scope="module")
def shared_vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[vaults.Vault]:
    """One vault for the many examples of a property."""
    with _create(tmp_path_factory.mktemp("shared") / "vault") as opened:
        yield opened


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[vaults.Vault]:
    with _create(tmp_path / "vault") as opened:
        yield opened


def _create(folder: Path) -> vaults.Vault:
    return vaults.create(folder, PASSPHRASE, name="Priya Nair", role="social worker", cost=FLOOR)
