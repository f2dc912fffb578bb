"""How long nobody was there, and after how long that locks."""

from __future__ import annotations

import time
from collections.abc import Mapping

from noteui.vault.errors import VaultError

DEFAULT_MINUTES = 10.0
"""The session limit that ASVS 5.0 (7.3.1) asks for inactivity, for what is opened in offices and cars."""


class Idle:
    """Counts from the last `begin`; `is_over` once it has lasted so many minutes, never where that is 0."""

    def __init__(self, minutes: float) -> None:
        self._seconds = minutes * 60
        self.begin()

    def begin(self) -> None:
        """Somebody is there."""
        # The steady clock stands still while a laptop sleeps, and the other one can be set: the later counts.
        self._since = _clocks()

    @property
    def is_over(self) -> bool:
        """Whether nobody was there for as long as was set."""
        lasted = max(now - since for now, since in zip(_clocks(), self._since, strict=True))
        return bool(self._seconds) and lasted >= self._seconds


def _clocks() -> tuple[float, float]:
    return time.monotonic(), time.time()


def minutes_of(config: Mapping[str, object]) -> float:
    """After how many minutes it locks, by the configuration's `lock_after`; 0 says never.

    Raises VaultError where that is no number of minutes.
    """
    told = config.get("lock_after", DEFAULT_MINUTES)
    if isinstance(told, bool) or not isinstance(told, (int, float)) or not 0 <= told <= 24 * 60:
        raise VaultError("In the configuration file, write minutes, 0 for never: lock_after = 10.")
    return float(told)
