"""The nine recording principles and the seven of sharing: what each asks, and what no rule can answer.

Source: the Hillingdon Safeguarding Partnership's 7-minute briefing on record keeping and information sharing,
sections 3 and 5; the seven are the Government's.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Principle:
    """A principle by its slug, its name on the screen, what it asks, and its questions."""

    slug: str
    name: str
    asks: str
    questions: tuple[str, ...]


PRINCIPLES: tuple[Principle, ...] = (
    Principle(
        "person-centred",
        "Person-centred",
        "The record is about this person: their name, day, words and ways, and whether they were seen.",
        (
            "What is a day like for them?",
            "What did they want to happen?",
            "How would this read to them in twenty years?",
            "Do they know that you are writing this?",
        ),
    ),
    Principle(
        "accurate",
        "Accurate",
        "Names, dates, ages and places are right, and a reader can tell who saw or said each thing.",
        (
            "Who told you, and did they see it themselves?",
            "Have you checked the spelling of the names with the people?",
            "What were you not able to check?",
        ),
    ),
    Principle(
        "real",
        "Real",
        "It says what happened on this day, the untidy parts too, and would not fit any other visit.",
        (
            "What did you not see?",
            "What does not fit with the rest?",
            "What went well?",
            "Were you working from notes or a recording, and where are they kept?",
        ),
    ),
    Principle(
        "timely",
        "Timely",
        "It is written soon after, each day is a date, and each action has somebody and a day.",
        ("If it was written late, why, and from what?", "Who was told at the time, and when?"),
    ),
    Principle(
        "jargon-free",
        "Jargon-free",
        "The person, a stranger to them and another agency could all read it without a glossary.",
        ("Would the person know what each word means?", "If you say it aloud in plain words, what is it?"),
    ),
    Principle(
        "evidence-based",
        "Evidence-based",
        "What was seen and heard stands apart from what you think it means, and each view has its basis.",
        (
            "What did you see or hear, and what do you think it means?",
            "What else could explain it?",
            "What would change your mind?",
        ),
    ),
    Principle(
        "succinct",
        "Succinct",
        "It is short, in order, and says what matters once.",
        (
            "What is the one thing that the next worker must know?",
            "Is any of it about somebody else, and not needed?",
        ),
    ),
    Principle(
        "holistic",
        "Holistic",
        "It looks at the whole person and everybody around them, strengths as well as worries.",
        (
            "Who else lives here, stays here or cares, and what does this mean for them?",
            "What is going well?",
            "What of faith, language, health, money and school?",
        ),
    ),
    Principle(
        "professional",
        "Professional",
        "It is respectful, each decision has its reason, and you would read it aloud to the person.",
        (
            "Would you be content to read this aloud to them?",
            "Is it within your role to say?",
            "What did you decide not to do, and why?",
        ),
    ),
)

SHARING_PRINCIPLES: tuple[Principle, ...] = (
    Principle(
        "necessary",
        "Necessary and proportionate",
        "What the purpose needs and no more, with the harm of sharing weighed against that of not sharing.",
        (
            "What could happen if this is not shared today?",
            "What is the smallest set that lets them act?",
        ),
    ),
    Principle(
        "relevant",
        "Relevant",
        "Only to those with a part in keeping the person safe, and only what bears on the purpose.",
        ("What will they do with each line?", "Could anybody be traced or hurt by it?"),
    ),
    Principle(
        "adequate",
        "Adequate",
        "Enough, and good enough, to be understood and acted on by somebody who has never met the person.",
        (
            "Could a duty worker who has never met them decide from this alone?",
            "What do you not know?",
        ),
    ),
    Principle(
        "accurate-sharing",
        "Accurate",
        "Up to date, fact apart from opinion, each with its source; what proves wrong is put right with all.",
        ("Is this first-hand?", "Has anything changed since you wrote it?"),
    ),
    Principle(
        "timely-sharing",
        "Timely",
        "Fast enough to protect: nobody waits for certainty, or for consent, where harm may follow.",
        ("Who is holding this while you wait?", "When will you ring again?"),
    ),
    Principle(
        "secure",
        "Secure",
        "The right person, the right address, a way that nobody else can read.",
        (
            "Could somebody at home see this letter, phone or email?",
            "Is it safe to write to this address?",
        ),
    ),
    Principle(
        "recorded",
        "Recorded",
        "What was decided and why, either way: what, with whom, for what, on which basis, who was told.",
        ("Who needs to know that you decided this?", "What did the person say about it?"),
    ),
)

BY_SLUG = {principle.slug: principle for principle in (*PRINCIPLES, *SHARING_PRINCIPLES)}
