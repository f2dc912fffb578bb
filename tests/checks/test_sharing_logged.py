"""Telling somebody outside, in prose that the rule was not written from: heard, or rightly not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from noteui.checks import LogSharing, check

from .examples import NOTE

HEARD = """
I spoke to the GP surgery and gave them the date of the fall.
Phoned health visitor, who will see her tomorrow.
I have emailed the SENCO with the plan.
I've let the school know.
The allocated midwife was told on the phone.
I then rang Northgate Primary and told Mrs Tan, the head teacher, what Maya had said.
We passed the photographs on to the police.
I handed over to the night nurse on the ward.
I contacted the LADO at 10am.
A MASH referral was submitted at 16:00.
Concerns shared with housing.
I discussed the bruise with the paediatrician, Dr Lowe.
I wrote to the court with the dates.
Emailed HV.
PC Wynn was updated by me at noon.
I sent the body map to the consultant.
I reported it to the police.
Housing officer informed of the damp.
I called 999.
I disclosed the address to the refuge.
After the visit I rang the school nurse, Jo Reed.
I told Mrs Tan (head of year) about the belt.
School, GP and police have been informed.
I copied the GP in.
I cc'd the health visitor.
Rang 111 at 21:10.
I liaised with the midwife about the weight.
I raised this with the head teacher.
Ambulance called at 14:10.
An ambulance was called by me.
Call made to the midwife at 3pm.
Email sent to school with the dates.
Letter sent to the GP.
I had a phone call with the paediatrician.
Phone call to the GP at 10am.
Concerns raised with school.
""".strip().splitlines()
NOT_MEANT = """
Email sent by school to the GP.
Phone call to the GP to be made tomorrow.
The ambulance called at the flat and nobody answered.
An ambulance was called by Dana.
Maya was raised in Leeds with her aunt.
Dana had a phone call with the GP.
A letter from the GP came on Tuesday.
I brought Maya in from the school gate.
Call to the midwife needed.
Dana had a conversation with the head teacher.
The plan is to tell the school on Monday.
Dana asked me to tell the school.
Dana asked whether I had told the police.
I explained that I may have to share this with the police.
We agreed that Dana will inform the school.
The health visitor told me about the weight.
He told the nurse that he fell.
Maya told her teacher that she was hungry.
The GP rang me back at noon.
I asked Dana if the police had been informed.
Dana had not informed the school.
I rang the bell and Dana opened.
I walked Maya to school.
Theo was sent to the nurse with a headache.
I was contacted by the ward.
Before I ring the police I need to speak to my manager.
I tried to call the GP, no answer.
Police attended at 02:00.
The teacher shared her lunch with Maya.
I did think about whether to tell the police, and decided against it.
I would like to discuss this with the midwife.
It was suggested that the GP be informed.
The referral has not been made.
I told Dana that I had not spoken to the school.
She said “I told the police everything.”
In March I referred her to CAMHS.
Nobody at school knew.
I called at the school at 9am.
Dana told me the school had been informed.
Information was shared by the school nurse.
Theo told police he was at home.
PC Ogilvie told Stuart to ring 999.
School were aware of the arrangement before I came, Dana said.
""".strip().splitlines()


def heard(sentence: str, shared: tuple[str, ...] | None = ()) -> list[str]:
    note = replace(NOTE, fields={"facts": sentence}, shared=shared)
    return [str(one.text) for one in check(note) if one.rule == "recorded/sharing-not-logged"]


@pytest.mark.parametrize("sentence", HEARD)
def test_it_is_heard_that_somebody_outside_was_told(sentence: str) -> None:
    assert heard(sentence)


@pytest.mark.parametrize("sentence", NOT_MEANT)
def test_plans_negations_the_past_and_others_words_are_not_taken_for_it(sentence: str) -> None:
    assert heard(sentence) == []


def test_it_is_silent_where_nobody_looked_what_is_logged() -> None:
    assert heard("I rang the police.", None) == []


def test_one_that_is_logged_is_not_asked_about_again_and_another_is() -> None:
    logged = ("Hannah Bale, safeguarding lead, Northgate Primary",)
    assert heard("I told the school.", logged) == []
    assert heard("I told Mrs Bale at her office in the nursery.", logged) == []
    assert heard("I told the police.", logged)


def test_the_fix_opens_the_form_with_whom_and_what_was_written() -> None:
    note = replace(NOTE, fields={"facts": "At noon I rang the police."}, shared=())
    (found,) = [one for one in check(note) if one.rule == "recorded/sharing-not-logged"]
    assert [fix.act for fix in found.fixes] == [LogSharing("police", "At noon I rang the police.")]


def test_a_social_worker_who_tells_the_duty_social_worker_shares_nothing() -> None:
    assert heard("I told the duty social worker.") == []
    nurse = replace(NOTE, author=replace(NOTE.author, role="health visitor"), shared=())  # type: ignore[type-var]
    nurse = replace(nurse, fields={"facts": "I told the duty social worker."})
    assert any(one.rule == "recorded/sharing-not-logged" for one in check(nurse))
