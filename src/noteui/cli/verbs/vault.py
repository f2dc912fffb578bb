"""`noteui vault` and its acts."""

from __future__ import annotations

from noteui.cli.verbs.options import count, new_passphrase, one_format_of
from noteui.cli.verbs.verb import Parser, Verb


def _vault(vault: Parser) -> None:
    act = vault.acts("vault", required=True)

    init = act(
        "init", "create a vault", "init", "noteui vault init --name 'Priya Nair' --role 'social worker'"
    )
    init.add_argument("--name", required=True, help="your name, as it signs your notes")
    init.add_argument("--role", required=True, help="your role, as it stands beside your name")
    act("path", "print where the vault lies", "path", "noteui vault path")
    passphrase = act(
        "passphrase", "change your passphrase", "passphrase_", "noteui vault passphrase", module="keys"
    )
    new_passphrase(passphrase)
    act(
        "recovery-code",
        "make a code, to be printed, that opens the vault when a passphrase is lost; the last one stops",
        "recovery_code",
        "noteui vault recovery-code",
        module="keys",
    )
    organisation = act(
        "organisation-key",
        "make the organisation's own key to the vault, as a file; the last one stops working",
        "organisation_key",
        "noteui vault organisation-key -o /media/safe/noteui.key",
        module="keys",
    )
    organisation.add_argument("-o", "--output", required=True, metavar="FILE", help="a file not there yet")
    recover = act(
        "recover",
        "give a user a new passphrase with the recovery code or the organisation's key",
        "recover",
        "noteui vault recover --code --user priya",
        module="keys",
    )
    by = recover.add_mutually_exclusive_group(required=True)
    by.add_argument("--code", action="store_true", help="ask for the recovery code")
    by.add_argument("--code-fd", type=int, metavar="N", help="read the recovery code from descriptor N")
    by.add_argument("--organisation-key", metavar="FILE", help="the organisation's key")
    recover.add_argument("--user", required=True, metavar="USER", help="whose passphrase is lost")
    new_passphrase(recover)
    act(
        "rotate",
        "exchange the key that the notes are kept under, after somebody left or a copy went missing",
        "rotate",
        "noteui vault rotate",
        module="proof",
    )
    verify = act(
        "verify",
        "check every page, key, note, log and index entry of the vault",
        "verify",
        "noteui vault verify --receipt receipts.txt",
        module="proof",
    )
    verify.add_argument(
        "--receipt",
        action="append",
        default=[],
        metavar="RECEIPT",
        help="a receipt, or a file with receipts in it; can be given several times",
    )
    acknowledge = act(
        "acknowledge",
        "say that a fault that verify or an opening told of was seen to",
        "acknowledge",
        "noteui vault acknowledge 1204",
        module="proof",
    )
    acknowledge.add_argument("fault", type=count, metavar="ENTRY", help="the entry of the log that tells it")
    act(
        "receipt",
        "print a receipt for the log, for somebody else to keep",
        "issue_receipt",
        "noteui vault receipt >> receipts.txt",
        module="proof",
    )
    log = act(
        "log",
        "list who did what and when, the newest last",
        "log",
        "noteui vault log --act note.viewed --since 1/11",
        module="proof",
    )
    log.add_argument("--act", dest="act_name", metavar="ACT", help="note.viewed, or note for all of them")
    log.add_argument("--user", metavar="USER", help="only what this user did")
    log.add_argument("--about", metavar="ID", help="only what was done to this note, person or user")
    log.add_argument("--since", metavar="DAY", help="only from this day on")
    log.add_argument("--until", metavar="DAY", help="only up to this day")
    log.add_argument("-n", "--limit", type=count, metavar="N", help="at most the newest N")
    one_format_of(log, "table", "json")
    act(
        "drill",
        "restore the newest backup into a private folder, check it whole, and compare it with the vault",
        "drill",
        "noteui vault drill",
        module="proof",
    )
    backup = act(
        "backup",
        "write a checked backup; prints its folder",
        "backup",
        "noteui vault backup /media/stick/noteui",
    )
    backup.add_argument("target", nargs="?", metavar="FOLDER", help="a folder that is not there yet")
    restore = act(
        "restore",
        "put a backup in the place of the vault, which is set aside",
        "restore",
        "noteui vault restore /media/stick/noteui",
    )
    restore.add_argument("backup", metavar="FOLDER")


VERBS = (
    Verb(
        "vault",
        "create, verify, back up or restore the vault, and keep its keys",
        "noteui vault verify",
        None,
        _vault,
    ),
)
