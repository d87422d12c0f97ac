"""A source phrase taken apart by its words alone, so that neither its edges nor a parse of it have to be right.

'the ministry's spokesman, Igor Petrov, who was in Homs' has two parts. The first has an owner ('the ministry's'), a
core ('spokesman') and nothing after it; in 'director of the Observatory' the last three words stand after the core.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.scoring.annotated import Token
from service.scoring.attribution import voices
from service.scoring.attribution.naming import small

_OPEN = frozenset(",;:()[]{}–—-…/|*") | {"--", "...", "-LRB-", "-RRB-"}
_QUOTES = frozenset("\"'“”„‟«»‘’‚‛`") | {"''", "``"}
_RELATIVES = frozenset({"who", "whom", "whose", "which", "that", "where", "when", "as", "while", "because", "if"})
# Words that a span may take along at its edges.
_BEFORE = frozenset({"VERB", "AUX", "ADP", "SCONJ", "CCONJ", "PUNCT", "SYM", "ADV", "PART", "SPACE"})
_AFTER = _BEFORE | {"DET"}
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "SYM", "INTJ"})
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_OWNERS = frozenset({"its", "their", "his", "her", "our", "my", "your", "whose"})
_SUBJECTS = frozenset({"i", "we", "he", "she", "they"})
_REFLEXIVE = frozenset({"itself", "himself", "herself", "themselves", "alone", "alike"})
_HELD = voices.OFFICES | voices.TITLES
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Part:
    """A noun phrase between commas.

    ``core`` ends with its head word; ``owner`` and ``after`` are what stands ahead of a possessive ending and behind a
    preposition. ``tokens`` are all of its words up to a relative clause or a participle.
    """

    tokens: tuple[Token, ...]
    owner: tuple[Token, ...]
    core: tuple[Token, ...]
    after: tuple[Token, ...]

    @property
    def head(self) -> Token:
        """The last word of the core."""
        return self.core[-1]


def trimmed(tokens: Sequence[Token], indices: Sequence[int]) -> list[Token]:
    """The tokens of a phrase, a name that it cuts in two made whole, without marks and stray words at its edges.

    Where nothing but such words would be left, they are kept.
    """
    inside = [i for i in indices if tokens[i].pos != "SPACE"][:_LONGEST]
    if not inside:
        return []
    first, last = inside[0], inside[-1]
    while first and _goes_on(tokens[first - 1], tokens[first]):
        first -= 1
    while last + 1 < len(tokens) and _goes_on(tokens[last], tokens[last + 1]):
        last += 1
    phrase = [tokens[i] for i in (*range(first, inside[0]), *inside, *range(inside[-1] + 1, last + 1))]
    kept = list(phrase)
    while (
        kept
        and not _is_compound(kept)
        and (_is_stray(kept[0], _BEFORE) or (len(kept) > 1 and small(kept[0].text) in _RELATIVES))
    ):
        kept.pop(0)
    kept = _without_post(kept)
    while kept and _is_stray(kept[-1], _AFTER) and kept[-1].text != ")":
        kept.pop()
    return kept or [t for t in phrase if t.pos != "PUNCT"]


def _is_compound(phrase: Sequence[Token]) -> bool:
    """'Tracking data', whatever the tagger takes its first word for."""
    return [t.tag for t in phrase] in (["VBG", "NN"], ["VBG", "NNS"]) and phrase[0].text.islower()


def _without_post(phrase: list[Token]) -> list[Token]:
    """A name without the short office and the bracket ahead of it: 'DCP (East) K Revathi', or cut at its bracket."""
    closed = next((k for k, t in enumerate(phrase) if t.text == ")"), -1)
    opened = next((k for k, t in enumerate(phrase[: max(0, closed)]) if t.text == "("), -1)
    if closed < 1 or closed + 1 == len(phrase) or not phrase[closed + 1].text[:1].isupper():
        return phrase
    post = [t.text for t in phrase[:opened]] if opened >= 0 else []
    return phrase[closed + 1 :] if all(word.isupper() for word in post) else phrase


def _goes_on(here: Token, after: Token) -> bool:
    if {here.text, after.text} & _DASHES and here.end != after.start:
        # 'ATHENS - Meridian Bulk', labelled as one name
        return False
    return bool(here.entity) and here.entity == after.entity and not after.entity_start and here.entity in _WHOLE


_WHOLE = frozenset({"PERSON", "ORG"})
_DASHES = frozenset({"-", "–", "—", "--"})


def _is_stray(token: Token, strays: frozenset[str]) -> bool:
    low = token.text.lower()
    if token.text in _QUOTES or token.text in _OPEN or low == "that":
        return True
    if token.entity in _WHOLE or (token.text[:1].isupper() and token.pos not in ("ADP", "SCONJ", "CCONJ", "PUNCT")):
        return False
    known = low in voices.SPEAKERS or low in voices.PRONOUNS or token.entity == "ORDINAL"
    return token.pos in strays and not known and low not in _RELATIVES and low not in voices.INDEFINITE


def parts(tokens: Sequence[Token]) -> list[Part]:
    """The parts of a phrase in order; at least one for a phrase with a word in it."""
    return [part for piece in _pieces(tokens) if (part := _part(piece)) is not None]


def follower(text: Sequence[Token], phrase: Sequence[Token]) -> str:
    """The word of a ``text`` behind a phrase, or in the phrase behind its first comma or bracket."""
    behind = [*phrase[1:], *text[phrase[-1].i + 1 : phrase[-1].i + 3]]
    marked = next((k for k, t in enumerate(behind) if t.text in (",", "(")), -1)
    return next((t.text.lower() for t in behind[marked + 1 :] if t.pos != "PUNCT"), "")


def _pieces(tokens: Sequence[Token]) -> list[list[Token]]:
    """The phrase cut at commas, brackets and dashes; a suffix ('Jr.') or a number stays with what it follows."""
    found: list[list[Token]] = [[]]
    for k, token in enumerate(tokens):
        if _parts_phrase(tokens, k):
            found.append([])
        elif token.text not in _QUOTES or token.text in _POSSESSIVE:
            found[-1].append(token)
    whole: list[list[Token]] = []
    for piece in found:
        if whole and len(piece) == 1 and piece[0].text.strip(".").lower() in ("jr", "sr"):
            whole[-1].extend(piece)
        elif piece:
            whole.append(piece)
    while len(whole) > 1 and len(whole[0]) == 1 and _is_participle(whole[0][0]):
        # 'Reacting, the adviser said'
        whole.pop(0)
    return whole


def _is_participle(token: Token) -> bool:
    """'Reacting', whatever the tagger takes it for."""
    return not token.entity and (token.tag == "VBG" or token.text.lower().endswith("ing"))


def _parts_phrase(tokens: Sequence[Token], k: int) -> bool:
    token = tokens[k]
    if token.text == "-":
        return not _is_hyphen(tokens, token)
    if token.text.lower() == "nor":
        return True
    return token.text in _OPEN or (token.text.lower() in ("and", "or") and _between_people(tokens, k))


def _is_hyphen(tokens: Sequence[Token], mark: Token) -> bool:
    return any(t.end == mark.start for t in tokens) and any(t.start == mark.end for t in tokens)


def _between_people(tokens: Sequence[Token], k: int) -> bool:
    """'Cruz and Rubio', 'Governor Jeb Bush and Sen. Rick Scott': each a voice of its own."""
    before, after = tokens[k - 1 : k], tokens[k + 1 : k + 2]
    named = (
        bool(before) and before[0].entity == "PERSON" and not (after and after[0].entity and not after[0].entity_start)
    )
    titled = bool(after) and after[0].text.strip(".").lower() in voices.TITLES and after[0].text[:1].isupper()
    return bool(before and after) and (named or titled or (after[0].entity == "PERSON" and after[0].entity_start))


def _part(piece: list[Token]) -> Part | None:
    end = next(
        (k for k, t in enumerate(piece) if k and (_ends_phrase(t, piece[k - 1]) or _is_subject(piece, k))), len(piece)
    )
    piece = _from_article(piece[:end] or piece)
    while len(piece) > 1 and piece[0].pos in ("CCONJ", "ADP", "ADV", "PUNCT") and not piece[0].text[:1].isupper():
        piece = piece[1:]
    after = next((k for k, t in enumerate(piece) if k and _opens_after(piece, k)), len(piece))
    front = piece[:after]
    owned = max((k for k, t in enumerate(front[:-1]) if t.text in _POSSESSIVE or t.text.lower() in _OWNERS), default=-1)
    core = front[owned + 1 :]
    while len(core) > 1 and (core[0].pos in ("DET", "PUNCT") or core[0].text.lower() in voices.DETERMINERS):
        core = core[1:]
    while len(core) > 1 and core[-1].text.lower() in _REFLEXIVE:
        core = core[:-1]
    while len(core) > 1 and core[-1].pos == "ADJ" and core[-2].pos in ("NOUN", "PROPN") and piece[after:]:
        # 'people familiar with the matter', 'officials close to the talks'
        core = core[:-1]
    while len(core) > 1 and core[-1].pos not in _NOMINAL and not _names_somebody(core):
        core = core[:-1]
    if not core:
        return None
    owner = [t for t in front[: owned + 1] if t.text not in _POSSESSIVE]
    return Part(tuple(piece), tuple(owner), tuple(core), tuple(piece[after:]))


def _from_article(piece: list[Token]) -> list[Token]:
    """A phrase without a noun that another phrase begins behind: 'the chairman the company', 'the lane a grocer'."""
    for k in range(len(piece) - 2, 0, -1):
        article = piece[k].text in ("a", "an", "the") and piece[k].pos == "DET"
        if article and piece[k - 1].pos == "NOUN" and piece[k - 1].text.islower():
            return piece[k:]
    return piece


def _names_somebody(core: Sequence[Token]) -> bool:
    """Whether a core ends with a name, or as 'the second accused' does."""
    low = core[-1].text.lower()
    return core[-1].text[:1].isupper() or (low in voices.TRADES and core[-2].pos in ("ADJ", "DET", "NUM"))


def _ends_phrase(token: Token, before: Token) -> bool:
    """Whether a relative clause or a participle begins: what follows tells of the voice without naming it."""
    if token.entity in _WHOLE:
        return False
    low = small(token.text)
    if low in ("that", "as") and token.pos in ("DET", "ADV"):
        return False
    if before.text == "-" and before.end == token.start:
        # 'the New York-based group', 'state-run media'
        return False
    if (
        token.pos == "VERB"
        and token.tag in ("VBN", "VBG")
        and (before.pos in ("DET", "ADJ", "NUM") or before.text in _POSSESSIVE)
    ):
        # 'the elected government', 'three freed hostages', 'the bank's managing director'
        return False
    return low in _RELATIVES or (
        token.pos in ("VERB", "AUX") and low not in voices.SPEAKERS and not token.text[:1].isupper()
    )


def _is_subject(piece: Sequence[Token], k: int) -> bool:
    """Whether a clause without 'who' begins: 'a steward I know', its verb perhaps cut off."""
    low, behind = piece[k].text.lower(), piece[k + 1 : k + 2]
    cut = not behind and low in ("i", "we") and piece[k - 1].pos in ("NOUN", "PROPN")
    return low in _SUBJECTS and (cut or any(t.pos in ("VERB", "AUX") for t in behind))


def _opens_after(piece: Sequence[Token], k: int) -> bool:
    """Whether the words from place ``k`` on belong to somebody or something else: 'of …', 'at …', 'familiar with …'."""
    token = piece[k]
    titled = k > 2 and [t.text.lower().strip(".") in voices.TITLES for t in piece[:2]] == [True, False]
    if token.entity in _WHOLE and not token.entity_start and not titled:
        return False
    if token.pos == "ADP" or token.text.lower() in ("of", "for"):
        before, after = piece[k - 1], piece[k + 1] if k + 1 < len(piece) else None
        named = after is not None and (after.text[:1].isupper() or after.text.lower() == "the")
        # 'Residents of Ras Ambel', where a sentence begins
        several = k == 1 and before.tag == "NNS" and before.lemma.lower() in voices.SPEAKERS - voices.INSTITUTIONS
        joint = token.text.lower() in ("of", "for") and named and _is_proper(before) and not several
        return not (joint and _within_name(piece, k))
    return False


def _is_proper(token: Token) -> bool:
    return token.text[:1].isupper()


def _within_name(piece: Sequence[Token], k: int) -> bool:
    """'Ministry of Defence', 'Observatory for Human Rights', but not 'Rosa Quintal of the Dock Workers' Federation'."""
    ahead = []
    for t in reversed(piece[:k]):
        if not _is_proper(t):
            break
        ahead.append(t.text.lower().strip("."))
    behind = {t.text.lower() for t in piece[k + 1 :]}
    if piece[k - 1].entity == "PERSON" and not set(ahead) & voices.INSTITUTIONS:
        return False
    if set(ahead) & voices.INSTITUTIONS:
        return True
    if set(ahead) & _HELD:
        # 'Secretary of State Antony Blinken' is one name with a title; 'Director of the Observatory' is not.
        return bool(behind & voices.PORTFOLIOS) and not behind & voices.INSTITUTIONS
    return len(ahead) == 1 or not behind & voices.INSTITUTIONS
