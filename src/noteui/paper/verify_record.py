"""Check that an exported record is what was signed, with no vault and nothing of noteui but this file.

    python verify_record.py FILE [PUBLIC_KEY]

It needs Python 3.11 and PyNaCl. It works out anew: the digest of the note as it was signed, the hash of the
log's entry that holds it, the signature of that entry, the same for each addition, and the receipt. It says
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

_OURS = ("seal: ", "added: ", "receipt: ")
_SECTION = "\n## Added since finalising\n"


class NotSealed(ValueError):  # noqa: N818 -- an answer to the person
    """The file is no sealed record; the message says why."""


def check(document: str, known_key: str | None = None) -> tuple[list[str], list[str]]:
    """What was checked and what is wrong, a sentence each. Raises NotSealed."""
    text, told = _taken_apart(document)
    seen: list[str] = []
    wrong: list[str] = []
    _check_one("the note", text, {}, told["seal"], known_key, seen, wrong)
    last = int(told["seal"]["entry"]["seq"])
    note = told["seal"]["entry"]["object"]
    for number, added in enumerate(told.get("added", ()), 1):
        name = f"addition {number} ({added['kind']})"
        _check_one(name, added["text"], added.get("aside", {}), added["seal"], known_key, seen, wrong)
        entry = added["seal"]["entry"]
        if entry["object"] != note or int(entry["seq"]) <= last:
            wrong.append(f"{name} does not belong after what stands before it.")
        last = int(entry["seq"])
    if told.get("added") and "\n".join(_as_printed(told["added"])) + "\n" != told["section"]:
        wrong.append("the section of what was added does not read as it was signed.")
    _check_receipt(told["receipt"], last, seen, wrong)
    return seen, wrong


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
    if "added" in told:
        body, _, told["section"] = body.partition(_SECTION)
    return "\n".join(kept) + "\n---\n" + body, told


def _check_one(
    name: str,
    text: str,
    aside: dict[str, Any],
    seal: dict[str, Any],
    known_key: str | None,
    seen: list[str],
    wrong: list[str],
) -> None:
    entry = seal["entry"]
    salt = bytes.fromhex(seal["salt"])
    if _digest(salt, text) != entry["payload"]:
        wrong.append(f"{name} is not the text that was signed.")
    if aside and _digest(salt, _canonical(aside)) != json.loads(entry["detail"]).get("aside"):
        wrong.append(f"{name} does not correct what it was signed as correcting.")
    parts = ("seq", "at", "actor", "key", "act", "object", "payload", "detail", "prev")
    plain = _canonical({part: entry[part] for part in parts})
    entry_hash = hashlib.sha256(b"noteui log 1\n" + plain.encode()).hexdigest()
    if not _is_signed(entry_hash, seal["signature"], seal["public"]):
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
        VerifyKey(bytes.fromhex(public)).verify(told.encode(), bytes.fromhex(signature))
    except (nacl.exceptions.CryptoError, ValueError):
        return False
    return True


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
        at = datetime.fromisoformat(added["seal"]["entry"]["at"])
        when = f"{at.day} {at:%B %Y %H:%M} UTC"
        heading = f"{added['kind'].capitalize()}, {when}, {aside['by']['name']} ({aside['by']['role']})"
        out += ["", f"### {heading}", ""]
        if "passage" in aside:
            was = " ".join(aside["passage"]["text"].split())
            out += [f"> Corrects “{_escaped(was)}”. Reason: {_escaped(aside['reason'])}", ""]
        out.append(_escaped(added["text"]))
    return out


def _escaped(text: str) -> str:
    """A text as noteui writes it into Markdown: lines that look like markup carry a backslash."""
    markup = re.compile(r"^( {0,3})(\\*)(?=#{1,6}(?:[ \t]|$)|(?:=+|-+)[ \t]*$|`{3}|~{3}|<)", re.M)
    return markup.sub(r"\1\\\2", text)


def _groups(public: str) -> str:
    short = hashlib.sha256(bytes.fromhex(public)).hexdigest()[:32]
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
