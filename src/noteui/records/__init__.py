"""The nouns: tables, and what must always hold of them. One subject a module; portable between engines."""

from noteui.records.action import Action
from noteui.records.base import Record
from noteui.records.note import NoteRecord, Status
from noteui.records.person import Kind, Person, Surrounding
from noteui.records.user import User

__all__ = ["Action", "Kind", "NoteRecord", "Person", "Record", "Status", "Surrounding", "User"]
