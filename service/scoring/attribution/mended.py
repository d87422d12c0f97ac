"""What a tagger has marked, mended by the parse: claims need whole sources and whole contents.

A tagger that has learnt from the news of one country leaves gaps in that of others: it marks the half of a clause, a
name without its office, or the words behind a full stop. Where the parse gives the cue a speaker and a clause, they
are made whole by that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.scoring.attribution import cues
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.surer import surer, top
from service.scoring.attribution.syntax import FINITE, QUOTE_MARKS, Tree, is_mark, runs

# Gaps in what is said that are closed: so many tokens.
_GAP = 4
_NO_NAMES = frozenset({"VERB", "AUX", "ADP", "CCONJ", "SCONJ", "PUNCT", "ADV", "PART"})
_TURNING = frozenset({"while", "whereas", "but", "although", "though"})
_ASKING = frozenset({"ask", "press", "question"})


def one_cue(tree: Tree, cue: Sequence[int], content: Sequence[int]) -> tuple[int, ...]:
    """The words of a cue that stand in one sentence: that of its content, where some do."""
    said = {tree.sentence_of[i] for i in content}
    near = [i for i in cue if tree.sentence_of[i] in said]
    first = tree.sentence_of[(near or cue)[0]]
    return tuple(i for i in (near or cue) if tree.sentence_of[i] == first)


def one_source(tree: Tree, source: Sequence[int], at: int) -> tuple[int, ...]:
    """The longest unbroken run of a source that opens as a noun phrase does, in the sentence of its cue if any is."""
    parts = _joined(tree, [_opened(tree, run) for run in runs(source)])
    named = [run for run in parts if tree.tokens[run[0]].pos not in _NO_NAMES] or parts
    named = [run for run in named if tree.tokens[run[0]].tag not in ("WDT", "WP")] or named
    near = [run for run in named if tree.sentence_of[run[-1]] == tree.sentence_of[at]] or named
    longest: list[int] = max(near, key=len, default=[])
    return (*_cut_off(tree, longest, at), *longest)


def _cut_off(tree: Tree, source: Sequence[int], at: int) -> tuple[int, ...]:
    """The 'tracking' of '…, tracking data show', where the parse takes it for a verb."""
    if not source or source[0] < 2 or at != source[-1] + 1:
        return ()
    mark, word = tree.tokens[source[0] - 2 : source[0]]
    describes = word.tag in ("JJ", "NN", "VBG") and word.text.islower()
    return (word.i,) if mark.text == "," and describes and tree.tokens[source[0]].text.islower() else ()


def closed(tree: Tree, content: Sequence[int], apart: frozenset[int]) -> tuple[int, ...]:
    """A content with gaps of a few words of one sentence closed, where none of them is ``apart``."""
    found = list(content[:1])
    for i in content[1:]:
        gap = range(found[-1] + 1, i)
        near = len(gap) <= _GAP and tree.sentence_of[found[-1]] == tree.sentence_of[i]
        if near and not apart & set(gap):
            found.extend(gap)
        found.append(i)
    return tuple(found)


def hands_on(tree: Tree, draft: Draft, same: Draft | None) -> bool:
    """Whether ``draft`` hands on a statement; ``same`` is what a rule has read at its cue.

    Plans and attitudes ('backs the bill', 'agreed to meet', 'did not warn them') are no claims of their holders,
    pictures show what whoever looks at them says, and what nobody is named for is said only where a word says so.
    """
    cue = tree.tokens[draft.at]
    if cue.text.lower() in cues.ACCORDING and draft.source and tree.tokens[draft.source[-1]].lemma in cues.NO_VOICES:
        return False
    if cue.lemma in cues.SHOWING and any(tree.tokens[i].lemma in cues.PICTURES for i in draft.source):
        return False
    if same is None and not draft.source and cue.lemma not in cues.ANY:
        return False
    if not draft.source and cue.lemma in _ASKING and tree.first(cue.i, "nsubjpass") is not None:
        # 'The chair was asked when it began' tells who answers next, and who is asked says nothing there.
        return False
    if same is None or not same.content:
        return _is_told(tree, draft.content) or (cue.lemma in ("show", "find") and _has_figure(tree, draft))
    if cue.lemma == "agree" and not tree.has_finite(same.content):
        return False
    return not same.opens or same.inherits or _can_open(tree, same)


def _has_figure(tree: Tree, draft: Draft) -> bool:
    """'The log shows 97 minutes without a round': a text that gives a figure."""
    return bool(draft.source) and any(tree.tokens[i].pos == "NUM" for i in draft.content)


def _can_open(tree: Tree, draft: Draft) -> bool:
    """Whether what is not done at a cue leaves something open: who did not ask or promise has only not done so."""
    lemmas = {tree.tokens[i].lemma for i in (draft.at, *draft.cue)}
    return bool(lemmas & (cues.OPENING | cues.DENYING | cues.BELIEVING | cues.DECLINING))


def whole(tree: Tree, draft: Draft, same: Draft | None) -> Draft:
    """``draft`` with its source and content made whole by what a rule has read at the ``same`` cue."""
    draft = replace(draft, content=_ahead(tree, draft) or _up_to_another(tree, draft))
    draft = replace(draft, content=_in_its_paragraph(tree, draft))
    draft = replace(draft, content=_without_scraps(tree, draft))
    heard = tree.first(draft.at, "nsubjpass")
    if heard is not None and heard.i in draft.source and tree.tokens[draft.at].lemma == "tell":
        # 'The committee was told that': who is told does not say it.
        return replace(draft, source=(), inherits=True)
    if same is not None and _is_put_behind(tree, draft, same):
        return replace(draft, source=same.source, content=tuple(i for i in draft.content if i not in same.source))
    if same is None or not same.content or not same.source or same.inherits:
        return draft
    pointed = all(tree.tokens[i].pos in ("ADV", "PRON", "PUNCT") for i in draft.content)
    if same.sure and pointed and tree.has_finite(same.content):
        # 'Our cook remembers him well: he paid', taken for 'him'
        return same
    source = surer(tree, draft, same)
    draft = replace(draft, content=(*draft.content, *_and_more(tree, draft, source)))
    cue = tuple(sorted({*draft.cue, *(i for i in same.cue if i in draft.content)}))
    content = _content(tree, draft, same, frozenset((*source, *cue, *same.cue)))
    return replace(draft, cue=cue, source=source, content=content)


def by_rule(tree: Tree, cue: Sequence[int], ruled: Sequence[Draft]) -> list[Draft]:
    """The drafts among ``ruled`` that are surer than what is marked at ``cue``; none where none is.

    One that passes words on ('quoted the army as saying', 'citing the army, said') is, one of 'according to which',
    and so are several whose cues were taken for one.
    """
    inside = set(cue)
    met = [draft for draft in ruled if draft.content and inside & {draft.at, *draft.cue}]
    passing = [draft for draft in met if draft.via]
    if passing:
        return passing
    several = [draft for draft in met if draft.at in inside and not _is_means(tree, draft)]
    if (of_which := [draft for draft in several if _accords_with_which(tree, draft)]) and len(inside) <= 2:
        return of_which
    sure = any(draft.source and tree.tokens[draft.at].lemma in cues.SURE for draft in several)
    return several if sure and 1 < len(several) == len({draft.source for draft in several}) else []


def _is_means(tree: Tree, draft: Draft) -> bool:
    """'In a written reply that': what something was said in, and no second voice."""
    above = tree.head(draft.at)
    return draft.inherits and tree.tokens[draft.at].dep == "pobj" and above is not None and above.text.lower() == "in"


def _accords_with_which(tree: Tree, draft: Draft) -> bool:
    """'A certificate, according to which it left late': a tagger takes what stands ahead for what is said."""
    which = [tree.tokens[i].text.lower() for i in draft.source] == ["which"]
    return which and tree.tokens[draft.at].text.lower() in cues.ACCORDING


def _is_put_behind(tree: Tree, draft: Draft, same: Draft) -> bool:
    """'They were stopped, say officers, on Monday': the speaker between commas, taken for what is said."""
    if not same.source or same.source[0] != draft.at + 1 or not set(same.source) <= set(draft.content):
        return False
    edges = (*tree.tokens[draft.at - 1 : draft.at], *tree.tokens[same.source[-1] + 1 : same.source[-1] + 2])
    return [t.text for t in edges] == [",", ","]


def _content(tree: Tree, draft: Draft, same: Draft, apart: frozenset[int]) -> tuple[int, ...]:
    ruled = _up_to_semicolon(tree, draft.at, [i for i in same.content if i not in apart])
    if not ruled or not tree.has_finite(ruled):
        return tuple(i for i in draft.content if i not in apart) or draft.content
    said = set(draft.content) - apart
    sentence = tree.sentence_of[draft.at]
    quoted = any(tree.tokens[i].text in QUOTE_MARKS for i in said)
    if not quoted and not any(tree.sentence_of[i] == sentence for i in said):
        return tuple(ruled)
    shared = said.intersection(ruled)
    if shared and 2 * len(shared) < len(ruled) and not _ends_at_comma(tree, ruled, shared):
        return tuple(sorted(said.union(ruled)))
    # 'One died and six were hurt, X said': all that stands ahead of the cue is said, and so it is in 'They left, he
    # told us, because it was late'.
    ahead = {i for i in ruled if i < draft.at}
    goes_on = bool(shared & ahead) or (len(ahead) == len(ruled) and min(said) > draft.at)
    return tuple(sorted(said | ahead if goes_on and tree.has_finite(ahead) else said))


def _and_more(tree: Tree, draft: Draft, source: Sequence[int]) -> tuple[int, ...]:
    """The clause behind a speaker put in between commas: 'It was late, he added, and the lamp had gone out'."""
    put_in = sorted({*source, *draft.cue, draft.at})
    last = put_in[-1]
    sentence = tree.sentences[tree.sentence_of[draft.at]]
    joint = [t.text.lower() for t in tree.tokens[last + 1 : last + 3]]
    ahead = bool(source) and draft.content[-1] < put_in[0] and len(put_in) == last - put_in[0] + 1
    if not ahead or joint not in ([",", "and"], [",", "but"]) or tree.tokens[draft.at].lemma not in cues.SURE:
        return ()
    behind = tree.near(draft.at, range(last + 2, sentence.last))
    words = [tree.tokens[i] for i in behind]
    subject = next((t for t in words if t.dep in ("nsubj", "nsubjpass", "expl")), None)
    told = any(t.lemma in cues.SAYING and t.tag in FINITE for t in words)
    alone = subject is not None and tree.tokens[subject.head].i > subject.i and tree.has_finite(behind)
    return () if told or not alone or any(map(is_mark, words)) else behind


def _up_to_semicolon(tree: Tree, at: int, ruled: list[int]) -> list[int]:
    """What is said without what stands behind a semicolon's other side in words of its own: 'A said …; B said …'."""
    sentence = tree.sentences[tree.sentence_of[at]]
    marks = [i for i in range(sentence.first, sentence.last) if tree.tokens[i].text == ";"]
    first = max((i for i in marks if i < at), default=sentence.first - 1)
    last = min((i for i in marks if i > at), default=sentence.last)
    beyond = (tree.tokens[i] for i in range(sentence.first, sentence.last) if not first < i < last)
    told = any(t.lemma in cues.SAYING | {"quote"} and t.tag in FINITE for t in beyond)
    return [i for i in ruled if first < i < last] if told else ruled


def _ends_at_comma(tree: Tree, ruled: Sequence[int], shared: set[int]) -> bool:
    """Whether what is marked is all up to a comma: 'a truck with weapons', and not what the text adds, ', which …'."""
    told = [i for i in ruled[: len(shared) + 1] if i in shared]
    return len(told) == len(shared) < len(ruled) and tree.tokens[ruled[len(shared)]].text == ","


def _up_to_another(tree: Tree, draft: Draft) -> tuple[int, ...]:
    """What is said up to a sentence that turns to somebody else: '“…,” X said. Y rose. “…”' is not all X's."""
    here = tree.sentence_of[draft.at]
    said = {tree.sentence_of[i] for i in (*draft.content, *draft.source, *draft.cue)}
    turn = next((k for k in range(here + 1, max(said) + 1) if tree.turns(k) and _is_unquoted(tree, k)), max(said) + 1)
    return tuple(i for i in draft.content if tree.sentence_of[i] < turn)


def _is_unquoted(tree: Tree, number: int) -> bool:
    """Whether a sentence has no quotation mark in it or right ahead of it."""
    sentence = tree.sentences[number]
    return not tree.has_marks(range(max(0, sentence.first - 1), sentence.last))


def _in_its_paragraph(tree: Tree, draft: Draft) -> tuple[int, ...]:
    """What is said without the words of other paragraphs that stand in no quotation and behind no colon."""
    near = tree.near(draft.at, draft.content)
    inside = set(near)
    far = runs(i for i in draft.content if i not in inside)
    leads = any(
        t.text == ":" for i in (draft.at, draft.cue[-1], near[-1] if near else 0) for t in tree.tokens[i : i + 2]
    )
    if not near or not far:
        return draft.content
    # A colon leads on to clauses and lists, not to one word.
    kept = [run for run in far if (_is_led_on_to(tree, run) if leads else _is_quotation_of(tree, run))]
    return tuple(sorted((*near, *(i for run in kept for i in run))))


def _quotes(tree: Tree, run: Sequence[int]) -> bool:
    return any(tree.tokens[i].text in QUOTE_MARKS for i in run)


def _is_led_on_to(tree: Tree, run: Sequence[int]) -> bool:
    """Whether more than a word stands there, and no quotation behind other words of its own paragraph."""
    first = run[0] - 1 if run[0] and is_mark(tree.tokens[run[0] - 1]) else run[0]
    ahead = tree.near(run[0], range(max(0, first - 1), first))
    quoted = _quotes(tree, run[:2]) or first < run[0]
    return len(run) > 1 and not (quoted and any(tree.tokens[i].pos != "SPACE" for i in ahead))


def _is_quotation_of(tree: Tree, run: Sequence[int]) -> bool:
    """Whether the words of another paragraph are a quotation that opens it, and more than a stray mark."""
    first = run[0]
    while first and tree.tokens[first - 1].text in QUOTE_MARKS:
        first -= 1
    opens = not first or "\n" in tree.tokens[first - 1].text
    said = any(tree.tokens[i].text not in QUOTE_MARKS for i in run)
    return opens and said and _quotes(tree, range(first, run[-1] + 1))


def _without_scraps(tree: Tree, draft: Draft) -> tuple[int, ...]:
    """What is said without words that a tagger has torn out of the sentences around: no clause and no quotation."""
    here = tree.sentence_of[draft.at]
    near = [i for i in draft.content if tree.sentence_of[i] == here]
    if not _is_told(tree, near):
        return draft.content
    # Half a sentence that begins with 'that' belongs to the cue of its own sentence.
    far = [
        run
        for run in runs(i for i in draft.content if tree.sentence_of[i] != here)
        if _is_told(tree, run)
        and tree.tokens[run[0]].text.lower() != "that"
        and not (_hangs_on_cue(tree, run) or _has_become(tree, draft, run))
    ]
    return tuple(sorted((*near, *(i for run in far for i in run))))


def _has_become(tree: Tree, draft: Draft, run: Sequence[int]) -> bool:
    """Whether a sentence behind 'he said' tells what has become of it since, as the paper does."""
    verb = tree.tokens[top(tree, run)]
    past = tree.tokens[draft.at].tag == "VBD"
    has = any(t.text.lower() in ("has", "have") for t in tree.all(verb.i, "aux"))
    return past and has and not _quotes(tree, (run[0] - 1, *run))


def _hangs_on_cue(tree: Tree, run: Sequence[int]) -> bool:
    """Whether a clause is what somebody else says or thinks in its own sentence."""
    above = tree.head(top(tree, run))
    if _quotes(tree, (run[0] - 1, *run)):
        return False
    thought = above is not None and above.i < run[0] and above.lemma in cues.SAYING | cues.BELIEVING
    return thought and above is not None and above.tag in FINITE and tree.first(above.i, "nsubj") is not None


def _ahead(tree: Tree, draft: Draft) -> tuple[int, ...]:
    """What is said ahead of 'S, X told us, while …', where the words behind 'while' were taken for it."""
    first, opening = draft.content[0], tree.tokens[draft.content[0] - 1].text.lower() if draft.content[0] else ""
    start = min((draft.at, *draft.source))
    behind = first > draft.at and {opening, tree.tokens[first].text.lower()} & _TURNING
    sentence = tree.sentences[tree.sentence_of[draft.at]]
    before = tree.near(draft.at, range(sentence.first, start - 1))
    told = behind and before and tree.tokens[start - 1].text == "," and tree.has_finite(before)
    return before if told else ()


def _is_told(tree: Tree, content: Sequence[int]) -> bool:
    """Whether a content stands as a statement or a quotation."""
    return tree.has_finite(content) or any(tree.tokens[i].text in QUOTE_MARKS for i in content)


def _opened(tree: Tree, run: list[int]) -> list[int]:
    """A run without marks ahead of it."""
    first = next((k for k, i in enumerate(run) if tree.tokens[i].pos != "PUNCT"), 0)
    return run[first:]


def _joined(tree: Tree, parts: Sequence[list[int]]) -> list[list[int]]:
    """Runs with an apposition joined to its name: 'Nabil Haddour' and 'the director', but not 'at the port, a man'."""
    found: list[list[int]] = []
    for run in parts:
        before = found[-1] if found else None
        comma = before is not None and run[0] - before[-1] == 2 and tree.tokens[run[0] - 1].text == ","
        name = before is not None and tree.tokens[before[0]].pos != "PUNCT"
        if before is not None and comma and name and not _follows_preposition(tree, before[0]):
            before.extend(range(before[-1] + 1, run[-1] + 1))
        else:
            found.append(list(run))
    return found


def _follows_preposition(tree: Tree, i: int) -> bool:
    """Whether a phrase hangs on a preposition other than that of 'according to'."""
    return i > 1 and tree.tokens[i - 1].pos == "ADP" and tree.tokens[i - 2].text.lower() not in cues.ACCORDING
