"""Packages made of drawn notes, passages and names: `python -m tests.casework.generated_packages [N]`.

Every sentence of a note is marked with a word of its own, so that whatever goes can be told by it. Of each
package, opened again, every byte is searched for each passage that was not chosen, each that was withheld and
each name that was replaced; then one bit of it is turned, it is cut, tried with another key, and given the
manifest of the package before it. All of it has to be refused.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nacl.signing import SigningKey
from pyrage import x25519

from noteui.casework.outgoing import Head, Part, Source, compose
from noteui.casework.redacting import Pseudonym, Redaction, Selection, Span, Tag, names_of
from noteui.checks.note import FIELDS, About, Author, Note
from noteui.paper import package
from noteui.paper.package import Envelope, NoPackage, Refused
from noteui.records.ids import new_id

_WORDS = "kettle window stairs letter garden Tuesday quiet blue meter supper bus coat said rang slept".split()
_NAMES = ("Dana Ellis", "Omar Rahman", "Siân Pryce-Hughes", "Bernard O’Neill", "Grace Okoye")


@dataclass
class Result:
    """How many were made, and what is wrong, a sentence each."""

    made: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Sentence:
    source: str
    part: str
    start: int
    end: int
    mark: str


def run(count: int, *, seed: int) -> Result:
    """Makes that many packages and tries each."""
    draw, result = random.Random(seed), Result()
    identity, other = x25519.Identity.generate(), x25519.Identity.generate()
    before: Envelope | None = None
    for number in range(count):
        before = _one(draw, number, result, identity, other, before)
    return result


def _one(
    draw: random.Random,
    number: int,
    result: Result,
    identity: x25519.Identity,
    other: x25519.Identity,
    before: Envelope | None,
) -> Envelope:
    sources, sentences = _sources(draw)
    chosen = [one for one in sentences if draw.random() < 0.4]
    gone = [one for one in chosen if draw.random() < 0.25]
    renamed = draw.sample(_NAMES, draw.randint(0, 3))
    selection = Selection(
        tuple(Span(one.source, one.part, one.start, one.end) for one in chosen),
        tuple(
            Redaction(one.source, one.part, one.start, one.end, draw.choice(list(Tag)), "Not needed.")
            for one in gone
        ),
        tuple(
            Pseudonym(f"Adult {'ABC'[at]}", names_of(name), Tag.THIRD_PARTY, "Not asked.")
            for at, name in enumerate(renamed)
        ),
    )
    document = compose(sources, selection, Head("Information about Maya", ("From Priya Nair",)))
    signer = SigningKey(bytes(draw.randrange(256) for _ in range(32)))
    key = str(identity.to_public())
    manifest = {
        "kind": package.PACKAGE,
        "id": new_id(),
        "made": "2026-11-24T10:00:00+00:00",
        "sender": {
            "name": "Priya Nair",
            "role": "social worker",
            "key": key,
            "public": bytes(signer.verify_key).hex(),
        },
        "sealed_for": [key],
    }  # fmt: skip
    envelope = package.sign(manifest, document, lambda text: signer.sign(text.encode()).signature.hex())
    sealed = package.close(envelope, [key])
    opened = package.open_(sealed, identity)
    _try_words(f"package {number}", opened, sentences, chosen, gone, renamed, result)
    package.refuse_unless_for(package.read(opened), key)
    _try_refusals(draw, f"package {number}", sealed, opened, identity, other, before, result)
    result.made += 1
    return envelope


def _try_words(
    name: str,
    opened: str,
    sentences: list[_Sentence],
    chosen: list[_Sentence],
    gone: list[_Sentence],
    renamed: list[str],
    result: Result,
) -> None:
    content = opened.encode()
    for one in sentences:
        there, should = one.mark.encode() in content, one in chosen and one not in gone
        if there and not should:
            result.wrong.append(f"{name} holds {one.mark}, which was not to go")
        if should and not there:
            result.wrong.append(f"{name} lacks {one.mark}, which was to go")
    for whole in renamed:
        for part in (whole, *whole.split()):
            if part.encode() in content:
                result.wrong.append(f"{name} names {part}")


def _try_refusals(
    draw: random.Random,
    name: str,
    sealed: bytes,
    opened: str,
    identity: x25519.Identity,
    other: x25519.Identity,
    before: Envelope | None,
    result: Result,
) -> None:
    at, bit = draw.randrange(len(sealed)), 1 << draw.randrange(8)
    turned = sealed[:at] + bytes([sealed[at] ^ bit]) + sealed[at + 1 :]
    cut = sealed[: draw.randrange(len(sealed))]
    tries = [("one bit turned", turned, identity), ("cut", cut, identity), ("another key", sealed, other)]
    if before is not None:
        head, _, document = opened.partition("\n---\n")
        swapped = before.text.partition("\n---\n")[0] + "\n---\n" + document
        own = head + "\n---\n" + before.document
        tries += [
            (what, package.pyrage.encrypt(text.encode(), [identity.to_public()]), identity)
            for what, text in (("another manifest", swapped), ("another document", own))
        ]
    for what, content, key in tries:
        try:
            package.read(package.open_(content, key))
        except Refused as refused:
            fine = refused.exit_code == 4 and refused.sentence.endswith(".")
        except NoPackage as refused:
            fine = refused.exit_code == 2 and not content.startswith(b"age-encryption.org/")
        else:
            fine = False
        result.refused += fine
        if not fine:
            result.wrong.append(f"{name} was not refused in a sentence with {what}")


def _sources(draw: random.Random) -> tuple[list[Source], list[_Sentence]]:
    sources, sentences = [], []
    for _ in range(draw.randint(1, 4)):
        source_id, fields = new_id(), {}
        for part in FIELDS:
            text = ""
            for _ in range(draw.randint(0, 5)):
                mark = "q" + "".join(draw.choice("bcdfghjklmnp") for _ in range(11))
                words = [draw.choice(_WORDS) for _ in range(draw.randint(2, 7))]
                words[draw.randrange(len(words))] = mark
                if draw.random() < 0.5:
                    words.append(draw.choice((*_NAMES, "Dana’s coat", "DANA", "o'neill")))
                sentence = " ".join(words) + "."
                sentences.append(_Sentence(source_id, part, len(text), len(text) + len(sentence), mark))
                text += sentence + draw.choice((" ", "\n", "\n\n"))
            fields[part] = text
        happened = datetime(2026, 11, 1, 10, 0) + timedelta(hours=draw.randrange(500))
        note = Note(
            About("Maya", "child"), "home visit", happened, happened, Author("Priya Nair", "social worker"),
            fields=fields,
        )  # fmt: skip
        parts = tuple(Part(name, note.title_of(name), fields[name]) for name in FIELDS)
        sources.append(Source(source_id, new_id(), note, "Signed by Priya Nair, social worker", parts))
    return sources, sentences


if __name__ == "__main__":
    final = run(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000, seed=20261125)
    print(f"{final.made} packages, {final.refused} damaged or wrong ones refused, {len(final.wrong)} wrong")
    for line in final.wrong[:20]:
        print(" ", line)
    sys.exit(1 if final.wrong else 0)
