"""Two people, each with vault and app: decided, sealed, opened, said back wrongly, put right, closed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Static

from noteui.casework import finalising, people, register, sharing, watching
from noteui.checks.sharing import Recipient, Sharing, Told
from noteui.records import Act
from noteui.screens.app import NoteuiApp
from noteui.screens.packages import PackagesScreen, ReadPackageScreen
from noteui.screens.register import RegisterScreen
from noteui.screens.sharing_form import DecideDialog, SharingFormScreen
from noteui.screens.sharing_loop import SharingScreen, StepDialog
from noteui.screens.what_goes import LeaksScreen, WhatGoesScreen
from noteui.screens.widgets.choice_list import ChoiceList
from noteui.screens.widgets.prose_area import ProseArea
from noteui.screens.widgets.reading_text import ReadingText
from noteui.vault import age_identity, keys, log
from noteui.vault import vault as vaults

from .conftest import NOW, PASSPHRASE, Place, at_desk, until
from .test_packages import AT, on, type_into

WRONGLY = "You want her to go home with her uncle at two o'clock."
RIGHTLY = "We keep her in school, and ring you if her uncle comes for her."


async def test_a_sharing_goes_its_whole_way_between_two_apps(place: Place, tmp_path: Path) -> None:
    hannahs = Place(tmp_path / "hannah")
    vaults.create(hannahs.folder, PASSPHRASE, name="Hannah Bale", role="lead", cost=keys.FLOOR).close()
    with hannahs.open() as vault:
        key = age_identity.public(vault)
    _draft(place)

    async with _app(place) as pilot:
        await at_desk(pilot)
        await pilot.press("i")
        await on(pilot, RegisterScreen)
        await pilot.press("enter")
        form = await on(pilot, SharingFormScreen)
        await until(pilot, lambda: getattr(form, "_ready", False))
        await pilot.press("f5")
        await on(pilot, DecideDialog)
        await pilot.press("enter")
        await on(pilot, SharingScreen)
        await pilot.press("v")
        await on(pilot, WhatGoesScreen)
        await pilot.press("space", "t")
        leaks = await on(pilot, LeaksScreen)
        while " 0 not answered" not in str(leaks.query_one("#head", Static).render()):
            await pilot.press("enter")
            await type_into(pilot, said="The school has to know them.")
            await on(pilot, LeaksScreen)
            await pilot.press("j")
        await pilot.press("escape")
        await on(pilot, WhatGoesScreen)
        await pilot.press("s")
        await type_into(pilot, path=str(tmp_path / "out.age"), key=key, sent="by secure e-mail")
        await on(pilot, SharingScreen)
    (number,) = await _open(hannahs, tmp_path / "out.age", tmp_path / "first.age", WRONGLY)

    async with _app(place) as pilot:
        await _take(pilot, tmp_path / "first.age")
        loop = await on(pilot, SharingScreen)
        assert "said back" in str(loop.query_one(ChoiceList).get_option_at_index(0).prompt)
        await pilot.press("p")
        dialog = await on(pilot, StepDialog)
        assert WRONGLY in str(dialog.query_one(".said", Static).render())
        dialog.query_one("#words", ProseArea).text = "No: her uncle must not collect her."
        await pilot.press("f5")
        await on(pilot, SharingScreen)
        await pilot.press("u")
        await on(pilot, SharingScreen)
    await _say_back(hannahs, tmp_path / "second.age", RIGHTLY)

    async with _app(place, (120, 40)) as pilot:
        await _take(pilot, tmp_path / "second.age")
        await on(pilot, SharingScreen)
        await pilot.press("u")
        dialog = await on(pilot, StepDialog)
        assert RIGHTLY in str(dialog.query_one(".said", Static).render())
        await pilot.press("f5")
        await on(pilot, SharingScreen)
        await pilot.press("c")
        await on(pilot, StepDialog)
        await pilot.press("f5")
        await on(pilot, SharingScreen)

    with place.open() as vault:
        (entry,) = register.register(vault, now=AT)
        assert (entry.state, entry.reach) == ("closed", "closed")
        assert _acts(vault, "sharing") == [
            "decided", "sent", "received", "restated", "corrected", "restated", "confirmed", "closed",
        ]  # fmt: skip
        assert _acts(vault, "package") == ["sealed"]
        assert _acts(vault, "receipt") == ["taken", "taken"]
        assert watching.verify(vault) == []
        assert number in _objects(vault)
    with hannahs.open() as vault:
        assert _acts(vault, "package") == ["received", "viewed"]
        assert _acts(vault, "receipt") == ["made", "made"]
        assert watching.verify(vault) == []
        assert number in _objects(vault)


@asynccontextmanager
async def _app(place: Place, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[object]]:
    """The app on a vault, which is closed after it as it is when the program ends."""
    app = place.app()
    async with app.run_test(size=size) as pilot:
        yield pilot
    if app.vault is not None:
        app.vault.close()


def _draft(place: Place) -> None:
    (note,) = place.put("tamsin-home-visit")
    with place.open() as vault:
        draft = finalising.draft_to_sign(vault, note)
        answers = {f.rule: "Not asked on this visit." for f in finalising.unanswered(draft)}
        finalising.finalise(vault, note, now=NOW, answers=answers)
        (person,) = people.everyone(vault)
        given = Sharing(
            draft.note.about,
            what="Tamsin told me on 18 November that she sleeps where she can hear the door.",
            asked="Keep Tamsin in school until I come at two, and ring me if her uncle comes for her.",
            purpose="so that the school can keep Tamsin from her uncle this afternoon",
            why="Without it her uncle collects her before she is seen; no more than that is said.",
            basis=("public-task",),
            contents=("facts",),
            recipients=(
                Recipient("Hannah Bale", "lead", "Northgate Primary", "secure email", "h@n.example", "rung"),
            ),
            told=(Told("Grace Okoye", told=True, how="by phone", view="“Please do.”"),),
        )
        sharing.begin_sharing(vault, person.id, now=AT, given=given)


async def _open(hannahs: Place, sealed: Path, receipt: Path, words: str) -> list[str]:
    async with _app(hannahs) as pilot:
        await _to_packages(pilot)
        await pilot.press("o")
        await type_into(pilot, path=str(sealed))
        read = await on(pilot, ReadPackageScreen)
        assert "Keep Tamsin in school" in read.query_one(ReadingText).plain
        await pilot.press("s")
        await type_into(pilot, words=words, agreed="", path=str(receipt))
        await on(pilot, ReadPackageScreen)
        assert isinstance(pilot.app, NoteuiApp)
        assert pilot.app.vault is not None
        return [one for one in _objects(pilot.app.vault) if one in str(read.query_one("#head").render())]


async def _say_back(hannahs: Place, receipt: Path, words: str) -> None:
    async with _app(hannahs) as pilot:
        await _to_packages(pilot)
        await pilot.press("enter")
        await on(pilot, ReadPackageScreen)
        await pilot.press("s")
        await type_into(pilot, words=words, agreed="", path=str(receipt))
        await on(pilot, ReadPackageScreen)


async def _take(pilot: Pilot[object], receipt: Path) -> None:
    """Take a receipt, and go to its sharing."""
    await _to_packages(pilot)
    await pilot.press("t")
    await type_into(pilot, path=str(receipt))
    await on(pilot, PackagesScreen)
    await pilot.press("escape")
    await on(pilot, RegisterScreen)
    await pilot.press("enter")


async def _to_packages(pilot: Pilot[object]) -> None:
    await at_desk(pilot)
    await pilot.press("i")
    await on(pilot, RegisterScreen)
    await pilot.press("p")
    await on(pilot, PackagesScreen)


def _acts(vault: vaults.Vault, subject: str) -> list[str]:
    with vault.reading() as session:
        acts = [Act(entry.act).value.partition(".") for entry in log.entries(session)]
    return [act for what, _, act in acts if what == subject]


def _objects(vault: vaults.Vault) -> set[str]:
    with vault.reading() as session:
        return {entry.object_id for entry in log.entries(session) if entry.object_id}
