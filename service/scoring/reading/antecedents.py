"""Who is meant by the pronouns and by 'the group' in an article's claims, where that can be told with good precision.

Hand-made sieves in the manner of Raghunathan et al. (2010, EMNLP) and Lee et al. (2013, doi:10.1162/COLI_a_00152), with
one rule above all: a word is given a name only where nothing else near it could be meant. Near is the same sentence and
the one before (centring, Grosz et al. 1995), for descriptions the whole article so far; gender, number and what only
bodies do narrow the choice; in reported speech the speaker is near ('the ministry said it had asked').
"""

from __future__ import annotations

from collections.abc import Sequence

from service.news.article import Field
from service.scoring.annotated import Token
from service.scoring.attribution import voices
from service.scoring.attribution.sources import AttributedText, Heard
from service.scoring.reading import casting
from service.scoring.reading.cast import Cast, Figure, Mention
from service.scoring.reading.casting import Kind
from service.scoring.reading.passages import Piece
from service.scoring.reading.reference import Reference, References
from service.scoring.reading.scene import SUBJECTS, Scene, may_be_person

OBJECTS = frozenset({"dobj", "dative", "pobj"})
ONE = frozenset({"i", "me", "my"})
SEVERAL = frozenset({"we", "us", "our"})
PRONOUNS = voices.PERSONAL.keys() | voices.IMPERSONAL | voices.PLURAL_PRONOUNS | ONE | SEVERAL
ARTICLES = frozenset({"the", "The"})
MODIFIERS = frozenset({"compound", "nmod", "amod"})
NARROWING = MODIFIERS | {"relcl", "acl", "appos", "prep", "poss"}
# How far behind a noun its first modifier may stand.
REACH = 7


def references(
    texts: Sequence[AttributedText], heard: Heard, pieces: Sequence[Sequence[Piece]]
) -> list[list[References]]:
    """For each piece of each text of one article, the words in it that stand for a name that it does not hold itself.

    ``texts`` are the article's fields, title first, ``pieces[i]`` those of text ``i`` in the order of the text.
    Headlines stay as printed: their capitals hide what is a name. Takes time linear in the length of the texts.
    """
    found: list[list[dict[int, Reference]]] = [[{} for _ in of_text] for of_text in pieces]
    standing_in = [_standing_in(text.annotated.tokens) if text.field is Field.TEXT else [] for text in texts]
    if any(standing_in):
        cast = Cast([text.annotated for text in texts], heard.voices)
        for i, text in enumerate(texts):
            scene = Scene(text, i, heard, cast)
            piece_of = {token.i: n for n, piece in enumerate(pieces[i]) for token in piece.tokens}
            for token in standing_in[i]:
                n = piece_of.get(token.i)
                reference = _read(scene, token, pieces[i][n] if n is not None else None)
                if reference is not None and n is not None:
                    found[i][n][reference.first] = reference
    return [list(each) for each in found]


def _standing_in(tokens: Sequence[Token]) -> list[Token]:
    """Pronouns, and common nouns after 'the' that may have been named before."""
    return [
        token
        for token in tokens
        if (token.pos == "PRON" and token.text.lower() in PRONOUNS)
        or (token.pos == "NOUN" and token.i and tokens[token.i - 1].text in ARTICLES and _may_be_named(token))
    ]


def _may_be_named(token: Token) -> bool:
    kind = casting.kind_of(token.lemma)
    one = kind is not Kind.PERSON or token.lemma in casting.UNIQUE_OFFICES
    return kind is not None and token.tag == "NN" and one


def _read(scene: Scene, token: Token, piece: Piece | None) -> Reference | None:
    """What ``token`` stands for, if that is told outside of its piece; None for a token in no piece."""
    low = token.text.lower()
    if token.pos != "PRON":
        return _of_description(scene, token, piece)
    if _is_anybody(scene, token):
        return None
    if low in ONE | SEVERAL:
        return _of_first_person(scene, token, piece)
    if piece is None and token.i in scene.source_of:
        figure = scene.pronoun_speaking(token)
    elif low in voices.PERSONAL:
        figure = _person(scene, token, voices.PERSONAL[low], piece)
    elif low in voices.IMPERSONAL:
        figure = _body(scene, token, piece)
    else:
        figure = _several(scene, token, piece)
    return _put_in(scene, token, figure, piece) if figure is not None else None


def _is_anybody(scene: Scene, token: Token) -> bool:
    """'Him who has borne the battle' is whoever has."""
    after = scene.tokens[token.i + 1 : token.i + 2]
    return bool(after) and after[0].tag in {"WP", "WDT"} and token.tag == "PRP"


def _put_in(scene: Scene, token: Token, figure: Figure, piece: Piece | None) -> Reference | None:
    """Notes who is meant; a reference where the claim does not say so itself and there is something to say."""
    if figure.kind is Kind.PERSON:
        figure.gender = figure.gender or voices.PERSONAL.get(token.text.lower(), "")
    told = piece is not None and any(one.figure is figure for one in scene.within(piece))
    scene.add(figure, token.i)
    bare = figure.kind is Kind.BODY and not figure.named and len(figure.label) == 1
    if piece is None or told or figure.unclear or bare:
        return None
    return _reference(figure, token.i, token.i + 1, owner=token.tag == "PRP$")


def _reference(figure: Figure, first: int, last: int, *, owner: bool) -> Reference:
    return Reference(first, last, figure.label, figure.definite, figure.plural, owner)


def _person(scene: Scene, token: Token, gender: str, piece: Piece | None) -> Figure | None:
    """Who 'he' or 'she' is."""
    # Whoever does something to 'him' is not he.
    apart = scene.doer(token) if token.dep in OBJECTS else None

    def fits(one: Mention) -> bool:
        return may_be_person(one.figure, gender) and one.figure is not apart

    found = {one.figure for one in scene.near(token, fits)} | scene.ahead(token, fits)
    speaker = scene.speaker(piece)
    if speaker is not None:
        if scene.in_own_words(token, piece):
            found.discard(speaker)
        elif may_be_person(speaker, gender):
            found.add(speaker)
    return _only(found, Kind.PERSON)


def _body(scene: Scene, token: Token, piece: Piece | None) -> Figure | None:
    """Which body 'it' or 'its' is, where nothing but a body can be meant."""
    if not _is_of_bodies(scene, token) or _has_body_ahead(token, piece) or scene.has_document_ahead(token):
        return None
    of_countries = token.tag == "PRP$" and scene.tokens[token.head].lemma.lower() in casting.OF_COUNTRIES

    def fits(one: Mention) -> bool:
        dep = scene.tokens[one.at].dep
        if one.figure.plural or one.figure.kind is Kind.PERSON:
            return False
        if one.figure.kind is Kind.PLACE:
            return of_countries or dep in SUBJECTS or dep == "poss"
        return dep not in MODIFIERS

    found = {one.figure for one in scene.near(token, fits)}
    speaker = scene.speaker(piece)
    if speaker is not None and not speaker.plural:
        if scene.in_own_words(token, piece):
            found.discard(speaker)
        elif speaker.kind is not Kind.PERSON or not (speaker.gender or speaker.roles):
            # A firm may have been taken for a person, but one with an office or a gender is not 'it'.
            found.add(speaker)
            if piece is not None and token.dep == "nsubj" and _verb(scene, token) in casting.SELF_REPORTS:
                found &= {speaker, *(one.figure for one in scene.within(piece) if one.at < token.i)}
    # A speaker of whom nothing but a name is known is told to be a body by what it says that it did.
    unknown = speaker is not None and speaker.named and speaker.kind is Kind.EITHER and found == {speaker}
    return _only(found, Kind.EITHER if unknown else Kind.BODY)


def _is_of_bodies(scene: Scene, token: Token) -> bool:
    """Whether 'it' does or suffers what only bodies do, or 'its' is said of what only they have."""
    above = scene.tokens[token.head]
    if token.tag == "PRP$":
        return above.lemma.lower() in casting.BELONGINGS
    known = {"nsubj": casting.BODY_DEEDS, "nsubjpass": casting.BODY_FATES}.get(token.dep, frozenset())
    return above.pos == "VERB" and above.lemma in known


def _has_body_ahead(token: Token, piece: Piece | None) -> bool:
    """Whether the claim itself speaks of something that has or does such things: 'the campaign and its allies'."""
    words = piece.tokens if piece is not None else ()
    return any(w.i < token.i and w.tag == "NN" and w.lemma in voices.INSTITUTIONS for w in words)


def _several(scene: Scene, token: Token, piece: Piece | None) -> Figure | None:
    """Who 'they' are: those who are reported to say so of themselves."""
    speaker = scene.speaker(piece)
    if piece is None or speaker is None or scene.in_own_words(token, piece):
        return None
    if not (speaker.plural or speaker.name.lower().endswith("police")):
        return None

    def fits(one: Mention) -> bool:
        return one.figure.plural and one.figure is not speaker

    if any(fits(one) for one in scene.within(piece) if one.at < token.i):
        return None
    sensed = token.dep == "nsubj" and _verb(scene, token) in casting.SENSING
    return speaker if sensed or not scene.near(token, fits, farthest=1) else None


def _verb(scene: Scene, token: Token) -> str:
    return scene.tokens[token.head].lemma


def _of_first_person(scene: Scene, token: Token, piece: Piece | None) -> Reference | None:
    """Who says 'I', and which body its spokesman's 'we' is; only between quotation marks."""
    if scene.relation(piece) is None or not scene.is_quoted(token) or scene.is_quoted_within(token):
        return None
    k = scene.outermost(token)
    speaker = scene.speaker_of(k) if k is not None else None
    if k is None or speaker is None:
        return None
    if token.text.lower() in SEVERAL and speaker.kind is not Kind.BODY:
        speaker = scene.spoken_for(k, speaker) if speaker.roles & casting.SPOKESMEN else None
    elif token.text.lower() in ONE and speaker.kind is not Kind.PERSON:
        return None
    if speaker is None or not speaker.named or speaker.unclear:
        return None
    return _reference(speaker, token.i, token.i + 1, owner=token.tag == "PRP$")


def _of_description(scene: Scene, token: Token, piece: Piece | None) -> Reference | None:
    """Which named body 'the group' is, or which named person 'the minister'."""
    article = scene.tokens[token.i - 1]
    if piece is None or article.head != token.i or article.i < piece.tokens[0].i or _is_narrowed(scene, token):
        return None
    figure = scene.cast.meant_by(token.lemma, (scene.number, token.i))
    if figure is None or any(one.figure is figure and one.at < article.i for one in scene.within(piece)):
        return None
    scene.add(figure, token.i)
    return _reference(figure, article.i, token.i + 1, owner=False)


def _is_narrowed(scene: Scene, token: Token) -> bool:
    """Whether more is said of the noun than that it was named before: 'the group that …', 'the ministry in Kabul'."""
    after = scene.tokens[token.i + 1 : token.i + 1 + REACH]
    return token.dep in MODIFIERS or any(t.head == token.i and t.dep in NARROWING for t in after)


def _only(found: set[Figure], kind: Kind) -> Figure | None:
    """The single figure, if it is one of that kind."""
    if len(found) != 1:
        return None
    (figure,) = found
    return figure if figure.kind is kind and not figure.unclear else None
