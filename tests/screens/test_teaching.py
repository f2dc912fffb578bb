"""What a writer is told and offered: the team's rules, why, fixes before they are made, and dismissals."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import OptionList, Static

from noteui.checks import all_rules
from noteui.screens.dismissals import DismissedDialog, ReasonDialog
from noteui.screens.editor import EditorScreen
from noteui.screens.fixes import FixesDialog
from noteui.screens.why import WhyDialog

from .conftest import Place, at_editor, until
from .test_editor import begun, marked, text, type_

SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def team_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the team's file is looked for, for the length of a test."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "config" / "noteui"
    folder.mkdir(parents=True)
    return folder / "team.toml"


async def write(pilot: object, editor: EditorScreen, words: str, at: str) -> None:
    """Type words, and go to the finding on some of them."""
    await type_(pilot, words)
    editor._area.go_to(words.index(at) + 1)
    await until(pilot, lambda: (here := editor._here()) is not None and here.text == at)  # type: ignore[arg-type]


def said(screen: object) -> str:
    return "\n".join(str(static.content) for static in screen.query(Static))  # type: ignore[attr-defined]


async def test_the_app_checks_by_the_teams_file(place: Place, team_file: Path) -> None:
    team_file.write_text(
        '[[entry]]\nid = "naughty"\nstatus = "off"\n'
        '[[entry]]\nid = "zib-zab"\nrule = "professional/stigma"\nforms = ["zib zab"]\n'
        'why = "It means nothing."\ntry = "Say what was done."\nsource = "Our guide"\n'
        'flags = ["He was |zib zab|."]\npasses = ["He was zipped."]\n'
    )
    async with place.app(begun(place)).run_test(size=(80, 24)) as pilot:
        editor = await at_editor(pilot)
        await write(pilot, editor, "He was naughty. He was zib zab. ", "zib zab")
        assert "naughty" not in marked(editor, "facts")
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(pilot.app.screen, WhyDialog))
        why = said(pilot.app.screen)
        for words in (
            "It means nothing.",
            "Say what was done.",
            "Our guide",
            "He was zib zab.",
            "He was zipped.",
        ):
            assert words in why
        assert not pilot.app._notifications


async def test_a_wrong_team_file_is_a_notice_and_the_shipped_rules_go_on(
    place: Place, team_file: Path
) -> None:
    team_file.write_text('[[entry]]\nid = "naughty"\nstatuss = "off"\n')
    async with place.app(begun(place)).run_test(size=(80, 24)) as pilot:
        editor = await at_editor(pilot)
        (notice,) = pilot.app._notifications
        assert notice.message.startswith(
            f"{team_file}, line 3: there is no key “statuss” here; the nearest is"
        )
        await write(pilot, editor, "He was naughty. ", "naughty")


@pytest.mark.parametrize("size", SIZES)
async def test_f4_teaches(place: Place, size: tuple[int, int]) -> None:
    async with place.app(begun(place)).run_test(size=size) as pilot:
        editor = await at_editor(pilot)
        await write(pilot, editor, "He was clearly there. ", "clearly")
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(pilot.app.screen, WhyDialog))
        rule = all_rules()["evidence-based/certainty"]
        why = said(pilot.app.screen)
        for words in (
            "Evidence-based",
            "What was seen and heard stands apart",
            rule.why,
            rule.try_,
            "Iriss, Writing",
        ):
            assert words in why
        for example in (rule.flags[0], rule.passes[0]):
            assert str(example).replace("|", "") in why
        await pilot.press("end")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is editor)
        assert text(editor, "facts") == "He was clearly there. "


async def test_a_fix_is_shown_with_what_it_changes_and_what_follows(place: Place) -> None:
    async with place.app(begun(place)).run_test(size=(80, 24)) as pilot:
        editor = await at_editor(pilot)
        await write(pilot, editor, "In my opinion it is too small. ", "In my opinion")
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(pilot.app.screen, FixesDialog))
        option = pilot.app.screen.query_one(OptionList).get_option_at_index(0)
        shown = str(option.prompt)
        assert "Move this sentence to Professional opinion" in shown
        assert "Facts: In my opinion it is too small." in shown
        assert "Opinion: In my opinion it is too small." in shown
        assert "Then to be seen to: " in shown
        await pilot.press("escape")
        assert text(editor, "facts") == "In my opinion it is too small. "


async def test_a_short_form_is_spelt_out_where_it_first_stands_by_two_keys(place: Place) -> None:
    async with place.app(begun(place)).run_test(size=(80, 24)) as pilot:
        editor = await at_editor(pilot)
        await write(pilot, editor, "The IRO rang. The IRO wrote. ", "IRO")
        await pilot.press("f9", "enter")
        spelt = "The independent reviewing officer (IRO) rang. The IRO wrote. "
        await until(pilot, lambda: text(editor, "facts") == spelt)
        await until(pilot, lambda: "IRO" not in marked(editor, "facts"))
        await pilot.press("ctrl+z")
        assert text(editor, "facts") == "The IRO rang. The IRO wrote. "


async def test_a_phrase_dismissed_twice_goes_quiet_and_the_app_says_so(place: Place) -> None:
    async with place.app(begun(place)).run_test(size=(80, 24)) as pilot:
        editor = await at_editor(pilot)
        await type_(pilot, "Dana clearly saw. Theo clearly left. Maya clearly sat. ")
        for start, left in ((6, 2), (24, 0)):
            editor._area.go_to(start)
            await until(pilot, lambda: (here := editor._here()) is not None and here.text == "clearly")
            await pilot.press("f9", "d")
            await until(pilot, lambda: isinstance(pilot.app.screen, ReasonDialog))
            await pilot.press("tab")
            await type_(pilot, "the pen")
            await pilot.press("enter")
            await until(pilot, lambda left=left: marked(editor, "facts").count("clearly") == left)
        assert [n.message for n in pilot.app._notifications] == [
            "“clearly” is quiet in this note from now on. F3 brings it back."
        ]
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(pilot.app.screen, DismissedDialog))
        listed = str(pilot.app.screen.query_one(OptionList).get_option_at_index(0).prompt)
        assert "“clearly”" in listed
        assert "the pen" in listed
        assert "Quiet in this whole note" in listed
        await pilot.press("enter")
        await until(pilot, lambda: marked(editor, "facts").count("clearly") == 2)
