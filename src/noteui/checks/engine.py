"""The incremental run: a keystroke costs what it changed, and gives what a check from scratch would give.

Everything below a note is a pure function of its text: a sentence of (field, text, quotations), a paragraph
of its sentences, the note of its paragraphs. Each is kept for as long as its text stands, so an edit works
out one sentence and looks the rest up. Rules about the whole note read counts that an edit brings up to date.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress, islice

from noteui.checks import dismissal as silence
from noteui.checks.cue import opened
from noteui.checks.dismissal import Dismissal, Divided
from noteui.checks.finding import Finding
from noteui.checks.note import FIELDS, Note
from noteui.checks.paragraph import LONG, Paragraph, Placed
from noteui.checks.prose import Sentence, Span, common_ends
from noteui.checks.raising import is_quoted, raised_by, strongest
from noteui.checks.registry import ByReading, RuleSet, shipped
from noteui.checks.rule import Rule
from noteui.checks.setting import Setting
from noteui.checks.settling import Caret, Settling, word_at
from noteui.checks.whole import Whole, same_sentences
from noteui.checks.whole_rules import WholeRules

_Near = dict[str, list[Sequence[Finding]]]
"""What a rule of some reach raised in each sentence of a paragraph, counted from the sentence."""

SENTENCES_KEPT = 20_000
"""How many sentences are remembered; a note of 100,000 words has about 7,300."""
AT_ONCE = 20_000
"""Code points of new text that a Checker that may read later reads within one edit; a paste brings more."""


class _Line:
    """What the rules raised in a paragraph, and the same moved to where the paragraph stands."""

    __slots__ = ("_moved", "_moved_to", "_of_note", "_reading", "_together", "found", "is_read", "near")

    def __init__(
        self, found: Sequence[Finding], near: _Near, reading: ByReading, *, is_read: bool = True
    ) -> None:
        self.found = strongest(found, reading.gives_way)
        self.near = near
        self._reading = reading
        self.is_read = is_read
        self._of_note: Sequence[Finding] = ()
        self._together: Sequence[Finding] = self.found
        self._moved_to = 0
        self._moved: Sequence[Finding] = self.found

    def at(self, start: int, of_note: Sequence[Finding]) -> Sequence[Finding]:
        """What stands in it, with what the rules of the whole note say of it."""
        is_other = bool(of_note or self._of_note) and of_note != self._of_note
        if is_other:
            self._of_note = of_note
            self._together = (
                strongest([*self.found, *of_note], self._reading.gives_way) if of_note else self.found
            )
        if is_other or start != self._moved_to:
            self._moved = [finding.moved(start) for finding in self._together]
            self._moved_to = start
        return self._moved


class Checker:
    """The checks of one open note.

    Give it each change with `edit` or `describe` and ask for `findings`. Its answers equal those of a new
    Checker on the same note, whatever the edits before. `rules` are the shipped ones unless a team's own file
    has made others of them.

    With `later` it reads nothing until it is told: `read_lines` reads what is looked at and `read_on` a
    little of the rest, so that a long note is there before it is checked. Until all is read, the findings are
    those of what is read, or of before it was described anew, and nothing new is said of the note as a whole.
    """

    def __init__(
        self,
        note: Note,
        *,
        dismissals: Sequence[Dismissal] = (),
        rules: RuleSet | None = None,
        later: bool = False,
    ) -> None:
        self.rules = rules or shipped()
        self._dismissals = tuple(dismissals)
        self._later = later
        self._reading = self.rules.reading
        self._texts = dict.fromkeys(FIELDS, "")
        self._lines: dict[str, list[_Line]] = {name: [] for name in FIELDS}
        self._settling = Settling()
        self._of_note: tuple[dict[str, dict[int, list[Finding]]], list[Finding]] = {}, []
        self._in_field: dict[str, list[Finding]] = {}
        self._whole = Whole()
        self._ahead: Iterator[None] | None = None
        for name in FIELDS:
            self._texts[name] = note.fields.get(name, "")
            if later:
                texts = self._texts[name].split("\n")
                self._lines[name] = [_Line((), {}, self._reading, is_read=False) for _ in texts]
                self._whole.put(name, 0, 0, [Paragraph(name, text, is_read=False) for text in texts])
        self._look_anew(note)

    def describe(self, note: Note) -> None:
        """Take what is known of the note anew (people, times, seen); its fields count as written."""
        for name in FIELDS:
            self.edit(name, note.fields.get(name, ""))
        self._look_anew(note)

    def _look_anew(self, note: Note) -> None:
        self._note = note
        self._setting = Setting(note, self.rules.team.expansions)
        self._sentences: dict[tuple[str, str, object], Sentence] = {}
        self._of_sentence = {
            field: [(rule, frozenset([cue.number for cue in rule.needs])) for rule in rules]
            for field, rules in _for_kind(self._reading.sentence, note).items()
        }
        self._of_paragraph = _for_kind(self._reading.paragraph, note)
        before, self._whole = self._whole, Whole()
        self._whole_rules = WholeRules(self._reading.note, self._whole, self._setting)
        for name, lines in self._lines.items():
            if self._later:
                self._whole.put(name, 0, 0, before.fields[name].rows)
                for line in lines:
                    line.is_read = False
            else:
                lines.clear()
                self._read(name, 0, 0, self._texts[name].split("\n"))
        self._ahead = self._read_unread() if self._later else None
        self._forget_answers()

    def edit(self, field: str, text: str) -> None:
        """Take a field's new text. Only the paragraphs that changed are read again."""
        before = self._texts[field]
        if text == before:
            return
        self._texts[field] = text
        starts = self._whole.fields[field].row_starts
        head, tail = common_ends(before, text)
        first = bisect_right(starts, head) - 1
        last = bisect_right(starts, len(before) - tail)
        end = starts[last] - 1 if last < len(starts) else len(before)
        changed = text[starts[first] : end + len(text) - len(before)]
        if self._later and len(changed) > AT_ONCE:
            self._unread(field, first, last, changed.split("\n"))
        else:
            self._read(field, first, last, changed.split("\n"))
        self._forget_answers()
        self._settling.edited()

    def _forget_answers(self) -> None:
        self._everything: tuple[dict[str, list[Finding]], list[Finding]] | None = None
        self._divided: Divided | None = None

    @property
    def fields(self) -> Mapping[str, str]:
        """The five texts as they stand."""
        return self._texts

    def words(self, field: str) -> int:
        """How many words a field has."""
        return self._whole.fields[field].word_total

    # -- reading

    @property
    def is_read(self) -> bool:
        """False while some of the note is not read yet."""
        return self._ahead is None

    def read_lines(self, field: str, first: int, last: int) -> None:
        """Read the lines of a field from `first` up to `last` that are not read yet."""
        lines = self._lines[field]
        for number in range(max(first, 0), min(last, len(lines))):
            if not lines[number].is_read:
                self._read_line(field, number)
        self._forget_answers()

    def read_on(self) -> bool:
        """Read a little of what is not read yet, about a sentence; False where all is read."""
        if self._ahead is not None:
            if next(self._ahead, self) is self:
                self._ahead = None
            self._forget_answers()
        return self._ahead is not None

    def _read_unread(self) -> Iterator[None]:
        for name, lines in self._lines.items():
            for number, line in enumerate(lines):
                if line.is_read:
                    continue
                paragraph = self._whole.fields[name].rows[number]
                if len(paragraph.text) > LONG:
                    for placed in self._split(name, paragraph.text, None).sentences:
                        self._in_sentence(placed.sentence)
                        yield
                self._read_line(name, number)
                yield

    def _read_line(self, field: str, number: int) -> None:
        self._read(field, number, number + 1, [self._whole.fields[field].rows[number].text], again=True)

    def _read(self, field: str, first: int, last: int, texts: Sequence[str], *, again: bool = False) -> None:
        """Read texts in the place of the lines from `first` up to `last`; `again` where they are the same."""
        rows, old = self._whole.fields[field].rows[first:last], self._lines[field][first:last]
        before = [paragraph for paragraph, line in zip(rows, old, strict=True) if line.is_read]
        # Where lines were split or joined, the longest of them has the sentences that are worth keeping.
        longest = max(before, key=lambda paragraph: len(paragraph.text), default=None)
        paragraphs = [self._split(field, text, longest) for text in texts]
        if len(old) == len(before) == len(paragraphs) == 1:
            lines = [self._line(paragraphs[0], before[0], old[0].near)]
        else:
            lines = [self._line(paragraph) for paragraph in paragraphs]
        self._put(field, first, last, paragraphs, lines)
        if self._ahead is not None and not again:
            # It walks the lines, which have moved; what it has read already is not read again.
            self._ahead = self._read_unread()
            self._of_note[0].pop(field, None)

    def _unread(self, field: str, first: int, last: int, texts: Sequence[str]) -> None:
        paragraphs = [Paragraph(field, text, is_read=False) for text in texts]
        self._put(
            field, first, last, paragraphs, [_Line((), {}, self._reading, is_read=False) for _ in texts]
        )
        self._ahead = self._read_unread()
        self._of_note[0].pop(field, None)

    def _put(
        self, field: str, first: int, last: int, paragraphs: Sequence[Paragraph], lines: Sequence[_Line]
    ) -> None:
        self._lines[field][first:last] = lines
        self._whole.put(field, first, last, paragraphs)
        self._whole_rules.put(field, first, last, len(lines))
        self._in_field.pop(field, None)

    def _split(self, field: str, text: str, before: Paragraph | None) -> Paragraph:
        if len(self._sentences) > SENTENCES_KEPT:
            for key in list(islice(self._sentences, SENTENCES_KEPT // 4)):
                del self._sentences[key]
        return Paragraph.read(field, text, self._sentences, before)

    def _line(
        self, paragraph: Paragraph, before: Paragraph | None = None, near_before: _Near | None = None
    ) -> _Line:
        if not paragraph.sentences:
            return _Line((), {}, self._reading)
        found: list[Finding] = []
        for start, sentence in paragraph.sentences:
            raised = self._in_sentence(sentence)
            if raised:
                found += [finding.moved(start) for finding in raised]
        near: _Near = {}
        same = same_sentences(before.sentences, paragraph.sentences) if before and near_before else (0, 0)
        for rule in self._of_paragraph[paragraph.field]:
            if rule.reach is None:
                found += self._in_paragraph(rule, paragraph)
            else:
                known = near_before.get(rule.id, ()) if near_before else ()
                near[rule.id] = self._in_reach(rule, rule.reach, paragraph, same, known)
                for placed, raised in zip(paragraph.sentences, near[rule.id], strict=True):
                    if raised:
                        found += [finding.moved(placed.start) for finding in raised]
        return _Line(found, near, self._reading)

    def _in_paragraph(self, rule: Rule, paragraph: Paragraph) -> list[Finding]:
        if rule.find_in_paragraph is None:
            return []
        return [
            raised_by(rule, hit, paragraph.field, paragraph.text, paragraph.sentence_at(hit.start))
            for hit in rule.find_in_paragraph(paragraph, self._setting)
        ]

    def _in_reach(
        self,
        rule: Rule,
        reach: int,
        paragraph: Paragraph,
        same: tuple[int, int],
        known: Sequence[Sequence[Finding]],
    ) -> list[Sequence[Finding]]:
        """What a rule raises in each sentence, of which only those in reach of a change are read again.

        `same` tells how many sentences at both ends are as they were when `known` was raised.
        """
        sentences = paragraph.sentences
        head, tail = same
        first = max(head - reach, 0)
        last = min(len(sentences) - tail + reach, len(sentences))
        raised: list[Sequence[Finding]] = [()] * (last - first)
        for finding in self._in_paragraph(rule, paragraph.part(max(first - reach, 0), last + reach)):
            which = bisect_right(sentences, finding.start or 0, key=lambda placed: placed.start) - 1
            if first <= which < last:
                raised[which - first] = [*raised[which - first], finding.moved(-sentences[which].start)]
        return [*known[:first], *raised, *known[len(known) - (len(sentences) - last) :]]

    def _in_sentence(self, sentence: Sentence) -> Sequence[Finding]:
        known: Sequence[Finding] | None = sentence.kept.get("raised")
        if known is not None:
            return known
        found: list[Finding] = []
        whole = 0, len(sentence.text)
        there = opened(sentence)
        for rule, needs in self._of_sentence[sentence.field]:
            if rule.find_in_sentence and not (needs and needs.isdisjoint(there)):
                for hit in rule.find_in_sentence(sentence, self._setting):
                    if rule.in_quotes or not is_quoted(sentence, hit):
                        found.append(raised_by(rule, hit, sentence.field, sentence.text, whole))
        sentence.kept["raised"] = found
        return found

    def _all(self) -> tuple[dict[str, list[Finding]], list[Finding]]:
        """Everything that is raised, by field and in order, and what has no place."""
        if self._everything is None:
            in_lines, placeless = self._of_note
            if self.is_read:
                in_lines, placeless = self._whole_rules.raised()
                placeless.sort(
                    key=lambda found: (FIELDS.index(found.field) if found.field else 9, found.rule)
                )
                for name in FIELDS:
                    if in_lines.get(name) != self._of_note[0].get(name):
                        self._in_field.pop(name, None)
                self._of_note = in_lines, placeless
            by_field = {name: self._found_in(name, in_lines.get(name, {})) for name in FIELDS}
            self._everything = by_field, placeless
        return self._everything

    def _found_in(self, field: str, of_note: Mapping[int, Sequence[Finding]]) -> list[Finding]:
        known = self._in_field.get(field)
        if known is None:
            starts = self._whole.fields[field].row_starts
            lines = self._lines[field]
            with_findings = compress(range(len(lines)), [line.found for line in lines])
            numbers = sorted({*with_findings, *of_note})
            known = self._in_field[field] = [
                finding
                for number in numbers
                for finding in lines[number].at(starts[number], of_note.get(number, ()))
            ]
        return known

    # -- answering

    def findings(self, *, caret: tuple[str, int] | None = None, idle: bool = False) -> list[Finding]:
        """What is raised now, in the order of the fields; findings about the whole note come last.

        With a caret (field and offset) the settling rule holds: nothing new is raised in the sentence that
        holds the caret, and nothing is missed in the field that is being written; what is mended goes at
        once. `idle` says that the writer has paused: then the finished words of that sentence count too.
        """
        by_field, about_note = self._speaking()
        if caret is None:
            shown = _in_a_row((by_field, about_note))
            self._settling.all_at_once(shown)
            return shown
        return self._settling.settled(
            by_field, about_note, self._caret(*caret), self._reading.missing, idle=idle
        )

    def _caret(self, field: str, offset: int) -> Caret:
        within = self._whole.fields[field]
        line = max(bisect_right(within.row_starts, offset) - 1, 0)
        base, paragraph = within.row_starts[line], within.rows[line]
        sentence = _sentence_holding(paragraph.sentences, offset - base)
        return Caret(
            field,
            line,
            (sentence[0] + base, sentence[1] + base),
            (base, base + len(paragraph.text)),
            word_at(self._texts[field], offset),
        )

    def _speaking(self) -> tuple[dict[str, list[Finding]], list[Finding]]:
        by_field, about_note = self._all()
        if not self._dismissals:
            return by_field, about_note
        speaking: dict[str, list[Finding]] = {name: [] for name in FIELDS}
        placeless: list[Finding] = []
        for finding in self._divide().speaking:
            (placeless if finding.start is None else speaking[finding.field or ""]).append(finding)
        return speaking, placeless

    def _divide(self) -> Divided:
        if self._divided is None:
            self._divided = silence.divide(_in_a_row(self._all()), self._dismissals, self._texts)
        return self._divided

    # -- silencing

    @property
    def dismissals(self) -> tuple[Dismissal, ...]:
        """What was dismissed or answered in this note, in that order of time."""
        return self._dismissals

    def dismiss(self, finding: Finding, reason: str) -> Dismissal:
        """Silence one finding with a reason, or answer it where it is a `must`; it is kept with the note."""
        made = silence.dismiss(finding, reason, _in_a_row(self._all()), self._texts)
        self._dismissals = (*self._dismissals, made)
        self._divided = None
        return made

    def bring_back(self, dismissal: Dismissal) -> None:
        """Undo a dismissal. Raises ValueError where it is none of this note's."""
        kept = list(self._dismissals)
        kept.remove(dismissal)
        self._dismissals = tuple(kept)
        self._divided = None

    def dismissed(self) -> list[tuple[Finding, Dismissal]]:
        """What is silenced now, each with its dismissal."""
        return self._divide().silenced

    def for_review(self) -> Divided:
        """What whoever reads the note is shown: what is raised, what was dismissed or answered, and why."""
        return self._divide()


def check(note: Note, *, dismissals: Sequence[Dismissal] = (), rules: RuleSet | None = None) -> list[Finding]:
    """Everything that the rules raise in a note, in the order of its fields; what is about the whole last."""
    return Checker(note, dismissals=dismissals, rules=rules).findings()


def _for_kind(rules: Mapping[str, Sequence[Rule]], note: Note) -> dict[str, list[Rule]]:
    """The rules by field that hold for a person of this kind."""
    return {
        field: [rule for rule in of_field if note.about.kind in rule.kinds]
        for field, of_field in rules.items()
    }


def _sentence_holding(sentences: Sequence[Placed], offset: int) -> Span:
    """The sentence that a caret is in, right after it included; an empty span where it is between two.

    White space after a last sentence that nothing closes belongs to it: the next word goes on with it.
    """
    which = bisect_right(sentences, offset, key=lambda placed: placed.start) - 1
    if which >= 0:
        placed = sentences[which]
        is_open = which == len(sentences) - 1 and not placed.sentence.is_closed
        if offset <= placed.end or is_open:
            return placed.start, placed.end
    return offset, offset


def _by_field(finding: Finding) -> tuple[int, str]:
    return FIELDS.index(finding.field) if finding.field else len(FIELDS), finding.rule


def _in_a_row(found: tuple[dict[str, list[Finding]], list[Finding]]) -> list[Finding]:
    by_field, about_note = found
    return [finding for of_field in by_field.values() for finding in of_field] + about_note
