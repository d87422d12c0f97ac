"""One field of an article cut into the pieces that make single claims."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.news.article import Span
from service.news.claim import Attribution
from service.scoring.annotated import AnnotatedText, Token
from service.scoring.reading import layout, lexicon
from service.scoring.reading.clauses import AUXILIARIES, FINITE, VERBAL, Lead, clauses

EDGES = frozenset({"that", "and", "but", "or", "while", "whereas", "as", "because", "so"})
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj", "csubjpass"})
# A fragment in quotation marks ('martyred') tells nothing that could be checked on its own.
FEWEST_WORDS = 2
FEWEST_IN_HEADLINE = 3
FEWEST_LEFT_OVER = 4
# Half a headline without a verb ('Ferry fire, three crew missing') has more words than a label ('Port strike live').
FEWEST_IN_HALF = 5
FRAME = "frame"
MOST = 0.7
# Verbs by which a source gives a figure.
FIGURING = frozenset({"put", "give", "estimate", "count", "report", "revise", "confirm", "show", "find"})
# By these a source lays something at somebody's door; without them 'the army of hiding in the school' tells nothing.
LAYING = frozenset({"accuse", "attribute", "blame"})
# What is not done by whoever leaves something open.
UNTOLD = frozenset(
    {"confirm", "deny", "detail", "disclose", "explain", "give", "identify", "name", "offer", "provide", "release"}
    | {"reveal", "say", "specify"}
)
ASIDES = frozenset({"relcl", "acl", "advcl"})
RELATIVES = frozenset({"WP", "WDT", "WP$", "WRB"})
OPENING, CLOSING = frozenset("“‘\"'"), frozenset("”’\"'")


@dataclass(frozen=True, slots=True)
class Piece:
    """The tokens of one claim, in text order, and the attribution they stand in (an index; None = the outlet's own).

    ``lead`` holds words that the claim shares with another: the subject of the second of 'was hit by a car and died in
    hospital'. They stand outside its span and ahead of it where it is read.
    """

    tokens: tuple[Token, ...]
    relation: int | None
    lead: Lead = ()

    @property
    def span(self) -> Span:
        """From the first to the last token."""
        return Span(self.tokens[0].start, self.tokens[-1].end)

    @property
    def words(self) -> tuple[Token, ...]:
        """The claim as it is read, with the words it shares."""
        return (*self.lead, *self.tokens) if self.lead else self.tokens


def pieces(text: AnnotatedText, relations: Sequence[Attribution], *, headline: bool = False) -> Iterator[Piece]:
    """The claims of one field, in text order: each sentence shared out among its attributions, then split into clauses.

    A ``headline`` may do without a verb. Where its attributions leave nothing of it ('Parliament dismisses PM'), it is
    a claim whole.
    """
    found = list(_shared_out(text, relations, headline=headline))
    yield from found or (_whole(text) if headline else ())


def _shared_out(text: AnnotatedText, relations: Sequence[Attribution], *, headline: bool) -> Iterator[Piece]:
    owners = _owners(text, relations)
    for tokens in _sentences(text):
        found = []
        for owner, run in _runs(tokens, owners, headline=headline):
            for clause in clauses(run):
                kept = _trimmed(clause.tokens)
                if _says_something(kept, headline=headline, attributed=owner is not None):
                    found.append(Piece(kept, owner, clause.lead))
        # An aside stands inside the claim that it was taken from, whose span runs around it.
        yield from sorted(found, key=lambda piece: piece.span)


def _whole(text: AnnotatedText) -> Iterator[Piece]:
    """The sentences of a headline that say something, nobody's but the outlet's own."""
    furniture = {token.i for span in layout.furniture(text.text) for token in _tokens_in(text, span)}
    for tokens in _sentences(text):
        kept = _trimmed([token for token in tokens if token.i not in furniture])
        if _count(kept) >= FEWEST_IN_HEADLINE and not _keeps_silent(kept):
            yield Piece(kept, None)


def _sentences(text: AnnotatedText) -> Iterator[tuple[Token, ...]]:
    """The sentences, cut where the layout says that none goes on."""
    breaks = layout.breaks(text.text)
    for sentence in text.sentences:
        tokens = text.tokens_of(sentence)
        if not tokens:
            continue
        place = bisect_right(breaks, tokens[0].start)
        while place < len(breaks) and breaks[place] < tokens[-1].end:
            cut = _first_from(tokens, breaks[place])
            if cut:
                yield tokens[:cut]
            tokens = tokens[cut:]
            place += 1
        if tokens:
            yield tokens


def _owners(text: AnnotatedText, relations: Sequence[Attribution]) -> list[int | str | None]:
    """For each token the attribution whose content it is: the innermost one; FRAME for sources and cues."""
    owners: list[int | str | None] = [None] * len(text.tokens)
    widest_first = sorted(range(len(relations)), key=lambda i: -sum(len(span) for span in relations[i].content))
    for index in widest_first:
        relation = relations[index]
        _mark(text, owners, relation.source, FRAME)
        _mark(text, owners, relation.cue, index if _says_it_itself(text, relation) else FRAME)
        _mark(text, owners, relation.content, index)
    _mark(text, owners, tuple(layout.furniture(text.text)), FRAME)
    return owners


def _says_it_itself(text: AnnotatedText, relation: Attribution) -> bool:
    """Whether the cue is the claim's own verb: 'put it at 38,000', 'gave no figure', 'blamed the army for it'."""
    cue = [token for span in relation.cue for token in _tokens_in(text, span)]
    content = [token for span in relation.content for token in _tokens_in(text, span)]
    bare = not any(token.pos in {"VERB", "AUX"} for token in content)
    if bare and relation.opens:
        finite = any(token.tag in FINITE or token.tag == "MD" for token in cue)
        return finite and any(token.lemma in UNTOLD for token in cue)
    laid = any(token.lemma in LAYING for token in cue)
    laid |= any(token.lemma == "describe" for token in cue) and any(token.lemma == "as" for token in content)
    if laid and _is_phrase(content):
        return True
    figures = any(token.pos == "NUM" for token in content)
    return bare and figures and any(token.lemma in FIGURING for token in cue)


def _is_phrase(content: Sequence[Token]) -> bool:
    """Whether a content names somebody or something, with whatever is told of it, and makes no clause."""
    inside = {token.i for token in content}
    heads = [token for token in content if token.head not in inside or token.head == token.i]
    return (
        not any(token.text in OPENING for token in content[:1]) and heads[:1] != [] and heads[0].pos in CONTENT - VERBAL
    )


def _mark(text: AnnotatedText, owners: list[int | str | None], spans: Sequence[Span], owner: int | str) -> None:
    for span in spans:
        for token in _tokens_in(text, span):
            owners[token.i] = owner


def _tokens_in(text: AnnotatedText, span: Span) -> tuple[Token, ...]:
    low = _first_from(text.tokens, span.start)
    high = _first_from(text.tokens, span.end)
    return text.tokens[low:high]


def _first_from(tokens: Sequence[Token], offset: int) -> int:
    """The index of the first token that starts at or after ``offset``."""
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high) // 2
        if tokens[middle].start < offset:
            low = middle + 1
        else:
            high = middle
    return low


def _runs(
    tokens: Sequence[Token], owners: Sequence[int | str | None], *, headline: bool
) -> Iterator[tuple[int | None, tuple[Token, ...]]]:
    """The tokens of a sentence by owner: all of an attribution's together, the outlet's in unbroken stretches."""
    inside: dict[int, list[Token]] = {}
    own: list[list[Token]] = [[]]
    for token in tokens:
        owner = owners[token.i]
        if isinstance(owner, int):
            inside.setdefault(owner, []).append(token)
        if owner is None:
            own[-1].append(token)
        elif own[-1]:
            own.append([])
    attributed = any(isinstance(owners[token.i], int) for token in tokens)
    found: list[tuple[int | None, tuple[Token, ...]]] = [(owner, tuple(run)) for owner, run in inside.items()]
    found += [(None, tuple(run)) for run in own if run and (not attributed or _stands_alone(run, headline=headline))]
    yield from sorted(found, key=lambda pair: pair[1][0].i)


def _stands_alone(run: Sequence[Token], *, headline: bool) -> bool:
    """Whether what is left beside an attribution is a clause of its own, with subject and verb, or half a headline."""
    inside = {token.i for token in run}
    words = [token for token in run if token.pos not in {"PUNCT", "SPACE"}]
    if not words or words[0].tag in RELATIVES:
        return False
    if not any(token.dep in SUBJECTS and token.head in inside for token in run):
        return headline and _count(run) >= FEWEST_IN_HALF
    return _count(run) >= (FEWEST_IN_HEADLINE if headline else FEWEST_LEFT_OVER)


def _trimmed(clause: Sequence[Token]) -> tuple[Token, ...]:
    """Without marks and joining words at either end; a quotation that was opened inside keeps its closing mark."""
    first, last = 0, len(clause)
    while first < last and (clause[first].pos in {"PUNCT", "SPACE"} or _joins(clause, first)):
        first += 1
    while last > first and clause[last - 1].pos in {"PUNCT", "SPACE", "CCONJ"} and clause[last - 1].text != "?":
        if clause[last - 1].text in CLOSING and any(token.text in OPENING for token in clause[first : last - 1]):
            break
        last -= 1
    while last - 1 > first and clause[last - 1].dep == "mark":
        # 'It sank, according to the navy, while …': the clause behind 'while' is somebody else's.
        last -= 1
        while last > first and clause[last - 1].pos == "PUNCT":
            last -= 1
    return tuple(clause[first:last])


def _joins(clause: Sequence[Token], place: int) -> bool:
    """A joining word, but for the 'as' of 'as many as 30'."""
    following = clause[place + 1].lemma if place + 1 < len(clause) else ""
    return clause[place].text.lower() in EDGES and following not in {"many", "much", "few"}


def _count(tokens: Sequence[Token]) -> int:
    return sum(token.pos in CONTENT for token in tokens)


def _says_something(tokens: Sequence[Token], *, headline: bool, attributed: bool) -> bool:
    """Whether there is a predication in it about the event; 'has not commented' is none."""
    words = _count(tokens)
    if not words or _keeps_silent(tokens):
        return False
    inside = {token.i for token in tokens}
    heads = [token for token in tokens if token.head not in inside or token.head == token.i]
    if not any(head.pos in {"VERB", "AUX"} or _is_said_of(head, tokens) for head in heads):
        return (
            (headline and words >= FEWEST_IN_HEADLINE)
            or _is_a_toll(tokens, attributed=attributed)
            or any(_is_misread_verb(token, heads, words) for token in tokens)
            or (words >= FEWEST_LEFT_OVER and attributed and any(_is_misread_clause(token, tokens) for token in tokens))
        )
    predicated = any(token.dep in SUBJECTS and token.head in inside for token in tokens)
    return words >= (1 if predicated else FEWEST_WORDS) and (
        len(tokens) > 2 or any(token.pos == "NUM" for token in tokens)
    )


def _is_said_of(head: Token, tokens: Sequence[Token]) -> bool:
    """Whether an adjective or a noun is what a clause says: 'the oil was clean', read as if 'to clean' were a verb."""
    return any(token.head == head.i and token.tag in FINITE and token.dep in AUXILIARIES for token in tokens)


def _is_a_toll(tokens: Sequence[Token], *, attributed: bool) -> bool:
    """'14 dead, including three children' says as much as a sentence, and so does '[is feared] dead' of somebody."""
    if not any(token.lemma in lexicon.FATE_OF for token in tokens):
        return False
    counted = any(token.pos == "NUM" or token.lemma in {"dozen", "score", "several"} for token in tokens)
    return counted or (attributed and any(token.dep in SUBJECTS for token in tokens))


def _is_misread_verb(token: Token, heads: Sequence[Token], words: int) -> bool:
    """A past tense that the parser hung on its subject as if it were a participle: 'the ship left on Monday'."""
    enough = {"VBD": FEWEST_IN_HEADLINE, "VBN": FEWEST_LEFT_OVER}.get(token.tag)
    misread = token.dep == "acl" and any(token.head == head.i for head in heads)
    return misread and enough is not None and words >= enough


def _is_misread_clause(token: Token, tokens: Sequence[Token]) -> bool:
    """A finite verb that the parser joined to a word before it: 'no plane, manned or unmanned, flew'.

    It stands beside that word, or is taken for a relative clause that has nearly all words.
    """
    if token.tag not in FINITE:
        return False
    if token.dep == "conj":
        return any(t.head == token.i for t in tokens)
    heads = {t.i: t.head for t in tokens}
    return token.dep == "relcl" and sum(_hangs_on(t.i, token.i, heads) for t in tokens) > MOST * len(tokens)


def _hangs_on(i: int, above: int, heads: Mapping[int, int]) -> bool:
    for _ in range(len(heads)):
        if i == above or i not in heads or heads[i] == i:
            break
        i = heads[i]
    return i == above


def _keeps_silent(tokens: Sequence[Token]) -> bool:
    """Whether the claim tells that somebody did not comment; an aside ('which has not') is only that."""
    if [token.lemma for token in tokens[:2]] == ["to", "comment"]:
        return True
    if not {token.lemma for token in tokens} & {"no", "not", "n't", "decline", "refuse"}:
        return False
    at = {token.i: token for token in tokens}
    for token in tokens:
        if token.lemma == "comment":
            above = token
            while above.dep not in ASIDES and above.head in at and above.head != above.i:
                above = at[above.head]
            if above.dep not in ASIDES:
                return True
    return False
