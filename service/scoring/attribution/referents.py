"""Who the source phrases of one article mean: names, pronouns and 'the group' tied to the last fitting voice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from service.news.source import SourceKind
from service.scoring.attribution import voices
from service.scoring.attribution.mentions import Mention, Shape
from service.scoring.attribution.naming import acronym, folded, shortens, without_article


@dataclass(slots=True, eq=False)
class Referent:
    """One voice of one article, as it gathers mentions.

    ``names`` are its printed names; ``known`` is false for an institution that the article never names ('the agency').
    ``body`` is the institution it is named with.
    """

    kind: SourceKind
    first: tuple[str, str, int]
    names: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    gender: str = ""
    plural: bool = False
    known: bool = True
    body: Referent | None = None
    acronyms: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The fullest name."""
        return fullest(self.names)


def fullest(names: Iterable[str]) -> str:
    """The name with most words, then most letters, then the first in the alphabet; '' for none."""
    return min(names, key=lambda name: (-len(folded(name)), -len(name), name), default="")


class Voices:
    """The referents of one article; mentions are to be given in the order of the text."""

    def __init__(self, article: str, outlet: str) -> None:
        self._article = article
        self.outlet = Referent(SourceKind.OUTLET, ("", "", 0), {outlet})
        self._recent: list[Referent] = [self.outlet]
        self._noticed: list[Referent] = []
        self._field = ""

    def meant(self, mention: Mention, field_name: str) -> Referent:
        """The referent of ``mention``, which becomes the most recent one."""
        self._field = field_name
        found = self._by_shape(mention)
        if found.kind is not SourceKind.OUTLET or mention.shape is not Shape.PRONOUN:
            self._touch(found, mention)
        return found

    def notice(self, mention: Mention, field_name: str) -> None:
        """Remember an institution that is only named, as what 'the company' may mean where nothing nearer fits."""
        self._field = field_name
        if self._institution(mention.name) is None:
            found = self._new(SourceKind.ORGANISATION, mention)
            found.roles |= mention.roles
            self._noticed.append(found)

    def unknown(self, name: str, field_name: str, at: int) -> Referent:
        """A voice of which the article says nothing."""
        return Referent(SourceKind.UNNAMED, (self._article, field_name, at), {name})

    def _by_shape(self, mention: Mention) -> Referent:
        if mention.shape is Shape.PERSON:
            return self._person(mention)
        if mention.shape is Shape.INSTITUTION:
            return self._institution(mention.name) or self._new(SourceKind.ORGANISATION, mention)
        if mention.shape is Shape.PRONOUN:
            return self._pronoun(mention) or self._new(SourceKind.UNNAMED, mention)
        if mention.shape is Shape.DOCUMENT:
            return self._document(mention)
        if mention.shape is Shape.DEFINITE:
            return self._definite(mention)
        return self._same_name(mention) or self._same_words(mention) or self._new(SourceKind.UNNAMED, mention)

    def _touch(self, found: Referent, mention: Mention) -> None:
        if mention.shape in (Shape.PERSON, Shape.INSTITUTION):
            found.names.add(mention.name)
        if mention.shape is not Shape.PRONOUN and mention.shape is not Shape.DOCUMENT:
            found.roles |= mention.roles
            found.heads.add(mention.head)
        if found.kind in (SourceKind.PERSON, SourceKind.UNNAMED):
            found.gender = found.gender or mention.gender
            if mention.body and found.body is None and mention.shape is not Shape.DOCUMENT and self._speaks(mention):
                found.body = self._body(mention)
        if mention.acronym:
            found.acronyms.add(mention.acronym)
        if found in self._recent:
            self._recent.remove(found)
        self._recent.append(found)

    def _speaks(self, mention: Mention) -> bool:
        return mention.shape is Shape.PERSON or bool(mention.roles & voices.LEADERS)

    def _new(self, kind: SourceKind, mention: Mention, *, known: bool = True) -> Referent:
        first = (self._article, self._field, mention.at)
        return Referent(kind, first, {mention.name}, plural=mention.plural, known=known)

    def _last(self, fits: Callable[[Referent], bool]) -> Referent | None:
        return next((one for one in reversed(self._recent) if fits(one)), None)

    def _person(self, mention: Mention) -> Referent:
        wanted = folded(mention.name)
        if len(wanted) == 1 and mention.name.isupper() and (body := self._institution(mention.name)) is not None:
            return body

        def fits(one: Referent) -> bool:
            if one.kind is not SourceKind.PERSON or (one.gender and mention.gender and one.gender != mention.gender):
                return False
            return any(same_person(wanted, folded(name)) for name in one.names)

        return self._last(fits) or self._new(SourceKind.PERSON, mention)

    def _institution(self, name: str) -> Referent | None:
        wanted = folded(name)

        def fits(one: Referent) -> bool:
            if one.kind not in (SourceKind.ORGANISATION, SourceKind.OUTLET):
                return False
            if one.kind is SourceKind.OUTLET:
                return same_outlet(wanted, folded(one.name), name, one.name)
            return any(same_institution(wanted, folded(other), name, other) for other in one.names | one.acronyms)

        return self._last(fits) or next((one for one in reversed(self._noticed) if fits(one)), None)

    def _pronoun(self, mention: Mention) -> Referent | None:
        if mention.gender:
            return self._last(
                lambda one: (
                    one.kind in (SourceKind.PERSON, SourceKind.UNNAMED)
                    and not one.plural
                    and one.gender in ("", mention.gender)
                    and not (one.kind is SourceKind.UNNAMED and one.heads & voices.INSTITUTIONS)
                )
            )
        if mention.plural:
            return self._last(lambda one: one.plural) or self._last(lambda one: one.kind is SourceKind.ORGANISATION)
        return self._last(lambda one: one.kind is SourceKind.ORGANISATION or bool(one.heads & voices.INSTITUTIONS))

    def _document(self, mention: Mention) -> Referent:
        if mention.body:
            body = self._body(mention)
            if body is not None:
                return body
        spoken_for = mention.head in voices.MOUTHPIECES
        if spoken_for:
            named = self._last(
                lambda one: one.kind in (SourceKind.PERSON, SourceKind.UNNAMED) and mention.head in one.roles
            )
            return (
                named
                or self._last(lambda one: one.kind is SourceKind.ORGANISATION)
                or self._new(SourceKind.UNNAMED, mention)
            )
        return self._same_words(mention) or self._new(SourceKind.UNNAMED, mention)

    def _body(self, mention: Mention) -> Referent | None:
        """The institution that a mention names beside its head."""
        at = replace(mention, shape=Shape.INSTITUTION, name=without_article(mention.body), plural=False, gender="")
        if mention.body.lower() in voices.IMPERSONAL | voices.PLURAL_PRONOUNS:
            return self._last(lambda one: one.kind is SourceKind.ORGANISATION)
        found = self._institution(at.name)
        if found is None and len(folded(at.name)) == 1 and at.name[:1].islower():
            found = self._by_kind(at.name.lower())
        if found is None:
            found = self._new(SourceKind.ORGANISATION, at)
            self._recent.insert(0, found)
        return found

    def _definite(self, mention: Mention) -> Referent:
        if mention.head in voices.INSTITUTIONS:
            found = self._institution(mention.name) or self._by_kind(mention.head, described=mention.described)
            known = len(folded(mention.name)) > 1 or mention.head in voices.BARE
            return found or self._new(SourceKind.ORGANISATION, mention, known=known)
        wanted = {mention.head}
        body = self._body(mention) if mention.body and self._speaks(mention) else None

        def fits(one: Referent) -> bool:
            if one.kind not in (SourceKind.PERSON, SourceKind.UNNAMED) or one.plural:
                return False
            gender = not (one.gender and mention.gender and one.gender != mention.gender)
            return gender and bool(wanted & (one.roles | one.heads)) and (body is None or one.body in (None, body))

        return self._last(fits) or self._new(SourceKind.UNNAMED, mention)

    def _by_kind(self, head: str, *, described: bool = False) -> Referent | None:
        """The last institution that 'the group', 'the Observatory' can mean."""
        like = voices.GENERIC.get(head, frozenset())

        def words(one: Referent) -> set[str]:
            return {word for name in one.names for word in folded(name)} | one.roles

        organisations = (SourceKind.ORGANISATION,)
        if described:
            return None
        exact = self._last(lambda one: one.kind in organisations and head in words(one))
        exact = exact or self._last(lambda one: one.kind is SourceKind.UNNAMED and not one.plural and head in one.heads)
        similar = exact or self._last(lambda one: one.kind in organisations and bool(like & words(one)))
        if similar is not None or head not in voices.GENERIC:
            return similar
        near = self._last(lambda one: one.kind in organisations and one.known and not words(one) & voices.BARE)
        return near or next(iter(reversed(self._noticed)), None)

    def _same_name(self, mention: Mention) -> Referent | None:
        """A name that a headline or a slip of the tagger has made look like a common noun."""
        wanted = folded(mention.name)
        kinds = (SourceKind.PERSON, SourceKind.ORGANISATION)
        return self._last(lambda one: one.kind in kinds and any(folded(name) == wanted for name in one.names))

    def _same_words(self, mention: Mention) -> Referent | None:
        wanted = folded(mention.name)
        if not mention.plural:
            return None
        return self._last(
            lambda one: one.kind is SourceKind.UNNAMED and any(folded(name) == wanted for name in one.names)
        )


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two folded names can be one person's in an article: the same, one a shortening, or the surname alone."""
    if one == other or "".join(one) == "".join(other):
        return bool(one)
    short, full = sorted((one, other), key=len)
    if not short:
        return False
    return shortens(short, full) and (short[-1] == full[-1] or len(short) == 1)


def same_institution(one: tuple[str, ...], other: tuple[str, ...], printed: str, other_printed: str) -> bool:
    """Whether two names can be one institution's in an article: the same, one a shortening or acronym of the other."""
    if one == other:
        return bool(one)
    if len(one) == 1 and printed.replace(".", "").isupper() and acronym(other_printed) == one[0].replace(".", ""):
        return True
    if len(other) == 1 and other_printed.replace(".", "").isupper() and acronym(printed) == other[0].replace(".", ""):
        return True
    short, full = sorted((one, other), key=len)
    return shortens(short, full) and (short[-1] == full[-1] or short == full[: len(short)] or len(short) == 1)


def same_outlet(one: tuple[str, ...], outlet: tuple[str, ...], printed: str, outlet_printed: str) -> bool:
    """Whether a name is an outlet's: the same, its acronym, its last word, or all but 'News Agency' and the like."""
    if one == outlet:
        return bool(one)
    if len(one) == 1 and printed.isupper() and acronym(outlet_printed) == one[0]:
        return True
    if not one or not shortens(one, outlet):
        return False
    return (one == outlet[-1:] and one[0] not in voices.MEDIA) or (
        one == outlet[: len(one)] and set(outlet[len(one) :]) <= voices.MEDIA
    )
