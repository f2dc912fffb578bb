"""A session of both roles on the demo's vault, by keys in a terminal, from a blank page to its export."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from faults.terminal import Terminal
from noteui.casework.demo import REVIEWER, WRITER, Who, demo_vault

F2, F5, F12, SAVE, ESCAPE = "\x1bOQ", "\x1b[15~", "\x1b[24~", "\x13", "\x1b"
TODAY = date.today()
YESTERDAY, LATER = TODAY - timedelta(days=1), TODAY + timedelta(days=14)
FIELDS = (
    "Tamsin opened the door to me at 3.10pm in her school jumper. Dele was asleep. Tamsin had eaten, and "
    "showed me her bed.",
    'Tamsin said: "I like it when Auntie Faith does my hair. I sleep all night now."',
    "I think Tamsin is safer this week than last, because there is a bed and she told me that she sleeps.",
    "Dele sleeps in the same room. Grace Okoye works four nights a week and told me that she rests while he "
    "is at nursery.",
    f"- [ ] Ring the health visitor about Dele (Priya Nair, by {TODAY})",
)
QUESTION = "Who was at home with Dele while you spoke to Tamsin?"
ANSWER = "Faith Okoye was; she was cooking and could see him."
PRAISE = "What she sleeps like, in her own words."
REASON = "It says what was seen, what Tamsin said, and what is done next."
CHANGED = "Tamsin has a bed of her own and sleeps."
DECIDED = "Stay at child in need, because Faith is there on the nights that Grace works."
OF_IT = f"Tamsin Okoye-Bell, home visit, {YESTERDAY:%a} {YESTERDAY.day} {YESTERDAY:%B %Y}"
CARRIED = "The health visitor is away until Thursday."


def hold(home: Path, picture: Callable[[str, Terminal], None]) -> tuple[Path, Path]:
    """Go through it all, with a picture of each step; returns the files of Tamsin and of the supervision.

    Raises AssertionError with the screen where what is waited for is not shown.
    """
    (home / "tmp").mkdir(parents=True)
    demo_vault(home / "vault")
    screen = Terminal(home / "vault", home)
    try:
        _written(screen, picture)
        _asked(screen, picture)
        _answered(screen, picture)
        _agreed(screen, picture)
        supervision = _supervised(screen, home, picture)
        _carried_over(screen, picture)
        _step(screen, "/tamsin", "born 11 May 2017")
        screen.press("\r")
        return _exported(screen, home), supervision
    finally:
        screen.end()


def _spelt(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def _open_as(screen: Terminal, who: Who) -> None:
    screen.until("locked")
    screen.press(f"{who.passphrase}\r")
    screen.until_gone("locked")
    screen.until(f"{who.name}  {who.role}")
    screen.until("/ search everything")


def _change_to(screen: Terminal, who: Who) -> None:
    screen.press(F12)
    _open_as(screen, who)


def _move_to(screen: Terminal, line: str) -> None:
    """Go down a list until the foot tells of what is sought; where it stands depends on the day."""
    for _ in range(60):
        if line in screen.shown:
            return
        screen.press("j")
        screen.wait(0.15)
    raise AssertionError(screen.shown)


def _step(screen: Terminal, keys: str, shown: str) -> None:
    screen.press(keys)
    screen.until(shown)


def _written(screen: Terminal, picture: Callable[[str, Terminal], None]) -> None:
    _open_as(screen, WRITER)
    _step(screen, "n", "New note")
    _step(screen, f"tam\r\tyesterday 3pm\ty\ty{SAVE}", "F8 next")
    for number, text in enumerate(FIELDS):
        _step(screen, ("\t" if number else "") + text, text.split()[-1])
    screen.until("draft saved")
    picture("session-1-written", screen)
    _step(screen, F5, "Make this note final")
    _step(screen, F5, "Signed by Priya Nair, social worker")
    screen.until("5 as they read it")
    _step(screen, "s", "Submit it for review by")
    _step(screen, "\r", "Submitted.")


def _asked(screen: Terminal, picture: Callable[[str, Terminal], None]) -> None:
    _change_to(screen, REVIEWER)
    _step(screen, "r", "What waits for me")
    screen.until("Asked of you")
    picture("session-2-queue", screen)
    _move_to(screen, OF_IT)
    _step(screen, "\r", "5 as they read it")
    _step(screen, "u", "enter")
    _step(screen, "\r", "F5")
    _step(screen, QUESTION, QUESTION.split()[-1])
    _step(screen, F5, "5 as they read it")
    _step(screen, "2", "No answer yet")
    picture("session-3-question", screen)


def _answered(screen: Terminal, picture: Callable[[str, Terminal], None]) -> None:
    _change_to(screen, WRITER)
    _step(screen, "r", "What waits for me")
    _move_to(screen, OF_IT)
    _step(screen, "\r", "5 as they read it")
    _step(screen, "r", "Rowan Cole asks")
    _step(screen, ANSWER, ANSWER.split()[-1])
    picture("session-4-answer", screen)
    _step(screen, F5, "5 as they read it")


def _agreed(screen: Terminal, picture: Callable[[str, Terminal], None]) -> None:
    _change_to(screen, REVIEWER)
    _step(screen, "r", "answered by")
    _move_to(screen, OF_IT)
    _step(screen, "\r", "5 as they read it")
    _step(screen, "p", "Praise. Which words?")
    _step(screen, "\t", "Tamsin said")
    _step(screen, " " + "w" * 9 + "\r", "F5 sign")
    _step(screen, PRAISE, PRAISE.split()[-1])
    _step(screen, F5, "5 as they read it")
    _step(screen, "y", "F5 sign")
    _step(screen, REASON, REASON.split()[-1])
    _step(screen, F5, "noteui-receipt-1")
    screen.press("\r")
    screen.until_gone("noteui-receipt-1")
    _step(screen, "2", "Agreed by Rowan Cole")
    picture("session-5-agreed", screen)


def _supervised(screen: Terminal, home: Path, picture: Callable[[str, Terminal], None]) -> Path:
    _step(screen, ESCAPE, "What waits for me")
    _step(screen, ESCAPE, "/ search everything")
    _step(screen, "s", "only those it is between read it")
    _step(screen, "n", "Supervision with whom?")
    _step(screen, "\r", "F5")
    _step(screen, CHANGED, CHANGED.split()[-1])
    _step(screen, "\t" * 3 + DECIDED, DECIDED.split()[-1])
    _step(screen, F2, "About")
    _step(screen, f"tamsin\t\t{LATER:%d/%m/%Y}\r", "F5")
    picture("session-6-supervision", screen)
    _step(screen, F5, "enter sign")
    _step(screen, "\r", "only those it is between read it")
    _step(screen, "\r", "add your view")
    return _exported(screen, home)


def _carried_over(screen: Terminal, picture: Callable[[str, Terminal], None]) -> None:
    _step(screen, ESCAPE, "only those it is between read it")
    _change_to(screen, WRITER)
    _step(screen, "b", "What is due")
    _move_to(screen, "Priya Nair: Ring the health visitor")
    _step(screen, "c", "enter")
    _step(screen, f"{LATER:%d/%m/%Y}\r{CARRIED}\r", f"{_spelt(LATER)}  Priya Nair: Ring the health visitor")
    picture("session-7-board", screen)
    _step(screen, ESCAPE, "/ search everything")


def _exported(screen: Terminal, home: Path) -> Path:
    """Write what is lit to the path that is offered, in whoever's home it is."""
    before = set(home.glob("*.md"))
    _step(screen, "e", "Write it to")
    screen.press("\r")
    screen.until_gone("Write it to")
    (written,) = set(home.glob("*.md")) - before
    return written
