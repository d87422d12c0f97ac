"""What one source phrase of an article says about who is meant: a name, an office, an institution, a pronoun."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from service.scoring.annotated import Token
from service.scoring.attribution import voices
from service.scoring.attribution.authors import author, sender
from service.scoring.attribution.beside import person_beside, run_at_head
from service.scoring.attribution.callings import bare, is_national, named_in_clause, opens_with_trade
from service.scoring.attribution.given_names import gender_of, gender_of_name
from service.scoring.attribution.mention import Mention, Shape
from service.scoring.attribution.naming import compared, folded, without_article
from service.scoring.attribution.phrases import Part, follower, parts, trimmed
from service.scoring.attribution.pronouns import pronoun
from service.scoring.attribution.runs import Known, Run, runs_of
from service.scoring.attribution.syntax import Tree

_LONGEST = 120
# Words by which one voice is told from another of its kind.
_NEXT_TO = frozenset({"neighboring", "neighbouring"})
_OTHERS = _NEXT_TO | {"another", "other", "second", "different"}
_FIRST = frozenset({"first"})
_CALLED = frozenset(
    {"calls", "calling", "called", "named", "dubbed", "as", "itself", "himself", "herself", "themselves"}
)


_NOTHING = Known()


def read(tree: Tree, indices: Sequence[int], names: Known = _NOTHING, *, whose: bool = True) -> Mention | None:
    """The mention that the tokens ``indices`` make, None for no words; ``names`` are known from the article.

    A text is read as whoever speaks in it, unless ``whose`` is false. Only words, parts of speech and labels of names
    count, not the parse, and the phrase may have a word too many or too few at its edges.
    """
    tokens = trimmed(tree.tokens, indices)
    found = parts(tokens)
    if not found:
        return None
    behind = follower(tree.tokens, tokens)
    # Asked once: where 'Lind's Letter' is labelled as one name, 'Lind' is made whole again, and is a letter of Lind's.
    who = (author(found, behind) or sender(tree, found[0].head)) if whose else []
    if who and (by := read(tree, who, names, whose=False)) is not None:
        return replace(by, wrote=found[0].head.lemma.lower())
    called = named_in_clause(tree.tokens, tokens)
    return pronoun(found[0]) or _Phrase(tree.text, tokens, found, names, behind, called).mention()


class _Phrase:
    """One phrase with the names in its parts."""

    def __init__(
        self, text: str, tokens: list[Token], found: list[Part], names: Known, follower: str, called: list[Token]
    ) -> None:
        self.text, self.tokens, self.parts, self.called = text, tokens, found, called
        self.runs = [runs_of(text, part.tokens, names, opens=not k) for k, part in enumerate(found)]
        self.follower = follower
        first = found[0]
        self.noun = _noun(first.head)
        words = {t.text.lower().strip(".") for t in tokens} | {t.lemma for t in tokens}
        ahead = {t.text.lower() for t in first.tokens[: first.tokens.index(first.core[-1])]}
        opening = first.tokens[0].text.lower()
        around = {t.text.lower() for t in first.after} & _NEXT_TO
        core = _printed(text, _bare(first.core))
        whole = (*first.owner, *first.core, *first.after)
        plural = first.head.tag.endswith("S") or first.head.text.lower() in ("police", "people")
        self.common = Mention(
            Shape.INDEFINITE,
            without_article(text[whole[0].start : whole[-1].end])[:_LONGEST] if whole else core,
            tokens[0].i,
            core,
            self.noun,
            frozenset(word for t in tokens for word in _called(t) if word in _ROLES),
            gender="f" if words & voices.FEMININE else "m" if words & voices.MASCULINE else "",
            plural=plural and opening not in ("one", "another"),
            order="other" if (ahead | around) & _OTHERS else "first" if ahead & _FIRST else "",
            definite=opening in voices.DETERMINERS or bool(first.owner),
            own=bool(words & voices.OWN) or self._is_somebody(),
            seat=_seat(first),
        )

    def _is_somebody(self) -> bool:
        """Whether a word for a firm or for a person means a person: 'the crane operator, who', and no 'operator'."""
        return self.follower == "who" and self.noun in voices.INSTITUTIONS & voices.OFFICES

    def mention(self) -> Mention:
        """The phrase, read: a person first, then an institution by name, then what has no name."""
        return self._person() or self._institution() or self._called() or self._unnamed()

    def _person(self) -> Mention | None:
        beside = person_beside(self.parts, self.runs, self.noun, plural=self.common.plural)
        run = self._person_at_head() or beside
        if run is None:
            return None
        name = bare(run.text)
        given = compared(name)
        gender = self.common.gender or (gender_of(given[0]) if len(given) > 1 else "") or gender_of_name(name)
        return replace(
            self.common,
            shape=Shape.PERSON,
            name=name,
            body=self._body(run),
            gender=gender,
            plural=False,
            short="",
            acronym=self._byname(),
            sure=bool(gender or self.common.roles)
            or name != run.text
            or self._has_age()
            or self._is_called(run, beside),
        )

    def _is_called(self, run: Run, beside: Run | None) -> bool:
        """Whether it is said what somebody is: 'one climber, Orkhan', 'Ana Bortic, the head of control'."""
        return run is beside or any(_noun(part.head) in voices.POSTS for part in self.parts[1:])

    def _person_at_head(self) -> Run | None:
        run = self._run_at_head(0)
        if run is None or run.is_person or not self._told_as_person(run):
            return run if run is not None and run.is_person else None
        return run

    def _told_as_person(self, run: Run) -> bool:
        """Whether the words of a name or beside it say that it is somebody's: ', who', ', the director'."""
        words = folded(run.text)
        if set(words) & voices.INSTITUTIONS or self.common.plural or not words or words[-1] in _HELD:
            return False
        if len(words) > 1 and (gender_of(words[0]) or _INITIALS.match(run.text) or opens_with_trade(words)):
            return True
        beside = any(_noun(part.head) in voices.POSTS and not part.head.tag.endswith("S") for part in self.parts[1:])
        return beside or self.follower == "who" or self._has_age()

    def _has_age(self) -> bool:
        """'Ana Bortic, 34,'."""
        return self.follower.isdigit()

    def _run_at_head(self, number: int) -> Run | None:
        return run_at_head(self.parts[number], self.runs[number])

    def _institution(self) -> Mention | None:
        run = self._run_at_head(0)
        if run is None or run.is_person or self.noun in _UNNAMED or is_national(self.parts[0]):
            return None
        if self.common.plural and not run.is_body and not self.parts[0].head.entity:
            return None
        if (
            len(run.tokens) == 1
            and run.text.lower() in voices.INSTITUTIONS
            and self.parts[0].core[0].i < run.tokens[0].i
        ):
            return None
        name = without_article(run.text)
        if (low := run.text.lower()) in voices.INSTITUTIONS and low not in voices.BARE and self.common.definite:
            # 'the Observatory', 'the Brigade'
            return replace(self.common, shape=Shape.DEFINITE, name=name, plural=False)
        owner = self.parts[0].owner
        whose = bool(owner) and bool(set(folded(run.text)) & voices.OF_BODIES)
        if whose and owner[0].text.lower() not in _OWNERS and self.parts[0].core[0].i >= run.tokens[0].i:
            # "Karsovia's Constitutional Court"
            name = without_article(self.text[owner[0].start : run.tokens[-1].end])
        return replace(
            self.common,
            shape=Shape.INSTITUTION,
            name=name,
            plural=False,
            acronym=self._short_form(),
            sure=bool(self.common.definite or set(folded(name)) & voices.OF_BODIES or not _NAME_LIKE.fullmatch(name)),
        )

    def _called(self) -> Mention | None:
        """'a group that calls itself Copperhead', 'a user known as vipr'."""
        if self.called and not self.common.plural and self.noun not in voices.INSTITUTIONS:
            name = self.text[self.called[0].start : self.called[-1].end]
            return replace(self.common, shape=Shape.PERSON, name=name, short="")
        for k, token in enumerate(self.tokens[:-1]):
            after = self.tokens[k + 1]
            called = token.text.lower() in _CALLED or [t.text.lower() for t in self.tokens[k - 1 : k + 1]] == [
                "name",
                "of",
            ]
            if called and after.text[:1].isupper() and after.pos == "PROPN":
                end = next(
                    (j for j in range(k + 1, len(self.tokens)) if self.tokens[j].pos != "PROPN"), len(self.tokens)
                )
                name = self.text[after.start : self.tokens[end - 1].end]
                if self.noun in voices.INSTITUTIONS:
                    return replace(self.common, shape=Shape.INSTITUTION, name=name, plural=False)
                if not self.common.plural:
                    return replace(self.common, shape=Shape.PERSON, name=name, plural=False, short="")
        return None

    def _byname(self) -> str:
        """'Hemedti' of 'Mohamed Hamdan Dagalo, known as Hemedti'."""
        for here, after, name in zip(self.tokens, self.tokens[1:], self.tokens[2:], strict=False):
            if here.text.lower() == "known" and after.text.lower() == "as" and name.text[:1].isupper():
                return name.text
        return ""

    def _unnamed(self) -> Mention:
        common, part = self.common, self.parts[0]
        body = self._body(None)
        opening = part.tokens[0].text.lower()
        of_person = bool(part.owner) and not body and part.owner[-1].text.lower() not in _OWNERS
        # 'A senior figure at the club' is somebody.
        somebody = part.head.text.lower() == "figure"
        whose = voices.PERSONAL.get(opening, "") if len(part.owner) == 1 else ""
        if whose and self.noun in voices.SPOKESPEOPLE:
            # 'His spokesman' is nobody's mouthpiece but his.
            return replace(self.common, shape=Shape.INDEFINITE)
        if self.noun in _DOCUMENTS and not of_person and not somebody:
            # A court is what a filing is made to.
            body = "" if self.noun == "filing" else body
            return replace(self.common, shape=Shape.DOCUMENT, name=common.name, body=body)
        many = common.plural and self.noun not in ("police", "forces", "guards", "authorities", "troops")
        institution = self.noun in voices.INSTITUTIONS and not self._is_somebody()
        if institution and opening not in voices.INDEFINITE and not many:
            return self._lower_institution()
        if common.definite or opening in ("that", "this"):
            return replace(self.common, shape=Shape.DEFINITE, name=common.name, body=body)
        roles = common.roles | ({"person"} if is_national(part) else frozenset())
        return replace(self.common, shape=Shape.INDEFINITE, name=common.name, body=body, roles=roles)

    def _lower_institution(self) -> Mention:
        """An institution named by a common noun, with what stands ahead of it and a name after 'of'.

        Where its name is set beside it ('the charity, Lifeline South'), that is its name.
        """
        part = self.parts[0]
        for number in range(1, len(self.parts)):
            run = self._run_at_head(number)
            if (
                run is not None
                and len(run.tokens) > 1
                and not run.is_place
                and not _is_somebodys(run, part_of=self.parts[number])
            ):
                return replace(self.common, shape=Shape.INSTITUTION, name=without_article(run.text), plural=False)
        core = [t for t in part.core if t.text.lower() not in _OTHERS | _FIRST]
        own = part.owner and part.owner[0].text.lower() not in _OWNERS
        first, last = (part.owner[0] if own else (core or list(part.core))[0]), part.core[-1]
        after = part.after
        if 2 <= len(after) <= 5 and after[0].text.lower() in ("of", "for") and after[-1].pos in ("PROPN", "NOUN"):
            last = after[-1]
        name = without_article(self.text[first.start : last.end])
        alone = len(folded(name)) == 1
        generic = self.noun in voices.GENERIC or (alone and self.noun not in voices.BARE)
        narrowed = any(t.entity not in ("GPE", "NORP") for t in core[:-1]) or bool(own)
        shape = Shape.DEFINITE if self.common.definite and not own and (generic or alone) else Shape.INSTITUTION
        return replace(
            self.common, shape=shape, name=name, plural=False, described=narrowed, acronym=self._short_form()
        )

    def _body(self, person: Run | None) -> str:
        """The institution that the phrase names beside the one who speaks; 'its' and 'their' where it is only that."""
        taken = set(range(person.tokens[0].i, person.last + 1)) if person is not None else set()
        if person is not None and (inside := self._body_in_titles(person)):
            return inside
        for part, runs in zip(self.parts, self.runs, strict=True):
            if any(t.text.lower() in ("former", "ex", "ex-") for t in part.core):
                continue
            found = self._body_in(part, runs, taken, person)
            if found:
                return without_article(found)
        return next(
            (t.text.lower() for part in self.parts for t in part.owner if t.text.lower() in ("its", "their")), ""
        )

    def _body_in(self, part: Part, runs: list[Run], taken: set[int], person: Run | None) -> str:
        for k, t in enumerate(part.tokens):
            if t.i in taken or (person is None and t.i == part.head.i):
                continue
            run = next((run for run in runs if run.tokens[0].i <= t.i <= run.last), None)
            if run is not None and run.tokens[0].i in taken:
                continue
            follower = next((t for t in part.tokens if run is not None and t.i == run.last + 1), None)
            if run is not None and run.is_body and (follower is None or follower.text.lower() not in voices.BODIES):
                return run.text
            if run is not None and run.may_be_body and self.noun in voices.SPOKESPEOPLE and person is None:
                # 'A spokesperson for Northline', which nothing labels, or which is taken for a town
                return run.text
            # 'The ambulance service trust' is called so up to the last of such words.
            named, *behind = (other.text.lower() in voices.BODIES for other in part.tokens[k : k + 2])
            ends = named and not any(behind)
            called = next((run for run in runs if run.tokens[0].i == t.i + 1 and run.is_body), None)
            if ends and called is not None:
                # 'the campaign group Clean Water'
                return called.text
            if ends and not (person is not None and t is part.head and self._names_office(part)):
                return self._lower(part.tokens[: k + 1], part.tokens[k + 1 :])
        owner = part.owner[-1] if part.owner else None
        if owner is not None and owner.i not in taken and part.head.text.lower() in voices.LEADERS:
            run = next((run for run in runs if run.last == owner.i), None)
            if run is not None and not run.is_person and not run.is_place:
                return run.text
        return ""

    def _names_office(self, part: Part) -> bool:
        return _noun(part.head) in voices.POSTS

    def _lower(self, ahead: Sequence[Token], behind: Sequence[Token]) -> str:
        """An institution written small, with the words ahead of it and a name after 'of'."""
        k = len(ahead) - 1
        while k and ahead[k - 1].pos in _AHEAD and ahead[k - 1].text.lower() not in voices.POSTS:
            of_place = ahead[k - 1].pos == "PART" and k > 1 and ahead[k - 2].entity in ("GPE", "NORP")
            if of_place or ahead[k - 1].text.lower() in _DETERMINERS:
                break
            k -= 1
        last = ahead[-1]
        if len(behind) > 1 and behind[0].text.lower() == "of" and behind[1].pos == "PROPN":
            last = behind[1]
            for t in behind[2:]:
                if t.pos != "PROPN":
                    break
                last = t
        return self.text[ahead[k].start : last.end]

    def _body_in_titles(self, person: Run) -> str:
        """'Moorland Police' of 'Moorland Police Superintendent Gareth Winstanley'."""
        ahead: list[Token] = []
        for t in person.tokens:
            if t.text.strip(".").lower() in voices.TITLES:
                break
            ahead.append(t)
        if len(ahead) == len(person.tokens) or not ahead or ahead[-1].text.lower() not in voices.BODIES:
            return ""
        return self.text[ahead[0].start : ahead[-1].end]

    def _short_form(self) -> str:
        """'SOHR' in '… for Human Rights (SOHR)' and in '… for Human Rights, SOHR'."""
        for part in self.parts[1:]:
            word, rest = part.tokens[-1].text, part.tokens[:-1]
            if [t.text for t in rest] in ([], ["the"]) and word.isupper() and word.isalpha() and 2 <= len(word) <= 10:
                return word
        return ""


# "The dock workers' federation": its last word has such words ahead.
_AHEAD = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "PART"})
# 'J.K. Rowling', but no 'U.S. Steel'.
_INITIALS = re.compile(r"(?!U\.|E\.U|D\.C)(?:[A-Z]\.)+ ?[A-Z]\w+$")
# Two or three words that may be somebody's name: 'Maya Lobo', and no 'AFP' or 'Reuters'.
_NAME_LIKE = re.compile(r"[^\W\d_a-z][a-zß-ÿ'’-]+(?: [^\W\d_a-z][a-zß-ÿ'’-]+){1,2}")
_OWNERS = frozenset({"its", "their", "his", "her", "our", "my", "your"})
_ROLES = voices.OFFICES | voices.INSTITUTIONS | voices.PROFESSED
_HELD = voices.POSTS | voices.TITLES
_DOCUMENTS = voices.DOCUMENTS | voices.MOUTHPIECES
# Heads of phrases that are no name, even where they are printed like one.
_UNNAMED = voices.DOCUMENTS | (voices.POSTS - voices.INSTITUTIONS)
_DETERMINERS = voices.DETERMINERS | voices.INDEFINITE


def _called(token: Token) -> tuple[str, str, str]:
    """The words for what somebody is that a token may be: 'sergeant' of 'Sgt'."""
    low = token.text.lower().strip(".")
    return token.lemma, low, voices.LONG_FOR.get(low, "")


def _is_somebodys(run: Run, *, part_of: Part) -> bool:
    """Whether a name beside an institution is a person's, and not only like one: 'the company, Prairie Link'."""
    return run.is_person and (len(run.tokens) < len(part_of.tokens) or bool(gender_of(folded(run.text)[0])))


def _seat(part: Part) -> str:
    """'Grindeni' of 'the mayor of Grindeni', folded."""
    named = [t.text for t in part.after[1:] if t.pos == "PROPN"]
    held = bool(part.after) and part.after[0].text.lower() == "of" and _noun(part.head) in voices.POSTS
    return " ".join(folded(" ".join(named))) if held else ""


def _noun(token: Token) -> str:
    low = token.text.lower()
    return low if low in voices.SPEAKERS else token.lemma.lower()


def _bare(core: Sequence[Token]) -> Sequence[Token]:
    """A core without numbers ahead and 'itself' behind."""
    kept = list(core)
    while len(kept) > 1 and (kept[0].pos == "NUM" or kept[0].text.lower() in voices.INDEFINITE):
        kept = kept[1:]
    return kept


def _printed(text: str, tokens: Sequence[Token]) -> str:
    return without_article(text[tokens[0].start : tokens[-1].end])[:_LONGEST] if tokens else ""
