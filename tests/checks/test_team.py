"""A team's own file: what it changes, what it leaves alone, and how a wrong one is answered."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noteui.checks import FIELDS, Finding, RuleSet, WordFileError, check, read_team, rule_set, shipped

from .examples import NOTE


def team(text: str) -> RuleSet:
    ours = shipped()
    return rule_set(read_team(text, "team.toml", ours.rules, ours.lists))


ABOUT = ("professional/stigma", "evidence-based/certainty", "jargon-free/short-form", "jargon-free/jargon")


def raised(rules: RuleSet, text: str) -> list[Finding]:
    """What the rules that these tests are about raise in the facts."""
    note = replace(NOTE, fields={**dict.fromkeys(FIELDS, ""), "facts": text})
    return [finding for finding in check(note, rules=rules) if finding.rule in ABOUT]


def words(found: list[Finding]) -> list[str | None]:
    return [finding.text for finding in found]


def test_an_empty_file_changes_nothing() -> None:
    text = "Dana kicked off. He was clearly naughty. The IRO rang."
    assert raised(team(""), text) == raised(shipped(), text)


def test_two_sets_of_rules_stand_side_by_side() -> None:
    theirs = team('[[entry]]\nid = "naughty"\nstatus = "off"\n[classes]\ncertainty = ["mark my words"]\n')
    text = "He was naughty, mark my words."
    for _ in range(2):
        assert words(raised(shipped(), text)) == ["naughty"]
        assert words(raised(theirs, text)) == ["mark my words"]


def test_an_entry_is_added() -> None:
    rules = team(
        '[[entry]]\nid = "zib-zab"\nrule = "professional/stigma"\nforms = ["zib zab"]\n'
        'why = "It pities."\ntry = "Say what they do."\nbetter = ["she"]\nsource = "Our guide"\n'
        'except = ["zib zab music"]\n'
    )
    (finding,) = raised(rules, "A zib-zab, he likes zib zab music.")
    assert (finding.text, finding.entry, finding.source) == ("zib-zab", "zib-zab", "Our guide")
    assert finding.try_ == "Say what they do."
    assert [fix.title for fix in finding.fixes] == ["Write “she”"]
    entry = rules.entry(finding.rule, finding.entry)
    assert entry is not None
    assert entry.why == "It pities."


def test_an_entry_is_replaced_whole_or_in_one_part() -> None:
    whole = team('[[entry]]\nid = "naughty"\nforms = ["a zabber"]\n')
    assert words(raised(whole, "He is naughty. He is a zabber.")) == ["a zabber"]
    part = team('[[entry]]\nid = "naughty"\ntry = "Ask."\nseverity = "info"\n')
    (finding,) = raised(part, "He is naughty.")
    assert (finding.try_, finding.severity.value) == ("Ask.", "info")
    ours = shipped().entry("professional/stigma", "naughty")
    theirs = part.entry("professional/stigma", "naughty")
    assert ours is not None
    assert theirs == replace(ours, try_="Ask.", severity=finding.severity)


def test_a_contested_entry_waits_for_the_team() -> None:
    entry = '[[entry]]\nid = "z"\nrule = "professional/stigma"\nforms = ["zib lover"]\nstatus = "{}"\n'
    assert raised(team(entry.format("contested")), "A zib lover.") == []
    assert words(raised(team(entry.format("avoid")), "A zib lover.")) == ["zib lover"]


def test_a_rule_is_switched_off_or_weighed_otherwise() -> None:
    text = "He was clearly there."
    assert raised(team('[rules]\n"evidence-based/certainty" = "off"\n'), text) == []
    (finding,) = raised(team('[rules]\n"evidence-based/certainty" = "info"\n'), text)
    assert finding.severity.value == "info"
    off = team('[rules]\n"evidence-based/certainty" = "off"\n').off
    assert list(off) == ["evidence-based/certainty"]


def test_what_a_rule_holds_to_be_less_than_its_weight_gets_no_more() -> None:
    said = "Dana told me that he is naughty."
    assert [f.severity.value for f in raised(shipped(), said)] == ["info"]
    same = team('[rules]\n"professional/stigma" = "warning"\n')
    assert [f.severity.value for f in raised(same, said)] == ["info"]


def test_a_glossary_term_is_known_and_an_expansion_is_offered() -> None:
    assert words(raised(shipped(), "The TAF met. The IRO rang.")) == ["TAF", "IRO"]
    known = team('[glossary]\nTAF = "team around the family"\n')
    assert words(raised(known, "The TAF met. The TAFs meet. The IRO rang.")) == ["IRO"]
    meant = team('[expansions]\nTAF = "talk about food"\n')
    (finding,) = raised(meant, "The TAF met.")
    assert [fix.title for fix in finding.fixes] == ["Write “talk about food (TAF)”"]


def test_an_accepted_word_is_no_jargon_and_an_accepted_name_is_never_raised() -> None:
    text = "We will utilise the garden at Naughty Elves House. He is naughty."
    assert words(raised(shipped(), text)) == ["utilise", "Naughty", "naughty"]
    theirs = team('[accepted]\nwords = ["utilise"]\nnames = ["Naughty Elves House"]\n')
    assert words(raised(theirs, text)) == ["naughty"]


WRONG = {
    '[rule]\n"timely/relative-day" = "off"': "line 1: there is no key “rule” here; the nearest is “rules”.",
    '[rules]\n"timely/relativ-day" = "off"': (
        "line 2: there is no rule “timely/relativ-day”; the nearest is “timely/relative-day”."
    ),
    '[rules]\n"timely/relative-day" = "warn"': ("line 2: a rule cannot be “warn”; the nearest is “warning”."),
    '[rules]\n"timely/relative-day" = "must"': (
        "line 2: “timely/relative-day” cannot be must, which is for what is missing from a note; "
        "write warning."
    ),
    '# ours\n\n[[entry]]\nid = "naughty"\nstatu = "off"': (
        "line 5: there is no key “statu” here; the nearest is “status”."
    ),
    '[[entry]]\nid = "naughty"\nstatus = "of"': "line 3: status cannot be “of”; the nearest is “off”.",
    '[[entry]]\nid = "naughtie"\nstatus = "off"': (
        "line 2: there is no entry “naughtie”; the nearest is “naughty”."
    ),
    '[[entry]]\nid = "naughtie"\nrule = "professional/stigma"': (
        "line 2: professional/stigma has no entry “naughtie”, so it needs forms = [...]; "
        "the nearest is “naughty”."
    ),
    '[[entry]]\nid = "a"\nrule = "professional/stigmas"\nforms = ["abcd"]': (
        "line 3: there is no word list “professional/stigmas”; the nearest is “professional/stigma”."
    ),
    '[[entry]]\nid = "zzz"\n[[entry]]\nforms = ["abcd"]': "line 2: there is no entry “zzz”.",
    '[[entry]]\nid = "a"\nrule = "professional/stigma"\nforms = [\n  "abcd",\n  "naughty",\n]': (
        "line 4: the form “naughty” stands in the entry “naughty” of the same list."
    ),
    '[[entry]]\nid = "naughty"\nstatus = "off"\n[[entry]]\nid = "naughty"\nstatus = "off"': (
        "line 5: the entry “naughty” stands twice in this file."
    ),
    '[entry]\nid = "naughty"': (
        "line 1: write each entry below a heading [[entry]], in two pairs of brackets."
    ),
    "[glossary]\nTAF = 3": 'line 2: write what it stands for: TAF = "...".',
    '[accepted]\nword = ["x"]': "line 2: there is no key “word” here; the nearest is “words”.",
    '[accepted]\nwords = "x"': 'line 2: write words as a list: words = ["...", "..."].',
    '[classes]\ncertinty = ["x"]': (
        "line 2: there is no class of words “certinty”; the nearest is “certainty”."
    ),
    'accepted = "x"': "line 1: write [accepted] as a heading, and what belongs to it below.",
    'x = "a\n': "line 1: this is not TOML: illegal character '\\n'.",
    "[rules\n": "line 1: this is not TOML: expected ']' at the end of a table declaration.",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_file_is_answered_with_its_line_and_the_nearest_word(text: str) -> None:
    with pytest.raises(WordFileError) as error:
        team(text)
    assert error.value.sentence == f"team.toml, {WRONG[text]}"


VALUES = st.recursive(
    st.sampled_from(["naughty", "off", "warning", "", "professional/stigma", 1, True, "|x|"]),
    lambda inner: st.lists(inner, max_size=3),
)
HEADINGS = st.sampled_from(
    ["[rules]", "[[entry]]", "[entry]", "[glossary]", "[accepted]", "[classes]", "[x]"]
)
KEYS = st.sampled_from(
    [
        "id",
        "rule",
        "forms",
        "status",
        "flags",
        "over",
        "words",
        "entry",
        "rules",
        "certainty",
        "except",
        "case",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(HEADINGS, st.tuples(KEYS, VALUES)), max_size=8))
def test_whatever_a_file_says_it_is_taken_or_answered_in_a_sentence(lines: list[object]) -> None:
    text = "\n".join(
        line if isinstance(line, str) else f"{line[0]} = {json.dumps(line[1])}"  # type: ignore[index]
        for line in lines
    )
    try:
        team(text)
    except WordFileError as error:
        assert 1 <= error.line <= max(len(lines), 1)
        assert "\n" not in error.sentence
