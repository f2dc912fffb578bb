"""`noteui user` and its acts."""

from __future__ import annotations

from noteui.cli.verbs.options import new_passphrase, one_format_of
from noteui.cli.verbs.verb import Parser, Verb

_ACCESS = ("practitioner", "supervisor", "administrator", "reader")


def _user(user: Parser) -> None:
    one_format_of(user, "table", "json")
    act = user.acts("users")

    listed = act("list", "list everybody, those who have left last", "list_", "noteui user list")
    one_format_of(listed, "table", "json")
    add = act(
        "add",
        "add somebody with their first passphrase; prints their id",
        "add",
        "noteui user add 'Rowan Cole' --role 'team manager' --access supervisor",
    )
    add.add_argument("name", metavar="NAME", help="as it signs their notes")
    add.add_argument("--role", required=True, help="as it stands beside their name")
    add.add_argument("--access", choices=_ACCESS, default="practitioner", help="what they may do")
    new_passphrase(add)
    change = act(
        "change",
        "change how somebody is called, what they are, what they may do, or a passphrase that was lost",
        "change",
        "noteui user change rowan --access administrator",
    )
    change.add_argument("user", metavar="USER", help="a name, a part of one, or an id")
    change.add_argument("--name")
    change.add_argument("--role")
    change.add_argument("--access", choices=_ACCESS, help="what they may do")
    change.add_argument("--new-passphrase", action="store_true", help="theirs is lost: ask for another")
    new_passphrase(change)
    remove = act(
        "remove",
        "take somebody's passphrase away; what they signed stays",
        "remove",
        "noteui user remove rowan",
    )
    remove.add_argument("user", metavar="USER", help="a name, a part of one, or an id")


VERBS = (
    Verb(
        "user",
        "list, add, change or remove those who may open the vault",
        "noteui user add 'Rowan Cole' --role 'team manager' --access supervisor",
        ("users", "list_"),
        _user,
    ),
)
