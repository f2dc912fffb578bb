"""Verbs for what goes out sealed, and comes back: package, receipt, address, subject-access."""

from __future__ import annotations

from noteui.cli.verbs.options import from_pipe, one_format_of
from noteui.cli.verbs.verb import Parser, Verb


def _package(listed: Parser) -> None:
    one_format_of(listed, "table", "json")
    act = listed.acts("packages", "noteui package", takes="sharing")

    one_format_of(act("list", "list what went and came", "list_", "--format json", takes=""), "table", "json")
    act("form", "print what is chosen for a sharing, to be changed", "form", "7k2m > goes.toml")
    choose = act("choose", "take the changed form; says what the leak test finds", "choose", "7k2m goes.toml")
    choose.add_argument("file", metavar="FILE", help="the form, or - for the pipe")
    preview = act("preview", "print exactly what the recipient will read", "preview", "7k2m")
    preview.add_argument("--to", dest="recipient", metavar="RECIPIENT")
    test = act("test", "try what goes against all that the vault knows", "test", "7k2m")
    test.add_argument("--to", dest="recipient", metavar="RECIPIENT")
    one_format_of(test, "text", "json")
    seal = act(
        "seal",
        "seal it for a recipient; prints the package's number",
        "seal",
        "7k2m school -o to-school.md.age",
    )
    seal.add_argument("recipient", metavar="RECIPIENT", help="a number, an id, or part of who they are")
    seal.add_argument(
        "-o", "--output", required=True, metavar="PATH", help="a file not there yet, or a folder"
    )
    by = seal.add_mutually_exclusive_group()
    by.add_argument("--key", metavar="AGE1", help="their age public key, where the address book has none")
    by.add_argument(
        "--passphrase", action="store_true", help="draw a passphrase, to be told them by telephone"
    )
    seal.add_argument("--sent", metavar="HOW", help="it is sent now, in this way: record that as well")
    act("show", "print a package as it went or came", "show", "3m9q", takes="package")
    again = act("again", "seal once more what went: the file was lost", "again", "3m9q -o .", takes="package")
    again.add_argument("-o", "--output", required=True, metavar="PATH", help="a file, or a folder")


def _receipt(receipt: Parser) -> None:
    one_format_of(receipt, "table", "json")
    act = receipt.acts("packages", "noteui receipt", required=True)

    act("key", "print your age public key, for those who seal something for you", "key", "")
    open_ = act(
        "open", "open a package: check it, keep it, print it", "open_", "to-me.md.age --receipt receipt.age"
    )
    open_.add_argument("file", metavar="FILE")
    open_.add_argument("--about", metavar="PERSON", help="begin an entry of the register about this person")
    open_.add_argument("--receipt", metavar="PATH", help="write a receipt there: it arrived, and no more")
    open_.add_argument(
        "--spoken-fd", type=int, metavar="N", help="read the passphrase that you were told from descriptor N"
    )
    for name, what, given in (
        ("restate", "say back in your own words what it means", "understood.txt"),
        ("decline", "decline it, with the reason", "why.txt"),
    ):
        made = act(name, f"{what}; makes a receipt", name, f"3m9q - -o receipt.age < {given}")
        made.add_argument("package", metavar="PACKAGE", help="its number, or the first four characters")
        from_pipe(made, "the words")
        made.add_argument("-o", "--output", required=True, metavar="PATH", help="a file not there yet")
        if name == "restate":
            made.add_argument("--agreed", metavar="WORDS", help="what you will do, in a line")
    take = act("take", "take a receipt for what you sent", "take", "receipt.age")
    take.add_argument("file", metavar="FILE")


def _address(listed: Parser) -> None:
    one_format_of(listed, "table", "json")
    act = listed.acts(
        "contacts",
        "noteui address",
        takes="contact",
        known_by="a name, a part of who they are, or an id",
    )

    one_format_of(act("list", "list everybody", "list_", "--format json", takes=""), "table", "json")
    add = act(
        "add",
        "add somebody; prints their id",
        "add",
        "'Hannah Bale' --agency 'Northgate Primary' --address h.bale@northgate.example",
        takes="",
    )
    add.add_argument("name", metavar="NAME")
    change = act("change", "change what is known of somebody", "change", "bale --address h.bale@new.example")
    change.add_argument("--name", metavar="WORDS")
    for made in (add, change):
        for name in ("role", "agency", "route", "address"):
            made.add_argument(f"--{name}", metavar="WORDS")
        made.add_argument("--key", metavar="AGE1", help="their age public key: noteui receipt key")
        made.add_argument(
            "--public", metavar="HEX", help="the key that they sign with, 64 hexadecimal digits"
        )
    act("show", "print somebody, and what speaks against the route", "show", "bale")
    verify = act(
        "verify",
        "record how the route was verified",
        "verify",
        "bale --how 'rang the listed number, Mrs Tan read it back'",
    )
    verify.add_argument("--how", required=True, metavar="WORDS")
    verify.add_argument("--on", metavar="DAY", help="the day, where not today")
    act("remove", "take somebody out of the list", "remove", "bale")
    domains = act("domains", "domains of public services, with their sources", "domains", "", takes="")
    one_format_of(domains, "table", "json")


def _subject_access(listed: Parser) -> None:
    one_format_of(listed, "table", "json")
    act = listed.acts("subject_access", "noteui subject-access", takes="request")

    one_format_of(
        act("list", "list requests, due next first", "list_", "--format json", takes=""), "table", "json"
    )
    new = act(
        "new",
        "record a request; prints its id",
        "new",
        "Maya --asked-by 'Maya Ellis'",
        takes="",
    )
    new.add_argument("person", metavar="PERSON")
    new.add_argument("--asked-by", required=True, metavar="WHO", help="and by what right, where for another")
    new.add_argument("--asked-on", metavar="DAY", help="the day on which it came, where not today")
    new.add_argument("--identity", metavar="WORDS", help="how it was made sure who asks")
    clear = act("clear", "how it was made sure who asks", "clear", "7k2m --how 'passport seen'")
    clear.add_argument("--how", required=True, metavar="WORDS")
    clear.add_argument("--on", metavar="DAY", help="the day; the clock runs from it")
    from_pipe(act("extend", "extend the time, once", "extend", "7k2m - < why.txt"), "the reason")
    act("form", "print what goes, to be changed", "form", "7k2m > goes.toml")
    choose = act("choose", "take the changed form", "choose", "7k2m goes.toml")
    choose.add_argument("file", metavar="FILE", help="the form, or - for the pipe")
    act("preview", "print exactly what the person will read", "preview", "7k2m")
    one_format_of(act("test", "the leak test of it", "test", "7k2m"), "text", "json")
    one_format_of(act("ledger", "what is withheld, and why", "ledger", "7k2m"), "table", "json")
    act("read", "say that you have read it, as second reader", "read", "7k2m")
    release = act("release", "write what the person gets", "release", "7k2m -o for-maya.md")
    release.add_argument("-o", "--output", required=True, metavar="PATH", help="a file not there yet")


VERBS = (
    Verb(
        "package",
        "what goes to a recipient: choose, withhold, try for leaks, seal; and what went and came",
        "noteui package list",
        ("packages", "list_"),
        _package,
    ),
    Verb(
        "receipt",
        "open what others sealed for you, answer it, and take receipts for what you sent",
        "noteui receipt open from-school.md.age",
        ("packages", "list_"),
        _receipt,
    ),
    Verb(
        "address",
        "to whom information goes, by which route, and how that route was verified",
        "noteui address list",
        ("contacts", "list_"),
        _address,
    ),
    Verb(
        "subject-access",
        "a person's file for themselves: what is withheld and why, a second reader, the clock",
        "noteui subject-access list",
        ("subject_access", "list_"),
        _subject_access,
    ),
)
