"""The incremental run: a keystroke costs what it changed, and gives what a check from scratch would give.

Everything below a note is a pure function of its text: a sentence of (field, text, quotations), a paragraph
of its sentences, the note of its paragraphs. Each is kept for as long as its text stands, so an edit works
out one sentence and looks the rest up.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from noteui.checks import dismissal as silence
from noteui.checks.dismissal import Dismissal
from noteui.checks.finding import AddPerson, AskOwnerAndDate, Edit, Finding, Fix, MoveTo
from noteui.checks.note import FIELDS, Note
from noteui.checks.prose import Sentence
from noteui.checks.registry import RuleSet, shipped
from noteui.checks.rule import Hit, MoveSentence, Replace, Rule
from noteui.checks.setting import FieldText, Paragraph, Setting, Whole

SENTENCES_KEPT = 20_000
"""How many sentences are remembered; a note of 100,000 words has about 7,300."""


class _Line:
    """A paragraph with what its own rules raised, and the same moved to where the paragraph stands."""

    __slots__ = ("_moved", "_moved_to", "found", "paragraph")

    def __init__(self, paragraph: Paragraph, found: tuple[Finding, ...]) -> None:
        self.paragraph = paragraph
        self.found = found
        self._moved_to = 0
        self._moved = found

    def at(self, start: int) -> tuple[Finding, ...]:
        if start != self._moved_to:
            self._moved = tuple(_moved(finding, start) for finding in self.found)
            self._moved_to = start
        return self._moved


class Checker:
    """The checks of one open note.

    Give it each change with `edit` or `describe` and ask for `findings`. Its answers equal those of a new
    Checker on the same note, whatever the edits before. `rules` are the shipped ones unless a team's own file
    has made others of them.
    """

    def __init__(
        self, note: Note, *, dismissals: Sequence[Dismissal] = (), rules: RuleSet | None = None
    ) -> None:
        self.rules = rules or shipped()
        self.dismissals: tuple[Dismissal, ...] = tuple(dismissals)
        self._texts = {name: note.fields.get(name, "") for name in FIELDS}
        self._shown_at_caret: frozenset[tuple[str, str | None]] = frozenset()
        self._caret_place: tuple[str, int, int] | None = None
        self._shown: list[Finding] = []
        self._edited = False
        self._left: set[str] = set()
        self.describe(note)

    def describe(self, note: Note) -> None:
        """Take what is known of the note anew (people, times, seen); its fields count as written."""
        self._note = note
        self._setting = Setting(note, self.rules.team.expansions)
        self._sentences: dict[tuple[str, str, object], Sentence] = {}
        self._raised: dict[int, tuple[Sentence, tuple[Finding, ...]]] = {}
        self._lines: dict[str, list[_Line]] = {}
        self._starts: dict[str, list[int]] = {}
        self._whole: dict[str, FieldText] = {}
        self._in_lines: dict[str, list[Finding]] = {}
        self._made: dict[tuple[object, ...], Finding] = {}
        for name in FIELDS:
            text = note.fields.get(name, "")
            self._texts[name] = text
            self._read(name, text.split("\n"))
        self._all: list[Finding] | None = None

    def edit(self, field: str, text: str) -> None:
        """Take a field's new text. Only the paragraphs that changed are read again."""
        if text == self._texts[field]:
            return
        self._texts[field] = text
        self._read(field, text.split("\n"))
        self._all = None
        self._edited = True

    @property
    def fields(self) -> Mapping[str, str]:
        """The five texts as they stand."""
        return self._texts

    def words(self, field: str) -> int:
        """How many words a field has."""
        return sum(line.paragraph.word_total for line in self._lines[field])

    # -- reading

    def _read(self, field: str, texts: list[str]) -> None:
        before = self._lines.get(field, [])
        head = 0
        while head < min(len(before), len(texts)) and before[head].paragraph.text == texts[head]:
            head += 1
        tail = 0
        while (
            tail < min(len(before), len(texts)) - head
            and before[-1 - tail].paragraph.text == texts[-1 - tail]
        ):
            tail += 1
        fresh = [self._line(field, text) for text in texts[head : len(texts) - tail]]
        lines = before[:head] + fresh + before[len(before) - tail :]
        starts: list[int] = []
        position = 0
        for line in lines:
            starts.append(position)
            position += len(line.paragraph.text) + 1
        self._lines[field], self._starts[field] = lines, starts
        self._whole[field] = FieldText(field, [line.paragraph for line in lines], starts)
        self._in_lines.pop(field, None)

    def _line(self, field: str, text: str) -> _Line:
        if len(self._sentences) > SENTENCES_KEPT:
            self._forget_oldest()
        paragraph = Paragraph.read(field, text, self._sentences)
        found: list[Finding] = []
        for placed in paragraph.sentences:
            raised = self._in_sentence(placed.sentence)
            found += raised if placed.start == 0 else [_moved(finding, placed.start) for finding in raised]
        if paragraph.sentences:
            for rule in self.rules.reading.paragraph[field]:
                if rule.find_in_paragraph and self._applies(rule):
                    for hit in rule.find_in_paragraph(paragraph, self._setting):
                        found.append(
                            _finding(rule, hit, field, paragraph.text, paragraph.sentence_at(hit.start))
                        )
        return _Line(paragraph, tuple(_strongest(found)))

    def _in_sentence(self, sentence: Sentence) -> tuple[Finding, ...]:
        known = self._raised.get(id(sentence))
        if known is not None:
            return known[1]
        found: list[Finding] = []
        for rule in self.rules.reading.sentence[sentence.field]:
            if rule.find_in_sentence and self._applies(rule):
                for hit in rule.find_in_sentence(sentence, self._setting):
                    if not rule.in_quotes and _is_quoted(sentence, hit):
                        continue
                    found.append(_finding(rule, hit, sentence.field, sentence.text, (0, len(sentence.text))))
        raised = tuple(found)
        self._raised[id(sentence)] = (sentence, raised)
        return raised

    def _forget_oldest(self) -> None:
        for key in list(self._sentences)[: SENTENCES_KEPT // 4]:
            self._raised.pop(id(self._sentences.pop(key)), None)

    def _applies(self, rule: Rule) -> bool:
        return self._note.about.kind in rule.kinds

    def _everything(self) -> list[Finding]:
        if self._all is not None:
            return self._all
        everything: list[Finding] = []
        by_field: dict[str, list[Finding]] = {}
        about_note: list[Finding] = []
        whole = Whole(self._whole)
        for rule in self.rules.reading.note:
            if rule.find_in_note and self._applies(rule):
                for hit in rule.find_in_note(whole, self._setting):
                    finding = self._of_note(rule, hit)
                    (about_note if hit.start is None else by_field.setdefault(hit.field or "", [])).append(
                        finding
                    )
        for name in FIELDS:
            found = self._in_lines_of(name)
            if name in by_field:
                found = sorted(found + by_field[name], key=_by_place)
            everything += found
        about_note.sort(
            key=lambda finding: (FIELDS.index(finding.field) if finding.field else 9, finding.rule)
        )
        self._all = everything + about_note
        return self._all

    def _in_lines_of(self, field: str) -> list[Finding]:
        """What the lines of a field raised, placed in the field; kept while its text stands."""
        known = self._in_lines.get(field)
        if known is None:
            known = self._in_lines[field] = []
            for line, start in zip(self._lines[field], self._starts[field], strict=True):
                if line.found:
                    known += line.at(start)
        return known

    def _of_note(self, rule: Rule, hit: Hit) -> Finding:
        text = self._texts.get(hit.field or "", "")
        if hit.mends:
            return _finding(rule, hit, hit.field, text, self._sentence_span(hit.field, hit.start))
        words = None if hit.start is None else text[hit.start : hit.end]
        key = (rule.id, hit.field, hit.start, words, hit.message, hit.severity)
        known = self._made.get(key)
        if known is None:
            if len(self._made) > SENTENCES_KEPT:
                self._made.clear()
            known = self._made[key] = _finding(rule, hit, hit.field, text, (0, 0))
        return known

    def _sentence_span(self, field: str | None, start: int | None) -> tuple[int, int]:
        if field is None or start is None:
            return (0, 0)
        which = bisect_right(self._starts[field], start) - 1
        base = self._starts[field][which]
        span = self._lines[field][which].paragraph.sentence_at(start - base)
        return span[0] + base, span[1] + base

    # -- answering

    def findings(self, *, caret: tuple[str, int] | None = None) -> list[Finding]:
        """What is raised now, in the order of the fields; findings about the whole note come last.

        With a caret (field and offset) the settling rule holds: nothing new is raised in the sentence that
        holds the caret, and nothing is missed in the field that is being written; what is mended goes at
        once.
        """
        speaking, _ = silence.divide(self._everything(), self.dismissals, self._texts)
        if caret is None:
            self._shown, self._caret_place = speaking, None
            self._edited = False
            return speaking
        field, offset = caret
        if self._caret_place is not None and self._caret_place[0] != field:
            self._left.add(self._caret_place[0])
        which, start, end = self._caret_sentence(field, offset)
        place = (field, which, start)
        allowed = self._allowed(place)
        missing = self.rules.reading.missing
        settled: list[Finding] = []
        at_caret: set[tuple[str, str | None]] = set()
        for finding in speaking:
            if finding.start is None:
                if finding.rule in missing and finding.field and not self._has_left(finding.field, field):
                    continue
            elif finding.field == field and start <= finding.start < end:
                key = (finding.rule, finding.text)
                if allowed is not None and key not in allowed:
                    continue
                at_caret.add(key)
            settled.append(finding)
        self._shown_at_caret, self._caret_place, self._shown = frozenset(at_caret), place, settled
        self._edited = False
        return settled

    def _has_left(self, field: str, focused: str) -> bool:
        return field != focused and field in self._left

    def _allowed(self, place: tuple[str, int, int]) -> frozenset[tuple[str, str | None]] | None:
        if self._edited:
            line_start = self._starts[place[0]][place[1]]
            line_end = line_start + len(self._lines[place[0]][place[1]].paragraph.text)
            if place == self._caret_place:
                return self._shown_at_caret
            return frozenset(
                (shown.rule, shown.text)
                for shown in self._shown
                if shown.field == place[0]
                and shown.start is not None
                and line_start <= shown.start <= line_end
            )
        return self._shown_at_caret if place == self._caret_place else None

    def _caret_sentence(self, field: str, offset: int) -> tuple[int, int, int]:
        which = max(bisect_right(self._starts[field], offset) - 1, 0)
        base = self._starts[field][which]
        paragraph = self._lines[field][which].paragraph
        for number, placed in enumerate(paragraph.sentences):
            start, end = base + placed.start, base + placed.end
            is_last = number + 1 == len(paragraph.sentences)
            if offset <= end:
                return (which, start, end) if offset >= start else (which, offset, offset)
            if is_last and not placed.sentence.is_closed:
                return which, start, end
        return which, offset, offset

    # -- silencing

    def dismiss(self, finding: Finding, reason: str) -> Dismissal:
        """Silence one finding with a reason; it is kept with the note."""
        made = silence.dismiss(finding, reason, self._everything(), self._texts)
        self.dismissals = (*self.dismissals, made)
        return made

    def bring_back(self, dismissal: Dismissal) -> None:
        """Undo a dismissal. Raises ValueError where it is none of this note's."""
        kept = list(self.dismissals)
        kept.remove(dismissal)
        self.dismissals = tuple(kept)

    def dismissed(self) -> list[tuple[Finding, Dismissal]]:
        """What is silenced now, each with its dismissal."""
        return silence.divide(self._everything(), self.dismissals, self._texts)[1]


def check(note: Note, *, dismissals: Sequence[Dismissal] = (), rules: RuleSet | None = None) -> list[Finding]:
    """Everything that the rules raise in a note, in the order of its fields; what is about the whole last."""
    return Checker(note, dismissals=dismissals, rules=rules).findings()


def _is_quoted(sentence: Sentence, hit: Hit) -> bool:
    if not sentence.quoted or hit.start is None or hit.end is None:
        return False
    inside = sentence.plain[hit.start : hit.end]
    return sentence.is_quoted(hit.start, hit.end) and len(inside.strip()) * 2 < len(
        sentence.text[hit.start : hit.end]
    )


def _by_place(finding: Finding) -> tuple[int, int, str]:
    return finding.start or 0, -(finding.end or 0), finding.rule


def _moved(finding: Finding, by: int) -> Finding:
    if finding.start is None or finding.end is None:
        return finding
    # Written out: a long note moves hundreds of findings at a key, and `replace` costs three times this.
    return Finding(
        finding.rule,
        finding.principle,
        finding.severity,
        finding.message,
        finding.try_,
        finding.source,
        finding.field,
        finding.start + by,
        finding.end + by,
        finding.text,
        tuple([_moved_fix(fix, by) for fix in finding.fixes]) if finding.fixes else (),
        finding.entry,
    )


def _moved_fix(fix: Fix, by: int) -> Fix:
    act = fix.act
    if isinstance(act, MoveTo):
        act = replace(act, start=act.start + by, end=act.end + by)
    elif isinstance(act, AskOwnerAndDate):
        act = replace(act, line_start=act.line_start + by, line_end=act.line_end + by)
    edits = tuple(Edit(e.field, e.start + by, e.end + by, e.text) for e in fix.edits)
    return Fix(fix.title, edits, act)


def _finding(rule: Rule, hit: Hit, field: str | None, text: str, sentence: tuple[int, int]) -> Finding:
    spanned = hit.start is not None and hit.end is not None
    words = text[hit.start : hit.end] if spanned else None
    return Finding(
        rule=rule.id,
        principle=rule.principle,
        severity=hit.severity or rule.severity,
        message=hit.message or rule.message,
        try_=hit.try_ or rule.try_,
        source=hit.source or rule.source,
        field=field,
        start=hit.start,
        end=hit.end,
        text=words,
        fixes=tuple(_fix(mend, field or "", sentence) for mend in hit.mends),
        entry=hit.entry,
    )


_FIELD_NAMES = {
    "facts": "Observed facts",
    "voice": "Voice",
    "opinion": "Professional opinion",
    "family": "Think Family",
}


def _fix(
    mend: Replace | MoveSentence | AddPerson | AskOwnerAndDate, field: str, sentence: tuple[int, int]
) -> Fix:
    if isinstance(mend, Replace):
        return Fix(mend.title, (Edit(field, mend.start, mend.end, mend.text),))
    if isinstance(mend, MoveSentence):
        return Fix(
            f"Move this sentence to {_FIELD_NAMES[mend.to]}",
            act=MoveTo(field, sentence[0], sentence[1], mend.to),
        )
    if isinstance(mend, AddPerson):
        return Fix(f"Add {mend.name} to the people", act=mend)
    return Fix("Say who and by when", act=mend)


def _strongest(found: list[Finding]) -> list[Finding]:
    """Without those that a longer or weightier finding of the same principle covers."""
    if len(found) < 2:
        return found
    kept: list[Finding] = []
    ranked = sorted(
        found, key=lambda f: (-f.severity.rank, -((f.end or 0) - (f.start or 0)), f.start or 0, f.rule)
    )
    for finding in ranked:
        if finding.start is None or finding.end is None:
            kept.append(finding)
            continue
        covered = any(
            other.principle == finding.principle
            and other.start is not None
            and other.end is not None
            and other.start < finding.end
            and finding.start < other.end
            and (other.end - other.start < 80 or other.rule == finding.rule)
            for other in kept
        )
        if not covered:
            kept.append(finding)
    return sorted(kept, key=_by_place)
