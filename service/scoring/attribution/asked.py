"""What somebody is asked, which is nobody's word: 'Asked whether it was safe, the mayor said …'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.scoring.annotated import Token
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.syntax import Tree

_ASKING = frozenset({"ask", "press", "question", "quiz"})
_CLAUSES = ("advcl", "acl", "ROOT", "ccomp")


def without_questions(tree: Tree, drafts: Sequence[Draft]) -> list[Draft]:
    """``drafts`` without what is put to somebody: it is said neither by whoever answers nor by anybody else."""
    asked = {t.i: frozenset(tree.subtree(t.i)) for t in tree.tokens if t.lemma in _ASKING and _is_asked(tree, t)}
    if not asked:
        return list(drafts)
    inside = frozenset().union(*asked.values())
    questions = [replace(draft, source=(), inherits=True) for draft in drafts if draft.at in asked]
    return [*questions, *(_without(draft, inside) for draft in drafts if draft.at not in inside)]


def _without(draft: Draft, inside: frozenset[int]) -> Draft:
    return replace(draft, content=tuple(i for i in draft.content if i not in inside))


def _is_asked(tree: Tree, verb: Token) -> bool:
    """Whether a participle of a verb of asking opens a sentence by a question that was put, without who asks."""
    ahead = tree.first(verb.i, "nsubj", "nsubjpass")
    # A time ahead may be taken for who asks: '12:05 Asked whether'
    alone = ahead is None or not tree.is_told(ahead.i)
    opens = verb.tag in ("VBD", "VBN") and verb.text[:1].isupper() and verb.dep in _CLAUSES
    by = any(t.text.lower() == "by" for t in tree.all(verb.i, "agent", "prep"))
    put = tree.first(verb.i, "ccomp") is not None and tree.head(verb.i) is not None
    return opens and alone and put and not by
