"""The lawful bases that a sharing can name, from `words/lawful_bases.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from noteui.checks.tables import WORDS


@dataclass(frozen=True, slots=True)
class Basis:
    """A basis: what it is called, the law it stands in, for whom it is offered, and what to beware of."""

    id: str
    name: str
    law: str
    about: tuple[str, ...]
    caution: str = ""


@cache
def lawful_bases() -> Mapping[str, Basis]:
    """Every basis by its id, in the order in which they are offered. Raises ValueError for one twice."""
    file = WORDS / "lawful_bases.toml"
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["basis"]
    found = {
        row["id"]: Basis(row["id"], row["name"], row["law"], tuple(row["about"]), row.get("caution", ""))
        for row in rows
    }
    if len(found) < len(rows):
        raise ValueError("lawful_bases.toml: a basis stands twice")
    return MappingProxyType(found)


def name_of(basis_id: str) -> str:
    """What a basis is called; its id where it is no longer in the list."""
    known = lawful_bases().get(basis_id)
    return known.name if known else basis_id
