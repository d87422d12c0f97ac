"""Terms that are learnt: those that tell what signals do not, in many events; nobody's slip and nobody's single event."""

from __future__ import annotations

from dataclasses import astuple, replace

import numpy as np
import pytest

from service.learning import head, wording
from service.learning.head import MOST_BITS, fit
from service.learning.wording import TELLING, candidates, telling
from service.news.pair import Relation
from tests.learning.test_head import draw


@pytest.fixture(autouse=True)
def one_penalty(monkeypatch):
    """Which penalty of the signals is best is asked elsewhere."""
    monkeypatch.setattr(head, "PENALTIES", (0.3,))


@pytest.fixture(scope="module")
def seeds():
    """Rows whose wording tells nothing, a few words each."""
    rows, chance = draw(600), np.random.default_rng(11)
    return replace(
        rows,
        terms=tuple(frozenset(f"both: word{n}" for n in chance.choice(30, 3, replace=False)) for _ in rows.events),
    )


def labelled(seeds, relation_of, term="one: spike", n_events=20, n_rows=200):
    """The seeds, and after them labels with ``term``, what they are by ``relation_of``; which rows are labels."""
    rows = draw(n_rows, seed=21)
    both = replace(
        seeds,
        signals=np.vstack([seeds.signals, rows.signals]),
        signs=np.vstack([seeds.signs, rows.signs]),
        late=np.concatenate([seeds.late, rows.late]),
        relations=(*seeds.relations, *(relation_of(n) for n in range(n_rows))),
        events=(*seeds.events, *(f"here {n % n_events}" for n in range(n_rows))),
        weights=(*seeds.weights, *(1.0,) * n_rows),
        laid=np.concatenate([seeds.laid, rows.laid]),
        terms=(*seeds.terms, *(frozenset({term, f"both: word{n % 30}"}) for n in range(n_rows))),
    )
    return both, np.arange(len(both.events)) >= len(seeds.events)


def contradicts(_):
    return Relation.CONTRADICTS


def test_a_wording_of_many_events_is_learnt_and_points_where_the_labels_do(seeds):
    rows, labels = labelled(seeds, contradicts)
    found = fit(rows, labelled=labels)
    assert set(found.head.wording) == {"one: spike"}
    bits = found.head.wording["one: spike"]
    assert bits.contradicts > 1.0
    assert bits.contradicts > max(bits.agrees, bits.neutral)
    assert found.log_loss < fit(rows).log_loss


def test_without_labels_no_wording_is_learnt_and_the_head_is_what_it_was(seeds):
    nobody = np.zeros(len(seeds.events), dtype=np.bool_)
    assert fit(seeds, labelled=nobody).head == fit(replace(seeds, terms=())).head
    assert fit(seeds).head.wording == {}


@pytest.mark.parametrize("n_events", [1, 8])
def test_a_wording_of_few_events_is_not_learnt_however_many_labels_there_are(seeds, n_events):
    rows, labels = labelled(seeds, contradicts, n_events=n_events)
    assert fit(rows, labelled=labels).head.wording == {}


def test_a_word_that_stands_there_by_accident_is_not_learnt(seeds):
    """The labels say what the signals say, whatever the words."""
    rows, labels = labelled(seeds, draw(200, seed=21).relations.__getitem__)
    assert fit(rows, labelled=labels).head.wording == {}


def test_labels_a_fifth_of_which_are_wrong_still_teach_it_less_surely(seeds):
    right, labels = labelled(seeds, contradicts)
    wrong, _ = labelled(seeds, lambda n: Relation.AGREES if n % 5 == 0 else Relation.CONTRADICTS)
    sure, unsure = (fit(rows, labelled=labels).head.wording["one: spike"] for rows in (right, wrong))
    assert 0 < unsure.contradicts - unsure.agrees < sure.contradicts - sure.agrees


def test_no_term_alone_makes_one_stance_much_likelier_than_another(seeds):
    rows, labels = labelled(seeds, contradicts)
    found = fit(rows, labelled=labels)
    each = astuple(found.head.wording["one: spike"])
    assert (max(each) - min(each)) * found.temperatures[0] == pytest.approx(MOST_BITS, abs=1e-3)


def test_a_term_that_too_few_labels_have_is_no_candidate():
    terms = [{"one: rare", "both: usual"}] * 9 + [{"both: usual"}] * 5
    assert candidates(terms, np.ones(14, bool)).names.tolist() == ["both: usual"]
    only_seeds = candidates(terms, np.zeros(14, bool))
    assert (only_seeds.names.tolist(), only_seeds.present.shape) == ([], (14, 0))


def test_what_tells_is_counted_event_by_event():
    """Nine events that all say so are just enough; a hundred rows of one are one word."""
    terms = [{"one: spike"}] * 108
    present = candidates(terms, np.ones(108, bool)).present
    residuals = np.full((108, 3), 0.3)
    assert TELLING == 3.0
    for n_events, expected in ((1, False), (8, False), (9, True), (50, True)):
        events = np.array([f"e{n % n_events}" for n in range(108)])
        assert telling(present, residuals, events).tolist() == [expected]


def test_of_too_many_terms_the_surest_are_kept(monkeypatch):
    monkeypatch.setattr(wording, "MOST_TERMS", 1)
    terms = [{"one: often", "one: always"} if n < 40 else {"one: always"} for n in range(48)]
    found = candidates(terms, np.ones(48, bool))
    events, residuals = np.array([f"e{n}" for n in range(48)]), np.full((48, 3), 0.3)
    assert found.names[telling(found.present, residuals, events)].tolist() == ["one: always"]
