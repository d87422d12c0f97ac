"""KIND scenarios: files, matching and figures against what is worked out by hand."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.measure import scenarios
from service.measure.matching import bare_name, jaccard, match, speaker_is_right
from service.measure.rows import UnreadableRow
from service.measure.scenario_files import GoldClaim, Scenario, closed, read
from service.news.article import Article, Field, Span
from service.news.source import Source, SourceKind
from tests.builders import make_claim, make_report
from tests.measure.corpora import scenario_file
from tests.measure.fake_scorer import FakeScorer

TEXT = "The mill burns. Ayn said seven died. Perhaps it rains."


def make_scenario(claims=(), copies=(), aliases=None, texts=None) -> Scenario:
    texts = texts or {"a1": TEXT}
    return Scenario(
        id="s",
        articles=tuple(Article(id, f"Outlet {id}", text) for id, text in texts.items()),
        claims=tuple(
            GoldClaim(id, article, Span(texts[article].index(quote), texts[article].index(quote) + len(quote)), speaker)
            for id, article, quote, speaker in claims
        ),
        event_of_article=dict.fromkeys(texts, "e1"),
        contradictions={},
        agreements=frozenset(),
        updates=frozenset(),
        unspecified=frozenset(),
        copies=closed(copies),
        independent_sources=1,
        aliases=aliases or {},
    )


def reported(*spans, article="a1", field=Field.TEXT):
    claims = [
        make_claim(f"r{n}", article, "x" * (end - start), start, field=field) for n, (start, end) in enumerate(spans, 1)
    ]
    return make_report(claims=tuple(claims))


def matched(gold: tuple[int, int], *spans, **rest):
    scenario = make_scenario([("g1", "a1", TEXT[gold[0] : gold[1]], "OUTLET")])
    return match(scenario, reported(*spans, **rest).claims).own


def test_spans_that_share_enough_are_one_claim():
    assert matched((0, 10), (0, 25)) == {"r1": "g1"}  # Jaccard of 0.4
    assert matched((0, 10), (5, 15)) == {}  # Jaccard of 1/3, not inside


def test_a_claim_inside_a_reported_one_up_to_three_times_as_long_matches():
    assert matched((0, 10), (0, 30)) == {"r1": "g1"}
    assert matched((0, 10), (0, 31)) == {}


def test_a_reported_claim_well_inside_the_gold_one_does_not_match():
    assert matched((0, 30), (0, 11)) == {}


def test_claims_of_titles_match_nothing():
    assert matched((0, 10), (0, 10), field=Field.TITLE) == {}


def test_claims_of_other_articles_match_nothing():
    assert matched((0, 10), (0, 10), article="a2") == {}


def test_matching_is_one_to_one_and_the_best_in_sum():
    """r1 fits both, better g1; but r2 fits only g1: together r1-g2, r2-g1 is more than r1-g1 alone."""
    scenario = make_scenario([("g1", "a1", TEXT[0:20], "OUTLET"), ("g2", "a1", TEXT[8:30], "OUTLET")])
    found = match(scenario, reported((4, 24), (0, 10)).claims)
    assert found.own == {"r1": "g2", "r2": "g1"}
    assert match(scenario, reported((4, 24)).claims).own == {"r1": "g1"}


def test_a_claim_reported_from_a_copy_stands_for_that_of_its_origin():
    texts = {"a1": TEXT, "a2": f"Agencies. {TEXT}", "a3": f"Agencies. {TEXT}"}
    claims = [
        ("g1", "a1", "The mill burns", "OUTLET"),
        ("g2", "a2", "The mill burns", "OUTLET"),
        ("g3", "a1", "seven died", "Ayn"),
    ]
    scenario = make_scenario(claims, copies=[["a1", "a2"]], texts=texts)
    start = texts["a2"].index("seven died")
    found = match(scenario, reported((start, start + 10), article="a2").claims)
    assert (found.own, found.by_copy) == ({}, {"r1": "g3"})
    assert found.gold_of("r1") == "g3"
    assert found.canonical == {"g1": "g1", "g2": "g1", "g3": "g3"}
    # a3 prints the same words, but no reader called it a copy.
    assert match(scenario, reported((start, start + 10), article="a3").claims).gold_of("r1") is None


def test_the_same_words_in_two_copies_are_found_once_for_both():
    texts = {"a1": TEXT, "a2": TEXT}
    scenario = make_scenario(
        [("g1", "a1", "seven died", "Ayn"), ("g2", "a2", "seven died", "Ayn")], [["a1", "a2"]], texts=texts
    )
    found = match(scenario, reported((TEXT.index("seven died"), TEXT.index("seven died") + 10)).claims)
    assert found.found() == {"g1", "g2"}


@given(st.tuples(st.integers(0, 20), st.integers(1, 20)), st.tuples(st.integers(0, 20), st.integers(1, 20)))
def test_jaccard_is_symmetric_and_one_only_for_equals(one, other):
    a, b = (Span(start, start + length) for start, length in (one, other))
    assert jaccard(a, b) == jaccard(b, a)
    assert (jaccard(a, b) == 1) == (a == b)
    assert (jaccard(a, b) > 0) == a.overlaps(b)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Col. Hadi Marrash", "hadi marrash"),
        ("The Observatory", "observatory"),
        ("Dr. José Peña", "jose pena"),
        ("President", "president"),
        ("Levant  Wire", "levant wire"),
        ("", ""),
    ],
)
def test_names_are_compared_without_case_titles_and_accents(name, bare):
    assert bare_name(name) == bare


SOURCES = {
    "s1": Source("s1", "Hadi Marrash", SourceKind.PERSON, ("Colonel Marrash",), speaks_for="s2"),
    "s2": Source("s2", "Third Brigade", SourceKind.ORGANISATION),
    "s3": Source("s3", "Outlet a1", SourceKind.OUTLET),
    "s4": Source("s4", "?", SourceKind.UNNAMED),
}


@pytest.mark.parametrize(
    ("source", "speaker", "right"),
    [
        ("s1", "Hadi Marrash", True),
        ("s1", "Col. Hadi Marrash", True),
        ("s1", "Marrash", True),
        ("s1", "THIRD BRIGADE", True),
        ("s1", "the spokesman", True),
        ("s2", "Hadi Marrash", False),
        ("s3", "OUTLET", True),
        ("s1", "OUTLET", False),
        ("s4", "!", False),
        ("unknown", "Hadi Marrash", False),
    ],
)
def test_a_speaker_is_known_by_name_alias_or_organisation(source, speaker, right):
    scenario = make_scenario(aliases={"the spokesman": ("Marrash", "Hadi Marrash")})
    gold = GoldClaim("g1", "a1", Span(0, 5), speaker)
    claim = make_claim("r1", "a1", source=source)
    assert speaker_is_right(claim, gold, scenario, SOURCES) is right


def test_figures_are_those_worked_out_by_hand(tmp_path):
    """The fake finds every sentence; two claims with some word in common contradict each other across outlets."""
    texts = {
        "a1": "Seven died here. Haddour said rain falls. Smoke rose.",
        "a2": "Nine died there. Now rain falls.",
        "a3": "Snow melts.",
    }
    file = scenario_file(
        tmp_path / "s1.json",
        texts,
        claims=[
            ("c1", "a1", "Seven died here", "OUTLET"),
            ("c2", "a2", "Nine died there", "OUTLET"),
            ("c3", "a1", "rain falls", "Haddour"),
            ("c4", "a2", "Now rain falls", "Bo"),
            ("c5", "a3", "Snow", "OUTLET"),
        ],
        titles={"a1": "Fire one", "a2": "Fire two", "a3": "Thaw"},
        event_of_article={"a1": "e1", "a2": "e1", "a3": "e1"},
        contradictions=[{"a": "c2", "b": "c1", "reasons": ["number"]}, {"a": "c1", "b": "c5", "reasons": []}],
        updates=[{"earlier": "c3", "later": "c4"}],
        independent_sources_of_main_event=2,
    )
    figures = scenarios.evaluate([file], FakeScorer())
    assert figures.n == 1
    assert figures.values == {
        "claim_recall": 1.0,
        "speaker_accuracy": pytest.approx(4 / 5),
        "contradiction_precision": 1.0,
        "contradiction_recall": 0.5,
        "contradiction_f1": pytest.approx(2 / 3),
        "contradiction_precision_strict": 1.0,
        "unjudged": 0,
        "update_f1": 1.0,
        "false_alarms_per_scenario": 0.0,
        "event_b3_f1": pytest.approx(2 * 1 * (5 / 9) / (1 + 5 / 9)),
        "copy_f1": pytest.approx(float("nan"), nan_ok=True),
        "independent_exact": 1.0,
    }
    assert figures.baselines["similarity"] is None
    assert figures.baselines["majority"]["speaker_accuracy"] == pytest.approx(3 / 5)
    assert figures.baselines["majority"]["event_b3_f1"] == 1.0


def of_two(tmp_path, one: str, other: str, **gold):
    """The figures on two articles of one sentence each, both listed as gold claims c1 and c2."""
    claims = [("c1", "a1", one, "OUTLET"), ("c2", "a2", other, "OUTLET")]
    titles = {"a1": "Fire one", "a2": "Fire two"}
    file = scenario_file(tmp_path / "s.json", {"a1": one, "a2": other}, titles=titles, **({"claims": claims} | gold))
    return scenarios.evaluate([file], FakeScorer()).values


@pytest.mark.parametrize(
    "quiet",
    [
        {"agreements": [{"a": "c2", "b": "c1"}]},
        {"updates": [{"earlier": "c1", "later": "c2"}]},
        {"unspecified": [{"a": "c1", "b": "c2"}]},
    ],
)
def test_a_contradiction_where_a_reader_finds_none_is_a_false_alarm(tmp_path, quiet):
    figures = of_two(tmp_path, "Seven died", "Nine died", **quiet)
    assert figures["false_alarms_per_scenario"] == 1.0
    assert figures["contradiction_f1"] == 0.0


def test_a_contradiction_with_an_unlisted_side_is_unjudged(tmp_path):
    gold = {"claims": [("c1", "a1", "Seven died", "OUTLET")], "contradictions": [{"a": "c1", "b": "c1", "reasons": []}]}
    figures = of_two(tmp_path, "Seven died", "Nine died", **gold)
    assert figures["unjudged"] == 1
    assert figures["contradiction_precision_strict"] == 0.0
    assert figures["false_alarms_per_scenario"] == 0.0


def test_an_update_the_wrong_way_round_is_wrong(tmp_path):
    assert of_two(tmp_path, "Nine died", "Now ten died", updates=[{"earlier": "c1", "later": "c2"}])["update_f1"] == 1.0
    assert of_two(tmp_path, "Nine died", "Now ten died", updates=[{"earlier": "c2", "later": "c1"}])["update_f1"] == 0.0


def test_an_undecided_contradiction_is_not_reported(tmp_path):
    contradictions = [{"a": "c1", "b": "c2", "reasons": ["number"]}]
    figures = of_two(tmp_path, "Perhaps nine died", "Ten died", contradictions=contradictions)
    assert (figures["contradiction_recall"], figures["unjudged"]) == (0.0, 0)


def test_copies_are_judged_by_pairs_of_articles(tmp_path):
    texts = {"a1": "Same words here", "a2": "Same words here", "a3": "Other words", "a4": "Same words here"}
    file = scenario_file(tmp_path / "s.json", texts, wire_copies=[["a1", "a2"], ["a2", "a3"]])
    # Gold: a1-a2, a2-a3 and so a1-a3; reported: a1-a2, a1-a4 and so a2-a4.
    assert scenarios.evaluate([file], FakeScorer()).values["copy_f1"] == pytest.approx(2 * 1 / (3 + 3))


def test_pairs_from_copies_count_once(tmp_path):
    texts = {"a1": "Seven died", "a2": "Seven died", "a3": "Nine died"}
    file = scenario_file(
        tmp_path / "s.json",
        texts,
        titles=dict.fromkeys(texts, "Fire"),
        claims=[("c1", "a1", "Seven died", "OUTLET"), ("c2", "a3", "Nine died", "OUTLET")],
        contradictions=[{"a": "c1", "b": "c2", "reasons": ["number"]}],
        wire_copies=[["a1", "a2"]],
    )
    figures = scenarios.evaluate([file], FakeScorer()).values
    assert (figures["contradiction_precision"], figures["contradiction_recall"], figures["unjudged"]) == (1.0, 1.0, 0)


def test_a_folder_gives_all_its_scenarios(tmp_path):
    for name in ("b", "a"):
        scenario_file(tmp_path / f"{name}.json", {"a1": TEXT})
    assert [scenario.id for scenario in read([tmp_path])] == ["a", "b"]
    assert scenarios.evaluate([tmp_path], FakeScorer(), limit=1).n == 1


def test_an_empty_folder_is_unreadable(tmp_path):
    with pytest.raises(UnreadableRow, match="no scenario file"):
        read([tmp_path])


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda s: s["gold"].pop("updates"), "'gold.updates' is missing"),
        (lambda s: s["articles"][0].pop("title"), "'articles.0.title' is missing"),
        (lambda s: s["gold"]["claims"][0].update(quote="nowhere"), "does not occur exactly once"),
        (lambda s: s["gold"]["claims"][0].update(quote="e"), "does not occur exactly once"),
        (lambda s: s["gold"]["claims"][0].update(article="a9"), "'gold.claims.0.article' names 'a9'"),
        (
            lambda s: s["gold"]["claims"][0].update(certainty="maybe"),
            "'gold.claims.0.certainty' is not one of firm, hedged",
        ),
        (lambda s: s["gold"].update(agreements=[{"a": "c1", "b": "c7"}]), "'gold.agreements.0.b' names 'c7'"),
        (
            lambda s: s["gold"].update(contradictions=[{"a": "c1", "b": "c1", "reasons": ["colour"]}]),
            "reasons' is not one of",
        ),
        (lambda s: s["gold"].update(wire_copies=[["a1", "a7"]]), "names 'a7', which is no article"),
        (lambda s: s["gold"].update(event_of_article={}), "'gold.event_of_article.a1' is missing"),
        (lambda s: s["gold"]["claims"].append(s["gold"]["claims"][0]), "claim ids are not distinct"),
        (lambda s: s["articles"].append(s["articles"][0]), "article ids are not distinct"),
    ],
)
def test_a_scenario_that_is_none_stops_the_run(tmp_path, spoil, reason):
    file = scenario_file(tmp_path / "s.json", {"a1": TEXT}, claims=[("c1", "a1", "seven died", "Ayn")])
    whole = json.loads(file.read_text(encoding="utf-8"))
    spoil(whole)
    file.write_text(json.dumps(whole), encoding="utf-8")
    with pytest.raises(UnreadableRow, match=reason):
        read([file])


@given(st.lists(st.frozensets(st.integers(0, 12).map(str), min_size=1, max_size=3), max_size=8))
def test_closed_groups_are_disjoint_and_hold_the_same(groups):
    found = closed(groups)
    assert sum(map(len, found)) == len(frozenset().union(*groups))
    assert all(any(group <= one for one in found) for group in groups)
