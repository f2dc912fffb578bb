"""`noteui check`: notes as files against the nine principles. Opens no vault and loads no screen."""

from __future__ import annotations

import argparse
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from noteui import __version__
from noteui.casework.team_file import team_rules
from noteui.checks import PRINCIPLES, Finding, Note, RuleSet, Severity, check, edits_of
from noteui.cli.answer import LARGEST, LARGEST_INPUT, Refusal, put, put_json, read_standard_input, say
from noteui.paper.note_file import UnreadableNote, read_note_with_lines

_NAMES = {
    "facts": "Observed facts",
    "voice": "Voice",
    "opinion": "Professional opinion",
    "family": "Think Family",
    "actions": "Actions",
}


def check_files(arguments: argparse.Namespace) -> int:
    """Check each file; 1 where a finding weighs as much as `--fail-on`. Raises Refusal."""
    rules = rules_for(arguments.team)
    worst = -1
    for name in arguments.files:
        note, lines = _read(name)
        findings = check(note, rules=rules)
        worst = max([worst, *(finding.severity.rank for finding in findings)])
        if arguments.format == "json":
            put_json(_as_json(name, note, lines, findings))
        else:
            put(_as_text(name, note, lines, findings, len(rules.rules)))
    if arguments.fail_on == "never":
        return 0
    return 1 if worst >= Severity(arguments.fail_on).rank else 0


def rules_for(team: str | None) -> RuleSet:
    """The rules as the team's file has them; one that is wrong is told on stderr. Raises Refusal for none."""
    file = Path(team) if team else None
    if file is not None and not file.is_file():
        raise Refusal(f"There is no team's file {team}.")
    made = team_rules(file)
    if made.trouble:
        say(made.trouble)
    return made.rules


def read_file(name: str) -> str:
    """A file's text, or standard input for a dash. Raises Refusal."""
    if name == "-":
        return read_standard_input()
    try:
        path = Path(name)
        if path.stat().st_size > LARGEST_INPUT:
            raise Refusal(f"{name} is larger than {LARGEST}, too long for a note.")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(f"{name}: byte {error.start + 1} is not UTF-8; save the file as UTF-8.") from None
    except IsADirectoryError:
        raise Refusal(f"{name} is a folder; name the notes in it.") from None
    except OSError as error:
        raise Refusal(f"{name}: {error.strerror or 'cannot be read'}.") from None


def _read(name: str) -> tuple[Note, Mapping[str, int]]:
    text = read_file(name)
    try:
        file, lines = read_note_with_lines(text)
    except UnreadableNote as error:
        raise Refusal(f"{name}: {error}") from None
    return file.note, lines


def _as_json(name: str, note: Note, lines: Mapping[str, int], findings: Sequence[Finding]) -> dict[str, Any]:
    found = dict.fromkeys((principle.slug for principle in PRINCIPLES), 0)
    for finding in findings:
        found[finding.principle] += 1
    return {
        "noteui": __version__,
        "file": name,
        "principles": [
            {"principle": p.slug, "findings": found[p.slug], "questions": list(p.questions)}
            for p in PRINCIPLES
        ],
        "findings": [_finding(finding, note, _places(note, lines)) for finding in findings],
    }


def _finding(finding: Finding, note: Note, places: _Places) -> dict[str, Any]:
    line, column = places.of(finding)
    return {
        "rule": finding.rule,
        "principle": finding.principle,
        "severity": finding.severity.value,
        "field": finding.field,
        "start": finding.start,
        "end": finding.end,
        "line": line,
        "column": column,
        "text": finding.text,
        "message": finding.message,
        "try": finding.try_,
        "source": finding.source,
        "fixes": [
            {
                "title": fix.title,
                "edits": [
                    {"field": edit.field, "start": edit.start, "end": edit.end, "text": edit.text}
                    for edit in edits_of(fix, note.fields)
                ],
            }
            for fix in finding.fixes
        ],
        "entry": finding.entry,
    }


class _Places:
    """Where in the file an offset of a field stands."""

    def __init__(self, note: Note, lines: Mapping[str, int]) -> None:
        self._first = lines
        self._starts = {
            name: [0, *(n + 1 for n, char in enumerate(text) if char == "\n")]
            for name, text in note.fields.items()
        }

    def of(self, finding: Finding) -> tuple[int | None, int | None]:
        """Line and column from 1; the line alone for a whole field, neither for a whole note."""
        if finding.field is None:
            return None, None
        first = self._first.get(finding.field)
        if finding.start is None or first is None:
            return first, None
        starts = self._starts[finding.field]
        which = bisect_right(starts, finding.start) - 1
        return first + which, finding.start - starts[which] + 1


def _places(note: Note, lines: Mapping[str, int]) -> _Places:
    return _Places(note, lines)


def _as_text(name: str, note: Note, lines: Mapping[str, int], findings: Sequence[Finding], rules: int) -> str:
    places = _places(note, lines)
    out: list[str] = []
    for principle in PRINCIPLES:
        mine = [finding for finding in findings if finding.principle == principle.slug]
        if not mine:
            continue
        out += [f"{principle.name}", ""]
        for finding in mine:
            line, column = places.of(finding)
            at = ":".join(str(part) for part in (name, line, column) if part is not None)
            where = "" if line else f" ({_NAMES[finding.field]})" if finding.field else ""
            out += [f"  {at}: {finding.severity.value}: {finding.message}{where}", f"      {finding.try_}"]
        out.append("")
    count = f"{len(findings)} finding{'' if len(findings) == 1 else 's'}" if findings else "Nothing found"
    out.append(f"{name}: {count} by {rules} rules. What no rule can answer:")
    out += [f"  {principle.name}: {principle.questions[0]}" for principle in PRINCIPLES]
    return "\n".join(out)
