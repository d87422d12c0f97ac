"""Attributions at which nobody speaks, and sources that are cut to a word that names nobody.

'Anyone claiming that', 'buyers are advised that', 'the boxes, reported missing, were found', 'it is open who told
whom', 'sparks are thought to have set it alight': what stands there is told by whoever tells the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.naming import small
from service.scoring.attribution.speakers import noun_phrase
from service.scoring.attribution.syntax import Tree

# Behind these 'one' is anybody: 'as one does', 'if one believes her'.
_GENERALLY = frozenset({"as", "how", "if", "what", "when", "where"})
_ANYBODY = frozenset({"anybody", "anyone", "whoever"})
# Those to whom a text speaks.
_ADDRESSED = frozenset({"listener", "reader", "regular", "subscriber", "viewer"})
_KNOWING = frozenset({"ask", "know", "notice", "recall", "remember", "wonder"})
# Who these are done to has something said to them.
_ADDRESSING = frozenset({"advise", "assure", "inform", "invite", "notify", "remind", "request", "tell", "warn"})
_PASSED_ON = frozenset({"cite", "hear", "quote"})
# How somebody is reported to be.
_STATES = frozenset({"dead", "hurt", "injured", "killed", "lost", "missing", "safe", "stolen", "wounded"})
_NO_NAMES = frozenset({"so", "thus"})


def by_somebody(tree: Tree, drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Those of ``drafts`` at which somebody may speak, in their order, with sources that name whoever does."""
    for draft in drafts:
        if any(fits(tree, draft) for fits in (_is_by_anybody, _is_reported, _is_picture, _is_topic, _is_the_papers)):
            continue
        if _is_addressed(tree, draft):
            yield replace(draft, source=(), inherits=True)
        elif not _is_undergone(tree, draft) and (named := _named(tree, draft)) is not None:
            yield named


def _is_by_anybody(tree: Tree, draft: Draft) -> bool:
    """Whether nobody in particular speaks: 'as one tells a thing', 'you can say', 'anyone claiming', 'readers ask'."""
    low = [small(tree.tokens[i].text) for i in draft.source]
    if not low:
        return False
    if low[0] in _ANYBODY or low[-2:] == ["of", "you"] or low[:3] == ["not", "a", "soul"]:
        return True
    before = tree.tokens[draft.source[0] - 1] if draft.source[0] else None
    if len(low) == 1:
        return (
            low == ["you"]
            or (low == ["one"] and before is not None and before.text.lower() in _GENERALLY)
            or (low == ["who"] and _asks(tree, draft.source[0]))
            or _is_reader(tree, draft)
        )
    # 'Neither side has said that'
    return (low[0] == "neither" and "nor" not in low and not draft.opens) or _is_reader(tree, draft)


def _asks(tree: Tree, who: int) -> bool:
    """Whether a 'who' asks: it opens its sentence or stands right behind a verb, 'and' or 'of'."""
    opens = who == tree.sentences[tree.sentence_of[who]].first
    return opens or tree.tokens[who - 1].pos in ("ADP", "ADV", "AUX", "CCONJ", "SCONJ", "VERB")


def _is_reader(tree: Tree, draft: Draft) -> bool:
    """Whether a text speaks of those to whom it speaks: 'For readers asking', 'Older readers will recall'."""
    head = tree.tokens[draft.source[-1]]
    several = head.tag == "NNS" and head.lemma.lower() in _ADDRESSED
    return several and tree.tokens[draft.at].lemma in _KNOWING and len(draft.source) < 3


def _is_picture(tree: Tree, draft: Draft) -> bool:
    """Whether what should speak shows something to whoever looks at it: 'A camera at the gate puts it at 6:08'."""
    inside = set(draft.source)
    head = next((tree.tokens[i] for i in draft.source if tree.tokens[i].head not in inside), None)
    return head is not None and head.pos == "NOUN" and head.lemma in cues.PICTURES


def _is_topic(tree: Tree, draft: Draft) -> bool:
    """Whether a label is cut to its first word: 'Media enquiries: …'; or nothing at all is said."""
    cue = tree.tokens[draft.at]
    behind = tree.tokens[draft.source[-1] + 1 : draft.at] if draft.source else ()
    cut = cue.text == ":" and bool(behind) and behind[0].pos == "NOUN" and behind[-1].pos == "NOUN"
    bare = draft.content and all(tree.tokens[i].pos in ("AUX", "PUNCT") for i in draft.content)
    return cut or bool(bare)


def _is_the_papers(tree: Tree, draft: Draft) -> bool:
    """Whether a text goes by what its own people have found: 'According to the elements gathered by our team'."""
    low = {tree.tokens[i].text.lower() for i in draft.source}
    called = {tree.tokens[i].lemma.lower() for i in draft.source} & voices.SOMEBODY
    accords = tree.tokens[draft.at].text.lower() in cues.ACCORDING
    return accords and bool(low & {"our", "my"}) and not called


def _is_reported(tree: Tree, draft: Draft) -> bool:
    """Whether it is reported how somebody is: 'Six villagers reported missing walked in', 'four reported dead'."""
    behind = tree.tokens[draft.at + 1 : draft.at + 3]
    state = bool(behind) and behind[0].text.lower() in _STATES
    # 'The mayor reported dead fish'
    goes_on = len(behind) > 1 and behind[1].pos in ("ADJ", "NOUN")
    return tree.tokens[draft.at].text == "reported" and state and not goes_on


def _passive_subject(tree: Tree, draft: Draft) -> bool:
    """Whether a source is what is acted on at its cue."""
    subject = tree.first(draft.at, "nsubjpass")
    return subject is not None and subject.i in draft.source


def _is_addressed(tree: Tree, draft: Draft) -> bool:
    """Whether somebody is told something, and does not say it: 'Buyers are advised that'."""
    return tree.tokens[draft.at].lemma in _ADDRESSING and _passive_subject(tree, draft)


def _is_undergone(tree: Tree, draft: Draft) -> bool:
    """Whether something else is done to who should speak: 'The other lots are not concerned by the order'."""
    # 'He would not be drawn on what made it'
    leaves_open = draft.opens and tree.first(draft.at, "agent") is None and tree.tokens[draft.at].lemma == "draw"
    verb = tree.tokens[draft.at]
    denied = any(t.text.lower() == "not" and t.i == verb.i - 1 for t in tree.all(verb.i, "neg"))
    near = tree.tokens[max(0, draft.source[0] - 1) : verb.i] if draft.source else ()
    if verb.tag in ("VBD", "VBN") and denied and near and not any(t.pos == "AUX" for t in near):
        # 'arrival not confirmed'
        return True
    return not leaves_open and verb.lemma not in _PASSED_ON and _passive_subject(tree, draft)


def _named(tree: Tree, draft: Draft) -> Draft | None:
    """``draft``, its source made whole where it is cut to a determiner; None where it names nothing."""
    words = [tree.tokens[i] for i in draft.source]
    cut = all(t.pos in ("DET", "PUNCT") or t.text.lower() in _NO_NAMES for t in words)
    return draft if not words or not cut else _whole(tree, draft, words[0])


def _whole(tree: Tree, draft: Draft, cut: Token) -> Draft | None:
    noun = tree.head(cut.i) if cut.dep in ("det", "amod") else None
    subject = noun is not None and noun.dep == "nsubj" and noun.head == draft.at
    if noun is None or not subject:
        return None
    source = tuple(i for i in noun_phrase(tree, noun.i, draft.at) if i not in draft.content)
    return replace(draft, source=source) if source else None
