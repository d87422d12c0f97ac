"""Free indirect speech: sentences that go on with somebody's words without saying so.

'Guards found him at two, the sheriff says. Nobody had touched him. No force was used. “We did all we could,” he
said.' Such sentences stand between two attributions to one voice, or their verbs are set back or put as an answer to
a charge (Banfield 1982, Unspeakable Sentences; Brunner 2013, LLC 28).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from service.news.article import Span
from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.hearings import is_at_hearing, is_evidence
from service.scoring.attribution.openings import TAKING_A_STAND, opening
from service.scoring.attribution.speech import Utterance
from service.scoring.attribution.syntax import QUOTE_MARKS, Tree, is_mark
from service.scoring.attribution.unmarked import gives_year, goes_on, rebuts, tells_of_speaker

# So many sentences are taken at most.
_MOST = 4
_MOST_UNMARKED = 3
# A mark and a clause have so many words at least.
_CLAUSE = 4
_PAST = frozenset({"was", "were", "had", "did"})
_NEVER = frozenset({"no", "nobody", "none", "never", "nothing", "neither", "noone"})
_SENSING = frozenset({"count", "hear", "see", "feel", "watch", "smell", "remember", "wake", "notice"})
_TOLD = frozenset({"ask", "order", "tell", "warn"})
_CLAIMING = cues.UNDONE | {"decline", "discuss"}
_SOME = frozenset({"all", "both", "most", "more", "none", "others", "rest", "several", "some"})
_AHEAD = frozenset({"will", "would", "should", "must", "may", "might", "likely", "unlikely"})
_THEIR = frozenset({"His", "Her", "Their"})
_FINDING = frozenset({"blame", "cite", "find", "identify", "list", "recommend", "record"})
_FINDERS = frozenset(
    {"audit", "auditor", "commission", "committee", "document", "inquiry", "inspector", "investigation", "investigator"}
    | {"panel", "report", "review", "study", "tribunal"}
)
_CLAUSES = frozenset({"ROOT", "conj", "ccomp"})


def go_on(tree: Tree, spoken: list[Utterance]) -> None:
    """Add to the contents of ``spoken`` the sentences that go on with them, and the tellings that others open."""
    speaking: dict[int, Utterance] = {}
    closing: dict[int, Utterance] = {}
    taken: set[int] = set()
    for one in spoken:
        words = (one.draft.at, *one.draft.source, *one.draft.cue, *_said(tree, one))
        taken.update(tree.sentence_of[i] for i in words)
        if one.draft.source and not one.draft.inherits:
            speaking.setdefault(tree.sentence_of[one.draft.at], one)
            number = _last(tree, one)
            # A sentence that goes on does so with what was said, not with what was thought or wished.
            if number not in closing or tree.tokens[one.draft.at].lemma in cues.SAYING:
                closing[number] = one
    begun = _begun(tree, taken)
    for number, (one, sure) in begun.items():
        one.content = [_span(tree, k) for k in _opened(tree, one, _free(tree, number, taken), sure=sure)]
    spoken.extend(one for one, _ in begun.values() if one.content)
    for number, one in closing.items():
        if one.draft.opens or _is_in_passing(tree, one.draft):
            continue
        free = _free(tree, number, taken)
        after = speaking.get(number + 1 + len(free))
        # Who speaks in the next paragraph has nothing to do with this one.
        other = (
            after is not None
            and bool(tree.near(one.draft.at, [after.draft.at]))
            and not _is_one_voice(tree, one, after)
        )
        alone = _sentence_by_sentence(tree, one, free, others_behind=other)
        if tree.tokens[one.draft.at].lemma in TAKING_A_STAND and not tree.has_finite(_said(tree, one)):
            alone = alone or _opened(tree, one, free, sure=False)
        goes = max(_told_on(tree, one, _stretch(tree, free), speaking), alone, key=len)
        _add(tree, spoken, one, goes)
    claimed = {i for one in spoken for i in (one.draft.at, *one.draft.cue, *one.draft.source, *_said(tree, one))}
    behind = [(one, _behind_semicolon(tree, one, claimed)) for one in spoken]
    spoken.extend(Utterance(replace(one.draft, cue=(), content=()), [span]) for one, span in behind if span is not None)


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
    said = [i for i in _said(tree, one) if sentence.first <= i < sentence.last]
    last = max((draft.at, *draft.cue, *draft.source, *said))
    rest = [t for t in tree.tokens[last + 1 : sentence.last] if t.pos != "SPACE"]
    while rest and rest[-1].pos == "PUNCT":
        rest.pop()
    if not said or len(rest) < _CLAUSE or rest[0].text != ";" or claimed & {t.i for t in rest}:
        return None
    words = rest[1:]
    content = [tree.tokens[i] for i in said]
    subject = _subject(words)
    known = {t.text for t in content}
    if subject is None or subject.text in ("he", "she") or (subject.pos == "PROPN" and subject.text not in known):
        return None
    goes = tree.has_finite(t.i for t in words) and goes_on(tree, draft, content, words)
    return Span(words[0].start, words[-1].end) if goes else None


def _add(tree: Tree, spoken: list[Utterance], one: Utterance, goes: Sequence[int]) -> None:
    """Give ``one`` the sentences that go on with it; what was denied, or only named, is none of what follows."""
    told = [_span(tree, k) for k in goes]
    if not one.draft.denies and tree.has_finite(_said(tree, one)):
        one.content = sorted([*one.content, *told])
    elif told:
        spoken.append(Utterance(replace(one.draft, cue=(), content=(), denies=False), told))


def _last(tree: Tree, one: Utterance) -> int:
    """The sentence behind which an utterance may go on: the last that it says something in, in its paragraph."""
    here = tree.sentence_of[one.draft.at]
    said = {tree.sentence_of[i] for i in tree.near(one.draft.at, _said(tree, one))}
    while here + 1 in said:
        here += 1
    return here


def _begun(tree: Tree, taken: set[int]) -> dict[int, tuple[Utterance, bool]]:
    """The tellings that sentences open which say nothing of them, by the number of that sentence; whether surely."""
    found: dict[int, tuple[Utterance, bool]] = {}
    for number in range(len(tree.sentences)):
        begins = opening(tree, _words(tree, number)) if number not in taken else None
        if begins is not None:
            found[number] = Utterance(begins.draft, []), begins.sure
    return found


def _opened(tree: Tree, one: Utterance, free: Sequence[int], *, sure: bool) -> list[int]:
    """The sentences that tell what another has opened: those that are marked, and where ``sure`` all that may be."""
    told: list[int] = []
    for k in free[:_MOST]:
        words = _words(tree, k)
        content = [tree.tokens[i] for number in told for i in range(*_bounds(tree, number))]
        marked = not _is_the_papers(tree, k) and _tells_for_another(words, set(), together=True)
        if not marked and not (sure and goes_on(tree, one.draft, content, words, opened=True)):
            break
        told.append(k)
    return told


def _told_on(tree: Tree, one: Utterance, stretch: Sequence[int], opening: Mapping[int, Utterance]) -> Sequence[int]:
    """All sentences of a stretch, where they are told at a hearing or up to the next words of one voice."""
    if not stretch or tree.tokens[one.draft.at].lemma not in cues.SAYING:
        return ()
    if is_at_hearing(tree, one.draft, _said(tree, one)):
        return list(takewhile(lambda k: is_evidence(_words(tree, k)), stretch))
    after = opening.get(stretch[-1] + 1)
    if after is not None and _is_one_voice(tree, one, after) and _is_marked(tree, one, after, stretch):
        return stretch
    return ()


def _sentence_by_sentence(tree: Tree, one: Utterance, free: Sequence[int], *, others_behind: bool) -> list[int]:
    """The sentences behind one that are marked as going on with it, and a few that nothing marks as the paper's."""
    content = [tree.tokens[i] for i in _said(tree, one)]
    told: list[int] = []
    plain = 0
    for k in free[:_MOST]:
        words = _words(tree, k)
        few = plain < _MOST_UNMARKED and not (others_behind and told)
        if few and goes_on(tree, one.draft, content, words):
            plain += 1
        elif not _carries_on(tree, one, k, words):
            break
        told.append(k)
    return told


def _carries_on(tree: Tree, one: Utterance, number: int, words: Sequence[Token]) -> bool:
    """Whether a sentence bears a mark of going on with what somebody said."""
    if tree.tokens[one.draft.at].lemma not in cues.SAYING or _is_the_papers(tree, number) or rebuts(words):
        return False
    return (
        _takes_up(words)
        or _is_set_back(tree, one, words)
        or _senses(words)
        or _counts_on(words)
        or _foresees(words)
        or _is_of_client(words)
        or _is_found(tree, one, words)
        or (_is_last(tree, number) and not _is_text(tree, one) and _completes(words))
    )


def _said(tree: Tree, one: Utterance) -> list[int]:
    return [i for span in one.content for i in tree.within(span)]


def _free(tree: Tree, number: int, taken: set[int]) -> list[int]:
    """The sentences behind one, in its paragraph, that are nobody's."""
    first = tree.sentences[number].first
    behind = range(number + 1, len(tree.sentences))
    return list(takewhile(lambda k: k not in taken and bool(tree.near(first, [tree.sentences[k].first])), behind))


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
    words = _words(tree, number)
    return any(is_mark(t) or t.text == "?" or t.text.lower() in voices.FIRST_PERSON for t in words)


def _is_one_voice(tree: Tree, one: Utterance, after: Utterance) -> bool:
    """Whether a voice speaks again in ``after``: by name, or as 'he'; only in a quotation beyond the paragraph."""
    beyond = not tree.near(one.draft.at, [after.draft.at])
    if beyond and not (after.content and tree.text[after.content[0].start] in QUOTE_MARKS):
        return False
    here, there = ([tree.tokens[i] for i in each.draft.source] for each in (one, after))
    if _is_pronoun(there):
        inside = {t.i for t in here}
        return not any(t.tag in ("NNS", "NNPS") and t.head not in inside for t in here)
    names = _names(here)
    if _is_pronoun(here):
        first = tree.sentences[tree.sentence_of[one.draft.at]]
        ahead = tree.near(one.draft.at, range(max(0, first.first - 120), first.last))
        names = _names([tree.tokens[i] for i in ahead])
    return bool(names & _names(there))


def _is_pronoun(source: Sequence[Token]) -> bool:
    return len(source) == 1 and source[0].text.lower() in voices.PERSONAL


def _names(words: Iterable[Token]) -> set[str]:
    titled = voices.TITLES | voices.OFFICES
    return {t.text for t in words if t.pos == "PROPN" and len(t.text) > 2 and t.text.lower().strip(".") not in titled}


def _is_marked(tree: Tree, one: Utterance, after: Utterance, stretch: Sequence[int]) -> bool:
    """Whether a stretch is told: all that one paragraph tells between two attributions to one voice is."""
    together = bool(tree.near(one.draft.at, [after.draft.at]))
    if together and not any(_is_background(tree, one, _words(tree, k)) for k in stretch):
        return True
    names = _names(tree.tokens[i] for i in (*one.draft.source, *after.draft.source))
    return any(_tells_for_another(_words(tree, k), names, together=together) for k in stretch)


def _is_background(tree: Tree, one: Utterance, words: Sequence[Token]) -> bool:
    subject = _subject(words)
    return gives_year(words) or (subject is not None and tells_of_speaker(tree, one.draft, subject))


def _tells_for_another(words: Sequence[Token], names: set[str], *, together: bool) -> bool:
    """Whether a verb is set back ('had been checked', 'would close'), denies flatly, or tells what the voice sensed."""
    at = {t.i: t for t in words}
    # 'He had been told not to talk' is told of the voice.
    of_it = {t.head for t in words if t.dep in ("nsubj", "nsubjpass") and t.text.lower() in voices.PERSONAL}
    for t in words:
        verb = at.get(t.head, t)
        low = t.text.lower()
        main = verb.dep in _CLAUSES and t.dep == "aux" and verb.i not in of_it
        if main and ((low == "had" and verb.tag in ("VBN", "VBD")) or (together and low == "would")):
            return True
        senses = t.dep == "nsubj" and verb.lemma in _SENSING
        if senses and (t.text in names or low in voices.PERSONAL):
            return True
    past = any(t.tag == "VBD" for t in words) or any(t.text.lower() in _PAST for t in words)
    return past and any(t.text.lower() in _NEVER for t in words)


def _takes_up(words: Sequence[Token]) -> bool:
    """Whether a sentence is set back from the telling before it: 'Four others had lost limbs', 'None had'."""
    at = {t.i: t for t in words}
    for t in words:
        verb = at.get(t.head, t)
        if t.dep == "aux" and t.text.lower() == "had" and verb.dep == "ROOT" and words[0].text != "(":
            subject = next((s for s in words if s.head == verb.i and s.dep in ("nsubj", "nsubjpass")), None)
            return subject is not None and subject.pos != "PRON"
    return words[0].text == "None" and any(t.tag in ("VBD", "VBN") for t in words)


def _is_set_back(tree: Tree, one: Utterance, words: Sequence[Token]) -> bool:
    """Whether 'It had been …' goes on with what somebody said: 'it' is not who speaks."""
    opens = [t.text.lower() for t in words[:2]] == ["it", "had"] and words[1].dep == "aux"
    things = voices.INSTITUTIONS | voices.DOCUMENTS | {"it"}
    source = [tree.tokens[i] for i in one.draft.source]
    return opens and not any(t.entity == "ORG" or t.lemma.lower() in things for t in source)


def _senses(words: Sequence[Token]) -> bool:
    """Whether a sentence tells what nobody but he or she can have sensed: 'He saw nothing'."""
    return any(
        t.text.lower() in ("he", "she") and any(v.i == t.head and _is_sensed(t, v) for v in words) for t in words
    )


def _is_sensed(who: Token, verb: Token) -> bool:
    """Whether somebody senses something, or was told it."""
    if who.dep == "nsubjpass":
        return verb.lemma in _TOLD and verb.tag == "VBN"
    return who.dep == "nsubj" and verb.lemma in _SENSING and verb.tag == "VBD"


def _subject(words: Sequence[Token]) -> Token | None:
    return next((t for t in words if t.dep in ("nsubj", "nsubjpass")), None)


def _counts_on(words: Sequence[Token]) -> bool:
    """Whether a sentence tells of some of those just spoken of: 'Both are out of danger', 'Two more fell within …'."""
    subject = _subject(words)
    if subject is None or (subject.text.lower() not in _SOME and subject.pos != "NUM"):
        return False
    ahead = all(t.pos in ("NUM", "DET", "ADJ", "PRON") for t in words if t.i <= subject.i)
    return ahead and not {t.lemma for t in words} & _CLAIMING


def _foresees(words: Sequence[Token]) -> bool:
    """Whether a sentence tells what nobody can have seen yet: 'The true number will be higher', 'It is likely'."""
    if any(t.dep == "neg" or t.text.lower() in _NEVER for t in words) or {t.lemma for t in words} & _CLAIMING:
        return False
    at = {t.i: t for t in words}
    main = [t for t in words if t.text.lower() in _AHEAD and at.get(t.head, t).dep in ("ROOT", "conj")]
    # Whoever prints a programme tells what is due on a day.
    due = any(t.entity in ("DATE", "TIME") for t in words)
    return any(t.dep == "acomp" or (t.dep == "aux" and not due) for t in main)


def _is_of_client(words: Sequence[Token]) -> bool:
    """Whether a sentence tells of somebody's client, as his lawyer does."""
    subject = _subject(words)
    return subject is not None and subject.lemma == "client" and words[0].text in _THEIR


def _is_found(tree: Tree, one: Utterance, words: Sequence[Token]) -> bool:
    """Whether a report or who wrote it finds something: 'It found a piece of wire', behind 'the committee said'."""
    verb = next((t for t in words if t.dep == "ROOT"), None)
    finds = verb is not None and verb.lemma in _FINDING and words[0].text in ("It", "They") and words[0].head == verb.i
    return finds and bool({tree.tokens[i].lemma.lower() for i in one.draft.source} & _FINDERS)


def _is_text(tree: Tree, one: Utterance) -> bool:
    """Whether a text speaks ('the complaint reads'), which ends where it is no longer quoted."""
    return bool({tree.tokens[i].lemma for i in one.draft.source} & (voices.DOCUMENTS | cues.SAYING_NOUNS))


def _completes(words: Sequence[Token]) -> bool:
    """Whether the last sentence of a paragraph completes the telling: 'Two others were hurt', 'Nobody was hurt'."""
    subject = _subject(words)
    if subject is None or {t.lemma for t in words} & _CLAIMING or not any(t.tag == "VBN" for t in words):
        return False
    ahead = {t.text.lower() for t in words if t.i <= subject.i}
    counted = any(t.pos == "NUM" for t in words if t.i < subject.i) or "another" in ahead
    return bool(ahead & (_NEVER - {"never"})) or (bool(ahead & {"others", "another"}) and counted)


def _bounds(tree: Tree, number: int) -> tuple[int, int]:
    sentence = tree.sentences[number]
    return sentence.first, sentence.last


def _words(tree: Tree, number: int) -> list[Token]:
    return [t for t in tree.tokens[slice(*_bounds(tree, number))] if t.pos != "SPACE"]


def _span(tree: Tree, number: int) -> Span:
    words = _words(tree, number)
    return Span(words[0].start, words[-1].end)
