"""What goes, packages and the address book in the app, at 80 by 24 and larger, by keys alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from noteui.casework import (
    contacts,
    finalising,
    outgoing,
    packages,
    people,
    sharing,
    subject_access,
    users,
    writing,
)
from noteui.casework.contacts import Contact
from noteui.checks.note import About
from noteui.checks.sharing import Recipient, Sharing, Told
from noteui.records import Access
from noteui.screens.app import NoteuiApp
from noteui.screens.ask import AskDialog
from noteui.screens.contacts import AddressBookScreen
from noteui.screens.mark import Marking
from noteui.screens.packages import PackagesScreen, ReadPackageScreen
from noteui.screens.register import RegisterScreen
from noteui.screens.sharing_loop import SharingScreen
from noteui.screens.subject_access import SubjectAccessScreen
from noteui.screens.what_goes import LeaksScreen, PreviewScreen, WhatGoesScreen
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.screens.widgets.reading_text import ReadingText
from noteui.vault import age_identity, keys
from noteui.vault import vault as vaults

from .conftest import NOW, PASSPHRASE, Place, at_desk, until

AT = NOW.astimezone(UTC)
ROWAN = "copper meadow ladder tide"


async def on(pilot: Pilot[object], kind: type[Screen[object]]) -> Screen[object]:
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    await pilot.pause(0.05)
    return pilot.app.screen


def decided(place: Place, key: str = "") -> str:
    """A decided sharing about Tamsin's finalised note with Hannah Bale."""
    (note,) = place.put("tamsin-home-visit")
    with place.open() as vault:
        draft = finalising.draft_to_sign(vault, note)
        answers = {f.rule: "Not asked on this visit." for f in finalising.unanswered(draft)}
        finalising.finalise(vault, note, now=NOW, answers=answers)
        contacts.keep_contact(
            vault, Contact("Hannah Bale", "lead", "Northgate Primary", address="h@n.example", key=key)
        )
        given = Sharing(
            draft.note.about,
            urgency="immediate",
            what="Tamsin told me on 18 November that she sleeps where she can hear the door.",
            asked="Keep Tamsin in school until her mother comes herself, and ring me if anybody else comes.",
            purpose="so that the school can see that only her mother collects her",
            why="Without it somebody else can collect her before she is seen; no more than that is said.",
            basis=("public-task",),
            contents=("facts",),
            recipients=(
                Recipient("Hannah Bale", "lead", "Northgate Primary", "secure email", "h@n.example", "rung"),
            ),
            told=(Told("Grace Okoye", told=True, when=datetime(2026, 11, 18, 11, 0), how="by phone"),),
        )
        begun = sharing.begin_sharing(vault, draft.person_id, now=AT, given=given)
        return sharing.decide(vault, begun.id, now=AT).id


async def open_what_goes(pilot: Pilot[object]) -> WhatGoesScreen:
    await at_desk(pilot)
    await pilot.press("i")
    await on(pilot, RegisterScreen)
    await pilot.press("enter")
    await on(pilot, SharingScreen)
    await pilot.press("v")
    goes = await on(pilot, WhatGoesScreen)
    assert isinstance(goes, WhatGoesScreen)
    return goes


async def type_into(pilot: Pilot[object], **values: str) -> None:
    dialog = await on(pilot, AskDialog)
    for name, value in values.items():
        dialog.query_one(f"#{name}", Input).value = value
    await pilot.press("ctrl+s")
    await pilot.pause(0.05)


@pytest.mark.parametrize("size", [(80, 24)])
async def test_it_is_chosen_withheld_tried_answered_and_sealed_by_keys(
    place: Place, tmp_path: Path, size: tuple[int, int]
) -> None:
    with vaults.create(
        tmp_path / "hannah", PASSPHRASE, name="Hannah Bale", role="lead", cost=keys.FLOOR
    ) as hannah:
        sharing_id = decided(place, age_identity.public(hannah))
        app = place.app()
        async with app.run_test(size=size) as pilot:
            goes = await open_what_goes(pilot)
            assert goes.query_one("#list").region.bottom <= size[1] - 1
            await pilot.press("space")
            assert "from 1 of 1 notes" in str(goes.query_one("#head").render())

            await pilot.press("w")
            mark = await on(pilot, Marking)
            area = mark._area
            at = area.text.index("Martin has been round again")
            area.go_to(at)
            await pilot.press("space")
            area.go_to(at + len("Martin"))
            await pilot.press("enter")
            await type_into(pilot, reason="He is not part of what the school is asked to do.")
            assert "1 withheld" in str((await on(pilot, WhatGoesScreen)).query_one("#head").render())

            await pilot.press("v")
            preview = await on(pilot, PreviewScreen)
            shown = preview.query_one(ReadingText).plain
            assert "[withheld: third party]" in shown
            assert "Martin" not in shown
            await pilot.press("escape")

            await pilot.press("t")
            leaks = await on(pilot, LeaksScreen)
            assert "not answered" in str(leaks.query_one("#head").render())
            for _ in range(20):
                if " 0 not answered" in str(leaks.query_one("#head").render()):
                    break
                await pilot.press("enter")
                await type_into(pilot, said="The school has to know them.")
                await on(pilot, LeaksScreen)
                await pilot.press("j")
            assert " 0 not answered" in str(leaks.query_one("#head").render())
            await pilot.press("escape")

            await on(pilot, WhatGoesScreen)
            await pilot.press("s")
            await type_into(pilot, path=str(tmp_path / "out.age"), sent="by e-mail")
            loop = await on(pilot, SharingScreen)
            assert "sent" in str(loop.query_one("#story").render())

            content = (tmp_path / "out.age").read_bytes()
            opened = packages.open_package(hannah, content, now=AT)
            assert "Tamsin (8) let me in" in opened.document
            assert "Martin" not in opened.document
            words = "Only her mother may collect her, and I ring if not."
            receipt = packages.answer(hannah, opened.id, packages.UNDERSTOOD, now=AT, words=words)
            (tmp_path / "receipt.age").write_bytes(receipt.content)
            await pilot.press("escape")
            await on(pilot, RegisterScreen)
            await pilot.press("p")
            await on(pilot, PackagesScreen)
            await pilot.press("t")
            await type_into(pilot, path=str(tmp_path / "out.age"))
            assert isinstance(pilot.app.screen, AskDialog)
            await type_into(pilot, path=str(tmp_path / "receipt.age"))
            await on(pilot, PackagesScreen)
            await pilot.press("escape")
            await on(pilot, RegisterScreen)
            await pilot.press("enter")
            loop = await on(pilot, SharingScreen)
            assert words in " ".join(str(loop.query_one("#story").render()).split())
            await pilot.press("u")
            await until(pilot, lambda: not isinstance(pilot.app.screen, SharingScreen))
            await pilot.press("f5")
            await on(pilot, SharingScreen)
    with place.open() as vault:
        assert sharing.open_sharing(vault, sharing_id).sharing.recipients[0].state == "understood"
        assert outgoing.for_sharing(vault, sharing_id, now=AT).selection.redactions


async def test_a_package_is_opened_and_said_back_and_the_address_book_is_kept(
    place: Place, tmp_path: Path
) -> None:
    with vaults.create(
        tmp_path / "hannah", PASSPHRASE, name="Hannah Bale", role="lead", cost=keys.FLOOR
    ) as hannah:
        sealed = _sealed_by(hannah, place)
        (tmp_path / "to-me.age").write_bytes(sealed)
        app = place.app()
        async with app.run_test(size=(80, 24)) as pilot:
            await at_desk(pilot)
            await pilot.press("i")
            await on(pilot, RegisterScreen)
            await pilot.press("p")
            screen = await on(pilot, PackagesScreen)
            assert "age1" in str(screen.query_one("#told").render())
            await pilot.press("o")
            await type_into(pilot, path=str(tmp_path / "nowhere.age"), spoken="seven words told by telephone")
            assert isinstance(pilot.app.screen, AskDialog)
            await pilot.press("escape")
            await on(pilot, PackagesScreen)
            await pilot.press("o")
            left = await on(pilot, AskDialog)
            await until(pilot, lambda: left.query_one("#path", Input).value.endswith("nowhere.age"))
            assert left.query_one("#spoken", Input).value == ""
            await type_into(pilot, path=str(tmp_path / "to-me.age"))
            read = await on(pilot, ReadPackageScreen)
            assert "Hannah Bale" in read.query_one(ReadingText).plain
            await pilot.press("s")
            await type_into(pilot, words="Thanks", path=str(tmp_path))
            assert isinstance(pilot.app.screen, AskDialog)
            await pilot.press("escape")
            await on(pilot, ReadPackageScreen)
            await pilot.press("s")
            left = await on(pilot, AskDialog)
            await until(pilot, lambda: left.query_one("#words", Input).value == "Thanks")
            await type_into(pilot, words="I see her tomorrow at nine and ring you after.")
            await on(pilot, ReadPackageScreen)
            await pilot.press("escape")
            await on(pilot, PackagesScreen)
            await pilot.press("a")
            book = await on(pilot, AddressBookScreen)
            await pilot.press("a")
            await type_into(pilot, name="Duty desk", agency="Surgery", address="duty@gmail.com")
            await on(pilot, AddressBookScreen)
            assert "private mail" in str(book.query_one("#told").render())
            await pilot.press("d")
            assert _in_address_book(pilot) == ["Duty desk"]
            await pilot.press("d")
            assert _in_address_book(pilot) == []
        (receipt,) = tmp_path.glob("receipt-said-back-*.age")
        taken = packages.take_receipt(hannah, receipt.read_bytes(), now=datetime.now(UTC))
        assert taken.words == "I see her tomorrow at nine and ring you after."


def _in_address_book(pilot: Pilot[object]) -> list[str]:
    return [one.name for one in contacts.contacts(pilot.app.vault)]  # type: ignore[attr-defined]


def _sealed_by(hannah: vaults.Vault, place: Place) -> bytes:
    """A package from Hannah, sealed for whoever keeps the place."""
    with place.open() as mine:
        key = age_identity.public(mine)
    card = people.add_person(hannah, About("Tamsin Okoye-Bell", "child"))
    draft = writing.begin_note(
        hannah, card.id, contact="school visit", happened=NOW.replace(hour=10), now=NOW.replace(hour=11)
    )
    note = replace(draft.note, fields={**draft.note.fields, "facts": "Tamsin fell asleep in assembly."})
    draft = writing.save_draft(hannah, replace(draft, note=note), now=NOW.replace(hour=11))
    answers = {f.rule: "Not asked." for f in finalising.unanswered(draft)}
    finalising.finalise(
        hannah, draft.id, now=NOW.replace(hour=12), answers=answers,
        late=finalising.Lateness("A day late.", "memory"),
    )  # fmt: skip
    given = Sharing(
        card.about,
        urgency="immediate",
        what="Tamsin fell asleep in assembly on 18 November and said that she cannot sleep at home.",
        asked="Visit today and tell me what was agreed with her mother by tomorrow at noon.",
        purpose="so that the social worker can see how Tamsin sleeps at home",
        why="Without it nobody who can act knows; only what was seen in school is said.",
        basis=("public-task",),
        contents=("facts",),
        recipients=(
            Recipient(
                "Priya Nair", "social worker", "Family team", "secure email", "p@n.example", "read back"
            ),
        ),
        told=(Told("Grace Okoye", told=True, when=datetime(2026, 11, 18, 11, 0), how="by phone"),),
    )
    begun = sharing.begin_sharing(hannah, card.id, now=AT, given=given)
    sharing.decide(hannah, begun.id, now=AT)
    ready = outgoing.for_sharing(hannah, begun.id, now=AT)
    (source,) = outgoing.sources(hannah, [card.id])
    ready = outgoing.save_outgoing(
        hannah, outgoing.with_selection(ready, chosen=outgoing.whole(source, parts=("facts",))), now=AT
    )
    answers = {leak.key: "Needed." for leak in packages.test(hannah, ready, "1")}
    ready = outgoing.save_outgoing(hannah, replace(ready, answers=answers), now=AT)
    return packages.seal_package(hannah, ready.id, "1", now=AT, key=key).content


async def test_a_file_is_released_at_80_by_24_once_somebody_else_has_read_it(
    place: Place, tmp_path: Path
) -> None:
    decided(place)
    with place.open() as vault:
        users.add_user(vault, name="Rowan Cole", role="manager", access=Access.SUPERVISOR, passphrase=ROWAN)
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _to_subject_access(pilot)
        await pilot.press("n")
        await type_into(pilot, person="Tamsin", asked_by="Tamsin herself", asked_on="3/11")
        await on(pilot, SubjectAccessScreen)
        told = str(screen.query_one("#told").render())
        assert "not yet: press c" in told
        assert "Due by 3 December 2026" in screen._line(screen._there[0]).plain
        await pilot.press("c")
        await type_into(pilot, how="Her passport, seen by me", on="5/11")
        await on(pilot, SubjectAccessScreen)
        assert "Due by 7 December 2026" in screen._line(screen._there[0]).plain
        await pilot.press("enter")
        goes = await on(pilot, WhatGoesScreen)
        assert "from 1 of 1 notes" in str(goes.query_one("#head").render())
        await pilot.press("t")
        leaks = await on(pilot, LeaksScreen)
        assert "Grace" in str(leaks.query_one(ChoiceList).get_option_at_index(0).prompt)
        await pilot.press("w")
        await type_into(pilot, reason="She has not been asked.")
        await on(pilot, LeaksScreen)
        while " 0 not answered" not in str(leaks.query_one("#head").render()):
            await pilot.press("enter")
            await type_into(pilot, said="She named them herself.")
            await on(pilot, LeaksScreen)
            await pilot.press("j")
        await pilot.press("escape", "v")
        preview = await on(pilot, PreviewScreen)
        assert "What is kept about Tamsin" in preview.query_one(ReadingText).plain
        await pilot.press("escape", "escape")
        await on(pilot, SubjectAccessScreen)
        await pilot.press("y")
        await type_into(pilot, words="")
        assert "You made it ready yourself" in str(pilot.app.screen.query_one("#answer").render())
        await pilot.press("escape", "w")
        await type_into(pilot, path=str(tmp_path / "for-her.md"))
        assert "Somebody else has to read" in str(pilot.app.screen.query_one("#answer").render())
    assert app.vault is not None
    app.vault.close()
    assert not (tmp_path / "for-her.md").exists()

    app = NoteuiApp(place.folder, passphrase=ROWAN, clock=lambda: NOW)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await _to_subject_access(pilot)
        await pilot.press("y")
        await type_into(pilot, words="Read against the note.")
        await on(pilot, SubjectAccessScreen)
        assert "Second reader: Rowan Cole" in str(screen.query_one("#told").render())
        await pilot.press("w")
        await type_into(pilot, path=str(tmp_path / "for-her.md"))
        await on(pilot, SubjectAccessScreen)
        assert "eleased" in screen._line(screen._there[0]).plain
    released = (tmp_path / "for-her.md").read_text()
    assert "[withheld: third party]" in released
    assert "Grace" not in released


async def _to_subject_access(pilot: Pilot[object]) -> SubjectAccessScreen:
    await at_desk(pilot)
    await pilot.press("i")
    await on(pilot, RegisterScreen)
    await pilot.press("p")
    await on(pilot, PackagesScreen)
    await pilot.press("s")
    screen = await on(pilot, SubjectAccessScreen)
    assert isinstance(screen, SubjectAccessScreen)
    return screen


@pytest.mark.parametrize("size", [(80, 24)])
@pytest.mark.parametrize("shown", ["goes", "leaks", "requests"])
def test_what_goes_looks_as_it_did(
    place: Place, snap_compare: object, size: tuple[int, int], shown: str
) -> None:
    decided(place)
    with place.open() as vault:
        (person,) = people.everyone(vault)
        asked_on = date(2026, 11, 3)
        subject_access.begin_request(vault, person.id, asked_by="Tamsin herself", asked_on=asked_on, now=AT)

    async def ready(pilot: Pilot[object]) -> None:
        if shown == "requests":
            await _to_subject_access(pilot)
        else:
            await open_what_goes(pilot)
            await pilot.press("space")
        if shown == "leaks":
            await pilot.press("t")
            await on(pilot, LeaksScreen)
        await pilot.pause(0.3)

    assert snap_compare(place.app(), terminal_size=size, run_before=ready)  # type: ignore[operator]
