"""What the pages show of a report: words marked, pairs in order, who says what, pictures as numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.desk.grid import Matrix, grid, matrix
from service.desk.pictures import CELL, HEIGHT, SHADES, WIDTH, heat_map, shade_of, timeline
from service.desk.shown import SECTIONS, Reader, counted, in_order, marked, summed
from service.measure.large_event import large_report
from service.news.article import Span
from service.news.copy import CopyOf, KnownBy
from service.news.event import Figure, NumberSeries
from service.news.pair import Bits, Evidence, Reason, ReasonCode, Relation, Stance
from service.news.report import Kept
from tests.builders import (
    BITS,
    MORNING,
    make_article,
    make_claim,
    make_comparison,
    make_event,
    make_report,
    make_standing,
)

SEVEN, TWELVE, ALSO_SEVEN, LATER = (
    "Seven people were killed.",
    "12 were killed.",
    "The dead are seven.",
    "15 are dead by now.",
)
NUMBERS = Reason(ReasonCode.NUMBER, Span(0, 5), Span(0, 2))


def told(pairs, **rest):
    """A reader of a report in which four sources make a claim each, and its event."""
    texts = (SEVEN, TWELVE, ALSO_SEVEN, LATER)
    numbers = range(1, 5)
    report = make_report(
        articles=tuple(
            make_article(f"a{n}", f"Outlet {n}", text, published_at=MORNING)
            for n, text in zip(numbers, texts, strict=True)
        ),
        claims=tuple(
            make_claim(f"c{n}", f"a{n}", text, source=f"s{n}", as_of=MORNING + timedelta(hours=n))
            for n, text in zip(numbers, texts, strict=True)
        ),
        standings=tuple(make_standing(f"s{n}", f"Outlet {n}", ledger=()) for n in numbers),
        events=(make_event("e1", [f"c{n}" for n in numbers], [f"a{n}" for n in numbers], pairs=tuple(pairs)),),
        **rest,
    )
    return Reader(report), report.events[0]


PAIRS = [
    make_comparison("c1", "c2", Stance.CONTRADICTS, (NUMBERS,)),
    make_comparison("c1", "c3", Stance.AGREES),
    make_comparison("c2", "c3", Stance.CONTRADICTS, decided=False),
    make_comparison("c2", "c4", Stance.NEUTRAL, relation=Relation.UPDATES),
    make_comparison("c3", "c4", Stance.NEUTRAL),
]


# ------------------------------------------------------------------------------------------------------- quotes


@given(st.text(max_size=40), st.lists(st.tuples(st.sampled_from(ReasonCode), st.integers(0, 40), st.integers(0, 40))))
def test_the_runs_of_a_quote_are_the_quote_and_marks_stand_on_their_words(text, marks):
    span = Span(len(text) // 4, len(text))
    spans = [(code, Span(min(one, other), max(one, other))) for code, one, other in marks]
    runs = marked(text, span, spans)
    assert "".join(run.text for run in runs) == span.of(text)
    start = span.start
    for run in runs:
        inside = {code.value for code, mark in spans if mark.start <= start and start + len(run.text) <= mark.end}
        assert set(run.reason.split()) == (inside if run.text else set())
        start += len(run.text)


def test_the_words_in_conflict_are_marked_in_both_quotes_and_told_in_words():
    reader, _ = told(PAIRS)
    shown = reader.pair(PAIRS[0])
    assert [(run.text, run.reason) for run in shown.a.runs] == [("Seven", "number"), (" people were killed.", "")]
    assert [(run.text, run.reason) for run in shown.b.runs] == [("12", "number"), (" were killed.", "")]
    [reason] = shown.reasons
    assert (reason.words, reason.a, reason.b) == ("They give different numbers", "Seven", "12")


def test_a_quote_says_who_passed_it_on():
    reader, _ = told([])
    report = reader.report
    claim = replace(report.claims[0], source="s2", chain=("s1", "s3", "s2"))
    quote = Reader(replace(report, claims=(claim, *report.claims[1:]))).quote("c1")
    assert (quote.source.name, quote.via) == ("Outlet 2", ("Outlet 1", "Outlet 3"))


def test_all_evidence_adds_up_and_only_what_moves_something_has_a_line():
    little = Evidence("dust", 0.1, Bits(0.01, 0.01, -0.02))
    moved_alike = Evidence("level", 0.5, Bits(1.0, 1.0, 1.0))
    pair = replace(PAIRS[0], evidence=(*PAIRS[0].evidence, little, moved_alike))
    shown = told([pair])[0].pair(pair)
    assert [each.signal for each in shown.evidence] == ["prior", "numbers"]
    assert shown.rest == Bits(1.01, 1.01, 0.98)
    assert shown.total == summed([each.bits for each in shown.evidence] + [shown.rest])
    assert shown.total.contradicts == pytest.approx(BITS[Stance.CONTRADICTS].contradicts + 1.01)


def test_contradictions_come_first_the_likeliest_before_others_and_what_is_open_after_what_is_decided():
    sure = replace(PAIRS[0], a="c0", probabilities=replace(PAIRS[0].probabilities, contradicts=0.99))
    ordered = in_order([*PAIRS, sure])
    assert ordered[:2] == [sure, PAIRS[0]]
    assert [pair.relation for pair in ordered[2:]] == ["updates", "agrees", "contradicts", "neutral"]
    assert counted(PAIRS) == dict.fromkeys(SECTIONS, 1)


# ------------------------------------------------------------------------------------------------ who says what


def test_the_most_contradicted_claim_heads_the_table_with_what_each_source_says_beside_it():
    reader, event = told(PAIRS)
    table = grid(reader, event)
    first, second = table.rows
    assert first.claim.id == "c1"
    assert {source: (cell.how, cell.words) for source, cell in first.cells.items()} == {
        "s1": ("", SEVEN),
        "s2": ("contradicts", "12"),
        "s3": ("agrees", ALSO_SEVEN),
    }
    assert second.claim.id == "c2"
    assert second.cells["s4"].how == "updates"
    assert table.alone == ()


def test_from_the_later_claim_the_earlier_one_is_updated():
    more = [make_comparison(a, "c4", Stance.NEUTRAL, relation=Relation.UPDATES) for a in ("c1", "c2", "c3")]
    table = grid(*told(more))
    [row] = table.rows
    assert (row.claim.id, {cell.how for cell in row.cells.values()}) == ("c4", {"", "updated"})


def test_each_decided_pair_stands_in_the_table_once_or_is_counted():
    reader, event = Reader(report := large_report()), report.events[0]
    table = grid(reader, event)
    beside = sum(1 + cell.more for row in table.rows for cell in row.cells.values() if cell.how)
    told_apart = [
        pair
        for pair in event.pairs
        if pair.relation is not Relation.NEUTRAL and reader.claims[pair.a].source != reader.claims[pair.b].source
    ]
    assert beside == len(told_apart)


def test_what_nobody_else_speaks_to_is_listed_apart():
    reader, event = told(PAIRS[:1])
    assert [claim.id for claim in grid(reader, event).alone] == ["c3", "c4"]


def test_copies_stand_under_their_origin_and_who_is_not_vouched_for_does_not_count():
    kept = {f"a{n}": Kept(f"a{n}", 1, vouched=n != 3) for n in range(1, 5)}
    reader, event = told(PAIRS, copy_of={"a2": CopyOf("a4", KnownBy.EARLIER)}, kept=kept)
    rooms = reader.newsrooms(event)
    assert [(room.outlet, [copy.id for copy in room.copies], room.counted) for room in rooms] == [
        ("Outlet 4", ["a2"], True),
        ("Outlet 1", [], True),
        ("Outlet 3", [], False),
    ]


def test_a_copy_counts_for_its_origin_where_only_the_copy_is_vouched_for():
    kept = {f"a{n}": Kept(f"a{n}", 1, vouched=n == 2) for n in range(1, 5)}
    reader, event = told(PAIRS, copy_of={"a2": CopyOf("a4", KnownBy.EARLIER)}, kept=kept)
    assert [room.outlet for room in reader.newsrooms(event) if room.counted] == ["Outlet 4"]


# ----------------------------------------------------------------------------------------------------- pictures


def test_who_agrees_with_whom_rests_on_decided_pairs_alone():
    found = matrix(*told(PAIRS))
    names = dict(enumerate(found.sources))
    means = {frozenset({names[i], names[j]}): mean for (i, j), mean in found.means.items()}
    assert means.keys() == {frozenset({"s1", "s2"}), frozenset({"s1", "s3"})}
    assert means[frozenset({"s1", "s2"})] < -0.8
    assert means[frozenset({"s1", "s3"})] > 0.8
    assert names[0] == "s1"


@given(st.floats(-1, 1))
def test_a_shade_has_the_sign_of_its_mean_and_the_same_strength_on_both_sides(mean):
    assert shade_of(mean) == -shade_of(-mean)
    assert abs(shade_of(mean)) <= SHADES
    assert (shade_of(mean) > 0) == (mean > 0)


def test_the_heat_map_has_two_squares_for_each_pair_of_sources_and_strikes_through_what_contradicts():
    found = heat_map(Matrix(("s1", "s2", "s3"), {(0, 1): -1.0, (0, 2): 1.0}, {(0, 1): 1, (0, 2): 1}))
    assert found.size == 3 * CELL
    assert {shade: path.count("M") for shade, path in found.shades.items()} == {"h-3": 2, "h3": 2}
    assert found.crosses.count("M") == 2


values = st.floats(0, 1e9)
hours = st.one_of(st.none(), st.integers(0, 1000))


@given(st.lists(st.tuples(values, hours), min_size=1, max_size=20))
def test_every_figure_with_a_time_is_a_point_inside_the_picture_and_all_are_in_the_table(given_figures):
    series = tuple(
        Figure(value, None if hour is None else MORNING + timedelta(hours=hour), "s1", f"c{n}")
        for n, (value, hour) in enumerate(given_figures)
    )
    found = timeline(NumberSeries("killed:soldier", series))
    assert (found.counted, found.of, found.figures) == ("killed", "soldier", series)
    assert len(found.points) == sum(figure.at is not None for figure in series)
    for point in found.points:
        assert 0 <= point.x <= WIDTH
        assert 0 <= point.y <= HEIGHT
    for one, other in product(found.points, repeat=2):
        assert (one.figure.at < other.figure.at) <= (one.x <= other.x)
        assert (one.figure.value < other.figure.value) <= (one.y >= other.y)
    assert not found.points or any(point.labelled for point in found.points)
