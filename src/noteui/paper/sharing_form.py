"""A sharing as a TOML form: to be filled in, read back strictly, and written for whoever goes on with it."""

from __future__ import annotations

import dataclasses
import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, get_args

from noteui.checks.lawful_bases import lawful_bases
from noteui.checks.note import FIELDS, About
from noteui.checks.sharing import (
    CAPACITIES,
    CONSENTS,
    CONTENTS,
    Advice,
    DecisionName,
    DirectionName,
    Item,
    Recipient,
    Sharing,
    Told,
    UrgencyName,
)

ASKED = {
    "decision": f"one of {', '.join(get_args(DecisionName))}",
    "direction": "out, or in for what reaches you",
    "urgency": "immediate where somebody may be hurt today, else ordinary",
    "what": "what it is, in a few sentences",
    "asked": "what you ask of them, and by when",
    "purpose": "what it is for: “so that the school can ...”",
    "why": "why it is necessary, and no more than necessary; if it is not shared, why not",
    "basis": "lawful bases by their ids: noteui share bases",
    "contents": f"what is in it: {', '.join(CONTENTS)}",
    "consent": f"for an adult: {', '.join(CONSENTS)}",
    "override": "why it is shared without the adult's consent",
    "capacity": f"for an adult: {', '.join(CAPACITIES)}",
    "capacity_on": "the day on which capacity was assessed",
    "wishes": "what the person wants",
    "decided_by": "who decided; you, where it is left out",
    "learned": "when you learned of it, as 2026-11-24T13:05",
    "follow_up": "when to ask what came of it, or by when an answer is due, as 2026-11-27",
    "source": "of what arrives: who gave it",
    "use": "of what arrives: what was done with it",
    "outcome": "what came of it",
    "reference": "their reference, or yours",
}
"""Every line of the form, with what it asks, in its order."""
_TEXT = frozenset(ASKED) - {"basis", "contents", "capacity_on", "learned", "follow_up"}
_CHOICES: Mapping[str, Sequence[str]] = {
    "decision": get_args(DecisionName),
    "direction": get_args(DirectionName),
    "urgency": get_args(UrgencyName),
    "consent": ("", *CONSENTS),
    "capacity": ("", *CAPACITIES),
}
_RECIPIENT = (
    "name",
    "role",
    "agency",
    "route",
    "address",
    "address_checked",
    "identity_checked",
    "seen_by",
    "agreed",
    "follow_up",
    "id",
)
_TOLD = ("who", "told", "when", "how", "because", "view", "look_again")
_ADVICE = ("who", "when", "answer")
_ITEM = ("note", "field", "words")


class UnreadableForm(ValueError):  # noqa: N818 -- an answer to the person, not a programming error
    """The form cannot be read; the sentence says which line and what to write."""


@dataclasses.dataclass(frozen=True, slots=True)
class Chosen:
    """Something that goes, as the form names it: a note, a field of it, words in that."""

    note: str
    field: str | None = None
    words: str | None = dataclasses.field(default=None, repr=False)


def read_form(text: str, about: About) -> tuple[Sharing, tuple[Chosen, ...]]:
    """A sharing from a form, and what is to go by the names that it gives. Raises UnreadableForm."""
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableForm(f"The form is not TOML: {error}.") from None
    tables = {name: read.pop(name, []) for name in ("recipient", "told", "advice", "item")}
    answers = read.pop("answers", {})
    unknown = sorted(set(read) - set(ASKED))
    if unknown:
        raise UnreadableForm(f"The form has no line {unknown[0]}; it has {', '.join(ASKED)}.")
    known: dict[str, Any] = {name: _value(name, value) for name, value in read.items()}
    sharing = Sharing(
        about,
        **known,
        recipients=tuple(Recipient(**_row(row, "recipient", _RECIPIENT)) for row in tables["recipient"]),
        told=tuple(Told(**_row(row, "told", _TOLD)) for row in tables["told"]),
        advice=tuple(Advice(**_row(row, "advice", _ADVICE)) for row in tables["advice"]),
        answers=MappingProxyType({str(rule): str(said) for rule, said in answers.items()}),
    )
    return sharing, tuple(_chosen(row) for row in tables["item"])


def write_form(sharing: Sharing) -> str:
    """The form with what the sharing holds, every line with what it asks."""
    out = []
    for name, asks in ASKED.items():
        out += [
            f"# {asks}",
            f"{name} = {_toml(getattr(sharing, name))}" if _has(sharing, name) else f"# {name} =",
        ]
    for table, rows, names in (
        ("recipient", sharing.recipients or (Recipient(),), _RECIPIENT),
        ("told", sharing.told or (Told(sharing.about.name),), _TOLD),
        ("advice", sharing.advice, _ADVICE),
    ):
        for row in rows:
            out += ["", f"[[{table}]]"]
            for name in names:
                value = getattr(row, name)
                if name == "id" and not value:
                    continue
                out.append(f"# {name} =" if value is None else f"{name} = {_toml(value)}")
    for item in sharing.items:
        out += ["", "[[item]]", f"note = {_toml(item.note_id)}"]
        if item.field:
            out.append(f"field = {_toml(item.field)}")
    if sharing.answers:
        out += [
            "",
            "[answers]",
            *(f"{_toml(rule)} = {_toml(said)}" for rule, said in sharing.answers.items()),
        ]
    return "\n".join(out) + "\n"


def chosen_item(chosen: Chosen, note_id: str, fields: Mapping[str, str]) -> Item:
    """What goes, placed in its note. Raises UnreadableForm where the words do not stand there."""
    if chosen.field is None:
        return Item(note_id)
    if chosen.words is None:
        return Item(note_id, chosen.field)
    start = fields[chosen.field].find(chosen.words)
    if start < 0:
        raise UnreadableForm(f"The words chosen from {chosen.note} do not stand in its {chosen.field}.")
    return Item(note_id, chosen.field, start, start + len(chosen.words))


def _has(sharing: Sharing, name: str) -> bool:
    return getattr(sharing, name) is not None


def _value(name: str, value: object) -> Any:
    if name in ("basis", "contents"):
        allowed = tuple(lawful_bases()) if name == "basis" else CONTENTS
        if not isinstance(value, list) or any(one not in allowed for one in value):
            raise UnreadableForm(f"{name} must be a list of these: {', '.join(allowed)}.")
        return tuple(value)
    if name in _CHOICES and value not in _CHOICES[name]:
        raise UnreadableForm(f"{name} must be one of {', '.join(one for one in _CHOICES[name] if one)}.")
    if name == "learned":
        return _moment(name, value)
    if name not in _TEXT:
        return _day(name, value)
    if not isinstance(value, str):
        raise UnreadableForm(f"{name} must be words in quotation marks.")
    return value.strip()


def _row(row: object, table: str, names: Sequence[str]) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise UnreadableForm(f"Write each {table} under a line [[{table}]].")
    unknown = sorted(set(row) - set(names))
    if unknown:
        raise UnreadableForm(f"A {table} has no line {unknown[0]}; it has {', '.join(names)}.")
    kinds: dict[str, Callable[[str, object], Any]] = {
        "when": _day if table == "advice" else _moment,
        "look_again": _day,
        "follow_up": _day,
        "told": _yes_or_no,
    }
    return {name: kinds.get(name, _words)(name, value) for name, value in row.items()}


def _chosen(row: object) -> Chosen:
    if not isinstance(row, dict) or not isinstance(row.get("note"), str) or set(row) - set(_ITEM):
        raise UnreadableForm("Each [[item]] needs a line note, and may have field and words.")
    if row.get("field") not in (None, *FIELDS):
        raise UnreadableForm(f"The field of an item must be one of {', '.join(FIELDS)}.")
    if "words" in row and "field" not in row:
        raise UnreadableForm("Where an item has words it needs the field in which they stand.")
    return Chosen(row["note"], row.get("field"), row.get("words"))


def _words(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise UnreadableForm(f"{name} must be words in quotation marks.")
    return value.strip()


def _yes_or_no(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise UnreadableForm(f"{name} must be true or false, without quotation marks.")
    return value


def _day(name: str, value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise UnreadableForm(f"{name} must be a day such as 2026-11-24, without quotation marks.")


def _moment(name: str, value: object) -> datetime:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    raise UnreadableForm(f"{name} must be a time such as 2026-11-24T13:05:00, without quotation marks.")


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)
