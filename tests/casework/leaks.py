"""How much of what is seeded the leak test misses, kind by kind: `python -m tests.casework.leaks [TEXTS]`.

Each text is about one child; into sentences as practitioners write them go the names, nicknames, possessives,
birth dates, addresses, numbers and relationships of eight other people, half of whom are of another file.
Names are as people are called here and now; how each is written in the text is drawn. It was written together
with the leak test, by the same people: what nobody of them thought of is in neither.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from noteui.casework.leak_test import Somebody, leaks

GIVEN = (
    "Katherine Mohammed Aoife Siân Zoë Piotr Amara William Rebecca Oluwaseun Jean-Luc Tamsin Elizabeth Yusuf "
    "Priyanka Christopher Margaret Nkechi Will Grace Hope May Robert Chidi Ffion Svetlana Daniel Aleksandra "
    "Thomas Jessica Xiu-Ying Rory Leo Ava Bartholomew Samuel Noor Isobel Kwame Frankie"
).split()
FAMILY = (
    "Frost O’Neill Adeyemi-Clarke Żukowska McAllister Young Rahman Jones van\u00a0Dijk Nguyễn Fitzgerald "
    "Bassi Penhale Hughes D’Souza Kowalczyk Marsh Okonkwo Llewellyn Smith-Barnes Iqbal Wood Pryce Castellanos"
).split(" ")
NICKNAMES = {
    "Katherine": "Kitty", "Mohammed": "Mo", "William": "Billy", "Rebecca": "Becky", "Elizabeth": "Lizzie",
    "Christopher": "Chris", "Margaret": "Peggy", "Robert": "Bob", "Daniel": "Danny", "Thomas": "Tommy",
    "Jessica": "Jess", "Samuel": "Sammy", "Isobel": "Izzy", "Tamsin": "Tammy", "Yusuf": "Yus",
}  # fmt: skip
RELATIONSHIPS = (
    "maternal grandmother", "stepfather", "neighbour", "brother", "mother's partner", "aunt", "half-sister",
    "family friend", "foster carer", "cousin",
)  # fmt: skip
STREETS = (
    "Hazel Grove",
    "Mill Lane",
    "St Anne’s Terrace",
    "Station Road",
    "Long Close",
    "Orchard View",
    "The Green",
)
SENTENCES = (
    "When I arrived {} was sitting on the stairs.",
    "She told me that {} had come to the flat twice that week.",
    "I rang again at 16:10 and left no message for {}.",
    "“I don’t like it when {} is there,” she said.",
    "The health visitor wrote to {} about the appointment",
    "He asked whether {} would be told.",
    "{} answered the door and let me in.",
)  # fmt: skip
PLAIN = (
    "The kitchen was cold and the window would not shut.",
    "She ate two slices of toast and asked for a third.",
    "I saw no marks on her arms or face on 17 November 2026 at 15:40.",
    "The next visit is on 24/11/2026.",
    "He said that he will ask the school about breakfast club by Friday.",
    "In my opinion she is frightened of going home, because she went quiet each time it was named.",
)


@dataclass
class Result:
    """What was seeded and missed, by kind, and what was raised where nothing had been seeded."""

    texts: int = 0
    tried: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    unseeded: int = 0

    @property
    def seeded(self) -> int:
        return sum(self.tried.values())

    @property
    def missed(self) -> int:
        return sum(self.failed.values())

    def told(self) -> str:
        lines = [f"{'kind':<28}{'seeded':>8}{'missed':>8}"]
        lines += [f"{kind:<28}{self.tried[kind]:>8}{self.failed[kind]:>8}" for kind in sorted(self.tried)]
        lines.append(f"{'all':<28}{self.seeded:>8}{self.missed:>8}")
        lines.append(f"missed {100 * self.missed / max(1, self.seeded):.2f} in 100")
        lines.append(f"raised though nothing was seeded there: {self.unseeded} in {self.texts} texts")
        return "\n".join([*lines, *(f"  missed: {example}" for example in self.examples[:20])])


def measure(texts: int, *, seed: int) -> Result:
    """Seeds that many texts and runs the leak test on each."""
    draw, result = random.Random(seed), Result()
    for _ in range(texts):
        _one(draw, result)
    return result


def _one(draw: random.Random, result: Result) -> None:
    child = Somebody("Mali Trevanion", born=date(2016, 3, 14), close=True, meant=True)
    people = [child]
    for number in range(8):
        people.append(
            Somebody(
                f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}",
                relationship=draw.choice(RELATIONSHIPS),
                born=date(1940, 1, 1) + timedelta(days=draw.randrange(29_000)),
                close=number < 4,
                hidden=number < 2,
            )
        )
    street = f"{draw.randrange(1, 140)} {draw.choice(STREETS)}"
    number = f"{draw.randrange(10**6, 10**7)}"
    seeds = [seed for one in people[1:] for seed in _of(draw, one)]
    seeds += [("address", draw.choice((street, street.upper(), street.lower(), street.split(" ", 1)[1])))]
    seeds += [("postcode", draw.choice(("ZZ99 3VZ", "zz99 3wz", "ZZ993VZ")))]
    seeds += [
        (
            "number of the file",
            draw.choice((number, f"{number[:3]} {number[3:]}", f"{number[:3]}-{number[3:]}")),
        )
    ]
    seeds += [("health number", draw.choice(("999 123 4567", "9991234567", "999-123-4567")))]
    seeds += [
        ("telephone", draw.choice(("07700 900 123", "07700900123", "+44 7700 900123", "(01632) 960 001")))
    ]
    seeds += [("case number", draw.choice(("CP/2026/0417", "LAC-20417", "EH/00417", "SG2026-117")))]
    draw.shuffle(seeds)
    lines: list[str] = []
    at: list[tuple[str, str, int]] = []
    for kind, words in seeds:
        if draw.random() < 0.5:
            lines.append(draw.choice(PLAIN))
        before, after = draw.choice(SENTENCES).split("{}")
        at.append((kind, words, sum(len(line) + 1 for line in lines) + len(before)))
        lines.append(before + words + after)
    text = draw.choice((" ", "\n")).join(lines)
    result.texts += 1
    covered = _covered(text, people, street, number)
    for kind, words, start in at:
        result.tried[kind] += 1
        if not any(start < end and begin < start + len(words) for begin, end in covered):
            result.failed[kind] += 1
            result.examples.append(f"{kind}: {words!r}")
    seeded = [(start, start + len(words)) for _, words, start in at]
    result.unseeded += sum(
        not any(begin < there_end and there < end for there, there_end in seeded) for begin, end in covered
    )


def _covered(text: str, people: list[Somebody], street: str, number: str) -> list[tuple[int, int]]:
    """Every place that is raised: each thing is told once, so what was told is blanked and asked again."""
    covered: list[tuple[int, int]] = []
    while True:
        found = leaks(text, people, addresses=[street], numbers=[number])
        if not found:
            return covered
        for leak in found:
            covered.append((leak.start, leak.end))
            text = text[: leak.start] + "\x00" * (leak.end - leak.start) + text[leak.end :]


def _of(draw: random.Random, one: Somebody) -> list[tuple[str, str]]:
    given, family = one.name.split(" ", 1)
    made = [
        (
            "name",
            draw.choice((one.name, given, one.name.upper(), f"{family}, {given}", f"{given}\n{family}")),
        ),
        ("family name", draw.choice((f"Mr {family}", f"Ms {family}", f"{given[0]}. {family}", family))),
        ("possessive", draw.choice((f"{given}’s", f"{given}'s", f"{family}’s", f"{family}'", f"{given}s"))),
    ]
    if one.name.split()[0].casefold() not in ("will", "grace", "hope", "may"):
        made.append(("name in small letters", given.casefold()))
    if given in NICKNAMES:
        made.append(("nickname", NICKNAMES[given]))
    if one.born is not None:
        made += [("birth date", written) for written in draw.sample(_dates(one.born), 3)]
    if one.hidden:
        made.append(("relationship", draw.choice((one.relationship, one.relationship.split()[-1]))))
    return made


def _dates(day: date) -> list[str]:
    nth = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in (11, 12, 13) else 0, "th")
    return [
        day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day:%y}", f"{day:%d.%m.%Y}",
        f"{day:%d-%m-%y}",
        f"{day.day} {day:%B %Y}", f"{day.day}{nth} {day:%B %Y}", f"{day.day}{nth} of {day:%B}, {day:%Y}",
        f"{day:%b} {day.day}, {day:%Y}", f"{day.day} {day:%b} {day:%y}", f"{day:%B} {day.day}{nth} {day:%Y}",
    ]  # fmt: skip


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    final = measure(count, seed=20261125)
    print(final.told())
    sys.exit(0 if final.missed <= 0.02 * final.seeded else 1)
