"""`noteui package`: what goes, the leak test, sealing; and `noteui receipt`: opening and answering.

Words about people come from a pipe or a file, never from an argument.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from noteui.casework import leak_test, outgoing, packages, people, selecting, sharing_rows
from noteui.casework.outgoing import Outgoing, Source
from noteui.casework.packages import LeaksUnanswered, Made, Opened
from noteui.casework.redacting import Tag
from noteui.cli.answer import Refusal, put, put_json, read_standard_input, say
from noteui.cli.table import print_table
from noteui.cli.unlocking import ask, from_descriptor, open_vault
from noteui.paper import package
from noteui.paper.selection_form import (
    SelectionForm,
    UnreadableSelection,
    read_selection,
    write_selection,
)
from noteui.vault import age_identity, files

if TYPE_CHECKING:
    from noteui.vault.vault import Vault


def list_(arguments: argparse.Namespace) -> int:
    """List every package that went or came, the newest first."""
    with open_vault(arguments) as vault:
        found = packages.listed(vault)
    if arguments.format == "json":
        put_json(
            [{**dataclasses.asdict(one), "at": one.at.isoformat()} for one in found],
            indent=1,
        )
    else:
        print_table(
            ("package", "", "when", "with", "receipts", "for"),
            [
                (
                    one.id,
                    one.direction,
                    f"{one.at.astimezone():%Y-%m-%d %H:%M}",
                    one.other,
                    "erased" if one.is_erased else _said(one),
                    one.purpose,
                )
                for one in found
            ],
        )
    return 0


def form(arguments: argparse.Namespace) -> int:
    """Print what is chosen for a sharing so far, as a form to be changed."""
    with open_vault(arguments) as vault:
        ready, there, _ = _ready(vault, arguments.sharing)
    put_form(ready, there)
    return 0


def choose(arguments: argparse.Namespace) -> int:
    """Take a form for what goes, and say what the leak test finds; 1 where it wants an answer."""
    given = read_form(arguments.file)
    with open_vault(arguments) as vault:
        saved = keep_form(vault, given, *_ready(vault, arguments.sharing))
        return put_leaks(packages.test(vault, saved), saved, "text")


def preview(arguments: argparse.Namespace) -> int:
    """Print exactly what the recipient will read."""
    with open_vault(arguments) as vault:
        ready, _, _ = _ready(vault, arguments.sharing)
        put(packages.preview(vault, ready, arguments.recipient))
    return 0


def test(arguments: argparse.Namespace) -> int:
    """Try what would go against everything the vault knows; 1 where something wants an answer."""
    with open_vault(arguments) as vault:
        ready, _, _ = _ready(vault, arguments.sharing)
        found = packages.test(vault, ready, arguments.recipient)
    return put_leaks(found, ready, arguments.format)


def seal(arguments: argparse.Namespace) -> int:
    """Seal what goes for a recipient, into a file that is not there yet; print the package's number."""
    target = Path(arguments.output).expanduser()
    if target.exists() and not target.is_dir():
        raise Refusal(f"{target} is there already; choose another name.")
    with open_vault(arguments) as vault:
        ready, _, _ = _ready(vault, arguments.sharing)
        try:
            made = packages.seal_package(
                vault,
                ready.id,
                arguments.recipient,
                now=datetime.now(UTC),
                key=arguments.key,
                by_passphrase=arguments.passphrase,
                sent=arguments.sent or "",
            )
        except LeaksUnanswered as missing:
            put_answers(list(missing.leaks))
            say(missing.sentence)
            return 1
    _write(target, made)
    put(made.package_id)
    _tell_passphrase(made)
    if not arguments.sent:
        say("Record when it is sent: noteui share sent")
    return 0


def again(arguments: argparse.Namespace) -> int:
    """Seal a package that went once more, because its file was lost; what it holds is the same."""
    target = Path(arguments.output).expanduser()
    if target.exists() and not target.is_dir():
        raise Refusal(f"{target} is there already; choose another name.")
    with open_vault(arguments) as vault:
        made = packages.seal_again(vault, arguments.package, now=datetime.now(UTC))
    _write(target, made)
    _tell_passphrase(made)
    return 0


# -- receiving


def key(arguments: argparse.Namespace) -> int:
    """Print my age public key, for whoever is to seal something for me."""
    with open_vault(arguments) as vault:
        mine, signs = age_identity.public(vault), vault.signer.public
    put(mine)
    say(f"Read out, so that it can be compared: {age_identity.fingerprint(mine)}")
    say(f"The key that I sign with:             {age_identity.fingerprint(signs)}")
    return 0


def open_(arguments: argparse.Namespace) -> int:
    """Open what arrived: check it, keep it, print it, and make a receipt where one is asked for."""
    sealed = _bytes(arguments.file)
    typed = None
    if package.needs_passphrase(sealed):
        typed = from_descriptor(arguments.spoken_fd) if arguments.spoken_fd is not None else None
        typed = typed if typed is not None else ask("The passphrase that you were told: ")
    with open_vault(arguments) as vault:
        found = packages.open_package(vault, sealed, now=datetime.now(UTC), passphrase=typed)
        _tell_opened(found)
        if arguments.receipt is not None and found.is_signed:
            made = packages.answer(vault, found.id, packages.RECEIVED, now=datetime.now(UTC))
            _write(Path(arguments.receipt).expanduser(), made)
            say(f"The receipt is in {arguments.receipt}: send it back. It says that this arrived, no more.")
        if arguments.about is not None:
            person = people.find_person(vault, arguments.about)
            begun = packages.file_with(vault, found.id, person.id, now=datetime.now(UTC))
            say(f"In the register as {begun}: say what was done with it, and decide it (noteui share edit).")
    put(found.document)
    return 0


def show(arguments: argparse.Namespace) -> int:
    """Print a package that was kept, as it came or went."""
    with open_vault(arguments) as vault:
        found = packages.read_package(vault, arguments.package)
    _tell_opened(found)
    put(found.document)
    return 0


def restate(arguments: argparse.Namespace) -> int:
    """Say back in one's own words what a package means; the receipt goes into a file."""
    return _answer(arguments, packages.UNDERSTOOD, "what you understood and will do")


def decline(arguments: argparse.Namespace) -> int:
    """Decline a package with the reason; the receipt goes into a file."""
    return _answer(arguments, packages.DECLINED, "the reason")


def take(arguments: argparse.Namespace) -> int:
    """Take a receipt for something that went, and move its sharing on."""
    with open_vault(arguments) as vault:
        taken = packages.take_receipt(vault, _bytes(arguments.file), now=datetime.now(UTC))
    put(f"{packages.SAID[taken.state]}: package {taken.package_id}, {taken.who}")
    if taken.words:
        put(taken.words)
    if taken.is_first:
        say(f"First receipt with this key. Ring them and compare: {taken.fingerprint}")
    if taken.state == packages.RECEIVED:
        say("It arrived. Whether it was understood they have still to say in their own words.")
    elif taken.state == packages.UNDERSTOOD and taken.sharing_id:
        say("Is that right? noteui share understood, or noteui share put-right with what is wrong.")
    return 0


# -- inside


def _said(one: packages.PackageLine) -> str:
    return ", ".join(packages.SAID[state] for state in one.receipts) or "none"


def _ready(vault: Vault, typed: str) -> tuple[Outgoing, list[Source], list[str]]:
    with vault.reading() as session:
        sharing_id = sharing_rows.find_sharing(session, typed).id
    return with_sources(vault, outgoing.for_sharing(vault, sharing_id, now=datetime.now(UTC)))


def _answer(arguments: argparse.Namespace, state: str, what: str) -> int:
    if arguments.dash != "-":
        raise Refusal(f"Put a dash after the package to take {what} from the pipe.")
    words = read_standard_input()
    target = Path(arguments.output).expanduser()
    if target.exists() and not target.is_dir():
        raise Refusal(f"{target} is there already; choose another name.")
    with open_vault(arguments) as vault:
        made = packages.answer(
            vault,
            arguments.package,
            state,
            now=datetime.now(UTC),
            words=words,
            agreed=getattr(arguments, "agreed", None) or "",
        )
    _write(target, made)
    return 0


def put_form(ready: Outgoing, there: list[Source]) -> None:
    """Print what is chosen so far as a form to be changed."""
    put(write_selection(selecting.form_of(ready, there), [tag.value for tag in Tag]))


def read_form(name: str) -> SelectionForm:
    """The form in a file, or in the pipe for a dash."""
    text = read_standard_input() if name == "-" else _text(name)
    try:
        return read_selection(text)
    except UnreadableSelection as error:
        raise Refusal(f"{name}: {error} Nothing was changed.") from None


def keep_form(
    vault: Vault, given: SelectionForm, ready: Outgoing, there: list[Source], known: list[str]
) -> Outgoing:
    """Take what a form says for what is made ready."""
    chosen = selecting.selection_of(given, there, known)
    changed = dataclasses.replace(ready, selection=chosen, answers=given.answers)
    return outgoing.save_outgoing(vault, changed, now=datetime.now(UTC))


def with_sources(vault: Vault, ready: Outgoing) -> tuple[Outgoing, list[Source], list[str]]:
    """What is made ready, the notes that can go, and the names of everybody around."""
    with vault.reading() as session:
        concerned = outgoing.concerned(session, ready)
        around = people.people_around(session, concerned)
        known = [one.name for relations in around.values() for one in relations]
        known += [outgoing.described(session, person).name for person in concerned]
    return ready, outgoing.sources(vault, concerned), known


def put_leaks(found: list[leak_test.Leak], ready: Outgoing, how: str) -> int:
    """Print what the leak test finds; 1 where something wants an answer."""
    missing = leak_test.unanswered(found, ready.answers)
    if how == "json":
        put_json(
            [
                {
                    "key": leak.key,
                    "kind": leak.kind.value,
                    "text": leak.found,
                    "times": leak.times,
                    "whose": leak.whose,
                    "answer": ready.answers.get(leak.key),
                }
                for leak in found
            ],
            indent=1,
        )
    elif missing:
        put_answers(missing)
        say("Withhold or rename these, or say under [answers] why they may stand.")
    else:
        say(f"Nothing stands in it that nobody has answered for ({len(found)} answered).")
        say("It finds what is known and what has a known shape. Read the preview before it goes.")
    return 1 if missing else 0


def put_answers(missing: list[leak_test.Leak]) -> None:
    """Print what wants an answer, to be put into the form."""
    put("[answers]")
    for leak in missing:
        put(f"# {leak.sentence}")
        put(f'{json.dumps(leak.key, ensure_ascii=False)} = ""')


def _tell_passphrase(made: Made) -> None:
    if made.passphrase is not None:
        say(f"Ring them on the listed number and read out the passphrase: {made.passphrase}")
        say("It is shown once. Never send it by the way by which the package goes.")


def _tell_opened(found: Opened) -> None:
    if not found.is_signed:
        say("Nobody signed this: who sealed it is not known. Ask whoever gave it to you.")
        say(f"Kept as package {found.id}.")
        return
    at = found.made.astimezone() if found.made else None
    when = f"{at.day} {at:%B %Y, %H:%M}" if at else ""
    say(f"Package {found.id} from {found.sender}, {found.role}, {when}.")
    for name, told in (("For", found.purpose), ("Asked of you", found.asked), ("Basis", found.basis)):
        if told:
            say(f"{name}: {' '.join(told.split())}")
    if found.known:
        say(f"Signed with the key of {found.known} in your address book.")
    else:
        say(f"Signed by a key that you do not know yet. Ring them and compare: {found.fingerprint}")


def _text(name: str) -> str:
    try:
        return Path(name).expanduser().read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(f"{name} is not UTF-8 text; nothing was changed.") from None


def _bytes(name: str) -> bytes:
    path = Path(name).expanduser()
    if path.is_file() and path.stat().st_size > package.LONGEST:
        raise Refusal(f"{name} is larger than any package.")
    return path.read_bytes()


def _write(target: Path, made: Made) -> None:
    path = target / made.file_name if target.is_dir() else target
    if path.exists():
        raise Refusal(f"{path} is there already; choose another name.")
    with files.in_plain_words(path.parent):
        files.replace(path, made.content)
