"""Patterns that are compiled when they are first tried: most are not in most notes, and compiling is dear."""

from __future__ import annotations

import re
from typing import Any, cast

from noteui.checks.compiled import compiled


def lazily(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern as `re.compile` would give it, but compiled at its first use. That raises re.error."""
    return cast("re.Pattern[str]", _Lazy(pattern, flags))


class _Lazy:
    def __init__(self, pattern: str, flags: int) -> None:
        self._written = f"{flags} {pattern}", lambda: pattern, flags

    def __getattr__(self, name: str) -> Any:
        made = compiled(*self._written)
        # From here on they are found on the object itself, at no cost.
        for method in ("search", "match", "fullmatch", "finditer", "findall", "sub", "split", "pattern"):
            setattr(self, method, getattr(made, method))
        return getattr(made, name)
