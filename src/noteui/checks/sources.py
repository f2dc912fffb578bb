"""Where the rules come from: each code with the title that is shown to the writer."""

from __future__ import annotations

SOURCES: dict[str, str] = {
    "SEED": "Hillingdon Safeguarding Partnership, 7-minute briefing: record keeping and information sharing",
    "SCIE": "Social Care Institute for Excellence, Social work recording",
    "WE": "Walker, Shemmings and Cleaver, Write Enough",
    "IRISS": "Iriss, Writing analysis in social care",
    "OFS": "Ofsted, What makes an effective case record (July 2019)",
    "MN": "M and N [2018] EWFC 40, on notes made at the time",
    "HCPC": "Health and Care Professions Council, Standards of conduct, 10: keeping records",
    "KCSIE": "Department for Education, Keeping Children Safe in Education",
    "PSDP": "Practice Supervisor Development Programme, defensible decisions on records",
    "TACT": "TACT Fostering and Adoption, Language That Cares",
    "TCS": "The Children's Society, Child exploitation: appropriate language",
    "NLM": "NSPCC Learning, Why language matters",
    "WNB": "Nottingham and NSPCC, Rethinking did not attend: was not brought",
    "RSC": "Rewriting Social Care",
    "GOV": "GOV.UK content design, sentence length and plain words",
    "HMG": "HM Government, Information sharing: advice for practitioners (2018, revised 2024)",
    "GIRFEC": "Scottish Government, Getting it right for every child: practice guidance 4",
    "ICO": "Information Commissioner's Office, A 10 step guide to sharing information to safeguard children",
    "YORK": "City of York, multi-agency safeguarding adults procedures: consent and sharing",
    "ICOSW": "Information Commissioner's Office, social work data and subject access",
    "LGSCO": "Local Government and Social Care Ombudsman, record keeping for care providers",
    "MIRRA": "University College London, MIRRA: memory, identity, rights in records, access",
    "K": "Practice knowledge of the people who wrote this rule; argue with it",
}


def source_title(code: str) -> str:
    """What a source is called in full; a team's own source is written as it is."""
    return SOURCES.get(code, code)
