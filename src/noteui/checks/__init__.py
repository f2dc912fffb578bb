"""What is said about a note: findings, each explained and mendable. No database, no screen, no clock.

    from noteui.checks import Note, check
    for finding in check(note): ...

`Checker` does the same for a note that is being written, at the cost of what each edit changed.
"""

from noteui.checks.actions import ActionLine, parse_actions
from noteui.checks.dismissal import REASONS, Dismissal, Divided
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
from noteui.checks.note import CONTACTS, FIELDS, KINDS, About, Author, Note, Relation
from noteui.checks.principles import PRINCIPLES, SHARING_PRINCIPLES, Principle
from noteui.checks.prose import word_count
from noteui.checks.registry import all_rules
from noteui.checks.rule import Example, Rule
from noteui.checks.sources import SOURCES

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
    "MoveTo",
    "Note",
    "Principle",
    "Relation",
    "Rule",
    "Severity",
    "all_rules",
    "apply_fix",
    "check",
    "edits_of",
    "parse_actions",
    "word_count",
]
