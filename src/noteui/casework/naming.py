"""Who is named in a text: names in all their forms, wherever they stand; pure, and sure of its offsets.

A text is read as words without regard to capitals, accents, kinds of apostrophe and dash, marks of Markdown,
characters that cannot be seen, and ends of lines. So a name is found however it is written, and each place is
given in code points of the text as it stands.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_BETWEEN = re.compile(r"[\s\-,.*_>~`\\/]*")
"""What may stand between two words of one name."""
_POSSESSIVE = re.compile(r"'s\Z|'\Z")
_JOINING = frozenset("-‐‑‒–—―−")
_QUOTES = str.maketrans("’‘ʼ`´", "'''''")
MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: as it is compared, and where it stands."""

    plain: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands: `end` is after the name itself, `whole_end` after an ending such as 's."""

    name: str
    start: int
    end: int
    whole_end: int


@cache
def identifying() -> Mapping[str, frozenset[str]]:
    """The lists of single words of identifying.toml, by their names."""
    told = _data()
    return MappingProxyType({key: frozenset(told[key]) for key in told if isinstance(told[key][0], str)})


@cache
def informant_cues() -> re.Pattern[str]:
    """What says that somebody told in confidence."""
    cues = sorted(_data()["informants"], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(cue) for cue in cues) + r")\b", re.I)


@cache
def other_forms(given_name: str) -> frozenset[str]:
    """The other forms of a given name, in small letters."""
    found: set[str] = set()
    for group in _data()["nicknames"]:
        if given_name in group:
            found.update(group)
    return frozenset(found - {given_name})


@cache
def relationship_words(relationship: str) -> frozenset[str]:
    """The words that say what somebody is, with the other words for the same."""
    wanted = plain(relationship)
    found: set[str] = {wanted} if wanted else set()
    for group in _data()["relationships"]:
        if any(re.search(rf"\b{re.escape(word)}\b", wanted) for word in group):
            found.update(group)
    return frozenset(found)


def plain(text: str) -> str:
    """A text as it is compared: small letters, no accents, no dashes, single spaces."""
    return " ".join(word.plain for word in words_of(text))


def words_of(text: str) -> list[Word]:
    """The words of a text in order. Hyphenated ones count as several."""
    folded, at = _folded(text)
    found = []
    for match in _WORD.finditer(folded):
        start, end = at[match.start()], at[match.end() - 1] + 1
        found.append(Word(match[0].casefold(), start, end, text[start : start + 1].isupper()))
    return found


def _folded(text: str) -> tuple[str, list[int]]:
    """The text with accents and invisible characters gone, and where each of its characters came from."""
    out: list[str] = []
    at: list[int] = []
    for position, character in enumerate(text.translate(_QUOTES)):
        if character < "\x80":
            out.append(character)
            at.append(position)
            continue
        if _INVISIBLE.match(character):
            continue
        if character in _JOINING:
            character = "-"
        for part in unicodedata.normalize("NFKD", character):
            if not unicodedata.combining(part):
                out.append(part)
                at.append(position)
    return "".join(out), at


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name that name somebody: titles left out, and all but capitals where there are any."""
    lists = identifying()
    found = words_of(name)
    capitals = [word for word in found if word.capital and word.plain not in lists["titles"]]
    kept = capitals or [word for word in found if word.plain not in lists["titles"]]
    return tuple(_POSSESSIVE.sub("", word.plain) for word in kept)


def forms_of(name: str, known_as: str | None = None) -> tuple[tuple[str, ...], ...]:
    """Every run of words by which somebody of this name may stand in a text: whole, in parts, turned round.

    Nicknames are not among them: `other_forms` gives those.
    """
    found: list[tuple[str, ...]] = []
    for told in (name, known_as or ""):
        parts = name_words(told)
        if not parts:
            continue
        found += [parts, (parts[-1], *parts[:-1]), (parts[0], parts[-1])]
        if any(word.capital for word in words_of(told)):
            found += [(part,) for part in parts if _names_somebody(part)]
        if len(parts) > 1:
            found.append(("".join((parts[0], parts[-1])),))
    return tuple(dict.fromkeys(found))


def _names_somebody(part: str) -> bool:
    return len(part) > 1 and part not in identifying()["particles"] and not part.isdigit()


class Names:
    """Names to look for, in whatever number: a text is gone through once."""

    def __init__(self, names: Iterable[tuple[str, ...]]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for name in dict.fromkeys(names):
            if name:
                self._by_first[name[0]].append(name)
        for found in self._by_first.values():
            found.sort(key=len, reverse=True)

    def places(self, text: str) -> Iterator[Place]:
        """Where each stands, the longest at each place and none inside another."""
        words = words_of(text)
        at = 0
        while at < len(words):
            found = self._at(words, at, text)
            if found is None:
                at += 1
                continue
            name, count, end = found
            yield Place(" ".join(name), words[at].start, end, words[at + count - 1].end)
            at += count

    def _at(self, words: Sequence[Word], at: int, text: str) -> tuple[tuple[str, ...], int, int] | None:
        for first in _bare_forms(words[at].plain):
            for name in self._by_first.get(first, ()):
                end = _stands(name, words, at, text)
                if end is not None:
                    return name, len(name), end
        return None


def _stands(name: tuple[str, ...], words: Sequence[Word], at: int, text: str) -> int | None:
    """Where a name that stands at this word ends; None where it does not stand there."""
    if at + len(name) > len(words):
        return None
    for offset, part in enumerate(name):
        word = words[at + offset]
        if offset + 1 < len(name):
            if word.plain != part or not _BETWEEN.fullmatch(
                _clean(text[word.end : words[at + offset + 1].start])
            ):
                return None
        elif part not in _bare_forms(word.plain):
            return None
    last = words[at + len(name) - 1]
    if len(name) == 1 and name[0] in identifying()["also_words"] and not _as_a_name(words, at):
        return None
    return last.end - (len(last.plain) - len(name[-1]))


def _clean(between: str) -> str:
    return _INVISIBLE.sub("", "".join("-" if c in _JOINING else c for c in between))


@cache
def _bare_forms(word: str) -> tuple[str, ...]:
    """A word, and what it is without the ending of a possessive, with or without its apostrophe."""
    forms = [word]
    bare = _POSSESSIVE.sub("", word)
    if bare != word:
        forms.append(bare)
    elif len(word) > 3 and word.endswith("s"):
        forms.append(word[:-1])
    return tuple(forms)


def _as_a_name(words: Sequence[Word], at: int) -> bool:
    """Whether a name that is a common word as well is meant as the name here."""
    word = words[at]
    if not word.capital:
        return False
    if word.plain in MONTHS:
        beside = [words[n].plain for n in (at - 1, at + 1) if 0 <= n < len(words)]
        return not any(near[:1].isdigit() for near in beside)
    return True


@cache
def _data() -> dict[str, list[str]]:
    text = (resources.files("noteui.casework") / "identifying.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
