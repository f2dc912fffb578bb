from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from noteui.vault import keys
from noteui.vault import vault as vaults

from .kill import PASSPHRASE


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[vaults.Vault]:
    with vaults.create(
        tmp_path / "vault", PASSPHRASE, name="Priya Nair", role="social worker", cost=keys.FLOOR
    ) as opened:
        yield opened
