"""Fitting the head for bodies: it finds what rows were made by, and the same rows give the same head."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from service.learning.headline import FOLDS, Rows, TooFewStories, fit
from service.scoring.headline.head import RELATED, BodyStance
from service.scoring.headline.held import MANNER, NEARNESS


def make_rows(n_stories=10, seed=0) -> Rows:
    """Near rows are related; what they say is shown by one measurement each, with some noise."""
    generator = np.random.default_rng(seed)
    said = tuple(RELATED[n % 3] for n in range(12)) * n_stories
    manner = np.zeros((len(said), len(MANNER)))
    manner[:, :10] = generator.normal(0, 0.3, (len(said), 10))
    for row, stance in zip(manner, said, strict=True):
        row[MANNER.index("top_agrees")] += 2 * (stance is BodyStance.AGREE)
        row[MANNER.index("top_contradicts")] += 2 * (stance is BodyStance.DISAGREE)
    stances = said + (BodyStance.UNRELATED,) * len(said)
    nearness = generator.uniform(0, 0.3, (len(stances), len(NEARNESS)))
    nearness[: len(said)] += 0.5
    return Rows(nearness, stances, manner, said, tuple(f"s{n // 12}" for n in range(len(said))), (1.0,) * len(said))


@pytest.fixture(scope="module")
def rows():
    return make_rows()


@pytest.fixture(scope="module")
def found(rows):
    return fit(rows)


def test_what_rows_were_made_by_is_found(rows, found):
    head = found.head
    assert [head.speaks_of_it(row) for row in rows.nearness] == [s is not BodyStance.UNRELATED for s in rows.stances]
    right = np.mean([head.stance(row) is stance for row, stance in zip(rows.manner, rows.said, strict=True)])
    assert right > 0.95
    assert found.accuracy > 0.9
    assert len(found.f1) == len(RELATED)


def test_every_measurement_has_its_weights(found):
    assert tuple(found.head.nearness) == NEARNESS
    assert tuple(found.head.manner) == MANNER
    assert all(sum(bits) == pytest.approx(0, abs=1e-3) for bits in found.head.manner.values())


def test_the_same_rows_give_the_same_head(rows, found):
    assert fit(rows) == found
    assert fit(make_rows(seed=1)).head.version != found.head.version


def test_a_row_drawn_for_many_counts_as_many(rows, found):
    """Where those that agree stand for more, more is taken for an agreement."""
    many = tuple(50.0 if stance is BodyStance.AGREE else 1.0 for stance in rows.said)
    prior = fit(replace(rows, stands_for=many)).head.manner_prior
    assert prior[0] - prior[2] > found.head.manner_prior[0] - found.head.manner_prior[2]


def test_a_measurement_that_never_differs_does_no_harm(rows):
    manner = rows.manner + 1.0
    head = fit(replace(rows, manner=manner)).head
    assert np.isfinite(list(head.manner.values())).all()


def test_too_few_stories_or_stances_are_refused(rows):
    with pytest.raises(TooFewStories, match=f"{FOLDS} stories"):
        fit(make_rows(n_stories=FOLDS - 1))
    with pytest.raises(TooFewStories, match="every stance"):
        fit(replace(rows, said=(BodyStance.AGREE,) * len(rows.said)))
    with pytest.raises(TooFewStories, match="unrelated rows"):
        fit(replace(rows, stances=(BodyStance.AGREE,) * len(rows.stances)))
