"""What is held about one practitioner's recording, for them to have: what was said, by whom and when."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import col

from noteui.casework.access import May, require
from noteui.casework.carrying import Document
from noteui.casework.errors import NotFound
from noteui.casework.reviewing import review_in, standing_in_words
from noteui.paper.file_out import slug
from noteui.paper.recording_file import ReviewedNote, Said, write_recording_file
from noteui.records import Act, NoteRecord, ReviewAct, ReviewKind, Status, User
from noteui.vault.vault import Vault


def recording_file(vault: Vault, user_id: str) -> Document:
    """Every review of the notes that somebody finalised, in order of events; that it was made is logged.

    Notes that nobody said anything of are counted. It names no person whom a note is about, but the passages
    that were spoken of stand in it. Raises NotAllowed where it is about somebody else and whoever asks does
    not review, NotFound, VaultError.
    """
    require(vault, May.EXPORT if user_id == vault.user.id else May.REVIEW)
    with vault.writing() as session:
        user = session.get(User, user_id)
        if user is None:
            raise NotFound("There is no such user in this vault.")
        final = select(NoteRecord).where(
            col(NoteRecord.author_id) == user_id,
            col(NoteRecord.status) != Status.DRAFT,
            col(NoteRecord.erased_at).is_(None),
        )
        reviewed = final.where(col(NoteRecord.id).in_(select(col(ReviewAct.note_id))))
        records = session.scalars(reviewed.order_by(col(NoteRecord.happened), col(NoteRecord.id))).all()
        notes = []
        for record in records:
            review = review_in(session, vault, record)
            said = tuple(
                Said(
                    remark.kind.value,
                    remark.by,
                    remark.at,
                    remark.text,
                    remark.passage.text if remark.passage else "",
                )
                for remark in review.remarks
                if remark.is_heard
            )
            notes.append(
                ReviewedNote(record.id, record.contact, record.happened, standing_in_words(review), said)
            )
        count = len(session.scalars(final.with_only_columns(col(NoteRecord.id))).all())
        praised = sum(one.kind == ReviewKind.PRAISE for note in notes for one in note.said)
        vault.enter(session, Act.REVIEWS_EXPORTED, object_id=user_id, detail={"notes": len(notes)})
    text = write_recording_file(user.name, user.role, notes, finalised=count, praised=praised)
    return Document(f"recording-{slug(user.name)}.md", text)
