"""Jargon-free: shorthand, from slashes and arrows to words cut short."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteui.checks.finding import Severity
from noteui.checks.pattern import lazily
from noteui.checks.phrases import Listed
from noteui.checks.prose import Sentence
from noteui.checks.rule import ALL_FIELDS, Hit, Replace, Rule
from noteui.checks.setting import Setting

_FULL = {
    "w/": "with", "w/o": "without", "c/o": "complains of", "t/c": "telephone call", "s/w": "spoke with", "f/u": "follow up", "d/w": "discussed with",
    "r/v": "review", "b/f": "breastfed", "o/v": "office visit", "h/v": "home visit", "v/m": "voicemail", "p/c": "phone call", "n/k": "not known",
    "u/k": "not known", "h/o": "history of", "o/e": "on examination", "r/o": "rule out", "b/c": "because", "y/o": "years old", "w/e": "weekend",
    "o/n": "overnight", "p/w": "a week", "d/c": "discharged", "s/b": "seen by", "f/t": "full time", "p/t": "part time", "a/w": "awaiting", "m/c": "miscarriage",
    "t/f": "transfer", "n/v": "no voicemail", "o/o": "out of", "c/w": "consistent with", "i/v": "interview", "a/l": "annual leave", "b/g": "background", "l/m": "left a message",
    "Tx": "treatment", "Hx": "history", "Rx": "prescription", "Dx": "diagnosis", "Sx": "symptoms", "Fx": "fracture", "Ix": "investigations", "Mx": "management",
}  # fmt: skip
_SLASHED = lazily(
    r"(?<![\w/])(?:"
    + "|".join(re.escape(k) for k in sorted(_FULL, key=len, reverse=True) if "/" in k)
    + r")(?![\w/])",
    re.I,
)
_MARKED = lazily(
    r"(?<!\w)(?:Tx|Hx|Rx|Dx|Sx|Fx|Ix)(?!\w)|(?<![\w?])\?(?=[A-Za-z])|(?:->|→|=>|←|<-|↑|↓)|(?<=\w)\+{2,}(?!\w)|(?<!\w)[+-]ve(?!\w)"
    r"|(?<![\w/.-])\d{1,2}/(?:7|52|12)(?![\d/])|(?<=[a-zA-Z] )x ?\d{1,2}(?! ?(?:cm|mm|m\b|\d))(?=[ ,.;:]|$)"
)
_MAY_BE_MARKED = lazily(r"[?/+<>=→←↑↓]|[TtHhRrDdSsFfIi]x\b|-ve\b|x ?\d")
_DAYS = lazily(r"\d{1,2}/(?:7|52|12)")
_CUT_SHORT = Listed("cut-short", unless=r"[/'-]")


def _shorthand(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    text = sentence.plain_text
    marked = _MAY_BE_MARKED.search(text) is not None
    if marked and "/" in text:
        for match in _SLASHED.finditer(text):
            full = _FULL.get(match[0].lower())
            yield _hit(match, full)
    for match in _MARKED.finditer(text) if marked else ():
        if _DAYS.fullmatch(match[0]) and not re.match(
            r"(?: ago|,| (?:if|when|for|then|with)|\.|$)", text[match.end() :]
        ):
            continue
        yield _hit(match, _FULL.get(match[0]))
    for match in _CUT_SHORT.finditer(sentence):
        written = sentence.text[match.start() : match.end()]
        if written.isupper() or match[0] in setting.names or text[match.start() - 1 : match.start()] == "/":
            continue
        yield _hit(match, None, written)


def _hit(match: re.Match[str], full: str | None, written: str | None = None) -> Hit:
    start, end = match.span()
    mends = (Replace(f"Write “{full}”", start, end, full),) if full else ()
    return Hit(start, end, message=f"“{written or match[0]}” is shorthand.", mends=mends)


RULES = [
    Rule(
        id="jargon-free/shorthand",
        principle="jargon-free",
        severity=Severity.WARNING,
        scope="sentence",
        fields=ALL_FIELDS,
        message="Shorthand.",
        why="Shorthand is quick for the writer and a riddle for everyone else.",
        try_="Write the words.",
        source="SCIE",
        gives_way_to=("person-centred/label-for-person", "person-centred/was-not-brought"),
        flags=(
            "I |s/w| Dana.",
            "|?|PND since the birth.",
            "Mood |↓| this week.",
            "She was seen at the |appt| on Monday.",
            "Missed clinic |x3|.",
            "The |sw| rang at noon.",
        ),
        passes=(
            "I spoke with Dana.",
            "Did she eat? Yes.",
            "The cut was 2cm x 3cm.",
            "He is 1/2 inch taller and/or older.",
        ),
        find_in_sentence=_shorthand,
    ),
]
