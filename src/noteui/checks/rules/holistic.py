"""Holistic: the whole person and everybody around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from noteui.checks.cue import Cue, words
from noteui.checks.earlier import Earlier, EarlierNote, first_name
from noteui.checks.finding import Severity
from noteui.checks.paragraph import Paragraph
from noteui.checks.pattern import lazily
from noteui.checks.prose import Sentence, fold
from noteui.checks.rule import Example, Hit, Rule
from noteui.checks.rules.calendar import MONTHS
from noteui.checks.rules.grounds import is_grounded, is_said, is_told
from noteui.checks.setting import Setting
from noteui.checks.whole import Whole

_NOTHING = Cue(
    r"^(?:[\w' ]{{0,30}}[:,-] ?)?{key}(?: (?:noted|identified|known|this time|today|at this time|at present|as far as known))*[.!]?$",
    key=words("holistic_nothing"),
)
_INITIALS = lazily(r"^(?:n ?[/.] ?[ak]\.?|na|nk)[.!]?$|\bn/k\b")
_NEEDS_VERB = frozenset(words("holistic_gloss_bare"))
_GLOSS = Cue(r"(?<!not )\b{key}\b(?! to\b)", key=[w for w in words("holistic_gloss") if w not in _NEEDS_VERB])
_GLOSS_VERB = Cue(
    r"(?:(?:\b{be}|(?<=\w)'s)(?: {degree})* {key}\b|(?<!as )\b{key}[.!]?$)",
    be=words("grounds_be"),
    degree=words("grounds_degree"),
    key=words("holistic_gloss_bare"),
)
_ASIDE = Cue(r"\b{key}\b", key=words("holistic_aside"))
_HEDGED = Cue(r"\b{key}\b", key=words("holistic_hedge"))
_FIGURE = lazily(
    r"\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:each|every) (?:day|night|week|morning|evening|afternoon)\b"
)
_SINCE = lazily(r"\bsince (?:\d|" + "|".join(MONTHS) + r")")
_ELSEWHERE = lazily(
    r"^(?:nobody|no one|no-one|no other|there (?:is|are) no|(?:he|she|they) (?:has|have) no"
    r" (?:other|further|brothers|sisters|siblings|children|relatives|family|partner|visitors)) *\b"
)
_SILENCE = Cue(r"\b{key}\b", key=words("holistic_silence"))
_CONDITION = Cue(r"\b{key}\b", key=words("holistic_condition"))
_STRONG = Cue(
    r"\b{key}\b(?! (?:scale|score|screen|service|team|clinic|nurse|group|course))",
    key=words("holistic_strong"),
)
_HEAVY = words("holistic_heavy")
_EXPOSED = Cue(r"\b{key}\b", key=words("holistic_exposed"))
_PAST_OR_DENIED = lazily(
    r"\b(?:no|not|never|denied|denies|without|stopped|nor|history of|in (?:19|20)\d\d|years ago|any|if|whether|question about)\b"
)
_MEANING = Cue(r"\b{key}\b", key=words("holistic_meaning"))
_SO = lazily(r"[,;] so \w|\bso that\b")
_PEOPLE = frozenset(words("holistic_people"))
_TOO_SHORT_FOR_ALL = 59
"""Words of a note up to which not everybody of the house can be expected in it."""
_NOTES_BEFORE = 3
"""Earlier notes in a row without a word of somebody, from which it is worth asking (triennial reviews)."""
_FATHERS = frozenset("father dad stepfather stepdad partner boyfriend husband".split())
_OWNED = lazily(
    r"^(?:i|we)\b|\b(?:i|we) (?:have|did|do|will|am|was|could|would|need|still|asked|rang|spoke)\b"
)
"""The writer says what they did or do not know: nobody is passed over."""
_ONLY_NAMED = 5
"""Words of a whole line that can hold a name, and hardly more."""
_NO_OTHERS = lazily(
    r"^(?:n/?a\b|not applicable\b|no other (?:family|household|adults?|children|people|persons?|relatives?|members?)\b[\w ]{0,20}"
    r"(?:present|seen|noted|identified|involved|spoken to|discussed)\b)"
)
_SHORT = 14
"""Words past which a line on somebody mostly has something in it."""
_PREGNANT = Cue(
    r"\b{key}\b", key=("pregnant", "pregnancy", "expecting a baby", "expecting again", "antenatal")
)
_BABY = frozenset("baby baby's babies midwife midwives unborn antenatal scan maternity".split())
_NEW_ADULT = Cue(
    r"\b(?:(?:her|his|their|mum's|dad's|mother's|father's|[a-z]+'s|an?|the|another|some)) (?:(?:new|latest|current|older|unknown|unnamed|male|female) )+{key}\b"
    r"|\b(?:an?|another|some) (?:unknown |unnamed |older )?(?:man|male|bloke|fella)\b(?= (?:was|is|has|came|staying|living|there|in|at))",
    key=("partner", "boyfriend", "girlfriend", "bloke", "fella", "man", "male", "lodger", "friend"),
)
_ANIMAL = Cue(
    r"\b{key}\b",
    key=("dog", "dogs", "puppy", "cat", "cats", "kitten", "rabbit", "pet", "pets", "hamster", "horse"),
)
_ANIMAL_HARM = lazily(
    r"\b(?:kick(?:s|ed|ing)|hit(?:s|ting)?|beat(?:s|en|ing)?|hurt(?:s|ing)?|bit(?:es|e|ten|ing)?|starv\w+|thin|emaciated|injured|"
    r"threw|thrown|killed|drown\w*|burn\w*|strangl\w+|attack\w+)\b"
)


def _bare(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    if paragraph.word_total > 12:
        return
    for placed in paragraph.sentences:
        sentence = placed.sentence
        if sentence.quoted:
            continue
        if (
            _NOTHING.search(sentence)
            or _INITIALS.search(sentence.folded)
            or _NO_OTHERS.search(sentence.folded)
        ):
            yield Hit(placed.start, placed.end)
        elif paragraph.word_total <= _ONLY_NAMED and _names_somebody(sentence, setting):
            yield Hit(placed.start, placed.end, message="They are named, and nothing says how they are.")


def _names_somebody(sentence: Sentence, setting: Setting) -> bool:
    """True where the sentence has a name or a kind of person in it, and nothing that another rule reads."""
    if any(cue.search(sentence) for cue in (_GLOSS, _GLOSS_VERB, _ASIDE, _SILENCE, _CONDITION, _STRONG)):
        return False
    there = {word.removesuffix("'s") for word in sentence.vocabulary}
    return not there.isdisjoint(setting.names | _PEOPLE)


def _passed_over(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    aside = next((m for m in _ASIDE.finditer(sentence)), None)
    says_more = aside is not None and " but " in sentence.plain[aside.end() :]
    open_ = aside is not None and not says_more and not is_said(sentence)
    if open_ and not _OWNED.search(sentence.plain) and not _SINCE.search(sentence.plain):
        yield Hit(0, _length(sentence), message="Somebody is set aside here, and nobody looked.")
        return
    if is_grounded(sentence):
        silence = _SILENCE.search(sentence)
        if silence is not None and not sentence.quoted and not _OWNED.search(sentence.plain):
            yield Hit(0, _length(sentence), message="Silence is not an answer. Were they asked?")
        return
    gloss = _GLOSS.search(sentence) or _GLOSS_VERB.search(sentence)
    if gloss is not None:
        said = sentence.text[gloss.start() : gloss.end()].strip(" .!")
        yield Hit(0, _length(sentence), message=f"“{said[:40]}”: how do you know, and since when?")
    elif _INITIALS.search(sentence.folded) or _is_made_up(sentence):
        yield Hit(0, _length(sentence))


def _is_made_up(sentence: Sentence) -> bool:
    """True for a short line on somebody with a hedge or a "not" in it and nothing seen, told or dated."""
    return (
        sentence.word_total <= _SHORT
        and _HEDGED.search(sentence) is not None
        and _FIGURE.search(sentence.plain) is None
        and _ELSEWHERE.search(sentence.plain) is None
        and not _says_what_it_means(sentence)
    )


def _length(sentence: Sentence) -> int:
    return len(sentence.text)


def _condition_bare(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    for number, placed in enumerate(paragraph.sentences):
        sentence = placed.sentence
        found = _CONDITION.search(sentence)
        if found is None or is_told(sentence) or _says_what_it_means(sentence):
            continue
        if _PAST_OR_DENIED.search(sentence.plain[: found.start()]):
            continue
        follows = paragraph.sentences[number + 1].sentence if number + 1 < len(paragraph.sentences) else None
        if (
            follows is not None
            and _goes_on(sentence, follows, setting)
            and (is_told(follows) or _says_what_it_means(follows))
        ):
            continue
        yield Hit(placed.start, placed.end)


def _says_what_it_means(sentence: Sentence) -> bool:
    return _MEANING.search(sentence) is not None or _SO.search(sentence.plain) is not None


def _goes_on(sentence: Sentence, follows: Sentence, setting: Setting) -> bool:
    """True where the next sentence is about somebody of this one."""
    first = follows.words[0].folded if follows.words else ""
    return first in ("she", "he", "they", "this", "her", "his", "their", "it", "both") or bool(
        sentence.vocabulary & follows.vocabulary & (setting.names | _PEOPLE)
    )


def _left_out(whole: Whole, setting: Setting) -> Iterator[Hit]:
    family = whole.fields["family"]
    if not family.is_empty:
        return
    others = [relation.name.split()[0] for relation in setting.household]
    if others:
        names = " and ".join(others[:2]) if len(others) <= 2 else f"{others[0]}, {others[1]} and others"
        yield Hit(
            None,
            None,
            field="family",
            message=f"Think Family is empty, and {names} live{'s' if len(others) == 1 else ''} there too.",
        )
    elif setting.note.people or whole.has_word(_PEOPLE, ("facts", "opinion")):
        yield Hit(None, None, field="family", severity=Severity.WARNING)


def _household_unmentioned(whole: Whole, setting: Setting) -> Iterator[Hit]:
    if whole.fields["family"].is_empty or not whole.is_longer_than(_TOO_SHORT_FOR_ALL):
        return
    for relation in setting.household:
        first = fold(relation.name.split()[0])
        if whole.has_word(frozenset((first, first + "'s"))):
            continue
        is_child = first in setting.children_at_home
        group = {relation.relationship, *relation.relationship.split(), relation.relationship + "s"}
        if is_child:
            group |= {"children", "siblings", "boys", "girls", "kids", "brothers", "sisters", "twins"}
        if whole.has_word(frozenset(group), ("family",) if is_child else None):
            continue
        yield Hit(
            None,
            None,
            message=f"{relation.name.split()[0]} ({relation.relationship}) lives there and is not mentioned.",
            severity=None if is_child else Severity.INFO,
        )


def _not_named_lately(whole: Whole, setting: Setting) -> Iterator[Hit]:
    happened = setting.note.happened
    earlier = setting.note.earlier.notes[:_NOTES_BEFORE]
    if happened is None or len(earlier) < _NOTES_BEFORE:
        return
    since = min((note.day for note in earlier if note.day is not None), default=happened.date())
    for relation in setting.note.people:
        first = first_name(relation.name)
        is_father = relation.relationship.split()[-1:] and relation.relationship.split()[-1] in _FATHERS
        if not relation.household and not is_father:
            continue
        if any(first in note.named for note in earlier) or whole.has_word(frozenset((first, first + "'s"))):
            continue
        yield Hit(
            None,
            None,
            message=f"{relation.name.split()[0]} ({relation.relationship}): no word since {_day(since)}.",
        )


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def _need_without_impact(whole: Whole, setting: Setting) -> Iterator[Hit]:
    for name in ("facts", "opinion"):
        for base, (start, end, said) in whole.fields[name].noticed("needs", lambda p: _unmet(p, setting)):
            if not whole.has_word(_topic(said), ("family", "opinion") if name == "facts" else ("family",)):
                heavy = said.startswith(_HEAVY)
                yield Hit(base + start, base + end, field=name, severity=Severity.WARNING if heavy else None)


def _unmet(paragraph: Paragraph, setting: Setting) -> list[tuple[int, int, str]]:
    """The needs in a paragraph with no sentence close by that says what they mean for somebody."""
    found: list[tuple[int, int, str]] = []
    around = setting.names - setting.person_names
    for_whom = (setting.person_names | _CHILDREN) if setting.is_child else around
    for number, placed in enumerate(paragraph.sentences):
        need = _STRONG.search(placed.sentence)
        if need is None or _PAST_OR_DENIED.search(
            placed.sentence.plain[max(0, need.start() - 40) : need.end() + 12]
        ):
            continue
        there = placed.sentence.vocabulary
        if not setting.is_child and there & setting.person_names and not there & around:
            continue
        nearby = paragraph.sentences[max(0, number - 1) : number + 3]
        if any(_says_what_it_means(n.sentence) and n.sentence.vocabulary & for_whom for n in nearby):
            continue
        found.append((placed.start + need.start(), placed.start + need.end(), need[0]))
    return found


def _seen_and_left(whole: Whole, setting: Setting) -> Iterator[Hit]:
    if not setting.children_at_home:
        return
    exposed = whole.fields["facts"].noticed_in_sentences(
        "exposed", lambda sentence: _exposed(sentence, setting)
    )
    untold = {
        name
        for name in {name for _, (_, _, name) in exposed}
        if not whole.has_word(frozenset((name, name + "'s")), ("voice", "opinion", "family"))
    }
    for base, (start, end, name) in exposed:
        if name in untold:
            yield Hit(base + start, base + end, field="facts", message=_exposed_message(name))


def _exposed_message(name: str) -> str:
    return f"{name.capitalize()} was there too, and nothing says how {name.capitalize()} is."


def _exposed(sentence: Sentence, setting: Setting) -> list[tuple[int, int, str]]:
    """Where somebody of the household is near to or hurt by what happened: the place and their name."""
    near = setting.children_at_home & sentence.vocabulary
    exposed = _EXPOSED.search(sentence) if near else None
    if exposed is None:
        return []
    name = min(near)
    at = sentence.plain.find(name)
    start, end = min(at, exposed.start()), max(at + len(name), exposed.end())
    return [(start, end, name)] if end - start <= 60 else []


_CHILDREN = frozenset("children boys girls kids child baby".split())
_TOPICS = (
    frozenset("wine vodka beer drink drinks drinking alcohol drunk cider lager bottle bottles cans".split()),
    frozenset("cannabis weed heroin crack cocaine drugs ketamine methadone relapse relapsed using".split()),
    frozenset(
        "depression depressed postnatal anxiety mood voices mental overdose tablets self-harm self-harming suicidal ward "
        "sectioned psychosis bipolar".split()
    ),
    frozenset("care cares caring carer carers nights night respite stroke dementia seizures".split()),
    frozenset("pregnant pregnancy unborn baby midwife expecting due".split()),
    frozenset("evicted eviction arrears rent landlord homeless".split()),
    frozenset("prison remand bail arrested police court".split()),
)


def _topic(said: str) -> frozenset[str]:
    parts = set(said.split())
    return frozenset(parts & {"dialysis", "chemotherapy", "strangled", "terminal"}).union(
        *(topic for topic in _TOPICS if topic & parts)
    )


def _pregnancy(whole: Whole, setting: Setting) -> Iterator[Hit]:
    if setting.note.about.kind == "unborn" or any(
        r.relationship.startswith("unborn") for r in setting.note.people
    ):
        return
    expecting = any(
        whole.fields[name].noticed_in_sentences("pregnancies", _pregnancies) for name in ("facts", "opinion")
    )
    if expecting and not whole.has_word(_BABY, ("opinion", "family", "actions")):
        yield Hit(None, None)


def _pregnancies(sentence: Sentence) -> list[bool]:
    return [
        True
        for match in _PREGNANT.finditer(sentence)
        if not _PAST_OR_DENIED.search(sentence.plain[max(0, match.start() - 30) : match.start()])
    ]


def _new_adult(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for match in _NEW_ADULT.finditer(sentence):
        after = sentence.text[match.end() : match.end() + 14]
        named = re.match(r",? (?:called |named |a man called )?[A-Z]", after)
        if named or ("'s" not in match[0] and sentence.vocabulary & (setting.names - setting.person_names)):
            continue
        yield Hit(match.start(), match.end())


def _animal(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    if _ANIMAL.search(sentence) and (harm := _ANIMAL_HARM.search(sentence.plain)):
        yield Hit(harm.start(), harm.end())


def _three_notes(*named: str) -> dict[str, Earlier]:
    days = (date(2026, 10, 6), date(2026, 9, 1), date(2026, 8, 4))
    return {
        "earlier": Earlier(
            tuple(
                EarlierNote(f"7k2m{n}", day, frozenset(), (), frozenset(named)) for n, day in enumerate(days)
            )
        )
    }


RULES = [
    Rule(
        id="holistic/family-left-out",
        principle="holistic",
        severity=Severity.MUST,
        scope="note",
        fields=("family",),
        message="Think Family is empty, and there are other people around.",
        why="The person who is harmed next is often somebody in the house whom nobody wrote about.",
        try_="Say what this means for the people who live with or depend on them, or why for nobody.",
        source="SEED",
        missing=True,
        flags=(Example({"facts": "I saw Maya."}), Example({"facts": "Her brother was in."}, {"people": ()})),
        passes=(
            Example({"facts": "I saw Maya.", "family": "Theo slept through; Dana was up with both."}),
            Example({"facts": "I rang."}, {"people": ()}),
        ),
        find_in_note=_left_out,
    ),
    Rule(
        id="holistic/bare-family",
        principle="holistic",
        severity=Severity.WARNING,
        scope="paragraph",
        fields=("family",),
        message="“Nothing to note” says that nobody looked.",
        why="A word that would fit any family tells the next worker nothing about this one.",
        try_="Say who, what you saw or were told, and what this means for them.",
        source="SEED",
        flags=(
            "|N/A|",
            "|No concerns noted.|",
            "|Not applicable.|",
            "|As above.|",
            "|Brother at school.|",
            "|No other family members present.|",
        ),
        passes=("Theo was at school; I will see him on Friday.", "Nobody else lives with Mr Price."),
        find_in_paragraph=_bare,
    ),
    Rule(
        id="holistic/passed-over",
        principle="holistic",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("family",),
        message="Somebody is passed over here.",
        why="“Fine”, “coping” and “not our concern” close the question of how somebody is without asking it.",
        try_="Say what you saw or were told of them, what this means for them, or that you do not know yet.",
        source="SEED",
        flags=(
            "|Siblings fine.|",
            "|Theo is not our concern.|",
            "|Dana seems to be coping.|",
            "|He just gets on with it.|",
            "|Brother not discussed.|",
            "|Dad not involved.|",
        ),
        passes=(
            "Dana said Theo is fine at night.",
            "I have not met Theo; I will see him on Friday.",
            "He was not there and I have not spoken to him.",
            "Theo was at school; I will see him on Friday.",
            "Nobody else lives with Mr Price.",
            "Theo shares the back bedroom and does his own washing.",
        ),
        find_in_sentence=_passed_over,
    ),
    Rule(
        id="holistic/condition-bare",
        principle="holistic",
        severity=Severity.WARNING,
        scope="paragraph",
        fields=("family",),
        message="What does this mean for them, and for those who live with it?",
        why="An illness, a habit or a baby on the way changes the days of everybody in the house.",
        try_="Add what it means for each of them, who helps, or what you will ask.",
        source="SEED",
        flags=(
            "|Dana has angina and has both children all day.|",
            "|Dad drinks at weekends.|",
            "|Dana is expecting again in May.|",
        ),
        passes=(
            "Dana has angina, so Maya carries the shopping.",
            "Dana said she has angina.",
            "Theo has asthma. He told me the blue one helps.",
            "Theo is seven.",
        ),
        reach=1,
        find_in_paragraph=_condition_bare,
    ),
    Rule(
        id="holistic/household-not-mentioned",
        principle="holistic",
        severity=Severity.INFO,
        scope="note",
        fields=(),
        message="Somebody of the household is not mentioned.",
        why="Brothers, sisters and partners live through the same days, and are seen least.",
        try_="Say where they were and what this means for them, or that you do not know.",
        source="SEED",
        flags=(
            Example({"facts": "Dana showed me the kitchen and the meter. " * 9, "family": "Dana is tired."}),
            Example(
                {"facts": "Maya read to me from her book for a while. " * 9, "family": "Dana works nights."}
            ),
        ),
        passes=(
            Example({"facts": "Dana showed me the kitchen and the meter. " * 9, "family": "Theo was out."}),
            Example({"facts": "I rang.", "family": "Dana is tired."}),
        ),
        find_in_note=_household_unmentioned,
    ),
    Rule(
        id="holistic/not-named-lately",
        principle="holistic",
        severity=Severity.INFO,
        scope="note",
        fields=(),
        message="Somebody close has not been mentioned for several notes.",
        why="Men and quiet children drop out of a record without anybody deciding it.",
        try_="Say when they were last seen and by whom, or plan to see them.",
        source="K",
        flags=(
            Example({"facts": "I saw Maya and Dana."}, _three_notes("maya", "dana")),
            Example({"facts": "I saw Maya and Theo."}, _three_notes("maya", "theo")),
        ),
        passes=(
            Example({"facts": "I saw Maya, Dana and Theo."}, _three_notes("maya")),
            Example({"facts": "I saw Maya."}, _three_notes("maya", "dana", "theo")),
        ),
        find_in_note=_not_named_lately,
    ),
    Rule(
        id="holistic/need-without-impact",
        principle="holistic",
        severity=Severity.INFO,
        scope="note",
        fields=("facts", "opinion"),
        message="What does this mean for those who live with it?",
        why="An adult's illness, drinking or debt is a child's daily life, and the other way round.",
        try_="Add what it means for each person who lives with it, or what you will ask.",
        source="SEED",
        flags=(
            Example({"facts": "Dana has two |bottles of wine| a day."}),
            Example({"facts": "Dana has |relapsed| since May."}),
        ),
        passes=(
            Example({"facts": "Dana has two bottles of wine a day. Maya cooks for Theo."}),
            Example({"facts": "Dana had no self-harm thoughts."}),
        ),
        find_in_note=_need_without_impact,
    ),
    Rule(
        id="holistic/there-and-not-asked",
        principle="holistic",
        severity=Severity.WARNING,
        scope="note",
        fields=("facts",),
        message="Somebody else was there, and nothing says how they are.",
        why="A child who sees or hears it is living with it, whoever it was aimed at.",
        try_="Say who was with them, what they saw, and how they are, or that you have still to ask.",
        source="SEED",
        flags=(
            Example({"facts": "He threw a plate while |Theo sat on the sofa|."}),
            Example({"facts": "|Theo was crying| in the kitchen.", "family": "Dana works nights."}),
        ),
        passes=(
            Example(
                {"facts": "Theo was crying in the kitchen.", "family": "Theo sat with his nan until six."}
            ),
            Example({"facts": "Maya was crying in the kitchen."}),
        ),
        find_in_note=_seen_and_left,
    ),
    Rule(
        id="holistic/baby-on-the-way",
        principle="holistic",
        severity=Severity.WARNING,
        scope="note",
        fields=(),
        message="There is a pregnancy here, and nothing on the baby.",
        why="An unborn baby has needs and risks of its own, and its midwife is somebody to tell.",
        try_="Say when the baby is due, who the midwife is, and what this means for the baby and the others.",
        source="SEED",
        flags=(
            Example({"facts": "Dana is pregnant."}),
            Example({"facts": "She is nine weeks pregnant.", "family": "Theo is well."}),
        ),
        passes=(
            Example(
                {
                    "facts": "Dana is pregnant.",
                    "family": "The baby is due on 2 May and Dana has a midwife, Jo Bell.",
                }
            ),
            Example({"facts": "Dana said she is not pregnant."}),
        ),
        find_in_note=_pregnancy,
    ),
    Rule(
        id="holistic/adult-without-a-name",
        principle="holistic",
        severity=Severity.INFO,
        scope="sentence",
        fields=("facts", "opinion", "family"),
        message="Who is this, and since when?",
        why="An adult who comes into a household is a help or a danger, and without a name nobody can find out.",
        try_="Give the name and how long they have been there, or say that you asked and were not told.",
        source="SEED",
        flags=("|Mum's new partner| was at the house again.", "|Her new boyfriend| opened the door."),
        passes=("Her new partner, Lee Hart, was in.", "A man from the council mended the boiler."),
        needs=(_NEW_ADULT,),
        find_in_sentence=_new_adult,
    ),
    Rule(
        id="holistic/animal-harmed",
        principle="holistic",
        severity=Severity.INFO,
        scope="sentence",
        fields=("facts", "voice", "family"),
        message="Harm and an animal: what does it say of the people here?",
        why="Where an animal is hurt, people in the house are more often hurt too.",
        try_="Say who did it, who saw it, and ask what else happens there.",
        source="K",
        in_quotes=True,
        flags=("He |kicked| the dog in the hall.", "The puppy was |thin|."),
        passes=("The dog lay by the fire.", "He kicked the ball."),
        needs=(_ANIMAL,),
        find_in_sentence=_animal,
    ),
]
