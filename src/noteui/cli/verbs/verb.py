"""A verb of the command line, its acts, and the parser that reads both."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

from noteui.cli.answer import Refusal
from noteui.cli.verbs.options import vault_options

if TYPE_CHECKING:
    _SubParsers = argparse._SubParsersAction["Parser"]
else:
    _SubParsers = argparse._SubParsersAction

EXITS = (
    "exit codes: 0 fine; 1 findings at or above --fail-on; 2 usage or unreadable\n"
    "input; 3 locked or wrong passphrase; 4 the vault is damaged; 130 interrupted"
)


class Parser(argparse.ArgumentParser):
    """Reads arguments; a fault in them is a refusal in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Refuse. Raises Refusal."""
        raise Refusal(f"{message}. See: {self.prog} --help")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Take what can be chosen; of what cannot, tell what is nearest. Raises ArgumentError."""
        if action.choices is not None and value not in action.choices:
            from noteui.checks.word_file import nearest

            told = nearest(str(value), [str(choice) for choice in action.choices])
            raise argparse.ArgumentError(action, f"there is no “{value}”; {told}")

    def acts(
        self,
        module: str,
        begins: str = "",
        *,
        takes: str = "",
        known_by: str = "its id, or the first four characters",
        required: bool = False,
    ) -> Acts:
        """What the verb can be asked to do, done by functions of one module of the command line.

        Each example `begins` so, with the act's name after it; with nothing it is written in full. Each act
        `takes` what it is done to, which is `known_by` something.
        """
        acts = self.add_subparsers(metavar="ACT", parser_class=Parser, required=required, action=_OneAct)
        return Acts(acts, module, begins, takes, known_by)


class _OneAct(_SubParsers):
    """Reads an act and what follows it; an option before the act counts where none stands after it."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Read them. Raises Refusal."""
        act = self.choices.get(values[0]) if values else None
        if act is not None:
            given = {
                name: value for name, value in vars(namespace).items() if value != parser.get_default(name)
            }
            act.set_defaults(**given)
        super().__call__(parser, namespace, values, option_string)


@dataclass(frozen=True, slots=True)
class Acts:
    """Adds one act of a verb after the other."""

    of: argparse._SubParsersAction[Parser]
    module: str
    begins: str
    takes: str
    known_by: str

    def __call__(
        self,
        name: str,
        what: str,
        function: str,
        example: str,
        *,
        module: str | None = None,
        takes: str | None = None,
    ) -> Parser:
        """One act; with a `module` or something that it `takes` of its own, where they are not as for all."""
        full = f"{self.begins} {name} {example}".rstrip() if self.begins else example
        made = explained(self.of, name, what, full)
        vault_options(made)
        made.set_defaults(
            act=done_by(module or self.module, function), verb=made.prog.removeprefix("noteui ")
        )
        taken = self.takes if takes is None else takes
        if taken:
            made.add_argument(taken, metavar=taken.upper(), help=self.known_by)
        return made


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: its name, what it does, an example, the module and function that do it, and its options."""

    name: str
    what: str
    example: str
    act: tuple[str, str] | None
    """None where only its acts do anything."""
    options: Callable[[Parser], None]
    vault: bool = True
    """Whether it takes the options that name and open a vault."""

    def add_to(self, verbs: argparse._SubParsersAction[Parser], *, whole: bool) -> None:
        """Add it to the verbs of the command line; `whole` with its options, else for the list alone."""
        made = explained(verbs, self.name, self.what, self.example)
        if not whole:
            return
        if self.vault:
            vault_options(made)
        if self.act is not None:
            made.set_defaults(act=done_by(*self.act), verb=self.name)
        self.options(made)


def explained(verbs: argparse._SubParsersAction[Parser], name: str, what: str, example: str) -> Parser:
    """A verb or an act with what it does and an example."""
    return verbs.add_parser(
        name,
        help=what,
        description=what[0].upper() + what[1:] + ".",
        epilog=f"example: {example}\n\n{EXITS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def done_by(module: str, name: str) -> Callable[[argparse.Namespace], int]:
    """A function of a module of the command line, imported only when it is called."""

    def act(arguments: argparse.Namespace) -> int:
        result: int = getattr(import_module(f"noteui.cli.{module}"), name)(arguments)
        return result

    return act


def nothing_more(made: Parser) -> None:
    """The options of a verb that has none of its own."""
    del made
