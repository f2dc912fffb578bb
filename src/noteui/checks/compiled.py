"""Patterns compiled once and then made from what was kept of that, as Python does with modules.

Compiling the patterns that a page opens takes a third of its check as a process. Python has no public way to
keep a compiled pattern; where its inner one is not as it was when this was written, patterns are compiled.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from noteui.checks.kept import kept

_WRONG = (ImportError, AttributeError, TypeError, ValueError, RuntimeError, OverflowError)
"""What Python's inner parts raise where they are not the ones that this knows."""


def compiled(source: str, spell: Callable[[], str], flags: int = 0) -> re.Pattern[str]:
    """The pattern that is spelt out of this source. Raises re.error where it is no pattern."""
    pattern: str | None = None

    def work_out() -> tuple[Any, ...]:
        nonlocal pattern
        pattern = spell()
        return _code_of(pattern, flags)

    with suppress(*_WRONG):
        import _sre  # type: ignore[import-not-found]  # Python's own engine of patterns

        made = kept(f"{sys.hexversion} {_sre.MAGIC} {source}", work_out, tuple)
        of_it: re.Pattern[str] = _sre.compile(*made)
        return of_it
    return re.compile(spell() if pattern is None else pattern, flags)


def _code_of(pattern: str, flags: int) -> tuple[Any, ...]:
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(pattern, flags)
    names: list[str | None] = [None] * parsed.state.groups
    for name, group in parsed.state.groupdict.items():
        names[group] = name
    code = [int(word) for word in _compiler._code(parsed, flags)]
    return (
        pattern,
        int(parsed.state.flags),
        code,
        parsed.state.groups - 1,
        dict(parsed.state.groupdict),
        tuple(names),
    )
