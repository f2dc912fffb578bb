"""The text that the measured programs hold, and the way they show it: five fields on one screen."""

from __future__ import annotations

import argparse
import random

FIELDS = ("facts", "voice", "opinion", "family", "actions")

LOOK = """
Screen { layout: vertical; overflow: hidden; }
TextArea { height: 1fr; }
.growing { overflow-y: auto; }
.growing TextArea { height: auto; max-height: 20; }
"""

_WORDS = (
    "Tamsin was at home when I called and her mother made tea in the kitchen while we talked about school "
    "and what she would like to happen next she said she did not want to go back to the flat because it was "
    "cold and nobody was there at night I saw two bedrooms and a cot with clean bedding"
).split()


def options() -> argparse.Namespace:
    """Read what a measured program is asked to show."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--words", type=int, default=2000, help="words in the whole note")
    parser.add_argument("--growing", action="store_true", help="fields as high as their text, in one scroll")
    return parser.parse_args()


def field_texts(words: int) -> dict[str, str]:
    """Return invented text for each field, `words` words in all, in paragraphs of forty to eighty."""
    chance = random.Random(7)
    texts = {}
    for field in FIELDS:
        left, paragraphs = words // len(FIELDS), []
        while left > 0:
            count = min(left, chance.randint(40, 80))
            paragraphs.append(" ".join(chance.choice(_WORDS) for _ in range(count)) + ".")
            left -= count
        texts[field] = "\n".join(paragraphs)
    return texts


def writing_place(text: str) -> tuple[int, int]:
    """Return the (row, column) to type at: the end of a paragraph in the middle of the field."""
    lines = text.split("\n")
    row = len(lines) // 2
    return row, len(lines[row])
