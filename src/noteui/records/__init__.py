"""The nouns: tables, and what must always hold of them. One subject a module; portable between engines."""

from noteui.records.action import ACTION_STEP, Action, ActionStep, Step
from noteui.records.audit import AuditRecord
from noteui.records.base import Record
from noteui.records.chronology import CHRONOLOGY, ChronologyMark, Tone
from noteui.records.clock import CLOCK, ClockAct, ClockStep
from noteui.records.final import ADDENDUM, ADDITIONS, CORRECTION, NOTE, TEXTS, VOID, ContentKey, Final
from noteui.records.log import Act, LogEntry
from noteui.records.note import NoteRecord, Status
from noteui.records.package import (
    ContactRecord,
    OutgoingFor,
    OutgoingRecord,
    PackageRecord,
    SubjectAccessRecord,
)
from noteui.records.person import Kind, Person, Surrounding
from noteui.records.quality import CountedNote, FindingCount, SeenFinding
from noteui.records.retention import Retention
from noteui.records.review import SIGNALS, NoteSignals, ReviewAct, ReviewKind
from noteui.records.sharing import (
    Decision,
    Direction,
    Reach,
    RecipientRecord,
    SharingItem,
    SharingRecord,
    SharingState,
    ToldAgain,
    Urgency,
)
from noteui.records.supervision import SUPERVISION, SupervisionKind, SupervisionRecord, SupervisionWith
from noteui.records.unfinished import UnfinishedRecord
from noteui.records.user import Access, SigningKey, User

__all__ = [
    "ACTION_STEP",
    "ADDENDUM",
    "ADDITIONS",
    "CHRONOLOGY",
    "CLOCK",
    "CORRECTION",
    "NOTE",
    "SIGNALS",
    "SUPERVISION",
    "TEXTS",
    "VOID",
    "Access",
    "Act",
    "Action",
    "ActionStep",
    "AuditRecord",
    "ChronologyMark",
    "ClockAct",
    "ClockStep",
    "ContactRecord",
    "ContentKey",
    "CountedNote",
    "Decision",
    "Direction",
    "Final",
    "FindingCount",
    "Kind",
    "LogEntry",
    "NoteRecord",
    "NoteSignals",
    "OutgoingFor",
    "OutgoingRecord",
    "PackageRecord",
    "Person",
    "Reach",
    "RecipientRecord",
    "Record",
    "Retention",
    "ReviewAct",
    "ReviewKind",
    "SeenFinding",
    "SharingItem",
    "SharingRecord",
    "SharingState",
    "SigningKey",
    "Status",
    "Step",
    "SubjectAccessRecord",
    "SupervisionKind",
    "SupervisionRecord",
    "SupervisionWith",
    "Surrounding",
    "ToldAgain",
    "Tone",
    "UnfinishedRecord",
    "Urgency",
    "User",
]
