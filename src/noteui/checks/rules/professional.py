"""Professional: fit to be read aloud, and signed. (Labels and slang are word lists.)"""

from __future__ import annotations

from collections.abc import Iterator

from noteui.checks.cue import words
from noteui.checks.finding import Severity
from noteui.checks.pattern import lazily
from noteui.checks.prose import Sentence
from noteui.checks.rule import PROSE_FIELDS, Example, Hit, Replace, Rule
from noteui.checks.rules.claims import first_word_at
from noteui.checks.rules.jargon_free import expansions, plain
from noteui.checks.setting import Setting
from noteui.checks.whole import Whole

_MARKS = lazily(r"!+|\?{2,}|[\U0001F300-\U0001FAFF☀-➿]")
_CAPITALS = lazily(r"(?<![\w’'/-])[A-Z]{4,}(?![\w’'/-])")
_RUN = lazily("[A-Z]{4}")
_SHORT = 5
_COMMON = frozenset(
    "again always both every everything never nothing please must only really very that this they them their what when where "
    "well just back done gave told said still late lied lies mess more most much need once over same some stop such sure "
    "than then twice wont will with would your yours zero none home dirty drunk filthy refused angry".split()
)
_LONGEST_SCARE = 2
_SPEAKING = frozenset(words("reporting")) | frozenset(
    "called calls call word words phrase term named name titled title nickname known labelled marked reads read wrote spelt "
    "which as and sign signed song book game film app quote quoted heard uses used using wanted feels felt headed entitled "
    "answered asks ask say".split()
)
_BEFORE = 6


def _shout(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    if not sentence.words:
        return
    marked = "!" in sentence.text or "??" in sentence.text or not sentence.text.isascii()
    for match in _MARKS.finditer(sentence.plain_text) if marked else ():
        mends = (Replace("Write a full stop", match.start(), match.end(), "."),) if match[0][0] == "!" else ()
        yield Hit(*match.span(), message="Exclamation marks and pictures shout.", mends=mends)
    capitals = list(_CAPITALS.finditer(sentence.plain_text)) if _RUN.search(sentence.text) else []
    if not capitals or len(capitals) * 2 > len(sentence.words) > _SHORT:
        return
    known = expansions().keys() | plain()
    for match in capitals:
        word = match[0]
        if word in known or word.lower() in setting.names:
            continue
        if word.lower() in _COMMON or (len(word) > _SHORT and _has_vowels(word)):
            yield Hit(*match.span(), message="Capitals shout.")


def _has_vowels(word: str) -> bool:
    return sum(letter in "AEIOUY" for letter in word) * 3 >= len(word)


def _scare(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for start, end in sentence.quoted:
        inside = sentence.text[start + 1 : end - 1]
        if (
            not inside.islower()
            or len(inside.split()) > _LONGEST_SCARE
            or not inside.replace(" ", "").replace("-", "").isalpha()
        ):
            continue
        which = first_word_at(sentence, start)
        before = sentence.words[max(0, which - _BEFORE) : which]
        after = sentence.words[which + len(inside.split()) :][:2]
        if any(word.folded in _SPEAKING for word in (*before, *after)):
            continue
        yield Hit(start, end)
        return


def _author_missing(whole: Whole, setting: Setting) -> Iterator[Hit]:
    author = setting.note.author
    if author is None or not author.name.strip() or not author.role.strip():
        yield Hit(None, None)


RULES = [
    Rule(
        id="professional/shouting",
        principle="professional",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="Capitals, exclamation marks and pictures shout.",
        why="They tell how the writer felt; the facts have to carry the weight.",
        try_="Write it plainly.",
        source="HCPC",
        flags=("The door was open |AGAIN|.", "He was late|!!|"),
        passes=('She shouted, "GET OUT!"', "The MARAC met on 3 May.", "The MCHAT was done in May."),
        find_in_sentence=_shout,
    ),
    Rule(
        id="professional/scare-quotes",
        principle="professional",
        severity=Severity.INFO,
        scope="sentence",
        fields=("facts", "opinion", "family"),
        message="A word in quotation marks, and nobody who said it.",
        why="Marks round a word say that it is not true, without saying why.",
        try_="Say who used the word, or write what you saw.",
        source="HCPC",
        in_quotes=True,
        flags=('The |"caring"| father left at noon.', "Her |“friends”| were outside."),
        passes=(
            'Dana called it her "office".',
            'Theo said he was "fine".',
            '"Blue" is on the label, which reads "Blue".',
        ),
        find_in_sentence=_scare,
    ),
    Rule(
        id="professional/author-missing",
        principle="professional",
        severity=Severity.MUST,
        scope="note",
        fields=(),
        message="The note does not say who wrote it, and in which role.",
        why="A record that belongs to nobody cannot be asked about.",
        try_="Give the author's name and role.",
        source="HCPC",
        flags=(Example(known={"author": None}), Example({"facts": "I rang."}, {"author": None})),
        passes=(Example(), Example({"facts": "I rang."})),
        find_in_note=_author_missing,
    ),
]
