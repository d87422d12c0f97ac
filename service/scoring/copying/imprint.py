"""An article as it is held against others: its words outside quotations, its names and figures, whom it speaks of."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from datasketch import MinHash

from service.news.article import Article
from service.scoring.attribution.datelines import credited
from service.scoring.attribution.naming import acronym, without_article
from service.scoring.copying.credits import agency, is_of, names

RUN = 5
# Shorter quotations are anybody's.
QUOTED = 3
# Fewer words tell nothing of where they are from.
FEWEST_WORDS = 16
# Two articles whose words resemble each other by s (Jaccard) share a band of the sketch with 1 - (1 - s^ROWS)^BANDS:
# 0.1 by 0.92, 0.15 by 0.997, 0.03 by 0.2 (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, section 3.4).
BANDS, ROWS = 256, 2
_STEM = 6
_WORD = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)*")
_QUOTED = re.compile(r"[\"“]([^\"“”]+)[\"”]")
_CALLED = re.compile(r"[A-Z][\w'’-]+(?: (?:(?:of|for|and|the|de|la) )*[A-Z][\w'’-]+)+")
_CITING = re.compile(
    r"\b(?:report(?:ed|s)|said|says|told|wr(?:ote|ites)|according to|quot(?:ed|es)|cit(?:ed|ing))\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’]?\s+|\n+")
_SPELLED = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_FIGURES = {name: str(value) for value, name in enumerate(_SPELLED.split())}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FUNCTION = _words(
    """
    a about after all also an and any are as at be been before being both but by can could did do does during each for
    from had has have he her here him his how if in into is it its itself may more most much must my no nor not now of
    off on once one only or other our out over own said same say says she should so some such than that the their them
    then there these they this those through to told too under until up upon very was we were what when where which
    while who whom whose why will with would you your
    """
)
_CALENDAR = _words(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december jan feb mar apr jun jul aug sep sept oct nov dec
    """
)
_NO_NAMES = _FUNCTION | _CALENDAR


@dataclass(frozen=True)
class Imprint:
    """What an article's text leaves to compare; equal texts of one outlet leave equal ones.

    ``length`` counts the words of the whole text. Of what stands outside quotations (of all of it where that is next to
    nothing) ``runs`` are all runs of RUN words, ``words`` the stems of content words, ``triples`` all three of these in
    a row and ``names`` the names and figures. ``quotes`` are the quotations, folded, ``initials`` those of names in the
    text. ``called`` are the names that others may credit it by; ``wire`` is the agency that it credits with itself, ''
    where there is none, and ``credits`` are the words of both. ``sketch`` is the MinHash of words and names.
    """

    text: str
    outlet: str
    length: int
    runs: frozenset[tuple[str, ...]]
    triples: frozenset[tuple[str, ...]]
    words: frozenset[str]
    names: frozenset[str]
    quotes: tuple[str, ...]
    initials: frozenset[str]
    called: frozenset[str]
    wire: str
    credits: frozenset[str]
    sketch: MinHash

    def speaks_of(self, name: str) -> bool:
        """Whether the text names an outlet as it is printed, or the name that it is the initials of."""
        return _speaks_of(self.text, self.initials, name)

    def without_what_it_has_from(self, other: Imprint) -> Imprint:
        """The same without the sentences that it puts as another's report: a citation is no copy of what is cited.

        Where next to nothing is left, it is all of it.
        """
        called = {*other.called, other.wire} - {""}
        if not any(map(self.speaks_of, called)):
            return self
        kept = [sentence for sentence in _SENTENCE.split(self.text) if not _cites(sentence, called)]
        found = _imprint("\n".join(kept), self.outlet)
        return found if found.length >= FEWEST_WORDS else self


def imprint(article: Article) -> Imprint:
    """The imprint of an article, without the lines that credit those who wrote it."""
    return _imprint(article.text, article.outlet)


@lru_cache(maxsize=512)  # an article is laid beside many others, and again whenever its event changes
def _imprint(text: str, outlet: str) -> Imprint:
    wire, body = agency(text), text
    for span in sorted(credited(text), reverse=True):
        body = body[: span.start] + body[span.end :]
    told = _QUOTED.sub(" ", body)
    if len(_WORD.findall(told)) < FEWEST_WORDS:
        told = body
    words = [_folded(word) for word in _WORD.findall(told)]
    stems = [word if word[0].isdigit() else word[:_STEM] for word in words if word not in _FUNCTION]
    named = frozenset(_names(told))
    called = {without_article(outlet), *_initials([outlet]), *([wire] if is_of(wire, outlet) else [])}
    return Imprint(
        text=text,
        outlet=outlet,
        length=len(_WORD.findall(body)),
        runs=_series(words, RUN),
        triples=_series(stems, 3),
        words=frozenset(stems),
        names=named,
        quotes=tuple(_quotes(body)),
        initials=_initials(_CALLED.findall(text)),
        called=frozenset(called),
        wire=wire,
        credits=frozenset(_folded(word) for name in (*called, wire) for word in _WORD.findall(name)),
        sketch=_sketch({*stems, *named}),
    )


def _cites(sentence: str, called: Iterable[str]) -> bool:
    initials = _initials(_CALLED.findall(sentence))
    return _CITING.search(sentence) is not None and any(_speaks_of(sentence, initials, name) for name in called)


def _speaks_of(text: str, initials: Collection[str], name: str) -> bool:
    return name.replace(".", "") in initials or names(text, name)


def _quotes(text: str) -> Iterable[str]:
    """Quotations, folded, with a space at either end, so that one stands in another by whole words."""
    for words in map(_WORD.findall, _QUOTED.findall(text)):
        if len(words) >= QUOTED:
            yield f" {' '.join(map(_folded, words))} "


def _initials(names: Iterable[str]) -> frozenset[str]:
    """The initials of names, in capitals; two letters alone are too many things'."""
    return frozenset(letters.upper() for letters in map(acronym, names) if len(letters) > 2)


def _series(words: Sequence[str], length: int) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words[i : i + length]) for i in range(len(words) - length + 1))


def _sketch(words: Iterable[str]) -> MinHash:
    found = MinHash(num_perm=ROWS * BANDS)
    found.update_batch([word.encode() for word in words])
    return found


def _folded(word: str) -> str:
    lower = word.casefold().replace("’", "'").removesuffix("'s").replace(",", "")
    return _FIGURES.get(lower, lower)


def _names(text: str) -> Iterable[str]:
    """Names and figures: what a rewriter leaves as it is. A capital at the head of a sentence makes no name."""
    for sentence in _SENTENCE.split(text):
        for place, word in enumerate(_WORD.findall(sentence)):
            folded = _folded(word)
            named = place > 0 and word[:1].isupper() and len(folded) > 2 and folded not in _NO_NAMES
            if named or folded[:1].isdigit():
                yield folded
