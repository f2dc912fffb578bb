"""One of a few: a letter takes the next that begins with it, enter opens the list."""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.widgets import Select

Answer = TypeVar("Answer")

_TAKES_BACK = frozenset({"backspace", "delete"})


class Choice(Select[Answer]):
    """A select whose closed field is answered by one key: the letter of an answer, or backspace for none."""

    def on_key(self, event: events.Key) -> None:
        """Take the next answer that begins with the letter, or take the answer back."""
        if self.expanded:
            return
        if event.key in _TAKES_BACK and self._allow_blank:
            event.stop()
            self.clear()
        elif event.is_printable and event.character and not event.character.isspace():
            event.stop()
            letter = event.character.casefold()
            values = [value for shown, value in self._options if str(shown).casefold().startswith(letter)]
            if values:
                at = values.index(self.value) + 1 if self.value in values else 0
                self.value = values[at % len(values)]


def yes_no(name: str, value: bool | None = None, *, prompt: str = "not said") -> Choice[bool]:
    """Whether something is so: yes, no, or not said."""
    asked = Choice((("yes", True), ("no", False)), prompt=f"{prompt} (y or n)", id=name)
    if value is not None:
        asked.value = value
    return asked


def said(choice: Select[bool]) -> bool | None:
    """What was chosen of yes and no; None where nothing was said."""
    return choice.value if isinstance(choice.value, bool) else None
