"""Check that an exported record is what was signed, with no vault and nothing of noteui but this file.

    python verify_record.py FILE [PUBLIC_KEY]

It needs Python 3.11 and PyNaCl. It works out anew: the digest of the note as it was signed, the hash of the
log's entry that holds it, the signature of that entry, the same for each addition and each act of its review,
what an agreement was over, and the receipt. It says
whose key signed, as eight groups to compare with those that the signer gives by another way; with PUBLIC_KEY
(64 hexadecimal digits) it compares them itself.

What this shows: the holder of that key signed this text, and it stood at that place of a log.
What it does not show: that it is true, that the clock was right, or that nothing was written later.

Exit codes: 0 all as signed; 2 the file cannot be read as a sealed record; 4 something is not as signed.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import nacl.exceptions
from nacl.signing import VerifyKey

_OURS = ("seal: ", "added: ", "review: ", "receipt: ")
_SECTION = "\n## Added since finalising\n"
_REVIEW = "\n## Said in review\n"


class NotSealed(ValueError):  # noqa: N818 -- an answer to the person
    """The file is no sealed record; the message says why."""


def check(document: str, known_key: str | None = None) -> tuple[list[str], list[str]]:
    """What was checked and what is wrong, a sentence each. Raises NotSealed."""
    text, told = _taken_apart(document)
    seen: list[str] = []
    wrong: list[str] = []
    _check_one("the note", "note.finalised", text, {}, told["seal"], known_key, seen, wrong)
    last = int(told["seal"]["entry"]["seq"])
    note = told["seal"]["entry"]["object"]
    for number, added in enumerate(told.get("added", ()), 1):
        name = f"addition {number} ({added['kind']})"
        act, aside = f"note.{added['kind']}", added.get("aside", {})
        _check_one(name, act, added["text"], aside, added["seal"], known_key, seen, wrong)
        entry = added["seal"]["entry"]
        if entry["object"] != note or int(entry["seq"]) <= last:
            wrong.append(f"{name} does not belong after what stands before it.")
        last = int(entry["seq"])
    if told.get("added") and "\n".join(_as_printed(told["added"])) + "\n" != told["section"]:
        wrong.append("the section of what was added does not read as it was signed.")
    last = max(last, _check_review(told, seen, wrong))
    _check_receipt(told["receipt"], last, seen, wrong)
    return seen, wrong


def _check_review(told: dict[str, Any], seen: list[str], wrong: list[str]) -> int:
    """The acts of the review, and that each agreement is over all that the note said then."""
    texts = [one["entry"] for one in (told["seal"], *(added["seal"] for added in told.get("added", ())))]
    review = told.get("review", [])
    last = 0
    for number, act in enumerate(review, 1):
        name = f"act {number} of its review ({act['kind']})"
        # Whoever reviews signs with a key of their own, which is not the one that was given for the note.
        _check_one(name, f"review.{act['kind']}", act["text"], act["aside"], act["seal"], None, seen, wrong)
        entry = act["seal"]["entry"]
        if entry["object"] != texts[0]["object"] or int(entry["seq"]) <= max(last, int(texts[0]["seq"])):
            wrong.append(f"{name} does not belong where it stands.")
        last = int(entry["seq"])
        if act["kind"] == "agreed":
            over = [_entry_hash(text) for text in texts if int(text["seq"]) < last]
            plain = b"noteui agreement 1\n" + "\n".join(over).encode()
            if json.loads(entry["detail"]).get("texts") != hashlib.sha256(plain).hexdigest():
                wrong.append(f"{name} is not over what the note said then.")
            if entry["actor"] in {text["actor"] for text in texts if int(text["seq"]) < last}:
                wrong.append(f"{name} is by somebody who wrote the note.")
    if review and "\n".join(_review_as_printed(review, texts[1:])) + "\n" != told["reviewed"]:
        wrong.append("the section of the review does not read as it was signed.")
    return last


def _taken_apart(document: str) -> tuple[str, dict[str, Any]]:
    front, closed, body = document.partition("\n---\n")
    lines = front.split("\n")
    if lines[0] != "---" or not closed:
        raise NotSealed("the file has no front matter between lines of three dashes.")
    told: dict[str, Any] = {}
    kept = []
    for line in lines:
        name = next((name for name in _OURS if line.startswith(name)), None)
        if name is None:
            kept.append(line)
        else:
            value = line.removeprefix(name)
            told[name.removesuffix(": ")] = value if name == "receipt: " else _json(value)
    if "seal" not in told or "receipt" not in told:
        raise NotSealed("the file carries no seal: it is a draft, or was not exported by noteui.")
    if "review" in told:
        body, _, told["reviewed"] = body.partition(_REVIEW)
    if "added" in told:
        body, _, told["section"] = body.partition(_SECTION)
    return "\n".join(kept) + "\n---\n" + body, told


def _check_one(
    name: str,
    act: str,
    text: str,
    aside: dict[str, Any],
    seal: dict[str, Any],
    known_key: str | None,
    seen: list[str],
    wrong: list[str],
) -> None:
    entry = seal["entry"]
    salt = _bytes(seal["salt"])
    if entry["act"] != act:
        wrong.append(f"{name} was signed as another kind of act.")
    if _digest(salt, text) != entry["payload"]:
        wrong.append(f"{name} is not the text that was signed.")
    if aside and _digest(salt, _canonical(aside)) != json.loads(entry["detail"]).get("aside"):
        wrong.append(f"{name} does not correct what it was signed as correcting.")
    if not _is_signed(_entry_hash(entry), seal["signature"], seal["public"]):
        wrong.append(f"{name} was not signed by the key that it names.")
    if known_key is not None and seal["public"] != known_key.lower():
        wrong.append(f"{name} was signed by another key than the one given.")
    seen.append(
        f"{name}: entry {entry['seq']} of the log, {entry['at']}, signed by key {_groups(seal['public'])}"
    )


def _check_receipt(line: str, last: int, seen: list[str], wrong: list[str]) -> None:
    parts = line.split()
    if len(parts) != 7 or parts[0] != "noteui-receipt-1":
        wrong.append("the receipt is not one.")
        return
    if not _is_signed(line.rsplit(" ", 1)[0], parts[6], parts[5]):
        wrong.append("the receipt was not signed by the key that it names.")
    if int(parts[2]) < last:
        wrong.append("the receipt is older than what stands in the file.")
    seen.append(f"receipt: the log of vault {parts[1]} stood at {parts[2]}:{parts[3][:8]} on {parts[4]}")


def _is_signed(told: str, signature: str, public: str) -> bool:
    try:
        VerifyKey(_bytes(public)).verify(told.encode(), _bytes(signature))
    except (nacl.exceptions.CryptoError, ValueError):
        return False
    return True


def _bytes(written: str) -> bytes:
    """What is written in hexadecimal, in small digits as noteui writes it: no seal is spelled in two ways."""
    if not re.fullmatch("[0-9a-f]*", written):
        raise ValueError("no small hexadecimal digits")
    return bytes.fromhex(written)


def _entry_hash(entry: dict[str, Any]) -> str:
    parts = ("seq", "at", "actor", "key", "act", "object", "payload", "detail", "prev")
    plain = _canonical({part: entry[part] for part in parts})
    return hashlib.sha256(b"noteui log 1\n" + plain.encode()).hexdigest()


def _digest(salt: bytes, text: str) -> str:
    return hashlib.sha256(b"noteui content 1\n" + salt + text.encode()).hexdigest()


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise NotSealed("the seal is damaged.") from None


def _as_printed(additions: list[dict[str, Any]]) -> list[str]:
    """The section of the additions as noteui writes it, but for its own heading."""
    out: list[str] = []
    for added in additions:
        aside = added["aside"]
        out += ["", f"### {_heading(added)}", ""]
        if "passage" in aside:
            was = " ".join(aside["passage"]["text"].split())
            out += [f"> Corrects “{_escaped(was)}”. Reason: {_escaped(aside['reason'])}", ""]
        out.append(_escaped(added["text"]))
    return out


def _review_as_printed(review: list[dict[str, Any]], additions: list[dict[str, Any]]) -> list[str]:
    """The section of the review as noteui writes it, but for its own heading."""
    decided = dict.fromkeys(("agreed", "returned"), 0)
    decided |= {act["kind"]: int(act["seal"]["entry"]["seq"]) for act in review if act["kind"] in decided}
    if decided["agreed"] <= decided["returned"]:
        out = ["", "Not agreed."]
    elif any(int(entry["seq"]) > decided["agreed"] for entry in additions):
        out = ["", "It was agreed, and added to since: the agreement no longer holds."]
    else:
        out = ["", "Agreed, and nothing was added since."]
    details = [json.loads(act["seal"]["entry"]["detail"]) for act in review]
    finals = [detail["final"] for detail in details]
    for act, detail in zip(review, details, strict=True):
        out += ["", f"### {_heading(act)}", ""]
        if "passage" in act["aside"]:
            passage = act["aside"]["passage"]
            out += [f"> On “{_escaped(' '.join(passage['text'].split()))}” ({passage['field']})", ""]
        if detail.get("about") in finals:
            out += [f"> Answers number {finals.index(detail['about']) + 1} of these", ""]
        out.append(_escaped(act["text"]))
    return out


def _heading(added: dict[str, Any]) -> str:
    by = added["aside"]["by"]
    at = datetime.fromisoformat(added["seal"]["entry"]["at"])
    when = f"{at.day} {at:%B %Y %H:%M} UTC"
    return f"{added['kind'].capitalize()}, {when}, {by['name']} ({by['role']})"


def _escaped(text: str) -> str:
    """A text as noteui writes it into Markdown: lines that look like markup carry a backslash."""
    markup = re.compile(r"^( {0,3})(\\*)(?=#{1,6}(?:[ \t]|$)|(?:=+|-+)[ \t]*$|`{3}|~{3}|<)", re.M)
    return markup.sub(r"\1\\\2", text)


def _groups(public: str) -> str:
    short = hashlib.sha256(_bytes(public)).hexdigest()[:32]
    return " ".join(short[at : at + 4] for at in range(0, 32, 4))


def main(arguments: list[str]) -> int:
    """Check the file that is named and print what was found. Returns the exit code."""
    if not 1 <= len(arguments) <= 2:
        print("usage: python verify_record.py FILE [PUBLIC_KEY]", file=sys.stderr)
        return 2
    try:
        document = Path(arguments[0]).read_bytes().decode("utf-8")
        seen, wrong = check(document, arguments[1] if len(arguments) == 2 else None)
    except (OSError, UnicodeDecodeError):
        print(f"{arguments[0]} cannot be read as text.", file=sys.stderr)
        return 2
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        reason = str(error) if isinstance(error, NotSealed) else "the seal is damaged."
        print(f"{arguments[0]}: {reason}", file=sys.stderr)
        return 2
    for line in seen:
        print(line)
    for sentence in wrong:
        print(f"WRONG: {sentence}")
    if not wrong:
        print(
            "Everything is as it was signed. That does not show that it is true, or that nothing came later."
        )
    return 4 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
