"""What is said about a note: findings, each explained and mendable. No database, no screen, no clock.

    from noteui.checks import Note, check
    for finding in check(note): ...

`Checker` does the same for a note that is being written, at the cost of what each edit changed. Both read by
the shipped rules, or by those that `rule_set(read_team(...))` makes of them.
"""

from noteui.checks.actions import ActionLine, parse_actions
from noteui.checks.dismissal import REASONS, Dismissal, Divided, is_quiet
from noteui.checks.engine import Checker, check
from noteui.checks.finding import (
    AddPerson,
    AskOwnerAndDate,
    Edit,
    Finding,
    Fix,
    LogSharing,
    MoveTo,
    Severity,
    apply_fix,
    edits_of,
)
from noteui.checks.mending import Mend, mends
from noteui.checks.note import CONTACTS, FIELDS, KINDS, About, Author, Note, Relation
from noteui.checks.principles import PRINCIPLES, SHARING_PRINCIPLES, Principle
from noteui.checks.prose import word_count
from noteui.checks.registry import RuleSet, all_rules, rule_set, shipped
from noteui.checks.rule import Example, Rule
from noteui.checks.sources import SOURCES, source_title
from noteui.checks.team import Team, read_team
from noteui.checks.word_file import WordFileError

__all__ = [
    "CONTACTS",
    "FIELDS",
    "KINDS",
    "PRINCIPLES",
    "REASONS",
    "SHARING_PRINCIPLES",
    "SOURCES",
    "About",
    "ActionLine",
    "AddPerson",
    "AskOwnerAndDate",
    "Author",
    "Checker",
    "Dismissal",
    "Divided",
    "Edit",
    "Example",
    "Finding",
    "Fix",
    "LogSharing",
    "Mend",
    "MoveTo",
    "Note",
    "Principle",
    "Relation",
    "Rule",
    "RuleSet",
    "Severity",
    "Team",
    "WordFileError",
    "all_rules",
    "apply_fix",
    "check",
    "edits_of",
    "is_quiet",
    "mends",
    "parse_actions",
    "read_team",
    "rule_set",
    "shipped",
    "source_title",
    "word_count",
]
