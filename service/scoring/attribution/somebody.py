"""Names that only a pronoun tells to be a person's, whatever they are labelled as.

'Boyie, as he asks to be called, was half a mile off.' 'Merete is a cellist. She had been playing at a wedding.' A name
that opens the telling of a sentence in which nobody else is named, and that 'he' or 'she' takes up, is somebody's.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.scoring.annotated import AnnotatedText, Sentence, Token
from service.scoring.attribution import cues, voices

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_MAIN = frozenset({"ROOT", "conj", "ccomp"})
_LONGEST = 3
_NAMED = voices.OF_BODIES | voices.TITLES | voices.OFFICES
_TAKING_UP = frozenset({"he", "she"})


def shown_by_pronouns(text: AnnotatedText) -> frozenset[int]:
    """The last words of names that a pronoun tells to be a person's, as indices of tokens."""
    found = {here.i for here in text.tokens if _gives_name(text.tokens, here)}
    for number, sentence in enumerate(text.sentences):
        words = text.tokens_of(sentence)
        name = _name(text.tokens, words)
        if name is None or _names_another(words, name):
            continue
        behind = [t for t in words if t.i > name.i]
        following = text.sentences[number + 1 : number + 2]
        if "\n" not in text.text[words[0].start : words[-1].end].strip() and following:
            behind += _taking_up(text, following[0])
        if any(t.text.lower() in _TAKING_UP and t.dep in _SUBJECTS for t in behind):
            found.add(name.i)
    return frozenset(found)


def _gives_name(tokens: Sequence[Token], name: Token) -> bool:
    """'A driver who gave his name only as Beto'."""
    if name.pos != "PROPN":
        return False
    ahead = [t.text.lower() for t in tokens[max(0, name.i - 4) : name.i]]
    return ahead[-1:] == ["as"] and "name" in ahead


def _taking_up(text: AnnotatedText, sentence: Sentence) -> Sequence[Token]:
    """The words of the next sentence that can be about a name: its first, and who says it where nobody else is."""
    words = text.tokens_of(sentence)
    if any(t.entity == "PERSON" for t in words):
        return words[:2]
    return (*words[:2], *(t for t in words if text.tokens[t.head].lemma in cues.SAYING))


def _name(tokens: Sequence[Token], words: Sequence[Token]) -> Token | None:
    """The one or two words that are the first subject of a sentence, where they may be somebody's name."""
    name = next((t for t in words if t.dep in _SUBJECTS), None)
    if name is None or name.entity == "PERSON" or tokens[name.head].dep not in _MAIN:
        return None
    if name.tag == "NN" and name.lemma in voices.CALLINGS and tokens[name.head].dep == "ROOT":
        # 'The medic was at pains to explain.'
        return name if words[0].text == "The" and words[1].i == name.i else None
    if name.pos != "PROPN":
        return None
    first = name.i
    while first > words[0].i and tokens[first - 1].pos == "PROPN":
        first -= 1
    before = tokens[first - 1] if first > words[0].i else None
    printed = tokens[first : name.i + 1]
    if len(printed) > _LONGEST or (before is not None and before.pos in ("DET", "ADJ", "PART", "ADP")):
        return None
    like = all(t.text.istitle() and t.text.isalpha() and t.lemma.lower() not in _NAMED for t in printed)
    return name if like and len(name.text) > 2 else None


def _names_another(words: Sequence[Token], name: Token) -> bool:
    """Whether a sentence tells of somebody else whom 'he' or 'she' could be."""
    others = [t for t in words if t.i < name.i - 2 or t.i > name.i]
    return any(
        t.entity == "PERSON"
        or (t.dep in _SUBJECTS and t.lemma in voices.SOMEBODY)
        or (t.i < name.i and t.text.lower() in voices.PERSONAL)
        for t in others
    )
