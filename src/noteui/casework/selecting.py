"""What goes between the form in which it is written and the passages that it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from noteui.casework.errors import CaseworkError
from noteui.casework.outgoing import Outgoing, Part, Source
from noteui.casework.redacting import (
    Pseudonym,
    Redaction,
    Selection,
    Span,
    Tag,
    choose,
    names_of,
    next_label,
)
from noteui.checks.note import Relation
from noteui.paper.selection_form import Rename, SelectionForm, Words

_KINDS = ("child", "adult", "person")


def form_of(outgoing: Outgoing, there: Sequence[Source]) -> SelectionForm:
    """What was chosen so far as a form."""
    texts = {(source.id, part.key): part.text for source in there for part in source.parts}
    selection = outgoing.selection
    return SelectionForm(
        tuple(_told(span, texts) for span in selection.chosen if (span.note, span.part) in texts),
        tuple(
            replace(_told(one, texts, always=True), tag=one.tag.value, reason=one.reason)
            for one in selection.redactions
            if (one.note, one.part) in texts
        ),
        tuple(
            Rename(one.names[0], label=one.label, also=one.names[1:], tag=one.tag.value, reason=one.reason)
            for one in selection.pseudonyms
        ),
        outgoing.answers,
    )


def selection_of(form: SelectionForm, there: Sequence[Source], known: Sequence[str]) -> Selection:
    """What a form means. `known` are the names of everybody around, whose shared names are not replaced.

    Raises CaseworkError, naming what cannot be found.
    """
    chosen: tuple[Span, ...] = ()
    for told in form.choose:
        for span in _spans(told, there, first=True):
            chosen = choose(chosen, span)
    redactions = [
        Redaction(span.note, span.part, span.start, span.end, _tag(told.tag), told.reason.strip())
        for told in form.withhold
        for span in _spans(told, there, first=False)
    ]
    pseudonyms: list[Pseudonym] = []
    for one in form.rename:
        pseudonyms.append(rename(one, pseudonyms, known))
    return Selection(chosen, tuple(dict.fromkeys(redactions)), tuple(pseudonyms))


def rename(one: Rename, there: Sequence[Pseudonym], known: Sequence[str]) -> Pseudonym:
    """Somebody under another name: the one given, or the next of its kind. Raises CaseworkError."""
    if one.kind not in _KINDS:
        raise CaseworkError(f"kind must be one of {', '.join(_KINDS)}.")
    used = [other.label for other in there]
    label = " ".join(one.label.split()) or next_label(one.kind, used)
    if label in used:
        raise CaseworkError(f"{label} stands for somebody else already: choose another name.")
    others = [name for name in known if name.casefold() != one.name.casefold()]
    names = names_of(one.name, shared=others)
    return Pseudonym(label, tuple(dict.fromkeys((*names, *one.also))), _tag(one.tag), one.reason.strip())


def kind_of(relation: Relation) -> str:
    """Which kind of name somebody around is given."""
    words = relation.relationship.casefold()
    if any(word in words for word in ("brother", "sister", "sibling", "cousin", "twin", "son", "daughter")):
        return "child"
    return "adult" if words else "person"


def _spans(told: Words, there: Sequence[Source], *, first: bool) -> Iterator[Span]:
    found = False
    for source, part in _parts(told, there):
        if told.words is None:
            found = True
            yield Span(source.id, part.key, 0, len(part.text))
            continue
        starts = _places(part.text, told.words)
        wanted = starts[told.which - 1 : told.which] if told.which else starts[:1] if first else starts
        for start in wanted:
            found = True
            yield Span(source.id, part.key, start, start + len(told.words))
    if not found:
        where = f" in note {told.note}" if told.note else ""
        what = f"“{' '.join(told.words.split())[:60]}”" if told.words else told.field or "that note"
        raise CaseworkError(f"{what} does not stand{where}: only finalised notes of these people can go.")


def _parts(told: Words, there: Sequence[Source]) -> Iterator[tuple[Source, Part]]:
    for source in there:
        if told.note is not None and not source.id.startswith(told.note.strip().lower()):
            continue
        for part in source.parts:
            if part.text and told.field in (None, part.key):
                yield source, part


def _places(text: str, words: str) -> list[int]:
    starts, at = [], text.find(words) if words else -1
    while at >= 0:
        starts.append(at)
        at = text.find(words, at + 1)
    return starts


def _told(span: Span, texts: dict[tuple[str, str], str], *, always: bool = False) -> Words:
    text = texts[span.note, span.part]
    if not always and span.start <= 0 and span.end >= len(text):
        return Words(span.note, span.part)
    words = text[span.start : span.end]
    places = _places(text, words)
    which = places.index(span.start) + 1 if len(places) > 1 and span.start in places else None
    return Words(span.note, span.part, words, which)


def _tag(told: str) -> Tag:
    try:
        return Tag(told.strip())
    except ValueError:
        raise CaseworkError(f"tag must be one of {', '.join(tag.value for tag in Tag)}.") from None
