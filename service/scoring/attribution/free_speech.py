"""Free indirect speech: sentences that go on with somebody's words without saying so.

'Guards found him at two, the sheriff says. Nobody had touched him. No force was used. “We did all we could,” he
said.' Such sentences stand between two attributions to one voice, or their verbs are set back or put as an answer to
a charge (Banfield 1982, Unspeakable Sentences; Brunner 2013, LLC 28).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from service.news.article import Span
from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.hearings import is_at_hearing, is_evidence
from service.scoring.attribution.openings import TAKING_A_STAND, opening
from service.scoring.attribution.set_back import has_mark, subject_of, tells_for_another
from service.scoring.attribution.speech import Utterance
from service.scoring.attribution.syntax import QUOTE_MARKS, Tree, is_mark
from service.scoring.attribution.unmarked import gives_year, goes_on, rebuts, tells_of_speaker

# So many sentences are taken at most.
_MOST = 4
_MOST_OPENED = 10
_MOST_UNMARKED = 3
# A mark and a clause have so many words at least.
_CLAUSE = 4
# So many words ahead a speaker may have been named.
_AHEAD = 120
_LED_UP_TO = frozenset({"nsubj", "nsubjpass", "pobj"})


def go_on(tree: Tree, spoken: list[Utterance], views: Sequence[Utterance] = (), marks: Sequence[Span] = ()) -> None:
    """Add to the contents of ``spoken`` the sentences that go on with them, and the tellings that others open.

    Those whose ``views`` are only told of do not speak in between, and who speaks inside of somebody's quotation, one
    of ``marks``, does not go on behind it.
    """
    inner = {id(one) for one in spoken if _is_in_quotation(tree, one.draft, marks)}
    heard = _heard(tree, spoken, set(map(id, views)), inner)
    begun = _begun(tree, heard.taken)
    for number, (one, sure) in begun.items():
        free = _free(tree, one, number, heard.taken)
        one.content = [_span(tree, k) for k in _opened(tree, one, free, sure=sure) if tree.told(k)]
    spoken.extend(one for one, _ in begun.values() if one.content)
    for number, one in heard.closing.items():
        if not (one.draft.opens or _is_in_passing(tree, one.draft)):
            _add(tree, spoken, one, _going_on(tree, one, number, heard))
    claimed = {i for one in spoken for i in (one.draft.at, *one.draft.cue, *one.draft.source, *one.said(tree))}
    behind = [(one, _behind_semicolon(tree, one, claimed)) for one in spoken]
    spoken.extend(Utterance(replace(one.draft, cue=(), content=()), [span]) for one, span in behind if span is not None)


class _Heard(NamedTuple):
    """Who speaks first and last in sentences, by their numbers, and the sentences in which anybody does."""

    speaking: dict[int, Utterance]
    closing: dict[int, Utterance]
    taken: set[int]


def _is_in_quotation(tree: Tree, draft: Draft, marks: Sequence[Span]) -> bool:
    """Whether somebody is named inside of a quotation as speaking there: '“The voice said, cut them”'."""
    first = draft.source[0] if draft.source else 0
    mark = tree.around(first, marks)
    return mark is not None and bool(draft.cue) and tree.tokens[first].start < tree.tokens[draft.at].end <= mark.end


def _heard(tree: Tree, spoken: Sequence[Utterance], quiet: Collection[int], inner: Collection[int]) -> _Heard:
    """Who speaks where; those whose ``id()`` is among ``quiet`` have not spoken, and those ``inner`` do not go on."""
    heard = _Heard({}, {}, set())
    for one in spoken:
        if _is_turn(tree, one):
            # Whoever speaks in a turn tells of others as a paper does.
            continue
        words = (one.draft.at, *one.draft.source, *one.draft.cue, *one.said(tree))
        heard.taken.update(tree.sentence_of[i] for i in words)
        if one.draft.source and not one.draft.inherits:
            if id(one) not in quiet:
                heard.speaking.setdefault(tree.sentence_of[one.draft.at], one)
            if id(one) in inner or one.draft.at in one.draft.content:
                # What has no verb but that of saying ('Scratches, says the nurse') is no telling.
                continue
            number = _last(tree, one)
            # A sentence that goes on does so with what was said, not with what was thought or wished.
            if number not in heard.closing or tree.tokens[one.draft.at].lemma in cues.SAYING:
                heard.closing[number] = one
    return heard


def _going_on(tree: Tree, one: Utterance, number: int, heard: _Heard) -> Sequence[int]:
    """The sentences behind ``number`` that go on with what somebody says there."""
    cue = tree.tokens[one.draft.at]
    free = _free(tree, one, number, heard.taken)
    if cue.dep in ("csubj", "csubjpass"):
        # 'What she told me was unhurried' leads to all that she told.
        return _opened(tree, one, free, sure=True)
    after = heard.speaking.get(number + 1 + len(free))
    # Who speaks in the next paragraph has nothing to do with this one.
    beside = after is not None and bool(tree.near(one.draft.at, [after.draft.at]))
    other = after is not None and beside and not _is_one_voice(tree, one, after)
    alone = _sentence_by_sentence(tree, one, free, others_behind=other)
    if cue.lemma in TAKING_A_STAND and not tree.has_finite(one.said(tree)):
        alone = alone or _opened(tree, one, free, sure=False)
    return max(_told_on(tree, one, _stretch(tree, free), heard.speaking), alone, key=len)


def _is_turn(tree: Tree, one: Utterance) -> bool:
    """Whether an utterance is all that stands behind somebody's name and a colon."""
    label = tree.tokens[one.draft.at].text == ":" and one.draft.cue == (one.draft.at,)
    return label and bool(one.content) and tree.text[one.content[0].start] not in QUOTE_MARKS


def _is_in_passing(tree: Tree, draft: Draft) -> bool:
    """Whether somebody's words are only mentioned: 'The 23 burials reported to us by elders come to 27'."""
    cue = tree.tokens[draft.at]
    return cue.dep == "acl" and cue.tag == "VBN"


def _behind_semicolon(tree: Tree, one: Utterance, claimed: set[int]) -> Span | None:
    """What stands behind 'he said;' in the same sentence, is nobody's, and has no mark of the paper's."""
    draft = one.draft
    if tree.tokens[draft.at].lemma not in cues.SAYING or draft.denies or draft.opens or not draft.source:
        return None
    if _is_in_passing(tree, draft):
        return None
    sentence = tree.sentences[tree.sentence_of[draft.at]]
    said = [i for i in one.said(tree) if sentence.first <= i < sentence.last]
    whom = [i for t in tree.all(draft.at, "dobj", "dative") for i in tree.subtree(t.i) if t.i == draft.at + 1]
    last = max((draft.at, *draft.cue, *draft.source, *said, *whom))
    rest = [t for t in tree.tokens[last + 1 : sentence.last] if t.pos != "SPACE"]
    while rest and rest[-1].pos == "PUNCT":
        rest.pop()
    if not said or len(rest) < _CLAUSE or rest[0].text != ";" or claimed & {t.i for t in rest}:
        return None
    words = rest[1:]
    content = [tree.tokens[i] for i in said]
    subject = subject_of(words)
    known = {t.text for t in content}
    of_whom = subject is not None and subject.text in ("he", "she") and not _is_set_before(tree, subject)
    if subject is None or of_whom or (subject.pos == "PROPN" and subject.text not in known):
        return None
    goes = tree.has_finite(t.i for t in words) and goes_on(tree, draft, content, words, joined=True)
    return Span(words[0].start, words[-1].end) if goes else None


def _is_set_before(tree: Tree, subject: Token) -> bool:
    """Whether what is told of somebody lies before the telling: '…, she said; she had stamped it herself'."""
    return any(t.text.lower() == "had" for t in tree.all(subject.head, "aux")) and subject.dep == "nsubj"


def _add(tree: Tree, spoken: list[Utterance], one: Utterance, goes: Sequence[int]) -> None:
    """Give ``one`` the sentences that go on with it; what was denied, or only named, is none of what follows."""
    told = [_span(tree, k) for k in goes if tree.told(k)]
    if not one.draft.denies and tree.has_finite(one.said(tree)):
        one.content = sorted([*one.content, *told])
    elif told:
        spoken.append(Utterance(replace(one.draft, cue=(), content=(), denies=False), told))


def _last(tree: Tree, one: Utterance) -> int:
    """The sentence behind which an utterance may go on: the last that it says something in, in its paragraph."""
    here = tree.sentence_of[one.draft.at]
    said = {tree.sentence_of[i] for i in tree.near(one.draft.at, one.said(tree))}
    while here + 1 in said:
        here += 1
    return here


def _begun(tree: Tree, taken: set[int]) -> dict[int, tuple[Utterance, bool]]:
    """The tellings that sentences open which say nothing of them, by the number of that sentence; whether surely."""
    found: dict[int, tuple[Utterance, bool]] = {}
    for number in range(len(tree.sentences)):
        begins = opening(tree, tree.told(number)) if number not in taken else None
        if begins is not None:
            found[number] = Utterance(begins.draft, []), begins.sure
    return found


def _opened(tree: Tree, one: Utterance, free: Sequence[int], *, sure: bool) -> list[int]:
    """The sentences that tell what another has opened: those that are marked, and where ``sure`` all that may be."""
    told: list[int] = []
    for k in free[: _MOST_OPENED if sure else _MOST]:
        words = tree.told(k)
        content = [tree.tokens[i] for number in told for i in range(*_bounds(tree, number))]
        marked = not _is_the_papers(tree, k) and tells_for_another(words, set(), together=True)
        if not marked and not (sure and goes_on(tree, one.draft, content, words, opened=True)):
            break
        told.append(k)
    return told


def _told_on(tree: Tree, one: Utterance, stretch: Sequence[int], opening: Mapping[int, Utterance]) -> Sequence[int]:
    """All sentences of a stretch, where they are told at a hearing or up to the next words of one voice."""
    if not stretch or tree.tokens[one.draft.at].lemma not in cues.SAYING:
        return ()
    if is_at_hearing(tree, one.draft, one.said(tree)):
        return list(takewhile(lambda k: is_evidence(tree.told(k)), stretch))
    after = opening.get(stretch[-1] + 1)
    if after is not None and _is_one_voice(tree, one, after) and _is_marked(tree, one, after, stretch):
        return stretch
    return ()


def _sentence_by_sentence(tree: Tree, one: Utterance, free: Sequence[int], *, others_behind: bool) -> list[int]:
    """The sentences behind one that are marked as going on with it, and a few that nothing marks as the paper's."""
    content = [tree.tokens[i] for i in one.said(tree)]
    told: list[int] = []
    plain = 0
    for k in free[:_MOST]:
        words = tree.told(k)
        few = plain < _MOST_UNMARKED and not (others_behind and told)
        if few and goes_on(tree, one.draft, content, words):
            plain += 1
        elif not words or not _carries_on(tree, one, k, words):
            break
        told.append(k)
    return told


def _carries_on(tree: Tree, one: Utterance, number: int, words: Sequence[Token]) -> bool:
    """Whether a sentence bears a mark of going on with what somebody said."""
    if tree.tokens[one.draft.at].lemma not in cues.SAYING or _is_the_papers(tree, number) or rebuts(words):
        return False
    return has_mark(tree, one.draft, words, last=_is_last(tree, number))


def _free(tree: Tree, one: Utterance, number: int, taken: set[int]) -> list[int]:
    """The sentences behind ``number``, in the paragraph of what ``one`` says last in it, that are nobody's."""
    inside = range(*_bounds(tree, number))
    told = (i for i in (one.draft.at, *one.draft.cue, *one.draft.source, *one.said(tree)) if i in inside)
    last = max(told, default=inside.start)
    behind = range(number + 1, len(tree.sentences))
    return list(takewhile(lambda k: k not in taken and bool(tree.near(last, [tree.sentences[k].first])), behind))


def _is_last(tree: Tree, number: int) -> bool:
    """Whether a sentence ends its paragraph."""
    following = tree.sentences[number + 1 : number + 2]
    return not following or not tree.near(tree.sentences[number].first, [following[0].first])


def _stretch(tree: Tree, free: Sequence[int]) -> list[int]:
    """The first of sentences that are nobody's, up to one that is the paper's own; none where they are many."""
    own = list(takewhile(lambda k: not _is_the_papers(tree, k), free))
    return own if len(own) <= _MOST else []


def _is_the_papers(tree: Tree, number: int) -> bool:
    """Whether a sentence asks, quotes, or speaks of 'us'."""
    words = tree.told(number)
    return any(is_mark(t) or t.text == "?" or t.text.lower() in voices.FIRST_PERSON for t in words)


def _is_one_voice(tree: Tree, one: Utterance, after: Utterance) -> bool:
    """Whether a voice speaks again in ``after``: by name, or as 'he'; only in a quotation beyond the paragraph."""
    beyond = not tree.near(one.draft.at, [after.draft.at])
    if beyond and not (after.content and tree.text[after.content[0].start] in QUOTE_MARKS):
        return False
    here, there = ([tree.tokens[i] for i in each.draft.source] for each in (one, after))
    if _is_pronoun(there) and _names_between(tree, one, there[0]):
        return False
    if _is_pronoun(there):
        inside = {t.i for t in here}
        return not any(t.tag in ("NNS", "NNPS") and t.head not in inside for t in here)
    names = _names(here)
    if _is_pronoun(here):
        first = tree.sentences[tree.sentence_of[one.draft.at]]
        ahead = tree.near(one.draft.at, range(max(0, first.first - _AHEAD), first.last))
        names = _names([tree.tokens[i] for i in ahead])
    return bool(names & _names(there))


def _names_between(tree: Tree, one: Utterance, pronoun: Token) -> bool:
    """Whether somebody else is led up to between what one says and a 'he' or 'she', who is then that other."""
    first = 1 + max((one.draft.at, *one.draft.cue, *one.draft.source, *one.said(tree)))
    source = [tree.tokens[i] for i in one.draft.source]
    ahead = tree.near(one.draft.at, range(max(0, first - _AHEAD), first)) if _is_pronoun(source) else one.draft.source
    known = {tree.tokens[i].text for i in ahead}
    words = tree.tokens[first : pronoun.i]
    named = (t for t in words if t.entity == "PERSON" or (t.pos == "PROPN" and not t.entity and t.dep == "nsubj"))
    return any(t.dep in _LED_UP_TO and t.text not in known for t in named)


def _is_pronoun(source: Sequence[Token]) -> bool:
    return len(source) == 1 and source[0].text.lower() in voices.PERSONAL


def _names(words: Iterable[Token]) -> set[str]:
    titled = voices.TITLES | voices.OFFICES
    return {t.text for t in words if t.pos == "PROPN" and len(t.text) > 2 and t.text.lower().strip(".") not in titled}


def _is_marked(tree: Tree, one: Utterance, after: Utterance, stretch: Sequence[int]) -> bool:
    """Whether a stretch is told: all that one paragraph tells between two attributions to one voice is."""
    together = bool(tree.near(one.draft.at, [after.draft.at]))
    if together and not any(_is_background(tree, one, tree.told(k)) for k in stretch):
        return True
    names = _names(tree.tokens[i] for i in (*one.draft.source, *after.draft.source))
    return any(tells_for_another(tree.told(k), names, together=together) for k in stretch)


def _is_background(tree: Tree, one: Utterance, words: Sequence[Token]) -> bool:
    subject = subject_of(words)
    return gives_year(words) or (subject is not None and tells_of_speaker(tree, one.draft, subject))


def _bounds(tree: Tree, number: int) -> tuple[int, int]:
    sentence = tree.sentences[number]
    return sentence.first, sentence.last


def _span(tree: Tree, number: int) -> Span:
    words = tree.told(number)
    return Span(words[0].start, words[-1].end)
