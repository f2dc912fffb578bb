"""Evidence-based: motives, lacks and causes, which nobody can see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteui.checks.cue import Cue, words
from noteui.checks.finding import Severity
from noteui.checks.pattern import lazily
from noteui.checks.phrases import Listed
from noteui.checks.prose import Sentence
from noteui.checks.rule import PROSE_FIELDS, Example, Hit, MoveSentence, Rule
from noteui.checks.rules.claims import about, has_basis, is_doubted, is_reported
from noteui.checks.rules.grounds import is_said
from noteui.checks.setting import Setting


class _Purposes(Listed):
    """Purposes, where "to" stands before them."""

    def finditer(self, sentence: Sentence) -> Iterator[re.Match[str]]:
        for found in super().finditer(sentence):
            if sentence.plain.endswith(("to ", "to just ", "to simply "), 0, found.start()):
                yield found


_MIND: tuple[Cue | Listed, ...] = (
    Listed("motive_mind"),
    Cue(
        r"\b{key}\b(?! (?:on )?{habits}\b)",
        key=("has given up", "have given up", "had given up", "has given up on", "have given up on"),
        habits=words("motive_may_give_up"),
    ),
    Cue(
        r"\b{key}(?: (?:here|there|being|ever|really))? {what}\b(?! \d)",
        key=("only", "just", "merely", "purely", "solely", "simply", "really"),
        what=words("motive_only"),
    ),
    Cue(
        r"\b{key} (?!(?:a|an|the|one|two|three)\b)(?:[\w'-]+ ){{1,4}}?so (?:that |as to )?(?:i|we|he|she|they|nobody|no one|people|the|his|her|their|to)\b",
        key=("only", "just", "merely", "simply"),
    ),
    Cue(
        r"\b{key} (?:(?!to |in |on |at |into |back |as )[\w'-]+ ){{1,4}}?as (?:an?|the|his|her|their|beneath|no)\b(?! (?:day|time|week|child|baby|teenager))",
        key=("sees", "views", "regards", "treats", "viewed", "regarded"),
    ),
    Cue(r"\b{key} {what}\b", key=("all", "it is all", "everything"), what=words("motive_all")),
    Listed("motive_manner"),
    _Purposes("motive_purposes"),
    Cue(
        r"\bto {key} (?:\w+ )?(?:\w+ )?(?:up|against|off|over)\b",
        key=("wind", "turn", "play", "set", "show", "trip", "stir"),
    ),
    Listed("motive_hiding"),
    Cue(
        r"\b(?:does not|doesn't|did not|didn't|do not|don't|has never|have never|had never|never|will not|won't|would not|wouldn't|refuses to|refused to|fails to|failed to)"
        r"(?: (?:\w+ly|even|ever|quite|seem to|appear to|want to|begin to|start to))* {key}\b(?! (?:her|his|their|the|my|your|an?) (?:name|letter|letters|question|questions|words?|form|forms|accent|offer|call|calls|invitation|apology|food|gift|lift)\b)",
        key=words("mind_denied"),
    ),
    Cue(
        r"\b{key} (?:(?!to |in |on |at |into |back )[\w'-]+ ){{1,5}}?(?:before|ahead of|above|over|in front of) (?:the |her |his |their |of )*(?:own )?{first}\b",
        key=(
            "puts",
            "putting",
            "placed",
            "places",
            "placing",
            "prioritises",
            "prioritised",
            "prioritising",
            "prioritizes",
            "prioritized",
            "chooses",
            "chose",
            "choosing",
            "picks",
            "picked",
        ),
        first=words("coming_before"),
    ),
    Cue(
        r"\b(?:lack(?:s|ed|ing)?|lack of|(?:show(?:s|ed|ing|n)?|has|have|had|with|displays?|displayed|demonstrates?|demonstrated|expressed|expresses)"
        r"(?: (?:absolutely|very))? (?:no|little|limited|zero|not much)|without (?:any|a shred of|a trace of))"
        r"(?: (?:in|any|the|real|genuine|basic|emotional|apparent|obvious|sign of|signs of|discernible|visible|whatsoever))*(?: \w+)? {key}\b",
        key=words("motive_lacks"),
    ),
)
_CAUSE: tuple[Cue | Listed, ...] = (
    Listed("causes"),
    Cue(
        r"\b(?:he|she|they) {key} (?:it|this|that|them|these|those)(?: \w+ly)? (?:\w+ing\b|from \w+|when \w+|off \w+|in a \w+)",
        key=("got", "sustained", "came by", "picked up", "gets"),
    ),
    Cue(
        r"\b{key} (?:all )?because of (?!the (?:cold|heat|rain|snow|smoke|onions?|noise|pain)\b)\w+",
        key=("crying", "cried", "cries", "in tears", "upset", "distressed", "angry", "unhappy", "withdrawn", "anxious", "not eating", "not sleeping", "self-harming"),
    ),
)  # fmt: skip
_INJURY = Cue(
    r"\b{key}(?: \w+){{0,4}}? (?:is|was|are|were|came|comes|must be|will be|look|looks|looked)(?: (?:\w+ly|all|just))? "
    r"(?:from|due to|because of|done|self-inflicted|accidental|an accident|deliberate|down to|sustained|inflicted|(?:made|caused|left) by)\b",
    key=words("injuries"),
)
_REASON = Cue(
    r"\b{key} (?:\w+ (?:and \w+ )?)?(?:will not|won't|would not|wouldn't|does not|doesn't|do not|don't|did not|didn't|cannot be|can't be|likes?|liked|prefers?|preferred|thinks?|thought|knows|knew|enjoys?|enjoyed|fears?|feared|hopes?|hoped)\b",
    key=("because",),
)
_SO_THEY = Cue(
    r"\b{key} (?:he|she|they|it|someone|somebody|both of them)(?:'d been| had(?: \w+ly)? been| has(?: \w+ly)? been| have(?: \w+ly)? been| must)\b",
    key=("so", "so clearly", "so obviously", "which means"),
)
_HAD_BEEN = Cue(
    r"\b(?:had|has|have)(?: (?:clearly|obviously|all|both|probably|just))* been {key}\b",
    key=(
        "arguing",
        "rowing",
        "fighting",
        "crying",
        "drinking",
        "smoking",
        "shouting",
        "self-harming",
        "up all night",
        "gaming all night",
    ),
)
_OLD = Cue(
    r"\b{key}(?: on \w+ \w+(?: \w+)?)? (?:is|was|are|were|looks?|looked|seems?|seemed|appears?|appeared)(?: (?:to be|all|both|quite|fairly|very|clearly))* (?:old|new|fresh|recent|(?:\w+ )?(?:\w+ )?(?:days|weeks|a week|hours) old)\b",
    key=words("injuries"),
)
"""How old a bruise is cannot be told by looking at it (RCPCH)."""
_BECAUSE = Cue(
    r"\b{key} (?:\w+ (?:and \w+ )?)?(?:is|was|are|were|feels|felt|gets|got|has been|had been|had become|has become)(?: (?:so|very|too|still|always|\w+ly|a bit|not|both))* (?P<state>[\w-]+)\b",
    key=("because",),
)
_STATES = frozenset(words("states_feeling", "states_judged"))
_BEHIND = Cue(
    r"\b{key}(?: (?:at|in|with|about|over) [\w']+(?: [\w']+)?)? (?:comes?|came|stems?|stemmed|arises?|arose|results?|resulted|is|are|was|were|has|have)(?: (?:\w+ly|all|been|just))*"
    r" (?:from (?:\w+ing|his|her|their|having|anxiety|stress|worry|fear|upset|tension|trauma|boredom|guilt|grief|what)|because|due to|a (?:reaction|response|result|consequence|symptom|sign) (?:to|of)|out of|caused|made worse by|linked to|related to|driven by|rooted in|learned|learnt)\b",
    key=words("troubles"),
)
_GUESS = Cue(
    r"\b(?:he|she|they|it|this|that|there|someone|somebody) {key} (?:have\b|be (?:a|the|lying|hiding|using|bad|drinking|from|someone|somebody|because|so|more)\b)",
    key=("must",),
)
_MIND_VERB = Listed("mind_verbs")
_TENDENCY: tuple[Cue | Listed, ...] = (
    Cue(
        r"\b(?:has|have|had|with)(?: (?:such|clearly|obviously|always|quite|some))* {key}\b",
        key=words("tendencies"),
    ),
    Listed("tending"),
)
_AMOUNTS = Cue(
    r"\b(?:this|that|it|which)(?:'s|'ll be| is| was| will be| would be| has to be| must be| has been|'s been)(?: (?:\w+ly|just|all|pure|plain|nothing but|a case of|a clear case of|down to|about|more|out of|not|a))* {key}\b",
    key=words("amounts_to"),
)
_UNSEEN = Cue(
    r"\b(?:is|are|was|were|has|have|had|he's|she's|they're)(?: (?:been|being|now|also|\w+ly))* {key}\b",
    key=words("unseen_acts"),
)
_UNABLE = Cue(
    r"\b(?:cannot|can't|can not|could not|couldn't|(?:is|are|was|were|seems|seemed|appears|appeared) (?:\w+ly )?(?:unable to|not able to|incapable of|in no position to|too \w+ to|unfit to|unwilling to)"
    r"|has no ability to|lacks the (?:ability|capacity|skills|means) to|(?:struggles|struggled|is struggling|was struggling) to)(?: (?:\w+ly|even|always|ever))? {key}\b(?! (?:his|her|their|the|a) (?:zip|laces|bottle|lid|stairs|lock|till|bags?|phone|shopping)\b)",
    key=words("coping"),
)
_LIED = Cue(
    r"\b(?:{key}|(?:is|are|was|were|been|kept|keeps) (?:\w+ly )?lying (?:to|about)|lies (?:to|about)|told (?:\w+ )?(?:a lie|lies)|tells lies)\b(?! (?:down|in|on|back|there|flat|still|under|across)\b)",
    key=("lied", "lying", "lies", "lie"),
)
_UNSAFE = Cue(
    r"\b(?:is|are|was|were|be|'s|'re|remains?)(?:n't| not| no longer| never| clearly| now| both| all)* {key}(?: (?:there|here|with|in|at home|at|from|around|under|of|being|on the|on (?:her|his|their) own|alone|outside|by (?:her|him|them)sel(?:f|ves)|to be left)\b|$|[.,;])",
    key=(
        "safe",
        "unsafe",
        "at risk",
        "in danger",
        "at significant risk",
        "well cared for",
        "well looked after",
        "badly looked after",
        "unloved",
        "unwanted",
    ),
)
_BETWEEN = Cue(
    r"\b(?:there (?:is|was|has been|were|are|remains)|i (?:could )?(?:sensed?|feel|felt)|has|have|had|share|shares)(?: (?:a|an|the|no|little|clearly|still|some|much|lots of|a lot of|any|obvious|clear|real|genuine|strong|close|good|lovely|great|deep|warm|poor|weak|visible|palpable|underlying|ongoing|considerable))* {key}"
    r" (?:between|towards|in the (?:house|home|room|family|air))\b",
    key=words("between_people"),
)
_ACCOUNT = Cue(
    r"\b{key}(?:,? (?:and |but )?\w+)? (?:account|explanation|story|version|reason|reasons|answers?|excuses?|accounts|explanations)\b",
    key=(
        "unconvincing",
        "implausible",
        "inconsistent",
        "far-fetched",
        "odd",
        "strange",
        "suspicious",
        "unlikely",
        "vague",
        "flimsy",
        "muddled",
        "contradictory",
        "plausible",
        "feeble",
        "poor",
        "weak",
        "unbelievable",
    ),
)
_POWER = Listed("power_phrases")
_LOOK = Cue(
    r"\b(?:had|has|have|gave|gives|wore|with|pulled|shot|threw|got)(?: \w+){{0,2}}? (?:an?|that|this|his|her|their|the)(?: (?:very|rather|such|\w+ly|most))* {key}(?:,? (?:and )?\w+)? (?:looks?|expression|face|smile|smirk|tone|air|glance|stare|glare|manner)\b",
    key=words("looks"),
)
_ATMOSPHERE = Cue(
    r"\bthe (?:{key}) (?:\w+ (?:\w+ )?)?(?:felt|feels)(?: (?:\w+ly|very|so|a bit|quite|rather))* (?!cold|warm|hot|damp|wet|stuffy|airless|close|chilly|like|the|it|that|soft|hard|dry|heavy|light|sticky)\w+",
    key=(
        "house",
        "flat",
        "home",
        "room",
        "place",
        "atmosphere",
        "mood",
        "visit",
        "meeting",
        "contact",
        "session",
        "call",
        "conversation",
        "tone",
    ),
)
_OUGHT = Cue(
    r"\b{key} (?:not|never) (?:to )?(?:be|have) (?:left |allowed |living |trusted |given |in |on |with |near |around )*(?:alone|with|near|around|allowed|trusted|living|in|access|contact|unsupervised|care)\b",
    key=("should", "ought", "must"),
)
_SUSPICION = Listed("suspicions")
_MANNER = Listed("manner_adverbs")
_SHOWING = frozenset(words("showing"))
_AFFECTING = Listed("affecting", unless=r" (?:dinner|tea|lunch|breakfast|toast|a)\b")
_MAY = frozenset(
    "may might could possibly perhaps probably likely think wonder unsure whether unclear view cannot".split()
)


_WISHED = lazily(
    r"(?:would rather|would prefer|wants?|wanted|likes?|loves?|hates?|hated|enjoys?|thinks|could tell|(?:does|did)(?:n't| not) want|knew)\b"
)
"""Among somebody's own words these tell what they said that they wish or think, and read no mind."""


def _motive(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for cue in _MIND:
        match = cue.search(sentence)
        if match is None or _excused(sentence, match.start(), setting):
            continue
        if sentence.field == "voice" and _WISHED.match(match[0]):
            continue
        yield Hit(match.start(), match.end(), mends=_move(sentence))
        return


def _mind_verb(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    match = _MIND_VERB.search(sentence)
    if match is None or about(sentence, match.start(), setting) != "person":
        return
    if has_basis(sentence) or _excused(sentence, match.start(), setting):
        return
    yield Hit(match.start(), match.end(), mends=_move(sentence))


_SUMMING_UP: tuple[Cue | Listed, ...] = (
    _AMOUNTS,
    _GUESS,
    _UNSEEN,
    _UNABLE,
    _LIED,
    _UNSAFE,
    _BETWEEN,
    _ACCOUNT,
    _POWER,
    _LOOK,
    _ATMOSPHERE,
    _OUGHT,
    _SUSPICION,
    _MANNER,
    _SO_THEY,
    _HAD_BEEN,
    *_TENDENCY,
)


def _summed_up(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for cue in _SUMMING_UP:
        match = cue.search(sentence)
        if match is None or _excused(sentence, match.start(), setting):
            continue
        if cue is not _ACCOUNT and has_basis(sentence):  # it is itself about what somebody gave
            continue
        if cue in (_UNSAFE, _BETWEEN, _ATMOSPHERE, _OUGHT, _SO_THEY, _HAD_BEEN) and sentence.field != "facts":
            continue
        if cue is _LIED and about(sentence, match.start(), setting) != "person":
            continue
        if cue is _MANNER and not sentence.vocabulary.isdisjoint(_SHOWING):
            continue
        yield Hit(match.start(), match.end(), mends=_move(sentence))
        return


_CAUSES: tuple[Cue | Listed, ...] = (*_CAUSE, _INJURY, _OLD, _BECAUSE, _REASON, _BEHIND, _AFFECTING)


def _cause(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for cue in _CAUSES:
        match = cue.search(sentence)
        if match is None or is_reported(sentence, match.start()) or not sentence.vocabulary.isdisjoint(_MAY):
            continue
        if cue is _BECAUSE and match["state"] not in _STATES:
            continue
        if cue in (_BECAUSE, _REASON, _OLD) and (
            is_said(sentence)
            or sentence.field != "facts"
            or about(sentence, match.start(), setting) == "writer"
        ):
            continue
        if (sentence.field == "opinion" or cue is _AFFECTING) and has_basis(sentence):
            continue
        level = Severity.INFO if cue is _AFFECTING else Severity.WARNING
        told = "How old a mark is cannot be told by looking at it." if cue is _OLD else None
        yield Hit(match.start(), match.end(), message=told, severity=level, mends=_move(sentence))
        return


def _excused(sentence: Sentence, at: int, setting: Setting) -> bool:
    return (
        is_reported(sentence, at)
        or is_doubted(sentence, at)
        or (sentence.field == "opinion" and has_basis(sentence))
        or about(sentence, at, setting) == "writer"
    )


def _move(sentence: Sentence) -> tuple[MoveSentence, ...]:
    return (MoveSentence("opinion"),) if sentence.field == "facts" else ()


RULES = [
    Rule(
        id="evidence-based/motive",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="This reads another person's mind.",
        why="Nobody can see a motive; a reader will ask how you knew.",
        try_="Write what was said or done; put what it may mean in Professional opinion with its basis.",
        source="IRISS",
        flags=(
            "Dana was |only agreeing so that I| would leave.",
            "Carl |sees the visits as an| intrusion.",
            "She |knows exactly| what she is doing.",
            "Stacey |has given up|.",
            "He is |only interested in| the car.",
            "Dana rang to |get attention|.",
            "Theo |showed no remorse|.",
            "Dana is |playing down| the row.",
            "He broke it |on purpose|.",
            "Dana |puts Carl before the children|.",
            "Carl |refuses to acknowledge| the harm.",
        ),
        passes=(
            "There were only two cups so she shared.",
            "She sees her nan as often as she can.",
            "She put her coat on before the children came in.",
            "Dana did not understand the letter and rang me at 10am.",
            "She said that she has given up smoking.",
            "Dana has given up smoking.",
            "I did not want to wake him.",
            "The bus only came to the top of the road.",
            "She asked whether he did it on purpose.",
            Example({"voice": "Theo would rather be at school, because it is his turn to feed the snails."}),
        ),
        needs=_MIND,
        find_in_sentence=_motive,
    ),
    Rule(
        id="evidence-based/mind-read",
        principle="evidence-based",
        severity=Severity.INFO,
        scope="sentence",
        fields=("facts", "family"),
        message="What somebody feels or hopes, with nobody who said so.",
        why="A like or a fear that was told or shown is evidence; one that is only known is a guess.",
        try_="Write who told you, or what you saw.",
        source="IRISS",
        flags=("Dana |prefers| the baby.", "Theo |dreads| the bus."),
        passes=(
            "Dana said that she prefers the bus.",
            "Theo told me that he loves the park.",
            "The rota relies on two drivers.",
        ),
        needs=(_MIND_VERB,),
        find_in_sentence=_mind_verb,
    ),
    Rule(
        id="evidence-based/summed-up",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "opinion", "family"),
        message="The sum of what was seen, without what was seen.",
        why="A reader who sees the parts can add them up; one who sees the sum cannot take it apart.",
        try_="Write what was said and done, and put the sum in Professional opinion with its basis.",
        source="IRISS",
        flags=(
            "|It's grooming|, end of.",
            "She spoke |rudely|.",
            "He |tends to| lie.",
            "Dana |has a temper|.",
            "He was |on something|.",
            "Dana |cannot protect| the boys.",
            "Dana |lied| about Friday.",
            "|There was tension between| Dana and Carl.",
            "The children |are not safe there|.",
            "Dana is |under his thumb|.",
            "He |had a guilty look|.",
            "|The house felt unsafe|.",
            "Dana gave an |unconvincing account| of it.",
            "The hall smelt of smoke |so they had been| smoking.",
            "They |had been arguing| before tea.",
        ),
        passes=(
            "Dana could not manage the stairs with the buggy.",
            "He lied down on the bed.",
            "The house felt damp and cold.",
            "There was a fight between two dogs in the yard.",
            "Maya said she is not safe there.",
            "Dana said that it is neglect.",
            "It may be neglect.",
            "The bus was late so she was ten minutes late.",
            "She had been waiting since noon.",
            "Dana said they had been arguing.",
            "The car was at fault and it was an accident, the report says.",
        ),
        needs=_SUMMING_UP,
        find_in_sentence=_summed_up,
    ),
    Rule(
        id="evidence-based/cause-as-fact",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "opinion", "family"),
        message="A cause, stated as known.",
        why="Two things that come together need not belong together; a cause has to be shown.",
        try_="Write both things with their dates, and who says that one led to the other.",
        source="IRISS",
        flags=(
            "The rash |was caused by| the new soap.",
            "The |bruise on his arm was from| the rail.",
            "He has a cut and |he got it fighting|.",
            "Maya wet the bed |because she is anxious|.",
            "Her |anger comes from seeing| him leave.",
            "Dana missed it |because she did not| care to come.",
            "The |bruise looked a few days old|.",
            "Maya was |crying because of Carl|.",
        ),
        passes=(
            "Maya told me that she hid because she was scared.",
            "The crying was from the flat next door.",
            "Dana said the rash was caused by the new soap.",
            "She went down to the shop.",
            "The damp may be the cause of the cough.",
            "Dana said that she missed it because she wanted to sleep.",
            "Maya was crying because of the cold.",
        ),
        needs=_CAUSES,
        find_in_sentence=_cause,
    ),
]
