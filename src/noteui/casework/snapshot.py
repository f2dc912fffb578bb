"""A person and those around them as a note keeps them: plain JSON beside its text, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from noteui.casework.storable import storable
from noteui.checks.note import About, Relation


def about_to_json(about: About) -> dict[str, Any]:
    """The person as JSON values."""
    return _plain(asdict(about))


def about_from_json(kept: Mapping[str, Any]) -> About:
    """The person from what `about_to_json` gave."""
    return About(**{**kept, "born": _day(kept["born"])})


def relation_to_json(relation: Relation) -> dict[str, Any]:
    """One of the people around as JSON values."""
    return _plain(asdict(relation))


def relation_from_json(kept: Mapping[str, Any]) -> Relation:
    """One of the people around from what `relation_to_json` gave."""
    return Relation(**{**kept, "born": _day(kept["born"])})


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in values.items()}


def _value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return storable(value) if isinstance(value, str) else value


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None
