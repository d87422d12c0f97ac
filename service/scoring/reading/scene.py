"""One field of an article as pronouns are read in it: who was mentioned where, who speaks, what is quoted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property

from service.news.article import Span
from service.news.claim import Attribution
from service.news.source import SourceKind
from service.scoring.annotated import Token
from service.scoring.attribution import voices
from service.scoring.attribution.quotes import quotations
from service.scoring.attribution.referent import fullest
from service.scoring.attribution.sources import AttributedText, Heard, Voice
from service.scoring.reading.cast import Cast, Figure, Mention
from service.scoring.reading.casting import Kind
from service.scoring.reading.passages import Piece

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
KINDS = {SourceKind.PERSON: Kind.PERSON, SourceKind.ORGANISATION: Kind.BODY}
# How many sentences back somebody may have been named when nobody was in between.
FARTHEST = 3
MARKS = frozenset("\"'“‘„«")
OPENING, CLOSING, EITHER_WAY = "‘“«", "’”»", "'\""


class Scene:
    """The text ``number`` of an article; pronouns join its mentions as they are read, in the order of the text."""

    def __init__(self, text: AttributedText, number: int, heard: Heard, cast: Cast) -> None:
        self.tokens = text.annotated.tokens
        self.relations = text.relations
        self.number = number
        self.cast = cast
        self._text = text.annotated.text
        self._voices = heard.voices
        self._chains = heard.chains[number]
        self._mentions = cast.mentions[number]
        self._places = [one.at for one in self._mentions]
        self._offsets = [token.start for token in self.tokens]
        self._sentences = text.annotated.sentences
        self._starts = [sentence.first for sentence in text.annotated.sentences]
        self._speakers: dict[int, Figure | None] = {}
        self.source_of = {
            token.i: k for k, one in enumerate(self.relations) for s in one.source for token in self._under(s)
        }
        """The attribution whose source a token belongs to."""

    # ---- who was mentioned where

    def between(self, first: int, last: int) -> list[Mention]:
        """The mentions among the tokens [first, last), in order."""
        start = bisect_left(self._places, first)
        return self._mentions[start : bisect_left(self._places, last, lo=start)]

    def within(self, piece: Piece) -> list[Mention]:
        """The mentions from the first to the last token of a claim."""
        return self.between(piece.tokens[0].i, piece.tokens[-1].i + 1)

    def near(self, token: Token, fits: Callable[[Mention], bool], farthest: int = FARTHEST) -> list[Mention]:
        """The fitting mentions ahead of ``token`` in its sentence and the one before it, else in the nearest others.

        Where none of them is a subject, the sentence before that is looked at too.
        """
        number = self._sentence(token)
        found: list[Mention] = []
        for back in range(1, farthest + 1):
            if found and (back > 2 or any(self.tokens[one.at].dep in SUBJECTS for one in found)):
                break
            found = [one for one in self.between(self._starts[max(0, number - back)], token.i) if fits(one)]
        return found

    def ahead(self, token: Token, fits: Callable[[Mention], bool]) -> set[Figure]:
        """The subject that an opening clause looks ahead to: 'During her campaign, Clinton …'."""
        above = {token.head, self.tokens[token.head].head}
        after = self.between(token.i + 1, self._sentences[self._sentence(token)].last)
        return {one.figure for one in after if one.at not in above and self._is_main(one) and fits(one)}

    def doer(self, token: Token) -> Figure | None:
        """The subject of the verb that ``token`` is an object of."""
        above = self.tokens[token.head]
        verb = self.tokens[above.head] if token.dep == "pobj" else above
        before = self.between(self._starts[self._sentence(token)], token.i)
        return next((one.figure for one in before if self._governed(one) == verb.i), None)

    def has_document_ahead(self, token: Token) -> bool:
        """Whether the sentence or the one before says what a report or a letter does: 'it' says things too."""
        number = self._sentence(token)
        ahead = self.tokens[self._starts[max(0, number - 1)] : token.i]
        return any(t.dep in SUBJECTS and t.pos == "NOUN" and t.lemma in voices.DOCUMENTS for t in ahead)

    def add(self, figure: Figure, at: int) -> None:
        """Notes that ``figure`` is meant by the token ``at``, whatever was thought of it before."""
        place = bisect_left(self._places, at)
        if self._places[place : place + 1] != [at]:
            self._places.insert(place, at)
            self._mentions.insert(place, Mention(figure, at))
        self._mentions[place] = Mention(figure, at)

    def _sentence(self, token: Token) -> int:
        return bisect_right(self._starts, token.i) - 1

    def _governed(self, mention: Mention) -> int | None:
        token = self.tokens[mention.at]
        return token.head if token.dep in SUBJECTS else None

    def _is_main(self, mention: Mention) -> bool:
        verb = self._governed(mention)
        return verb is not None and self.tokens[verb].head == verb

    # ---- what is quoted

    def is_quoted(self, token: Token) -> bool:
        """Whether a token stands between quotation marks."""
        at = self._quote(token)
        return at >= 0 and token.end <= self._quotes[at].end

    def in_own_words(self, token: Token, piece: Piece | None) -> bool:
        """Whether the speaker's own words are given, in which the speaker is no 'he'."""
        before = self._text[max(0, piece.tokens[0].start - 3) : piece.tokens[0].start] if piece is not None else ""
        return self.is_quoted(token) or before.rstrip()[-1:] in MARKS

    def is_quoted_within(self, token: Token) -> bool:
        """Whether a quotation was opened inside the one that ``token`` stands in, and not closed before it."""
        start = self._quotes[self._quote(token)].start
        inside = f" {self._text[start + 1 : token.start + 1]}"
        depth = 0
        for before, mark, after in zip(inside, inside[1:], inside[2:], strict=False):
            if mark in OPENING or (mark in EITHER_WAY and before.isspace() and not after.isspace()):
                depth += 1
            elif mark in CLOSING + EITHER_WAY and not after.isalnum():
                depth = max(0, depth - 1)
        return depth > 0

    def _quote(self, token: Token) -> int:
        return bisect_right(self._quotes, token.start, key=lambda span: span.start) - 1

    # ---- who speaks

    def relation(self, piece: Piece | None) -> Attribution | None:
        """The attribution that a claim stands in."""
        return self.relations[piece.relation] if piece is not None and piece.relation is not None else None

    def speaker(self, piece: Piece | None) -> Figure | None:
        """Who vouches for a claim; None for the outlet and where it cannot be told."""
        return self.speaker_of(piece.relation) if piece is not None and piece.relation is not None else None

    def speaker_of(self, k: int) -> Figure | None:
        """Who vouches for what attribution ``k`` holds."""
        if k not in self._speakers:
            self._speakers[k] = self._told(k)
        return self._speakers[k]

    def outermost(self, token: Token) -> int | None:
        """The widest attribution around a token: in “he told me that I …” both are the one who is quoted."""
        return self._widest.get(token.i)

    def spoken_for(self, k: int, speaker: Figure) -> Figure | None:
        """The body that the voice of attribution ``k`` is introduced with."""
        voice = self._voice(k)
        body = self._called(self._voices[voice.body]) if voice is not None and voice.body is not None else None
        field, at = speaker.first
        if body is None or field != self.number:
            return None
        sentence = self._sentences[self._sentence(self.tokens[at])]
        beside = self.between(sentence.first, sentence.last)
        return body if any(one.figure is body for one in beside) else None

    def pronoun_speaking(self, token: Token) -> Figure | None:
        """Who a pronoun that speaks is: the voice that it was tied to, where nobody else near it could be."""
        k = self.source_of[token.i]
        voice = self._voice(k)
        known = self._called(voice) if voice is not None else None
        if known is None:
            return None
        said = self.relations[k].content
        gender = voices.PERSONAL.get(token.text.lower(), "")

        def fits(one: Mention) -> bool:
            if one.figure.plural or any(span.covers(self.tokens[one.at].span) for span in said):
                return False
            return may_be_person(one.figure, gender) if gender else one.figure.kind in {Kind.BODY, Kind.EITHER}

        others = {one.figure for one in self.near(token, fits)} - {known}
        return None if others else known

    def _told(self, k: int) -> Figure | None:
        """Who the words of the source mean, unless the article's voices say otherwise."""
        tokens = [token for span in self.relations[k].source for token in self._under(span)]
        if not tokens:
            return None
        inside = {token.i for token in tokens}
        tops = [token for token in tokens if token.head not in inside or token.head == token.i]
        at = {one.at: one.figure for one in self.between(tokens[0].i, tokens[-1].i + 1)}
        figure = next((at[token.i] for token in tops if token.i in at), None)
        pronoun = next((token for token in tops if token.pos == "PRON"), None)
        if figure is None and pronoun is not None:
            return self.pronoun_speaking(pronoun)
        voice = self._voice(k)
        known = self._called(voice) if voice is not None else None
        if figure is None or known is None or figure is known:
            return figure or known
        # Where names differ it is nobody that could be put in, and yet somebody.
        return Figure(Kind.EITHER, unclear=True) if figure.named else known

    @cached_property
    def _quotes(self) -> list[Span]:
        return [mark.span for mark in quotations(self._text)]

    @cached_property
    def _widest(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for k in sorted(range(len(self.relations)), key=lambda k: sum(map(len, self.relations[k].content))):
            found |= {token.i: k for span in self.relations[k].content for token in self._under(span)}
        return found

    def _voice(self, k: int) -> Voice | None:
        return self._voices[self._chains[k][-1]] if self.relations[k].source else None

    def _called(self, voice: Voice) -> Figure | None:
        kind = KINDS.get(voice.kind)
        return self.cast.called(fullest(voice.names), kind) if kind is not None else None

    def _under(self, span: Span) -> Sequence[Token]:
        first = bisect_left(self._offsets, span.start)
        return self.tokens[first : bisect_left(self._offsets, span.end, lo=first)]


def may_be_person(figure: Figure, gender: str) -> bool:
    """Whether 'he' ('m') or 'she' ('f') can mean a figure."""
    return not figure.plural and figure.kind in {Kind.PERSON, Kind.EITHER} and figure.gender in {"", gender}
