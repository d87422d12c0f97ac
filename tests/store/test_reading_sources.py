"""Sources and their ledgers, read from rows put there by hand."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from service.news.errors import NotKept
from service.news.source import Credibility, Prior, Source, SourceKind
from service.scoring.credibility.borne_out import Record, Weighed, credibility
from service.scoring.credibility.utterances import Witness, evidence
from service.store import reading
from tests import rows
from tests.reads import HOUR, ledger, source_ids, sources
from tests.rows import NOON, add_article, add_claim, add_event, add_heard, add_source, add_version


def test_a_source_has_its_prior_its_counts_and_its_credibility(connection):
    add_source(
        connection,
        kind="person",
        aliases=["Haddour"],
        speaks_for="s2",
        mean=0.6,
        low=0.4,
        high=0.8,
        comparisons=3.5,
        n_claims=7,
        n_events=3,
    )
    found = reading.source(connection, "s1")
    assert found.source == Source("s1", "The Courier", SourceKind.PERSON, ("Haddour",), "s2")
    assert found.prior == Prior(0.5, 2.0, "nothing known")
    assert found.credibility == Credibility(0.6, (0.4, 0.8), 3.5)
    assert (found.n_claims, found.n_events) == (7, 3)
    assert sources(connection).items == (found,)


def test_a_source_whose_credibility_is_not_shown_has_none(connection):
    add_source(connection, comparisons=0.75)
    assert reading.source(connection, "s1").credibility is None


def test_sources_come_by_name_case_and_accents_apart(connection):
    for id, name in (("s1", "zoe"), ("s2", "Émile"), ("s3", "Adam"), ("s4", "emile"), ("s5", "Zoe")):
        add_source(connection, id, name)
    assert source_ids(sources(connection)) == ["s3", "s2", "s4", "s1", "s5"]


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("émile", ["s1"]),
        ("MIL", ["s1"]),
        ("50 %", ["s2"]),
        ("%", ["s2"]),
        ("a_b", ["s3"]),
        ("_", ["s3"]),
        ("\\", ["s4"]),
        ("/", ["s5"]),
        ("e  desk", ["s6"]),
        ("'; --", []),
    ],
)
def test_sources_are_found_by_any_part_of_their_name_and_nothing_in_it_is_a_wildcard(connection, named, found):
    names = ("Émile Zola", "The 50 % Club", "a_b agency", "back\\slash", "and/or", "The Desk")
    for n, name in enumerate(names, 1):
        add_source(connection, f"s{n}", name)
    assert source_ids(sources(connection, named=named)) == found


def test_sources_of_one_kind(connection):
    add_source(connection, "s1", kind="outlet")
    add_source(connection, "s2", kind="person")
    assert source_ids(sources(connection, kind="person")) == ["s2"]


@pytest.mark.parametrize("read", [reading.source, lambda c, name: reading.ledger(c, name, 1, None)])
def test_a_source_that_never_was_is_not_kept(connection, read):
    with pytest.raises(NotKept, match="s9"):
        read(connection, "s9")


AGREES, OPPOSES = Witness("x.1", "s7", 0.75, 0.0), Witness("x.2", "s8", 0.0, 0.5)
FIRM = Witness("x.10", "s9", 1.0, 0.0)


@pytest.fixture
def with_a_ledger(connection):
    """A source with three claims that count and one that does not, among another's."""
    add_article(connection)
    add_event(connection)
    add_source(connection, prior_mean=0.6, prior_strength=4.0, comparisons=2.25, mean=0.6, low=0.4, high=0.8)
    add_heard(connection, 1, AGREES, as_of=NOON - HOUR)
    add_heard(connection, 2, OPPOSES, as_of=None)
    add_claim(connection, number=3, as_of=NOON + HOUR)
    add_heard(connection, 4, FIRM, as_of=NOON)
    add_claim(connection, number=5, source="s2", supported=1.0, opposed=0.0)
    return connection


def test_a_ledger_has_the_claims_that_count_first_then_the_others_each_latest_first(with_a_ledger):
    assert [each.text for each in ledger(with_a_ledger).items] == [
        "Claim 4 of a1.",
        "Claim 1 of a1.",
        "Claim 2 of a1.",
        "Claim 3 of a1.",
    ]


def test_a_line_of_a_ledger_says_where_the_claim_stands_and_what_it_did(with_a_ledger):
    line = ledger(with_a_ledger).items[0]
    assert (line.claim, line.event, line.article) == (f"{rows.digest_of(with_a_ledger, 'a1')}.4", "e1", "a1")
    assert (line.as_of, line.supported, line.opposed) == (NOON, 1.0, 0.0)


def test_a_line_tells_the_evidence_in_bits_and_who_gave_it(with_a_ledger):
    found = {line.text[:7]: line for line in ledger(with_a_ledger).items}
    assert [found[f"Claim {n}"].compared for n in (1, 2, 3, 4)] == [("x.1",), ("x.2",), (), ("x.10",)]
    assert found["Claim 4"].evidence == pytest.approx(evidence([FIRM]))
    assert found["Claim 4"].effect > found["Claim 1"].effect > 0 > found["Claim 2"].effect
    assert found["Claim 3"].effect == found["Claim 3"].evidence == 0


def test_the_mean_without_a_claim_is_the_posterior_of_all_the_others(with_a_ledger):
    prior = Prior(0.6, 4.0, "nothing known")
    bits = [evidence([each]) for each in (AGREES, OPPOSES, FIRM)]

    def without(place):
        left = [Weighed(each, 1.0) for n, each in enumerate(bits) if n != place]
        return credibility(prior, Record(tuple(left))).mean

    expected = [without(2), without(0), without(1), 0.6]
    # An hour changes how far something counts, but by less than this.
    assert [line.mean_without for line in ledger(with_a_ledger).items] == pytest.approx(expected, abs=1e-4)


def test_a_ledger_gives_no_credibility_away_that_is_not_shown(with_a_ledger):
    with_a_ledger.execute(update(rows.sources).values(mean=None, low=None, high=None))
    assert {line.mean_without for line in ledger(with_a_ledger).items} == {None}


def test_a_claim_of_a_version_that_is_no_longer_current_is_in_no_ledger(with_a_ledger):
    add_version(with_a_ledger, "a1")
    assert ledger(with_a_ledger).items == ()
