"""What an address says of itself: whose system it is on, and what speaks against it; data with sources."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from noteui.checks.cue import words
from noteui.checks.prose import fold
from noteui.checks.tables import WORDS


@dataclass(frozen=True, slots=True)
class ApprovedDomain:
    """A domain of a public service: how addresses of it end, where, whose, who says so, how far checked."""

    ends: str
    nation: str
    whose: str
    source: str
    checked: str


@cache
def approved_domains() -> Mapping[str, ApprovedDomain]:
    """The domains by their endings. Raises ValueError where a row is faulty."""
    text = (WORDS / "approved_domains.toml").read_text("utf-8")
    try:
        rows = [ApprovedDomain(**row) for row in tomllib.loads(text)["domain"]]
    except (TypeError, KeyError) as error:
        raise ValueError(f"approved_domains.toml: {error}") from None
    return {row.ends: row for row in rows}


def approved(address: str) -> ApprovedDomain | None:
    """The approved domain that an e-mail address is of, the closest one; None where it is of none."""
    domain = _domain(address)
    found = [row for end, row in approved_domains().items() if domain == end or domain.endswith(f".{end}")]
    return max(found, key=lambda row: len(row.ends), default=None)


def doubts(route: str, address: str) -> list[str]:
    """What speaks against sending by this route to this address, each a sentence with what to do."""
    found = []
    if _unsafe().search(fold(route)):
        found.append(f"{route} can be read by others: use secure e-mail, or ring the listed number.")
    if "@" in address:
        domain = _domain(address)
        if domain in _free_mail():
            found.append(
                f"{domain} is private mail that anybody can open: ask for the address at their agency."
            )
        elif approved(address) is None:
            found.append(
                f"{domain} is no domain that is known here to be of a public service: check whose it is."
            )
        local = address.partition("@")[0].casefold().strip(" <")
        if local in ("info", "enquiries", "contact", "admin", "office", "reception", "hello", "mail"):
            found.append(f"{local}@ is read by whoever is at the desk: ask for a secure or named inbox.")
    return found


def _domain(address: str) -> str:
    return fold(address).rpartition("@")[2].strip(" >.")


@cache
def _free_mail() -> frozenset[str]:
    return frozenset(words("sharing-free-mail"))


@cache
def _unsafe() -> re.Pattern[str]:
    ways = sorted(words("sharing-unsafe-way"), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(way) for way in ways) + r")\b")
