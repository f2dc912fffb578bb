"""Writing what is said in a review: kept as it is typed, signed with F5, like everything that is final."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from noteui.casework import reviewing, unfinished
from noteui.casework.errors import CaseworkError
from noteui.casework.finalising import FinalNote, Passage
from noteui.casework.reviewing import Agreement, Remark
from noteui.casework.unfinished import Unfinished
from noteui.records import ReviewKind
from noteui.screens.addition import BESIDE_FROM
from noteui.screens.final_text import sections_of, whom_and_when
from noteui.screens.saving import AdditionKeeper, SaveState
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.screens.widgets.demo_banner import DEMO_BANNER
from noteui.screens.widgets.findings_panel import FIELD_NAMES
from noteui.screens.widgets.keeping import Keeping, show_unsigned
from noteui.screens.widgets.prose_area import ProseArea
from noteui.screens.widgets.reading_text import ReadingText
from noteui.screens.widgets.sparing_screen import SparingScreen
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from noteui.screens.app import NoteuiApp
    from noteui.vault.vault import Vault

_ASKS = {
    ReviewKind.QUESTION: ("Question", "What do you want to know?"),
    ReviewKind.SUGGESTION: ("Suggestion", "What would you add or change?"),
    ReviewKind.PRAISE: ("Praise", "What is good about it?"),
    ReviewKind.ANSWER: ("Answer", "What is the answer? What is to stand in the note goes into an addendum."),
    ReviewKind.RETURNED: ("Return", "What is missing, and why does it matter?"),
    ReviewKind.AGREED: ("Agree", "What does the agreement rest on?"),
}


class RemarkScreen(SparingScreen[Remark | Agreement | None]):
    """Dismisses with what was signed; None where it was left, and then it is kept for the next time."""

    CSS_PATH = "reading.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave it, kept and not signed", id="remark.leave"),
        Binding("f5", "sign", "Sign it", id="remark.sign"),
        Binding("ctrl+s", "save", "Save now", id="remark.save", priority=True),
    ]

    def __init__(
        self,
        vault: Vault,
        final: FinalNote,
        kind: ReviewKind,
        clock: Callable[[], datetime],
        *,
        passage: Passage | None = None,
        about: Remark | None = None,
    ) -> None:
        super().__init__()
        self._vault = vault
        self._final = final
        self._kind = kind
        self._about = about
        begun = unfinished.begun(vault, final.draft.id, kind.value) or Unfinished(kind.value)
        self._begun = replace(begun, passage=None)
        self._passage = passage
        self.keeper = AdditionKeeper(vault, final.draft.id, begun, clock)
        self._keeping = Keeping(self, self.keeper, self.words, self.show_saved)
        self._clock = clock

    def compose(self) -> ComposeResult:
        if cast("NoteuiApp", self.app).is_demo:
            yield Static(DEMO_BANNER, classes="banner")
        with Horizontal(id="head"):
            yield Static("", id="about")
            yield Static("", id="saved")
        with Horizontal(id="body"):
            with Vertical(id="writing"):
                yield Static(self._on_what(), id="was")
                yield ProseArea(self._text_before(), placeholder=_ASKS[self._kind][1])
            yield ReadingText(sections_of(self._final), id="original")
        yield Static("F5 sign   F1 help   escape leave, kept", id="footer")

    def on_mount(self) -> None:
        title = Text.assemble((f"{_ASKS[self._kind][0]}  ", "bold"), whom_and_when(self._final.draft.note))
        title.no_wrap = True
        self.query_one("#about", Static).update(title)
        self.query_one("#was").display = bool(self._on_what().plain)
        self.show_saved(self.keeper.state)
        area = self.query_one(ProseArea)
        area.move_cursor(area.document.end)
        area.focus()
        self._keeping.begin()

    def on_resize(self, event: events.Resize) -> None:
        """Show the note beside where there is room for it."""
        self.set_class(event.size.width >= BESIDE_FROM, "-beside")

    def _on_what(self) -> Text:
        shown = Text()
        if self._about is not None:
            shown.append(f"{self._about.by.name} asks: ", "bold")
            shown.append(self._about.text[:300])
        passage = self._about.passage if self._about else self._passage
        if passage is not None:
            shown.append("\n" if shown.plain else "")
            shown.append(f"{FIELD_NAMES[passage.field]}: ", "dim")
            shown.append(f"“{' '.join(passage.text.split())[:300]}”", "italic")
        if self._kind is ReviewKind.AGREED:
            count = len(self._final.texts)
            added = f" and {count - 1} added to it" if count > 1 else ""
            shown.append(
                f"You sign the note exactly as it is{added}. What is added later ends the agreement."
            )
        return shown

    # -- keeping

    def _text_before(self) -> str:
        return self._begun.answers.get(self._about.id, "") if self._about else self._begun.text

    def words(self) -> Unfinished:
        """What is written now; answers are kept by what they answer."""
        text = self.query_one(ProseArea).text
        if self._about is None:
            return replace(self._begun, text=text)
        return replace(self._begun, answers={**self._begun.answers, self._about.id: text})

    def save_now(self) -> str | None:
        """Save at once; the app calls it when it has to end."""
        return self._keeping.now()

    def show_saved(self, state: SaveState) -> None:
        """Tell that it is kept, and since when."""
        show_unsigned(self, state)

    def on_prose_area_written(self, event: ProseArea.Written) -> None:
        """Keep what was written."""
        event.stop()
        self.keeper.written()

    def action_save(self) -> None:
        """Save at once and say when."""
        self.keeper.written()
        self.save_now()

    def action_leave(self) -> None:
        """Leave it, kept. Where it cannot be kept, stay and say why."""
        self.save_now()
        if not (self.keeper.is_changed and self.keeper.state.trouble is not None):
            self.dismiss(None)

    # -- signing

    def action_sign(self) -> None:
        """Sign it: from then on it stands in the review as it is."""
        text = self.query_one(ProseArea).text
        self.save_now()
        self.keeper.stop()
        try:
            done = self._act(text)
        except (CaseworkError, VaultError) as error:
            self.keeper.go_on()
            self.notify(error.sentence, severity="error", timeout=10)
            return
        self.dismiss(done)

    def _act(self, text: str) -> Remark | Agreement:
        note_id = self._final.draft.id
        match self._kind:
            case ReviewKind.ANSWER if self._about is not None:
                return reviewing.answer(self._vault, self._about.id, text)
            case ReviewKind.RETURNED:
                return reviewing.return_(self._vault, note_id, text)
            case ReviewKind.AGREED:
                read = [one.id for one in self._final.texts]
                return reviewing.agree(self._vault, note_id, text, now=self._clock(), read=read)
            case _:
                return reviewing.say(self._vault, note_id, self._kind, text, passage=self._passage)


ANYBODY = "anybody"


class ReceiptDialog(ModalScreen[None]):
    """Shows the receipt that the reviewer countersigned, to be kept outside the vault."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "dismiss", "Back", id="receipt.back"),
        Binding("c", "copy", "Copy the receipt", id="receipt.copy"),
    ]

    def __init__(self, agreement: Agreement) -> None:
        super().__init__()
        self._receipt = agreement.receipt

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Agreed, and countersigned", classes="title")
            yield Static(
                f"Receipt {self._receipt.short}. Whoever keeps it outside the vault can show later whether "
                "the history up to here was changed: noteui vault verify --receipt FILE.",
                classes="dim",
            )
            yield Static(f"\n{self._receipt.line}\n")
            yield Static("c copy it   escape back", classes="dim")

    def action_copy(self) -> None:
        """Copy it; it holds no word of a note."""
        self.app.copy_to_clipboard(self._receipt.line)
        self.notify("Copied, where this terminal allows it.")


class ChooseDialog(ModalScreen[str | None]):
    """Asks for one of a few; dismisses with its identifier, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", id="choose.back"),
    ]

    def __init__(self, title: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title = title
        self._choices = choices

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="title")
            yield ChoiceList(*[Option(Text(shown), id=which) for which, shown in self._choices])
            yield Static("enter choose   escape back", classes="dim")

    def on_mount(self) -> None:
        self.query_one(ChoiceList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take what is lit."""
        self.dismiss(event.option.id)
