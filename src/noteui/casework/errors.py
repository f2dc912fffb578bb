"""What can stand in the way of an act, each as one sentence that says what to do."""

from __future__ import annotations

# Each is an answer to the person, not a programming error.
# ruff: noqa: N818


class CaseworkError(Exception):
    """An act cannot be done as asked. `sentence` is for the person."""

    def __init__(self, sentence: str, exit_code: int = 2) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.exit_code = exit_code


class NotFound(CaseworkError):
    """Nothing goes by what was typed."""


class Ambiguous(CaseworkError):
    """More than one thing goes by what was typed; the sentence lists them."""


class Conflict(CaseworkError):
    """Someone else has saved the note since it was opened, or it can no longer be changed."""


class NowFinal(Conflict):
    """The note was made final since it was opened: what was written since can be added to it."""
