"""A run of words of one source cut into single statements.

What is cut apart: coordinated clauses ('seven died and the road was closed'), clauses joined by a semicolon, a colon
or a dash, predicates that share a subject ('was hit by a car and died in hospital'), relative clauses that do not
restrict ('…, which killed 12 people, …') and results told by a participle ('…, killing 12 people'). Predicates are
split off only where both halves say something that can be checked. The kinds follow what open information extraction
splits off (Del Corro & Gemulla 2013, ClausIE, doi:10.1145/2488388.2488420); reasons and conditions stay where they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from service.scoring.annotated import Token
from service.scoring.reading import lexicon

SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj", "csubjpass"})
AUXILIARIES = frozenset({"aux", "auxpass"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
VERBAL = frozenset({"VERB", "AUX"})
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
RELATIVES = frozenset({"WP", "WDT", "WRB"})
# What makes a predicate more than a bare verb.
ARGUMENTS = frozenset({"dobj", "obj", "attr", "acomp", "oprd", "prep", "agent", "npadvmod", "ccomp", "xcomp", "dative"})
BREAKS = frozenset({";", ":", "—", "–", "--", "-"})
# A clause that hangs on these is none of its own.
LEANING = frozenset({"conj", "parataxis", "ccomp", "relcl", "advcl"})
FEWEST_IN_ASIDE = 3
FEWEST_IN_HALF = 3


@dataclass(frozen=True, slots=True)
class Clause:
    """The words of one statement as printed, and the words it shares with another.

    ``lead`` goes ahead of ``tokens`` where the statement is read: the subject of 'died in hospital', with the helping
    verbs. Its head words hang on the clause's own verb, so that the two read as one sentence.
    """

    tokens: tuple[Token, ...]
    lead: tuple[Token, ...] = ()


def clauses(run: Sequence[Token]) -> Iterator[Clause]:
    """The statements of a run (one source's words of one sentence), in the order in which they start."""
    if not any((token.dep in LEANING and token.pos in VERBAL) or token.text in BREAKS for token in run):
        yield Clause(tuple(run))
        return
    tree = _Tree(run)
    leads = {start: lead for start, lead in [*_coordinated(tree), *_broken(tree), *_sharing(tree)] if start > run[0].i}
    edges = [run[0].i, *sorted(leads), run[-1].i + 1]
    found: list[Clause] = []
    for first, last in pairwise(edges):
        part = [token for token in run if first <= token.i < last]
        if part:
            found += _without_asides(tree, part, leads.get(first, ()))
    yield from sorted(found, key=lambda clause: clause.tokens[0].i)


class _Tree:
    """The words of a run with what hangs on them inside the run."""

    def __init__(self, run: Sequence[Token]) -> None:
        self.run = run
        self.at = {token.i: token for token in run}
        self.children: dict[int, list[Token]] = {}
        for token in run:
            if token.head != token.i and token.head in self.at:
                self.children.setdefault(token.head, []).append(token)

    def below(self, head: Token, *, but: Callable[[Token], bool] = lambda _: False) -> list[Token]:
        """``head`` and all that hangs on it, in text order, leaving out the branches of which ``but`` is true."""
        found, waiting = [head], [head]
        while waiting:
            for child in self.children.get(waiting.pop().i, ()):
                if not but(child):
                    found.append(child)
                    waiting.append(child)
        return sorted(found, key=lambda token: token.i)

    def subject(self, verb: Token) -> Token | None:
        return next((child for child in self.children.get(verb.i, ()) if child.dep in SUBJECTS), None)

    def helpers(self, verb: Token) -> list[Token]:
        return [child for child in self.children.get(verb.i, ()) if child.dep in AUXILIARIES]


Lead = tuple[Token, ...]


def _coordinated(tree: _Tree) -> Iterator[tuple[int, Lead]]:
    """Where clauses with subjects of their own start: after 'and', and after one that the parser hangs on the next."""
    for token in tree.run:
        if token.pos not in VERBAL:
            continue
        subject = tree.subject(token)
        if token.dep in {"conj", "parataxis"} and subject is not None and subject.i < token.i:
            yield tree.below(token)[0].i, ()
        elif token.dep == "ccomp" and subject is not None and token.head in tree.at and token.i < token.head:
            following = tree.subject(tree.at[token.head])
            if following is not None and following.i > token.i:
                yield _after(tree, token, tree.below(following)[0].i), ()
    yield from _listed(tree)


def _listed(tree: _Tree) -> Iterator[tuple[int, Lead]]:
    """Where clauses start that are told one by one: 'that the bridge fell and that the road was closed'."""
    thats = [place for place, token in enumerate(tree.run) if token.text.lower() == "that" and token.dep == "mark"]
    for place in thats[1:]:
        ahead = [token for token in tree.run[:place] if token.text != ","]
        if ahead and ahead[-1].pos == "CCONJ" and _is_clause(tree, tree.run[place + 1 :]):
            yield tree.run[place].i, ()


def _after(tree: _Tree, verb: Token, start: int) -> int:
    """The first word after the mark or joining word between a clause and the next one's subject at ``start``."""
    last = tree.below(verb)[-1].i
    return next((token.i for token in tree.run if last < token.i <= start and token.pos != "PUNCT"), start)


def _broken(tree: _Tree) -> Iterator[tuple[int, Lead]]:
    """Where clauses start after a semicolon, a colon or a single dash; what stands between two dashes is an aside."""
    marks = [place for place, token in enumerate(tree.run) if token.text in BREAKS and _is_break(tree.run, place)]
    dashes = sum(tree.run[place].text not in {";", ":"} for place in marks)
    for place in marks:
        if (
            (tree.run[place].text in {";", ":"} or dashes == 1)
            and _is_clause(tree, tree.run[:place])
            and _is_clause(tree, tree.run[place + 1 :])
        ):
            yield tree.run[place + 1].i, ()


def _is_break(run: Sequence[Token], place: int) -> bool:
    """A mark between words; a hyphen counts where it is printed as a dash, with gaps."""
    if not 0 < place < len(run) - 1:
        return False
    spaced = run[place - 1].end < run[place].start and run[place].end < run[place + 1].start
    return spaced or run[place].text not in {"-", "–"}


def _is_clause(tree: _Tree, tokens: Sequence[Token]) -> bool:
    """Whether there is a finite verb with its subject near the start: 'and 'which' and 'if' lead in no clause."""
    if tokens and (tokens[0].tag in RELATIVES or tokens[0].dep == "mark"):
        return False
    inside = {token.i for token in tokens}
    return any(
        token.dep in SUBJECTS
        and token.head in inside
        and tree.at[token.head].dep not in {"relcl", "acl", "advcl"}
        and _is_finite(tree, tree.at[token.head])
        for token in tokens
    )


def _is_finite(tree: _Tree, verb: Token) -> bool:
    return verb.pos in VERBAL and any(t.tag in FINITE or t.tag == "MD" for t in [verb, *tree.helpers(verb)])


def _sharing(tree: _Tree) -> Iterator[tuple[int, Lead]]:
    """Where predicates start that share the subject of the one before them."""
    for token in tree.run:
        if token.dep != "conj" or token.pos not in VERBAL or tree.subject(token) is not None:
            continue
        first = _first_of(tree, token)
        if first is None or not _both_tell(tree, first, token):
            continue
        lead = _shared(tree, first, token)
        if lead:
            yield tree.below(token)[0].i, lead


def _first_of(tree: _Tree, verb: Token) -> Token | None:
    """The predicate that a chain of 'and's starts with, where it is the head of the run."""
    first = verb
    while first.dep == "conj" and first.head in tree.at and first.head != first.i:
        first = tree.at[first.head]
    is_head = first.head not in tree.at or first.head == first.i or first.dep in {"conj", "ccomp"}
    return first if is_head and first.pos in VERBAL and first.i < verb.i else None


def _both_tell(tree: _Tree, first: Token, other: Token) -> bool:
    """Whether both predicates could be checked: 'killed three and hit a depot', not 'stormed and took a base'."""
    if any(child.dep == "neg" for child in tree.children.get(first.i, ())):
        return False
    previous = tree.at[other.head]
    start = tree.below(other)[0].i
    said = [t for t in tree.children.get(previous.i, ()) if previous.i < t.i < start and t.dep in ARGUMENTS]
    added = [t for t in tree.children.get(other.i, ()) if t.i > other.i and t.dep in ARGUMENTS]
    # What both verbs act upon stands after the second one: 'stormed and attacked the base'.
    return bool(said and added) and len(tree.below(other)) >= FEWEST_IN_HALF


def _shared(tree: _Tree, first: Token, verb: Token) -> Lead:
    """The subject of ``first`` and the helping verbs that go with ``verb`` too; empty where the two do not fit."""
    subject = tree.subject(first)
    if subject is None or subject.i > first.i:
        return ()
    own = tree.helpers(verb)
    theirs = [] if own else [t for t in tree.helpers(first) if t.i > subject.i]
    # After 'has killed' even what looks like a past tense is a participle: '[has] destroyed'.
    perfect = any(token.lemma == "have" for token in theirs)
    helpers = theirs if verb.tag not in FINITE or (perfect and verb.tag == "VBD") else []
    if verb.tag not in FINITE and not own and (verb.tag != first.tag or not helpers):
        return ()
    passive = any(token.dep == "auxpass" for token in helpers or own)
    hedges = [
        t
        for t in tree.children.get(first.i, ())
        if t.dep == "advmod" and t.lemma in lexicon.HEDGES and subject.i < t.i < first.i
    ]
    words = [*_phrase(tree, subject, verb, "nsubjpass" if passive else "nsubj")]
    words += [replace(token, head=verb.i) for token in [*helpers, *hedges]]
    return tuple(sorted(words, key=lambda token: token.i))


def _phrase(tree: _Tree, head: Token, verb: Token, dep: str) -> list[Token]:
    """The noun phrase around ``head`` without clauses and additions, hung on ``verb``."""
    tokens = tree.below(head, but=lambda child: child.dep in {"relcl", "appos", "punct", "acl", "advcl"})
    return [replace(token, head=verb.i, dep=dep) if token.i == head.i else token for token in tokens]


def _without_asides(tree: _Tree, part: Sequence[Token], lead: Lead) -> Iterator[Clause]:
    """The clause and, apart from it, the asides in it that state a fact of their own."""
    taken: set[int] = set()
    inside = {token.i for token in part}
    for verb in part:
        if verb.head not in tree.at or verb.i in taken:
            continue
        if verb.dep == "relcl":
            words, read = tree.below(verb), _relative
        elif verb.tag == "VBG" and verb.lemma in lexicon.RESULTS:
            words, read = tree.below(verb, but=lambda child: child.tag == "VBG" and child.dep == "conj"), _result
        else:
            continue
        first, last = words[0].i, words[-1].i
        words = [token for token in part if first <= token.i <= last]
        if first not in inside or last not in inside or taken.intersection(range(first, last + 1)):
            continue
        aside = read(tree, verb, words) if _tells_a_fact(words) else None
        if aside is not None:
            yield aside
            # The commas around it go with it.
            taken.update(i for i in (first - 1, last + 1) if i in inside and tree.at[i].text == ",")
            taken.update(range(first, last + 1))
    kept = tuple(token for token in part if token.i not in taken)
    if kept:
        yield Clause(kept, lead)


def _relative(tree: _Tree, verb: Token, words: Sequence[Token]) -> Clause | None:
    """'…, which killed 12 people', '…, where 40 people were sheltering'."""
    named, link = tree.at[verb.head], words[0]
    if link.tag not in RELATIVES or not _is_set_off(tree, link) or not _is_finite(tree, verb):
        return None
    # What hangs on a day ('on Monday, which killed 12') belongs to the whole clause, which has no name.
    if named.pos not in {"NOUN", "PROPN"} or named.entity in {"DATE", "TIME"}:
        return None
    if link.text.lower() == "where":
        return Clause(tuple(words[1:]), tuple(_whereabouts(tree, named, verb))) if tree.subject(verb) else None
    if link.head != verb.i or link.dep not in SUBJECTS or not _agree(tree, named, link, verb):
        return None
    return Clause(tuple(words[1:]), tuple(_phrase(tree, named, verb, link.dep)))


def _agree(tree: _Tree, named: Token, link: Token, verb: Token) -> bool:
    """Whether a relative clause can be about the noun that it was hung on: one is, many are, nobody is a 'which'."""
    if link.text.lower() == "which" and named.entity == "PERSON":
        return False
    finite = next((t for t in [*tree.helpers(verb), verb] if t.tag in FINITE), None)
    if finite is None:
        return True
    of_one = finite.tag == "VBZ" or finite.text.lower() == "was"
    of_many = finite.tag == "VBP" or finite.text.lower() == "were"
    many = named.tag in {"NNS", "NNPS"} or any(child.dep == "conj" for child in tree.children.get(named.i, ()))
    return not (of_one and many) and not (of_many and not many and named.tag == "NNP" and named.entity == "PERSON")


def _whereabouts(tree: _Tree, named: Token, verb: Token) -> list[Token]:
    """'In the town of Kafra', as said ahead of ', where 40 people were sheltering'."""
    outer, place = named, tree.at.get(named.head)
    while place is not None and place.dep == "prep" and place.lemma == "of" and place.head in tree.at:
        outer, place = tree.at[place.head], tree.at.get(tree.at[place.head].head)
    phrase = _phrase(tree, outer, verb, "npadvmod")
    if place is None or place.dep != "prep" or place.lemma not in {"in", "at", "on", "near", "outside", "inside"}:
        return phrase
    return [
        replace(place, head=verb.i),
        *(replace(t, head=place.i, dep="pobj") if t.i == outer.i else t for t in phrase),
    ]


def _result(tree: _Tree, verb: Token, words: Sequence[Token]) -> Clause | None:
    """'…, killing 12 people [and wounding 30]': what came of it, with the subject of what did it."""
    first = verb
    while first.dep == "conj" and first.head in tree.at and tree.at[first.head].tag == "VBG":
        first = tree.at[first.head]
    if first.head not in tree.at or first.dep not in {"advcl", "conj", "acl"}:
        return None
    doer = tree.at[first.head]
    start = tree.below(first)[0]
    if doer.i > first.i or doer.pos not in VERBAL or not _is_set_off(tree, start) or words[0].i < verb.i - 1:
        return None
    if not any(t.dep in {"dobj", "obj"} for t in tree.children.get(verb.i, ())):
        return None
    subject = tree.subject(doer)
    return Clause(tuple(words), () if subject is None else tuple(_phrase(tree, subject, verb, "nsubj")))


def _is_set_off(tree: _Tree, first: Token) -> bool:
    """Whether a comma stands ahead: what restricts ('a truck that carried weapons') is part of the name."""
    before = tree.at.get(first.i - 1)
    return before is not None and before.text == ","


def _tells_a_fact(tokens: Sequence[Token]) -> bool:
    content = sum(token.pos in CONTENT for token in tokens)
    return content >= FEWEST_IN_ASIDE or (content > 1 and any(token.pos == "NUM" for token in tokens))
