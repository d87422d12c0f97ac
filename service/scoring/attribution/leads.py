"""Who a label ahead of a colon names, where no verb says that somebody speaks: 'Ana Bortic, 68, berth 9: “…”'.

'His sister, by phone: “…”', 'The clerk's answer, in writing: it was late', 'Correction from the club: he stays'. What
stands behind the first mark, 'who', 'to' or 'on' tells how, where or to whom it is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.authors import WORDS
from service.scoring.attribution.speakers import owner
from service.scoring.attribution.syntax import FINITE, QUOTE_MARKS, Tree

_LONGEST = 30
_MOST_WORDS = 9
_ENDS = frozenset({".", "!", "?", ";", ":", "…"})
_RELATIVES = frozenset({"who", "whom", "whose", "which", "that"})
# Behind these stand the means, the place and the hearer.
_HOW = frozenset({"after", "again", "as", "at", "back", "by", "in", "later", "live", "now", "on", "over", "outside"})
_TO_WHOM = frozenset({"into", "through", "to", "via", "with"})
_FROM = frozenset({"by", "from", "of"})
_MINE = frozenset({"hers", "his", "theirs"})
_MEETING = frozenset({"ask", "call", "find", "interview", "meet", "phone", "reach", "ring", "speak", "talk"})
_TELLING = WORDS | cues.POSITIONS | cues.DOCUMENT_NOUNS | {"correction", "clarification", "verdict", "advice"}
# 'Notes from Ardal' are by nobody of that name.
_SENT_FROM = frozenset({"letters", "news", "notes", "reports"})
_VOICES = voices.SPEAKERS - voices.DOCUMENTS - {"one", "ones"}


def label_ahead(tree: Tree, colon: int) -> Sequence[Token]:
    """The words from the beginning of a sentence to a ``colon``; none where they are too many or quoted."""
    first = colon
    while first and colon - first < _LONGEST and _goes_back(tree, first - 1):
        first -= 1
    words = tree.tokens[first:colon]
    whole = first == 0 or not _goes_back(tree, first - 1)
    return words if whole and words and not any(t.text in QUOTE_MARKS and t.tag != "POS" for t in words) else ()


def _goes_back(tree: Tree, i: int) -> bool:
    token = tree.tokens[i]
    ends = token.text in _ENDS or (token.text in QUOTE_MARKS and token.tag != "POS" and token.text not in ("'", "’"))
    return tree.is_told(i) and not ends and "\n" not in token.text


def voice_ahead(tree: Tree, words: Sequence[Token], *, quoted: bool) -> tuple[int, ...]:
    """The words of a label that name who speaks behind it; () where they tell something or name nobody.

    Ahead of a quotation any name will do; ahead of other words it has to be known for a voice.
    """
    met = _met(tree, words) if quoted else ()
    if met:
        return met
    words = _without_imperative(words) if quoted else words
    named = _first_part(words)
    rest = words[len(named) :]
    if not named or any(t.tag in FINITE for t in named) or _tells(rest):
        return ()
    return _whose(tree, named) or (tuple(t.i for t in named) if _is_voice(named, quoted=quoted) else ())


def _met(tree: Tree, words: Sequence[Token]) -> tuple[int, ...]:
    """Tibor in 'I spoke with one climber, Tibor'."""
    verb = next((t for t in words if t.lemma in _MEETING and t.tag in FINITE), None)
    subject = tree.first(verb.i, "nsubj") if verb is not None else None
    if verb is None or subject is None or subject.text.lower() not in ("i", "we"):
        return ()
    behind = [t for t in words if t.i > verb.i and t.pos != "ADP"]
    named = next((k + 1 for k, t in enumerate(behind) if t.entity == "PERSON" or t.lemma in _VOICES), 0)
    beside = behind[named:] if behind[named : named + 1] and _sets_beside(behind[named]) else []
    return tuple(t.i for t in (*behind[:named], *beside) if t.pos != "PRON") if named else ()


def _sets_beside(token: Token) -> bool:
    """Whether a name is set beside whoever was met."""
    return token.text == "," or token.pos == "PROPN"


def _without_imperative(words: Sequence[Token]) -> Sequence[Token]:
    """'Start with Councillor Ana Bortic' without its verb."""
    if not words or words[0].tag != "VB":
        return words
    first = next((k for k, t in enumerate(words) if t.pos == "PROPN"), len(words))
    return words[first:]


def _first_part(words: Sequence[Token]) -> Sequence[Token]:
    """A label up to its first mark or the first word that tells how, where or to whom; with a name set beside it."""
    end = next((k for k, t in enumerate(words) if k and _parts(t)), len(words))
    behind = words[end + 1 :]
    name = next((k for k, t in enumerate(behind) if not t.text[:1].isupper()), len(behind))
    if end < len(words) and words[end].text == "," and name and words[0].pos in ("DET", "PRON", "NOUN"):
        # 'Her husband, Leo Marsh', 'The clinic's lawyer, Ana Bortic'
        end += 1 + name
    return words[:end]


def _parts(token: Token) -> bool:
    low = token.text.lower()
    return token.text in (",", "(", "–", "—") or low in _HOW | _TO_WHOM | _RELATIVES


def _tells(rest: Sequence[Token]) -> bool:
    """Whether the rest of a label has a verb of its own, and not only one behind 'who'."""
    relative = {t.i for t in rest if t.dep in ("relcl", "acl")}
    return any(t.tag in FINITE and not {t.i, t.head} & relative for t in rest)


def _whose(tree: Tree, named: Sequence[Token]) -> tuple[int, ...]:
    """Who somebody's words, ahead of a colon, are by: 'The company's version', 'Correction from the club', 'Hers'."""
    if len(named) == 1 and named[0].text.lower() in _MINE:
        return (named[0].i,)
    last = next((t for t in named if t.lemma.lower() in _TELLING and t.pos in ("NOUN", "PROPN")), None)
    if last is not None and last.text.lower() in _SENT_FROM:
        return ()
    who, _ = owner(tree, last, *_FROM) if last is not None else ([], ())
    inside = {t.i for t in named}
    return tuple(i for i in who if i in inside)


def _is_voice(named: Sequence[Token], *, quoted: bool) -> bool:
    end = next((k for k, t in enumerate(named) if k and t.pos == "ADP"), len(named))
    head = named[end - 1]
    if len(named) > _MOST_WORDS or named[0].pos in ("ADP", "ADV", "SCONJ", "NUM") or head.entity in ("DATE", "TIME"):
        return False
    # 'Her husband, Orkhan'
    ahead = named[next((k for k, t in enumerate(named) if t.text == ","), end) - 1]
    called = {low for t in (head, ahead) for low in (t.lemma.lower(), t.text.lower())}
    # 'People in hospital: two' counts them.
    known = bool(called & (_VOICES if quoted else _VOICES - voices.PEOPLE)) or head.entity == "PERSON"
    return known or head.entity == "ORG" or (quoted and head.pos == "PROPN" and head.text[:1].isupper())
