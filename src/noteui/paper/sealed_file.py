"""A finalised note as a file: exactly the text that was signed, its seal, what was added since, a receipt.

Lines join the front matter, each a value in one line: `seal` (the salt, the entry of the log, the
signature and the key that it can be checked with), `added` and `review` (the same for each addition, and for
each act of its review, in order) and `receipt` (the head of the log when the file was written). The texts of
both stand in sections of their own after the actions. Without those lines and sections the file is, byte for
byte, what was signed;
`noteui.paper.verify_record` checks it with no vault.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from noteui.checks.note import Author
from noteui.paper.note_file import ADDED, REVIEWED, escape, one_line


@dataclass(frozen=True, slots=True)
class Seal:
    """What shows that a text is what was signed. `entry` is the log's entry by the names of its format."""

    salt: str
    entry: Mapping[str, str | int]
    signature: str
    public: str

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "salt": self.salt,
            "entry": dict(self.entry),
            "signature": self.signature,
            "public": self.public,
        }


@dataclass(frozen=True, slots=True)
class Addition:
    """What was added to a finalised note: an addendum, a correction, or that it was made void.

    `at` is in UTC. `aside` is what was signed beside the text: who made it, and for a correction what it
    corrects and why.
    """

    kind: str
    by: Author
    at: datetime
    text: str = field(repr=False)
    aside: Mapping[str, Any] = field(default_factory=dict, repr=False)
    seal: Seal | None = None

    @property
    def heading(self) -> str:
        """Its line above the text: what it is, when, by whom."""
        return (
            f"{self.kind.capitalize()}, {self.at.day} {self.at:%B %Y %H:%M} UTC, "
            f"{self.by.name} ({self.by.role})"
        )


def write_sealed(
    text: str, seal: Seal, additions: Sequence[Addition], review: Sequence[Addition], receipt: str
) -> str:
    """The file of a finalised note."""
    end = text.index("\n---\n", 4)
    told = [f"seal: {one_line(seal.to_dict())}"]
    if additions:
        told.append(f"added: {one_line([_added(addition) for addition in additions])}")
    if review:
        told.append(f"review: {one_line([_added(act) for act in review])}")
    told.append(f"receipt: {receipt}")
    body = text[end:]
    if additions:
        body += "\n" + "\n".join(write_additions(additions)) + "\n"
    if review:
        body += "\n" + "\n".join(write_review(review, additions)) + "\n"
    return text[:end] + "\n" + "\n".join(told) + body


def write_additions(additions: Sequence[Addition], level: int = 2) -> list[str]:
    """The section of the additions as lines, its heading at this level."""
    out = [f"{'#' * level} {ADDED}"]
    for addition in additions:
        out += ["", f"{'#' * (level + 1)} {addition.heading}", ""]
        passage = addition.aside.get("passage")
        if passage:
            was = " ".join(str(passage["text"]).split())
            out += [f"> Corrects “{escape(was)}”. Reason: {escape(str(addition.aside['reason']))}", ""]
        out += [escape(addition.text)]
    return out


def write_review(review: Sequence[Addition], additions: Sequence[Addition]) -> list[str]:
    """The section of the review as lines: whether it is agreed, then each act."""
    agreed = max((_seq(act) for act in review if act.kind == "agreed"), default=0)
    returned = max((_seq(act) for act in review if act.kind == "returned"), default=0)
    out = [f"## {REVIEWED}", ""]
    if agreed <= returned:
        out += ["Not agreed."]
    elif any(_seq(addition) > agreed for addition in additions):
        out += ["It was agreed, and added to since: the agreement no longer holds."]
    else:
        out += ["Agreed, and nothing was added since."]
    for act in review:
        out += ["", f"### {act.heading}", ""]
        passage = act.aside.get("passage")
        if passage:
            out += [f"> On “{escape(' '.join(str(passage['text']).split()))}” ({passage['field']})", ""]
        about = _detail(act).get("about")
        asked = next((n for n, one in enumerate(review, 1) if about and _detail(one)["final"] == about), None)
        if asked is not None:
            out += [f"> Answers number {asked} of these", ""]
        out += [escape(act.text)]
    return out


def _seq(addition: Addition) -> int:
    return int(addition.seal.entry["seq"]) if addition.seal else 0


def _detail(addition: Addition) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(str(addition.seal.entry["detail"])) if addition.seal else {}
    return told


def _added(addition: Addition) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": addition.kind, "text": addition.text}
    if addition.aside:
        told["aside"] = dict(addition.aside)
    if addition.seal is not None:
        told["seal"] = addition.seal.to_dict()
    return told
