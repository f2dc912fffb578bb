"""Person-centred: was the person seen, is their voice here, are they called by their name?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteui.checks.finding import Severity
from noteui.checks.prose import Sentence
from noteui.checks.rule import PROSE_FIELDS, Example, Hit, Replace, Rule
from noteui.checks.setting import Paragraph, Setting, Whole

_LABEL = re.compile(
    r"\b(?:(?:the|this|our) (?P<noun>child|young person|client|service user|patient|subject|minor|infant|"
    r"adolescent|adult|resident|lad|girl|boy|y/?p)|(?P<bare>service user|pt|client|su|yp))\b(?! ?(?:protection|in need|record|file|plan|\w*'s (?:service|record)))"
)
_CAPITAL_LABEL = re.compile(r"(?<![\w/])(?:YP|SU|Pt|LAC)(?![\w/])")
_MISSED = re.compile(
    r"\b(?:did not attend|didn't attend|failed to attend|fails to attend|has not attended|dna'?d|dna|"
    r"missed (?:his|her|their) appointment|did not (?:turn up|show)(?: up)? (?:for|to)|no[- ]show(?:ed)?|refused to attend)\b"
)
_MISSED_SUBJECT = re.compile(
    r"\b(?:mother|father|mum|mam|dad|parents?|nan|carers?|grandmother|partner|he and|they)\b[^.]{0,40}$"
)
_FORMULA = re.compile(
    r"^(?:(?:the )?(?:child'?s |adult'?s |his |her |their )?(?:wishes (?:and|&) feelings|views?|voice|voice of the child)"
    r"(?: (?:were|was|have been|has been))? (?:obtained|sought|gained|gathered|recorded|noted|captured|considered|heard|listened to|ascertained|taken into account)\b.*"
    r"|.{0,60}\b(?:(?:is|was) too (?:young|little|small|ill|confused|poorly) to .*|would not (?:open up|engage|talk|speak).*|"
    r"(?:did not|didn't|would not|wouldn't|unable to|could not|couldn't) (?:engage|express|give|share|communicate|verbalise|obtain)\b.*|"
    r"(?:is |was )?non[- ]verbal.{0,20}|no (?:concerns|issues|worries) (?:raised|expressed|voiced|shared).*|"
    r"(?:was |is |seemed |appeared )?(?:happy|fine|ok|okay|content|settled)(?: (?:enough|in (?:him|her|them)sel(?:f|ves)|today|and settled|at home|and well))?)\.?"
    r"|(?:n/?a|not (?:applicable|obtained|sought|known)|none|nil|nothing (?:to (?:note|report|add)|said)|as above|see above|tbc|unable to obtain|child (?:seen|spoken to).{0,30}))\.?$"
)
_OTHERS = re.compile(
    r"^(?:(?:his |her |their |the )?(?:mum|mam|mother|dad|father|daughter|son|wife|husband|partner|nan|grandmother|grandad|family|parents|carers?|"
    r"foster carer|school|teacher|staff|social worker)|(?P<name>[a-z][\w'-]+))(?: and [a-z]+)? (?:wants?|thinks?|feels?|says?|said|believes?|reports?|would like|is of the view|told)\b"
)
_BECAUSE = re.compile(
    r"\b(?:because|as|since|will ask|will see|asleep|at school|at nursery|not present|by phone|did not (?:see|speak|meet)|have not (?:seen|met|spoken)|i did not|i will)\b"
)


def _label(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    first = setting.first_name
    for match in _LABEL.finditer(sentence.plain):
        noun = match["noun"] or match["bare"]
        if noun in ("adult", "boy", "girl", "lad") and sentence.plain[match.end() :].startswith(
            (" who", " with", " in")
        ):
            continue
        if (noun in ("child", "boy", "girl") and not setting.is_child) or (
            noun == "adult" and setting.is_child
        ):
            continue
        if match["bare"] and (match.start() > 0 or noun in ("su", "yp")) and noun != "service user":
            continue
        yield Hit(
            match.start(),
            match.end(),
            message=f"“{sentence.text[match.start() : match.end()]}” where the name is known.",
            mends=(Replace(f"Write “{first}”", match.start(), match.end(), first),),
        )
    for match in _CAPITAL_LABEL.finditer(sentence.plain_text):
        if match[0] in ("LAC",) or (match.start() == 0 and match[0] == "Pt"):
            continue
        yield Hit(
            match.start(),
            match.end(),
            message=f"“{match[0]}” where the name is known.",
            mends=(Replace(f"Write “{first}”", match.start(), match.end(), first),),
        )


def _was_not_brought(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for match in _MISSED.finditer(sentence.plain):
        before = sentence.plain[: match.start()]
        if _MISSED_SUBJECT.search(before):
            continue
        subject = {w.folded.removesuffix("'s") for w in sentence.words if w.end <= match.start()}
        others = setting.names - setting.person_names
        if subject & others and not subject & setting.person_names:
            continue
        words = match[0]
        better = "was not brought"
        if (words.endswith(" to") and not words.startswith(("failed", "fails", "refused"))) or words in (
            "did not attend",
            "didn't attend",
            "failed to attend",
            "has not attended",
            "fails to attend",
            "refused to attend",
            "dna",
            "dna'd",
            "dnad",
        ):
            better = "was not brought to"
        yield Hit(
            match.start(),
            match.end(),
            mends=(Replace(f"Write “{better}”", match.start(), match.end(), better),),
        )


def _formula(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    if not paragraph.sentences or paragraph.has_quotation:
        return
    if (
        paragraph.word_total <= 25
        and _FORMULA.match(paragraph.folded.strip())
        and not _BECAUSE.search(paragraph.folded)
    ):
        yield Hit(paragraph.sentences[0].start, paragraph.sentences[-1].end)


def _only_others(whole: Whole, setting: Setting) -> Iterator[Hit]:
    voice = whole.fields["voice"]
    sentences = [
        (base + placed.start, placed.sentence)
        for paragraph, base in zip(voice.paragraphs, voice.starts, strict=True)
        for placed in paragraph.sentences
    ]
    if not sentences or len(sentences) > 4:
        return
    others = setting.names - setting.person_names
    for _, sentence in sentences:
        match = _OTHERS.match(sentence.folded)
        if match is None or (match["name"] and match["name"] not in others):
            return
    start, sentence = sentences[0]
    last_start, last = sentences[-1]
    yield Hit(start, last_start + len(last.text), field="voice")


def _voice_empty(whole: Whole, setting: Setting) -> Iterator[Hit]:
    if setting.note.seen and setting.is_contact_with_person and whole.fields["voice"].is_empty:
        yield Hit(None, None, field="voice")
    elif whole.fields["voice"].is_empty and setting.note.contact != "supervision":
        yield Hit(None, None, field="voice", severity=Severity.WARNING)


def _seen_unsaid(whole: Whole, setting: Setting) -> Iterator[Hit]:
    note = setting.note
    if note.about.kind == "unborn":
        return
    if note.seen is None and setting.is_contact_with_person:
        yield Hit(None, None, message=f"The note does not say whether {setting.first_name} was seen.")
    elif note.seen and note.seen_alone is None:
        yield Hit(
            None,
            None,
            message=f"{setting.first_name} was seen; the note does not say whether alone.",
            severity=Severity.MUST if setting.is_child else Severity.WARNING,
        )


RULES = [
    Rule(
        id="person-centred/label-for-person",
        principle="person-centred",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="A label where the name is known.",
        why="The person may read this one day; a label makes them a case.",
        try_="Write the name.",
        source="WE",
        flags=("|The child| opened the door.", "|Service user| was in bed."),
        passes=("Maya opened the door.", "The child protection plan was read out."),
        find_in_sentence=_label,
    ),
    Rule(
        id="person-centred/was-not-brought",
        principle="person-centred",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "opinion", "family", "voice"),
        message="Children do not fail to attend: somebody did not bring them.",
        why="Asking who should have brought the child, and what stopped it, is what protects the child.",
        try_="Write “was not brought”, and what the person who should have brought them said.",
        source="WNB",
        kinds=("child",),
        flags=("Maya |did not attend| her hearing test.", "She |failed to attend| the clinic on 3 November."),
        passes=("Maya was not brought to her hearing test.", "Dana did not attend the meeting."),
        find_in_sentence=_was_not_brought,
    ),
    Rule(
        id="person-centred/voice-formula",
        principle="person-centred",
        severity=Severity.WARNING,
        scope="paragraph",
        fields=("voice",),
        message="A formula in place of a voice.",
        why="“Views obtained” tells nobody what the person said, showed or wanted.",
        try_="Write their words, or what they did; if neither, why not and when you will try again.",
        source="OFS",
        flags=("|Wishes and feelings obtained.|", "|She would not open up.|"),
        passes=(
            'Maya said, "I like Tuesdays."',
            "I did not speak with Maya because she was asleep; I will ask on Friday.",
        ),
        find_in_paragraph=_formula,
    ),
    Rule(
        id="person-centred/voice-of-others",
        principle="person-centred",
        severity=Severity.WARNING,
        scope="note",
        fields=("voice",),
        message="This is what other people think, not the person's own voice.",
        why="Others speak for the person most easily exactly when nobody has asked them.",
        try_="Move it, and write what the person said, showed or did.",
        source="WE",
        flags=(
            Example({"voice": "|Mum thinks she is happy at school.|"}),
            Example({"voice": "|Dana says she likes it there. Her teacher feels she is shy.|"}),
        ),
        passes=(
            Example({"voice": 'Dana says she is happy. Maya said, "I hate it there."'}),
            Example({"voice": "Maya said she wants to go back."}),
        ),
        find_in_note=_only_others,
    ),
    Rule(
        id="person-centred/voice-empty",
        principle="person-centred",
        severity=Severity.MUST,
        scope="note",
        fields=("voice",),
        message="The person's own voice is missing.",
        why="Reviews after serious harm keep finding that nobody wrote down what the child or adult said.",
        try_="Write what they said, showed or did; if it was not obtained, say why and when you will ask.",
        source="SEED",
        missing=True,
        flags=(
            Example({"facts": "I saw Maya at home."}),
            Example({"facts": "I rang Dana."}, {"contact": "phone call", "seen": False}),
        ),
        passes=(
            Example({"voice": 'Maya said, "I like it here."'}),
            Example({"voice": "I did not see Maya: she was at school."}, {"seen": False}),
        ),
        find_in_note=_voice_empty,
    ),
    Rule(
        id="person-centred/seen-not-said",
        principle="person-centred",
        severity=Severity.MUST,
        scope="note",
        fields=(),
        message="The note does not say whether the person was seen, and seen alone.",
        why="Whether a child was seen alone is the first question after harm, and nobody remembers later.",
        try_="Press F2 and say whether they were seen, and alone; the voice field is for why not.",
        source="SCIE",
        flags=(Example(known={"seen": None, "seen_alone": None}), Example(known={"seen_alone": None})),
        passes=(Example(), Example(known={"contact": "phone call", "seen": None, "seen_alone": None})),
        find_in_note=_seen_unsaid,
    ),
]
