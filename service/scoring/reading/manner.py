"""How a claim is put: negated or not, as fact, opinion or question, as a state that lasts or has come about."""

from __future__ import annotations

from collections.abc import Sequence

from service.news.claim import Mode
from service.scoring.annotated import Token
from service.scoring.reading import lexicon
from service.scoring.reading.senses import sense

NEGATED_PARTS = frozenset({"neg", "det", "nsubj", "nsubjpass", "dobj", "advmod", "preconj", "cc", "attr"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj", "csubjpass"})
AUXILIARIES = frozenset({"aux", "auxpass"})
CLOSING = frozenset("”’\"')")
# 'He was going to Split' goes somewhere; 'is going to strike' has not struck.
PRESENT = frozenset({"VBZ", "VBP"})


def negated(tokens: Sequence[Token]) -> bool:
    """Whether the claim as a whole says that something is not so: an odd number of negations above its clauses."""
    main = _main(tokens)
    count = 0
    for token in tokens:
        if token.lemma in lexicon.NEGATORS and not _repeats(token, tokens):
            count += token.dep in NEGATED_PARTS and _depth(token, main, tokens) <= 2
        elif token is main and (token.lemma in lexicon.DENIALS or _fails(token, tokens)):
            count += 1
    return count % 2 == 1


def _fails(token: Token, tokens: Sequence[Token]) -> bool:
    """'Failed to deliver' says that nothing was delivered; 'the power failed' denies nothing."""
    if token.lemma not in lexicon.NEGATIVE_VERBS:
        return False
    return token.lemma != "fail" or any(t.head == token.i and t.dep == "xcomp" for t in tokens)


def _repeats(token: Token, tokens: Sequence[Token]) -> bool:
    """Whether a negator adds no negation: the 'nor' of 'neither … nor', the 'not' of 'not only'."""
    if token.lemma == "nor":
        return any(other.lemma in lexicon.NEGATORS for other in tokens if other.i < token.i)
    return token.lemma == "not" and any(other.i == token.i + 1 and other.lemma == "only" for other in tokens)


def _main(tokens: Sequence[Token]) -> Token | None:
    """The head of the claim: the first verb that hangs on nothing inside it, else the first such word."""
    inside = {token.i for token in tokens}
    first = None
    for token in tokens:
        if token.head not in inside or token.head == token.i:
            if token.pos in {"VERB", "AUX"}:
                return token
            first = first or token
    return first


def _depth(token: Token, main: Token | None, tokens: Sequence[Token]) -> int:
    at = {t.i: t for t in tokens}
    depth = 0
    while main is not None and token.i != main.i and token.head in at and token.head != token.i and depth < 9:
        token = at[token.head]
        depth += 1
    return depth


def mode(tokens: Sequence[Token]) -> Mode:
    """What kind of statement it is, by its words alone.

    The modal verbs of news English are ambiguous (Palmer, Mood and Modality, 2001): 'could' tells of what one was
    able to do ('could hear cries', an assertion) or of what may come ('could strike again', a prediction); 'may have'
    and 'may be' leave open what is, and stay hedged assertions.
    """
    main = _main(tokens)
    if main is None:
        return Mode.ASSERTION
    if _asks(tokens):
        return Mode.QUESTION
    below = [token for token in tokens if token.head == main.i and token.i != main.i]
    if _supposes(tokens, below):
        return Mode.CONDITIONAL
    if _judges(main, below, tokens):
        return Mode.OPINION
    return Mode.PREDICTION if _foretells(main, below, tokens) else Mode.ASSERTION


def _asks(tokens: Sequence[Token]) -> bool:
    last = next((token for token in reversed(tokens) if token.text not in CLOSING), None)
    return last is not None and last.text == "?"


def _supposes(tokens: Sequence[Token], below: Sequence[Token]) -> bool:
    """'If …', 'unless …', 'had the driver braked, …', and what 'would have' been."""
    at = {token.i: token for token in tokens}
    for place, token in enumerate(tokens):
        if token.lemma in {"if", "unless"} and token.dep == "mark" and token.head in at:
            whether = at[token.head].dep in {"ccomp", "pcomp"} or at[token.head].pos not in {"VERB", "AUX"}
            if not whether and (place == 0 or tokens[place - 1].lemma != "as"):
                return True
    helped = {token.lemma for token in below if token.dep == "aux"}
    return {"would", "have"} <= helped


def _judges(main: Token, below: Sequence[Token], tokens: Sequence[Token]) -> bool:
    """'Should', 'must', 'was outrageous', 'a cowardly act', 'we condemn'; 'must have been' concludes and tells."""
    if main.lemma in lexicon.ATTITUDES:
        return True
    ought = {token.lemma for token in below if token.dep == "aux"} & lexicon.OUGHT
    if ought:
        return ought != {"must"} or not any(token.lemma == "have" and token.dep == "aux" for token in below)
    if tokens[0] is main and main.lemma == "let":
        return True
    if main.lemma not in {"be", "remain", "seem", "become"}:
        return False
    said_of = [token for token in below if token.dep in {"acomp", "attr"}]
    judged = {token.i for token in said_of if token.dep == "attr"}
    return any(token.lemma in lexicon.JUDGEMENTS for token in said_of) or any(
        token.head in judged and token.dep == "amod" and token.lemma in lexicon.JUDGEMENTS for token in tokens
    )


def _foretells(main: Token, below: Sequence[Token], tokens: Sequence[Token]) -> bool:
    """'Will', 'would reopen', 'could strike again', 'is expected to', 'is to rule', 'plans to', a bare 'to rule'."""
    for token in below:
        if token.dep != "aux":
            continue
        if token.lemma in {"will", "shall", "'ll", "’ll", "wo"}:
            return True
        if token.lemma == "would" and not _tells_of_past(main, below):
            return True
        if token.lemma in lexicon.MODALS and _lies_ahead(token, main, below):
            return True
        # 'Peru to close mines', '[is expected] to close': what hangs on 'to' alone has not happened.
        if token.lemma == "to" and main.tag == "VB" and main.lemma != "be":
            return not any(other.lemma == "have" and other.dep == "aux" for other in below)
    return _leads_on(main, below, tokens)


def _tells_of_past(main: Token, below: Sequence[Token]) -> bool:
    """'Would not say' and 'would often walk'."""
    if any(token.dep == "neg" for token in below):
        return main.lemma in lexicon.REFUSALS
    return any(token.lemma in lexicon.HABITS for token in below)


def _lies_ahead(modal: Token, main: Token, below: Sequence[Token]) -> bool:
    """Whether 'may', 'might' or 'could' speaks of what may come, and not of what is, was, or one was able to do."""
    if main.lemma in lexicon.STATIVE or any(t.lemma in {"be", "have"} and t.dep in AUXILIARIES for t in below):
        return False
    return not _is_ability(modal, main, below)


def _is_ability(modal: Token, main: Token, below: Sequence[Token]) -> bool:
    if modal.lemma != "could":
        return False
    undone = any(token.dep == "neg" for token in below) or any(token.lemma == "only" for token in below)
    return undone or main.lemma in lexicon.ABILITIES


def _leads_on(main: Token, below: Sequence[Token], tokens: Sequence[Token]) -> bool:
    """'Plans to strike', 'is likely to strike', 'is about to strike', 'is to strike'."""
    ahead = [token for token in below if token.dep == "xcomp" and token.tag == "VB"]
    if main.lemma in lexicon.FORESEEN and main.pos == "VERB":
        return bool(ahead) and not (main.lemma == "go" and main.tag != "VBG")
    if main.lemma != "be":
        return False
    for token in below:
        if token.dep in {"acomp", "attr", "prep"} and token.lemma in lexicon.FORESEEN | {"about"}:
            return any(t.head == token.i and (t.tag == "VB" or t.lemma in {"on", "at", "for"}) for t in tokens)
    return any(token.i - main.i <= 3 and _after_to(token, tokens) for token in ahead)


def _after_to(verb: Token, tokens: Sequence[Token]) -> bool:
    # Who 'is to blame' is so already.
    return verb.lemma != "blame" and any(token.head == verb.i and token.lemma == "to" for token in tokens)


def hedged(tokens: Sequence[Token]) -> bool:
    """Whether the claim's own words leave open that it is so; what one could or could not do is not left open."""
    for token in tokens:
        word = sense(token)
        if word in lexicon.MODALS:
            main = next((t for t in tokens if t.i == token.head), None)
            if main is None or not _is_ability(token, main, [t for t in tokens if t.head == main.i]):
                return True
        elif word in lexicon.HEDGES:
            return True
        elif word in lexicon.HEDGING_PASSIVES and token.tag == "VBN":
            return any(t.head == token.i and t.dep in {"xcomp", "oprd", "acomp"} for t in tokens)
        elif word == "must" and any(t.head == token.head and t.lemma == "have" and t.dep == "aux" for t in tokens):
            return True
    return False


def ongoing(tokens: Sequence[Token]) -> bool:
    """A state that waits for its end: 'still', 'not yet', or a main clause in the present."""
    if any(token.lemma in lexicon.WAITING for token in tokens):
        return True
    main = _main(tokens)
    if main is None:
        return False
    verbs = [main, *(token for token in tokens if token.head == main.i and token.dep in AUXILIARIES)]
    perfect = any(token.lemma == "have" and token.dep == "aux" for token in verbs)
    return not perfect and any(token.tag in PRESENT or token.lemma == "will" for token in verbs)


def settled(tokens: Sequence[Token]) -> bool:
    """A state that has come about: a main clause in the perfect, 'over', 'back', 'no longer', 'now'."""
    if any(token.lemma in lexicon.SETTLING for token in tokens):
        return True
    lowered = f" {' '.join([token.text.lower() for token in tokens])} "
    if any(mark in lowered for mark in lexicon.SETTLING_PHRASES):
        return True
    main = _main(tokens)
    return main is not None and any(
        token.head == main.i and token.dep == "aux" and token.lemma == "have" and token.tag in PRESENT
        for token in tokens
    )
