"""What one key costs the checks, beside checking the whole text again and beside merely finding its words.

    python -m tests.benchmarks.keystroke_check

Wall and CPU time of the same run; read the ratios before the milliseconds. With proselint installed
(`pip install -e '.[bench]'`) it is given the same text: it can only read it whole, at every edit. The last
line is `noteui check` on a note of one page as a process of its own, beside an empty Python.
"""

from __future__ import annotations

import os
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from noteui.checks import FIELDS, About, Author, Checker, Note, Relation, check
from noteui.checks.cue import compile_ahead
from noteui.paper.note_file import NoteFile, write_note
from noteui.screens.check_pace import spare_the_collector

NOTE = Note(
    about=About("Maya Ellis", "child"),
    contact="home visit",
    happened=datetime(2026, 11, 17, 15, 30),
    recorded=datetime(2026, 11, 17, 18, 5),
    author=Author("Priya Nair", "social worker"),
    people=(
        Relation("Dana Ellis", "mother", household=True),
        Relation("Theo Ellis", "brother", household=True),
    ),
    seen=True,
    seen_alone=True,
)
TYPED = "the boiler was cold."
_WHO = "Dana Theo Maya Grace Priya".split()
_DID = "said showed opened told carried washed asked found closed read moved wrote".split()
_HOW = "red cold wet new old small broken clean heavy torn blue grey green long short".split()
_WHAT = "kitchen door window coat letter boiler drawing bag phone table garden stair cup blanket lamp".split()
_WHERE = "by the sink|under the stairs|next to the bed|in the hall|at the gate|near the bus stop".split("|")
_WHEN = "at 3pm|at 4.15pm|on 17 November|before tea|after school|at noon|that morning".split("|")
_FAULTS = [" and it was clearly too much", " which happened several times", " again yesterday"]


def prose(words: int, seed: int = 3) -> str:
    """Invented sentences in paragraphs, one in ten with something to find."""
    chance = random.Random(seed)
    paragraphs: list[str] = []
    count = 0
    while count < words:
        sentences = []
        for _ in range(chance.randint(3, 6)):
            said = f"{chance.choice(_WHO)} {chance.choice(_DID)} the {chance.choice(_HOW)}"
            said += f" {chance.choice(_WHAT)}"
            said += f" and the {chance.choice(_HOW)} {chance.choice(_WHAT)} {chance.choice(_WHERE)}"
            said += f" {chance.choice(_WHEN)}"
            said += chance.choice(_FAULTS) if chance.random() < 0.1 else ""
            sentences.append(said + ".")
        paragraphs.append(" ".join(sentences))
        count += len(paragraphs[-1].split())
    return "\n\n".join(paragraphs)


def quantile(times: list[float], share: float) -> float:
    """The value in milliseconds that `share` of the times do not exceed."""
    return sorted(times)[round(share * (len(times) - 1))] * 1000


def timed(act: Callable[[], object], rounds: int = 5) -> float:
    """The CPU time of an act in milliseconds: the best of some rounds."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        act()
        times.append(time.process_time() - began)
    return min(times) * 1000


def measure(name: str, text: str, places: int) -> float:
    """Type a sentence at random places of a text, print what its keys cost and return their median of CPU."""
    chance = random.Random(1)
    note = replace(NOTE, fields={**dict.fromkeys(FIELDS, ""), "facts": text})
    check(note)
    checker = Checker(note)
    checker.findings()
    for _ in compile_ahead():
        pass
    spare_the_collector()
    wall, cpu = [], []
    for _ in range(places):
        at = chance.randrange(len(text))
        for letter in TYPED:
            text = text[:at] + letter + text[at:]
            at += 1
            began, began_cpu = time.perf_counter(), time.process_time()
            checker.edit("facts", text)
            checker.findings(caret=("facts", at))
            wall.append(time.perf_counter() - began)
            cpu.append(time.process_time() - began_cpu)
    note = replace(note, fields={**note.fields, "facts": text})
    whole = timed(lambda: check(note), 2)
    words = timed(lambda: re.findall(r"\w+", text))
    key = quantile(cpu, 0.5)
    figures = [quantile(times, share) for times in (wall, cpu) for share in (0.5, 0.95, 0.99)]
    print(
        f"{name:28}" + "".join(f"{figure:8.2f}" for figure in figures) + f"{whole:10.1f}{whole / key:8.0f}x"
        f"{words:9.2f}{key / words:8.2f}x",
        flush=True,
    )
    return key


def measure_proselint(text: str, key: float) -> None:
    """Print what an edit costs proselint, which reads the whole text, beside one of ours of `key` ms."""
    try:
        from proselint.checks import __register__
        from proselint.registry import CheckRegistry
        from proselint.tools import LintFile
    except ImportError:
        print("proselint is not installed, so nothing is compared with it: pip install -e '.[bench]'")
        return
    CheckRegistry().register_many(__register__)
    LintFile("a note", text).lint()
    whole = timed(lambda: LintFile("a note", text).lint(), 3)
    print(f"{'proselint, an edit':28}{whole:32.1f} ms of CPU, {whole / key:.0f} times ours")


def measure_process(text: str) -> None:
    """Print what a check of one page costs as a process, beside a Python that does nothing."""
    with TemporaryDirectory() as folder:
        page = Path(folder, "page.md")
        page.write_text(
            write_note(NoteFile(replace(NOTE, fields={**dict.fromkeys(FIELDS, ""), "facts": text}), {}))
        )
        check_it = [sys.executable, "-m", "noteui", "check", str(page)]
        checked, empty = (
            [_process(command) for _ in range(9)] for command in (check_it, [sys.executable, "-c", ""])
        )
    for name, times in (("noteui check, a process", checked), ("an empty Python", empty)):
        wall, cpu = (sorted(values)[len(values) // 2] * 1000 for values in zip(*times, strict=True))
        print(f"{name:28}{wall:8.0f} ms wall, {cpu:.0f} ms of CPU")


def _process(command: list[str]) -> tuple[float, float]:
    """The wall and the CPU time of one process, in seconds."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    as_installed = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, stdout=subprocess.DEVNULL, env=as_installed, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, cpu


def main() -> None:
    print(
        f"{'ms':28}{'wall p50':>8}{'p95':>8}{'p99':>8}{'CPU p50':>8}{'p95':>8}{'p99':>8}"
        f"{'whole':>10}{'/ key':>9}{'words':>9}{'key /':>9}"
    )
    measure("200 words", prose(200), 20)
    key = measure("5,000 words", prose(5_000), 40)
    measure("5,000 words, one paragraph", prose(5_000).replace("\n\n", " "), 20)
    measure("100,000 words", prose(100_000), 5)
    measure_proselint(prose(5_000), key)
    measure_process(prose(350))


if __name__ == "__main__":
    main()
