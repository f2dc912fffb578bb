"""The rules that read a note whole, asked again only where what they asked of it has another answer.

A rule is run with what it asks of the note written down. After an edit the same questions are asked again, at
the cost of a few looks; where every answer is the same, what it struck still stands, moved with its line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from noteui.checks.finding import AskOwnerAndDate, Finding
from noteui.checks.raising import raised_by
from noteui.checks.rule import Hit, Replace, Rule
from noteui.checks.setting import Setting
from noteui.checks.whole import Seen, Whole

QUESTIONS_KEPT = 400
"""Some five times what the rules ask of one note."""


@dataclass(slots=True)
class _Struck:
    """A hit, counted from the start of the line that it starts in, and the finding that it makes."""

    hit: Hit
    line: int | None
    """Which line of its field; None where it has no place."""
    finding: Finding


class _Kept:
    """What a rule asked when it was run last, None where it has to be run again, and what it struck."""

    __slots__ = ("asked", "struck")

    def __init__(self) -> None:
        self.asked: frozenset[int] | None = None
        self.struck: list[_Struck] = []


class _Questions:
    """What the rules asked of the note and how it was answered last, each question once for all."""

    def __init__(self) -> None:
        self._asked: list[Seen] = []
        self._numbers: dict[tuple[object, object], int] = {}

    def number_of(self, seen: Seen) -> int:
        """The number of a question that was asked just now."""
        ask, about, _ = seen
        number = self._numbers.setdefault((ask, about), len(self._asked))
        if number == len(self._asked):
            self._asked.append(seen)
        return number

    def ask_again(self) -> set[int]:
        """The questions that are answered otherwise than when they were asked last."""
        otherwise: set[int] = set()
        for number, (ask, about, answer) in enumerate(self._asked):
            now = ask(about)
            if now != answer:
                self._asked[number] = ask, about, now
                otherwise.add(number)
        return otherwise

    @property
    def are_many(self) -> bool:
        """True where it is time to forget them: most are asked no longer."""
        return len(self._asked) > QUESTIONS_KEPT


class WholeRules:
    """The rules of one note that read it whole, and what they raised."""

    def __init__(self, rules: Iterable[Rule], whole: Whole, setting: Setting) -> None:
        self._whole = whole
        self._setting = setting
        self._kept = [(rule, _Kept()) for rule in rules if setting.note.about.kind in rule.kinds]
        self._changed: set[tuple[str, int]] = set()
        self._questions = _Questions()

    def put(self, field: str, first: int, last: int, count: int) -> None:
        """Lines were put in the place of those of a field from `first` up to `last`, so many of them."""
        by = count - (last - first)
        for _, kept in self._kept:
            for struck in kept.struck:
                if struck.line is None or struck.hit.field != field or struck.line < first:
                    continue
                if struck.line >= last:
                    struck.line += by
                elif by:
                    kept.asked = None
        if by:
            self._changed = {
                (name, line + by if name == field and line >= last else line) for name, line in self._changed
            }
        self._changed.update([(field, line) for line in range(first, first + count)])

    def raised(self) -> tuple[dict[str, dict[int, list[Finding]]], list[Finding]]:
        """What is raised: by field and line, counted from where the line starts; and what has no place."""
        in_lines: dict[str, dict[int, list[Finding]]] = {}
        placeless: list[Finding] = []
        if self._questions.are_many:
            self._questions = _Questions()
            for _, kept in self._kept:
                kept.asked = None
        otherwise = self._questions.ask_again()
        for rule, kept in self._kept:
            if kept.asked is None or not kept.asked.isdisjoint(otherwise):
                self._ask(rule, kept)
            else:
                self._bring_up_to_date(rule, kept)
            for struck in kept.struck:
                if struck.line is None:
                    placeless.append(struck.finding)
                else:
                    of_field = in_lines.setdefault(struck.hit.field or "", {})
                    of_field.setdefault(struck.line, []).append(struck.finding)
        self._changed.clear()
        return in_lines, placeless

    def _bring_up_to_date(self, rule: Rule, kept: _Kept) -> None:
        for struck in kept.struck:
            if struck.line is not None and (struck.hit.field, struck.line) in self._changed:
                struck.finding = self._finding(rule, struck.hit, struck.line)

    def _ask(self, rule: Rule, kept: _Kept) -> None:
        if rule.find_in_note is None:
            return
        seen: list[Seen] = []
        self._whole.write_down(seen)
        hits = list(rule.find_in_note(self._whole, self._setting))
        self._whole.write_down(None)
        kept.asked = frozenset([self._questions.number_of(question) for question in seen])
        before, kept.struck = kept.struck, []
        for number, hit in enumerate(hits):
            hit, line = self._in_its_line(hit)
            known = before[number] if number < len(before) else None
            if known and known.hit == hit and known.line == line and (hit.field, line) not in self._changed:
                kept.struck.append(known)
            else:
                kept.struck.append(_Struck(hit, line, self._finding(rule, hit, line)))
            if line is not None and self._runs_over(hit, line):
                kept.asked = None

    def _in_its_line(self, hit: Hit) -> tuple[Hit, int | None]:
        if hit.start is None or hit.field is None:
            return hit, None
        starts = self._whole.fields[hit.field].row_starts
        line = bisect_right(starts, hit.start) - 1
        return _moved(hit, -starts[line]), line

    def _runs_over(self, hit: Hit, line: int) -> bool:
        """True where it ends in another line, which may move without it."""
        return (hit.end or 0) > len(self._whole.fields[hit.field or ""].rows[line].text)

    def _finding(self, rule: Rule, hit: Hit, line: int | None) -> Finding:
        if line is None:
            return raised_by(rule, hit, hit.field, "", (0, 0))
        rows = self._whole.fields[hit.field or ""].rows
        paragraph = rows[line]
        if self._runs_over(hit, line):
            text = "\n".join([row.text for row in rows[line:]])
            return raised_by(rule, hit, hit.field, text, paragraph.sentence_at(hit.start))
        return raised_by(rule, hit, hit.field, paragraph.text, paragraph.sentence_at(hit.start))


def _moved(hit: Hit, by: int) -> Hit:
    if hit.start is None or hit.end is None or not by:
        return hit
    mends = [
        replace(mend, start=mend.start + by, end=mend.end + by)
        if isinstance(mend, Replace)
        else replace(mend, line_start=mend.line_start + by, line_end=mend.line_end + by)
        if isinstance(mend, AskOwnerAndDate)
        else mend
        for mend in hit.mends
    ]
    # made outright: `replace` looks each of its fields up, which costs five times as much
    return Hit(
        hit.start + by,
        hit.end + by,
        hit.message,
        hit.try_,
        hit.severity,
        hit.field,
        tuple(mends),
        hit.source,
        hit.entry,
    )
