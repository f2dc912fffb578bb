"""A form of a few lines, for an act that can be refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Generic, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Label, Static

from noteui.casework.errors import CaseworkError
from noteui.screens.form import Form
from noteui.screens.widgets.choice import Choice
from noteui.vault.errors import VaultError

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Asked:
    """One line: its name and label, and what stands in it; one of `choices` where there are any.

    What is typed into one that is `spoken`, a passphrase that somebody told, is not kept.
    """

    name: str
    label: str
    value: str = field(default="", repr=False)
    placeholder: str = ""
    choices: tuple[str, ...] = ()
    spoken: bool = False


class AskDialog(Form[Answer | None], Generic[Answer]):
    """Asks, does what it is for, and dismisses with what came of it; says why where it cannot be done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back, nothing changed", id="ask.back"),
        Binding("ctrl+s", "keep", "Do it", id="ask.keep", priority=True),
    ]

    def __init__(
        self,
        title: str,
        says: str | Text,
        asked: Sequence[Asked],
        keep: Callable[[Mapping[str, str]], Answer],
        *,
        about: str = "",
        verb: str = "keep",
    ) -> None:
        """`about` is the identifier of what it is about, where it is not the note behind it."""
        super().__init__()
        self._about = about
        self._title = title
        self._says = says
        self._asked = tuple(asked)
        self._keep = keep
        self._verb = verb

    @property
    def form(self) -> str:
        """Its title."""
        return self._title

    @property
    def about(self) -> str:
        """What it is about."""
        return self._about or super().about

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Label(self._title, classes="title")
            if self._says:
                yield Static(self._says)
            for one in self._asked:
                with Horizontal(classes="row"):
                    yield Label(one.label)
                    if one.choices:
                        yield Choice(
                            [(choice, choice) for choice in one.choices],
                            value=one.value or one.choices[0],
                            allow_blank=False,
                            id=one.name,
                        )
                    else:
                        yield Input(
                            one.value,
                            placeholder=one.placeholder,
                            id=one.name,
                            classes=self.UNKEPT if one.spoken else None,
                            select_on_focus=False,
                        )
            yield Static("", id="answer", classes="trouble")
            yield Static(f"tab next   ctrl+s {self._verb}   escape back", classes="dim")

    def on_mount(self) -> None:
        self.query_one(f"#{self._asked[0].name}").focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on, and from the last line does it."""
        if event.input.id == self._asked[-1].name:
            self.action_keep()
        else:
            self.focus_next()

    def action_keep(self) -> None:
        """Do it, or say why that cannot be."""
        told = {}
        for one in self._asked:
            widget = self.query_one(f"#{one.name}")
            told[one.name] = str(widget.value) if isinstance(widget, (Input, Choice)) else ""
        try:
            done = self._keep(told)
        except (CaseworkError, VaultError) as error:
            self.query_one("#answer", Static).update(error.sentence)
        except OSError as error:
            self.query_one("#answer", Static).update(
                f"{error.strerror or 'It cannot be used'}: choose another."
            )
        else:
            self.dismiss(done)
