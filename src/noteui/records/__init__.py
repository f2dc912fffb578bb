"""The nouns: tables, and what must always hold of them. One subject a module; portable between engines."""

from noteui.records.action import Action
from noteui.records.base import Record
from noteui.records.final import ADDENDUM, ADDITIONS, CORRECTION, NOTE, VOID, ContentKey, Final
from noteui.records.log import Act, LogEntry
from noteui.records.note import NoteRecord, Status
from noteui.records.person import Kind, Person, Surrounding
from noteui.records.retention import Retention
from noteui.records.unfinished import UnfinishedRecord
from noteui.records.user import Access, SigningKey, User

__all__ = [
    "ADDENDUM",
    "ADDITIONS",
    "CORRECTION",
    "NOTE",
    "VOID",
    "Access",
    "Act",
    "Action",
    "ContentKey",
    "Final",
    "Kind",
    "LogEntry",
    "NoteRecord",
    "Person",
    "Record",
    "Retention",
    "SigningKey",
    "Status",
    "Surrounding",
    "UnfinishedRecord",
    "User",
]
