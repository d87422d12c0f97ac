"""Figures that somebody gives without a clause around them.

'The prefect now gives 23 injured', 'She set the damage at two million', 'The coordinator says 30,000 by noon', 'The
union speaks of two thirds'. A tagger that has learnt from clauses leaves them to the paper, and they are what accounts
differ on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.speakers import noun_phrase, verb_group
from service.scoring.attribution.syntax import FINITE, Tree

_GIVING = frozenset({"count", "give", "list", "report", "say", "tally"})
_SETTING = frozenset({"estimate", "place", "put", "set"})
_SPEAKING = frozenset({"speak", "talk", "tell"})
_FIGURES = frozenset({"CARDINAL", "MONEY", "PERCENT", "QUANTITY"})
# Who is counted: 'two interviews' that somebody gives are no figure of his.
COUNTED = frozenset(
    {"arrest", "body", "case", "casualty", "dead", "death", "fatality", "hurt", "injured", "injury", "killed"}
    | {"missing", "people", "person", "victim", "wounded"}
)
# What the paper's own people count is the paper's.
_THE_PAPERS = frozenset({"colleague", "correspondent", "journalist", "photographer", "reporter"})
# What only shows figures to whoever reads them.
_NO_VOICE = cues.DATA | cues.PICTURES | _THE_PAPERS


def counted_drafts(tree: Tree, drafts: Collection[Draft]) -> Iterator[Draft]:
    """The figures that somebody gives at a verb at which none of ``drafts`` says anything."""
    taken = {i for draft in drafts if draft.content for i in (draft.at, *draft.cue, *draft.content)}
    for verb in tree.tokens:
        if verb.i in taken or verb.tag not in FINITE or verb.dep not in ("ROOT", "conj", "ccomp"):
            continue
        said = _figure(tree, verb)
        who = tree.first(verb.i, "nsubj")
        if (
            not said
            or who is None
            or who.i > verb.i
            or not _may_give(tree, who)
            or tree.first(verb.i, "neg") is not None
        ):
            continue
        source = tuple(i for i in noun_phrase(tree, who.i, verb.i) if i not in said)
        cue = tuple(i for i in verb_group(tree, verb) if i not in said and i not in source)
        yield Draft(verb.i, cue, source, said, sure=True)


def _figure(tree: Tree, verb: Token) -> tuple[int, ...]:
    """The words of the figure that a verb gives, and what it is of; () where it gives none."""
    if verb.lemma in _GIVING and tree.first(verb.i, "ccomp", "dative") is None:
        return next((_words(tree, t, verb) for t in tree.all(verb.i, "dobj") if _is_counted(tree, t)), ())
    if verb.lemma in _SETTING:
        at = next((t for t in tree.all(verb.i, "prep") if t.text.lower() == "at"), None)
        what = tree.first(verb.i, "dobj")
        inner = tree.first(at.i, "pobj") if at is not None else None
        # 'She set the table at eight', and not 'The agency puts the cases at eight'
        alone = inner is not None and len(tree.subtree(inner.i)) == 1 and inner.entity == "CARDINAL"
        bare = inner is None or (alone and (what is None or what.lemma not in COUNTED))
        if at is not None and what is not None and not bare and _has_figure(tree, at):
            return tuple(sorted({*tree.subtree(what.i), *tree.subtree(at.i)}))
    if verb.lemma in _SPEAKING:
        of = next((t for t in tree.all(verb.i, "prep") if t.text.lower() == "of"), None)
        inner = tree.first(of.i, "pobj") if of is not None else None
        if inner is not None and _has_figure(tree, inner):
            return tuple(tree.subtree(inner.i))
    return ()


def _words(tree: Tree, figure: Token, verb: Token) -> tuple[int, ...]:
    """A figure with what stands behind it at the same verb: '30,000 by noon'."""
    behind = [i for t in tree.all(verb.i, "prep", "acomp", "oprd") if t.i > figure.i for i in tree.subtree(t.i)]
    return tuple(sorted({*tree.subtree(figure.i), *behind}))


def _is_counted(tree: Tree, what: Token) -> bool:
    number = what.pos == "NUM" or (what.lemma.lower() in COUNTED and tree.first(what.i, "nummod") is not None)
    return number and what.entity not in ("DATE", "TIME")


def _has_figure(tree: Tree, top: Token) -> bool:
    inside = [tree.tokens[i] for i in tree.subtree(top.i)]
    return any(t.entity in _FIGURES or (t.pos == "NUM" and not t.entity) for t in inside)


def _may_give(tree: Tree, who: Token) -> bool:
    """Whether a subject is somebody who can give a figure: by name, office or trade, a body, 'he' or 'she'."""
    owners = {t.text.lower() for t in tree.all(who.i, "poss")}
    if owners & cues.NOT_THEIRS or who.lemma.lower() in _NO_VOICE:
        return False
    named = who.pos == "PROPN" and who.entity in ("PERSON", "ORG", "")
    return named or who.text.lower() in ("he", "she") or who.lemma.lower() in voices.SPEAKERS - voices.PEOPLE
