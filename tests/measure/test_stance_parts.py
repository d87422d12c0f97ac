"""Rows kept to report on: whole stories, whatever the order of the rows."""

from __future__ import annotations

import random

import pytest

from service.measure.body_stance import Question
from service.measure.stance_parts import learnt_from, reported_on, stories
from service.scoring.headline.head import BodyStance

N = 20
BODIES = {f"{n}{side}": f"The mill of village {n} burns, part {side}." for n in range(N) for side in "ab"}
# Each story has two bodies and two headlines, tied together by three related rows.
TIED = [
    Question(f"fire in {n}{head}", f"{n}{side}", BodyStance.DISAGREE if n % 4 == 0 else BodyStance.DISCUSS)
    for n in range(N)
    for head, side in ("aa", "ab", "bb")
]
LOOSE = [Question(f"fire in {n}a", f"{m}b", BodyStance.UNRELATED) for n in range(N) for m in range(N) if n != m]
ROWS = [*TIED, *LOOSE]


@pytest.fixture(scope="module")
def parts():
    return learnt_from(BODIES, ROWS), reported_on(BODIES, ROWS)


def test_bodies_and_headlines_that_are_tied_are_one_story():
    names = stories(ROWS)
    assert len(set(names)) == N
    assert len({name for name, row in zip(names, ROWS, strict=True) if row.body.startswith("7")}) == 1


def test_a_fifth_of_the_stories_is_kept(parts):
    _, kept = parts
    assert len({row.body[:-1] for row in kept}) == N // 5


def test_those_that_disagree_are_dealt_to_both(parts):
    for part in parts:
        assert any(row.label is BodyStance.DISAGREE for row in part)


def test_what_is_learnt_from_holds_nothing_of_what_is_reported_on(parts):
    learnt, kept = parts
    assert not {row.body for row in learnt} & {row.body for row in kept}
    related = {row.headline for row in kept if row.label is not BodyStance.UNRELATED}
    assert not related & {row.headline for row in learnt}


def test_all_rows_beside_kept_bodies_are_reported_on(parts):
    _, kept = parts
    bodies = {row.body for row in kept}
    assert kept == [row for row in ROWS if row.body in bodies]


def test_neither_the_order_of_rows_nor_the_names_of_bodies_matter(parts):
    turned = [Question(row.headline, f"x{row.body}", row.label) for row in ROWS]
    random.Random(1).shuffle(turned)
    found = reported_on({f"x{name}": text for name, text in BODIES.items()}, turned)
    assert {(row.headline, row.body) for row in found} == {(row.headline, f"x{row.body}") for row in parts[1]}
