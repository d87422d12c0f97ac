"""Who and what an article speaks of: people and bodies by name or description, and where each is mentioned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from service.news.source import SourceKind
from service.scoring.annotated import AnnotatedText, Token
from service.scoring.attribution import voices
from service.scoring.attribution.naming import acronym, folded
from service.scoring.attribution.sameness import same_institution, same_person
from service.scoring.attribution.sources import Voice
from service.scoring.reading import casting
from service.scoring.reading.casting import Kind
from service.scoring.reading.printings import Printing, Words, printings

ROLES = voices.OFFICES | voices.INSTITUTIONS | casting.PEOPLE
MODIFIERS = frozenset({"compound", "amod", "nmod"})
NOBODY_ELSE = frozenset({"the", "this", "that"})
Place = tuple[int, int]
NOWHERE: Place = (-1, -1)
NOUNS = frozenset({"NOUN", "PROPN"})
# How far from a noun what describes it may stand, in tokens.
REACH = 12


@dataclass(slots=True, eq=False)
class Figure:
    """One person, body or place of one article.

    ``label`` are the tokens of its fullest name, or of its description where it is not ``named``; ``definite`` tells
    that 'the' goes before them. ``roles`` are lemmas of what it is said to be, ``gender`` is 'm', 'f' or ''. An
    ``unclear`` figure is somebody, but nobody whose name could be put in: a name that two others share, 'a Smith'.
    ``first`` is where it is first mentioned: the number of the field and of the token.
    """

    kind: Kind
    label: tuple[Token, ...] = ()
    name: str = ""
    named: bool = True
    definite: bool = False
    plural: bool = False
    unclear: bool = False
    first: Place = NOWHERE
    gender: str = ""
    roles: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a figure is spoken of: ``at`` is the token that heads the words."""

    figure: Figure
    at: int


class Cast:
    """The figures of one article; ``mentions[i]`` are those of its text ``i``, in the order of the text.

    ``texts`` are its fields, title first, and ``heard`` its voices.
    """

    def __init__(self, texts: Sequence[AnnotatedText], heard: Sequence[Voice]) -> None:
        self._kinds = _kinds(heard)
        self._figures: dict[Words, Figure] = {}
        self._by_word: dict[str, list[Figure]] = {}
        printed = [list(printings(text, self._kinds)) for text in texts]
        # Headlines run names together and print common words as if they were names: the text says who is who.
        self._cast(printed[-1])
        for of_title in printed[:-1]:
            self._cast(of_title, unclear=True)
        for one in self._figures.values():
            if one.kind is Kind.PERSON and len(folded(one.name)) == 1 and not (one.gender or one.roles):
                # Taggers take firms for people; a single word with nothing beside it does not tell.
                one.kind = Kind.EITHER
        self._by_role: dict[str, dict[Figure, None]] = {}
        # What a headline describes, the text describes again.
        self.mentions = [
            self._mentions(n, text, printed[n], described=n == len(texts) - 1) for n, text in enumerate(texts)
        ]

    def called(self, name: str, kind: Kind) -> Figure | None:
        """The figure of one kind that goes by exactly this name; None where there is none."""
        figure = self._figures.get(folded(name))
        return figure if figure is not None and figure.kind is kind and not figure.unclear else None

    def meant_by(self, lemma: str, place: Place) -> Figure | None:
        """The one named figure ahead of ``place`` that is, or is called, a ``lemma``; None beside an unnamed one."""
        called = self._known(lemma, place)
        if not called:
            called = list(
                dict.fromkeys(one for word in sorted(voices.GENERIC.get(lemma, ())) for one in self._known(word, place))
            )
        if len(called) != 1 or not called[0].named or called[0].unclear:
            return None
        return called[0] if casting.kind_of(lemma) in {called[0].kind, Kind.EITHER} else None

    def _known(self, word: str, place: Place) -> list[Figure]:
        """Those ahead of ``place`` that are a ``word`` or have it in their names."""
        near = dict.fromkeys([*self._by_role.get(word, ()), *self._by_word.get(word, ())])
        return [one for one in near if NOWHERE < one.first < place and not one.plural and one.kind is not Kind.PLACE]

    def _cast(self, printed: Iterable[Printing], *, unclear: bool = False) -> None:
        """One figure for each name; a shorter name is that of the only longer one it can stand for.

        Where ``unclear``, names that are new are not fit to be put in.
        """
        by_name: dict[Words, list[Printing]] = {}
        for one in printed:
            by_name.setdefault(folded(one.name), []).append(one)
        for words in sorted(by_name, key=lambda words: (-len(words), words)):
            said = by_name[words]
            figure = self._figures.get(words) or self._figure(words, self._kind_of(words, said), said[0].name)
            new = not figure.label
            if words == folded(figure.name):
                figure.label = figure.label or said[0].words
                figure.definite = figure.definite or any(one.definite for one in said)
                figure.unclear = figure.unclear or (unclear and new) or all(one.one_of_many for one in said)
                figure.plural = figure.kind is Kind.BODY and said[0].words[-1].tag == "NNPS"
            self._figures[words] = figure
            for word in {*words, acronym(said[0].name)}:
                self._by_word.setdefault(word, []).append(figure)
            _describe(figure, [title for one in said for title in one.titles])

    def _kind_of(self, words: Words, said: Sequence[Printing]) -> Kind:
        """The kind that most printings of a name look like; 'in Tal Warda' makes no person of a town."""
        kinds = [one.kind for one in said]
        if len(set(kinds)) == 1:
            kind = kinds[0]
        else:
            kind = max(kinds, key=lambda kind: (kinds.count(kind), kind is not Kind.EITHER, kind))
        placed = kind in {Kind.PERSON, Kind.EITHER} and any(one.placed for one in said) and words not in self._kinds
        return Kind.PLACE if placed else kind

    def _figure(self, words: Words, kind: Kind, name: str) -> Figure:
        if kind is Kind.PLACE or not words:
            return Figure(kind, name=name)
        near: list[Figure] = [*self._by_word.get(words[0], ()), *self._by_word.get(words[-1], ())]
        near = list(dict.fromkeys(near))
        people = [one for one in near if one.kind is Kind.PERSON and same_person(words, folded(one.name))]
        bodies = [
            one for one in near if one.kind is Kind.BODY and same_institution(words, folded(one.name), name, one.name)
        ]
        fits = people if kind is Kind.PERSON else bodies if kind is Kind.BODY else people + bodies
        if kind is Kind.BODY and not fits and len(words) == 1:
            fits = people
        if len(fits) == 1:
            return fits[0]
        return Figure(kind, name=name, unclear=bool(fits))

    def _mentions(
        self, field: int, text: AnnotatedText, printed: Sequence[Printing], *, described: bool
    ) -> list[Mention]:
        named = {one.at: self._figures[folded(one.name)] for one in printed}
        at = {i: named[one.at] for one in printed for i in range(one.first, one.last)}
        found: list[Mention] = []
        for token in [token for token in text.tokens if token.pos in NOUNS or token.i in named]:
            figure = named.get(token.i)
            if figure is None and described and token.i not in at and _describes(token):
                figure = self._described((field, token.i), token, text.tokens, at)
            if figure is not None:
                at[token.i] = figure
                if figure.first == NOWHERE:
                    figure.first = (field, token.i)
                for role in figure.roles:
                    self._by_role.setdefault(role, {})[figure] = None
                found.append(Mention(figure, token.i))
        return found

    def _described(self, place: Place, head: Token, tokens: Sequence[Token], at: Mapping[int, Figure]) -> Figure | None:
        """The figure that a common noun means: a named one beside it, one spoken of before, or a new one."""
        figure = _tied(head, tokens, at)
        if figure is not None:
            _describe(figure, [head.lemma.lower()])
            return figure
        words = tokens[_first_ahead(head, tokens) : head.i + 1]
        ahead = [word for word in words if word.head == head.i and word.i < head.i]
        if head.dep in MODIFIERS or head.dep == "attr" or any(word.tag == "PRP$" for word in ahead):
            # 'Its board', 'their leader' are named by whoever has them.
            return None
        core = _core(words)
        lemma = head.lemma.lower()
        follows = tokens[head.i + 1 : head.i + 2]
        narrowed = bool(follows) and follows[0].text == "of" and follows[0].head == head.i
        before = next((word for word in ahead if word.dep in {"det", "poss"}), None)
        plural = head.tag.endswith("S")
        if not plural and not narrowed and before is not None and before.text.lower() in NOBODY_ELSE:
            known = self._spoken_of(lemma, core, place)
            if known is not None:
                return known
        kind = casting.kind_of(lemma) or Kind.PERSON
        owned = before is not None and before.dep == "poss"
        figure = Figure(
            kind,
            core,
            " ".join(word.text for word in core),
            named=kind is Kind.BODY and _is_name(core, head),
            definite=not plural,
            plural=plural,
            unclear=narrowed or owned or casting.is_guessed(lemma),
            roles={lemma},
        )
        _describe(figure, [word.text.lower() for word in words])
        if figure.named and not figure.unclear:
            self._figures.setdefault(folded(figure.name), figure)
        return figure

    def _spoken_of(self, lemma: str, core: Sequence[Token], place: Place) -> Figure | None:
        """'The county council' after 'Marl County Council', 'the man' after 'a man', 'the group' after a faction."""
        if len(core) > 1:
            words = folded(" ".join(word.text for word in core))
            same = [one for one in self._known(lemma, place) if folded(one.name)[-len(words) :] == words]
            return same[0] if len(same) == 1 else None
        named = self.meant_by(lemma, place)
        if named is not None:
            return named
        fits = self._known(lemma, place)
        return fits[-1] if fits and not any(one.named for one in fits) else None


def _kinds(heard: Iterable[Voice]) -> Mapping[Words, Kind]:
    """What the article's voices are, by folded name: a name that the tagger did not recognise may have spoken."""
    found: dict[Words, Kind] = {}
    for voice in heard:
        if voice.kind is SourceKind.PERSON:
            found |= {folded(name): Kind.PERSON for name in voice.names}
        elif voice.kind in {SourceKind.ORGANISATION, SourceKind.OUTLET}:
            found |= {folded(name): Kind.BODY for name in (*voice.names, *voice.acronyms)}
    return found


def _describes(token: Token) -> bool:
    if token.pos == "PROPN":
        return token.lemma.lower() in voices.OFFICES and not token.entity
    return casting.kind_of(token.lemma.lower()) is not None


def _tied(token: Token, tokens: Sequence[Token], at: Mapping[int, Figure]) -> Figure | None:
    """The named figure that a noun describes.

    'Nabil Haddour, the director'; 'spokesman Ali Hassan'; 'Hassan is the mayor'; 'named the man as Ali Hassan'.
    """
    above = tokens[token.head]
    if token.dep in {"appos", "compound", "nmod"} and above.i in at and at[above.i].named:
        return _of_a_kind(at[above.i], token)
    after = tokens[token.i + 1 : token.i + REACH]
    beside = [other for other in after if other.dep == "appos" and other.head == token.i]
    if token.dep == "attr" and above.lemma == "be":
        before = tokens[max(0, above.i - REACH) : above.i]
        beside += [other for other in before if other.dep == "nsubj" and other.head == above.i]
    elif token.dep == "dobj" and above.lemma in {"name", "identify"}:
        called = {other.i for other in after if other.lemma == "as" and other.head == above.i}
        beside += [other for other in after if other.head in called]
    named = next((at[other.i] for other in beside if other.i in at), None)
    return _of_a_kind(named, token) if named is not None else None


def _of_a_kind(figure: Figure, token: Token) -> Figure | None:
    """No person is a ministry: 'defence ministry spokesman Ali Hassan' describes him by the spokesman alone."""
    if token.tag.endswith("S") or figure.kind is Kind.PLACE:
        return None
    kind = casting.kind_of(token.lemma.lower()) or Kind.PERSON
    if figure.kind is Kind.EITHER or (kind is Kind.EITHER and not figure.gender):
        figure.kind = kind
    return figure if kind in {figure.kind, Kind.EITHER} else None


def _first_ahead(head: Token, tokens: Sequence[Token]) -> int:
    """Where the words start that stand ahead of a noun without a break: 'the Iraqi border guard'."""
    first = head.i
    while first and (first <= tokens[first - 1].head <= head.i or tokens[first - 1].dep == "case"):
        if tokens[first - 1].pos in {"PUNCT", "VERB", "CCONJ"} and tokens[first - 1].text != "-":
            break
        first -= 1
    return first


def _core(words: Sequence[Token]) -> tuple[Token, ...]:
    """A noun phrase without its article and count; '26-year-old man' keeps its age."""
    counts = [n for n, word in enumerate(words[:-1]) if word.pos == "NUM" and words[n + 1].text != "-"]
    first = counts[-1] + 1 if counts else 0
    while first < len(words) - 1 and words[first].pos in {"DET", "PRON", "PART", "ADV"}:
        first += 1
    return tuple(words[first:])


def _is_name(core: Sequence[Token], head: Token) -> bool:
    """'The Iraqi government', 'the health ministry': told from all others of its kind by what stands ahead."""
    ahead = [word for word in core if word.i < head.i]
    told = any(word.entity in {"GPE", "NORP", "ORG"} or word.dep == "compound" for word in ahead)
    return told and head.lemma.lower() not in voices.GENERIC


def _describe(figure: Figure, words: Iterable[str]) -> None:
    said = set(words)
    figure.roles |= said & ROLES
    if figure.kind is Kind.PERSON and not figure.gender:
        figure.gender = casting.gender_of(said, figure.label)
