"""A clause of a sentence denied, turned into the passive, its roles exchanged, or left out."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from service.learning.alterable import Sentence, capital
from service.news.pair import Stance
from service.scoring.annotated import Token, joined

# Participles that are not the past tense.
PARTICIPLES = {
    "took": "taken", "gave": "given", "beat": "beaten", "saw": "seen", "wrote": "written", "stole": "stolen",
    "broke": "broken", "chose": "chosen", "drove": "driven", "hid": "hidden", "threw": "thrown", "shook": "shaken",
    "overthrew": "overthrown", "overtook": "overtaken", "withdrew": "withdrawn", "drew": "drawn", "began": "begun",
}  # fmt: skip
# What these begin can be left out; what other prepositions begin is often half of the verb.
CIRCUMSTANCES = frozenset(
    {"in", "on", "at", "during", "after", "before", "near", "amid", "despite", "outside", "behind"}
)


def denied(one: Sentence, order: random.Random) -> tuple[str, Stance] | None:
    """The main clause denied, or its denial taken away."""
    del order
    root = next((token for token in one.tokens if token.dep == "ROOT"), None)
    if root is None or root.tag not in {"VBD", "VBZ", "VBP", "VBN", "VBG", "VB"}:
        return None
    deps = [token for token in one.tokens if token.head == root.i and token.i != root.i]
    place = root.i - one.base
    negators = [token for token in deps if token.dep == "neg"]
    if negators:
        gone = negators[0]
        if gone.text.casefold() != "not" or any(token.lemma == "do" and token.dep == "aux" for token in deps):
            return None
        return one.without({gone.i}), Stance.CONTRADICTS
    auxiliaries = [token for token in deps if token.dep in {"aux", "auxpass"} and token.i < root.i]
    if auxiliaries and auxiliaries[0].tag in {"VBD", "VBZ", "VBP", "MD"}:
        after = auxiliaries[0].i - one.base + 1
        return one.with_words(after, after, "not"), Stance.CONTRADICTS
    if root.lemma == "be" and root.tag in {"VBD", "VBZ", "VBP"}:
        return one.with_words(place + 1, place + 1, "not"), Stance.CONTRADICTS
    support = {"VBD": "did not", "VBZ": "does not", "VBP": "do not"}.get(root.tag)
    return (one.with_words(place, place + 1, f"{support} {root.lemma}"), Stance.CONTRADICTS) if support else None


def _clause(one: Sentence) -> tuple[list[Token], Token, list[Token], list[Token]] | None:
    """Subject, verb in the past, object and what follows them, where a sentence is just these in this order."""
    root = next((token for token in one.tokens if token.dep == "ROOT" and token.tag == "VBD"), None)
    if root is None or root.lemma in {"be", "have", "say"}:
        return None
    subject = next((token for token in one.tokens if token.head == root.i and token.dep == "nsubj"), None)
    target = next((token for token in one.tokens if token.head == root.i and token.dep == "dobj"), None)
    if subject is None or target is None:
        return None
    mine, theirs = one.below(subject), one.below(target)
    whole = [token for token in one.tokens if token.i in mine]
    other = [token for token in one.tokens if token.i in theirs]
    start = one.tokens.index(other[0])
    if whole[0] is not one.tokens[0] or root.i != whole[-1].i + 1 or other[0].i != root.i + 1:
        return None
    rest = list(one.tokens[start + len(other) :])
    return (whole, root, other, rest) if other[-1].i == other[0].i + len(other) - 1 else None


def _lower(tokens: Sequence[Token]) -> str:
    text = joined(tokens)
    return (
        text if tokens[0].entity or tokens[0].pos == "PROPN" or tokens[0].text == "I" else text[:1].lower() + text[1:]
    )


def passive(one: Sentence, order: random.Random) -> tuple[str, Stance] | None:
    """The same in the passive; or with the roles exchanged, which is another thing."""
    found = _clause(one)
    if found is None:
        return None
    subject, verb, target, rest = found
    if target[0].tag in {"PRP", "WP"} or (subject[0].tag in {"PRP", "WP", "DT"} and len(subject) == 1):
        return None
    participle = PARTICIPLES.get(verb.text, verb.text)
    if order.random() < 0.4:
        exchanged = f"{joined(target)} {verb.text} {_lower(subject)} {joined(rest)}"
        return _closed(exchanged), Stance.CONTRADICTS
    many = any(token.tag in {"NNS", "NNPS"} for token in target if token.dep == "dobj") or any(
        token.dep == "conj" for token in target
    )
    turned = f"{joined(target)} {'were' if many else 'was'} {participle} by {_lower(subject)} {joined(rest)}"
    return _closed(turned), Stance.AGREES


def _closed(text: str) -> str:
    return capital(re.sub(r"\s+([.,;:!?])", r"\1", text))


def shortened(one: Sentence, order: random.Random) -> tuple[str, Stance] | None:
    """Without something that is said besides: what is left still holds."""
    besides = [token for token in one.tokens if token.dep in {"relcl", "appos", "advcl", "npadvmod"}]
    besides += [
        token
        for token in one.tokens
        if token.dep == "prep" and token.text in CIRCUMSTANCES and one.tokens[token.head - one.base].dep == "ROOT"
    ]
    if not besides or any(token.dep == "neg" for token in one.tokens):
        return None
    gone = one.below(order.choice(besides))
    if len(gone) > 0.6 * len(one.tokens):
        return None
    around = {min(gone) - 1, max(gone) + 1}
    commas = {token.i for token in one.tokens if token.i in around and token.text == ","}
    text = _closed(one.without(gone | commas))
    return (text, Stance.AGREES) if len(text.split()) >= 4 else None
