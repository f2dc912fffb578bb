"""`noteui share`: deciding, the loop, who was told, and the register.

Words about people come from a pipe or a file, never from an argument.
"""

from __future__ import annotations

import argparse
import dataclasses
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from noteui.casework import people, register, sharing, sharing_loop, when, writing
from noteui.casework.sharing_corrections import Untold, untold
from noteui.casework.sharing_facts import days, known_of
from noteui.casework.sharing_rows import find_recipient, find_sharing
from noteui.checks import SOURCES, Finding, Severity
from noteui.checks.lawful_bases import lawful_bases
from noteui.checks.note import About
from noteui.checks.principles import SHARING_PRINCIPLES
from noteui.checks.sharing import Recipient, Sharing, Told
from noteui.checks.sharing_rule import check_sharing
from noteui.cli.answer import Refusal, put, put_json, read_standard_input, say
from noteui.cli.table import print_table
from noteui.cli.unlocking import open_vault
from noteui.paper.file_out import write_private
from noteui.paper.sharing_form import UnreadableForm, chosen_item, read_form, write_form

if TYPE_CHECKING:
    from noteui.vault.vault import Vault


def list_(arguments: argparse.Namespace) -> int:
    """List the register, the newest decision first."""
    now = datetime.now(UTC)
    with open_vault(arguments) as vault:
        found = register.register(vault, _filter(vault, arguments), now=now, limit=arguments.limit)
    if arguments.format == "json":
        put_json([_entry(one, now) for one in found], indent=1)
    elif arguments.format == "ids":
        for one in found:
            put(one.id)
    else:
        headings = ("id", "decided", "about", "decision", "state", "waits for")
        print_table(headings, [_row(one, now) for one in found])
    return 0


def form(arguments: argparse.Namespace) -> int:
    """Print an empty form, or a draft as a form to be filled in."""
    if arguments.sharing is None:
        put(write_form(Sharing(About("the person", "child"))))
        return 0
    with open_vault(arguments) as vault:
        put(write_form(sharing.open_sharing(vault, arguments.sharing).sharing))
    return 0


def bases(arguments: argparse.Namespace) -> int:
    """Print the lawful bases that can be named."""
    if arguments.format == "json":
        put_json([dataclasses.asdict(one) for one in lawful_bases().values()], indent=1)
        return 0
    for one in lawful_bases().values():
        put(f"{one.id}: {one.name} ({one.law})" + (f"\n    {one.caution}" if one.caution else ""))
    return 0


def new(arguments: argparse.Namespace) -> int:
    """Begin a sharing from a form and print its id; with --decide decide it as well."""
    text = _form_text(arguments.file)
    now = datetime.now(UTC)
    with open_vault(arguments) as vault:
        note_id = writing.open_note(vault, arguments.note).id if arguments.note else None
        person_id = people.find_person(vault, arguments.about).id
        given = _read(vault, text, people.card(vault, person_id).about)
        also = tuple(people.find_person(vault, name).id for name in arguments.also_about)
        begun = sharing.begin_sharing(
            vault, person_id, now=now, note_id=note_id, given=given, also_about=also
        )
        put(begun.id)
    return 0


def edit(arguments: argparse.Namespace) -> int:
    """Put a form in the place of a draft, or complete what was recorded in an emergency with it."""
    text = _form_text(arguments.file)
    now = datetime.now(UTC)
    with open_vault(arguments) as vault:
        opened = sharing.open_sharing(vault, arguments.sharing)
        given = _read(vault, text, opened.sharing.about)
        given = dataclasses.replace(given, decided_by=given.decided_by or opened.sharing.decided_by)
        changed = dataclasses.replace(opened, sharing=given)
        if opened.state == "draft":
            sharing.save_sharing(vault, changed, now=now)
            return 0
        done = sharing.add_to_emergency(vault, changed, now=now)
    if not done.complete:
        say("Kept. Not complete yet: noteui share check says what is missing.")
        return 1
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Say what the seven principles find in a sharing; 1 where a reader would question it."""
    with open_vault(arguments) as vault:
        opened = sharing.open_sharing(vault, arguments.sharing)
        found = check_sharing(known_of(vault, opened.id, opened.sharing), now=datetime.now(UTC), days=days())
    if arguments.format == "json":
        put_json(
            {"sharing": opened.id, "principles": _principles(found), "findings": _findings(found)}, indent=1
        )
    else:
        _put_findings(found)
    heavy = [one for one in found if one.severity is not Severity.INFO and one.answer is None]
    return 1 if heavy else 0


def show(arguments: argparse.Namespace) -> int:
    """Print a sharing with everything that happened to it."""
    now = datetime.now(UTC)
    with open_vault(arguments) as vault:
        opened = sharing.open_sharing(vault, arguments.sharing)
        wanted = register.Filter(person_id=opened.person_id)
        entry = next(one for one in register.register(vault, wanted, now=now) if one.id == opened.id)
        with vault.reading() as session:
            steps = sharing_loop.steps(session, opened.id)
            owed = untold(session, sharing_id=opened.id)
    if arguments.format == "json":
        whole = {
            **_entry(entry, now),
            "steps": [_step(one) for one in steps],
            "untold": [_owed(o) for o in owed],
        }
        put_json(whole, indent=1)
        return 0
    put(register.as_markdown([entry], now=now))
    for step in steps:
        put(f"{_shown(step.when)}  {step.past}, {step.who}{f': {step.how}' if step.how else ''}")
        if step.words:
            put(f"    {' '.join(step.words.split())}")
    return 0


def decide(arguments: argparse.Namespace) -> int:
    """Make the decision final: sealed and signed; 1 with what is missing where it needs an answer first."""
    with open_vault(arguments) as vault:
        try:
            done = sharing.decide(
                vault,
                arguments.sharing,
                now=datetime.now(UTC),
                in_emergency=arguments.emergency,
                decided_at=_at(arguments),
            )
        except sharing.Undecided as missing:
            _put_findings(missing.findings)
            say("These need an answer first: write them into the form, or a reason under [answers].")
            return 1
    put(done.id)
    return 0


def discard(arguments: argparse.Namespace) -> int:
    """Drop a draft that was never decided."""
    with open_vault(arguments) as vault:
        sharing.discard_sharing(vault, arguments.sharing)
    return 0


def move(arguments: argparse.Namespace) -> int:
    """Record one move of the loop with one recipient."""
    words = read_standard_input().strip() if arguments.dash == "-" else ""
    again = _day(arguments.again)
    if arguments.move == "chased" and again is None:
        again = days().add(date.today(), 1)
    given = sharing_loop.Given(
        (_at(arguments) or datetime.now(UTC)).astimezone(UTC), arguments.who, words, arguments.how, again
    )
    with open_vault(arguments) as vault, vault.writing() as session:
        record = find_sharing(session, arguments.sharing)
        to = find_recipient(session, record.id, arguments.recipient)
        step = sharing_loop.record(session, vault, _MOVES[arguments.move], record.id, to.id, given)
    put(str(step.entry))
    return 0


def tell(arguments: argparse.Namespace) -> int:
    """Record that somebody concerned was told, or why they were not."""
    words = read_standard_input().strip() if arguments.dash == "-" else ""
    if arguments.not_told and not words:
        raise Refusal("Give the reason through a pipe and end the command with a dash.")
    told = Told(
        arguments.who,
        told=not arguments.not_told,
        when=(_at(arguments) or datetime.now()).replace(tzinfo=None) if not arguments.not_told else None,
        how=arguments.how or "",
        because=words if arguments.not_told else "",
        view="" if arguments.not_told else words,
        look_again=_day(arguments.look_again),
    )
    with open_vault(arguments) as vault:
        sharing.tell(vault, arguments.sharing, told, now=datetime.now(UTC))
    return 0


def to(arguments: argparse.Namespace) -> int:
    """Change who a recipient of a decided sharing is, or add one; the reason comes through a pipe."""
    if arguments.dash != "-":
        raise Refusal("Give the reason through a pipe and end the command with a dash.")
    reason = read_standard_input()
    given = {
        name: value
        for name in (
            "name",
            "role",
            "agency",
            "route",
            "address",
            "address_checked",
            "identity_checked",
            "seen_by",
        )
        if (value := getattr(arguments, name)) is not None
    }
    now = datetime.now(UTC)
    with open_vault(arguments) as vault:
        if arguments.recipient is None:
            sharing.add_recipient(vault, arguments.sharing, Recipient(**given), reason=reason, now=now)
            return 0
        with vault.reading() as session:
            record = find_sharing(session, arguments.sharing)
            one = find_recipient(session, record.id, arguments.recipient)
            known = next(
                r for r in sharing.open_sharing(vault, record.id).sharing.recipients if r.id == one.id
            )
        changed = dataclasses.replace(known, **given)
        sharing.readdress(vault, arguments.sharing, one.id, changed, reason=reason, now=now)
    return 0


def finish(arguments: argparse.Namespace) -> int:
    """Close a decision not to share; what came of it comes through a pipe."""
    if arguments.dash != "-":
        raise Refusal("Give what came of it through a pipe and end the command with a dash.")
    outcome = read_standard_input()
    with open_vault(arguments) as vault:
        sharing.close_decision(vault, arguments.sharing, reason=outcome, now=datetime.now(UTC))
    return 0


def export(arguments: argparse.Namespace) -> int:
    """Write the register as Markdown. What leaves the vault is no longer encrypted."""
    with open_vault(arguments) as vault:
        document = register.export_register(vault, _filter(vault, arguments), now=datetime.now(UTC))
    if arguments.output is None:
        put(document)
        return 0
    path = Path(arguments.output).expanduser()
    if path.exists() and not arguments.force:
        raise Refusal(f"{path} is there already; --force writes over it.")
    write_private(path, document)
    return 0


_MOVES = {
    "sent": "sent",
    "received": "received",
    "said-back": "restated",
    "put-right": "corrected",
    "understood": "confirmed",
    "chased": "chased",
    "declined": "declined",
    "bounced": "bounced",
    "wrong-place": "misdirected",
    "breach": "breach-answered",
    "withdrawn": "withdrawn",
    "closed": "closed",
    "told-again": "told-again",
}
"""The moves of the loop by their names on the command line."""


# -- reading


def _filter(vault: Vault, arguments: argparse.Namespace) -> register.Filter:
    return register.Filter(
        person_id=people.find_person(vault, arguments.about).id if arguments.about else None,
        decision=arguments.decision,
        direction=arguments.direction,
        state=arguments.state,
        agency=arguments.agency,
        words=arguments.words,
        since=_day(arguments.since),
        until=_day(arguments.until),
        overdue=arguments.overdue,
    )


def _form_text(name: str) -> str:
    if name == "-":
        return read_standard_input()
    try:
        return Path(name).expanduser().read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(f"{name} is not UTF-8 (byte {error.start + 1}); nothing was stored.") from None


def _read(vault: Vault, text: str, about: About) -> Sharing:
    try:
        given, chosen = read_form(text, about)
        items = []
        for one in chosen:
            draft = writing.open_note(vault, one.note)
            items.append(chosen_item(one, draft.id, draft.note.fields))
    except UnreadableForm as error:
        raise Refusal(f"{error} Nothing was stored.") from None
    return dataclasses.replace(given, items=tuple(items))


def _at(arguments: argparse.Namespace) -> datetime | None:
    return when.read_moment(arguments.when, now=datetime.now()).value if arguments.when else None


def _day(typed: str | None) -> date | None:
    return when.read_day(typed, now=datetime.now(), direction="future")[0] if typed else None


# -- writing


def _put_findings(found: list[Finding] | tuple[Finding, ...]) -> None:
    for principle in SHARING_PRINCIPLES:
        of = [one for one in found if one.principle == principle.slug]
        for one in of:
            put(f"{one.severity.value:<8}{principle.name}: {one.message} [{one.rule}]")
            put(f"        {f'Answered: {one.answer}' if one.answer else one.try_}")
    if not found:
        put("Nothing found. What no rule can answer:")
        for principle in SHARING_PRINCIPLES:
            put(f"  {principle.name}: {principle.questions[0]}")


def _principles(found: list[Finding]) -> list[dict[str, Any]]:
    return [
        {
            "principle": one.slug,
            "findings": sum(f.principle == one.slug for f in found),
            "questions": list(one.questions),
        }
        for one in SHARING_PRINCIPLES
    ]


def _findings(found: list[Finding]) -> list[dict[str, Any]]:
    return [
        {
            "rule": one.rule,
            "principle": one.principle,
            "severity": one.severity.value,
            "field": one.field,
            "start": one.start,
            "end": one.end,
            "text": one.text,
            "message": one.message,
            "try": one.try_,
            "source": SOURCES[one.source],
            "answer": one.answer,
        }
        for one in found
    ]


def _row(entry: register.Entry, now: datetime) -> tuple[str, ...]:
    told = entry.sharing
    late = [wait for wait in entry.waiting if wait.is_overdue(now)]
    first = (late or list(entry.waiting))[:1]
    waits = "; ".join(f"{'overdue: ' if late else ''}{wait.says}" for wait in first)
    if entry.untold:
        waits = "overdue: tell the recipients what changed"
    decided = f"{told.decided_at.astimezone():%Y-%m-%d %H:%M}" if told.decided_at else ""
    return entry.id, decided, told.about.name, register.title_of(told), entry.reach, waits


def _entry(entry: register.Entry, now: datetime) -> dict[str, Any]:
    told = entry.sharing
    return {
        "id": entry.id,
        "person": entry.person_id,
        "about": told.about.name,
        "note": entry.note_id,
        "state": entry.state,
        "reach": entry.reach,
        "complete": not told.in_emergency,
        "author": entry.author,
        **{
            name: _plain(getattr(told, name))
            for name in (*_FIELDS, "recipients", "items", "told", "advice", "decided_at")
        },
        "answers": dict(told.answers),
        "waiting": [
            {
                "what": wait.what,
                "says": wait.says,
                "due": wait.due.isoformat(),
                "overdue": wait.is_overdue(now),
                "recipient": wait.recipient.id if wait.recipient else None,
            }
            for wait in entry.waiting
        ],
        "untold": entry.untold,
    }


_FIELDS = (
    "decision",
    "direction",
    "urgency",
    "what",
    "asked",
    "purpose",
    "why",
    "basis",
    "contents",
    "consent",
    "override",
    "capacity",
    "capacity_on",
    "wishes",
    "decided_by",
    "learned",
    "follow_up",
    "source",
    "use",
    "outcome",
    "reference",
    "also_about",
)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _step(step: sharing_loop.Step) -> dict[str, Any]:
    return {one.name: _plain(getattr(step, one.name)) for one in dataclasses.fields(step)}


def _owed(one: Untold) -> dict[str, Any]:
    return {field.name: _plain(getattr(one, field.name)) for field in dataclasses.fields(one)}


def _shown(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
