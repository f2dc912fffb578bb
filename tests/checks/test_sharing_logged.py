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
I flagged it to the head teacher.
I left a message with the school nurse asking her to ring.
Logged with police, reference 4471.
I gave school a heads-up about Friday.
I asked the GP to check her weight.
Mrs Tan at school was cc'd.
101 rung at 18:20.
The midwife has been sent the plan.
I have sent the GP the plan.
Sent school the minutes.
I gave the police the registration number.
Gave the ambulance crew her medicines list.
I provided the housing officer with a copy of the plan.
I showed the photographs to the paediatrician.
I rang to tell the school.
I called to inform the GP.
Strategy discussion requested with police.
I made a safeguarding referral.
Safeguarding referral made to adult social care.
I filled in a DASH and sent it to MARAC.
DASH form sent to IDVA.
MASH referral completed.
I have requested a welfare check from the police.
Welfare check requested from police.
I asked the police for a welfare check.
I spoke with Dr Lowe at the surgery.
I told PC Wynn what Maya had said.
Let the HV know by text.
I've updated housing.
Dropped a note to the health visitor.
Messaged the school on Teams.
I submitted a referral to the LADO.
I put in a call to the crisis team.
I handed the letter to the head of year.
Crisis team updated.
I confirmed with the ward that she lives alone.
I rang 999 and they came within ten minutes.
I explained the bruise to the consultant.
I warned the nursery that he may turn up.
I reported the damp to environmental health.
I requested an ambulance.
I dialled 999.
I have raised a concern with the care home.
I made the GP aware.
I made school aware of the order.
School made aware.
Referred to CAMHS today.
Notified the LADO at 11am.
Consulted with the LADO.
I liaised with housing.
I forwarded the letter to probation.
I alerted the ward to the risk.
Shared my worries with the ward sister.
Rang the surgery and read out the letter.
Health visitor made aware of the missed appointments.
I sent a secure email to the nursery manager.
Contacted Northgate Primary and spoke with the DSL.
I notified Ofsted.
I gave a verbal handover to the paramedics.
School rung at 9:05 and given the new collection list.
I asked PC Wynn to drive past tonight.
I have told both the GP and the midwife.
Told the night staff at the care home about the fall.
I uploaded the report to the court portal.
I faxed the body map to the paediatric clinic.
Police informed via 101.
I phoned through to the duty paediatrician.
Escalated to the head of midwifery.
I let PC Wynn know the new address.
Info passed to CAMHS.
Sent a copy of the plan to the school nurse.
Discussed with the pharmacist.
I advised the care home to ring 111.
I updated Ms Ray, housing officer, by phone.
The consultant was given the dates of both falls.
I asked the GP to check her weight but he declined to speak to me until Monday.
I requested the records from the GP.
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
I spoke to Dana about school.
Dana made the school aware.
I asked Dana to tell the GP.
I asked Dana about the GP.
I gave Maya a lift to school.
I asked Maya about her teacher.
The GP asked me to ring Dana.
The GP has been sent the plan by the ward.
I left Maya with the school nurse.
I left a message with Dana.
I left the ward at 4.
Dana gave the police the number.
I showed Dana the letter from school.
I showed Maya to the ward.
I gave Dana the number of the refuge.
I gave Dana the leaflet about the food bank.
I gave Dana the school's number.
The referral from the GP was completed in March.
I asked how the GP had found her.
I asked if the GP had rung.
I asked for the police report.
I saw the midwife with Dana.
I confirmed with Dana that the school knows.
I explained to Dana that the police may call.
I explained the school's letter to Dana.
I warned Dana that the police would be told.
I met Dana at school.
Dana requested an ambulance.
Maya flagged it to her teacher.
School gave me a heads-up.
Dana logged it with police.
I have asked Dana to let the GP know.
I will ask the GP to check her weight.
I plan to give school a heads-up.
I should have told the GP.
I provided Dana with the number for the housing officer.
I sent Dana the school's letter.
I took Maya to the GP.
I read the letter from the GP.
I reminded Dana that the health visitor comes on Monday.
I asked Dana whether the school was told.
Maya was made aware of the school rules.
I talked to Maya about the police visit.
I told Dana she could ring 101.
I advised Dana to contact the GP.
I advised Dana to call the police.
I encouraged Dana to register with a GP.
I helped Dana to complete the housing referral.
I supported Dana to ring the school.
I received the minutes from the school.
I noted the email from the teacher.
I was sent the plan by the midwife.
I was cc'd by the school.
We were told by the police.
I asked Maya how school was.
I gave Maya the school bag.
I sent Dana the number for the GP.
I showed Dana the report from the hospital.
I explained to Dana the police would come.
I confirmed with Maya that she likes her teacher.
I read her school report.
Maya gave the teacher a picture.
Dana said she had asked the GP to visit.
The midwife sent the GP a letter.
I asked Dana if the nurse had called.
I will send the school a copy.
I was going to ask the police to come.
Dana requested an ambulance at 14:00.
The referral was completed by the ward.
Dana made a referral herself.
I made a note of the teacher's name.
I sent Maya to the school nurse.
I took the form to Dana's flat.
I met with Dana and the health visitor.
I logged in to the system.
I raised the school run with Dana.
I discussed school with Maya.
I discussed with Dana the referral to CAMHS.
I talked with Dana about the police.
Consent form from the school signed by Dana.
I referred back to the GP letter of May.
I passed the school on the way.
I called in at the GP surgery for the letter.
I asked the question about school.
We discussed how Dana could ask the GP for help.
I showed the police officer in.
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
