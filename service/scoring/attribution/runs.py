"""Names inside a source phrase: runs of capitalised words, naming a person, an institution or a place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.scoring.annotated import AnnotatedText, Token
from service.scoring.attribution import voices
from service.scoring.attribution.given_names import gender_of
from service.scoring.attribution.naming import SUFFIXES, Words, folded, without_titles
from service.scoring.attribution.somebody import shown_by_pronouns

_PLACES = frozenset({"NORP", "GPE", "LOC", "DATE", "FAC"})
_PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "ben", "de", "la", "del", "van", "von", "der", "den", "di", "da", "dos"}
)
_LONGEST_NAME = 5
_MEMBERS = frozenset({"mep", "mla", "mp", "msp"})
_DAYS = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march"}
    | {"april", "may", "june", "july", "august", "september", "october", "november", "december"}
)
# What stands in something that is no place: 'shares in Kestrel Bank', 'faith in Ana Bortic'.
_HELD_IN = frozenset(
    {"belief", "believe", "confide", "confidence", "faith", "hope", "interest", "invest", "investment", "investor"}
    | {"play", "role", "share", "shareholder", "stake", "trust", "write"}
)
_LOCATIVE = frozenset({"in", "near", "outside"})
_TOWARDS = frozenset({"at", "from", "to", "towards"})
_MOVING = frozenset(
    {"arrive", "bus", "come", "drive", "evacuate", "ferry", "flee", "fly", "go", "head", "lead", "move", "return"}
    | {"road", "run", "sail", "train", "travel", "trip", "walk", "way"}
)
# What is named by where it is.
_SITES = frozenset(
    {"area", "bridge", "camp", "canal", "coast", "crossing", "dam", "district", "factory", "gully", "hill", "island"}
    | {"mine", "pass", "pit", "plant", "pond", "port", "reef", "refinery", "region", "river", "road", "shore", "site"}
    | {"square", "strait", "street", "tunnel", "valley", "works"}
)
# What names of roads end with.
_ROADS = frozenset({"avenue", "boulevard", "highway", "lane", "motorway", "road", "route", "street"})
_NAMED_OTHERWISE = voices.OF_BODIES | voices.TITLES | _DAYS
# Words ahead of an office rather than of a name.
_RANKS = frozenset({"the", "acting", "chief", "deputy", "former", "interim"})
_HONOURS = frozenset(
    {"mr", "mrs", "ms", "dr", "sen", "rep", "gov", "gen", "col", "sgt", "sir", "dame", "sheikh", "rev", "prof"}
    | {"cllr", "supt", "monsieur", "madame", "mme", "mlle", "señor", "señora", "signor", "signora", "herr", "frau"}
)
_OFFICES = (voices.OFFICES | voices.TITLES) - (voices.INSTITUTIONS - voices.MOUTHPIECES)
# Words right ahead of a name that say that it is somebody's: 'coach Leo Marsh'.
_CALLING = _OFFICES | voices.TRADES
_CALLED = voices.INSTITUTIONS | _CALLING
_COMMON = voices.SPEAKERS | voices.TITLES
_HELD = (voices.OFFICES | voices.TITLES) - SUFFIXES
# Institutions too have leaders, generals and chiefs in their names.
_PERSONAL_TITLES = voices.TITLES - {"leader", "general", "chief"}


@dataclass(frozen=True, slots=True)
class Known:
    """Names that an article tells more of elsewhere: surnames of people, and names of institutions, both folded.

    ``shown`` has the tokens at which pronouns tell a name to be a person's, and ``places`` the names of places that
    may be labelled otherwise, folded.
    """

    surnames: frozenset[str] = frozenset()
    institutions: frozenset[Words] = frozenset()
    shown: frozenset[int] = frozenset()
    places: frozenset[Words] = frozenset()


@dataclass(frozen=True, slots=True)
class Run:
    """A run of capitalised words inside a phrase; at most one of the three is true, or none where it cannot be told."""

    tokens: tuple[Token, ...]
    text: str
    is_body: bool
    is_person: bool
    is_place: bool

    @property
    def may_be_body(self) -> bool:
        """Whether it can name what somebody speaks for: nobody, no people and no day."""
        return not self.is_person and {t.entity for t in self.tokens} <= {"", "ORG", "GPE", "FAC", "LOC"}

    @property
    def last(self) -> int:
        """The index of its last token."""
        return self.tokens[-1].i


def known(text: AnnotatedText) -> Known:
    """What the names in a text are labelled as where they are printed in full; the more frequent label counts."""
    labels: dict[Words, Counter[str]] = {}
    run: list[Token] = []
    for token in (*text.tokens, None):
        if run and (token is None or token.entity_start or token.entity != run[-1].entity):
            words = folded(text.text[run[0].start : run[-1].end])
            if words:
                labels.setdefault(words, Counter())[run[0].entity] += 1
            run = []
        if token is not None and token.entity in ("PERSON", "ORG"):
            run.append(token)
    people = [words for words, seen in labels.items() if seen["PERSON"] >= seen["ORG"] and not _is_office(words)]
    full = {words[-1] for words in people if len(words) > 1 and len(words[-1]) > 1}
    shown = shown_by_pronouns(text)
    taken_up = {word for i in shown for word in folded(text.tokens[i].text)}
    surnames = (full | _called_people(text.tokens) | taken_up) - voices.INSTITUTIONS
    bodies = {words for words, seen in labels.items() if seen["ORG"] > seen["PERSON"]}
    # A surname alone is labelled now and now as an institution; who has a full name besides is a person.
    places = _places(text)
    bodies -= {(name,) for name in surnames} | places
    return Known(frozenset(surnames), frozenset(bodies), shown, places)


def _places(text: AnnotatedText) -> frozenset[Words]:
    """Names of what somebody or something is in, goes to or lies at, and that stand ahead of 'works' or 'valley'."""
    found: set[Words] = set()
    tokens = text.tokens
    first = 0
    while first < len(tokens):
        end = first
        while end < len(tokens) and tokens[end].pos == "PROPN" and tokens[end].text[:1].isupper():
            end += 1
        if end > first:
            words = folded(text.text[tokens[first].start : tokens[end - 1].end])
            ahead, behind = tokens[max(0, first - 3) : first], tokens[end : end + 1]
            ahead = ahead[:-1] if ahead and ahead[-1].text.lower() == "the" else ahead
            goes_on = bool(behind) and (behind[0].pos in ("NOUN", "PART") or behind[0].text in ("'s", "’s"))
            site = bool(behind) and bool({behind[0].lemma, behind[0].text.lower()} & _SITES)
            somewhere = site or (not goes_on and _leads_somewhere(ahead))
            road = len(words) > 1 and words[-1] in _ROADS
            if words and (road or (somewhere and not set(words) & _NAMED_OTHERWISE)):
                found.add(words)
        first = end + 1
    return frozenset(found)


def _leads_somewhere(ahead: Sequence[Token]) -> bool:
    """Whether the words ahead lead to where something is: 'shot in', 'drove to', and no 'shares in'."""
    if len(ahead) < 2 or ahead[-1].pos != "ADP":
        return False
    verb, low = ahead[-2].lemma.lower(), ahead[-1].text.lower()
    return (low in _LOCATIVE and verb not in _HELD_IN) or (low in _TOWARDS and verb in _MOVING)


def _called_people(tokens: Sequence[Token]) -> set[str]:
    """Surnames behind a title or a given name, whatever they are labelled as."""
    found: set[str] = set()
    for here, after in pairwise(tokens):
        if not after.text[:1].isupper() or not here.text[:1].isupper() or len(after.text) < 3 or after.pos != "PROPN":
            continue
        low = here.text.lower().strip(".")
        if low in _HONOURS or (here.pos == "PROPN" and gender_of(low)):
            found.update(folded(after.text))
    return found - voices.INSTITUTIONS - voices.TITLES - voices.OFFICES


def runs_of(text: str, tokens: Sequence[Token], names: Known, *, opens: bool = True) -> list[Run]:
    """The runs of capitalised words among ``tokens``, a part of a phrase in the order of ``text``.

    Where it ``opens`` the phrase, its first word may be capitalised only because it opens a sentence.
    """
    found: list[list[Token]] = []
    for k, t in enumerate(tokens):
        capital = _is_capital(tokens, k) or (not opens and t.text[:1].isupper() and t.pos == "NOUN")
        beside = bool(found) and found[-1][-1].i == t.i - 1
        goes_on = capital and not _begins_anew(found[-1], t) if beside else False
        if goes_on or (beside and (_joins(found[-1], tokens, k) or _is_hyphened(found[-1], t))):
            found[-1].append(t)
        elif capital:
            found.append([t])
    return [_run(text, tokens, trimmed, names) for run in found if (trimmed := _ended(run))]


def _is_capital(tokens: Sequence[Token], k: int) -> bool:
    t = tokens[k]
    if t.text.isupper() and t.text.lower() in voices.ZONES:
        return False
    if t.text[:1].isupper() and t.entity in ("PERSON", "ORG") and not t.entity_start:
        return True
    if not t.text[:1].isupper() or t.pos in ("PRON", "DET", "ADP", "CCONJ", "SCONJ", "AUX"):
        return t.text[:1].isdigit() and k > 0 and bool(t.entity) and not t.entity_start
    if not k and t.pos == "NUM" and t.entity not in ("PERSON", "ORG"):
        # 'One of them'
        return False
    if k or t.pos == "PROPN" or t.entity:
        return True
    # A common noun or adjective that is capitalised only because it opens the sentence.
    return len(tokens) > 1 and tokens[1].text[:1].isupper() and t.text.lower() not in _COMMON


def _begins_anew(run: list[Token], t: Token) -> bool:
    """Whether another name begins at a capital: after 'X and', or where a labelled person follows an institution."""
    return run[-1].text.lower() in ("and", "&") and t.entity_start and run[-2:][0].entity == "PERSON"


def _joins(run: list[Token], tokens: Sequence[Token], k: int) -> bool:
    """Whether a small word goes on with a name, given what follows it."""
    t, after = tokens[k], tokens[k + 1] if k + 1 < len(tokens) else None
    if t.text in ("’s", "'s") and (run[-1].entity in ("GPE", "NORP") or (after and after.entity_start)):
        return False
    if t.text in ("-", "’s", "'s", ".", "'", "’") or t.text.lower() in ("al-", "el-"):
        return run[-1].end == t.start or t.text.lower() in ("al-", "el-")
    low = t.text.lower()
    from_there = low in ("of", "for") and _is_of_somewhere(run)
    if low not in voices.JOINTS or after is None or from_there:
        return False
    if low in _PARTICLES:
        return True
    if t.entity and not t.entity_start and t.entity == run[-1].entity and not (after.entity_start and after.entity):
        return True
    if low in ("and", "&"):
        return _joins_two(run, tokens[k:])
    if low == "the":
        return run[-1].text.lower() in ("of", "for")
    return low in ("of", "for") and run[-1].entity != "PERSON"


def _is_of_somewhere(run: Sequence[Token]) -> bool:
    """Whether what follows a name is where it is from: 'Rev. Carlo Vestri of Saint Mary', 'the MP for Quill Valley'."""
    title = run[0].text.lower().strip(".")
    named = len(run) > 2 and (run[-1].entity == "PERSON" or bool(gender_of(run[1].text.lower())))
    member = len(run) == 1 and title in _MEMBERS
    return member or (len(run) > 2 and title in _HONOURS) or (named and title in _HELD)


def _joins_two(run: Sequence[Token], behind: Sequence[Token]) -> bool:
    """Whether an 'and', the first word of ``behind``, stands inside a name."""
    after = behind[1]
    if run[0].text.lower() in voices.INSTITUTIONS and {"of", "for"} & {t.text.lower() for t in run}:
        # 'Ministry of Foreign Affairs and Expatriates'
        return after.text[:1].isupper() and not (after.entity and after.entity_start)
    words = {other.text.lower() for other in behind}
    apart = run[-1].entity == "PERSON" or (after.entity_start and after.entity == "PERSON")
    return bool(words & voices.INSTITUTIONS) and not apart


def _is_hyphened(run: Sequence[Token], t: Token) -> bool:
    """The 'operation' of 'Co-operation'."""
    inside = bool(t.entity) and not t.entity_start
    return inside and len(run) > 1 and run[-1].text == "-" and run[-1].end == t.start and run[-2].end == run[-1].start


def _ended(run: list[Token]) -> list[Token]:
    while run and not (run[-1].text[:1].isupper() or run[-1].text[:1].isdigit() or _is_hyphened(run[:-1], run[-1])):
        run = run[:-1]
    return run


def _run(text: str, part: Sequence[Token], run: list[Token], names: Known) -> Run:
    printed = text[run[0].start : run[-1].end]
    labels = [t.entity for t in run if t.entity]
    words = folded(printed)
    office = _called(part, run)
    is_body = _is_body(words, labels, names) and not (office in _CALLING and not set(words) & voices.INSTITUTIONS)
    is_person = not is_body and _is_person(part, run, words, labels, names, office)
    is_place = not is_body and not is_person and (words in names.places or (bool(labels) and set(labels) <= _PLACES))
    return Run(tuple(run), printed, is_body, is_person, is_place)


def _called(part: Sequence[Token], run: list[Token]) -> str:
    """The office or kind of institution right before a name: 'spokesman', 'charity'; '' where there is none."""
    before = next((t for t in part if t.i == run[0].i - 1), None)
    low = before.text.lower().strip(".") if before is not None else ""
    return low if low in _CALLED else ""


def _is_office(words: Words) -> bool:
    """Whether the words of a name say that it is an institution's: nobody's name has 'for' in it."""
    named = bool(set(words) & voices.INSTITUTIONS)
    closing = words[-1] in voices.INSTITUTIONS or bool(set(words) & {"for", "of"})
    return (named and closing) or (len(words) > 1 and words[-1] in voices.ENDINGS)


def _is_body(words: Words, labels: list[str], names: Known) -> bool:
    if not words:
        return False
    if len(words) > 1 and words[0] in _HONOURS and words[-1] not in voices.INSTITUTIONS:
        return False
    if _is_office(words) and not (words[0] in voices.TITLES and words[-1] not in voices.INSTITUTIONS):
        return True
    if words in names.institutions:
        return True
    if words in names.places:
        return False
    people = 2 * labels.count("PERSON") > len(labels)
    if people or words[-1] in names.surnames or set(words[:-1]) & _PERSONAL_TITLES:
        return False
    return "ORG" in labels or bool(set(words) & voices.INSTITUTIONS)


def _is_person(
    part: Sequence[Token], run: list[Token], words: Words, labels: list[str], names: Known, office: str
) -> bool:
    bare = folded(without_titles(" ".join(t.text for t in run)))
    # 'Stephen King' is no king.
    named = len(bare) > 1 and (
        gender_of(bare[0]) or (labels.count("PERSON") == len(run) and not set(bare[:-1]) & _HELD)
    )
    if not bare or (bare[-1] in _HELD and not named):
        return False
    if (office in voices.INSTITUTIONS or words in names.places) and len(bare) == len(words):
        return False
    if "PERSON" in labels or (bare[-1] if bare[-1] not in SUFFIXES else bare[-2:][0]) in names.surnames:
        return True
    if "of" in words and "PERSON" not in labels and not set(words) & voices.PORTFOLIOS:
        # 'Governor of Upper Silesia'
        return False
    if len(bare) < len(words):
        # 'The Chief Whip' is called by office.
        return len(bare) > 1 or bool(labels) or not ({part[0].text.lower(), words[0]} & _RANKS)
    if office in _CALLING:
        return True
    if labels or len(words) < 2 or len(words) > _LONGEST_NAME or part[0].pos == "DET":
        return False
    return all(_is_name_like(t.text) for t in run)


def _is_name_like(word: str) -> bool:
    return word.istitle() or word.lower() in _PARTICLES or bool(re.fullmatch(r"(?:[A-Z]\.?){1,3}|Ma?c[A-Z]\w+", word))
