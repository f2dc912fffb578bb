from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from noteui.vault import place, triggers
from noteui.vault import vault as vaults
from noteui.vault.engine import make_engine
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


@pytest.fixture
def unguarded(vault: vaults.Vault) -> Callable[[str], None]:
    """Changes the database with every right, as somebody could who has the key: no trigger refuses it."""

    def change(statement: str) -> None:
        bare = make_engine(vault.folder / place.DATABASE, vault.data_key, guarded=False)
        with bare.execution_options(write=True).begin() as connection:
            kept = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'trigger'").all()
            triggers.drop(connection)
            connection.exec_driver_sql(statement)
            for (sql,) in kept:
                connection.exec_driver_sql(sql)
        bare.dispose()

    return change
