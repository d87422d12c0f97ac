"""The rows of the challenge's training part, split once and for all: to learn from, to report on.

Its official test part has other bodies, other headlines and other stories, so a split that held out bodies alone would
flatter: a headline stands beside many bodies of its story. Bodies and headlines that are related make a story
(connected parts of the related rows), and stories are dealt whole: four fifths to learn from, one to report on. Those
with most rows that disagree are dealt first, for a few hold most of these. What has to be chosen is chosen by
cross-validation over the stories learnt from: a fifth kept for choosing would hold too few that disagree to choose by.

An unrelated row lays a headline of one story beside a body of another. What is learnt from holds no headline and no
body of the stories to report on. Those to report on hold whatever is laid beside their bodies, or two of their rows in
three would be related where one in four is in the challenge: none of their bodies was learnt from, and of their
headlines only unrelated ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from service.measure.body_stance import Question
from service.scoring.headline.head import BodyStance

# Of each five stories dealt the fourth is kept to report on.
_HAND, _KEPT = 5, 3


def learnt_from(bodies: Mapping[str, str], questions: Sequence[Question]) -> list[Question]:
    """Those of all ``questions`` that may be learnt from, in their order; ``bodies`` are texts by id.

    Which they are rests on the texts and labels, not on the order of the rows nor on how bodies are numbered.
    """
    stories = _stories(questions)
    kept = _kept(bodies, questions, stories)
    return [
        question
        for question in questions
        if stories[_body(question)] not in kept and stories.get(_headline(question)) not in kept
    ]


def reported_on(bodies: Mapping[str, str], questions: Sequence[Question]) -> list[Question]:
    """Those of all ``questions`` that are kept to report on, in their order; ``bodies`` are texts by id."""
    stories = _stories(questions)
    kept = _kept(bodies, questions, stories)
    return [question for question in questions if stories[_body(question)] in kept]


def stories(questions: Sequence[Question]) -> list[str]:
    """The story that the body of each row belongs to, by the name of its first body."""
    found = _stories(questions)
    return [found[_body(question)] for question in questions]


def _stories(questions: Sequence[Question]) -> dict[str, str]:
    """A name for the story of each body and of each headline that some body speaks of."""
    above: dict[str, str] = {}

    def top(one: str) -> str:
        while above.setdefault(one, one) != one:
            above[one] = one = above[above[one]]
        return one

    for question in questions:
        body = top(_body(question))
        if question.label is not BodyStance.UNRELATED:
            above[top(_headline(question))] = body
    first: dict[str, str] = {}
    for one in sorted(above):
        first.setdefault(top(one), one)
    return {one: first[top(one)] for one in above}


def _kept(bodies: Mapping[str, str], questions: Sequence[Question], stories: Mapping[str, str]) -> set[str]:
    """The stories kept to report on."""
    related = dict.fromkeys(stories.values(), 0)
    against = dict(related)
    name = dict.fromkeys(stories.values(), "")
    for question in questions:
        story = stories[_body(question)]
        related[story] += question.label is not BodyStance.UNRELATED
        against[story] += question.label is BodyStance.DISAGREE
        digest = hashlib.sha256(bodies[question.body].encode("utf-8", "surrogatepass")).hexdigest()
        name[story] = max(name[story], digest)
    order = sorted(name, key=lambda story: (-against[story], -related[story], name[story]))
    return {story for number, story in enumerate(order) if number % _HAND == _KEPT}


def _body(question: Question) -> str:
    return f"body {question.body}"


def _headline(question: Question) -> str:
    return f"headline {question.headline}"
