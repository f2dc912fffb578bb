"""The people around a person as a list, to change, to take out and to add to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from noteui.casework import people
from noteui.checks.note import Relation
from noteui.screens.relation import RelationDialog
from noteui.screens.widgets.choice_list import ChoiceList

_ADD = "add"


class PeopleAround(ChoiceList):
    """Holds relations and lets them be added and changed, each in a form of its own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "delete,backspace", "remove", "Take this person out of the list", id="people.remove", show=False
        ),
    ]

    def __init__(self, around: Sequence[Relation]) -> None:
        super().__init__(id="people-around")
        self._people = list(around)

    @property
    def people(self) -> tuple[Relation, ...]:
        """The people as they stand now."""
        return tuple(self._people)

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        lit = self.highlighted
        self.clear_options()
        for number, relation in enumerate(self._people):
            line = Text.assemble(relation.name, (f"  {people.describe_relation(relation)}", "dim"))
            self.add_option(Option(line, id=str(number)))
        self.add_option(Option(Text("Add somebody", "bold"), id=_ADD))
        self.highlighted = self.option_count - 1 if lit is None else min(lit, self.option_count - 1)

    def action_remove(self) -> None:
        """Take the person who is lit out of the list; nothing is kept until the form is."""
        if self.highlighted is not None and self.highlighted < len(self._people):
            del self._people[self.highlighted]
            self._show()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Change the one that is lit, or add one."""
        event.stop()
        number = None if event.option.id in (_ADD, None) else int(event.option.id or 0)

        def taken(relation: Relation | None) -> None:
            if relation is None:
                return
            if number is None:
                self._people.append(relation)
            else:
                self._people[number] = relation
            self._show()

        self.app.push_screen(RelationDialog(None if number is None else self._people[number]), taken)
