"""Speakers at the end of a sentence whose verb a parser takes for a noun, as in '…, tracking data show'.

Only the words count: a comma, a phrase of a few words, a verb of saying, and at most where it was said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.syntax import Tree, is_mark

_LONGEST = 6
# Forms that are hardly ever nouns where they end a sentence.
_SAYING = frozenset(
    {"added", "adds", "confirmed", "confirms", "detailed", "details", "explained", "explains", "indicate", "indicated"}
    | {"indicates", "informed", "informs", "reveal", "revealed", "reveals", "said", "say", "says", "show", "showed"}
    | {"shows", "stated", "states", "suggest", "suggested", "suggests"}
)
_TURNED = frozenset({"confirmed", "confirms", "said", "say", "says"})
# 'A quiet morning, the minister said' is no statement; 'Breath test negative, the prosecutor confirms' is.
_CONFIRMING = frozenset({"confirmed", "confirms"})
_WHO = frozenset({"who", "whose", "which"})
_GOING = frozenset({"went", "goes"})
_WHOSE = frozenset({"a", "an", "his", "her", "its", "the", "their"})
_NAMED = frozenset({"NOUN", "PROPN"})
_NO_NAMES = frozenset({"ADP", "AUX", "CCONJ", "PRON", "SCONJ"})


def closing_drafts(tree: Tree, drafts: Collection[Draft]) -> Iterator[Draft]:
    """The attributions that close sentences in which none of ``drafts`` says anything."""
    taken = {tree.sentence_of[i] for draft in drafts if draft.content for i in (draft.at, *draft.content)}
    for number, sentence in enumerate(tree.sentences):
        words = [t for t in tree.tokens[sentence.first : sentence.last] if t.pos != "SPACE"]
        if number not in taken and len(words) > 1 and words[-1].text == "." and not any(map(is_mark, words)):
            draft = _closed(tree, words[:-1]) or _flat(tree, words[:-1])
            if draft is not None:
                yield draft


def _closed(tree: Tree, words: Sequence[Token]) -> Draft | None:
    comma = max((k for k, t in enumerate(words) if t.text == ","), default=0)
    ahead, behind = tree.near(words[-1].i, [t.i for t in words[:comma]]), words[comma + 1 :]
    at = next((k for k, t in enumerate(behind) if t.text.lower() in _SAYING or _goes_on(behind[k:])), 0)
    someone = at == 1 and behind[0].text.lower() in voices.PERSONAL and _goes_on(behind[1:])
    if tree.has_finite(ahead) and _is_turned(behind):
        return Draft(behind[0].i, (behind[0].i,), tuple(t.i for t in behind[1:]), ahead, sure=True)
    if not 0 < at <= _LONGEST or not tree.has_finite(ahead) or not (someone or _is_named(behind[:at])):
        return None
    place = behind[at + 1 :] if behind[at].text.lower() in _SAYING else behind[at + 2 :]
    if place and not (place[0].pos == "ADP" and len(place) > 1 and place[1].text.lower() in _WHOSE):
        return None
    cue = tuple(t.i for t in behind[at : len(behind) - len(place)])
    return Draft(behind[at].i, cue, tuple(t.i for t in behind[:at]), ahead, sure=True)


def _flat(tree: Tree, words: Sequence[Token]) -> Draft | None:
    """What is said without a verb, and by whom: 'Scratches, nothing else, says the paramedic who saw her'."""
    for k, comma in enumerate(words[:-2]):
        if comma.text != "," or not (ahead := tree.near(words[-1].i, [t.i for t in words[:k]])):
            continue
        if tree.has_finite(ahead):
            return None
        behind = words[k + 1 :]
        if behind[0].text.lower() in _TURNED and _opens_phrase(behind[1]):
            who = behind[1 : next((j for j, t in enumerate(behind) if t.text.lower() in _WHO), len(behind))]
            source = [t.i for t in who]
            while source and tree.tokens[source[-1]].pos == "PUNCT":
                source.pop()
            return _whole(tree, behind[0], source, ahead)
        if behind[-1].text.lower() in _CONFIRMING and len(behind) <= _LONGEST and _is_named(behind[:-1]):
            return _whole(tree, behind[-1], [t.i for t in behind[:-1]], ahead)
    return None


def _whole(tree: Tree, cue: Token, source: Sequence[int], ahead: Sequence[int]) -> Draft:
    """A saying with all its words as what is said: no verb but that of saying makes a statement of them."""
    said = tree.near(cue.i, range(ahead[0], max(cue.i, *source) + 1))
    return Draft(cue.i, (cue.i,), tuple(source), said, sure=True)


def _opens_phrase(token: Token) -> bool:
    return token.pos in ("DET", "PROPN") or token.text.lower() in _WHOSE


def _is_turned(words: Sequence[Token]) -> bool:
    """Whether the verb stands ahead of who speaks: 'announced the mayor of that commune'."""
    if not 1 < len(words) <= _LONGEST or words[0].lemma not in cues.SAYING or words[0].tag not in ("VBD", "VBZ", "VBN"):
        return False
    who = words[1:]
    spoken = any({t.lemma.lower(), t.text.lower()} & (voices.OFFICES | voices.INSTITUTIONS) for t in who)
    return who[0].pos in ("DET", "PROPN", "NOUN") and (spoken or who[-1].entity == "PERSON") and _is_named(who)


def _goes_on(words: Sequence[Token]) -> bool:
    """'Went on', at the end of a sentence or ahead of where it was said."""
    return len(words) > 1 and words[0].text.lower() in _GOING and words[1].text.lower() == "on"


def _is_named(phrase: Sequence[Token]) -> bool:
    """Whether a phrase can name a speaker: it ends with a noun, and nothing in it joins or leads on."""
    return phrase[-1].pos in _NAMED and not any(t.pos in _NO_NAMES or t.tag in ("VBD", "VBZ", "MD") for t in phrase)
