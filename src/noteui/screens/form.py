"""A form: what is typed into it is kept like a draft until what it asks for is done.

Locking, a crash and escape take no word of it; when the form is opened again about the same thing, its fields
stand as they were left.
"""

from __future__ import annotations

import contextlib
import dataclasses
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Input, Select, TextArea
from textual.widgets.select import InvalidSelectValueError

from noteui.casework import forms
from noteui.casework.forms import Fields
from noteui.checks.note import Relation
from noteui.screens.saving import FormKeeper, SaveState
from noteui.screens.widgets.keeping import Keeping
from noteui.screens.widgets.people_around import PeopleAround
from noteui.screens.widgets.prose_area import ProseArea
from noteui.vault.errors import VaultError

if TYPE_CHECKING:
    from textual.await_complete import AwaitComplete

    from noteui.screens.app import NoteuiApp

_AROUND, _OVER = "people-around", "over"
"""Under these names stand the people around, and what the fields held before anything was typed."""


class Form(ModalScreen[ScreenResultType]):
    """A modal screen of fields with ids, no passphrase among what is kept.

    `FORM` names it for the person; `about` is the identifier of what it is about. A field of the class
    `UNKEPT` is forgotten with the screen.
    """

    FORM: ClassVar[str]
    UNKEPT: ClassVar[str] = "unkept"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7", "afresh", "Empty the form: begin it afresh", id="form.afresh", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._keeping: Keeping[Fields | None] | None = None
        self._fresh: Fields = {}
        self._kept: Fields | None = None

    @property
    def form(self) -> str:
        """What the form is called for whoever fills it in."""
        return self.FORM

    @property
    def about(self) -> str:
        """The identifier of what the form is about: the note or person behind it, where there is one."""
        from noteui.screens.app import ShowsNote

        behind = reversed([screen for screen in self.app.screen_stack if screen is not self])
        note = next((screen for screen in behind if isinstance(screen, ShowsNote)), None)
        return note.note_id if note is not None else ""

    def on_mount(self) -> None:
        """Take up what was left in it, and keep what is typed from now on."""
        app = cast("NoteuiApp", self.app)
        if app.vault is None:
            return
        app.forget_done_forms()
        self._fresh = self._standing()
        about = self.about
        keeper = FormKeeper(app.vault, self.form, about, app.clock)
        self._keeping = Keeping(self, keeper, self._to_keep, self._show_kept)
        try:
            left = forms.begun(app.vault, self.form, about)
        except VaultError:
            left = None
        if left is not None:
            self._take_up(left)
            self._kept = self._to_keep()
            self.notify("What you had begun is here again. F7 empties the form.")
        self.call_after_refresh(self._keeping.begin)

    @on(Input.Changed)
    @on(Select.Changed)
    @on(TextArea.Changed)
    @on(ProseArea.Written)
    @on(PeopleAround.Changed)
    def was_changed(self) -> None:
        """Something in the form was changed."""
        if self._keeping is not None and (kept := self._to_keep()) != self._kept:
            self._kept = kept
            self._keeping.keeper.written()

    def save_now(self) -> str | None:
        """Save at once; the app calls it when it has to end."""
        return self._keeping.now() if self._keeping is not None else None

    def action_afresh(self) -> None:
        """Empty the form."""
        self._fill(self._fresh)
        self.was_changed()

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave the form: kept where nothing came of it, forgotten once what came of it is on the disk."""
        if not result:
            self.save_now()
        elif self._keeping is not None:
            self._keeping.keeper.stop()
            cast("NoteuiApp", self.app).form_is_done(self.form, self.about)
        return super().dismiss(result)

    # -- what stands in it

    def _to_keep(self) -> Fields | None:
        standing = self._standing()
        return None if standing == self._fresh else {**standing, _OVER: dict(self._fresh)}

    def _standing(self) -> Fields:
        found: dict[str, Any] = {}
        for field in self.query(Input):
            if field.id and _is_kept(field):
                found[field.id] = field.value
        for select in self.query(Select):
            if select.id:
                found[select.id] = select.value if isinstance(select.value, str | bool) else None
        for area in self.query(TextArea):
            if area.id:
                found[area.id] = area.text
        for around in self.query(PeopleAround):
            found[_AROUND] = [_as_json(relation) for relation in around.people]
        return found

    def _take_up(self, left: Fields) -> None:
        """Fill in what was changed before; what has changed since on the other side stays as it is now."""
        over = cast("dict[str, Any]", left.get(_OVER, {}))
        changed = {name: said for name, said in left.items() if name != _OVER and said != over.get(name)}
        now = self._fresh.get(_AROUND)
        if isinstance(said := changed.get(_AROUND), list) and isinstance(now, list) and now != over[_AROUND]:
            changed[_AROUND] = [*now, *(relation for relation in said if relation not in now)]
        self._fill(changed)

    def _fill(self, left: Fields) -> None:
        for field in self.query(Input):
            if isinstance(said := left.get(field.id or ""), str) and _is_kept(field):
                field.value = said
                if field.has_focus and field.select_on_focus:
                    # As where it stood there from the start: the next word typed goes in its place.
                    field.select_all()
        for select in self.query(Select):
            if select.id and select.id in left:
                with contextlib.suppress(InvalidSelectValueError):
                    said = left[select.id]
                    select.value = Select.NULL if said is None else said
        for area in self.query(TextArea):
            if isinstance(said := left.get(area.id or ""), str):
                area.text = said
        for around in self.query(PeopleAround):
            if isinstance(said := left.get(_AROUND), list):
                around.show([_from_json(relation) for relation in said])

    def _show_kept(self, state: SaveState) -> None:
        if state.trouble is not None:
            self.notify(f"{state.trouble} What you write is kept here, and noteui goes on trying.")


def _is_kept(field: Input) -> bool:
    return not field.password and not field.has_class(Form.UNKEPT)


def _as_json(relation: Relation) -> dict[str, Any]:
    told = dataclasses.asdict(relation)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}


def _from_json(told: dict[str, Any]) -> Relation:
    return Relation(**{**told, "born": date.fromisoformat(told["born"]) if told["born"] else None})
