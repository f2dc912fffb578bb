"""Finding notes by their words and by the names of the people in them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from noteui.casework.access import May, require
from noteui.casework.desk import NoteLine, lines_of
from noteui.casework.drafts import hidden, hides
from noteui.records import NoteRecord
from noteui.vault import search as index
from noteui.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Hit:
    """A note that was found: in which field ("names" for people's names), and the words around the match.

    `snippet` is the text in pieces, True where it matched.
    """

    note: NoteLine
    field: str
    snippet: tuple[tuple[str, bool], ...]


def search(vault: Vault, query: str, *, limit: int = 50, newest_first: bool = True) -> list[Hit]:
    """The notes in which all words of the query stand, whatever is typed; newest events first.

    Words in quotation marks stand together; a word ending in `*` is the beginning of one. With
    `newest_first=False` the best matches among the newest 2,000 come first. The drafts of others are left
    out. Raises NotAllowed, VaultError.
    """
    require(vault, May.READ)
    with vault.reading() as session:
        of_others = select(col(NoteRecord.id)).where(hidden(vault))
        others = session.scalars(of_others).all() if hides(vault, session) else []
        found = index.matches(session, query, limit=limit, newest_first=newest_first, without=others)
        lines = lines_of(session, [match.note_id for match in found])
    return [Hit(lines[match.note_id], match.field, match.snippet) for match in found]
