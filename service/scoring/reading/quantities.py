"""Numbers in a claim: what each of them counts or measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.news.article import Span
from service.news.claim import Quantity, Slot, SlotName
from service.scoring.annotated import Token
from service.scoring.reading import lexicon
from service.scoring.reading.figures import MULTIPLIERS, Figure, Words, figures
from service.scoring.reading.senses import sense

# Counted in words that say both: nobody killed and nobody hurt.
HARM = {"casualty": ("killed", "injured")}


def quantities(tokens: Sequence[Token], everything: Sequence[Token]) -> tuple[Slot, ...]:
    """Number slots of a claim, in the order of the text.

    ``tokens`` are the claim's, ``everything`` those of the whole annotated text (syntax points into it).
    """
    words = Words(tokens)
    slots = list(_none_at_all(words)) if "no" in words.lowered else []
    for figure in figures(words):
        counted, of, factor = _counted(words, figure, everything)
        if counted:
            quantity = Quantity(figure.value * factor, figure.low * factor, figure.high * factor, counted, of)
            slots.append(_slot(tokens[figure.first : figure.last + 1], quantity))
    return tuple(slots)


def _slot(tokens: Sequence[Token], quantity: Quantity) -> Slot:
    of = f":{quantity.of}" if quantity.of else ""
    text = " ".join(token.text for token in tokens)
    norm = f"{quantity.counted}{of}={quantity.value:g}"
    return Slot(SlotName.NUMBER, Span(tokens[0].start, tokens[-1].end), text, norm, quantity)


def _none_at_all(words: Words) -> Iterator[Slot]:
    """'No casualties', 'no children were hurt': a count of nought."""
    tokens = words.tokens
    for i, word in enumerate(words.lowered):
        if word != "no" or tokens[i].pos != "DET" or words.phrase(i + 1, i + 1) in {"one", "fewer", "more", "less"}:
            continue
        noun = _noun(tokens, i)
        if noun is None or noun.pos != "NOUN":
            continue
        harmed = HARM.get(noun.lemma) or (_fate_told(noun, tokens) or _suffered(noun, tokens),)
        for fate in filter(None, harmed):
            yield _slot(tokens[i : i + 1], Quantity(0.0, 0.0, 0.0, fate, _narrowing(noun)))


def _suffered(noun: Token, tokens: Sequence[Token]) -> str:
    """The fate of a noun that is the one to whom it happened: 'children' in 'children were hurt'."""
    verb = next((t for t in tokens if t.i == noun.head), None)
    if verb is None or (noun.dep == "nsubj" and verb.lemma in lexicon.DONE_TO_OTHERS):
        return ""
    return _fate_told(verb, tokens) if noun.dep in {"nsubj", "nsubjpass", "dobj"} else ""


def _counted(words: Words, figure: Figure, everything: Sequence[Token]) -> tuple[str, str, float]:
    """(what is counted, what narrows it, factor to the common unit); ('', …) for ages, model names and the like."""
    tokens, start, end = words.tokens, figure.first, figure.last
    if figure.part:
        whole = _noun(tokens, end)
        return "percent", "" if whole is None or whole.lemma in lexicon.PEOPLE else whole.lemma, 1.0
    unit, of = _unit(words, start, end)
    if unit:
        common, factor = lexicon.CONVERSIONS.get(unit, (unit, 1.0))
        return common, of, factor
    number = tokens[start]
    noun = _noun(tokens, end) or everything[number.head]
    if noun.lemma in lexicon.STRETCHES or (number.dep == "npadvmod" and noun.pos == "ADJ"):
        return "", "", 1.0
    if not figure.whole:
        fate = _fate(noun, number, tokens, everything)
        if fate:
            return fate, _narrowing(noun), 1.0
    if noun.pos not in {"NOUN", "PROPN"}:
        gathered = any(token.lemma in lexicon.GATHERINGS for token in tokens)
        return ("people" if gathered or number.dep in {"nsubj", "nsubjpass", "dobj"} else ""), "", 1.0
    return ("people" if noun.lemma in lexicon.PEOPLE else noun.lemma), "", 1.0


def _narrowing(noun: Token) -> str:
    """'soldier' for seven soldiers killed; '' for people, the dead, two dozen."""
    plain = (
        noun.lemma in lexicon.PEOPLE
        or noun.lemma in lexicon.FATE_OF
        or noun.lemma in MULTIPLIERS
        or noun.lemma in {"one", "couple", "score", "pair"}
    )
    return noun.lemma if noun.pos == "NOUN" and not plain else ""


def _unit(words: Words, start: int, end: int) -> tuple[str, str]:
    """(unit, what narrows it) of a measured figure; ('', '') of one that counts things."""
    return _unit_ahead(words, start) or _unit_behind(words, start, end)


def _unit_ahead(words: Words, start: int) -> tuple[str, str] | None:
    """The sign or word before a figure: '$3bn', 'magnitude 6.1'."""
    tokens = words.tokens
    if tokens[start].text[0] in lexicon.CURRENCIES:
        return "money", lexicon.CURRENCIES[tokens[start].text[0]]
    if start == 0:
        return None
    sign = tokens[start - 1].text.upper()
    if tokens[start - 1].tag == "$" or sign in lexicon.CURRENCIES:
        return "money", lexicon.CURRENCIES.get(sign, sign.lower())
    return ("magnitude", "") if sign == "MAGNITUDE" else None


def _unit_behind(words: Words, start: int, end: int) -> tuple[str, str]:
    """The sign or word after a figure: '5%', '3.5 per cent', '2 percentage points', '16 km', '2 million euros'."""
    tokens = words.tokens
    if tokens[end].text.endswith("%"):
        return "percent", _of(tokens, end)
    if end + 1 >= len(tokens):
        return "", ""
    following, phrase = tokens[end + 1], words.phrase(end + 1, end + 2)
    if phrase == "per cent":
        return "percent", _of(tokens, end + 2)
    if phrase == "- magnitude":
        return "magnitude", ""
    if phrase in {"percentage point", "percentage points"}:
        return "point", ""
    unit = lexicon.UNITS.get(following.lemma, "") or lexicon.UNITS.get(words.lowered[end + 1], "")
    if unit == "money":
        return unit, following.lemma
    if following.lemma in lexicon.STRETCHES:
        return (following.lemma, "") if _lasts(words, start, end) else ("", "")
    return unit, _of(tokens, end + 1) if unit == "percent" else ""


def _lasts(words: Words, start: int, end: int) -> bool:
    """Whether a stretch of time tells how long something went on: 'lasted two hours', 'sentenced to ten years'."""
    lasting = any(token.lemma in lexicon.LASTING for token in words.tokens[max(0, start - 8) : start])
    return lasting and words.phrase(end + 2, end + 2) not in {"ago", "later", "earlier", "old", "before", "after", "-"}


def _of(tokens: Sequence[Token], end: int) -> str:
    """'vote' in '51 percent of the vote': the whole that a share is taken of."""
    if end + 1 >= len(tokens) or tokens[end + 1].lemma != "of":
        return ""
    whole = _noun(tokens, end)
    return "" if whole is None or whole.pos != "NOUN" or whole.lemma in lexicon.PEOPLE else whole.lemma


def _noun(tokens: Sequence[Token], end: int) -> Token | None:
    """The noun that ends the phrase after a number: 'seven Syrian [soldiers]', 'dozens of the 40 [homes]'."""
    noun = None
    of = end + 1 < len(tokens) and tokens[end + 1].lemma == "of"
    hyphened = end + 2 < len(tokens) and tokens[end + 1].text == "-"
    for token in tokens[end + 1 + of : end + 6 + of]:
        if token.pos in {"NOUN", "PROPN"}:
            noun = token
            if hyphened:
                break
        elif token.pos != "ADJ" and token.text != "-" and not (noun is None and _leads_in(token, of=of)):
            break
    return noun


def _leads_in(token: Token, *, of: bool) -> bool:
    return (of and token.pos in {"DET", "PRON", "NUM"}) or token.text.lower() in {"the", "more", "other", "all"}


def _fate(noun: Token, number: Token, tokens: Sequence[Token], everything: Sequence[Token]) -> str:
    """What became of those counted: the noun itself, a participle at it, or the nearest verb above it in the claim."""
    if _fate_told(noun, tokens):
        return _fate_told(noun, tokens)
    after = next((t for t in tokens if t.i > max(noun.i, number.i) and t.pos not in {"ADV", "DET"}), None)
    if after is not None and after.i - noun.i <= 2 and _fate_told(after, tokens) and not _does(noun, after, tokens):
        return _fate_told(after, tokens)
    if noun.pos not in {"NOUN", "PROPN"} and _total_of(tokens):
        return _total_of(tokens)
    inside = {token.i for token in tokens}
    above, below, aside = noun, noun, False
    for _ in range(4):
        told = above.i in inside and above.i != noun.i and not aside and _fate_told(above, tokens)
        if told:
            return "" if _does(below, above, tokens) else told
        if above.head == above.i or above.head not in inside:
            break
        aside = aside or (above.dep in {"pobj", "pcomp"} and everything[above.head].lemma in lexicon.AROUND)
        below, above = above, everything[above.head]
    if noun.lemma in lexicon.PEOPLE or noun is number or noun.pos == "VERB":
        children = (_fate_told(t, tokens) for t in tokens if t.head == above.i and t.i != below.i)
        return next((fate for fate in children if fate), "")
    return ""


def _does(subject: Token, verb: Token, tokens: Sequence[Token]) -> bool:
    """Whether ``subject`` does it to others and does not suffer it: the gunmen of 'two gunmen killed five'."""
    if subject.dep != "nsubj" or subject.head != verb.i or verb.lemma not in lexicon.DONE_TO_OTHERS:
        return False
    return any(t.head == verb.i and t.dep in {"dobj", "obj"} for t in tokens)


def _total_of(tokens: Sequence[Token]) -> str:
    """What a total named in the claim counts: 'the death toll', 'the number of arrests'; '' where none is named."""
    for i, token in enumerate(tokens):
        if token.lemma == "toll":
            return "killed"
        if token.lemma in {"number", "total", "count"} and i + 2 < len(tokens) and tokens[i + 1].lemma == "of":
            return next((fate for t in tokens[i + 2 : i + 6] if (fate := _fate_told(t, tokens))), "")
    return ""


def _fate_told(token: Token, tokens: Sequence[Token]) -> str:
    """The fate that a word tells of, or ''; one loses one's life, but power or a vote without harm."""
    fate = lexicon.FATE_OF.get(sense(token), "")
    if fate and token.lemma == "lose" and not any(other.lemma == "life" for other in tokens):
        return ""
    return fate
