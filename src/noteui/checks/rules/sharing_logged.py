"""Recorded: somebody outside was told, and nothing says that it is logged.

Heard only where whoever writes did it and it is done: never in quoted speech or somebody else's account, under
a negation, in a plan, or of the past. Silent where nobody has looked what is logged (a note read as a file),
where a sharing with that agency is linked to the note, and where the agency is the writer's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from noteui.checks.cue import Cue, alternatives, words
from noteui.checks.finding import LogSharing, Severity
from noteui.checks.pattern import lazily
from noteui.checks.phrases import Listed
from noteui.checks.prose import Sentence, fold
from noteui.checks.rule import Example, Hit, Rule
from noteui.checks.rules.claims import about, first_word_at, is_reported
from noteui.checks.setting import Setting

_KINDS = ("school", "health", "police", "social-care", "justice", "housing", "others")
_OWN = frozenset(("school", "police", "social-care"))
"""Kinds of agency whose staff, told by one of them, are mostly the same agency: that is no sharing."""
_AGENCIES = words(*(f"sharing-with-{kind}" for kind in _KINDS))
_GAP = r"(?: (?!{between}\b)[\w.’'&-]+){{0,%d}}?"
_NOT_ITSELF = r"(?! (?:holiday|holidays|uniform|dinner|run|trip|day|bag|gate|letter|letters|report|appointment|appointments)\b)"
"""After the name of an agency these make it something of theirs: "the school trip"."""
_TOLD = Cue(
    rf"\b(?P<verb>{{key}})(?P<object>{_GAP % 4}(?:(?: at| from|,| \()(?: ?the| her| his| their| my| its)?)?) ?(?P<agency>{{agency}})s?\b"
    + _NOT_ITSELF,
    key=words("sharing-told"),
    agency=_AGENCIES,
    between=(*words("sharing-between"), "to", "with", "at", "out"),
)
_TOLD_TO = Cue(
    rf"\b(?P<verb>{{key}})(?P<object>{_GAP % 7}) (?:to|with|in)(?P<before>(?: (?!{{until}}\b)[\w.’'&-]+){{{{0,4}}}}?) (?P<agency>{{agency}})s?\b"
    + _NOT_ITSELF,
    key=words("sharing-told-to"),
    agency=_AGENCIES,
    between=tuple(
        word for word in words("sharing-between") if word not in ("about", "him", "them", "on", "for", "back")
    ),
    until=words("sharing-between"),
)
_GAVE = Cue(
    r"\b(?P<verb>{key})(?P<object>)(?:(?: the| her| his| their| our| my)? )(?P<agency>{agency})s?"
    r"(?= (?:a|an|the|her|his|their|its|my|our|all|both|copies|details|dates|what|this|some|one|two|with)\b)",
    key=words("sharing-gave"),
    agency=_AGENCIES,
)
_ASKED = Cue(
    r"\b(?P<verb>{key})(?P<object>)(?: again)?(?:(?: the| her| his| their| our| my)(?: [\w-]+)?)? (?P<agency>{agency})s?"
    r"(?: (?!to\b|for\b)[\w’'-]+)?(?= (?:to|for|if|whether|about|what|when|how|who)\b)",
    key=("asked",),
    agency=_AGENCIES,
)
_ASKED_OF = Cue(
    rf"\b(?P<verb>{{key}})(?P<object>{_GAP % 5}) (?:from|of|with)(?: the| her| his| their| our| my)? (?P<agency>{{agency}})s?\b",
    key=words("sharing-asked-of"),
    agency=_AGENCIES,
    between=words("sharing-between"),
)
_RANG_TO = Cue(
    rf"\b(?P<verb>{{key}})(?: back| again)? to (?:tell|inform|update|notify|alert|warn|advise|brief|ask)(?P<object>{_GAP % 2})"
    r" ?(?P<agency>{agency})s?\b",
    key=("rang", "called", "phoned", "telephoned", "emailed", "wrote"),
    agency=_AGENCIES,
    between=(*words("sharing-between"), "to", "with", "at", "out"),
)
_CALLED_FOR = Cue(
    r"\b(?P<verb>requested|summoned|called for|sent for)(?P<object>)(?: an| the)? (?P<agency>{key})\b",
    key=words("sharing-sent-for"),
)
_REFERRED = Cue(
    r"\b(?P<verb>{key})(?P<object>)(?: a| an| the| my| our| this)?(?: [\w-]+){{0,3}}? (?P<agency>referral)\b(?! (?:to|form|for|from|by|letter|meeting|criteria)\b)",
    key=("made", "completed", "submitted", "sent", "put in"),
)
_WAS_TOLD = Cue(
    r"\b(?P<agency>{agency})s?(?:(?: (?!{between}\b)[\w.’'-]+){{0,2}}? (?:was|were|is|are|has been|have been|had been)"
    r"(?: (?:now|also|already|all|both|fully|then|since))* (?P<verb>{key})\b(?! by (?!me\b|us\b))(?! (?:me|us|her|him|them|that)\b)"
    r"|(?: (?:now|also|already|all|both|fully))* (?P<bare>{key})\b"
    r"(?= *(?:$|[.,;)]| of\b| about\b| at \d| on \d| (?:by|via|on|through) (?:me|us|phone|email|101|999|111)\b| and\b| today\b| yesterday\b| the same)))",
    key=words("sharing-was-told"),
    agency=_AGENCIES,
    between=(*words("sharing-between"), "be", "to"),
)
_LET_KNOW = Cue(
    rf"\b(?P<verb>{{key}})(?P<object>{_GAP % 4}) (?P<agency>{{agency}})s?(?: [\w’'-]+)? know\b",
    key=("let",),
    agency=_AGENCIES,
    between=words("sharing-between"),
)
_COPIED_IN = Cue(
    rf"\b(?P<verb>{{key}})(?P<object>{_GAP % 2}) (?P<agency>{{agency}})s? in\b(?! (?:the|her|his|a)\b)",
    key=("copied", "cc'd", "looped", "brought"),
    agency=_AGENCIES,
    between=words("sharing-between"),
)
_SENT_FOR = Cue(
    r"\b(?P<agency>{key})(?: (?:was|were|has been|have been|had been))?(?: (?:then|also|immediately))*"
    r" (?P<verb>called|requested|summoned|phoned for|rung for)\b"
    r"(?! (?:me|us|her|him|back|round|in|on|at (?!\d))\b)(?! by (?!me\b|us\b))",
    key=words("sharing-sent-for"),
)
_WORD_TO = Cue(
    r"^\W*(?:(?:at|on) [\w.: ]{{1,20}}, )?(?:(?:i|we)(?: then| also)? (?:had|made|sent|wrote|put in) )?(?:a |an |the |brief |long |further |quick )*"
    r"(?:(?P<verb>{key})(?: (?:was |were |has been |have been )?(?:made|sent|submitted|raised|shared|passed|passed on|requested|forwarded|emailed))"
    r"|(?P<bare>{spoken})) (?:to|with|from)(?: (?:the|her|his|their|my|our|duty|local))* (?P<agency>{agency})s?\b"
    + _NOT_ITSELF
    + r"(?!.*\b(?:to be|needed|required|planned|agreed|will|pending|tomorrow|next)\b)",
    key=words("sharing-word"),
    spoken=words("sharing-word-spoken"),
    agency=_AGENCIES,
)
_PASSED_ON = Cue(
    r"\b(?P<agency>(?:(?:{agency}) )?{key})(?: (?:was|were|has|have|had|been|also|then|now))*"
    r" (?P<verb>shared|passed on|handed over|disclosed|relayed|made|sent|submitted|completed)\b(?! by (?!me\b|us\b))(?! to (?:me|us)\b)",
    key=words("sharing-passed-on"),
    agency=_AGENCIES,
)
_OF_WRITER = (
    _TOLD,
    _TOLD_TO,
    _LET_KNOW,
    _COPIED_IN,
    _GAVE,
    _ASKED,
    _ASKED_OF,
    _RANG_TO,
    _CALLED_FOR,
    _REFERRED,
)
"""Cues whose verb has somebody who did it before it, and is heard where that is the writer."""
_CUES = (*_OF_WRITER, _WAS_TOLD, _SENT_FOR, _WORD_TO, _PASSED_ON)
_HANDED = frozenset(("sent", "given"))
_NAMELESS = (_PASSED_ON, _REFERRED)
"""Cues in which it is not said who was told."""
_DONE_WITH_REFERRAL = frozenset(("made", "sent", "submitted", "completed"))
_MADE_AWARE = lazily(r"\bmade(?: (?:the|her|his|their|our|my|local))*\W*$")
_BY_SOMEBODY = lazily(r"\bby (?!me\b|us\b|then\b|now\b|e-?mail|phone|post\b|fax|text|hand\b|secure|noon|\d)")
_PASSIVE = lazily(
    r"\b(?:was|were|been|being|be|am|is|are|get|got|gets|i'm|we're)(?: \w+ly| also| then| again| first)?\s*$"
)
_MOVED = lazily(
    r"^ (?:(?:him|her|them)(?: (?:back|home|off|over|straight|away))?|(?:the )?(?:children|boys|girls|kids))$"
)
_STARTS_AGAIN = lazily(r"(?:[;,]| and| but| so| then) (?:i|we)(?: \w+){0,2} $")
_BEGINS = lazily(r"^(?:at [\d.:apm ]+,? )?(?:i|we)(?: \w+){0,2} $")
_CITED = lazily(r", (?!what\b|which\b|that\b)(?:[\w’']+ ){1,3}(?:said|says|told me|reported|explained)\W*$")
_NOT_DONE = Cue(r"\b{key}\b", key=words("sharing-not-done"))
_OF_OLD = Listed("sharing-of-old")
_NOBODY_THERE = Listed("sharing-nobody-there")
_YEAR = lazily(r"\b(?:19|20)\d\d\b")
_MONTHS = "january february march april may june july august september october november december".split()
_DAY = lazily(r"\b(\d{1,2})(?:st|nd|rd|th)? (" + "|".join(_MONTHS) + r")\b")
_IN_MONTH = lazily(r"\b(?:in|last) (" + "|".join(_MONTHS) + r")\b")
_LONG_AGO = 31
"""Days before the note from which a telling is told of, not done."""
_OPENING = 3
"""Words that may stand before a verb that nobody stands before: "Also then rang"."""
_AT = lazily(r" (?:at|from)(?: the| her| his| their| my)?$")
_ANOTHER = lazily(r"\b(?:its|another|other|new|previous|former|old) ")
_DONE_ACTION = lazily(r"^\s*(?:[-*+]\s*)?\[[xX]\]")
_CLAUSE = lazily(r"[;:,]| but | although | though | because ")


def _unlogged(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    if setting.note.shared is None:
        return
    if sentence.field == "actions" and not _DONE_ACTION.match(sentence.text):
        return
    for cue in _CUES:
        for match in cue.finditer(sentence):
            agency = match["agency"].strip()
            if not _is_done(cue, sentence, match, setting) or _is_inside(agency, match[0], setting):
                continue
            if _is_linked(agency, sentence, setting):
                continue
            start, end = match.start(), match.end()
            whom = "" if cue in _NAMELESS else sentence.text[match.start("agency") : match.end("agency")]
            said = sentence.text[start:end]
            yield Hit(
                start,
                end,
                message=f"“{said}”: log this?",
                mends=(LogSharing(whom, " ".join(sentence.text.split())),),
            )
            return


def _is_done(cue: Cue, sentence: Sentence, match: re.Match[str], setting: Setting) -> bool:
    plain, at = sentence.plain, match.start("verb")
    if at < 0:
        at = match.start("bare")
    start = min(at, match.start())
    if cue in _OF_WRITER:
        if not _is_writers(sentence, at, setting) or _PASSIVE.search(plain[:at]):
            return False
        thing = match["object"]
        if match["verb"] in ("sent", "showed", "shown") and (
            _MOVED.match(thing) or _names_somebody(thing, setting)
        ):
            return False
        if match["verb"] == "called" and thing.startswith((" at", " on", " in")):
            return False
        if cue is _TOLD and _names_somebody(_AT.sub("", thing), setting):
            return False
        if cue is _TOLD_TO and any(part in setting.names for part in match["before"].split()):
            return False
    elif cue is _WAS_TOLD:
        made = _MADE_AWARE.search(plain[: match.start("agency")])
        if made is not None and not _is_writers(sentence, made.start(), setting):
            return False
        if match["verb"] in _HANDED and _BY_SOMEBODY.search(plain[at:]):
            return False
    elif cue is _PASSED_ON and match["verb"] in _DONE_WITH_REFERRAL and "referral" not in match["agency"]:
        return False
    clause = _clause(plain, start)
    if any(clause <= m.start() < max(at, match.end()) for m in _NOT_DONE.finditer(sentence)):
        return False
    if is_reported(sentence, at) and not _says_so_themselves(plain, at):
        return False
    return not _is_old(sentence, setting) and _NOBODY_THERE.search(sentence) is None


def _is_writers(sentence: Sentence, at: int, setting: Setting) -> bool:
    """True where whoever writes did it; with nobody before it the writer is meant: "Rang school."."""
    done = _DONE_ACTION.match(sentence.text)
    if done is not None:
        return not sentence.plain[done.end() : at].strip()
    who = about(sentence, at, setting)
    return who == "writer" or (who == "open" and first_word_at(sentence, at) <= _OPENING)


def _says_so_themselves(plain: str, at: int) -> bool:
    """True where the writer is named anew after a report, or begins with nobody cited at the end."""
    if _STARTS_AGAIN.search(plain[:at]):
        return True
    return _BEGINS.match(plain[:at]) is not None and _CITED.search(plain[at:]) is None


def _names_somebody(thing: str, setting: Setting) -> bool:
    parts = [part for part in thing.split() if part not in ("back", "home", "off", "straight")]
    return len(parts) in (1, 2) and all(part in setting.names for part in parts)


def _clause(plain: str, at: int) -> int:
    """Where the clause begins in which something stands."""
    ends = [match.end() for match in _CLAUSE.finditer(plain, 0, at)]
    return ends[-1] if ends else 0


def _is_old(sentence: Sentence, setting: Setting) -> bool:
    if _OF_OLD.search(sentence) is not None:
        return True
    happened = setting.note.happened
    for match in _YEAR.finditer(sentence.plain):
        if happened is None or int(match[0]) < happened.year:
            return True
    if happened is None:
        return False
    for match in _IN_MONTH.finditer(sentence.plain):
        if (happened.month - _MONTHS.index(match[1]) - 1) % 12 > 1:
            return True
    for match in _DAY.finditer(sentence.plain):
        day = _last(int(match[1]), _MONTHS.index(match[2]) + 1, happened.date())
        if day is not None and (happened.date() - day).days > _LONG_AGO:
            return True
    return False


def _last(day: int, month: int, until: date) -> date | None:
    """The last such day up to a week after this one."""
    for year in (until.year, until.year - 1):
        try:
            found = date(year, month, day)
        except ValueError:
            return None
        if (found - until).days <= 7:
            return found
    return None


@cache
def _kind_of() -> Mapping[str, str]:
    return {fold(word): kind for kind in _KINDS for word in words(f"sharing-with-{kind}")}


def _kinds_in(text: str) -> set[str]:
    folded = fold(text)
    return {kind for kind, found in _by_kind().items() if found.search(folded)}


@cache
def _by_kind() -> Mapping[str, re.Pattern[str]]:
    return {kind: lazily(rf"\b{alternatives(words(f'sharing-with-{kind}'))}s?\b") for kind in _KINDS}


def _is_inside(agency: str, said: str, setting: Setting) -> bool:
    if _ANOTHER.search(said):
        return False
    author = setting.note.author
    kind = _kind_of().get(agency)
    return author is not None and kind in _OWN and kind in _kinds_in(author.role)


def _is_linked(agency: str, sentence: Sentence, setting: Setting) -> bool:
    kinds = _kinds_in(agency)
    for recipient in setting.note.shared or ():
        if not kinds or kinds & _kinds_in(recipient):
            return True
        if any(len(part) > 3 and part in sentence.plain for part in re.findall(r"[\w’']+", fold(recipient))):
            return True
    return False


RULES = [
    Rule(
        id="recorded/sharing-not-logged",
        principle="recorded",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "opinion", "family", "actions"),
        message="Somebody outside was told: log this?",
        why="What was shared, with whom, why and whether it was understood is asked for long after the call.",
        try_="Log it as a sharing: it takes a minute, and follows up for you.",
        source="HMG",
        flags=(
            "|Spoke to school| about this.",
            "|Police aware|.",
            "|Info shared| verbally.",
            "I |told the school| that her uncle may not collect her.",
            "I |rang the police| at 13:20.",
            "At 14:10 I |emailed Mrs Tan at school|.",
            "I visited and |informed the health visitor|.",
            "We |referred Maya to CAMHS|.",
            "I |shared the plan with the midwife|.",
            "|Referral made to the hospital|.",
            "|Ambulance called| at 14:10.",
            "I |copied the GP in|.",
            "The |GP was informed|.",
            "Dana said that he had gone, and I |told the police|.",
            Example({"actions": "- [x] |Rang the GP|"}),
        ),
        passes=(
            Example({"facts": "I told the school that her uncle may not collect her."}, {"shared": None}),
            Example(
                {"facts": "I told the school."}, {"shared": ("Hannah Bale, lead, Northgate Primary School",)}
            ),
            "The school told me that she was late.",
            "I was told by the school that she was late.",
            "Dana told me that she rang the school.",
            "Mum rang school about the trip.",
            "I did not tell the school.",
            "School was not informed.",
            "The police were not told.",
            "I will ring the police and have told Dana so.",
            "I have not told the school yet.",
            "I would have told the school.",
            "If I told the school she would be moved.",
            "In 2019 I referred Maya to CAMHS.",
            "I told the school about this last year.",
            "On 3 May I told the school about her coat.",
            "Maya said, “I told the teacher and I told the police.”",
            "He said that I told the police about him.",
            "I told Dana about the school trip.",
            "I told Dana that school starts at nine.",
            "I sent Maya back to school.",
            "I rang the school but there was no answer.",
            "I spoke to Dana at home.",
            "I told the duty social worker.",
            "Told Mr Ahn at 11:00 that I would ring the police and why.",
            "The referral was made by the school.",
            "The school was told by Dana.",
            Example({"actions": "- [ ] Rang the GP"}),
            Example({"voice": "I told the teacher."}),
        ),
        needs=_CUES,
        find_in_sentence=_unlogged,
    ),
]
