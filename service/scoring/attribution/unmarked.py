"""Sentences that go on with somebody's words and have no mark of it but that nothing in them is the paper's.

'A patrol hailed a boat, officials say. It did not stop.' A report that has just said who says so does not say it again
in the next sentence of the paragraph. It turns back to its own telling by naming somebody, by telling what the speaker
was seen to do, what has become of it since, or what was done about it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.hearings import is_evidence
from service.scoring.attribution.newsroom import tells_of_us
from service.scoring.attribution.syntax import Tree, is_mark

# So many words ahead a speaker may have been described.
_AHEAD = 120
# A few words may be quoted in passing.
_TWO_MARKS = 2
_MONTHS = frozenset({"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"})
_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)")
_WEEKDAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_LASTING = frozenset({"now", "still"})
_SUBJECTS = ("nsubj", "nsubjpass", "expl")
# Who only asks, fears or promises has told of nothing that could go on.
_NO_TELLING = frozenset(
    {"ask", "call", "fear", "hope", "joke", "learn", "pledge", "promise", "read", "threaten", "urge", "vow"}
)
_SOMEBODY = voices.SOMEBODY | voices.PERSONAL.keys()
# What is only looked up has been told by nobody who could go on: '11 dead, per the register'.
_GOING_BY = frozenset({"by", "per"})
_AGAINST = frozenset({"although", "but", "though", "whereas", "while"})
_MINDING = frozenset({"accept", "agree", "believe", "disagree", "doubt", "know", "recall", "remember", "think"})
_LAUGHING = frozenset({"laugh", "nod", "shrug", "sigh", "smile", "weep"})
_TURNING = frozenset(
    {"also", "another", "but", "earlier", "however", "later", "meanwhile", "since", "still", "then", "yet"}
)
# By these a telling goes on where nothing else was said.
_NARRATING = frozenset({"later", "then"})
# What was done about what has been said is told by the paper, and so is what it amounts to.
_DONE_ABOUT = (
    cues.UNDONE
    | {"apologise", "apologize", "contact", "delete", "guess", "investigation", "name", "obtain", "reply"}
    | {"spokesman", "spokesperson", "spokeswoman", "statement", "verify"}
) - {"answer"}
_ANSWERED = frozenset({"call", "email", "letter", "message", "query", "question", "request"})
_SHARED = cues.DOCUMENT_NOUNS | cues.PICTURES | {"account", "detail", "link", "name"}
_WORDS = frozenset(
    {"account", "argument", "document", "figure", "letter", "point", "post", "quote", "remark", "report", "version"}
    | {"view", "word"}
)
_WITNESSING = frozenset({"find", "hear", "notice", "see", "watch"})
# A flat word has so many at most.
_FLAT = 4
_FALSE = frozenset({"false", "nonsense", "untrue", "wrong"})
_POINTING = frozenset({"it", "that", "this"})
_TAKING_UP = frozenset({"he", "it", "she", "they"})
_TEXTS = voices.DOCUMENTS | cues.DOCUMENT_NOUNS
# What a text or a picture does before the eyes of whoever has it.
_BEARING = cues.SHOWING - {"find", "mean", "predict", "signal"} | {"bear", "carry", "contain"}
# What whoever stands by can see a speaker do, or not do.
_SEEN = frozenset(
    {"brandish", "cry", "decline", "discuss", "hang", "laugh", "light", "look", "nod", "pause", "point", "produce"}
    | {"refuse", "shake", "shrug", "sigh", "smile", "unfold", "wave", "weep"}
)


def goes_on(
    tree: Tree,
    draft: Draft,
    content: Sequence[Token],
    words: Sequence[Token],
    *,
    opened: bool = False,
    joined: bool = False,
) -> bool:
    """Whether the sentence of ``words``, right behind ``draft`` and what it says, has no mark of the paper's.

    ``opened`` is true where ``draft`` says nothing itself and opens a telling, ``joined`` where the words stand behind
    a semicolon of its sentence.
    """
    if not opened and not _tells(tree, draft):
        return False
    subject = next((t for t in words if t.dep in _SUBJECTS), None)
    if opened and subject is None and not tree.has_finite(t.i for t in words):
        # What somebody was asked is answered in a word: 'In writing, on Monday.'
        return not any(t.text == "?" or is_mark(t) for t in words)
    lemmas = {t.lemma.lower() for t in words}
    asks = any(t.text == "?" for t in words) or sum(map(is_mark, words)) > _TWO_MARKS
    return subject is not None and not (
        _is_done_about(tree, words)
        or tells_of_us(words)
        or _is_shown(tree, subject)
        or (subject.text.lower() in _POINTING and lemmas & _WORDS)
        or {t.text.lower() for t in words[:2]} & (_TURNING - _NARRATING if opened else _TURNING)
        or words[0].text in ("Asked", "Pressed", "Questioned", "So")
        or ("though" in {t.text.lower() for t in words[-2:]} and subject.pos != "PRON")
        or asks
        or rebuts(words)
        or not is_evidence(_core(words, subject))
        or tells_of_speaker(tree, draft, subject)
        or _names_another(tree, subject, content)
        or _is_another_voice(tree, subject)
        or _is_of_now(words, said_before=not joined and tree.tokens[draft.at].tag in ("VBD", "VBN"))
        or (_is_quoted(tree, content) and _gives_weekday(tree, words))
    )


def _is_done_about(tree: Tree, words: Sequence[Token]) -> bool:
    """Whether a sentence tells what was done about what has been said, or what was left undone."""
    for t in words:
        lemma = t.lemma.lower()
        about = {c.lemma for c in tree.all(t.i, "dobj", "nsubjpass")}
        passive = tree.first(t.i, "nsubjpass") is not None
        if (
            lemma in _DONE_ABOUT
            # 'All the men answered the roll' is no reply.
            or (lemma == "answer" and (not about or about & _ANSWERED or tree.first(t.i, "neg") is not None))
            or (lemma == "share" and about & _SHARED)
            or (lemma == "abandon" and passive)
        ):
            return True
    return False


def _is_shown(tree: Tree, subject: Token) -> bool:
    """Whether a picture or a text that the paper has seen shows something: 'The pictures show', 'A note bears'."""
    verb = tree.head(subject.i)
    newcomer = tree.tokens[tree.subtree(subject.i)[0]].text.lower() in ("a", "an")
    if (newcomer and subject.lemma in _TEXTS) or subject.lemma in cues.PICTURES:
        return True
    thing = subject.lemma.lower() not in _SOMEBODY | voices.INSTITUTIONS and subject.pos == "NOUN"
    return thing and verb is not None and verb.lemma in _BEARING and verb.tag in ("VBZ", "VBP")


def _tells(tree: Tree, draft: Draft) -> bool:
    """Whether somebody tells, in words that no other has passed on, and does not ask or wish or say it in passing."""
    cue = tree.tokens[draft.at]
    shows = cue.lemma in cues.SHOWING | _NO_TELLING
    # 'Police freed a man, announcing that it was over' tells first of what was done.
    beside = cue.tag == "VBG" and cue.dep == "advcl" and tree.tokens[cue.head].lemma not in cues.SAYING
    # 'The minister announced two million' has told of nothing that could go on.
    gives = cue.lemma == "announce" and not tree.has_finite(draft.content)
    asides = _is_aside(tree, draft) or _is_under_name(tree, draft) or cue.text.lower() in _GOING_BY
    return not (shows or draft.via or beside or gives or asides)


def _is_under_name(tree: Tree, draft: Draft) -> bool:
    """Whether somebody is quoted behind his name alone, as in 'Ana Bortic, by phone: “It was late.”'."""
    quoted = not draft.content or is_mark(tree.tokens[draft.content[0]])
    return tree.tokens[draft.at].text == ":" and quoted


def _core(words: Sequence[Token], subject: Token) -> list[Token]:
    """What a sentence tells of: its subject, its verb, what is joined to it, and those who speak in it as 'we'."""
    root = next((t for t in words if t.dep == "ROOT"), subject)
    ours = voices.FIRST_PERSON
    return [subject, root, *(t for t in words if t.head in (subject.i, root.i) or t.text.lower() in ours)]


def _is_aside(tree: Tree, draft: Draft) -> bool:
    """'The guard was there, as the checklist confirms'; 'It was late, the firm said, though others spoke of noon'."""
    sentence = tree.sentences[tree.sentence_of[draft.at]]
    said = {*draft.content, *draft.source}
    behind = (t for t in tree.tokens[draft.at : sentence.last] if t.i not in said and t.text.lower() in _AGAINST)
    # 'It was late, she said, but it came' goes on with her words.
    turns = any(t.i + 1 not in said for t in behind)
    return turns or (bool(draft.source) and tree.tokens[max(0, draft.source[0] - 1)].text.lower() == "as")


def tells_of_speaker(tree: Tree, draft: Draft, subject: Token) -> bool:
    """Whether a sentence tells what a paper sees or knows of who speaks: 'He lit a pipe', 'He had been elected'."""
    names = {tree.tokens[i].text.lower() for i in draft.source if tree.tokens[i].pos in ("NOUN", "PROPN")}
    if subject.text.lower() not in names | _TAKING_UP:
        return False
    verb = tree.tokens[subject.head]
    before = {t.text.lower() for t in tree.all(verb.i, "aux", "auxpass")}
    passive = subject.dep == "nsubjpass"
    return {"had", "been"} <= before if passive else verb.lemma in _SEEN


def _names_another(tree: Tree, subject: Token, content: Sequence[Token]) -> bool:
    """Whether a sentence is about somebody, or a body, that what was said has not named."""
    said = {t.text for t in content} | _spoken_for(tree, subject)
    phrase = (tree.tokens[i] for i in tree.subtree(subject.i, leaving=lambda t: t.dep in ("relcl", "acl")))
    return any(
        t.pos == "PROPN" and (t.entity in ("PERSON", "ORG") or (t == subject and not t.entity)) and t.text not in said
        for t in phrase
    )


def _spoken_for(tree: Tree, subject: Token) -> set[str]:
    """The names of bodies that somebody in the paragraph is a spokesman or the head of."""
    ahead = (tree.tokens[i] for i in tree.near(subject.i, range(max(0, subject.i - _AHEAD), subject.i)))
    for_whom = [t for t in ahead if t.dep == "pobj" and tree.tokens[t.head].text.lower() in ("for", "of")]
    return {t.text for t in for_whom if tree.tokens[tree.tokens[t.head].head].lemma.lower() in voices.LEADERS}


def _is_another_voice(tree: Tree, subject: Token) -> bool:
    """Whether it tells of what others say or decline to say: 'The agency will go no further', 'Neither side would'."""
    verb = tree.head(subject.i)
    modal = verb is not None and any(t.tag == "MD" for t in tree.all(verb.i, "aux"))
    remembers = verb is not None and verb.lemma in _MINDING
    newcomer = any(t.text.lower() in ("a", "an", "another") for t in tree.all(subject.i, "det"))
    manner = tree.first(verb.i, "acomp") if verb is not None and verb.lemma == "be" else None
    attitude = manner is not None and manner.lemma in cues.MANNER
    silent = verb is not None and verb.lemma in cues.OPENING | cues.REFERRING and tree.first(verb.i, "neg") is not None
    return subject.dep == "nsubj" and (
        (attitude and subject.lemma.lower() in _SOMEBODY)
        or (verb is not None and verb.lemma in _LAUGHING)
        or (silent and subject.text.lower() in _TAKING_UP)
        or (newcomer and verb is not None and verb.lemma in _WITNESSING and subject.lemma.lower() in _SOMEBODY)
        or (verb is not None and verb.lemma in _WITNESSING and subject.tag == "NN" and subject.lemma in voices.KIN)
        or (modal and subject.lemma.lower() in voices.INSTITUTIONS | {"side"})
        or (remembers and subject.lemma.lower() in _SOMEBODY)
    )


def rebuts(words: Sequence[Token]) -> bool:
    """'They did not.', 'Both are false.': a flat word on what has been said is whoever's who passes it on."""
    told = [t for t in words if t.pos != "PUNCT"]
    return 0 < len(told) <= _FLAT and (told[-1].dep == "neg" or told[-1].text.lower() in _FALSE)


def _is_of_now(words: Sequence[Token], *, said_before: bool) -> bool:
    """Whether a sentence tells what has become of it or goes on now, or gives the year or the day as known."""
    root = next((t for t in words if t.dep == "ROOT"), words[0])
    aux = {t.text.lower() if t.tag != "MD" else "MD" for t in words if t.head == root.i and t.dep == "aux"}
    been = any(b.text == "been" and a.text in ("'s", "’s") for a, b in pairwise(words))
    has = been or (bool(aux & {"has", "have"}) and "MD" not in aux)
    dated = any(t.entity == "DATE" and t.pos != "NUM" for t in words)
    now = root.tag in ("VBZ", "VBP")
    lasts = any(t.text.lower() in _LASTING and t.head == root.i for t in words)
    of_now = now and (dated or lasts or (said_before and root.lemma != "be"))
    return has or gives_year(words) or of_now or (said_before and _gives_date(words, root))


def _gives_date(words: Sequence[Token], root: Token) -> bool:
    """Whether a sentence gives the day of a month, as whoever keeps the record does: 'He was freed on May 14'."""
    at = {t.i: t for t in words}
    dated = [t for t in words if t.entity == "DATE"]
    days = [t for t in dated if t.text.strip(".")[:3].lower() in _MONTHS or _ORDINAL.fullmatch(t.text)]
    if len(days) != 1 or not any(t.text[:1].isdigit() for t in dated):
        return False
    above = at.get(days[0].head, days[0])
    return above.i == root.i or (above.pos == "ADP" and above.head == root.i)


def _is_quoted(tree: Tree, content: Sequence[Token]) -> bool:
    """Whether what is said ends as a quotation."""
    return bool(content) and (is_mark(content[-1]) or any(map(is_mark, tree.tokens[content[-1].i + 1 :][:1])))


def _gives_weekday(tree: Tree, words: Sequence[Token]) -> bool:
    """Whether a sentence gives a day as a paper does, 'on Monday', and not as it was told, 'on the Monday'."""
    return any(t.text.lower() in _WEEKDAYS and tree.tokens[t.i - 1].text.lower() == "on" for t in words)


def gives_year(words: Sequence[Token]) -> bool:
    """Whether a sentence tells in which year something was, as background does: 'The jail opened in 1967'."""
    quoted = False
    for t in words:
        quoted = quoted is not is_mark(t)
        if not quoted and t.entity == "DATE" and t.text.isdigit() and len(t.text) == 4:
            return True
    return False
