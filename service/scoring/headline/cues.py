"""Words by which a text shows how it takes what it tells: as a hoax, as denied, as rumour, as claimed, as confirmed.

The first families follow those of the challenge's own baseline (github.com/FakeNewsChallenge/fnc-1-baseline),
which counts refuting words; the others tell reports that are passed on from ones that are vouched for.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FAMILIES = {
    "refutes": r"hoax\w*|fake[sdr]?|faking|fraud\w*|false(ly)?|debunk\w*|bogus|untrue|fabricat\w*|satir\w*|photoshop\w*"
    r"|prank\w*|myth|disprov\w*|unfounded|baseless|misleading|made[ -]up|nonsense|parody|phon(e)?y|retract\w*"
    r"|\w*n[o']t (true|real|happen|accurate)|never happened|no truth|incorrect|inaccurate|wrong|discredit\w*",
    "denies": r"den(y|ies|ied|ying|ials?)|reject\w*|dismiss\w*|refut\w*|rebut\w*|dispel\w*|contradict\w*|quash\w*"
    r"|no evidence|disput\w*|downplay\w*",
    "doubts": r"doubt\w*|s[kc]eptic\w*|questions|questioned|questionable|suspicious|dubious|unlikely|implausible",
    "hedges": r"reported(ly)?|alleg\w*|unconfirmed|unverified|purport\w*|apparent(ly)?|suppos\w*|rumou?r\w*"
    r"|speculat\w*|possibl[ey]|perhaps|maybe|might|may|could|if true|suspected|believed to|thought to"
    r"|said to (be|have)|potentially|yet to|not (yet )?(been )?(confirmed|verified)|unclear|cannot be|independently",
    "claims": r"claim(s|ed|ing)?|assert\w*|alleg\w*|according to|insist\w*|accus\w*",
    "passes_on": r"reports?|reporting|sources?|tweet\w*|posted|story|stories|website|blog|viral|circulat\w*|online"
    r"|internet|(social )?media",
    "confirms": r"confirm(s|ed|ing)?|verified|official(s|ly)?|announc\w*|prov(e|es|ed|en)|authorit\w*|acknowledg\w*"
    r"|admit\w*|reveal\w*",
    "says": r"said|says|told|saying|added|wrote|statement|spokes\w*",
    "negates": r"not|no|\w+n't|never|none|nobody|nothing|neither|nor|without|cannot",
    "updates": r"updated?|correction|corrected|later|editor's note",
}
_SIGNS = {"asks": r"\?", "quotes": r'"'}
_PATTERNS = {
    **{name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _FAMILIES.items()},
    **{name: re.compile(sign) for name, sign in _SIGNS.items()},
}
CUES = tuple(_PATTERNS)
# Sentences that show how a text takes its story; a claim is held against them by the cosine, for no list holds all the
# words that say so.
SAYINGS = {
    "hoax": "The story is a hoax.",
    "debunked": "The report is false and has been debunked.",
    "fake": "The photo is fake.",
    "untrue": "It never happened; this is not true.",
    "denied": "The company denied the report.",
    "rumour": "The rumor has not been confirmed.",
    "unclear": "It is unclear whether the claim is true.",
    "unconfirmed": "According to unconfirmed reports.",
    "confirmed": "Officials confirmed the report.",
    "announced": "The news was announced in a statement.",
    "viral": "The story went viral on social media.",
    "satire": "The website is known for satire.",
    "police": "Police said.",
    "declined": "A spokesman declined to comment.",
    "apologized": "He apologized for the mistake.",
    "alive": "She is alive and well.",
}
_STRAIGHT = str.maketrans("’‘“”", "''\"\"")
_SENTENCE = re.compile(r"(?<=[.!?])[\"']?\s+|\n+")
_WORD = re.compile(r"[^\W_]+")
_ENDINGS = re.compile(r"(?<=\w{3})(?:ings?|edly|ed|ly|es|s)$")
_EMPTY = _words(
    "a about after all also an and any are as at be been but by can did do for from had has have he her his how "
    "if in into is it its more new no not now of off on or our out over said say says she so than that the their "
    "them then there they this to up us was we were what when which who why will with would you your"
)


def counts(text: str) -> Counts:
    """How often each of CUES stands in a text, shape (n_cues,)."""
    straight = text.translate(_STRAIGHT)
    return np.array([sum(1 for _ in pattern.finditer(straight)) for pattern in _PATTERNS.values()], dtype=np.float64)


def sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of a text, each with the place where it begins; a line that ends is a sentence that ends."""
    found, start = [], 0
    gaps = [match.span() for match in _SENTENCE.finditer(text.translate(_STRAIGHT))]
    for gap in (*gaps, (len(text), len(text))):
        if text[start : gap[0]].strip():
            found.append((start, text[start : gap[0]]))
        start = gap[1]
    return found


def content(text: str) -> frozenset[str]:
    """The words of a text that say what it is about, folded and without their endings."""
    folded = (word.casefold() for word in _WORD.findall(text))
    return frozenset(_ENDINGS.sub("", word) for word in folded if len(word) > 1 and word not in _EMPTY)
