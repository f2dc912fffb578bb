"""A team's own file: entries added, replaced and switched off, rules weighed otherwise, and the team's words.

[rules]                                  # off, info, warning (must: for what is missing from a note)
"succinct/long-sentence" = "off"

[[entry]]                                # the id of an entry of ours: what stands here goes over ours
id = "kicked-off"
status = "off"

[[entry]]                                # a new one
id = "frequent-flyer"
rule = "professional/stigma"
forms = ["frequent flyer"]
try = "Say how often, and for what."

[glossary]                               # short forms that every reader of your records knows
TAF = "team around the family"

[expansions]                             # what a short form stands for here; it is still to be spelt out
SALT = "speech and language therapy"

[accepted]                               # words that are no jargon here; names that are never raised
words = ["keyworker"]
names = ["Elm House"]

[classes]                                # words added to those that the rules build on
certainty = ["no two ways about it"]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from noteui.checks.cue import word_classes
from noteui.checks.finding import Severity
from noteui.checks.lexicon import Entry, WordList, check_entry, faults, read_entry
from noteui.checks.word_file import WordFile, nearest

if TYPE_CHECKING:
    from noteui.checks.rule import Rule

_KEYS = ("rules", "entry", "glossary", "expansions", "accepted", "classes")
OFF = "off"
_WEIGHTS = (OFF, *(severity.value for severity in Severity))
TEAM_SOURCE = "Your team's own list"
_NOTHING: Mapping[Any, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Team:
    """What a team's file says; the values of `rules` are "off" or a severity.

    `entries` are whole, by rule and id, with what the file leaves unsaid taken from the shipped entry.
    """

    name: str | None = None
    rules: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    entries: Mapping[tuple[str, str], Entry] = field(default_factory=lambda: _NOTHING)
    glossary: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    expansions: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOTHING)

    def merged(self, lists: Mapping[str, WordList]) -> dict[str, WordList]:
        """The lists with this team's entries in them."""
        merged = {rule: WordList(made.rule, dict(made.entries)) for rule, made in lists.items()}
        for (rule, id_), entry in self.entries.items():
            merged[rule] = WordList(merged[rule].rule, {**merged[rule].entries, id_: entry})
        return merged


NO_TEAM = Team()


def read_team(text: str, name: str, rules: Mapping[str, Rule], lists: Mapping[str, WordList]) -> Team:
    """What a team's file says, held to the shipped rules and lists.

    Raises WordFileError, which names the file, the line and the nearest word that would be right.
    """
    file = WordFile(text, name)
    file.hold_to(file.values, _KEYS)
    accepted = _table(file, "accepted")
    file.hold_to(accepted, ("words", "names"), "accepted")
    made = Team(
        name,
        _rules(file, rules),
        _entries(file, lists),
        _meanings(file, "glossary"),
        _meanings(file, "expansions"),
        _words(file, accepted, "accepted", "words"),
        _words(file, accepted, "accepted", "names"),
        _classes(file),
    )
    where = {key: number for number, key in enumerate(made.entries)}
    for entry, reason in faults(made.merged(lists), of=where) if where else ():
        raise file.error(f"{reason}.", "entry", str(where[entry.rule, entry.id]), "forms")
    return made


def _table(file: WordFile, key: str) -> Mapping[str, Any]:
    value = file.values.get(key, _NOTHING)
    if not isinstance(value, Mapping):
        raise file.error(f"write [{key}] as a heading, and what belongs to it below.", key)
    return value


def _rules(file: WordFile, rules: Mapping[str, Rule]) -> dict[str, str]:
    said = dict(_table(file, "rules"))
    for rule, weight in said.items():
        if rule not in rules:
            raise file.error(f"there is no rule “{rule}”; {nearest(rule, rules)}.", "rules", rule)
        if weight not in _WEIGHTS:
            raise file.error(f"a rule cannot be “{weight}”; {nearest(str(weight), _WEIGHTS)}.", "rules", rule)
        if weight == Severity.MUST and rules[rule].find_in_note is None:
            raise file.error(
                f"“{rule}” cannot be must, which is for what is missing from a note; write warning.",
                "rules",
                rule,
            )
    return said


def _entries(file: WordFile, lists: Mapping[str, WordList]) -> dict[tuple[str, str], Entry]:
    found: dict[tuple[str, str], Entry] = {}
    rows = file.values.get("entry", [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise file.error("write each entry below a heading [[entry]], in two pairs of brackets.", "entry")
    for number, values in enumerate(rows):
        place = ("entry", str(number))
        check_entry(file, number, values)
        id_ = values.get("id")
        if not id_:
            raise file.error('an entry needs a line “id = "..."”.', *place)
        rule = _list_of(file, number, values, lists)
        if (rule, id_) in found:
            raise file.error(f"the entry “{id_}” stands twice in this file.", *place, "id")
        ours = lists[rule].entries.get(id_)
        if ours is not None and "forms" not in values:
            found[rule, id_] = _changed(file, number, values, ours, lists[rule])
        elif "forms" not in values:
            near = nearest(id_, lists[rule].entries)
            hint = f"; {near}" if near.startswith("the nearest") else ""
            raise file.error(f"{rule} has no entry “{id_}”, so it needs forms = [...]{hint}.", *place, "id")
        else:
            found[rule, id_] = read_entry(file, number, {"source": TEAM_SOURCE, **values}, lists[rule].rule)
    return found


def _list_of(file: WordFile, number: int, values: Mapping[str, Any], lists: Mapping[str, WordList]) -> str:
    """The list that an entry belongs to: the one it names, or the only one that has an entry of its id."""
    place = ("entry", str(number))
    rule = values.get("rule")
    if rule is None:
        owners = [name for name, made in lists.items() if values["id"] in made.entries]
        if len(owners) == 1:
            return owners[0]
        if not owners and "forms" not in values:
            known = [id_ for made in lists.values() for id_ in made.entries]
            near = nearest(values["id"], known)
            hint = f"; {near}" if near.startswith("the nearest") else ""
            raise file.error(f"there is no entry “{values['id']}”{hint}.", *place, "id")
        which = "two lists have an" if owners else "this is a new"
        raise file.error(
            f"{which} entry “{values['id']}”: say in which list, rule = "
            + " or ".join(f'"{name}"' for name in owners or lists)
            + ".",
            *place,
            "id",
        )
    if rule not in lists:
        raise file.error(f"there is no word list “{rule}”; {nearest(rule, lists)}.", *place, "rule")
    return str(rule)


def _changed(file: WordFile, number: int, values: Mapping[str, Any], ours: Entry, made: WordList) -> Entry:
    """Our entry with those of its parts changed that the team names."""
    read = read_entry(file, number, {**values, "forms": list(ours.forms)}, {**made.rule, "case": "exact"})
    parts = {"except": "except_", "try": "try_", "case": "exact"}
    names = {parts.get(key, key) for key in values} - {"id", "rule"}
    return replace(ours, **{name: getattr(read, name) for name in names})


def _meanings(file: WordFile, key: str) -> dict[str, str]:
    said = dict(_table(file, key))
    for form, meaning in said.items():
        if not isinstance(meaning, str) or not meaning.strip():
            raise file.error(f'write what it stands for: {form} = "...".', key, form)
    return said


def _words(file: WordFile, values: Mapping[str, Any], *place: str) -> tuple[str, ...]:
    said = values.get(place[-1], [])
    if not isinstance(said, list) or not all(isinstance(word, str) and word.strip() for word in said):
        raise file.error(f'write {place[-1]} as a list: {place[-1]} = ["...", "..."].', *place)
    return tuple(said)


def _classes(file: WordFile) -> dict[str, tuple[str, ...]]:
    said = _table(file, "classes")
    known = word_classes()
    for name in said:
        if name not in known:
            raise file.error(f"there is no class of words “{name}”; {nearest(name, known)}.", "classes", name)
    return {name: _words(file, said, "classes", name) for name in said}
