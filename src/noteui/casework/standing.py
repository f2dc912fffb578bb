"""How far a review has come: worked out from its acts and from what was added to the note, and kept nowhere.

Pure: the same sequence gives the same standing, whether for one note that is read or for all of a vault.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from noteui.records import ReviewKind

ASKS = frozenset((ReviewKind.QUESTION, ReviewKind.SUGGESTION))
"""What asks the writer for something."""


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a review by its facts, or, with `kind` None, a text that was added to the note.

    `id` is the content that holds its words; `at` is in UTC.
    """

    seq: int
    kind: ReviewKind | None
    by_id: str
    at: datetime
    id: str = ""
    to_id: str | None = None
    about_id: str | None = None


@dataclass(slots=True)
class Standing:
    """Where a review stands now.

    `submitted` waits for a reviewer's decision. `open_` are questions and suggestions that nobody has
    answered. `answered` is the latest answer that no reviewer has acted on since. `decision` is the latest
    return or agreement, and `since` what was added to the note after it: an agreement with anything there
    no longer holds.
    """

    submitted: Step | None = None
    open_: dict[str, Step] = field(default_factory=dict)
    answered: Step | None = None
    asked_by: str | None = None
    decision: Step | None = None
    since: list[Step] = field(default_factory=list)
    praised: int = 0

    @property
    def agreed(self) -> Step | None:
        """The agreement, whether it still holds or not."""
        return self.decision if self.decision and self.decision.kind is ReviewKind.AGREED else None

    @property
    def returned(self) -> Step | None:
        """The return that is the latest decision."""
        return self.decision if self.decision and self.decision.kind is ReviewKind.RETURNED else None

    @property
    def holds(self) -> bool:
        """Whether it is agreed, and nothing was added since."""
        return self.agreed is not None and not self.since

    @property
    def waits_for_writer(self) -> bool:
        """Whether the writer was asked for something and has not answered."""
        return bool(self.open_) or (
            self.returned is not None and not (self.since or self.submitted or self.answered)
        )

    @property
    def waits_for_reviewer(self) -> bool:
        """Whether a reviewer is to read, to go on or to decide."""
        if self.waits_for_writer:
            return False
        again = bool(self.since) and self.decision is not None
        return self.submitted is not None or self.answered is not None or again

    @property
    def reviewer_id(self) -> str | None:
        """Which reviewer it waits for; None for any of them."""
        if self.submitted is not None:
            return self.submitted.to_id or (self.asked_by if self.answered else None)
        if self.answered is not None:
            return self.asked_by
        return self.decision.by_id if self.decision else None


def standing_of(steps: Iterable[Step]) -> Standing:
    """The standing after these steps, given in the order of the log."""
    now = Standing()
    asked: dict[str, Step] = {}
    for step in steps:
        match step.kind:
            case None:
                now.since.append(step)
                for suggested in [one for one in now.open_.values() if one.kind is ReviewKind.SUGGESTION]:
                    _answer(now, suggested, step)
            case ReviewKind.SUBMITTED:
                now.submitted = step
            case ReviewKind.QUESTION | ReviewKind.SUGGESTION:
                now.open_[step.id] = asked[step.id] = step
                now.answered = None
            case ReviewKind.PRAISE:
                now.praised += 1
                now.answered = None
            case ReviewKind.ANSWER:
                if step.about_id in asked:  # thanks for praise ask for nothing
                    _answer(now, asked[step.about_id], step)
            case ReviewKind.RETURNED | ReviewKind.AGREED:
                now.decision, now.since = step, []
                now.submitted = now.answered = None
                now.open_.clear()
    return now


def _answer(now: Standing, asked: Step, step: Step) -> None:
    now.open_.pop(asked.id, None)
    now.answered, now.asked_by = step, asked.by_id
