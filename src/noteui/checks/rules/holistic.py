"""Holistic: the whole person and everybody around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteui.checks.finding import Severity
from noteui.checks.prose import Sentence
from noteui.checks.rule import Example, Hit, Rule
from noteui.checks.setting import Paragraph, Setting, Whole

_BARE = re.compile(
    r"^(?:(?:n/?a|none|nil|no|not (?:applicable|known|discussed|explored|relevant)|nothing (?:to (?:note|report|add)|of note)|no (?:impact|concerns|issues|change|one else|other (?:children|family))(?: (?:noted|identified|known))?|as above|see above|tbc|unknown)"
    r"|.{0,50}\b(?:(?:is|are|was|were|seems?|seemed|appears?|appeared|all)? ?(?:fine|ok|okay|alright|all right|well|no (?:concerns?|issues|worries)|doing (?:well|ok|okay|fine)|not a (?:concern|worry)|not affected|unaffected|coping|happy|settled)))\.?$"
)
_NEED = re.compile(
    r"\b(?:(?:bottles?|cans?|glasses?|units?) of (?:wine|vodka|beer|cider|lager|gin|whisky|spirits)|drink(?:s|ing) (?:heavily|every|most|again|at home|alone|in the|more)|(?:been|started|is|was) drinking|relaps\w+|overdos\w+|heroin|crack|cannabis|weed|cocaine|ketamine|methadone|"
    r"depress(?:ed|ion)|psychos\w+|hear(?:s|ing) voices|self[- ]harm\w*|suicid\w+|section(?:ed)?\b(?! \d)|bipolar|panic attacks|anxiety|dementia|seizures?|stroke|cancer|dialysis|eviction|rent arrears|redundan\w+|gambl\w+|no recourse|"
    r"does all (?:his|her|their|the) care|cares for (?:him|her|them) (?:alone|full|day|night|round)|up (?:with \w+ )?(?:all|every) night|hit (?:her|him)|punched|strangled|choked|pregnan(?:t|cy)|new partner|prison|bail|tag)\b"
)
_IMPACT = re.compile(
    r"\b(?:missed|hungry|woke|wakes|scared|frightened|hid|cried|cooks?|cooked|cleans?|late|injured|saw|heard|in the room|asleep|stopped|left alone|sleeps|has to|have to|gets? up|looks after|cares|respite|break|worr(?:y|ied|ies)|"
    r"means (?:that|for)|because of|affect\w*|for (?:him|her|them)|help|support|who (?:looks|cares)|told|knows|home)\b"
)
_FAMILY_WORDS = frozenset(
    (
        "brother sister siblings sibling brothers sisters baby twin children kids son daughter mum "
        "mother dad father nan gran grandmother grandfather partner husband wife lodger carer pregnant "
        "unborn"
    ).split()
)


def _bare(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    if paragraph.word_total > 10 or not paragraph.sentences:
        return
    for placed in paragraph.sentences:
        if _BARE.match(placed.sentence.folded.strip()) and not placed.sentence.quoted:
            yield Hit(placed.start, placed.end)


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
    elif setting.note.people or whole.has_word(_FAMILY_WORDS, ("facts", "opinion")):
        yield Hit(None, None, field="family", severity=Severity.WARNING)


def _child_unmentioned(whole: Whole, setting: Setting) -> Iterator[Hit]:
    if whole.word_total < 60:
        return
    happened = setting.note.happened
    for relation in setting.household:
        is_young = (
            relation.born is not None
            and happened is not None
            and (happened.date() - relation.born).days < 6575
        )
        if not is_young and relation.relationship not in (
            "brother",
            "sister",
            "son",
            "daughter",
            "half-brother",
            "half-sister",
            "twin",
        ):
            continue
        first = relation.name.split()[0]
        parts = frozenset({first.lower()})
        if whole.has_word(parts) or whole.has_word(frozenset({first.lower() + "'s"})):
            continue
        if whole.fields["family"].is_empty:
            continue
        if whole.has_word(
            frozenset(
                {
                    "children",
                    "siblings",
                    "boys",
                    "girls",
                    "brothers",
                    "sisters",
                    relation.relationship,
                    relation.relationship + "s",
                }
            ),
            ("family",),
        ):
            continue
        yield Hit(None, None, message=f"{first} ({relation.relationship}) lives there and is not mentioned.")


def _need_without_impact(whole: Whole, setting: Setting) -> Iterator[Hit]:
    for name in ("facts", "opinion", "family"):
        for base, (start, end, words) in whole.fields[name].noticed("needs", lambda p: _unmet(p, setting)):
            elsewhere = ("family", "opinion") if name == "facts" else ()
            if elsewhere and whole.has_word(_topic(words), elsewhere):
                continue
            yield Hit(base + start, base + end, field=name)


def _unmet(paragraph: Paragraph, setting: Setting) -> list[tuple[int, int, str]]:
    """The needs in a paragraph with no sentence close by that says what they mean for somebody."""
    found: list[tuple[int, int, str]] = []
    for number, placed in enumerate(paragraph.sentences):
        need = _need(placed.sentence)
        if need is None:
            continue
        words = placed.sentence.vocabulary
        around = setting.names - setting.person_names
        if not setting.is_child and words & setting.person_names and not words & around:
            continue
        for_whom = setting.person_names | _CHILDREN if setting.is_child else around
        nearby = paragraph.sentences[max(0, number - 1) : number + 3]
        if any(_IMPACT.search(n.sentence.plain) and n.sentence.vocabulary & for_whom for n in nearby):
            continue
        found.append((placed.start + need[0], placed.start + need[1], need[2]))
    return found


def _need(sentence: Sentence) -> tuple[int, int, str] | None:
    known: tuple[tuple[int, int, str] | None] | None = sentence.kept.get("need")
    if known is None:
        match = _NEED.search(sentence.plain)
        before = sentence.plain[max(0, match.start() - 30) : match.start()] if match else ""
        negated = bool(re.search(r"\b(?:no|not|never|denied|without|stopped|nor)\b", before))
        known = sentence.kept["need"] = (
            (match.start(), match.end(), match[0]) if match and not negated else None,
        )
    return known[0]


_CHILDREN = frozenset("children boys girls kids child baby".split())
_TOPICS = (
    frozenset(("wine vodka beer drink drinks drinking alcohol drunk cider bottle bottles").split()),
    frozenset(("cannabis weed heroin crack cocaine drugs ketamine methadone relapse relapsed using").split()),
    frozenset(
        (
            "depression depressed anxiety mood voices mental overdose tablets self-harm suicidal ward panic"
        ).split()
    ),
    frozenset(("care cares caring carer carers nights night respite stroke dementia seizures").split()),
    frozenset(["pregnant", "pregnancy", "unborn", "baby", "midwife"]),
)


def _topic(words: str) -> frozenset[str]:
    parts = set(words.split())
    return frozenset().union(*(topic for topic in _TOPICS if topic & parts)) | frozenset(
        parts & {"partner", "eviction", "arrears", "prison", "bail"}
    )


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
        message="“Fine” or “N/A” says that nobody looked.",
        why="A word that would fit any family tells the next worker nothing about this one.",
        try_="Say who, what you saw or were told, and what this means for them.",
        source="SEED",
        flags=("|Siblings fine.|", "|N/A|"),
        passes=("Theo was at school; I will see him on Friday.", "Nobody else lives with Mr Price."),
        find_in_paragraph=_bare,
    ),
    Rule(
        id="holistic/child-not-mentioned",
        principle="holistic",
        severity=Severity.WARNING,
        scope="note",
        fields=(),
        message="A child of the household is not mentioned.",
        why="Brothers and sisters live through the same days, and are seen least.",
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
        find_in_note=_child_unmentioned,
    ),
    Rule(
        id="holistic/need-without-impact",
        principle="holistic",
        severity=Severity.INFO,
        scope="note",
        fields=("facts", "opinion", "family"),
        message="What does this mean for those who live with it?",
        why="An adult's illness, drinking or debt is a child's daily life, and the other way round.",
        try_="Add what it means for each person who lives with it, or what you will ask.",
        source="SEED",
        flags=(
            Example({"facts": "Dana has two |bottles of wine| a day."}),
            Example({"facts": "Dana is |pregnant|."}),
        ),
        passes=(
            Example({"facts": "Dana has two bottles of wine a day. Maya cooks for Theo."}),
            Example({"facts": "Dana had no self-harm thoughts."}),
        ),
        find_in_note=_need_without_impact,
    ),
]
