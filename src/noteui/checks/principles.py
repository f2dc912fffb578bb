"""The nine recording principles: what each asks, and the questions that no rule can answer.

Source: the Hillingdon Safeguarding Partnership's 7-minute briefing on record keeping, section 3.
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

BY_SLUG = {principle.slug: principle for principle in PRINCIPLES}
