"""The word lists: a form is found however it is joined, no entry hides another, and each has examples."""

from __future__ import annotations

import pytest

from noteui.checks import Example, WordFileError, apply_fix, check, shipped
from noteui.checks.lexicon import Entry, Lexicon, faults, read_list, shipped_lists
from noteui.checks.prose import Sentence
from noteui.checks.word_file import WordFile

from .examples import as_note

ENTRIES = [entry for made in shipped_lists().values() for entry in made.entries.values()]
RULE = """
[rule]
id = "professional/stigma"
principle = "professional"
severity = "warning"
message = "m"
why = "w"
try = "t"
source = "K"
fields = ["facts"]
"""


def made(entries: str, rule: str = RULE) -> Lexicon:
    read = read_list(WordFile(rule + entries, "list.toml"))
    return Lexicon({read.rule["id"]: read})


def found(lexicon: Lexicon, text: str) -> list[str]:
    matches = lexicon.matches(Sentence("facts", text))
    return [text[m.start : m.end] for rule in matches for m in matches[rule]]


def named(entry: Entry) -> str:
    return f"{entry.rule} {entry.id}"


def test_nothing_is_wrong_between_the_entries() -> None:
    assert [f"{named(entry)}: {reason}" for entry, reason in faults(shipped_lists())] == []


def test_every_entry_has_two_examples_of_each_kind() -> None:
    lacking = [named(entry) for entry in ENTRIES if min(len(entry.flags), len(entry.passes)) < 2]
    assert lacking == [], "give each of these at least two flags and two passes"


def test_an_entry_raises_its_examples_and_passes_its_near_misses() -> None:
    wrong = []
    for entry in ENTRIES:
        rule = shipped().rules[entry.rule]
        for example in [*entry.flags, *entry.passes] if entry.is_on else ():
            note, wanted = as_note(rule, Example({entry.fields[0]: example}))
            mine = {
                (f.field, f.start, f.end) for f in check(note) if (f.rule, f.entry) == (entry.rule, entry.id)
            }
            if mine != wanted:
                wrong.append(f"{named(entry)}: {example}")
    assert wrong == []


@pytest.mark.parametrize("text", ["hard to reach", "hard-to-reach", "Hard-To Reach", "hard‑to‑reach"])
@pytest.mark.parametrize("form", ["hard to reach", "hard-to-reach"])
def test_a_space_and_a_hyphen_are_one(form: str, text: str) -> None:
    lexicon = made(f'[[entry]]\nid = "x"\nforms = ["{form}"]\n')
    assert found(lexicon, f"They are {text} now.") == [text]


def test_a_form_never_starts_or_ends_inside_a_word() -> None:
    lexicon = made('[[entry]]\nid = "x"\nforms = ["seeking", "dramatic"]\n')
    assert found(lexicon, "Attention-seeking and melo-dramatic, dramatically.") == []
    assert found(lexicon, "He is seeking help.") == ["seeking"]


def test_an_apostrophe_at_a_words_edge_is_no_hindrance() -> None:
    lexicon = made('[[entry]]\nid = "x"\nforms = ["wits\' end", "wrong \'un"]\n')
    assert found(lexicon, "At his wits’ end with a wrong 'un.") == ["wits’ end", "wrong 'un"]


def test_a_form_held_to_its_case_is_not_met_in_small_letters_or_in_a_shout() -> None:
    lexicon = made('[[entry]]\nid = "x"\nforms = ["SEN"]\ncase = "exact"\n')
    assert found(lexicon, "He has SEN support.") == ["SEN"]
    assert found(lexicon, "He sen word.") == []
    assert found(lexicon, "HE HAS SEN SUPPORT.") == []


def test_the_longer_phrase_makes_the_shorter_harmless() -> None:
    lexicon = made('[[entry]]\nid = "x"\nforms = ["kicked off"]\nexcept = ["match kicked off"]\n')
    assert found(lexicon, "The match kicked off when Dad kicked off.") == ["kicked off"]


@pytest.mark.parametrize(
    ("words", "mended"),
    [
        ("They commenced at noon.", "They started at noon."),
        ("Commencing at noon.", "Starting at noon."),
        ("He rang subsequent to the visit.", "He rang after the visit."),
        ("The commencement was at noon.", None),
    ],
)
def test_a_better_word_stands_as_the_form_stood(words: str, mended: str | None) -> None:
    note, _ = as_note(shipped().rules["jargon-free/jargon"], Example({"facts": words}))
    (finding,) = [finding for finding in check(note) if finding.rule == "jargon-free/jargon"]
    assert [apply_fix(note.fields, fix)["facts"] for fix in finding.fixes] == ([mended] if mended else [])


def two(over: str = "", field: str = "facts") -> list[str]:
    first = read_list(WordFile(RULE + '[[entry]]\nid = "a"\nforms = ["naughty"]\n', "a.toml"))
    rule = RULE.replace("professional/stigma", "real/soft").replace('"facts"', f'"{field}"')
    second = read_list(WordFile(rule + f'[[entry]]\nid = "b"\nforms = ["naughty"]\n{over}', "b.toml"))
    lists = {first.rule["id"]: first, second.rule["id"]: second}
    if not (wrong := [reason for _, reason in faults(lists)]):
        matches = Lexicon(lists).matches(Sentence("facts", "He was naughty."))
        return sorted(matches)
    return wrong


def test_a_form_in_two_lists_needs_a_winner() -> None:
    assert two() == [
        f"the form “naughty” stands in the entry “{other}” of {rule} as well: say which wins with "
        f'over = ["{rule}"] or the other way round'
        for other, rule in (("b", "real/soft"), ("a", "professional/stigma"))
    ]
    assert two('over = ["professional/stigma"]') == ["real/soft"]
    assert any(
        said.endswith("the nearest is “professional/stigma”") for said in two('over = ["professional/stigm"]')
    )
    assert two(field="opinion") == ["professional/stigma"], "the other looks in another field"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('id = "a"\nform = ["naughty"]', "line 14: there is no key “form” here; the nearest is “forms”."),
        ('id = "a"\nforms = ["bad"]', "line 14: the form “bad” is too short to be safe"),
        ('id = "a"\nforms = "naughty"', "line 14: write forms as a list"),
        ('id = "a"', "line 12: an entry needs a line “forms = ...”."),
        ('forms = ["naughty"]', "line 12: an entry needs a line “id = ...”."),
        ('id = "a"\nforms = ["naughty"]\nstatus = "avoided"', "line 15: status cannot be “avoided”; the nea"),
        ('id = "a"\nforms = ["naughty"]\nsource = "RSK"', "line 15: the source 'RSK' is not in the list"),
        ('id = "a"\nforms = [\n"naughty",\n]\nfields = ["fact"]', "line 17: there is no field “fact”; the n"),
        (
            'id = "a"\nforms = ["naughty"]\nbetter = { bad = "ill" }',
            "line 15: better names “bad”, which is none",
        ),
        ('id = "a"\nforms = ["naughty"', "line 15: this is not TOML"),
    ],
)
def test_a_faulty_list_is_answered_with_file_line_and_the_nearest_key(entry: str, said: str) -> None:
    with pytest.raises(WordFileError) as raised:
        made(f"\n[[entry]]\n{entry}\n")
    assert raised.value.sentence.startswith(f"list.toml, {said}")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('forms = ["naughty", "so naughty"]\nexcept = ["naughty"]', "the form “naughty” is never found"),
        ('forms = ["naughty"]\nflags = ["He was naughty."]', "mark the words that are raised with bars"),
        ('forms = ["naughty"]\nflags = ["|He was| naughty."]', "“He was” is not raised in its example"),
    ],
)
def test_an_entry_that_cannot_work_is_named(entry: str, said: str) -> None:
    lists = made(f'\n[[entry]]\nid = "a"\n{entry}\n').lists
    assert [reason[: len(said)] for _, reason in faults(lists)][:1] == [said]
