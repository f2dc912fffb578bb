"""A note checked edit by edit says what it would say checked from scratch; and the caret is left in peace."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noteui.checks import FIELDS, Checker, Finding, Severity, check

from .examples import NOTE

PIECES = st.sampled_from(
    [
        "Dana was clearly drunk. ",
        "It was reported that he came back",
        ". ",
        "\n",
        '"',
        "“",
        "”",
        "'",
        "I saw him at 3.40pm on Wednesday 17 November. ",
        "The IRO rang. ",
        "independent reviewing officer (IRO) ",
        "Maya (9) said, ",
        "yesterday ",
        "several ",
        "- [ ] Ring school",
        " (Dana Ellis, by 2026-11-20)",
        "The kitchen floor was wet by the back door at noon. ",
        "N/A",
        "Theo fine.",
        "There was a bruise on his arm. ",
        "İstanbul ",
        "👩‍👧 ",
        "Mrs Tan said hello! ",
        "x",
        " ",
    ]
)
EDITS = st.lists(
    st.tuples(st.sampled_from(FIELDS), st.floats(0, 1), st.integers(0, 12), PIECES), min_size=1, max_size=25
)


def edited(text: str, where: float, gone: int, come: str) -> tuple[str, int]:
    at = round(where * len(text))
    return text[:at] + come + text[at + gone :], at + len(come)


@settings(max_examples=120, deadline=None)
@given(EDITS, st.booleans())
def test_edit_by_edit_equals_from_scratch(
    edits: list[tuple[str, float, int, str]], one_paragraph: bool
) -> None:
    texts = dict.fromkeys(FIELDS, "")
    checker = Checker(replace(NOTE, fields=texts))
    for field, where, gone, come in edits:
        come = come.replace("\n", " ") if one_paragraph else come
        texts[field], caret = edited(texts[field], where, gone, come)
        checker.edit(field, texts[field])
        checker.findings(caret=(field, caret))
        assert checker.findings() == check(replace(NOTE, fields=texts))


@settings(max_examples=120, deadline=None)
@given(
    EDITS,
    st.lists(st.integers(0, 4), min_size=25, max_size=25),
    st.lists(st.sampled_from(["describe", "lines", "look", ""]), min_size=25, max_size=25),
)
def test_a_note_read_in_slices_between_edits_equals_one_read_at_once(
    edits: list[tuple[str, float, int, str]], slices: list[int], acts: list[str]
) -> None:
    opened = "\n".join(["Dana was clearly drunk. The IRO rang yesterday."] * 3)
    note = replace(NOTE, fields={**dict.fromkeys(FIELDS, ""), "facts": opened, "family": "Theo fine."})
    checker = Checker(note, later=True)
    assert not checker.is_read
    for (field, where, gone, come), slice_, act in zip(edits, slices, acts, strict=False):
        text, caret = edited(checker.fields[field], where, gone, come)
        checker.edit(field, text)
        if act == "describe":
            note = replace(note, seen_alone=not note.seen_alone, fields=dict(checker.fields))
            checker.describe(note)
        elif act == "lines":
            checker.read_lines(field, 0, 2)
        elif act == "look":
            checker.findings(caret=(field, caret))
        for _ in range(slice_):
            checker.read_on()
    while checker.read_on():
        pass
    assert checker.is_read
    assert checker.findings() == check(replace(note, fields=dict(checker.fields)))


def test_what_is_looked_at_is_checked_before_the_rest_is_read() -> None:
    facts = "\n".join(["Dana was clearly drunk."] * 400)
    note = replace(NOTE, fields={**dict.fromkeys(FIELDS, ""), "facts": facts})
    checker = Checker(note, later=True)
    assert checker.findings() == []
    assert checker.words("facts") == 1600
    checker.read_lines("facts", 10, 12)
    seen = checker.findings()
    assert {facts.count("\n", 0, finding.start) for finding in seen} == {10, 11}
    assert not checker.is_read
    whole = check(note)
    assert all(finding in whole for finding in seen)
    while checker.read_on():
        pass
    assert checker.findings() == whole


@settings(max_examples=80, deadline=None)
@given(EDITS)
def test_a_finding_quotes_the_words_that_it_stands_at(edits: list[tuple[str, float, int, str]]) -> None:
    texts = dict.fromkeys(FIELDS, "")
    for field, where, gone, come in edits:
        texts[field], _ = edited(texts[field], where, gone, come)
    for finding in check(replace(NOTE, fields=texts)):
        if finding.start is not None and finding.field is not None:
            assert texts[finding.field][finding.start : finding.end] == finding.text


def typed(checker: Checker, field: str, text: str) -> list[list[Finding]]:
    seen = []
    for end in range(1, len(text) + 1):
        checker.edit(field, text[:end])
        seen.append([f for f in checker.findings(caret=(field, end)) if f.start is not None])
    return seen


def test_nothing_is_raised_in_the_sentence_that_is_being_typed() -> None:
    checker = Checker(replace(NOTE, fields=dict.fromkeys(FIELDS, "")))
    sentence = "Dana was clearly drunk."
    assert all(findings == [] for findings in typed(checker, "facts", sentence))
    checker.edit("facts", sentence + " ")
    raised = checker.findings(caret=("facts", len(sentence) + 1))
    assert "was clearly drunk" in {finding.text for finding in raised}


def test_what_is_mended_is_gone_at_once() -> None:
    text = "Dana clearly wanted him gone. She sat down."
    checker = Checker(replace(NOTE, fields={**dict.fromkeys(FIELDS, ""), "facts": text}))
    assert "clearly" in {f.text for f in checker.findings(caret=("facts", len(text)))}
    checker.findings(caret=("facts", 12))
    mended = text.replace("clearly ", "")
    checker.edit("facts", mended)
    assert "clearly" not in {f.text for f in checker.findings(caret=("facts", 9))}


def test_a_field_is_not_missed_before_it_was_left() -> None:
    checker = Checker(replace(NOTE, fields={**dict.fromkeys(FIELDS, ""), "facts": "I rang."}))
    missing = {f.rule for f in checker.findings(caret=("facts", 7))}
    assert "person-centred/voice-empty" not in missing
    checker.findings(caret=("voice", 0))
    missing = {f.rule for f in checker.findings(caret=("facts", 0))}
    assert "person-centred/voice-empty" in missing


def test_a_dismissal_survives_edits_nearby_and_can_be_brought_back() -> None:
    text = "Dana clearly saw him. Theo clearly saw him too."
    checker = Checker(replace(NOTE, fields={**dict.fromkeys(FIELDS, ""), "facts": text}))
    first = next(f for f in checker.findings() if f.text == "clearly")
    dismissal = checker.dismiss(first, "I have checked this")
    left = [f for f in checker.findings() if f.text == "clearly"]
    assert [f.start for f in left] == [text.rindex("clearly")]
    checker.edit("facts", "On Friday " + text)
    assert len([f for f in checker.findings() if f.text == "clearly"]) == 1
    assert [d.reason for _, d in checker.dismissed()] == ["I have checked this"]
    checker.bring_back(dismissal)
    assert len([f for f in checker.findings() if f.text == "clearly"]) == 2


def test_dismissing_everything_leaves_only_what_is_answered() -> None:
    texts = {
        **dict.fromkeys(FIELDS, ""),
        "facts": "It was reported that Dana was clearly drunk yesterday. There were numerous bottles.",
        "actions": "Chase ASAP",
    }
    checker = Checker(replace(NOTE, fields=texts))
    raised = checker.findings()
    for finding in raised:
        checker.dismiss(finding, "checked")
    musts = [finding.rule for finding in raised if finding.severity is Severity.MUST]
    assert [(f.rule, f.answer) for f in checker.findings()] == [(rule, "checked") for rule in musts] != []


@pytest.mark.parametrize("quoted", ['"{}"', "“{}”", "'{}'", "‘{}’"])
def test_quoted_speech_is_sacred(quoted: str) -> None:
    said = "He was clearly a manipulative liar who kicked off yesterday and no concerns were noted"
    text = f"Maya said, {quoted.format(said)}"
    raised = check(replace(NOTE, fields={**dict.fromkeys(FIELDS, ""), "facts": text}))
    assert [f.text for f in raised if f.start is not None and f.start > 11] == []


@pytest.mark.parametrize(
    "piece",
    [
        ".",
        "!",
        '"',
        "“",
        "'",
        " ",
        "(",
        "a.",
        "A",
        "1",
        "-",
        "…",
        "\n",
        "’s ",
        "- [ ] ",
        "Mr ",
        "a good ",
        "really ",
        "no ",
        "1/1/",
        "é",
        "|",
    ],
)
def test_a_pasted_bomb_takes_time_in_proportion_to_its_length(piece: str) -> None:
    def cost(length: int) -> float:
        text = (piece * length)[:length]
        began = process_time()
        check(replace(NOTE, fields={**dict.fromkeys(FIELDS, ""), "facts": text}))
        return process_time() - began

    cost(500)
    # The collector walks whatever the other tests have left in memory, which is no cost of the text.
    gc.disable()
    try:
        small, large = cost(6_000), cost(24_000)
    finally:
        gc.enable()
    assert large < 10 * max(small, 0.02), f"{small:.3f} s for 6,000 and {large:.3f} s for 24,000"


def test_two_processes_say_the_same_whatever_their_hash_seed() -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from dataclasses import replace\n"
        "from noteui.checks import check\n"
        "from tests.checks.examples import NOTE\n"
        "facts = 'The IRO and the HV met several men yesterday. Mrs Tan rang. There was a burn.'\n"
        "fields = {'facts': facts, 'voice': '', 'opinion': 'It is felt.', 'family': '', 'actions': 'x'}\n"
        "print(check(replace(NOTE, fields=fields)))"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", program, str(Path.cwd())],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1] != b""
