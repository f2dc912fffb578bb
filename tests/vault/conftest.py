from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from noteui.vault import vault as vaults
from noteui.vault.keys import FLOOR

PASSPHRASE = "violet otter canal lamp"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "vault"


@pytest.fixture
def vault(folder: Path) -> Iterator[vaults.Vault]:
    with vaults.create(
        folder, PASSPHRASE, name="Priya Nair", role="social worker", cost=FLOOR, alone=True
    ) as opened:
        yield opened
