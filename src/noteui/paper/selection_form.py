"""What goes, as a TOML form: passages chosen, words withheld, names replaced, answers to the leak test."""

from __future__ import annotations

import dataclasses
import json
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any


class UnreadableSelection(ValueError):  # noqa: N818 -- an answer to the person, not a programming error
    """The form cannot be read; the sentence says what to write."""


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """Words of a note, as the form names them. What is left out means all: of the note, of every note."""

    note: str | None = None
    field: str | None = None
    words: str | None = dataclasses.field(default=None, repr=False)
    which: int | None = None
    tag: str = ""
    reason: str = dataclasses.field(default="", repr=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Rename:
    """Somebody who goes under another name; without `label` the next that nobody has of its `kind`."""

    name: str = dataclasses.field(repr=False)
    kind: str = "person"
    label: str = ""
    also: tuple[str, ...] = dataclasses.field(default=(), repr=False)
    tag: str = ""
    reason: str = dataclasses.field(default="", repr=False)


@dataclasses.dataclass(frozen=True, slots=True)
class SelectionForm:
    """The whole form."""

    choose: tuple[Words, ...] = ()
    withhold: tuple[Words, ...] = ()
    rename: tuple[Rename, ...] = ()
    answers: Mapping[str, str] = dataclasses.field(default_factory=dict, repr=False)


_HELP = """\
# What goes. Each [[choose]] takes a note, a field of it (facts, voice, opinion, family, actions, added.1, …),
# or words of that; what is not chosen does not go. Each [[withhold]] takes words out wherever they stand, in
# the note and field that it names or in everything. tag is one of: {tags}.
# Each [[rename]] gives somebody another name wherever they are named; also = ["…"] adds further names of
# theirs. Each of these says why.
"""
_CHOOSE = frozenset(("note", "field", "words", "which"))
_WITHHOLD = _CHOOSE | {"tag", "reason"}
_RENAME = frozenset(("name", "kind", "label", "also", "tag", "reason"))


def write_selection(form: SelectionForm, tags: Sequence[str]) -> str:
    """The form as it stands, to be changed and read back."""
    out = [_HELP.format(tags=", ".join(tags))]
    for name, rows in (("choose", form.choose), ("withhold", form.withhold)):
        for row in rows:
            out.append(f"[[{name}]]")
            out += [
                f"{key} = {_value(value)}"
                for key in ("note", "field", "words", "which", "tag", "reason")
                if (value := getattr(row, key)) not in (None, "")
            ]
            out.append("")
    for one in form.rename:
        out += ["[[rename]]", f"name = {_value(one.name)}", f"label = {_value(one.label)}"]
        if one.also:
            out.append(f"also = [{', '.join(map(_value, one.also))}]")
        out += [f"tag = {_value(one.tag)}", f"reason = {_value(one.reason)}", ""]
    out.append("[answers]")
    out += [f"{_value(key)} = {_value(said)}" for key, said in form.answers.items()]
    return "\n".join(out) + "\n"


def read_selection(text: str) -> SelectionForm:
    """The form that a text holds. Raises UnreadableSelection."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableSelection(f"It is not as TOML is written ({error}).") from None
    unknown = sorted(told.keys() - {"choose", "withhold", "rename", "answers"})
    if unknown:
        raise UnreadableSelection(f"{unknown[0]} is nothing of this form: choose, withhold, rename, answers.")
    answers = told.get("answers", {})
    if not isinstance(answers, dict) or not all(isinstance(said, str) for said in answers.values()):
        raise UnreadableSelection(
            'Under [answers] write each answer as "what was found" = "why it may stand".'
        )
    return SelectionForm(
        tuple(Words(**row) for row in _rows(told, "choose", _CHOOSE, ("note",))),
        tuple(Words(**row) for row in _rows(told, "withhold", _WITHHOLD, ("words", "tag", "reason"))),
        tuple(
            Rename(**{**row, "also": tuple(row.get("also", ()))})
            for row in _rows(told, "rename", _RENAME, ("name", "tag", "reason"))
        ),
        dict(answers),
    )


def _rows(
    told: Mapping[str, Any], name: str, known: frozenset[str], needed: Sequence[str]
) -> list[dict[str, Any]]:
    rows = told.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableSelection(f"Begin each of them with a line [[{name}]].")
    for number, row in enumerate(rows, 1):
        unknown = sorted(row.keys() - known)
        if unknown:
            raise UnreadableSelection(
                f"{unknown[0]} in [[{name}]] {number} is unknown; there are {', '.join(sorted(known))}."
            )
        for key, value in row.items():
            fits = (
                isinstance(value, int) and value > 0
                if key == "which"
                else isinstance(value, list) and all(isinstance(one, str) for one in value)
                if key == "also"
                else isinstance(value, str)
            )
            if not fits:
                raise UnreadableSelection(f"{key} in [[{name}]] {number} is not as it must be written.")
        missing = [key for key in needed if not str(row.get(key, "")).strip()]
        if missing:
            raise UnreadableSelection(f"[[{name}]] {number} needs {missing[0]}.")
    return rows


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
