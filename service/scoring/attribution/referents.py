"""Who the source phrases of one article mean: names, pronouns and 'the group' tied to the last fitting voice."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace

from service.news.source import SourceKind
from service.scoring.attribution import voices
from service.scoring.attribution.mention import Mention, Shape
from service.scoring.attribution.naming import folded, without_article
from service.scoring.attribution.pronouns import Around, gendered
from service.scoring.attribution.referent import Referent
from service.scoring.attribution.sameness import same_institution, same_outlet, same_person
from service.scoring.attribution.syntax import Tree

# Words for whoever heads an institution: 'the Wagner chief' is its head.
_TOP = frozenset({"head", "chief", "leader", "boss"})
# Words that name no one institution by themselves.
_KINDS = voices.INSTITUTIONS - voices.BARE
# What no firm or group is called.
_OF_ITS_OWN = frozenset({"court", "crew"})
_PEOPLE = (SourceKind.PERSON, SourceKind.UNNAMED)
# So many tokens behind a text 'it' may be that text.
_FRESH = 40
# Several people under one word: 'the family … they'.
_COLLECTIVES = frozenset({"couple", "duo", "family", "pair", "trio"})
# Who 'they' are rather than 'models' that assume something.
_SEVERAL = voices.SPEAKERS - voices.DOCUMENTS
_AGED = re.compile(r"\d{1,3}-year-old")


class Voices:
    """The referents of one article; mentions are to be given in the order of the text."""

    def __init__(self, article: str, outlet: str) -> None:
        self._article = article
        self.outlet = Referent(SourceKind.OUTLET, ("", "", 0), {outlet})
        self._recent: list[Referent] = [self.outlet]
        self._noticed: list[Referent] = []
        self._bystanders: list[Referent] = []
        self._papers: list[Mention] = []
        self._spoken_for: Referent | None = None
        self._field = ""
        self._told_of: Collection[Referent] = ()
        self._where: Tree | None = None

    def meant(
        self,
        mention: Mention,
        field_name: str,
        told_of: Collection[Referent] = (),
        *,
        asks: bool = False,
        where: Tree | None = None,
    ) -> Referent:
        """The referent of ``mention``, which becomes the most recent one; a pronoun means none of those ``told_of``.

        They are the ones that stand in the very words that the pronoun is the speaker of. One who only ``asks`` comes
        behind the one who was spoken of last, for that is who answers. It stands in the text ``where``.
        """
        self._field = field_name
        self._told_of = told_of
        self._where = where
        if mention.shape is Shape.SELF:
            return self.outlet
        found = self._by_shape(mention)
        if found.kind is not SourceKind.OUTLET or mention.shape is not Shape.PRONOUN:
            self._touch(found, mention)
            found.heard = True
            if asks and len(self._recent) > 1:
                self._recent[-2:] = reversed(self._recent[-2:])
        return found

    def goes_on(self, one: Referent, *, behind: Referent) -> None:
        """Remember ``one`` as who spoke last, where both it and whoever it comes ``behind`` may be 'he' or 'she'."""
        if one in self._recent and one.kind in _PEOPLE and behind.kind in _PEOPLE:
            self._recent.remove(one)
            self._recent.append(one)

    def told_of(self, mention: Mention, field_name: str, *, quoted: bool) -> Referent:
        """The referent of ``mention``, of whom something is told and who may speak next.

        One of whom somebody tells who is ``quoted`` comes behind whoever is, for that is who goes on.
        """
        last = self._recent[-1]
        found = self.meant(mention, field_name)
        found.heard = False
        if quoted and last.heard and self._recent[-1] is found is not last:
            self._recent.remove(last)
            self._recent.append(last)
        return found

    def notice(self, mention: Mention, field_name: str) -> Referent | None:
        """Remember an institution that is only named, as what 'the company' may mean where nothing nearer fits.

        What may be somebody's name as well ('Maya Lobo', taken for a firm) is remembered as who 'she' may be, and so
        is a person who does nothing, who is given back where nobody knew of them. A text may be what 'it' is.
        """
        self._field = field_name
        if mention.wrote or mention.shape is Shape.DOCUMENT or mention.head in voices.DOCUMENTS:
            self._papers.append(mention)
            return None
        if mention.shape is Shape.PERSON:
            known = self._known_person(mention)
            found = known or self._new(SourceKind.PERSON, mention)
            found.gender, found.last = found.gender or mention.gender, mention.at
            self._bystanders.append(found)
            return found if known is None else None
        if self._institution(mention.name) is None and self._by_first_name(mention) is None:
            found = self._new(SourceKind.ORGANISATION, mention)
            found.roles |= mention.roles
            found.last, found.sure = mention.at, mention.sure
            if mention.acronym:
                found.acronyms.add(mention.acronym)
            self._noticed.append(found)
        return None

    def named(self, name: str) -> Referent:
        """The institution of that name, as the article's frame has it: the wire in a dateline."""
        if same_outlet(name, self.outlet.name):
            return self.outlet
        found = self._institution(name)
        if found is None:
            found = Referent(SourceKind.ORGANISATION, (self._article, "", 0), {name})
            self._recent.insert(0, found)
        return found

    def unknown(self, name: str, field_name: str, at: int) -> Referent:
        """A voice of which the article says nothing."""
        return Referent(SourceKind.UNNAMED, (self._article, field_name, at), {name})

    def _by_shape(self, mention: Mention) -> Referent:
        if (
            mention.name[:1].isupper()
            and mention.shape is not Shape.PRONOUN
            and same_outlet(mention.name, self.outlet.name)
        ):
            return self.outlet
        if mention.shape is Shape.PERSON:
            return self._person(mention)
        if mention.shape is Shape.INSTITUTION:
            found = self._institution(mention.name) or self._by_first_name(mention)
            return found or self._new(SourceKind.ORGANISATION, mention)
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
        elif found.kind is SourceKind.UNNAMED and mention.shape is not Shape.PRONOUN:
            found.names |= {name for name in (mention.name, mention.short) if name}
        if mention.shape is Shape.DOCUMENT:
            found.documents.add(mention.head)
            self._spoken_for = found if mention.head in voices.SPOKESPEOPLE else None
        elif mention.shape is not Shape.PRONOUN:
            found.roles |= mention.roles
            found.heads.add(mention.head)
        if found.kind in _PEOPLE:
            found.gender = found.gender or mention.gender
            found.order = found.order or mention.order
            if mention.body and found.body is None and mention.shape is not Shape.DOCUMENT and self._speaks(mention):
                found.body = self._body(mention)
        found.seat = found.seat or mention.seat
        found.last, found.sure = mention.at, found.sure or mention.sure
        if mention.acronym and found.kind is SourceKind.PERSON:
            found.names.add(mention.acronym)
        elif mention.acronym:
            found.acronyms.add(mention.acronym)
        if found in self._recent:
            self._recent.remove(found)
        self._recent.append(found)

    def _speaks(self, mention: Mention) -> bool:
        """Whether the one mentioned speaks for the institution named beside."""
        return not mention.own and (mention.shape is Shape.PERSON or bool(mention.roles & voices.LEADERS))

    def _new(self, kind: SourceKind, mention: Mention, *, known: bool = True) -> Referent:
        first = (self._article, self._field, mention.at)
        return Referent(kind, first, {mention.name}, plural=mention.plural, known=known)

    def _last(self, fits: Callable[[Referent], bool]) -> Referent | None:
        return next((one for one in reversed(self._recent) if fits(one)), None)

    def _person(self, mention: Mention) -> Referent:
        wanted = folded(mention.name)
        if len(wanted) == 1 and mention.name.isupper() and (body := self._institution(mention.name)) is not None:
            return body

        found = self._known_person(mention) or self._now_named(mention)
        if found is None and len(wanted) == 1:
            # 'Xinhua', taken for a person, where 'Xinhua news agency' was spoken of
            found = self._last(lambda one: one.kind is SourceKind.ORGANISATION and _is_medium(mention.name, one))
        return found or self._new(SourceKind.PERSON, mention)

    def _known_person(self, mention: Mention) -> Referent | None:
        """The one of that name who spoke or may speak."""
        wanted = folded(mention.name)

        def fits(one: Referent) -> bool:
            if one.kind is not SourceKind.PERSON or (one.gender and mention.gender and one.gender != mention.gender):
                return False
            known = [folded(name) for name in one.names]
            # A surname that two people share ties neither's full name to the other.
            apart = len(wanted) > 1 and any(len(name) > 1 and not same_person(wanted, name) for name in known)
            return not apart and any(same_person(wanted, name) for name in known)

        return self._last(fits)

    def _by_first_name(self, mention: Mention) -> Referent | None:
        """'Tedros', taken for an institution, where 'Tedros Adhanom Ghebreyesus' was spoken of."""
        words = folded(mention.name)
        if len(words) != 1 or mention.name.isupper() or mention.roles:
            return None
        return self._last(
            lambda one: one.kind is SourceKind.PERSON and any(same_person(words, folded(name)) for name in one.names)
        )

    def _now_named(self, mention: Mention) -> Referent | None:
        """'The mayor', whom the article spoke of before, in 'the mayor, Ali Hassan'."""
        if not mention.definite:
            return None
        offices = mention.roles & voices.LEADERS

        def fits(one: Referent) -> bool:
            if one.kind is not SourceKind.UNNAMED or one.plural or not one.definite:
                return False
            return bool(offices & one.heads) and not {one.gender, mention.gender} >= {"m", "f"}

        found = self._last(fits)
        if found is not None:
            found.kind, found.names = SourceKind.PERSON, set()
        return found

    def _institution(self, name: str) -> Referent | None:
        words = folded(name)

        def fits(one: Referent) -> bool:
            if one.kind is SourceKind.OUTLET:
                return same_outlet(name, one.name)
            if one.kind is not SourceKind.ORGANISATION:
                return False
            return any(same_institution(words, folded(other), name, other) for other in one.names | one.acronyms)

        return self._last(fits) or next((one for one in reversed(self._noticed) if fits(one)), None)

    def _pronoun(self, mention: Mention) -> Referent | None:
        if mention.gender:
            return self._gendered(mention.gender, mention.at)
        if mention.plural:
            found = self._last(lambda one: bool(one.heads & (_SEVERAL if one.plural else _COLLECTIVES)))
            found = found or self._last(lambda one: one.plural)
            return found or self._last(lambda one: one.kind is SourceKind.ORGANISATION)
        if self._papers and self._papers[-1].at > max(mention.at - _FRESH, *(one.last for one in self._recent)):
            paper = self._papers[-1]
            found = self._by_shape(paper) if paper.wrote else self._document(paper)
            found.documents.add(paper.wrote or paper.head)
            return found
        guessed = next(one for one in reversed(self._recent) if not one.plural)
        if guessed.is_guessed and guessed not in self._told_of:
            # 'Doctors Abroad', taken for a person until it is 'it'
            guessed.kind, guessed.sure = SourceKind.ORGANISATION, True
        found = self._last(lambda one: one.kind is SourceKind.ORGANISATION or one.is_thing)
        # 'The lawyer put out a statement. … , it read.'; 'The family confirmed in a note … , it says.'
        return found or self._last(lambda one: one.kind is SourceKind.PERSON) or self._last(lambda one: one.has_spoken)

    def _gendered(self, gender: str, at: int) -> Referent | None:
        """Who 'he' or 'she' is: the spokesman of an institution is the institution."""
        if self._recent[-1] is self._spoken_for and self._spoken_for not in self._told_of:
            return self._spoken_for
        around = Around(self._recent, self._noticed, self._bystanders, self._told_of, at, self._where)
        return gendered(gender, around)

    def _document(self, mention: Mention) -> Referent:
        if mention.body and (body := self._body(mention)) is not None:
            return body
        if mention.head in voices.MOUTHPIECES and " for " not in mention.name:
            named = self._last(lambda one: one.kind in _PEOPLE and mention.head in one.roles)
            last = self._last(lambda one: one.may_be_a_body) or self._last(lambda one: one.is_guessed)
            if named is None and last is not None:
                last.kind = SourceKind.ORGANISATION
            return named or last or self._new(SourceKind.UNNAMED, mention)
        if mention.definite and (written := self._last(lambda one: mention.head in one.documents)) is not None:
            return written
        if (
            mention.definite
            and mention.name == mention.head in voices.SPOKEN
            and (author := self._last(lambda one: one.has_spoken)) is not None
        ):
            # 'The announcement' of the firm whose statement was quoted.
            return author
        return self._same_words(mention) or self._new(SourceKind.UNNAMED, mention)

    def _body(self, mention: Mention) -> Referent | None:
        """The institution that a mention names beside its head."""
        at = replace(mention, shape=Shape.INSTITUTION, name=without_article(mention.body), plural=False, gender="")
        if mention.body.lower() in voices.IMPERSONAL | voices.PLURAL_PRONOUNS:
            return self._last(lambda one: one.kind is SourceKind.ORGANISATION)
        found = self._institution(at.name)
        if found is None and len(folded(at.name)) == 1 and at.name.lower() in voices.INSTITUTIONS:
            found = self._by_kind(at.name.lower())
        if found is None:
            known = len(folded(at.name)) > 1 or at.name.lower() not in _KINDS
            found = self._new(SourceKind.ORGANISATION, at, known=known)
            self._recent.insert(0, found)
        return found

    def _pointed_at(self, mention: Mention) -> Referent | None:
        """Who 'the latter' and 'the 27-year-old' are: the last one named, and the last person."""
        if mention.name.lower() == "latter":
            named = [one for one in self._recent if one.kind in (SourceKind.PERSON, SourceKind.ORGANISATION)]
            return max((*named, *self._noticed, *self._bystanders), key=lambda one: one.last, default=None)
        if _AGED.fullmatch(mention.name):
            return self._last(lambda one: one.kind is SourceKind.PERSON and one not in self._told_of)
        return None

    def _definite(self, mention: Mention) -> Referent:
        if (meant := self._pointed_at(mention)) is not None:
            return meant
        somebody = mention.own and mention.head in voices.OFFICES
        if mention.head in voices.INSTITUTIONS and not mention.plural and not somebody:
            found = self._institution(mention.name) or self._by_kind(mention.head, described=mention.described)
            known = len(folded(mention.name)) > 1 or mention.head in voices.BARE
            return found or self._new(SourceKind.ORGANISATION, mention, known=known)
        body = self._body(mention) if mention.body and self._speaks(mention) else None

        def fits(one: Referent, *, loosely: bool = False) -> bool:
            if one.kind not in _PEOPLE or one.plural is not mention.plural:
                return False
            gender = not (one.gender and mention.gender and one.gender != mention.gender)
            called = one.is_called(mention.head, loosely=loosely)
            if body is not None and one.body is body and mention.head in _TOP:
                called = called or bool(one.roles & _TOP)
            return gender and called and not one.is_told_apart(mention) and (body is None or one.body in (None, body))

        if mention.order == "first":
            found = next((one for one in sorted(self._recent, key=lambda one: one.first) if fits(one)), None)
        elif mention.order:
            found = self._last(lambda one: fits(one) and one.order == mention.order)
        else:
            found = self._last(fits) or self._last(lambda one: fits(one, loosely=True))
        if found is None:
            found = self._new(SourceKind.UNNAMED, mention)
            found.definite = not mention.order
        return found

    def _by_kind(self, head: str, *, described: bool = False) -> Referent | None:
        """The last institution that 'the group', 'the Observatory' can mean."""
        like = voices.GENERIC.get(head, frozenset())

        def words(one: Referent) -> set[str]:
            return {word for name in one.names for word in folded(name)} | one.roles

        if described:
            return None
        exact = self._last(lambda one: one.kind is SourceKind.ORGANISATION and head in words(one))
        exact = exact or next((one for one in reversed(self._noticed) if head in words(one)), None)
        exact = exact or self._last(lambda one: one.kind is SourceKind.UNNAMED and not one.plural and head in one.heads)
        similar = exact or self._last(lambda one: one.kind is SourceKind.ORGANISATION and bool(like & words(one)))
        if similar is not None:
            return similar
        if head not in voices.GENERIC:
            return None
        latest = self._recent[-1]
        near = self._last(
            lambda one: one.kind is SourceKind.ORGANISATION and one.known and not words(one) & voices.BARE
        )
        if latest.is_guessed and (latest.heard or near is None):
            # 'Altura Ocio', taken for a person until it is 'the company'
            latest.kind, latest.sure = SourceKind.ORGANISATION, True
            return latest
        any_other = near or next(iter(reversed(self._noticed)), None)
        return None if head in voices.BARE | _OF_ITS_OWN else any_other

    def _same_name(self, mention: Mention) -> Referent | None:
        """A name that a headline or a slip of the tagger has made look like a common noun."""
        wanted = folded(mention.name)
        kinds = (SourceKind.PERSON, SourceKind.ORGANISATION)
        return self._last(lambda one: one.kind in kinds and any(folded(name) == wanted for name in one.names))

    def _same_words(self, mention: Mention) -> Referent | None:
        """'Residents' again; 'an official' and 'another official' are two."""
        if not mention.plural or mention.order:
            return None
        wanted = folded(mention.name)
        return self._last(
            lambda one: (
                one.kind is SourceKind.UNNAMED and one.plural and any(folded(name) == wanted for name in one.names)
            )
        )


def _is_medium(name: str, one: Referent) -> bool:
    return any(same_outlet(name, other) for other in one.names)
