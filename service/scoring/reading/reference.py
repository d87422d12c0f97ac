"""Words that stand for a name, and a claim's words with the names put in their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from service.scoring.annotated import Token, joined

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
AUXILIARIES = frozenset({"aux", "auxpass"})
# 'I am', 'we have' tell of one once a name stands there.
OF_ONE = {"be": "is", "have": "has", "do": "does", "go": "goes"}
SHORT_FORMS = {"'m": "is", "'re": "is", "'ve": "has", "'ll": "will"}
SHORT_FORMS_OF_MANY = SHORT_FORMS | {"'re": "are", "'ve": "have"}
HISSING = ("s", "x", "z", "ch", "sh")


@dataclass(frozen=True, slots=True)
class Reference:
    """A pronoun or a phrase such as 'the group', with the name it stands for.

    Its tokens are [``first``, ``last``) of the annotated text, ``name`` those of the name, which may stand in another
    field. ``definite`` tells that the name takes 'the', ``plural`` that it names several, ``owner`` that the words are
    possessive in themselves ('its').
    """

    first: int
    last: int
    name: tuple[Token, ...]
    definite: bool = False
    plural: bool = False
    owner: bool = False

    @property
    def head(self) -> Token:
        """The word that heads the name."""
        inside = {token.i for token in self.name}
        return next((token for token in self.name if token.head not in inside or token.head == token.i), self.name[-1])

    @property
    def bare(self) -> str:
        """The name, with 'the' where it takes one."""
        # A common noun that opened its sentence is no name: 'Residents' are 'residents' elsewhere.
        words = [token.text.lower() if token.pos not in {"PROPN", "ADJ"} else token.text for token in self.name]
        gaps = [" " if after.start > token.end else "" for token, after in zip(self.name, self.name[1:], strict=False)]
        name = "".join(word + gap for word, gap in zip(words, [*gaps, ""], strict=True))
        return f"the {name}" if self.definite else name

    @property
    def text(self) -> str:
        """What is put in place of the words: the name, possessive where they are."""
        if not self.owner:
            return self.bare
        return self.bare + ("'" if self.plural and self.bare.endswith("s") else "'s")


References = Mapping[int, Reference]
"""By the place of their first token."""
NO_REFERENCES: References = MappingProxyType({})


def put_in(tokens: Sequence[Token], references: References) -> str:
    """The words of ``tokens`` as printed, with the names in place of what stands for them and verbs that agree."""
    if not references:
        return joined(tokens)
    changed = dict(_agreeing(tokens, references))
    parts: list[str] = []
    end = tokens[0].start if tokens else 0
    until = -1
    for token in tokens:
        if token.i < until:
            end = token.end
            continue
        gap = token.start > end or changed.get(token.i, "").startswith(" ")
        if gap and parts:
            parts.append(" ")
        reference = references.get(token.i)
        if reference is not None:
            parts.append(_capital_as(token, reference.text, opens=not parts))
            until = reference.last
        else:
            word = changed[token.i].strip() if token.i in changed else token.text
            parts.append(_capital_as(token, word, opens=not parts))
        end = token.end
    return " ".join("".join(parts).split())


def named(tokens: Sequence[Token], references: References) -> tuple[Token, ...]:
    """The tokens with those of the names in place of what stands for them."""
    found: list[Token] = []
    until = -1
    for token in tokens:
        reference = references.get(token.i)
        if reference is not None:
            found.extend(reference.name)
            until = reference.last
        elif token.i >= until:
            found.append(token)
    return tuple(found)


def _capital_as(printed: Token, text: str, *, opens: bool) -> str:
    capital = opens and printed.text[:1].isupper() and printed.text != "I"
    return text[:1].upper() + text[1:] if capital else text


def _agreeing(tokens: Sequence[Token], references: References) -> Iterator[tuple[int, str]]:
    """Verbs that need another form beside the name than beside the pronoun, and short forms written out."""
    before: Token | None = None
    for token in tokens:
        reference = references.get(before.i) if before is not None else None
        if reference is not None and before is not None and token.start == before.end:
            forms = SHORT_FORMS_OF_MANY if reference.plural else SHORT_FORMS
            short = token.text.lower().replace("’", "'")
            full = ("would" if token.tag == "MD" else "had") if short == "'d" else forms.get(short)
            if full is not None:
                yield token.i, f" {full}"
        before = token
    together = {token.head for token in tokens if token.dep == "conj"} | _after_and(tokens)
    for subject in tokens:
        one = subject.i in references and not references[subject.i].plural and subject.i not in together
        if one and subject.dep in SUBJECTS:
            yield from _of_one(subject, tokens)


def _after_and(tokens: Sequence[Token]) -> set[int]:
    """'I' in 'she and I'."""
    threes = zip(tokens, tokens[1:], tokens[2:], strict=False)
    return {after.i for before, joint, after in threes if joint.pos == "CCONJ" and before.pos in NOUNS}


def _of_one(subject: Token, tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    owned = {token.head for token in tokens if token.dep in SUBJECTS and token.i != subject.i}
    for verb in tokens:
        governed = verb.i == subject.head
        helps = verb.dep in AUXILIARIES and verb.head == subject.head
        joined = verb.dep == "conj" and verb.head == subject.head and verb.i not in owned
        if not (governed or helps or joined) or verb.text[:1] in "'’":
            continue
        if verb.tag == "VBP":
            yield verb.i, OF_ONE.get(verb.lemma) or _third_person(verb.text)
        elif verb.text.lower() == "were" and verb.tag == "VBD":
            yield verb.i, "was"


def _third_person(verb: str) -> str:
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(HISSING) else f"{verb}s"
