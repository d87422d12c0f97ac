"""Fine-tuning the pair model: batches, a toy rule that a toy model learns, and a course that was cut off."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from itertools import product

import pytest

from service.learning import cross_encoder
from service.learning.cross_encoder import (
    LENGTHS,
    MOST,
    PIECES,
    REASONS,
    RELATIONS,
    Course,
    TextPair,
    encoded,
    fit_reasons,
    learn,
)
from service.news.pair import ReasonCode, Relation, Stance
from tests.toy_transformer import make_toy

# The second text alone tells the stance; the first one is noise.
RULE = {"yes": Stance.AGREES, "no": Stance.CONTRADICTS, "perhaps": Stance.NEUTRAL}
NOISE = ("blast", "flood", "vote", "fire")
EPOCHS = 20


class AskedEachTime:
    """What ``Parted`` stands for without keeping anything: lower layers that are frozen, and asked again and again."""

    def __init__(self, model, upper, states):
        self.states = states
        model.bert.requires_grad_(requires_grad=False)
        model.bert.encoder.layer[-upper:].requires_grad_()

    def read(self, rows, encoded):
        del rows, encoded

    recall = read

    def part(self):
        pass

    join = part


class Cut(Exception):
    """Stands for a machine that goes down."""


@pytest.mark.parametrize("n", [0, 1, MOST - 1, MOST, MOST + 1, 1_000])
def test_batches_hold_every_row_once_and_none_is_too_large(n):
    sizes = [LENGTHS[i % len(LENGTHS)] for i in range(n)]
    batches = cross_encoder._batches(sizes, seed=1)
    assert Counter(row for batch in batches for row in batch.rows) == Counter(range(n))
    assert all(1 <= len(batch.rows) <= MOST and len(batch.rows) * batch.length <= PIECES for batch in batches)
    assert all(sizes[row] == batch.length for batch in batches for row in batch.rows)


def test_the_same_seed_makes_the_same_batches_and_another_one_others():
    sizes = [LENGTHS[i % 3] for i in range(500)]
    assert cross_encoder._batches(sizes, 1) == cross_encoder._batches(sizes, 1)
    assert cross_encoder._batches(sizes, 1) != cross_encoder._batches(sizes, 2)


@pytest.mark.parametrize("stance", list(Stance))
def test_a_stated_stance_is_nearly_certain_and_says_nothing_of_updates(stance):
    row = TextPair.of_stance("one", "other", stance)
    assert sum(row.target) == pytest.approx(1)
    assert max(row.target) == row.target[RELATIONS.index(Relation(stance.value))] > 0.9
    assert len(row.target) == len(RELATIONS) - 1


@pytest.mark.parametrize("relation", list(Relation))
def test_a_stated_relation_is_nearly_certain(relation):
    row = TextPair.of_relation("one", "other", relation)
    assert sum(row.target) == pytest.approx(1)
    assert max(row.target) == row.target[RELATIONS.index(relation)] > 0.9


def test_no_reasons_are_no_knowledge_of_reasons():
    row = TextPair.of_stance("one", "other", Stance.AGREES)
    assert row.because(frozenset()).reasons is None
    assert row.because(frozenset({ReasonCode.TIME})).reasons == {ReasonCode.TIME}


def make_rule_rows():
    """Every noise word before every word of the rule, in many lengths."""
    return [
        TextPair.of_stance(" ".join(words), f"{word} {words[0]}", stance)
        for words in product(NOISE, NOISE)
        for word, stance in RULE.items()
    ] * 2


def silently(done, total):
    del done, total


def called(toy, pairs, among=4):
    import torch

    with torch.inference_mode():
        logits = toy[0](**encoded(toy[1], pairs, LENGTHS[0])).logits
    return [RELATIONS[i] for i in logits[:, :among].argmax(dim=1)], logits[:, len(RELATIONS) :]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """(a toy that has learnt the rule, what progress was told, where its state was kept)."""
    told = []
    toy, kept = make_toy([*NOISE, *RULE]), tmp_path_factory.mktemp("kept")
    learn(*toy, make_rule_rows(), Course(EPOCHS, rate=2e-3), kept, lambda done, total: told.append((done, total)))
    return toy, told, kept


@pytest.mark.models
def test_a_toy_rule_is_learnt_in_a_few_steps(course):
    rows = make_rule_rows()
    found, _ = called(course[0], [(row.first, row.second) for row in rows], among=3)
    assert found == [RELATIONS[row.target.index(max(row.target))] for row in rows]


@pytest.mark.models
def test_the_model_that_is_learnt_is_ready_to_answer_and_its_state_is_gone(course):
    assert not course[0][0].training
    assert list(course[2].iterdir()) == []


@pytest.mark.models
def test_progress_counts_batches_to_the_end(course):
    steps = EPOCHS * -(-len(make_rule_rows()) // MOST)
    assert course[1][-1] == (steps, steps)
    assert [done for done, _ in course[1]] == sorted({done for done, _ in course[1]})


@pytest.mark.models
def test_what_nobody_asked_of_updates_leaves_their_column_alone(tmp_path):
    """Rows of stances move no weight of the last relation."""
    toy = make_toy([*NOISE, *RULE])
    before = toy[0].classifier.weight[RELATIONS.index(Relation.UPDATES)].clone()
    learn(*toy, make_rule_rows(), Course(1, rate=1e-3), tmp_path, silently)
    after = toy[0].classifier.weight[RELATIONS.index(Relation.UPDATES)]
    assert after.detach().numpy() == pytest.approx(before.detach().numpy(), rel=0.02, abs=1e-4)


@pytest.mark.models
def test_updates_are_learnt_beside_stances(tmp_path):
    toy = make_toy([*NOISE, *RULE])
    rows = make_rule_rows() + [TextPair.of_relation("fire", word, Relation.UPDATES) for word in NOISE] * 20
    learn(*toy, rows, Course(EPOCHS, rate=2e-3), tmp_path, silently)
    assert called(toy, [("fire", word) for word in NOISE])[0] == [Relation.UPDATES] * len(NOISE)


@pytest.mark.models
def test_reasons_are_learnt_each_by_itself_where_they_are_known(tmp_path):
    toy = make_toy([*NOISE, *RULE])
    why = {"blast": {ReasonCode.CAUSE}, "flood": {ReasonCode.PLACE, ReasonCode.TIME}, "vote": {ReasonCode.NUMBER}}
    rows = [
        TextPair.of_stance("fire", word, Stance.CONTRADICTS).because(frozenset(reasons))
        for word, reasons in why.items()
    ] * 40
    rows += [TextPair.of_stance("fire", "fire", Stance.CONTRADICTS)] * 40
    learn(*toy, rows, Course(1, rate=1e-4), tmp_path, silently)
    before = toy[0].classifier.weight[: len(RELATIONS)].clone()
    fit_reasons(*toy, rows)
    assert toy[0].classifier.weight[: len(RELATIONS)].equal(before)
    _, reasons = called(toy, [("fire", word) for word in why])
    found = [{REASONS[i] for i, logit in enumerate(row) if logit > 0} for row in reasons]
    assert found == list(why.values())


@pytest.mark.models
def test_rows_that_weigh_more_are_learnt_rather_than_their_opposites(tmp_path):
    """The same texts under two stances: the heavier one wins."""
    toy = make_toy([*NOISE, *RULE])
    stances = ((Stance.AGREES, 9.0), (Stance.CONTRADICTS, 1.0))
    rows = [TextPair.of_stance("blast", "fire", stance, weight) for stance, weight in stances] * 32
    learn(*toy, rows, Course(8, rate=2e-3), tmp_path, silently)
    assert called(toy, [("blast", "fire")], among=3)[0] == [Relation.AGREES]


@pytest.mark.models
def test_a_course_that_was_cut_off_ends_as_one_that_was_not(tmp_path, monkeypatch):
    import torch

    # Three batches each time through: it is kept in the midst of the third time, and goes on a little before it is cut.
    monkeypatch.setattr(cross_encoder, "KEPT_EVERY", 4)
    short, rows = Course(epochs=4, rate=1e-3), make_rule_rows() + make_rule_rows()[:40]
    whole, cut = make_toy([*NOISE, *RULE]), make_toy([*NOISE, *RULE])
    learn(*whole, rows, short, tmp_path / "whole", silently)

    def fails(done, total):
        assert (done, total) == (10, 12)
        raise Cut

    with pytest.raises(Cut):
        learn(*cut, rows, short, tmp_path / "cut", fails)
    again = make_toy([*NOISE, *RULE], seed=9)
    learn(*again, rows, short, tmp_path / "cut", silently)
    one, other = whole[0].state_dict(), again[0].state_dict()
    assert all(torch.equal(one[name], other[name]) for name in one)


@pytest.mark.models
def test_upper_layers_learn_alone_and_as_if_the_lower_ones_were_asked_each_time(tmp_path, monkeypatch):
    """What the lower layers say is kept in 16 bits, so weights come out alike and not the same to the last bit."""
    monkeypatch.setattr(cross_encoder, "sixteen_bits", nullcontext)  # whose rounding errors would be learnt along
    rows, course = make_rule_rows(), Course(2, rate=1e-4, layers=1)
    kept, asked = make_toy([*NOISE, *RULE]), make_toy([*NOISE, *RULE])
    before = {name: value.clone() for name, value in kept[0].state_dict().items()}
    learn(*kept, rows, course, tmp_path / "kept", silently)
    monkeypatch.setattr("service.learning.upper_layers.Parted", AskedEachTime)
    learn(*asked, rows, course, tmp_path / "asked", silently)
    after, other = kept[0].state_dict(), asked[0].state_dict()
    moved = {name for name, value in after.items() if not value.equal(before[name])}
    assert moved
    assert all(".layer.1." in name or name.startswith("classifier") for name in moved)
    for name in moved:
        assert after[name].numpy() == pytest.approx(other[name].numpy(), abs=2e-4), name


@pytest.mark.models
def test_what_lower_layers_said_in_one_course_another_is_told(tmp_path, monkeypatch):
    from service.learning.upper_layers import Parted

    rows, course, states = make_rule_rows(), Course(2, rate=1e-4, layers=1), {}
    first, again = make_toy([*NOISE, *RULE]), make_toy([*NOISE, *RULE])
    learn(*first, rows[::2], course, tmp_path / "half", silently, states)
    assert set(states) == {(row.first, row.second) for row in rows[::2]}
    read = []
    whole = Parted.read
    monkeypatch.setattr(Parted, "read", lambda self, pairs, encoded: (read.extend(pairs), whole(self, pairs, encoded)))
    learn(*again, rows, course, tmp_path / "all", silently, states)
    assert set(read) == {(row.first, row.second) for row in rows} - {(row.first, row.second) for row in rows[::2]}
    alone = make_toy([*NOISE, *RULE])
    learn(*alone, rows, course, tmp_path / "alone", silently)
    told, other = again[0].state_dict(), alone[0].state_dict()
    assert all(told[name].numpy() == pytest.approx(other[name].numpy(), abs=2e-4) for name in told)


@pytest.mark.models
def test_a_rule_is_learnt_by_the_last_layer(tmp_path):
    toy, rows = make_toy([*NOISE, *RULE]), make_rule_rows()
    learn(*toy, rows, Course(EPOCHS, rate=6e-3, layers=1), tmp_path, silently)
    found, _ = called(toy, [(row.first, row.second) for row in rows], among=3)
    assert found == [RELATIONS[row.target.index(max(row.target))] for row in rows]


@pytest.mark.models
@pytest.mark.parametrize("layers", [2, 3])
def test_some_layer_is_left_below(layers, tmp_path):
    with pytest.raises(ValueError, match="cannot be the upper ones"):
        learn(*make_toy(NOISE), make_rule_rows(), Course(1, rate=1e-3, layers=layers), tmp_path, silently)
