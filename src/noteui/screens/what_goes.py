"""What goes: choosing notes, fields and passages, withholding words, renaming people, and sealing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static
from textual.widgets.option_list import Option

from noteui.casework import outgoing, packages, people, selecting, subject_access
from noteui.casework.errors import CaseworkError
from noteui.casework.finalising import Passage
from noteui.casework.leak_test import Leak, unanswered
from noteui.casework.outgoing import Outgoing, Part, Source
from noteui.casework.redacting import (
    Pseudonym,
    Redaction,
    Span,
    Tag,
    choose,
    informant_passages,
    leave_out,
    pieces,
)
from noteui.checks.sharing import Recipient
from noteui.paper.selection_form import Rename, Words
from noteui.screens.ask import AskDialog, Asked
from noteui.screens.mark import Marking
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.screens.widgets.reading_text import ReadingText, Section
from noteui.vault import files
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.screens.app import NoteuiApp
    from noteui.vault.vault import Vault

_TAGS = tuple(tag.value for tag in Tag)


class WhatGoesScreen(Screen[bool]):
    """What one thing that is made ready holds. Everything is saved as it is done."""

    CSS_PATH = "package.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(False)", "Back, all kept", id="goes.back"),
        Binding("space", "whole", "All of the field that is lit, or none of it", id="goes.whole"),
        Binding("m", "passage", "Choose a passage of the field", id="goes.passage"),
        Binding("x", "without", "Leave a passage out", id="goes.without"),
        Binding("w", "withhold", "Withhold words, with a reason", id="goes.withhold"),
        Binding("r", "rename", "Give somebody another name", id="goes.rename"),
        Binding("u", "undo", "Take back the last withholding or name", id="goes.undo"),
        Binding("v", "preview", "What the recipient will read", id="goes.preview"),
        Binding("t", "leaks", "The leak test", id="goes.leaks"),
        Binding("s", "seal", "Seal it for the recipient", id="goes.seal"),
    ]

    def __init__(
        self,
        vault: Vault,
        ready: Outgoing,
        clock: Callable[[], datetime],
        recipients: tuple[Recipient, ...] = (),
        request_id: str | None = None,
    ) -> None:
        super().__init__()
        self._vault = vault
        self._ready = ready
        self._request_id = request_id
        self._clock = clock
        self._recipients = recipients
        with vault.reading() as session:
            self._people = outgoing.concerned(session, ready)
            around = people.people_around(session, self._people)
            self._about = outgoing.described(session, ready.person_id)
        self._around = [relation for one in around.values() for relation in one]
        self._sources = outgoing.sources(vault, self._people)
        self._rows: list[tuple[Source, Part]] = []

    def compose(self) -> ComposeResult:
        if cast("NoteuiApp", self.app).is_demo:
            yield Static("Demo: fictional people, and nothing is kept.", classes="banner")
        yield Static("", id="head")
        yield ChoiceList(id="list")
        yield ReadingText(id="text")
        yield Static("", id="footer")

    def on_mount(self) -> None:
        self._show()
        self.query_one(ChoiceList).focus()

    # -- showing

    def _show(self, at: int | None = None) -> None:
        lines = self.query_one(ChoiceList)
        at = lines.highlighted if at is None else at
        lines.clear_options()
        self._rows = []
        options: list[Option] = []
        for source in self._sources:
            options.append(Option(Text(source.title), disabled=True))
            for part in source.parts:
                if part.text.strip():
                    self._rows.append((source, part))
                    options.append(Option(self._line(source, part), id=str(len(self._rows) - 1)))
        if not options:
            options.append(Option(Text("No finalised notes: only what is final can go."), disabled=True))
        lines.add_options(options)
        first = next((n for n, one in enumerate(options) if not one.disabled), None)
        lines.highlighted = at if at is not None and at < len(options) else first
        self._show_head()
        self._show_part()
        seal = "s seal  " if self._recipients else ""
        self.query_one("#footer", Static).update(
            f"space all  m passage  w withhold  r rename  v preview  t leaks  {seal}F1 esc"
        )

    def _show_head(self) -> None:
        chosen = self._ready.selection
        notes = len({span.note for span in chosen.chosen})
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append("What goes  ", "bold")
        line.append(f"{self._about.name}  ", "bold")
        line.append(
            f"from {notes} of {len(self._sources)} notes, {len(chosen.redactions)} withheld, "
            f"{len(chosen.pseudonyms)} renamed",
            "dim",
        )
        self.query_one("#head", Static).update(line)

    def _line(self, source: Source, part: Part) -> Text:
        mine = [s for s in self._ready.selection.chosen if (s.note, s.part) == (source.id, part.key)]
        taken = sum(min(s.end, len(part.text)) - s.start for s in mine)
        mark = "all " if taken >= len(part.text) else "part" if taken else "  – "
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append(f" {mark} ", "bold" if taken else "dim")
        line.append(f"{part.title[:24]:<25}")
        line.append(" ".join(part.text.split())[:120], "" if taken else "dim")
        return line

    def _lit(self) -> tuple[Source, Part] | None:
        lines = self.query_one(ChoiceList)
        if lines.highlighted is None:
            return None
        which = lines.get_option_at_index(lines.highlighted).id
        return self._rows[int(which)] if which is not None else None

    def on_option_list_option_highlighted(self) -> None:
        """Show the words of the field that is lit, as they go."""
        self._show_part()

    def on_option_list_option_selected(self) -> None:
        """Enter takes all of the field, or none of it."""
        self.action_whole()

    def _show_part(self) -> None:
        lit = self._lit()
        if lit is None:
            self.query_one(ReadingText).show([])
            return
        source, part = lit
        text = Text(part.text, style="dim")
        for piece in pieces(part.text, source.id, part.key, self._ready.selection):
            if piece.how.value == "plain":
                text.stylize("not dim", piece.start, piece.end)
            elif piece.how.value in ("label", "withheld"):
                text.stylize("not dim strike", piece.start, piece.end)
        for start, end in informant_passages(part.text):
            text.stylize("underline", start, end)
        for relation in self._around:
            for place in outgoing.places_of(relation.name, part.text):
                text.stylize("underline", *place)
        told = Text(
            "Dim words do not go. Struck through: withheld or renamed. Underlined: other people.\n", "dim"
        )
        self.query_one(ReadingText).show([Section(part.title, Text.assemble(told, text))])

    # -- choosing

    def _keep(self, **changes: object) -> None:
        changed = outgoing.with_selection(self._ready, **changes)
        try:
            self._ready = outgoing.save_outgoing(self._vault, changed, now=self._now())
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        self._show()

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)

    def action_whole(self) -> None:
        """Choose all of the field that is lit; where all of it was chosen, none."""
        lit = self._lit()
        if lit is None:
            return
        source, part = lit
        whole = Span(source.id, part.key, 0, len(part.text))
        chosen = self._ready.selection.chosen
        taken = leave_out(chosen, whole) if whole in chosen else choose(chosen, whole)
        self._keep(chosen=taken)

    def action_passage(self) -> None:
        """Mark a passage of the field and choose it."""
        self._mark(
            "Which words go?", lambda span: self._keep(chosen=choose(self._ready.selection.chosen, span))
        )

    def action_without(self) -> None:
        """Mark a passage of the field and leave it out."""
        self._mark(
            "Which words do not go?",
            lambda span: self._keep(chosen=leave_out(self._ready.selection.chosen, span)),
        )

    def _mark(self, question: str, take: Callable[[Span], None]) -> None:
        lit = self._lit()
        if lit is None:
            return
        source, part = lit

        def marked(passage: Passage | None) -> None:
            if passage is not None:
                take(Span(source.id, passage.field, passage.start, passage.end))

        texts = {one.key: (one.title, one.text) for one in source.parts if one.text.strip()}
        self.app.push_screen(Marking(texts, question, part.key), marked)

    def action_withhold(self) -> None:
        """Mark words and withhold them, with a tag and a reason."""

        def taken(span: Span) -> None:
            text = next(
                part.text
                for s in self._sources
                if s.id == span.note
                for part in s.parts
                if part.key == span.part
            )
            self._ask_why(
                "Withhold these words",
                Text(f"“{' '.join(text[span.start : span.end].split())[:200]}”"),
                f"{self._ready.id} {span.note} {span.part} {span.start} {span.end}",
                lambda tag, reason: self._keep(
                    redactions=(
                        *self._ready.selection.redactions,
                        Redaction(span.note, span.part, span.start, span.end, tag, reason),
                    )
                ),
            )

        self._mark("Which words are withheld?", taken)

    def _ask_why(self, title: str, says: Text, about: str, take: Callable[[Tag, str], None]) -> None:
        def keep(told: Mapping[str, str]) -> tuple[Tag, str]:
            if not told["reason"].strip():
                raise CaseworkError("Say why: it is kept, and the recipient reads it.")
            return Tag(told["tag"]), told["reason"].strip()

        def given(done: tuple[Tag, str] | None) -> None:
            if done is not None:
                take(*done)

        self.app.push_screen(
            AskDialog(
                title,
                says,
                [
                    Asked("tag", "Why", choices=_TAGS),
                    Asked("reason", "In words", placeholder="the recipient reads this; name nobody in it"),
                ],
                keep,
                about=about,
            ),
            given,
        )

    def action_rename(self, name: str = "") -> None:
        """Give somebody another name wherever they are named."""
        used = [one.label for one in self._ready.selection.pseudonyms]
        known = [self._about.name, *(relation.name for relation in self._around)]
        renamed = {one.names[0].casefold() for one in self._ready.selection.pseudonyms}
        left = [other for other in known if other.casefold() not in renamed]

        def keep(told: Mapping[str, str]) -> Pseudonym:
            if not told["name"].strip() or not told["reason"].strip():
                raise CaseworkError("Give the name as it stands in the notes, and say why it is replaced.")
            one = Rename(
                " ".join(told["name"].split()), told["kind"], tag=told["tag"], reason=told["reason"].strip()
            )
            return selecting.rename(one, self._ready.selection.pseudonyms, known)

        def given(done: Pseudonym | None) -> None:
            if done is not None:
                self._keep(pseudonyms=(*self._ready.selection.pseudonyms, done))
                self.notify(f"{done.names[0]} goes as {done.label}.")

        says = "Known: " + "; ".join(left) if left else ""
        self.app.push_screen(
            AskDialog(
                "Another name for somebody",
                says + (f"\nSo far: {', '.join(used)}" if used else ""),
                [
                    Asked("name", "Name", value=name, placeholder="as it stands in the notes"),
                    Asked("kind", "Goes as", choices=("child", "adult", "person")),
                    Asked("tag", "Why", choices=_TAGS),
                    Asked("reason", "In words", placeholder="the recipient reads this; name nobody in it"),
                ],
                keep,
                about=self._ready.id,
            ),
            given,
        )

    def action_undo(self) -> None:
        """Take back what was withheld or renamed last: the originals are all still here."""
        selection = self._ready.selection
        if selection.redactions:
            self._keep(redactions=selection.redactions[:-1])
        elif selection.pseudonyms:
            self._keep(pseudonyms=selection.pseudonyms[:-1])
        else:
            self.notify("Nothing is withheld or renamed.")

    # -- what comes of it

    def _recipient(self) -> str | None:
        return self._recipients[0].id if self._recipients else None

    def _document(self) -> str:
        if self._request_id is not None:
            return subject_access.preview(self._vault, self._request_id)
        return packages.preview(self._vault, self._ready, self._recipient())

    def _found(self) -> list[Leak]:
        if self._request_id is not None:
            return subject_access.test(self._vault, self._request_id)
        return packages.test(self._vault, self._ready, self._recipient())

    def action_preview(self) -> None:
        """Show exactly what the recipient will read."""
        try:
            document = self._document()
            found = self._found()
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence)
            return
        self.app.push_screen(PreviewScreen(document, found))

    def action_leaks(self) -> None:
        """Try what goes against everything the vault knows."""

        def answered(key: str, said: str) -> None:
            changed = replace(self._ready, answers={**self._ready.answers, key: said})
            self._ready = outgoing.save_outgoing(self._vault, changed, now=self._now())

        def withheld(found: str, tag: Tag, reason: str) -> None:
            spans = selecting.everywhere(Words(words=found), self._sources)
            gone = tuple(Redaction(s.note, s.part, s.start, s.end, tag, reason) for s in spans)
            self._keep(redactions=(*self._ready.selection.redactions, *gone))

        try:
            self._found()
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence)
            return
        self.app.push_screen(
            LeaksScreen(self._found, lambda: self._ready.answers, answered, withheld, self._ready.id),
            lambda _: self._show(),
        )

    def action_seal(self) -> None:
        """Seal it for a recipient of the sharing."""
        if not self._recipients:
            self.notify("This goes to nobody yet: it belongs to no decided sharing.")
            return
        shown = tuple(one.shown for one in self._recipients)

        def keep(told: Mapping[str, str]) -> tuple[packages.Made, Path]:
            to = self._recipients[shown.index(told["to"])]
            target = Path(told["path"]).expanduser()
            if target.exists() and not target.is_dir():
                raise CaseworkError("There is a file of that name already: choose another.")
            if not (target if target.is_dir() else target.parent).is_dir():
                raise CaseworkError("There is no such folder: choose another.")
            made = packages.seal_package(
                self._vault,
                self._ready.id,
                to.id,
                now=self._now(),
                key=told["key"] or None,
                by_passphrase=told["how"] == "a passphrase that I tell them",
                sent=told["sent"],
            )
            path = target / made.file_name if target.is_dir() else target
            files.replace(path, made.content)
            return made, path

        def sealed(done: tuple[packages.Made, Path] | None) -> None:
            if done is None:
                return
            made, path = done
            if made.passphrase is not None:
                self.app.push_screen(PassphraseScreen(made.passphrase, path), lambda _: self.dismiss(True))
            else:
                self.notify(f"Sealed into {path}. Its number is {made.package_id}.", timeout=12)
                self.dismiss(True)

        self.app.push_screen(
            AskDialog(
                "Seal it",
                "Signed by you, and readable only by whoever it is for.",
                [
                    Asked("to", "For", choices=shown),
                    Asked("how", "Opened by", choices=("their key", "a passphrase that I tell them")),
                    Asked("key", "Their key", placeholder="age1…; empty: as in the address book"),
                    Asked("path", "Into", value=str(Path.home())),
                    Asked("sent", "Sent, how", placeholder="empty: not sent yet"),
                ],
                keep,
                about=self._ready.id,
                verb="seal",
            ),
            sealed,
        )


class PreviewScreen(Screen[None]):
    """What the recipient will read, word for word; what the leak test finds is underlined."""

    CSS_PATH = "package.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Back", id="preview.back"),
    ]

    def __init__(self, document: str, found: list[Leak]) -> None:
        super().__init__()
        self._document = document
        self._found = found

    def compose(self) -> ComposeResult:
        yield Static(Text("What the recipient will read, word for word", "bold"), id="head")
        yield ReadingText([Section("", self._text())], id="text")
        yield Static(
            "j k line  space page  underlined: the leak test asks about it  escape back", id="footer"
        )

    def _text(self) -> Text:
        text = Text(self._document)
        text.highlight_regex(r"\[withheld: [^\]]*\]|\[…\]", "reverse")
        text.highlight_regex(r"\b(?:Child|Adult|Person) [A-Z]{1,2}\b", "bold")
        for leak in self._found:
            at = self._document.find(leak.found)
            while at >= 0:
                text.stylize("underline", at, at + len(leak.found))
                at = self._document.find(leak.found, at + 1)
        return text


class LeaksScreen(Screen[None]):
    """Everything that the leak test finds, to be answered for in writing or withheld."""

    CSS_PATH = "package.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Back", id="leaks.back"),
        Binding("w", "withhold", "Withhold it wherever it stands", id="leaks.withhold"),
    ]

    def __init__(
        self,
        tested: Callable[[], list[Leak]],
        answers: Callable[[], Mapping[str, str]],
        answer: Callable[[str, str], None],
        withhold: Callable[[str, Tag, str], None],
        ready_id: str,
    ) -> None:
        super().__init__()
        self._ready_id = ready_id
        self._tested = tested
        self._answers = answers
        self._answer = answer
        self._withhold = withhold
        self._found: list[Leak] = []

    def compose(self) -> ComposeResult:
        yield Static("", id="head")
        yield ChoiceList(id="list")
        yield Static("", id="told")
        yield Static("enter say why it may stand   w withhold it everywhere   escape back", id="footer")

    def on_mount(self) -> None:
        self._show()
        self.query_one(ChoiceList).focus()

    def _show(self) -> None:
        try:
            self._found = self._tested()
        except (CaseworkError, VaultError) as error:
            self.notify(error.sentence, severity="error")
            return
        answers = self._answers()
        missing = len(unanswered(self._found, answers))
        lines = self.query_one(ChoiceList)
        at = lines.highlighted or 0
        lines.clear_options()
        lines.add_options([Option(self._line(leak, answers)) for leak in self._found])
        if not self._found:
            lines.add_option(Option(Text("Nothing that is known, or has a known shape."), disabled=True))
        else:
            lines.highlighted = min(at, len(self._found) - 1)
        line = Text("Leak test  ", "bold")
        line.append(f"{len(self._found)} found, {missing} not answered", "" if missing else "dim")
        self.query_one("#head", Static).update(line)
        self.query_one("#told", Static).update(
            "It finds what the vault knows and what has the shape of a name, date, address or number. "
            "A description by which somebody can be recognised it cannot see: read the preview."
        )

    def _line(self, leak: Leak, answers: Mapping[str, str]) -> Text:
        said = answers.get(leak.key, "")
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append("answered  " if said else "asks      ", "dim" if said else "bold")
        line.append(f"{leak.kind.value:<15}")
        line.append(" ".join(leak.found.split())[:28].ljust(29), "bold")
        line.append(said or leak.whose, "dim")
        return line

    def _lit(self) -> Leak | None:
        at = self.query_one(ChoiceList).highlighted
        return self._found[at] if at is not None and at < len(self._found) else None

    def on_option_list_option_selected(self) -> None:
        """Say in writing why it may stand."""
        leak = self._lit()
        if leak is None:
            return

        def keep(told: Mapping[str, str]) -> bool:
            if len(told["said"].split()) < 2:
                raise CaseworkError("Say why it may stand: what the recipient needs it for.")
            self._answer(leak.key, told["said"].strip())
            return True

        self.app.push_screen(
            AskDialog(
                "Why may it stand?",
                leak.sentence,
                [Asked("said", "Because", value=self._answers().get(leak.key, ""))],
                keep,
                about=self._about(leak),
            ),
            lambda done: self._show() if done else None,
        )

    def _about(self, leak: Leak) -> str:
        return f"{self._ready_id} {leak.key}"

    def action_withhold(self) -> None:
        """Withhold it wherever it stands, with a reason."""
        leak = self._lit()
        if leak is None:
            return

        def keep(told: Mapping[str, str]) -> bool:
            if not told["reason"].strip():
                raise CaseworkError("Say why: it is kept, and the recipient reads it.")
            self._withhold(leak.found, Tag(told["tag"]), told["reason"].strip())
            return True

        self.app.push_screen(
            AskDialog(
                "Withhold it wherever it stands",
                leak.sentence,
                [
                    Asked("tag", "Why", choices=_TAGS),
                    Asked("reason", "In words", placeholder="the recipient reads this; name nobody in it"),
                ],
                keep,
                about=self._about(leak),
            ),
            lambda done: self._show() if done else None,
        )


class PassphraseScreen(Screen[None]):
    """The passphrase of a package, shown once, to be told by telephone."""

    CSS_PATH = "package.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "dismiss", "I have told it, or written it down", id="spoken.back"),
    ]

    def __init__(self, passphrase: str, path: Path) -> None:
        super().__init__()
        self._passphrase = passphrase
        self._path = path

    def compose(self) -> ComposeResult:
        yield Static(Text("Tell them this by telephone", "bold"), id="head")
        yield Static(Text(f"\n    {self._passphrase}\n", "bold"))
        yield Static(
            f"Ring the listed number. It is not shown again, and never goes by the way by which the package "
            f"goes.\n\nThe package is in {self._path}."
        )
        yield Static("enter go on", id="footer")
