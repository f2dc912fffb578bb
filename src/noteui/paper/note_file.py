"""A note as a Markdown file: front matter, then a section for each of the five fields.

Writing what was read gives the same bytes again for every file that noteui wrote. Keys of the front matter
that noteui does not know survive. A line inside a field that Markdown would read as a heading, a fence or
HTML gets a backslash, which reading takes away again, so it can never be mistaken for a section.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

import yaml

from noteui.checks.note import CONTACTS, FIELDS, KINDS, About, Author, Note, Relation
from noteui.checks.pattern import lazily

FORMAT = 1
"""The version of this format, written as `noteui: 1`."""

ADDED = "Added since finalising"
"""The heading of the section with what was added to a finalised note; reading keeps it as it stands.

It travels among the unknown keys, under this name: it is nothing that a draft could hold itself.
"""

REVIEWED = "Said in review"
"""The same for what was said and decided in its review."""

_TAILS = (ADDED, REVIEWED)

_SYNONYMS = {
    "facts": "observed facts|facts|observations|observation|what i saw and heard|facts and observations",
    "voice": "voice of the child|voice of the adult|voice|voice of the person|child's voice|adult's voice|"
    "wishes and feelings|views|their voice|lived experience",
    "opinion": "professional opinion|opinion|analysis|professional judgement|professional view|my view",
    "family": "think family|family|think family impact|family impact|other people|impact on others",
    "actions": "actions|action|plan|next steps|action plan|what happens next",
}
_FIELD_BY_HEADING = {name: key for key, names in _SYNONYMS.items() for name in names.split("|")}
_SECTION = lazily(r"^## +(.*?)[ \t#]*$")
_MARKUP = lazily(r"^( {0,3})(\\*)(?=#{1,6}(?:[ \t]|$)|(?:=+|-+)[ \t]*$|`{3}|~{3}|<)", re.M)
_ESCAPED = lazily(r"^( {0,3})\\(?=\\*(?:#{1,6}(?:[ \t]|$)|(?:=+|-+)[ \t]*$|`{3}|~{3}|<))", re.M)
_PLAIN = re.compile(
    r"[^\W_](?:[^\[\]{},#:\"\\|>&*!%@`=\x00-\x1f\x7f\u0085\u2028\u2029\ufeff\x80-\x9f]*[\w.)'’])?"
)

_BREAKS = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff]")
"""What YAML takes for the end of a line, or does not print, and JSON lets stand."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers
_Value = TypeVar("_Value")


LONGEST_FIELD = 1_000_000
"""Code points that a field takes from outside at once, some five hundred pages: a paste, a pipe, a file."""


class UnreadableNote(ValueError):  # noqa: N818 -- an answer to the person, not a programming error
    """A file that cannot be read as a note: `line` counts from 1, `reason` is a sentence for the person."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class NoteFile:
    """A note with the keys of its front matter that noteui does not know.

    `extra` holds them as YAML in one line each, by key; those inside `about` or `author` stand under
    "about.KEY" and "author.KEY", those of the first of the people under "people.0.KEY".
    """

    note: Note
    extra: Mapping[str, object] = field(default_factory=dict)


def read_note(text: str) -> NoteFile:
    """The note that a file's text holds. Raises UnreadableNote with the line and the reason."""
    return read_note_with_lines(text)[0]


def read_note_with_lines(text: str) -> tuple[NoteFile, Mapping[str, int]]:
    """The same, with the line (from 1) at which each field's text starts in the file."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[0].rstrip() != "---":
        raise UnreadableNote(1, "the file has no front matter; begin it with a line of three dashes (---).")
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        raise UnreadableNote(1, "the front matter is not closed; end it with a line of three dashes (---).")
    front = _Front("\n".join(lines[1:end]) + "\n")
    tails = _tails(lines, end)
    fields, starts = _sections(lines[: min(tails.values(), default=None)], end + 1)
    note, extra = front.note(fields)
    for name, at in tails.items():
        until = min((other for other in tails.values() if other > at), default=None)
        extra[name] = "\n".join(lines[at + 1 : until]).strip("\n")
    return NoteFile(note, extra), starts


def _tails(lines: list[str], after: int) -> dict[str, int]:
    """On which lines the sections stand that a finalised note carries after its own."""
    found: dict[str, int] = {}
    for number, line in enumerate(lines):
        name = line.rstrip().removeprefix("## ")
        if number > after and line.startswith("## ") and name in _TAILS:
            found.setdefault(name, number)
    return found


def write_note(file: NoteFile) -> str:
    """The note as a file's text. Fields lose blank lines at both ends, and nothing else."""
    note, extra = file.note, {key: str(value) for key, value in file.extra.items()}
    tails = {name: extra.pop(name) for name in _TAILS if name in extra}
    about = note.about
    out = ["---", f"noteui: {FORMAT}"]
    out.append(
        "about: "
        + _mapping(
            {
                "name": about.name,
                "born": about.born,
                "kind": about.kind,
                "known_as": about.known_as,
                "pronouns": about.pronouns,
                "communicates": about.communicates,
            },
            extra,
            "about.",
        )
    )
    if note.people:
        out.append("people:")
        for number, relation in enumerate(note.people):
            known = {
                "name": relation.name,
                "relationship": relation.relationship,
                "born": relation.born,
                "household": relation.household,
                "parental_responsibility": relation.parental_responsibility,
            }
            out.append("  - " + _mapping(known, extra, f"people.{number}."))
    out.append(f"contact: {_scalar(note.contact)}")
    for key, moment in (("happened", note.happened), ("recorded", note.recorded)):
        if moment is not None:
            out.append(f"{key}: {moment.isoformat(timespec='minutes')}")
    if note.author is not None:
        out.append(
            "author: " + _mapping({"name": note.author.name, "role": note.author.role}, extra, "author.")
        )
    for key, value in (
        ("seen", note.seen),
        ("seen_alone", note.seen_alone),
        ("interpreter", note.interpreter),
    ):
        if value is not None:
            out.append(f"{key}: {_scalar(value)}")
    out += [f"{key}: {value}" for key, value in extra.items() if "." not in key]
    out.append("---")
    for name in FIELDS:
        text = tidy(note.fields.get(name, ""))
        out += ["", f"## {note.title_of(name)}"]
        if text:
            out += [escape(text)] if name == "actions" else ["", escape(text)]
    for name, tail in tails.items():
        out += ["", f"## {name}", "", tail]
    return "\n".join(out) + "\n"


def escape(text: str) -> str:
    """A text with a backslash before each line that Markdown would read as a heading, a fence or HTML."""
    return _MARKUP.sub(r"\1\\\2", text)


def tidy(text: str) -> str:
    """A field's text without blank lines before it and white space after it."""
    return re.sub(r"\A(?:[ \t]*\n)+|\s+\Z", "", text)


# -- sections


def _sections(lines: list[str], first: int) -> tuple[dict[str, str], dict[str, int]]:
    fields = dict.fromkeys(FIELDS, "")
    starts: dict[str, int] = {}
    where: dict[str, int] = {}
    current: str | None = None
    bodies: dict[str, list[str]] = {}
    for number, line in enumerate(lines[first:], first + 1):
        match = _SECTION.match(line)
        if match is not None:
            name = _FIELD_BY_HEADING.get(match[1].strip().casefold().replace("’", "'"))
            if name is None:
                raise UnreadableNote(
                    number,
                    f"“{match[1].strip()[:60]}” is no section of a note; "
                    "use Observed facts, Voice of the child, Professional opinion, Think Family or Actions.",
                )
            if name in where:
                raise UnreadableNote(
                    number, f"this section stands at line {where[name]} already; join the two."
                )
            where[name], current, bodies[name] = number, name, []
        elif current is not None:
            bodies[current].append(line)
        elif line.strip():
            raise UnreadableNote(number, "text before the first section; put it under “## Observed facts”.")
    for name, body in bodies.items():
        blank = next((n for n, line in enumerate(body) if line.strip()), len(body))
        text = "\n".join(body)
        if len(text) > LONGEST_FIELD:
            raise UnreadableNote(
                where[name], f"this section has {len(text):,} characters, too long for a field."
            )
        fields[name] = _ESCAPED.sub(r"\1", tidy(text))
        starts[name] = where[name] + 1 + (blank if blank < len(body) else 0)
    return fields, starts


# -- front matter, reading


class _Front:
    """The front matter, each value read with the line that it stands in."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        try:
            root = yaml.compose(text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise UnreadableNote(
                (mark.line if mark else 0) + 2,
                f"the front matter is broken here: {error.problem or error.context}.",
            ) from None
        except yaml.YAMLError as error:
            raise UnreadableNote(2, "the front matter has a character that cannot stand in it.") from error
        if not isinstance(root, yaml.MappingNode):
            raise UnreadableNote(2, "the front matter must hold lines such as `contact: home visit`.")
        self._entries = self._of(root)

    def _of(self, node: yaml.MappingNode) -> dict[str, yaml.Node]:
        entries: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in entries:
                raise UnreadableNote(_line(key), f"{name} stands twice; keep one.")
            entries[name] = value
        return entries

    def note(self, fields: dict[str, str]) -> tuple[Note, dict[str, object]]:
        entries = self._entries
        extra: dict[str, object] = {}
        version = self._take(entries, "noteui", _text)
        if version is not None and version != str(FORMAT):
            raise UnreadableNote(
                2, f"this file is of format {version[:20]}; this noteui reads format {FORMAT}."
            )
        about_node = entries.pop("about", None)
        if not isinstance(about_node, yaml.MappingNode):
            raise UnreadableNote(
                _line(about_node) if about_node else 2,
                "the file does not say whom it is about; write `about: {name: Maya Ellis, kind: child}`.",
            )
        about = self._about(about_node, extra)
        people = self._people(entries.pop("people", None), extra)
        contact_node = entries.get("contact")
        contact = self._take(entries, "contact", _text)
        if contact not in CONTACTS:
            raise UnreadableNote(
                _line(contact_node) if contact_node else 2, f"contact must be one of {', '.join(CONTACTS)}."
            )
        note = Note(
            about=about,
            contact=contact,
            happened=self._take(entries, "happened", _moment),
            recorded=self._take(entries, "recorded", _moment),
            author=self._author(entries.pop("author", None), extra),
            people=people,
            seen=self._take(entries, "seen", _truth),
            seen_alone=self._take(entries, "seen_alone", _truth),
            interpreter=self._take(entries, "interpreter", _text),
            fields=fields,
        )
        extra.update({_key(key): self._as_written(node) for key, node in entries.items()})
        return note, extra

    def _as_written(self, node: yaml.Node) -> str:
        """A value that noteui does not know: as it stands where that is one line, else made one."""
        start, end = node.start_mark, node.end_mark
        if start.line == end.line and start.column < end.column:
            return self._lines[start.line][start.column : end.column]
        return _flow(node)

    def _take(
        self, entries: dict[str, yaml.Node], key: str, read: Callable[[str, str, int], _Value]
    ) -> _Value | None:
        node = entries.pop(key, None)
        if node is None or _is_nothing(node):
            return None
        if not isinstance(node, yaml.ScalarNode):
            raise UnreadableNote(_line(node), f"{key} must be one value.")
        return read(key, str(node.value), _line(node))

    def _required(self, entries: dict[str, yaml.Node], key: str, line: int) -> str:
        value = self._take(entries, key, _text)
        if not value:
            raise UnreadableNote(line, f"{key} is missing here; add `{key}: ...`.")
        return value

    def _about(self, node: yaml.MappingNode, extra: dict[str, object]) -> About:
        entries, line = self._of(node), _line(node)
        name = self._required(entries, "name", line)
        kind = self._required(entries, "kind", line)
        chosen = next((known for known in KINDS if known == kind), None)
        if chosen is None:
            raise UnreadableNote(line, f"kind must be one of {', '.join(KINDS)}.")
        about = About(
            name=name,
            kind=chosen,
            born=self._take(entries, "born", _day),
            known_as=self._take(entries, "known_as", _text),
            pronouns=self._take(entries, "pronouns", _text),
            communicates=self._take(entries, "communicates", _text),
        )
        extra.update({f"about.{_key(key)}": self._as_written(value) for key, value in entries.items()})
        return about

    def _people(self, node: yaml.Node | None, extra: dict[str, object]) -> tuple[Relation, ...]:
        if node is None or _is_nothing(node):
            return ()
        if not isinstance(node, yaml.SequenceNode):
            raise UnreadableNote(
                _line(node), "people must be a list, one line for each, starting with a dash."
            )
        people: list[Relation] = []
        for number, item in enumerate(node.value):
            line = _line(item)
            if not isinstance(item, yaml.MappingNode):
                raise UnreadableNote(line, "write each of the people as {name: ..., relationship: ...}.")
            entries = self._of(item)
            people.append(
                Relation(
                    name=self._required(entries, "name", line),
                    relationship=self._required(entries, "relationship", line),
                    born=self._take(entries, "born", _day),
                    household=self._take(entries, "household", _truth),
                    parental_responsibility=self._take(entries, "parental_responsibility", _truth),
                )
            )
            extra.update(
                {f"people.{number}.{_key(key)}": self._as_written(value) for key, value in entries.items()}
            )
        return tuple(people)

    def _author(self, node: yaml.Node | None, extra: dict[str, object]) -> Author | None:
        if node is None or _is_nothing(node):
            return None
        if not isinstance(node, yaml.MappingNode):
            raise UnreadableNote(_line(node), "write the author as {name: ..., role: ...}.")
        entries, line = self._of(node), _line(node)
        author = Author(self._required(entries, "name", line), self._required(entries, "role", line))
        extra.update({f"author.{_key(key)}": self._as_written(value) for key, value in entries.items()})
        return author


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 2


def _is_nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style is None and node.value in ("", "~", "null")


def _text(_key: str, value: str, _line: int) -> str:
    return value.strip()


def _day(key: str, value: str, line: int) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UnreadableNote(line, f"{key}: {value[:40]} is no date; write it as 2016-03-14.") from None


def _moment(key: str, value: str, line: int) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
        if len(value) < 16 or moment.tzinfo is not None:
            raise ValueError
    except ValueError:
        raise UnreadableNote(
            line, f"{key}: {value[:40]} is no date and time; write it as 2026-11-17T15:30."
        ) from None
    return moment.replace(second=0, microsecond=0)


def _truth(key: str, value: str, line: int) -> bool:
    if value.casefold() in ("true", "yes"):
        return True
    if value.casefold() in ("false", "no"):
        return False
    raise UnreadableNote(line, f"{key}: {value[:40]} is neither true nor false.")


# -- front matter, writing


def _mapping(known: Mapping[str, object], extra: Mapping[str, str], prefix: str) -> str:
    parts = [f"{key}: {_scalar(value)}" for key, value in known.items() if value is not None]
    parts += [
        f"{key.removeprefix(prefix)}: {value}"
        for key, value in extra.items()
        if key.startswith(prefix) and "." not in key.removeprefix(prefix)
    ]
    return "{" + ", ".join(parts) + "}"


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if _PLAIN.fullmatch(text) and _reads_as_text(text):
        return text
    return _quoted(text)


def _reads_as_text(text: str) -> bool:
    first = _RESOLVERS.get(text[0], []) + _RESOLVERS.get(None, [])
    return not any(pattern.match(text) for _, pattern in first)


def _quoted(text: str) -> str:
    return yaml.dump(text, default_style='"', allow_unicode=True, width=float("inf")).rstrip("\n")


def _key(key: str) -> str:
    """An unknown key as it is written; a dot in it is quoted away so that it cannot look like a path."""
    return _scalar(key) if "." not in key else _quoted(key).replace(".", "\\x2E")


def one_line(value: Any) -> str:
    """A JSON value as YAML in one line."""
    import json  # reading a note needs none of it

    text = json.dumps(value, ensure_ascii=False)
    return _BREAKS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _flow(node: Any) -> str:
    """A value as YAML in one line."""
    _flatten(node)
    pair = yaml.MappingNode(
        "tag:yaml.org,2002:map", [(yaml.ScalarNode("tag:yaml.org,2002:str", "k"), node)], flow_style=True
    )
    text: str = yaml.serialize(pair, allow_unicode=True, width=float("inf"))
    return text.strip()[1:-1].split(":", 1)[1].strip()


def _flatten(node: Any) -> None:
    if isinstance(node, yaml.CollectionNode):
        node.flow_style = True
        for child in node.value:
            for part in child if isinstance(child, tuple) else (child,):
                _flatten(part)
    elif node.style in ("|", ">"):
        node.style = '"'
