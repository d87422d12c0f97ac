"""How a claim is put: negated or not, as fact, opinion or question, as a state that lasts or has come about."""

from __future__ import annotations

from collections.abc import Sequence

from service.news.claim import Mode
from service.scoring.annotated import Token
from service.scoring.reading import lexicon
from service.scoring.reading.senses import sense


def negated(tokens: Sequence[Token]) -> bool:
    """Whether the claim as a whole says that something is not so: an odd number of negations above its clauses."""
    main = _main(tokens)
    count = 0
    for token in tokens:
        if token.lemma in lexicon.NEGATORS and not _repeats(token, tokens):
            count += (
                token.dep in {"neg", "det", "nsubj", "nsubjpass", "dobj", "advmod", "preconj", "cc", "attr"}
                and _depth(token, main, tokens) <= 2
            )
        elif (token.lemma in lexicon.NEGATIVE_VERBS and token is main) or (
            token.lemma in lexicon.DENIALS and token is main
        ):
            count += 1
    return count % 2 == 1


def _repeats(token: Token, tokens: Sequence[Token]) -> bool:
    """Whether a negator adds no negation: the 'nor' of 'neither … nor', the 'not' of 'not only'."""
    if token.lemma == "nor":
        return any(other.lemma in lexicon.NEGATORS for other in tokens if other.i < token.i)
    return token.lemma == "not" and any(other.i == token.i + 1 and other.lemma == "only" for other in tokens)


def _main(tokens: Sequence[Token]) -> Token | None:
    inside = {token.i for token in tokens}
    heads = [token for token in tokens if token.head not in inside or token.head == token.i]
    verbs = [token for token in heads if token.pos in {"VERB", "AUX"}]
    return next(iter(verbs or heads), None)


def _depth(token: Token, main: Token | None, tokens: Sequence[Token]) -> int:
    at = {t.i: t for t in tokens}
    depth = 0
    while main is not None and token.i != main.i and token.head in at and token.head != token.i and depth < 9:
        token = at[token.head]
        depth += 1
    return depth


def mode(tokens: Sequence[Token]) -> Mode:
    """What kind of statement it is, by its words alone."""
    lemmas = {sense(token) for token in tokens}
    if tokens and tokens[-1].text == "?":
        return Mode.QUESTION
    if any(token.lemma in {"if", "unless"} and token.dep == "mark" for token in tokens) and lemmas & {
        "would",
        "will",
        "could",
    }:
        return Mode.CONDITIONAL
    if lemmas & lexicon.OPINIONS or any(token.text.lower() == "must" for token in tokens):
        return Mode.OPINION
    main = _main(tokens)
    helped = {token.lemma for token in tokens if main is not None and token.head == main.i and token.dep == "aux"}
    if helped & lexicon.PREDICTIONS or (
        main is not None and main.lemma in lexicon.FORESEEN and any(t.dep == "xcomp" for t in tokens)
    ):
        return Mode.PREDICTION
    return Mode.ASSERTION


def ongoing(tokens: Sequence[Token]) -> bool:
    """A state that waits for its end: 'still', 'not yet', or a main clause in the present."""
    if any(token.lemma in lexicon.WAITING for token in tokens):
        return True
    main = _main(tokens)
    verbs = [main] if main is not None else []
    verbs += [
        token for token in tokens if main is not None and token.head == main.i and token.dep in {"aux", "auxpass"}
    ]
    perfect = any(token.lemma == "have" and token.dep == "aux" for token in verbs)
    return not perfect and any(token.tag in {"VBZ", "VBP"} or token.lemma == "will" for token in verbs)


def settled(tokens: Sequence[Token]) -> bool:
    """A state that has come about: a main clause in the perfect, 'over', 'back', 'no longer', 'now'."""
    lowered = " ".join(token.text.lower() for token in tokens)
    if any(token.lemma in lexicon.SETTLING for token in tokens) or any(
        f" {mark} " in f" {lowered} " for mark in lexicon.SETTLING_PHRASES
    ):
        return True
    main = _main(tokens)
    return main is not None and any(
        token.head == main.i and token.dep == "aux" and token.lemma == "have" and token.tag in {"VBZ", "VBP"}
        for token in tokens
    )
