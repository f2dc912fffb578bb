from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noteui.vault.passphrase import judge


@pytest.mark.parametrize(
    "passphrase",
    [
        "violet otter canal lamp",
        "lampadaire été nuit",
        "x7#Kp!2mQ9@vLw4z",
        "канал лампа выдра гора",
        "a passphrase of eighty characters is welcome too, because length is what counts",
    ],
)
def test_length_is_enough(passphrase: str) -> None:
    assert judge(passphrase).fit


@pytest.mark.parametrize(
    ("passphrase", "because"),
    [
        ("", "15 more characters"),
        ("fourteen chars", "one more character"),
        ("aaaaaaaaaaaaaaaaaaaa", "repeats itself"),
        ("abababababababababab", "repeats itself"),
        ("otterlampotterlamp", "repeats itself"),
        ("Correct Horse Battery Staple", "among the first"),
        ("Working Together 2026", "among the first"),
        ("passwordispassword1", "among the first"),
        ("1234567890123456", "among the first"),
        ("violet otter\x07canal lamp", "keyboard"),
        ("violet otter \ud800 canal", "keyboard"),
        ("v" * 5 + "iolet otter " * 100, "at most 1024"),
    ],
)
def test_what_is_easily_guessed_is_told_in_plain_words(passphrase: str, because: str) -> None:
    judgement = judge(passphrase)

    assert not judgement.fit
    assert because in judgement.sentence


@given(st.text(max_size=60))
def test_any_text_can_be_judged(passphrase: str) -> None:
    assert judge(passphrase).sentence.endswith(".")
