"""What the rules on views and on blame ask first: whose words are these, who is spoken of, and what shows it."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import Literal

from noteui.checks.cue import words
from noteui.checks.phrases import Listed
from noteui.checks.prose import Sentence
from noteui.checks.setting import Setting

About = Literal["person", "writer", "thing", "open"]
"""Who a predicate is about; `open` where nobody stands before it in the sentence."""

_REPORTED = Listed("reporting")
_BASIS = Listed("basis")
_PASSED_OVER = frozenset(
    "a bit little lot is was are were has had have been be being does did do will would can could may might should must to "
    "not never ever just only really also still simply then now all always often both who that so very quite too again "
    "isn't wasn't aren't weren't hasn't hadn't haven't doesn't didn't don't won't wouldn't can't couldn't i'm".split()
)
_WRITERS = frozenset("i we me us i'm i've i'd we're we've".split())
_JOINING = frozenset(("and", "or", "but", "then", "yet"))
_NOT_A_REPORT = frozenset("when once after before was were been being be if not never".split())
_DOUBTED = frozenset("if whether may might could perhaps possibly unsure wonder wondered maybe sure".split())
_NEAR = 8


@cache
def _named_roles() -> frozenset[str]:
    return frozenset(words("somebody"))


def first_word_at(sentence: Sentence, at: int) -> int:
    """Which word of the sentence is the first to start at or after this place."""
    return bisect_left(sentence.words, at, key=lambda word: word.start)


def is_reported(sentence: Sentence, at: int) -> bool:
    """True where what stands at this place is given as somebody else's words, before it or at the end.

    "When asked, he was rude" reports nothing: a verb of speech in the passive or after "when" is passed over.
    """
    known: list[tuple[int, int]] | None = sentence.kept.get("reports")
    if known is None:
        known = sentence.kept["reports"] = [
            (match.start(), match.end())
            for match in _REPORTED.finditer(sentence)
            if _reports(sentence, match.start())
        ]
    for start, end in known:
        if end <= at:
            if ";" not in sentence.plain[end:at]:
                return True
        elif (
            start >= at
            and len(sentence.words) - first_word_at(sentence, end) <= 1
            and "," in sentence.plain[at:start]
        ):
            return True
    return False


def _reports(sentence: Sentence, start: int) -> bool:
    which = first_word_at(sentence, start)
    before = [word.folded for word in sentence.words[max(0, which - 2) : which]]
    if not before:
        return not sentence.plain.startswith("asked about", start)
    if before[-1] in _NOT_A_REPORT:
        return before[-1] in ("was", "were") and before[0] in _WRITERS
    return True


def is_doubted(sentence: Sentence, at: int) -> bool:
    """True where the writer leaves it open: "whether", "may have been"."""
    which = first_word_at(sentence, at)
    return any(word.folded in _DOUBTED for word in sentence.words[max(0, which - _NEAR) : which])


def about(sentence: Sentence, at: int, setting: Setting) -> About:
    """Who a predicate that starts at this place is about: the nearest word before it that says so."""
    which = first_word_at(sentence, at)
    joined = False
    for word in reversed(sentence.words[:which]):
        text = word.folded
        if text in _PASSED_OVER or (text.endswith("ly") and len(text) > 4 and text not in setting.names):
            continue
        if text in _JOINING:
            joined = True
            continue
        if joined or "," in sentence.plain[word.end : at]:
            return _first_subject(sentence, which, setting)
        return _who(text, setting)
    return "open"


def _first_subject(sentence: Sentence, before: int, setting: Setting) -> About:
    for word in sentence.words[:before]:
        if sentence.is_quoted(word.start, word.end):
            continue
        who = _who(word.folded, setting)
        if who != "thing":
            return who
    return "open"


def _who(word: str, setting: Setting) -> About:
    bare = word.removesuffix("'s") if not word.endswith("'s") else word
    if word in _WRITERS:
        return "writer"
    for ending in ("'s", "'d", "'ll", "'re", "'ve"):
        if word.endswith(ending) and word.removesuffix(ending) in ("he", "she", "they", "who"):
            return "person"
    return "person" if bare in setting.names or bare in _named_roles() else "thing"


def has_basis(sentence: Sentence) -> bool:
    """True where a view says what it rests on: a reason, a source, a number or somebody's own words."""
    known: bool | None = sentence.kept.get("basis")
    if known is None:
        known = sentence.kept["basis"] = (
            bool(sentence.quoted)
            or any(char.isdigit() for char in sentence.text)
            or _BASIS.search(sentence) is not None
        )
    return known
