"""Every short form of the list: asked about once where it is bare, and never where it is spelt out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from noteui.checks import all_rules, apply_fix, check
from noteui.checks.rules.jargon_free import expansions, plain

from .examples import NOTE

RULE = "jargon-free/short-form"


def raised(facts: str) -> list[str | None]:
    return [f.text for f in check(replace(NOTE, fields={"facts": facts})) if f.rule == RULE]


@pytest.mark.parametrize("form", sorted(set(expansions()) - plain()))
def test_a_listed_short_form_is_asked_about_at_its_first_use_only(form: str) -> None:
    facts = f"We heard of {form} at noon, and {form} again at two."
    found = [f for f in check(replace(NOTE, fields={"facts": facts})) if f.start == facts.index(form)]
    more = [f.rule for f in found if f.rule in all_rules()[RULE].gives_way_to]
    assert raised(facts) == ([] if more else [form]), "a label in letters is asked about once, as a label"


@pytest.mark.parametrize(("form", "meaning"), sorted(expansions().items()))
def test_a_short_form_that_is_spelt_out_passes_either_way_round(form: str, meaning: str) -> None:
    long = meaning.split(" / ")[0]
    assert raised(f"We heard of the {long} ({form}) at noon, and {form} again at two.") == []
    if len(long.split()) > 1 or len(long) > 8:
        assert raised(f"We heard of {form} ({long}) at noon, and {form} again at two.") == []


@pytest.mark.parametrize("form", sorted(plain()))
def test_a_form_that_everybody_knows_passes(form: str) -> None:
    assert raised(f"We heard of {form} at noon.") == []


def test_the_fix_spells_it_out_and_an_ambiguous_form_offers_each_meaning() -> None:
    fields = {"facts": "The IRO rang.", "voice": "", "opinion": "", "family": "", "actions": ""}
    (finding,) = (f for f in check(replace(NOTE, fields=fields)) if f.rule == RULE)
    assert apply_fix(fields, finding.fixes[0])["facts"] == "The independent reviewing officer (IRO) rang."
    (ambiguous,) = (f for f in check(replace(NOTE, fields={"facts": "The ICO rang."})) if f.rule == RULE)
    assert [fix.title for fix in ambiguous.fixes] == [
        "Write “interim care order (ICO)”",
        "Write “Information Commissioner (ICO)”",
    ]
    assert "more than one thing" in ambiguous.message
