"""`noteui vault`: the log, receipts, the check of everything, the drill and the exchange of the key."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, date, datetime
from pathlib import Path

from noteui.casework import users, watching
from noteui.casework.when import read_day
from noteui.cli.answer import Refusal, put, put_json, say
from noteui.cli.table import print_table
from noteui.cli.unlocking import open_vault, opened, passphrase, vault_folder
from noteui.vault import place
from noteui.vault.receipt import Receipt, read

_RECEIPT = re.compile(r"noteui-receipt-1(?: [0-9A-Za-z:.-]+){6}")


def verify(arguments: argparse.Namespace) -> int:
    """Check the whole vault, and against receipts that others hold; 4 where anything is wrong."""
    from noteui.vault.verify import verify as faults_of

    receipts = [receipt for given in arguments.receipt for receipt in _receipts(given)]
    with open_vault(arguments) as vault:
        others = [receipt for receipt in receipts if receipt.store_id != vault.store_id]
        faults = [f"receipt {receipt.short} is of another vault" for receipt in others]
        faults += faults_of(vault, [(r.seq, r.hash) for r in receipts if r not in others])
        open_ones = watching.open_faults(vault)
    for fault in faults:
        put(fault)
    for fault_line in open_ones:
        say(
            f"What was found on {fault_line.found_at.astimezone():%d/%m/%Y at %H:%M} is told until an "
            f"administrator has seen to it: noteui vault acknowledge {fault_line.seq}"
        )
    if faults:
        say("The vault has faults. Make a copy of its folder before anything else, then restore a backup.")
        return 4
    put("Every page, key, note, log and index entry reads as it was written.")
    if receipts:
        put(f"The log is still the one that {len(receipts)} receipts were given for.")
    else:
        say("Whether the log's end was cut together with its anchor shows only by a receipt: --receipt")
    return 0


def acknowledge(arguments: argparse.Namespace) -> int:
    """Say that a fault was seen to."""
    with open_vault(arguments) as vault:
        watching.acknowledge(vault, arguments.fault)
    say("It is told no more; the log keeps it, and who acknowledged it.")
    return 0


def issue_receipt(arguments: argparse.Namespace) -> int:
    """Print a receipt for the log as it stands."""
    with open_vault(arguments) as vault:
        issued = watching.issue_receipt(vault, now=datetime.now(UTC))
    put(issued.line)
    say(
        f"Receipt {issued.short}. Give it to somebody who does not use this computer: with it they can tell "
        "later whether anything up to now was taken away or written anew."
    )
    return 0


def log(arguments: argparse.Namespace) -> int:
    """List the log: when, who, what, about what."""
    now = datetime.now()
    with open_vault(arguments) as vault:
        who = users.find_user(vault, arguments.user).id if arguments.user else None
        lines = watching.read_log(
            vault,
            act=arguments.act_name,
            user_id=who,
            about=arguments.about,
            since=_day(arguments.since, now),
            until=_day(arguments.until, now),
            limit=arguments.limit,
        )
    if arguments.format == "json":
        put_json([_as_json(line) for line in lines], indent=1)
        return 0
    print_table(
        ("entry", "when", "who", "what", "about", ""),
        (
            (
                str(line.seq),
                f"{line.at.astimezone():%Y-%m-%d %H:%M:%S}",
                line.who,
                line.act,
                line.about,
                ", ".join(f"{key} {value}" for key, value in line.detail.items() if key not in _LONG),
            )
            for line in lines
        ),
    )
    return 0


_LONG = frozenset(("public", "row", "aside", "final", "key"))
"""Details that say nothing to a reader; they stand in the JSON."""


def drill(arguments: argparse.Namespace) -> int:
    """Restore the newest backup on trial and say what came of it; 4 where it is no good."""
    typed = passphrase(arguments)
    with opened(vault_folder(arguments), typed) as vault:
        done = watching.drill(vault, typed, elsewhere=place.second_backups())
    put(f"backup: {done.folder}")
    for fault in done.faults:
        put(f"fault: {fault}")
    if done.faults:
        say("This backup cannot be relied on. Make another now: noteui vault backup")
        return 4
    put(f"its log ends at {done.seq}:{done.hash[:8]}, as the vault's did; {done.behind} entries came later")
    if not done.same_passphrase:
        say("It opens only with the passphrase that was yours when it was made.")
    say("It was restored into a private folder, read whole, and thrown away again. Nothing was changed.")
    return 0


def rotate(arguments: argparse.Namespace) -> int:
    """Exchange the key to the database."""
    with open_vault(arguments) as vault:
        watching.rotate(vault)
    say(
        "The notes are under a new key. A backup under the old one was made before, and earlier backups stay "
        "as they are. The recovery code is void: make another with noteui vault recovery-code"
    )
    return 0


def _receipts(given: str) -> list[Receipt]:
    text = given
    if not given.startswith("noteui-receipt-"):
        text = Path(given).expanduser().read_text(encoding="utf-8", errors="replace")
    lines = _RECEIPT.findall(text)
    if not lines:
        raise Refusal(f"There is no receipt in {given}.")
    try:
        return [read(line) for line in lines]
    except ValueError as error:
        raise Refusal(f"A receipt in {given} cannot be used: {error}.") from None


def _day(typed: str | None, now: datetime) -> date | None:
    return read_day(typed, now=now)[0] if typed else None


def _as_json(line: watching.LogLine) -> dict[str, object]:
    return {
        "entry": line.seq,
        "at": line.at.isoformat(),
        "user": line.who_id,
        "name": line.who,
        "act": line.act,
        "about": line.about,
        "detail": dict(line.detail),
        "hash": line.hash,
    }
